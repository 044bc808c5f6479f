"""Settling words that were held for redaction: other words take their place, or they are no personal data (11.1c)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import models

from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import (
    BodyEntry,
    CandourRecord,
    CandourStep,
    ClassificationRecord,
    Correction,
    DiscussionView,
    Document,
    Erasure,
    HeldWords,
    Incident,
    InitialReview,
    InvestigationReport,
    KeptWords,
    LearningDate,
    LearningRecord,
    LegalHold,
    Message,
    Named,
    Opening,
    OtherInvestigation,
    OversightNote,
    ReporterMessage,
    SafetyAction,
    SteisDetails,
    StepTaken,
)
from sightline.incidents.services.door import replaced_everywhere, saying
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy.facts import Actor
from sightline.policy.found_words import (
    Answer,
    Choice,
    Settled,
    fingerprint,
    may_settle,
    problem_with_replacement,
    problem_with_why,
)
from sightline.policy.personal_data import Found, PersonalDataKind
from sightline.policy.terms import Action, Part, Relation

#: The tables whose texts pass the door, by the name under which a held word knows its place.
HOLDERS: Mapping[str, type[models.Model]] = {
    model._meta.model_name or "": model
    for model in (
        *(BodyEntry, CandourRecord, CandourStep, ClassificationRecord, Correction, DiscussionView, Document),
        *(Incident, InitialReview, InvestigationReport, KeptWords, LearningDate, LearningRecord, Message),
        *(Named, Opening, OtherInvestigation, OversightNote, ReporterMessage, SafetyAction, SteisDetails),
        *(StepTaken, LegalHold, Erasure),
    )
}
SETTLED_ALREADY = "Somebody has settled these words already."


def redact_words(
    incident_id: UUID, held_id: UUID, replacement: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Other words take the place of the mask wherever it stands; the held words are gone for good.

    Raises Invalid where the replacement would be found again, NotVisible for what the other side wrote.
    """
    with taking(Action.SETTLE_HELD, incident_id, by=by, now=now, seen=seen, note="Redacted") as step:
        held = _held(step, held_id)
        if problem := problem_with_replacement(replacement):
            raise Invalid({"replacement": problem})
        _put(step, held, replacement.strip())
        _settle(step, held, Settled.REDACTED, "")


def keep_held_words(
    incident_id: UUID, held_id: UUID, why: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Records that held words are no personal data: they stand again where they were typed, and the reason is logged."""
    said = _as_kept(incident_id, held_id, why)
    # Asked for again as the step ends: whatever passes the door then was answered for.
    with (
        saying(said),
        taking(Action.SETTLE_HELD, incident_id, by=by, now=now, seen=seen, note=why.strip()) as step,
    ):
        held = _held(step, held_id)
        if problem := problem_with_why(why):
            raise Invalid({"why": problem})
        _put(step, held, held.held_text)
        _settle(step, held, Settled.NOT_PERSONAL, why.strip())


def _as_kept(incident_id: UUID, held_id: UUID, why: str) -> dict[str, Answer]:
    row = HeldWords.objects.filter(id=held_id, incident_id=incident_id).order_by().first()
    if row is None:
        raise NotVisible(str(held_id))
    found = Found(0, len(row.held_text), PersonalDataKind(row.kind), row.held_text)
    return {fingerprint(found): Answer(Choice.KEEP, why)}


def _held(step: StepInHand, held_id: UUID) -> HeldWords:
    held = HeldWords.objects.filter(id=held_id, incident=step.incident).first()
    if held is None or not may_settle(step.by, step.facts, Relation(held.side)):
        raise NotVisible(str(held_id))
    if held.settled:
        raise Invalid({"replacement": SETTLED_ALREADY})
    return held


def _put(step: StepInHand, held: HeldWords, words: str) -> None:
    """Replaces each mask; every field that changes is audited as any change is."""
    for place in held.places:
        model, name, mask = HOLDERS[place["model"]], place["field"], place["mask"]
        if model is Incident:
            now_there = step.changes.get(name, getattr(step.incident, name))
            step.set(**{name: _fitting(model, name, replaced_everywhere(now_there, mask, words))})
            continue
        row = model._default_manager.filter(pk=place["id"]).first()
        if row is None:
            continue
        passed = replaced_everywhere(getattr(row, name), mask, words)
        step.change(row, Part(held.part), **{name: _fitting(model, name, passed)})
    if not any(place["field"] == "headline" for place in held.places):
        # The headline was made of the story, masks and all.
        for mask in {place["mask"] for place in held.places}:
            headline = step.changes.get("headline", step.incident.headline)
            if mask in headline:
                step.set(headline=_fitting(Incident, "headline", headline.replace(mask, words)))


def _fitting(model: type[models.Model], name: str, value: object) -> object:
    longest = getattr(model._meta.get_field(name), "max_length", None)
    if isinstance(value, str) and longest is not None and len(value) > longest:
        raise Invalid({"replacement": "There is no room for that many characters. Write something shorter."})
    return value


def _settle(step: StepInHand, held: HeldWords, how: Settled, why: str) -> None:
    step.change(
        held,
        Part(held.part),
        held_text="",
        settled=how.value,
        settled_at=step.now,
        settled_by=step.person_id,
        settled_why=why,
    )
    step.set(**step.held_one_more(Relation(held.side), more=-1))
