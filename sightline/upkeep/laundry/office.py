"""Word and Excel files: a zip of XML, read part by part within bounds, and packed anew without who wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from xml.parsers import expat

from sightline.upkeep.laundry.kinds import EXCEL, WORD
from sightline.upkeep.laundry.pictures import cleaned_picture
from sightline.upkeep.laundry.refusals import (
    DAMAGED,
    FETCHES,
    INSIDE,
    MACROS,
    STARTS,
    UNPACKS,
    RefusedFile,
)

_MOST_PARTS = 5_000
#: XML packs to a thirtieth of itself or so; what packs to a two-hundredth says nothing.
_MOST_TIMES, _SMALL_BYTES = 200, 10 * 1024 * 1024
_MOST_DEPTH = 500

#: The part with the words, and what the list of types must call it: a template or a file with macros says another.
_MAIN_PARTS = {
    WORD: ("word/document.xml", b"wordprocessingml.document.main+xml"),
    EXCEL: ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}
_TAG = re.compile(rb"<[^<>]*>")
_VALUE = rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
_NAMES = re.compile(rb"(\s(?:\w+:)?(?:author|initials|userName))" + _VALUE)
_PEOPLE = re.compile(rb"(\s(?:\w+:)?(?:userId|displayName|author))" + _VALUE)
_TRACES = re.compile(rb"\s\w+:(?:rsid\w*|date|dateUtc)" + _VALUE)
_TEMPLATE = re.compile(rb"<\w+:attachedTemplate\b[^<>]*/>")
_REVISIONS = re.compile(rb"<(\w+:rsids)\b.*?</\1>", re.DOTALL)
_PATH_OF_FILE = re.compile(rb"<(\w+:absPath)\b[^<>]*/>")
_AUTHORS = re.compile(rb"(<author>).*?(</author>)", re.DOTALL)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
#: Relations that fetch as the file opens; a hyperlink waits to be clicked.
_FETCHED = (
    b"attachedTemplate",
    b"externalLink",
    b"oleObject",
    b"frame",
    b"subDocument",
    b"image",
    b"video",
    b"audio",
)
_ELSEWHERE = re.compile(
    rb"\sTarget\s*=\s*[\"'](?:https?:|ftp:|mhtml:|javascript:|\\\\|//|file:/{2}(?!/)|file:/{4,})", re.I
)
_ORDERS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE)
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"Rar!", b"7z\xbc\xaf", b"%PDF-", b"\x7fELF")
_EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_EMPTY_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_EMPTY_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_PROPERTIES = {
    "docProps/core.xml": _EMPTY_CORE,
    "docProps/app.xml": _EMPTY_APP,
    "docProps/custom.xml": _EMPTY_CUSTOM,
}
_THEN = (1980, 1, 1, 0, 0, 0)


def cleaned_office(content: bytes, content_type: str, unpacks_to: int) -> bytes:
    """The file without author, company, people, revision marks, paths and details of its pictures."""
    try:
        parts = _parts(content, unpacks_to)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError) as wrong:
        raise RefusedFile(DAMAGED) from wrong
    _judge_package(parts, *_MAIN_PARTS[content_type])
    for name, part in parts:
        _judge(name, part)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts:
            packed.writestr(zipfile.ZipInfo(name, _THEN), _cleaned(name, part), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _parts(content: bytes, unpacks_to: int) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entries = packed.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if (
            len(entries) > _MOST_PARTS
            or unpacked > unpacks_to
            or (unpacked > _SMALL_BYTES and unpacked > _MOST_TIMES * len(content))
        ):
            raise RefusedFile(UNPACKS)
        # What a part says of its own size is a promise; reading stops there whatever follows.
        return [(entry.filename, packed.read(entry)) for entry in entries if not entry.is_dir()]


def _judge_package(parts: list[tuple[str, bytes]], main_part: str, main_type: bytes) -> None:
    """Whether it is what it says: a document or workbook, each part once and where it belongs."""
    names = [name for name, _ in parts]
    held = dict(parts)
    types = held.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        raise RefusedFile(MACROS)
    if (
        len(held) != len(names)
        or any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
        or main_part not in held
        or main_type not in types
    ):
        raise RefusedFile(DAMAGED)


def _judge(name: str, part: bytes) -> None:
    low = name.lower()
    if "vbaproject" in low or "vbadata" in low or "/macrosheets/" in low:
        raise RefusedFile(MACROS)
    if "/embeddings/" in low or "/activex/" in low or part.startswith(_ARCHIVES):
        raise RefusedFile(INSIDE)
    if low.endswith((".xml", ".rels", ".vml")):
        orders = _read_xml(part)
        if _ORDERS.search(orders):
            raise RefusedFile(STARTS)
    if low.endswith(".rels"):
        for tag in _RELATIONSHIP.findall(part):
            if _ELSEWHERE.search(tag) and any(kind in tag for kind in _FETCHED):
                raise RefusedFile(FETCHES)


def _read_xml(part: bytes) -> str:
    """The field codes of a part; RefusedFile for what is no XML, or declares types and entities, in any encoding."""
    orders: list[str] = []
    within: list[str] = []

    def refuse(*given: object) -> None:
        raise RefusedFile(DAMAGED)

    def begin(tag: str, attributes: dict[str, str]) -> None:
        within.append(tag.rpartition(":")[2])
        if len(within) > _MOST_DEPTH:
            raise RefusedFile(DAMAGED)
        if within[-1] in ("ddeLink", "oleLink"):
            orders.append(" DDE ")
        orders.extend(f" {value} " for name, value in attributes.items() if name.endswith(":instr"))

    def words(text: str) -> None:
        if within and within[-1] == "instrText":
            orders.append(text)

    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = refuse
    reader.StartElementHandler, reader.CharacterDataHandler = begin, words
    reader.EndElementHandler = lambda tag: within.pop()
    try:
        reader.Parse(part, True)
    except expat.ExpatError as wrong:
        raise RefusedFile(DAMAGED) from wrong
    return "".join(orders)


def _cleaned(name: str, part: bytes) -> bytes:
    low = name.lower()
    if (empty := _PROPERTIES.get(name)) is not None:
        return empty
    if part.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return cleaned_picture(part)
    if low.startswith("docprops/thumbnail"):
        raise ValueError("A picture of the first page, in a form that cannot be drawn anew.")
    if not low.endswith((".xml", ".rels")):
        return part
    if not re.match(rb"(?:\xef\xbb\xbf)?\s*<", part) or re.match(
        rb"[^>]*encoding=[\"'](?!utf-8|us-ascii)", part, re.I
    ):
        raise ValueError("Words in an encoding that is not looked through here.")
    if low.endswith(".rels"):
        return _RELATIONSHIP.sub(lambda tag: b"" if b"attachedTemplate" in tag[0] else tag[0], part)
    for dropped in (_TEMPLATE, _REVISIONS, _PATH_OF_FILE):
        part = dropped.sub(b"", part)
    if low.startswith("xl/comments"):
        part = _AUTHORS.sub(rb"\1Author\2", part)
    if "/persons/" in low or low.endswith("word/people.xml"):
        return _PEOPLE.sub(rb'\1="Author"', part)
    return _TAG.sub(_without_names, part)


def _without_names(tag: re.Match[bytes]) -> bytes:
    return _NAMES.sub(rb'\1="Author"', _TRACES.sub(b"", tag[0]))
