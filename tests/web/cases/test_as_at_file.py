"""The case as it stood, saved as a PDF: what it says, the same bytes twice, who may, and that it was taken."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from pypdf import PdfReader

from sightline.audit.selectors import every_entry
from sightline.audit.services import erase
from sightline.incidents.models import Incident
from sightline.incidents.services import triage
from sightline.policy.second_factor import PROOF_LIVES_MINUTES
from sightline.policy.terms import Role
from tests.conftest import SignIn
from tests.factories import NOW, World, declared

HOUR = timedelta(hours=1)
WHY = "No harm came of it."


def _file(incident: Incident, **asked: str) -> str:
    return f"{reverse('incident_as_at_pdf', args=[incident.reference])}?{urlencode(asked)}"


def _words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
def challenged(world: World, at_now: time_machine.Traveller) -> Incident:
    """Declared at 17:00 and challenged by the ICB at 18:00; it is 19:00."""
    incident = declared(world)
    triage.challenge_classification(incident.id, WHY, by=world.team, now=NOW + HOUR, seen=incident.version)
    at_now.move_to(NOW + 2 * HOUR)
    return incident


@pytest.fixture
def team(sign_in: SignIn, challenged: Incident) -> Client:
    """The patient safety team of the ICB, signed in."""
    return sign_in("icb", Role.PATIENT_SAFETY_TEAM)


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
def test_the_file_says_how_it_stood_and_what_was_changed_since_old_new_who_when_why(
    team: Client, challenged: Incident
) -> None:
    answer = team.get(_file(challenged, at=NOW.isoformat()))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert challenged.reference in answer.headers["Content-Disposition"]
    assert b"pdfuaid:part" in answer.content, "tagged, for those who are read to"
    words = _words(answer.content)
    stood, since = words.split("What was changed since", 1)
    assert f"{challenged.reference} as it stood on 16 November 2026, 17:00" in stood
    assert "Patient safety team, " in stood
    assert "ICB agrees it meets SI criteria" not in stood
    assert "16 November 2026, 18:00" in since
    assert WHY in since
    assert "ICB agrees it meets SI criteria – No" in since
    assert "Patient safety team" in since


def test_the_same_moment_and_trail_give_the_same_bytes_and_each_drawing_is_on_record(
    team: Client, challenged: Incident, at_now: time_machine.Traveller
) -> None:
    first = team.get(_file(challenged, at=NOW.isoformat())).content
    at_now.shift(timedelta(minutes=3))
    assert team.get(_file(challenged, at=NOW.isoformat())).content == first
    noted = [entry for entry in every_entry(challenged.id) if entry.model == "export"]
    hashed = [entry.new for entry in noted if entry.field == "drawn_sha256"]
    assert hashed == [hashlib.sha256(first).hexdigest()] * 2
    trail = team.get(reverse("incident_trail", args=[challenged.reference])).content.decode()
    assert "Taken out as a file" in trail


def test_a_value_that_was_erased_leaves_its_reason_and_not_its_words(
    team: Client, challenged: Incident
) -> None:
    (entry,) = (
        each
        for each in every_entry(challenged.id)
        if each.field == "what_happened" and each.model == "incident"
    )
    assert entry.new[:20] in _words(team.get(_file(challenged)).content)
    erase([entry.seq], reason="A name was caught late.", by=None, now=NOW + HOUR)
    words = _words(team.get(_file(challenged)).content)
    assert entry.new[:20] not in words
    assert "Erased: A name was caught late." in words


@pytest.mark.parametrize("asked", ["2027-01-01", "soon", "2026-11-01"])
def test_what_is_no_moment_leads_to_the_page_that_says_why(
    team: Client, challenged: Incident, asked: str
) -> None:
    answer = team.get(_file(challenged, at=asked), follow=True)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not [entry for entry in every_entry(challenged.id) if entry.model == "export"]


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_outsiders_and_those_shown_no_history_get_none(challenged: Incident, sign_in: SignIn) -> None:
    for place, role in (
        ("other_trust", Role.PROVIDER_LEAD),
        ("trust", Role.REPORTER),
        ("trust", Role.INVESTIGATOR),
    ):
        assert sign_in(place, role).get(_file(challenged)).status_code == 404
    assert not [entry for entry in every_entry(challenged.id) if entry.model == "export"]


def test_an_old_proof_is_asked_for_again_and_comes_back_to_the_page(
    team: Client, challenged: Incident, at_now: time_machine.Traveller
) -> None:
    at_now.shift(timedelta(minutes=PROOF_LIVES_MINUTES + 1))
    answer = team.get(_file(challenged, at=NOW.isoformat()))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("prove_again")
    page = reverse("incident_as_at", args=[challenged.reference])
    assert team.session["after_proof"].startswith(page)
