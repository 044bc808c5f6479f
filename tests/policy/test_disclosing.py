"""What is asked before a case is shared or disclosed, by kind; when it is owed, when it ends, where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.caldicott import PRINCIPLES
from sightline.policy.disclosing import (
    DISCLOSABLE,
    Asked,
    DisclosureState,
    Standing,
    due_on,
    needs_approval,
    parts_for_kind,
    problems_of_disclosure,
    state_on,
)
from sightline.policy.disclosure_kinds import KINDS, DisclosureKind
from sightline.policy.local_default_rows import figure_on
from sightline.policy.permissions import GRANTS, OPENABLE
from sightline.policy.terms import Part, Permission, Relation
from sightline.policy.working_days import ENGLAND_AND_WALES, LONDON, end_of_day

TODAY = date(2026, 11, 16)
K = DisclosureKind
YES = {row.code: "yes" for row in PRINCIPLES}
WHOLE = Asked(
    kind=K.REGION,
    has_recipient=True,
    parts=frozenset({Part.SUMMARY, Part.NARRATIVE}),
    purpose="The region follows deaths of this kind.",
    subject="living",
    identifies=False,
    article_6="6_1_e",
    article_9="9_2_h",
    confidentiality="nobody",
    caldicott=YES,
    expires_on=date(2027, 1, 31),
    method="secure_email",
    request_reference="REQ 1",
    requested_on=date(2026, 11, 2),
    provider_reference="W123",
    legal_power="Schedule 2, paragraph 2",
)


def fields(asked: Asked) -> set[str]:
    return {problem.field for problem in problems_of_disclosure(asked, today=TODAY, longest_months=12)}


@pytest.mark.parametrize("kind", list(K))
def test_each_kind_with_everything_asked_can_be_proposed(kind: DisclosureKind) -> None:
    assert fields(replace(WHOLE, kind=kind)) == set()


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (K.RESPONSIBLE_COMMISSIONER, set()),
        (K.REGION, set()),
        (K.REGULATOR, set()),
        (K.PROVIDER, set()),
        (K.SURVEILLANCE_GROUP, set()),
        (K.CORONER, {"request_reference", "requested_on"}),
        (K.POLICE, {"request_reference", "requested_on", "legal_power"}),
        (K.CQC, {"request_reference", "requested_on"}),
        (K.FREEDOM_OF_INFORMATION, {"request_reference", "requested_on", "provider_reference"}),
        (K.SUBJECT_ACCESS, {"request_reference", "requested_on", "provider_reference"}),
        (K.INQUIRY, {"request_reference", "requested_on"}),
    ],
)
def test_each_kind_asks_for_its_own(kind: DisclosureKind, wanted: set[str]) -> None:
    bare = replace(
        WHOLE, kind=kind, request_reference=" ", requested_on=None, provider_reference="", legal_power=""
    )
    assert fields(bare) == wanted


@pytest.mark.clause("11.1a", facet="each sharing has its lawful basis")
@pytest.mark.parametrize("field", ["article_6", "article_9", "confidentiality", "subject", "purpose"])
def test_nothing_goes_without_its_lawful_basis_its_purpose_and_whom_it_is_about(field: str) -> None:
    changes: dict[str, Any] = {field: ""}
    assert fields(replace(WHOLE, **changes)) == {field}


@pytest.mark.clause("11.1a", facet="each sharing has its lawful basis")
def test_of_the_dead_the_law_of_confidentiality_is_asked_and_uk_gdpr_is_not() -> None:
    died = replace(WHOLE, subject="died", article_6="", article_9="", confidentiality="public_interest")
    assert fields(died) == set()
    assert fields(replace(died, confidentiality="")) == {"confidentiality"}


@pytest.mark.clause("11.1b", facet="the Caldicott principles are checked before sharing")
@pytest.mark.parametrize("code", sorted(YES))
def test_none_of_the_eight_questions_can_be_passed_over(code: str) -> None:
    unasked = {name: answer for name, answer in YES.items() if name != code}
    assert fields(replace(WHOLE, caldicott=unasked)) == {f"principle_{code}"}


@pytest.mark.clause("11.1b", facet="the guardian approves what identifies someone")
@pytest.mark.parametrize(
    ("identifies", "answers", "wanted"),
    [
        (False, YES, False),
        (True, YES, True),
        (None, YES, True),
        (False, {**YES, "minimum": "no"}, True),
        (False, {**YES, "no_surprises": "not_sure"}, True),
    ],
)
def test_guardian_is_asked_where_someone_may_be_identified_or_an_answer_is_not_a_yes(
    identifies: bool | None, answers: dict[str, str], wanted: bool
) -> None:
    asked = replace(WHOLE, identifies=identifies, caldicott=answers, confidentiality="public_interest")
    assert needs_approval(asked, on=TODAY) is wanted


def test_what_may_identify_someone_needs_a_reason_why_confidentiality_is_not_broken() -> None:
    assert fields(replace(WHOLE, identifies=True)) == {"confidentiality"}
    assert fields(replace(WHOLE, identifies=None)) == {"confidentiality"}


@pytest.mark.parametrize("identifies", [True, None])
def test_an_answer_to_the_public_identifies_nobody_whoever_approves_it(identifies: bool | None) -> None:
    public = replace(
        WHOLE, kind=K.FREEDOM_OF_INFORMATION, identifies=identifies, confidentiality="public_interest"
    )
    assert fields(public) == {"identifies"}


@pytest.mark.parametrize("part", [Part.REPORTER, Part.ICB_NOTES, Part.SHARING])
@pytest.mark.parametrize("kind", list(K))
def test_some_parts_are_never_shared_with_anybody(kind: DisclosureKind, part: Part) -> None:
    assert part not in DISCLOSABLE
    assert fields(replace(WHOLE, kind=kind, parts=frozenset({part}))) == {"parts"}


@pytest.mark.clause("4.7.8", facet="parts can be left out")
def test_whom_it_opens_the_case_to_here_is_shown_neither_discussion_nor_trail() -> None:
    for kind in K:
        has = Part.HISTORY in parts_for_kind(kind), Part.DISCUSSION in parts_for_kind(kind)
        assert has == ((False, False) if KINDS[kind].is_on_register else (True, True))
    assert fields(replace(WHOLE, parts=frozenset())) == {"parts"}


def test_whom_it_was_shared_with_reads_and_acknowledges_and_no_more() -> None:
    rows = [row for row in GRANTS if row.relation is Relation.SHARED]
    assert rows
    for row in rows:
        assert row.permissions == {Permission.READ, Permission.ACKNOWLEDGE_DISCLOSURE}
        assert row.parts == OPENABLE


def test_it_ends_at_the_latest_after_the_longest_and_not_before_today() -> None:
    assert fields(replace(WHOLE, expires_on=None)) == {"expires_on"}
    assert fields(replace(WHOLE, expires_on=TODAY - timedelta(days=1))) == {"expires_on"}
    assert fields(replace(WHOLE, expires_on=TODAY)) == set()
    assert fields(replace(WHOLE, expires_on=date(2027, 11, 16))) == set()
    assert fields(replace(WHOLE, expires_on=date(2027, 11, 17))) == {"expires_on"}
    assert fields(replace(WHOLE, kind=K.CORONER, expires_on=None)) == set()


@pytest.mark.parametrize(
    ("kind", "asked_on", "wanted"),
    [
        # Friday 27 November 2026 + 20 working days, over Christmas, is Tuesday 29 December.
        (K.FREEDOM_OF_INFORMATION, date(2026, 11, 27), date(2026, 12, 29)),
        (K.SUBJECT_ACCESS, date(2026, 11, 16), date(2026, 12, 16)),
        # No 31 February; the last of the month is a Sunday in 2027, so the Monday after.
        (K.SUBJECT_ACCESS, date(2027, 1, 31), date(2027, 3, 1)),
        # 25 December is a holiday, so is Monday 28th for Boxing Day on a Saturday: Tuesday.
        (K.SUBJECT_ACCESS, date(2026, 11, 25), date(2026, 12, 29)),
        (K.CORONER, date(2026, 11, 25), None),
    ],
)
def test_the_law_says_when_a_request_is_answered(
    kind: DisclosureKind, asked_on: date, wanted: date | None
) -> None:
    amount = figure_on(KINDS[kind].due, TODAY, ()) if KINDS[kind].due else 0
    assert due_on(kind, asked_on, amount=amount, calendar=ENGLAND_AND_WALES) == wanted


CLOCKS_CHANGE = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)]


@given(day=st.sampled_from(CLOCKS_CHANGE) | st.dates(date(2025, 1, 1), date(2029, 12, 31)))
def test_it_ends_at_midnight_in_london_whether_or_not_clocks_change(day: date) -> None:
    """The last second of the day in London is inside, the first of the next is not, in summer and winter time."""
    ends = end_of_day(day)
    begun = datetime(2025, 1, 1, tzinfo=UTC)
    row = Standing(begun, None, None, None, ends)
    inside = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=LONDON)
    tomorrow = day + timedelta(days=1)
    outside = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=LONDON)
    assert state_on(row, inside.astimezone(UTC)) is DisclosureState.STANDING
    assert state_on(row, outside.astimezone(UTC)) is DisclosureState.ENDED


def test_what_ended_it_counts_before_what_it_was() -> None:
    at, later = datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    nothing = Standing(None, None, None, None, later)
    for changes, wanted in (
        ({}, DisclosureState.AWAITING_APPROVAL),
        ({"in_force_at": at}, DisclosureState.STANDING),
        ({"in_force_at": at, "acknowledged_at": at}, DisclosureState.ACKNOWLEDGED),
        ({"in_force_at": at, "acknowledged_at": at, "withdrawn_at": at}, DisclosureState.WITHDRAWN),
        ({"in_force_at": at, "acknowledged_at": at, "until_at": at}, DisclosureState.ENDED),
        ({"refused_at": at}, DisclosureState.REFUSED),
        ({"withdrawn_at": at}, DisclosureState.WITHDRAWN),
    ):
        assert state_on(replace(nothing, **changes), at) is wanted, changes
