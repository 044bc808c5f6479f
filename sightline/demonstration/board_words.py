"""What the ICB writes: its answers to reviews, its quality assurance, and why it closes, returns or downgrades."""

from __future__ import annotations

from collections.abc import Mapping

from sightline.demonstration import provider_words
from sightline.demonstration.stories import Story, number_from, pick
from sightline.policy.quality_assurance import checklist_for

Quality = Mapping[str, Mapping[str, str]]


def review_accepted(story: Story) -> str:
    """Why the 72-hour review is accepted at the level agreed."""
    return pick(
        (
            "A clear account. Please add the patient’s or family’s own questions to the terms of reference, in their words.",
            "Accepted. The investigation should look beyond the ward or team where it happened.",
            "Thank you for a full review. The level proposed is agreed; please hear the night staff as well.",
            "Accepted. Tell us early if another organisation must take part.",
        ),
        story.key,
        "accepted",
    )


def more_wanted(story: Story) -> str:
    """What the ICB still needs to know."""
    return pick(
        (
            "Please say when equipment was ordered and when it came, and whether others on the caseload have been looked at.",
            "Please say what has been told to the patient or family so far, and who is supporting the staff.",
            "The immediate action rests on people taking care. What else has been put in place until the cause is known?",
        ),
        story.key,
        "more",
    )


_PARTLY = {
    "options": "One solution is put forward; others are named and not weighed.",
    "implementation": "Clear for the first three months. How it is spread to other sites is not said.",
    "interested_parties": "The night staff were heard by telephone only.",
    "guidance": "National guidance is cited; the provider’s own is not dated.",
    "risk_before": "Earlier incidents are counted and not compared.",
    "involvement_shown": "The family’s part is described in one line.",
    "team": "Two names of roles are given; the second joined late.",
}
_NOT_MET = {
    "root_causes": "It stops at what staff did. Why it made sense to do so, and what in the system led there, is not explored.",
    "strong_recommendations": "All four actions are training or reminders. None changes what led to it.",
    "questions_answered": "Two of the three questions that the family asked have no answer.",
}


def quality(story: Story, *, returned: bool = False, unfinished: bool = False) -> Quality:
    """The checklist as the reviewer left it: mostly met, a few in part; for a return, some not met."""
    rated: dict[str, dict[str, str]] = {}
    items = checklist_for(never_event=bool(story.never_event))
    for item in items[: len(items) // 2] if unfinished else items:
        rating, comment = "met", ""
        if (
            item.code in _PARTLY
            and (story.candour or item.code != "involvement_shown")
            and number_from(4, story.key, item.code) == 0
        ):
            rating, comment = "partly", _PARTLY[item.code]
        if (
            returned
            and item.code in _NOT_MET
            and (item.code == "root_causes" or number_from(2, story.key, item.code) == 0)
        ):
            rating, comment = "not_met", _NOT_MET[item.code]
        if item.code == "questions_answered" and not story.candour:
            rating, comment = "not_applicable", "Nobody was harmed; those concerned were told."
        rated[item.code] = {"rating": rating, "comment": comment}
    return rated


def returned(story: Story) -> str:
    """What the provider must do before sending the report again."""
    return pick(
        (
            "Thank you for the care taken with the timeline. Please go further into why it made sense at the time, and add at least one action that does not depend on people remembering.",
            "The account is clear and fair. Please answer all questions of the family, and say where else in the organisation this could happen.",
            "A good summary. The causes stop at the ward: please look at how the service is set up, with those who run it.",
        ),
        story.key,
        "returned",
    )


def accepted(story: Story) -> str:
    """Feedback on a report that is accepted."""
    return pick(
        (
            "A thoughtful report that explains why it happened without blame. The lesson will be shared with other providers at the quality group.",
            "Strong on causes. We would like to hear at six months whether the change has held.",
            "The family’s account is woven into the timeline: an example to others. Please watch the second action closely.",
            "Accepted. The strongest action is the change to the system; the training alone would not have been enough.",
        ),
        story.key,
        "feedback",
    )


def closing(story: Story) -> str:
    """Why the case is closed."""
    return pick(
        (
            "Report accepted, candour complete, and the actions have owners and dates.",
            "All that was asked for is here. The learning goes to the quality committee of the Place.",
            "Closed after discussion at the weekly panel.",
        ),
        story.key,
        "closing",
    )


def monitoring(story: Story) -> str:
    """How actions that are still open are followed until they are done."""
    return pick(
        (
            "Followed at the monthly quality review meeting until each is shown to be done.",
            "The quality lead at Place visits in three months and asks for the evidence of each.",
        ),
        story.key,
        "monitoring",
    )


_CHECKED: Mapping[str, tuple[str, ...]] = {
    "built": ("Seen on a visit.", "Photographs read, and confirmed by telephone with those who work there."),
    "supplied": (
        "Seen in use on a visit.",
        "Delivery note read; confirmed by telephone with those who use it.",
    ),
    "digital": (
        "The new screen was shown to us, and the data were read.",
        "The data were read; the figure holds.",
    ),
    "practice": (
        "The audit was read; the sample is sound and the figure holds.",
        "Seen on a visit, at handover.",
    ),
    "taught": ("The list was read. We will look for the effect in the next audit.", "Sheets seen."),
}


def verified(story: Story, number: int) -> str:
    """What was checked before an action counts as done."""
    kind = provider_words.kind_of(provider_words.planned_actions(story)[number - 1])
    return pick(_CHECKED[kind], story.key, "verified", str(number))


_DOWNGRADED: Mapping[str, str] = {
    "lens": "It is outside the Never Events list, and the harm was put right by one further procedure that is a known possibility. Local learning goes on.",
    "practice-fridge": "The fridge’s own memory shows that it never rose above eight degrees: only its display was unplugged. No vaccine was affected.",
    "palliative-ulcer": "Photographs of the first visit show that the damage was there when care began. What was missed is learned from within the service.",
}


def downgraded(story: Story) -> str:
    """Which facts show that it does not meet the criteria."""
    natural = "The coroner’s post-mortem found a natural cause, and the review found that care was good. It does not meet the criteria."
    return _DOWNGRADED.get(story.key, natural)
