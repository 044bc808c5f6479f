"""Joined, separated, corrected, sent on, investigated elsewhere: each in the words of its page."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_two_reports_of_one_event_are_joined_and_separated(person: SignedIn, server: Server) -> None:
    twin, lead_record = server.case("reported"), server.case("reported")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{twin}/join/")
    lead.fill("Reference of the record that leads", lead_record)
    lead.press("Compare the two")
    lead.reads(f"{lead_record} leads.")
    lead.press("Join them", answers=422)
    lead.reads("Say why both are about the same event.")
    lead.fill("Why are both about the same event?", "The same patient, told by two nurses.")
    lead.press("Join them")
    lead.go(f"/incidents/{lead_record}/")
    lead.reads("Also reported as", twin)
    lead.go(f"/incidents/{twin}/")
    lead.reads("That is the lead record of the event.")
    lead.go(f"/incidents/{twin}/separate/")
    lead.page.get_by_role("textbox").first.fill("Two patients after all.")
    lead.press("Separate them")
    lead.go(f"/incidents/{twin}/")
    lead.reads("Reported, awaiting decision")


def test_a_correction_shows_what_it_moves_before_it_is_made(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/correct/")
    lead.fill_date("Date it was identified as meeting SI criteria", acts.yesterday())
    lead.press("See what this moves", answers=422)
    lead.page.locator('textarea[name="reason"]').fill("The ward round of the day before saw it.")
    lead.press("See what this moves")
    lead.reads("What this correction moves", "72-hour review")
    if lead.page.get_by_label("I have read what becomes overdue, and the correction is right.").count():
        lead.choose("I have read what becomes overdue, and the correction is right.")
    lead.press("Correct the record")
    lead.reads("Corrections", "The ward round of the day before saw it.")


def test_a_report_to_the_wrong_organisation_is_sent_on(person: SignedIn, server: Server) -> None:
    reference = server.case("reported")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/send-on/")
    lead.page.locator('[name="find"]').fill("Nethercote")
    lead.press("Find")
    lead.page.locator('[name="provider_code"][value="R9B"]').check()
    lead.page.locator('textarea[name="reason"]').fill("It happened on their ward.")
    lead.press("Send it on")
    lead.go(f"/incidents/{reference}/", answers=404)
    other = person("other_trust", Role.PROVIDER_LEAD)
    other.go(f"/incidents/{reference}/")
    other.reads("Reported, awaiting decision")


def test_another_body_investigates_and_ends(person: SignedIn, server: Server) -> None:
    reference = server.case("in_review")
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{reference}/other-body/")
    team.press("Record it", answers=422)
    team.page.locator('[name="body"]').first.check()
    team.fill_date("When did it begin?", acts.today())
    team.page.locator('[name="sets_aside"][value="yes"]').check()
    team.press("Record it")
    team.reads("Investigated by")
    team.go(f"/incidents/{reference}/other-body/end/")
    team.fill_date("When did it end?", acts.today())
    team.page.locator("main form button[type=submit]").last.click()
    team.reads("Was investigated by")
