"""How much of what is there the personal-data check finds, and how often it finds what is none: figures of one set of texts.

A number, date or address counts as found when exactly it is found, as what it is. A name counts when the whole of its last
word is: it may be found with less of a title, or without a given name that is also a word.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from sightline.policy.personal_data import PersonalDataKind, personal_data_in
from tests.policy.identifier_maker import Made

DATA = Path(__file__).parents[1] / "data"

#: The least share of each kind that must be found, and the largest share of clean sentences in which anything may be.
BARS = {
    PersonalDataKind.NHS_NUMBER: 0.99,
    PersonalDataKind.NI_NUMBER: 0.99,
    PersonalDataKind.HOSPITAL_NUMBER: 0.99,
    PersonalDataKind.DATE_OF_BIRTH: 0.95,
    PersonalDataKind.PHONE: 0.95,
    PersonalDataKind.EMAIL: 0.95,
    PersonalDataKind.POSTCODE: 0.95,
    PersonalDataKind.ADDRESS: 0.95,
    PersonalDataKind.PERSON: 0.85,
}
MOST_FALSE_ALARMS = 0.05

#: A text, and what is in it: from, to, kind.
Marked = tuple[str, Sequence[tuple[int, int, PersonalDataKind]]]


@dataclass(frozen=True)
class Share:
    """So many of so many were found; ``missed`` are those that were not, with their texts."""

    found: int
    of: int
    missed: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.found} of {self.of} ({self.value:.1%})"

    @property
    def value(self) -> float:
        """Between 0 and 1; 1 where there was nothing to find."""
        return self.found / self.of if self.of else 1.0


def marked_sentences() -> list[Marked]:
    """The 88 sentences that the check was tuned on. Dates of events are marked there too, and are not to be found."""
    lines = (
        (DATA / "personal_data/uk_identifier_templates_dev.jsonl").read_text(encoding="utf-8").splitlines()
    )
    rows = [json.loads(line) for line in lines]
    return [
        (
            row["text"],
            [
                (span["start"], span["end"], PersonalDataKind[span["label"]])
                for span in row["pii_spans"]
                if span["label"] != "DATE"
            ],
        )
        for row in rows
    ]


def made_sentences(made: Iterable[Made]) -> list[Marked]:
    """Sentences from a seed in the same shape."""
    return [(row.text, [(row.start, row.end, PersonalDataKind[row.kind])]) for row in made]


def clean_sentences() -> list[str]:
    """Sentences that name nobody, set aside before the check was tuned."""
    return (DATA / "clean_clinical_sentences.txt").read_text(encoding="utf-8").splitlines()


def recall(rows: Iterable[Marked]) -> dict[PersonalDataKind, Share]:
    """Of each kind, how much was found."""
    found: dict[PersonalDataKind, int] = defaultdict(int)
    missed: dict[PersonalDataKind, list[tuple[str, str]]] = defaultdict(list)
    for text, marks in rows:
        answers = personal_data_in(text)
        for start, end, kind in marks:
            first = max(start, text.rfind(" ", start, end) + 1) if kind is PersonalDataKind.PERSON else start
            here = [answer for answer in answers if answer.kind is kind]
            if kind is PersonalDataKind.PERSON:
                ok = any(answer.start <= first and answer.end >= end for answer in here)
            else:
                ok = any((answer.start, answer.end) == (start, end) for answer in here)
            if ok:
                found[kind] += 1
            else:
                missed[kind].append((text[start:end], text))
    return {
        kind: Share(found[kind], found[kind] + len(missed[kind]), tuple(missed[kind]))
        for kind in PersonalDataKind
        if found[kind] or missed[kind]
    }


def beside_the_marks(rows: Iterable[Marked]) -> list[tuple[str, str]]:
    """What was found where nothing is marked: the words and their text."""
    return [
        (answer.text, text)
        for text, marks in rows
        for answer in personal_data_in(text)
        if not any(answer.start < end and start < answer.end for start, end, _ in marks)
    ]


def false_alarms(texts: Iterable[str]) -> int:
    """In how many texts that name nobody something was found."""
    return sum(bool(personal_data_in(text)) for text in texts)


def milliseconds(texts: Sequence[str], times: int = 5) -> tuple[float, float]:
    """The median and the 95th percentile of the time one text takes."""
    took = []
    for text in list(texts) * times:
        began = perf_counter()
        personal_data_in(text)
        took.append((perf_counter() - began) * 1000)
    parts = quantiles(took, n=20)
    return parts[9], parts[18]
