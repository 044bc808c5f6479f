"""What the ICB does with a case, through its pages: acknowledge, agree, answer, assure, close, verify."""

from __future__ import annotations

from sightline.policy.quality_assurance import checklist_for
from tests.browser import acts
from tests.browser.person import Person

ANSWER = "What is the ICB's answer?"


def acknowledge_and_agree(team: Person, reference: str) -> None:
    acts.open_case(team, reference)
    team.follow("Acknowledge")
    team.press("Acknowledge and agree that it meets SI criteria")
    team.reads("Acknowledged, and agreed that it meets SI criteria.")


def agree_level(team: Person, reference: str) -> None:
    acts.open_case(team, reference)
    team.follow("Agree the level of investigation")
    team.choose("Level 2, comprehensive internal", under="Which level does the ICB agree?")
    team.press("Agree this level")
    team.reads("Agreed: Level 2, comprehensive internal.")


def ask_for_more(team: Person, reference: str, words: str) -> None:
    acts.open_case(team, reference)
    team.follow("Answer the 72-hour review")
    team.choose("Ask for more", under=ANSWER)
    team.press("Send the answer", answers=422)
    team.reads("Say what else the ICB needs to know.")
    team.fill("What does the ICB want to know?", words)
    team.press("Send the answer")
    team.reads("The provider is asked for more.")


def accept_initial_review(team: Person, reference: str) -> None:
    acts.open_case(team, reference)
    team.follow("Answer the 72-hour review")
    team.choose("Accept", under=ANSWER)
    team.choose("Level 2, comprehensive internal", under="At which level?")
    team.press("Send the answer")
    team.reads("The 72-hour review is accepted. The investigation begins.")


def begin(team: Person, reference: str) -> None:
    acts.open_case(team, reference)
    team.follow("Acknowledge the report and begin quality assurance")
    team.press("Acknowledge and begin quality assurance")
    team.reads("The report is acknowledged.")


def rate_all_met(team: Person, *, never_event: bool = False) -> None:
    for item in checklist_for(never_event=never_event):
        team.choose("Met", under=item.question)


def return_report(team: Person, reference: str, *, question: str, comment_on: str, comment: str) -> None:
    """One item is not met, said beside it; the rest is left for later."""
    acts.open_case(team, reference)
    team.follow("Quality-assure the final report")
    team.choose("Not met", under=question)
    team.press("Return to the provider", answers=422)
    team.reads("There is a problem")
    team.fill(f"Comment: {comment_on}", comment)
    team.fill("Feedback to the provider", "Clear and kind. Go one step deeper.")
    team.press("Return to the provider")
    team.reads("The report was returned.")


def accept_report(team: Person, reference: str, feedback: str, *, never_event: bool = False) -> None:
    acts.open_case(team, reference)
    team.follow("Quality-assure the final report")
    team.fill("Feedback to the provider", feedback)
    team.press("Accept the report", answers=422)
    team.reads("There is a problem")
    rate_all_met(team, never_event=never_event)
    team.press("Accept the report")
    team.reads("The report is accepted.")


def close(team: Person, reference: str, *, monitoring: str) -> None:
    """Outstanding actions do not keep it open, if it is said how they are followed."""
    acts.open_case(team, reference)
    team.follow("Close the case")
    team.reads("What must hold before closing", "everything is met")
    team.press("Close the case", answers=422)
    team.reads("Say how they will be followed until done.")
    team.fill("How will the outstanding actions be followed until done?", monitoring)
    team.press("Close the case")
    team.reads("The case is closed.", monitoring)


def verify_action(team: Person, reference: str, words: str) -> None:
    acts.open_case(team, reference)
    team.follow("Verify")
    team.fill("What did you check?", words)
    team.press("Verify")
    team.reads("is verified", words)
