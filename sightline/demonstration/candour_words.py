"""What is written down when the Duty of Candour is carried out, declined, or cannot be."""

from __future__ import annotations

from sightline.demonstration.stories import Story, pick

DONE, DECLINED, UNREACHED, WAITING = "done", "declined", "could_not_contact", "waiting"
#: The steps taken on the day the person is told, in order; D7, D8 and D9 follow.
ON_THE_DAY = ("D1", "D2", "D3", "D4", "D6")


def opinion_of(story: Story) -> str:
    """Whose professional opinion it is, by role."""
    setting = story.setting or story.theme.setting
    if setting == "maternity":
        return "Consultant neonatologist" if story.age.startswith("days") else "Consultant obstetrician"
    if "patient" not in story.affected or (story.how_many > 20 and setting != "general_practice"):
        return "Clinical lead of the board" if setting == "not_known" else "Medical director"
    options = {
        "mental_health": ("Consultant psychiatrist in charge", "Responsible clinician"),
        "general_practice": ("General practitioner partner",),
        "community_nursing": ("Tissue viability lead", "Community matron"),
        "care_home": ("Visiting general practitioner",),
        "ambulance": ("Medical director of the service",),
        "not_known": ("Clinical lead of the board",),
    }.get(setting, ("Consultant in charge of care", "Clinical director"))
    return pick(options, story.key, "opinion")


def _is_in_hospital(story: Story) -> bool:
    """Whether the conversation is held on a ward, and not at home or in a practice."""
    setting = story.setting or story.theme.setting
    is_ward = setting in ("hospital", "maternity", "intermediate_care")
    return is_ward or (setting == "mental_health" and "ward" in story.team.lower())


def said_by(story: Story) -> str:
    """Which role spoke with the person."""
    if _is_in_hospital(story):
        options: tuple[str, ...] = (
            "Consultant and ward manager",
            "Consultant",
            "Matron",
            "Clinical director",
            "Lead nurse",
        )
    elif (story.setting or story.theme.setting) == "general_practice":
        options = ("General practitioner partner", "General practitioner partner and practice manager")
    else:
        options = ("Service manager and lead clinician", "Clinical lead", "Head of service")
    return pick(options, story.key, "said")


def _whom(story: Story) -> str:
    if story.candour == "patient":
        return "the patient"
    if story.candour == "acting_under_16":
        return "the parents"
    return pick(
        ("the patient’s daughter", "the patient’s son", "the patient’s partner", "the patient’s sister"),
        story.key,
    )


def detail(story: Story, code: str) -> str:
    """What was done at a step."""
    whom, key = _whom(story), story.key
    texts = {
        "D1": (
            f"Met {whom} in a private room on the ward, with a nurse present. About forty minutes.",
            f"Visited {whom} at home at a time they chose. A friend was with them.",
            f"Spoke with {whom} in the relatives’ room once they felt ready.",
        )
        if _is_in_hospital(story)
        else (
            f"Visited {whom} at home at a time they chose. A friend was with them.",
            f"Met {whom} in a quiet room away from the service, for about an hour.",
            f"Spoke with {whom} at home, with the worker they know best.",
        ),
        "D2": (
            "Said what is known today, in order, and what is not known yet. Nothing was held back.",
            "Gave a plain account from the record, with times, and drew a simple line of events.",
        ),
        "D3": (
            f"Explained that an investigation will look into {story.theme.terms[0].lower()}{story.theme.terms[1:]}",
            "Explained the investigation, how long it takes and how they can take part. They will see the draft.",
        ),
        "D4": (
            "Said in person that we are sorry that this happened, and what it has meant for them was heard.",
            "Apologised on behalf of the organisation. The words are in the note of the meeting.",
        ),
        "D5": (
            "A named contact with a direct number, and advocacy. They would like to think about counselling.",
            "Offered counselling, a chaplain and help with travel. Accepted the first.",
        ),
        "D6": (
            "Note of the conversation kept in the record and in the local system the same day.",
            "A written note, read by both who were present, is in the health record.",
        ),
        "D7": (
            "Letter sent with the same account, what is being looked into, and the apology. In large print as asked.",
            "Letter sent by the consultant, with the named contact’s number, after a call to say that it was coming.",
            "Letter handed over at the second meeting and gone through together.",
        ),
        "D8": (
            "The findings were gone through at a meeting, and a copy of the report was given.",
            "The report was sent with an offer to meet, which was taken up.",
        ),
        "D9": ("Copies of all letters, both ways, are kept in the record.",),
    }
    return pick(texts[code], key, code)


def declined(story: Story) -> str:
    """How someone declined to speak about it."""
    return pick(
        (
            f"By telephone, {_whom(story)} said thank you, and that they do not wish to talk about it now. They know whom to ring.",
            f"In writing, {_whom(story)} asked not to be contacted about this again. This is respected.",
        ),
        story.key,
    )


def not_reached(story: Story) -> str:
    """Every attempt that was made."""
    return (
        f"Telephoned {_whom(story)} on three days at different hours, wrote twice to the address in the record, and asked "
        "the practice. No answer and nothing returned. The offer stays open."
    )


def waiting(story: Story) -> str:
    """Who asked to wait, and until when."""
    return "The police asked us to wait until they have spoken with the family themselves. To be reviewed with them each week."


def why_not_owed(story: Story) -> str:
    """Why the duty does not apply, where the story does not say."""
    return (
        story.not_owed
        or "Harm was minor and passed. In the clinician’s opinion the threshold is not met; the patient was told all the same."
    )
