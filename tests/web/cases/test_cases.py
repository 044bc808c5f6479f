"""The list, the case, its trail and who can see it: for those it concerns, and a 404 for everyone else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.incidents.services import triage
from sightline.policy.terms import Role
from tests import factories
from tests.conftest import SignIn
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

PAGES = ("", "audit-trail/", "who-can-see/")


def test_case_says_what_is_next_by_when_and_whose_it_is(world: World, sign_in: SignIn) -> None:
    incident = factories.declared(world)
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(f"/incidents/{incident.reference}/").content.decode()
    assert "Next: the provider sends its 72-hour review" in page
    assert "Due Thursday 19 November 2026, in 3 working days" in page
    assert "Patient-safety lead, Castlebrook University Hospitals" in page
    assert "Thursday 11 February 2027, in 60 working days" in page
    assert "20 working days" not in page


@pytest.mark.clause("4.7.7")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("organisation", "role"),
    [
        ("other_trust", Role.PROVIDER_LEAD),
        ("other_icb", Role.PATIENT_SAFETY_TEAM),
        ("trust", Role.REPORTER),
        ("icb", Role.ANALYST),
    ],
)
def test_case_does_not_exist_for_outsiders(
    world: World, sign_in: SignIn, page: str, organisation: str, role: Role
) -> None:
    incident = factories.reported(world.lead)
    triage.declare(
        incident.id,
        factories.judgement(),
        factories.declaration(),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    client = sign_in(organisation, role)
    assert client.get(f"/incidents/{incident.reference}/{page}").status_code == 404
    assert incident.reference not in client.get("/incidents/").content.decode()
    assert incident.reference not in client.get("/").content.decode()


def test_commissioner_sees_criteria_and_no_story_of_one_judged_not_serious(
    world: World, sign_in: SignIn
) -> None:
    incident = factories.reported(world.reporter)
    triage.judge_not_serious(
        incident.id,
        factories.judgement(criteria=frozenset(), sub_answers={}, rationale="Expected and well managed."),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    page = client.get(f"/incidents/{incident.reference}/").content.decode()
    assert "Expected and well managed." in page
    assert "guidewire" not in page
    listed = client.get("/incidents/").content.decode()
    assert incident.reference in listed
    assert "guidewire" not in listed
    assert incident.reference not in client.get("/incidents/?q=guidewire").content.decode()


def test_list_is_filtered_searched_and_linked_to(world: World, sign_in: SignIn) -> None:
    declared = factories.declared(world, local_number="W118842")
    reported = factories.reported(world.reporter)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    assert reported.reference not in client.get("/incidents/?status=declared").content.decode()
    for text in ("W118842", declared.reference.lower(), "retained GUIDEWIRE"):
        page = client.get("/incidents/", {"q": text}).content.decode()
        assert declared.reference in page
    for text in ("O'Connor", '"', "%", "\x00", "💉" * 50):
        assert client.get("/incidents/", {"q": text}).status_code == 200
    assert client.get("/incidents/?after=nonsense&status=nonsense").status_code == 200


def test_list_pages_by_key_and_misses_nobody(world: World, sign_in: SignIn) -> None:
    sent = {factories.reported(world.reporter, now=NOW).reference for _ in range(53)}
    client = sign_in("trust", Role.PROVIDER_LEAD)
    first = client.get("/incidents/")
    seen = {row.reference for row in first.context["page"].rows} if first.context else set()
    page = first.content.decode()
    seen = {reference for reference in sent if reference in page}
    assert len(seen) == 50
    address = page.split('role="button" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get("/incidents/" + address).content.decode()
    assert {reference for reference in sent if reference in second} == sent - seen


def test_audit_trail_shows_before_and_after_and_who(world: World, sign_in: SignIn) -> None:
    incident = factories.declared(world)
    page = sign_in("trust", Role.PROVIDER_LEAD).get(f"/incidents/{incident.reference}/audit-trail/")
    text = page.content.decode()
    assert "Reported, awaiting decision" in text
    assert "Declared, 72-hour review awaited" in text
    assert "Patient-safety lead of trust" in text
    assert incident.tracking_code_hash not in text


def test_who_can_see_names_the_reason_and_clause_of_each(world: World, sign_in: SignIn) -> None:
    incident = factories.declared(world)
    text = (
        sign_in("icb", Role.PATIENT_SAFETY_TEAM)
        .get(f"/incidents/{incident.reference}/who-can-see/")
        .content.decode()
    )
    assert "Avonmere Integrated Care Board" in text
    assert "It holds the main contract with the provider" in text
    assert "clause-4.7.1" in text
    assert "Nethercote" not in text


@pytest.mark.parametrize("address", ["/", "/incidents/", "CASE", "CASEaudit-trail/", "CASEwho-can-see/"])
def test_pages_stay_within_fifteen_queries(world: World, sign_in: SignIn, address: str) -> None:
    for _ in range(3):
        incident = factories.declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    address = address.replace("CASE", f"/incidents/{incident.reference}/")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= 15, [query["sql"][:90] for query in queries.captured_queries]


def test_unknown_address_and_unknown_incident_look_the_same(world: World, sign_in: SignIn) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    unknown = client.get("/incidents/SL-2026-9999/")
    assert unknown.status_code == 404
    assert client.get("/no/such/page/").status_code == 404
    assert "There is nothing here, or your role does not see it" in unknown.content.decode()
