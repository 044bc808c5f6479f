"""What a reader can work out of hidden figures in a table whose totals are shown: the least and the most each could be.

Reader's view: the figures shown, the totals, and of each hidden one the range that the rule of hiding gives away. Raising one
hidden figure lowers others in its row and column, along a chain that comes back: how far that goes is a flow, and the
answer is exact, in whole numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[int, int]
_Node = tuple[str, int]


@dataclass(frozen=True)
class Range:
    """A hidden figure is at least ``least`` and at most ``most``, None without an end."""

    least: int
    most: int | None


def feasible(
    rows: Sequence[Sequence[int]], hidden: Mapping[Cell, Range], cell: Cell, *, enough: int
) -> Range:
    """The least and the most that a hidden figure could be. ``enough``: a search further away than this need not go on.

    ``rows`` are the true figures, each within its range.
    """
    value = rows[cell[0]][cell[1]]
    known = hidden[cell]
    up = enough if known.most is None else min(known.most - value, enough)
    down = min(value - known.least, enough)
    others = {place: each for place, each in hidden.items() if place != cell}
    row, column = ("row", cell[0]), ("column", cell[1])
    rises = _flow(_room(rows, others), column, row, up)
    falls = _flow(_room(rows, others), row, column, down)
    return Range(value - falls, value + rises)


def _room(rows: Sequence[Sequence[int]], hidden: Mapping[Cell, Range]) -> dict[_Node, dict[_Node, int]]:
    """How far each hidden figure may rise (from its row to its column) and fall (from its column to its row)."""
    room: dict[_Node, dict[_Node, int]] = {}
    total = sum(sum(row) for row in rows)
    for (i, j), known in hidden.items():
        value = rows[i][j]
        rise = total if known.most is None else known.most - value
        room.setdefault(("row", i), {})[("column", j)] = rise
        room.setdefault(("column", j), {})[("row", i)] = value - known.least
    return room


def _flow(room: dict[_Node, dict[_Node, int]], source: _Node, sink: _Node, most: int) -> int:
    """The largest flow from one to the other, up to ``most``; uses up the room."""
    sent = 0
    while sent < most:
        came: dict[_Node, _Node] = {source: source}
        queue = deque([source])
        while queue and sink not in came:
            at = queue.popleft()
            for to, left in room.get(at, {}).items():
                if left > 0 and to not in came:
                    came[to] = at
                    queue.append(to)
        if sink not in came:
            return sent
        way = [sink]
        while way[-1] != source:
            way.append(came[way[-1]])
        steps = list(zip(way[1:], way[:-1], strict=True))
        amount = min([most - sent, *(room[at][to] for at, to in steps)])
        for at, to in steps:
            room[at][to] -= amount
            back = room.setdefault(to, {})
            back[at] = back.get(at, 0) + amount
        sent += amount
    return sent
