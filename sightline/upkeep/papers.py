"""Which files belong to the rows, as the package that keeps them says; it stands above this one and registers here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """A file: its name in the store of documents, the SHA-256 of its bytes, what people know it by."""

    path: str
    sha256: str
    known_as: str


_sources: list[Callable[[str], Iterable[Paper]]] = []


def register(source: Callable[[str], Iterable[Paper]]) -> None:
    """Adds a function that is given the alias of a database and says which files its rows name."""
    if source not in _sources:
        _sources.append(source)


def papers(using: str) -> dict[str, Paper]:
    """Path → file, of every file that the rows of this database name; of several names for one file, the first."""
    found: dict[str, Paper] = {}
    for source in _sources:
        for paper in source(using):
            found.setdefault(paper.path, paper)
    return found
