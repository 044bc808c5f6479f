"""When upkeep was last done, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, F, When, Window
from django.db.models.functions import RowNumber

from sightline.audit.anchors import Anchor
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
#: Nightly proofs of two months: the next one has to come by the heads that they reached.
_HEADS_KEPT_IN_VIEW = 60


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


def _latest() -> list[UpkeepRow]:
    """The newest of each kind that went well and the newest that did not, newest first; one query."""
    is_good = Case(When(outcome__in=[outcome.value for outcome in _GOOD], then=1), default=0)
    newest_first = [F("at").desc(), F("id").desc()]
    rows = UpkeepRecord.objects.annotate(is_good=is_good).annotate(
        place=Window(RowNumber(), partition_by=[F("kind"), F("is_good")], order_by=newest_first)
    )
    return [_row(record) for record in rows.filter(place=1).order_by(*newest_first)]


def _good(latest: list[UpkeepRow], *kinds: UpkeepKind) -> UpkeepRow | None:
    return next((row for row in latest if row.kind in kinds and row.outcome in _GOOD), None)


def warning(*, now: datetime) -> str:
    """What is wrong with the backups, in a sentence; empty where the last is young enough. One query."""
    return _warning(_good(_latest(), UpkeepKind.BACKUP), now)


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
    """What an operator looks at; of each kind, a failure is shown until the same went well after it. One query.

    A proof by a drill does not answer a failed nightly check: each kind answers for itself.
    """
    latest = _latest()
    newest = {row.kind: row for row in reversed(latest)}
    backup = _good(latest, UpkeepKind.BACKUP)
    return Upkeep(
        backup=backup,
        drill=_good(latest, UpkeepKind.DRILL),
        proof=_good(latest, *_PROVING),
        failures=tuple(
            row
            for kind in UpkeepKind
            if (row := newest.get(kind)) is not None and row.outcome is UpkeepOutcome.FAILED
        ),
        hours_wanted=settings.SIGHTLINE_BACKUP_HOURS,
        warning=_warning(backup, now),
    )


def proved_heads() -> list[Anchor]:
    """The heads that nightly proofs of this database reached, newest first: a chain made anew does not come by them.

    They lie in the same database, so that they show haste and no craft; what shows that is kept elsewhere.
    """
    rows = UpkeepRecord.objects.filter(
        kind=UpkeepKind.VERIFY.value, outcome=UpkeepOutcome.DONE.value, head_seq__gt=0
    ).order_by("-at", "-id")
    return [Anchor(row.head_seq or 0, row.head_hash, row.at) for row in rows[:_HEADS_KEPT_IN_VIEW]]
