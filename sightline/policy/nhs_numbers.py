"""The NHS Number: ten digits whose last is a check by modulus 11 (NHS Data Dictionary), found in text however it is typed.

One ten-digit number in eleven passes the check by chance, so that a number found here may be something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

#: How many signs of separation may stand between two groups of digits of one number.
WIDEST_GAP = 6

#: Between groups of any size; and those that must leave the usual 3-3-4, because lists and fractions are written with them.
_SOFT, _HARD = frozenset(" \n.-"), frozenset("/_,:|()[]'\"*")

#: How a number is commonly grouped. Other groupings are taken only where no day of a month begins them.
_USUAL = {(10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (3, 3, 2, 2), (4, 3, 3), (2, 2, 2, 2, 2), (1,) * 10}
_NO_DAY = re.compile(r"[4679]")

_DIGITS = re.compile(r"[0-9]+")

#: A group of digits: where it begins, where it ends.
Group = tuple[int, int]


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits with nothing between them pass the check. One digit ten times passes it too, and is no number."""
    if len(digits) != 10 or not (digits.isascii() and digits.isdecimal()) or len(set(digits)) == 1:
        return False
    total = sum((10 - place) * int(digit) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])


def nhs_numbers_in(folded: str) -> Iterator[tuple[int, int]]:
    """Where NHS Numbers stand in folded text, in order and apart from each other: whole groups of digits, ten in all.

    Digits that touch the number belong to it: a run of eleven digits or more holds none.
    """
    groups = [match.span() for match in _DIGITS.finditer(folded)]
    first = 0
    while first < len(groups):
        last = _number_from(folded, groups, first)
        if last is None:
            first += 1
        else:
            yield groups[first][0], groups[last][1]
            first = last + 1


def _number_from(folded: str, groups: Sequence[Group], first: int) -> int | None:
    """The place of the last group of a number that begins with group ``first``; None where none does."""
    total = 0
    hard = False
    for last in range(first, min(first + 10, len(groups))):
        if last > first:
            gap = folded[groups[last - 1][1] : groups[last][0]]
            if len(gap) > WIDEST_GAP or not set(gap) <= _SOFT | _HARD:
                return None
            hard = hard or not set(gap) <= _SOFT
        start, end = groups[last]
        total += end - start
        if total > 10:
            return None
        if total == 10:
            return last if _is_number(folded, groups[first : last + 1], hard) else None
    return None


def _is_number(folded: str, groups: Sequence[Group], hard: bool) -> bool:
    shape = tuple(end - start for start, end in groups)
    digits = "".join(folded[start:end] for start, end in groups)
    if hard and shape != (3, 3, 4):
        return False
    if shape not in _USUAL and not _NO_DAY.match(digits):
        return False
    return is_nhs_number(digits)
