"""What in a text says who somebody is: found before it is saved, so that a case holds no more than it needs (clause 11.1c).

``personal_data_in`` is the whole check. It is advice but for the NHS Number, which ``blocks``. It finds what has a shape and
most names; ``CANNOT_FIND`` says on the page what it cannot.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sightline.policy.folded_text import TAKEN, Folded, fold
from sightline.policy.nhs_numbers import nhs_numbers_in
from sightline.policy.personal_data_people import people_in
from sightline.policy.personal_data_shapes import (
    addresses_in,
    births_in,
    emails_in,
    hospital_numbers_in,
    ni_numbers_in,
    other_phones_in,
    phones_in,
    postcodes_in,
)
from sightline.policy.terms import Term


class PersonalDataKind(Term):
    """What kind of thing identifies. ``advice`` is one plain sentence: what it is, and what to write instead."""

    advice: str

    def __new__(cls, value: str, label: str = "", advice: str = "") -> PersonalDataKind:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.advice = advice
        return member

    NHS_NUMBER = (
        "nhs_number",
        "NHS Number",
        "Ten digits that pass the check of an NHS Number: leave the number out, and give your local reference instead.",
    )
    DATE_OF_BIRTH = (
        "date_of_birth",
        "Date of birth",
        "A date of birth: write the age in years instead, or in months for a child under two.",
    )
    PHONE = (
        "phone",
        "Phone number",
        "A telephone number: leave it out, or write whose it is, such as “the ward's number”.",
    )
    EMAIL = (
        "email",
        "E-mail address",
        "An e-mail address: leave it out, or write whose it is, such as “the family's e-mail”.",
    )
    POSTCODE = (
        "postcode",
        "Postcode",
        "A postcode: leave it out, or name the town or the site if it matters.",
    )
    ADDRESS = (
        "address",
        "Street address",
        "A street address: write what kind of place it is instead, such as “at home” or “a care home”.",
    )
    NI_NUMBER = (
        "ni_number",
        "National Insurance number",
        "A National Insurance number: leave it out; nothing here needs it.",
    )
    HOSPITAL_NUMBER = (
        "hospital_number",
        "Hospital number",
        "A number by which a hospital knows a patient: leave it out, and give the number of your local incident system instead.",
    )
    PERSON = (
        "person",
        "Name of a person",
        "What may be somebody's name: write “Patient A”, “Nurse 1” or “the patient's daughter” instead.",
    )


@dataclass(frozen=True)
class Found:
    """One thing found: ``text[start:end] == Found.text``, in characters of the text as it was typed."""

    start: int
    end: int
    kind: PersonalDataKind
    text: str


@dataclass(frozen=True)
class SplitNumber:
    """An NHS Number over neighbouring texts: each piece is the place of its text in the sequence, and what stands in it."""

    pieces: tuple[tuple[int, Found], ...]


#: What the page says beside every answer of the check, so that nobody takes silence for proof.
CANNOT_FIND: tuple[str, ...] = (
    "Names that are written without a title and are uncommon, or are also ordinary words, such as Grace or Mark Hill.",
    "Initials, nicknames and names written in small letters.",
    "Numbers with a digit mistyped, written as words, or with letters in place of digits.",
    "A rare illness, an unusual event, or a job that only one person has.",
    "A story that tells anybody who was there, or who read of it, whom it is about.",
    "Anything in a picture, a scan or a recording.",
)


def blocks(kind: PersonalDataKind) -> bool:
    """Whether text of that kind is not saved as it is. A lead may say of one that it is not an NHS Number.

    All other kinds may be kept with a reason.
    """
    return kind is PersonalDataKind.NHS_NUMBER


def personal_data_in(text: str) -> tuple[Found, ...]:
    """All that is found in a text, in order and never overlapping. Any text may be asked; none raises."""
    folded = fold(text)
    taken: list[tuple[int, int, PersonalDataKind]] = []
    free = folded.text
    for kind, look in _LOOKS:
        spans = sorted(look(free))
        free = _without(free, spans)
        taken += ((start, end, kind) for start, end in _apart(spans))
    found = []
    for start, end, kind in sorted(taken):
        first, last = folded.typed(start, end)
        found.append(Found(first, last, kind, text[first:last]))
    return tuple(found)


#: Who looks first has it: what an address or a number has taken, names are not looked for in. Telephones begin with 0 or
#: +44, as no NHS Number does; what else could be either is an NHS Number, which blocks.
_LOOKS: tuple[tuple[PersonalDataKind, Callable[[str], Iterable[tuple[int, int]]]], ...] = (
    (PersonalDataKind.PHONE, phones_in),
    (PersonalDataKind.NHS_NUMBER, nhs_numbers_in),
    (PersonalDataKind.EMAIL, emails_in),
    (PersonalDataKind.NI_NUMBER, ni_numbers_in),
    (PersonalDataKind.DATE_OF_BIRTH, births_in),
    (PersonalDataKind.HOSPITAL_NUMBER, hospital_numbers_in),
    (PersonalDataKind.PHONE, other_phones_in),
    (PersonalDataKind.POSTCODE, postcodes_in),
    (PersonalDataKind.ADDRESS, addresses_in),
    (PersonalDataKind.PERSON, people_in),
)


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of spans in order, those that do not overlap one before them."""
    reached = 0
    for start, end in spans:
        if start >= reached and end > start:
            yield start, end
            reached = end


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces = []
    reached = 0
    for start, end in _apart(spans):
        pieces += [text[reached:start], TAKEN * (end - start)]
        reached = end
    return "".join((*pieces, text[reached:])) if pieces else text


def numbers_split(texts: Sequence[str]) -> tuple[SplitNumber, ...]:
    """NHS Numbers that begin in one text and end in a later one, empty texts between them left out of account.

    ``texts`` are the fields of a form in the order of the page. What stands whole in one text is not said again.
    """
    read = [(place, *_trimmed(fold(text))) for place, text in enumerate(texts)]
    read = [row for row in read if row[1]]
    begins = list(accumulate((len(words) + 1 for _, words, _, _ in read), initial=0))
    split = []
    for start, end in nhs_numbers_in("\n".join(words for _, words, _, _ in read)):
        rows = range(bisect_right(begins, start) - 1, bisect_right(begins, end - 1))
        if len(rows) == 1:
            continue
        pieces = []
        for row in rows:
            place, words, folded, cut = read[row]
            first, last = folded.typed(
                max(start - begins[row], 0) + cut, min(end - begins[row], len(words)) + cut
            )
            piece = Found(first, last, PersonalDataKind.NHS_NUMBER, texts[place][first:last])
            pieces.append((place, piece))
        split.append(SplitNumber(tuple(pieces)))
    return tuple(split)


def _trimmed(folded: Folded) -> tuple[str, Folded, int]:
    """What is read without blanks around it, and how many were cut off in front."""
    words = folded.text.strip()
    return words, folded, len(folded.text) - len(folded.text.lstrip())
