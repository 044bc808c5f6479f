"""How the policy is being met, in a browser: from the whole of it to one clause and back, on a phone and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_the_specialist_reads_the_policy_from_the_whole_to_one_clause(person: SignedIn) -> None:
    someone = person("icb", Role.PATIENT_SAFETY_SPECIALIST)
    someone.follow("Policy")
    assert someone.heading == "How the policy is being met"
    someone.reads("Version 2, ratified 1 July 2025, review due 1 July 2027", "4.6 Committees and groups")
    row = someone.page.locator('[id="clause-3.1e"]')
    expect(row).to_contain_text("Offer them an apology.")
    expect(row.get_by_text("Invented: a true apology shall be offered.")).to_be_hidden()
    row.get_by_text("In the ICB’s words").click()
    expect(row.get_by_text("Invented: a true apology shall be offered.")).to_be_visible()
    someone.follow("Clause 3.1e")
    assert someone.heading == "Clause 3.1e Offer them an apology."
    someone.reads(
        "Invented: a true apology shall be offered.", "Is it being kept?", "Is it built?", "Apology given"
    )
    someone.follow("3.1f Write afterwards")
    someone.follow("3.1 Duty of Candour")
    someone.follow("Timescales, with the source of each")
    someone.reads("60 working days from when it was declared to the commissioner", "National framework.")
    someone.go("/policy/")
    someone.follow("Figures that can be agreed locally")
    someone.reads("Figures are masked below 5", "The office opens at 09:00")
    someone.go("/policy/3.1z/", answers=404)
    someone.follow("3.1h Fill in the candour section")
    assert someone.path == "/policy/3.1h/"


def test_filters_need_no_script_and_stand_in_the_address(person: SignedIn) -> None:
    reader = person("icb", Role.READER, width=320, scripts=False)
    reader.go("/policy/")
    reader.select("Built", "Nothing to build")
    reader.press("Show")
    assert "built=nothing_to_build" in reader.page.url
    reader.reads("of 144 clauses.")
    reader.follow("Show only what is not met")
    assert "kept=not_met" in reader.page.url
    assert "built=nothing_to_build" in reader.page.url
    reader.follow("Show all")
    expect(reader.page.locator("tr[id^=clause-]")).to_have_count(144)
    reader.go("/policy/?kept=sometimes")
    reader.reads("“sometimes” is not a state of a clause, so it was left out.")


def test_what_a_form_asks_for_leads_to_its_clause_and_back(person: SignedIn, server: Server) -> None:
    lead = person("trust", Role.PROVIDER_LEAD)
    acts.open_case(lead, server.case("declared"))
    lead.follow("Record the Duty of Candour")
    lead.press("Record the decision", answers=422)
    group = lead.page.get_by_role("group", name="Does the Duty of Candour apply?")
    expect(group.get_by_role("link", name="Clause 3.1h")).to_be_visible()
    lead.follow("Clause 3.1h")
    assert lead.path == "/policy/3.1h/"
    lead.go_back()


def test_the_policy_prints_whole_without_its_filters(person: SignedIn) -> None:
    someone = person("trust", Role.PROVIDER_EXECUTIVE)
    someone.go("/policy/")
    someone.page.emulate_media(media="print")
    expect(someone.page.get_by_role("search", name="Clauses")).to_have_count(0)
    expect(someone.page.get_by_role("heading", name="4.7 Lead commissioners")).to_be_visible()
    # What a click would open on the screen is open on paper.
    expect(someone.page.get_by_text("Invented: a true apology shall be offered.")).to_be_visible()
