"""How every step on an incident is taken: see it, be up to date, be allowed, write, audit, refresh the indexes, tell.

Nothing else in the product changes an incident. The order of refusals is that of what the person must learn first:
it is not yours (404), it has moved on (409), it is not allowed now (403).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F

from sightline.audit.keys import new_key
from sightline.audit.scope import everything, within
from sightline.audit.services import Act, act
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import HeldWords, Incident, StepTaken
from sightline.incidents.models.incident import HELD_OF
from sightline.incidents.record import RELATED_OF_STEP, CaseRecord, facts_of, load_case, reload_case
from sightline.incidents.services import access, due_dates
from sightline.incidents.services.body_items import refresh_items
from sightline.incidents.services.door import Door
from sightline.incidents.services.step_notices import tell_of_bodies, tell_of_step
from sightline.incidents.visibility import visible_to
from sightline.policy.body_rule import BodyRule
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.found_words import side_that_wrote
from sightline.policy.keeping_steps import is_keyed
from sightline.policy.terms import Action, Part, Relation, Status
from sightline.policy.workflow import Decision, decide, is_out_of_date

#: Steps a reporter takes: where they report in confidence their name is in no row of these.
_AS_REPORTER = frozenset({Action.SEND_REPORT, Action.REQUEST_SECOND_LOOK, Action.ANSWER_AS_REPORTER})

_PART_OF_FIELD: Mapping[str, Part] = {
    "what_happened": Part.NARRATIVE,
    "headline": Part.NARRATIVE,
    "made_safe": Part.NARRATIVE,
    "second_look_reason": Part.NARRATIVE,
    "incident_type": Part.CLASSIFICATION,
    "never_event_code": Part.CLASSIFICATION,
    "never_event_confirmed": Part.CLASSIFICATION,
    "classification_agreed": Part.CLASSIFICATION,
    "proposed_level": Part.INVESTIGATION,
    "agreed_level": Part.INVESTIGATION,
}


#: What the chain need not hold: the hash of a tracking code is a secret of the reporter's, the key of a hash one of ours.
#: Held words stand in no second place, and the fingerprint of kept ones could be guessed at.
_NOT_AUDITED = frozenset(
    {
        *("incident_id", "tracking_code_hash", "draft_id", "version", "hash_key"),
        *("held_text", "fingerprint", "places", "erased_words", "head_seq", "head_hash"),
    }
)


def audit_new(trail: Act, instance: models.Model, incident_id: UUID, part: Part) -> None:
    """Appends every field of a new row to the audit chain, as from nothing."""
    for field in instance._meta.concrete_fields:
        value = field.value_from_object(instance)
        if field.primary_key or field.attname in _NOT_AUDITED or value in (None, "", [], {}):
            continue
        trail.record(
            model=instance._meta.model_name or "",
            object_id=str(instance.pk),
            subject_id=incident_id,
            field=field.attname,
            old="",
            new=value,
            part=part.value,
        )


def audit_change(
    trail: Act,
    incident_id: UUID,
    model: str,
    object_id: object,
    field: str,
    old: object,
    new: object,
    part: Part = Part.SUMMARY,
) -> None:
    """Says in the trail of a case that one field of one of its rows went from ``old`` to ``new``."""
    trail.record(
        model=model,
        object_id=str(object_id),
        subject_id=incident_id,
        field=field,
        old=old,
        new=new,
        part=part.value,
    )


def change_row(trail: Act, incident_id: UUID, instance: models.Model, part: Part, **fields: Any) -> None:
    """Changes a row of a case and audits each field that differs."""
    for name, new in fields.items():
        old = getattr(instance, name)
        if old == new:
            continue
        setattr(instance, name, new)
        if name in _NOT_AUDITED:
            continue
        audit_change(trail, incident_id, instance._meta.model_name or "", instance.pk, name, old, new, part)
    instance.save(update_fields=list(fields))


class StepInHand:
    """A step that was allowed and is being written: what it sets on the incident, what rows it adds or changes."""

    def __init__(
        self,
        record: CaseRecord,
        facts: IncidentFacts,
        decision: Decision,
        trail: Act,
        by: Actor,
        now: datetime,
    ) -> None:
        self.record = record
        self.incident = record.incident
        self.facts = facts
        self.decision = decision
        self.by = by
        self.now = now
        self.note = ""
        #: Where a step goes back to a status that the case had before, and not to that of its row.
        self.back_to: Status | None = None
        self.changes: dict[str, Any] = {}
        self._trail = trail
        self._door = Door(record.incident.id, by=by, side=side_that_wrote(by.organisation_id, facts))
        #: Known before the step is written, so that words held in its note have a place.
        self._taken_id = new_key()
        self._touched: set[type[models.Model]] = set()

    @property
    def person_id(self) -> UUID:
        """Who acts. Not for the steps of a reporter, which may be masked."""
        return self.by.person_id

    def set(self, **fields: Any) -> None:
        """Sets fields of the incident; audited with before and after when the step is finished."""
        self.changes.update(fields)

    def add(self, instance: models.Model, part: Part) -> None:
        """Saves a new row of the case and audits every field of it. Its texts pass the door."""
        self._door.pass_row(instance, part)
        instance.save(force_insert=True)
        self._touched.add(type(instance))
        audit_new(self._trail, instance, self.incident.id, part)

    def change(self, instance: models.Model, part: Part, **fields: Any) -> None:
        """Changes a row of the case and audits each field that differs. Texts that differ pass the door."""
        given = {name: new for name, new in fields.items() if getattr(instance, name) != new}
        passed = self._door.pass_values(instance, str(instance.pk), given, part)
        change_row(self._trail, self.incident.id, instance, part, **{**fields, **passed})
        self._touched.add(type(instance))

    def change_items(
        self, instance: models.Model, part: Part, field: str, items: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Replaces a JSON field of items by code; audits each item that differs, as ``field.code``."""
        before: Mapping[str, Mapping[str, str]] = getattr(instance, field)
        name, after = instance._meta.model_name or "", {code: dict(item) for code, item in items.items()}
        new_items = {code: item for code, item in after.items() if before.get(code, {}) != item}
        after |= self._door.pass_values(instance, str(instance.pk), {field: new_items}, part)[field]
        for code in {**before, **after}:
            old, new = before.get(code, {}), after.get(code, {})
            if old != new:
                self._audit(name, instance.pk, f"{field}.{code}", old, new, part)
        setattr(instance, field, after)
        instance.save(update_fields=[field])
        self._touched.add(type(instance))

    def finish(self, action: Action) -> None:
        """Writes what the step changed on the incident and refreshes what lists read."""
        if is_keyed(action, self.by, self.facts):
            self.set(
                keyed_at=self.now, keyed_by=self.person_id, keyed_confirmed_at=None, keyed_confirmed_by=None
            )
        target = self.back_to or self.decision.target or self.facts.status
        changes = self._changes_to_store()
        note = self.noted(self.note)
        kept_and_held = self._door.close(now=self.now)
        for row in kept_and_held:
            if isinstance(row, HeldWords):
                changes |= self.held_one_more(Relation(row.side), changes)
        if target != self.facts.status:
            changes["status"] = target.value
        if changes:
            Incident.objects.filter(id=self.incident.id).update(**changes)
        for name, new in changes.items():
            part = _PART_OF_FIELD.get(name, Part.SUMMARY)
            self._audit("incident", self.incident.id, name, getattr(self.incident, name), new, part)
            setattr(self.incident, name, new)
        for row in kept_and_held:
            row.save(force_insert=True)
            audit_new(self._trail, row, self.incident.id, Part(row.part))  # type: ignore[attr-defined]
        taken = StepTaken.objects.create(
            id=self._taken_id,
            incident=self.incident,
            action=action.value,
            version=self.incident.version,
            from_status=self.facts.status.value,
            to_status=target.value,
            taken_at=self.now,
            taken_by=None if self.by.masked else self.by.person_id,
            role=self.by.role.value,
            organisation_id=self.by.organisation_id,
            note=note,
            clause=self.decision.clause,
        )
        record = reload_case(self.record, taken, self._touched)
        stands, asked = refresh(record, now=self.now, trail=self._trail)
        tell_of_step(action, self.incident, before=self.facts, after=stands, by=self.by, now=self.now)
        tell_of_bodies(asked, self.incident, stands, by=self.by, now=self.now)

    def _changes_to_store(self) -> dict[str, Any]:
        """What differs on the incident, its texts as they passed the door."""
        changes = {name: new for name, new in self.changes.items() if getattr(self.incident, name) != new}
        parts: dict[Part, dict[str, Any]] = {}
        for name, new in changes.items():
            parts.setdefault(_PART_OF_FIELD.get(name, Part.SUMMARY), {})[name] = new
        for part, given in parts.items():
            changes |= self._door.pass_values(self.incident, str(self.incident.id), given, part)
        return changes

    def held_one_more(
        self, side: Relation, changes: Mapping[str, Any] | None = None, *, more: int = 1
    ) -> dict[str, int]:
        """How many of a side are held on the case with one more, or with ``more=-1`` one less."""
        name = HELD_OF[side]
        now_held = (self.changes if changes is None else changes).get(name, getattr(self.incident, name))
        return {name: max(now_held + more, 0)}

    def noted(self, note: str) -> str:
        """What is noted of the step, as it may be stored."""
        return self._door.pass_text(StepTaken, self._taken_id, "note", note, Part.SUMMARY)

    def _audit(self, model: str, object_id: object, field: str, old: object, new: object, part: Part) -> None:
        audit_change(self._trail, self.incident.id, model, object_id, field, old, new, part)


def refresh(record: CaseRecord, *, now: datetime, trail: Act) -> tuple[IncidentFacts, tuple[BodyRule, ...]]:
    """Brings access rows, other bodies to tell, due dates and awaited steps into line with the case as it now stands.

    Its facts, and the bodies that are newly asked for.
    """
    facts = facts_of(record)
    access.refresh_access(facts, now=now, trail=trail)
    asked = refresh_items(record, now=now, trail=trail)
    due_dates.refresh_due_dates(record, facts, now=now)
    return facts, asked


def _is_stale(incident: Incident, action: Action, seen: int) -> bool:
    """Whether something happened since the page was drawn that its writer must know before this step."""
    if seen == incident.version:
        return False
    if not 0 < seen < incident.version:
        return True
    meanwhile = incident.steps.filter(version__gt=seen).values_list("action", "from_status", "to_status")
    return is_out_of_date(action, [(Action(taken), before != after) for taken, before, after in meanwhile])


def _claim(incident: Incident, seen: int) -> None:
    """Takes the next version before anything is written: of two at once, the second writes nothing and is told."""
    claimed = Incident.objects.filter(id=incident.id, version=incident.version).update(
        version=F("version") + 1
    )
    if claimed != 1:
        raise Stale(incident.id, incident.reference, seen)
    incident.version += 1


@contextmanager
def taking(
    action: Action,
    incident_id: UUID,
    *,
    by: Actor,
    now: datetime,
    seen: int,
    note: str = "",
    given: Mapping[str, Any] | Callable[[IncidentFacts], Mapping[str, Any]] | None = None,
    code_hash: str = "",
) -> Iterator[StepInHand]:
    """Opens a step; what the body sets and adds is written when it ends.

    ``seen`` is the version of the incident the person's page was drawn from; what others did since then stops the step
    only where ``policy.workflow.is_out_of_date`` says so. ``given`` holds facts that this very
    step supplies (a Never Event chosen on the form), so that the rules judge the incident with them; a function
    makes them from the facts as they stand. ``code_hash`` opens the one case whose tracking code it is, as its
    reporter's and masked: for someone who reported by code only and so is nobody to us.
    Raises NotVisible, Stale or Refused before the body runs; nothing is written then.
    """
    with act(by=by, now=now, clause="", reason=note) as trail:
        by_code = Incident.objects.filter(tracking_code_hash=code_hash, reporter__person__isnull=True)
        reachable = by_code if code_hash else visible_to(by, now=now)
        # Unordered: the key finds one at most, and an order costs more to build than to run.
        found = reachable.select_related(*RELATED_OF_STEP).filter(id=incident_id).order_by()[:1]
        with within(everything("a tracking code") if code_hash else trail.asked):
            incident = next(iter(found), None)
        if incident is None:
            raise NotVisible(str(incident_id))
        if _is_stale(incident, action, seen):
            raise Stale(incident.id, incident.reference, seen)
        record = load_case(incident, now=now)
        facts = facts_of(record)
        facts = replace(facts, **(given(facts) if callable(given) else given or {}))
        if code_hash:
            facts = replace(facts, reporter_id=by.person_id, reported_in_confidence=True)
        decision = decide(action, by, facts)
        if not decision.allowed:
            raise Refused(action, decision, incident.reference)
        if action in _AS_REPORTER and facts.reported_in_confidence and by.person_id == facts.reporter_id:
            by = replace(by, masked=True)
        _claim(incident, seen)
        trail.by, trail.clause = by, decision.clause
        step = StepInHand(record, facts, decision, trail, by, now)
        step.note = note
        trail.reason = step.noted(note)
        try:
            yield step
        except Invalid as problem:
            problem.rest_on(decision.clause)
            raise
        step.finish(action)
