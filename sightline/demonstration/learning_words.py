"""What is written when a learning response is planned, shared with those affected, written down and overseen (PSIRF)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from sightline.demonstration import provider_words
from sightline.demonstration.stories import Story, pick
from sightline.policy.required_responses import (
    facts_of_report,
    questions_of,
    required_responses,
    with_answers,
)

WHY: Mapping[str, str] = MappingProxyType(
    {
        "psii": "The plan asks for an investigation where a death may be due to problems in care, or for a Never Event.",
        "after_action_review": "The plan asks for an after-action review where the team can learn quickly from one event.",
        "swarm_huddle": "The plan asks for staff to gather at once where the place itself is part of the cause.",
        "mdt_review": "Several professions took part, and the plan asks them to look at it together.",
        "thematic_review": "The plan has falls with injury as a priority: read together with the two before it.",
        "local_learning": "The plan leaves events of this kind to the team, which knows what led to it.",
    }
)
_LED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "psii": (
            "Patient safety investigator, trained to lead them",
            "Head of patient safety investigations",
        ),
        "after_action_review": ("Trained facilitator from another division", "Matron for patient safety"),
        "mdt_review": ("Associate medical director", "Lead nurse of the division"),
        "thematic_review": ("Falls practitioner with the patient safety lead",),
    }
)
#: What some look at and are asked, where the words of their theme fit less well.
_TERMS: Mapping[str, str] = MappingProxyType(
    {
        "psirf-birth-tear": "How the examination after birth is done, by whom, and who is asked for a second look."
    }
)
_ASKED: Mapping[str, str] = MappingProxyType(
    {"psirf-birth-tear": "why nobody looked again when it still hurt after a week"}
)
#: Answers that differ from no, by story.
_ANSWERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "psirf-stroke-ward": {"death_due_to_care": "yes"},
        "psirf-birth-tear": {"maternity_criteria": "no"},
    }
)


def answers(story: Story) -> dict[str, str]:
    """What the lead answers of the questions that the report leaves open; most of them no."""
    own = _ANSWERS.get(story.key, {})
    told = facts_of_report(
        circumstances=story.circumstances,
        physical_harm=story.physical if "patient" in story.affected else "",
        age_band=story.age,
        setting=story.setting or story.theme.setting,
        never_event=bool(story.never_event) if story.when != "not_sure" else None,
    )
    given: dict[str, str] = {}
    while asked := [
        name for name in questions_of(required_responses(with_answers(told, given))) if name not in given
    ]:
        cooled = asked[0] == "maternity_criteria" and "cooled" in story.happened
        given[asked[0]] = own.get(asked[0], "yes" if cooled else "no")
    return given


def led_by(story: Story, response: str) -> str:
    """Who leads it, by role."""
    return pick(_LED_BY.get(response, ("Ward manager",)), story.key, "led by")


def terms(story: Story) -> str:
    """What it looks at, and what it does not."""
    aside = pick(
        (
            "It does not look at what single people did or left undone.",
            "Conduct and the cause of death are not part of it.",
            "Questions of staffing beyond the ward go to the plan for improvement.",
        ),
        story.key,
        "aside",
    )
    return f"{_TERMS.get(story.key, story.theme.terms)} {aside}"


def engaged(story: Story) -> dict[str, str]:
    """How those affected take part; staff where no patient was harmed."""
    if not story.candour:
        return {
            "outcome": "nobody",
            "words": "Nobody was harmed. The staff who were there were asked how they are and what they saw.",
            "questions": "",
        }
    words = pick(
        (
            "Met at home with the patient safety lead, with a named person to ring. They read the draft before it is signed.",
            "Rung, then met on the ward. They wish to be asked once, and to hear what was learned.",
            "A letter and a call; they chose to write down their questions and not to meet for now.",
        ),
        story.key,
        "engaged",
    )
    return {
        "outcome": "engaged",
        "words": words,
        "questions": f"They ask {_ASKED.get(story.key, story.theme.asked)}.",
    }


def causes(story: Story) -> str:
    """What contributed, in the words of PSIRF: the system, without the labels of another framework."""
    text = provider_words.final_report(story)["causes"]
    parts = re.split(r"(?:Care delivery|Service delivery|Root cause): ", text)
    return " ".join(part[0].upper() + part[1:] for part in (each.strip() for each in parts) if part)


def record(story: Story, response: str, *, whole: bool = True) -> dict[str, str]:
    """Answers to the questions of the response; without ``whole`` only the first, as far as somebody has come."""
    learned = provider_words.final_report(story)["lessons"]
    found = story.found or "What is written down of such work and how it is done had grown apart."
    changes = " ".join(f"{row.text}." for row in provider_words.planned_actions(story))
    why = causes(story)
    forms: Mapping[str, Mapping[str, str]] = {
        "psii": {
            "happened": story.happened,
            "tools": f"{found} The equipment in use was looked at where it stands.",
            "tasks": "The work was watched on two shifts. Interruptions are common, and the task is finished from memory.",
            "organisation": "Handovers differ from shift to shift. Staff said that they know whom to ask, and that asking takes long.",
            "person": "Everyone acted as they had learned to. Nothing was found that others would have done otherwise.",
            "internal": "The light and the noise of the place were looked at, and played no part that could be found.",
            "external": "Demand on the day was high. No rule from outside asked for what was done.",
            "findings": found,
            "factors": why,
            "improve": changes,
        },
        "after_action_review": {
            "expected": "That the usual way of working would catch it, as it does on most days.",
            "actual": story.happened,
            "difference": f"{found} {why}",
            "learned": learned,
        },
        "swarm_huddle": {
            "happened": story.happened,
            "why": f"{found} {why}",
            "changed": story.safe,
            "share": "Told at the safety huddle of the hospital the same morning.",
        },
        "mdt_review": {
            "happened": story.happened,
            "views": f"Nurses: {_lower(found)} Doctors: the plan was clear to those who wrote it. Therapists were not asked at the time.",
            "factors": why,
            "improve": changes,
        },
        "thematic_review": {
            "cases": "The three falls with injury on the ward in four weeks, by their numbers in the incident system.",
            "links": found,
            "factors": why,
            "improve": changes,
        },
        "local_learning": {"learned": learned, "share": "Told at the handovers of that week."},
    }
    answered = dict(forms[response])
    return answered if whole else dict(list(answered.items())[:2])


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def statement(story: Story) -> str:
    """What the executive signs with."""
    learned = provider_words.final_report(story)["lessons"]
    return pick(
        (
            "I have read the record with the people who led it, and answer for the safety actions. What we learned: {}",
            "Signed for the board after its quality committee discussed it. What we take from it: {}",
        ),
        story.key,
        "signed",
    ).format(learned)


#: The ICB's notes, by kind: the principle in view, and the words.
OVERSIGHT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "supports": (
            "improvement",
            "A clear look at how the work is really done. We would like to bring what you learned to the other hospitals.",
        ),
        "asks": (
            "curiosity",
            "What do staff on nights say about it? They work with the fewest people, and their view is not in it yet.",
        ),
        "offers_help": (
            "collaboration",
            "Two other providers have had the same question. We can bring the three teams together for an afternoon.",
        ),
    }
)
REAGREED = "The family asked to read the draft together with relatives who are abroad until then."
