"""Before the rules change, the Patient Safety Specialist sees what they would have done; without scripts, on a phone too."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_the_specialist_compares_the_rules_with_psirf(person: SignedIn, server: Server) -> None:
    specialist = person("icb", Role.PATIENT_SAFETY_SPECIALIST)
    specialist.follow("Policy")
    specialist.follow("The same history under other rules")
    specialist.reads("Nothing is written")
    specialist.press("Compare", answers=422)
    specialist.reads("Choose another framework, or enter at least one new length.")
    specialist.choose("Patient Safety Incident Response Framework", under="Framework")
    specialist.fill_date("First day", acts.in_days(-30))
    specialist.press("Compare")
    specialist.reads("Learning responses under PSIRF", "has no limit under those rules", "Case by case")
    specialist.press("More rows")
    specialist.reads("Case by case")
    specialist.follow("SL-")
    assert specialist.path.startswith("/incidents/SL-")


def test_the_chief_nurse_tries_a_shorter_limit_without_scripts(visitor: SignedIn, server: Server) -> None:
    nurse = visitor("the Chief Nurse", width=320, scripts=False)
    nurse.sign_in(server.username("icb", Role.CHIEF_NURSE))
    nurse.go("/policy/replay/")
    nurse.page.get_by_text("New lengths", exact=True).click()
    nurse.fill("72-hour review, in working days", "none")
    nurse.press("Compare", answers=422)
    nurse.reads("72-hour review must be a whole number, such as 4")
    assert nurse.typed("72-hour review, in working days") == "none"
    nurse.fill("72-hour review, in working days", "1")
    nurse.press("Compare")
    nurse.reads("72-hour review within 1 working day, beside the rules in force", "earlier")
