"""Never Events: the national list by edition, and which edition was in force on a day (clause 3.3).

Codes equal LFPSE's. Harm may be none (3.3b). A barrier that was not in place explains a Never Event and never
un-makes one (design decision 28). There is no penalty field: sanctions ended in 2018.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sightline.policy.editions import Dated, Editions
from sightline.policy.never_event_rows import ROWS, DatedText, NeverEvent

SOURCE = "NHS Improvement, Never Events list 2018, last updated February 2021; details from knowledge"
FIRST_LOADED = date(2018, 2, 1)
HARM_MAY_BE_NONE = (
    "It counts even if nobody was harmed: what matters is that it could have caused serious harm."
)
BARRIER_EXPLAINS = (
    "A national barrier that was not in place here explains why it happened. It is still a Never Event."
)
ICB_CONFIRMS = "The provider declares it. The ICB confirms it, or rejects it with a reason."


@dataclass(frozen=True)
class Edition:
    """The list as it stood on a day. Where we hold none, ``loaded`` is False and ``items`` is empty."""

    code: str
    label: str
    source: str
    loaded: bool
    items: tuple[NeverEvent, ...]
    clause: str = "2.3b"

    def get(self, code: str) -> NeverEvent | None:
        """The item with this code, or None where it is not on this list."""
        return next((item for item in self.items if item.code == code), None)


@dataclass(frozen=True)
class _EditionRow:
    code: str
    label: str


# The month of the update is known, its day is not: the first is assumed, and no item turns on it.
EDITIONS: Editions[_EditionRow] = Editions(
    "Never Events list",
    (
        Dated(_EditionRow("2018-01", "Never Events list 2018"), FIRST_LOADED, date(2021, 1, 31)),
        Dated(_EditionRow("2021-02", "Never Events list 2018, updated February 2021"), date(2021, 2, 1)),
    ),
)
_NOT_LOADED = Edition(
    code="",
    label="No Never Events list is loaded for incidents before Thursday 1 February 2018.",
    source="",
    loaded=False,
    items=(),
)

#: Every item ever loaded, active or not, by code.
NEVER_EVENTS: Mapping[str, NeverEvent] = MappingProxyType({row.code: row for row in ROWS})


def never_event(code: str) -> NeverEvent:
    """The item with this code, whether or not it is on a list in force.

    Raises:
        KeyError: there is no such item.
    """
    try:
        return NEVER_EVENTS[code]
    except KeyError:
        raise KeyError(f"There is no Never Event {code!r}.") from None


def list_on(day: date) -> Edition:
    """The list for incidents of this day, each item with what it included and excluded then."""
    row = EDITIONS.on(day)
    if row is None:
        return _NOT_LOADED
    items = tuple(item.as_on(day) for item in ROWS if item.active)
    return Edition(code=row.code, label=row.label, source=SOURCE, loaded=True, items=items)


def in_force(code: str, on: date) -> bool:
    """Whether this item is on the list for incidents of this day.

    Raises:
        KeyError: there is no such item.
    """
    return list_on(on).get(never_event(code).code) is not None


def problem_with_never_event(code: str, on: date | None) -> str:
    """What is wrong with choosing this item for an incident of this day, or ``""``."""
    if code not in NEVER_EVENTS:
        return "Choose a Never Event from the list."
    if on is None:
        return "Say when it happened: the Never Events list depends on it."
    if not in_force(code, on):
        return "It is not on the Never Events list for the day it happened."
    return ""


__all__ = [
    "BARRIER_EXPLAINS",
    "EDITIONS",
    "FIRST_LOADED",
    "HARM_MAY_BE_NONE",
    "ICB_CONFIRMS",
    "NEVER_EVENTS",
    "SOURCE",
    "DatedText",
    "Edition",
    "NeverEvent",
    "in_force",
    "list_on",
    "never_event",
    "problem_with_never_event",
]
