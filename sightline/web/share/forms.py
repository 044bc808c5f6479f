"""What is asked before a case is shared or disclosed, by whom it goes to; and the acts on it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sightline.incidents.services.sharing import Proposal
from sightline.policy.caldicott import CHOICES, principles_on
from sightline.policy.disclosing import (
    ARTICLE_6,
    ARTICLE_9,
    CONFIDENTIALITY,
    LAW,
    LONGEST_NAME,
    Asked,
    Method,
    ProtectedKind,
    Subject,
    parts_for_kind,
    principle_field,
)
from sightline.policy.disclosure_kinds import KINDS, DisclosureKind
from sightline.policy.questionnaire import Choice, Problem
from sightline.policy.restricted import LONGEST_REASON, problem_with_reason
from sightline.policy.terms import Part
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    LongTextField,
    MultipleChoiceField,
    Refusal,
    TextField,
)

_PAIR = list[tuple[str, str]]


def _pairs(choices: Sequence[Choice]) -> _PAIR:
    return [(choice.code, choice.label) for choice in choices]


def _hints(choices: Sequence[Choice]) -> dict[str, str]:
    return {choice.code: choice.help for choice in choices if choice.help}


class KindForm(CheckedForm):
    """To whom, or by whose request: each kind asks its own things."""

    kind = ChoiceField(
        label="Who is it for?",
        choices=[(row.kind.value, row.kind.label) for row in KINDS.values()],
        choice_hints={row.kind.value: row.hint for row in KINDS.values()},
        divider_before=DisclosureKind.CORONER.value,
        missing="Choose who it is for.",
        legend_is_heading=True,
        label_size="l",
        clause="4.7.8",
    )


class DisclosureForm(CheckedForm):
    """Everything that is asked of one disclosure. The rules say what is missing: nothing here is required by itself."""

    recipient = ChoiceField(label="Which organisation?", select=True, required=False)
    recipient_code = TextField(
        unchecked="search",
        label="Or its ODS code",
        help_text="For an organisation that is not in the list, such as a practice or a care home.",
        required=False,
        max_characters=10,
        width=10,
    )
    recipient_name = TextField(
        label="Name of the body or office",
        help_text="For example the coroner’s office of an area. Do not name a person.",
        required=False,
        max_characters=LONGEST_NAME,
        subject="The name",
    )
    request_reference = TextField(
        label="Reference", required=False, subject="The reference", unchecked="reference"
    )
    requested_on = DateField3(label="Date", required=False, subject="The date")
    provider_reference = TextField(
        label="Local reference", required=False, subject="The local reference", unchecked="reference"
    )
    legal_power = TextField(label="Power", required=False, max_characters=300, subject="The power")
    answer_by = DateField3(
        label="By when do they want it?",
        help_text="Leave it empty if they gave no day.",
        required=False,
        subject="The day they want it by",
    )
    parts = MultipleChoiceField(
        label="What of the case?",
        help_text="The summary always goes with it. Leave out what the purpose does not need.",
        required=False,
        clause=LAW,
    )
    purpose = LongTextField(
        label="What is it for?",
        help_text="The recipient reads this. Do not name patients or staff.",
        required=False,
        subject="The purpose",
        max_characters=LONGEST_REASON,
        rows=3,
        clause=LAW,
    )
    subject = ChoiceField(label="Whom is it about?", choices=Subject.choices(), required=False, clause=LAW)
    identifies = ChoiceField(
        label="Can it identify someone?",
        help_text="A ward, a date, an age and a story often can, though no name is given.",
        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "I am not sure")],
        required=False,
        clause="11.1b",
    )
    article_6 = ChoiceField(
        label="Lawful basis under UK GDPR, article 6",
        help_text="Not asked of someone who has died: UK GDPR is about the living.",
        choices=_pairs(ARTICLE_6),
        choice_hints=_hints(ARTICLE_6),
        required=False,
        clause=LAW,
    )
    article_9 = ChoiceField(
        label="Condition under UK GDPR, article 9",
        choices=_pairs(ARTICLE_9),
        choice_hints=_hints(ARTICLE_9),
        required=False,
        clause=LAW,
    )
    confidentiality = ChoiceField(
        label="Why is confidentiality not broken?",
        help_text="The common law protects the living and the dead.",
        choices=_pairs(CONFIDENTIALITY),
        required=False,
        clause=LAW,
    )
    protocol = ChoiceField(label="Under which sharing protocol?", select=True, required=False)
    method = ChoiceField(
        label="How is it sent?",
        choices=[(each.value, each.label) for each in Method if each is not Method.IN_SIGHTLINE],
        required=False,
        clause="2.2f",
    )
    expires_on = DateField3(
        label="Until which day is it shared?", required=False, subject="The last day", clause=LAW
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kind: DisclosureKind,
        recipients: Sequence[tuple[str, str]],
        protocols: Sequence[tuple[str, str]],
        today: date,
        longest: str,
        **given: Any,
    ) -> None:
        super().__init__(data, **given)
        self.kind, self.rule, self.today = kind, KINDS[kind], today
        self.principles = principles_on(today)
        self._choices("parts", [(part.value, part.label) for part in Part if part in self._offered])
        self._choices("recipient", [("", "Choose one"), *recipients])
        self._choices("protocol", [("", "None"), *protocols])
        for row in self.principles:
            self.fields[principle_field(row.code)] = ChoiceField(
                label=row.question, choices=_pairs(CHOICES), required=False, inline=True, clause=row.clause
            )
        expires = self.fields["expires_on"]
        if self.rule.is_on_register:
            expires.help_text = f"At most {longest} from today. It ends at the end of that day."
        else:
            expires.label = "Until which day may they keep it?"
            expires.help_text = "Leave it empty if you agreed on no day."
            expires.clause = ""  # type: ignore[attr-defined]
        for name in ("request_reference", "requested_on", "provider_reference", "legal_power"):
            asked = self.rule.asks_for(name)
            if asked is not None:
                self.fields[name].label = asked.label
                self.fields[name].help_text = asked.help
                self.fields[name].clause = self.rule.clause  # type: ignore[attr-defined]
        for name in self._left_out(bool(protocols)):
            del self.fields[name]

    @property
    def _offered(self) -> frozenset[Part]:
        return parts_for_kind(self.kind) - {Part.SUMMARY}

    def _choices(self, name: str, choices: _PAIR) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _left_out(self, has_protocols: bool) -> set[str]:
        asked = {row.name for row in self.rule.asks}
        out = {"request_reference", "requested_on", "provider_reference", "legal_power"} - asked
        if self.rule.is_on_register:
            out |= {"recipient_name", "method", "answer_by"}
        else:
            out |= {"recipient", "recipient_code"}
        if self.rule.due:
            out.add("answer_by")
        return out if has_protocols else out | {"protocol"}

    @property
    def request_fields(self) -> list[str]:
        """Fields about the request, in order."""
        names = ("request_reference", "requested_on", "legal_power", "provider_reference", "answer_by")
        return [name for name in names if name in self.fields]

    @property
    def principle_fields(self) -> list[str]:
        """The eight questions, in order."""
        return [principle_field(row.code) for row in self.principles]

    def proposal(self, by_code: UUID | None = None) -> Proposal:
        """What was typed, for the rules to judge. Only after the form is valid."""
        given = self.cleaned_data
        chosen = given.get("recipient") or ""
        protocol = given.get("protocol") or ""
        asked = Asked(
            kind=self.kind,
            has_recipient=False,
            parts=frozenset(Part(code) for code in given["parts"]) | {Part.SUMMARY},
            purpose=given["purpose"],
            subject=given["subject"],
            identifies={"yes": True, "no": False}.get(given["identifies"]),
            article_6=given["article_6"],
            article_9=given["article_9"],
            confidentiality=given["confidentiality"],
            caldicott={row.code: given[principle_field(row.code)] for row in self.principles},
            expires_on=given["expires_on"],
            method=given.get("method", ""),
            request_reference=given.get("request_reference", ""),
            requested_on=given.get("requested_on"),
            provider_reference=given.get("provider_reference", ""),
            legal_power=given.get("legal_power", ""),
            answer_by=given.get("answer_by"),
        )
        return Proposal(
            asked,
            UUID(chosen) if chosen else by_code,
            given.get("recipient_name", ""),
            UUID(protocol) if protocol else None,
        )

    def take(self, problems: Sequence[Any]) -> bool:
        """Puts what the rules say beside its field, and what was not answered; whether there was anything."""
        found = list(problems)
        if not self.cleaned_data.get("identifies"):
            # To the rules it is "not known", which somebody must have said.
            found.append(Problem("identifies", "Say whether it can identify someone.", "11.1b"))
        for problem in found:
            field = problem.field
            if field == "recipient" and not self.rule.is_on_register:
                field = "recipient_name"
            self.add_error(field if field in self.fields else None, Refusal(problem))
        return bool(found)


class NoteForm(CheckedForm):
    """A few words, or none, with an acknowledgement."""

    note = LongTextField(
        label="Anything to say with it?",
        help_text="The other side reads this. Do not name patients.",
        required=False,
        subject="The note",
        max_characters=LONGEST_REASON,
        rows=3,
    )


class _ReasonedForm(CheckedForm):
    reason = LongTextField(
        label="Why?",
        help_text="It stays on record. Do not name patients or staff.",
        missing="Say why.",
        subject="The reason",
        max_characters=LONGEST_REASON,
        rows=4,
        clause=LAW,
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "reason" in given and (problem := problem_with_reason(given["reason"])):
            self.add_error("reason", problem)
        return given


class WithdrawForm(_ReasonedForm):
    """Why something is shared no longer."""


class AnswerForm(_ReasonedForm):
    """The guardian's yes or no, with what it rests on."""

    answer = ChoiceField(
        label="Does the Caldicott Guardian agree?",
        choices=[("approve", "Yes, it may go"), ("refuse", "No")],
        missing="Say yes or no.",
        clause="11.1b",
    )
    field_order = ("answer", "reason")


class ProtectForm(_ReasonedForm):
    """Why a document is never shared, or may be again."""

    kind = ChoiceField(
        label="Is it ever shared?",
        choices=[*ProtectedKind.choices(), ("shared", "Neither: it goes where documents are shared")],
        choice_hints={
            ProtectedKind.INVESTIGATION.value: "What the law protects, such as what was said in a safe space.",
            ProtectedKind.LEGAL_ADVICE.value: "It belongs to whoever was advised.",
        },
        missing="Choose one.",
        clause=LAW,
    )
    field_order = ("kind", "reason")
