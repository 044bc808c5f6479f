"""Prints who sees breaches of information, and what is done about one, from the rows of the rules."""

from __future__ import annotations

from collections.abc import Iterator

from sightline.policy.breach_access import BREACH_GRANTS, BreachPart
from sightline.policy.breach_acts import (
    ADDS_ONLY,
    FINISHED_BY,
    OLDER_NAME_WORDS,
    BreachAct,
    EarlierLevel,
    FirstTask,
)
from sightline.policy.markdown import in_order, table, text, words
from sightline.policy.other_tellings import BREACH_TELLINGS, BREACH_WARNING_HOURS


def breach_blocks() -> Iterator[str]:
    """Who sees a breach and acts on it, what may be done, and its older name."""
    yield "### Who sees a breach, and who acts on it"
    yield text(
        "Whoever is not in this table sees no breach but those they reported themselves, as they reported them. A link to",
        "an incident is shown to those who see the incident, limited to named people or not, and to nobody else.",
    )
    yield table(
        ("Organisation", "Role", "What is shown", "Acts on it", "Clause"),
        (
            (
                row.relation.label,
                row.role.label,
                words(in_order(row.parts, BreachPart)),
                "Where the controller is a small provider"
                if row.if_small
                else "Yes"
                if row.handles
                else "No",
                row.clause,
            )
            for row in BREACH_GRANTS
        ),
    )
    yield "### What is done about a breach"
    yield text(
        "Anybody who may report incidents may report a breach. These are done by whoever acts on it; what only adds a line",
        "is never refused because somebody else added one.",
    )
    yield table(
        ("Act", "Only adds a line", "Finishes the task"),
        (
            (
                act.label,
                "Yes" if act in ADDS_ONLY else "No",
                "; ".join(task.label for task in FirstTask if act in FINISHED_BY[task]) or "–",
            )
            for act in BreachAct
        ),
    )
    yield text(OLDER_NAME_WORDS, "Breaches from before keep their level:")
    yield table(("Level",), ((level.label,) for level in EarlierLevel))


def breach_tellings() -> Iterator[str]:
    """Who is told of a breach, and in which words."""
    yield "## Breaches of information"
    yield text(
        "Whoever acts on breaches at the controller is told, but for whoever did it. The hours left are",
        f"{BREACH_WARNING_HOURS} where nothing else was agreed. The notice names the number of the breach alone.",
    )
    yield table(
        ("After", "What it says", "Clause"), ((row.after, row.text, row.clause) for row in BREACH_TELLINGS)
    )
