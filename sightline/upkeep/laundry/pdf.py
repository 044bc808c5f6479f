"""PDFs: every object is looked at, compressed or not; the copy is written anew without what says who made it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from sightline.upkeep.laundry.pictures import jpeg_without_details
from sightline.upkeep.laundry.refusals import DAMAGED, FORM, INSIDE, LOCKED_PDF, SCRIPT, STARTS, RefusedFile

_MOST_DEPTH = 100
#: Looked for in the bytes too, wherever they stand: readers differ in which objects of a damaged file they find.
#: Names may write any letter as #xx, which is undone before.
_SCRIPTS_WRITTEN = re.compile(rb"/(?:JavaScript|Launch)(?![A-Za-z])")
_ENCRYPTED_WRITTEN = re.compile(rb"/Encrypt(?![A-Za-z])")
_SCRIPTS, _STARTERS = {"/JavaScript", "/Rendition"}, {"/Launch", "/ImportData", "/GoToE", "/SubmitForm"}
#: Keys that hold a script or another file wherever they stand.
_SCRIPT_KEYS, _FILE_KEYS = {"/JS", "/JavaScript"}, {"/EmbeddedFiles", "/EF", "/RichMediaContent"}
_CARRIERS = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"}
#: What the copy does without: details of who made it, with what, when and from which pieces; what happens of itself.
_DROPPED = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/URI", "/Thumb"),
    *("/SpiderInfo", "/Collection", "/Perms", "/Legal", "/AF"),
)
_OF_NOTES = ("/T", "/M", "/CreationDate", "/NM", "/RC")


def cleaned_pdf(content: bytes) -> bytes:
    """The PDF without details and without anything that happens when it is opened or clicked."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda pair: bytes([int(pair[1], 16)]), content)
    if _ENCRYPTED_WRITTEN.search(plain):
        raise RefusedFile(LOCKED_PDF)
    if _SCRIPTS_WRITTEN.search(plain):
        raise RefusedFile(SCRIPT)
    try:
        held = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise RefusedFile(LOCKED_PDF) from locked
    except pikepdf.PdfError as wrong:
        raise RefusedFile(DAMAGED) from wrong
    with held:
        if held.is_encrypted:
            raise RefusedFile(LOCKED_PDF)
        try:
            has_pages = len(held.pages) > 0
        except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as wrong:
            raise RefusedFile(DAMAGED) from wrong
        if "/NeedsRendering" in held.Root or not has_pages:
            _look(held)
            raise RefusedFile(DAMAGED)
        dictionaries = _look(held)
        for found in dictionaries:
            _strip(found)
        for name in ("/Info", "/ID"):
            if name in held.trailer:
                del held.trailer[name]
        # What is written says its size only where what was read did, however wrongly; without it nothing opens.
        held.trailer.Size = 1
        written = io.BytesIO()
        held.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return written.getvalue()


def _look(held: pikepdf.Pdf) -> list[Dictionary | Stream]:
    """Every dictionary there is, once nothing is found in any of them that could harm a reader."""
    found: list[Dictionary | Stream] = []
    for each in [*held.objects, held.trailer]:
        for inside in _dictionaries(each, 0):
            _judge(inside)
            found.append(inside)
    return found


def _dictionaries(value: Object, depth: int) -> Iterator[Dictionary | Stream]:
    """Dictionaries in one object of the file; what it refers to is an object of its own."""
    if depth > _MOST_DEPTH:
        raise RefusedFile(DAMAGED)
    if isinstance(value, Dictionary | Stream):
        yield value
        inner = [item for _, item in value.items()]
    elif isinstance(value, Array):
        inner = list(value)
    else:
        return
    for item in inner:
        if isinstance(item, Dictionary | Array) and not item.is_indirect:
            yield from _dictionaries(item, depth + 1)


def _judge(found: Dictionary | Stream) -> None:
    keys = set(found.keys())
    action = str(found.get("/S", "")) if isinstance(found.get("/S"), Name) else ""
    subtype = str(found.get("/Subtype", "")) if isinstance(found.get("/Subtype"), Name) else ""
    if action in _SCRIPTS or keys & _SCRIPT_KEYS:
        raise RefusedFile(SCRIPT)
    if action in _STARTERS:
        raise RefusedFile(STARTS)
    if keys & _FILE_KEYS or subtype in _CARRIERS:
        raise RefusedFile(INSIDE)
    if "/XFA" in keys:
        raise RefusedFile(FORM)


def _strip(found: Dictionary | Stream) -> None:
    for key in _DROPPED:
        if key in found:
            del found[key]
    if "/Subtype" in found and "/Rect" in found:
        for key in (*_OF_NOTES, "/A", "/PA"):
            # The name of a field of a form is /T too, and its page needs it.
            if key in found and not (key == "/T" and "/FT" in found):
                del found[key]
    if isinstance(found, Stream) and found.get("/Filter") == Name.DCTDecode:
        found.write(jpeg_without_details(found.read_raw_bytes()), filter=Name.DCTDecode)
