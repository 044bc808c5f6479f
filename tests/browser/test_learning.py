"""Under PSIRF, from the report to the board's oversight: a response is chosen, planned, written down and signed off."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser


@pytest.mark.clause("5.2.2", facet="its learning responses are ready")
def test_a_trust_under_psirf_learns_from_an_event_and_the_board_oversees(person: SignedIn) -> None:
    nurse = person("psirf_trust", Role.REPORTER)
    sent = acts.report(nurse, words="A patient was given another patient's medicine. No harm is known.")
    lead = person("psirf_trust", Role.PROVIDER_LEAD)
    lead.go("/")
    lead.follow(sent.reference)
    lead.follow("Choose the learning response")
    lead.press("Record the learning response", answers=422)
    lead.reads("Answer this first: it decides whether a response is required.")
    lead.choose("No", under="Did it happen in a national screening programme?")
    lead.select("Is it on the Never Events list?", "1. Wrong site surgery")
    lead.choose("After-action review", under="Which response does your plan ask for?")
    lead.fill("Why this response?", "The plan names medicines given to the wrong patient.")
    lead.press("Record the learning response", answers=422)
    lead.reads("A patient safety incident investigation (PSII) is required", "Source: NHS England")
    lead.select("Is it on the Never Events list?", "No, none of these")
    lead.press("Record the learning response")
    lead.reads("The learning response is recorded.", "After-action review", "Learning response under way")

    lead.follow("Plan the learning response")
    lead.reads("there is no national limit")
    lead.fill("Who leads it?", "Matron for patient safety")
    lead.fill("What does it look at?", "How a patient is identified at the medicine round.")
    lead.fill_date("By when do you agree to finish it?", acts.in_days(20))
    lead.press("Record the plan")
    lead.follow("Agree another date")
    lead.fill_date("Which date is agreed now?", acts.in_days(30))
    lead.fill("Why is another date agreed?", "The patient asked to take part after their holiday.")
    lead.press("Agree this date")
    lead.reads("First agreed")
    lead.follow("Record how those affected are engaged")
    lead.choose("They were asked how they want to take part", under="How are those affected engaged?")
    lead.fill("What was done?", "The patient was rung by the ward manager.")
    lead.fill("What do they ask?", "Why did nobody look at the wristband?")
    lead.press("Record it")

    board = person("icb", Role.PATIENT_SAFETY_TEAM)
    board.go(f"/incidents/{sent.reference}/")
    board.reads("Why did nobody look at the wristband?")
    board.reads_nothing_of("Close the case", "Return the report", "SI criteria")
    board.follow("Record oversight")
    board.choose("Asks a question", under="What does this note do?")
    board.choose("Curiosity", under="Which principle of oversight do you have in view?")
    board.fill("The note", "How is it on nights?")
    board.press("Record the note")
    board.reads("How is it on nights?")

    lead.go(f"/incidents/{sent.reference}/")
    lead.reads("How is it on nights?")
    lead.follow("Write down what was learned")
    lead.reads("Why did nobody look at the wristband?")
    lead.fill("What was expected to happen?", "That the wristband is read.")
    lead.fill("What actually happened?", "It was not read: two patients had the same surname.")
    lead.fill("Why was there a difference?", "The round is interrupted every few minutes, on nights as well.")
    lead.fill("What can be learned?", "Rounds without interruption are safer rounds.")
    lead.press("Save, and add a safety action")
    lead.fill("What will change?", "A red apron during rounds: nobody interrupts")
    lead.fill("Who owns it?", "Deputy chief nurse")
    lead.fill_date("When will it be done by?", acts.in_days(60))
    lead.choose("Intermediate", under="How strong is it?")
    lead.press("Add the safety action")
    lead.follow("Record the Duty of Candour")
    for part in ("Was it unintended or unexpected?", "Did it happen during a regulated activity?"):
        lead.choose("Yes", under=part)
    lead.choose("No", under="In a healthcare professional's opinion, is the harm threshold met?")
    lead.choose("No, it does not apply", under="Does the Duty of Candour apply?")
    lead.fill("Whose professional opinion is this?", "Ward consultant")
    lead.fill("Why does it apply, or why not?", "No harm that meets the threshold.")
    lead.press("Record the decision")
    lead.reads("The duty does not apply")

    executive = person("psirf_trust", Role.PROVIDER_EXECUTIVE)
    executive.go("/")
    executive.follow("The provider's executive signs off the learning response")
    executive.reads("Rounds without interruption are safer rounds.", "A red apron during rounds")
    executive.fill("Your statement", "I have read what was learned and answer for it.")
    executive.press("Sign off and close")
    executive.reads("Closed", "the case is closed")
    board.go("/notices/")
    board.reads("The provider signed off its learning response.")
    nurse.go("/report/mine/")
    nurse.reads("The learning response is finished.")
