"""Keeps the access rows of an incident equal to what policy expects, and says so in the audit trail."""

from __future__ import annotations

from datetime import datetime

from sightline.audit.services import Act
from sightline.incidents.models import IncidentAccess
from sightline.policy.facts import IncidentFacts
from sightline.policy.permissions import expected_access
from sightline.policy.terms import Part


def refresh_access(facts: IncidentFacts, *, now: datetime, trail: Act) -> None:
    """Ends rows that should no longer stand and opens those that should; a level that changes ends and reopens."""
    expected = {(grant.organisation_id, grant.relation.value): grant for grant in expected_access(facts)}
    standing = IncidentAccess.objects.filter(incident_id=facts.incident_id, until_at__isnull=True)
    for row in standing:
        grant = expected.get((row.organisation_id, row.reason))
        if grant is not None and grant.level.value == row.level:
            del expected[(row.organisation_id, row.reason)]
            continue
        IncidentAccess.objects.filter(id=row.id).update(until_at=now)
        trail.record(
            model="incidentaccess",
            object_id=row.id,
            subject_id=facts.incident_id,
            field="until_at",
            old="",
            new=now,
            part=Part.SUMMARY.value,
            clause=row.clause,
        )
    for grant in sorted(expected.values(), key=lambda item: (str(item.organisation_id), item.relation.value)):
        row = IncidentAccess.objects.create(
            incident_id=facts.incident_id,
            organisation_id=grant.organisation_id,
            level=grant.level.value,
            reason=grant.relation.value,
            why=grant.why,
            clause=grant.clause,
            from_at=now,
        )
        trail.record(
            model="incidentaccess",
            object_id=row.id,
            subject_id=facts.incident_id,
            field="organisation_id",
            old="",
            new=f"{grant.organisation_id} {grant.relation.value} {grant.level.value}",
            part=Part.SUMMARY.value,
            clause=grant.clause,
        )
