"""How every act on a breach is taken: see it, be up to date, be allowed, write, audit, tell.

The order of refusals is that of what the person must learn first: it is not yours (404), it has moved on (409), it is not
allowed (403). Inside, problems are raised as ``Invalid`` and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F

from sightline.audit.scope import within
from sightline.audit.services import Act, act
from sightline.breaches.breach_facts import state_of
from sightline.breaches.breach_filter import breaches_of
from sightline.breaches.errors import BreachRefused, BreachStale
from sightline.breaches.models import Breach, BreachEntry, BreachTask
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.services.door import let_in
from sightline.notifications import services as notifications
from sightline.notifications.services import NewNotice
from sightline.organisations import selectors as organisations
from sightline.organisations import staff
from sightline.policy.breach_access import NOT_THEIRS, BreachPart, handling_roles, may_handle
from sightline.policy.breach_acts import (
    ADDS_ONLY,
    CLAUSE,
    FINISHED_BY,
    BreachAct,
    BreachState,
    clock_ends,
    refusal,
)
from sightline.policy.facts import Actor
from sightline.policy.other_tellings import BreachTelling
from sightline.policy.questionnaire import Problem
from sightline.policy.small_providers import SMALL_PROVIDER_KINDS
from sightline.policy.telling import NoticeKind
from sightline.policy.working_days import london_day

#: What the chain need not hold of a row.
_NOT_AUDITED = frozenset({"version", "breach_id", "sent_key"})
_PART_OF_FIELD = {"title": BreachPart.STORY, "what_happened": BreachPart.STORY}
#: What people write of it: looked through before it is stored (11.1c).
_WRITTEN = frozenset(
    {
        *("title", "what_happened", "grade_reason", "unlikely_reason", "why_late", "people_not_told_why"),
        *("lessons", "words", "what", "outcome", "ended_why"),
    }
)
_SUMMARY = frozenset({"controller_id", "aware_at", "told_at", "unlikely_at", "closed_at", "clock_ends_at"})


def controller_is_small(controller_id: UUID) -> bool:
    """Whether the controller is a small provider, whose lead acts for it."""
    return organisations.organisation(controller_id).kind in SMALL_PROVIDER_KINDS


def audit_field(trail: Act, breach: Breach, row: models.Model, field: str, old: object, new: object) -> None:
    """Says in the trail of a breach that one field of one of its rows went from ``old`` to ``new``."""
    part = BreachPart.SUMMARY if field in _SUMMARY else _PART_OF_FIELD.get(field, BreachPart.RECORD)
    trail.record(
        model=row._meta.model_name or "",
        object_id=str(row.pk),
        subject_id=breach.id,
        field=field,
        old="" if old is None else old,
        new="" if new is None else new,
        part=part.value,
    )


def look_through(trail: Act, breach: Breach, row: models.Model, given: Mapping[str, object]) -> None:
    """Refuses personal data in what was written, unless it is kept with a reason, which the trail has."""
    if trail.by is None:
        return
    if isinstance(row, BreachEntry) and row.act == BreachAct.RECORD_REFERENCE:
        return  # its line holds the number that the toolkit gave, which is no one's
    texts = {name: value for name, value in given.items() if name in _WRITTEN and isinstance(value, str)}
    let_in(
        texts,
        by=trail.by,
        trail=trail,
        model=row._meta.model_name or "",
        object_id=row.pk,
        subject_id=breach.id,
        part=BreachPart.RECORD.value,
    )


def add_row(trail: Act, breach: Breach, row: models.Model) -> None:
    """Saves a new row of a breach and audits each of its fields. Its texts are looked through."""
    look_through(
        trail,
        breach,
        row,
        {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields},
    )
    row.save(force_insert=True)
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if not field.primary_key and field.attname not in _NOT_AUDITED and value not in (None, "", []):
            audit_field(trail, breach, row, field.attname, "", value)


class ActInHand:
    """An act that was allowed and is being written: what it sets on the breach, and the words of its line in the log."""

    def __init__(self, breach: Breach, state: BreachState, trail: Act, by: Actor, now: datetime) -> None:
        self.breach = breach
        self.state = state
        self.by = by
        self.now = now
        self.words = ""
        self.trail = trail

    def require(self, problems: Iterable[Problem]) -> None:
        """Raises Invalid where there is any problem."""
        if found := tuple(problems):
            raise Invalid(found)

    def set(self, **fields: Any) -> None:
        """Changes the breach, with each field that differs in the trail. Texts that differ are looked through."""
        changed = {name: new for name, new in fields.items() if getattr(self.breach, name) != new}
        look_through(self.trail, self.breach, self.breach, changed)
        for name, new in fields.items():
            old = getattr(self.breach, name)
            if old != new:
                setattr(self.breach, name, new)
                audit_field(self.trail, self.breach, self.breach, name, old, new)
        Breach.objects.filter(id=self.breach.id).update(**fields)

    def add(self, row: models.Model) -> None:
        """Saves a new row of the breach."""
        add_row(self.trail, self.breach, row)

    def change(self, row: models.Model, **fields: Any) -> None:
        """Changes a row of the breach, audited; texts are looked through."""
        look_through(self.trail, self.breach, row, fields)
        for name, new in fields.items():
            audit_field(self.trail, self.breach, row, name, getattr(row, name), new)
            setattr(row, name, new)
        row.save(update_fields=list(fields))

    def finish(self, done: BreachAct) -> None:
        """Ticks off the tasks that this act does, brings the clock into line, and writes the line of the log."""
        for task in BreachTask.objects.filter(
            breach=self.breach,
            done_at__isnull=True,
            first__in=[first.value for first, acts in FINISHED_BY.items() if done in acts],
        ):
            self.change(task, done_at=self.now, done_by=self.by.person_id)
        self.set(clock_ends_at=clock_ends(state_of(self.breach)))
        write_line(self.breach, done, self.words, by=self.by, now=self.now, trail=self.trail)


def write_line(breach: Breach, done: BreachAct, words: str, *, by: Actor, now: datetime, trail: Act) -> None:
    """One line of the log."""
    line = BreachEntry(
        breach=breach,
        version=breach.version,
        act=done.value,
        words=words,
        made_at=now,
        made_by=by.person_id,
        role=by.role.value,
        organisation_id=by.organisation_id,
    )
    add_row(trail, breach, line)


def _is_stale(breach: Breach, done: BreachAct, seen: int) -> bool:
    if seen == breach.version or (done in ADDS_ONLY and 0 < seen < breach.version):
        return False
    if not 0 < seen < breach.version:
        return True
    meanwhile = BreachEntry.objects.filter(breach=breach, version__gt=seen)
    return meanwhile.exclude(act__in=[each.value for each in ADDS_ONLY]).exists()


@contextmanager
def acting(
    done: BreachAct, breach_id: UUID, *, by: Actor, now: datetime, seen: int, clause: str = CLAUSE
) -> Iterator[ActInHand]:
    """Opens an act; what the body sets is written when it ends. Of two at once, the second writes nothing and is told.

    Raises NotVisible, BreachStale or BreachRefused before the body runs.
    """
    with act(by=by, now=now, clause=clause) as trail:
        with within(trail.asked):
            breach = breaches_of(by, now=now).filter(id=breach_id).order_by().first()
        if breach is None:
            raise NotVisible(str(breach_id))
        is_small = controller_is_small(breach.controller_id)
        if not may_handle(by, controller_id=breach.controller_id, controller_is_small=is_small):
            raise BreachRefused(NOT_THEIRS[by.organisation_id == breach.controller_id])
        if _is_stale(breach, done, seen):
            raise BreachStale(breach.reference, seen)
        open_tasks = BreachTask.objects.filter(breach=breach, done_at__isnull=True).count()
        state = state_of(breach, open_tasks=open_tasks)
        if why := refusal(done, state):
            raise BreachRefused(why)
        claimed = Breach.objects.filter(id=breach.id, version=breach.version).update(version=F("version") + 1)
        if claimed != 1:
            raise BreachStale(breach.reference, seen)
        breach.version += 1
        step = ActInHand(breach, state, trail, by, now)
        try:
            yield step
        except Invalid as problem:
            problem.rest_on(clause)
            raise
        step.finish(done)


def tell(
    breach: Breach, row: BreachTelling, *, by: Actor | None, now: datetime, occasion: str, text: str = ""
) -> None:
    """Tells whoever handles breaches at the controller, and where ``row`` says so at whoever reported it: one query."""
    notices = notices_of(breach, row, now=now, occasion=occasion, text=text)
    notifications.enqueue(
        [notice for notice in notices if by is None or notice.recipient_id != by.person_id], now=now
    )


def notices_of(
    breach: Breach, row: BreachTelling, *, now: datetime, occasion: str, text: str = ""
) -> list[NewNotice]:
    """The notices of a row of ``policy.telling`` about one breach."""
    roles = handling_roles(is_small=controller_is_small(breach.controller_id))
    hats = staff.hats_at({breach.controller_id}, roles, london_day(now))
    return [
        NewNotice(
            recipient_id=person_id,
            kind=NoticeKind.BREACH,
            case_id=breach.id,
            reference=breach.reference,
            occasion=occasion,
            text=text or row.text,
            clause=row.clause,
        )
        for person_id in sorted({hat.person_id for hat in hats}, key=str)
    ]
