"""Papers: checked by content and size, kept under their hash outside the web root."""

from __future__ import annotations

import errno
import hashlib
import logging
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document
from sightline.incidents.services.document_checks import ACCEPTED
from sightline.incidents.services.document_receipt import Examined, examine
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy.document_kinds import DocumentKind, kind_words, problems_with_document
from sightline.policy.facts import Actor
from sightline.policy.found_words import TextCheck, side_that_wrote
from sightline.policy.personal_data import personal_data_in
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day
from sightline.upkeep import document_store
from sightline.upkeep.virus_scan import Scan

log = logging.getLogger(__name__)

NOT_KEPT = (
    "The file could not be kept, because the store of documents does not answer. Try again in a few minutes. "
    "If it goes on, tell your administrator."
)
_LONGEST_STEM, _LONGEST_FOUND = 150, 300
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class NewDocument:
    """A file as received: its name, its bytes, and what it is to the case (``final_report``).

    ``pasted``: words typed or pasted instead of a file. ``received_on``: when it came by another way before.
    """

    name: str
    content: bytes
    kind: str = DocumentKind.FINAL_REPORT.value
    description: str = ""
    received_on: date | None = None
    pasted: bool = False
    #: The held paper that it is the redacted copy of.
    replaces_id: UUID | None = None
    #: What was found when it came in; without it, the file is looked through when it is kept.
    examined: Examined | None = None


def pasted_words(words: str, kind: DocumentKind) -> NewDocument:
    """Words that were pasted, as a document of text."""
    return NewDocument(kind.label, words.encode(), kind.value, pasted=True)


def add_document(incident_id: UUID, document: NewDocument, *, by: Actor, now: datetime, seen: int) -> UUID:
    """Puts a paper on the case and returns its id. Receipt counts from now, whenever it came (design decision 25).

    The same file of the same kind is kept once: sent again, it is the paper that is there already.
    """
    wrong = problems_with_document(
        kind=document.kind,
        description=document.description,
        received_on=document.received_on,
        today=london_day(now),
    )
    if wrong:
        raise Invalid(wrong)
    label = DocumentKind(document.kind).label
    with taking(Action.ADD_DOCUMENT, incident_id, by=by, now=now, seen=seen, note=label) as step:
        step.note = kind_words(DocumentKind(document.kind), step.facts.framework)
        there = _kept_before(step, document)
        if there is not None:
            raise Invalid({"document": f"This file is on the case already, as {there.name}."})
        return keep_document(step, document).id


def _kept_before(step: StepInHand, document: NewDocument) -> Document | None:
    return Document.objects.filter(
        incident=step.incident, sha256=sha256_of(document.content), kind=document.kind
    ).first()


def safe_name(name: str, content_type: str) -> str:
    """A name that any system can save and nobody can be misled by; its ending is that of the content."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(" " if letter.isspace() else letter for letter in last)
    printable = "".join(letter for letter in printable if unicodedata.category(letter)[0] != "C")
    plain = re.sub(r'[<>:"|?*;]', "", printable)
    plain = re.sub(r" +", " ", plain).strip(" .")
    ending = ACCEPTED[content_type][1]
    stem = plain[: -len(ending)] if plain.lower().endswith(ending) else plain
    if not stem.strip(" .") or stem.lower() == ending.lstrip("."):
        stem = "document"
    if re.fullmatch(r"(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]", stem):
        stem = f"document {stem}"
    return stem[:_LONGEST_STEM].strip(" .") + ending


def sha256_of(content: bytes) -> str:
    """The hash under which bytes are kept."""
    return hashlib.sha256(content).hexdigest()


def keep_document(step: StepInHand, document: NewDocument) -> Document:
    """Keeps the bytes and adds the row; a paper that is on the case already is taken as it is there.

    The bytes are in the store before the row is written, and the row stands only when the step is whole: no row without
    its file. Bytes of a step that fails later are harmless: nothing points to them.
    """
    if (there := _kept_before(step, document)) is not None:
        return there
    examined = document.examined or examine(document.content, pasted=document.pasted)
    if examined.problem:
        raise Invalid({"document": examined.problem})
    content_type, cleaned = examined.content_type, examined.cleaned
    sha256 = sha256_of(document.content)
    cleaned_sha256 = "" if cleaned is None else sha256_of(cleaned)
    try:
        document_store.save(sha256, document.content)
        if cleaned is not None:
            document_store.save(cleaned_sha256, cleaned)
    except OSError as failure:
        if failure.errno in _FULL:
            # The page for a full disk says so.
            raise
        log.exception("A document could not be kept")
        raise Invalid({"document": NOT_KEPT}) from failure
    name, text_check, found = _checked(document, examined)
    side = side_that_wrote(step.by.organisation_id, step.facts)
    if text_check is TextCheck.HELD:
        step.set(**step.held_one_more(side))
    row = Document(
        incident=step.incident,
        text_check=text_check.value,
        found_kinds=found[:_LONGEST_FOUND],
        held_side=side.value if text_check is TextCheck.HELD else "",
        replaces_id=document.replaces_id,
        kind=document.kind,
        description=document.description,
        organisation_id=step.by.organisation_id,
        received_on=document.received_on,
        name=name,
        content_type=content_type,
        size_bytes=len(document.content),
        sha256=sha256,
        uploaded_at=step.now,
        uploaded_by=step.person_id,
        cleaned_sha256=cleaned_sha256,
        cleaned_bytes=None if cleaned is None else len(cleaned),
        no_copy_because=examined.why_not,
        scan=examined.verdict.scan.value,
        scanned_at=step.now if examined.verdict.scan == Scan.CLEAN else None,
    )
    step.add(row, Part.DOCUMENTS)
    return row


def _checked(document: NewDocument, examined: Examined) -> tuple[str, TextCheck, str]:
    """The name it is given, and what the check makes of it: a name that says who somebody is becomes what the paper is."""
    name = safe_name(document.name, examined.content_type)
    # File names write their words with anything but blanks between.
    in_name = personal_data_in(re.sub(r"[_.+-]+", " ", name)) or personal_data_in(name)
    if not in_name:
        return name, examined.text_check, examined.found
    label = DocumentKind(document.kind).label
    return safe_name(label, examined.content_type), examined.text_check, examined.found
