"""Provider and ICB talk on a case, the ICB keeps a note, and the person who reported is asked and told."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


@pytest.mark.clause("1.1c", facet="provider and ICB write to each other on the case")
@pytest.mark.clause("4.3b", facet="each case has its discussion")
@pytest.mark.clause("4.3g", facet="what was heard is noted on a case at once")
def test_a_question_is_asked_seen_and_answered(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{reference}/")
    team.follow("Discussion")
    team.press("Send", answers=422)
    team.reads("Write something first.")
    team.fill("Your message", "What did the second check show?")
    team.choose("I need an answer")
    team.press("Send")
    team.reads("What did the second check show?", "answer by")
    team.go(f"/incidents/{reference}/notes/")
    team.reads("can be disclosed")
    team.fill("Your note", "The third on this unit.")
    team.press("Keep the note")
    team.reads("The third on this unit.")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go("/messages/")
    lead.reads(reference, "What did the second check show?")
    lead.follow(reference)
    lead.follow("Answer this question")
    lead.fill("Your message", "It was not done.")
    lead.press("Send the answer")
    lead.reads("answered", "It was not done.")
    lead.go(f"/incidents/{reference}/")
    lead.reads_nothing_of("The third on this unit", "ICB-only")
    lead.go(f"/incidents/{reference}/notes/", answers=404)


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_a_reporter_in_confidence_is_asked_answers_and_hears(person: SignedIn, server: Server) -> None:
    reporter = person("trust", Role.REPORTER)
    sent = acts.report(reporter, contact="In confidence")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{sent.reference}/reporter/")
    lead.fill("Your question", "Which side was the line on?")
    lead.press("Ask")
    lead.reads("Which side was the line on?", "Not answered yet.")
    lead.fill("What changed because they spoke up?", "A second person now counts the wires.")
    lead.press("Tell them")
    reporter.go("/report/mine/")
    reporter.reads("Which side was the line on?", "A second person now counts the wires.")
    reporter.follow("Answer the question")
    reporter.press("Send the answer", answers=422)
    reporter.fill("Your answer", "On the left.")
    reporter.press("Send the answer")
    reporter.reads("Your answer: On the left.")
    lead.go(f"/incidents/{sent.reference}/reporter/")
    lead.reads("On the left.")
    lead.reads_nothing_of("Ward nurse of the story")
