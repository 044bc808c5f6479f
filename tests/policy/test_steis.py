"""The fields of StEIS: every column of its export has one, what is missing at each stage, and what an answer may say."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from sightline.policy import steis
from sightline.policy.classification import CRITERIA
from sightline.policy.clauses import CLAUSES
from sightline.policy.reporting_form import FIELDS
from sightline.policy.reporting_map import MAPPING
from sightline.policy.steis import STEIS_FIELDS, Origin, Stage, SteisSection
from sightline.policy.terms import Action, Status
from sightline.policy.workflow import WORKFLOW

COLUMNS = set(
    json.loads(
        (Path(__file__).parents[1] / "data" / "incident_system_columns.json").read_text(encoding="utf-8")
    )["STEIS"]
)
#: The export works these out from the dates.
DERIVED = {
    "occurred_date",
    "month_reported_or_occurred",
    "year_reported_or_occurred",
    "month_year_reported_or_occurred",
    "financial_year_reported_or_occurred",
}
#: An answer to each asked field.
GOOD = {
    "location_of_incident": "Theatre",
    "clinical_area": "Critical care",
    "patient_age_years": "47",
    "gender": "female",
    "ethnic_group": "z",
    "patient_type": "inpatient",
    "legal_status": "informal",
    "patient_is_now": "On the same ward",
    "internal_investigation": "yes",
    "non_health_led_investigation": "no",
    "media_interest": "no",
    "lessons_shared": "At the theatre safety meeting, by the end of March.",
}


def wrong(**changes: str) -> dict[str, str]:
    return {found.field: found.message for found in steis.problems({**GOOD, **changes})}


def everything() -> dict[str, str]:
    return dict.fromkeys(STEIS_FIELDS, "something")


@pytest.mark.clause("12i", facet="every field is ready to copy")
def test_every_column_of_the_export_has_one_field() -> None:
    columns = [row.column for row in STEIS_FIELDS.values() if row.column]
    assert set(columns) == COLUMNS - DERIVED
    assert len(columns) == len(set(columns))


def test_what_the_report_maps_to_steis_is_a_field_here() -> None:
    columns = {row.column for row in STEIS_FIELDS.values()}
    assert {row.steis_column for row in MAPPING.values() if row.steis_column} <= columns


def test_each_row_says_whether_it_is_confirmed_and_cites_a_clause_that_exists() -> None:
    for row in STEIS_FIELDS.values():
        assert row.clause in CLAUSES, row.code
        assert ("from knowledge" in row.source) is not row.is_verified
        assert set(row.mended_by) <= set(Action)


def test_each_section_has_fields_and_each_asked_one_is_completed_by_the_step_for_it() -> None:
    assert {row.section for row in STEIS_FIELDS.values()} == set(SteisSection)
    for row in steis.asked_fields():
        assert row.kind is not None
        assert row.mended_by == (Action.RECORD_STEIS_DETAILS,)
    assert {row.code for row in steis.asked_fields()} >= set(GOOD)


def test_names_and_contact_details_of_staff_are_never_taken_from_the_case_or_asked() -> None:
    reporter = [row for row in STEIS_FIELDS.values() if row.code.startswith("reporter_")]
    assert len(reporter) == 4
    assert {row.origin for row in reporter} == {Origin.STEIS}


@pytest.mark.clause("9.0b", facet="the other two are never asked of patients")
def test_nobody_is_asked_of_offences_or_membership_of_a_trade_union() -> None:
    asked = [row.label for row in steis.asked_fields()]
    asked += [f"{field.label} {field.help}" for field in FIELDS.values()]
    asked += [row.text for criterion in CRITERIA.values() for row in criterion.sub_questions]
    assert len(asked) > 50
    assert not [text for text in asked if re.search(r"offen[cd]|convict|union", text, re.IGNORECASE)]


def test_a_patients_fields_are_not_asked_where_no_patient_was_affected() -> None:
    asked = steis.asked_fields(about_a_patient=False)
    assert asked
    assert SteisSection.PATIENT not in {row.section for row in asked}
    values = {**everything(), "gender": "", "patient_age_years": "", "patient_age_months": ""}
    assert [row.code for row in steis.missing(values, Stage.FIRST_ENTRY)] == ["patient_age_years", "gender"]
    assert steis.missing(values, Stage.FIRST_ENTRY, about_a_patient=False) == ()


def test_what_is_missing_grows_with_the_stage() -> None:
    first = {row.code for row in steis.missing({}, Stage.FIRST_ENTRY)}
    report = {row.code for row in steis.missing({}, Stage.REPORT)}
    closure = {row.code for row in steis.missing({}, Stage.CLOSURE)}
    assert first < report < closure
    assert "description" in first
    assert "key_findings" in report - first
    assert "closed_on" in closure - report
    assert steis.missing(everything(), Stage.CLOSURE) == ()
    assert "description" in {
        row.code for row in steis.missing({**everything(), "description": "  "}, Stage.FIRST_ENTRY)
    }


@pytest.mark.clause("3.1h", facet="it is asked of every incident")
def test_the_candour_section_is_needed_for_every_incident() -> None:
    assert "candour_applies" in {row.code for row in steis.missing({}, Stage.FIRST_ENTRY)}
    at_report = {row.code for row in steis.missing({}, Stage.REPORT)}
    assert {"candour_informed", "candour_informed_on", "candour_letter"} <= at_report


def test_an_age_in_months_stands_for_the_age_in_years() -> None:
    values = {**everything(), "patient_age_years": "", "patient_age_months": "14"}
    assert steis.missing(values, Stage.CLOSURE) == ()


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (Status.DISCUSSING, Stage.FIRST_ENTRY),
        (Status.INVESTIGATING, Stage.FIRST_ENTRY),
        (Status.REPORT_SUBMITTED, Stage.REPORT),
        (Status.RETURNED, Stage.REPORT),
        (Status.CLOSED, Stage.CLOSURE),
        (Status.DOWNGRADED, Stage.FIRST_ENTRY),
    ],
)
def test_the_stage_follows_the_status(status: Status, stage: Stage) -> None:
    assert steis.stage_of(status) is stage


def test_answers_are_read_as_text_and_nothing_else_is_kept() -> None:
    stored = {"gender": " female ", "ethnic_group": 3, "patient_type": "  ", "description": "x", "else": "y"}
    assert steis.read_answers(stored) == {"gender": "female"}
    assert steis.problems(GOOD) == ()
    assert steis.problems({}) == ()


def test_a_choice_is_given_in_its_words() -> None:
    assert steis.answer_in_words(STEIS_FIELDS["gender"], "not_stated") == "Not stated"
    assert steis.answer_in_words(STEIS_FIELDS["clinical_area"], "Theatre") == "Theatre"


@pytest.mark.parametrize(
    ("field", "answer", "message"),
    [
        ("gender", "blue", "Choose from the list."),
        ("clinical_area", "x" * 201, "200 characters or fewer"),
        ("lessons_shared", "x" * 5_001, "5,000 characters or fewer"),
        ("patient_age_years", "1", "in months"),
        ("patient_age_years", "121", "from 2 to 120"),
        ("patient_age_years", "forty", "from 2 to 120"),
        ("patient_age_years", "12/03/1979", "never a date of birth"),
        ("gp_practice", "Lower Ashe, born 12 March 1979", "never a date of birth"),
        ("patient_is_now", "Home since 1.11.2026", "never a date of birth"),
        ("lessons_shared", "The patient (DOB 12/03/79) asked us to.", "never a date of birth"),
        ("lessons_shared", "Date of birth: 1979-03-12", "never a date of birth"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_beside_it(field: str, answer: str, message: str) -> None:
    assert message in wrong(**{field: answer})[field]


def test_other_dates_in_longer_words_are_allowed() -> None:
    assert wrong(lessons_shared="By 31 March 2027, as the plan of 16/11/2026 says.") == {}


@pytest.mark.parametrize(("months", "message"), [("0", ""), ("23", ""), ("24", "0 to 23"), ("-1", "0 to 23")])
def test_months_are_for_those_under_two(months: str, message: str) -> None:
    found = wrong(patient_age_years="", patient_age_months=months)
    assert message in found.get("patient_age_months", "")
    assert bool(found) is bool(message)


def test_an_age_is_given_once() -> None:
    assert "not both" in wrong(patient_age_months="14")["patient_age_months"]


def test_the_day_it_was_logged_stands_in_order() -> None:
    today, happened = date(2026, 11, 16), date(2026, 11, 10)

    def words(on: date | None, number: str = "2026/1234") -> str:
        found = steis.problem_with_logged_on(on, number=number, happened_on=happened, today=today)
        return "" if found is None else found.message

    assert words(None) == words(today) == words(happened) == ""
    assert "future" in words(date(2026, 11, 17))
    assert "before it happened" in words(date(2026, 11, 9))
    assert "log number" in words(today, " ")


def test_the_running_log_tells_of_steps_that_exist_and_of_no_private_one() -> None:
    steps = {action for table in WORKFLOW.values() for action in table}
    assert steps >= steis.LOGGED
    private = {Action.ADD_NOTE, Action.POST_MESSAGE, Action.ASK_REPORTER, Action.ANSWER_AS_REPORTER}
    assert not private & steis.LOGGED
