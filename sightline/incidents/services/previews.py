"""Looking at what a role would see is itself on the record."""

from __future__ import annotations

from datetime import datetime

from sightline.audit.scope import of, within
from sightline.audit.services import act
from sightline.incidents.errors import Invalid
from sightline.incidents.selectors.preview import Preview, preview_of
from sightline.organisations import selectors as organisations
from sightline.organisations.services.authority import require_administrator
from sightline.policy.facts import Actor


def look_as(role: Actor, *, reason: str, by: Actor, now: datetime) -> Preview:
    """What ``role`` would see, noted with who looked and why (clause 11.1b). Raises Invalid without a reason."""
    require_administrator(by, of=role.organisation_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why you look: it is kept in the audit trail."}, clause="11.1b")
    place = organisations.place_names([role.place_id])[role.place_id] if role.place_id else ""
    with act(by=by, now=now, clause="11.1b", reason=reason.strip()) as acted:
        acted.record(
            model="preview",
            object_id=role.organisation_id,
            field="role looked at",
            old="",
            new=f"{role.role.label}{', ' + place if place else ''}",
        )
    with within(of(role, now=now)):
        return preview_of(role, now=now)
