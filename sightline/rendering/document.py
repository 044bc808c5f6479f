"""What a file holds: sections of plain parts, in frozen rows.

Sections stand inside sections, so that headings cannot skip a level; a table has a caption and a head, a picture its
words: what is missing is an error here, before it is a page that somebody cannot read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: Deeper than this, nobody finds their way.
DEEPEST = 3


@dataclass(frozen=True)
class Paragraphs:
    """Text as it was typed: an empty line begins a paragraph, a line end is kept."""

    text: str


@dataclass(frozen=True)
class KeyValues:
    """Short facts, each with its name: ``(("Reference", "SL-2026-0412"), …)``."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bullets:
    """A list whose order says nothing."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: its caption, the heads of its columns, and rows of as many cells; the first cell names its row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not self.caption.strip() or not self.head or not all(cell.strip() for cell in self.head):
            raise ValueError("A table has a caption and a head for each column.")
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("Each row of a table has as many cells as its head.")


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG source) and what it shows, in words."""

    svg: str
    alt: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A picture says in words what it shows.")


Block = Paragraphs | KeyValues | Bullets | Table | Picture


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and the sections within it."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A section has a heading.")
        if self.depth > DEEPEST:
            raise ValueError(f"Sections stand at most {DEEPEST} deep.")

    @property
    def depth(self) -> int:
        """How many headings stand below one another here, itself among them."""
        return 1 + max((section.depth for section in self.sections), default=0)


@dataclass(frozen=True)
class Document:
    """A whole file. ``reference`` stands at the foot of each page, ``classification`` at its head and foot.

    ``lead``: what the reader should know first. ``dated``: what the moment at the foot is, in words before it.
    """

    title: str
    reference: str
    sections: tuple[Section, ...]
    lead: str = ""
    classification: str = "OFFICIAL-SENSITIVE"
    dated: str = "Made on"

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A document has a title.")


def plain_text(document: Document) -> str:
    """Every word that the file shows, but for the numbers of its pages: what a search of it may find."""
    head = [document.title, document.lead, document.reference, document.classification]
    return "\n".join([*head, *(words for section in document.sections for words in _words(section))])


def _words(section: Section) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        match block:
            case Paragraphs(text):
                yield text
            case KeyValues(rows):
                yield from (part for row in rows for part in row)
            case Bullets(items):
                yield from items
            case Table(caption, head, rows):
                yield from (caption, *head, *(cell for row in rows for cell in row))
            case Picture(svg, alt):
                yield from (svg, alt)
    for inner in section.sections:
        yield from _words(inner)
