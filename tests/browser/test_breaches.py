"""A breach of information in a browser: reported from a case, graded, told, linked and ended, every page of it looked at."""

from __future__ import annotations

import pytest

from sightline.policy.breach_acts import OFFERED
from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


@pytest.mark.clause("11.2", facet="the information-governance lead has a task")
def test_a_breach_is_reported_graded_and_told(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    nurse = person("trust", Role.PROVIDER_LEAD)
    nurse.go("/breaches/report/")
    nurse.press("Report it", answers=422)
    nurse.reads("Choose whose data they are.", "Say what happened.")
    nurse.fill("In a few words", "Letters sent to former addresses")
    nurse.fill("What happened?", "Forty letters went to addresses that patients had left.")
    nurse.page.get_by_label("Seen by, or given to, the wrong people").check()
    nurse.fill_date("When did it happen?", acts.yesterday())
    nurse.page.get_by_label("My organisation's", exact=True).check()
    nurse.fill_date("On which day did somebody in your organisation become aware of it?", acts.yesterday())
    nurse.page.locator('[name="aware_time"]').fill("23:30")
    nurse.fill("Number of the serious incident it belongs to (if there is one)", reference)
    nurse.press("Report it")
    nurse.reads("Whoever handles it was told.", "The 72 hours are yours", reference)
    number = nurse.heading[:12]
    nurse.go(f"/incidents/{reference}/")
    nurse.reads("Breaches of information")
    nurse.go(f"/breaches/?incident={reference}")
    nurse.reads(number, f"Back to {reference}")

    lead = person("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    lead.go("/breaches/")
    lead.reads("To do", number)
    lead.follow(
        "Grade the breach" if lead.page.get_by_role("link", name="Grade the breach").count() else number
    )
    for act in OFFERED:
        answers = 403 if act.value in ("tell_people", "reopen") else 200
        lead.go(f"/breaches/{number}/{act.value.replace('_', '-')}/", answers=answers)
    lead.go(f"/breaches/{number}/grade/")
    lead.page.locator('[name="likelihood"][value="3"]').check()
    lead.page.locator('[name="severity"][value="2"]').check()
    lead.fill("What does the grade rest on?", "Some of the letters were opened.")
    lead.press("Record it")
    lead.reads("Reaches the thresholds: tell it.", "Older name: IG SUI")
    lead.page.get_by_text("The whole grid").click()
    lead.reads("Tell the ICO")
    lead.follow("Record that the ICO was told")
    lead.fill_date("Day on which the ICO was told", acts.yesterday())
    lead.fill("Time", "23:45")
    lead.fill("Toolkit reference (if there is one)", "DSPT-1")
    lead.press("Record it")
    lead.reads("within the 72 hours", "DSPT-1")
    lead.follow("Add a task")
    lead.fill("What is to be done?", "Check addresses at each visit")
    lead.press("Record it")
    lead.follow("Record as done")
    lead.fill("What was done?", "The list of visits asks for it now.")
    lead.press("Record it")
    lead.follow("End the link")
    lead.fill("Why?", "They are two events after all.")
    lead.press("Record it")
    lead.reads("The link has ended.")
    lead.reads_nothing_of("Incidents it belongs to")
