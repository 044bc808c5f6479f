"""Never Events (clause 3.3): the list of the day it happened."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sightline.policy.never_event_rows import ROWS
from sightline.policy.never_events import (
    BARRIER_EXPLAINS,
    EDITIONS,
    HARM_MAY_BE_NONE,
    NEVER_EVENTS,
    in_force,
    list_on,
    never_event,
    problem_with_never_event,
)

LFPSE = json.loads((Path(__file__).parents[1] / "data" / "lfpse_v5_names.json").read_text(encoding="utf-8"))[
    "codes"
]["never-event-type-5"]
CURRENT = [str(number) for number in range(1, 16)]
BEFORE_ANY, FIRST_DAY = date(2018, 1, 31), date(2018, 2, 1)
EDITION_DAYS = [FIRST_DAY, date(2021, 1, 31), date(2021, 2, 1), date(2021, 4, 1), date(2026, 11, 22)]


def test_never_events_are_lfpses_by_number_and_name() -> None:
    assert {code: row.name for code, row in NEVER_EVENTS.items() if row.active} == LFPSE


@pytest.mark.parametrize("on", EDITION_DAYS)
def test_never_event_is_in_force_in_every_edition(on: date) -> None:
    assert [code for code in CURRENT if not in_force(code, on)] == []


def test_never_event_is_not_in_force_before_a_list_is_loaded() -> None:
    assert [code for code in CURRENT if in_force(code, BEFORE_ANY)] == []


@pytest.mark.clause("2.3b", facet="a suspended kind is kept and does not bind")
@pytest.mark.parametrize("on", [BEFORE_ANY, *EDITION_DAYS])
def test_undetected_oesophageal_intubation_is_suspended(on: date) -> None:
    assert not in_force("16", on)
    assert "suspended" in never_event("16").note


@pytest.mark.clause("2.3b", facet="the list of the day it happened applies")
@pytest.mark.parametrize(
    ("on", "code"),
    [
        (FIRST_DAY, "2018-01"),
        (date(2021, 1, 31), "2018-01"),
        (date(2021, 2, 1), "2021-02"),
        (date(2026, 11, 22), "2021-02"),
    ],
)
def test_list_on_gives_the_edition_of_the_day(on: date, code: str) -> None:
    edition = list_on(on)
    assert edition.loaded
    assert edition.code == code
    assert [item.code for item in edition.items] == CURRENT
    assert "2018" in edition.label
    assert edition.source


def test_list_on_before_the_first_says_that_none_is_loaded() -> None:
    edition = list_on(BEFORE_ANY)
    assert not edition.loaded
    assert edition.items == ()
    assert edition.label == "No Never Events list is loaded for incidents before Thursday 1 February 2018."
    assert f"{FIRST_DAY:%A}" == "Thursday"


def has_wrong_tooth(on: date) -> tuple[bool, bool]:
    """Whether item 1 includes, and whether it excludes, the wrong tooth on a day."""
    item = list_on(on).get("1")
    assert item is not None
    return (
        any("wrong tooth" in phrase.text for phrase in item.includes),
        any("wrong tooth" in phrase.text for phrase in item.excludes),
    )


@pytest.mark.clause("2.3b", facet="the list of the day it happened applies")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (FIRST_DAY, (True, False)),
        (date(2021, 3, 31), (True, False)),
        (date(2021, 4, 1), (False, True)),
        (date(2026, 1, 1), (False, True)),
    ],
)
def test_wrong_tooth_left_wrong_site_surgery_in_april_2021(on: date, expected: tuple[bool, bool]) -> None:
    assert has_wrong_tooth(on) == expected


@pytest.mark.clause("3.3d", facet="each kind has a plain definition, with what it excludes")
def test_never_event_can_be_recognised_from_its_words() -> None:
    for row in NEVER_EVENTS.values():
        assert row.definition.endswith(".")
        assert row.setting


def test_never_event_unknown_says_so() -> None:
    with pytest.raises(KeyError, match="no Never Event '99'"):
        in_force("99", date(2026, 1, 1))


def test_harm_and_barriers_never_unmake_one() -> None:
    assert "even if nobody was harmed" in HARM_MAY_BE_NONE
    assert "still a Never Event" in BARRIER_EXPLAINS


@pytest.mark.parametrize(
    ("code", "on", "words"),
    [
        ("3", date(2026, 11, 16), ""),
        ("16", date(2026, 11, 16), "not on the Never Events list"),
        ("3", date(2017, 1, 1), "not on the Never Events list"),
        ("3", None, "Say when it happened"),
        ("99", None, "from the list"),
    ],
)
def test_choosing_one_says_what_is_wrong_with_it(code: str, on: date | None, words: str) -> None:
    problem = problem_with_never_event(code, on)
    assert words in problem
    assert bool(problem) == bool(words)


def test_what_an_item_includes_on_a_day_it_does_not_exclude_and_no_day_is_lost_between() -> None:
    """A phrase that moves from one list to the other moves on one day."""
    for item in ROWS:
        included = {phrase.text: phrase for phrase in item.includes}
        for phrase in item.excludes:
            before = included.get(phrase.text)
            if before is not None:
                assert before.until_on is not None
                assert phrase.from_on is not None
                assert (phrase.from_on - before.until_on).days == 1, (item.code, phrase.text)
    assert EDITIONS.begins_on == FIRST_DAY
