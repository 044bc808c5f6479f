"""The headings that clauses stand under, in our words, and the clauses near an id that is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from sightline.policy.clauses import CLAUSES, Clause


@dataclass(frozen=True)
class Chapter:
    """One heading of the policy, by its number there. ``title`` is ours."""

    number: str
    title: str

    @property
    def heading(self) -> str:
        """``3.1 Duty of Candour``."""
        return f"{self.number} {self.title}"


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("1", "What the policy is for"),
    Chapter("2", "What the ICB assures itself of"),
    Chapter("3.1", "Duty of Candour"),
    Chapter("3.2", "What a serious incident is"),
    Chapter("3.3", "Never Events"),
    Chapter("3.4", "Threats to an organisation’s ability to care"),
    Chapter("3.5", "Deaths in the natural course of an illness"),
    Chapter("3.6", "Near misses"),
    Chapter("4.1", "Roles of the framework"),
    Chapter("4.2", "NHS England"),
    Chapter("4.3", "Commissioners"),
    Chapter("4.4", "Providers"),
    Chapter("4.5", "Who answers for what"),
    Chapter("4.6", "Committees and groups"),
    Chapter("4.7", "Lead commissioners and several organisations"),
    Chapter("5", "Local procedures and the next framework"),
    Chapter("6", "Making the policy known"),
    Chapter("7", "Monitoring"),
    Chapter("8", "Keeping to the policy"),
    Chapter("9", "Equality"),
    Chapter("10", "Ethics"),
    Chapter("11", "Information governance"),
    Chapter("12", "What the words mean"),
)
_MOST_NEAR = 6


def chapter_of(clause_id: str) -> Chapter:
    """The heading a clause stands under. KeyError: there is no such clause."""
    return _CHAPTER_OF[clause_id]


def by_chapter() -> Mapping[Chapter, tuple[Clause, ...]]:
    """Every clause under its heading, in the order of the policy."""
    return _BY_CHAPTER


def near(clause_id: str) -> tuple[Clause, ...]:
    """Clauses whose id is most like this one, which is none, in the order of the policy.

    It is what a slip of a key, or a spreadsheet, makes of one: that turns 7.0 into 7.
    """
    written = clause_id.strip().lower()[:20]
    longer = [each for each in CLAUSES if written and re.match(rf"{re.escape(written)}(?![0-9])", each)]
    alike = get_close_matches(written, CLAUSES, n=_MOST_NEAR, cutoff=0.6)
    found = list(dict.fromkeys([*longer, *alike]))[:_MOST_NEAR]
    return tuple(row for clause_id, row in CLAUSES.items() if clause_id in found)


def _find(clause_id: str) -> Chapter:
    begins = [row for row in CHAPTERS if re.match(rf"{re.escape(row.number)}(?![0-9])", clause_id)]
    return max(begins, key=lambda row: len(row.number))


_CHAPTER_OF: Mapping[str, Chapter] = MappingProxyType({clause_id: _find(clause_id) for clause_id in CLAUSES})
_BY_CHAPTER: Mapping[Chapter, tuple[Clause, ...]] = MappingProxyType(
    {row: tuple(each for each in CLAUSES.values() if _CHAPTER_OF[each.id] == row) for row in CHAPTERS}
)
