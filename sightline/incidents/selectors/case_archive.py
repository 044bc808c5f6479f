"""One case to be taken out whole, for a subject-access request or an inquiry: what of it this hat may take (11.1a, 11.1c).

Default deny: only who may disclose a case, and of it only the parts that their role is shown. Protected papers, papers
held for redaction and copies that no second person approved stay behind, whoever asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sightline.audit.anchors import Anchor, anchor_now
from sightline.audit.selectors import every_entry
from sightline.incidents.models import Document, RedactedCopy
from sightline.incidents.selectors.disclosure import DisclosureDetail, disclosure, disclosures_of_case
from sightline.incidents.selectors.history import ActLines, Reading, acts_of, reading_of
from sightline.incidents.selectors.redaction import ready_copies
from sightline.incidents.visibility import opening_originals, shown_papers
from sightline.policy.document_kinds import DocumentKind, kind_words
from sightline.policy.facts import Actor
from sightline.policy.found_words import TextCheck
from sightline.policy.permissions import permissions_for
from sightline.policy.terms import Part, Permission
from sightline.upkeep.virus_scan import Scan

PROTECTED, HELD, CLOSED, NO_COPY = (
    "marked as never shared",
    "held for redaction",
    "not cleared of viruses",
    "without a copy that this role opens",
)


@dataclass(frozen=True)
class TakenPaper:
    """One paper that goes: its bytes by their hash, and whether they are the original, a cleaned or a redacted copy."""

    name: str
    kind: str
    form: str
    content_type: str
    sha256: str
    added_at: datetime


@dataclass(frozen=True)
class ArchivePage:
    """What would go: the parts of the case, its papers, its redacted copies; and how many papers stay behind, by reason."""

    incident_id: UUID
    reference: str
    parts: tuple[Part, ...]
    papers: tuple[TakenPaper, ...]
    copies: tuple[TakenPaper, ...]
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class CaseArchive:
    """Everything that goes beside the case as it stands: its trail, oldest act first, its disclosures, the trail's head."""

    page: ArchivePage
    acts: tuple[ActLines, ...]
    disclosures: tuple[DisclosureDetail, ...]
    anchor: Anchor


def archive_page(actor: Actor, reference: str, *, now: datetime) -> ArchivePage | None:
    """What this hat would take, for its page; None where it may take nothing of this case, or there is none."""
    reading = _reading(actor, reference, now=now)
    return None if reading is None else _page(reading, now=now)


def case_archive(actor: Actor, reference: str, *, now: datetime) -> CaseArchive | None:
    """The same with the trail and the disclosures; the bytes of papers are read by whoever makes the file."""
    reading = _reading(actor, reference, now=now)
    if reading is None:
        return None
    incident_id = reading.incident.id
    rows = disclosures_of_case(actor, incident_id, now=now)
    found = (disclosure(actor, row.disclosure_id, now=now) for row in reversed(rows))
    return CaseArchive(
        page=_page(reading, now=now),
        acts=acts_of(reading, every_entry(incident_id)),
        disclosures=tuple(each for each in found if each is not None),
        anchor=anchor_now(now=now),
    )


def _reading(actor: Actor, reference: str, *, now: datetime) -> Reading | None:
    reading = reading_of(actor, reference, now=now)
    if reading is None or Permission.DISCLOSE not in permissions_for(actor, reading.facts):
        return None
    return reading


def _page(reading: Reading, *, now: datetime) -> ArchivePage:
    papers, left_out = _papers(reading, now=now)
    return ArchivePage(
        incident_id=reading.incident.id,
        reference=reading.incident.reference,
        parts=tuple(part for part in Part if part in reading.parts),
        papers=papers,
        copies=_copies(reading, now=now),
        left_out=left_out,
    )


def _papers(reading: Reading, *, now: datetime) -> tuple[tuple[TakenPaper, ...], Mapping[str, int]]:
    rows = (
        Document.objects.filter(shown_papers(reading.actor, now=now), incident=reading.incident)
        .exclude(kind=DocumentKind.REDACTED_COPY.value)
        .annotate(opens_original=opening_originals(reading.actor, now=now))
        .select_related("replaces")
        .order_by("uploaded_at", "id")
    )
    taken, left = [], Counter[str]()
    for row in rows:
        why_not = _stays(row)
        sha256 = row.sha256 if row.opens_original else row.cleaned_sha256
        if why_not or not sha256:
            left[why_not or NO_COPY] += 1
            continue
        taken.append(
            TakenPaper(
                name=row.name,
                kind=kind_words(DocumentKind(row.kind), reading.framework),
                form="as it was received" if row.opens_original else "cleaned copy",
                content_type=row.content_type,
                sha256=sha256,
                added_at=row.uploaded_at,
            )
        )
    return tuple(taken), dict(sorted(left.items()))


def _stays(row: Document) -> str:
    """Why a paper never goes; empty where it may. What stands for a protected paper is protected as it is."""
    if row.protected or (row.replaces is not None and row.replaces.protected):
        return PROTECTED
    if row.text_check in (TextCheck.HELD, TextCheck.REPLACED):
        return HELD
    return CLOSED if row.scan in (Scan.WAITING, Scan.INFECTED) else ""


def _copies(reading: Reading, *, now: datetime) -> tuple[TakenPaper, ...]:
    """Redacted copies that a second person approved, but for those of protected papers, oldest first."""
    protected = ~Q(document__protected="") | Q(original__isnull=False) & ~Q(original__protected="")
    stay = set(RedactedCopy.objects.filter(protected, incident=reading.incident).values_list("id", flat=True))
    return tuple(
        TakenPaper(
            name=row.name,
            kind=f"Redacted copy {row.number}",
            form="redacted copy",
            content_type=row.content_type,
            sha256=row.sha256,
            added_at=row.made_at,
        )
        for row in reversed(ready_copies(reading.actor, reading.incident.id, now=now))
        if row.sha256 and not row.closed and row.copy_id not in stay
    )
