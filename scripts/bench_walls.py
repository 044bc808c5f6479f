"""What row-level security costs a list (ADR 19): each page asked with it and without, in turns, on the same rows."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from bench_visitor import Visitor

PAGES = {
    "Worklist": "/",
    "All incidents, 50 a page": "/incidents/",
    "Due soonest": "/incidents/?sort=due",
    "Search, a rare word": "/incidents/?q=guidewire",
    "Search, a common word": "/incidents/?q=patient",
}
#: A list may take this much of its time without.
MOST_FOR_THE_WALL = 1.2


def behind_walls(reader: Visitor, superuser: str, say: Callable[[str], None]) -> list[tuple[str, float]]:
    """The time of each page with row-level security as a share of its time without; PostgreSQL.

    ``superuser``: the address of the database as somebody who may take the wall down and put it up again.
    """
    import psycopg

    found = []
    with psycopg.connect(superuser, autocommit=True) as owner:
        tables = [name for (name,) in owner.execute("SELECT relname FROM pg_class WHERE relrowsecurity")]
        for name, path in PAGES.items():
            say(f"With the wall and without: {name}")
            times: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
            for wall in ("ENABLE", "DISABLE") * 4:
                for table in tables:
                    owner.execute(f"ALTER TABLE {table} {wall} ROW LEVEL SECURITY".encode())
                times[wall] += [reader.page(path).seconds for _ in range(-8, 40)][8:]
            found.append((name, median(times["ENABLE"]) / median(times["DISABLE"])))
    return found
