"""Prints whom to tell from the rows of ``external_bodies``, and what is asked for it."""

from __future__ import annotations

from collections.abc import Iterator

from sightline.policy.body_questions import BODY_QUESTIONS
from sightline.policy.body_rule import Warrant
from sightline.policy.external_bodies import PRESSING_DAYS, RULES
from sightline.policy.markdown import page, table, text


def bodies_page() -> str:
    """Every rule: what, whom, within what from when, who tells, by which clause and on whose word; then the questions."""
    return page(
        "Other bodies to tell",
        text(
            "If this, tell them, within that. A rule that fires puts an item on the case; an item never vanishes. Where the",
            "rule no longer fires the item says so and stays until somebody settles it, and one that was told stays for",
            "ever. What the record does not say is asked: unknown is not false. Days end at midnight in London; hours are",
            "hours that pass. A limit that is *from knowledge* or a *local default* may be changed locally; what starts it",
            "may not. Whoever handles the case is told of an item that must be done within",
            f"{PRESSING_DAYS} days or less.",
        ),
        table(("What", "Body", "Within", "Who tells", "Clause", "On whose word", "Source"), _rules()),
        "## What is asked",
        table(("Question", "Why", "Clause"), _questions()),
    )


def _rules() -> Iterator[tuple[str, ...]]:
    for rule in RULES.values():
        yield (
            rule.what + (f"<br>*{rule.note}*" if rule.note else ""),
            rule.body.label,
            rule.rule,
            rule.teller.label,
            rule.clause,
            "checked" if rule.warrant is Warrant.VERIFIED else rule.warrant.label.split(",")[0],
            rule.source,
        )


def _questions() -> Iterator[tuple[str, ...]]:
    for row in BODY_QUESTIONS.values():
        yield row.text, row.why, row.clause
