"""Papers: checked by content and size, kept under their hash outside the web root."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document
from sightline.incidents.services.steps import StepInHand
from sightline.policy.terms import Part

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What a file may be, by what its content says and never by its name: its label and the ending it is given.
ACCEPTED: Mapping[str, tuple[str, str]] = {PDF: ("PDF", ".pdf"), WORD: ("Word (DOCX)", ".docx")}

_NEITHER = "The file must be a PDF or a Word document (DOCX). What is inside it is neither."
_OLD_WORD = (
    "The file is in an older format, or has a password. Save it as a PDF or a Word document (DOCX), "
    "without a password."
)
_MACROS = "The file holds macros, which could run on a reader's computer. Save it as a DOCX without macros, or a PDF."
_SCRIPT = (
    "The file holds a script, which could run on a reader's computer. Print it to a new PDF and choose that."
)
_FETCHES = "The file fetches a template over the network when it is opened. Save it as a PDF and choose that."
_UNPACKS = "The file unpacks to far more than a report holds. Save it again, or as a PDF."
_NOT_WORD = "The file is damaged, or is not a Word document (DOCX). Save it again, or as a PDF."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A zip may unpack to this many times the largest upload, in this many parts. Nothing here unpacks it.
_MOST_TIMES_LARGER = 10
_MOST_PARTS = 5_000
_MOST_READ_BYTES = 1024 * 1024
_TEMPLATE_PART = "word/_rels/settings.xml.rels"
_MAIN_PART = b"wordprocessingml.document.main+xml"
#: PDF names may write any letter as #xx, which is undone before these are looked for.
_PDF_SCRIPTS = re.compile(rb"/(?:JavaScript|Launch)(?![A-Za-z])")
_OVER_THE_NETWORK = re.compile(rb"\sTarget\s*=\s*[\"']https?://", re.IGNORECASE)
_LONGEST_STEM = 150


@dataclass(frozen=True)
class NewDocument:
    """A file as received: its name, its bytes, and what it is to the case (``final_report``)."""

    name: str
    content: bytes
    kind: str = "final_report"


def problem_with_file(content: bytes) -> str:
    """Why a file cannot be kept, in words; empty when it can. Its name says nothing and is not asked."""
    if not content:
        return "The file is empty."
    if len(content) > settings.SIGHTLINE_DOCUMENT_BYTES:
        return f"The file must be {settings.SIGHTLINE_DOCUMENT_BYTES // 1024 // 1024} MB or smaller."
    kind = content_type_of(content)
    if kind == PDF:
        plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda pair: bytes([int(pair[1], 16)]), content)
        return _SCRIPT if _PDF_SCRIPTS.search(plain) else ""
    if kind == WORD:
        return _problem_with_word(content)
    return _OLD_WORD if content.startswith(_OLE) else _NEITHER


def content_type_of(content: bytes) -> str | None:
    """The content type that the bytes themselves show, or None for one that is not accepted."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                names = parts.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return None
        if any(name.startswith("word/") for name in names) and "[Content_Types].xml" in names:
            return WORD
    return None


def _problem_with_word(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
            names = [entry.filename for entry in entries]
            unpacked = sum(entry.file_size for entry in entries)
            if (
                len(entries) > _MOST_PARTS
                or unpacked > settings.SIGHTLINE_DOCUMENT_BYTES * _MOST_TIMES_LARGER
            ):
                return _UNPACKS
            types = _beginning(parts, "[Content_Types].xml")
            if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
                return _MACROS
            if (
                len(set(names)) != len(names)
                or any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
                or "word/document.xml" not in names
                or _MAIN_PART not in types
                or b"<!DOCTYPE" in _beginning(parts, "word/document.xml")
            ):
                return _NOT_WORD
            if _TEMPLATE_PART in names and _fetches_template(_beginning(parts, _TEMPLATE_PART)):
                return _FETCHES
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return _NOT_WORD
    return ""


def _fetches_template(relations: bytes) -> bool:
    """Whether opening fetches a template over the network; one on a drive, as Word notes its own, is no matter."""
    tags = re.findall(rb"<Relationship\s[^>]*>", relations)
    return any(b"attachedTemplate" in tag and _OVER_THE_NETWORK.search(tag) for tag in tags)


def _beginning(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(_MOST_READ_BYTES)


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


def path_of(sha256: str) -> Path:
    """Where the bytes of a paper lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep_document(step: StepInHand, document: NewDocument) -> Document:
    """Keeps the bytes and adds the row. Bytes of a step that fails later are harmless: nothing points to them."""
    problem = problem_with_file(document.content)
    if problem:
        raise Invalid({"document": problem})
    content_type = content_type_of(document.content) or PDF
    sha256 = sha256_of(document.content)
    _write_once(path_of(sha256), document.content)
    row = Document(
        incident=step.incident,
        kind=document.kind,
        name=safe_name(document.name, content_type),
        content_type=content_type,
        size_bytes=len(document.content),
        sha256=sha256,
        uploaded_at=step.now,
        uploaded_by=step.person_id,
    )
    step.add(row, Part.INVESTIGATION)
    return row


def _write_once(path: Path, content: bytes) -> None:
    """Writes bytes that are not there yet, whole or not at all, readable by the application alone."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
