"""Judged not serious: the reporter is told why, asks for a second look, and provider and ICB come to one view."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts, judging
from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser


@pytest.mark.clause("3.2.2", facet="provider and ICB discuss it on the case")
def test_from_not_serious_by_a_second_look_and_a_discussion_to_declared(
    person: SignedIn, visitor: SignedIn
) -> None:
    nurse = person("trust", Role.REPORTER)
    sent = acts.report(nurse, words="A patient fell from a trolley whose side was down. The hip was sore.")
    lead = person("trust", Role.PROVIDER_LEAD)
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    reasons = "No fracture was seen, so no criterion is met."
    judging.judge_not_serious(lead, sent.reference, reasons)

    # The reporter is told why, signed in or by the code alone; the ICB reads criteria and reasons, no story.
    nurse.go("/report/mine/")
    nurse.reads("It was judged not to be a serious incident.", reasons)
    passer_by = visitor("anyone with the code")
    acts.progress_by_code(passer_by, sent.code)
    passer_by.reads("It was judged not to be a serious incident.", reasons)
    passer_by.reads_nothing_of("fell from a trolley")
    team.go(f"/incidents/{sent.reference}/")
    team.reads(reasons)
    team.reads_nothing_of("fell from a trolley")

    nurse.follow("Ask for a second look")
    nurse.press("Ask for a second look", answers=422)
    nurse.reads("Say what you think was missed.")
    nurse.fill("What do you think was missed?", "A second X-ray shows a broken hip.")
    nurse.press("Ask for a second look")
    nurse.reads("You asked for a second look")

    lead.go("/")
    lead.follow(sent.reference)
    lead.reads("The reporter asked for a second look", "A second X-ray shows a broken hip.")
    lead.follow("Look at it again")
    lead.fill("Why do you look at it again?", "The reporter tells of a second X-ray.")
    lead.press("Look at it again")
    lead.reads("Is it a serious incident?", "A second X-ray shows a broken hip.")

    # Borderline: it goes to the ICB, and cannot move until both have agreed.
    judging.judge(lead, meets=True)
    lead.fill("Why? Your reasons, in your own words", "The injury may have needed treatment.")
    lead.choose(judging.DISCUSS, under=judging.DECISION)
    lead.choose("No view yet", under="What do you think yourself?")
    lead.press("Record my decision")
    lead.reads("Sent to the ICB for discussion.")
    judging.record_view(team, sent.reference, "It meets SI criteria", "A broken hip in care is serious harm.")
    team.reads("has not recorded a view yet")
    judging.record_view(lead, sent.reference, "It does not meet SI criteria", "It heals without surgery.")
    lead.reads("The two sides differ.")
    lead.go(f"/incidents/{sent.reference}/decide/", answers=403)
    lead.reads("This step is not possible now")
    judging.record_view(lead, sent.reference, "It meets SI criteria", "Surgery was needed after all.")
    lead.reads("Both say that it meets SI criteria.")
    lead.page.get_by_role("button", name="Declare a serious incident").click()
    lead.page.wait_for_url("**/decide/")
    judging.choose_to_declare(lead, headline="Fall from a trolley with a broken hip")
    lead.press("Record my decision")
    lead.reads("Declared.")

    nurse.go("/report/mine/")
    nurse.reads("It was declared a serious incident.")
    acts.progress_by_code(passer_by, sent.code)
    passer_by.reads("It was declared a serious incident.")
