"""A trust that merges while its people are at work: what each of them sees on its last evening and on the next morning."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import Incident
from sightline.jobs import take_over_cases
from sightline.organisations.services import organisations
from sightline.policy.terms import Role
from tests import factories
from tests.conftest import SignIn
from tests.factories import NOW, World

LONDON = ZoneInfo("Europe/London")
LAST_DAY = date(2026, 11, 30)
EVENING = datetime(2026, 11, 30, 23, 50, tzinfo=LONDON)
#: Some minutes later: whoever was typing at midnight still sits there.
MORNING = datetime(2026, 12, 1, 0, 3, tzinfo=LONDON)


@pytest.fixture
def incident(world: World, at_now: time_machine.Traveller) -> Incident:
    """A declared case of a trust whose last day is known, with the people who come along."""
    case = factories.declared(world)
    organisations.close_organisation(
        organisation_id=world.trust,
        closed_on=LAST_DAY,
        successor_id=world.other_trust,
        people_too=True,
        reason="They merge.",
        by=None,
        now=NOW,
    )
    at_now.move_to(EVENING)
    return case


def words(client: Client, name: str, *keys: object) -> str:
    return client.get(reverse(name, args=keys)).content.decode()


@pytest.mark.clause(
    "4.7.1", facet="whoever takes over from an organisation that closed goes on with its cases"
)
def test_the_same_lead_goes_on_the_next_morning_in_the_role_they_were_given(
    world: World, sign_in: SignIn, incident: Incident, at_now: time_machine.Traveller
) -> None:
    lead, others = sign_in("trust", Role.PROVIDER_LEAD), sign_in("other_trust", Role.INVESTIGATOR)
    case = reverse("incident", args=[incident.reference])
    assert lead.get(case).status_code == 200
    assert others.get(case).status_code == 404
    form = reverse("respond_initial_review", args=[incident.reference])
    assert lead.get(form).status_code == 200
    at_now.move_to(MORNING)
    assert take_over_cases.is_wanted(MORNING)
    take_over_cases.run("slot", MORNING)
    typed = "Written over midnight."
    sent = lead.post(form, {"immediate_safety": typed, "seen": str(incident.version)})
    assert sent.status_code == 403
    assert "The role you were using has ended" in sent.content.decode()
    assert typed in sent.content.decode(), "what was typed is not lost"
    page = words(lead, "incident", incident.reference)
    assert "Nethercote Hospital" in page
    assert (
        "It took over from Castlebrook University Hospitals, which closed on Monday 30 November 2026." in page
    )
    assert lead.get(form).status_code == 200, "they write it where they work now"
    assert incident.reference in words(lead, "today")
    assert others.get(case).status_code == 200


def test_the_board_sees_who_took_over_in_the_history_and_in_who_can_see_it(
    world: World, sign_in: SignIn, incident: Incident, at_now: time_machine.Traveller
) -> None:
    at_now.move_to(MORNING)
    take_over_cases.run("slot", MORNING)
    specialist = sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)
    trail = words(specialist, "incident_trail", incident.reference)
    for said in (
        "Why it is with this provider",
        "It took over from Castlebrook University Hospitals, which closed on Monday 30 November 2026.",
        "Sightline",
    ):
        assert said in trail, said
    access = words(specialist, "incident_access", incident.reference)
    assert "or in that of one it took over from" in access
    assert "Nethercote Hospital" in access
    assert "Ended" in access, "that the first trust saw it stays on record"


def test_until_the_cases_are_handed_on_nobody_at_the_successor_sees_them(
    world: World, sign_in: SignIn, incident: Incident, at_now: time_machine.Traveller
) -> None:
    at_now.move_to(MORNING)
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    case = reverse("incident", args=[incident.reference])
    assert lead.get(case).status_code == 404, "a role at the successor is not yet a right to it"
    take_over_cases.run("slot", MORNING)
    assert lead.get(case).status_code == 200
