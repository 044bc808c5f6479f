"""The shapes questions are made of: kinds of answer, choices, questions and what is wrong with an answer.

Answers are held as forms give them: one string, or several for a question of several choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sightline.policy.terms import Term

#: One answer: a code, words as typed, or several codes.
Answer = str | Sequence[str]


class AnswerKind(Term):
    """How a question is answered. Yes-or-no answers are stored as ``"yes"`` and ``"no"``."""

    YES_NO = "yes_no", "Yes or no"
    CHOICE = "choice", "One choice"
    MULTI = "multi", "Any that apply"
    TEXT = "text", "Words"


@dataclass(frozen=True)
class Choice:
    """One answer people can choose: what is stored, what is read, and a plain definition."""

    code: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class SubQuestion:
    """A question asked once its criterion is ticked. ``required`` means before declaring."""

    code: str
    text: str
    kind: AnswerKind
    choices: tuple[Choice, ...] = ()
    help: str = ""
    clause: str = ""
    required: bool = False
    source: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong, in words for the person, beside which field, and by which clause."""

    field: str
    message: str
    clause: str


class Reason(NamedTuple):
    """A sentence of advice and the clause it rests on."""

    text: str
    clause: str


YES_OR_NO = (Choice("yes", "Yes"), Choice("no", "No"))
YES_NO_OR_NOT_SURE = (*YES_OR_NO, Choice("not_sure", "Not sure"))


def is_answered(answers: Mapping[str, Answer], code: str) -> bool:
    """Whether something other than blanks stands for this question."""
    answer = answers.get(code, "")
    if isinstance(answer, str):
        return bool(answer.strip())
    return any(part.strip() for part in answer)


def chosen(answers: Mapping[str, Answer], code: str) -> tuple[str, ...]:
    """The codes chosen, whether one string or several are stored."""
    answer = answers.get(code, "")
    return ((answer,) if answer else ()) if isinstance(answer, str) else tuple(answer)
