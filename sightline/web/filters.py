"""Filters of the lists of incidents and of actions, read from the address: what cannot be right is left out, and said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.http import urlencode

from sightline.incidents.selectors import IncidentRow, ListFilter
from sightline.incidents.selectors.actions_desk import ALL, ActionFilter, ActionOnDesk, ActionState
from sightline.policy.action_strength import ActionStrength
from sightline.policy.harm import PHYSICAL_HARM
from sightline.policy.incident_types import INCIDENT_TYPES
from sightline.policy.measures import MEASURES
from sightline.policy.terms import Framework, Status

OVERDUE = {"any": "Anyone's", "provider": "Because of the provider", "icb": "Because of the ICB"}
STATES = {"open": "Open", "ended": "Ended"}
LEVELS = ("1", "2", "3")
#: Of the cases a measure counts.
KEPT = {"yes": "As the clause asks", "no": "Not as the clause asks"}
SORTS = {"oldest": "Oldest first", "due": "Due soonest", "provider": "By provider"}
#: Days outside are mistyped, and the ends of the calendar cannot be counted from.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
INCIDENT_COLUMNS = (
    *("Reference", "StEIS", "LFPSE", "Local", "Provider", "Headline", "Status", "Never Event", "Near miss"),
    *("Reported on", "Next", "Due on", "Overdue", "Handler"),
)
ACTION_COLUMNS = (
    *("Reference", "Incident", "Case closed", "Action", "What will change", "Owner", "Organisation"),
    *("Strength", "Due on", "Long-term", "State", "Evidence"),
)
Kept = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Read:
    """What an address gave besides the filter itself.

    ``kept`` asks for the same again; ``problems`` says by field what stood there and was left out.
    """

    kept: Kept
    problems: Mapping[str, str]

    @property
    def query(self) -> str:
        """The filters as they stand in an address, without a page's key."""
        return self.query_without()

    def query_without(self, *names: str) -> str:
        """The same with some of the filters taken away."""
        left = {name: value for name, value in self.kept.items() if name not in names}
        return urlencode(left, doseq=True)


@dataclass(frozen=True)
class Asked(Read):
    """Filters of the list of incidents."""

    wanted: ListFilter


@dataclass(frozen=True)
class ActionsAsked(Read):
    """Filters of the actions desk."""

    wanted: ActionFilter


class _Reader:
    """Reads one address; an old or broken link shows what it can, and never fails."""

    def __init__(self, asked: QueryDict) -> None:
        self.asked = asked
        self.problems: dict[str, str] = {}

    def text(self, name: str, most: int) -> str:
        return str(self.asked.get(name, "")).replace("\x00", "")[:most]

    def ticked(self, name: str) -> bool:
        return self.asked.get(name) == "1"

    def one_of(self, name: str, known: Iterable[str]) -> str:
        value = str(self.asked.get(name, ""))
        return value if value in set(known) else ""

    def known(self, name: str, known: Iterable[str], words: str) -> str:
        """One of these, as a link gave it; what is none of them is left out and said beside its field."""
        value = self.text(name, 60)
        if value and value not in set(known):
            self.problems[name] = f"“{value}” is no {words}, so it was left out."
            return ""
        return value

    def any_of(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        chosen = set(self.asked.getlist(name))
        return tuple(value for value in known if value in chosen)

    def key(self, name: str) -> str:
        try:
            return str(UUID(str(self.asked.get(name, ""))))
        except ValueError:
            return ""

    def day(self, name: str) -> date | None:
        """A day; one that is none is left out and said beside its field."""
        value = self.text(name, 30).strip()
        if not value:
            return None
        try:
            read = date.fromisoformat(value)
        except ValueError:
            read = None
        if read is None or not _FIRST_DAY <= read <= _LAST_DAY:
            self.problems[name] = f"“{value}” is not a date, so it was left out."
            return None
        return read


def read_filters(asked: QueryDict) -> Asked:
    """What an address asks of the list of incidents."""
    read = _Reader(asked)
    measure = read.known("measure", MEASURES, "measure of the policy")
    which = read.known("kept", KEPT, "choice here")
    wanted = ListFilter(
        statuses=read.any_of("status", [status.value for status in Status]),
        state=read.one_of("state", STATES),
        text=read.text("q", 200),
        overdue="any" if read.ticked("overdue") else read.one_of("overdue", OVERDUE),
        never_events_only=read.ticked("never_events"),
        near_misses_only=read.ticked("near_misses"),
        provider=read.text("provider", 10).upper(),
        place=read.key("place"),
        framework=read.one_of("framework", [framework.value for framework in Framework]),
        incident_type=read.one_of("type", INCIDENT_TYPES),
        harm=read.one_of("harm", [row.code for row in PHYSICAL_HARM]),
        level=read.one_of("level", LEVELS),
        handler=read.one_of("handler", ("me", "nobody")) or read.key("handler"),
        measure=measure,
        # Alone it asks nothing.
        kept=which if measure else "",
        reported_from=read.day("from"),
        reported_to=read.day("to"),
        happened_from=read.day("happened_from"),
        happened_to=read.day("happened_to"),
        sort=read.one_of("sort", SORTS),
        after=read.text("after", 400),
    )
    return Asked(_kept_of_incidents(wanted), read.problems, wanted)


def read_action_filters(asked: QueryDict) -> ActionsAsked:
    """What an address asks of the actions desk."""
    read = _Reader(asked)
    wanted = ActionFilter(
        state=read.one_of("state", [*ActionState, ALL]),
        strength=read.one_of("strength", list(ActionStrength)),
        provider=read.text("provider", 10).upper(),
        text=read.text("q", 200),
        after_closing=read.ticked("after_closing"),
        due_from=read.day("due_from"),
        due_to=read.day("due_to"),
        after=read.text("after", 100),
    )
    kept = {
        "q": wanted.text,
        "state": wanted.state,
        "strength": wanted.strength,
        "provider": wanted.provider,
        "due_from": _iso(wanted.due_from),
        "due_to": _iso(wanted.due_to),
        "after_closing": "1" if wanted.after_closing else "",
    }
    return ActionsAsked(_given(kept), read.problems, wanted)


def _kept_of_incidents(wanted: ListFilter) -> Kept:
    return _given(
        {
            "q": wanted.text,
            "status": wanted.statuses,
            "state": wanted.state,
            "overdue": wanted.overdue,
            "never_events": "1" if wanted.never_events_only else "",
            "near_misses": "1" if wanted.near_misses_only else "",
            "provider": wanted.provider,
            "place": wanted.place,
            "framework": wanted.framework,
            "type": wanted.incident_type,
            "harm": wanted.harm,
            "level": wanted.level,
            "handler": wanted.handler,
            "measure": wanted.measure,
            "kept": wanted.kept,
            "from": _iso(wanted.reported_from),
            "to": _iso(wanted.reported_to),
            "happened_from": _iso(wanted.happened_from),
            "happened_to": _iso(wanted.happened_to),
            "sort": wanted.sort,
        }
    )


def _given(kept: Kept) -> Kept:
    return {name: value for name, value in kept.items() if value}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def incident_cells(row: IncidentRow) -> tuple[str, ...]:
    """A line of the list as cells under ``INCIDENT_COLUMNS``."""
    numbers = dict(row.numbers)
    return (
        *(row.reference, *(numbers.get(label, "") for label in ("StEIS", "LFPSE", "Local"))),
        *(row.provider_name, row.headline, row.status_label, _yes(row.never_event), _yes(row.near_miss)),
        *(row.reported_on.isoformat(), row.awaited, _iso(row.due_on), _yes(row.is_overdue)),
        row.handler_name,
    )


def action_cells(row: ActionOnDesk) -> tuple[str, ...]:
    """An action as cells under ``ACTION_COLUMNS``."""
    return (
        *(row.reference, row.case_headline, _yes(row.case_closed), str(row.number), row.text),
        *(row.owner_role, row.organisation_name, row.strength.label, row.due_on.isoformat()),
        *(_yes(row.is_long_term), row.state.label, row.evidence),
    )
