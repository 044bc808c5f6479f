"""Each timescale from its facts: what starts it, how long, what ends it, and whose it is."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.deadlines import (
    DEADLINES,
    ClockFacts,
    ClockStop,
    DeadlineKind,
    Due,
    Extension,
    ReportRound,
    Standing,
    Tag,
    Unit,
    due_dates,
    state_of,
)
from sightline.policy.terms import Framework, Relation
from sightline.policy.working_days import ENGLAND_AND_WALES, LateHoliday

K = DeadlineKind


def at(text: str) -> datetime:
    """Noon UTC of a day, or a moment written out."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


#: Reported and identified on Friday 27 March 2026, before Easter; declared the Monday after.
DECLARED = ClockFacts(
    framework=Framework.SIF_2015,
    reported_at=at("2026-03-27"),
    identified_at=at("2026-03-27"),
    declared_at=at("2026-03-30"),
    level=2,
)


def only(facts: ClockFacts, kind: DeadlineKind) -> Due:
    """The one running of a timescale; fails when there is none or more than one."""
    (due,) = [each for each in due_dates(facts) if each.kind == kind]
    return due


def rounds(facts: ClockFacts, kind: DeadlineKind) -> list[Due]:
    return [each for each in due_dates(facts) if each.kind == kind]


@pytest.mark.parametrize(
    ("kind", "length", "unit", "owner", "tag"),
    [
        (K.REPORT_TO_ICB, 2, Unit.WORKING_DAYS, Relation.PROVIDER, Tag.NATIONAL),
        (K.URGENT_CONTACT, 0, Unit.IMMEDIATELY, Relation.PROVIDER, Tag.NATIONAL),
        (K.ACKNOWLEDGE, 2, Unit.WORKING_DAYS, Relation.LEAD_COMMISSIONER, Tag.LOCAL_DEFAULT),
        (K.INITIAL_REVIEW, 3, Unit.WORKING_DAYS, Relation.PROVIDER, Tag.NATIONAL),
        (K.ANSWER_INITIAL_REVIEW, 3, Unit.WORKING_DAYS, Relation.LEAD_COMMISSIONER, Tag.LOCAL_DEFAULT),
        (K.FINAL_REPORT, 60, Unit.WORKING_DAYS, Relation.PROVIDER, Tag.NATIONAL),
        (K.INDEPENDENT_REPORT, 6, Unit.MONTHS, Relation.LEAD_COMMISSIONER, Tag.NATIONAL),
        (K.ACKNOWLEDGE_REPORT, 2, Unit.WORKING_DAYS, Relation.LEAD_COMMISSIONER, Tag.LOCAL_DEFAULT),
        (K.FEEDBACK_ON_REPORT, 20, Unit.CALENDAR_DAYS, Relation.LEAD_COMMISSIONER, Tag.NATIONAL),
        (K.RESUBMISSION, 10, Unit.WORKING_DAYS, Relation.PROVIDER, Tag.LOCAL_DEFAULT),
        (K.CANDOUR_NOTIFICATION, 10, Unit.WORKING_DAYS, Relation.PROVIDER, Tag.LOCAL_DEFAULT),
        (K.CANDOUR_LETTER, 10, Unit.WORKING_DAYS, Relation.PROVIDER, Tag.LOCAL_DEFAULT),
    ],
)
def test_row_says_who_has_how_long_and_on_whose_word(
    kind: DeadlineKind, length: int, unit: Unit, owner: Relation, tag: Tag
) -> None:
    (row,) = [each for each in DEADLINES[Framework.SIF_2015] if each.kind == kind]
    assert (row.length, row.unit, row.owner, row.tag) == (length, unit, owner, tag)


def test_every_kind_has_one_row_a_clause_a_source_and_a_fact_that_exists() -> None:
    rows = (*DEADLINES[Framework.SIF_2015], DEADLINES[Framework.PSIRF][0])
    # Limits to tell other bodies are rules of ``external_bodies``; lists know all of them by one kind.
    assert sorted(row.kind for row in rows) == sorted(set(DeadlineKind) - {K.OTHER_BODIES})
    assert {row.kind for row in rows if row.outlasts_case} == {K.CANDOUR_NOTIFICATION, K.CANDOUR_LETTER}
    assert {row.kind for row in rows if row.stops} == {K.FINAL_REPORT, K.INDEPENDENT_REPORT, K.RESUBMISSION}
    names = {field.name for field in fields(ClockFacts)}
    for row in rows:
        assert row.clause in CLAUSES, row.kind
        assert row.starts_at_fact in names, row.kind
        assert row.source
        assert row.counted_from


def test_rule_reads_as_a_sentence() -> None:
    rules = {row.kind: row.rule for row in DEADLINES[Framework.SIF_2015]}
    assert rules[K.INITIAL_REVIEW] == "3 working days from when it was identified"
    assert rules[K.INDEPENDENT_REPORT] == "6 months from when the investigation was commissioned"


@pytest.mark.clause("1.1b", facet="reporting to the ICB has a timescale")
@pytest.mark.clause("1.1b", facet="the 72-hour review has a timescale")
@pytest.mark.clause("4.3a", facet="what the provider owes has a timescale")
def test_reporting_and_the_72_hour_review_run_from_identification_not_from_the_event_or_the_report() -> None:
    facts = replace(DECLARED, reported_at=at("2026-03-20"))
    assert only(facts, K.REPORT_TO_ICB).due_on == day("2026-03-31")
    assert only(facts, K.INITIAL_REVIEW).due_on == day("2026-04-01")


@pytest.mark.clause("1.1b", facet="reporting to the ICB has a timescale")
def test_identified_on_saturday_counts_from_monday() -> None:
    facts = replace(DECLARED, identified_at=at("2026-03-28"), declared_at=None)
    assert only(facts, K.REPORT_TO_ICB).due_on == day("2026-03-31")
    assert only(facts, K.INITIAL_REVIEW).due_on == day("2026-04-01")


def test_identified_at_half_past_midnight_in_summer_belongs_to_that_day_in_london() -> None:
    facts = replace(DECLARED, identified_at=at("2026-06-30T23:30"))
    assert only(facts, K.REPORT_TO_ICB).started_on == day("2026-07-01")


def test_a_case_discussed_with_the_icb_is_reported_from_when_both_agreed() -> None:
    discussed = replace(DECLARED, discussion_requested_at=at("2026-03-27"), declared_at=None)
    assert not rounds(discussed, K.REPORT_TO_ICB)
    assert not rounds(discussed, K.INITIAL_REVIEW)
    # Declared without waiting for both views: it counts from identification again.
    assert only(replace(discussed, declared_at=at("2026-04-02")), K.REPORT_TO_ICB).due_on == day("2026-03-31")
    agreed = replace(discussed, agreed_in_discussion_at=at("2026-04-02"))
    assert only(agreed, K.REPORT_TO_ICB).due_on == day("2026-04-08")
    assert only(agreed, K.INITIAL_REVIEW).started_on == day("2026-03-27")


def test_declaring_is_what_reports_it() -> None:
    assert only(DECLARED, K.REPORT_TO_ICB).done_at == at("2026-03-30")


def test_urgent_contact_is_asked_only_of_what_is_urgent_and_at_once() -> None:
    assert not rounds(DECLARED, K.URGENT_CONTACT)
    urgent = only(replace(DECLARED, urgent=True), K.URGENT_CONTACT)
    assert urgent.due_on == day("2026-03-27")
    assert state_of(urgent, at("2026-03-28")).standing is Standing.OVERDUE


def test_urgent_contact_is_done_when_made_or_at_latest_when_the_icb_acknowledges() -> None:
    urgent = replace(DECLARED, urgent=True, acknowledged_at=at("2026-03-31"))
    assert only(urgent, K.URGENT_CONTACT).done_at == at("2026-03-31")
    assert only(replace(urgent, urgent_contact_at=at("2026-03-27T13:00")), K.URGENT_CONTACT).done_at == at(
        "2026-03-27T13:00"
    )


@pytest.mark.clause("4.3a", facet="what the ICB owes has a timescale")
def test_the_icb_acknowledges_within_two_working_days_of_declaration() -> None:
    acknowledge = only(DECLARED, K.ACKNOWLEDGE)
    assert acknowledge.due_on == day("2026-04-01")
    assert acknowledge.is_running
    assert not only(replace(DECLARED, acknowledged_at=at("2026-03-31")), K.ACKNOWLEDGE).is_running


@pytest.mark.clause("4.3a", facet="what the ICB owes has a timescale")
def test_the_icb_answers_each_72_hour_review_and_the_first_one_meets_the_providers_own() -> None:
    facts = replace(
        DECLARED,
        initial_review_rounds=((at("2026-04-01"), at("2026-04-02")), (at("2026-04-10"), None)),
    )
    assert only(facts, K.INITIAL_REVIEW).done_at == at("2026-04-01")
    first, second = rounds(facts, K.ANSWER_INITIAL_REVIEW)
    assert (first.round, first.due_on, first.is_running) == (1, day("2026-04-08"), False)
    assert (second.round, second.due_on, second.is_running) == (2, day("2026-04-15"), True)


@pytest.mark.clause("1.1b", facet="the final report has a timescale")
@pytest.mark.clause("4.3a", facet="what the provider owes has a timescale")
def test_final_report_is_due_60_working_days_from_declaration() -> None:
    assert only(replace(DECLARED, declared_at=at("2026-03-27")), K.FINAL_REPORT).due_on == day("2026-06-25")
    assert not rounds(replace(DECLARED, declared_at=None), K.FINAL_REPORT)


@pytest.mark.parametrize("level", [None, 1, 2])
def test_60_days_are_the_same_at_level_1_and_2_and_before_a_level_is_agreed(level: int | None) -> None:
    report = only(replace(DECLARED, level=level), K.FINAL_REPORT)
    assert (report.started_on, report.due_on) == (day("2026-03-30"), day("2026-06-26"))


@pytest.mark.clause("1.1b", facet="the final report has a timescale")
def test_level_3_runs_six_months_from_commissioning_and_the_internal_date_stays_in_sight() -> None:
    level_3 = replace(DECLARED, level=3)
    assert only(level_3, K.FINAL_REPORT).is_running
    assert not rounds(level_3, K.INDEPENDENT_REPORT)
    commissioned = replace(level_3, commissioned_on=day("2026-08-31"))
    assert only(commissioned, K.INDEPENDENT_REPORT).due_on == day("2027-02-28")
    internal = only(commissioned, K.FINAL_REPORT)
    assert internal.due_on == day("2026-06-26")
    assert internal.set_aside == "an independent investigation was commissioned on Monday 31 August 2026"
    assert not internal.is_running


def test_a_report_sent_before_the_independent_investigation_is_the_internal_one() -> None:
    facts = replace(
        DECLARED,
        level=3,
        commissioned_on=day("2026-08-31"),
        report_rounds=(ReportRound(at("2026-06-20")), ReportRound(at("2027-01-05"))),
    )
    assert only(facts, K.FINAL_REPORT).done_at == at("2026-06-20")
    assert only(facts, K.INDEPENDENT_REPORT).done_at == at("2027-01-05")


def test_a_report_of_the_day_of_commissioning_is_of_the_independent_investigation() -> None:
    facts = replace(
        DECLARED, level=3, commissioned_on=day("2026-08-31"), report_rounds=(ReportRound(at("2026-08-31")),)
    )
    assert only(facts, K.INDEPENDENT_REPORT).done_at == at("2026-08-31")
    assert only(facts, K.FINAL_REPORT).done_at is None


def test_at_level_2_again_the_report_is_the_internal_one() -> None:
    facts = replace(
        DECLARED, commissioned_on=day("2026-04-30"), report_rounds=(ReportRound(at("2026-06-20")),)
    )
    assert only(facts, K.FINAL_REPORT).done_at == at("2026-06-20")
    assert not rounds(facts, K.INDEPENDENT_REPORT)


def test_what_another_body_investigates_sets_the_final_report_aside_and_nothing_else() -> None:
    facts = replace(DECLARED, investigated_elsewhere=True)
    assert only(facts, K.FINAL_REPORT).set_aside == "investigated by another body"
    assert [due.kind for due in due_dates(facts) if due.set_aside] == [K.FINAL_REPORT]
    assert {due.set_aside for due in due_dates(DECLARED)} == {""}
    assert only(facts, K.CANDOUR_NOTIFICATION).is_running


RETURNED_ONCE = replace(
    DECLARED,
    report_rounds=(
        ReportRound(
            at("2026-06-26"), began_at=at("2026-06-29"), ended_at=at("2026-07-10"), was_returned=True
        ),
        ReportRound(at("2026-07-20")),
    ),
)


@pytest.mark.clause("4.3d", facet="feedback is due in 20 calendar days")
def test_feedback_is_due_in_20_calendar_days_not_rolled_and_starts_anew_with_each_report() -> None:
    first, second = rounds(RETURNED_ONCE, K.FEEDBACK_ON_REPORT)
    assert (first.due_on, first.done_at) == (day("2026-07-16"), at("2026-07-10"))
    # A Sunday: calendar days are never moved to a working day.
    assert second.due_on == day("2026-08-09")
    assert second.due_on.strftime("%A") == "Sunday"
    assert (second.round, second.is_running) == (2, True)


@pytest.mark.clause("4.3a", facet="what the ICB owes has a timescale")
def test_each_report_is_acknowledged_within_two_working_days_of_receipt() -> None:
    first, second = rounds(RETURNED_ONCE, K.ACKNOWLEDGE_REPORT)
    assert (first.due_on, first.done_at) == (day("2026-06-30"), at("2026-06-29"))
    assert (second.due_on, second.done_at) == (day("2026-07-22"), None)


def test_a_returned_report_is_due_again_in_10_working_days_or_when_agreed() -> None:
    again = only(RETURNED_ONCE, K.RESUBMISSION)
    assert (again.due_on, again.done_at, again.round) == (day("2026-07-24"), at("2026-07-20"), 1)
    agreed = replace(
        RETURNED_ONCE,
        report_rounds=(replace(RETURNED_ONCE.report_rounds[0], resubmit_by=day("2026-08-07")),),
    )
    agreed_date = only(agreed, K.RESUBMISSION)
    assert (agreed_date.original_due_on, agreed_date.due_on) == (day("2026-08-07"), day("2026-08-07"))
    assert agreed_date.rule == "by Friday 7 August 2026, as agreed with the ICB"
    assert agreed_date.is_running


def test_a_report_that_was_accepted_is_not_due_again() -> None:
    accepted = replace(DECLARED, report_rounds=(ReportRound(at("2026-06-26"), ended_at=at("2026-07-10")),))
    assert not rounds(accepted, K.RESUBMISSION)
    assert only(accepted, K.ACKNOWLEDGE_REPORT).done_at == at("2026-07-10")


@pytest.mark.clause("3.1b", facet="telling them is held to a timescale")
@pytest.mark.parametrize("applies", [True, None])
def test_the_person_is_told_within_10_working_days_of_the_local_report(applies: bool | None) -> None:
    facts = replace(DECLARED, candour_applies=applies)
    assert only(facts, K.CANDOUR_NOTIFICATION).due_on == day("2026-04-14")
    assert not rounds(facts, K.CANDOUR_LETTER)


def test_the_letter_follows_within_10_working_days_of_the_conversation() -> None:
    facts = replace(DECLARED, candour_applies=True, candour_notified_at=at("2026-04-02"))
    assert only(facts, K.CANDOUR_NOTIFICATION).done_at == at("2026-04-02")
    assert only(facts, K.CANDOUR_LETTER).due_on == day("2026-04-20")


def test_no_letter_is_due_where_none_is_owed_and_one_that_was_sent_stays_in_sight() -> None:
    facts = replace(
        DECLARED, candour_applies=True, candour_notified_at=at("2026-04-02"), candour_letter_owed=False
    )
    assert not rounds(facts, K.CANDOUR_LETTER)
    sent = replace(facts, candour_letter_at=at("2026-04-10"))
    assert only(sent, K.CANDOUR_LETTER).done_at == at("2026-04-10")


def test_no_candour_timescale_where_the_duty_does_not_apply() -> None:
    facts = replace(DECLARED, candour_applies=False, candour_notified_at=at("2026-04-02"))
    assert not rounds(facts, K.CANDOUR_NOTIFICATION)
    assert not rounds(facts, K.CANDOUR_LETTER)


def test_downgrading_ends_what_runs_except_candour() -> None:
    facts = replace(
        DECLARED, downgraded_at=at("2026-04-20"), candour_applies=True, acknowledged_at=at("2026-03-31")
    )
    after = at("2026-05-01")
    assert state_of(only(facts, K.FINAL_REPORT), after).standing is Standing.ENDED
    assert state_of(only(facts, K.ACKNOWLEDGE), after).standing is Standing.DONE_IN_TIME
    assert only(facts, K.FINAL_REPORT).ended_because == "downgraded"
    assert only(facts, K.CANDOUR_NOTIFICATION).is_running
    reopened = replace(facts, downgraded_at=None)
    assert only(reopened, K.FINAL_REPORT) == only(DECLARED, K.FINAL_REPORT)


@pytest.mark.parametrize(("applies", "runs"), [(True, True), (None, False)])
def test_not_serious_leaves_only_a_duty_of_candour_known_to_apply(applies: bool | None, runs: bool) -> None:
    facts = replace(DECLARED, declared_at=None, not_serious_at=at("2026-03-30"), candour_applies=applies)
    assert only(facts, K.CANDOUR_NOTIFICATION).is_running is runs
    assert not only(facts, K.REPORT_TO_ICB).is_running


def test_closing_ends_what_was_left_and_merging_ends_candour_too() -> None:
    closed = replace(DECLARED, closed_at=at("2026-07-01"))
    assert only(closed, K.FINAL_REPORT).ended_because == "closed"
    merged = replace(closed, merged_at=at("2026-04-01"), candour_applies=True)
    assert {due.ended_because for due in due_dates(merged) if due.done_at is None} == {
        "merged into another record"
    }


def test_extension_and_stop_reach_the_report_and_never_candour_or_reporting() -> None:
    facts = replace(
        DECLARED,
        declared_at=None,
        stops=(ClockStop(day("2026-03-27"), day("2026-04-27")),),
        candour_applies=True,
    )
    assert only(facts, K.REPORT_TO_ICB).due_on == day("2026-03-31")
    assert only(facts, K.INITIAL_REVIEW).due_on == day("2026-04-01")
    assert only(facts, K.CANDOUR_NOTIFICATION).due_on == day("2026-04-14")
    stopped = replace(DECLARED, stops=(ClockStop(day("2026-04-01"), day("2026-04-09")),))
    # 2 to 9 April holds four working days: Easter is not counted twice.
    assert only(stopped, K.FINAL_REPORT).due_on == day("2026-07-02")


def test_an_extension_is_for_its_own_timescale_and_round() -> None:
    facts = replace(
        RETURNED_ONCE,
        extensions=(Extension(K.FEEDBACK_ON_REPORT, day("2026-08-20"), at("2026-08-01"), round=2),),
    )
    first, second = rounds(facts, K.FEEDBACK_ON_REPORT)
    assert (first.due_on, second.due_on) == (day("2026-07-16"), day("2026-08-20"))
    assert second.original_due_on == day("2026-08-09")
    assert only(facts, K.FINAL_REPORT).due_on == only(RETURNED_ONCE, K.FINAL_REPORT).due_on


def test_a_locally_agreed_length_changes_the_date_and_the_words_and_nothing_else() -> None:
    local = only(replace(DECLARED, lengths={K.INITIAL_REVIEW: 2}), K.INITIAL_REVIEW)
    assert (local.due_on, local.rule) == (day("2026-03-31"), "2 working days from when it was identified")
    assert local.started_on == only(DECLARED, K.INITIAL_REVIEW).started_on
    assert only(replace(DECLARED, lengths={K.INITIAL_REVIEW: 1}), K.INITIAL_REVIEW).due_on == day(
        "2026-03-30"
    )
    with pytest.raises(ValueError, match="at least 1"):
        due_dates(replace(DECLARED, lengths={K.INITIAL_REVIEW: 0}))


@pytest.mark.clause("5.2.2")
def test_under_psirf_only_the_duty_of_candour_has_timescales() -> None:
    facts = replace(
        RETURNED_ONCE, framework=Framework.PSIRF, urgent=True, candour_notified_at=at("2026-04-02")
    )
    dues = due_dates(facts)
    assert [due.kind for due in dues] == [K.CANDOUR_NOTIFICATION, K.CANDOUR_LETTER]
    assert {due.deadline.framework for due in dues} == {Framework.PSIRF}


def test_nothing_runs_before_anything_has_happened() -> None:
    assert due_dates(ClockFacts(framework=Framework.SIF_2015)) == ()


def test_a_due_date_past_the_last_known_holidays_is_given_and_warned_of() -> None:
    far = replace(DECLARED, declared_at=at("2028-11-20"), identified_at=at("2028-11-20"))
    report = only(far, K.FINAL_REPORT)
    assert report.due_on.year == 2029
    assert report.beyond_calendar
    assert not only(far, K.INITIAL_REVIEW).beyond_calendar
    # Calendar days and months need no holidays.
    assert not only(
        replace(far, level=3, commissioned_on=day("2028-11-20")), K.INDEPENDENT_REPORT
    ).beyond_calendar


def test_each_row_stands_under_its_own_framework() -> None:
    for framework, rows in DEADLINES.items():
        assert {row.framework for row in rows} == {framework}


@pytest.mark.parametrize(
    ("known_of_it", "due_on"),
    [
        # The bank holiday was proclaimed before it was sent, so that it counted when it was judged.
        ("2026-03-29", "2026-04-02"),
        ("2026-04-02", "2026-04-01"),
    ],
)
def test_a_review_sent_stays_judged_by_the_holidays_known_when_it_was_sent(
    known_of_it: str, due_on: str
) -> None:
    calendar = ENGLAND_AND_WALES.with_late([LateHoliday(day("2026-03-30"), added_at=at(known_of_it))])
    sent = replace(DECLARED, calendar=calendar, initial_review_rounds=((at("2026-04-01"), None),))
    assert only(sent, K.INITIAL_REVIEW).due_on == day(due_on)
    closed = replace(DECLARED, calendar=calendar, closed_at=at("2026-04-01"))
    assert only(closed, K.INITIAL_REVIEW).due_on == day(due_on)
    running = replace(DECLARED, calendar=calendar)
    assert only(running, K.INITIAL_REVIEW).due_on == day("2026-04-02")
