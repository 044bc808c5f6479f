"""A case brought to each stage of the provider's side by the real services; each returns the incident as it stands."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

from sightline.incidents.models import Incident
from sightline.incidents.services import (
    candour_steps,
    initial_review,
    investigation,
    learning_response,
    review,
    safety_actions,
    triage,
)
from sightline.incidents.services.documents import NewDocument
from sightline.organisations.services import organisations
from sightline.policy.initial_review_form import INITIAL_REVIEW_FORM
from sightline.policy.terms import Role
from tests.factories import NOW, World, declaration, declared, judgement, reported

#: The smallest PDF that readers open.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.{kind}+xml"/></Types>'
)


def zipped(*parts: tuple[str, str | bytes]) -> bytes:
    """A zip of these parts, packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return packed.getvalue()


def docx(*more: tuple[str, str | bytes], kind: str = "document.main", body: str = "<w:document/>") -> bytes:
    """A Word document with these further parts."""
    return zipped(("[Content_Types].xml", _TYPES.format(kind=kind)), ("word/document.xml", body), *more)


REPORT: dict[str, Any] = {
    "summary": "The guidewire was not counted out.",
    "causes": "No step of the checklist asks for the wire.",
    "lessons": "Count wires as swabs are counted.",
    "document": NewDocument("report.pdf", PDF),
}
ACTION: dict[str, Any] = {
    "text": "Add the wire to the checklist of lines",
    "owner_role": "Head of critical care",
    "due_on": date(2027, 3, 31),
    "strength": "intermediate",
}


def review_answers(**changes: str) -> dict[str, str]:
    """Every answer of the 72-hour review but the level."""
    answers = {
        row.code: row.choices[0].code if row.choices else f"{row.label}: written."
        for row in INITIAL_REVIEW_FORM
        if row.code != "proposed_level"
    }
    return {**answers, **changes}


def now_of(incident: Incident) -> Incident:
    """The incident as it stands."""
    return Incident.objects.get(id=incident.id)


def reviewed(world: World, *, now: datetime = NOW) -> Incident:
    """The 72-hour review is with the ICB."""
    incident = declared(world)
    initial_review.submit_initial_review(
        incident.id, review_answers(), 2, by=world.lead, now=now, seen=incident.version
    )
    return now_of(incident)


def investigating(world: World, *, now: datetime = NOW) -> Incident:
    """The ICB accepted the review at level 2."""
    incident = reviewed(world, now=now)
    initial_review.accept_initial_review(
        incident.id, 2, "Agreed.", by=world.team, now=now, seen=incident.version
    )
    return now_of(incident)


def investigating_at_practice(world: World, *, now: datetime = NOW) -> Incident:
    """A case that a practice declared itself, agreed as a concise investigation (level 1)."""
    lead = world.actor("practice", Role.PROVIDER_LEAD)
    incident = reported(lead, now=now)
    triage.declare(
        incident.id, judgement(), declaration(proposed_level=1), by=lead, now=now, seen=incident.version
    )
    initial_review.submit_initial_review(
        incident.id, review_answers(), 1, by=lead, now=now, seen=now_of(incident).version
    )
    initial_review.accept_initial_review(
        incident.id, 1, "Agreed.", by=world.team, now=now, seen=now_of(incident).version
    )
    return now_of(incident)


def with_action(world: World, incident: Incident, *, now: datetime = NOW, **changes: Any) -> Incident:
    """One more action in the plan."""
    safety_actions.add_action(
        incident.id, **{**ACTION, **changes}, by=world.lead, now=now, seen=incident.version
    )
    return now_of(incident)


def written(world: World, *, now: datetime = NOW, **changes: Any) -> Incident:
    """The final report is complete, with one action, and not signed off."""
    incident = with_action(world, investigating(world, now=now), now=now)
    return write(world, incident, now=now, **changes)


def write(world: World, incident: Incident, *, now: datetime = NOW, **changes: Any) -> Incident:
    """The investigator saves the report."""
    investigation.write_report(
        incident.id, **{**REPORT, **changes}, by=world.investigator, now=now, seen=incident.version
    )
    return now_of(incident)


def sign(world: World, incident: Incident, *, now: datetime = NOW) -> Incident:
    """The executive signs the report in hand."""
    investigation.sign_off_report(
        incident.id, "I have read it and answer for it.", by=world.executive, now=now, seen=incident.version
    )
    return now_of(incident)


def candour_decided(world: World, incident: Incident, *, now: datetime = NOW, **changes: Any) -> Incident:
    """The duty applies, and the patient is the relevant person."""
    decision = {
        "applies": True,
        "opinion_of": "Consultant in critical care",
        "reason": "Moderate harm: a second procedure was needed.",
        "relevant_person": "patient",
    }
    candour_steps.decide_candour(
        incident.id, **{**decision, **changes}, by=world.lead, now=now, seen=incident.version
    )
    return now_of(incident)


def candour_step(
    world: World, incident: Incident, code: str, *, now: datetime = NOW, **changes: Any
) -> Incident:
    """One step of the duty, done on the day."""
    step = {"outcome": "done", "done_on": date(2026, 11, 16), "detail": "In person, on the ward."}
    candour_steps.record_candour_step(
        incident.id, code, **{**step, **changes}, by=world.lead, now=now, seen=incident.version
    )
    return now_of(incident)


def submitted(world: World, *, now: datetime = NOW) -> Incident:
    """The signed report was sent to the ICB."""
    incident = candour_decided(world, sign(world, written(world, now=now), now=now), now=now)
    investigation.submit_report(incident.id, by=world.lead, now=now, seen=incident.version)
    return now_of(incident)


def returned(world: World, *, now: datetime = NOW) -> Incident:
    """The ICB returned the report: one item is not met."""
    incident = submitted(world, now=now)
    review.begin_review(incident.id, by=world.team, now=now, seen=incident.version)
    review.record_quality(
        incident.id,
        {
            "trained_lead": {"rating": "met", "comment": ""},
            "team": {"rating": "not_met", "comment": "One person investigated alone."},
        },
        by=world.team,
        now=now,
        seen=now_of(incident).version,
    )
    review.return_report(
        incident.id,
        "Ask a second investigator to look.",
        (now + timedelta(days=14)).date(),
        by=world.team,
        now=now,
        seen=now_of(incident).version,
    )
    return now_of(incident)


def under_psirf(world: World, *, now: datetime = NOW) -> Incident:
    """A learning response is under way at the trust, which moved to PSIRF before the incident."""
    organisations.move_to_psirf(organisation_id=world.trust, from_on=date(2026, 5, 1), by=None, now=now)
    incident = reported(world.reporter, now=now)
    triage.choose_learning_response(
        incident.id,
        "after_action_review",
        "The plan asks for it.",
        answers=NOT_SCREENING,
        by=world.lead,
        now=now,
        seen=incident.version,
    )
    return now_of(incident)


#: Answers to the four questions of an after-action review.
REVIEWED: dict[str, str] = {
    "expected": "The wire is counted out.",
    "actual": "It was not counted.",
    "difference": "The count asks for swabs and not for wires.",
    "learned": "Count wires as swabs are counted.",
}
#: What the report of the stock cast leaves open.
NOT_SCREENING = {"screening": "no"}


def planned(world: World, *, now: datetime = NOW, due_on: date = date(2026, 12, 18)) -> Incident:
    """An after-action review with its plan and the date agreed for it."""
    incident = under_psirf(world, now=now)
    learning_response.plan_learning_response(
        incident.id,
        led_by="Head of critical care",
        terms="How wires are counted in and out.",
        due_on=due_on,
        by=world.lead,
        now=now,
        seen=incident.version,
    )
    return now_of(incident)


def learned(world: World, *, now: datetime = NOW) -> Incident:
    """An after-action review that is planned and written, with those affected engaged; candour is not decided."""
    incident = planned(world, now=now)
    learning_response.engage_affected(
        incident.id,
        outcome="engaged",
        words="The patient was asked on the ward.",
        questions="Why was it not seen at once?",
        by=world.investigator,
        now=now,
        seen=incident.version,
    )
    learning_response.write_learning_record(
        incident.id, REVIEWED, by=world.investigator, now=now, seen=incident.version + 1
    )
    return now_of(incident)
