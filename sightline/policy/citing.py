"""What rests on a clause: every row of the rules that cites it, in words.

Rows that hold one sentence for many, such as the steps of a scale, are cited once by what they belong to. Sentences
that a rule says when it refuses cite clauses too, and are not rows: they are read where they are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sightline.policy.action_strength import STRENGTHS
from sightline.policy.breach_access import BREACH_GRANTS
from sightline.policy.breach_grid import LIKELIHOOD as BREACH_LIKELIHOOD
from sightline.policy.breach_grid import SEVERITY as BREACH_SEVERITY
from sightline.policy.candour_rows import REGIMES, ROUTES, STEPS, THREE_PART_TEST
from sightline.policy.classification import (
    INVESTIGATION_LEVELS,
    NATURAL_COURSE_QUESTION,
    NHS_FUNDED_QUESTION,
)
from sightline.policy.clauses import CLAUSES, clause
from sightline.policy.closing import CLOSING_STOPS
from sightline.policy.criteria import CRITERIA_OF_CARE, CRITERIA_OF_SERVICE
from sightline.policy.deadlines import DEADLINES
from sightline.policy.declaring import OTHER_NUMBERS
from sightline.policy.facts import IncidentFacts
from sightline.policy.harm import PHYSICAL_HARM, PSYCHOLOGICAL_HARM
from sightline.policy.incident_types import INCIDENT_TYPES
from sightline.policy.initial_review_form import INITIAL_REVIEW_FORM
from sightline.policy.investigation_report import REPORT_FORM
from sightline.policy.learning_responses import LEARNING_RESPONSES
from sightline.policy.lengths import Length, say_day
from sightline.policy.near_miss import CONSEQUENCES, LIKELIHOOD, LIKELIHOOD_QUESTION
from sightline.policy.never_events import FIRST_LOADED, NEVER_EVENTS, list_on
from sightline.policy.other_bodies import OTHER_BODIES
from sightline.policy.other_tellings import BREACH_TELLINGS
from sightline.policy.permissions import GRANTS, expected_access
from sightline.policy.quality_assurance import CHECKLIST
from sightline.policy.reporting_choices import CIRCUMSTANCES
from sightline.policy.reporting_form import QUESTIONS
from sightline.policy.required_responses import RULES
from sightline.policy.steis_rows import STEIS_FIELDS
from sightline.policy.telling import TELLINGS, TIMESCALE_TELLINGS
from sightline.policy.terms import Framework, Status, Term
from sightline.policy.workflow import WORKFLOW


class Cited(Term):
    """What a row is, as a heading over rows of its kind."""

    STEP = "step", "Steps of the workflow"
    TIMESCALE = "timescale", "Timescales"
    ACCESS = "access", "Who may see and do what"
    QUESTION = "question", "Questions of the report"
    CRITERION = "criterion", "What makes an incident serious"
    NEVER_EVENT = "never_event", "The Never Events list"
    REVIEW = "review", "The 72-hour review"
    CANDOUR = "candour", "The Duty of Candour record"
    REPORT = "report", "The final report and its action plan"
    QUALITY = "quality", "Quality assurance"
    STOP = "stop", "What must hold before closing"
    BODY = "body", "Other bodies that investigate"
    LEARNING = "learning", "Learning responses under PSIRF"
    NOTICE = "notice", "Who is told"
    LIST = "list", "Lists"
    STEIS = "steis", "Fields for StEIS"


@dataclass(frozen=True)
class Citation:
    """One row that cites a clause. ``detail``: what it says beside its name, such as a length and where that is from."""

    kind: Cited
    text: str
    detail: str = ""


def cited_by(clause_id: str) -> Mapping[Cited, tuple[Citation, ...]]:
    """The rows that cite a clause, by what they are. KeyError: there is no such clause."""
    rows = _index()[clause(clause_id).id]
    return {kind: found for kind in Cited if (found := tuple(row for row in rows if row.kind is kind))}


@cache
def _index() -> Mapping[str, tuple[Citation, ...]]:
    found: dict[str, dict[Citation, None]] = {clause_id: {} for clause_id in CLAUSES}
    for clause_id, citation in _rows():
        found[clause_id][citation] = None
    return {clause_id: tuple(rows) for clause_id, rows in found.items()}


_Row = tuple[str, Citation]


def _rows() -> Iterator[_Row]:
    yield from _of_the_case()
    yield from _of_judging()
    yield from _of_the_provider()
    yield from _of_assuring()
    yield from _of_telling()
    yield from _of_lists()


def _of_the_case() -> Iterator[_Row]:
    for steps in WORKFLOW.values():
        for step in steps.values():
            yield step.clause, Citation(Cited.STEP, step.action.label, f"By {step.who}.")
    for rows in DEADLINES.values():
        for row in rows:
            words = f"{Length(row.length, row.unit)} from {row.counted_from}. {row.framework.label}."
            source = f"{row.tag.label.capitalize()}: {row.source}."
            yield row.clause, Citation(Cited.TIMESCALE, f"{row.number}: {row.label}", f"{words} {source}")
    for grant in GRANTS:
        held = ", ".join(sorted(permission.label for permission in grant.permissions))
        may = f"May {held}." if held else "Sees parts of a case; takes no step."
        yield (
            grant.clause,
            Citation(Cited.ACCESS, f"{grant.role.label}, {grant.relation.label.lower()}", may),
        )
    for seen in BREACH_GRANTS:
        acts = "Acts on it." if seen.handles else "Reads it."
        yield (
            seen.clause,
            Citation(Cited.ACCESS, f"A breach: {seen.role.label}, {seen.relation.label.lower()}", acts),
        )
    for framework in Framework:
        for access in expected_access(_declared_under(framework)):
            yield access.clause, Citation(Cited.ACCESS, access.why, access.level.label)
    for question in QUESTIONS:
        needed = "Must be answered." if question.required else "May be left empty."
        yield question.clause, Citation(Cited.QUESTION, f"{question.number}. {question.question}", needed)
    for circumstance in CIRCUMSTANCES.values():
        yield (
            circumstance.clause,
            Citation(Cited.QUESTION, f"10. Does this apply: {circumstance.label}", circumstance.help),
        )


def _declared_under(framework: Framework) -> IncidentFacts:
    """A case that every party to it may see."""
    provider, lead, involved = UUID(int=1), UUID(int=2), UUID(int=3)
    return IncidentFacts(
        incident_id=UUID(int=9),
        framework=framework,
        status=Status.DECLARED if framework is Framework.SIF_2015 else Status.INVESTIGATING,
        provider_id=provider,
        lead_commissioner_id=lead,
        involved_ids=frozenset({involved}),
    )


def _of_judging() -> Iterator[_Row]:
    for asked in (NHS_FUNDED_QUESTION, NATURAL_COURSE_QUESTION):
        yield asked.clause, Citation(Cited.CRITERION, asked.text, asked.help)
    for criterion in (*CRITERIA_OF_CARE, *CRITERIA_OF_SERVICE):
        yield criterion.clause, Citation(Cited.CRITERION, criterion.label, criterion.question)
        for sub in criterion.sub_questions:
            needed = "Must be answered before declaring." if sub.required else ""
            yield (
                sub.clause,
                Citation(Cited.CRITERION, sub.text, f"Asked of: {criterion.label}. {needed}".strip()),
            )
    for scale in LIKELIHOOD:
        yield scale.clause, Citation(Cited.CRITERION, LIKELIHOOD_QUESTION, "A scale from 1 to 5.")
    for consequence in CONSEQUENCES:
        for scale in consequence.scale:
            yield scale.clause, Citation(Cited.CRITERION, consequence.question, "A scale from 1 to 5.")
    for level in INVESTIGATION_LEVELS.values():
        yield level.clause, Citation(Cited.CRITERION, level.label, f"{level.used_for} {level.output}")
    for edition in (list_on(FIRST_LOADED), list_on(date.max)):
        yield edition.clause, Citation(Cited.NEVER_EVENT, edition.label, edition.source)
    for event in NEVER_EVENTS.values():
        note = event.note if not event.active else event.definition
        yield event.clause, Citation(Cited.NEVER_EVENT, f"{event.code}. {event.name}", note)


def _of_the_provider() -> Iterator[_Row]:
    for row in INITIAL_REVIEW_FORM:
        yield row.clause, Citation(Cited.REVIEW, row.label, row.help)
    for regime in REGIMES.values():
        words = f"Binding since {say_day(regime.in_force_from)}."
        yield regime.clause, Citation(Cited.CANDOUR, regime.regime.label, words)
    for part in THREE_PART_TEST:
        yield part.clause, Citation(Cited.CANDOUR, part.question, part.help)
    for route in ROUTES.values():
        yield route.clause, Citation(Cited.CANDOUR, f"Relevant person: {route.label}", route.help)
    for step in STEPS.values():
        yield step.clause, Citation(Cited.CANDOUR, step.label, step.help)
    for field in REPORT_FORM:
        yield field.clause, Citation(Cited.REPORT, field.label, field.help)
    for strength in STRENGTHS.values():
        yield strength.clause, Citation(Cited.REPORT, f"{strength.strength.label} action", strength.meaning)


def _of_assuring() -> Iterator[_Row]:
    for item in CHECKLIST.values():
        yield item.clause, Citation(Cited.QUALITY, item.question)
    for stop in CLOSING_STOPS:
        yield stop.clause, Citation(Cited.STOP, stop.label)
    for body in OTHER_BODIES.values():
        yield body.clause, Citation(Cited.BODY, body.label, body.meaning)
    for response in LEARNING_RESPONSES.values():
        yield response.clause, Citation(Cited.LEARNING, response.label, response.definition)
    for rule in RULES:
        yield rule.clause, Citation(Cited.LEARNING, f"Required: {rule.when}", f"{rule.what}. {rule.source}")


def _of_telling() -> Iterator[_Row]:
    for row in TELLINGS:
        told = ", ".join(sorted(role.label for role in row.roles)) or "Whoever reported it"
        yield row.clause, Citation(Cited.NOTICE, f"{row.kind.label}: {row.text}", f"{told}.")
    for notice in BREACH_TELLINGS:
        yield notice.clause, Citation(Cited.NOTICE, f"{notice.after}: {notice.text}", "Whoever handles it.")
    for timescale in TIMESCALE_TELLINGS:
        told = ", ".join(sorted(role.label for role in timescale.roles)) or "Whoever handles it"
        yield timescale.clause, Citation(Cited.NOTICE, f"{timescale.kind.label}: a timescale", f"{told}.")


def _of_lists() -> Iterator[_Row]:
    for title, steps in (("likelihood", BREACH_LIKELIHOOD), ("severity", BREACH_SEVERITY)):
        for step in steps:
            yield step.clause, Citation(Cited.LIST, f"A breach: {title} from 1 to 5", "A scale of the grid.")
    for kind in INCIDENT_TYPES.values():
        yield kind.clause, Citation(Cited.LIST, f"Incident type: {kind.label}")
    for title, grades in (("Physical harm", PHYSICAL_HARM), ("Psychological harm", PSYCHOLOGICAL_HARM)):
        for grade in grades:
            yield grade.clause, Citation(Cited.LIST, f"{title}: {grade.label}", grade.definition)
    for number in OTHER_NUMBERS.values():
        yield number.clause, Citation(Cited.LIST, number.label)
    for field in STEIS_FIELDS.values():
        yield field.clause, Citation(Cited.STEIS, field.label)
