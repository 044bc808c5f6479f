"""Files for people: a document of plain parts in, a tagged PDF out. No tables; it knows of no incident (decision 42)."""

from __future__ import annotations

from sightline.rendering.document import (
    Bullets,
    Document,
    KeyValues,
    Paragraphs,
    Picture,
    Section,
    Table,
    plain_text,
)
from sightline.rendering.pdf import NotDrawn, render_pdf

__all__ = [
    "Bullets",
    "Document",
    "KeyValues",
    "NotDrawn",
    "Paragraphs",
    "Picture",
    "Section",
    "Table",
    "plain_text",
    "render_pdf",
]
