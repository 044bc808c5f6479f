"""Prints who is told of what from the rows of ``telling``."""

from __future__ import annotations

from collections.abc import Iterator

from sightline.policy.describe_breaches import breach_tellings
from sightline.policy.external_bodies import PRESSING_DAYS
from sightline.policy.markdown import in_order, page, table, text, words
from sightline.policy.restricted import GUARDIANS
from sightline.policy.telling import (
    BODIES_CLAUSE,
    NEWS_DAYS,
    OPENED,
    RESTRICTED,
    TELLINGS,
    TIMESCALE_TELLINGS,
    say_bodies,
)
from sightline.policy.terms import Action, Relation, Role


def telling_page() -> str:
    """Every row: the step or timescale, who is told, in which words, by which clause."""
    return page(
        "Who is told of what",
        text(
            "A notice says that something happened to a case and what is wanted, with its reference and a link: never",
            "what the case is about. It is sent to people who may see the case. Where a case is on somebody's desk, that",
            "person and whoever covers them are told instead of all who could have it. Nobody is told of what they did",
            "themselves, and whoever reported in confidence is sent nothing.",
        ),
        "## After a step",
        table(("Why", "After", "Taken by", "Who is told", "What it says", "Clause"), _steps()),
        "## Other bodies to tell",
        text(
            "Where a step puts another body on the case that must be told within",
            f"{PRESSING_DAYS} days or less, whoever handles the case at the side that tells it hears of it: *{say_bodies(1, PRESSING_DAYS)}*",
            f"Clause {BODIES_CLAUSE}.",
        ),
        "## Restricted cases",
        text(
            "Those who guard restricted cases are told at once, whether they are named on the case or not; whoever did it",
            "is not told.",
        ),
        table(("Why", "After", "Who is told", "What it says", "Clause"), _guardians()),
        *breach_tellings(),
        "## Timescales",
        text(
            "Each working day and each weekend, of what falls due up to the next working day, and of what passed unmet",
            f"in the last {NEWS_DAYS} days; once for each day on which something of a case falls due. While signing is",
            "awaited, whoever signs is told too.",
        ),
        table(("Why", "Whose timescale", "Who is told", "Clause"), _timescales()),
    )


def _who(relation: Relation | None, roles: frozenset[Role]) -> str:
    if relation is None:
        return "The person who reported it"
    return f"{relation.label}: {words(in_order(roles, Role))}"


def _steps() -> Iterator[tuple[str, ...]]:
    for row in TELLINGS:
        yield (
            row.kind.label,
            words(in_order(row.actions, Action)),
            row.by.label if row.by is not None else "Anyone",
            _who(row.to, row.roles),
            row.text,
            row.clause,
        )


def _guardians() -> Iterator[tuple[str, ...]]:
    who = "; ".join(_who(relation, roles) for relation, roles in GUARDIANS.items())
    for row in (RESTRICTED, OPENED):
        yield row.kind.label, row.after, who, row.text, row.clause


def _timescales() -> Iterator[tuple[str, ...]]:
    for row in TIMESCALE_TELLINGS:
        who = _who(row.to, row.roles) + (", if it is on their desk" if row.only_named else "")
        yield row.kind.label, row.owner.label, who, row.clause
