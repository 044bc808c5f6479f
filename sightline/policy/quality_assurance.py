"""Quality assurance of a final report: the checklist, its ratings and what stops acceptance (clause 4.3d).

An item not met may be overridden, with a reason, by the roles that hold the permission (design decision 32).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sightline.policy.permissions import GRANTS
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Permission, Role, Term

SOURCE = "Closure checklist of the Serious Incident Framework 2015, in our words; from knowledge"


class Rating(Term):
    """How far the report meets an item."""

    MET = "met", "Met"
    PARTLY = "partly", "Partially met"
    NOT_MET = "not_met", "Not met"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


class Group(Term):
    """The headings of the checklist, in order."""

    SET_UP = "set_up", "Setting up"
    GATHERING = "gathering", "Gathering and mapping"
    ANALYSIS = "analysis", "Analysis"
    SOLUTIONS = "solutions", "Solutions"
    THROUGHOUT = "throughout", "Throughout"
    NEXT_STEPS = "next_steps", "Next steps"
    READY = "ready", "Ready to close"


@dataclass(frozen=True)
class ChecklistItem:
    """One question put to the report; ``label`` names it in a list. Some are for Never Events alone."""

    code: str
    label: str
    group: Group
    question: str
    clause: str
    never_event_only: bool = False


_ITEMS = (
    ChecklistItem(
        "trained_lead",
        "trained lead investigator",
        Group.SET_UP,
        "Was the lead investigator trained?",
        clause="4.3d",
    ),
    ChecklistItem(
        "risk_before",
        "risk known beforehand",
        Group.SET_UP,
        "Was what was known of the risk beforehand considered?",
        clause="4.3d",
    ),
    ChecklistItem(
        "team",
        "more than one investigator",
        Group.SET_UP,
        "Did more than one person investigate?",
        clause="4.3d",
    ),
    ChecklistItem(
        "method",
        "recognised method",
        Group.SET_UP,
        "Was a recognised national method of investigation used?",
        clause="4.3d",
    ),
    ChecklistItem(
        "evidence",
        "right evidence",
        Group.GATHERING,
        "Was the right evidence used: records, accounts, policies, equipment, interviews?",
        clause="2.2b",
    ),
    ChecklistItem(
        "interested_parties",
        "everyone with an interest",
        Group.GATHERING,
        "Did everyone with an interest take part?",
        clause="4.3c",
    ),
    ChecklistItem(
        "people_involved",
        "those affected involved and supported",
        Group.GATHERING,
        "Were patients, families and staff who were affected involved and supported?",
        clause="4.3c",
    ),
    ChecklistItem("timeline", "timeline", Group.GATHERING, "Is there a clear timeline?", clause="2.2b"),
    ChecklistItem(
        "guidance",
        "guidance cited",
        Group.GATHERING,
        "Does it cite the guidance that shows what should have happened?",
        clause="2.2b",
    ),
    ChecklistItem(
        "delivery_problems",
        "care and service problems identified",
        Group.GATHERING,
        "Are problems in giving care and in running the service identified?",
        clause="4.7.12",
    ),
    ChecklistItem(
        "just_culture",
        "no unfair blame",
        Group.GATHERING,
        "Is it free of unfair blame of individuals?",
        clause="4.3c",
    ),
    ChecklistItem(
        "contributory_factors",
        "contributory factors",
        Group.ANALYSIS,
        "Are contributory factors explored for each problem?",
        clause="4.7.12",
    ),
    ChecklistItem(
        "root_causes",
        "most basic causes",
        Group.ANALYSIS,
        "Does it reach the most basic causes?",
        clause="4.7.12",
    ),
    ChecklistItem(
        "strong_recommendations",
        "strong recommendations",
        Group.SOLUTIONS,
        "Do the recommendations address the causes, and are they strong enough?",
        clause="2.2c",
    ),
    ChecklistItem(
        "actions_owned",
        "actions with owner, date and means",
        Group.SOLUTIONS,
        "Does every action have an owner, a date and the means, agreed by whoever holds the budget?",
        clause="4.3f",
    ),
    ChecklistItem(
        "options",
        "other solutions weighed",
        Group.SOLUTIONS,
        "Were other solutions weighed?",
        clause="4.7.12",
    ),
    ChecklistItem(
        "involvement_shown",
        "involvement shown",
        Group.THROUGHOUT,
        "Does the report show how those affected were involved and supported?",
        clause="4.3c",
    ),
    ChecklistItem(
        "implementation",
        "plan to carry out, watch and spread",
        Group.NEXT_STEPS,
        "Is it clear how actions will be carried out, watched, evaluated and spread?",
        clause="4.3f",
    ),
    ChecklistItem(
        "no_names", "no names", Group.READY, "Is it free of names and other identifiers?", clause="11.1a"
    ),
    ChecklistItem(
        "signed_off", "executive sign-off", Group.READY, "Has an executive signed it off?", clause="4.4.2"
    ),
    ChecklistItem(
        "questions_answered",
        "patient's or family's questions answered",
        Group.READY,
        "Does it answer what the patient or family asked?",
        clause="4.3c",
    ),
    ChecklistItem(
        "terms_met", "terms of reference met", Group.READY, "Are the terms of reference met?", clause="2.2b"
    ),
    ChecklistItem(
        "candour_evidence",
        "evidence of candour",
        Group.READY,
        "Is there evidence that the duty of candour was met?",
        clause="3.1h",
    ),
    ChecklistItem(
        "safeguarding",
        "safeguarding and fair treatment",
        Group.READY,
        "Were safeguarding and fair treatment considered?",
        clause="9.0a",
    ),
    ChecklistItem(
        "barriers",
        "national barriers explained",
        Group.READY,
        "Does it explain which national barriers failed, or were not in place, and why?",
        clause="3.3a",
        never_event_only=True,
    ),
    ChecklistItem(
        "lessons", "lessons others can use", Group.READY, "Can others learn from its lessons?", clause="1.1d"
    ),
)

CHECKLIST: Mapping[str, ChecklistItem] = MappingProxyType({item.code: item for item in _ITEMS})


@dataclass(frozen=True)
class Override:
    """Someone's decision to accept an item not met. Stands only with a reason and the right role."""

    by_role: Role
    reason: str

    @property
    def stands(self) -> bool:
        """Whether it lifts the stop."""
        return may_override(self.by_role) and bool(self.reason.strip())


@dataclass(frozen=True)
class RatedItem:
    """One item as the reviewer left it. ``rating`` is None while it has not been rated."""

    code: str
    rating: Rating | None = None
    comment: str = ""
    override: Override | None = None


@dataclass(frozen=True)
class Stop:
    """Why the report cannot be accepted yet. ``mends`` is what would lift it: rating, comment or override."""

    code: str
    text: str
    clause: str
    mends: str


#: A checklist as it is stored and typed: by code of the item, ``{"rating": ..., "comment": ...}``.
Quality = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Standing:
    """How far a checklist has come: how many items have no rating, and the labels of those not met."""

    unanswered: int
    not_met: tuple[str, ...]


def checklist_for(*, never_event: bool) -> tuple[ChecklistItem, ...]:
    """The items asked of this report, in order."""
    return tuple(item for item in CHECKLIST.values() if never_event or not item.never_event_only)


def may_override(role: Role) -> bool:
    """Whether this role may accept an item not met: the Patient Safety Specialist and the Chief Nurse."""
    return any(
        row.role == role and Permission.OVERRIDE_QUALITY_ASSURANCE in row.permissions for row in GRANTS
    )


def unanswered_items(items: Iterable[RatedItem], *, never_event: bool = False) -> tuple[ChecklistItem, ...]:
    """The items not rated yet, those missing from ``items`` among them."""
    rated = {item.code for item in items if item.rating is not None}
    return tuple(item for item in checklist_for(never_event=never_event) if item.code not in rated)


def items_not_met(items: Iterable[RatedItem]) -> tuple[RatedItem, ...]:
    """Items rated not met, whether or not they are overridden."""
    return tuple(item for item in items if item.rating is Rating.NOT_MET)


def items_without_comment(items: Iterable[RatedItem]) -> tuple[RatedItem, ...]:
    """Items that need words beside the rating: everything but met."""
    return tuple(item for item in items if item.rating not in (None, Rating.MET) and not item.comment.strip())


def blocks_acceptance(items: Iterable[RatedItem], *, never_event: bool = False) -> tuple[Stop, ...]:
    """What stops the report from being accepted: items unrated, unexplained, or not met and not overridden.

    Raises:
        KeyError: an item is not on the checklist.
    """
    rated = tuple(items)
    for item in rated:
        if item.code not in CHECKLIST:
            raise KeyError(f"The checklist has no item {item.code!r}.")
    found = [
        Stop(row.code, f"Not rated yet: {row.question}", clause=row.clause, mends="rating")
        for row in unanswered_items(rated, never_event=never_event)
    ]
    for item in items_without_comment(rated):
        row = CHECKLIST[item.code]
        found.append(
            Stop(row.code, f"Say why in a comment: {row.label}.", clause=row.clause, mends="comment")
        )
    for item in items_not_met(rated):
        if item.override is None or not item.override.stands:
            row = CHECKLIST[item.code]
            found.append(Stop(row.code, f"Not met: {row.question}", clause=row.clause, mends="override"))
    return tuple(found)


def rated_items(quality: Quality, *, never_event: bool) -> tuple[RatedItem, ...]:
    """The checklist asked of this report, as it stands: every item of it, rated or not."""
    found = []
    for row in checklist_for(never_event=never_event):
        answer = quality.get(row.code, {})
        rating = answer.get("rating", "")
        found.append(
            RatedItem(row.code, Rating(rating) if rating in list(Rating) else None, answer.get("comment", ""))
        )
    return tuple(found)


def judge(quality: Quality, *, never_event: bool) -> Standing:
    """How far the checklist of this report has come."""
    items = rated_items(quality, never_event=never_event)
    return Standing(
        unanswered=len(unanswered_items(items, never_event=never_event)),
        not_met=tuple(CHECKLIST[item.code].label for item in items_not_met(items)),
    )


def rating_field(code: str) -> str:
    """The name of an item's rating beside which its problems are said."""
    return f"rating-{code}"


def comment_field(code: str) -> str:
    """The name of an item's comment."""
    return f"comment-{code}"


def problems(quality: Quality) -> tuple[Problem, ...]:
    """What keeps a checklist from being saved, complete or not: an item or a rating there is not."""
    found = []
    for code, answer in quality.items():
        if code not in CHECKLIST:
            found.append(Problem(rating_field(code), f"The checklist has no item “{code}”.", clause="4.3d"))
        elif answer.get("rating", "") not in ("", *Rating):
            found.append(
                Problem(rating_field(code), "Choose a rating from the list.", clause=CHECKLIST[code].clause)
            )
    return tuple(found)


def problems_of_return(quality: Quality, *, never_event: bool) -> tuple[Problem, ...]:
    """What keeps the report from being returned: a fault named without saying what it is."""
    faults = [
        item
        for item in rated_items(quality, never_event=never_event)
        if item.rating in (Rating.PARTLY, Rating.NOT_MET)
    ]
    return tuple(
        Problem(
            comment_field(item.code),
            f"Say in the comment what is missing: {CHECKLIST[item.code].label}.",
            clause=CHECKLIST[item.code].clause,
        )
        for item in items_without_comment(faults)
    )


def problems_of_acceptance(
    quality: Quality, *, never_event: bool, role: Role, override_reason: str
) -> tuple[Problem, ...]:
    """What keeps this role from accepting the report with this checklist; empty when it may."""
    override = Override(role, override_reason)
    items = [replace(item, override=override) for item in rated_items(quality, never_event=never_event)]
    found = []
    for stop in blocks_acceptance(items, never_event=never_event):
        if stop.mends == "comment":
            found.append(Problem(comment_field(stop.code), stop.text, clause=stop.clause))
        elif stop.mends == "rating":
            found.append(Problem(rating_field(stop.code), stop.text, clause=stop.clause))
        elif not may_override(role):
            words = (
                f"{stop.text} Return the report, or ask one who may accept it all the same: {_OVERRIDERS}."
            )
            found.append(Problem(rating_field(stop.code), words, clause=stop.clause))
    missing = [CHECKLIST[item.code].label for item in items_not_met(items)]
    if missing and may_override(role) and not override.stands:
        words = f"Not met: {'; '.join(missing)}. Give the reason for accepting the report all the same."
        found.append(Problem("override_reason", words, clause="4.5b"))
    return tuple(found)


_OVERRIDERS = " or ".join(role.label for role in Role if may_override(role))
