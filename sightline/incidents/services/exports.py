"""What leaves the product as a file is noted in the audit trail: who took what, by which filters or for which purpose."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.audit.scope import within
from sightline.audit.services import act
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.record import RELATED_OF_STEP, access_facts_of
from sightline.incidents.visibility import visible_to
from sightline.policy.facts import Actor
from sightline.policy.permissions import permissions_for
from sightline.policy.personal_data import personal_data_in
from sightline.policy.retention import CLAUSE, problem_with_reason
from sightline.policy.terms import Part, Permission

#: What an entry in the trail of a case is of, where the case was taken out and not changed.
TAKEN_OUT = "export"
NAMES_SOMEBODY = "Say what it is for without a name or anything else that says who somebody is."


def note_export(what: str, filters: str, *, rows: int, by: Actor, now: datetime) -> None:
    """Before the file is made, so that one broken off half-way is on the record too; ``rows`` as counted then."""
    with act(by=by, now=now, clause="11.1b", reason=what) as acted:
        for field, new in ((what, filters or "no filter"), (f"rows of {what}", str(rows))):
            acted.record(model="export", object_id=by.organisation_id, field=field, old="", new=new)


def note_drawing(incident_id: UUID, as_at: datetime, sha256: str, *, by: Actor, now: datetime) -> None:
    """In the trail of the case: it was drawn as it stood at ``as_at``, and the hash of the file. Once that is made."""
    with act(by=by, now=now, clause="8.0b") as acted:
        for field, new in (("drawn_as_at", as_at), ("drawn_sha256", sha256)):
            acted.record(
                model=TAKEN_OUT,
                object_id=incident_id,
                subject_id=incident_id,
                field=field,
                old="",
                new=new,
                part=Part.HISTORY.value,
            )


def note_case_export(
    incident_id: UUID, purpose: str, *, files: int, manifest_sha256: str, by: Actor, now: datetime
) -> None:
    """In the trail of the case: it was taken out whole, what for, and the hash of the manifest. Once the file is made.

    Raises NotVisible for those who may not, Invalid beside ``purpose``, which goes with the file and names nobody.
    """
    with act(by=by, now=now, clause=CLAUSE) as acted:
        with within(acted.asked):
            found = visible_to(by, now=now).select_related(*RELATED_OF_STEP).filter(id=incident_id)
            incident = found.order_by().first()
        if incident is None or Permission.DISCLOSE not in permissions_for(
            by, access_facts_of(incident, now=now)
        ):
            raise NotVisible(str(incident_id))
        problem = problem_with_reason(purpose) or (NAMES_SOMEBODY if personal_data_in(purpose) else "")
        if problem:
            raise Invalid({"purpose": problem}, clause=CLAUSE)
        noted = (("purpose", purpose.strip()), ("files", files), ("manifest_sha256", manifest_sha256))
        for field, new in noted:
            acted.record(
                model=TAKEN_OUT,
                object_id=incident_id,
                subject_id=incident_id,
                field=field,
                old="",
                new=new,
                part=Part.SHARING.value,
            )
