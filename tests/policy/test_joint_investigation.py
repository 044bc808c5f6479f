"""Investigating together (clauses 4.7a to 4.7.15): what is settled before beginning, and before closing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from sightline.policy.joint_investigation import JointFacts, Strand, problems_of_beginning, problems_of_ending
from sightline.policy.terms import Role

TRUST, AMBULANCE, ICB, OTHER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
NAMES = {TRUST: "Trust", AMBULANCE: "Ambulance", ICB: "ICB", OTHER: "Other"}
TOGETHER = JointFacts(
    provider_ids=frozenset({TRUST, AMBULANCE}),
    icb_id=ICB,
    is_joint=True,
    lead_id=TRUST,
    place_id=UUID(int=50),
    place_lead_named=True,
)
APART = replace(
    TOGETHER,
    is_joint=False,
    why_not_joint="The police hold the ambulance service's records.",
    strands=(Strand(TRUST, True), Strand(AMBULANCE, True)),
    gaps=("Who told the ward that the patient was coming?",),
)
ENDED: dict[str, Any] = {
    "one_report_accepted": True,
    "covered_ids": TOGETHER.provider_ids,
    "causes_explored": True,
    "with_action_plan": TOGETHER.provider_ids,
}


def beginning(facts: JointFacts) -> list[tuple[str, str]]:
    return [(each.field, each.clause) for each in problems_of_beginning(facts, names=NAMES)]


def ending(facts: JointFacts) -> list[tuple[str, str]]:
    return [(each.field, each.clause) for each in problems_of_ending(facts, names=NAMES)]


def test_one_provider_alone_is_asked_nothing_of_this() -> None:
    alone = JointFacts(provider_ids=frozenset({TRUST}), icb_id=ICB)
    assert beginning(alone) == ending(alone) == []


def test_agreed_in_full_it_begins_and_ends() -> None:
    assert beginning(TOGETHER) == beginning(APART) == []
    assert ending(replace(TOGETHER, **ENDED)) == []
    received = tuple(replace(strand, report_received=True) for strand in APART.strands)
    assert ending(replace(APART, **ENDED, strands=received)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        pytest.param({"is_joint": None}, ("is_joint", "4.7a")),
        pytest.param(
            {"is_joint": False, "strands": APART.strands, "gaps": APART.gaps}, ("why_not_joint", "4.7a")
        ),
        pytest.param({"lead_id": None}, ("lead", "4.7b.1")),
        pytest.param({"lead_id": OTHER}, ("lead", "4.7b.1")),
        pytest.param({"lead_id": ICB}, ("icb_lead_approved_by", "4.7b.2")),
        pytest.param(
            {"lead_id": ICB, "icb_lead_approved_by": Role.PATIENT_SAFETY_TEAM},
            ("icb_lead_approved_by", "4.7b.2"),
        ),
        pytest.param({"place_id": None}, ("place", "4.7.13")),
        pytest.param({"place_lead_named": False}, ("place_lead", "4.7.13")),
    ],
)
def test_each_thing_is_settled_before_it_begins(changes: dict[str, Any], problem: tuple[str, str]) -> None:
    assert beginning(replace(TOGETHER, **changes)) == [problem]


@pytest.mark.parametrize("role", [Role.CHIEF_NURSE, Role.PATIENT_SAFETY_SPECIALIST])
def test_the_icb_leads_where_the_chief_nurse_or_specialist_approves(role: Role) -> None:
    assert beginning(replace(TOGETHER, lead_id=ICB, icb_lead_approved_by=role)) == []


@pytest.mark.parametrize(
    ("strands", "words"),
    [
        ((Strand(TRUST, True),), "Ambulance has no investigation of its own."),
        ((Strand(TRUST, True), Strand(AMBULANCE)), "Ask Ambulance to agree"),
        ((Strand(TRUST, True), Strand(AMBULANCE, False)), "Ambulance has not agreed"),
    ],
)
def test_apart_each_agrees_to_look_at_the_gaps_and_silence_is_no_agreement(
    strands: tuple[Strand, ...], words: str
) -> None:
    (problem,) = problems_of_beginning(replace(APART, strands=strands), names=NAMES)
    assert problem.message.startswith(words)
    assert problem.clause == "4.7.11"


def test_apart_the_gaps_are_listed() -> None:
    assert beginning(replace(APART, gaps=(" ",))) == [("gaps", "4.7.11")]
    assert beginning(replace(APART, gaps=(" ", "Who told the ward?"))) == []


def test_nothing_is_taken_as_settled_that_nobody_said() -> None:
    unsaid = JointFacts(provider_ids=TOGETHER.provider_ids, icb_id=ICB)
    assert [field for field, _ in beginning(unsaid)] == ["is_joint", "lead", "place", "place_lead"]
    last = [each for each in problems_of_ending(unsaid, names=NAMES) if each.clause in ("4.7.14", "4.7.15")]
    assert [each.message for each in last] == [
        "There is no single joint investigation report yet that has been accepted.",
        "The joint report does not cover Ambulance.",
        "The joint report does not cover Trust.",
        "Ambulance has no action plan of its own.",
        "Trust has no action plan of its own.",
    ]


def test_the_icbs_lead_says_who_may_approve_it() -> None:
    (problem,) = problems_of_beginning(replace(TOGETHER, lead_id=ICB), names=NAMES)
    assert "and the Patient Safety Specialist or Chief Nurse approves it" in problem.message


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        pytest.param({"causes_explored": None}, ("causes_explored", "4.7.12")),
        pytest.param({"causes_explored": False}, ("causes_explored", "4.7.12")),
        pytest.param({"one_report_accepted": False}, ("one_report", "4.7.14")),
        pytest.param({"covered_ids": frozenset({TRUST})}, ("one_report", "4.7.14")),
        pytest.param({"with_action_plan": frozenset({AMBULANCE})}, ("action_plans", "4.7.15")),
        pytest.param({"lead_id": None}, ("lead", "4.7b.1")),
    ],
)
def test_each_thing_keeps_it_from_being_closed(changes: dict[str, Any], problem: tuple[str, str]) -> None:
    assert ending(replace(TOGETHER, **{**ENDED, **changes})) == [problem]


def test_apart_every_investigation_is_received_before_closing() -> None:
    one = (Strand(TRUST, True, report_received=True), Strand(AMBULANCE, True))
    (problem,) = problems_of_ending(replace(APART, **ENDED, strands=one), names=NAMES)
    assert problem.message == "The investigation of Ambulance has not been received."
