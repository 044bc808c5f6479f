"""Redacted copies (clauses 11.1a, 11.1c): what may be taken out and why, what stands there instead, and the second look.

A copy leaves out words, each for a reason that the reader is told; the original stays as it is. What a copy may be given
out with says nothing of the words: neither where exactly they stood nor how long they were.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sightline.policy.questionnaire import Problem
from sightline.policy.same_words import holds_words, words_at
from sightline.policy.terms import Part, Term

CLAUSE = "11.1a"
LONGEST_WORDS, LONGEST_REASON = 500, 200
#: So many marks on one copy: more is a report to be written anew.
MOST_MARKS = 2000
CANNOT_CHECK_PICTURES = "We cannot check pictures: words in a scan or photograph are not read. Look at each page before you give it out."


class RedactionReason(Term):
    """Why words are taken out; ``shown`` stands in the copy, ``help`` says when it holds."""

    shown: str
    help: str

    def __new__(cls, value: str, label: str = "", shown: str = "", help: str = "") -> RedactionReason:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.shown, member.help = label, shown, help
        return member

    THIRD_PARTY = (
        "third_party",
        "Another person",
        "another person",
        "Somebody else can be known by it, such as another patient, a visitor or a relative.",
    )
    STAFF = (
        "staff",
        "A member of staff",
        "a member of staff",
        "A name, initials, or a post that only one person holds.",
    )
    PRIVILEGE = (
        "privilege",
        "Legal advice",
        "legal advice",
        "Advice from lawyers, or written for a claim: it is theirs to waive who asked for it.",
    )
    SMALL_NUMBERS = (
        "small_numbers",
        "A small number",
        "a small number",
        "A count so small that people can be picked out.",
    )
    OTHER = "other", "Another reason", "", "Say which in a few words: they stand in the copy."


class CopyFor(Term):
    """Whom a redacted copy is for."""

    FAMILY = "family", "The patient or family"
    CORONER = "coroner", "The coroner"
    POLICE = "police", "The police"
    REGULATOR = "regulator", "A regulator"
    SUBJECT_ACCESS = "subject_access", "A subject-access request"
    FREEDOM_OF_INFORMATION = "freedom_of_information", "A freedom-of-information request"
    INQUIRY = "inquiry", "An inquiry"
    ORGANISATION = "organisation", "Another organisation"
    PUBLIC = "public", "Anyone: published"


class CopyContent(Term):
    """What of a case a copy can hold, each the part of the case that a person must be shown to copy it."""

    part: Part

    def __new__(cls, value: str, label: str = "", part: Part = Part.SUMMARY) -> CopyContent:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.part = label, part
        return member

    SUMMARY = "summary", "Summary", Part.SUMMARY
    NARRATIVE = "narrative", "What happened", Part.NARRATIVE
    CLASSIFICATION = "classification", "How it was judged", Part.CLASSIFICATION
    CANDOUR = "candour", "Duty of Candour", Part.CANDOUR
    INITIAL_REVIEW = "initial_review", "72-hour review", Part.INVESTIGATION
    REPORT = "report", "Final report", Part.INVESTIGATION
    LEARNING = "learning", "What was learned", Part.INVESTIGATION
    QUALITY = "quality", "What the ICB said of the report", Part.QUALITY_ASSURANCE
    ACTIONS = "actions", "Actions", Part.ACTIONS


class CopyOutcome(Term):
    """What the second person found."""

    APPROVED = "approved", "It may be given out"
    REFUSED = "refused", "It must be made again"


@dataclass(frozen=True)
class Piece:
    """One text of the original, by a code that stays: under which heading it stands, what it is called, its words."""

    code: str
    heading: str
    label: str
    text: str


@dataclass(frozen=True)
class Mark:
    """Words of one piece to be taken out: ``piece.text[start:end]``, and why; ``own_words`` where the reason is another."""

    piece: str
    start: int
    end: int
    reason: RedactionReason
    own_words: str = ""

    @property
    def shown(self) -> str:
        """What stands in the copy instead."""
        return f"[redacted: {self.own_words or self.reason.shown}]"


def problems_with_mark(*, words: str, reason: str, own_words: str) -> tuple[Problem, ...]:
    """What keeps words from being marked, beside its field."""
    found = []
    if not holds_words(words):
        found.append(Problem("words", "Type or paste the words to take out.", CLAUSE))
    elif len(words) > LONGEST_WORDS:
        said = f"The words must be {LONGEST_WORDS} characters or fewer: mark a longer text in pieces."
        found.append(Problem("words", said, CLAUSE))
    return (*found, *problems_with_reason(reason=reason, own_words=own_words))


def problems_with_reason(*, reason: str, own_words: str) -> tuple[Problem, ...]:
    """What is wrong with a reason, beside its field."""
    if reason not in set(RedactionReason):
        return (Problem("reason", "Say why the words are taken out.", CLAUSE),)
    if reason == RedactionReason.OTHER and not own_words.strip():
        return (Problem("own_words", "Say in a few words why. They stand in the copy.", CLAUSE),)
    if len(own_words) > LONGEST_REASON:
        return (Problem("own_words", f"It must be {LONGEST_REASON} characters or fewer.", CLAUSE),)
    return ()


def marks_of(
    pieces: Iterable[Piece],
    words: str,
    reason: RedactionReason,
    own_words: str = "",
    *,
    within: Collection[str] = (),
) -> tuple[Mark, ...]:
    """The words wherever they stand, however they are written; ``within``: in these pieces alone."""
    said = own_words.strip() if reason is RedactionReason.OTHER else ""
    return tuple(
        Mark(piece.code, start, end, reason, said)
        for piece in pieces
        if not within or piece.code in within
        for start, end in words_at(piece.text, words)
    )


def with_marks(marks: Iterable[Mark], more: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in order; what overlaps is one mark, for the reason that was given first."""
    by_piece: dict[str, list[Mark]] = {}
    for mark in (*marks, *more):
        kept = by_piece.setdefault(mark.piece, [])
        meets = [each for each in kept if each.start < mark.end and mark.start < each.end]
        if not meets:
            kept.append(mark)
            continue
        first = meets[0]
        start, end = (
            min(mark.start, *(each.start for each in meets)),
            max(mark.end, *(each.end for each in meets)),
        )
        kept[:] = [each for each in kept if each not in meets]
        kept.append(Mark(mark.piece, start, end, first.reason, first.own_words))
    return tuple(
        sorted((mark for kept in by_piece.values() for mark in kept), key=lambda m: (m.piece, m.start))
    )


def runs_of(piece: Piece, marks: Iterable[Mark]) -> tuple[tuple[str, Mark | None], ...]:
    """A piece in runs: words that stay with None, words that are taken out with their mark."""
    runs: list[tuple[str, Mark | None]] = []
    at = 0
    for mark in sorted((each for each in marks if each.piece == piece.code), key=lambda each: each.start):
        if mark.start > at:
            runs.append((piece.text[at : mark.start], None))
        runs.append((piece.text[mark.start : mark.end], mark))
        at = mark.end
    if at < len(piece.text):
        runs.append((piece.text[at:], None))
    return tuple(runs)


def redacted(piece: Piece, marks: Iterable[Mark]) -> str:
    """The words of a piece as the copy holds them."""
    return "".join(words if mark is None else mark.shown for words, mark in runs_of(piece, marks))


@dataclass(frozen=True)
class LooseEnd:
    """Words taken out in one place that still stand in another: how often, in the copy as it would be."""

    words: str
    times: int


def loose_ends(pieces: Sequence[Piece], marks: Sequence[Mark]) -> tuple[LooseEnd, ...]:
    """What a reader of the copy could still learn: words that are marked elsewhere, and names that are a part of them."""
    left = "\n".join(words for piece in pieces for words, mark in runs_of(piece, marks) if mark is None)
    wanted: dict[str, None] = {}
    for words in taken_words(pieces, marks):
        wanted.setdefault(words)
        for name in words.split():
            plain = name.strip(".,;:()[]'’\"")
            if len(plain) > 2 and plain[0].isupper() and plain.casefold() not in _TITLES:
                wanted.setdefault(plain)
    counted = [LooseEnd(words, len(words_at(left, words))) for words in wanted]
    return tuple(end for end in counted if end.times)


_TITLES = frozenset(
    {"mrs", "miss", "master", "the", "ward", "nurse", "doctor", "prof", "professor", "sister", "and"}
)


def taken_words(pieces: Sequence[Piece], marks: Iterable[Mark]) -> tuple[str, ...]:
    """The words that are taken out, each once: never kept, only looked for."""
    texts = {piece.code: piece.text for piece in pieces}
    found = {texts[mark.piece][mark.start : mark.end].strip() for mark in marks if mark.piece in texts}
    return tuple(sorted(words for words in found if words))


def still_there(words: Iterable[str], held: str, known: str = "") -> tuple[str, ...]:
    """Which words stand in what a file holds more often than in what it is known to say."""
    return tuple(
        each
        for each in words
        if len(words_at(held, each, spaced=True)) > len(words_at(known, each, spaced=True))
    )


# The manifest: what was done, without what was taken out


def original_text(pieces: Iterable[Piece]) -> str:
    """The original in one text, the same each time: what its hash is of."""
    return json.dumps([[piece.code, piece.text] for piece in pieces], ensure_ascii=False)


def keyed_hash(key: str, content: bytes) -> str:
    """SHA-256 of the original under a key that stays here.

    Whoever had the copy and a plain hash could try names until it fits: a removed name is one of some thousands.
    """
    return hmac.new(key.encode(), content, hashlib.sha256).hexdigest()


def counted_reasons(pieces: Sequence[Piece], marks: Sequence[Mark]) -> list[dict[str, str | int]]:
    """Per text and reason, how many were taken out: neither where they stood nor how long they were."""
    labels: Mapping[str, Piece] = {piece.code: piece for piece in pieces}
    counted = Counter((mark.piece, mark.own_words or mark.reason.label) for mark in marks)
    return [
        {"section": labels[code].heading, "text": labels[code].label, "reason": reason, "redactions": times}
        for (code, reason), times in counted.items()
        if code in labels
    ]


def problem_with_checker(*, made_by: object, checks: object, outcome: str) -> str:
    """Why somebody cannot check a copy, or ``""``: another person than made it, and once (reference 12)."""
    if outcome:
        return "Somebody has checked this copy already."
    return "Somebody else must check it: you made it." if made_by == checks else ""


def problems_with_check(*, outcome: str, note: str) -> tuple[Problem, ...]:
    """What keeps a check from being recorded, beside its field."""
    if outcome not in set(CopyOutcome):
        return (Problem("outcome", "Say what you found.", CLAUSE),)
    if outcome == CopyOutcome.REFUSED and not note.strip():
        return (Problem("note", "Say what must be changed, without repeating the words.", CLAUSE),)
    return ()


def may_be_given_out(outcome: str) -> bool:
    """Whether a copy may leave: only once a second person has said so."""
    return outcome == CopyOutcome.APPROVED


def text_hash(text: str) -> str:
    """Which text was marked, so that marks are never put on another."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


@dataclass(frozen=True)
class Standing:
    """Marks that stand on the texts as they are, and the texts that changed after their words were marked."""

    marks: tuple[Mark, ...]
    changed: tuple[Piece, ...]


def standing(pieces: Sequence[Piece], marks: Iterable[Mark], hashes: Mapping[str, str]) -> Standing:
    """Which marks still say what they said. A text that is no longer there needs none."""
    now = {piece.code: text_hash(piece.text) for piece in pieces}
    kept, changed = [], set()
    for mark in marks:
        if mark.piece in now and now[mark.piece] == hashes.get(mark.piece):
            kept.append(mark)
        elif mark.piece in now:
            changed.add(mark.piece)
    return Standing(tuple(kept), tuple(piece for piece in pieces if piece.code in changed))
