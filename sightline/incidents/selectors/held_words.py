"""What is held for redaction on a case, and what was kept and why: for those who handle it on the side that wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sightline.incidents.models import Document, HeldWords, KeptWords
from sightline.incidents.selectors.case import CasePage
from sightline.incidents.services.held_words import HOLDERS
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.found_words import Settled, TextCheck, may_settle, sides_seen
from sightline.policy.personal_data import PersonalDataKind
from sightline.policy.terms import Relation

#: So many of each are shown.
MOST_SHOWN = 100
_AROUND = 200


@dataclass(frozen=True)
class HeldRow:
    """Words that wait: what they are, where they stand with what is around them, and whether this hat settles them.

    ``pieces``: the text in which the mask stands, each piece with whether it is the held words.
    """

    held_id: UUID
    number: int
    label: str
    advice: str
    where: str
    pieces: tuple[tuple[str, bool], ...]
    held_at: datetime
    may_settle: bool
    settled: str
    settled_at: datetime | None
    settled_by: str
    settled_why: str


@dataclass(frozen=True)
class HeldPaper:
    """A document that waits for its redacted copy."""

    document_id: UUID
    name: str
    found: str
    uploaded_at: datetime
    may_settle: bool


@dataclass(frozen=True)
class KeptRow:
    """That words were kept: their kind and how many, where, why, and who said so."""

    label: str
    count: int
    where: str
    reason: str
    kept_at: datetime
    who: str


@dataclass(frozen=True)
class Held:
    """Everything of a case that was held, waiting first, and what was kept."""

    waiting: tuple[HeldRow, ...]
    settled: tuple[HeldRow, ...]
    papers: tuple[HeldPaper, ...]
    kept: tuple[KeptRow, ...]


def held_on(actor: Actor, page: CasePage) -> Held | None:
    """What this hat is shown of it; None where it handles nothing of either side."""
    sides = sides_seen(actor, page.facts)
    if not sides:
        return None
    held = HeldWords.objects.filter(
        incident_id=page.incident_id,
        side__in=[side.value for side in sides],
        part__in=[part.value for part in page.parts],
    )
    rows = list(held[:MOST_SHOWN])
    kept = list(
        KeptWords.objects.filter(
            incident_id=page.incident_id, part__in=[part.value for part in page.parts]
        ).order_by("-kept_at", "id")[:MOST_SHOWN]
    )
    papers = Document.objects.filter(
        incident_id=page.incident_id,
        text_check=TextCheck.HELD.value,
        held_side__in=[side.value for side in sides],
    ).order_by("uploaded_at")[:MOST_SHOWN]
    people = organisations.people(
        {row.settled_by for row in rows if row.settled_by} | {row.kept_by for row in kept if row.kept_by}
    )
    names = {person_id: person.full_name for person_id, person in people.items()}
    shown = [_held_row(row, actor, page, names) for row in rows]
    return Held(
        waiting=tuple(row for row in shown if not row.settled),
        settled=tuple(row for row in shown if row.settled),
        papers=tuple(
            HeldPaper(
                row.id,
                row.name,
                row.found_kinds,
                row.uploaded_at,
                may_settle(actor, page.facts, Relation(row.held_side)),
            )
            for row in papers
        ),
        kept=tuple(
            KeptRow(
                PersonalDataKind(row.kind).label,
                row.count,
                _where(row.model, row.field),
                row.reason,
                row.kept_at,
                names.get(row.kept_by, "") if row.kept_by else "",
            )
            for row in kept
        ),
    )


def _held_row(row: HeldWords, actor: Actor, page: CasePage, names: dict[UUID, str]) -> HeldRow:
    kind = PersonalDataKind(row.kind)
    place = row.places[0] if row.places else {"model": "", "field": "", "id": "", "mask": ""}
    return HeldRow(
        held_id=row.id,
        number=row.number,
        label=kind.label,
        advice=kind.advice,
        where=_where(place["model"], place["field"]),
        pieces=_pieces(row, place) if not row.settled else (),
        held_at=row.held_at,
        may_settle=not row.settled and may_settle(actor, page.facts, Relation(row.side)),
        settled=Settled(row.settled).label if row.settled else "",
        settled_at=row.settled_at,
        settled_by=names.get(row.settled_by, "") if row.settled_by else "",
        settled_why=row.settled_why,
    )


def _pieces(row: HeldWords, place: dict[str, str]) -> tuple[tuple[str, bool], ...]:
    model = HOLDERS.get(place["model"])
    holder = model._default_manager.filter(pk=place["id"]).first() if model is not None else None
    text = _text_with(getattr(holder, place["field"], ""), place["mask"])
    before, _, after = text.partition(place["mask"])
    cut_before = before if len(before) <= _AROUND else f"… {before[-_AROUND:]}"
    cut_after = after if len(after) <= _AROUND else f"{after[:_AROUND]} …"
    return tuple(
        piece for piece in ((cut_before, False), (row.held_text, True), (cut_after, False)) if piece[0]
    )


def _text_with(value: object, mask: str) -> str:
    """The text in which a mask stands, in whatever a field holds."""
    match value:
        case str():
            return value if mask in value else ""
        case dict():
            return next((found for each in value.values() if (found := _text_with(each, mask))), "")
        case list():
            return next((found for each in value if (found := _text_with(each, mask))), "")
    return ""


def _where(model: str, field: str) -> str:
    name = HOLDERS[model]._meta.verbose_name if model in HOLDERS else model
    return f"{str(name).capitalize()}: {field.replace('_', ' ')}"
