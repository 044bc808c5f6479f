"""Disposal of a record whose time is over: proposed, agreed by another, and then nothing of its words is left (11.1a).

What stays: reference, organisations, dates, framework, status, choices from lists, who took which step when, and the
certificate. Cases joined to it go with it, as do redacted copies; what is shared now, or reviewed together with it, stops it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from sightline.audit.scope import everything, within
from sightline.audit.services import Act, act
from sightline.incidents.errors import Invalid
from sightline.incidents.models import (
    Awaited,
    Document,
    DueDate,
    Erasure,
    Incident,
    IncidentAccess,
    Involvement,
    LearningRecord,
    Message,
    Named,
    ReporterMessage,
    StepTaken,
)
from sightline.incidents.pattern import case_models
from sightline.incidents.record import RELATED_OF_STEP
from sightline.incidents.services.proposing import (
    certify,
    claim,
    empty_entries,
    entries_left,
    holds_on,
    keeps,
    move_on,
    proposal_to_decide,
    propose,
    record_decision,
    record_kept_by,
    refuse,
    refuse_where_gone,
)
from sightline.incidents.services.steps import audit_new
from sightline.incidents.sharing import in_force
from sightline.policy.disposing import CLAUSE, HEADLINE, DisposalFacts, ErasureKind, why_not_disposed
from sightline.policy.facts import Actor
from sightline.policy.retention import (
    LegalHold,
    Retention,
    RetentionFacts,
    facts_of_status,
    problem_with_reason,
    retention_of,
)
from sightline.policy.terms import Part, Status
from sightline.policy.working_days import london_day
from sightline.upkeep import document_store

log = logging.getLogger(__name__)

#: Rows that stay, for they say who was a party to the case and what was done when; their words go.
_KEPT: Mapping[type[models.Model], Mapping[str, Any]] = {
    IncidentAccess: {},
    StepTaken: {"note": ""},
    Involvement: {},
    Named: {"why": HEADLINE},
    Erasure: {},
}
#: What becomes of the case itself: every text, and numbers by which other systems know it.
_EMPTIED: Mapping[str, Any] = {
    "headline": HEADLINE,
    "age_band": "",
    "affected": [],
    "affected_count": None,
    "circumstances": [],
    "happened_time": None,
    "held_of_provider": 0,
    "held_of_commissioner": 0,
    **dict.fromkeys(
        (
            *("what_happened", "made_safe", "happened_about", "site", "team", "others_in_words"),
            *("second_look_reason", "incident_type_other", "monitoring_of_actions"),
            *("steis_number", "lfpse_number", "local_number"),
        ),
        "",
    ),
}
#: Where a row points to another of its table, which would keep both.
_POINTING: Mapping[type[models.Model], str] = {
    Message: "answers",
    ReporterMessage: "question",
    Document: "replaces",
}


@dataclass
class _Gone:
    """What went, counted for the certificate; ``hashes`` of files that may go from the store."""

    rows: int = 0
    papers: int = 0
    entries: int = 0
    hashes: frozenset[str] = frozenset()


def propose_disposal(incident_id: UUID, reason: str, *, by: Actor, now: datetime) -> UUID:
    """Proposes that the record goes; its key. Raises NotVisible, and Invalid beside ``reason`` or, not due, ``record``."""
    with act(by=by, now=now, clause=CLAUSE, reason=reason.strip()) as trail:
        incident = record_kept_by(trail, incident_id, by=by, now=now)
        refuse_where_gone(incident, "record")
        if problem := problem_with_reason(reason):
            raise Invalid({"reason": problem}, clause=CLAUSE)
        _refuse_unless_due(incident, "record", by=by, now=now)
        if Erasure.objects.filter(
            incident=incident, kind=ErasureKind.DISPOSE.value, decided_at__isnull=True
        ).exists():
            raise Invalid(
                {"record": "Its disposal was proposed already, and waits for another person."}, clause=CLAUSE
            )
        row = Erasure(kind=ErasureKind.DISPOSE.value, reason=reason.strip())
        return propose(trail, incident, row, by=by, now=now)


def agree_disposal(erasure_id: UUID, *, by: Actor, now: datetime) -> None:
    """Another person agrees, and the record goes at once: texts, papers and the values of its trail.

    Raises NotVisible, and Invalid beside ``agree``: decided already, one's own proposal, a hold, not due, shared.
    """
    with transaction.atomic():
        with act(by=by, now=now, clause=CLAUSE) as trail:
            row, incident = proposal_to_decide(trail, erasure_id, ErasureKind.DISPOSE, by=by, now=now)
            trail.reason = row.reason
            cases = [incident, *_joined_to(incident)]
            for case in cases:
                move_on(case)
            _refuse_unless_due(incident, "agree", by=by, now=now)
            claim(row, by=by, now=now, agreed=True)
            gone = _Gone()
            for case in cases:
                _dispose_of(case, row.reason, gone, by=by, now=now)
            for case in cases:
                _say_what_stays(trail, case, row)
            record_decision(
                trail,
                row,
                by=by,
                now=now,
                agreed=True,
                rule=f"{_retention(incident, (), now=now).rule}; closed, with no hold",
                rows_erased=gone.rows,
                papers_erased=gone.papers,
                entries_erased=gone.entries,
            )
        certify(erasure_id, now=now)
        # Files go when the rows are gone for certain; one that cannot be reached then is named in the log.
        transaction.on_commit(partial(_delete_files, gone.hashes))


def refuse_disposal(erasure_id: UUID, reason: str, *, by: Actor, now: datetime) -> None:
    """Another person refuses, with a reason: the record stays, and may be proposed again."""
    with act(by=by, now=now, clause=CLAUSE, reason=reason.strip()) as trail:
        row, incident = proposal_to_decide(trail, erasure_id, ErasureKind.DISPOSE, by=by, now=now)
        refuse(trail, row, incident, reason, by=by, now=now)


def why_it_stays(incident: Incident, *, by: Actor, now: datetime) -> tuple[str, ...]:
    """Every reason why the record is not disposed of today, in sentences; empty where it may go."""
    joined = _joined_to(incident)
    ids = [incident.id, *(case.id for case in joined)]
    holds = holds_on(ids)
    facts = DisposalFacts(
        status=Status(incident.status),
        retention=_retention(incident, holds, now=now),
        holds=holds,
        shares=sum(case.disclosures.filter(in_force(now)).count() for case in (incident, *joined)),
        read_with=LearningRecord.objects.filter(read_with_id__in=ids).exclude(incident_id__in=ids).count(),
        joined_elsewhere=sum(not keeps(case, by=by, now=now) for case in joined),
    )
    return why_not_disposed(facts)


def _refuse_unless_due(incident: Incident, field: str, *, by: Actor, now: datetime) -> None:
    if why := why_it_stays(incident, by=by, now=now):
        raise Invalid({field: " ".join(why)}, clause=CLAUSE)


def _joined_to(incident: Incident) -> list[Incident]:
    joined = Incident.objects.select_related(*RELATED_OF_STEP).filter(merged_into=incident)
    return list(joined.order_by("id"))


def _retention(incident: Incident, holds: Sequence[str], *, now: datetime) -> Retention:
    is_open, serious = facts_of_status(Status(incident.status))
    facts = RetentionFacts(
        serious=serious,
        happened_on=incident.happened_on,
        closed_on=None if incident.closed_at is None else london_day(incident.closed_at),
        is_open=is_open,
        holds=tuple(LegalHold(reason, london_day(now)) for reason in holds),
    )
    return retention_of(facts, today=london_day(now))


def _dispose_of(incident: Incident, reason: str, gone: _Gone, *, by: Actor, now: datetime) -> None:
    """Empties one case; the trail first, so that what is said of it after stands."""
    gone.entries += empty_entries(entries_left(incident.id), reason, by=by, now=now)
    papers = Document.objects.filter(incident=incident)
    gone.papers += papers.count()
    gone.hashes |= {each for row in papers.values_list("sha256", "cleaned_sha256") for each in row if each}
    # Papers last: others point to them.
    tables: list[type[models.Model]] = case_models()
    rest: list[type[models.Model]] = [Awaited, Document]
    tables = [model for model in tables if model not in (Incident, Document)] + rest
    for model in tables:
        rows = model._default_manager.filter(incident=incident)
        if model in _KEPT:
            if _KEPT[model]:
                rows.update(**_KEPT[model])
            continue
        if model in _POINTING:
            rows.update(**{_POINTING[model]: None})
        gone.rows += rows.count()
        rows.delete()
    # Nothing runs on any more, so that nobody is reminded of it.
    DueDate.objects.filter(incident=incident, is_running=True, done_at__isnull=True).delete()
    Incident.objects.filter(id=incident.id).update(disposed_at=now, **_EMPTIED)


def _say_what_stays(trail: Act, incident: Incident, decided: Erasure) -> None:
    """What stands now, in the trail, which no longer says anything else of the case."""
    audit_new(trail, Incident.objects.get(id=incident.id), incident.id, Part.SUMMARY)
    for model in (Involvement, Named):
        for row in model._default_manager.filter(incident=incident):
            audit_new(trail, row, incident.id, Part.SUMMARY)
    for each in Erasure.objects.filter(incident=incident):
        # The decision itself is told after, from what stood before it.
        audit_new(trail, decided if each.id == decided.id else each, incident.id, Part.HISTORY)


def _delete_files(hashes: Collection[str]) -> None:
    with within(everything("files of a record that was disposed of")):
        used = Document.objects.filter(Q(sha256__in=hashes) | Q(cleaned_sha256__in=hashes))
        still = {each for row in used.values_list("sha256", "cleaned_sha256") for each in row}
    for sha256 in sorted(set(hashes) - still):
        try:
            document_store.delete(sha256)
        except OSError:
            log.exception("A file of a record that was disposed of could not be deleted: %s", sha256)
