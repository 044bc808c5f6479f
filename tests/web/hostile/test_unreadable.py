"""A request that cannot be read is answered with a page that says what to do, and saves nothing."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.incidents.models import ReportDraft
from sightline.policy.terms import Role
from tests.conftest import SignIn
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
