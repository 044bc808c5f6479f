"""An administrator opens a practice, gives it a manager, agrees a length, and looks through a role's eyes."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser
REASON = "Agreed in the contract meeting."


def test_a_practice_opens_and_its_manager_signs_in(
    person: SignedIn, visitor: SignedIn, server: Server
) -> None:
    admin = person("icb", Role.ADMINISTRATOR)
    admin.follow("Administration")
    admin.follow("Organisations and contracts")
    admin.follow("Add an organisation")
    admin.press("Add the organisation", answers=422)
    admin.reads("Enter the ODS code.", "Choose what kind of organisation it is.")
    admin.fill("ODS code", "V99077")
    admin.fill("Name", "Alder Road practice")
    admin.choose("General practice", under="What kind of organisation is it?")
    admin.choose("Other registered provider", under="Which Duty of Candour applies to it?")
    admin.press("Add the organisation")
    admin.follow("Put in a Place")
    admin.page.locator("main input[type=radio]").first.check()
    admin.press("Put in this Place")
    admin.follow("Administration")
    admin.reads("Alder Road practice")
    admin.follow("Alder Road practice")
    admin.follow("Add the main contract")
    admin.page.get_by_label("Who holds the main contract?", exact=True).select_option(index=1)
    admin.fill("What is it called?", "GMS contract")
    admin.fill_date("First day", acts.today())
    admin.press("Add the contract")
    admin.follow("Add a person")
    admin.fill("Full name", "Amara Pell")
    admin.fill("User name", "amara.pell")
    admin.choose("Patient-safety lead", under="Role")
    admin.press("Add the person")
    admin.reads("It is shown this once and kept nowhere.")
    password = admin.page.locator(".sl-code").inner_text()

    manager = visitor("the new practice manager", width=320)
    manager.go("/sign-in/")
    manager.fill("Username", "amara.pell")
    manager.page.get_by_label("Password", exact=True).fill(password)
    manager.press("Sign in")
    manager.reads("Waiting for you")

    admin.follow("Correct name and e-mail")
    admin.fill("Work e-mail (optional)", "amara.pell@alder-road.example")
    admin.press("Save")
    admin.follow("Add a role at Alder Road practice")
    admin.choose("Reporter", under="Role")
    admin.fill_date("First day", acts.today())
    admin.press("Add the role")
    admin.follow("End it")
    admin.fill_date("The last day", acts.today())
    admin.fill("Why?", "Only one role is needed.")
    admin.press("End the role")
    admin.follow("Give a new password")
    admin.press("Make a new password")
    admin.follow("Close the account")
    admin.press("Close the account", answers=422)
    admin.fill("Why?", "Left the practice.")
    admin.press("Close the account")
    admin.reads("The account is closed.")
    with manager.not_looking():
        manager.go("/")
    assert manager.path != "/"

    admin.follow("Alder Road practice")
    admin.follow("Correct the name")
    admin.fill("Name", "Alder Road surgery")
    admin.press("Correct the name")
    admin.follow("Move to PSIRF")
    admin.fill_date("First day under PSIRF", acts.in_days(30))
    admin.fill("Why?", REASON)
    admin.press("Record the date")
    admin.follow("End it")
    admin.fill_date("Its last day", acts.in_days(60))
    admin.fill("Why?", REASON)
    admin.press("End the contract")
    admin.follow("Close it")
    admin.fill_date("Its last day", acts.in_days(60))
    admin.fill("Why?", REASON)
    admin.press("Close the organisation")
    admin.reads("Alder Road surgery", "Closed: its last day is")


def test_lists_are_kept_and_a_look_through_a_role_is_logged(person: SignedIn, server: Server) -> None:
    admin = person("icb", Role.ADMINISTRATOR)
    admin.go("/administer/places/")
    admin.fill("Name of the Place", "Eastmere")
    admin.press("Add the Place")
    admin.reads("Eastmere")
    admin.go("/administer/people/")
    admin.fill("Name, user name or e-mail", "nurse")
    admin.press("Find")
    admin.reads("nurse.1")
    admin.go("/administer/lists/")
    admin.follow("the length of: Final report")
    admin.fill("New length, in working days", "50")
    admin.fill_date("First day", acts.in_days(40))
    admin.fill("Who agreed this, and why?", REASON)
    admin.press("Agree this length")
    admin.reads("No timescale that runs has moved.")
    admin.follow("Timescales and bank holidays")
    admin.reads(REASON)
    admin.follow("End it")
    admin.fill_date("The last day", acts.in_days(41))
    admin.fill("Why?", "A trial that ends.")
    admin.press("End it")
    admin.go("/administer/lists/bank-holiday/")
    admin.fill_date("The day", acts.in_days(300))
    admin.fill("What is it for?", "A jubilee")
    admin.fill("Where was it announced?", "A proclamation")
    admin.press("Add the bank holiday")
    admin.go("/administer/preview/")
    admin.select("Role", "Patient safety team")
    admin.fill("Why?", "A new starter asks what she will see.")
    admin.press("Show what this role would see")
    admin.reads("cases.", "Why they would see it", "It holds the main contract with the provider")
    admin.reads_nothing_of("Guidewire left in after central line insertion")


def test_background_work_is_seen_run_paused_and_resumed(person: SignedIn) -> None:
    admin = person("icb", Role.ADMINISTRATOR, width=320)
    admin.follow("Administration")
    admin.reads("Background work wants attention: no worker is running.")
    admin.follow("See what runs")
    admin.reads("No worker is running", "Reconcile due dates", "Every day at 03:00", "Not yet")
    admin.press("Run now Clear up")
    admin.reads("Clear up: It will run within a few seconds.", "1 waiting now")
    admin.press("Pause Clear up")
    admin.reads("Clear up: Paused.")
    admin.press("Resume Clear up")
    admin.reads("Clear up: Resumed.")
