"""A case as it stood, in words: its rows under headings, each field with its label and since when it stood so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sightline.incidents.selectors import CaseAsAt, HistoryLine, ThingAsAt
from sightline.policy.terms import Framework
from sightline.web.audit_words import change_line, field_words, is_said_already, thing_words


@dataclass(frozen=True)
class FieldAsAt:
    """One field: its label, what stood there, since when and by whom where that was after the row began.

    ``erased_because``: the value is gone for that reason.
    """

    label: str
    words: str
    since: datetime | None
    who: str
    erased_because: str


@dataclass(frozen=True)
class RowAsAt:
    """One row: its heading where there are several of its kind, who began it and when, its fields."""

    heading: str
    begun_at: datetime
    begun_by: str
    fields: tuple[FieldAsAt, ...]


@dataclass(frozen=True)
class SectionAsAt:
    """Rows of one kind under a heading; ``anchor`` is its name in an address."""

    heading: str
    anchor: str
    rows: tuple[RowAsAt, ...]


def as_at_sections(case: CaseAsAt) -> list[SectionAsAt]:
    """The case in the order of its page; a row of which nothing is worth a line is left out."""
    kinds = list(dict.fromkeys(thing.kind for thing in case.things))
    found = []
    for kind in kinds:
        rows = [_row(thing) for thing in case.things if thing.kind == kind]
        rows = [row for row in rows if row.fields]
        if rows:
            found.append(SectionAsAt(_heading(kind, case.framework, rows), kind, tuple(rows)))
    return found


_PLURALS = {
    "Judgement": "Judgements",
    "View in discussion": "Views in discussion",
    "Candour step": "Candour steps",
    "72-hour review": "72-hour reviews",
    "Final report": "Final reports",
    "Learning response": "Learning responses",
    "Action": "Actions",
    "Safety action": "Safety actions",
    "Document": "Documents",
    "Other organisation": "Other organisations",
    "Message": "Messages",
    "Correction": "Corrections",
    "Named person": "Named people",
}


def _heading(kind: str, framework: Framework, rows: Sequence[RowAsAt]) -> str:
    if kind == "incident":
        return "The incident"
    if kind == "incidentaccess":
        return "Who could see it"
    if kind == "bodyentry":
        return "Other bodies to tell"
    words = thing_words(kind, framework)
    return _PLURALS.get(words, words) if len(rows) > 1 else words


def _row(thing: ThingAsAt) -> RowAsAt:
    fields = tuple(
        _field(line, thing.begun) for line in thing.fields if line.erased_because or not is_said_already(line)
    )
    heading = f"{thing_words(thing.kind, thing.begun.framework)} {thing.number}" if thing.number else ""
    return RowAsAt(heading, thing.begun.at, _by(thing.begun), fields)


def _field(line: HistoryLine, begun: HistoryLine) -> FieldAsAt:
    label = field_words(line)
    later = line.at != begun.at
    return FieldAsAt(
        label=label[0].upper() + label[1:],
        words=change_line(line).new,
        since=line.at if later else None,
        who=_by(line) if later else "",
        erased_because=line.erased_because,
    )


def _by(line: HistoryLine) -> str:
    return f"{line.who}, {line.role}" if line.role else line.who
