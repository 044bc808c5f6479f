"""Whose desk, in a browser: shared out, taken, covered, the monthly call, actions, and the list that finds them."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_the_team_shares_out_what_nobody_has(person: SignedIn, server: Server) -> None:
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.reads("on nobody's desk")
    team.follow("See and share them out")
    team.reads("Nobody handles these.")
    team.follow("Share them out")
    team.press("Give them on", answers=422)
    team.reads("Choose at least one person.")
    team.page.get_by_label("Patient safety team of icb").check()
    team.press("Give them on")
    team.reads("given on.")
    team.follow("Cover for leave")
    team.reads("Nobody is away.")
    team.page.get_by_label("Who is away?", exact=True).select_option(index=1)
    team.page.get_by_label("Who covers?", exact=True).select_option(index=2)
    team.fill_date("First day away", acts.today())
    team.fill_date("Last day away", acts.in_days(4))
    team.press("Arrange cover")
    team.reads("Cover is arranged.")
    team.page.get_by_role("button", name="End this cover").first.click()
    team.reads("The cover has ended.")
    team.go("/desk/providers/")
    team.reads("Overdue because of them stands beside overdue because of us")
    team.follow("Castlebrook University Hospitals")
    team.reads("Waiting for the provider", "Waiting for the ICB")
    team.go("/?whose=mine")
    team.reads("My desk")


@pytest.mark.clause("4.3f", facet="actions are followed across cases")
def test_a_lead_takes_a_case_and_follows_actions(person: SignedIn, server: Server) -> None:
    reference = server.case("written")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/allocate/")
    lead.press("Take it myself")
    lead.reads("It is on their desk.", "Lead at the provider")
    lead.go("/actions/")
    lead.reads("Packs that hold one wire only.")
    lead.fill("Words of the action, its owner or a reference", reference)
    lead.press("Show")
    lead.follow("Record as done")
    lead.go("/incidents/?handler=me")
    lead.reads(reference)
    lead.fill("Any number, organisation or words of the story", "O'Connor")
    lead.press("Show")
    lead.reads("No incident matches.")
    lead.go("/incidents/?from=31-02-2026")
    lead.reads("is not a date, so it was left out")
    lead.go("/incidents/?handler=me")
    lead.follow("Keep these filters as a view")
    lead.press("Keep the view", answers=422)
    lead.reads("Give the view a name.")
    lead.fill("Name of this view", "My own")
    lead.press("Keep the view")
    lead.go("/incidents/views/")
    lead.follow("Rename My own")
    lead.fill("Name of this view", "My desk")
    lead.press("Rename the view")
    lead.follow("My desk")
    lead.reads(reference)
