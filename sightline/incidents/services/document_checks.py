"""What a file is and whether it can be kept, by its bytes alone: its name says nothing and is not asked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from django.conf import settings
from PIL import Image, UnidentifiedImageError

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG, JPEG = "image/png", "image/jpeg"
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
_PDF_LOCKED = "The PDF has a password or is protected. Print it to a new PDF without one and choose that."
_MACROS = "The file holds macros, which could run on a reader's computer. Save it without macros (DOCX, XLSX), or as a PDF."
_SCRIPT = (
    "The file holds a script, which could run on a reader's computer. Print it to a new PDF and choose that."
)
_FETCHES = "The file fetches something over the network when it is opened. Save it as a PDF and choose that."
_UNPACKS = "The file unpacks to far more than a report holds. Save it again, or as a PDF."
_DAMAGED = "The file is damaged, or is not what it seems. Save it again, or as a PDF."
_BAD_PICTURE = "The picture is damaged or was cut off. Save it again and choose that."
_LARGE_PICTURE = "The picture has more points than a page can show. Save it smaller and choose that."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How the name of an encrypted package stands in an old-style file (UTF-16).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: A zip may unpack to this many times the largest upload, in this many parts. Nothing here unpacks it.
_MOST_TIMES_LARGER = 10
_MOST_PARTS = 5_000
_MOST_READ_BYTES = 1024 * 1024
_MOST_POINTS = 60_000_000
_OFFICE_PARTS: Mapping[str, tuple[str, bytes]] = {
    WORD: ("word/document.xml", b"wordprocessingml.document.main+xml"),
    EXCEL: ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}
#: Relations of an office file that are fetched as it opens; a hyperlink waits to be clicked.
_FETCHED = (b"attachedTemplate", b"externalLink", b"oleObject", b"frame", b"subDocument")
#: Browsers that guess look this far for a page; the end of a zip lies within its longest comment of the end.
_LOOKED_AT, _LONGEST_END = 1024, 65_557
_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|script|iframe|svg)\b", re.IGNORECASE)
_END_OF_ZIP = b"PK\x05\x06"
#: PDF names may write any letter as #xx, which is undone before these are looked for.
_PDF_SCRIPTS = re.compile(rb"/(?:JavaScript|Launch)(?![A-Za-z])")
_PDF_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z])")
_OVER_THE_NETWORK = re.compile(rb"\sTarget\s*=\s*[\"']https?://", re.IGNORECASE)


def problem_with_file(content: bytes, *, report: bool = False, draws: bool = True) -> str:
    """Why a file cannot be kept, in words; empty when it can. ``report``: it must be read as a document.

    ``draws``: a picture is drawn to see whether it is whole. Whoever has it washed afterwards leaves that to the laundry.
    """
    if not content:
        return "The file is empty."
    if len(content) > settings.SIGHTLINE_DOCUMENT_BYTES:
        return f"The file must be {settings.SIGHTLINE_DOCUMENT_BYTES // 1024 // 1024} MB or smaller."
    kind = content_type_of(content)
    if report and kind is not None and kind not in REPORTS:
        return _NOT_A_REPORT
    if kind is not None and kind not in _OFFICE_PARTS and _is_two_things(content):
        return _DAMAGED
    if kind == PDF:
        return _problem_with_pdf(content)
    if kind is not None and kind in _OFFICE_PARTS:
        return _problem_with_office(content, *_OFFICE_PARTS[kind])
    if kind in (PNG, JPEG):
        return _problem_with_picture(content, draws=draws)
    if content.startswith(_OLE):
        return _OFFICE_LOCKED if _ENCRYPTED in content else _OLD_OFFICE
    return _NOT_A_REPORT if report else _NONE_OF_THESE


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


def _problem_with_pdf(content: bytes) -> str:
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda pair: bytes([int(pair[1], 16)]), content)
    if _PDF_ENCRYPTED.search(plain):
        return _PDF_LOCKED
    return _SCRIPT if _PDF_SCRIPTS.search(plain) else ""


def _problem_with_office(content: bytes, main_part: str, main_type: bytes) -> str:
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
                or main_part not in names
                or main_type not in types
                or b"<!DOCTYPE" in _beginning(parts, main_part)
            ):
                return _DAMAGED
            relations = [name for name in names if name.endswith(".rels")]
            if any(_fetches(_beginning(parts, name)) for name in relations):
                return _FETCHES
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return _DAMAGED
    return ""


def _fetches(relations: bytes) -> bool:
    """Whether opening fetches over the network; a template on a drive, as Word notes its own, is no matter."""
    tags = re.findall(rb"<Relationship\s[^>]*>", relations)
    return any(_OVER_THE_NETWORK.search(tag) and any(kind in tag for kind in _FETCHED) for tag in tags)


def _beginning(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(_MOST_READ_BYTES)


def _problem_with_picture(content: bytes, *, draws: bool) -> str:
    # The size is in the head of the picture, so that one with too many points is never unpacked.
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_POINTS:
                return _LARGE_PICTURE
            if not draws:
                return ""
            picture.verify()
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            picture.load()
    except Image.DecompressionBombError:
        return _LARGE_PICTURE
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return _BAD_PICTURE
    return ""
