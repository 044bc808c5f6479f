"""A lead is told what happened and what is wanted: seen in the header of a phone, opened, all marked as read."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser


def test_a_lead_reads_what_they_were_told_and_opens_a_case(person: SignedIn) -> None:
    lead = person("trust", Role.PROVIDER_LEAD, width=320)
    lead.follow("Notices")
    lead.reads("The ICB answered:", "Unread")
    lead.follow("Older notices")
    lead.reads("A report arrived: Someone reported an incident. Decide what it is.")
    lead.follow("The newest notices")
    lead.follow("SL-")
    assert lead.path.startswith("/incidents/SL-")
    lead.go("/notices/")
    lead.press("Mark all as read")
    lead.reads("All marked as read.")
    lead.reads_nothing_of("Unread")
