"""Where words stand in a text, however they are written: letter case, accents, ligatures, hyphens, other blanks and signs
that nobody sees make no difference. What must be gone is looked for here (clause 11.1c).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Letters that no decomposition makes plain.
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h"}
_APOSTROPHES = frozenset("'’‘ʼʹ′´`＇")
#: Between two words, or where a line or a page ends within one.
_BETWEEN = r"[\s\-.,/_]{0,4}"
_LETTER = r"[^\W\d_]"


def words_at(text: str, words: str, *, spaced: bool = False) -> tuple[tuple[int, int], ...]:
    """Where the words stand, as spans of characters of the text as it was typed, in order and apart.

    They are found as whole words, with "'s" or a plural "s" too. ``spaced``: also with blanks between their letters, as
    words drawn letter by letter come out of a PDF. Nothing is found of words without a letter or digit.
    """
    pattern = _pattern(words, spaced)
    if pattern is None:
        return ()
    folded, places = _folded(text)
    found = []
    for match in pattern.finditer(folded):
        start, last = places[match.start()], places[match.end() - 1]
        found.append((start, _with_marks(text, last + 1)))
    return tuple(found)


def holds_words(words: str) -> bool:
    """Whether there is a letter or digit to look for."""
    return _pattern(words, False) is not None


@lru_cache(maxsize=512)
def _pattern(words: str, spaced: bool) -> re.Pattern[str] | None:
    folded, _ = _folded(words)
    signs = re.findall(r"[^\W_]|'|[\s\-.,/_]+|.", folded.strip(" \n-.,/_'"), re.DOTALL)
    if not any(sign.isalnum() for sign in signs):
        return None
    built: list[str] = []
    for place, sign in enumerate(signs):
        before = signs[place - 1] if place else ""
        if sign == "'":
            built.append("'?")
        elif re.fullmatch(r"[\s\-.,/_]+", sign):
            built.append(_BETWEEN)
        else:
            if before.isalnum() and sign.isalnum():
                built.append(_joint(before, sign, spaced))
            built.append(re.escape(sign))
    if signs[-1].isalpha():
        built.append("s?")
    first = r"(?<![^\W_])" if signs[0].isalnum() else ""
    last = r"(?![^\W_])" if signs[-1].isalnum() else ""
    return re.compile(first + "".join(built) + last)


def _joint(before: str, after: str, spaced: bool) -> str:
    """What may stand between two signs of one word: a hyphen at a line end, an apostrophe, blanks in a number."""
    if before.isdigit() and after.isdigit():
        return r"[\s\-.]{0,3}"
    return r"[\s'\-]{0,3}" if spaced else r"(?:'|-\s{0,3})?"


# Kept, because many words are looked for in one text.
@lru_cache(maxsize=8)
def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and where each character of that was typed."""
    read: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = _read(sign)
        read.append(plain)
        places.extend([place] * len(plain))
    return "".join(read), places


@lru_cache(maxsize=4096)
def _read(sign: str) -> str:
    if sign in _APOSTROPHES:
        return "'"
    if sign.isspace():
        return sign if sign == "\n" else " "
    category = unicodedata.category(sign)
    if category in ("Cc", "Cs"):
        return ""
    if category == "Pd" or sign == "\u2212":
        return "-"
    apart = unicodedata.normalize("NFKD", sign.casefold())
    kept = [_PLAIN.get(each, each) for each in apart if unicodedata.category(each) not in ("Mn", "Me", "Cf")]
    return "".join(kept).casefold()


def _with_marks(text: str, end: int) -> int:
    """The end of a span with the accents and unseen signs that belong to its last letter."""
    while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Me"):
        end += 1
    return end
