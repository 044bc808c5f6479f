"""Fields of the judgement and of declaring, made from the rows of ``policy``: used by the forms of ``decide``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sightline.incidents.selectors import CasePage
from sightline.organisations.rows import OrganisationRow, PlaceRow
from sightline.policy.classification import (
    INVESTIGATION_LEVELS,
    NATURAL_COURSE_QUESTION,
    NHS_FUNDED_QUESTION,
    Answers,
    Outcome,
    someone_died,
)
from sightline.policy.criteria import CRITERIA_OF_CARE, CRITERIA_OF_SERVICE, Criterion
from sightline.policy.declaring import (
    DECLARED_EXPLAINED,
    HEADLINE_LENGTH,
    IDENTIFIED_EXPLAINED,
    OTHER_NUMBERS,
    RESPONSIBLE_EXPLAINED,
    TYPE_OTHER_LENGTH,
    WHY_LENGTH,
)
from sightline.policy.incident_types import types_on
from sightline.policy.near_miss import CONSEQUENCES, LIKELIHOOD, LIKELIHOOD_QUESTION, ScaleRow
from sightline.policy.never_events import NeverEvent, list_on
from sightline.policy.questionnaire import AnswerKind, SubQuestion
from sightline.policy.report_says import with_report
from sightline.policy.working_days import london_day
from sightline.web.clause_links import clause_link
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    LongTextField,
    MultipleChoiceField,
    TextField,
    TickField,
    TimeField,
)

Fields = dict[str, forms.Field]
NONE = "none"
SCORES = ("likelihood", "staff", "patients", "organisation")
VIEWS = (("serious", "It meets SI criteria"), ("not_serious", "It does not meet SI criteria"))


@dataclass(frozen=True)
class DecisionFacts:
    """What the form must know of the case and its surroundings besides what is typed."""

    page: CasePage
    places: Sequence[PlaceRow]
    boards: Sequence[OrganisationRow]
    outcomes: Sequence[Outcome]
    now: datetime

    @property
    def happened_on(self) -> date | None:
        """The day of the report, where it gives one."""
        return self.page.narrative.happened_on if self.page.narrative else None

    @property
    def from_paper(self) -> bool:
        """Whether it was reported on paper and typed in later."""
        keeping = self.page.keeping
        return keeping is not None and keeping.entered_at is not None

    @property
    def says_someone_died(self) -> bool:
        """Whether the report itself says so."""
        told = self.page.narrative
        return told is not None and someone_died(told.physical_harm, told.circumstances)

    def with_report(self, answers: Answers) -> Answers:
        """The answers with what the report already says of a death, harm and a near miss."""
        told = self.page.narrative
        if told is None:
            return answers
        return with_report(
            answers,
            affected=told.affected,
            physical_harm=told.physical_harm,
            psychological_harm=told.psychological_harm,
            circumstances=told.circumstances,
        )

    @property
    def list_day(self) -> date:
        """The day whose Never Events list is shown: when it happened, else found, else today."""
        told = self.page.narrative
        return self.happened_on or (told.found_on if told else None) or london_day(self.now)


def decision_fields(facts: DecisionFacts) -> Fields:
    """Every field of the page, in its order; those of declaring only where it may be declared."""
    made = _funding()
    made |= _criteria("criteria_of_care", "Care of people", CRITERIA_OF_CARE)
    made |= _criteria("criteria_of_service", "Threats to the service", CRITERIA_OF_SERVICE)
    made |= _never_event(facts) | _death(facts) | _near_miss() | _decision(facts)
    if Outcome.DECLARE in facts.outcomes:
        made |= _declaration(facts)
    return made


def _funding() -> Fields:
    return {
        "nhs_funded": ChoiceField(
            label=NHS_FUNDED_QUESTION.text,
            help_text=NHS_FUNDED_QUESTION.help,
            choices=[(row.code, row.label) for row in NHS_FUNDED_QUESTION.choices],
            required=False,
            clause=NHS_FUNDED_QUESTION.clause,
        )
    }


def _criteria(name: str, title: str, rows: Iterable[Criterion]) -> Fields:
    rows = tuple(rows)
    made: Fields = {
        name: MultipleChoiceField(
            label=f"{title}: tick every one that applies",
            choices=[(row.code, row.label) for row in rows],
            choice_hints={
                row.code: format_html("{} {} {}", row.question, row.help, clause_link(row.clause))
                for row in rows
            },
            reveals={row.code: [question.code for question in row.sub_questions] for row in rows},
            required=False,
            help_text="Leave all empty if none applies.",
        )
    }
    for row in rows:
        for question in row.sub_questions:
            made[question.code] = _sub_question(question)
    return made


_YES_NO = (("yes", "Yes"), ("no", "No"))


def _sub_question(row: SubQuestion) -> forms.Field:
    help_text = row.help or ("" if row.required else "If you know it." if row.kind is AnswerKind.TEXT else "")
    clause = row.clause if row.required else ""
    given: dict[str, Any] = {"label": row.text, "help_text": help_text, "required": False, "clause": clause}
    if row.kind is AnswerKind.TEXT:
        return LongTextField(rows=2, **given)
    choices = [(choice.code, choice.label) for choice in row.choices] or _YES_NO
    hints = {choice.code: choice.help for choice in row.choices if choice.help}
    if row.kind is AnswerKind.MULTI:
        return MultipleChoiceField(choices=choices, choice_hints=hints, **given)
    return ChoiceField(choices=choices, choice_hints=hints, **given)


def _never_event(facts: DecisionFacts) -> Fields:
    made: Fields = {}
    if facts.happened_on is None:
        made["incident_on"] = DateField3(
            label="When did it happen?",
            help_text="The report gives no date. Needed for a Never Event; helpful for everything else.",
            subject="The date it happened",
            required=False,
            clause="2.3b",
        )
    edition = list_on(facts.list_day)
    if edition.loaded:
        made["never_event"] = ChoiceField(
            label="Is it a Never Event?",
            choices=[
                *((row.code, f"{row.code}. {row.name}") for row in edition.items),
                (NONE, "None of these"),
            ],
            choice_hints={row.code: _what_counts(row) for row in edition.items},
            divider_before=NONE,
            required=False,
            clause="3.3d",
        )
    return made


def _what_counts(row: NeverEvent) -> SafeString:
    """The definition, and behind a summary what the item includes and excludes."""
    lists = [
        format_html(
            "<p><strong>{}</strong></p><ul>{}</ul>",
            title,
            format_html_join("", "<li>{}</li>", ((phrase.text,) for phrase in phrases)),
        )
        for title, phrases in (("It includes", row.includes), ("It does not include", row.excludes))
        if phrases
    ]
    lists.append(format_html("<p>Where: {}.</p>", row.setting))
    return format_html(
        '{} <details class="nhsuk-details"><summary class="nhsuk-details__summary">'
        '<span class="nhsuk-details__summary-text">What counts'
        '<span class="nhsuk-u-visually-hidden"> as {}</span></span></summary>'
        '<div class="nhsuk-details__text">{}</div></details>',
        row.definition,
        row.name,
        mark_safe("".join(lists)),  # noqa: S308  made of escaped parts above
    )


def _death(facts: DecisionFacts) -> Fields:
    choices = [(row.code, row.label) for row in NATURAL_COURSE_QUESTION.choices]
    label = NATURAL_COURSE_QUESTION.text
    if not facts.says_someone_died:
        choices = [(NONE, "Nobody died"), *choices]
        label = f"If someone died: {label[0].lower()}{label[1:]}"
    return {
        "natural_course": ChoiceField(
            label=label,
            choices=choices,
            choice_hints={row.code: row.help for row in NATURAL_COURSE_QUESTION.choices},
            reveals={"yes": ["override_reason"], "not_yet_known": ["review_on"]},
            required=False,
            clause=NATURAL_COURSE_QUESTION.clause,
        ),
        "override_reason": LongTextField(
            label="Do you declare it all the same? Say why",
            help_text="Needed only if you declare.",
            rows=3,
            required=False,
            clause=NATURAL_COURSE_QUESTION.clause,
        ),
        "review_on": DateField3(
            label="On which day will you look at this again?",
            help_text="Needed if you declare. For example, 8 4 2027.",
            subject="The day to look again",
            required=False,
            clause=NATURAL_COURSE_QUESTION.clause,
        ),
    }


def _near_miss() -> Fields:
    made: Fields = {
        "near_miss": ChoiceField(
            label="Was it a near miss?",
            help_text="It was caught before it reached anyone. Harm, however small, is not a near miss.",
            choices=_YES_NO,
            reveals={"yes": SCORES},
            required=False,
            clause="3.6.0",
        ),
        "likelihood": _scale(LIKELIHOOD_QUESTION, LIKELIHOOD),
    }
    for row in CONSEQUENCES:
        made[row.code] = _scale(row.question, row.scale)
    return made


def _scale(question: str, rows: Iterable[ScaleRow]) -> ChoiceField:
    rows = tuple(rows)
    return ChoiceField(
        label=question,
        choices=[(str(row.value), f"{row.value}. {row.label}") for row in rows],
        choice_hints={str(row.value): row.help for row in rows},
        required=False,
        clause=rows[0].clause,
    )


_OUTCOME_HINTS = {
    Outcome.DECLARE: "The ICB sees the case at once, and the timescales of a serious incident run.",
    Outcome.DISCUSS: "For borderline cases. It moves on when you and the ICB both record the same view.",
    Outcome.NOT_SERIOUS: "The person who reported it is told why, and can ask for a second look. "
    "The ICB sees the criteria and your reasons only.",
}


def _decision(facts: DecisionFacts) -> Fields:
    made: Fields = {
        "rationale": LongTextField(
            label="Why? Your reasons, in your own words",
            help_text="No list settles it. Others rely on this later. Do not name anyone.",
            rows=5,
            required=False,
            clause="3.2.1",
        ),
        "outcome": ChoiceField(
            label="What do you decide?",
            choices=[(row.value, row.label) for row in facts.outcomes],
            choice_hints={row.value: _OUTCOME_HINTS[row] for row in facts.outcomes},
            reveals={
                Outcome.DISCUSS.value: ["view"],
                Outcome.DECLARE.value: [
                    name
                    for name in _DECLARING
                    if (name != "place" or len(facts.places) > 1)
                    and (name not in _DECLARED_BEFORE or facts.from_paper)
                ],
            },
            required=False,
            clause="3.2.1",
        ),
    }
    if Outcome.DISCUSS in facts.outcomes:
        made["view"] = ChoiceField(
            label="What do you think yourself?",
            choices=[*VIEWS, (NONE, "No view yet")],
            required=False,
            clause="3.2.2",
        )
    return made


#: Asked only of what was reported on paper.
_DECLARED_BEFORE = ("declared_on", "declared_time")
_DECLARING = (
    "identified_on",
    "identified_time",
    "identified_confirmed",
    *_DECLARED_BEFORE,
    "incident_type",
    "incident_type_other",
    "proposed_level",
    "place",
    "responsible_commissioner",
    "responsible_commissioner_why",
    "headline",
    *OTHER_NUMBERS,
)


def _declaration(facts: DecisionFacts) -> Fields:
    levels = INVESTIGATION_LEVELS.values()
    made: Fields = {
        "identified_on": DateField3(
            label="On which day was it identified as a serious incident?",
            help_text=IDENTIFIED_EXPLAINED,
            subject="The date it was identified",
            required=False,
            clause="1.1b",
        ),
        "identified_time": TimeField(
            label="At what time?", subject="The time it was identified", required=False, clause="1.1b"
        ),
        "identified_confirmed": TickField(
            label="I have checked: it was identified then", required=False, clause="1.1b"
        ),
        "incident_type": ChoiceField(
            label="Incident type",
            help_text="If it is not clear yet, choose “Pending review”. It must be settled before closing.",
            choices=[
                ("", "Choose a type"),
                *((row.code, row.label) for row in types_on(london_day(facts.now))),
            ],
            required=False,
            clause="12i",
            select=True,
        ),
        "incident_type_other": TextField(
            label="If the type is “Other”: which?",
            max_characters=TYPE_OTHER_LENGTH,
            required=False,
            clause="12i",
        ),
        "proposed_level": ChoiceField(
            label="Which level of investigation do you propose?",
            help_text="The ICB agrees it. It can change.",
            choices=[(str(row.number), row.label) for row in levels],
            choice_hints={str(row.number): f"{row.used_for} {row.output}" for row in levels},
            required=False,
            clause="2.2b",
        ),
    }
    if facts.from_paper:
        made["declared_on"] = DateField3(
            label="On which day was it declared to the ICB by phone or on paper?",
            help_text=DECLARED_EXPLAINED,
            subject="The date it was declared",
            required=False,
        )
        made["declared_time"] = TimeField(
            label="At what time was it declared?", subject="The time it was declared", required=False
        )
    if len(facts.places) > 1:
        made["place"] = ChoiceField(
            label="Which Place does it belong to?",
            choices=[(str(row.place_id), row.name) for row in facts.places],
            required=False,
            clause="4.7.13",
        )
    lead = facts.page.lead_commissioner_name
    suggestion = f" {lead} is suggested, as it holds the main contract." if lead else ""
    made["responsible_commissioner"] = ChoiceField(
        label="Responsible commissioner",
        help_text=RESPONSIBLE_EXPLAINED + suggestion,
        choices=[("", "Not known yet"), *((str(row.id), row.name) for row in facts.boards)],
        required=False,
        select=True,
    )
    made["responsible_commissioner_why"] = TextField(
        label="If you chose another: why?", max_characters=WHY_LENGTH, required=False, clause="4.7.2"
    )
    made["headline"] = TextField(
        label="Headline",
        help_text="One line that people know the case by. Do not name anyone.",
        max_characters=HEADLINE_LENGTH,
        required=False,
        clause="1.1b",
    )
    for number in OTHER_NUMBERS.values():
        made[number.field] = TextField(
            unchecked="reference",
            label=f"{number.label}, if there is one",
            help_text=number.help,
            max_characters=number.max_length,
            width=20,
            required=False,
        )
    return made
