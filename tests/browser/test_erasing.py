"""Words taken out for good by two people in their browsers; a record whose time has not come stays."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_two_people_take_a_word_out_and_the_certificate_is_read(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    theirs = person("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    theirs.go(f"/incidents/{reference}/retention/")
    theirs.follow("Dispose of the record")
    theirs.reads("It cannot be disposed of today", "Something is still owed on the case")
    theirs.go(f"/incidents/{reference}/retention/")
    theirs.follow("Take words out")
    theirs.press("Propose it", answers=422)
    theirs.reads("Give the words that must go.", "Say why.")
    theirs.fill("The words that must go", "guidewire")
    theirs.fill("Why", "It was another device, as the report says.")
    theirs.press("Propose it", answers=422)
    theirs.reads("Choose in which text the words are to be taken out.")
    theirs.page.get_by_label("Description of incident").check()
    theirs.press("Propose it")
    theirs.reads("It waits for another person who keeps records.", "Description of incident")

    guardian = person("icb", Role.PATIENT_SAFETY_SPECIALIST)
    guardian.follow("Retention")
    guardian.reads("Waiting for a second person")
    guardian.follow(f"{reference}: take words out")
    guardian.reads("guidewire", "which this does not change")
    guardian.press("Decide", answers=422)
    guardian.reads("Say whether you agree.")
    guardian.page.get_by_label("I agree: erase it for good").check()
    guardian.press("Decide")
    guardian.reads("It is erased.", "Certificate of words taken out", "Head of the audit trail after")
