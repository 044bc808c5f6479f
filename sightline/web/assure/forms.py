"""What the ICB answers, asked in the words of ``policy`` and refused by the same functions as the services."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from sightline.incidents.selectors.case_sections import QualityRow
from sightline.policy import assuring
from sightline.policy.classification import INVESTIGATION_LEVELS
from sightline.policy.declaring import TYPE_OTHER_LENGTH, problem_with_type
from sightline.policy.incident_types import types_on
from sightline.policy.initial_review_form import InitialReviewOutcome
from sightline.policy.quality_assurance import (
    CHECKLIST,
    Quality,
    Rating,
    checklist_for,
    comment_field,
    may_override,
    problems,
    problems_of_acceptance,
    problems_of_return,
    rating_field,
)
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Action, Role
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    LongTextField,
    MultipleChoiceField,
    Refusal,
    TextField,
)

AGREE, CHALLENGE = "agree", "challenge"
SAVE, RETURN, ACCEPT = "save", "return", "accept"
#: What may be settled with the acceptance of a 72-hour review, in words.
SETTLED_WITH = {
    Action.ACKNOWLEDGE: "Acknowledge the incident",
    Action.AGREE_CLASSIFICATION: "Agree that it meets SI criteria",
}
ReasonRule = Callable[[str], tuple[Problem, ...]]


class AskedOfPolicy(CheckedForm):
    """A form whose refusals come from policy. A field that is wrong in itself is not refused twice."""

    def say(self, found: Iterable[Problem], **field_of: str) -> None:
        """Puts each problem beside its field; ``field_of`` names the form's field where it differs from the rule's."""
        for problem in found:
            name = field_of.get(problem.field, problem.field)
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, Refusal(problem))

    def typed(self, name: str) -> str:
        """What stands in a field of words or of one choice; empty where it is wrong in itself."""
        return str(self.cleaned_data.get(name) or "")


class ReasonForm(AskedOfPolicy):
    """An act that needs a reason and nothing else; ``rule`` is policy's."""

    def __init__(self, data: Any, *, rule: ReasonRule, label: str, help_text: str = "") -> None:
        super().__init__(data)
        self.rule = rule
        # What the rule says of nothing names the clause that asks for a reason.
        clause = next((problem.clause for problem in rule("")), "")
        self.fields["reason"] = LongTextField(
            label=label, help_text=help_text, required=False, rows=5, clause=clause
        )

    def clean(self) -> None:
        self.say(self.rule(self.typed("reason")))


class ClassificationForm(AskedOfPolicy):
    """Agree that it meets SI criteria, or challenge with a reason."""

    answer = ChoiceField(
        label="Does the ICB agree that it meets SI criteria?",
        choices=[(AGREE, "Agree"), (CHALLENGE, "Challenge")],
        choice_hints={CHALLENGE: "The provider reads your reason. The case stays open until it is settled."},
        reveals={CHALLENGE: ["reason"]},
        missing="Agree, or challenge.",
        label_size="m",
        clause="2.2a",
    )
    reason = LongTextField(label="Why does the ICB not agree?", required=False, rows=4, clause="2.2a")

    def clean(self) -> None:
        if self.typed("answer") == CHALLENGE:
            self.say(assuring.problems_of_challenge(self.typed("reason")))


class NeverEventForm(AskedOfPolicy):
    """Confirm the Never Event, or reject it with a reason."""

    answer = ChoiceField(
        label="Is it this Never Event?",
        choices=[
            (assuring.CONFIRM, "Yes: confirm the Never Event"),
            (assuring.REJECT, "No: reject the Never Event"),
        ],
        choice_hints={assuring.REJECT: "It can then be downgraded, or go on as a serious incident."},
        reveals={assuring.REJECT: ["reason"]},
        required=False,
        label_size="m",
        clause="3.3d",
    )
    reason = LongTextField(
        label="Why is it not this Never Event?",
        help_text="Say what the definition asks that is not so here. The provider reads this.",
        required=False,
        rows=4,
        clause="3.3d",
    )

    @property
    def confirmed(self) -> bool:
        """What was chosen, once the form is valid."""
        return self.typed("answer") == assuring.CONFIRM

    def clean(self) -> None:
        self.say(assuring.problems_of_never_event_answer(self.typed("answer"), self.typed("reason")))


def _level_field(label: str) -> ChoiceField:
    return ChoiceField(
        label=label,
        choices=[(str(row.number), row.label) for row in INVESTIGATION_LEVELS.values()],
        choice_hints={
            str(row.number): f"{row.used_for} {row.output}"
            + (" The 6 months run from the day it is agreed." if row.number == 3 else "")
            for row in INVESTIGATION_LEVELS.values()
        },
        required=False,
        label_size="m",
        clause="2.2b",
    )


def _level_reason_field() -> LongTextField:
    return LongTextField(
        label="If it is not the level proposed, why?",
        help_text="The provider reads this.",
        required=False,
        rows=3,
        clause="2.2b",
    )


class LevelForm(AskedOfPolicy):
    """The level of investigation; one other than proposed needs a reason."""

    level = _level_field("Which level does the ICB agree?")
    reason = _level_reason_field()

    def __init__(self, data: Any, *, proposed: int | None, agreed: int | None) -> None:
        super().__init__(data, initial={"level": str(agreed or proposed or "")})
        self.proposed = proposed

    @property
    def chosen(self) -> int | None:
        """The level chosen, or None."""
        return int(self.typed("level")) if self.typed("level") else None

    def clean(self) -> None:
        found = assuring.problems_of_level(self.chosen, proposed=self.proposed, reason=self.typed("reason"))
        self.say(found)


class TypeForm(AskedOfPolicy):
    """The incident type, from the list of the day."""

    incident_type = ChoiceField(label="Incident type", required=False, select=True, clause="12i")
    incident_type_other = TextField(
        label="If the type is “Other”: which?",
        max_characters=TYPE_OTHER_LENGTH,
        required=False,
        clause="12i",
    )

    def __init__(self, data: Any, *, today: date, chosen: str, other: str) -> None:
        super().__init__(data, initial={"incident_type": chosen, "incident_type_other": other})
        self.today = today
        listed = [(row.code, row.label) for row in types_on(today)]
        self.fields["incident_type"].choices = [("", "Choose a type"), *listed]  # type: ignore[attr-defined]

    def clean(self) -> None:
        problem = problem_with_type(
            self.typed("incident_type"), self.typed("incident_type_other"), on=self.today
        )
        self.say([problem] if problem else [])


class InitialReviewAnswerForm(AskedOfPolicy):
    """Three clear choices: accept with a level, ask for more, or downgrade."""

    answer = ChoiceField(label="What is the ICB's answer?", required=False, label_size="m", clause="4.3d")
    level = _level_field("At which level?")
    level_reason = _level_reason_field()
    also = MultipleChoiceField(label="At the same time (optional)", required=False)
    wanted = LongTextField(
        label="What does the ICB want to know?",
        help_text="The review comes back to the provider with these words on top.",
        required=False,
        rows=4,
        clause="4.3d",
    )
    downgrade_reason = LongTextField(
        label="Which facts show that it does not meet SI criteria?",
        help_text="Candour and local learning go on.",
        required=False,
        rows=4,
        clause="2.2a",
    )

    def __init__(
        self, data: Any, *, proposed: int | None, may_downgrade: bool, settles: Collection[Action] = ()
    ) -> None:
        """``settles``: what of ``SETTLED_WITH`` is still owed, and so offered with an acceptance."""
        super().__init__(data, initial={"level": str(proposed or "")})
        self.proposed = proposed
        owed = [(action.value, words) for action, words in SETTLED_WITH.items() if action in settles]
        if owed:
            self.fields["also"].choices = owed  # type: ignore[attr-defined]
        else:
            del self.fields["also"]
        answers = [InitialReviewOutcome.ACCEPT, InitialReviewOutcome.ASK_FOR_MORE]
        if may_downgrade:
            answers.append(InitialReviewOutcome.DOWNGRADE)
        else:
            del self.fields["downgrade_reason"]
        field = self.fields["answer"]
        field.choices = [(answer.value, answer.label) for answer in answers]  # type: ignore[attr-defined]
        field.choice_hints = {  # type: ignore[attr-defined]
            InitialReviewOutcome.ACCEPT.value: "The investigation begins.",
            InitialReviewOutcome.ASK_FOR_MORE.value: "The provider sends the review again.",
        }
        field.reveals = {  # type: ignore[attr-defined]
            InitialReviewOutcome.ACCEPT.value: ["level", "level_reason", *(["also"] if owed else [])],
            InitialReviewOutcome.ASK_FOR_MORE.value: ["wanted"],
            InitialReviewOutcome.DOWNGRADE.value: ["downgrade_reason"],
        }

    @property
    def outcome(self) -> InitialReviewOutcome:
        """What was chosen, once the form is valid."""
        return InitialReviewOutcome(self.typed("answer"))

    @property
    def chosen_level(self) -> int | None:
        """The level chosen, or None."""
        return int(self.typed("level")) if self.typed("level") else None

    @property
    def settled_too(self) -> frozenset[Action]:
        """What is settled with an acceptance."""
        return frozenset(map(Action, self.cleaned_data.get("also") or ()))

    def clean(self) -> None:
        if not self.typed("answer"):
            self.say([Problem("answer", "Choose what the ICB answers.", clause="4.3d")])
        elif self.outcome is InitialReviewOutcome.ACCEPT:
            reason = self.typed("level_reason")
            found = assuring.problems_of_level(self.chosen_level, proposed=self.proposed, reason=reason)
            self.say(found, reason="level_reason")
        elif self.outcome is InitialReviewOutcome.ASK_FOR_MORE:
            self.say(assuring.problems_of_asking_for_more(self.typed("wanted")), reason="wanted")
        else:
            found = assuring.problems_of_downgrade(self.typed("downgrade_reason"))
            self.say(found, reason="downgrade_reason")


class QualityForm(AskedOfPolicy):
    """The checklist with its feedback; ``do`` is what the button pressed asks: save, return or accept."""

    def __init__(
        self,
        data: Any,
        *,
        kept: QualityRow,
        before: QualityRow | None,
        never_event: bool,
        role: Role,
        today: date,
        do: str,
    ) -> None:
        super().__init__(data, initial=_initial(kept))
        self.never_event = never_event
        self.role = role
        self.today = today
        self.do = do
        for item in checklist_for(never_event=never_event):
            self.fields[rating_field(item.code)] = ChoiceField(
                label=item.question,
                help_text=_said_before(before, item.code),
                choices=Rating.choices(),
                required=False,
                inline=True,
                label_size="s",
                clause=item.clause,
            )
            self.fields[comment_field(item.code)] = LongTextField(
                label=f"Comment: {item.label}", subject="The comment", required=False, rows=2
            )
        self.fields["feedback"] = LongTextField(
            label="Feedback to the provider",
            help_text="What was good, and what to do next. They read it when you return or accept.",
            required=False,
            rows=6,
            clause="4.3a",
        )
        self.fields["resubmit_by"] = DateField3(
            label="If you return it: the day agreed for sending it again (optional)",
            help_text="Without one it is due 10 working days from the return, or as your ICB has set.",
            subject="The day to send it again",
            required=False,
        )
        if may_override(role):
            self.fields["override_reason"] = LongTextField(
                label="If you accept it with an item not met: why?",
                help_text="Only the Patient Safety Specialist and the Chief Nurse can. The reason is kept with the case.",
                required=False,
                rows=3,
                clause="4.5b",
            )

    @property
    def quality(self) -> Quality:
        """The checklist as typed, for the services: items with a rating or a comment."""
        return {
            item.code: {
                "rating": self.typed(rating_field(item.code)),
                "comment": self.typed(comment_field(item.code)),
            }
            for item in CHECKLIST.values()
            if self.typed(rating_field(item.code)) or self.typed(comment_field(item.code))
        }

    @property
    def agreed_day(self) -> date | None:
        """The day agreed, if one was given."""
        day: date | None = self.cleaned_data.get("resubmit_by")
        return day

    def clean(self) -> None:
        quality, feedback = self.quality, self.typed("feedback")
        self.say(problems(quality))
        if self.do == RETURN:
            self.say(problems_of_return(quality, never_event=self.never_event))
            self.say(assuring.problems_of_feedback(feedback, returning=True))
            self.say(assuring.problems_of_resubmission(self.agreed_day, today=self.today))
        elif self.do == ACCEPT:
            found = problems_of_acceptance(
                quality,
                never_event=self.never_event,
                role=self.role,
                override_reason=self.typed("override_reason"),
            )
            self.say(found)
            self.say(assuring.problems_of_feedback(feedback, returning=False))


def _initial(kept: QualityRow) -> dict[str, str]:
    initial = {"feedback": kept.feedback}
    for code, item in kept.quality.items():
        initial[rating_field(code)] = item.get("rating", "")
        initial[comment_field(code)] = item.get("comment", "")
    return initial


def _said_before(before: QualityRow | None, code: str) -> str:
    """What was said of this item in the version returned before, where it was not simply met."""
    item = before.quality.get(code, {}) if before is not None else {}
    rating = item.get("rating", "")
    if before is None or rating in ("", Rating.MET):
        return ""
    return f"Version {before.number}: {Rating(rating).label.lower()}. {item.get('comment', '')}".strip()


class CloseForm(AskedOfPolicy):
    """Closing words, and how outstanding actions are followed."""

    monitoring_of_actions = LongTextField(
        label="How will the outstanding actions be followed until done?",
        help_text="Who looks, how often, and at what evidence.",
        required=False,
        rows=4,
        clause="4.3f",
    )
    note = LongTextField(
        label="Closing note (optional)", help_text="Kept with the case.", required=False, rows=3
    )

    def __init__(self, data: Any, *, open_actions: int, monitoring: str) -> None:
        super().__init__(data, initial={"monitoring_of_actions": monitoring})
        self.open_actions = open_actions
        if not open_actions:
            del self.fields["monitoring_of_actions"]

    def clean(self) -> None:
        self.say(
            assuring.problems_of_closing(
                open_actions=self.open_actions, monitoring_of_actions=self.typed("monitoring_of_actions")
            )
        )


class VerificationForm(AskedOfPolicy):
    """What was looked at to verify an action."""

    verification = LongTextField(
        label="What did you check?",
        help_text="The evidence you saw, and whether it shows that the change was made and holds.",
        required=False,
        rows=4,
        clause="2.2d",
    )

    def clean(self) -> None:
        self.say(assuring.problems_of_verification(self.typed("verification")))
