"""The same facts under other rules: what is known is reckoned, and what nobody recorded is unknown, never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sightline.policy.clock_facts import ClockFacts, DeadlineKind, ReportRound
from sightline.policy.deadlines import DEADLINES, due_dates
from sightline.policy.lengths import Unit
from sightline.policy.replaying import (
    OtherRules,
    Required,
    Verdict,
    changes,
    read_length,
    response_required,
    told_of,
    told_under,
    with_rules,
)
from sightline.policy.required_responses import ResponseFacts
from sightline.policy.terms import Framework
from sightline.policy.working_days import ENGLAND_AND_WALES, LateHoliday

K, V = DeadlineKind, Verdict
SIF, PSIRF = Framework.SIF_2015, Framework.PSIRF
#: A Thursday, long enough before ``NOW``.
BEGAN = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def facts(**changed: Any) -> ClockFacts:
    """Declared and reported on in time: the final report came on Wednesday 1 July, its last day."""
    known: dict[str, Any] = {
        "framework": SIF,
        "identified_at": BEGAN,
        "reported_at": BEGAN,
        "declared_at": BEGAN,
        "acknowledged_at": BEGAN + timedelta(hours=3),
        "initial_review_rounds": ((BEGAN + timedelta(days=5), BEGAN + timedelta(days=6)),),
        "report_rounds": (ReportRound(datetime(2026, 7, 1, 12, tzinfo=UTC)),),
        "candour_applies": True,
        "candour_notified_at": BEGAN + timedelta(days=1),
    }
    return ClockFacts(**{**known, **changed})


def under(given: ClockFacts, framework: Framework, *, never_event: bool = False, **lengths: int) -> Any:
    other = with_rules(given, framework, {K(name): number for name, number in lengths.items()})
    return told_under(given, other, is_never_event=never_event, now=NOW)


def test_under_the_same_rules_nothing_differs() -> None:
    given = facts()
    assert changes(told_of(given, now=NOW), under(given, SIF)) == ()


def test_a_shorter_length_says_what_would_have_been_missed() -> None:
    given = facts()
    (change,) = changes(told_of(given, now=NOW), under(given, SIF, final_report=45))
    assert (change.kind, change.before.verdict, change.after.verdict) == (
        K.FINAL_REPORT,
        V.MET,
        V.DONE_OVERDUE,
    )
    assert (change.before.due_on, change.after.due_on) == (date(2026, 7, 1), date(2026, 6, 10))
    assert change.words == "due 21 days earlier; met in time, would be done overdue"


@pytest.mark.clause("5.2.2")
def test_under_psirf_only_candour_has_a_limit() -> None:
    after = under(facts(), PSIRF)
    assert {kind for kind, _ in after} == {K.CANDOUR_NOTIFICATION, K.CANDOUR_LETTER}
    gone = [change for change in changes(told_of(facts(), now=NOW), after) if change.after.verdict is V.NONE]
    assert {change.kind for change in gone} >= {K.REPORT_TO_ICB, K.INITIAL_REVIEW, K.FINAL_REPORT}
    assert {change.words for change in gone} == {"has no limit under those rules"}


def test_what_rested_on_not_serious_is_unknown_under_psirf() -> None:
    given = facts(
        identified_at=None,
        declared_at=None,
        acknowledged_at=None,
        initial_review_rounds=(),
        report_rounds=(),
        candour_applies=None,
        candour_notified_at=None,
        not_serious_at=BEGAN + timedelta(days=2),
    )
    told = under(given, PSIRF)[K.CANDOUR_NOTIFICATION, 1]
    assert told.verdict is V.UNKNOWN
    assert told.words.startswith("unknown: whether the Duty of Candour applies was not decided")
    decided = under(replace(given, candour_applies=False), PSIRF)
    assert decided == {}


PSIRF_CASE = ClockFacts(
    framework=PSIRF,
    identified_at=BEGAN,
    reported_at=BEGAN,
    candour_applies=True,
    candour_notified_at=BEGAN + timedelta(days=1),
    closed_at=BEGAN + timedelta(days=60),
)


@pytest.mark.clause("5.2.2")
def test_back_to_the_2015_framework_what_nobody_was_asked_is_unknown() -> None:
    after = under(PSIRF_CASE, SIF)
    unknown = {kind for (kind, _), told in after.items() if told.verdict is V.UNKNOWN}
    assert unknown == {row.kind for row in DEADLINES[SIF]} - {
        *(K.URGENT_CONTACT, K.CANDOUR_NOTIFICATION, K.CANDOUR_LETTER)
    }
    for kind in unknown:
        assert after[kind, 1].due_on is None
        assert after[kind, 1].words.startswith("unknown: ")
    # Told the next day: the same under both.
    assert after[K.CANDOUR_NOTIFICATION, 1].verdict is V.MET


def test_a_never_event_would_start_and_whether_it_was_met_is_unknown() -> None:
    after = under(replace(PSIRF_CASE, urgent=True), SIF, never_event=True)
    for kind, due_on in (
        (K.REPORT_TO_ICB, date(2026, 4, 8)),
        (K.INITIAL_REVIEW, date(2026, 4, 9)),
        (K.URGENT_CONTACT, date(2026, 4, 2)),
    ):
        told = after[kind, 1]
        assert (told.verdict, told.due_on) == (V.UNKNOWN, due_on)
        assert "as a Never Event" in told.words
    assert after[K.FINAL_REPORT, 1].words == "unknown: nothing is declared under PSIRF"


@pytest.mark.parametrize(
    ("given", "required", "words"),
    [
        (
            ResponseFacts(never_event=True, died=False),
            Required.YES,
            "nationally required: Patient safety incident investigation (PSII): a Never Event",
        ),
        (
            ResponseFacts(never_event=False, died=True),
            Required.UNKNOWN,
            "more likely than not to be due to problems in care",
        ),
        (
            ResponseFacts(never_event=False, died=True, detained=True),
            Required.UNKNOWN,
            "the death of someone detained",
        ),
        (
            ResponseFacts(never_event=False, died=True, under_18=True, death_due_to_care=False),
            Required.YES,
            "Child Death Overview Panel: the death of a child",
        ),
        (
            ResponseFacts(
                never_event=False,
                died=True,
                detained=False,
                death_due_to_care=False,
                death_linked_to_care=False,
                under_18=False,
            ),
            Required.PLAN,
            "the provider’s plan decides; not recorded whether it goes to LeDeR",
        ),
        (ResponseFacts(never_event=False, died=False, detained=True), Required.PLAN, "plan decides"),
        (ResponseFacts(), Required.UNKNOWN, "for a Never Event"),
    ],
)
def test_which_response_is_nationally_required(given: ResponseFacts, required: Required, words: str) -> None:
    found = response_required(given)
    assert found.required is required
    assert words in found.words


def test_a_length_is_read_in_the_unit_of_its_rule() -> None:
    assert read_length("final_report=45 working days") == (K.FINAL_REPORT, 45)
    assert read_length(" feedback-on-report = 15 calendar days") == (K.FEEDBACK_ON_REPORT, 15)
    assert OtherRules(PSIRF, {K.FINAL_REPORT: 45}).in_words.endswith("Final report within 45 working days")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lunch=1 hours", "is no timescale. Choose from: report_to_icb"),
        ("urgent_contact=1 working days", "is no timescale"),
        ("final_report=45 calendar days", "is counted in working days, which is part of the rule"),
        ("final_report=45", "is not a length"),
        ("final_report=0 working days", "at least 1"),
        ("final_report", "is not a length"),
    ],
)
def test_a_length_that_cannot_be_is_said(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_length(text)


# A bank holiday added or withdrawn late


def test_a_holiday_counts_for_what_is_not_done_when_it_is_added() -> None:
    """Tuesday 7 April 2026 is proclaimed a holiday; nobody types it in until the 20th."""
    typed = datetime(2026, 4, 20, 9, tzinfo=UTC)
    late = ENGLAND_AND_WALES.with_late([LateHoliday(date(2026, 4, 7), typed)])
    told, sent = BEGAN + timedelta(hours=1), BEGAN + timedelta(days=7)
    given = facts(
        calendar=late,
        acknowledged_at=told,
        initial_review_rounds=((sent, None),),
        candour_notified_at=None,
        report_rounds=(),
    )
    dues = {due.kind: due for due in due_dates(given)}
    # Sent on the 9th, and due on the 9th: judged before the holiday was known, it stays so.
    assert dues[K.INITIAL_REVIEW].due_on == date(2026, 4, 9)
    # What runs is moved by a day.
    assert dues[K.FINAL_REPORT].due_on == date(2026, 7, 2)
    in_time = ENGLAND_AND_WALES.with_late([LateHoliday(date(2026, 4, 7), BEGAN)])
    known = {due.kind: due for due in due_dates(replace(given, calendar=in_time))}
    assert known[K.INITIAL_REVIEW].due_on == date(2026, 4, 10)
    withdrawn = ENGLAND_AND_WALES.with_late(
        [LateHoliday(date(2026, 4, 7), BEGAN, withdrawn_at=datetime(2026, 5, 1, tzinfo=UTC))]
    )
    back = {due.kind: due for due in due_dates(replace(given, calendar=withdrawn))}
    assert back[K.INITIAL_REVIEW].due_on == date(2026, 4, 10)
    assert back[K.FINAL_REPORT].due_on == date(2026, 7, 1)


def test_every_rule_in_days_can_be_given_another_length() -> None:
    for rows in DEADLINES.values():
        for row in rows:
            assert (row.unit in (Unit.IMMEDIATELY, Unit.AGREED)) != bool(row.length)
