"""Every word that a file still holds, wherever it stands: seen or not, in its pages, notes, names, descriptions and details.

For looking whether words that should be gone are. Words in a picture are not read.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

from sightline.upkeep.laundry.kinds import EXCEL, JPEG, PDF, PNG, WORD

#: What ends a line of an office file: paragraphs, cells, breaks.
_ENDS = re.compile(
    r"</(?:\w+:)?(?:p|si|c|row|comment|definedName)>|<(?:\w+:)?(?:br|cr|tab)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MEDIA = re.compile(r"/media/|^docprops/thumbnail", re.IGNORECASE)
_MOST_DEPTH = 100
#: A text in brackets, and the texts that one order draws side by side.
_TEXT = re.compile(r"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
_ONE_LINE = re.compile(r"\[(?:[^\[\]()]|\((?:\\.|[^\\()])*\))*\]|\((?:\\.|[^\\()])*\)", re.DOTALL)
_INLINE_PICTURE = re.compile(rb"(?:^|\s)BI\s.{0,400}?\sID\s", re.DOTALL)
_LOOKED_AT = 4096


def words_of(content: bytes, content_type: str) -> tuple[str, bool]:
    """The words, and whether there are pictures, whose words are not among them."""
    if content_type in (PNG, JPEG):
        return "", True
    if content_type in (WORD, EXCEL):
        return _of_office(content)
    return _of_pdf(content) if content_type == PDF else (content.decode(errors="replace"), False)


def _of_office(content: bytes) -> tuple[str, bool]:
    held: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        for name in names:
            held.append(name)
            if name.lower().endswith((".xml", ".rels", ".vml")):
                part = packed.read(name).decode(errors="replace")
                held.append(html.unescape(_TAG.sub("", _ENDS.sub("\n", part))))
                held.extend(html.unescape(one or two) for one, two in _VALUE.findall(part))
    return "\n".join(held), any(_MEDIA.search(name) for name in names)


def _of_pdf(content: bytes) -> tuple[str, bool]:
    import pikepdf
    import pypdf

    held = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content), strict=False).pages]
    pictures = False
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as opened:
        for each in [*opened.objects, opened.trailer]:
            held.extend(_strings(each, 0))
            if not isinstance(each, pikepdf.Stream):
                continue
            if str(each.get("/Subtype", "")) == "/Image":
                pictures = True
            else:
                drawn = _unpacked(each)
                held.append(_written(drawn))
                pictures = pictures or bool(_INLINE_PICTURE.search(drawn))
    return "\n".join(held), pictures


def _strings(value: object, depth: int) -> Iterator[str]:
    """The texts of one object of the file; what it refers to is an object of its own."""
    import pikepdf

    if isinstance(value, pikepdf.String):
        yield str(value)
    elif depth < _MOST_DEPTH and isinstance(value, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
        inner = list(value) if isinstance(value, pikepdf.Array) else [item for _, item in value.items()]
        for item in inner:
            if not (isinstance(item, pikepdf.Object) and item.is_indirect):
                yield from _strings(item, depth + 1)


def _written(drawn: bytes) -> str:
    """What a stream says in plain letters: texts between its brackets, or between its tags; not its orders.

    A page that is read wrongly, or a form that no page shows, may say it there all the same.
    """
    if sum(byte > 126 or byte < 9 for byte in drawn[:_LOOKED_AT]) * 20 > len(drawn[:_LOOKED_AT]):
        return ""
    text = drawn.decode("latin-1")
    if text.lstrip().startswith("<"):
        return html.unescape(
            "\n".join([_TAG.sub("\n", text), *(one or two for one, two in _VALUE.findall(text))])
        )
    lines = (each[0] for each in _ONE_LINE.finditer(text))
    return "\n".join("".join(_unescaped(piece) for piece in _TEXT.findall(line)) for line in lines)


def _unescaped(piece: str) -> str:
    return re.sub(r"\\([0-7]{1,3})", lambda octal: chr(int(octal[1], 8) & 255), piece).replace("\\", "")


def _unpacked(stream: object) -> bytes:
    import pikepdf

    assert isinstance(stream, pikepdf.Stream)  # noqa: S101 - for the reader of types
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
