"""The words that people read in a file: of its pages, cells, notes and comments. Words in a picture are not read."""

from __future__ import annotations

import html
import io
import re
import zipfile

from sightline.upkeep.laundry.kinds import EXCEL, PDF, WORD

#: So many characters are looked through; of a file with more, nobody says that it was.
MOST_CHARACTERS = 1_000_000

_ENDS = re.compile(r"</(?:\w+:)?(?:p|si|comment|row)>|<(?:\w+:)?(?:br|cr)\b[^>]*>", re.IGNORECASE)
_TABS = re.compile(r"<(?:\w+:)?tab\b[^>]*>|</(?:\w+:)?tc>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_OF_WORD = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments\w*)\.xml$", re.IGNORECASE
)
_OF_EXCEL = re.compile(
    r"xl/(?:sharedStrings|comments\d*|threadedComments/.*|drawings/.*)\.xml$", re.IGNORECASE
)
_SHEETS = re.compile(r"xl/worksheets/[^/]*\.xml$", re.IGNORECASE)
_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>")
#: A cell of words holds the number of its words in a list, which is read for itself.
_OF_THE_LIST = re.compile(r"""\st=["']s["']""")


def plain_text(content: bytes, content_type: str) -> str:
    """The words, in lines; empty where there are none, as in a scan. Raises whatever the reader of its kind raises."""
    if content_type in (WORD, EXCEL):
        return _of_office(content, content_type)
    return _of_pdf(content) if content_type == PDF else ""


def _of_office(content: bytes, content_type: str) -> str:
    held: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if (_OF_WORD if content_type == WORD else _OF_EXCEL).match(name):
                held.append(_without_tags(packed.read(name).decode(errors="replace")))
            elif content_type == EXCEL and _SHEETS.match(name):
                held.append(_of_sheet(packed.read(name).decode(errors="replace")))
    return "\n".join(held)


def _without_tags(part: str) -> str:
    return html.unescape(_TAG.sub("", _TABS.sub("\t", _ENDS.sub("\n", part))))


def _of_sheet(part: str) -> str:
    """Numbers, and words that stand in the cell itself: an NHS Number is a number there more often than not."""
    cells = []
    for attributes, inside in _CELL.findall(part):
        if _OF_THE_LIST.search(attributes):
            continue
        value = _VALUE.search(inside)
        cells.append(html.unescape(value[1]) if value else _without_tags(inside))
    return "\n".join(cells)


def _of_pdf(content: bytes) -> str:
    import pypdf

    held: list[str] = []
    length = 0
    for page in pypdf.PdfReader(io.BytesIO(content), strict=False).pages:
        words = [page.extract_text()]
        for each in page.get("/Annots") or ():
            note = each.get_object()
            words += [str(note[key]) for key in ("/Contents", "/V") if isinstance(note.get(key), str)]
        held += words
        length += sum(map(len, words))
        if length > MOST_CHARACTERS:
            break
    return "\n".join(held)
