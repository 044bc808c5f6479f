"""A morning at the board: twenty decisions, one after the other, with every page and every click counted."""

from __future__ import annotations

import pytest

from sightline.policy.quality_assurance import CHECKLIST
from sightline.policy.terms import Role
from tests.browser import assuring
from tests.browser.conftest import SignedIn
from tests.browser.person import Person
from tests.browser.server import Server

pytestmark = pytest.mark.browser
DECISIONS = 20


def begin_what_waits(nurse: Person) -> str:
    """Follows the first thing that waits for her, from Today or from the case just done; which step it is."""
    waiting = nurse.page.locator("#waiting a, .sl-also a")
    for link in waiting.all():
        step = (link.get_attribute("href") or "").strip("/").split("/")[2:]
        if step:
            nurse.clicks += 1
            with nurse.page.expect_navigation():
                link.click()
            nurse.arrived()
            return "/".join(step)
    raise AssertionError(f"nothing is offered at {nurse.page.url}:\n{nurse.words[:2000]}")


def decide(nurse: Person, step: str) -> None:
    """Answers the page she is on."""
    if step == "acknowledge":
        nurse.press("Acknowledge and agree that it meets SI criteria")
        return
    if step == "initial-review/answer":
        nurse.choose("Accept", under=assuring.ANSWER)
        nurse.choose("Acknowledge the incident")
        nurse.choose("Agree that it meets SI criteria")
        nurse.press("Send the answer")
        nurse.reads("The 72-hour review is accepted. The investigation begins.")
        return
    assert step == "quality-assurance", step
    nurse.fill("Feedback to the provider", "Clear, kind and deep. Carry the second check to every ward.")
    assuring.rate_all_met(nurse)
    nurse.press("Accept the report")
    nurse.reads("The report is accepted.")


def test_twenty_decisions_go_from_one_to_the_next_in_few_clicks(person: SignedIn, server: Server) -> None:
    nurse = person("icb", Role.CHIEF_NURSE)
    nurse.reads("My desk", "Waiting for you")
    nurse.pages = nurse.clicks = 0
    steps = []
    for _ in range(DECISIONS):
        steps.append(begin_what_waits(nurse))
        decide(nurse, steps[-1])
    assert len(set(steps)) == 3, "every kind of decision comes up"
    # A page that shows what is decided and the page after it, which offers the next: no way back to a list between.
    assert nurse.pages <= 2 * DECISIONS, nurse.pages
    # Two clicks for an acknowledgement, five for a review that settles all that is owed; a report is rated item by item.
    assert nurse.clicks <= 4 * DECISIONS + len(CHECKLIST), nurse.clicks
    print(f"{len(steps)} decisions: {nurse.pages} pages, {nurse.clicks} clicks")
