"""Which other reports may be about the same event: for those who see them, and as a bare hint before sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, When

from sightline.incidents.models import Incident, Involvement
from sightline.incidents.selectors.case import CasePage
from sightline.incidents.selectors.case_keeping import numbers_of
from sightline.incidents.visibility import visible_to
from sightline.policy import report_answers
from sightline.policy.facts import Actor
from sightline.policy.framework_words import status_words
from sightline.policy.likeness import DAYS_APART, EventFacts, likely
from sightline.policy.terms import Framework, Part, Status

#: Reports of these few days that are compared at most, newest first, and rows that are shown.
MOST_COMPARED, MOST_SHOWN = 300, 5


@dataclass(frozen=True)
class LikelyDuplicate:
    """Another report that may be of the same event, and why; ``happened_on`` is always known."""

    reference: str
    headline: str
    provider_name: str
    status_label: str
    happened_on: date | None
    reasons: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]


def likely_duplicates(actor: Actor, page: CasePage, *, now: datetime) -> tuple[LikelyDuplicate, ...]:
    """Reports this hat sees that may be of the same event as the case, the likeliest first: one query, bounded."""
    if page.narrative is None or page.narrative.happened_on is None:
        return ()
    ours = Involvement.objects.filter(incident=page.incident_id)
    # The case itself is among them, with the few answers of it that a page does not carry.
    compared = (
        _near(visible_to(actor, now=now, part=Part.NARRATIVE), page.narrative.happened_on)
        .annotate(
            names_us=Exists(
                Involvement.objects.filter(incident=OuterRef("pk"), organisation=page.facts.provider_id)
            ),
            named_by_us=Exists(ours.filter(organisation=OuterRef("provider_id"))),
        )
        .order_by(Case(When(id=page.incident_id, then=0), default=1), "-reported_at", "-id")
    )
    rows = list(compared[:MOST_COMPARED])
    if not rows or rows[0].id != page.incident_id:
        return ()
    us, *others = rows
    facts = replace(_facts_of(us), named_ids=frozenset(row.provider_id for row in others if row.named_by_us))
    found = []
    for other in others:
        named = frozenset({us.provider_id}) if other.names_us else frozenset()
        if (alike := likely(facts, replace(_facts_of(other), named_ids=named))) is not None:
            found.append((alike.weight, other, alike.reasons))
    found.sort(key=lambda each: -each[0])
    return tuple(
        LikelyDuplicate(
            reference=other.reference,
            headline=other.headline,
            provider_name=other.provider.name,
            status_label=status_words(Status(other.status), Framework(other.framework)),
            happened_on=other.happened_on,
            reasons=reasons,
            numbers=numbers_of(other),
        )
        for _, other, reasons in found[:MOST_SHOWN]
    )


def _near(incidents: QuerySet[Incident], day: date) -> QuerySet[Incident]:
    apart = timedelta(days=DAYS_APART)
    return (
        incidents.filter(happened_on__gte=day - apart, happened_on__lte=day + apart)
        .exclude(status=Status.DUPLICATE.value)
        .select_related("provider")
    )


def _facts_of(incident: Incident) -> EventFacts:
    return EventFacts(
        happened_on=incident.happened_on,
        provider_id=incident.provider_id,
        age_band=incident.age_band,
        incident_type=incident.incident_type,
        setting=incident.setting,
        team=incident.team,
    )


@dataclass(frozen=True)
class SentAlready:
    """That a like report was sent, and nothing else of it. ``reported_at`` is None where it was sent in confidence."""

    reported_at: datetime | None


def sent_already(answers: Mapping[str, Any], *, organisation_id: UUID) -> SentAlready | None:
    """Whether a like report was sent from this organisation about itself: the newest, as a hint before sending.

    Whoever reports must not learn of others' cases, so this alone does not start from what they see: it says that
    there is one, never which, and nothing of a restricted one. A report about another provider is told nothing.
    """
    given = report_answers.read(answers)
    if given.happened_on is None or given.happened_at_code:
        return None
    facts = EventFacts(
        happened_on=given.happened_on,
        provider_id=organisation_id,
        age_band=given.age_band,
        setting=given.setting,
        team=given.ward_or_team,
    )
    own = Incident.objects.filter(
        provider_id=organisation_id, reported_from_id=organisation_id, restricted_kind=""
    )
    for other in _near(own, given.happened_on).select_related("reporter")[:MOST_COMPARED]:
        if likely(facts, _facts_of(other)) is not None:
            return SentAlready(None if other.reporter.in_confidence else other.reported_at)
    return None
