"""Papers: checked by content and size, kept under their hash outside the web root."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document
from sightline.incidents.services.steps import StepInHand
from sightline.policy.terms import Part

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What a file may be, by what its content says, never by its name.
ACCEPTED: Mapping[str, str] = {"application/pdf": "PDF", _WORD: "Word (DOCX)"}


@dataclass(frozen=True)
class NewDocument:
    """A file as received: its name, its bytes, and what it is to the case (``final_report``)."""

    name: str
    content: bytes
    kind: str = "final_report"


def problem_with_file(name: str, content: bytes) -> str:
    """Why a file cannot be kept, in words; empty when it can."""
    if not content:
        return "The file is empty."
    if len(content) > settings.SIGHTLINE_DOCUMENT_BYTES:
        return f"The file must be {settings.SIGHTLINE_DOCUMENT_BYTES // 1024 // 1024} MB or smaller."
    if content_type_of(content) is None:
        return "The file must be a PDF or a Word document (DOCX). What is inside it is neither."
    return ""


def content_type_of(content: bytes) -> str | None:
    """The content type that the bytes themselves show, or None for one that is not accepted."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                names = set(parts.namelist())
        except zipfile.BadZipFile:
            return None
        if "word/document.xml" in names and "word/vbaProject.bin" not in names:
            return _WORD
    return None


def path_of(sha256: str) -> Path:
    """Where the bytes of a paper lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep_document(step: StepInHand, document: NewDocument) -> Document:
    """Keeps the bytes and adds the row. Bytes of a step that fails later are harmless: nothing points to them."""
    problem = problem_with_file(document.name, document.content)
    if problem:
        raise Invalid({"document": problem})
    sha256 = hashlib.sha256(document.content).hexdigest()
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        partial = path.with_suffix(".part")
        partial.write_bytes(document.content)
        partial.replace(path)
    row = Document(
        incident=step.incident,
        kind=document.kind,
        name=Path(document.name).name[:200] or "document",
        content_type=content_type_of(document.content) or "application/octet-stream",
        size_bytes=len(document.content),
        sha256=sha256,
        uploaded_at=step.now,
        uploaded_by=step.person_id,
    )
    step.add(row, Part.INVESTIGATION)
    return row
