"""What a provider answers about other bodies, and what becomes of each: most told in time, some late, some not needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sightline.demonstration.stories import Story, number_from, pick
from sightline.incidents.selectors.case_bodies import BodyRow
from sightline.policy.body_facts import Asked, Known
from sightline.policy.external_bodies import Settling
from sightline.policy.working_days import london_day

#: Stories whose questions nobody has answered yet, and some in a hundred of the others.
UNANSWERED = frozenset({"overdose-home", "fall-beech", "psirf-files", "chemo-dose"})
_NOT_KNOWN, _LATE, _NOT_NEEDED, _LEFT_OPEN = 6, 14, 8, 34
#: Settled whatever the chances, because so long ago nobody has left anything open.
_LONG_AGO = timedelta(days=45)

_YES_OF_STORY: Mapping[str, frozenset[str]] = {
    "shoulder-dystocia": frozenset({"term_baby", "brain_injury"}),
    "postnatal-death": frozenset({"maternal_death", "unnatural_death"}),
    "prison-death": frozenset({"in_prison", "unnatural_death"}),
    "corridor-death": frozenset({"unnatural_death", "prevent_future_deaths"}),
    "breast-invitations": frozenset({"screening"}),
    "care-home-neglect": frozenset({"care_needs", "agencies_failed", "allegation_against_staff"}),
}
_YES_OF_TYPE: Mapping[str, frozenset[str]] = {
    "T01": frozenset({"care_needs", "crime"}),
    "T02": frozenset({"care_needs"}),
    "T08": frozenset({"unnatural_death"}),
    "T09": frozenset({"product", "blood"}),
    "T16": frozenset({"communicable"}),
    "T23": frozenset({"product", "device"}),
    "T24": frozenset({"product", "medicine"}),
    "T28": frozenset({"product", "radiation"}),
    "T29": frozenset({"screening"}),
}
_ALWAYS_YES = frozenset({"regulated_activity"})
_SOMETIMES: Mapping[str, int] = {"learning_disability": 20, "controlled_drug": 30, "national_concern": 25}
_ROLES = ("Patient safety manager", "Matron", "Head of nursing", "Service manager", "Site manager on call")
_WHY_NOT = (
    "Told by the ward already, before this was declared; the entry there is the same event.",
    "Looked at with the lead for it: the criteria are not met.",
    "Another organisation told it, and confirmed that nothing more is wanted from us.",
)


@dataclass(frozen=True)
class Settled:
    """What is recorded of one body. ``told_at`` only where it was told."""

    settling: Settling
    told_at: datetime | None = None
    by_role: str = ""
    reference: str = ""
    reason: str = ""


def answers(story: Story, codes: tuple[str, ...], *, on: date) -> dict[str, Asked]:
    """What the lead answers to these questions; some are not known yet."""
    found = {}
    certain = _YES_OF_STORY.get(story.key, frozenset()) | _ALWAYS_YES
    for code in codes:
        is_certain = code in certain
        if not is_certain and number_from(100, story.key, code, "known") < _NOT_KNOWN:
            found[code] = Asked(Known.UNKNOWN)
            continue
        likely = is_certain or code in _YES_OF_TYPE.get(story.type_code or story.theme.type_code, frozenset())
        says_yes = likely or number_from(100, story.key, code) < _SOMETIMES.get(code, 0)
        day = on - timedelta(days=2) if code == "prevent_future_deaths" and says_yes else None
        found[code] = Asked(Known.YES if says_yes else Known.NO, day)
    return found


def settled(story: Story, row: BodyRow, *, known_at: datetime, now: datetime, today: date) -> Settled | None:
    """What became of one body by a moment; None where it is still to be told."""
    chance = number_from(100, story.key, row.code)
    is_long_ago = today - london_day(now) > _LONG_AGO
    if chance < _LEFT_OPEN and not is_long_ago:
        return None
    if _LEFT_OPEN <= chance < _LEFT_OPEN + _NOT_NEEDED and row.code != "lfpse":
        return Settled(Settling.NOT_NEEDED, reason=pick(_WHY_NOT, story.key, row.code))
    minutes = timedelta(minutes=15 + number_from(70, story.key, row.code, "minutes"))
    told_at = known_at + minutes
    if row.ends_at is not None and row.ends_at <= told_at:
        told_at = known_at + timedelta(minutes=1)
    is_late = chance >= 100 - _LATE and row.ends_at is not None
    if is_late and row.ends_at is not None and row.ends_at + minutes < now:
        told_at = row.ends_at + minutes
    return Settled(
        Settling.TOLD,
        told_at=min(told_at, now).astimezone(UTC),
        by_role=pick(_ROLES, story.key, row.code),
        reference=_reference(story, row),
    )


def _reference(story: Story, row: BodyRow) -> str:
    number = number_from(900_000, story.key, row.code, "number") + 100_000
    if row.code == "lfpse":
        return f"LFPSE-{number}"
    return "" if row.code in ("other_providers", "media") else f"{row.code[:3].upper()}-{number}"
