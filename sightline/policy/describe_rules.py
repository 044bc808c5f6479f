"""The pages of the rules that stand by themselves: information governance, whose case it is, on call, dated lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sightline.policy.breach_grid import (
    BODIES,
    GRIDS,
    HOURS,
    LAW,
    LIKELIHOOD,
    LOG_EVERY_BREACH,
    SEVERITY,
    TOOLS,
)
from sightline.policy.caldicott import GUARDIAN, PRINCIPLES
from sightline.policy.candour import REGIMES
from sightline.policy.describe_breaches import breach_blocks
from sightline.policy.editions import Dated
from sightline.policy.harm import HARM_SCALES
from sightline.policy.incident_types import INCIDENT_TYPES
from sightline.policy.joint_investigation import MAY_APPROVE_ICB_LEAD
from sightline.policy.lengths import say_day
from sightline.policy.markdown import NO, YES, in_order, page, table, text, words
from sightline.policy.never_events import EDITIONS, NEVER_EVENTS, DatedText
from sightline.policy.out_of_hours import ALERT_RULES, OFFICE_HOURS
from sightline.policy.rasci import SOURCE, TYPICAL, RasciPart
from sightline.policy.redacting import CopyContent, RedactionReason
from sightline.policy.retention import RULES as RETENTION_RULES
from sightline.policy.retention import THEN_REVIEWED
from sightline.policy.suppression import RULES as SUPPRESSION_RULES
from sightline.policy.suppression import Audience, Content, applies_to
from sightline.policy.terms import Relation, Role

EDITABLE = "An ICB may add an edition with its own figures from a day on; what was decided under an earlier one stands."


def _span(row: Dated[Any]) -> str:
    until = f" to {say_day(row.until_on)}" if row.until_on else " on"
    return f"{say_day(row.from_on)}{until}"


def information_governance_page() -> str:
    """Breaches, sharing, retention and small numbers."""
    return page(
        "Information governance",
        "## Breaches of information",
        text(
            "The grid advises: each body is told where likelihood *and* severity both reach its figures, never by their",
            "product. Where people at risk or special data are concerned, each score counts as the least given. What is",
            f"not known is asked, if it could change the answer. {LOG_EVERY_BREACH} {EDITABLE}",
        ),
        table(
            ("In force", "Told", "Likelihood from", "Severity from", "At least", "Clause", "Tag", "Source"),
            (
                (
                    _span(edition),
                    BODIES[row.body],
                    str(row.likelihood_from),
                    str(row.severity_from),
                    f"{edition.value.least_likelihood} by {edition.value.least_severity}",
                    row.clause,
                    edition.value.tag.label,
                    edition.value.source,
                )
                for edition in GRIDS.rows
                for row in edition.value.thresholds
            ),
        ),
        table(
            ("", *(str(row.value) for row in LIKELIHOOD)),
            (
                ("Likelihood of an effect", *(row.label for row in LIKELIHOOD)),
                ("Severity", *(row.label for row in SEVERITY)),
            ),
        ),
        text(
            f"The {HOURS} run for the controller alone, from its own awareness, through nights, weekends and bank",
            "holidays. The ICB runs them only for a breach of its own. While the controller, or when it became aware, is",
            f"not known, no hour is guessed. Source: {LAW}.",
        ),
        table(("Recorded in", "In use"), ((row.value, _span(row)) for row in TOOLS.rows)),
        *breach_blocks(),
        "## Before sharing: the Caldicott principles",
        text(
            "Every question is answered before a disclosure goes. Anything but yes, and anything that identifies someone",
            f"or may do so, waits for the {GUARDIAN}. The lawful basis is always recorded.",
        ),
        table(
            ("No.", "Principle", "Question", "Since", "Clause", "Tag", "Source"),
            (
                (
                    str(row.number),
                    row.text,
                    row.question,
                    str(row.from_on.year),
                    row.clause,
                    row.tag.label,
                    row.source,
                )
                for row in PRINCIPLES
            ),
        ),
        "## How long a record is kept",
        text(
            f"A hold, such as that of a statutory inquiry, wins over any date. {THEN_REVIEWED} An ICB may add an edition",
            "from a day on, such as one that counts from closure: the one in force on the day of asking counts for every",
            "record.",
        ),
        table(
            ("In force", "Serious", "Other", "Counted from", "Clause", "Tag", "Source"),
            (
                (
                    _span(row),
                    f"{row.value.serious_years} years",
                    f"{row.value.other_years} years",
                    row.value.counted_from.label,
                    row.value.clause,
                    row.value.tag.label,
                    row.value.source,
                )
                for row in RETENTION_RULES.rows
            ),
        ),
        "## Small numbers",
        text(
            "Figures from 1 up to the threshold are masked; zero is shown. Where a masked figure could still be worked",
            "out from the total, the next smallest is masked too, in the last resort the total. In a table every total that",
            "counts a masked figure is masked; or every total is shown, and further figures are masked until each small one",
            f"could still be as many numbers as it says below. {EDITABLE}",
        ),
        table(
            ("In force", "Masked below", "Could still be", "Clause", "Tag", "Source"),
            (
                (
                    _span(row),
                    str(row.value.below),
                    f"{row.value.could_be} numbers",
                    row.value.clause,
                    row.value.tag.label,
                    row.value.source,
                )
                for row in SUPPRESSION_RULES.rows
            ),
        ),
        table(
            ("Masked?", *(audience.label for audience in Audience)),
            (
                (content.label, *(YES if applies_to(content, audience) else NO for audience in Audience))
                for content in Content
            ),
        ),
        "## Redacted copies",
        text(
            "Words are taken out for one of these reasons, which stands in the copy instead. A copy is given out only once",
            "somebody other than its maker has looked at it.",
        ),
        table(
            ("Reason", "In the copy", "When"),
            (
                (
                    reason.label,
                    f"[redacted: {reason.shown}]" if reason.shown else "its own words",
                    reason.help,
                )
                for reason in RedactionReason
            ),
        ),
        table(
            ("A copy can hold", "Shown to whoever sees"),
            ((content.label, content.part.label) for content in CopyContent),
        ),
    )


def whose_case_page() -> str:
    """RASCI and joint investigations."""
    approvers = words(in_order(MAY_APPROVE_ICB_LEAD, Role))
    return page(
        "Whose case it is",
        "## RASCI",
        text(
            "Exactly one organisation is accountable, and it is the commissioner that holds the provider's main contract",
            "(4.7.3, 4.7.6). At least one does the work. Every organisation named has a part, or a reason why it is not",
            "involved (4.7.4). The accountable commissioner may hand the management of a case to another commissioner:",
            "with its scope and a day, until a day or until it is ended, and with effect once it is accepted (4.7.5).",
        ),
        table(
            ("Part", "Typically"),
            (
                (
                    part.label,
                    words([relation for relation in Relation if TYPICAL.get(relation) is part]) or NO,
                )
                for part in RasciPart
            ),
        ),
        f"Source: {SOURCE}.",
        "## Several providers",
        table(
            ("Before", "What must hold", "Clause"),
            (
                ("beginning", "It is one joint investigation, or it is said why it cannot be.", "4.7a"),
                ("beginning", "It is settled who coordinates: one of the providers.", "4.7b.1"),
                (
                    "beginning",
                    f"Where none is best placed the ICB leads, approved by: {approvers}.",
                    "4.7b.2",
                ),
                ("beginning", "It is coordinated at a Place, by its quality lead.", "4.7.13"),
                ("beginning", "Apart: each agrees to look at the gaps, and they are listed.", "4.7.11"),
                ("closing", "Apart: every investigation has been received.", "4.7.11"),
                ("closing", "Factors and root causes are explored until solutions are found.", "4.7.12"),
                ("closing", "One accepted report covers every provider's part.", "4.7.14"),
                ("closing", "Every provider has an action plan of its own.", "4.7.15"),
            ),
        ),
    )


def on_call_page() -> str:
    """Out of hours, and who is told of what."""
    return page(
        "On call",
        text(
            "Out of hours the on-call Director is told of an incident where any of these holds; in office hours the",
            "ICB's patient safety team is. A rule that nobody has answered is asked, never taken for no.",
        ),
        table(
            ("Told of", "Question", "Asked by", "Source", "Clause"),
            ((row.label, row.question, row.tag, row.source, row.clause) for row in ALERT_RULES.values()),
        ),
        text(
            "Out of hours is any time but these hours of a working day, by the clock in London: evening, then night;",
            f"weekends; bank holidays in England and Wales. {EDITABLE}",
        ),
        table(
            ("In force", "Office hours", "Night from", "Clause", "Tag", "Source"),
            (
                (
                    _span(row),
                    f"{row.value.opens:%H:%M} to {row.value.closes:%H:%M}",
                    f"{row.value.night:%H:%M}",
                    row.value.clause,
                    row.value.tag.label,
                    row.value.source,
                )
                for row in OFFICE_HOURS.rows
            ),
        ),
        text(
            "The on-call Director tells the Patient Safety Specialist by the end of the next working day (4.5f.3). A",
            "night belongs to the evening before: told at three on a Tuesday morning, that is the same Tuesday.",
        ),
    )


def dated_lists_page() -> str:
    """Lists that change: what held when."""
    return page(
        "Dated lists",
        "What is chosen from a list is held against the list of its day. Editions of one list never overlap.",
        "## Never Events",
        table(("List", "In force"), ((row.value.label, _span(row)) for row in EDITIONS.rows)),
        table(
            ("No.", "Name", "Changes of what it counts", "Note"),
            (
                (
                    row.code,
                    row.name,
                    "<br>".join(_changes(row.includes, "counts") + _changes(row.excludes, "does not count"))
                    or NO,
                    row.note or NO,
                )
                for row in NEVER_EVENTS.values()
            ),
        ),
        "## Harm",
        text(
            "Harm is graded on each scale by a person. Nothing turns a grade of one scale into one of another, or into a",
            "threshold of the Duty of Candour, which a healthcare professional judges.",
        ),
        table(
            ("Scale", "Grades", "In use", "Source"),
            (
                (
                    scale.label,
                    "; ".join(grade.label for grade in scale.grades),
                    _span(Dated(scale, scale.from_on, scale.until_on)),
                    scale.source,
                )
                for scale in HARM_SCALES.values()
            ),
        ),
        "## Duty of Candour",
        table(
            ("Provider", "Bound since", "The incident", "One of", "Clause"),
            (
                (
                    regime.regime.label,
                    say_day(regime.in_force_from),
                    regime.verb,
                    "; ".join(row.label for row in regime.thresholds),
                    regime.clause,
                )
                for regime in REGIMES.values()
            ),
        ),
        "## Incident types of StEIS",
        table(
            ("Code", "Type", "Can be chosen", "May be closed with it", "Clause"),
            (
                (
                    row.code,
                    row.label,
                    _span(Dated(row, row.active_from, row.active_to)),
                    YES if row.may_close else NO,
                    row.clause,
                )
                for row in INCIDENT_TYPES.values()
            ),
        ),
    )


def _changes(phrases: Iterable[DatedText], verb: str) -> list[str]:
    """Phrases that count from or until a day."""
    lines = []
    for phrase in phrases:
        if phrase.from_on is not None:
            lines.append(f"{phrase.text}: {verb} from {say_day(phrase.from_on)}")
        elif phrase.until_on is not None:
            lines.append(f"{phrase.text}: {verb} until {say_day(phrase.until_on)}")
    return lines
