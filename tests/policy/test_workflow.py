"""Which step follows which, who may take it, and the reason when they may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.facts import Actor
from sightline.policy.keeping_steps import is_keyed
from sightline.policy.next_step import also_awaited, next_step
from sightline.policy.terms import Action, Framework, Relation, Role, Status
from sightline.policy.workflow import WORKFLOW, decide, is_out_of_date, roles_for, stops
from sightline.policy.workflow_step import OPEN_AND_SERIOUS
from tests.policy.worlds import (
    COMMISSIONER,
    EXECUTIVE,
    INVESTIGATOR,
    LEAD,
    OUTSIDER,
    PLACE,
    PROVIDER,
    SPECIALIST,
    TEAM,
    actor,
    facts,
)

#: What satisfies every condition, so that only role and status decide.
CONTENT: dict[str, Any] = {
    "classification_agreed": True,
    "level_agreed": True,
    "type_pending": False,
    "candour_undecided": False,
}

#: (action, by, status before, more facts, status after)
ALLOWED: list[tuple[Action, Actor, Status, dict[str, Any], Status]] = [
    (Action.DECLARE, LEAD, Status.REPORTED, {}, Status.DECLARED),
    (Action.REQUEST_DISCUSSION, LEAD, Status.REPORTED, {}, Status.DISCUSSING),
    (Action.JUDGE_NOT_SERIOUS, LEAD, Status.REPORTED, {}, Status.NOT_SERIOUS),
    (Action.RECONSIDER, LEAD, Status.NOT_SERIOUS, {}, Status.REPORTED),
    (Action.AGREE_IN_DISCUSSION, LEAD, Status.DISCUSSING, {}, Status.DISCUSSING),
    (Action.AGREE_IN_DISCUSSION, TEAM, Status.DISCUSSING, {}, Status.DISCUSSING),
    (
        Action.DECLARE,
        LEAD,
        Status.DISCUSSING,
        {"provider_view": "serious", "commissioner_view": "serious"},
        Status.DECLARED,
    ),
    (
        Action.JUDGE_NOT_SERIOUS,
        LEAD,
        Status.DISCUSSING,
        {"provider_view": "not_serious", "commissioner_view": "not_serious"},
        Status.NOT_SERIOUS,
    ),
    (Action.ACKNOWLEDGE, TEAM, Status.DECLARED, {}, Status.DECLARED),
    (Action.AGREE_CLASSIFICATION, TEAM, Status.INVESTIGATING, {}, Status.INVESTIGATING),
    (Action.CHALLENGE_CLASSIFICATION, TEAM, Status.NOT_SERIOUS, {}, Status.DISCUSSING),
    (Action.CHALLENGE_CLASSIFICATION, TEAM, Status.DECLARED, {}, Status.DECLARED),
    (Action.CONFIRM_NEVER_EVENT, TEAM, Status.DECLARED, {"never_event_code": "3"}, Status.DECLARED),
    (Action.SUBMIT_INITIAL_REVIEW, LEAD, Status.DECLARED, {}, Status.INITIAL_REVIEW_SUBMITTED),
    (
        Action.ACCEPT_INITIAL_REVIEW,
        TEAM,
        Status.INITIAL_REVIEW_SUBMITTED,
        {"level_agreed": True},
        Status.INVESTIGATING,
    ),
    (Action.ASK_FOR_MORE, TEAM, Status.INITIAL_REVIEW_SUBMITTED, {}, Status.DECLARED),
    (Action.DOWNGRADE, TEAM, Status.INITIAL_REVIEW_SUBMITTED, {}, Status.DOWNGRADED),
    (Action.WRITE_REPORT, INVESTIGATOR, Status.INVESTIGATING, {}, Status.INVESTIGATING),
    (Action.SIGN_OFF_REPORT, EXECUTIVE, Status.INVESTIGATING, {}, Status.INVESTIGATING),
    (
        Action.SUBMIT_REPORT,
        LEAD,
        Status.RETURNED,
        {"report_signed_off": True, "candour_undecided": False},
        Status.REPORT_SUBMITTED,
    ),
    (Action.BEGIN_REVIEW, TEAM, Status.REPORT_SUBMITTED, {}, Status.IN_REVIEW),
    (Action.RETURN_REPORT, TEAM, Status.IN_REVIEW, {}, Status.RETURNED),
    (Action.ACCEPT_REPORT, TEAM, Status.IN_REVIEW, {}, Status.IN_REVIEW),
    (Action.CLOSE, TEAM, Status.IN_REVIEW, {"report_accepted": True, **CONTENT}, Status.CLOSED),
    (Action.REOPEN, TEAM, Status.CLOSED, {}, Status.INVESTIGATING),
    (Action.REOPEN, TEAM, Status.DOWNGRADED, {}, Status.INVESTIGATING),
    (Action.COMPLETE_ACTION, LEAD, Status.CLOSED, {}, Status.CLOSED),
    (Action.VERIFY_ACTION, TEAM, Status.CLOSED, {}, Status.CLOSED),
]


@pytest.mark.parametrize(("action", "by", "before", "more", "after"), ALLOWED)
def test_step_is_allowed_and_leads_on(
    action: Action, by: Actor, before: Status, more: dict[str, Any], after: Status
) -> None:
    decision = decide(action, by, facts(status=before, **more))
    assert decision.reason == ""
    assert decision.allowed
    assert decision.target == after


@pytest.mark.parametrize("framework", Framework)
def test_step_is_refused_with_a_reason_in_every_status_it_does_not_name(framework: Framework) -> None:
    """Even for those who may take it elsewhere; who may take it at all is in ``test_matrix``."""
    parties = ((PROVIDER, Relation.PROVIDER), (COMMISSIONER, Relation.LEAD_COMMISSIONER))
    for action, step in WORKFLOW[framework].items():
        for status in set(Status) - set(step.moves):
            known = facts(framework=framework, status=status, was_shared=True)
            for organisation, relation in parties:
                for role in roles_for(action, framework, relation):
                    decision = decide(action, actor(role, organisation, place=PLACE), known)
                    assert not decision.allowed, (action, status, role)
                    assert decision.reason
                    assert decision.clause in CLAUSES
                    assert not decision.waits


@pytest.mark.clause("3.2.2", facet="nothing moves until both agree")
@pytest.mark.parametrize(
    ("provider", "commissioner"), [("", ""), ("serious", ""), ("", "serious"), ("serious", "not_serious")]
)
def test_a_case_under_discussion_cannot_move_until_both_agree(provider: str, commissioner: str) -> None:
    world = facts(status=Status.DISCUSSING, provider_view=provider, commissioner_view=commissioner)
    for action in (Action.DECLARE, Action.JUDGE_NOT_SERIOUS):
        assert not decide(action, LEAD, world).allowed


@pytest.mark.clause("3.3.0", facet="it can only be declared serious")
@pytest.mark.parametrize("action", [Action.REQUEST_DISCUSSION, Action.JUDGE_NOT_SERIOUS])
def test_a_never_event_can_only_be_declared(action: Action) -> None:
    decision = decide(action, LEAD, facts(never_event_code="1"))
    assert not decision.allowed
    assert "only be declared" in decision.reason
    assert decide(Action.DECLARE, LEAD, facts(never_event_code="1")).allowed


def test_a_standing_never_event_cannot_be_downgraded() -> None:
    confirmed = facts(status=Status.DECLARED, never_event_code="1", never_event_confirmed=True)
    unsettled = facts(status=Status.DECLARED, never_event_code="1")
    rejected = facts(status=Status.DECLARED, never_event_code="1", never_event_confirmed=False)
    assert not decide(Action.DOWNGRADE, TEAM, confirmed).allowed
    assert not decide(Action.DOWNGRADE, TEAM, unsettled).allowed
    assert decide(Action.DOWNGRADE, TEAM, rejected).allowed


@pytest.mark.parametrize("action", [Action.CLOSE, Action.DOWNGRADE, Action.REOPEN])
def test_only_the_commissioner_closes_downgrades_and_reopens(action: Action) -> None:
    for role in Role:
        for status in Status:
            assert not decide(
                action, actor(role, PROVIDER, place=PLACE), facts(status=status, **CONTENT)
            ).allowed


@pytest.mark.clause("3.1h", facet="the case is closed only once it is complete")
@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"type_pending": True}, "type is still pending"),
        ({"candour_undecided": True}, "Candour section is not filled in"),
        ({"candour_missing": ("no apology is recorded",)}, "no apology is recorded"),
        ({"level_agreed": False}, "level of investigation"),
        ({"classification_agreed": None}, "has not agreed"),
        ({"report_accepted": False}, "has not been accepted"),
        ({"never_event_code": "1"}, "confirmed or rejected"),
    ],
)
def test_closing_stops_and_says_why(missing: dict[str, Any], words: str) -> None:
    ready = {**CONTENT, "report_accepted": True}
    decision = decide(Action.CLOSE, TEAM, facts(status=Status.IN_REVIEW, **{**ready, **missing}))
    assert not decision.allowed
    assert words in decision.reason


@pytest.mark.clause("4.3f", facet="they go on after the case is closed")
def test_open_actions_do_not_stop_closing() -> None:
    world = facts(status=Status.IN_REVIEW, report_accepted=True, open_actions=3, **CONTENT)
    assert decide(Action.CLOSE, TEAM, world).allowed


@pytest.mark.clause("4.3d", facet="every item is rated before acceptance")
def test_an_item_not_met_stops_acceptance_except_for_those_who_may_override() -> None:
    world = facts(status=Status.IN_REVIEW, quality_not_met=("Timeline produced",))
    assert not decide(Action.ACCEPT_REPORT, TEAM, world).allowed
    assert decide(Action.ACCEPT_REPORT, SPECIALIST, world).allowed
    assert decide(Action.ACCEPT_REPORT, actor(Role.CHIEF_NURSE, COMMISSIONER), world).allowed
    unanswered = facts(status=Status.IN_REVIEW, quality_unanswered=2)
    assert not decide(Action.ACCEPT_REPORT, SPECIALIST, unanswered).allowed


@pytest.mark.clause("4.4.2", facet="a report goes only once an executive has signed it")
def test_a_report_is_sent_only_once_an_executive_has_signed_it() -> None:
    world = facts(status=Status.INVESTIGATING, candour_undecided=False)
    assert "signed off" in decide(Action.SUBMIT_REPORT, LEAD, world).reason
    assert not decide(Action.SIGN_OFF_REPORT, LEAD, world).allowed
    assert not decide(
        Action.SIGN_OFF_REPORT, EXECUTIVE, facts(status=Status.INVESTIGATING, report_missing=("a summary",))
    ).allowed


def test_the_commissioners_own_incident_is_closed_by_someone_who_did_not_handle_it() -> None:
    own = {**CONTENT, "provider_id": COMMISSIONER, "status": Status.IN_REVIEW, "report_accepted": True}
    handled = facts(**own, handler_ids=frozenset({TEAM.person_id}))
    assert "did not handle it" in decide(Action.CLOSE, TEAM, handled).reason
    assert "did not handle it" in decide(Action.DOWNGRADE, TEAM, handled).reason
    assert decide(Action.CLOSE, actor(Role.PATIENT_SAFETY_TEAM, COMMISSIONER, person=9), handled).allowed


def test_psirf_has_no_declaring_and_no_commissioner_closing() -> None:
    world = facts(framework=Framework.PSIRF)
    for action in (Action.DECLARE, Action.REQUEST_DISCUSSION, Action.JUDGE_NOT_SERIOUS, Action.CLOSE):
        assert not decide(action, LEAD, world).allowed
        assert not decide(action, TEAM, facts(framework=Framework.PSIRF, status=Status.INVESTIGATING)).allowed
    chosen = decide(Action.CHOOSE_LEARNING_RESPONSE, LEAD, world)
    assert chosen.target == Status.INVESTIGATING
    ready = facts(framework=Framework.PSIRF, status=Status.INVESTIGATING, candour_undecided=False)
    assert decide(Action.SIGN_OFF_LEARNING_RESPONSE, EXECUTIVE, ready).target == Status.CLOSED
    for more in ({"candour_undecided": True}, {"candour_missing": ("no apology is recorded",)}):
        waiting = replace(ready, **more)
        assert "Duty of Candour" in decide(Action.SIGN_OFF_LEARNING_RESPONSE, EXECUTIVE, waiting).reason


@pytest.mark.parametrize("framework", Framework)
def test_every_open_status_awaits_someone_who_may_act(framework: Framework) -> None:
    for status in Status:
        step = next_step(facts(framework=framework, status=status))
        if step is None:
            assert (
                status
                in (
                    Status.DRAFT,
                    Status.NOT_SERIOUS,
                    Status.CLOSED,
                    Status.DOWNGRADED,
                    Status.DUPLICATE,
                )
                or framework == Framework.PSIRF
            )
            continue
        for action in step.actions:
            assert roles_for(action, framework, step.relation), (status, action)
        assert step.role in roles_for(step.actions[0], framework, step.relation)


@pytest.mark.parametrize("status", OPEN_AND_SERIOUS)
def test_the_icb_owes_acknowledgement_classification_and_never_event(status: Status) -> None:
    owed = [step.actions[0] for step in also_awaited(facts(status=status, never_event_code="1"))]
    assert owed == [Action.ACKNOWLEDGE, Action.AGREE_CLASSIFICATION, Action.CONFIRM_NEVER_EVENT]
    settled = facts(
        status=status,
        acknowledged=True,
        classification_agreed=True,
        never_event_code="1",
        never_event_confirmed=True,
    )
    assert also_awaited(settled) == ()


def test_a_page_is_out_of_date_after_the_same_step_or_a_move_but_not_after_something_beside_it() -> None:
    assert is_out_of_date(Action.SUBMIT_INITIAL_REVIEW, [(Action.DOWNGRADE, True)])
    assert is_out_of_date(Action.ADD_ACTION, [(Action.ADD_ACTION, False)])
    assert is_out_of_date(Action.SIGN_OFF_REPORT, [(Action.WRITE_REPORT, False)])
    assert is_out_of_date(Action.ACCEPT_REPORT, [(Action.RECORD_QUALITY_ASSURANCE, False)])
    assert is_out_of_date(Action.CLOSE, [(Action.RECORD_CANDOUR, False)])
    assert not is_out_of_date(
        Action.SUBMIT_INITIAL_REVIEW, [(Action.ACKNOWLEDGE, False), (Action.AGREE_CLASSIFICATION, False)]
    )
    assert not is_out_of_date(Action.WRITE_REPORT, [(Action.RECORD_CANDOUR, False)])
    # One among several is enough, and what only adds is never out of date.
    assert is_out_of_date(Action.WRITE_REPORT, [(Action.ACKNOWLEDGE, False), (Action.SIGN_OFF_REPORT, False)])
    assert is_out_of_date(Action.POST_MESSAGE, [(Action.CLOSE, True)]) is False


def test_stops_names_everything_that_must_be_done_first() -> None:
    before = facts(status=Status.INVESTIGATING, report_missing=("a summary",))
    found = stops(Action.SUBMIT_REPORT, LEAD, before)
    assert ["a summary" in found[0], "signed off" in found[1], "Duty of Candour" in found[2]] == [True] * 3
    ready = facts(status=Status.INVESTIGATING, report_signed_off=True, candour_undecided=False)
    assert stops(Action.SUBMIT_REPORT, LEAD, ready) == ()
    assert stops(Action.SUBMIT_REPORT, LEAD, facts(framework=Framework.PSIRF)) == ()


def test_a_step_is_refused_in_the_order_outsider_framework_role_status_condition() -> None:
    reported = facts()
    assert decide(Action.CLOSE, actor(Role.PROVIDER_LEAD, OUTSIDER), reported).clause == "4.7.7"
    other = decide(Action.CHOOSE_LEARNING_RESPONSE, LEAD, reported)
    assert (other.reason, other.clause) == ("Serious Incident Framework 2015 has no such step.", "2.3a")
    assert decide(Action.CLOSE, LEAD, reported).reason.startswith("Only the ICB")
    status = decide(Action.SUBMIT_REPORT, LEAD, reported)
    assert status.reason == "This cannot be done while the incident is: reported, awaiting decision."
    waiting = decide(Action.SUBMIT_REPORT, LEAD, facts(status=Status.INVESTIGATING))
    assert [each.waits for each in (other, status, waiting)] == [False, False, True]
    assert [each.target for each in (other, status, waiting)] == [None, None, None]


@pytest.mark.parametrize(
    ("provider", "commissioner", "words"),
    [
        ("", "", "the provider and the ICB has not recorded a view"),
        ("serious", "", "and the ICB has not recorded a view"),
        ("", "serious", "and the provider has not recorded a view"),
        ("serious", "not_serious", "both record that it meets SI criteria"),
        ("not_serious", "serious", "both record that it meets SI criteria"),
    ],
)
def test_a_discussion_says_whose_view_is_wanted(provider: str, commissioner: str, words: str) -> None:
    world = facts(status=Status.DISCUSSING, provider_view=provider, commissioner_view=commissioner)
    assert words in decide(Action.DECLARE, LEAD, world).reason


@pytest.mark.parametrize(
    ("action", "by", "status", "more", "words"),
    [
        (Action.ACKNOWLEDGE, TEAM, Status.DECLARED, {"acknowledged": True}, "acknowledged already"),
        (Action.CONFIRM_NEVER_EVENT, TEAM, Status.DECLARED, {}, "not recorded as a Never Event"),
        (Action.ACCEPT_REPORT, TEAM, Status.IN_REVIEW, {"report_accepted": True}, "accepted already"),
        (Action.RETURN_REPORT, TEAM, Status.IN_REVIEW, {"report_accepted": True}, "accepted already"),
        (
            Action.ACCEPT_REPORT,
            TEAM,
            Status.IN_REVIEW,
            {"quality_unanswered": 1},
            "1 quality-assurance item has no",
        ),
        (
            Action.ACCEPT_REPORT,
            TEAM,
            Status.IN_REVIEW,
            {"quality_unanswered": 2},
            "2 quality-assurance items have",
        ),
        (
            Action.SIGN_OFF_REPORT,
            EXECUTIVE,
            Status.RETURNED,
            {"report_signed_off": True},
            "signed off already",
        ),
        (Action.SIGN_OFF_REPORT, LEAD, Status.INVESTIGATING, {}, "Only the provider's executive"),
        (Action.CONFIRM_KEYED, LEAD, Status.DECLARED, {}, "Nothing keyed by the ICB"),
        (
            Action.RECORD_OTHER_BODY,
            LEAD,
            Status.DECLARED,
            {"investigated_elsewhere": True},
            "recorded already",
        ),
        (Action.END_OTHER_BODY, LEAD, Status.DECLARED, {}, "No other body's"),
    ],
)
def test_what_must_come_first_is_said(
    action: Action, by: Actor, status: Status, more: dict[str, Any], words: str
) -> None:
    decision = decide(action, by, facts(status=status, **more))
    assert words in decision.reason
    assert decision.waits


def test_an_item_not_met_that_was_overridden_no_longer_stops_acceptance() -> None:
    world = facts(status=Status.IN_REVIEW, quality_not_met=("Timeline produced",), quality_overridden=True)
    assert decide(Action.ACCEPT_REPORT, TEAM, world).allowed


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(
    ("small", "keyed", "words"),
    [
        (True, True, ""),
        (False, True, "practices and care homes alone"),
        (True, False, "only on a report that it keyed"),
    ],
)
@pytest.mark.parametrize(
    ("action", "status"),
    [(Action.DECLARE, Status.REPORTED), (Action.SUBMIT_INITIAL_REVIEW, Status.DECLARED)],
)
def test_the_icb_keys_a_step_for_a_small_provider_on_a_report_it_keyed_and_no_other(
    action: Action, status: Status, small: bool, keyed: bool, words: str
) -> None:
    world = facts(status=status, provider_is_small=small, keyed_by_commissioner=keyed)
    sees_it = keyed or status is not Status.REPORTED
    assert is_keyed(action, TEAM, world)
    assert not is_keyed(action, LEAD, world)
    assert not is_keyed(Action.ALLOCATE, TEAM, world)
    decision = decide(action, TEAM, world)
    assert decision.allowed is (not words)
    assert words in decision.reason or not sees_it
    assert (decision.clause == "4.7.7") is not sees_it
    assert decide(action, LEAD, world).allowed


def test_a_practice_signs_what_it_sends_and_a_trusts_lead_does_not() -> None:
    practice = facts(status=Status.INVESTIGATING, provider_is_small=True)
    assert decide(Action.SIGN_OFF_REPORT, LEAD, practice).allowed
    assert not decide(Action.SIGN_OFF_REPORT, LEAD, facts(status=Status.INVESTIGATING)).allowed


def test_roles_for_a_step_are_those_of_the_relation_and_of_a_step_that_is_not_there_none() -> None:
    assert roles_for(Action.SIGN_OFF_REPORT, Framework.SIF_2015, Relation.PROVIDER) == {
        Role.PROVIDER_EXECUTIVE,
        Role.PROVIDER_LEAD,
        Role.PATIENT_SAFETY_TEAM,
        Role.CHIEF_NURSE,
    }
    assert roles_for(Action.DECLARE, Framework.PSIRF, Relation.PROVIDER) == frozenset()


def test_a_condition_answers_in_words_or_not_at_all() -> None:
    """``""`` is content; anything else is read out to people."""
    recorded: list[dict[str, Any]] = [
        {},
        CONTENT,
        {"provider_is_small": True, "keyed_by_commissioner": True},
        {"provider_view": "serious", "commissioner_view": "serious"},
        {"provider_view": "not_serious", "commissioner_view": "not_serious"},
        {"read_with": "SL-2026-0001", "read_with_is_signed": True},
    ]
    worlds = [facts(status=status, **more) for status in Status for more in recorded]
    for steps in WORKFLOW.values():
        for step in steps.values():
            for condition in step.conditions:
                for by in (LEAD, TEAM, EXECUTIVE, SPECIALIST):
                    assert {type(condition(world, by)) for world in worlds} == {str}, step.action
