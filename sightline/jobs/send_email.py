"""Sends notices by e-mail.

The one job whose effect lies outside the database, so it does not wait for ``Outcome.write``: each e-mail is claimed,
sent and marked by itself (``notifications.services``), and goes out at least once.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sightline.breaches.selectors import breach_list
from sightline.incidents.selectors.due_notices import visible_to_person
from sightline.jobs.outcome import Outcome
from sightline.notifications import selectors, services
from sightline.organisations.staff import email_of


def is_wanted(now: datetime) -> bool:
    """Whether anything waits to be sent."""
    return selectors.wants_delivery(now=now)


def run(slot: str, now: datetime) -> Outcome:
    """Says what was sent; an e-mail that was put aside is an alarm."""

    def may_see(person_id: UUID, case_ids: Collection[UUID]) -> Collection[UUID]:
        cases = visible_to_person(person_id, case_ids, now=now)
        return cases | breach_list.visible_to_person(person_id, set(case_ids) - cases, now=now)

    done = services.deliver(address_of=email_of, may_see=may_see, now=now)
    words = f"{done.sent} sent, {done.failed} to be tried again, {done.parked} put aside, {done.not_needed} not needed."
    return Outcome(words)
