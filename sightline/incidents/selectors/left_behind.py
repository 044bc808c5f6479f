"""What organisations that close leave behind, for administrators: numbers of cases, and nothing of any of them.

Not through ``visible_to``: administrators see no case, and are told only how many wait for somebody to take over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from sightline.audit.scope import everything, within
from sightline.incidents.models import Incident
from sightline.incidents.selectors.desk import OPEN
from sightline.organisations.successors import closed_before
from sightline.policy.working_days import london_day

_OPEN = Q(status__in=OPEN)


@dataclass(frozen=True)
class LeftBehind:
    """An organisation that closed without anybody to take over, and how many open cases are with it."""

    ods_code: str
    name: str
    closed_on: date
    cases: int


def open_cases_with(organisation_id: UUID) -> int:
    """How many open cases an organisation answers for, as provider or as lead commissioner."""
    party = Q(provider_id=organisation_id) | Q(lead_commissioner_id=organisation_id)
    with within(everything("numbers of cases that closing leaves behind")):
        return Incident.objects.filter(_OPEN & party).count()


def left_behind(*, now: datetime) -> tuple[LeftBehind, ...]:
    """Organisations that closed with open cases and no successor: nobody can act on those. Four queries at most."""
    _taken_over, left = closed_before(london_day(now))
    if not left:
        return ()
    cases: dict[UUID, int] = dict.fromkeys(left, 0)
    with within(everything("numbers of cases that closing leaves behind")):
        for party in ("provider_id", "lead_commissioner_id"):
            found = Incident.objects.filter(_OPEN, **{f"{party}__in": list(left)})
            for organisation_id, number in found.order_by().values_list(party).annotate(number=Count("id")):
                cases[organisation_id] += number
    return tuple(
        LeftBehind(row.ods_code, row.name, row.closed_on, cases[row.id])
        for row in sorted(left.values(), key=lambda row: row.name)
        if cases[row.id]
    )
