"""Other bodies to tell: questions answered, one told, one not needed, and a mistake taken back."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_questions_are_answered_and_bodies_told(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/")
    lead.reads("Other bodies to tell", "question is open", "Learn from patient safety events")
    lead.follow("Answer the questions")
    lead.press("Record the answers", answers=422)
    lead.reads("Answer at least one question, or change an answer.")
    lead.page.locator('[name="product"][value="yes"]').check()
    lead.press("Record the answers")
    lead.reads("questions are open")
    lead.go(f"/incidents/{reference}/bodies/questions/")
    lead.page.locator('[name="device"][value="yes"]').check()
    for code in ("medicine", "blood", "transplant", "radiation"):
        if lead.page.locator(f'[name="{code}"]').count():
            lead.page.locator(f'[name="{code}"][value="no"]').check()
    lead.press("Record the answers")
    lead.reads("MHRA, Yellow Card", "it was a device or other equipment")
    lead.go(f"/incidents/{reference}/bodies/mhra/")
    lead.press("Record it", answers=422)
    lead.reads("Say whether it was told.")
    lead.page.locator('[name="settling"][value="told"]').check()
    lead.fill_date("Day it was told", acts.yesterday())
    lead.fill("Time it was told", "09:15")
    lead.fill("Told by, by role", "Medical devices lead")
    lead.fill("Yellow Card reference (optional)", "YC-2041")
    lead.press("Record it")
    lead.reads("told", "09:15, Medical devices lead", "YC-2041")
    lead.go(f"/incidents/{reference}/bodies/mhra/")
    lead.page.locator('[name="settling"][value="not_needed"]').check()
    lead.fill("Reason, or a note", "The maker told it, and sent us the reference.")
    lead.press("Record it")
    lead.reads("not needed", "The maker told it, and sent us the reference.")
    lead.go(f"/incidents/{reference}/bodies/mhra/")
    lead.page.locator('[name="settling"][value="still_to_tell"]').check()
    lead.fill("Reason, or a note", "The maker meant another device.")
    lead.press("Record it")
    lead.reads("to tell")
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{reference}/bodies/mhra/")
    team.reads("What was recorded", "The maker meant another device.", "Recorded by the provider.")
