"""The parts of a case as pairs of term and words, from the rows of policy: one wording for every page that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sightline.incidents.selectors.case_sections import (
    CandourSection,
    ClassificationRow,
    InitialReviewRow,
    Narrative,
    QualityRow,
)
from sightline.incidents.selectors.learning import LearningRow
from sightline.policy import never_events, quality_assurance
from sightline.policy.action_strength import ActionStrength
from sightline.policy.candour_rows import ROUTES, STEPS, CandourStep, StepOutcome
from sightline.policy.classification import CRITERIA, INVESTIGATION_LEVELS, NaturalCourse, NhsFunded
from sightline.policy.initial_review_form import INITIAL_REVIEW_FORM
from sightline.policy.learning_record import RECORD_FORMS
from sightline.policy.learning_responses import LEARNING_RESPONSES
from sightline.policy.questionnaire import Choice
from sightline.policy.reporting_form import QUESTIONS
from sightline.policy.required_responses import QUESTIONS as FACT_QUESTIONS
from sightline.policy.required_responses import YES_NO_OR_NOT_KNOWN, Need, Required
from sightline.web.wording import say_date

Pairs = list[tuple[str, str]]

_LABELS: Mapping[str, Mapping[str, str]] = {
    field.name: {choice.code: choice.label for choice in field.choices}
    for question in QUESTIONS
    for field in question.fields
}


def words_for(field: str, code: str) -> str:
    """The label of one answer of the report, by the field and code of ``policy.reporting_form``."""
    return _LABELS.get(field, {}).get(code, code)


def words_for_all(field: str, codes: Iterable[str]) -> str:
    """Labels of several answers, as one line."""
    return "; ".join(words_for(field, code) for code in codes)


def level_words(level: int | None) -> str:
    """ "Level 2, comprehensive internal", or nothing where none is proposed."""
    row = None if level is None else INVESTIGATION_LEVELS.get(level)
    return "" if row is None else row.label


def when_words(story: Narrative) -> str:
    """When it happened, as exactly as it is known."""
    if story.happened_on is None:
        return story.happened_about or "Not known"
    words = say_date(story.happened_on)
    if story.happened_time is not None:
        about = "about " if story.happened_when == "about" else ""
        return f"{words}, {about}{story.happened_time:%H:%M}"
    if story.happened_shift:
        return f"{words}, {words_for('happened_shift', story.happened_shift).lower()}"
    return words


def narrative_pairs(story: Narrative) -> Pairs:
    """What was reported, in the order of the twelve questions."""
    where = ", ".join(part for part in (story.team, story.site) if part)
    affected = words_for_all("affected", story.affected)
    if story.affected_count:
        affected += f" ({story.affected_count})"
    pairs = [
        ("Description of incident", story.what_happened),
        ("Happened", when_words(story)),
        ("Found", say_date(story.found_on) if story.found_on else ""),
        ("Where", where),
        ("Setting", words_for("setting", story.setting)),
        ("Affected", affected),
        ("Age", words_for("age_band", story.age_band)),
        ("Physical harm", words_for("physical_harm", story.physical_harm)),
        ("Psychological harm", words_for("psychological_harm", story.psychological_harm)),
        ("Immediate action taken", story.made_safe),
        ("Could hurt someone now", words_for("danger_now", story.still_dangerous)),
        (
            "Other organisations",
            "; ".join(story.other_organisations)
            or story.others_in_words
            or words_for("other_organisation", story.others_involved),
        ),
        ("Also", words_for_all("circumstances", story.circumstances)),
    ]
    return [(term, words) for term, words in pairs if words]


def criteria_words(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Label and clause of each criterion met."""
    return [(CRITERIA[code].label, CRITERIA[code].clause) for code in codes if code in CRITERIA]


def sub_answer_pairs(row: ClassificationRow) -> Pairs:
    """What was answered below the criteria, in the order they are asked."""
    pairs = []
    for code in row.criteria:
        for question in CRITERIA[code].sub_questions if code in CRITERIA else ():
            answer = row.sub_answers.get(question.code, "")
            words = _answer_words(question.choices, answer)
            if words:
                pairs.append((question.text, words))
    return pairs


def _answer_words(choices: Sequence[Choice], answer: object) -> str:
    labels = {choice.code: choice.label for choice in choices} | {"yes": "Yes", "no": "No"}
    if isinstance(answer, str):
        return labels.get(answer, answer)
    if isinstance(answer, Iterable):
        return "; ".join(labels.get(str(code), str(code)) for code in answer)
    return ""


def judgement_pairs(row: ClassificationRow) -> Pairs:
    """One judgement without its criteria: funding, natural course, near miss, advice."""
    pairs = []
    if row.nhs_funded:
        pairs.append(("NHS-funded care", NhsFunded(row.nhs_funded).label))
    if row.natural_course:
        pairs.append(("Natural course of the illness", NaturalCourse(row.natural_course).label))
    if row.natural_course_override:
        pairs.append(("Declared all the same because", row.natural_course_override))
    if row.likelihood:
        harms = ", ".join(f"{who.lower()} {score}" for who, score in row.consequences if score)
        pairs.append(("Near-miss risk assessment", f"Likelihood {row.likelihood}; consequence for {harms}"))
    if row.never_event_code:
        pairs.append(("Never Event", never_event_words(row.never_event_code)))
    reasons = row.advice.get("reasons") or []
    if reasons:
        pairs.append(("What the criteria advised", " ".join(str(text) for text, _clause in reasons)))
    return pairs


def never_event_words(code: str) -> str:
    """ "3, retained foreign object post procedure", or nothing."""
    return (
        f"{code}, {never_events.never_event(code).name.lower()}"
        if code in never_events.NEVER_EVENTS
        else code
    )


def initial_review_pairs(row: InitialReviewRow) -> Pairs:
    """A 72-hour review in the order of its form."""
    pairs = [
        (field.label, _answer_words(field.choices, row.answers.get(field.code, "")))
        for field in INITIAL_REVIEW_FORM
    ]
    return [
        *[(term, words) for term, words in pairs if words],
        ("Proposed level", level_words(row.proposed_level)),
    ]


def quality_pairs(row: QualityRow) -> list[tuple[str, str, str]]:
    """Items rated so far: question, rating in words, comment."""
    rated = []
    for code, item in quality_assurance.CHECKLIST.items():
        answer = row.quality.get(code)
        if answer and answer.get("rating"):
            rating = quality_assurance.Rating(answer["rating"])
            rated.append((item.question, rating.label, answer.get("comment", "")))
    return rated


def route_words(code: str) -> str:
    """Who the relevant person is, by kind."""
    return ROUTES[code].label if code in ROUTES else "not recorded"


def candour_steps() -> tuple[CandourStep, ...]:
    """The steps of the duty, in order."""
    return tuple(STEPS.values())


def outcome_words(outcome: str) -> str:
    """How a step of the duty ended."""
    return StepOutcome(outcome).label


def strength_words(strength: str) -> str:
    """How strong an action is."""
    return f"{ActionStrength(strength).label} action"


def learning_response_words(code: str) -> str:
    """The learning response chosen under PSIRF."""
    row = LEARNING_RESPONSES.get(code)
    return row.label if row is not None else code


_RECORD_LABELS: Mapping[str, str] = {row.code: row.label for form in RECORD_FORMS.values() for row in form}
_FACT_ANSWERS: Mapping[str, str] = {choice.code: choice.label for choice in YES_NO_OR_NOT_KNOWN}


def learning_pairs(row: LearningRow) -> Pairs:
    """What was learned, in the order of the questions of its response."""
    questions = RECORD_FORMS.get(row.response, ())
    return [(asked.label, row.answers[asked.code]) for asked in questions if row.answers.get(asked.code)]


def fact_pairs(facts: Mapping[str, str]) -> Pairs:
    """What was answered about responses that are required, in the order of asking."""
    return [
        (asked.text, _FACT_ANSWERS.get(facts[code], facts[code]))
        for code, asked in FACT_QUESTIONS.items()
        if code in facts
    ]


def learning_pairs_of(field: str, value: Mapping[str, str]) -> Pairs:
    """The answers of a learning response as they stand in its column, for the audit trail."""
    if field == "facts":
        return fact_pairs(value)
    return [(_RECORD_LABELS.get(code, code), text) for code, text in value.items()]


def required_words(row: Required) -> str:
    """What is required and why, or what would be and which question is open."""
    if row.need is Need.REQUIRED:
        return f"{row.rule.what}: {row.rule.when[0].lower()}{row.rule.when[1:]}"
    open_questions = " ".join(FACT_QUESTIONS[name].text for name in row.asks)
    return f"{row.rule.what}. It depends on this: {open_questions}"


def candour_note(section: CandourSection | None) -> str:
    """A few words beside the heading: "informed, letter outstanding"."""
    if section is None:
        return ""
    if section.applies is None:
        return "not decided"
    if not section.applies:
        return "does not apply"
    told, letter = section.steps.get("D1"), section.steps.get("D7")
    if told is None:
        return "patient not yet informed"
    said = {"done": "informed", "declined": "declined", "could_not_contact": "could not be contacted"}
    first = said.get(told.outcome, "waiting")
    if letter is None and told.outcome == StepOutcome.DONE:
        return f"{first}, follow-up letter outstanding"
    return first
