"""A request that cannot be read, or that no page sends, is answered with a page that says what to do; nothing is saved."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.incidents.models import ReportDraft
from sightline.incidents.services import intake
from sightline.policy.terms import Role
from tests.conftest import SignIn
from tests.factories import NOW, World, reported
from tests.web.report.pages import begin, question, words_of

MULTIPART = "multipart/form-data"


@pytest.mark.parametrize(
    ("body", "content_type", "status", "says"),
    [
        ("what_happened=" + "x" * 5_300_000, "application/x-www-form-urlencoded", 413, "Too much"),
        ("&".join(f"a{n}=1" for n in range(1_001)), "application/x-www-form-urlencoded", 413, "Too much"),
        ("what_happened=A", MULTIPART, 400, "could not be read"),
    ],
    ids=["too long", "too many fields", "multipart without a boundary"],
)
def test_what_cannot_be_read_is_said_and_not_saved(
    body: str,
    content_type: str,
    status: int,
    says: str,
    sign_in: SignIn,
    at_now: time_machine.Traveller,
) -> None:
    nurse = sign_in("trust", Role.REPORTER)
    draft = begin(nurse)
    answer = nurse.post(question(draft, 1), body, content_type=content_type)
    assert answer.status_code == status
    assert says in words_of(answer)
    assert "Nothing was saved" in words_of(answer)
    assert ReportDraft.objects.get(id=draft).answers == {}


def test_a_host_nobody_serves_gets_a_page_too(db: None, settings: Settings) -> None:
    answer = Client().get(reverse("report_progress"), headers={"host": "nobody.example"})
    assert answer.status_code == 400
    assert "could not be read" in words_of(answer)


def test_a_method_no_page_sends_gets_a_page_that_says_what_is_allowed(sign_in: SignIn) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    for name, allowed in (
        ("today", "GET, HEAD"),
        ("account_login", "GET, HEAD, POST"),
        ("healthz", "GET, HEAD"),
    ):
        answer = lead.delete(reverse(name))
        assert (answer.status_code, answer["Allow"]) == (405, allowed)
        assert "Nothing was saved" in words_of(answer)


def test_a_step_is_no_page_for_other_methods(
    sign_in: SignIn, world: World, at_now: time_machine.Traveller
) -> None:
    lead, reference = sign_in("trust", Role.PROVIDER_LEAD), reported(world.reporter).reference
    for name in ("decide", "correct_case"):
        assert lead.put(reverse(name, args=[reference])).status_code == 405


def test_an_address_with_a_nul_is_not_there(
    sign_in: SignIn, world: World, at_now: time_machine.Traveller
) -> None:
    reference = reported(world.reporter).reference
    answer = sign_in("trust", Role.PROVIDER_LEAD).get(f"/incidents/{reference}%00/")
    assert answer.status_code == 404
    assert "Page not found" in words_of(answer)


def test_a_cookie_with_a_nul_signs_nobody_in(db: None) -> None:
    answer = Client().get(reverse("today"), headers={"cookie": 'sightline_session="abcdefgh\\000ijkl"'})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_draft_keeps_what_no_database_stores_as_a_sign_for_it(world: World) -> None:
    draft = intake.begin_draft(by=world.reporter, now=NOW)
    answers = {"what_happened": "A\x00B", "affected": ["\ud800"], "more": {"how": "\x00"}, "how_many": 2}
    intake.save_draft(draft, answers, by=world.reporter, now=NOW)
    kept = ReportDraft.objects.get(id=draft).answers
    assert kept == {
        "what_happened": "A\ufffdB",
        "affected": ["\ufffd"],
        "more": {"how": "\ufffd"},
        "how_many": 2,
    }
