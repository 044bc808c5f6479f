"""Whose desk a case is on, what it was joined to, what was keyed or entered later: the frame around the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sightline.audit.scope import everything, within
from sightline.incidents.models import Incident
from sightline.incidents.record import CaseRecord
from sightline.policy.terms import Action


@dataclass(frozen=True)
class JoinedReport:
    """Another report of the same event, with every number it is known by."""

    reference: str
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Keeping:
    """Names are of staff at work, empty where nobody is named yet."""

    handler_name: str
    provider_lead_name: str
    duplicate_of: str
    duplicates: tuple[JoinedReport, ...]
    reported_at: datetime
    entered_at: datetime | None
    keyed_at: datetime | None
    keyed_confirmed_at: datetime | None


class Numbered(Protocol):
    """An incident, or a row of one, with the numbers of other systems."""

    steis_number: str
    lfpse_number: str
    local_number: str


def numbers_of(incident: Numbered) -> tuple[tuple[str, str], ...]:
    """The numbers other systems know an incident by, those that are known."""
    known = (
        ("StEIS", incident.steis_number),
        ("LFPSE", incident.lfpse_number),
        ("Local", incident.local_number),
    )
    return tuple((label, number) for label, number in known if number)


def keeping_of(record: CaseRecord) -> Keeping:
    """One query where other reports were joined to this one, else none."""
    incident = record.incident
    was_joined = any(step.action == Action.RECEIVE_DUPLICATE for step in record.steps)
    return Keeping(
        handler_name="" if incident.handler is None else incident.handler.full_name,
        provider_lead_name="" if incident.provider_lead is None else incident.provider_lead.full_name,
        duplicate_of=_lead_of(incident),
        duplicates=_joined_to(incident) if was_joined else (),
        reported_at=incident.reported_at,
        entered_at=incident.entered_at,
        keyed_at=incident.keyed_at,
        keyed_confirmed_at=incident.keyed_confirmed_at,
    )


def _lead_of(incident: Incident) -> str:
    """The number of the record it was joined to, perhaps another provider's: it is said to whoever has this case."""
    if incident.merged_into_id is None or incident.merged_into is not None:
        return "" if incident.merged_into is None else incident.merged_into.reference
    with within(everything("the number of a record that leads")):
        return Incident.objects.values_list("reference", flat=True).get(id=incident.merged_into_id)


def _joined_to(incident: Incident) -> tuple[JoinedReport, ...]:
    """The numbers of reports joined to this one, whoseever they were: both StEIS numbers are kept (decision 13)."""
    with within(everything("the numbers of joined reports")):
        return tuple(
            JoinedReport(other.reference, numbers_of(other))
            for other in incident.duplicates.order_by("reported_at")
        )
