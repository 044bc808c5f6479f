"""The ICB at odds with the provider: a Never Event settled, a classification challenged, a case downgraded and reopened."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts, judging, responding
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser
NEVER_EVENT = "3. Retained foreign object post procedure"


@pytest.mark.clause("3.3d", facet="the ICB confirms or rejects it")
def test_the_icb_confirms_a_never_event_and_candour_does_not_apply_with_a_reason(
    person: SignedIn, server: Server
) -> None:
    reference = server.case("reported")
    lead = person("trust", Role.PROVIDER_LEAD)
    judging.declare(lead, reference, never_event=NEVER_EVENT)
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    acts.open_case(team, reference)
    team.reads("Also awaited: the ICB confirms or rejects the Never Event")
    team.go(f"/incidents/{reference}/downgrade/", answers=403)
    team.reads("Reject the Never Event first")
    team.go(f"/incidents/{reference}/never-event/")
    team.choose("No: reject the Never Event", under="Is it this Never Event?")
    team.press("Send the answer", answers=422)
    team.reads("Say why it is not a Never Event.")
    team.choose("Yes: confirm the Never Event", under="Is it this Never Event?")
    team.press("Send the answer")
    team.reads("The Never Event is confirmed.", "Confirmed by the ICB.")

    reason = "Seen and taken out within the hour: no harm that meets the threshold."
    responding.decide_candour_does_not_apply(lead, reference, reason)
    team.go(f"/incidents/{reference}/")
    team.reads("The duty does not apply.", reason)


@pytest.mark.clause("2.2a", facet="the ICB agrees or challenges")
@pytest.mark.clause("2.2a", facet="a case is downgraded with its facts")
def test_the_icb_challenges_downgrades_and_reopens(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    acts.open_case(team, reference)
    team.follow("Agree or challenge the classification")
    team.choose("Challenge", under="Does the ICB agree that it meets SI criteria?")
    team.press("Send the answer", answers=422)
    team.fill("Why does the ICB not agree?", "The wire was seen before the patient left theatre.")
    team.press("Send the answer")
    team.reads("The challenge was recorded.", "Challenges the classification")
    team.follow("Choose the incident type")
    team.press("Record the type")
    team.reads("The incident type was recorded.")
    team.follow("Downgrade (de-log on StEIS)")
    team.press("Downgrade", answers=422)
    team.reads("Say which facts show that it does not meet SI criteria.")
    facts = "Nobody was harmed and no treatment was needed."
    team.fill("Which facts show that it does not meet SI criteria?", facts)
    team.press("Downgrade")
    team.reads("The case is downgraded.", "Downgraded (de-logged on StEIS)")

    lead = person("trust", Role.PROVIDER_LEAD)
    acts.open_case(lead, reference)
    lead.reads("Downgraded (de-logged on StEIS)")
    team.follow("Reopen")
    team.fill("Why is the case reopened?", "A second patient came forward.")
    team.press("Reopen")
    team.reads("The case is reopened. It is under investigation again.")
    lead.go(f"/incidents/{reference}/")
    lead.follow("Write the final report")


def test_what_stands_in_the_way_of_closing_is_listed_and_mended(person: SignedIn, server: Server) -> None:
    reference = server.case("in_review")
    specialist = person("icb", Role.PATIENT_SAFETY_SPECIALIST)
    acts.open_case(specialist, reference)
    specialist.follow("See what stands in the way of closing")
    specialist.reads("not everything is met", "The final report has not been accepted.")
    assert specialist.page.get_by_role("button", name="Close the case", exact=True).count() == 0
    specialist.follow("Agree that it meets SI criteria")
    specialist.reads("Agree or challenge the classification")
