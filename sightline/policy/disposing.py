"""Erasing for good, by two people: words that must not stand, and whole records whose time is over (11.1a, reference 12).

One person who keeps records proposes, another agrees or refuses; either may be of the provider's or the ICB's side. What a
hold keeps is neither changed nor disposed of while it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sightline.policy.lengths import say_day
from sightline.policy.retention import CLAUSE, Retention, problem_with_reason
from sightline.policy.same_words import holds_words, words_at
from sightline.policy.terms import Status, Term

__all__ = ["CLAUSE"]

FEWEST_CHARACTERS, LONGEST_WORDS, LONGEST_INSTEAD = 3, 2_000, 300
#: Stands where words were taken out and nothing else was said.
TAKEN_OUT = "[taken out]"
#: Stands as the headline of a case that was disposed of.
HEADLINE = "Record disposed of"
DECIDED_ALREADY = "Somebody has decided this already."
DISPOSED_ALREADY = "This record was disposed of. Nothing of it is left to change."
HELD = "A hold stands on this record: {}. Nothing of it goes while it stands."
#: Where a case may be disposed of; a duplicate goes with its lead record.
_MAY_GO = frozenset({Status.CLOSED, Status.NOT_SERIOUS, Status.DOWNGRADED})


class ErasureKind(Term):
    """What is proposed."""

    RECTIFY = "rectify", "Take words out"
    DISPOSE = "dispose", "Dispose of the record"


@dataclass(frozen=True)
class DisposalFacts:
    """What is known of a record that is to go. ``shares``: disclosures in force here; ``read_with``: cases reviewed with it.

    ``holds``: the reasons of those that stand, on it and on every case joined to it; ``joined_elsewhere``: cases joined to
    it whose records the person does not keep.
    """

    status: Status
    retention: Retention
    holds: tuple[str, ...] = ()
    shares: int = 0
    read_with: int = 0
    joined_elsewhere: int = 0


def problem_with_second(*, proposed_by: UUID, decides: UUID) -> str:
    """Why this person does not decide on it, or ``""``: a proposal needs two people."""
    if proposed_by == decides:
        return "You proposed this. Another person who keeps records decides on it."
    return ""


def why_not_disposed(facts: DisposalFacts) -> tuple[str, ...]:
    """Every reason why the record may not go today, in sentences; empty where none stands in the way."""
    why = [HELD.format(reason.rstrip(".")) for reason in facts.holds]
    if facts.status is Status.DUPLICATE:
        why.append("It was joined to another record, and goes when that record goes.")
    elif facts.status not in _MAY_GO:
        why.append("Something is still owed on the case: only a case that has ended is disposed of.")
    elif not facts.retention.due_for_review and not facts.holds:
        why.append(_too_early(facts.retention))
    if facts.shares:
        why.append("It is shared with others now. Withdraw what is shared first.")
    if facts.read_with:
        why.append("Other cases are reviewed together with it, and rest on what it says.")
    if facts.joined_elsewhere:
        why.append("Cases joined to it are kept by others, and would go with it.")
    return tuple(why)


def _too_early(retention: Retention) -> str:
    if retention.finding.asks or retention.until is None:
        asks = " ".join(ask.question for ask in retention.finding.asks)
        return f"Nobody disposes of it while it is not known until when it is kept. {asks}".strip()
    return f"Nobody disposes of it before {say_day(retention.until)} is over: it is kept {retention.rule}."


def problems_with_words(words: str, instead: str, reason: str) -> dict[str, str]:
    """What is wrong with a proposal to take words out, by field. The reason stays readable for ever."""
    wrong = {}
    if len(words.strip()) < FEWEST_CHARACTERS or not holds_words(words):
        wrong["words"] = f"Give at least {FEWEST_CHARACTERS} characters, a letter or digit among them."
    elif len(words) > LONGEST_WORDS:
        wrong["words"] = f"Give at most {LONGEST_WORDS:,} characters at a time."
    if len(instead) > LONGEST_INSTEAD:
        wrong["instead"] = f"Use at most {LONGEST_INSTEAD:,} characters."
    elif not wrong and words_at(instead, words):
        wrong["instead"] = "This holds the words that are to go."
    if problem := problem_with_reason(reason):
        wrong["reason"] = problem
    elif "words" not in wrong and words_at(reason, words):
        wrong["reason"] = "Say why without the words that are to go: the reason stays on record."
    return wrong


def without(text: str, words: str, instead: str) -> str:
    """The text with the words replaced wherever they stand, however they are written there."""
    for start, end in reversed(words_at(text, words)):
        text = text[:start] + (instead or TAKEN_OUT) + text[end:]
    return text


def holding(reasons: Sequence[str]) -> str:
    """That holds stand in the way, in one sentence, or ``""``."""
    return HELD.format("; ".join(reason.rstrip(".") for reason in reasons)) if reasons else ""
