"""Yes, no, or not known yet. A missing fact is never read as "no": the answer says which question would settle it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sightline.policy.terms import Term


class Answered(Term):
    """What a rule can say of facts that may be missing."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known yet"


class Ask(NamedTuple):
    """A question to put to people: the field it fills, its words, and the clause that needs it."""

    field: str
    question: str
    clause: str


@dataclass(frozen=True)
class Finding:
    """The answer of a rule; ``asks`` are the questions whose answers could settle it, empty once it is known.

    Raises:
        ValueError: it is not known and asks nothing, or is known and asks.
    """

    answer: Answered
    asks: tuple[Ask, ...] = ()

    def __post_init__(self) -> None:
        if (self.answer is Answered.UNKNOWN) != bool(self.asks):
            raise ValueError("What is not known asks a question, and what is known asks none.")

    @property
    def is_yes(self) -> bool:
        """Known, and yes."""
        return self.answer is Answered.YES

    @property
    def is_no(self) -> bool:
        """Known, and no. Never the opposite of ``is_yes``."""
        return self.answer is Answered.NO

    @property
    def is_unknown(self) -> bool:
        """Some fact that matters is missing."""
        return self.answer is Answered.UNKNOWN


YES, NO = Finding(Answered.YES), Finding(Answered.NO)


def unknown(*asks: Ask) -> Finding:
    """Not known; asks each question once, in the order given."""
    return Finding(Answered.UNKNOWN, tuple(dict.fromkeys(asks)))


def known(value: bool | None, ask: Ask) -> Finding:
    """A fact that is yes, no, or None while nobody has said."""
    if value is None:
        return unknown(ask)
    return YES if value else NO


def any_of(findings: Iterable[Finding]) -> Finding:
    """Yes where one is yes; no only where all are no; else not known, asking what each unknown one asks."""
    given = tuple(findings)
    if any(each.is_yes for each in given):
        return YES
    asks = tuple(ask for each in given for ask in each.asks)
    return unknown(*asks) if asks else NO


def all_of(findings: Iterable[Finding]) -> Finding:
    """No where one is no; yes only where all are yes; else not known, asking what each unknown one asks."""
    given = tuple(findings)
    if any(each.is_no for each in given):
        return NO
    asks = tuple(ask for each in given for ask in each.asks)
    return unknown(*asks) if asks else YES
