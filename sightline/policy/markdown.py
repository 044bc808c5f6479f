"""The little Markdown that the reference pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sightline.policy.terms import Term

T = TypeVar("T", bound=Term)
YES, NO = "yes", "–"
_NOTICE = "<!-- Printed from sightline/policy by `make fix`. Change the rule, not this page. -->"


def page(title: str, *blocks: str) -> str:
    """A whole page; blocks are parted by an empty line."""
    return "\n\n".join((f"# {title}", _NOTICE, *blocks)) + "\n"


def text(*lines: str) -> str:
    """One paragraph from several lines of source."""
    return " ".join(lines)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar within a cell is escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
    return "\n".join(lines)


def in_order(terms: Iterable[T], kind: type[T]) -> list[T]:
    """Members of a set in the order in which they are declared, so that a page never changes by chance."""
    held = set(terms)
    return [term for term in kind if term in held]


def words(terms: Sequence[Term]) -> str:
    """Labels with semicolons between, because some hold commas."""
    return "; ".join(term.label for term in terms)
