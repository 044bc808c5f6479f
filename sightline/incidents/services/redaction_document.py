"""The file of a redacted copy, the pieces of a case without the words that were taken out, and how it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document as Paper
from sightline.incidents.models import RedactedCopy
from sightline.incidents.services.document_receipt import Examined
from sightline.incidents.services.documents import NewDocument, keep_document, sha256_of
from sightline.incidents.services.steps import StepInHand
from sightline.organisations import selectors as organisations
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.redacting import CopyFor, Mark, Piece, redacted
from sightline.policy.terms import Part
from sightline.rendering import Document, KeyValues, Paragraphs, Section, Table
from sightline.upkeep.virus_scan import Scan, Verdict

#: What is no longer stands beside its name on one line.
_ONE_LINE = 120


def copy_document(
    reference: str, copy_for: CopyFor, pieces: Sequence[Piece], marks: Sequence[Mark]
) -> Document:
    """What is drawn. Nothing of it is made from the words that were taken out, nor from who wrote what."""
    sections = tuple(
        _section(heading, [(piece, redacted(piece, marks)) for piece in under])
        for heading, under in groupby(pieces, key=lambda piece: piece.heading)
    )
    said = (
        "Nothing was taken out."
        if not marks
        else "Where words were taken out, the reason stands in brackets."
    )
    return Document(
        title=f"Redacted copy of {reference}",
        reference=reference,
        lead=f"A copy for: {copy_for.label.lower()}. {said}",
        sections=(*sections, *_counted(marks)),
    )


def _section(heading: str, held: Sequence[tuple[Piece, str]]) -> Section:
    """Short facts first, as the page of a case has them; each longer text under a heading of its own."""
    short = [(piece.label, text) for piece, text in held if _is_short(text)]
    long = tuple(Section(piece.label, (Paragraphs(text),)) for piece, text in held if not _is_short(text))
    return Section(heading, (KeyValues(tuple(short)),) if short else (), long)


def _is_short(text: str) -> bool:
    return len(text) <= _ONE_LINE and "\n" not in text


def _counted(marks: Sequence[Mark]) -> tuple[Section, ...]:
    if not marks:
        return ()
    counted = Counter((mark.own_words or mark.reason.label) for mark in marks)
    rows = tuple((reason, str(times)) for reason, times in sorted(counted.items()))
    return (Section("What was taken out", (Table("Redactions by reason", ("Reason", "How many"), rows),)),)


def keep_copy(
    step: StepInHand,
    content: bytes,
    content_type: str,
    copy_for: CopyFor,
    purpose: str,
    done: Mapping[str, Any],
    key: str,
    original: Paper | None = None,
    examined: Examined | None = None,
) -> RedactedCopy:
    """The document of a copy and its row. What is kept is what is given out: it is its own cleaned copy."""
    number = RedactedCopy.objects.filter(incident=step.incident).count() + 1
    step.note = f"Copy {number}, for: {copy_for.label.lower()}"
    row = keep_document(
        step,
        NewDocument(
            f"{step.incident.reference} redacted copy {number}",
            content,
            DocumentKind.REDACTED_COPY.value,
            description=f"For: {copy_for.label.lower()}",
            examined=examined or Examined(content_type, Verdict(Scan.OFF), cleaned=content),
        ),
    )
    if RedactedCopy.objects.filter(document=row).exists():
        raise Invalid({"document": "This very file is a redacted copy on the case already."})
    maker = organisations.people({step.person_id}).get(step.person_id)
    copy = RedactedCopy(
        incident=step.incident,
        number=number,
        document=row,
        original=original,
        organisation_id=step.by.organisation_id,
        copy_for=copy_for.value,
        purpose=purpose,
        hash_key=key,
        made_at=step.now,
        made_by=step.person_id,
        made_in_role=step.by.role.value,
        manifest={
            "schema": 1,
            "case": step.incident.reference,
            "copy": {"number": number, "sha256": sha256_of(content), "bytes": len(content)},
            **done,
            "made": {
                "at": step.now.isoformat(),
                "by": maker.full_name if maker else "",
                "role": step.by.role.label,
            },
            "for": copy_for.label,
            "purpose": purpose,
        },
    )
    step.add(copy, Part.DOCUMENTS)
    return copy
