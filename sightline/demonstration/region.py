"""The invented region: a board with four Places, those who provide care there, and its neighbours.

Nobody here is real. Codes have the form of ODS codes and are in none of the published lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sightline.organisations import selectors, services
from sightline.policy.terms import CandourRegime, OrganisationKind

SOURCE = "Invented for the demonstration"
HOME_CODE = "QZZ"
HOME = "avonmere"
#: The trust that moved from the policy as written to PSIRF half a year before the demonstration was loaded.
MOVED_TO_PSIRF = "nethercote"
MONTHS_UNDER_PSIRF = 6

_BODY, _OTHER, _NONE = CandourRegime.HEALTH_SERVICE_BODY, CandourRegime.OTHER, CandourRegime.NONE
_K = OrganisationKind


@dataclass(frozen=True)
class Invented:
    """One organisation: its code and name, the Places it works in, who leads its contract, and its web domain."""

    key: str
    code: str
    name: str
    kind: OrganisationKind
    regime: CandourRegime
    places: tuple[str, ...] = ()
    led_by: str = ""
    domain: str = ""


#: Keys and names of the Places of the home board.
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "castlebrook": "Castlebrook",
        "nethercote": "Nethercote",
        "vale": "Stourbrook Vale",
        "downs": "Ashe Downs",
    }
)

_MORE_PRACTICES: tuple[tuple[str, str, str], ...] = (
    ("alderbank", "Alderbank surgery", "castlebrook"),
    ("tollgate", "Tollgate Corner practice", "castlebrook"),
    ("kiln_yard", "Kiln Yard medical centre", "castlebrook"),
    ("st_osyn", "St Osyn’s practice", "castlebrook"),
    ("ropewalk", "Ropewalk House surgery", "castlebrook"),
    ("fuller_bridge", "Fuller Bridge practice", "nethercote"),
    ("wharfend", "Wharfend surgery", "nethercote"),
    ("ninefields", "Ninefields medical centre", "nethercote"),
    ("cooper_row", "Cooper Row practice", "nethercote"),
    ("stour_meadow", "Stour Meadow surgery", "vale"),
    ("hanging_oak", "Hanging Oak practice", "vale"),
    ("brindle_cross", "Brindle Cross medical centre", "vale"),
    ("weir_head", "Weir Head surgery", "vale"),
    ("upper_ashe", "Upper Ashe practice", "downs"),
    ("shepcombe", "Shepcombe surgery", "downs"),
    ("flintfold", "Flintfold medical centre", "downs"),
)

ORGANISATIONS: tuple[Invented, ...] = (
    Invented(HOME, HOME_CODE, "Avonmere Integrated Care Board", _K.ICB, _NONE, domain="avonmere.example"),
    Invented("elsemere", "QZE", "Elsemere Integrated Care Board", _K.ICB, _NONE, domain="elsemere.example"),
    Invented(
        "region", "Y99", "NHS England Westmarch region", _K.NHS_REGION, _NONE, domain="westmarch.example"
    ),
    Invented(
        "castlebrook",
        "RZC",
        "Castlebrook University Hospitals",
        _K.NHS_TRUST,
        _BODY,
        ("castlebrook",),
        HOME,
        "castlebrook.example",
    ),
    Invented(
        "nethercote",
        "RZN",
        "Nethercote Hospital",
        _K.NHS_TRUST,
        _BODY,
        ("nethercote",),
        HOME,
        "nethercote.example",
    ),
    Invented(
        "stourbrook",
        "RZS",
        "Stourbrook Hospital and Community Services",
        _K.NHS_TRUST,
        _BODY,
        ("vale", "downs"),
        HOME,
        "stourbrook.example",
    ),
    Invented(
        "fennimore",
        "RZF",
        "Fennimore Partnership",
        _K.NHS_TRUST,
        _BODY,
        ("castlebrook", "nethercote", "vale", "downs"),
        HOME,
        "fennimore.example",
    ),
    Invented(
        "ambulance",
        "RZW",
        "Westmarch Ambulance Service",
        _K.AMBULANCE_TRUST,
        _BODY,
        (),
        "elsemere",
        "westmarch-ambulance.example",
    ),
    Invented(
        "lower_ashe",
        "Z99001",
        "Lower Ashe practice",
        _K.GP_PRACTICE,
        _OTHER,
        ("downs",),
        HOME,
        "lower-ashe.example",
    ),
    Invented(
        "quarry_lane",
        "Z99002",
        "Quarry Lane practice",
        _K.GP_PRACTICE,
        _OTHER,
        ("castlebrook",),
        HOME,
        "quarry-lane.example",
    ),
    Invented(
        "holm_street",
        "Z99003",
        "Holm Street medical centre",
        _K.GP_PRACTICE,
        _OTHER,
        ("vale",),
        HOME,
        "holm-street.example",
    ),
    Invented(
        "three_weirs",
        "Z99004",
        "Three Weirs practice",
        _K.GP_PRACTICE,
        _OTHER,
        ("nethercote",),
        HOME,
        "three-weirs.example",
    ),
    *(
        Invented(
            key,
            f"Z990{number:02d}",
            name,
            _K.GP_PRACTICE,
            _OTHER,
            (place,),
            HOME,
            f"{key.replace('_', '-')}.example",
        )
        for number, (key, name, place) in enumerate(_MORE_PRACTICES, start=5)
    ),
    Invented(
        "tamsel", "ZH901", "Tamsel Hospice", _K.HOSPICE, _OTHER, ("castlebrook",), HOME, "tamsel.example"
    ),
    Invented(
        "pellbrook",
        "ZP901",
        "Pellbrook Clinic",
        _K.INDEPENDENT_PROVIDER,
        _OTHER,
        ("nethercote",),
        HOME,
        "pellbrook.example",
    ),
    # No contract of its own with the board: its cases come to the home board to settle.
    Invented(
        "hollin",
        "ZC901",
        "Hollin Lodge care home",
        _K.CARE_HOME,
        _OTHER,
        ("downs",),
        "",
        "hollin-lodge.example",
    ),
)

BY_KEY: Mapping[str, Invented] = MappingProxyType({row.key: row for row in ORGANISATIONS})
#: General practices, in an order that mixes the Places.
PRACTICES: tuple[str, ...] = tuple(
    sorted((row.key for row in ORGANISATIONS if row.kind is _K.GP_PRACTICE), key=lambda key: (len(key), key))
)
PROVIDERS: tuple[str, ...] = tuple(row.key for row in ORGANISATIONS if row.places or row.led_by)


@dataclass(frozen=True)
class Region:
    """The region as it stands in the database: ids by key."""

    organisations: Mapping[str, UUID]
    places: Mapping[str, UUID]


def psirf_from(today: date) -> date:
    """The first day of the month half a year before."""
    months = today.year * 12 + today.month - 1 - MONTHS_UNDER_PSIRF
    return date(months // 12, months % 12 + 1, 1)


def is_open() -> bool:
    """Whether the region is in the database already."""
    found = selectors.organisation_by_code(HOME_CODE)
    return found is not None and found.is_invented


def open_region(*, today: date, now: datetime) -> Region:
    """Makes organisations, Places and contracts. The contracts of last year ended in March and were made anew."""
    ids: dict[str, UUID] = {}
    for row in ORGANISATIONS:
        ids[row.key] = services.create_organisation(
            ods_code=row.code,
            name=row.name,
            kind=row.kind,
            candour_regime=row.regime,
            opened_on=date(today.year - 12, 4, 1),
            psirf_from=psirf_from(today) if row.key == MOVED_TO_PSIRF else None,
            is_invented=True,
            source=SOURCE,
            by=None,
            now=now,
        )
    places = {
        key: services.create_place(icb_id=ids[HOME], name=name, by=None, now=now)
        for key, name in PLACES.items()
    }
    year = today.year if (today.month, today.day) >= (4, 1) else today.year - 1
    for row in ORGANISATIONS:
        for place in row.places:
            services.put_in_place(organisation_id=ids[row.key], place_id=places[place], by=None, now=now)
        if row.led_by:
            for starts, ends in (
                (date(year - 4, 4, 1), date(year, 3, 31)),
                (date(year, 4, 1), date(year + 2, 3, 31)),
            ):
                services.make_contract(
                    provider_id=ids[row.key],
                    lead_commissioner_id=ids[row.led_by],
                    title=f"NHS Standard Contract, {row.name}",
                    starts_on=starts,
                    ends_on=ends,
                    by=None,
                    now=now,
                )
    return Region(MappingProxyType(ids), MappingProxyType(places))
