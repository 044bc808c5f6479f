"""Duty of Candour (clause 3.1): when it binds, whom it concerns, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sightline.policy.candour import (
    REGIMES,
    ROUTES,
    STEPS,
    THREE_PART_TEST,
    CandourFacts,
    StepOutcome,
    StepRecord,
    candour_gaps,
    candour_owed,
    candour_undecided,
    duty_binds,
    falls_away,
    problems_with_decision,
    problems_with_step,
    regime_in_force,
    steis_section_complete,
    suggest_applies,
)
from sightline.policy.terms import CandourRegime

HAPPENED, TOLD, WROTE, TODAY = date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 10), date(2026, 11, 20)
DONE = StepOutcome.DONE
NEEDED = ["D1", "D2", "D3", "D4", "D6", "D7"]
COMPLETE = CandourFacts(
    incident_on=HAPPENED,
    applies=True,
    opinion_of="Medical director",
    relevant_person="patient",
    aware_on=HAPPENED,
    steps={code: StepRecord(DONE, WROTE if code == "D7" else TOLD) for code in NEEDED},
    as_at=TODAY,
)


def with_steps(**changes: StepRecord | None) -> CandourFacts:
    """The complete record with some steps replaced, or taken away by None."""
    merged = {**COMPLETE.steps, **changes}
    return replace(COMPLETE, steps={code: record for code, record in merged.items() if record is not None})


def steps_missing(facts: CandourFacts) -> list[str]:
    return [gap.step for gap in candour_gaps(facts)]


@pytest.mark.clause("3.1.0", facet="it binds from its day")
@pytest.mark.parametrize(
    ("regime", "on", "expected"),
    [
        (CandourRegime.HEALTH_SERVICE_BODY, date(2014, 11, 26), False),
        (CandourRegime.HEALTH_SERVICE_BODY, date(2014, 11, 27), True),
        (CandourRegime.OTHER, date(2014, 11, 27), False),
        (CandourRegime.OTHER, date(2015, 3, 31), False),
        (CandourRegime.OTHER, date(2015, 4, 1), True),
        (CandourRegime.NONE, date(2026, 1, 1), False),
    ],
)
def test_regime_in_force_from_its_day(regime: CandourRegime, on: date, expected: bool) -> None:
    assert regime_in_force(regime, on) is expected


@pytest.mark.clause("3.1.0")
def test_whether_the_duty_bound_is_not_known_while_the_day_is_not() -> None:
    asked = duty_binds(CandourRegime.OTHER, None)
    assert [ask.field for ask in asked.asks] == ["happened_on"]
    assert duty_binds(CandourRegime.OTHER, date(2015, 3, 31)).is_no
    assert duty_binds(CandourRegime.OTHER, date(2015, 4, 1)).is_yes
    # Not registered: bound on no day.
    assert duty_binds(CandourRegime.NONE, None).is_no


@pytest.mark.clause("2.3c", facet="each kind of provider is held to its own threshold")
@pytest.mark.clause("3.1.0", facet="the words of its threshold are shown")
def test_thresholds_differ_by_regime() -> None:
    bodies = REGIMES[CandourRegime.HEALTH_SERVICE_BODY]
    others = REGIMES[CandourRegime.OTHER]
    assert [row.code for row in bodies.thresholds] == [
        "death",
        "severe",
        "moderate",
        "prolonged_psychological",
    ]
    assert {"impairment", "prolonged_pain", "life_shortened", "treatment_to_prevent"} <= {
        row.code for row in others.thresholds
    }
    assert "could" in bodies.verb
    assert "could" not in others.verb


@pytest.mark.clause("2.3c", facet="the duty is followed step by step")
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((True, True, True), True),
        ((True, True, False), False),
        ((False, None, None), False),
        ((True, True, None), None),
        ((None, None, None), None),
    ],
)
def test_three_part_test_needs_all_three(answers: tuple[bool | None, ...], expected: bool | None) -> None:
    codes = [part.code for part in THREE_PART_TEST]
    assert suggest_applies(dict(zip(codes, answers, strict=True))) is expected


@pytest.mark.clause("3.1a", facet="the relevant person is kept by kind, never by name")
def test_routes_are_the_patient_or_three_who_act_lawfully() -> None:
    assert [row.code for row in ROUTES.values() if row.is_patient] == ["patient"]
    assert set(ROUTES) == {"patient", "acting_died", "acting_under_16", "acting_lacks_capacity"}
    assert "only if the patient agrees" in ROUTES["patient"].help


@pytest.mark.clause("2.3c", facet="the duty is followed step by step")
def test_steps_are_nine_and_six_keep_a_case_open() -> None:
    assert [step.order for step in STEPS.values()] == list(range(1, 10))
    assert [step.code for step in STEPS.values() if step.required_for_closure] == NEEDED


def test_record_complete_has_no_gaps() -> None:
    assert candour_gaps(COMPLETE) == ()
    assert steis_section_complete(COMPLETE)


@pytest.mark.clause("3.1a", facet="every serious incident is decided on")
def test_undecided_is_the_one_gap() -> None:
    facts = replace(COMPLETE, applies=None)
    assert candour_undecided(facts)
    assert not candour_undecided(COMPLETE)
    assert [(gap.step, gap.clause) for gap in candour_gaps(facts)] == [("", "3.1h")]
    assert not steis_section_complete(facts)


@pytest.mark.clause("2.3c", facet="the duty is followed step by step")
@pytest.mark.clause("3.1e", facet="candour is not complete without it")
@pytest.mark.parametrize("code", NEEDED)
def test_step_without_outcome_is_a_gap(code: str) -> None:
    gaps = candour_gaps(with_steps(**{code: None}))
    assert [(gap.step, gap.clause) for gap in gaps] == [(code, STEPS[code].clause)]
    assert gaps[0].text == STEPS[code].missing
    assert gaps[0].sentence[0].isupper()
    assert gaps[0].sentence.endswith(".")


def test_findings_are_owed_and_never_keep_the_case_open() -> None:
    assert "D8" not in steps_missing(COMPLETE)
    assert [gap.step for gap in candour_owed(COMPLETE)] == ["D5", "D8", "D9"]
    shared = with_steps(D8=StepRecord(DONE, TODAY))
    assert [gap.step for gap in candour_owed(shared)] == ["D5", "D9"]
    assert candour_owed(replace(COMPLETE, applies=False)) == ()


@pytest.mark.clause("3.1a", facet="not disclosing needs a reason")
@pytest.mark.clause("3.1h", facet="not applicable needs a reason")
def test_not_applicable_needs_reason_and_decider() -> None:
    facts = CandourFacts(incident_on=HAPPENED, applies=False)
    assert len(candour_gaps(facts)) == 2
    with_reason = replace(facts, reason="Harm below the threshold.")
    assert [gap.text for gap in candour_gaps(with_reason)] == [
        "it is not recorded who decided whether the duty applies"
    ]
    assert candour_gaps(replace(with_reason, opinion_of="Consultant")) == ()


@pytest.mark.clause("3.1a", facet="the relevant person is kept by kind, never by name")
@pytest.mark.parametrize("route", ["", "cousin"])
def test_relevant_person_is_one_of_the_routes(route: str) -> None:
    assert [gap.clause for gap in candour_gaps(replace(COMPLETE, relevant_person=route))] == ["3.1a"]


@pytest.mark.parametrize(
    "outcome",
    [
        StepRecord(StepOutcome.DECLINED, TOLD, "The patient said they did not wish to talk."),
        StepRecord(StepOutcome.COULD_NOT_CONTACT, TOLD, "Rang on two days, then wrote."),
    ],
)
def test_when_nobody_could_be_told_only_the_written_record_remains(outcome: StepRecord) -> None:
    told = with_steps(D1=outcome, D2=None, D3=None, D4=None, D7=None)
    assert candour_gaps(told) == ()
    assert steps_missing(replace(told, steps={"D1": outcome})) == ["D6"]


@pytest.mark.clause("3.1g", facet="failed attempts are logged")
def test_no_contact_needs_an_attempt() -> None:
    facts = with_steps(D1=StepRecord(StepOutcome.COULD_NOT_CONTACT, TOLD))
    assert [(gap.step, gap.clause) for gap in candour_gaps(facts)] == [("D1", "3.1g")]


@pytest.mark.clause("3.1g", facet="declining is logged")
@pytest.mark.parametrize("outcome", [StepOutcome.DECLINED, StepOutcome.WAITING])
def test_declined_and_waiting_need_words(outcome: StepOutcome) -> None:
    assert steps_missing(with_steps(D7=StepRecord(outcome, WROTE))) == ["D7"]
    assert steps_missing(with_steps(D7=StepRecord(outcome, WROTE, "They asked us to write in May."))) == []


def test_waiting_does_not_excuse_the_other_steps() -> None:
    waiting = StepRecord(StepOutcome.WAITING, TOLD, "The police asked us to wait.")
    assert steps_missing(replace(COMPLETE, steps={"D1": waiting})) == ["D2", "D3", "D4", "D6", "D7"]


def test_written_record_is_always_kept() -> None:
    facts = with_steps(D6=StepRecord(StepOutcome.WAITING, TOLD, "Later."))
    assert steps_missing(facts) == ["D6"]


@pytest.mark.clause("3.1e", facet="candour is not complete without it")
def test_done_needs_its_date() -> None:
    assert steps_missing(with_steps(D4=StepRecord(DONE))) == ["D4"]


@pytest.mark.parametrize(
    ("code", "on", "words"),
    [
        ("D1", date(2026, 11, 1), "before it happened"),
        ("D7", date(2026, 11, 21), "in the future"),
        ("D7", date(2026, 11, 3), "before the person was told"),
        ("D4", date(2026, 11, 3), "before the person was told"),
        ("D8", date(2026, 11, 3), "before the person was told"),
    ],
)
def test_dates_out_of_order_are_gaps(code: str, on: date, words: str) -> None:
    found = candour_gaps(with_steps(**{code: StepRecord(DONE, on)}))
    assert [gap.step for gap in found] == [code]
    assert words in found[0].text
    assert not found[0].text.endswith(".")


@pytest.mark.clause("3.1b", facet="telling them is held to a timescale")
def test_nobody_is_told_before_anyone_is_aware() -> None:
    found = candour_gaps(replace(COMPLETE, aware_on=date(2026, 11, 5)))
    assert {gap.step for gap in found} == {"D1", "D2", "D3", "D4", "D6"}
    assert all("before anyone was aware" in gap.text for gap in found)


def test_telling_them_on_the_day_anyone_became_aware_is_in_order() -> None:
    assert candour_gaps(replace(COMPLETE, aware_on=TOLD)) == ()


DECISION: dict[str, Any] = {
    "applies": True,
    "opinion_of": "Consultant",
    "reason": "Moderate harm.",
    "relevant_person": "patient",
}
STEP: dict[str, Any] = {
    "outcome": "done",
    "done_on": TOLD,
    "detail": "On the ward.",
    "happened_on": HAPPENED,
    "told_on": TOLD,
    "today": TODAY,
}


def test_decision_whole_can_be_recorded() -> None:
    assert problems_with_decision(**DECISION) == ()
    assert problems_with_decision(**{**DECISION, "applies": False, "relevant_person": ""}) == ()


@pytest.mark.parametrize(
    ("field", "value", "clause"),
    [
        ("applies", None, "3.1h"),
        ("opinion_of", " ", "3.1.0"),
        ("reason", "", "3.1h"),
        ("relevant_person", "cousin", "3.1a"),
    ],
)
def test_decision_without_a_part_says_which(field: str, value: object, clause: str) -> None:
    found = problems_with_decision(**{**DECISION, field: value})
    assert [(problem.field, problem.clause) for problem in found] == [(field, clause)]


@pytest.mark.parametrize("code", list(STEPS))
def test_step_done_with_date_and_words_can_be_recorded(code: str) -> None:
    assert problems_with_step(code, **STEP) == ()


@pytest.mark.parametrize(
    ("code", "changes", "field", "words"),
    [
        ("D1", {"outcome": "not_yet"}, "outcome", "how this step ended"),
        ("D1", {"done_on": None}, "done_on", "when it was done"),
        ("D1", {"outcome": "declined", "done_on": None}, "done_on", "when they declined"),
        ("D1", {"outcome": "could_not_contact", "done_on": None}, "done_on", "last attempted"),
        ("D1", {"outcome": "could_not_contact", "detail": ""}, "detail", "at least one attempt"),
        ("D1", {"outcome": "waiting", "done_on": None, "detail": ""}, "detail", "who asked to wait"),
        ("D1", {"done_on": date(2026, 11, 1)}, "done_on", "before it happened"),
        ("D1", {"done_on": date(2026, 11, 21)}, "done_on", "in the future"),
        ("D7", {"done_on": HAPPENED}, "done_on", "before the person was told"),
        ("D6", {"outcome": "declined"}, "outcome", "always kept"),
    ],
)
def test_step_that_cannot_be_recorded_says_why(
    code: str, changes: dict[str, object], field: str, words: str
) -> None:
    found = problems_with_step(code, **{**STEP, **changes})
    assert [problem.field for problem in found] == [field]
    assert words in found[0].message


def test_waiting_needs_no_date() -> None:
    assert problems_with_step("D1", **{**STEP, "outcome": "waiting", "done_on": None}) == ()


def test_letter_falls_away_when_the_person_was_not_spoken_to() -> None:
    declined = with_steps(D1=StepRecord(StepOutcome.DECLINED, TOLD, "They did not wish to."))
    assert falls_away("D7", declined)
    assert not falls_away("D6", declined)
    assert not falls_away("D7", COMPLETE)
