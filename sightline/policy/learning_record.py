"""What the record of a learning response must hold: how it is planned, who was engaged, and its own questions.

Each response asks its own (reference 6.1). Nothing is asked about who is to blame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sightline.policy.learning_responses import LEARNING_RESPONSES, PSII
from sightline.policy.lengths import say_day
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Term

SEIPS = "Systems Engineering Initiative for Patient Safety (SEIPS), the headings of its work system"
ENGAGEMENT_MISSING = "how those affected are engaged"
ROLE_LENGTH, WORDS_LENGTH = 200, 10_000


@dataclass(frozen=True)
class RecordQuestion:
    """One question of a record. ``missing`` ends the sentence "The record still needs …"."""

    code: str
    label: str
    missing: str
    help: str = ""
    required: bool = True
    source: str = ""


def _q(
    code: str, label: str, missing: str, help: str = "", *, required: bool = True, source: str = ""
) -> RecordQuestion:
    return RecordQuestion(code, label, missing, help, required, source)


_HAPPENED = _q("happened", "What happened?", "what happened", "As those involved saw it. No names.")
_IMPROVE = _q(
    "improve",
    "Areas for improvement",
    "the areas for improvement",
    "Where the system can be made safer. Safety actions are added beside them.",
)
_WORK_SYSTEM = (
    _q("tools", "Tools and technology", "tools and technology", "Equipment, records, software, alarms."),
    _q("tasks", "Tasks", "tasks", "How the work is really done, its demands and interruptions."),
    _q(
        "organisation",
        "Organisation",
        "organisation",
        "Staffing, rotas, training, culture, how teams are led.",
    ),
    _q(
        "person",
        "Person or people",
        "person or people",
        "What people brought with them: never who is to blame.",
    ),
    _q("internal", "Internal environment", "internal environment", "Space, light, noise, layout."),
    _q(
        "external",
        "External environment",
        "external environment",
        "Rules, targets, other organisations, demand from outside.",
    ),
)

#: The questions of each response, by its code.
RECORD_FORMS: Mapping[str, tuple[RecordQuestion, ...]] = MappingProxyType(
    {
        PSII: (
            _HAPPENED,
            *(
                _q(
                    row.code,
                    row.label,
                    f"the work system: {row.missing}",
                    f"{row.help} If you looked and found nothing, say so.",
                    source=SEIPS,
                )
                for row in _WORK_SYSTEM
            ),
            _q("findings", "Findings", "the findings", "What was learned of how the system works."),
            _q(
                "factors",
                "System factors that contributed",
                "the system factors that contributed",
                "How parts of the work system came together, not one cause.",
            ),
            _IMPROVE,
        ),
        "after_action_review": (
            _q("expected", "What was expected to happen?", "what was expected to happen"),
            _q("actual", "What actually happened?", "what actually happened"),
            _q("difference", "Why was there a difference?", "why there was a difference"),
            _q("learned", "What can be learned?", "what can be learned"),
        ),
        "swarm_huddle": (
            _HAPPENED,
            _q("why", "What in the work made it likely?", "what in the work made it likely"),
            _q("changed", "What was changed at once?", "what was changed at once"),
            _q(
                "share",
                "Who else needs to know?",
                "who else needs to know",
                "Other wards, shifts or organisations with the same risk.",
                required=False,
            ),
        ),
        "mdt_review": (
            _HAPPENED,
            _q(
                "views",
                "What does each profession see?",
                "what each profession sees",
                "One after the other, those who work there first.",
            ),
            _q("factors", "System factors that contributed", "the system factors that contributed"),
            _IMPROVE,
        ),
        "thematic_review": (
            _q(
                "cases",
                "Which events were read together?",
                "which events were read together",
                "Say how they were chosen. Cases joined to this one are listed on its page.",
            ),
            _q("links", "What links them?", "what links them"),
            _q("factors", "System factors that contributed", "the system factors that contributed"),
            _IMPROVE,
        ),
        "local_learning": (
            _q("learned", "What did the team learn?", "what the team learned"),
            _q("share", "How is it shared?", "how it is shared", required=False),
        ),
    }
)


class Engagement(Term):
    """How those affected were engaged. "Not yet" is not an answer; candour is recorded on its own page."""

    ENGAGED = "engaged", "They were asked how they want to take part"
    DECLINED = "declined", "They do not wish to take part"
    NOT_REACHED = "not_reached", "They could not be reached, though it was tried"
    NOBODY = "nobody", "Nobody was affected"


def missing_from_record(response: str, answers: Mapping[str, str]) -> tuple[str, ...]:
    """What the record of this response still needs, in words; empty where it is whole."""
    return tuple(
        row.missing
        for row in RECORD_FORMS.get(response, ())
        if row.required and not answers.get(row.code, "").strip()
    )


def answers_of(response: str, given: Mapping[str, str]) -> dict[str, str]:
    """Of what was given, the answers to the questions of this response, without outer spaces and empty ones."""
    return {
        row.code: given[row.code].strip()
        for row in RECORD_FORMS.get(response, ())
        if given.get(row.code, "").strip()
    }


def problems_of_record(response: str, answers: Mapping[str, str]) -> tuple[Problem, ...]:
    """What stops the record from being saved: it may be saved unfinished, but not empty, and never cut."""
    forms = RECORD_FORMS.get(response, ())
    found = [
        Problem(row.code, f"Use {WORDS_LENGTH:,} characters or fewer.", clause="2.2b")
        for row in forms
        if len(answers.get(row.code, "").strip()) > WORDS_LENGTH
    ]
    if forms and not found and not any(answers.get(row.code, "").strip() for row in forms):
        found.append(Problem(forms[0].code, "Write something down before you save it.", clause="2.2b"))
    return tuple(found)


def problems_of_plan(
    response: str, *, led_by: str, terms: str, due_on: date | None, has_date: bool, today: date
) -> tuple[Problem, ...]:
    """What stops a plan from being recorded. ``has_date``: a date stands already, and is re-agreed on its own page."""
    said = {
        "led_by": "" if led_by.strip() else "Say which role leads it.",
        "terms": "" if terms.strip() else "Say what it looks at, and what it does not.",
        "due_on": "" if has_date else _problem_with_date(due_on, today),
    }
    if len(led_by.strip()) > ROLE_LENGTH:
        said["led_by"] = f"Use {ROLE_LENGTH} characters or fewer."
    if len(terms.strip()) > WORDS_LENGTH:
        said["terms"] = f"Use {WORDS_LENGTH:,} characters or fewer."
    if response not in LEARNING_RESPONSES:
        said["terms"] = "Choose the learning response first."
    return tuple(Problem(field, words, clause="2.2b") for field, words in said.items() if words)


def _problem_with_date(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "Enter the date you agree to finish it by."
    return "The date cannot be in the past." if due_on < today else ""


def problems_of_new_date(
    due_on: date | None, reason: str, *, stands: date, today: date
) -> tuple[Problem, ...]:
    """What stops another date from being agreed. It is later than the one that stands, which is never lost."""
    words = _problem_with_date(due_on, today)
    if due_on is not None and not words and due_on <= stands:
        words = f"{say_day(stands)} is agreed already. Agree a later date."
    said = {"due_on": words, "reason": "" if reason.strip() else "Say why another date is agreed."}
    if len(reason.strip()) > WORDS_LENGTH:
        said["reason"] = f"Use {WORDS_LENGTH:,} characters or fewer."
    return tuple(Problem(field, text, clause="2.2b") for field, text in said.items() if text)


def problems_of_engagement(outcome: str, words: str, questions: str) -> tuple[Problem, ...]:
    """What stops the engagement from being recorded."""
    said = {
        "outcome": "" if outcome in set(Engagement) else "Choose how they were engaged.",
        "words": "" if words.strip() else "Say what was done.",
        "questions": "",
    }
    for field, text in (("words", words), ("questions", questions)):
        if len(text.strip()) > WORDS_LENGTH:
            said[field] = f"Use {WORDS_LENGTH:,} characters or fewer."
    if outcome == Engagement.ENGAGED and not questions.strip():
        said["questions"] = said["questions"] or "Write down what they ask, or that they ask nothing."
    return tuple(Problem(field, text, clause="3.1d") for field, text in said.items() if text)


def missing_before_sign_off(
    response: str, *, planned: bool, engaged: bool, answers: Mapping[str, str]
) -> tuple[str, ...]:
    """What a response still needs before its executive can sign it off, in words for one sentence."""
    row = LEARNING_RESPONSES.get(response)
    if row is None:
        return ()
    missing = list(missing_from_record(response, answers))
    if row.needs_engagement and not engaged:
        missing.insert(0, ENGAGEMENT_MISSING)
    if row.needs_plan and not planned:
        missing.insert(0, "a plan: who leads it, what it looks at, and the date agreed")
    return tuple(missing)
