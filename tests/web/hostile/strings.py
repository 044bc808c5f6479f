"""The strings that break software, whole lists of them in each text of a form.

From the Big List of Naughty Strings (https://github.com/minimaxir/big-list-of-naughty-strings), copyright (c) 2015-2020
Max Woolf, MIT licence: ``tests/data/naughty_strings.json``, unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parents[2] / "data" / "naughty_strings.json"

#: What the list lacks: NUL, a bidirectional override that is never closed, and the two Unicode non-characters.
_MORE = ("before\x00after", "\u202eright to left", "\ufffe\uffff", "a\x0bb\x0cc\x1cd\x85e")


@cache
def strings() -> tuple[str, ...]:
    """Every string of the list, and a few more."""
    return (*json.loads(_FILE.read_text(encoding="utf-8")), *_MORE)


def in_pieces(longest: int) -> tuple[str, ...]:
    """All of them, joined by line ends into texts of about this many characters; a longer one stands alone."""
    return tuple(_pieces(longest, "\n"))


def on_lines(longest: int) -> tuple[str, ...]:
    """All of them, joined into single lines of about this many characters; a longer one stands alone."""
    return tuple(_pieces(longest, " | "))


def _pieces(longest: int, between: str) -> Iterator[str]:
    piece: list[str] = []
    for text in strings():
        if piece and len(between.join([*piece, text])) > longest:
            yield between.join(piece)
            piece = []
        piece.append(text)
    yield between.join(piece)


def as_kept(typed: str) -> str:
    """What is kept of it (design decision 26): the space around it goes, a line end is one character, and what no
    database stores is U+FFFD.
    """
    return typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd").strip()
