"""One page, three buttons: ratings are kept whatever happens, and the provider reads each reason."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.test import Client

from sightline.incidents.models import Incident, InvestigationReport
from sightline.incidents.services import investigation, review
from sightline.policy.terms import Role, Status
from tests import assured_stages as assured
from tests import stages
from tests.assured_stages import NOT_MET, checklist
from tests.conftest import SignIn
from tests.factories import NOW, PASSWORD, World
from tests.web.assure.test_routes import ticked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
TEAM = ("icb", Role.PATIENT_SAFETY_TEAM)
FAULT = {"rating-team": "not_met", "comment-team": "One person investigated alone."}


def at(incident: Incident) -> str:
    return f"/incidents/{incident.reference}/quality-assurance/"


def send(client: Client, incident: Incident, **words: str) -> tuple[int, str]:
    answer = client.post(at(incident), {"seen": str(incident.version), **words}, follow=True)
    return answer.status_code, unescape(answer.content.decode())


def chosen(page: str, code: str, rating: str) -> bool:
    tag = page.split(f'name="rating-{code}" type="radio" value="{rating}"')[1].split(">")[0]
    return "checked" in tag


@pytest.mark.clause("2.2c", facet="lessons are kept")
def test_report_stands_beside_the_checklist(world: World, sign_in: SignIn) -> None:
    page = unescape(sign_in(*TEAM).get(at(assured.in_review(world))).content.decode())
    for words in (*[stages.REPORT[part] for part in ("summary", "causes", "lessons")], "Download report.pdf"):
        assert words in page
    assert "Add the wire to the checklist of lines" in page
    assert "0 of 25 items are rated" in page
    assert "due Sunday 6 December 2026" in page
    assert page.count('name="rating-') == 25 * 4
    assert "national barriers" not in page


def test_save_keeps_it_as_it_is(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    client = sign_in(*TEAM)
    status, page = send(
        client, incident, do="save", feedback="So far.", **FAULT, **{"rating-method": "partly"}
    )
    assert status == 200
    assert "2 of 25 items are rated" in page
    assert chosen(page, "team", "not_met")
    assert chosen(page, "method", "partly")
    assert "One person investigated alone." in page
    assert "So far." in page
    assert stages.now_of(incident).status == Status.IN_REVIEW
    assert (
        "investigated alone"
        not in sign_in("trust", Role.PROVIDER_LEAD).get(f"/incidents/{incident.reference}/").content.decode()
    )


@pytest.mark.clause("4.3d", facet="a report is returned with its reasons")
def test_return_shows_the_provider_each_reason(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    words = {
        **FAULT,
        "do": "return",
        "feedback": "Ask a second person.",
        "resubmit_by-day": "11",
        "resubmit_by-month": "December",
        "resubmit_by-year": "2026",
    }
    status, _ = send(sign_in(*TEAM), incident, **words)
    assert status == 200
    report = InvestigationReport.objects.get()
    assert (report.outcome, report.resubmit_by) == ("returned", date(2026, 12, 11))
    theirs = sign_in("trust", Role.PROVIDER_LEAD).get(f"/incidents/{incident.reference}/").content.decode()
    assert "Ask a second person." in theirs
    assert "Did more than one person investigate?" in theirs
    assert "One person investigated alone." in theirs


def test_return_asks_for_each_comment_and_keeps_every_rating(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    words = {
        "do": "return",
        "rating-team": "not_met",
        "rating-method": "partly",
        "comment-method": "Home-made.",
        "rating-timeline": "met",
        "resubmit_by-day": "1",
        "resubmit_by-month": "2",
        "resubmit_by-year": "2020",
    }
    status, page = send(sign_in(*TEAM), incident, **words)
    assert status == 422
    assert page.count("Say in the comment what is missing: more than one investigator.") == 2
    assert "Say what the provider must do before sending it again." in page
    assert "The date to send it again must be in the future." in page
    assert "recognised method.</a>" not in page, "it has its comment"
    assert chosen(page, "team", "not_met")
    assert chosen(page, "method", "partly")
    assert chosen(page, "timeline", "met")
    assert "Home-made." in page
    assert 'value="2020"' in page
    assert InvestigationReport.objects.get().quality == {}


@pytest.mark.clause("4.3d", facet="every item is rated before acceptance")
def test_acceptance_names_each_item_not_rated(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    words = ticked()
    del words["rating-team"]
    status, page = send(sign_in(*TEAM), incident, **words)
    assert status == 422
    assert page.count("Not rated yet: Did more than one person investigate?") == 2
    assert chosen(page, "method", "met")
    assert InvestigationReport.objects.get().outcome == ""


@pytest.mark.clause("4.5b", facet="an item not met passes only with a signed reason")
def test_override_is_offered_to_specialist_and_chief_nurse_only(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    team, specialist = sign_in(*TEAM), sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)
    assert 'name="override_reason"' not in team.get(at(incident)).content.decode()
    status, page = send(team, incident, **ticked(**FAULT, override_reason="Forged."))
    assert status == 422
    assert "Patient Safety Specialist or Chief Nurse" in page
    assert 'name="override_reason"' in specialist.get(at(incident)).content.decode()
    status, page = send(specialist, incident, **ticked(**FAULT))
    assert status == 422
    assert "Give the reason for accepting the report all the same." in page
    status, _ = send(specialist, incident, **ticked(**FAULT, override_reason="Agreed with the region."))
    assert status == 200
    report = InvestigationReport.objects.get()
    assert (report.outcome, report.override_reason) == ("accepted", "Agreed with the region.")


def test_second_of_two_is_told_what_changed_and_finds_the_words_again(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    second = sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)
    second.get(at(incident))
    send(sign_in(*TEAM), incident, do="save", **{"rating-timeline": "met"})
    status, page = send(second, incident, do="save", **FAULT)
    assert status == 409
    assert "Quality assurance saved" in page
    assert "Patient safety team of icb" in page
    assert "One person investigated alone." in page
    assert InvestigationReport.objects.get().quality == {"timeline": {"rating": "met", "comment": ""}}
    again = unescape(second.get(at(incident)).content.decode())
    assert "Someone changed the case while you were typing. We kept what you typed" in again
    assert chosen(again, "team", "not_met")
    assert f'name="seen" value="{stages.now_of(incident).version}"' in again


@pytest.mark.parametrize("first", ["return", "accept"])
def test_two_who_answer_at_once_answer_once(world: World, sign_in: SignIn, first: str) -> None:
    incident = assured.in_review(world)
    other = "accept" if first == "return" else "return"
    status, _ = send(sign_in(*TEAM), incident, **ticked(do=first))
    assert status == 200
    second = sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)
    answer = second.post(at(incident), {"seen": str(incident.version), **ticked(do=other)})
    assert answer.status_code == 409
    outcome = "returned" if first == "return" else "accepted"
    assert f"Final report {outcome}" in answer.content.decode(), "what changed"
    assert "Patient safety team of icb" in answer.content.decode(), "and who did it"
    assert InvestigationReport.objects.get().outcome == outcome


def test_lost_session_gives_the_ratings_back(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    client = sign_in(*TEAM)
    client.get(at(incident))
    del client.cookies["sightline_session"]
    sent = client.post(at(incident), {"seen": str(incident.version), "do": "accept", **FAULT})
    assert sent.status_code == 302
    assert "/sign-in/" in sent.headers["Location"]
    back = client.post(
        sent.headers["Location"], {"login": world.username(*TEAM), "password": PASSWORD}, follow=True
    )
    page = unescape(back.content.decode())
    assert "You were signed out. We kept what you typed" in page
    assert chosen(page, "team", "not_met")
    assert "One person investigated alone." in page
    assert InvestigationReport.objects.get().quality == {}


def test_second_version_shows_what_was_wrong_with_the_first(world: World, sign_in: SignIn) -> None:
    incident = stages.returned(world)
    stages.write(world, incident, summary="With a second investigator.")
    incident = stages.sign(world, stages.now_of(incident))
    investigation.submit_report(incident.id, by=world.lead, now=NOW, seen=incident.version)
    incident = stages.now_of(incident)
    review.begin_review(incident.id, by=world.team, now=NOW, seen=incident.version)
    page = unescape(sign_in(*TEAM).get(at(incident)).content.decode())
    assert "Version 1: not met. One person investigated alone." in page
    assert "With a second investigator." in page
    assert not chosen(page, "team", "not_met")


def test_comment_too_long_is_said_and_kept(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    words = {"do": "save", "comment-team": "x" * 10_001, "rating-team": "partly"}
    status, page = send(sign_in(*TEAM), incident, **words)
    assert status == 422
    assert "The comment must be 10,000 characters or fewer. You typed 10,001." in page
    assert "x" * 10_001 in page
    assert chosen(page, "team", "partly")


def test_saved_ratings_are_ready_to_accept(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    review.record_quality(incident.id, checklist(team=NOT_MET), by=world.team, now=NOW, seen=incident.version)
    page = sign_in(*TEAM).get(at(incident)).content.decode()
    assert "25 of 25 items are rated" in page
    assert chosen(page, "team", "not_met")
    assert chosen(page, "lessons", "met")


def test_audit_trail_says_each_rating_in_words(world: World, sign_in: SignIn) -> None:
    incident = assured.in_review(world)
    client = sign_in(*TEAM)
    send(client, incident, do="save", **FAULT)
    page = unescape(client.get(f"/incidents/{incident.reference}/audit-trail/").content.decode())
    assert "Quality assurance: more than one investigator" in page
    assert "Not met. One person investigated alone." in page
