"""StEIS without retyping, and paper for when the system is down, in the words of the pages."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from sightline.policy.terms import Role
from sightline.policy.working_days import LONDON
from tests.browser import acts, judging
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


@pytest.mark.clause("12i", facet="the log number is kept")
@pytest.mark.clause("12i", facet="the day it was logged is kept")
@pytest.mark.clause("12i", facet="every field is ready to copy")
def test_the_lead_completes_copies_and_records_the_log_number(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    lead = person("trust", Role.PROVIDER_LEAD)
    acts.open_case(lead, reference)
    lead.follow("StEIS fields and numbers")
    lead.reads("does not send anything to StEIS", "fields are missing:", "Gender")
    lead.follow("Complete the StEIS fields")
    lead.fill("Age of the patient in years", "12/03/1979")
    lead.choose("Female", under="Gender")
    lead.press("Save", answers=422)
    lead.reads("Give the age, never a date of birth.")
    lead.fill("Age of the patient in years", "47")
    lead.select("Ethnic group", "Not stated")
    lead.press("Save")
    lead.reads("Kept. The text to copy is below.")

    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lead.page.get_by_role("button", name="Copy Gender", exact=True).click()
    lead.reads("Copied: Gender")
    assert lead.page.evaluate("navigator.clipboard.readText()") == "Female"
    text = lead.page.request.get(f"{lead.page.url}text/").text()
    assert "Age of the patient in years: 47" in text

    lead.fill("StEIS log number", "12345")
    lead.press("Record the numbers", answers=422)
    lead.reads("A StEIS number is a year, a stroke and digits")
    lead.fill("StEIS log number", "2026/12345")
    lead.fill_date("Logged on StEIS on", acts.today())
    lead.press("Record the numbers")
    lead.reads("Logged on StEIS as 2026/12345")

    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{reference}/steis/")
    team.reads("Logged on StEIS as 2026/12345", "Female")


def test_without_scripts_the_text_is_there_to_select(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    lead = person("trust", Role.PROVIDER_LEAD, scripts=False)
    lead.go(f"/incidents/{reference}/steis/")
    assert lead.page.get_by_role("button", name=re.compile("^Copy")).count() == 0
    lead.page.locator("[data-copy='Description of what happened']").click()
    lead.reads("Click a text to select all of it")


def test_the_sheet_of_paper_is_one_page_and_can_be_typed_in_later(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    nurse.go("/report/")
    nurse.follow("Print the report on paper")
    nurse.reads("Incident report on paper", "Written at: date", "12. How can we tell you what came of it?")
    sheet = nurse.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1

    written = datetime.now(LONDON) - timedelta(hours=2)
    nurse.go("/report/")
    nurse.press("I am typing in a paper report")
    nurse.fill_date("On which day was it written on paper?", acts.in_days(2))
    nurse.fill("At what time was it written?", f"{written:%H:%M}")
    nurse.fill("What happened?", acts.HAPPENED)
    nurse.press("Continue", answers=422)
    nurse.reads("The time it was written cannot be in the future.")
    nurse.fill_date("On which day was it written on paper?", written.date())
    nurse.press("Continue")
    acts.answer_when(nurse)
    acts.answer_where(nurse)
    acts.answer_who_was_harmed(nurse)
    acts.answer_the_rest(nurse)
    nurse.reads("On which day was it written on paper")
    sent = acts.send_report(nurse)

    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{sent.reference}/")
    lead.reads("Written on paper", f"{written:%H:%M}, entered")
    judging.open_decision(lead, sent.reference)
    judging.judge(lead)
    judging.choose_to_declare(lead)
    lead.fill_date("On which day was it identified as a serious incident?", written.date())
    lead.fill("At what time?", f"{written:%H:%M}")
    lead.fill_date("On which day was it declared to the ICB by phone or on paper?", written.date())
    lead.fill("At what time was it declared?", f"{written:%H:%M}")
    lead.press("Record my decision")
    lead.reads("Declared. The ICB can see the case, and its timescales run.", f"{written:%H:%M}")
