"""A practice answers from a phone by a link; what the ICB keyed is confirmed; an old link says so."""

from __future__ import annotations

import time

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


@pytest.mark.clause("4.4.1", facet="it has a light form")
def test_a_practice_manager_answers_from_a_phone_by_a_link(visitor: SignedIn, server: Server) -> None:
    began = time.monotonic()
    manager = visitor("practice manager on a phone", width=320)
    manager.go(f"/link/{server.case('link')}/")
    manager.press("Continue")
    manager.reads("Significant event analysis", "First record whether the Duty of Candour applies")
    manager.fill("Why did it happen?", "Two packs look alike and stand side by side.")
    manager.fill("What did you learn?", "Look-alike packs need distance.")
    manager.press("Sign and send", answers=422)
    manager.reads("Say what will change.", "First record whether the Duty of Candour applies.")
    assert manager.typed("Why did it happen?") == "Two packs look alike and stand side by side."
    manager.follow("First record whether the Duty of Candour applies")
    manager.choose("No, it does not apply")
    manager.page.get_by_role("textbox").nth(0).fill("GP partner")
    for box in manager.page.get_by_role("textbox").all():
        if not box.input_value():
            box.fill("Nobody was harmed; the error was seen at the counter.")
    with manager.page.expect_navigation():
        manager.page.locator("main form button").first.click()
    manager.arrived()
    # Back where the writing was, with every word of it.
    manager.reads("Significant event analysis", "We kept what you typed")
    assert manager.typed("Why did it happen?") == "Two packs look alike and stand side by side."
    assert manager.typed("What did you learn?") == "Look-alike packs need distance."
    manager.fill("What happened?", "The wrong strength was issued and seen at the counter.")
    manager.fill("What will change?", "The two strengths stand on different shelves.")
    manager.choose("A checklist, alert or second check helps")
    manager.fill("Who sees to it?", "Practice manager")
    manager.fill_date("By when?", acts.in_days(30))
    manager.fill("Who talked it over and agrees with it?", "Two partners and the nurse")
    manager.press("Sign and send")
    manager.reads("Your significant event analysis was sent to the ICB.", "Final report received")
    assert time.monotonic() - began < 240


def test_an_old_link_says_so_and_offers_another(visitor: SignedIn, server: Server) -> None:
    someone = visitor("someone with an old e-mail")
    with someone.not_looking():
        someone.go("/link/a-link-nobody-was-sent/", answers=410)
    someone.go("/link/")
    someone.press("Send me a link", answers=422)
    someone.reads("Enter your work e-mail address.")
    someone.page.get_by_label("Your work e-mail address", exact=True).fill("nobody@lower-ashe.example")
    someone.press("Send me a link")
    someone.reads("If that is the work address of someone we know")
    someone.go("/link/a-link-nobody-was-sent/", answers=410)
    someone.reads("This link no longer works")


@pytest.mark.clause("4.4.1", facet="a practice's case is handled like any provider's")
def test_the_icb_sends_a_link_and_the_practice_confirms_what_was_keyed(
    person: SignedIn, server: Server
) -> None:
    reference = server.case("keyed")
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{reference}/")
    team.reads("Keyed by the ICB for the provider", "not confirmed by the provider yet")
    team.follow("Send a link")
    team.reads("Send Lower Ashe practice a link")
    lead = person("practice", Role.PROVIDER_LEAD, width=320)
    lead.go(f"/incidents/{reference}/")
    lead.reads("the provider confirms what the ICB keyed for it")
    lead.go(f"/incidents/{reference}/answer/")
    lead.reads("Is this right?", "A guidewire was left in")
    lead.press("Yes, this is right")
    lead.reads("Thank you. It is confirmed.", "confirmed by the provider")
