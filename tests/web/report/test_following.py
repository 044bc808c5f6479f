"""Following a report: under one's own name, or by its code; and asking for a second look."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import Incident
from sightline.incidents.services import intake, triage
from sightline.policy.sign_in_figures import CODE_GUESSES
from sightline.policy.terms import Role
from sightline.web.report.views import TRIES_SECONDS
from tests import factories
from tests.conftest import SignIn
from tests.factories import NOW, World
from tests.web.report.pages import words_of

pytestmark = pytest.mark.usefixtures("at_now")
WRONG = "No report has that code. Check it and try again."


@pytest.fixture
def nurse(sign_in: SignIn) -> Client:
    return sign_in("trust", Role.REPORTER)


def not_serious(world: World) -> Incident:
    """An incident of the trust, judged not serious by its lead."""
    incident = factories.reported(world.reporter)
    rationale = "No lasting harm, and the ward already changed how it checks."
    triage.judge_not_serious(
        incident.id,
        factories.judgement(criteria=frozenset(), sub_answers={}, rationale=rationale),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    incident.refresh_from_db()
    return incident


def sent_with_code(world: World) -> tuple[str, str]:
    """Reference and code of a report just sent."""
    draft = intake.begin_draft(by=world.reporter, now=NOW)
    intake.save_draft(draft, factories.report_answers(), by=world.reporter, now=NOW)
    sent = intake.send_report(draft, by=world.reporter, now=NOW)
    return sent.reference, sent.tracking_code


def test_own_reports_say_how_each_stands_in_plain_words(nurse: Client, world: World) -> None:
    incident = factories.declared(world)
    page = words_of(nurse.get(reverse("report_mine")))
    assert incident.reference in page
    assert "It was declared a serious incident." in page


def test_reporter_is_told_why_and_asks_for_a_second_look(nurse: Client, world: World) -> None:
    incident = not_serious(world)
    page = nurse.get(reverse("report_mine"))
    assert "No lasting harm, and the ward already changed how it checks." in words_of(page)
    address = reverse("report_second_look", args=[incident.reference])
    assert f'href="{address}"' in page.content.decode()
    form = nurse.get(address)
    assert f'name="seen" value="{incident.version}"' in form.content.decode()
    empty = nurse.post(address, {"reason": "  ", "seen": incident.version})
    assert empty.status_code == 422
    assert "Say what you think was missed." in words_of(empty)
    too_long = nurse.post(address, {"reason": "x" * 10_001, "seen": incident.version})
    assert too_long.status_code == 422
    assert "x" * 10_001 in too_long.content.decode()
    done = nurse.post(address, {"reason": "The wire was cut.", "seen": incident.version}, follow=True)
    assert "You asked for a second look" in words_of(done)
    incident.refresh_from_db()
    assert incident.second_look_reason == "The wire was cut."
    assert f'href="{address}"' not in done.content.decode(), "asked already"


def test_second_look_sent_twice_is_taken_once(nurse: Client, world: World) -> None:
    incident = not_serious(world)
    address = reverse("report_second_look", args=[incident.reference])
    typed = {"reason": "The wire was cut.", "seen": incident.version}
    assert nurse.post(address, typed).status_code == 302
    assert nurse.post(address, typed).status_code in (403, 409)
    incident.refresh_from_db()
    assert incident.steps.filter(action="request_second_look").count() == 1


def test_second_look_on_a_stale_page_changes_nothing_and_keeps_the_words(nurse: Client, world: World) -> None:
    incident = not_serious(world)
    answer = nurse.post(
        reverse("report_second_look", args=[incident.reference]),
        {"reason": "The wire was cut.", "seen": incident.version - 1},
    )
    assert answer.status_code == 409
    assert "The wire was cut." in words_of(answer)
    incident.refresh_from_db()
    assert incident.second_look_at is None


def test_second_look_is_refused_while_it_is_not_decided_and_unknown_to_outsiders(
    nurse: Client, sign_in: SignIn, world: World
) -> None:
    address = reverse("report_second_look", args=[factories.reported(world.reporter).reference])
    assert nurse.get(address).status_code == 403
    assert sign_in("other_trust", Role.PROVIDER_LEAD).get(address).status_code == 404


def test_code_shows_progress_without_signing_in_and_without_the_story(client: Client, world: World) -> None:
    reference, code = sent_with_code(world)
    assert client.get(reverse("report_progress")).status_code == 200
    for typed in (code, code.lower(), code.replace("-", " ")):
        answer = client.post(reverse("report_progress"), {"code": typed})
        page = words_of(answer)
        assert answer.status_code == 200
        assert reference in page
        assert "Your report has arrived." in page
        for hidden in ("guidewire", "Intensive care", "Reporter of the trust", code):
            assert hidden not in answer.content.decode()


def test_code_in_an_address_is_not_read(client: Client, world: World) -> None:
    reference, code = sent_with_code(world)
    answer = client.get(reverse("report_progress"), {"code": code})
    assert reference not in answer.content.decode()


@pytest.mark.parametrize("typed", ["AAAAA-AAAAA-AAAAA-AAAAA", "nonsense", "' OR 1=1", "\x00é", "---"])
def test_every_wrong_code_gets_the_same_answer(client: Client, world: World, typed: str) -> None:
    sent_with_code(world)
    answer = client.post(reverse("report_progress"), {"code": typed})
    assert answer.status_code == 422
    assert WRONG in words_of(answer)


@pytest.mark.django_db
def test_no_code_is_asked_for(client: Client) -> None:
    answer = client.post(reverse("report_progress"), {"code": " "})
    assert answer.status_code == 422
    assert "Enter your code." in words_of(answer)


def test_ten_wrong_codes_from_one_address_are_enough(
    client: Client, world: World, at_now: time_machine.Traveller
) -> None:
    reference, code = sent_with_code(world)
    address = reverse("report_progress")
    for _ in range(CODE_GUESSES.number):
        assert client.post(address, {"code": "wrong"}).status_code == 422
    locked = client.post(address, {"code": code})
    assert locked.status_code == 429
    assert locked["Retry-After"] == "600"
    assert "Too many tries" in words_of(locked)
    assert reference not in locked.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post(address, {"code": code}).status_code == 200
    at_now.move_to(NOW + timedelta(seconds=TRIES_SECONDS + 1))
    assert client.post(address, {"code": code}).status_code == 200
