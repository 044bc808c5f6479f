"""What a file is, by its bytes alone: its name says nothing and is not asked. What is inside it, the laundry judges."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from django.conf import settings

from sightline.upkeep.laundry.kinds import EXCEL, JPEG, PDF, PNG, WORD
from sightline.upkeep.laundry.refusals import DAMAGED

#: Words that were pasted instead of a file; never what an uploaded file is taken for.
PASTED = "text/plain; charset=utf-8"
#: What a file may be, by what its content says and never by its name: its label and the ending it is given.
ACCEPTED: Mapping[str, tuple[str, str]] = {
    PDF: ("PDF", ".pdf"),
    WORD: ("Word (DOCX)", ".docx"),
    EXCEL: ("Excel (XLSX)", ".xlsx"),
    PNG: ("PNG picture", ".png"),
    JPEG: ("JPEG picture", ".jpg"),
    PASTED: ("Pasted text", ".txt"),
}
#: What a report may be: to be read as a document.
REPORTS = frozenset({PDF, WORD, PASTED})

_NONE_OF_THESE = (
    "The file must be a PDF, a Word document (DOCX), an Excel workbook (XLSX), or a PNG or JPEG picture. "
    "What is inside it is none of these, whatever its name says."
)
_NOT_A_REPORT = "The file must be a PDF or a Word document (DOCX). What is inside it is neither."
_OLD_OFFICE = (
    "The file is in an older format, or has a password. Save it as a PDF or in the newer format (DOCX, XLSX), "
    "without a password."
)
_OFFICE_LOCKED = "The file has a password, so nobody here could read it. Save it without one and choose that."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How the name of an encrypted package stands in an old-style file (UTF-16).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Browsers that guess look this far for a page; the end of a zip lies within its longest comment of the end.
_LOOKED_AT, _LONGEST_END = 1024, 65_557
_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|script|iframe|svg)\b", re.IGNORECASE)
_END_OF_ZIP = b"PK\x05\x06"


def problem_with_kind(content: bytes, *, report: bool = False) -> str:
    """Why it is no file that is taken at all, in words; empty where it may be. ``report``: it must be read as a document."""
    if not content:
        return "The file is empty."
    if len(content) > settings.SIGHTLINE_DOCUMENT_BYTES:
        return f"The file must be {settings.SIGHTLINE_DOCUMENT_BYTES // 1024 // 1024} MB or smaller."
    kind = content_type_of(content)
    if kind is None:
        if content.startswith(_OLE):
            return _OFFICE_LOCKED if _ENCRYPTED in content else _OLD_OFFICE
        return _NOT_A_REPORT if report else _NONE_OF_THESE
    if report and kind not in REPORTS:
        return _NOT_A_REPORT
    return DAMAGED if kind not in (WORD, EXCEL) and _is_two_things(content) else ""


def content_type_of(content: bytes) -> str | None:
    """The content type that the bytes themselves show, or None for one that is not accepted."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                names = parts.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return None
        if "[Content_Types].xml" in names:
            if any(name.startswith("word/") for name in names):
                return WORD
            if any(name.startswith("xl/") for name in names):
                return EXCEL
    return None


def _is_two_things(content: bytes) -> bool:
    """Whether other programs would take it for a page that runs, or for an archive: they look at its ends only."""
    return bool(_PAGE.search(content[:_LOOKED_AT])) or _END_OF_ZIP in content[-_LONGEST_END:]
