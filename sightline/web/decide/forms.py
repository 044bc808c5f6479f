"""Forms of this room. They ask ``policy`` what is wrong, as the services do, and say it beside the field."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sightline.incidents.selectors.case_sections import ClassificationRow
from sightline.incidents.services.triage import Declaration, Judgement
from sightline.policy.classification import (
    CRITERIA,
    Answers,
    NaturalCourse,
    NhsFunded,
    Outcome,
    problems,
)
from sightline.policy.declaring import OTHER_NUMBERS, problems_of_declaration
from sightline.policy.near_miss import NearMissScores
from sightline.policy.questionnaire import Problem
from sightline.policy.working_days import LONDON, london_day
from sightline.web.checked_form import CheckedForm
from sightline.web.judgement_fields import NONE, SCORES, VIEWS, DecisionFacts, decision_fields
from sightline.web.nhsuk.fields import ChoiceField, LongTextField, Refusal

#: The field of the form for a field of the rules, where the names differ.
_FIELD_OF = {
    "criteria": "criteria_of_care",
    "never_event_code": "never_event",
    "identified_at": "identified_on",
    "declared_at": "declared_on",
}


class ProblemsForm(CheckedForm):
    """A form that says problems found by the rules beside its fields."""

    def say(self, problem: Problem) -> None:
        """Beside the field, or beside each score of a near miss; a field already in error says no more."""
        names = SCORES if problem.field == "near_miss_scores" else (problem.field,)
        for name in names:
            name = _FIELD_OF.get(name, name)
            if name in SCORES and self.cleaned_data.get(name):
                continue
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, Refusal(problem))


class DecisionForm(ProblemsForm):
    """The whole judgement, the decision, and what declaring asks; ``deciding`` is False when only advice is wanted."""

    def __init__(self, data: Any, *, facts: DecisionFacts, deciding: bool) -> None:
        super().__init__(data, initial=None if data is not None else _initial(facts))
        self.facts = facts
        self.deciding = deciding
        self.fields.update(decision_fields(facts))

    @property
    def answers(self) -> Answers:
        """What was answered so far, for the rules; a field in error counts as unanswered."""
        given = self.cleaned_data
        ticked = [*given.get("criteria_of_care", ()), *given.get("criteria_of_service", ())]
        natural = given.get("natural_course", "")
        never_event = given.get("never_event", "")
        scores = [given.get(name) for name in SCORES]
        answers = Answers(
            criteria=frozenset(ticked),
            sub_answers={
                row.code: given[row.code]
                for code in ticked
                for row in CRITERIA[code].sub_questions
                if given.get(row.code)
            },
            nhs_funded=NhsFunded(given["nhs_funded"]) if given.get("nhs_funded") else None,
            natural_course=NaturalCourse(natural) if natural and natural != NONE else None,
            near_miss={"yes": True, "no": False}.get(given.get("near_miss", "")),
            near_miss_scores=NearMissScores(*(int(each) for each in scores if each)) if all(scores) else None,
            never_event_code=never_event if never_event != NONE else "",
            incident_on=self.facts.happened_on or given.get("incident_on"),
            death=natural != NONE if natural else None,
        )
        return self.facts.with_report(answers)

    @property
    def decided(self) -> Outcome:
        """What was decided."""
        return Outcome(self.cleaned_data["outcome"])

    @property
    def judgement(self) -> Judgement:
        """What the services record."""
        given = self.cleaned_data
        return Judgement(
            self.answers, given.get("rationale", ""), given.get("override_reason", ""), given.get("review_on")
        )

    @property
    def own_view(self) -> str:
        """The provider's own view when it asks to discuss; empty where it has none yet."""
        view = self.cleaned_data.get("view", "")
        return "" if view == NONE else view

    @property
    def declaration(self) -> Declaration:
        """What declaring needs besides the judgement."""
        given = self.cleaned_data
        day, hour = given.get("identified_on"), given.get("identified_time")
        board, place = given.get("responsible_commissioner"), given.get("place")
        return Declaration(
            identified_at=_moment(day, hour),
            incident_type=given.get("incident_type", ""),
            incident_type_other=given.get("incident_type_other", ""),
            proposed_level=int(given["proposed_level"]) if given.get("proposed_level") else None,
            headline=given.get("headline", ""),
            responsible_commissioner_id=UUID(board) if board else None,
            responsible_commissioner_why=given.get("responsible_commissioner_why", ""),
            place_id=UUID(place) if place else None,
            numbers={name: given.get(name, "") for name in OTHER_NUMBERS},
            declared_at=_moment(given.get("declared_on"), given.get("declared_time")),
        )

    def clean(self) -> None:
        if not self.deciding:
            return
        # Django takes a field that is said to be wrong out of what was given, so all of it is read first.
        given, outcome = dict(self.cleaned_data), self.cleaned_data.get("outcome")
        judgement, declaration = self.judgement, self.declaration
        if not given.get("never_event") and "never_event" in self.fields:
            self.say(Problem("never_event", "Choose one, or “None of these”.", clause="3.3d"))
        if not outcome:
            self.say(Problem("outcome", "Choose what you decide.", clause="3.2.1"))
        for problem in problems(
            judgement.answers,
            # Without a decision nothing but what every decision needs is said.
            Outcome(outcome) if outcome else Outcome.DISCUSS,
            judgement.rationale,
            override_reason=judgement.natural_course_override,
            review_on=judgement.review_on,
            today=london_day(self.facts.now),
        ):
            self.say(problem)
        if outcome == Outcome.DISCUSS and not given.get("view"):
            self.say(Problem("view", "Say what you think yourself, or “No view yet”.", clause="3.2.2"))
        if outcome == Outcome.DECLARE:
            self._check_declaration(declaration, given)

    def _check_declaration(self, declaration: Declaration, given: dict[str, Any]) -> None:
        if given.get("identified_on") and not given.get("identified_time"):
            self.say(Problem("identified_time", "Enter the time it was identified.", clause="1.1b"))
        elif not given.get("identified_confirmed"):
            words = "Confirm the date and time it was identified."
            self.say(Problem("identified_confirmed", words, clause="1.1b"))
        if bool(given.get("declared_on")) != bool(given.get("declared_time")):
            name = "declared_time" if given.get("declared_on") else "declared_on"
            words = "Enter both the date and the time it was declared, or neither."
            self.say(Problem(name, words, clause="1.1b"))
        for problem in problems_of_declaration(
            declaration,
            happened_on=self.facts.happened_on or given.get("incident_on"),
            place_ids=[place.place_id for place in self.facts.places],
            suggested_commissioner_id=self.facts.page.facts.lead_commissioner_id,
            now=self.facts.now,
            from_paper=self.facts.from_paper,
        ):
            if problem.field != "identified_at" or "identified_time" not in self.errors:
                self.say(problem)


def _moment(day: date | None, hour: time | None) -> datetime | None:
    return datetime.combine(day, hour, LONDON) if day and hour else None


class ViewForm(ProblemsForm):
    """One side's view in a discussion."""

    view = ChoiceField(
        label="What does your organisation think?",
        choices=VIEWS,
        missing="Say whether it meets SI criteria.",
        label_size="s",
        clause="3.2.2",
    )
    reason = LongTextField(
        label="Why?",
        missing="Give the reason for this view.",
        help_text="The other side reads this.",
        rows=4,
        clause="3.2.2",
    )


class ReconsiderForm(ProblemsForm):
    """Why an incident judged not serious is looked at again."""

    reason = LongTextField(
        label="Why do you look at it again?",
        missing="Say why it is looked at again.",
        help_text="For example, what was asked, or what has come to light since.",
        rows=4,
        clause="3.2.1",
    )


def _initial(facts: DecisionFacts) -> dict[str, Any]:
    """What a new form shows: the last judgement if there is one, else what the report says."""
    page = facts.page
    told, section = page.narrative, page.classification
    initial: dict[str, Any] = {
        "near_miss": "yes" if told is not None and told.near_miss else "no",
        **_initial_declaration(facts),
    }
    if section is not None and section.judgements:
        last = section.judgements[0]
        initial |= _initial_from(last)
        if len(facts.outcomes) == 1:
            # Both agreed on it in discussion: the reasons are those given there, to be added to.
            initial |= {"rationale": last.rationale, "outcome": facts.outcomes[0].value}
            initial["review_on"] = section.natural_course_review_on
    return initial


def _initial_from(last: ClassificationRow) -> dict[str, Any]:
    scores = [last.likelihood, *(score for _, score in last.consequences)]
    return {
        "nhs_funded": last.nhs_funded,
        "criteria_of_care": _of_family("A", last.criteria),
        "criteria_of_service": _of_family("B", last.criteria),
        **last.sub_answers,
        "never_event": last.never_event_code or NONE,
        "natural_course": last.natural_course or NONE,
        "override_reason": last.natural_course_override,
        "near_miss": "yes" if last.near_miss else "no",
        **{name: "" if score is None else str(score) for name, score in zip(SCORES, scores, strict=True)},
    }


def _of_family(family: str, codes: Collection[str]) -> list[str]:
    return [code for code in codes if code in CRITERIA and CRITERIA[code].family == family]


def _initial_declaration(facts: DecisionFacts) -> dict[str, Any]:
    page = facts.page
    section = page.classification
    agreed_at = section.agreed_in_discussion_at if section is not None else None
    moment = (agreed_at or facts.now).astimezone(LONDON)
    numbers = dict(page.numbers)
    return {
        "identified_on": moment.date(),
        "identified_time": f"{moment:%H:%M}",
        "place": str(page.facts.place_id or ""),
        "responsible_commissioner": str(page.facts.lead_commissioner_id or ""),
        "headline": page.headline,
        "steis_number": numbers.get("StEIS", ""),
        "lfpse_number": numbers.get("LFPSE", ""),
        "local_number": numbers.get("Local", ""),
    }
