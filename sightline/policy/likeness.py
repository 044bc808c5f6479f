"""Whether two reports may be about one event, why, and which of them may lead (design decision 13, reference 1.6).

Advice, never a verdict: a person joins them. Weights and threshold are our own [design].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sightline.policy.facts import IncidentFacts
from sightline.policy.framework_words import status_words
from sightline.policy.incident_types import PENDING_REVIEW
from sightline.policy.terms import Framework, Status
from sightline.policy.workflow_step import OPEN_AND_SERIOUS

#: How far apart two dates of one event may be written down (design decision 13).
DAYS_APART = 2
#: What the weights of the signs must add up to: day, provider and kind of service alone do not reach it [design].
THRESHOLD = 7
#: Until when a case is compared unasked: before an investigation has begun twice [design].
COMPARED_WHILE = frozenset(
    {Status.REPORTED, Status.DISCUSSING, Status.DECLARED, Status.INITIAL_REVIEW_SUBMITTED}
)


@dataclass(frozen=True)
class EventFacts:
    """What is compared of one report. ``named_ids`` are the other organisations it names; unknown answers are empty."""

    happened_on: date | None
    provider_id: UUID
    named_ids: frozenset[UUID] = frozenset()
    age_band: str = ""
    incident_type: str = ""
    setting: str = ""
    team: str = ""


@dataclass(frozen=True)
class Likeness:
    """Why two reports may be one event, in words, and the weight of it."""

    reasons: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class _Sign:
    """One row: what speaks for one event, or with a negative weight against it. Without words it is not shown."""

    words: str
    weight: int
    holds: Callable[[EventFacts, EventFacts], bool]


_UNKNOWN = frozenset({"", "not_known", PENDING_REVIEW})


def _known_same(field: str) -> Callable[[EventFacts, EventFacts], bool]:
    def same(one: EventFacts, other: EventFacts) -> bool:
        first, second = _plain(getattr(one, field)), _plain(getattr(other, field))
        return first == second and first not in _UNKNOWN

    return same


def _plain(text: str) -> str:
    """Words as compared: without case, hyphens and double spaces; codes stay as they are."""
    return text if text in _UNKNOWN else " ".join(text.lower().replace("-", " ").split())


def _other_age(one: EventFacts, other: EventFacts) -> bool:
    return one.age_band != other.age_band and not {one.age_band, other.age_band} & _UNKNOWN


def _same_provider(one: EventFacts, other: EventFacts) -> bool:
    return one.provider_id == other.provider_id


def _one_names_the_other(one: EventFacts, other: EventFacts) -> bool:
    return one.provider_id in other.named_ids or other.provider_id in one.named_ids


def _apart(days: int) -> Callable[[EventFacts, EventFacts], bool]:
    return lambda one, other: _days_apart(one, other) == days


_SIGNS = (
    _Sign("it happened on the same day", 3, _apart(0)),
    _Sign("they are dated one day apart", 2, _apart(1)),
    _Sign("they are dated two days apart", 1, _apart(2)),
    _Sign("the same provider", 2, _same_provider),
    _Sign("one report names the provider of the other", 3, _one_names_the_other),
    _Sign("the same ward or team", 3, _known_same("team")),
    _Sign("a patient of the same age band", 2, _known_same("age_band")),
    _Sign("", -3, _other_age),
    _Sign("the same incident type", 2, _known_same("incident_type")),
    _Sign("the same kind of service", 1, _known_same("setting")),
)


def _days_apart(one: EventFacts, other: EventFacts) -> int | None:
    if one.happened_on is None or other.happened_on is None:
        return None
    return abs((one.happened_on - other.happened_on).days)


def likely(one: EventFacts, other: EventFacts) -> Likeness | None:
    """Why these may be one event; None where too little speaks for it, or a day is not known."""
    apart = _days_apart(one, other)
    if apart is None or apart > DAYS_APART:
        return None
    found = [sign for sign in _SIGNS if sign.holds(one, other)]
    weight = sum(sign.weight for sign in found)
    if weight < THRESHOLD:
        return None
    return Likeness(tuple(sign.words for sign in found if sign.words), weight)


def problem_with_joining(
    one: IncidentFacts, lead: IncidentFacts, *, reference: str, lead_reference: str, lead_of: str = ""
) -> str:
    """Why one report may not be joined to the lead record chosen for it; ``""`` when it may.

    Nothing is lost by joining: a serious incident and a Never Event stay what they are. ``lead_of`` is the record
    that the chosen one was itself joined to.
    """
    if one.incident_id == lead.incident_id:
        return "A record cannot be joined to itself. Choose the other report."
    if lead.status == Status.DUPLICATE:
        where = lead_of or "another record"
        return f"{lead_reference} was itself joined to {where}. Choose {where}."
    other_way = f"Open {lead_reference} and join it to {reference} instead."
    if one.is_never_event and not lead.is_never_event:
        return f"{reference} is recorded as a Never Event and {lead_reference} is not. {other_way}"
    if one.status in OPEN_AND_SERIOUS and lead.status not in (*OPEN_AND_SERIOUS, Status.CLOSED):
        label = status_words(lead.status, lead.framework).lower()
        handled = (
            "has a learning response under way"
            if one.framework == Framework.PSIRF
            else "is handled as serious"
        )
        return f"{reference} {handled}, and {lead_reference} is: {label}. {other_way}"
    return ""
