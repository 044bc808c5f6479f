"""Prints the figures that an ICB may set for itself."""

from __future__ import annotations

from sightline.policy.local_default_rows import FIGURE_RULES
from sightline.policy.local_defaults import Figure, FigureRule
from sightline.policy.markdown import page, table, text
from sightline.policy.sign_in_figures import FIGURES


def defaults_page() -> str:
    """Every such figure: its default by date, what it can be set to, which way is stricter, and where it comes from."""
    return page(
        "Figures that can be agreed locally",
        text(
            "The policy leaves these open, no national document has them, or they were not checked at their source. An",
            "administrator of the ICB agrees another value from today or a later day on, with a reason, for the whole",
            "installation; what was decided stays as it was judged. Lengths that can be agreed locally are on other",
            "pages: [timescales](deadlines.md) and [limits to tell other bodies](other-bodies.md).",
        ),
        table(
            ("What", "Figure", "Default", "It can be", "Stricter", "Source", "Clause", "Applied by"),
            (_row(rule, figure) for rule in FIGURE_RULES for figure in rule.figures),
        ),
        "## Signing in, and how often something may be done",
        text(
            "Nobody changes these by a form: whoever had stolen an administrator's session would loosen them first.",
        ),
        table(
            ("What", "Figure", "From", "Source"),
            ((row.what, f"{row.number} {row.unit}", row.from_on.isoformat(), row.source) for row in FIGURES),
        ),
    )


def _row(rule: FigureRule, figure: Figure) -> tuple[str, ...]:
    editions = figure.defaults.rows
    return (
        rule.label,
        figure.words,
        "<br>".join(f"{figure.say(row.value)} from {row.from_on.isoformat()}" for row in editions),
        "; ".join(figure.choices) or f"{figure.say(figure.least)} to {figure.say(figure.most)}",
        figure.stricter.label,
        f"{figure.tag.label}: {figure.source}",
        figure.clause,
        rule.applied_by or "nothing yet",
    )
