"""Who is told of what, row by row, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import grant_for
from sightline.policy.telling import (
    TELLINGS,
    TIMESCALE_TELLINGS,
    NoticeKind,
    say_timescales,
    tellings_of,
    told_ahead_until,
)
from sightline.policy.terms import Action, Relation, Status
from sightline.policy.workflow import WORKFLOW
from sightline.policy.working_days import ENGLAND_AND_WALES
from tests.policy.worlds import INVESTIGATOR, LEAD, TEAM, facts

PROVIDER, ICB = Relation.PROVIDER, Relation.LEAD_COMMISSIONER


def test_every_row_has_its_clause_and_people_who_hold_something_there() -> None:
    rows = [(row.clause, row.to, row.roles) for row in TELLINGS]
    rows += [(row.clause, row.to, row.roles) for row in TIMESCALE_TELLINGS]
    for clause, to, roles in rows:
        assert clause in CLAUSES
        for role in roles:
            assert to is not None
            assert grant_for(to, role) is not None, f"{role} at {to} sees no case"


def test_every_step_of_a_row_is_a_step_of_a_framework() -> None:
    steps = {action for table in WORKFLOW.values() for action in table}
    assert {action for row in TELLINGS for action in row.actions} <= steps


def test_sentences_fit_and_end() -> None:
    for row in TELLINGS:
        assert len(row.text) <= 200
        assert row.text.endswith(".")


def test_a_report_is_said_to_the_provider_and_a_declared_one_to_the_icb() -> None:
    reported, declared = facts(), facts(status=Status.DECLARED)
    assert told(Action.SEND_REPORT, LEAD, reported, reported) == [(NoticeKind.REPORT_ARRIVED, PROVIDER)]
    assert told(Action.DECLARE, LEAD, reported, declared) == [(NoticeKind.REPORT_ARRIVED, ICB)]


def test_a_decision_is_wanted_of_the_icb_and_its_answer_goes_back() -> None:
    sent, back = facts(status=Status.REPORT_SUBMITTED), facts(status=Status.RETURNED)
    assert told(Action.SUBMIT_REPORT, LEAD, sent, sent) == [(NoticeKind.DECISION_WANTED, ICB)]
    assert told(Action.RETURN_REPORT, TEAM, sent, back) == [
        (NoticeKind.ICB_ANSWERED, PROVIDER),
        (NoticeKind.ICB_ANSWERED, None),
    ]


def test_a_redacted_copy_is_said_to_who_looks_after_confidentiality_where_it_was_made() -> None:
    case = facts(status=Status.DECLARED)
    assert told(Action.MAKE_REDACTED_COPY, LEAD, case, case) == [(NoticeKind.DECISION_WANTED, PROVIDER)]
    assert told(Action.MAKE_REDACTED_COPY, TEAM, case, case) == [(NoticeKind.DECISION_WANTED, ICB)]


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_whoever_reported_in_confidence_is_told_nothing() -> None:
    back = facts(status=Status.CLOSED, reported_in_confidence=True)
    assert told(Action.CLOSE, TEAM, back, back) == [(NoticeKind.ICB_ANSWERED, PROVIDER)]
    unknown = facts(status=Status.CLOSED, reporter_id=None)
    assert told(Action.CLOSE, TEAM, unknown, unknown) == [(NoticeKind.ICB_ANSWERED, PROVIDER)]


def test_in_a_discussion_each_side_hears_of_the_other() -> None:
    before = facts(status=Status.DISCUSSING)
    asked = replace(before, provider_view="serious")
    both = replace(asked, commissioner_view="serious")
    assert told(Action.AGREE_IN_DISCUSSION, LEAD, before, asked) == [(NoticeKind.DECISION_WANTED, ICB)]
    assert told(Action.AGREE_IN_DISCUSSION, TEAM, asked, both) == [(NoticeKind.ICB_ANSWERED, PROVIDER)]
    agreeing = replace(before, commissioner_view="serious")
    assert told(Action.AGREE_IN_DISCUSSION, LEAD, agreeing, both) == [], (
        "both agree: nothing is wanted of the ICB"
    )


def test_the_executive_is_told_when_a_report_is_ready_and_not_at_each_saving() -> None:
    begun = facts(status=Status.INVESTIGATING, report_missing=("the causes",))
    ready = replace(begun, report_missing=())
    assert told(Action.WRITE_REPORT, INVESTIGATOR, begun, begun) == []
    assert told(Action.WRITE_REPORT, INVESTIGATOR, begun, ready) == [(NoticeKind.DECISION_WANTED, PROVIDER)]
    assert told(Action.WRITE_REPORT, INVESTIGATOR, ready, ready) == []


def test_a_practice_is_told_of_what_the_icb_keyed() -> None:
    before, after = facts(), facts(status=Status.DECLARED, keyed_by_commissioner=True, keyed_unconfirmed=True)
    assert (NoticeKind.DECISION_WANTED, PROVIDER) in told(Action.DECLARE, TEAM, before, after)


@pytest.mark.parametrize(
    ("today", "until"),
    [
        pytest.param(date(2026, 11, 26), date(2026, 11, 27), id="a Thursday"),
        pytest.param(date(2026, 11, 27), date(2026, 11, 30), id="a Friday"),
        pytest.param(date(2026, 11, 28), date(2026, 11, 30), id="a Saturday"),
        pytest.param(
            date(2026, 12, 24), date(2026, 12, 29), id="Christmas Eve, with a substitute day on Monday"
        ),
    ],
)
def test_what_falls_due_is_said_on_the_last_working_day_before(today: date, until: date) -> None:
    assert told_ahead_until(today, ENGLAND_AND_WALES) == until


def test_what_is_due_is_said_in_one_sentence_and_many_are_counted() -> None:
    day, kinds = date(2026, 11, 27), list(DeadlineKind)
    assert say_timescales(NoticeKind.DUE_SOON, kinds[2:3], day) == (
        "Acknowledgement by the ICB: due on Friday 27 November 2026."
    )
    assert say_timescales(NoticeKind.OVERDUE, kinds, day) == (
        f"{len(kinds)} timescales: due on Friday 27 November 2026 and not done."
    )
    for many in (1, 2, len(kinds)):
        assert len(say_timescales(NoticeKind.OVERDUE, kinds[-many:], day)) <= 200


def told(
    action: Action, by: Actor, before: IncidentFacts, after: IncidentFacts
) -> list[tuple[NoticeKind, Relation | None]]:
    return [(row.kind, row.to) for row in tellings_of(action, by, before, after)]
