"""What the record of each learning response must hold, its plan and date, those affected, oversight, and its words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sightline.policy import oversight
from sightline.policy.clock_facts import AgreedDate, ClockFacts, DeadlineKind
from sightline.policy.deadlines import DEADLINES, due_dates, say, state_of
from sightline.policy.framework_words import (
    action_words,
    part_words,
    status_in_any_framework,
    status_words,
    taken_words,
)
from sightline.policy.learning_record import (
    ENGAGEMENT_MISSING,
    RECORD_FORMS,
    answers_of,
    missing_before_sign_off,
    missing_from_record,
    problems_of_engagement,
    problems_of_new_date,
    problems_of_plan,
    problems_of_record,
)
from sightline.policy.learning_responses import LEARNING_RESPONSES, problem_with_reading_together
from sightline.policy.next_step import next_step
from sightline.policy.permissions import roles_holding
from sightline.policy.telling import NoticeKind, tellings_of
from sightline.policy.terms import Action, Framework, Part, Permission, Relation, Status
from sightline.policy.workflow import WORKFLOW, decide
from tests.policy.worlds import EXECUTIVE, INVESTIGATOR, LEAD, TEAM, facts

TODAY = date(2026, 11, 16)
SIF_WORDS = ("serious incident", "declare", "root cause", "level ", "si criteria", "72-hour", "steis")


def under_way(**known: Any) -> Any:
    return facts(framework=Framework.PSIRF, status=Status.INVESTIGATING, **known)


# The record


def test_every_response_asks_its_own_questions() -> None:
    assert set(RECORD_FORMS) == set(LEARNING_RESPONSES)
    for response, form in RECORD_FORMS.items():
        assert any(row.required for row in form), response
        assert len({row.code for row in form}) == len(form), response


def test_after_action_review_has_its_four_questions() -> None:
    assert [row.label for row in RECORD_FORMS["after_action_review"]] == [
        "What was expected to happen?",
        "What actually happened?",
        "Why was there a difference?",
        "What can be learned?",
    ]


def test_psii_goes_through_the_six_headings_of_the_work_system_then_findings_factors_and_improvement() -> (
    None
):
    codes = [row.code for row in RECORD_FORMS["psii"]]
    assert codes == [
        *("happened", "tools", "tasks", "organisation", "person", "internal", "external"),
        *("findings", "factors", "improve"),
    ]


def test_swarm_says_what_was_changed_at_once_and_waits_for_no_plan() -> None:
    assert "changed" in [row.code for row in RECORD_FORMS["swarm_huddle"] if row.required]
    assert not LEARNING_RESPONSES["swarm_huddle"].needs_plan
    assert [code for code, row in LEARNING_RESPONSES.items() if row.joins] == ["thematic_review"]


@pytest.mark.parametrize("response", RECORD_FORMS)
def test_record_is_whole_once_every_required_question_has_words(response: str) -> None:
    whole = {row.code: "Words." for row in RECORD_FORMS[response] if row.required}
    assert missing_from_record(response, whole) == ()
    for code in whole:
        assert len(missing_from_record(response, {**whole, code: "  "})) == 1


def test_answers_to_other_questions_are_left_out_and_an_empty_record_is_not_saved() -> None:
    assert answers_of("after_action_review", {"learned": " Count. ", "tools": "x", "actual": " "}) == {
        "learned": "Count."
    }
    assert [p.field for p in problems_of_record("psii", {"tools": " "})] == ["happened"]
    assert [p.field for p in problems_of_record("psii", {"tools": "x" * 10_001})] == ["tools"]
    assert problems_of_record("psii", {"tools": "Nothing was found."}) == ()


def test_sign_off_waits_for_plan_engagement_and_record_as_the_response_asks() -> None:
    whole = {row.code: "Words." for row in RECORD_FORMS["psii"]}
    missing = missing_before_sign_off("psii", planned=False, engaged=False, answers=whole)
    assert [ENGAGEMENT_MISSING in missing, missing[0].startswith("a plan")] == [True, True]
    assert missing_before_sign_off("psii", planned=True, engaged=True, answers=whole) == ()
    learned = {"learned": "Count."}
    assert missing_before_sign_off("local_learning", planned=False, engaged=False, answers=learned) == ()


# Plan, date, those affected


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, []),
        ({"led_by": " "}, ["led_by"]),
        ({"led_by": "x" * 201}, ["led_by"]),
        ({"terms": ""}, ["terms"]),
        ({"due_on": None}, ["due_on"]),
        ({"due_on": None, "has_date": True}, []),
        ({"due_on": TODAY}, []),
        ({"due_on": TODAY - timedelta(days=1)}, ["due_on"]),
        ({"due_on": date(2031, 1, 1)}, []),
    ],
)
def test_plan_says_who_leads_it_what_it_looks_at_and_by_when_without_a_limit(
    change: dict[str, Any], wrong: list[str]
) -> None:
    plan = {"led_by": "Matron", "terms": "The count.", "due_on": date(2026, 12, 1), "has_date": False}
    assert [p.field for p in problems_of_plan("psii", today=TODAY, **{**plan, **change})] == wrong


@pytest.mark.parametrize(
    ("due_on", "reason", "wrong"),
    [
        (date(2026, 12, 2), "They asked.", []),
        (date(2026, 12, 2), " ", ["reason"]),
        (date(2026, 12, 1), "They asked.", ["due_on"]),
        (date(2026, 11, 1), "They asked.", ["due_on"]),
        (None, "", ["due_on", "reason"]),
    ],
)
def test_another_date_is_later_and_has_a_reason(due_on: date | None, reason: str, wrong: list[str]) -> None:
    found = problems_of_new_date(due_on, reason, stands=date(2026, 12, 1), today=TODAY)
    assert [problem.field for problem in found] == wrong


@pytest.mark.parametrize(
    ("outcome", "words", "questions", "wrong"),
    [
        ("engaged", "Met.", "Why?", []),
        ("engaged", "Met.", "", ["questions"]),
        ("declined", "By letter.", "", []),
        ("nobody", "", "", ["words"]),
        ("not_yet", "Soon.", "", ["outcome"]),
    ],
)
def test_engagement_has_an_outcome_words_and_the_questions_of_those_who_take_part(
    outcome: str, words: str, questions: str, wrong: list[str]
) -> None:
    assert [p.field for p in problems_of_engagement(outcome, words, questions)] == wrong


def at(day: int, month: int = 3, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def due(*agreed: tuple[date, datetime], **more: Any) -> Any:
    dates = tuple(AgreedDate(day, moment) for day, moment in agreed)
    facts = ClockFacts(framework=Framework.PSIRF, learning_dates=dates, candour_applies=False, **more)
    (found,) = due_dates(facts)
    return found


def test_agreed_date_is_a_timescale_of_the_provider_and_overdue_once_it_passed() -> None:
    row = DEADLINES[Framework.PSIRF][0]
    assert (row.kind, row.owner) == (DeadlineKind.LEARNING_RESPONSE, Relation.PROVIDER)
    assert row.rule.startswith("agreed case by case")
    assert "no national limit" in row.rule
    found = due((date(2026, 3, 31), at(2)))
    assert (found.due_on, found.is_running) == (date(2026, 3, 31), True)
    assert not state_of(found, at(31, hour=20)).is_overdue
    assert state_of(found, at(2, 4)).is_overdue
    assert say(found, at(2, 4)) == "2 days overdue, was due Tuesday 31 March 2026"
    assert found.rule == row.rule


def test_date_agreed_anew_keeps_the_first_and_one_agreed_too_late_still_counts_as_missed() -> None:
    in_time = due((date(2026, 3, 31), at(2)), (date(2026, 4, 30), at(20)))
    assert (in_time.original_due_on, in_time.due_on) == (date(2026, 3, 31), date(2026, 4, 30))
    assert not in_time.missed(at(15, 4))
    too_late = due((date(2026, 3, 31), at(2)), (date(2026, 4, 30), at(2, 4)))
    assert too_late.due_on == date(2026, 4, 30)
    assert too_late.missed(at(15, 4))


def test_signing_off_ends_it_and_another_body_sets_it_aside() -> None:
    assert due((date(2026, 3, 31), at(2)), learning_signed_at=at(30)).done_at == at(30)
    assert due((date(2026, 3, 31), at(2)), investigated_elsewhere=True).set_aside


# Steps


@pytest.mark.parametrize(
    ("known", "action"),
    [
        ({"response_refused": "A PSII is required."}, Action.CHOOSE_LEARNING_RESPONSE),
        ({"learning_plan_wanted": True, "learning_missing": ("x",)}, Action.PLAN_LEARNING_RESPONSE),
        ({"learning_missing": (ENGAGEMENT_MISSING,)}, Action.ENGAGE_AFFECTED),
        ({"learning_missing": (ENGAGEMENT_MISSING, "what happened")}, Action.WRITE_LEARNING_RECORD),
        ({"response_unknown": ("Did someone die?",)}, Action.CHOOSE_LEARNING_RESPONSE),
        ({}, Action.RECORD_CANDOUR),
        ({"candour_undecided": False}, Action.SIGN_OFF_LEARNING_RESPONSE),
        (
            {"candour_undecided": False, "read_with": "SL-2026-0001", "learning_missing": ("x",)},
            Action.SIGN_OFF_LEARNING_RESPONSE,
        ),
    ],
)
def test_what_a_learning_response_waits_for_comes_one_after_the_other(
    known: dict[str, Any], action: Action
) -> None:
    step = next_step(under_way(**known))
    assert step is not None
    assert step.actions == (action,)
    assert step.relation == Relation.PROVIDER, "the ICB is never waited for"


@pytest.mark.clause("4.4.2")
@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"response_refused": "A PSII is required."}, "A PSII is required."),
        ({"response_unknown": ("Did someone die?",)}, "Did someone die?"),
        ({"learning_missing": ("the findings",)}, "the findings"),
        ({"read_with": "SL-2026-0001", "learning_missing": ("x",)}, "SL-2026-0001"),
        ({"candour_undecided": True}, "Duty of Candour"),
    ],
)
def test_executive_is_told_what_stands_before_the_signature(known: dict[str, Any], reason: str) -> None:
    ready = {"candour_undecided": False}
    assert decide(Action.SIGN_OFF_LEARNING_RESPONSE, EXECUTIVE, under_way(**ready)).allowed
    refused = decide(Action.SIGN_OFF_LEARNING_RESPONSE, EXECUTIVE, under_way(**{**ready, **known}))
    assert (refused.allowed, refused.waits) == (False, True)
    assert reason in refused.reason


def test_in_a_practice_the_lead_signs_as_there_is_no_executive() -> None:
    ready = {"candour_undecided": False}
    assert not decide(Action.SIGN_OFF_LEARNING_RESPONSE, LEAD, under_way(**ready)).allowed
    small = under_way(**ready, provider_is_small=True)
    assert decide(Action.SIGN_OFF_LEARNING_RESPONSE, LEAD, small).allowed


def test_case_read_with_another_is_signed_off_after_that_one() -> None:
    known = {"candour_undecided": False, "read_with": "SL-2026-0001", "read_with_is_signed": True}
    assert decide(Action.SIGN_OFF_LEARNING_RESPONSE, EXECUTIVE, under_way(**known)).allowed
    for action in (
        Action.PLAN_LEARNING_RESPONSE,
        Action.AGREE_ANOTHER_DATE,
        Action.WRITE_LEARNING_RECORD,
    ):
        assert "write there" in decide(action, LEAD, under_way(**known, learning_planned=True)).reason


@pytest.mark.parametrize(
    ("action", "by"),
    [
        (Action.PLAN_LEARNING_RESPONSE, {LEAD}),
        (Action.AGREE_ANOTHER_DATE, {LEAD}),
        (Action.ENGAGE_AFFECTED, {LEAD, INVESTIGATOR}),
        (Action.WRITE_LEARNING_RECORD, {LEAD, INVESTIGATOR}),
        (Action.SIGN_OFF_LEARNING_RESPONSE, {EXECUTIVE}),
        (Action.RECORD_OVERSIGHT, {TEAM}),
    ],
)
def test_each_step_is_its_own_roles(action: Action, by: set[Any]) -> None:
    ready = under_way(candour_undecided=False, learning_planned=True)
    allowed = {one for one in (LEAD, INVESTIGATOR, EXECUTIVE, TEAM) if decide(action, one, ready).allowed}
    assert allowed == by


def test_icb_closes_and_returns_nothing_under_psirf() -> None:
    theirs = roles_holding(Permission.ASSURE, Relation.LEAD_COMMISSIONER)
    assert theirs
    moving = [
        row.action
        for row in WORKFLOW[Framework.PSIRF].values()
        if row.permissions & {Permission.ASSURE, Permission.CLOSE}
        and any(source != target for source, target in row.moves.items())
    ]
    assert moving == []


# Telling


def told(action: Action, by: Any, before: Any, after: Any) -> set[tuple[NoticeKind, Relation | None]]:
    return {(row.kind, row.to) for row in tellings_of(action, by, before, after)}


def test_icb_hears_of_the_choice_and_the_signature_and_the_provider_of_oversight() -> None:
    reported, chosen = facts(framework=Framework.PSIRF), under_way(learning_missing=("x",))
    signed = facts(framework=Framework.PSIRF, status=Status.CLOSED)
    icb, provider = Relation.LEAD_COMMISSIONER, Relation.PROVIDER
    assert told(Action.CHOOSE_LEARNING_RESPONSE, LEAD, reported, chosen) == {(NoticeKind.LEARNING, icb)}
    assert told(Action.SIGN_OFF_LEARNING_RESPONSE, EXECUTIVE, chosen, signed) == {
        (NoticeKind.LEARNING, icb),
        (NoticeKind.LEARNING, provider),
        (NoticeKind.LEARNING, None),
    }
    assert told(Action.RECORD_OVERSIGHT, TEAM, chosen, chosen) == {(NoticeKind.ICB_ANSWERED, provider)}
    assert told(Action.PLAN_LEARNING_RESPONSE, LEAD, chosen, chosen) == set()


def test_executive_hears_once_when_nothing_but_the_signature_is_missing() -> None:
    writing = under_way(candour_undecided=False, learning_missing=("the findings",))
    written = under_way(candour_undecided=False)
    wanted = {(NoticeKind.DECISION_WANTED, Relation.PROVIDER)}
    assert told(Action.WRITE_LEARNING_RECORD, INVESTIGATOR, writing, written) == wanted
    assert told(Action.WRITE_LEARNING_RECORD, INVESTIGATOR, written, written) == set()
    assert told(Action.RECORD_CANDOUR, LEAD, under_way(), written) == wanted


# Oversight, reading together, words


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (("asks", "curiosity", "What do nights say?"), []),
        (("returns", "curiosity", "Again."), ["kind"]),
        (("asks", "", " "), ["mindset", "text"]),
        (("asks", "curiosity", "x" * 10_001), ["text"]),
    ],
)
def test_oversight_note_has_a_kind_a_principle_and_words(given: Any, wrong: list[str]) -> None:
    assert [problem.field for problem in oversight.problems_of_oversight(*given)] == wrong


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"response": "psii"}, "Only a thematic review"),
        ({"is_found": False}, "no such case"),
        ({"same_provider": False}, "no such case"),
        ({"is_same_case": True}, "this case itself"),
        ({"leads": "psii"}, "No thematic review"),
        ({"is_open": False}, "signed off"),
    ],
)
def test_only_a_thematic_review_reads_several_cases_of_one_provider(
    change: dict[str, Any], words: str
) -> None:
    known: dict[str, Any] = {
        "response": "thematic_review",
        "is_found": True,
        "is_same_case": False,
        "same_provider": True,
        "leads": "thematic_review",
        "is_open": True,
    }
    known |= change
    found = problem_with_reading_together(known.pop("response"), **known)
    assert words in found
    assert bool(found) == bool(words)


def test_nothing_that_psirf_shows_is_said_in_the_words_of_the_other_framework() -> None:
    psirf = Framework.PSIRF
    shown = [status_words(status, psirf) for status in {*_statuses()}]
    shown += [part_words(part, psirf) for part in Part if part is not Part.QUALITY_ASSURANCE]
    shown += [action_words(action, psirf) for action in WORKFLOW[psirf]]
    shown += [taken_words(action, psirf) for action in WORKFLOW[psirf]]
    shown += [row.label for row in DEADLINES[psirf]]
    shown += [row.label for form in RECORD_FORMS.values() for row in form]
    for words in shown:
        assert not [each for each in SIF_WORDS if each in words.lower()], words
    assert status_words(Status.INVESTIGATING, Framework.SIF_2015) == "Under investigation"
    both = status_in_any_framework(Status.INVESTIGATING)
    assert both == "Under investigation, or: Learning response under way"
    assert status_in_any_framework(Status.CLOSED) == "Closed"


def _statuses() -> set[Status]:
    rows = WORKFLOW[Framework.PSIRF].values()
    return {status for row in rows for status in {*row.moves, *row.moves.values()}}
