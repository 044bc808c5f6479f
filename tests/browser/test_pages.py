"""Pages that no story is about: signing in and out, roles, what is refused, the same case on a phone and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sightline.policy.terms import Role
from tests.browser import acts, region, responding
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser
FIND = "Any number, organisation or words of the story"


def test_signing_in_wrongly_says_so_beside_the_field(visitor: SignedIn, server: Server) -> None:
    someone = visitor("someone at the door")
    someone.go("/incidents/")
    assert someone.path == "/sign-in/"
    someone.press("Sign in")
    someone.reads("Enter your username", "Enter your password")
    someone.fill("Username", server.username("trust", Role.PROVIDER_LEAD))
    someone.fill("Password", "not the passphrase")
    someone.press("Sign in")
    someone.reads("Enter a username and password that belong together")
    someone.sign_in(server.username("trust", Role.PROVIDER_LEAD))
    assert someone.path == "/incidents/"
    someone.press("Sign out")
    someone.go("/incidents/")
    assert someone.path == "/sign-in/"
    someone.go("/account-closed/")
    someone.reads("This account has been closed")


def test_someone_with_two_roles_changes_between_them(visitor: SignedIn, server: Server) -> None:
    someone = visitor("someone with two roles")
    someone.sign_in(region.TWO_ROLES)
    reference = server.case("reported")
    someone.go(f"/incidents/{reference}/")
    links = someone.page.get_by_role("link", name="Decide whether it is serious")
    may_decide = links.count()
    someone.follow("change role")
    someone.choose(
        f"{Role.INVESTIGATOR.label if may_decide else Role.PROVIDER_LEAD.label}, Castlebrook University Hospitals"
    )
    someone.press("Use this role")
    someone.go(f"/incidents/{reference}/")
    assert bool(links.count()) is not bool(may_decide)
    someone.go("/sign-out/")
    someone.reads("Do you want to sign out of Sightline?")


def test_someone_without_a_role_is_told_so(visitor: SignedIn) -> None:
    someone = visitor("someone without a role")
    someone.sign_in(region.NO_ROLE, answers=403)
    someone.reads("You have no role yet", "If someone is in danger, act first")


def test_what_is_not_possible_says_why_and_by_which_clause(person: SignedIn, server: Server) -> None:
    reference = server.case("reported")
    executive = person("trust", Role.PROVIDER_EXECUTIVE)
    executive.go(f"/incidents/{reference}/decide/", answers=403)
    executive.reads("This step is not possible now", "Only the provider's patient-safety lead can do this.")
    executive.follow("Go to the case")
    executive.go("/no-such-page/", answers=404)
    executive.reads("Page not found")
    reader = person("icb", Role.READER)
    reader.go("/report/", answers=403)
    reader.reads("Not for this role")


@pytest.mark.parametrize("role", [Role.PATIENT_SAFETY_TEAM, Role.PLACE_QUALITY_LEAD, Role.CHIEF_EXECUTIVE])
def test_the_board_comes_from_its_worklist_to_a_case(person: SignedIn, role: Role) -> None:
    someone = person("icb", role)
    someone.reads("Overdue", "Waiting for you", "Due soon")
    someone.follow("All incidents")
    someone.page.get_by_text("Status: any", exact=True).click()
    someone.choose("Declared, 72-hour review awaited", under="Status: any of these")
    someone.press("Show")
    someone.reads("Status: 1 chosen")
    someone.follow("SL-")
    someone.reads("Timescales", "SI criteria met")
    someone.follow("Who can see this, and why")
    someone.reads("Nobody else sees that it exists.")


@pytest.mark.parametrize(
    "role",
    [Role.INFORMATION_GOVERNANCE_LEAD, Role.ADMINISTRATOR, Role.ANALYST, Role.SURVEILLANCE_GROUP_MEMBER],
)
def test_roles_that_handle_no_case_have_a_page_to_begin_with(person: SignedIn, role: Role) -> None:
    someone = person("icb", role)
    someone.reads("Today")
    someone.go("/incidents/")
    someone.follow("Policy")
    someone.reads("3.2")


def test_an_executive_signs_on_a_phone(person: SignedIn, server: Server) -> None:
    executive = person("trust", Role.PROVIDER_EXECUTIVE, width=320)
    responding.sign_off(executive, server.case("written"), "Read on the train, and I answer for it.")
    executive.reads("Read on the train, and I answer for it.")


def test_a_case_prints_whole_and_without_its_navigation(person: SignedIn, server: Server) -> None:
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    acts.open_case(team, server.case("in_review"))
    team.page.emulate_media(media="print")
    for name in ("Main", "On this page"):
        expect(team.page.get_by_role("navigation", name=name)).to_have_count(0)
    for furniture in (".sl-top form", ".nhsuk-skip-link", ".sl-footer", ".nhsuk-back-link"):
        expect(team.page.locator(furniture)).to_be_hidden()
    for title in (
        "Timescales",
        "What happened",
        "SI criteria met",
        "Duty of Candour",
        "Investigation",
        "Actions",
    ):
        expect(team.page.get_by_role("heading", name=title).first).to_be_visible()
    # What a click would open on the screen is open on paper.
    expect(team.page.get_by_text("Proposed terms of reference", exact=True).first).to_be_visible()


def test_the_phone_shows_the_whole_case(person: SignedIn, server: Server) -> None:
    lead = person("trust", Role.PROVIDER_LEAD, width=320)
    lead.go("/incidents/")
    lead.fill(FIND, server.case("in_review"))
    lead.press("Show")
    lead.follow("SL-")
    lead.reads("Timescales", "What happened", "SI criteria met", "Duty of Candour", "Actions")
    lead.follow("Audit trail")
    lead.reads("Audit trail")
