"""What is required whatever a plan says: every rule with its three answers, and what a report gives away of the facts."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.learning_responses import LEARNING_RESPONSES, problems_of_response, why_not_allowed
from sightline.policy.reporting_choices import AGE_BANDS, CIRCUMSTANCES
from sightline.policy.required_responses import (
    PSII,
    QUESTIONS,
    RULES,
    Need,
    Required,
    ResponseFacts,
    facts_of_report,
    problems_of_answers,
    questions_of,
    required_responses,
    with_answers,
)

#: For each rule: facts that make it required, and facts that make it not.
CASES: dict[str, tuple[dict[str, bool], list[dict[str, bool]]]] = {
    "never_event": ({"never_event": True}, [{"never_event": False}]),
    "death_due_to_care": (
        {"died": True, "death_due_to_care": True},
        [{"died": False}, {"died": True, "death_due_to_care": False}],
    ),
    "detained_death": (
        {"died": True, "detained": True, "death_linked_to_care": True},
        [{"died": False}, {"detained": False}, {"death_linked_to_care": False}],
    ),
    "maternity": ({"maternity_criteria": True}, [{"maternity_criteria": False}]),
    "learning_disability": (
        {"died": True, "under_18": False, "learning_disability": True},
        [{"died": False}, {"under_18": True}, {"learning_disability": False}],
    ),
    "child_death": ({"died": True, "under_18": True}, [{"died": False}, {"under_18": False}]),
    "safeguarding": ({"safeguarding": True}, [{"safeguarding": False}]),
    "screening": ({"screening": True}, [{"screening": False}]),
    "custody": ({"died": True, "custody": True}, [{"died": False}, {"custody": False}]),
    "mental_health_homicide": (
        {"died": True, "mental_health_homicide": True},
        [{"died": False}, {"mental_health_homicide": False}],
    ),
    "domestic_homicide": (
        {"died": True, "domestic_homicide": True},
        [{"died": False}, {"domestic_homicide": False}],
    ),
}
REPORT: dict[str, Any] = {
    "circumstances": ("none",),
    "physical_harm": "moderate",
    "age_band": "years_46_65",
    "setting": "hospital",
    "never_event": False,
}


def of(code: str, **known: bool | None) -> Required:
    (row,) = [each for each in required_responses(ResponseFacts(**known)) if each.rule.code == code]
    return row


def needed(**known: bool | None) -> set[str]:
    return {row.rule.code for row in required_responses(ResponseFacts(**known)) if row.need is Need.REQUIRED}


def test_every_rule_is_in_the_table_with_a_source_and_a_clause() -> None:
    assert set(CASES) == {rule.code for rule in RULES}
    for rule in RULES:
        assert rule.source
        assert rule.clause in CLAUSES
        assert rule.when.endswith(".")
        assert (rule.response == PSII) != bool(rule.body), "a response of the provider, or a body of its own"


def test_every_fact_can_be_asked_and_every_question_is_of_a_fact() -> None:
    assert set(QUESTIONS) == {field.name for field in fields(ResponseFacts)}
    assert {name for rule in RULES for name in rule.wants} == set(QUESTIONS)


@pytest.mark.clause("5.2.2")
@pytest.mark.parametrize("code", CASES)
def test_rule_is_required_not_required_or_unknown(code: str) -> None:
    required, others = CASES[code]
    assert of(code, **required).need is Need.REQUIRED
    for known in others:
        assert of(code, **known).need is Need.NOT_REQUIRED, known
    for name in required:
        short = of(code, **{other: value for other, value in required.items() if other != name})
        assert (short.need, short.asks) == (Need.UNKNOWN, (name,))


def test_of_nothing_known_every_question_is_asked_and_of_no_death_few() -> None:
    assert questions_of(required_responses(ResponseFacts())) == tuple(QUESTIONS)
    alive = required_responses(ResponseFacts(died=False))
    assert questions_of(alive) == ("never_event", "maternity_criteria", "safeguarding", "screening")


def test_death_due_to_care_is_also_linked_to_it() -> None:
    assert needed(died=True, detained=True, death_due_to_care=True) == {"death_due_to_care", "detained_death"}


@pytest.mark.clause("5.2.2")
@pytest.mark.parametrize("response", LEARNING_RESPONSES)
@pytest.mark.parametrize("code", [rule.code for rule in RULES if rule.response])
def test_choice_against_a_required_psii_is_refused_with_its_source_and_clause(
    code: str, response: str
) -> None:
    required, _ = CASES[code]
    found = problems_of_response(response, "So.", facts=ResponseFacts(**required))
    if response == PSII:
        assert found == ()
        return
    (rule,) = [each for each in RULES if each.code == code]
    assert [problem.field for problem in found] == ["response"]
    assert rule.source.split(".")[0] in found[0].message
    assert f"clause {rule.clause}" in found[0].message


def test_what_goes_to_another_body_leaves_the_plan_free() -> None:
    for rule in RULES:
        if rule.body:
            required, _ = CASES[rule.code]
            judged = required_responses(ResponseFacts(never_event=False, death_due_to_care=False, **required))
            assert why_not_allowed("local_learning", judged) == "", rule.code


def test_unanswered_question_is_asked_first_and_not_known_is_an_answer() -> None:
    told = facts_of_report(**REPORT)
    assert [problem.field for problem in problems_of_answers(told, {})] == ["screening"]
    assert problems_of_answers(told, {"screening": "not_known"}) == ()
    assert questions_of(required_responses(with_answers(told, {"screening": "not_known"}))) == ("screening",)
    assert [problem.field for problem in problems_of_answers(told, {"screening": "perhaps"})] == ["screening"]


def test_answers_count_before_the_report_and_open_further_questions() -> None:
    told = facts_of_report(**REPORT)
    died = {"screening": "no", "died": "yes"}
    asked = [problem.field for problem in problems_of_answers(told, died)]
    assert asked[0] == "death_due_to_care"
    assert "under_18" not in asked, "the report says how old"


@pytest.mark.parametrize(
    ("change", "fact", "known"),
    [
        ({}, "died", False),
        ({"circumstances": ("death",)}, "died", True),
        ({"physical_harm": "died"}, "died", True),
        ({"physical_harm": "not_known"}, "died", None),
        ({"circumstances": ("not_sure",)}, "died", None),
        ({"circumstances": ()}, "died", None),
        ({"circumstances": ("liberty",)}, "detained", True),
        ({"circumstances": ("death",)}, "detained", False),
        ({"circumstances": ("not_sure",)}, "detained", None),
        ({"circumstances": ("abuse",)}, "safeguarding", True),
        ({"circumstances": ("not_sure", "abuse")}, "safeguarding", True),
        ({"criteria": ("A4",)}, "safeguarding", True),
        ({}, "maternity_criteria", False),
        ({"circumstances": ("maternity",)}, "maternity_criteria", None),
        ({"age_band": "years_16_17"}, "under_18", True),
        ({"age_band": "years_18_25"}, "under_18", False),
        ({"age_band": "not_known"}, "under_18", None),
        ({"age_band": ""}, "under_18", None),
        ({}, "screening", None),
        ({"criteria": ("A1",)}, "screening", False),
        ({"criteria": ("B4",)}, "screening", None),
        ({}, "custody", False),
        ({"setting": "prison"}, "custody", None),
        ({"circumstances": ("police",)}, "custody", None),
        ({"natural_course": "yes"}, "death_due_to_care", False),
        ({"natural_course": "no"}, "death_due_to_care", None),
        ({"sub_answers": {"a1_homicide": "yes"}}, "mental_health_homicide", True),
        ({"sub_answers": {"a1_homicide": "no"}}, "mental_health_homicide", False),
        ({}, "learning_disability", None),
        ({"never_event": None}, "never_event", None),
    ],
)
def test_report_says_of_a_fact_yes_no_or_nothing(
    change: dict[str, Any], fact: str, known: bool | None
) -> None:
    assert facts_of_report(**{**REPORT, **change}).known(fact) is known


def test_codes_of_the_report_that_are_read_here_exist() -> None:
    assert {"death", "liberty", "abuse", "maternity", "police", "not_sure"} <= {*CIRCUMSTANCES, "not_sure"}
    children = [
        band.code for band in AGE_BANDS if facts_of_report(**{**REPORT, "age_band": band.code}).under_18
    ]
    assert children == [band.code for band in AGE_BANDS][:7]
