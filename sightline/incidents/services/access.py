"""Keeps the access rows of an incident equal to what policy expects, and says so in the audit trail."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from sightline.audit.services import Act
from sightline.incidents.models import IncidentAccess
from sightline.incidents.sharing import parts_column
from sightline.policy.facts import IncidentFacts
from sightline.policy.permissions import AccessGrant, expected_access
from sightline.policy.terms import Part, Relation


def refresh_access(facts: IncidentFacts, *, now: datetime, trail: Act) -> None:
    """Ends rows that should no longer stand and opens those that should; a level that changes ends and reopens.

    ``facts`` are of this moment: what is shared until later stands, what was withdrawn ends now.
    """
    expected = {
        (grant.organisation_id, grant.relation.value, grant.disclosure_id): grant
        for grant in expected_access(facts)
    }
    standing = IncidentAccess.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now), incident_id=facts.incident_id
    )
    for row in standing:
        key = (row.organisation_id, row.reason, row.disclosure_id)
        grant = expected.get(key)
        if grant is not None and _stands_as(row, grant):
            del expected[key]
            continue
        IncidentAccess.objects.filter(id=row.id).update(until_at=now)
        trail.record(
            model="incidentaccess",
            object_id=row.id,
            subject_id=facts.incident_id,
            field="until_at",
            old=row.until_at or "",
            new=now,
            part=_part_of(row.reason).value,
            clause=row.clause,
        )
    for grant in sorted(expected.values(), key=_order):
        row = IncidentAccess.objects.create(
            incident_id=facts.incident_id,
            organisation_id=grant.organisation_id,
            level=grant.level.value,
            reason=grant.relation.value,
            why=grant.why,
            clause=grant.clause,
            from_at=now,
            until_at=grant.until_at,
            disclosure_id=grant.disclosure_id,
            parts="" if grant.parts is None else parts_column(grant.parts),
        )
        trail.record(
            model="incidentaccess",
            object_id=row.id,
            subject_id=facts.incident_id,
            field="organisation_id",
            old="",
            new=f"{grant.organisation_id} {grant.relation.value} {grant.level.value}",
            part=_part_of(grant.relation.value).value,
            clause=grant.clause,
        )


def _stands_as(row: IncidentAccess, grant: AccessGrant) -> bool:
    """Whether a row opens what is expected, and until when."""
    parts = "" if grant.parts is None else parts_column(grant.parts)
    return (row.level, row.parts, row.until_at) == (grant.level.value, parts, grant.until_at)


def _part_of(reason: str) -> Part:
    """To whom else it was given is not for everyone who reads the summary."""
    return Part.SHARING if reason == Relation.SHARED else Part.SUMMARY


def _order(grant: AccessGrant) -> tuple[str, str, str]:
    return str(grant.organisation_id), grant.relation.value, str(grant.disclosure_id)
