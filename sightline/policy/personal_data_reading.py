"""A text as a row of words, and what is asked of a word and of those beside it; for finding names in texts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from sightline.policy.folded_text import TAKEN
from sightline.policy.personal_data_cues import (
    ALSO_SURNAMES,
    BEFORE_A_NAME,
    BEFORE_A_NAME_TOO,
    BETWEEN,
    DONE_BY_CLINICIANS,
    JOBS,
    LEADING_TO_A_NAME,
    NEVER_A_NAME,
    PATIENTS,
    RELATIONS,
    ROLE_TITLES,
    TITLES,
    WHAT_IS_SAID_OF_PEOPLE,
    WHAT_PEOPLE_DO,
)
from sightline.policy.personal_data_given import GIVEN_NAMES
from sightline.policy.personal_data_surnames import BUILT_LIKE_A_SURNAME, SURNAMES, WORDLY_SURNAMES
from sightline.policy.personal_data_words import ILLNESSES, NAMED_AFTER, ORDINARY_WORDS, PLACES_AND_THINGS

_WORD = re.compile(r"[^\W\d_][\u0300-\u036f]*(?:['-]?[^\W\d_][\u0300-\u036f]*)*")
_A_WARD_S_NUMBER = re.compile(r" (?:\d|[A-Z]\b)")
#: What was taken stands as signs of its own, with its label before it or none.
_BEFORE_TAKEN = re.compile(
    rf"[ ,(:;-]{{1,3}}(?:(?:NHS|DOB|D\.O\.B|tel|phone|mobile|MRN|hosp(?:ital)?|no|number|born|email|e-mail|of)[.: ]{{1,3}}){{0,3}}{TAKEN}",
    re.IGNORECASE,
)
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "s", "æ": "a", "ı": "i"}
)

#: The longest gap between two words of one name, and how much of a text between two words is kept.
WIDEST = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word without an ending "'s": where it stands, as typed, as lists know it, and what stands before it.

    ``gap`` is the text between it and the word before, cut where it is too long to join them.
    """

    start: int
    end: int
    typed: str
    key: str
    capital: bool
    gap: str

    @property
    def letter(self) -> bool:
        """One capital letter: an initial, or a label."""
        return self.capital and len(self.typed) == 1

    @property
    def shouted(self) -> bool:
        """All in capitals, as surnames are in lists; one letter is not."""
        return len(self.typed) > 1 and self.typed.isupper()


@lru_cache(maxsize=8192)
def as_listed(typed: str) -> str:
    """A word as the lists know it: small letters, no accents."""
    if typed.isascii():
        return typed.lower()
    apart = unicodedata.normalize("NFD", typed.translate(_PLAIN).lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def is_title(word: Word) -> bool:
    """A title, or a job by which people are called, that is not a surname."""
    return word.key in TITLES or (word.key in ROLE_TITLES and word.key not in SURNAMES)


def is_given(word: Word) -> bool:
    """A given name that is hardly anything else."""
    if not word.capital or len(word.typed) < 2 or word.key in ORDINARY_WORDS:
        return False
    return word.key in GIVEN_NAMES or _has_part(word, GIVEN_NAMES)


def is_surname(word: Word) -> bool:
    """A surname that is hardly anything else, by the list or by how it is built."""
    if not word.capital or len(word.typed) < 2:
        return False
    if word.key in SURNAMES or _has_part(word, SURNAMES):
        return True
    if word.key in ORDINARY_WORDS:
        return False
    typed = word.typed.title() if word.shouted and "'" not in word.typed else word.typed
    return BUILT_LIKE_A_SURNAME.fullmatch(typed) is not None


def may_be_surname(word: Word) -> bool:
    """A surname, be it an ordinary word too."""
    return word.key in WORDLY_SURNAMES or is_surname(word)


def is_ordinary(word: Word) -> bool:
    """A word that is written with a capital and names nobody."""
    return word.key in ORDINARY_WORDS or word.key in PLACES_AND_THINGS


def _has_part(word: Word, names: frozenset[str]) -> bool:
    if "-" not in word.key or word.key in ORDINARY_WORDS:
        return False
    return any(part in names and len(part) > 2 for part in word.key.split("-"))


class Reading:
    """The words of one text in order, and what stands around each. Every question looks at a few words only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Word] = []
        before = 0
        for match in _WORD.finditer(text):
            typed = match.group()
            start, end = match.span()
            if len(typed) > 2 and typed[-2:] in {"'s", "'S"}:
                typed, end = typed[:-2], end - 2
            gap = text[before : min(start, before + WIDEST + 1)]
            self.words.append(Word(start, end, typed, as_listed(typed), typed[0].isupper(), gap))
            before = end

    def has(self, place: int) -> bool:
        """Whether there is a word at a place."""
        return 0 <= place < len(self.words)

    def joined(self, place: int, signs: str = " ") -> bool:
        """Whether a word stands right after another, nothing but those signs and a new line between."""
        if not 0 < place < len(self.words):
            return False
        gap = self.words[place].gap
        return 0 < len(gap) <= WIDEST and not gap.strip(signs + "\n") and "\n\n" not in gap

    def could_be_name(self, place: int) -> bool:
        """A word with a capital that is neither ordinary, a title, nor a word that leads to a name."""
        word = self.words[place]
        return (
            word.capital
            and len(word.typed) > 1
            and not is_ordinary(word)
            and word.key not in NEVER_A_NAME
            and not is_title(word)
        )

    def could_be_surname(self, place: int) -> bool:
        """The same, or an ordinary word that is a surname, unless it makes a thing of what follows."""
        word = self.words[place]
        if self.could_be_name(place):
            return True
        known = word.key in SURNAMES or word.key in WORDLY_SURNAMES
        return word.capital and len(word.typed) > 1 and known and not self.names_a_thing(place + 1)

    def names_a_thing(self, place: int) -> bool:
        """Whether the word at a place makes a place or a thing of the one before it: "Ward", "disease".

        "Ward 4" does not: it says where somebody was.
        """
        if not self.joined(place):
            return self._owned(place) and (self.words[place].capital or self.words[place].key in ILLNESSES)
        word = self.words[place]
        if word.capital and word.key in ALSO_SURNAMES and is_given(self.words[place - 1]):
            return False
        if word.key == "ward" and _A_WARD_S_NUMBER.match(self.text, word.end):
            return False
        return word.key in PLACES_AND_THINGS

    def _owned(self, place: int) -> bool:
        """Whether a word follows one with "'s" and names a thing: "Martha's Rule"."""
        if not 0 < place < len(self.words) or self.words[place].gap not in {"'s ", "' "}:
            return False
        return self.words[place].key in PLACES_AND_THINGS

    def has_a_relation(self, place: int) -> bool:
        """Whether "'s mother" follows."""
        return (
            self.has(place + 1)
            and self.words[place + 1].gap in {"'s ", "' "}
            and self.words[place + 1].key in RELATIONS
        )

    def named_after(self, place: int) -> bool:
        """Whether two words are what a hospital, charity or training is called, for somebody long known: "Marie Curie"."""
        return self.joined(place + 1) and (self.words[place].key, self.words[place + 1].key) in NAMED_AFTER

    def leads_to_a_thing(self, place: int) -> bool:
        """Whether the words with capitals from a place on end in, or are followed by, the name of a place or a thing."""
        for ahead in range(place + 1, min(place + 6, len(self.words))):
            if self.names_a_thing(ahead):
                return True
            if not self.joined(ahead):
                return False
            word = self.words[ahead]
            if not word.capital and word.key not in {"of", "and", "the", "de"}:
                return False
        return False

    def after_article(self, place: int) -> bool:
        """After "the", as things are named, or "St", as wards and hospitals are."""
        return self.joined(place, " .") and self.words[place - 1].key in {
            "the",
            "a",
            "an",
            "st",
            "saint",
            "king",
            "queen",
        }

    def after_cue(self, place: int) -> bool:
        """Where only a person can stand: "her son", "asked", "Name:"."""
        if place == 0:
            return False
        before = self.words[place - 1]
        if before.key in RELATIONS:
            return self.joined(place, " ,(:")
        if before.key in {"is", "was"} and place > 1 and self.words[place - 2].key in {"name", "names"}:
            return self.joined(place)
        return before.key in BEFORE_A_NAME and self.joined(place, " :")

    def near_people(self, place: int, last: int) -> bool:
        """Where a person is likely: "spoke to", "The patient, ...", or before "told staff"."""
        if self.where_people_are_named(place, last):
            return True
        if place > 0:
            before = self.words[place - 1].key
            if self.joined(place) and (
                before in BEFORE_A_NAME_TOO
                or (before in BETWEEN and place > 1 and self.words[place - 2].key in LEADING_TO_A_NAME)
            ):
                return True
        return self.does_what_people_do(last + 1)

    def where_people_are_named(self, place: int, last: int) -> bool:
        """After a word for a patient, or right before something that was taken: a date of birth, an address, a number."""
        if place > 0 and self.words[place - 1].key in PATIENTS | RELATIONS and self.joined(place, " ,(:"):
            return True
        return _BEFORE_TAKEN.match(self.text, self.words[last].end) is not None

    def is_somebody(self, place: int) -> bool:
        """Whether what follows is "is a bank nurse", or "was reviewed by Dr Khan": of one person each."""
        if not self.joined(place + 1) or self.words[place].key not in {"is", "was"} or not self.joined(place):
            return False
        ahead = place + 1
        if self.words[ahead].key in {"a", "an", "our"}:
            somebody = range(ahead + 1, ahead + 4)
            return any(self.joined(at) and self.words[at].key in JOBS for at in somebody)
        if self.words[ahead].key not in DONE_BY_CLINICIANS or not self.joined(ahead + 2):
            return False
        clinician = self.words[ahead + 2]
        return self.words[ahead + 1].key == "by" and clinician.capital and is_title(clinician)

    def does_what_people_do(self, place: int) -> bool:
        """Whether what follows is said of people only: "stated", "was admitted"."""
        if not self.joined(place) or self.words[place].capital:
            return False
        if self.words[place].key in WHAT_PEOPLE_DO:
            return True
        helping = self.words[place].key in {"was", "is", "were", "had", "has", "became"}
        return helping and self.joined(place + 1) and self.words[place + 1].key in WHAT_IS_SAID_OF_PEOPLE
