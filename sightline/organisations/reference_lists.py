"""The lists of organisations shipped with the product, read from ``data/`` (see its LICENCE.md). No database."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from sightline.policy.terms import CandourRegime, OrganisationKind

AMBULANCE_TRUSTS = frozenset({"RRU", "RT4", "RX6", "RX7", "RX8", "RX9", "RYA", "RYC", "RYD", "RYE", "RYF"})
"""Our own short list: the published one does not say which trusts are ambulance trusts (design decision 49)."""

WELSH_TRUSTS = frozenset({"RQF", "RT4", "RYT"})
"""In the published list, but not registered in England: regulation 20 is not theirs."""

SOURCES = ("Integrated Care Boards as at ", "Organisation Data Service, ")
"""How the source of an organisation that came from a list begins, whatever the list's date."""

# Letters that stand for words, and words that stay small inside a name.
_CAPITALS = frozenset({"NHS", "GP", "BCSC", "UK"})
_SMALL = frozenset({"and", "for", "in", "le", "of", "on", "the", "under", "upon", "with"})
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")


@dataclass(frozen=True)
class Listed:
    """An organisation as a shipped list has it."""

    ods_code: str
    name: str
    kind: OrganisationKind
    candour_regime: CandourRegime
    opened_on: date | None
    closed_on: date | None
    source: str


@dataclass(frozen=True)
class ListedPlace:
    """A Place, its board and the organisations that work there, by code."""

    icb: str
    name: str
    ods_codes: tuple[str, ...]


def mixed_case(name: str) -> str:
    """A name published in capitals as people write it: ``KING'S COLLEGE`` to ``King's College``.

    A name that has a small letter already is left alone.
    """
    if any(letter.islower() for letter in name):
        return name

    def word(found: re.Match[str]) -> str:
        text = found[0]
        if text in _CAPITALS:
            return text
        if text.lower() in _SMALL and found.start() > 0:
            return text.lower()
        first, apostrophe, rest = text.partition("'")
        if apostrophe and len(first) == 1 and len(rest) > 1:  # O'NEILL, D'ARCY
            return f"{first}'{rest.capitalize()}"
        return text.capitalize()

    return _WORD.sub(word, " ".join(name.split()))


def listed_organisations() -> Iterator[Listed]:
    """Every organisation of the shipped lists: boards, trusts (closed ones too), practices of one board."""
    for row in _rows("icbs.csv"):
        yield _listed(
            row, OrganisationKind.ICB, CandourRegime.NONE, "Integrated Care Boards as at 1 July 2022"
        )
    for row in _rows("nhs_trusts.csv"):
        code = row["ods_code"]
        yield _listed(
            row,
            OrganisationKind.AMBULANCE_TRUST if code in AMBULANCE_TRUSTS else OrganisationKind.NHS_TRUST,
            CandourRegime.NONE if code in WELSH_TRUSTS else CandourRegime.HEALTH_SERVICE_BODY,
            "Organisation Data Service, NHS trusts, December 2025",
        )
    for row in _rows("gp_practices_coventry_and_warwickshire.csv"):
        yield _listed(
            row,
            OrganisationKind.GP_PRACTICE,
            CandourRegime.OTHER,
            "Organisation Data Service, general practices, January 2024",
        )


def listed_places() -> Iterator[ListedPlace]:
    """The Places we know of, to be confirmed by their board."""
    for row in _rows("places.csv"):
        yield ListedPlace(row["icb"], row["place"], tuple(row["ods_codes"].split()))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("sightline.organisations").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _listed(row: dict[str, str], kind: OrganisationKind, regime: CandourRegime, source: str) -> Listed:
    return Listed(
        ods_code=row["ods_code"],
        name=mixed_case(row["name"]),
        kind=kind,
        candour_regime=regime,
        opened_on=date.fromisoformat(row["opened_on"]) if row["opened_on"] else None,
        closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
        source=source,
    )
