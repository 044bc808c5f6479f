"""A case of two commissioners in a browser: shared, approved, read, acknowledged, withdrawn; and the registers around it."""

from __future__ import annotations

import pytest

from sightline.policy.caldicott import PRINCIPLES
from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.person import Person
from tests.browser.server import Server

pytestmark = pytest.mark.browser

WHY = "The patient is registered with a practice that they pay for."
REASON = "It is the least that they need to know."
BOARD = "Elsemere Integrated Care Board"


def answer_the_law(someone: Person) -> None:
    someone.choose("Someone living", under="Whom is it about?")
    someone.choose("Yes", under="Can it identify someone?")
    someone.choose("Article 6(1)(e): a public task")
    someone.choose("Article 9(2)(h): health or social care and its management")
    someone.choose("The public interest in it outweighs confidentiality")
    for row in PRINCIPLES:
        someone.choose("Yes", under=row.question)


@pytest.mark.clause("4.7.8", facet="what was shared, and when, is kept")
@pytest.mark.clause("4.7.8", facet="parts can be left out")
@pytest.mark.clause("4.7.8", facet="the receiver acknowledges")
@pytest.mark.clause("11.1b", facet="the guardian approves what identifies someone")
def test_a_case_of_two_commissioners_is_shared_and_withdrawn(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    keeper = person("icb", Role.INFORMATION_GOVERNANCE_LEAD)
    keeper.follow("Sharing")
    keeper.follow("Sharing protocols")
    keeper.press("Add a protocol")
    keeper.press("Add it", answers=422)
    keeper.select("With which organisation?", BOARD)
    keeper.fill("What is shared by it?", "Serious incidents of patients of either board.")
    keeper.fill("On which basis?", "Public task")
    keeper.fill("Where is the document kept?", "Sharing agreement 14")
    keeper.fill_date("From which day does it hold?", acts.yesterday())
    keeper.fill_date("When is it reviewed?", acts.in_days(200))
    keeper.press("Add it")
    keeper.reads("The protocol is in the register.", "cited by 0 disclosures")

    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{reference}/")
    team.follow("Shared with")
    team.reads("It was shared with nobody.")
    team.press("Share or disclose it")
    team.choose("Responsible commissioner")
    team.press("Go on")
    team.reads("Share it with: responsible commissioner", "The eight Caldicott questions")
    team.press("Share it", answers=422)
    team.reads("Choose the organisation it is shared with.", "Say until which day it is shared.")
    team.select("Which organisation?", BOARD)
    team.choose("What happened", under="What of the case?")
    team.choose("Documents", under="What of the case?")
    team.fill("What is it for?", WHY)
    answer_the_law(team)
    team.select("Under which sharing protocol?", f"Sharing agreement 14, with {BOARD}")
    team.fill_date("Until which day is it shared?", acts.in_days(90))
    team.press("Share it")
    team.reads("The Caldicott Guardian is asked. Nothing goes before that.", "Nothing has gone.")

    reader = person("other_icb", Role.PATIENT_SAFETY_TEAM)
    reader.go(f"/incidents/{reference}/", answers=404)

    keeper.go(f"/incidents/{reference}/shared/")
    keeper.follow(BOARD)
    keeper.press("Answer as Caldicott Guardian")
    keeper.press("Record the answer", answers=422)
    keeper.choose("Yes, it may go")
    keeper.fill("Why?", REASON)
    keeper.press("Record the answer")
    keeper.reads("It is approved, and shared.", "Approved, and shared")

    reader.go(f"/incidents/{reference}/")
    reader.reads("Shared with your organisation until", WHY, "What happened")
    reader.reads_nothing_of("Duty of Candour", "Audit trail", "Who can see this, and why")
    reader.follow("Acknowledge it")
    reader.fill("Anything to say with it?", "Received, thank you.")
    reader.press("Acknowledge it")
    reader.reads("It is acknowledged.", "Received, thank you.")

    team.follow("Sharing")
    team.follow(BOARD)
    team.reads("1 disclosure", reference, "acknowledged")
    team.follow(f", {reference}")
    team.follow("Withdraw it")
    team.press("Withdraw it", answers=422)
    team.fill("Why?", "They need it no longer, as they told us.")
    team.press("Withdraw it")
    team.reads("It is withdrawn.")
    reader.go(f"/incidents/{reference}/", answers=404)
    reader.reads("This case is no longer shared with you", "It was withdrawn")
    reader.follow("What was shared, and what for")
    reader.reads_nothing_of("They need it no longer")

    keeper.go("/protocols/")
    keeper.reads("cited by 1 disclosure")
    keeper.follow("Record a review of Sharing agreement 14")
    keeper.press("Record the review", answers=422)
    keeper.choose("It ends today")
    keeper.fill("What is that based on?", "Both boards signed another one.")
    keeper.press("Record the review")
    keeper.reads("The protocol has ended.")


@pytest.mark.clause("4.7.8", facet="what was shared, and when, is kept")
def test_what_another_commissioner_told_us_is_recorded_on_a_small_screen(
    person: SignedIn, server: Server
) -> None:
    team = person("icb", Role.PATIENT_SAFETY_TEAM, width=320, scripts=False)
    team.go("/received/")
    team.press("Record what came")
    team.press("Record it", answers=422)
    team.select("Which commissioner leads the case?", BOARD)
    team.fill("Their reference of the case", "EL-2026-0087")
    team.fill_date("When did it come?", acts.yesterday())
    team.fill("What did they tell us?", "A patient of ours fell on a ward of theirs.")
    team.fill("Why does it concern us as responsible commissioner?", "We pay for the patient's care.")
    team.press("Record it")
    team.reads("It is recorded.", "EL-2026-0087")
    team.follow("Acknowledge EL-2026-0087")
    team.fill("Anything to say with it?", "Rang them.")
    team.press("It is acknowledged")
    team.reads("It is acknowledged.", "Rang them.")


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_a_document_is_marked_as_never_shared(person: SignedIn, server: Server) -> None:
    reference = server.case("in_review")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/documents/")
    lead.follow("Mark as never shared")
    lead.press("Record it", answers=422)
    lead.choose("Legal advice")
    lead.fill("Why?", "Counsel advised the trust on it.")
    lead.press("Record it")
    lead.reads("never shared", "Legal advice")
