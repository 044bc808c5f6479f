"""Which reports are shown as likely duplicates, and which way round they may be joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from sightline.policy.facts import IncidentFacts
from sightline.policy.likeness import THRESHOLD, EventFacts, likely, problem_with_joining
from sightline.policy.terms import Framework, Status

TRUST, OTHER, ICB = UUID(int=1), UUID(int=2), UUID(int=3)
DAY = date(2026, 11, 16)
EVENT = EventFacts(
    happened_on=DAY,
    provider_id=TRUST,
    age_band="years_46_65",
    setting="hospital",
    team="Ward 4",
    incident_type="T33",
)


@pytest.mark.parametrize(
    ("changes", "is_likely"),
    [
        ({}, True),
        ({"happened_on": DAY + timedelta(days=2)}, True),
        ({"happened_on": DAY - timedelta(days=2)}, True),
        ({"happened_on": DAY + timedelta(days=3)}, False),
        ({"happened_on": None}, False),
        ({"team": "  ward  4 ", "incident_type": ""}, True),
        # Two events of a large hospital on one day have nothing else in common.
        ({"team": "Ward 9", "incident_type": "T02", "age_band": ""}, False),
        (
            {"provider_id": OTHER, "team": "A&E", "setting": "ambulance", "named_ids": frozenset({TRUST})},
            True,
        ),
        ({"provider_id": OTHER, "team": "A&E", "setting": "ambulance", "incident_type": "T02"}, False),
        # Two people of different age are two people, unless much else speaks for one.
        ({"age_band": "years_1_4", "incident_type": ""}, False),
    ],
)
def test_likely_is_what_speaks_for_one_event(changes: dict[str, Any], is_likely: bool) -> None:
    other = replace(EVENT, **changes)
    assert (likely(EVENT, other) is not None) is is_likely
    assert likely(EVENT, other) == likely(other, EVENT)


def test_reasons_are_said_in_words() -> None:
    alike = likely(EVENT, replace(EVENT, happened_on=DAY + timedelta(days=1)))
    assert alike is not None
    assert alike.reasons == (
        "they are dated one day apart",
        "the same provider",
        "the same ward or team",
        "a patient of the same age band",
        "the same incident type",
        "the same kind of service",
    )
    assert alike.weight >= THRESHOLD


@pytest.mark.parametrize("unknown", ["", "not_known"])
def test_what_is_not_known_speaks_for_nothing(unknown: str) -> None:
    blank = EventFacts(DAY, TRUST, age_band=unknown, setting=unknown)
    assert likely(blank, blank) is None


def facts(key: int, status: Status, **changes: Any) -> IncidentFacts:
    known = IncidentFacts(UUID(int=key), Framework.SIF_2015, status, TRUST, ICB)
    return replace(known, **changes)


@pytest.mark.parametrize(
    ("one", "lead", "words"),
    [
        (facts(1, Status.REPORTED), facts(2, Status.REPORTED), ""),
        (facts(1, Status.REPORTED), facts(2, Status.CLOSED), ""),
        (facts(1, Status.DECLARED), facts(2, Status.INVESTIGATING), ""),
        (facts(1, Status.REPORTED), facts(1, Status.REPORTED), "cannot be joined to itself"),
        (facts(1, Status.REPORTED), facts(2, Status.DUPLICATE), "was itself joined to SL-3. Choose SL-3."),
        (facts(1, Status.DECLARED), facts(2, Status.REPORTED), "Open SL-2 and join it to SL-1 instead."),
        (facts(1, Status.DECLARED), facts(2, Status.NOT_SERIOUS), "Open SL-2 and join it to SL-1 instead."),
        (facts(1, Status.DECLARED), facts(2, Status.DOWNGRADED), "Open SL-2 and join it to SL-1 instead."),
        (
            facts(1, Status.DECLARED, never_event_code="3"),
            facts(2, Status.DECLARED),
            "SL-1 is recorded as a Never Event and SL-2 is not.",
        ),
        (
            facts(1, Status.DECLARED, never_event_code="3", never_event_confirmed=False),
            facts(2, Status.DECLARED),
            "",
        ),
    ],
)
def test_nothing_serious_is_joined_to_what_is_less(
    one: IncidentFacts, lead: IncidentFacts, words: str
) -> None:
    said = problem_with_joining(one, lead, reference="SL-1", lead_reference="SL-2", lead_of="SL-3")
    assert words in said
    assert bool(said) is bool(words)
