"""A document as a tagged PDF (PDF/UA-1), drawn by typst without anything of the machine it runs on.

What people typed reaches typst as data and never as source: nothing in it is an order. The same document at the same
moment gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from sightline.rendering.document import Bullets, Document, KeyValues, Paragraphs, Picture, Section, Table
from sightline.rendering.letters import FONTS, printable

_HERE = Path(__file__).resolve().parent
_TEMPLATE = _HERE / "document.typ"
_LONDON = ZoneInfo("Europe/London")
_KINDS = {
    Paragraphs: "paragraphs",
    KeyValues: "facts",
    Bullets: "bullets",
    Table: "table",
    Picture: "picture",
}


class NotDrawn(Exception):
    """The file could not be drawn: a picture that is none, or a fault of ours. Says what typst said."""


def render_pdf(document: Document, *, at: datetime) -> bytes:
    """The bytes of the PDF. ``at`` is the moment it is made, or what its ``dated`` says, an aware one: it stands at the foot and in the file.

    Raises:
        NotDrawn: typst could not draw it.
    """
    told = json.dumps(_told(document) | {"made": f"{at.astimezone(_LONDON):%-d %B %Y, %H:%M}"})
    try:
        drawn = typst.compile(
            str(_TEMPLATE),
            root=str(_HERE),
            font_paths=_fonts(),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"document": told},
            timestamp=int(at.timestamp()),
        )
    except (typst.TypstError, RuntimeError) as wrong:
        raise NotDrawn(str(wrong)) from wrong
    if not isinstance(drawn, bytes):
        raise NotDrawn("Nothing was drawn.")
    return drawn


@cache
def _fonts() -> Any:
    """Ours alone: what a machine has installed changes no file."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _told(document: Document) -> dict[str, Any]:
    told: dict[str, Any] = _printed({**asdict(document), "sections": []})
    return told | {"sections": [_section(section) for section in document.sections]}


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": printable(section.title),
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(inner) for inner in section.sections],
    }


def _block(block: Paragraphs | KeyValues | Bullets | Table | Picture) -> dict[str, Any]:
    kind = {"kind": _KINDS[type(block)]}
    match block:
        case Paragraphs(text):
            return kind | {"paragraphs": _paragraphs(printable(text))}
        case Picture(svg, alt):
            return kind | {"svg": svg, "alt": printable(alt)}
    told: dict[str, Any] = _printed(asdict(block))
    return kind | told


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs as lists of lines: what an empty line parts."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printed(each) for name, each in value.items()}
    return [_printed(each) for each in value] if isinstance(value, list | tuple) else value
