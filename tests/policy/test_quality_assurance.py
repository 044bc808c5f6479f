"""Quality assurance: what stops a final report from being accepted, and who may override it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sightline.policy.quality_assurance import (
    CHECKLIST,
    Group,
    Override,
    RatedItem,
    Rating,
    blocks_acceptance,
    checklist_for,
    items_not_met,
    judge,
    may_override,
    problems,
    problems_of_acceptance,
    problems_of_return,
    unanswered_items,
)
from sightline.policy.terms import Role

ALL_MET = tuple(RatedItem(item.code, Rating.MET) for item in checklist_for(never_event=False))


def but(code: str, **changes: object) -> tuple[RatedItem, ...]:
    """Everything met, except one item."""
    return tuple(replace(item, **changes) if item.code == code else item for item in ALL_MET)  # type: ignore[arg-type]


def test_report_with_everything_met_is_accepted() -> None:
    assert blocks_acceptance(ALL_MET) == ()


@pytest.mark.clause("3.3a", "12f", facet="the report must explain which barriers failed and why")
def test_report_of_a_never_event_also_explains_the_barriers() -> None:
    assert [stop.code for stop in blocks_acceptance(ALL_MET, never_event=True)] == ["barriers"]
    assert [item.code for item in unanswered_items(ALL_MET, never_event=True)] == ["barriers"]


@pytest.mark.clause("4.3d", facet="every item is rated before acceptance")
@pytest.mark.parametrize("code", [item.code for item in checklist_for(never_event=False)])
def test_any_item_not_met_blocks(code: str) -> None:
    found = blocks_acceptance(but(code, rating=Rating.NOT_MET, comment="It is not there."))
    assert [stop.code for stop in found] == [code]
    assert found[0].text.startswith("Not met: ")
    assert found[0].clause == CHECKLIST[code].clause


@pytest.mark.parametrize("rating", [Rating.PARTLY, Rating.NOT_APPLICABLE])
def test_partly_met_and_not_applicable_pass_with_a_comment_only(rating: Rating) -> None:
    assert blocks_acceptance(but("timeline", rating=rating, comment="Short but sound.")) == ()
    found = blocks_acceptance(but("timeline", rating=rating))
    assert [(stop.mends, stop.text) for stop in found] == [("comment", "Say why in a comment: timeline.")]


@pytest.mark.clause("4.3d", facet="every item is rated before acceptance")
def test_item_not_rated_blocks() -> None:
    assert [stop.code for stop in blocks_acceptance(but("team", rating=None))] == ["team"]
    assert len(blocks_acceptance(())) == len(ALL_MET)


@pytest.mark.clause("4.5b", facet="an item not met passes only with a signed reason")
@pytest.mark.parametrize(
    ("role", "reason", "accepted"),
    [
        (Role.PATIENT_SAFETY_SPECIALIST, "The method was agreed beforehand.", True),
        (Role.CHIEF_NURSE, "The method was agreed beforehand.", True),
        (Role.CHIEF_NURSE, "   ", False),
        (Role.PATIENT_SAFETY_TEAM, "The method was agreed beforehand.", False),
        (Role.PROVIDER_LEAD, "The method was agreed beforehand.", False),
    ],
)
def test_override_needs_the_role_and_a_reason(role: Role, reason: str, accepted: bool) -> None:
    override = Override(role, reason)
    items = but("method", rating=Rating.NOT_MET, comment="Home-made.", override=override)
    assert (blocks_acceptance(items) == ()) is accepted
    assert [item.code for item in items_not_met(items)] == ["method"]


def test_override_does_not_answer_what_was_never_rated() -> None:
    override = Override(Role.CHIEF_NURSE, "Enough.")
    assert [stop.code for stop in blocks_acceptance(but("team", rating=None, override=override))] == ["team"]


@pytest.mark.clause("4.5b", facet="an item not met passes only with a signed reason")
def test_only_two_roles_may_override() -> None:
    assert {role for role in Role if may_override(role)} == {
        Role.PATIENT_SAFETY_SPECIALIST,
        Role.CHIEF_NURSE,
    }


def test_item_unknown_says_so() -> None:
    with pytest.raises(KeyError, match="no item 'colour'"):
        blocks_acceptance([RatedItem("colour", Rating.MET)])


def test_checklist_covers_every_heading_with_questions() -> None:
    assert {item.group for item in CHECKLIST.values()} == set(Group)
    assert all(item.question.endswith("?") and item.label for item in CHECKLIST.values())
    assert len({item.label for item in CHECKLIST.values()}) == len(CHECKLIST)


def asked_for(clause_id: str) -> set[str]:
    """What every report is checked for by this clause; any of them not met blocks acceptance."""
    return {item.label for item in checklist_for(never_event=False) if item.clause == clause_id}


@pytest.mark.clause("4.3c", facet="the check of the report asks about blame, involvement and support")
def test_checklist_asks_of_blame_involvement_and_support() -> None:
    assert asked_for("4.3c") >= {
        "no unfair blame",
        "those affected involved and supported",
        "involvement shown",
        "patient's or family's questions answered",
    }


@pytest.mark.clause("4.7.12", facet="the check asks for factors and the most basic causes")
def test_checklist_asks_for_factors_and_the_most_basic_causes() -> None:
    assert asked_for("4.7.12") >= {
        "care and service problems identified",
        "contributory factors",
        "most basic causes",
    }


@pytest.mark.clause("9.0a", facet="the check of the report asks about fair treatment")
def test_checklist_asks_of_fair_treatment() -> None:
    assert asked_for("9.0a") == {"safeguarding and fair treatment"}


def stored(never_event: bool = False, **changes: dict[str, str]) -> dict[str, dict[str, str]]:
    """A checklist as it is stored: everything met, but for the items given."""
    met = {item.code: {"rating": "met", "comment": ""} for item in checklist_for(never_event=never_event)}
    return {**met, **changes}


def test_checklist_is_judged_as_stored() -> None:
    standing = judge(
        stored(team={"rating": "", "comment": "To be asked."}, timeline=NOT_MET), never_event=False
    )
    assert standing.unanswered == 1
    assert standing.not_met == ("timeline",)
    assert judge({}, never_event=False).unanswered == len(ALL_MET)
    assert judge(stored(), never_event=True).unanswered == 1


NOT_MET = {"rating": "not_met", "comment": "There is none."}


def test_item_of_never_events_does_not_count_elsewhere() -> None:
    assert judge(stored(barriers=NOT_MET), never_event=False).not_met == ()
    assert judge(stored(barriers=NOT_MET), never_event=True).not_met == ("national barriers explained",)


def test_item_or_rating_there_is_not_cannot_be_saved() -> None:
    assert problems(stored(team={"rating": ""})) == ()
    found = problems({"colour": {"rating": "met"}, "team": {"rating": "superb"}})
    assert [problem.field for problem in found] == ["rating-colour", "rating-team"]


@pytest.mark.clause("4.3d", facet="a report is returned with its reasons")
def test_report_is_returned_only_with_every_fault_explained() -> None:
    bare = {"rating": "not_met", "comment": " "}
    found = problems_of_return(stored(timeline=bare, team={"rating": "partly"}), never_event=False)
    assert [problem.field for problem in found] == ["comment-team", "comment-timeline"]
    assert problems_of_return(stored(timeline=NOT_MET, team={"rating": ""}), never_event=False) == ()


def test_acceptance_says_each_problem_beside_its_field() -> None:
    quality = stored(team={"rating": ""}, method={"rating": "partly"}, timeline=NOT_MET)
    for_team = problems_of_acceptance(
        quality, never_event=False, role=Role.PATIENT_SAFETY_TEAM, override_reason="Enough."
    )
    assert [problem.field for problem in for_team] == ["rating-team", "comment-method", "rating-timeline"]
    assert "Patient Safety Specialist or Chief Nurse" in for_team[-1].message
    for_specialist = problems_of_acceptance(
        quality, never_event=False, role=Role.PATIENT_SAFETY_SPECIALIST, override_reason=""
    )
    assert [problem.field for problem in for_specialist] == [
        "rating-team",
        "comment-method",
        "override_reason",
    ]
    assert "Not met: timeline." in for_specialist[-1].message


def test_acceptance_with_everything_met_or_overridden_has_no_problem() -> None:
    assert not problems_of_acceptance(
        stored(), never_event=False, role=Role.PATIENT_SAFETY_TEAM, override_reason=""
    )
    assert not problems_of_acceptance(
        stored(timeline=NOT_MET),
        never_event=False,
        role=Role.CHIEF_NURSE,
        override_reason="It is in annex B.",
    )
