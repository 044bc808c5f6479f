"""What selectors return: frozen rows, no database behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sightline.policy.terms import CandourRegime, Framework, OrganisationKind, Role


def framework_by(psirf_from: date | None, on: date) -> Framework:
    """The regime of an organisation with that first day under PSIRF, or none, for what was identified on a day."""
    return Framework.PSIRF if psirf_from is not None and psirf_from <= on else Framework.SIF_2015


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation. It exists on both of its dates; ``psirf_from`` is its first day under PSIRF, if any."""

    id: UUID
    ods_code: str
    name: str
    kind: OrganisationKind
    candour_regime: CandourRegime
    opened_on: date | None
    closed_on: date | None
    successor_id: UUID | None
    psirf_from: date | None
    is_invented: bool
    source: str

    def framework_on(self, day: date) -> Framework:
        """The regime for an incident *identified* there on that day (design decision 2)."""
        return framework_by(self.psirf_from, day)

    def exists_on(self, day: date) -> bool:
        """Whether it had opened and had not closed on that day; a missing date limits nothing."""
        return (self.opened_on is None or self.opened_on <= day) and (
            self.closed_on is None or self.closed_on >= day
        )


@dataclass(frozen=True)
class HatRow:
    """A membership a person may use: what they are, where, and for which Place if for one."""

    membership_id: UUID
    role: Role
    organisation_id: UUID
    organisation_name: str
    organisation_code: str
    organisation_kind: OrganisationKind
    place_id: UUID | None
    place_name: str
    #: Notices that the person has not read, whichever hat they wear.
    unread: int = 0


@dataclass(frozen=True)
class PlaceRow:
    """A Place of an Integrated Care Board."""

    place_id: UUID
    name: str
    icb_id: UUID


@dataclass(frozen=True)
class PersonRow:
    """A person as others may see them."""

    id: UUID
    username: str
    full_name: str
    email: str


@dataclass(frozen=True)
class ReachableRow:
    """Someone a one-time link can be sent to, in one membership."""

    membership_id: UUID
    person_name: str
    email: str
    organisation_name: str


@dataclass(frozen=True)
class CoverRow:
    """Somebody is away from a first to a last day, and somebody looks after their cases."""

    cover_id: UUID
    person_id: UUID
    person_name: str
    covered_by_id: UUID
    covered_by_name: str
    from_on: date
    until_on: date
    note: str

    def holds_on(self, day: date) -> bool:
        """Whether it is so on a day."""
        return self.from_on <= day <= self.until_on
