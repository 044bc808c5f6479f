"""A region with as many incidents as are wanted: cases of the demonstration told again, over two to ten years.

How many of a kind there are is chosen so that lists look as a board's do: most of what is reported is judged not to be
serious, about one in twelve is investigated, and what is open today is what came in during the last weeks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from uuid import UUID

from sightline.audit import selectors as audit
from sightline.demonstration.load import REQUEST, load
from sightline.demonstration.plans import moment
from sightline.demonstration.region import is_open
from sightline.demonstration.retold import Teller, Told, told
from sightline.governance.services.refreshing import refresh_measures
from sightline.incidents.services.bulk_load import (
    Retelling,
    load_retellings,
    moved,
    read_patterns,
    statuses_of,
    tidy,
)
from sightline.policy.terms import Status
from sightline.policy.working_days import london_day

#: ``request_id`` of what a seed appends to the audit trail.
SEED_REQUEST = "seed"
#: Incidents a year that decide over how many years they are spread, and the fewest and most years.
A_YEAR, FEWEST_YEARS, MOST_YEARS = 10_000, 2, 10
#: How many weeks' reports are open today.
OPEN_WEEKS = 2.6
#: What a hundred reports that have ended, and a hundred that are open, come to.
ENDED: Mapping[Status, float] = MappingProxyType(
    {Status.NOT_SERIOUS: 88, Status.CLOSED: 8, Status.DOWNGRADED: 4}
)
OPEN: Mapping[Status, float] = MappingProxyType(
    {
        Status.REPORTED: 16,
        Status.DISCUSSING: 6,
        Status.DECLARED: 9,
        Status.INITIAL_REVIEW_SUBMITTED: 8,
        Status.INVESTIGATING: 43,
        Status.REPORT_SUBMITTED: 5,
        Status.IN_REVIEW: 7,
        Status.RETURNED: 4,
        Status.DUPLICATE: 2,
    }
)
#: How many weeks back an open case may have come to a stop, and how many it does on average.
_STOPPED_AT_MOST, _STOPPED = {Status.REPORTED: 1, Status.DISCUSSING: 1}, 1.5
_STOPPED_OTHERWISE = 8
#: Patterns read of each status: more add words, and time to read them.
_PATTERNS, _PATTERNS_NOT_SERIOUS = 14, 40
_TRIES = 40

#: Where nothing was loaded before: a few stories at each stage, instead of all four hundred.
FEW = frozenset(
    (
        *("fall-beech", "catheter", "air-outlet", "syringe-driver-home", "chemo-dose"),
        *("fall-larch", "twin-larch", "hip-ulcer", "breast-lump", "lone-midwife"),
        *("postnatal-death", "gentamicin", "potassium", "warfarin", "psirf-insulin"),
        *("psirf-birth-tear", "psirf-files", "bruise-fall", "told-to-wait", "lens", "nurse-bag"),
        *(
            "n-fall-1",
            "n-fall-2",
            "n-dose-1",
            "n-dose-2",
            "n-sample-1",
            "n-sample-2",
            "n-delay-1",
            "n-delay-2",
        ),
        *("n-words-1", "n-words-2", "n-letter-1", "n-letter-2", "n-device-1", "n-device-2", "n-skin-1"),
        *("n-skin-2", "n-caught-1", "n-caught-2", "d-natural-1", "d-ulcer-1", "d-fracture-1"),
        *("s-fall-1", "s-suicide-1", "s-prescribing-1", "s-information-1", "s-ulcer-1"),
    )
)


class NothingToTell(Exception):
    """The region is there, but none of the cases it was loaded with."""


@dataclass(frozen=True)
class Seeded:
    """What a seed added, and over which days the new cases were reported."""

    incidents: int
    entries: int
    first_on: date
    last_on: date


def open_if_empty(*, today: date, progress: Callable[[int, int], None] | None = None) -> bool:
    """Opens the region with a few stories where the database is empty; whether it did. NotOurs where it is not."""
    return not is_open() and load(today=today, only=FEW, progress=progress) is not None


def seed(
    incidents: int, *, number: int, today: date, progress: Callable[[int, int], None] | None = None
) -> Seeded:
    """Adds so many incidents to the open region. ``number`` chooses: with the same database it adds the same world.

    Keys of codes, salts and therefore hashes differ each time. NothingToTell where the cases of the demonstration are gone.
    """
    salt = f"{number}/{audit.newest_number()}"
    chance = Random(salt)  # noqa: S311 - invented words
    teller = Teller(salt, today)
    by_status = _patterns(chance)
    due = sorted(_plan(incidents, by_status, teller, chance, today), key=lambda row: row[0])
    made, entries = load_retellings(_tellings(due, teller), seed=salt, progress=progress)
    tidy()
    refresh_measures(now=moment(today, 0))
    days = [london_day(moved(row[1][0].pattern.reported_at, row[2])) for row in (due[0], due[-1])]
    return Seeded(made, entries, *days)


#: When, the cases told together (a duplicate after the one it was joined to), so many weeks on.
Unit = tuple[float, Sequence[Told], int]


def _patterns(chance: Random) -> dict[Status, list[tuple[Told, ...]]]:
    """Cases that the demonstration was loaded with, by where they stand: some of each, and what was joined together."""
    standing = statuses_of(audit.subjects_of_request(REQUEST))
    joined = {lead: case for case, (_, lead) in standing.items() if lead is not None}
    by_status: dict[Status, list[UUID]] = defaultdict(list)
    for case in sorted(standing, key=str):
        if case not in joined:
            by_status[standing[case][0]].append(case)
    leads = {case: lead for lead, case in joined.items()}
    found: dict[Status, list[tuple[Told, ...]]] = {}
    for status, cases in sorted(by_status.items()):
        most = _PATTERNS_NOT_SERIOUS if status is Status.NOT_SERIOUS else _PATTERNS
        chosen = chance.sample(cases, min(most, len(cases)))
        units = [[leads[case], case] if case in leads else [case] for case in chosen]
        patterns = read_patterns([case for unit in units for case in unit], request_id=SEED_REQUEST)
        read = [[told(patterns[case]) for case in unit if case in patterns] for unit in units]
        whole = [
            tuple(each for each in tellable if each is not None)
            for tellable, unit in zip(read, units, strict=True)
            if len(tellable) == len(unit) and None not in tellable
        ]
        if whole:
            found[status] = whole
    if not (found.keys() & OPEN.keys() and found.keys() & ENDED.keys()):
        raise NothingToTell(
            "None of the cases that the demonstration was loaded with is there to be told again."
        )
    return found


def _plan(
    incidents: int,
    by_status: Mapping[Status, Sequence[tuple[Told, ...]]],
    teller: Teller,
    chance: Random,
    today: date,
) -> Iterator[Unit]:
    years = min(MOST_YEARS, max(FEWEST_YEARS, incidents / A_YEAR))
    first = today - timedelta(weeks=round(52 * years))
    left = incidents
    for status in _statuses(incidents, years, by_status, chance):
        if left <= 0:
            return
        unit = chance.choice(by_status[status])
        if left < len(unit):
            continue
        weeks = _weeks(unit, status, teller, chance, first, today)
        yield moved(unit[0].pattern.reported_at, weeks).timestamp(), unit, weeks
        left -= len(unit)


def _statuses(
    incidents: int, years: float, by_status: Mapping[Status, object], chance: Random
) -> Iterator[Status]:
    """Where each case stands: every open status once, then as many open ones as are wanted, then the ended ones."""
    opened = {status: share for status, share in OPEN.items() if status in by_status}
    ended = {status: share for status, share in ENDED.items() if status in by_status}
    wanted = max(len(opened), round(incidents / (52 * years) * OPEN_WEEKS))
    yield from opened
    yield from ended
    yield from chance.choices(list(opened), list(opened.values()), k=wanted - len(opened))
    while True:
        yield from chance.choices(list(ended), list(ended.values()), k=1000)


def _weeks(
    unit: Sequence[Told], status: Status, teller: Teller, chance: Random, first: date, today: date
) -> int:
    """How far to move a case: what is open to the last weeks, what has ended to any week since the first."""
    last = max(london_day(each.pattern.last_at) for each in unit)
    latest = ((today - timedelta(days=1)) - last).days // 7
    earliest = -((london_day(unit[0].pattern.reported_at) - first).days // 7)
    for _ in range(_TRIES):
        if status in OPEN:
            stopped = min(
                int(chance.expovariate(1 / _STOPPED)), _STOPPED_AT_MOST.get(status, _STOPPED_OTHERWISE)
            )
            weeks = latest - stopped
        else:
            weeks = chance.randint(min(earliest, latest), latest)
        if all(teller.providers(each, weeks) for each in unit):
            return weeks
    return 0  # where and when it was, which lies in the past


def _tellings(units: Sequence[Unit], teller: Teller) -> Iterator[Retelling]:
    number = 0
    for _, unit, weeks in units:
        lead = None
        for each in unit:
            number += 1
            telling = teller.tell(each, weeks, number, lead)
            lead = lead or telling
            yield telling
