"""Text as the personal-data check reads it: other digits, blanks and dashes made plain, what cannot be seen left out.

What is found there is handed back in places of the text as it was typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Stands where something was found already; neither letter, digit nor blank, so that nothing reaches across it.
TAKEN = "\x00"

_LINES = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_APOSTROPHES = frozenset("'\u2018\u2019\u02bc\u02b9\u2032\uff07\u00b4`")
#: Blank without being a space: Hangul fillers and the braille blank.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


@dataclass(frozen=True)
class Folded:
    """``text`` as read; ``places[i]`` is where its character i was typed, None where nothing moved."""

    text: str
    places: Sequence[int] | None

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The places in the text as typed of a span, which is not empty, of the text as read."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=4096)
def _read(sign: str) -> str:
    """One sign as it is read: one plain sign, or nothing where nothing can be seen of it."""
    if sign in _LINES:
        return "\n"
    if sign.isspace() or sign in _FILLERS:
        return " "
    if sign in _APOSTROPHES:
        return "'"
    category = unicodedata.category(sign)
    if category == "Pd" or sign in "\u2212\u00b7\u2022\u2027":
        return "." if sign in "\u00b7\u2022\u2027" else "-"
    if category in {"Cc", "Cf", "Cs", "Co", "Cn"} or 0xFE00 <= ord(sign) <= 0xFE0F:
        return ""
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 else sign


def fold(text: str) -> Folded:
    """The text as read; never longer than it was typed."""
    if text.isascii() and text.replace("\n", "").isprintable() and "`" not in text:
        return Folded(text, None)
    read = [_read(sign) for sign in text]
    places = [place for place, sign in enumerate(read) if sign]
    return Folded("".join(read), places if len(places) < len(text) else None)
