"""The Duty of Candour: a professional's decision, and each step with its own outcome (clause 3.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sightline.audit import selectors as audit
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import CandourRecord, CandourStep
from sightline.incidents.services import candour_steps
from sightline.policy.candour_rows import STEPS
from sightline.policy.terms import Part
from tests import stages
from tests.factories import NOW, World, declared

pytestmark = pytest.mark.django_db


def test_decision_is_kept_with_its_test_opinion_and_reason(world: World) -> None:
    incident = declared(world)
    answers = {"unintended": "yes", "regulated_activity": "yes", "threshold": "not_sure", "forged": "x"}
    stages.candour_decided(world, incident, test_answers=answers)
    kept = CandourRecord.objects.get()
    assert (kept.applies, kept.opinion_of, kept.relevant_person) == (
        True,
        "Consultant in critical care",
        "patient",
    )
    assert kept.test_answers == {"unintended": "yes", "regulated_activity": "yes", "threshold": "not_sure"}
    assert (kept.decided_at, kept.decided_by) == (NOW, world.lead.person_id)
    entries = audit.entries_for(incident.id, parts=[Part.CANDOUR.value], limit=50)
    assert {row.field for row in entries} >= {"applies", "opinion_of", "reason", "relevant_person"}
    assert {row.clause for row in entries} == {"3.1h"}


@pytest.mark.clause("3.1a", facet="not disclosing needs a reason")
@pytest.mark.clause("3.1h", facet="not applicable needs a reason")
def test_decision_that_it_does_not_apply_needs_a_reason_and_forgets_the_person(world: World) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as wrong:
        stages.candour_decided(world, incident, applies=False, reason="", opinion_of=" ")
    assert set(wrong.value.problems) == {"reason", "opinion_of"}
    incident = stages.candour_decided(world, incident)
    incident = stages.candour_decided(world, incident, applies=False, reason="Harm was low.")
    assert CandourRecord.objects.get().relevant_person == ""
    changed = [
        row
        for row in audit.entries_for(incident.id, parts=None, limit=100)
        if row.field == "applies" and row.old == "true"
    ]
    assert len(changed) == 1


@pytest.mark.clause("3.1a", facet="the relevant person is kept by kind, never by name")
@pytest.mark.parametrize("route", ["", "daughter"])
def test_relevant_person_is_the_patient_or_someone_acting_lawfully(world: World, route: str) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as wrong:
        stages.candour_decided(world, incident, relevant_person=route)
    assert set(wrong.value.problems) == {"relevant_person"}
    assert not CandourRecord.objects.exists()


def test_candour_is_recorded_by_the_providers_lead_alone(world: World) -> None:
    incident = declared(world)
    decision: dict[str, Any] = {
        "applies": False,
        "opinion_of": "Nurse",
        "reason": "Low.",
        "relevant_person": "",
    }
    for actor, error in (
        (world.team, Refused),
        (world.executive, Refused),
        (world.investigator, Refused),
        (world.outsider, NotVisible),
    ):
        with pytest.raises(error):
            candour_steps.decide_candour(incident.id, **decision, by=actor, now=NOW, seen=incident.version)
    with pytest.raises(Stale):
        candour_steps.decide_candour(
            incident.id, **decision, by=world.lead, now=NOW, seen=incident.version + 1
        )
    assert not CandourRecord.objects.exists()


@pytest.mark.clause("3.1c", facet="an earlier account stays when another is recorded")
@pytest.mark.clause("3.1g", facet="failed attempts are logged")
@pytest.mark.clause("3.1g", facet="no entry can be changed")
def test_step_recorded_again_replaces_the_view_and_keeps_the_first_row(world: World) -> None:
    incident = stages.candour_decided(world, declared(world))
    incident = stages.candour_step(
        world,
        incident,
        "D1",
        outcome="could_not_contact",
        detail="Rang at 18:00; no answer.",
        by_role="Ward manager",
    )
    incident = stages.candour_step(world, incident, "D1", detail="In person, side room.")
    assert CandourStep.objects.count() == 2
    page = selectors.case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert page.candour is not None
    assert (page.candour.steps["D1"].outcome, page.candour.steps["D1"].detail) == (
        "done",
        "In person, side room.",
    )


@pytest.mark.clause("3.1g", facet="failed attempts are logged")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": "could_not_contact", "detail": " "}, "detail"),
        ({"outcome": "declined", "detail": ""}, "detail"),
        ({"outcome": "waiting", "done_on": None, "detail": ""}, "detail"),
        ({"outcome": "", "detail": "Told."}, "outcome"),
        ({"outcome": "not_yet"}, "outcome"),
        ({"done_on": None}, "done_on"),
        ({"done_on": date(2026, 11, 17)}, "done_on"),
        ({"done_on": date(2026, 11, 15)}, "done_on"),
    ],
)
def test_step_that_does_not_say_enough_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    incident = stages.candour_decided(world, declared(world))
    with pytest.raises(Invalid) as wrong:
        stages.candour_step(world, incident, "D1", **changes)
    assert set(wrong.value.problems) == {field}
    assert not CandourStep.objects.exists()


@pytest.mark.clause("3.1d")
@pytest.mark.clause("3.1b", facet="when, how and by which role they were told is kept")
@pytest.mark.clause("3.1b", facet="support offered is kept")
@pytest.mark.clause("3.1c", facet="the account given is kept with its day")
@pytest.mark.clause("3.1e", facet="the apology is kept with its day and who gave it")
@pytest.mark.clause("3.1f", facet="the day of the letter is kept")
@pytest.mark.clause("3.1f", facet="news of the enquiries is kept with its day")
@pytest.mark.parametrize("code", STEPS)
def test_each_step_keeps_its_day_who_did_it_and_what_was_said(world: World, code: str) -> None:
    incident = stages.candour_decided(world, declared(world))
    said = f"What was said or done at {code}."
    incident = stages.candour_step(world, incident, code, detail=said, by_role="Ward manager")
    page = selectors.case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert page.candour is not None
    step = page.candour.steps[code]
    assert (step.outcome, step.done_on, step.by_role, step.detail) == (
        "done",
        date(2026, 11, 16),
        "Ward manager",
        said,
    )
    trail = audit.entries_for(incident.id, parts=[Part.CANDOUR.value], limit=50)
    assert ("detail", said) in {(row.field, row.new) for row in trail}


@pytest.mark.clause("3.1f", facet="the day of the letter is kept")
def test_letter_is_not_sent_before_the_person_was_told(world: World) -> None:
    later = NOW + timedelta(days=10)
    incident = stages.candour_decided(world, declared(world), now=later)
    incident = stages.candour_step(world, incident, "D1", now=later, done_on=date(2026, 11, 20))
    with pytest.raises(Invalid, match="before the person was told"):
        stages.candour_step(world, incident, "D7", now=later, done_on=date(2026, 11, 19))


def test_step_there_is_not_does_not_exist(world: World) -> None:
    incident = stages.candour_decided(world, declared(world))
    with pytest.raises(NotVisible):
        stages.candour_step(world, incident, "D10")


@pytest.mark.clause("3.1g", facet="declining is logged")
def test_person_who_declines_is_owed_no_letter_and_its_timescale_does_not_run(world: World) -> None:
    incident = stages.candour_decided(world, declared(world))
    incident = stages.candour_step(
        world, incident, "D1", outcome="declined", detail="The patient did not wish to talk."
    )
    incident = stages.candour_step(world, incident, "D6", detail="Note kept in the record.")
    page = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    assert page.candour is not None
    assert page.candour_gaps == ()
    assert page.candour.fallen_away == {"D2", "D3", "D4", "D7"}
    kinds = {due.kind: due.done_at for due in page.dues}
    assert kinds["candour_notification"] is not None
    assert "candour_letter" not in kinds


def test_waiting_does_not_end_the_timescale(world: World) -> None:
    incident = stages.candour_decided(world, declared(world))
    incident = stages.candour_step(
        world, incident, "D1", outcome="waiting", detail="The police asked us to wait until Friday."
    )
    page = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    assert next(due for due in page.dues if due.kind == "candour_notification").done_at is None
    assert page.candour_gaps
