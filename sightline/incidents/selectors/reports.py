"""What a reporter sees: their drafts, what they reported, and how it stands in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sightline.audit.scope import everything, within
from sightline.incidents.models import Incident, ReportDraft
from sightline.incidents.selectors.heard import Heard, heard_by_reporter, heard_of
from sightline.incidents.selectors.list_order import ORDERS, key_of
from sightline.incidents.services.intake import hash_tracking_code
from sightline.policy.facts import Actor
from sightline.policy.progress import ProgressWords
from sightline.policy.terms import Framework, Status


@dataclass(frozen=True)
class DraftRow:
    """A report begun and not sent."""

    draft_id: UUID
    answers: Mapping[str, Any]
    organisation_id: UUID
    saved_at: datetime


@dataclass(frozen=True)
class Progress:
    """How a report stands, for the person who made it. Holds no name and no part of the case beyond their own words."""

    incident_id: UUID
    reference: str
    version: int
    reported_at: datetime
    provider_name: str
    what_happened: str
    words: ProgressWords
    heard: Heard
    reason_not_serious: str
    may_ask_again: bool
    second_look_at: datetime | None


@dataclass(frozen=True)
class OwnReports:
    """One page of what a person reported, and the key the next page begins after (empty on the last)."""

    rows: tuple[Progress, ...]
    next_after: str


REPORTS_ON_A_PAGE = 20


def drafts_of(actor: Actor) -> tuple[DraftRow, ...]:
    """Drafts of this person, the last saved first. Nobody else's, whatever the hat."""
    rows = ReportDraft.objects.filter(person_id=actor.person_id)[:20]
    return tuple(DraftRow(row.id, row.answers, row.organisation_id, row.saved_at) for row in rows)


def draft_of(actor: Actor, draft_id: UUID) -> DraftRow | None:
    """One draft, if this person writes it."""
    row = ReportDraft.objects.filter(person_id=actor.person_id, id=draft_id).first()
    return None if row is None else DraftRow(row.id, row.answers, row.organisation_id, row.saved_at)


def was_sent(actor: Actor, draft_id: UUID) -> bool:
    """Whether a draft this person wrote became a report. One sent by code only has no person to compare with."""
    mine = Q(reporter__person_id=actor.person_id) | Q(reporter__person_id__isnull=True)
    # About another provider and for a code alone, it is no more of theirs as soon as it is sent.
    with within(everything("a draft that was sent")):
        return Incident.objects.filter(mine, draft_id=draft_id).exists()


def own_reports(actor: Actor, *, after: str = "", most: int | None = None) -> OwnReports:
    """What this person reported, newest first, page by page (a report sent for a code only has no person)."""
    order, most = ORDERS[""], most or REPORTS_ON_A_PAGE
    rows = _own(actor).filter(order.after(after)).order_by(*order.columns)[: most + 1]
    found = list(rows)
    next_after = key_of((found[most - 1].reported_at, found[most - 1].id)) if len(found) > most else ""
    return OwnReports(_heard_and_all(found[:most]), next_after)


def own_report(actor: Actor, reference: str) -> Progress | None:
    """One of them, however long ago."""
    return next(iter(_heard_and_all(list(_own(actor).filter(reference=reference)))), None)


def _own(actor: Actor) -> QuerySet[Incident]:
    return (
        Incident.objects.filter(reporter__person_id=actor.person_id)
        .select_related("provider")
        .prefetch_related("classifications")
    )


def _heard_and_all(shown: list[Incident]) -> tuple[Progress, ...]:
    heard = heard_of({row.id: (Status(row.status), Framework(row.framework)) for row in shown})
    return tuple(_progress(incident, heard[incident.id], may_ask=True) for incident in shown)


def progress_by_code(code: str) -> Progress | None:
    """The report a tracking code belongs to; read-only, so nothing can be asked with it."""
    if not code.strip():
        return None
    with within(everything("a tracking code")):
        incident = (
            Incident.objects.filter(tracking_code_hash=hash_tracking_code(code))
            .select_related("provider")
            .prefetch_related("classifications")
            .first()
        )
        if incident is None:
            return None
        heard = heard_by_reporter(incident.id, Status(incident.status), Framework(incident.framework))
        return _progress(incident, heard, may_ask=False)


def _progress(incident: Incident, heard: Heard, *, may_ask: bool) -> Progress:
    status = Status(incident.status)
    reason = ""
    if status == Status.NOT_SERIOUS:
        judged = [row for row in incident.classifications.all() if row.outcome == "not_serious"]
        reason = judged[0].rationale if judged else ""
    return Progress(
        incident_id=incident.id,
        reference=incident.reference,
        version=incident.version,
        reported_at=incident.reported_at,
        provider_name=incident.provider.name,
        what_happened=incident.what_happened if may_ask else "",
        words=heard.words,
        heard=heard,
        reason_not_serious=reason,
        may_ask_again=may_ask and status == Status.NOT_SERIOUS and incident.second_look_at is None,
        second_look_at=incident.second_look_at,
    )
