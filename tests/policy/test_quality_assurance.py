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
    may_override,
    unanswered_items,
)
from sightline.policy.terms import Role

ALL_MET = tuple(RatedItem(item.code, Rating.MET) for item in checklist_for(never_event=False))


def but(code: str, **changes: object) -> tuple[RatedItem, ...]:
    """Everything met, except one item."""
    return tuple(replace(item, **changes) if item.code == code else item for item in ALL_MET)  # type: ignore[arg-type]


def test_report_with_everything_met_is_accepted() -> None:
    assert blocks_acceptance(ALL_MET) == ()


def test_report_of_a_never_event_also_explains_the_barriers() -> None:
    assert [stop.code for stop in blocks_acceptance(ALL_MET, never_event=True)] == ["barriers"]
    assert [item.code for item in unanswered_items(ALL_MET, never_event=True)] == ["barriers"]


@pytest.mark.parametrize("code", [item.code for item in checklist_for(never_event=False)])
def test_any_item_not_met_blocks(code: str) -> None:
    found = blocks_acceptance(but(code, rating=Rating.NOT_MET, comment="It is not there."))
    assert [stop.code for stop in found] == [code]
    assert found[0].text.startswith("Not met: ")
    assert found[0].clause == CHECKLIST[code].clause


@pytest.mark.parametrize("rating", [Rating.PARTLY, Rating.NOT_APPLICABLE])
def test_partly_met_and_not_applicable_pass_with_a_comment_only(rating: Rating) -> None:
    assert blocks_acceptance(but("timeline", rating=rating, comment="Short but sound.")) == ()
    assert [stop.text for stop in blocks_acceptance(but("timeline", rating=rating))] == [
        "Say why in a comment."
    ]


def test_item_not_rated_blocks() -> None:
    assert [stop.code for stop in blocks_acceptance(but("team", rating=None))] == ["team"]
    assert len(blocks_acceptance(())) == len(ALL_MET)


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
