"""Sending a report: once, with a code that is shown and never stored, and with nobody named who asked not to be."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from sightline.audit import scope
from sightline.incidents import selectors
from sightline.incidents.errors import NotVisible
from sightline.incidents.models import Incident, ReportDraft, Reporter, StepTaken
from sightline.incidents.selectors import reports
from sightline.incidents.services import intake, triage
from sightline.policy.terms import Role
from tests import factories
from tests.conftest import SignIn
from tests.factories import NOW, World
from tests.web.report.pages import TYPED, check, code_on, fill, question, send, words_of

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def nurse(sign_in: SignIn) -> Client:
    return sign_in("trust", Role.REPORTER)


@pytest.mark.clause("2.1.2", facet="what was done at once is kept")
def test_confirmation_gives_reference_code_what_is_next_and_what_it_does_not_replace(
    nurse: Client, world: World
) -> None:
    page = send(nurse)
    incident = Incident.objects.get()
    assert incident.reference in page
    assert code_on(page)
    assert "What happens next" in page
    assert "This does not replace LFPSE or your local incident system." in page
    assert incident.provider_id == world.trust
    assert str(incident.happened_time) == "14:30:00"
    assert incident.local_number == "W118842"
    assert incident.made_safe == TYPED[7]["immediate_action"]


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_code_carries_at_least_80_bits_and_only_its_hash_is_stored(nurse: Client) -> None:
    page = send(nurse)
    code = code_on(page)
    signs = code.replace("-", "")
    assert 31 ** len(signs) >= 2**80
    assert set(signs) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    incident = Incident.objects.get()
    assert incident.tracking_code_hash == intake.hash_tracking_code(code.lower().replace("-", " "))
    for text in (code, signs):
        assert text not in _everything_stored()
    assert len({intake.new_tracking_code() for _ in range(50)}) == 50


def _everything_stored(*but: str) -> str:
    """Every value of every table of ours, as text; sessions are apart, because they end with the visit."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in {"sessions", *but} or model._meta.label in but:
            continue
        for row in model._default_manager.values_list():
            found.append("|".join(str(value) for value in row))
    return "\n".join(found)


def test_reload_and_back_still_show_the_same_confirmation(nurse: Client) -> None:
    draft = fill(nurse)
    page = nurse.post(check(draft), follow=True)
    again = nurse.get(reverse("report_sent"))
    assert code_on(again.content.decode()) == code_on(page.content.decode())
    assert "no-store" in again.headers["Cache-Control"]
    for address in (check(draft), question(draft, 1), reverse("report_discard", args=[draft])):
        assert nurse.get(address)["Location"] == reverse("report_sent")


def test_sending_twice_makes_one_incident_and_shows_the_same_code(nurse: Client) -> None:
    draft = fill(nurse)
    first = nurse.post(check(draft), follow=True).content.decode()
    second = nurse.post(check(draft), follow=True).content.decode()
    assert Incident.objects.count() == 1
    assert code_on(first) == code_on(second)


def test_words_typed_after_sending_are_given_back(nurse: Client) -> None:
    draft = fill(nurse)
    nurse.post(check(draft))
    late = nurse.post(question(draft, 1), {"what_happened": "One more thing about the wire."})
    assert late.status_code == 409
    assert "This report was sent already" in words_of(late)
    assert "One more thing about the wire." in words_of(late)
    assert "One more thing" not in Incident.objects.get().what_happened


@pytest.mark.parametrize("wish", ["named", "code_only"])
def test_a_later_visit_finds_that_it_was_sent(nurse: Client, sign_in: SignIn, wish: str) -> None:
    draft = fill(nurse, q12={**TYPED[12], "contact": wish})
    nurse.post(check(draft))
    later = sign_in("trust", Role.REPORTER)
    page = later.get(check(draft))
    assert page.status_code == 409
    assert "This report was sent already" in words_of(page)
    assert later.get(reverse("report_sent"))["Location"] == reverse("report_mine")


def test_a_later_visit_finds_that_it_was_sent_where_nothing_of_it_is_theirs_any_more(
    sign_in: SignIn, world: World
) -> None:
    """About another provider and for a code alone: their organisation has no access yet, and nobody is on the report."""
    at_another = {**TYPED[3], "happened_at": "provider", "happened_at_code": "R9B", "find": "", "found": ""}
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    draft = fill(team, q3=at_another, q12={**TYPED[12], "contact": "code_only"})
    assert code_on(team.post(check(draft), follow=True).content.decode())
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(check(draft))
    assert page.status_code == 409
    assert "This report was sent already" in words_of(page)
    with scope.within(scope.of(world.team, now=NOW)):
        again = intake.send_report(draft, by=world.team, now=NOW)
    assert again.was_sent_before


def test_somebody_elses_sent_draft_does_not_exist(nurse: Client, sign_in: SignIn, world: World) -> None:
    draft = fill(nurse)
    nurse.post(check(draft))
    other = sign_in("trust", Role.PROVIDER_LEAD)
    assert other.get(check(draft)).status_code == 404
    assert other.post(check(draft)).status_code == 404
    with pytest.raises(NotVisible):
        intake.send_report(draft, by=world.lead, now=NOW)


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
@pytest.mark.parametrize("wish", ["confidential", "code_only"])
def test_who_reports_in_confidence_is_nowhere_but_in_their_own_protected_row(
    nurse: Client, sign_in: SignIn, world: World, wish: str
) -> None:
    me = world.reporter.person_id
    # The people and the organisations were made before; what counts is what reporting adds.
    apart = ("organisations", "account", "auth", "incidents.Reporter")
    before = set(_everything_stored(*apart).split("\n"))
    typed = {
        "contact": wish,
        "contact_name": "Zebedee Quillfeather",
        "contact_email": "zq@castlebrook.example",
        "contact_phone": "0100 555 0199",
    }
    send(nurse, q12=typed)
    incident = Incident.objects.get()
    _judge_and_ask_again(nurse, incident, world, asks=wish == "confidential")
    assert ReportDraft.objects.count() == 0
    added = "\n".join(set(_everything_stored(*apart).split("\n")) - before)
    assert incident.reference in added
    for trace in (str(me), me.hex, "Zebedee", "zq@castlebrook", "555 0199", "Reporter of trust"):
        assert trace not in added, trace
    row = Reporter.objects.get()
    if wish == "code_only":
        assert (row.person_id, row.name, row.contact) == (None, "", "")
    else:
        assert row.name == "Zebedee Quillfeather"
    for organisation, role in (
        ("trust", Role.PROVIDER_LEAD),
        ("trust", Role.PROVIDER_EXECUTIVE),
        ("trust", Role.INVESTIGATOR),
        ("icb", Role.PATIENT_SAFETY_TEAM),
    ):
        client = sign_in(organisation, role)
        for page in ("", "audit-trail/", "as-at/", "who-can-see/"):
            text = client.get(f"/incidents/{incident.reference}/{page}").content.decode()
            for trace in (str(me), "Zebedee", "zq@castlebrook", "555 0199", "Reporter of trust"):
                assert trace not in text, (organisation, role, page, trace)


def _judge_and_ask_again(nurse: Client, incident: Incident, world: World, *, asks: bool) -> None:
    """The lead judges it; the masked reporter asks for a second look, which must not unmask them."""
    triage.judge_not_serious(
        incident.id,
        factories.judgement(criteria=frozenset(), sub_answers={}),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    if asks:
        incident.refresh_from_db()
        answer = nurse.post(
            reverse("report_second_look", args=[incident.reference]),
            {"reason": "The wire was cut.", "seen": str(incident.version)},
        )
        assert answer.status_code == 302
        assert StepTaken.objects.filter(taken_by=None).count() == 2


def test_the_one_named_role_sees_who_reported_in_confidence(nurse: Client, sign_in: SignIn) -> None:
    send(nurse, q12={**TYPED[12], "contact": "confidential", "contact_name": "Zebedee Quillfeather"})
    reference = Incident.objects.get().reference
    keeper = sign_in("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    assert "Zebedee Quillfeather" in keeper.get(f"/incidents/{reference}/").content.decode()


def test_question_12_says_who_will_and_will_not_see(nurse: Client) -> None:
    draft = fill(nurse)
    page = words_of(nurse.get(question(draft, 12)))
    assert "Only the information-governance lead of the organisation sees who you are." in page
    assert "The patient-safety lead, your manager and the Integrated Care Board do not" in page


@pytest.mark.clause("4.7.9", facet="several organisations are kept on one case")
def test_other_organisations_named_are_kept_with_the_incident(nurse: Client, world: World) -> None:
    typed: dict[str, Any] = {
        "other_organisation": "yes",
        "other_organisation_code": ["R9C", "R9A"],
        "other_organisation_words": "The night taxi firm",
        "find": "",
        "found": "",
    }
    draft = fill(nurse)
    intake.save_draft(draft, {"other_organisation_code": ["R9C", "R9A"]}, by=world.reporter, now=NOW)
    assert nurse.post(question(draft, 9), typed).status_code == 302
    nurse.post(check(draft))
    incident = Incident.objects.get()
    assert [row.organisation_id for row in incident.involvements.all()] == [world.ambulance]
    assert incident.others_in_words == "The night taxi firm"


def test_organisation_gone_from_the_lists_is_a_problem_not_a_crash(nurse: Client, world: World) -> None:
    draft = fill(nurse)
    gone = {"other_organisation": "yes", "other_organisation_code": ["GONE1"]}
    intake.save_draft(draft, gone, by=world.reporter, now=NOW)
    answer = nurse.post(check(draft))
    assert answer.status_code == 422
    assert "Find the organisation again and choose it." in words_of(answer)
    assert Incident.objects.count() == 0


def test_pages_of_a_report_stay_within_their_queries(
    nurse: Client, django_assert_max_num_queries: Any
) -> None:
    draft = fill(nurse)
    for address in (reverse("report_start"), question(draft, 2), check(draft), reverse("report_mine")):
        with django_assert_max_num_queries(15):
            nurse.get(address)


def test_roles_see_own_reports_only(nurse: Client, world: World) -> None:
    send(nurse)
    (own,) = selectors.own_reports(world.reporter).rows
    assert selectors.own_report(world.reporter, own.reference) == own
    assert selectors.own_reports(world.lead).rows == ()
    assert selectors.own_report(world.lead, own.reference) is None


def test_no_report_of_ones_own_is_too_old_to_be_found(
    nurse: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = {factories.reported(world.reporter).reference for _ in range(5)}
    found: list[str] = []
    address: str | None = reverse("report_mine")
    monkeypatch.setattr(reports, "REPORTS_ON_A_PAGE", 2)
    while address:
        drawn = nurse.get(address).content.decode()
        found += re.findall(r"(SL-\d{4}-\d{4})\s*<span class=\"sl-quiet\">sent", drawn)
        following = re.search(r'href="(\?after=[^"]+)">Earlier reports', drawn)
        address = reverse("report_mine") + unescape(following[1]) if following else None
    assert sorted(found) == sorted(references)
    assert nurse.get(reverse("report_mine") + "?after=broken").status_code == 200


def test_before_sending_a_like_report_is_hinted_at_and_nothing_of_it_is_shown(nurse: Client) -> None:
    first = fill(nurse)
    assert "already been sent" not in words_of(nurse.get(check(first)))
    nurse.post(check(first))
    page = words_of(nurse.get(check(fill(nurse))))
    assert "A report about this day and place has already been sent from your organisation" in page
    assert Incident.objects.get().reference not in page
    other_day = fill(nurse, q2={**TYPED[2], "happened_on-day": "10"})
    assert "already been sent" not in words_of(nurse.get(check(other_day)))
