"""A nurse reports: twelve questions, one a page, with the mouse, with the keyboard alone, on a phone."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser


def test_a_ward_nurse_reports_in_twelve_questions_and_gets_a_code(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    sent = acts.report(nurse)
    acts.progress_by_code(nurse, sent.code)
    nurse.reads(sent.reference, "Your report has arrived.")
