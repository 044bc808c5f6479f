"""A nurse types an NHS Number at 16:55; it costs no deadline, and a lead redacts it the next morning."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser
NUMBER = "943 476 5919"
STORY = f"The patient, NHS Number {NUMBER}, fell from the trolley. A nurse was with them."
QUESTION = "What should happen with these words?"


@pytest.mark.clause("11.1c", facet="what is found never costs a deadline")
def test_a_nurse_in_a_hurry_sends_and_a_lead_redacts_the_next_morning(
    person: SignedIn, server: Server
) -> None:
    nurse = person("trust", Role.REPORTER)
    acts.begin_report(nurse)
    nurse.fill("What happened?", STORY)
    nurse.press("Continue", answers=422)
    nurse.reads(
        "There is a problem", NUMBER, "give your local reference instead", "What the check cannot find"
    )
    assert nurse.typed("What happened?") == STORY, "what was typed is still there"
    nurse.press("Save and come back later", answers=422)
    nurse.choose("Send now, and hold these words for redaction", under=QUESTION)
    nurse.press("Continue")
    nurse.go_back()
    nurse.press("Continue", answers=422 if "held for redaction" in nurse.words else 200)
    acts.answer_when(nurse)
    acts.answer_where(nurse)
    acts.answer_who_was_harmed(nurse)
    acts.answer_the_rest(nurse)
    sent = acts.send_report(nurse)
    nurse.go(f"/incidents/{sent.reference}/")
    nurse.reads("[held for redaction: NHS Number 1]")
    nurse.reads_nothing_of(NUMBER)

    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{sent.reference}/")
    lead.reads("Something is held for redaction.", "the provider settles what is held for redaction")
    lead.reads_nothing_of(NUMBER)
    lead.follow("See what is held")
    lead.reads(NUMBER, "Held")
    lead.follow("Settle NHS Number 1")
    lead.press("Settle", answers=422)
    lead.reads("Say what should happen with them.")
    lead.choose("Other words take their place")
    lead.fill("What stands there instead?", f"number {NUMBER}")
    lead.press("Settle", answers=422)
    lead.reads("would be found again")
    lead.fill("What stands there instead?", "given in the local system")
    lead.press("Settle")
    lead.reads("The words are redacted.", "Nothing waits.", "NHS Number 1: redacted")
    lead.go(f"/incidents/{sent.reference}/")
    lead.reads("NHS Number given in the local system, fell from the trolley")
    lead.go(f"/incidents/{sent.reference}/audit-trail/")
    lead.reads("Words held for redaction")
    lead.reads_nothing_of(NUMBER)


@pytest.mark.clause("11.1c", facet="what identifies somebody is stopped before it is stored")
def test_a_lead_keeps_a_name_with_a_reason_and_it_is_logged(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/messages/")
    lead.fill("Your message", "The expert report is by Professor Margaret Okafor.")
    lead.press("Send", answers=422)
    lead.reads("Name of a person")
    lead.choose("Keep these words", under=QUESTION)
    lead.press("Send", answers=422)
    lead.reads("Say why the words are needed")
    lead.fill("Why they are kept", "She is the published author of the report.")
    lead.press("Send")
    lead.reads("by Professor Margaret Okafor.")
    lead.go(f"/incidents/{reference}/held/")
    lead.reads("Kept with a reason", "Name of a person", "She is the published author of the report.")


@pytest.mark.clause("11.1c", facet="a paper with personal data waits for its redacted copy")
def test_pasted_words_with_a_number_are_received_and_wait_for_a_copy(
    person: SignedIn, server: Server
) -> None:
    reference = server.case("declared")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/documents/")
    lead.choose("Record, statement or timeline")
    lead.fill("Or paste the words, for example from an e-mail", f"Seen by the ward. Patient {NUMBER}.")
    lead.press("Add the document")
    lead.reads("It counts as received now.", "Held for redaction")
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{reference}/documents/")
    team.follow("Record, statement or timeline.txt", answers=403)
    team.reads("counts as received", "may be personal data")
    lead.go(f"/incidents/{reference}/held/")
    lead.follow("Settle Record, statement or timeline.txt")
    lead.choose("A redacted copy takes its place: give it below")
    lead.fill("Or paste the words, for example from an e-mail", f"Seen by the ward. Patient {NUMBER}, again.")
    lead.press("Settle", answers=422)
    lead.reads("This copy still holds what the check finds: NHS Number.")
    lead.fill("Or paste the words, for example from an e-mail", "Seen by the ward. Patient A.")
    lead.press("Settle")
    lead.reads("The redacted copy takes its place.", "Nothing waits.")


def test_without_scripts_the_words_are_asked_about_all_the_same(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    team = person("icb", Role.PATIENT_SAFETY_TEAM, scripts=False)
    team.go(f"/incidents/{reference}/notes/")
    team.fill("Your note", f"Ring about {NUMBER}.")
    team.press("Keep the note", answers=422)
    team.reads(NUMBER, "This is not an NHS Number")
    team.choose("Send now, and hold these words for redaction", under=QUESTION)
    team.press("Keep the note")
    team.reads("[held for redaction: NHS Number")
