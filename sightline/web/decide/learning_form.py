"""Under PSIRF: which response the provider's plan asks for, and what decides whether one is required."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.learning import LearningRow
from sightline.policy.learning_responses import LEARNING_RESPONSES, problems_of_response
from sightline.policy.never_events import list_on
from sightline.policy.required_responses import (
    QUESTIONS,
    YES_NO_OR_NOT_KNOWN,
    ResponseFacts,
    facts_of_report,
    problems_of_answers,
    questions_of,
    required_responses,
    with_answers,
)
from sightline.web.decide.forms import ProblemsForm
from sightline.web.judgement_fields import NONE
from sightline.web.nhsuk.fields import ChoiceField, LongTextField, TextField

#: Asked only where somebody died, so that they stand below that answer.
_OF_A_DEATH = frozenset(
    (
        *("death_due_to_care", "death_linked_to_care", "detained", "learning_disability", "under_18"),
        *("custody", "mental_health_homicide", "domestic_homicide"),
    )
)
_JOINING = [row.code for row in LEARNING_RESPONSES.values() if row.joins]


class LearningResponseForm(ProblemsForm):
    """The questions that the report leaves open, then the choice. What was chosen before is shown to be changed."""

    response = ChoiceField(
        label="Which response does your plan ask for?",
        choices=[(row.code, row.label) for row in LEARNING_RESPONSES.values()],
        choice_hints={
            row.code: f"{row.definition} {row.usual_length}" for row in LEARNING_RESPONSES.values()
        },
        reveals={code: ["read_with"] for code in _JOINING},
        required=False,
        label_size="m",
        clause="5.2.2",
    )
    read_with = TextField(
        unchecked="reference",
        label="Is it read together with another case? (optional)",
        help_text="The reference of the case that carries the thematic review. Leave it empty if this one does.",
        required=False,
        subject="The reference",
        max_characters=20,
        width=20,
    )
    reason = LongTextField(
        label="Why this response?",
        help_text="Say what the plan says, and what there is to learn.",
        required=False,
        rows=4,
        clause="5.2.2",
    )

    def __init__(
        self, data: Any, *, page: CasePage, deciding: bool, why_not_read_with: Callable[[str, str], str]
    ) -> None:
        row = page.learning.current if page.learning is not None else None
        super().__init__(data, initial={} if row is None else _chosen(row))
        story = page.narrative
        self.happened_on = None if story is None else story.happened_on
        self.deciding = deciding
        self._why_not_read_with = why_not_read_with
        edition = list_on(self.happened_on) if self.happened_on else None
        self.has_list = edition is not None and edition.loaded
        if edition is not None and edition.loaded:
            self.fields["never_event"] = ChoiceField(
                label="Is it on the Never Events list?",
                choices=[
                    (NONE, "No, none of these"),
                    *((item.code, f"{item.code}. {item.name}") for item in edition.items),
                ],
                help_text=f"{edition.label}. A Never Event is investigated by PSII.",
                initial=page.facts.never_event_code or NONE,
                required=False,
                select=True,
                clause="3.3d",
            )
        self._told = (
            ResponseFacts()
            if story is None
            else facts_of_report(
                circumstances=story.circumstances,
                physical_harm=story.physical_harm,
                age_band=story.age_band,
                setting=story.setting,
                never_event=False if self.has_list else None,
            )
        )
        self._ask()

    def _ask(self) -> None:
        """A question for each fact that some rule waits for; those of a death below whether somebody died."""
        self.asked = questions_of(required_responses(self._told))
        below = [name for name in self.asked if name in _OF_A_DEATH] if "died" in self.asked else []
        for name in self.asked:
            question = QUESTIONS[name]
            self.fields[name] = ChoiceField(
                label=question.text,
                help_text=question.help,
                choices=[(choice.code, choice.label) for choice in YES_NO_OR_NOT_KNOWN],
                reveals={"yes": below} if name == "died" and below else {},
                required=False,
                clause="5.2.2",
            )
        #: Fields that stand by themselves; the others are drawn below the answer that asks for them.
        self.on_top = [name for name in self.asked if name not in below]

    @property
    def never_event_code(self) -> str:
        """The Never Event chosen, or nothing."""
        code = self.cleaned_data.get("never_event", "")
        return "" if code == NONE else code

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by the names of the facts."""
        return {name: self.cleaned_data[name] for name in self.asked if self.cleaned_data.get(name)}

    @property
    def read_with_reference(self) -> str:
        """The case that carries the review, where the response chosen is one that joins."""
        joins = self.cleaned_data.get("response") in _JOINING
        return str(self.cleaned_data.get("read_with") or "").strip() if joins else ""

    def clean(self) -> None:
        if self.cleaned_data.get("response") not in _JOINING:
            # Not asked beside another choice, so that what stands there is in nobody's way.
            self.errors.pop("read_with", None)
        if not self.deciding:
            return
        problems = problems_of_response(
            self.cleaned_data.get("response", ""),
            self.cleaned_data.get("reason", ""),
            facts=with_answers(self._told, self.answers),
            never_event_code=self.never_event_code,
            incident_on=self.happened_on,
        )
        for problem in (*problems_of_answers(self._told, self.answers), *problems):
            self.say(problem)
        refusal = self._why_not_read_with(self.cleaned_data.get("response", ""), self.read_with_reference)
        if refusal:
            self.add_error("read_with", refusal)


def _chosen(row: LearningRow) -> dict[str, str]:
    return {**row.facts, "response": row.response, "reason": row.reason, "read_with": row.read_with}
