"""Steps two people may take on one case, the cases they meet on, and what must hold whoever of them comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps

from sightline.audit.models import AuditHead
from sightline.incidents.models import Awaited, DueDate, Incident, IncidentAccess, SafetyAction, StepTaken
from sightline.incidents.record import RELATED, facts_of, load_case
from sightline.incidents.services import (
    candour_steps,
    closure,
    desk,
    discussion,
    initial_review,
    intake,
    investigation,
    review,
    safety_actions,
    triage,
)
from sightline.incidents.services.due_dates import is_as_stored, rows_by_the_rules
from sightline.policy.facts import Actor
from sightline.policy.permissions import expected_access
from sightline.policy.terms import Action, Framework, Role, Status
from sightline.policy.workflow import WORKFLOW
from tests import assured_stages, stages
from tests.factories import NOW, World, declaration, declared, judgement, reported

A = Action
#: Who takes steps: two of each side, so that two of the same hat can meet too.
LEAD, EXECUTIVE, INVESTIGATOR, REPORTER = "lead", "executive", "investigator", "reporter"
TEAM, SPECIALIST, NURSE = "team", "specialist", "nurse"
BOARD = (TEAM, SPECIALIST, NURSE)
Take = Callable[..., object]


@dataclass(frozen=True)
class Move:
    """One step with all it asks, and who may have the thought of taking it."""

    action: Action
    who: tuple[str, ...]
    take: Take

    def __repr__(self) -> str:
        return str(self.action.value)


def people(world: World) -> dict[str, Actor]:
    """Everyone who takes a step, by name."""
    return {
        LEAD: world.lead,
        EXECUTIVE: world.executive,
        INVESTIGATOR: world.investigator,
        REPORTER: world.reporter,
        TEAM: world.team,
        SPECIALIST: world.specialist,
        NURSE: world.actor("icb", Role.CHIEF_NURSE),
    }


def _message(incident_id: UUID, **how: Any) -> None:
    discussion.post_message(incident_id, "When was it counted?", key=uuid4(), **how)


def _note(incident_id: UUID, **how: Any) -> None:
    discussion.add_note(incident_id, "Ask at the next visit.", key=uuid4(), **how)


def _complete(incident_id: UUID, **how: Any) -> None:
    action = SafetyAction.objects.filter(incident=incident_id).first()
    safety_actions.complete_action(incident_id, action.id if action else uuid4(), "Done.", **how)


def _with(service: Callable[..., object], *given: object, **more: object) -> Take:
    return lambda incident_id, **how: service(incident_id, *given, **more, **how)


_NOT_MET = judgement(criteria=frozenset(), sub_answers={})
_CANDOUR = {"applies": True, "opinion_of": "Consultant", "reason": "Harm.", "relevant_person": "patient"}

MOVES: tuple[Move, ...] = (
    Move(A.DECLARE, (LEAD,), _with(triage.declare, judgement(), declaration())),
    Move(A.REQUEST_DISCUSSION, (LEAD,), _with(triage.request_discussion, judgement(), "serious")),
    Move(A.JUDGE_NOT_SERIOUS, (LEAD,), _with(triage.judge_not_serious, _NOT_MET)),
    Move(A.RECONSIDER, (LEAD,), _with(triage.reconsider, "The X-ray was read again.")),
    Move(A.REQUEST_SECOND_LOOK, (REPORTER,), _with(intake.request_second_look, "The wire was missed.")),
    Move(A.ACKNOWLEDGE, BOARD, _with(triage.acknowledge)),
    Move(A.AGREE_CLASSIFICATION, BOARD, _with(triage.agree_classification)),
    Move(A.CHALLENGE_CLASSIFICATION, BOARD, _with(triage.challenge_classification, "Why not A1?")),
    Move(A.AGREE_LEVEL, BOARD, _with(triage.agree_level, 2, "As proposed.")),
    Move(A.CHOOSE_TYPE, (LEAD, *BOARD), _with(triage.choose_type, "T33")),
    Move(
        A.SUBMIT_INITIAL_REVIEW,
        (LEAD,),
        _with(initial_review.submit_initial_review, stages.review_answers(), 2),
    ),
    Move(A.ACCEPT_INITIAL_REVIEW, BOARD, _with(initial_review.accept_initial_review, 2, "Agreed.")),
    Move(A.ASK_FOR_MORE, BOARD, _with(initial_review.ask_for_more, "Who put it in?")),
    Move(A.RECORD_CANDOUR, (LEAD,), _with(candour_steps.decide_candour, **_CANDOUR)),
    Move(A.WRITE_REPORT, (LEAD, INVESTIGATOR), _with(investigation.write_report, **stages.REPORT)),
    Move(A.SIGN_OFF_REPORT, (EXECUTIVE,), _with(investigation.sign_off_report, "I have read it.")),
    Move(A.SUBMIT_REPORT, (LEAD,), _with(investigation.submit_report)),
    Move(A.BEGIN_REVIEW, BOARD, _with(review.begin_review)),
    Move(A.RECORD_QUALITY_ASSURANCE, BOARD, _with(review.record_quality, assured_stages.checklist())),
    Move(A.ADD_ACTION, (LEAD, INVESTIGATOR), _with(safety_actions.add_action, **stages.ACTION)),
    Move(A.COMPLETE_ACTION, (LEAD, INVESTIGATOR), _complete),
    Move(A.DOWNGRADE, BOARD, _with(closure.downgrade, "Another patient's X-ray.")),
    Move(A.REOPEN, BOARD, _with(closure.reopen, "A second wire was found.")),
    Move(A.ALLOCATE, (LEAD, *BOARD), _with(desk.allocate, None, note="Nobody yet.")),
    Move(A.POST_MESSAGE, (LEAD, *BOARD), _message),
    Move(A.ADD_NOTE, BOARD, _note),
)


def _not_serious(world: World) -> Incident:
    incident = reported(world.reporter, contact="confidential")
    triage.judge_not_serious(incident.id, _NOT_MET, by=world.lead, now=NOW, seen=incident.version)
    return stages.now_of(incident)


def _downgraded(world: World) -> Incident:
    incident = declared(world)
    closure.downgrade(incident.id, "Another patient's X-ray.", by=world.team, now=NOW, seen=incident.version)
    return stages.now_of(incident)


#: Where they meet: a case in each of the statuses that two people can change at once. One was reported in confidence.
STARTS: dict[str, Callable[[World], Incident]] = {
    "reported": lambda world: reported(world.reporter),
    "not serious": _not_serious,
    "declared": declared,
    "review sent": stages.reviewed,
    "report written": stages.written,
    "report sent": stages.submitted,
    "downgraded": _downgraded,
}


def moves_in(status: Status) -> list[Move]:
    """What the workflow lets someone do in this status."""
    return [move for move in MOVES if status in WORKFLOW[Framework.SIF_2015][move.action].moves]


def footprint(incident_id: UUID) -> tuple[object, ...]:
    """Everything a step could leave: the case, how many rows each noun has, and the head of the audit trail."""
    return (
        *Incident.objects.filter(id=incident_id).values_list(),
        *AuditHead.objects.values_list("seq", "entry_hash"),
        *(
            (model.__name__, model._default_manager.count())
            for model in apps.get_app_config("incidents").get_models()
        ),
    )


def substance(incident_id: UUID) -> tuple[object, ...]:
    """Of that, what the audit trail must hold: neither the version nor the row that says a step was taken, nor indexes."""
    named = Incident.objects.filter(id=incident_id).values()[0]
    kept = {StepTaken, DueDate, Awaited}
    return (
        {name: value for name, value in named.items() if name != "version"},
        *(
            list(model._default_manager.order_by("pk").values())
            for model in apps.get_app_config("incidents").get_models()
            if model not in kept and model is not Incident
        ),
    )


def steps_of(incident_id: UUID, *, after: int = 0) -> list[StepTaken]:
    """What was taken on it, in turn."""
    return list(StepTaken.objects.filter(incident=incident_id, version__gt=after).order_by("version"))


def moved(steps: Iterable[StepTaken]) -> list[tuple[Action, bool]]:
    """Each step, and whether it moved the status: what the rules judge a page by."""
    return [(Action(step.action), step.from_status != step.to_status) for step in steps]


def must_be_in_line(incident_id: UUID) -> None:
    """Due dates, awaited steps and access rows are what the policy computes anew; each version has one step."""
    incident = Incident.objects.select_related(*RELATED).get(id=incident_id)
    record = load_case(incident)
    facts = facts_of(record)
    dues, awaited = rows_by_the_rules(record, facts, now=NOW)
    assert is_as_stored(DueDate, incident, dues)
    assert is_as_stored(Awaited, incident, awaited, but=("since",))
    standing = IncidentAccess.objects.filter(incident=incident, until_at__isnull=True)
    assert sorted(standing.values_list("organisation_id", "reason", "level")) == sorted(
        (grant.organisation_id, grant.relation.value, grant.level.value) for grant in expected_access(facts)
    )
    versions = [step.version for step in steps_of(incident_id)]
    assert versions == list(range(1, incident.version + 1))
