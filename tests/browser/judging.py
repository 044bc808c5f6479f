"""The provider's lead judges: criteria, advice, decision and what declaring asks, in the words of the page."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.person import Person

RATIONALE = "An avoidable injury that needed a procedure to prevent serious harm."
HEADLINE = "Guidewire left in after central line insertion"
FUNDED = "Was the care paid for by the NHS?"
CARE = "Care of people: tick every one that applies"
DECISION = "What do you decide?"
DECLARE = "Declare a serious incident"
DISCUSS = "Discuss with the ICB"
NOT_SERIOUS = "Not serious: learn from it locally"


def open_decision(lead: Person, reference: str) -> None:
    """To the judgement of a report."""
    acts.open_case(lead, reference)
    lead.follow("Decide whether it is serious")


def judge(lead: Person, *, meets: bool = True, never_event: str = "None of these") -> None:
    """The criteria: one is met, or none."""
    lead.choose("Yes", under=FUNDED)
    if meets:
        lead.choose("Injury needing treatment to prevent death or serious harm", under=CARE)
        lead.fill(
            "What treatment was needed, and what did it prevent?", "Removal in theatre; it prevented a clot."
        )
    lead.choose(never_event, under="Is it a Never Event?")


def choose_to_declare(lead: Person, *, headline: str = HEADLINE, incident_type: str = "") -> None:
    """Reasons, the decision, and what declaring asks."""
    lead.fill("Why? Your reasons, in your own words", RATIONALE)
    lead.choose(DECLARE, under=DECISION)
    lead.choose("I have checked: it was identified then")
    options = lead.page.get_by_label("Incident type", exact=True).locator("option").all_inner_texts()
    wanted = incident_type or next(text for text in options if text.startswith("Surgical/invasive"))
    lead.select("Incident type", wanted)
    lead.choose("Level 2, comprehensive internal", under="Which level of investigation do you propose?")
    lead.fill("Headline", headline)


def declare(
    lead: Person, reference: str, *, never_event: str = "None of these", headline: str = HEADLINE
) -> None:
    """The whole of it, to the case as declared."""
    open_decision(lead, reference)
    judge(lead, never_event=never_event)
    choose_to_declare(lead, headline=headline)
    lead.press("Record my decision")
    lead.reads("Declared. The ICB can see the case, and its timescales run.", headline)


def judge_not_serious(lead: Person, reference: str, reasons: str) -> None:
    """No criterion is met; the reporter reads why."""
    open_decision(lead, reference)
    judge(lead, meets=False)
    lead.fill("Why? Your reasons, in your own words", reasons)
    lead.choose(NOT_SERIOUS, under=DECISION)
    lead.press("Record my decision")
    lead.reads("Recorded as not serious. The person who reported it can read your reasons.")


def record_view(someone: Person, reference: str, view: str, reason: str) -> None:
    """One side of a discussion says what it thinks."""
    acts.open_case(someone, reference)
    someone.follow("Discuss whether it is serious")
    someone.choose(view, under="What does your organisation think?")
    someone.fill("Why?", reason)
    someone.press("Record this view")
    someone.reads("Your organisation's view is recorded.", reason)
