"""What a copy holds and whom it is for, the words that go, a replacement, and the second look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings

from sightline.incidents.services.document_receipt import Examined, examine
from sightline.incidents.services.redaction_replacement import Replacement
from sightline.policy.found_words import Choice
from sightline.policy.personal_data import personal_data_in
from sightline.policy.redacting import (
    CLAUSE,
    LONGEST_REASON,
    LONGEST_WORDS,
    CopyFor,
    CopyOutcome,
    Mark,
    Piece,
    RedactionReason,
    marks_of,
    problems_with_check,
    problems_with_mark,
    problems_with_reason,
    runs_of,
    with_marks,
)
from sightline.policy.same_words import words_at
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DocumentField,
    LongTextField,
    MultipleChoiceField,
    Refusal,
    TextField,
)

EVERYWHERE = ""
#: Further than this, the check has found what is no name; the rest comes once these are marked.
MOST_SUGGESTIONS = 60
_AROUND = 30


def _reason(name: str) -> ChoiceField:
    return ChoiceField(
        label="Why?",
        choices=RedactionReason.choices(),
        choice_hints={reason.value: reason.help for reason in RedactionReason},
        reveals={RedactionReason.OTHER.value: [name]},
        missing="Say why the words are taken out.",
        clause=CLAUSE,
    )


def _own_words() -> TextField:
    return TextField(
        label="The reason in a few words",
        help_text="They stand in the copy.",
        required=False,
        max_characters=LONGEST_REASON,
        subject="The reason",
    )


class BeginForm(CheckedForm):
    """What the copy is to hold, for whom and what for."""

    #: What it is for goes with the copy: no name, whatever the reason.
    may_say = frozenset({Choice.CHANGE})

    def __init__(self, *given: Any, contents: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["contents"] = MultipleChoiceField(
            label="What is the copy to hold?",
            help_text="No more than is needed. Names of those who worked on the case are left out from the beginning.",
            choices=contents,
            missing="Choose what the copy is to hold.",
            clause=CLAUSE,
        )
        self.fields |= _for_whom()


def _for_whom() -> dict[str, forms.Field]:
    return {
        "copy_for": ChoiceField(
            label="Whom is it for?",
            choices=CopyFor.choices(),
            missing="Say whom the copy is for.",
            clause=CLAUSE,
        ),
        "purpose": TextField(
            label="What is it for?",
            help_text="In a few words and without a name: this goes with the copy.",
            max_characters=LONGEST_REASON,
            missing="Say in a few words what it is for.",
            subject="What it is for",
            clause=CLAUSE,
        ),
    }


class MarkForm(CheckedForm):
    """Words to take out, wherever they stand or under one heading."""

    def __init__(self, *given: Any, pieces: Sequence[Piece], **more: Any) -> None:
        super().__init__(*given, **{"prefix": "mark", **more})
        self._pieces = pieces
        self.fields["words"] = TextField(
            unchecked="redaction",
            label="Words to take out",
            help_text="Type or paste them. They are found in any letter case, with or without accents and hyphens.",
            max_characters=LONGEST_WORDS,
            missing="Type or paste the words to take out.",
            subject="The words",
            clause=CLAUSE,
        )
        self.fields["where"] = ChoiceField(
            label="Where?",
            choices=[(EVERYWHERE, "Everywhere they stand"), *((piece.code, piece.label) for piece in pieces)],
            required=False,
            select=True,
        )
        self.fields["reason"] = _reason("own_words")
        self.fields["own_words"] = _own_words()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        wrong = problems_with_mark(words=given["words"], reason=given["reason"], own_words=given["own_words"])
        for problem in wrong:
            self.add_error(problem.field, Refusal(problem))
        if not wrong and not self.marks:
            self.add_error("words", "These words do not stand there. Check how they are written.")
        return given

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Each place where the words stand."""
        given = self.cleaned_data
        within = {given["where"]} if given.get("where") else set()
        reason = RedactionReason(given["reason"])
        return marks_of(self._pieces, given["words"], reason, given["own_words"], within=within)


@dataclass(frozen=True)
class Suggestion:
    """Words that the check found and nobody has marked: what they may be, how often they stand, and among which others."""

    words: str
    kind: str
    times: int
    around: str


def suggestions(pieces: Sequence[Piece], marks: Sequence[Mark]) -> tuple[Suggestion, ...]:
    """What the check finds in the words that would stay, the longest first."""
    left = [words for piece in pieces for words, mark in runs_of(piece, marks) if mark is None]
    whole = "\n".join(left)
    found: dict[str, Suggestion] = {}
    for text in left:
        for each in personal_data_in(text):
            # As a form carries it back: with plain blanks.
            words = " ".join(each.text.split())
            if words not in found and len(found) < MOST_SUGGESTIONS:
                times = len(words_at(whole, words))
                before, after = (
                    text[max(each.start - _AROUND, 0) : each.start],
                    text[each.end : each.end + _AROUND],
                )
                around = f"… {before}{each.text}{after} …"
                found[words] = Suggestion(words, each.kind.label, times, " ".join(around.split()))
    offered = sorted(found.values(), key=lambda each: (-len(each.words), each.words))
    return tuple(each for each in offered if each.times)


class SuggestedForm(CheckedForm):
    """Suggestions that are taken up, for one reason."""

    def __init__(
        self, *given: Any, pieces: Sequence[Piece], suggested: Sequence[Suggestion], **more: Any
    ) -> None:
        super().__init__(*given, **{"prefix": "suggested", **more})
        self._pieces = pieces
        self.fields["words"] = MultipleChoiceField(
            label="Which of these identify somebody?",
            choices=[(each.words, f"{each.words} ({each.kind})") for each in suggested],
            choice_hints={
                each.words: f"{'Once' if each.times == 1 else f'{each.times} times'}: {each.around}"
                for each in suggested
            },
            missing="Tick what is to be taken out.",
            clause=CLAUSE,
        )
        self.fields["reason"] = _reason("own_words")
        self.fields["own_words"] = _own_words()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            for problem in problems_with_reason(reason=given["reason"], own_words=given["own_words"]):
                self.add_error(problem.field, Refusal(problem))
        return given

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Each place where words that were ticked stand."""
        given = self.cleaned_data
        reason = RedactionReason(given["reason"])
        found = [
            mark
            for words in given["words"]
            for mark in marks_of(self._pieces, words, reason, given["own_words"])
        ]
        return with_marks((), found)


class MarksForm(CheckedForm):
    """Marks to take off again, each group by its words and its reason."""

    def __init__(self, *given: Any, pieces: Sequence[Piece], marks: Sequence[Mark], **more: Any) -> None:
        super().__init__(*given, **{"prefix": "marks", **more})
        texts = {piece.code: piece.text for piece in pieces}
        self._groups: dict[str, list[Mark]] = {}
        for mark in marks:
            words = " ".join(texts[mark.piece][mark.start : mark.end].split())
            self._groups.setdefault(f"{mark.shown} {words}", []).append(mark)
        self.fields["gone"] = MultipleChoiceField(
            label="Taken out so far",
            help_text="Tick what is to stay in the copy after all.",
            choices=[
                (
                    key,
                    f"{key.removeprefix(rows[0].shown + ' ')}: {rows[0].own_words or rows[0].reason.label.lower()}",
                )
                for key, rows in self._groups.items()
            ],
            choice_hints={
                key: f"In {len(rows)} places" for key, rows in self._groups.items() if len(rows) > 1
            },
            missing="Tick what is to stay in the copy.",
        )

    @property
    def gone(self) -> tuple[Mark, ...]:
        """The marks of the groups that were ticked."""
        return tuple(mark for key in self.cleaned_data["gone"] for mark in self._groups[key])


class ReplacementForm(CheckedForm):
    """A document whose words were taken out elsewhere, for one on the case; ``judge`` says what is wrong with it."""

    #: What it is for goes with the copy: no name, whatever the reason.
    may_say = frozenset({Choice.CHANGE})

    def __init__(
        self,
        *given: Any,
        papers: Sequence[tuple[str, str]],
        judge: Callable[[Replacement], dict[str, str]],
        receive: Callable[..., Examined] = examine,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self._faults_of, self._receive = judge, receive
        most = settings.SIGHTLINE_DOCUMENT_BYTES // 1024 // 1024
        self.fields["original"] = ChoiceField(
            label="Which document does it replace?",
            choices=papers,
            missing="Choose the document that it replaces.",
            clause=CLAUSE,
        )
        self.fields["document"] = DocumentField(
            label="Choose the redacted file",
            help_text=f"PDF, Word, Excel, PNG or JPEG, {most} MB or smaller, without a password.",
            max_bytes=settings.SIGHTLINE_DOCUMENT_BYTES,
            clause=CLAUSE,
            widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}),
        )
        for reason in RedactionReason:
            self.fields[f"words_{reason.value}"] = LongTextField(
                unchecked="redaction",
                label=f"Taken out: {reason.label.lower()}",
                help_text=f"The words that must not be in it, one a line. {reason.help if reason.shown else ''}".strip(),
                required=False,
                rows=2,
                max_characters=LONGEST_WORDS * 10,
                subject="The words",
            )
        self.fields |= _for_whom()

    @property
    def word_fields(self) -> list[forms.BoundField]:
        """The fields of words, in the order of the reasons."""
        return [self[f"words_{reason.value}"] for reason in RedactionReason]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file = given.get("document")
        examined = None if file is None else self._receive(file.read())
        words = {
            reason: [
                line.strip()
                for line in (given.get(f"words_{reason.value}") or "").splitlines()
                if line.strip()
            ]
            for reason in RedactionReason
        }
        original = given.get("original")
        self.replacement = Replacement(
            UUID(original) if original else None,
            examined,
            {reason: lines for reason, lines in words.items() if lines},
            given.get("copy_for") or "",
            given.get("purpose") or "",
        )
        for field, problem in self._faults_of(self.replacement).items():
            name = f"words_{RedactionReason.THIRD_PARTY.value}" if field == "words" else field
            if name not in self.errors:
                self.add_error(name, problem)
        return given


class CheckForm(CheckedForm):
    """What the second person found."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["outcome"] = ChoiceField(
            label="What did you find?",
            choices=CopyOutcome.choices(),
            choice_hints={
                CopyOutcome.APPROVED.value: "Nobody can be known by it who should not be, and no more is said than is needed.",
                CopyOutcome.REFUSED.value: "Something was left, or too much was taken out.",
            },
            reveals={CopyOutcome.REFUSED.value: ["note"]},
            missing="Say what you found.",
            clause=CLAUSE,
        )
        self.fields["note"] = LongTextField(
            label="What must be changed?",
            help_text="Without repeating the words.",
            required=False,
            rows=3,
            max_characters=1000,
            subject="What must be changed",
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            for problem in problems_with_check(outcome=given["outcome"], note=given["note"]):
                self.add_error(problem.field, Refusal(problem))
        return given
