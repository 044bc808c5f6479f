"""A list that leaves the product as a file is noted in the audit trail: who took what, by which filters."""

from __future__ import annotations

from datetime import datetime

from sightline.audit.services import act
from sightline.policy.facts import Actor


def note_export(what: str, filters: str, *, rows: int, by: Actor, now: datetime) -> None:
    """Before the file is made, so that one broken off half-way is on the record too; ``rows`` as counted then."""
    with act(by=by, now=now, clause="11.1b", reason=what) as acted:
        for field, new in ((what, filters or "no filter"), (f"rows of {what}", str(rows))):
            acted.record(model="export", object_id=by.organisation_id, field=field, old="", new=new)
