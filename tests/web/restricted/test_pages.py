"""The pages of restricted cases as people use them: limiting, naming, opening, reviewing, and who has looked."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.incidents.models import Incident, Look, Named, Opening
from sightline.incidents.services import reading_log
from sightline.policy.second_factor import PROOF_LIVES_MINUTES
from sightline.policy.terms import Role
from tests import assured_stages, stages
from tests.architecture.cast import parameters_of
from tests.architecture.route_table import ROUTES, case_of
from tests.conftest import SignIn
from tests.factories import NOW, PASSWORD, World, declared, reported
from tests.stages import now_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

WHY = "A member of staff is accused of harming a patient."
CALLED = "The coroner's office rang and needs an answer today."


@pytest.fixture
def guardians(world: World) -> World:
    world.actor("icb", Role.PATIENT_SAFETY_SPECIALIST)
    for where in ("icb", "trust"):
        world.actor(where, Role.INFORMATION_GOVERNANCE_LEAD)
    return world


def send(client: Client, name: str, incident: Incident, *more: object, **typed: object) -> int:
    address = reverse(name, args=[incident.reference, *more])
    return client.post(address, {"seen": now_of(incident).version, **typed}).status_code


def text_of(client: Client, name: str, *keys: object) -> str:
    return client.get(reverse(name, args=keys)).content.decode()


def limited(incident: Incident, client: Client, **more: object) -> Incident:
    assert send(client, "restrict_case", incident, kind="staff", reason=WHY, **more) == 302
    return now_of(incident)


def test_the_page_says_who_is_named_at_once_and_offers_the_others(guardians: World, sign_in: SignIn) -> None:
    incident = declared(guardians)
    guardians.team, guardians.investigator  # noqa: B018 - hired before they are offered
    page = text_of(sign_in("trust", Role.PROVIDER_LEAD), "restrict_case", incident.reference)
    for words in ("Patient Safety Specialist", "Information-governance lead", "whoever has it on their desk"):
        assert words in page
    assert "Patient safety team of icb" in page
    assert "Investigator of trust" in page
    assert "Executive of icb" not in page


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_is_kept(
    guardians: World, sign_in: SignIn
) -> None:
    incident = declared(guardians)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("restrict_case", args=[incident.reference])
    answer = client.post(address, {"seen": incident.version, "reason": "He did it."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose why it is limited." in page
    assert "at least 5 words" in page
    assert "He did it." in page
    assert now_of(incident).restricted_kind == ""


def test_a_case_nobody_could_go_on_with_is_refused_beside_the_people_to_tick(
    guardians: World, sign_in: SignIn
) -> None:
    incident = declared(guardians)
    client = sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)
    address = reverse("restrict_case", args=[incident.reference])
    typed = {"seen": incident.version, "kind": "staff", "reason": WHY}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "Nobody at the provider could go on with the case" in answer.content.decode()
    lead = guardians.lead
    ticked = f"{lead.person_id}@{lead.organisation_id}@{lead.role.value}"
    assert client.post(address, {**typed, "chosen": [ticked]}).status_code == 302
    assert now_of(incident).restricted_kind == "staff"


def test_those_not_named_are_told_that_it_is_limited_and_how_it_is_opened(
    guardians: World, sign_in: SignIn
) -> None:
    incident = limited(declared(guardians), sign_in("trust", Role.PROVIDER_LEAD))
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    answer = team.get(reverse("incident", args=[incident.reference]))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "limited to named people" in page
    assert reverse("restricted_open", args=[incident.reference]) in page
    assert "guidewire" not in page


def test_opening_asks_for_a_reason_and_shows_the_case_with_until_when(
    guardians: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    incident = limited(declared(guardians), sign_in("trust", Role.PROVIDER_LEAD))
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert "4 hours" in text_of(team, "restricted_open", incident.reference)
    assert send(team, "restricted_open", incident, reason="Curious") == 422
    assert not Opening.objects.exists()
    assert send(team, "restricted_open", incident, reason=CALLED) == 302
    page = text_of(team, "incident", incident.reference)
    assert "You opened it to read it until" in page
    assert "guidewire" in page
    assert "What you can do" not in page
    at_now.move_to(NOW + timedelta(hours=4))
    later = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert later.get(reverse("incident", args=[incident.reference])).status_code == 403


def test_opening_asks_again_who_is_there(
    guardians: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    incident = limited(declared(guardians), sign_in("trust", Role.PROVIDER_LEAD))
    team = Client()
    given = {"login": guardians.username("icb", Role.PATIENT_SAFETY_TEAM), "password": PASSWORD}
    assert team.post("/sign-in/", given).status_code == 302
    at_now.shift(timedelta(minutes=PROOF_LIVES_MINUTES, seconds=1))
    address = reverse("restricted_open", args=[incident.reference])
    sent = team.post(address, {"reason": CALLED})
    assert sent.headers["Location"] == reverse("prove_again")
    assert not Opening.objects.exists()
    assert team.post(reverse("prove_again"), {"password": PASSWORD}).headers["Location"] == address
    page = team.get(address).content.decode()
    assert CALLED.replace("'", "&#39;") in page, "what was typed is kept"
    assert team.post(address, {"reason": CALLED}).status_code == 302
    assert Opening.objects.count() == 1


def test_an_opening_is_found_and_reviewed_by_a_guardian(guardians: World, sign_in: SignIn) -> None:
    incident = limited(declared(guardians), sign_in("trust", Role.PROVIDER_LEAD))
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    send(team, "restricted_open", incident, reason=CALLED)
    guardian = sign_in("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    assert reverse("openings") in text_of(guardian, "today")
    assert reverse("openings") not in text_of(team, "today")
    page = text_of(guardian, "openings")
    assert "Patient safety team of icb" in page
    assert "to review" in page
    row = Opening.objects.get()
    address = reverse("opening_review", args=[row.id])
    assert CALLED.replace("'", "&#39;") in guardian.get(address).content.decode()
    wrong = guardian.post(address, {"outcome": "", "note": "Fine."})
    assert wrong.status_code == 422
    assert "Choose what you found." in wrong.content.decode()
    done = guardian.post(address, {"outcome": "needed", "note": "I rang the coroner, who confirmed it."})
    assert done.status_code == 302
    assert "It was needed" in text_of(guardian, "openings")
    again = guardian.post(address, {"outcome": "breach", "note": "I rang the coroner, who confirmed it."})
    assert again.status_code == 403


def test_people_are_named_and_no_longer_named_on_one_page(guardians: World, sign_in: SignIn) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    investigator = guardians.investigator
    incident = limited(declared(guardians), lead)
    them = f"{investigator.person_id}@{investigator.organisation_id}@{investigator.role.value}"
    assert send(lead, "restricted_named", incident, person=them, reason="Writes it.") == 422
    assert (
        send(lead, "restricted_named", incident, person=them, reason="They investigate it from today on.")
        == 302
    )
    reader = sign_in("trust", Role.INVESTIGATOR)
    assert reader.get(reverse("incident", args=[incident.reference])).status_code == 200
    row = Named.objects.get(person_id=investigator.person_id)
    assert "Investigator of trust" in text_of(lead, "restricted_named", incident.reference)
    assert (
        send(lead, "restricted_end_naming", incident, row.id, reason="Another person investigates it now.")
        == 302
    )
    assert reader.get(reverse("incident", args=[incident.reference])).status_code == 403
    own = Named.objects.get(person_id=guardians.lead.person_id)
    address = reverse("restricted_end_naming", args=[incident.reference, own.id])
    refused = lead.post(
        address, {"seen": now_of(incident).version, "reason": "I have nothing to do with it."}
    )
    assert refused.status_code == 422
    assert "Nobody at the provider" in refused.content.decode()


def test_who_can_see_names_everyone_with_why_since_and_clause(guardians: World, sign_in: SignIn) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    incident = limited(declared(guardians), lead)
    page = text_of(lead, "incident_access", incident.reference)
    for words in (
        "Who is named",
        "Restricted it.",
        "Everyone who is Patient Safety Specialist",
        "11.1c",
        "4.7.1",
    ):
        assert words in page
    assert send(lead, "restrict_lift", incident, reason="The panel found it to be unfounded.") == 302
    page = text_of(lead, "incident_access", incident.reference)
    assert "Who was named while it was limited" in page
    assert "Ended" in page
    assert "Nobody else sees that it exists" in page


# Who has looked


@pytest.mark.clause("8.0b", facet="who looked at a case is on record")
def test_every_page_of_a_case_that_opens_is_a_look(world: World, sign_in: SignIn) -> None:
    """Whichever room made the page: an address that is added later and notes nothing fails here."""
    made = [
        stages.with_action(world, declared(world)),
        reported(world.reporter),
        assured_stages.in_review(world),
    ]
    clients = [sign_in("trust", Role.PROVIDER_LEAD), sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)]
    names = sorted(
        {route.name for route in ROUTES if {"reference", "document_id"} & set(parameters_of(route.name))}
    )
    opened = 0
    for incident in made:
        case = case_of(incident)
        given = {
            "reference": case.reference,
            "action_id": case.action_id,
            "document_id": case.document_id,
            "rule": "lfpse",
            "code": "D1",
        }
        for name in names:
            if not all(given.get(key) for key in parameters_of(name)):
                continue
            for client in clients:
                Look.objects.all().delete()
                reading_log.forget()
                answer = client.get(reverse(name, kwargs={key: given[key] for key in parameters_of(name)}))
                reading_log.flush()
                if answer.status_code == 200:
                    opened += 1
                    assert [look.page for look in Look.objects.filter(incident=incident)] == [name]
                else:
                    assert not Look.objects.exists(), (name, answer.status_code)
    assert opened > 40


def test_guardians_read_who_looked_and_when_and_others_do_not(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    team.get(reverse("incident", args=[incident.reference]))
    team.get(reverse("incident_messages", args=[incident.reference]))
    reading_log.flush()
    guardian = sign_in("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    page = text_of(guardian, "incident_looks", incident.reference)
    assert page.count("Patient safety team of icb") == 2
    assert "The case" in page
    assert "Write to the other side" in page
    assert team.get(reverse("incident_looks", args=[incident.reference])).status_code == 404
    assert reverse("incident_looks", args=[incident.reference]) in text_of(
        guardian, "incident", incident.reference
    )
    assert reverse("incident_looks", args=[incident.reference]) not in text_of(
        team, "incident", incident.reference
    )


def test_whoever_reported_in_confidence_is_not_named_by_following_their_report(
    world: World, sign_in: SignIn
) -> None:
    quiet, named = reported(world.reporter, contact="confidential"), reported(world.reporter)
    reporter = sign_in("trust", Role.REPORTER)
    for incident in (quiet, named):
        assert reporter.get(reverse("incident", args=[incident.reference])).status_code == 200
    reading_log.flush()
    assert [look.incident_id for look in Look.objects.filter(person_id=world.reporter.person_id)] == [
        named.id
    ]


def test_a_look_at_a_restricted_case_is_written_before_the_page_is_sent(
    guardians: World, sign_in: SignIn
) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    incident = limited(declared(guardians), lead)
    Look.objects.all().delete()
    lead.get(reverse("incident", args=[incident.reference]))
    assert [look.page for look in Look.objects.all()] == ["incident"]


def test_pages_read_at_most_fifteen_times_and_a_limited_case_writes_its_look(
    guardians: World, sign_in: SignIn
) -> None:
    lead, guardian = (
        sign_in("trust", role) for role in (Role.PROVIDER_LEAD, Role.INFORMATION_GOVERNANCE_LEAD)
    )
    incident = limited(assured_stages.in_review(guardians), lead)
    send(sign_in("icb", Role.PATIENT_SAFETY_TEAM), "restricted_open", incident, reason=CALLED)
    counted: dict[str, int] = {}
    for client, name, keys in (
        (lead, "incident", [incident.reference]),
        (guardian, "incident", [incident.reference]),
        (lead, "restricted_named", [incident.reference]),
        (lead, "incident_access", [incident.reference]),
        (guardian, "incident_looks", [incident.reference]),
        (guardian, "openings", []),
        (guardian, "opening_review", [Opening.objects.get().id]),
    ):
        address = reverse(name, args=keys)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        reads = [query["sql"] for query in asked if not query["sql"].startswith("INSERT")]
        assert len(asked) - len(reads) <= 1
        counted[name] = max(len(reads), counted.get(name, 0))
    assert {name: number for name, number in counted.items() if number > 15} == {}, counted
