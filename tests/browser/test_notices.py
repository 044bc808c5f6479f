"""A lead is told of a report and the ICB of what was declared: seen in the header, opened, all read; a phone will do."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_a_lead_is_told_of_a_report_and_opens_it(person: SignedIn, server: Server) -> None:
    reporter = person("trust", Role.REPORTER)
    with reporter.not_looking():
        reference = acts.report(reporter).reference
    lead = person("trust", Role.PROVIDER_LEAD, width=320)
    lead.follow("Notices")
    lead.reads(reference, "A report arrived: Someone reported an incident. Decide what it is.", "Unread")
    lead.follow(reference)
    assert lead.path == f"/incidents/{reference}/"
    lead.go("/notices/")
    lead.press("Mark all as read")
    lead.reads("All marked as read.")
    lead.reads_nothing_of("Unread")
    lead.go("/notices/00000000-0000-0000-0000-000000000000/", answers=404)
    lead.go("/notices/?before=00000000-0000-0000-0000-000000000000")
    lead.reads("There are no older ones.")
    lead.follow("The newest notices")
    lead.reads(reference)


def test_someone_nothing_was_said_to_is_told_so_without_scripts(person: SignedIn) -> None:
    nurse = person("icb", Role.BOARD_MEMBER, scripts=False)
    nurse.follow("Notices")
    nurse.reads("Nothing has been said to you yet.")
