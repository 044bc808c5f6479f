"""Which letters can be printed, and what stands for those that cannot.

PDF/UA refuses a file with a letter that its font does not have, and a reader would see a box. So a sign is printed as its
name, and letters of a script that the font lacks as a note that says how many; nothing is left out without a word but
what has no shape: control characters, and marks that turn the direction of the text, which could make it read otherwise
than it is stored.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
_REGULAR, _BOLD = FONTS / "LiberationSans-Regular.ttf", FONTS / "LiberationSans-Bold.ttf"
_UNKNOWN = "unknown character"
#: A name may be long; that of a sign is short enough to be read in a sentence.
_LONGEST_NAME = 60
#: A line has room for so many; longer runs without a space may be broken there, and are not cut off at the edge.
_LONG_RUN = re.compile(r"[^\s\u200b]{60}(?=\S)")


def printable(text: str) -> str:
    """The text as it can be printed. Line ends are kept; a tab is a space."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _LONG_RUN.sub("\\g<0>\u200b", _others().sub(_instead, text))


def _instead(found: re.Match[str]) -> str:
    run = "".join(_plainer(each) for each in found[0])
    if not _others().search(run):
        return run
    shown = [each for each in run if unicodedata.category(each) not in ("Cc", "Cf", "Cs")]
    if not any(not each.isspace() for each in shown):
        return " " if any(each.isspace() for each in run) else ""
    return "".join(_named(script, list(each)) for script, each in groupby(shown, _script))


def _plainer(letter: str) -> str:
    """The same letters in an ordinary form, where the font has that: of a ligature, or of one in full width."""
    plain = unicodedata.normalize("NFKC", letter)
    return letter if _others().search(plain) else plain


def _script(letter: str) -> str:
    """The script of a letter, by the first word of its name; empty for a sign, a blank for a space."""
    if letter.isspace():
        return " "
    is_letter = unicodedata.category(letter)[0] in "LM"
    return unicodedata.name(letter, _UNKNOWN).split(" ")[0].capitalize() if is_letter else ""


def _named(script: str, letters: list[str]) -> str:
    if script == " ":
        return " "
    if script:
        counted = "1 character" if len(letters) == 1 else f"{len(letters)} characters"
        return f"[{counted}, {script}, not printed]"
    return "".join(f"[{unicodedata.name(each, _UNKNOWN).lower()[:_LONGEST_NAME]}]" for each in letters)


@cache
def _others() -> re.Pattern[str]:
    """What cannot be printed: a run of it, with the spaces that stand within."""
    both = sorted(_letters_of(_REGULAR) & _letters_of(_BOLD))
    kept = [
        code
        for code in both
        if code == 0xA0 or (code >= 0x20 and unicodedata.category(chr(code)) not in ("Cc", "Cf"))
    ]
    spans: list[list[int]] = []
    for code in kept:
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    inside = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in spans)
    other = f"[^\\n{inside}]"
    return re.compile(f"{other}(?:{other}| (?={other}))*")


def _letters_of(font: Path) -> set[int]:
    """The code points that a TrueType font has a shape for, from its table ``cmap``."""
    held = font.read_bytes()
    tables = struct.unpack(">H", held[4:6])[0]
    start = next(
        struct.unpack(">I", held[at + 8 : at + 12])[0]
        for at in range(12, 12 + 16 * tables, 16)
        if held[at : at + 4] == b"cmap"
    )
    found: set[int] = set()
    for number in range(struct.unpack(">H", held[start + 2 : start + 4])[0]):
        offset = struct.unpack(">I", held[start + 8 + 8 * number : start + 12 + 8 * number])[0]
        if struct.unpack(">H", held[start + offset : start + offset + 2])[0] == 4:
            found |= _of_format_4(held[start + offset :])
    return found


def _of_format_4(table: bytes) -> set[int]:
    """Code points of one subtable: segments of an end, a start, a delta, and an offset into a list of shapes."""
    segments = struct.unpack(">H", table[6:8])[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack(f">{segments}H", table[at : at + 2 * segments])
        for at in (14 + 2 * segments * k + (2 if k else 0) for k in range(4))
    )
    found = set()
    for place, (end, start, delta, offset) in enumerate(zip(ends, starts, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            shape = (code + delta) & 0xFFFF
            if offset:
                at = 16 + 6 * segments + 2 * place + offset + 2 * (code - start)
                shape = struct.unpack(">H", table[at : at + 2])[0]
                shape = (shape + delta) & 0xFFFF if shape else 0
            if shape:
                found.add(code)
    return found
