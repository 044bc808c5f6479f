"""What stands between an accepted report and a closed case."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from sightline.policy.closing import CLOSING_STOPS, closing_lines
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.terms import Action, Framework, Role, Status
from sightline.policy.workflow import WORKFLOW, decide, stops

PROVIDER, ICB, PERSON = UUID(int=1), UUID(int=2), UUID(int=3)
ACTOR = Actor(PERSON, ICB, Role.PATIENT_SAFETY_TEAM)
READY = IncidentFacts(
    incident_id=UUID(int=9),
    framework=Framework.SIF_2015,
    status=Status.IN_REVIEW,
    provider_id=PROVIDER,
    lead_commissioner_id=ICB,
    acknowledged=True,
    classification_agreed=True,
    level_agreed=True,
    type_pending=False,
    report_accepted=True,
    candour_undecided=False,
)


def test_nothing_stops_a_case_that_is_ready() -> None:
    assert all(line.is_met for line in closing_lines(READY, ACTOR))
    assert decide(Action.CLOSE, ACTOR, READY).allowed


@pytest.mark.parametrize(
    ("change", "label", "clause"),
    [
        ({"report_accepted": False}, "The final report is accepted", "4.3d"),
        ({"type_pending": True}, "The incident type is chosen", "12i"),
        ({"candour_undecided": True}, "It is decided whether the Duty of Candour applies", "3.1h"),
        ({"candour_missing": ("no letter",)}, "The Duty of Candour section is complete", "3.1h"),
        ({"never_event_code": "3"}, "Any Never Event is confirmed or rejected", "3.3d"),
        ({"classification_agreed": False}, "The ICB agrees that it meets SI criteria", "2.2a"),
        ({"classification_agreed": None}, "The ICB agrees that it meets SI criteria", "2.2a"),
        ({"level_agreed": False}, "The level of investigation is agreed", "2.2b"),
        (
            {"provider_id": ICB, "handler_ids": frozenset({PERSON})},
            "Closed by someone who did not handle it",
            "4.3d",
        ),
    ],
)
def test_each_stop_is_shown_and_refuses(change: dict[str, object], label: str, clause: str) -> None:
    facts = replace(READY, **change)  # type: ignore[arg-type]
    standing = [line for line in closing_lines(facts, ACTOR) if not line.is_met]
    assert [(line.stop.label, line.stop.clause) for line in standing] == [(label, clause)]
    decision = decide(Action.CLOSE, ACTOR, facts)
    assert not decision.allowed
    assert decision.waits
    assert decision.reason == standing[0].reason
    assert stops(Action.CLOSE, ACTOR, facts) == (standing[0].reason,)


def test_rejected_never_event_and_outstanding_actions_do_not_stop_it() -> None:
    facts = replace(READY, never_event_code="3", never_event_confirmed=False, open_actions=4)
    assert decide(Action.CLOSE, ACTOR, facts).allowed


def test_icbs_own_incident_is_closed_by_another_of_its_people() -> None:
    own = replace(READY, provider_id=ICB, handler_ids=frozenset({UUID(int=7)}))
    assert decide(Action.CLOSE, ACTOR, own).allowed


def test_every_stop_names_a_step_that_mends_it() -> None:
    steps = WORKFLOW[Framework.SIF_2015]
    assert all(action in steps for stop in CLOSING_STOPS for action in stop.mended_by)
    assert [stop.label for stop in CLOSING_STOPS if not stop.mended_by] == [
        "Closed by someone who did not handle it"
    ]
