"""Forms of what is done about a breach, one an act. They ask policy what is wrong, keep what was typed and change nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.breaches.selectors.breach_record import BreachView
from sightline.breaches.services.handling import Grade
from sightline.policy.breach_acts import (
    CLAUSE,
    MOST_PEOPLE,
    REASON_LENGTH,
    REFERENCE_LENGTH,
    STORY_LENGTH,
    BreachAct,
    EarlierLevel,
)
from sightline.policy.breach_grid import LIKELIHOOD, SEVERITY
from sightline.policy.working_days import LONDON
from sightline.web.breaches.forms import NAME_NOBODY, BreachForm, find_controller, reason_field, sure
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    LongTextField,
    NumberField,
    TextField,
    TimeField,
)


class _MomentForm(BreachForm):
    """A day and a time, both needed."""

    name, missing = "", ""

    def clean(self) -> None:
        self.require_moment(self.name, self.missing)


class AwareForm(_MomentForm):
    """When the controller became aware; a reason where it was said before."""

    name, missing = "aware", "Say on which day, and at what time."
    aware_on = DateField3(
        label="Day on which your organisation became aware",
        help_text="Nobody else's awareness starts the 72 hours.",
        subject="The day",
        required=False,
        clause=CLAUSE,
    )
    aware_time = TimeField(label="Time", subject="The time", required=False)
    reason = reason_field(
        "Why is this moment right?", "Needed only where another was recorded before.", required=False
    )


class GradeForm(BreachForm):
    """The two scores, what and who is concerned, and what the grade rests on."""

    likelihood = ChoiceField(
        label="How likely is it that somebody suffers an effect?",
        choices=[(str(row.value), f"{row.value}. {row.label}") for row in LIKELIHOOD],
        choice_hints={str(row.value): row.help for row in LIKELIHOOD},
        missing="Choose how likely an effect is.",
        clause="12e",
    )
    severity = ChoiceField(
        label="How severe would the effect be?",
        choices=[(str(row.value), f"{row.value}. {row.label}") for row in SEVERITY],
        choice_hints={str(row.value): row.help for row in SEVERITY},
        missing="Choose how severe the effect would be.",
        clause="12e",
    )
    earlier_level = ChoiceField(
        label="Which level did the checklist of the time give?",
        choices=EarlierLevel.choices(),
        missing="Choose the level.",
        clause="12e",
    )
    special_data = sure(
        "Are data on health, or of another special kind, concerned?",
        "They raise both scores to the least that counts.",
    )
    people_at_risk = sure("Are people at risk concerned?", "They raise both scores in the same way.")
    high_risk = sure(
        "Is there a high risk to the rights and freedoms of the people concerned?",
        "Then they are told without undue delay (article 34).",
        CLAUSE,
    )
    people_count = NumberField(
        label="How many people's data (if known)?",
        subject="The number of people",
        required=False,
        width=10,
        min_value=0,
        max_value=MOST_PEOPLE,
    )
    reason = reason_field("What does the grade rest on?")

    def __init__(self, data: Any, *, view: BreachView) -> None:
        facts = view.facts
        said = {True: "yes", False: "no", None: None}
        super().__init__(
            data,
            initial={
                "likelihood": facts.likelihood and str(facts.likelihood),
                "severity": facts.severity and str(facts.severity),
                "special_data": said[facts.special_data],
                "people_at_risk": said[facts.people_at_risk],
                "high_risk": said[facts.high_risk],
                "people_count": view.people_count,
                "reason": view.grade_reason,
            },
        )
        for name in ("earlier_level",) if view.has_grid else ("likelihood", "severity"):
            del self.fields[name]

    @property
    def grade(self) -> Grade:
        """What was judged; a score is None where it is not asked."""
        return Grade(
            likelihood=self._score("likelihood"),
            severity=self._score("severity"),
            reason=self.typed("reason"),
            special_data=self.truth("special_data"),
            people_at_risk=self.truth("people_at_risk"),
            high_risk=self.truth("high_risk"),
            people_count=self.cleaned_data["people_count"],
            earlier_level=self.typed("earlier_level"),
        )

    def _score(self, name: str) -> int | None:
        return int(self.typed(name)) if self.typed(name) else None


class ToldForm(_MomentForm):
    """When the ICO was told, and why late."""

    name, missing = "told", "Say on which day, and at what time."
    told_on = DateField3(
        label="Day on which the ICO was told", subject="The day", required=False, clause=CLAUSE
    )
    told_time = TimeField(label="Time", subject="The time", required=False)
    why_late = reason_field(
        "Why was it told late?", "Needed where more than 72 hours had passed.", required=False
    )
    reference = TextField(
        unchecked="reference",
        label="Toolkit reference (if there is one)",
        required=False,
        max_characters=REFERENCE_LENGTH,
        width=20,
    )


class UnlikelyForm(BreachForm):
    """Why a risk to people is unlikely."""

    reason = reason_field(
        "Why is a risk to the rights and freedoms of people unlikely?",
        "A person decides this; the grid only advises. The reason stays on record for the ICO to see.",
    )


class ReferenceForm(BreachForm):
    """The reference in the toolkit."""

    reference = TextField(
        unchecked="reference",
        label="Toolkit reference",
        missing="Enter the toolkit's reference.",
        max_characters=REFERENCE_LENGTH,
        width=20,
        clause=CLAUSE,
    )


class PeopleForm(BreachForm):
    """Whether the people concerned were told."""

    told = ChoiceField(
        label="Were the people concerned told?",
        choices=[("yes", "Yes"), ("no", "No, and they will not be")],
        reveals={"yes": ["told_on", "told_time"]},
        missing="Choose whether they were told.",
        clause=CLAUSE,
    )
    told_on = DateField3(label="Day on which the last of them was told", subject="The day", required=False)
    told_time = TimeField(label="Time", subject="The time", required=False)
    reason = reason_field(
        "How they were told, or why they are not", "Needed where they are not told.", required=False
    )

    def clean(self) -> None:
        if self.truth("told"):
            self.require_moment("told", "Say on which day, and at what time.")


class MeasureForm(BreachForm):
    """One measure."""

    words = LongTextField(
        label="What was done?",
        help_text=NAME_NOBODY,
        missing="Say what was done.",
        max_characters=REASON_LENGTH,
        rows=4,
        clause=CLAUSE,
    )


class TaskForm(BreachForm):
    """Something to do, for whom, by when."""

    what = TextField(
        label="What is to be done?", missing="Say what is to be done.", max_characters=300, clause=CLAUSE
    )
    assigned_to = ChoiceField(label="By whom?", select=True, required=False)
    due_on = DateField3(label="By which day (if there is one)?", subject="The day", required=False)

    def __init__(self, data: Any, *, people: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [("", "The information-governance lead"), *people]
        self.fields["assigned_to"].choices = choices  # type: ignore[attr-defined]

    @property
    def person_id(self) -> UUID | None:
        """Who it is given to."""
        return UUID(self.typed("assigned_to")) if self.typed("assigned_to") else None

    @property
    def due_at(self) -> datetime.datetime | None:
        """The end of that day in London."""
        day = self.cleaned_data.get("due_on")
        return datetime.datetime.combine(day, datetime.time(23, 59), tzinfo=LONDON) if day else None


class LinkForm(BreachForm):
    """The number of a case."""

    reference = TextField(
        unchecked="reference",
        label="Number of the incident",
        help_text="Like SL-2026-0412. You can only choose a record that you can see.",
        missing="Enter the number of the incident.",
        max_characters=20,
        width=20,
        clause=CLAUSE,
    )


class ReasonForm(BreachForm):
    """A reason."""

    reason = reason_field()


class ControllerForm(BreachForm):
    """Whose data they are after all."""

    controller = TextField(
        unchecked="search",
        label="Name or ODS code of the controller",
        missing="Enter the name or the ODS code of the organisation.",
        max_characters=100,
        clause=CLAUSE,
    )
    reason = reason_field("Why are the data theirs?")

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        super().__init__(data)
        self._today = today
        self.controller_id: UUID | None = None

    def clean(self) -> None:
        if "controller" in self.cleaned_data:
            self.controller_id, problem = find_controller(self.typed("controller"), self._today)
            if problem:
                self.add_error("controller", problem)


class CloseForm(BreachForm):
    """What was learned."""

    lessons = LongTextField(
        label="What was learned?",
        help_text=f"What led to it, and what is different now. {NAME_NOBODY}",
        missing="Say what was learned.",
        max_characters=STORY_LENGTH,
        clause=CLAUSE,
    )


#: Acts whose form is fields alone.
PLAIN_FORMS: dict[BreachAct, type[BreachForm]] = {
    BreachAct.RECORD_AWARE: AwareForm,
    BreachAct.RECORD_TOLD: ToldForm,
    BreachAct.DECIDE_UNLIKELY: UnlikelyForm,
    BreachAct.RECORD_REFERENCE: ReferenceForm,
    BreachAct.TELL_PEOPLE: PeopleForm,
    BreachAct.ADD_MEASURE: MeasureForm,
    BreachAct.LINK: LinkForm,
    BreachAct.CLOSE: CloseForm,
    BreachAct.REOPEN: ReasonForm,
}


def form_for(
    act: BreachAct, data: Any, *, view: BreachView, people: Sequence[tuple[str, str]], today: datetime.date
) -> BreachForm:
    """The form of an act."""
    if act is BreachAct.GRADE:
        return GradeForm(data, view=view)
    if act is BreachAct.ADD_TASK:
        return TaskForm(data, people=people)
    if act is BreachAct.CHANGE_CONTROLLER:
        return ControllerForm(data, today=today)
    return PLAIN_FORMS[act](data)
