"""When upkeep was last done, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from sightline.upkeep.kinds import UpkeepKind, UpkeepOutcome
from sightline.upkeep.models import UpkeepRecord


@dataclass(frozen=True)
class UpkeepRow:
    """One record: what was done, how it went, when and by what; the head of the audit chain that it reached, if any."""

    kind: UpkeepKind
    outcome: UpkeepOutcome
    at: datetime
    done_by: str
    detail: str
    head_seq: int | None
    head_hash: str


@dataclass(frozen=True)
class Upkeep:
    """The newest backup that can be restored, drill that went well and proof of the chain; what failed since."""

    backup: UpkeepRow | None
    drill: UpkeepRow | None
    proof: UpkeepRow | None
    failures: tuple[UpkeepRow, ...]
    hours_wanted: int
    warning: str


#: What proves the chain: each of these walks it whole.
_PROVING = (UpkeepKind.VERIFY, UpkeepKind.DRILL, UpkeepKind.RESTORE)
_GOOD = (UpkeepOutcome.DONE, UpkeepOutcome.INCOMPLETE)


def _row(record: UpkeepRecord) -> UpkeepRow:
    return UpkeepRow(
        UpkeepKind(record.kind),
        UpkeepOutcome(record.outcome),
        record.at,
        record.done_by,
        record.detail,
        record.head_seq,
        record.head_hash,
    )


def _newest(kinds: tuple[UpkeepKind, ...], outcomes: tuple[UpkeepOutcome, ...]) -> UpkeepRow | None:
    found = UpkeepRecord.objects.filter(
        kind__in=[kind.value for kind in kinds], outcome__in=[outcome.value for outcome in outcomes]
    )
    newest = found.order_by("-at", "-id").first()
    return None if newest is None else _row(newest)


def warning(*, now: datetime) -> str:
    """What is wrong with the backups, in a sentence; empty where the last is young enough. One query."""
    return _warning(_newest((UpkeepKind.BACKUP,), _GOOD), now)


def _warning(backup: UpkeepRow | None, now: datetime) -> str:
    hours = settings.SIGHTLINE_BACKUP_HOURS
    if backup is None:
        return "No backup is known."
    if now - backup.at > timedelta(hours=hours):
        return f"The last backup is older than {hours} {'hour' if hours == 1 else 'hours'}."
    if backup.outcome is UpkeepOutcome.INCOMPLETE:
        return "The last backup lacks documents."
    return ""


def upkeep(*, now: datetime) -> Upkeep:
    """What an operator looks at; of each kind, a failure is shown until the same went well after it. Seven queries."""
    backup = _newest((UpkeepKind.BACKUP,), _GOOD)
    drill = _newest((UpkeepKind.DRILL,), _GOOD)
    failures = []
    for kind in UpkeepKind:
        # A proof by a drill does not answer a failed nightly check: each kind answers for itself.
        newest = _newest((kind,), tuple(UpkeepOutcome))
        if newest is not None and newest.outcome is UpkeepOutcome.FAILED:
            failures.append(newest)
    return Upkeep(
        backup=backup,
        drill=drill,
        proof=_newest(_PROVING, _GOOD),
        failures=tuple(failures),
        hours_wanted=settings.SIGHTLINE_BACKUP_HOURS,
        warning=_warning(backup, now),
    )
