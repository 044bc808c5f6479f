"""RASCI (clauses 4.7.3 to 4.7.6): exactly one accountable, who holds the contract, whatever is handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from uuid import UUID

import pytest

from sightline.policy.rasci import (
    Delegation,
    PartRow,
    RasciFacts,
    RasciPart,
    managed_by,
    problems,
    suggested,
)
from sightline.policy.terms import Relation

LEAD, PROVIDER, PAYER, AMBULANCE = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
NAMES = {LEAD: "Lead ICB", PROVIDER: "Trust", PAYER: "Other ICB", AMBULANCE: "Ambulance"}
R, A, S, C, INFORMED = RasciPart
TODAY = date(2026, 11, 20)
AGREED = RasciFacts(
    lead_commissioner_id=LEAD,
    rows=(PartRow(LEAD, A), PartRow(PROVIDER, R), PartRow(PAYER, C)),
    named_ids=frozenset(NAMES),
    not_involved={AMBULANCE: "It was called for another patient."},
    commissioner_ids=frozenset({LEAD, PAYER}),
)
HANDED = Delegation(
    PAYER, "Managing the case until closure.", date(2026, 11, 1), accepted_on=date(2026, 11, 5)
)
DELEGATED = replace(AGREED, rows=(*AGREED.rows, PartRow(PAYER, R)), delegations=(HANDED,))


def said(facts: RasciFacts) -> list[tuple[str, str]]:
    return [(problem.field, problem.clause) for problem in problems(facts, names=NAMES, today=TODAY)]


def with_parts(*rows: PartRow) -> RasciFacts:
    return replace(AGREED, rows=rows, named_ids=frozenset(), not_involved={})


def test_what_was_agreed_has_no_problem_with_or_without_delegation() -> None:
    assert said(AGREED) == []
    assert said(DELEGATED) == []


def test_of_every_way_to_give_out_accountability_only_the_contract_holder_alone_will_do() -> None:
    for held in product((False, True), repeat=3):
        accountable = [each for each, has in zip((LEAD, PROVIDER, PAYER), held, strict=True) if has]
        rows = (*(PartRow(each, A) for each in accountable), PartRow(PROVIDER, R))
        fields = [field for field, _ in said(with_parts(*rows))]
        assert (fields == []) is (accountable == [LEAD]), accountable
        assert fields in ([], ["accountable"])


def test_accountability_stays_with_the_contract_holder_though_another_does_the_work() -> None:
    moved = replace(
        DELEGATED, rows=(PartRow(PAYER, A), PartRow(PAYER, R), PartRow(PROVIDER, R), PartRow(LEAD, INFORMED))
    )
    assert said(moved) == [("accountable", "4.7.6")]
    handed = replace(DELEGATED, delegations=(replace(HANDED, part=A),))
    assert said(handed) == [("delegation-0-part", "4.7.6")]
    assert managed_by(handed, on=TODAY) == LEAD


def test_without_a_settled_lead_nobody_can_be_accountable() -> None:
    assert said(replace(AGREED, lead_commissioner_id=None)) == [("lead_commissioner", "4.7.1")]


def test_somebody_does_the_work_and_nobody_has_a_part_twice() -> None:
    assert said(with_parts(PartRow(LEAD, A), PartRow(PROVIDER, S))) == [("responsible", "4.7.3")]
    twice = with_parts(PartRow(LEAD, A), PartRow(PROVIDER, R), PartRow(PROVIDER, R))
    assert said(twice) == [("responsible", "4.7.4")]


def test_every_organisation_named_has_a_part_or_a_reason_why_not() -> None:
    forgotten = problems(replace(AGREED, not_involved={}), names=NAMES, today=TODAY)
    assert [problem.message for problem in forgotten] == [
        "Give Ambulance a part, or say that it is not involved and why."
    ]
    assert said(replace(AGREED, not_involved={AMBULANCE: "  "})) == [("not_involved", "4.7.4")]
    both = replace(AGREED, rows=(*AGREED.rows, PartRow(AMBULANCE, INFORMED)))
    assert said(both) == [("not_involved", "4.7.4")]


# Delegation


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_id": None}, "to"),
        ({"to_id": LEAD}, "to"),
        ({"to_id": PROVIDER}, "to"),
        ({"scope": "  "}, "scope"),
        ({"scope": "x" * 2_001}, "scope"),
        ({"from_on": None}, "from"),
        ({"accepted_on": date(2026, 11, 21)}, "accepted"),
        ({"ends_on": date(2026, 10, 31), "accepted_on": None}, "ends"),
        ({"ends_on": date(2026, 11, 4)}, "accepted"),
    ],
)
def test_delegation_has_a_commissioner_a_scope_a_day_an_acceptance_and_an_order(
    changes: dict[str, object], field: str
) -> None:
    wrong = replace(HANDED, **changes)  # type: ignore[arg-type]
    assert said(replace(DELEGATED, delegations=(wrong,))) == [(f"delegation-0-{field}", "4.7.5")]


def test_the_delegate_has_the_part_it_takes_over() -> None:
    assert said(replace(DELEGATED, rows=AGREED.rows)) == [("delegation-0-to", "4.7.5")]


@pytest.mark.parametrize(
    ("changes", "on", "manager"),
    [
        ({}, date(2026, 11, 4), LEAD),
        ({}, date(2026, 11, 5), PAYER),
        ({"accepted_on": None}, TODAY, LEAD),
        ({"accepted_on": date(2026, 10, 20)}, date(2026, 10, 31), LEAD),
        ({"accepted_on": date(2026, 10, 20)}, date(2026, 11, 1), PAYER),
        ({"ends_on": date(2026, 11, 10)}, date(2026, 11, 10), PAYER),
        ({"ends_on": date(2026, 11, 10)}, date(2026, 11, 11), LEAD),
        ({"from_on": None}, TODAY, LEAD),
    ],
)
def test_management_changes_hands_when_begun_and_accepted_and_comes_back_when_it_ends(
    changes: dict[str, object], on: date, manager: UUID
) -> None:
    handed = replace(HANDED, **changes)  # type: ignore[arg-type]
    assert managed_by(replace(DELEGATED, delegations=(handed,)), on=on) == manager
    assert managed_by(replace(AGREED, lead_commissioner_id=None), on=on) is None


def test_a_case_is_handed_to_one_at_a_time() -> None:
    second = replace(HANDED, from_on=date(2026, 11, 10), accepted_on=date(2026, 11, 10))
    assert said(replace(DELEGATED, delegations=(HANDED, second))) == [("delegation-1-from", "4.7.5")]
    ended = replace(HANDED, ends_on=date(2026, 11, 9))
    assert said(replace(DELEGATED, delegations=(second, ended))) == []
    assert said(replace(DELEGATED, delegations=(second, replace(ended, ends_on=date(2026, 11, 10))))) == [
        ("delegation-0-from", "4.7.5")
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"accepted_on": TODAY},
        {"from_on": date(2026, 11, 5), "ends_on": date(2026, 11, 5)},
        {"accepted_on": date(2026, 11, 10), "ends_on": date(2026, 11, 10)},
        {"scope": "x" * 2_000},
    ],
)
def test_delegation_may_be_accepted_today_and_last_one_day(changes: dict[str, object]) -> None:
    assert said(replace(DELEGATED, delegations=(replace(HANDED, **changes),))) == []  # type: ignore[arg-type]
    assert HANDED.in_force_on(date(2026, 11, 4)) is False
    assert replace(HANDED, from_on=None).in_force_on(TODAY) is False


def test_what_is_forgotten_is_said_by_name_in_order() -> None:
    found = problems(replace(AGREED, rows=AGREED.rows[:2], not_involved={}), names=NAMES, today=TODAY)
    assert [problem.message.split(" a part")[0] for problem in found] == ["Give Ambulance", "Give Other ICB"]
    unnamed = problems(replace(AGREED, rows=AGREED.rows[:2], not_involved={}), names={}, today=TODAY)
    assert [problem.message.split(" a part")[0] for problem in unnamed] == ["Give The organisation"] * 2


def test_typical_parts_are_suggested_and_are_themselves_in_order() -> None:
    parties = [
        (AMBULANCE, Relation.INVOLVED),
        (PROVIDER, Relation.PROVIDER),
        (LEAD, Relation.LEAD_COMMISSIONER),
        (PAYER, Relation.RESPONSIBLE_COMMISSIONER),
    ]
    rows = suggested(parties)
    assert rows == (PartRow(LEAD, A), PartRow(PROVIDER, R), PartRow(PAYER, C), PartRow(AMBULANCE, S))
    assert said(replace(AGREED, rows=rows, not_involved={})) == []
    same = suggested([(LEAD, Relation.LEAD_COMMISSIONER), (LEAD, Relation.RESPONSIBLE_COMMISSIONER)])
    assert same == (PartRow(LEAD, A),)
    own = suggested([(LEAD, Relation.PROVIDER), (LEAD, Relation.LEAD_COMMISSIONER)])
    assert own == (PartRow(LEAD, A), PartRow(LEAD, R))
