"""Measures of the policy: each cites clauses and says how it counts; thresholds are dated, and no day has two."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.measures import (
    MEASURES,
    Kept,
    Measure,
    Threshold,
    kept,
    measures_of,
    relations_counting,
    reporting_year,
    worst,
)
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Part, Relation, Role

FIRST, LATER = date(2015, 4, 1), date(2027, 4, 1)


def threshold(from_on: date, met_from: int = 90, partly_from: int = 75) -> Threshold:
    return Threshold(from_on, met_from, partly_from, Tag.LOCAL_DEFAULT, "Said somewhere.")


def measure(*editions: Threshold) -> Measure:
    return Measure(
        "letter", ("3.1f",), "{good} of {total} sent", "{unmet} outstanding", Part.CANDOUR, "All.", editions
    )


def test_each_measure_cites_clauses_there_are_and_is_a_dated_local_default_with_a_source() -> None:
    for code, row in MEASURES.items():
        assert code == row.code
        assert row.clauses
        assert set(row.clauses) <= set(CLAUSES), code
        assert row.sentence.format(good=1, total=2).startswith("1 of 2 "), code
        assert row.unmet.format(unmet=3).startswith("3 "), code
        assert row.how.endswith("."), code
        assert row.title[0].isupper(), code
        for edition in row.editions:
            assert edition.tag is Tag.LOCAL_DEFAULT
            assert "2026" in edition.source
    assert len({row.title for row in MEASURES.values()}) == len(MEASURES)


def test_many_clauses_are_measured_and_the_duty_of_candour_bullet_by_bullet() -> None:
    measured = {clause_id for row in MEASURES.values() for clause_id in row.clauses}
    assert len(measured) >= 40
    assert {f"3.1{letter}" for letter in "abcdefgh"} <= measured
    assert measures_of("4.6d.1") == ()
    assert [row.code for row in measures_of("3.1f")] == ["candour_letter", "candour_findings"]


def test_lengths_in_sentences_are_those_of_the_timescales() -> None:
    assert MEASURES["report_to_icb"].sentence == "{good} of {total} reported to the ICB within 2 working days"
    assert "20 calendar days" in MEASURES["feedback_on_report"].sentence


@pytest.mark.parametrize(
    ("good", "total", "answer"),
    [
        (0, 0, Kept.NO_EVIDENCE),
        (0, 1, Kept.NOT_MET),
        (749, 1000, Kept.NOT_MET),
        (75, 100, Kept.PARTIALLY_MET),
        (899, 1000, Kept.PARTIALLY_MET),
        (9, 10, Kept.MET),
        (3, 3, Kept.MET),
    ],
)
def test_figure_is_held_to_the_pair_of_thresholds(good: int, total: int, answer: Kept) -> None:
    assert kept(good, total, measure(threshold(FIRST))) is answer


def test_later_edition_holds_from_its_day_and_the_earlier_until_then() -> None:
    row = measure(threshold(LATER, 95, 80), threshold(FIRST))
    assert kept(92, 100, row, on=date(2027, 3, 31)) is Kept.MET
    assert kept(92, 100, row, on=LATER) is Kept.PARTIALLY_MET
    assert row.threshold_on(date(2010, 1, 1)).from_on == FIRST, "nothing holds before the first"
    assert (row.met_from, row.partly_from, row.tag) == (95, 80, Tag.LOCAL_DEFAULT)


def test_two_editions_of_one_day_and_a_pair_upside_down_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="letter has two thresholds from 2027-04-01"):
        measure(threshold(FIRST), threshold(LATER), threshold(LATER, 95))
    with pytest.raises(ValueError, match="letter has no threshold"):
        measure()
    for met_from, partly_from in ((75, 90), (101, 90), (90, -1)):
        with pytest.raises(ValueError, match="partially"):
            threshold(FIRST, met_from, partly_from)


def test_clause_is_as_good_as_its_worst_figure_with_evidence() -> None:
    assert worst([Kept.MET, Kept.NO_EVIDENCE, Kept.PARTIALLY_MET]) is Kept.PARTIALLY_MET
    assert worst([Kept.NOT_MET, Kept.MET]) is Kept.NOT_MET
    assert worst([Kept.NO_EVIDENCE]) is worst([]) is Kept.NO_EVIDENCE


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2027, 3, 31), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 4, 1), date(2028, 3, 31)),
        (date(2026, 12, 31), date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_year_runs_from_april_to_march(day: date, first: date, last: date) -> None:
    assert reporting_year(day) == (first, last)


def test_role_is_shown_a_figure_only_where_it_is_shown_that_part_of_a_case() -> None:
    letter = MEASURES["candour_letter"]
    assert relations_counting(letter, Role.PROVIDER_LEAD) == {Relation.PROVIDER}
    assert relations_counting(letter, Role.PATIENT_SAFETY_TEAM) == {
        Relation.PROVIDER,
        Relation.LEAD_COMMISSIONER,
    }
    for role in (Role.REPORTER, Role.BOARD_MEMBER, Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE_LEAD):
        assert not relations_counting(letter, role)
    assert relations_counting(MEASURES["lead_settled"], Role.INFORMATION_GOVERNANCE_LEAD)
