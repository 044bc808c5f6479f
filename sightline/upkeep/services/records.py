"""Remembering that upkeep was done."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import DatabaseError, transaction

from sightline.upkeep.kinds import UpkeepKind, UpkeepOutcome
from sightline.upkeep.models import UpkeepRecord

log = logging.getLogger(__name__)


def record(
    kind: UpkeepKind,
    outcome: UpkeepOutcome,
    *,
    by: str,
    now: datetime,
    detail: str,
    head_seq: int | None = None,
    head_hash: str = "",
) -> None:
    """Keeps one row. It concerns no case and nobody, so it has no place in the audit trail."""
    UpkeepRecord.objects.create(
        kind=kind.value,
        outcome=outcome.value,
        at=now,
        done_by=by[:200],
        detail=detail,
        head_seq=head_seq,
        head_hash=head_hash,
    )


def record_if_it_can_be(
    kind: UpkeepKind,
    outcome: UpkeepOutcome,
    *,
    by: str,
    now: datetime,
    detail: str,
    head_seq: int | None = None,
    head_hash: str = "",
) -> None:
    """The same beside what was done anyway: the database may be full, or restored from an older version."""
    try:
        with transaction.atomic():
            record(kind, outcome, by=by, now=now, detail=detail, head_seq=head_seq, head_hash=head_hash)
    except DatabaseError as problem:
        log.warning("That a %s %s could not be recorded: %s", kind.value, outcome.value, problem)
