"""What administrators read: who is where, which contracts hold, what was agreed locally, and what wants attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sightline.audit.chain import storable
from sightline.organisations.errors import Unknown
from sightline.organisations.models import (
    AddedBankHoliday,
    Contract,
    Membership,
    Organisation,
    Place,
    TimescaleVariation,
    User,
)
from sightline.organisations.rows import PersonRow
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.lengths import Length
from sightline.policy.report_answers import PROVIDER_KINDS
from sightline.policy.terms import Framework, Role

#: Rows of a group at most, and how many days ahead an end is worth saying.
MOST_SHOWN, DAYS_AHEAD = 20, 30


@dataclass(frozen=True)
class MembershipLine:
    """A person in one role at one organisation, from a first to a last day."""

    membership_id: UUID
    person_id: UUID
    person_name: str
    username: str
    role: Role
    organisation_code: str
    organisation_name: str
    place_name: str
    from_on: date
    until_on: date | None

    def is_over(self, on: date) -> bool:
        """Whether its last day has passed."""
        return self.until_on is not None and self.until_on < on


@dataclass(frozen=True)
class PersonPage:
    """One person, whether they may sign in, and every role they have or had, newest first."""

    person: PersonRow
    is_open: bool
    roles: tuple[MembershipLine, ...]


@dataclass(frozen=True)
class PersonLine:
    """A person in a list; ``roles`` are those in force, in words."""

    person: PersonRow
    is_open: bool
    roles: tuple[str, ...]


@dataclass(frozen=True)
class ContractLine:
    """A main contract: both sides, its days and its title."""

    contract_id: UUID
    provider_code: str
    provider_name: str
    commissioner_name: str
    title: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class NamedLine:
    """An organisation by code and name."""

    code: str
    name: str


@dataclass(frozen=True)
class Attention:
    """What somebody should look at; each group is cut at ``MOST_SHOWN``."""

    without_contract: tuple[NamedLine, ...]
    without_role: tuple[PersonRow, ...]
    ending: tuple[MembershipLine, ...]


@dataclass(frozen=True)
class VariationLine:
    """A length agreed locally, with its days, its reason and where it is written down.

    ``ended_reason`` says why it has the last day it has, or why another took its place from its first day on, at
    ``withdrawn_at``.
    """

    variation_id: UUID
    kind: DeadlineKind
    framework: Framework
    place_id: UUID | None
    place_name: str
    length: int
    from_on: date
    until_on: date | None
    reason: str
    source: str
    agreed_at: datetime | None
    ended_at: datetime | None
    ended_reason: str
    withdrawn_at: datetime | None

    @property
    def in_words(self) -> str:
        """The length with its unit: "45 working days"."""
        unit = next(row.unit for row in DEADLINES[self.framework] if row.kind is self.kind)
        return str(Length(self.length, unit))

    def is_over(self, on: date) -> bool:
        """Whether no incident identified on that day or later is given it."""
        return self.withdrawn_at is not None or (self.until_on is not None and self.until_on < on)


@dataclass(frozen=True)
class HolidayLine:
    """A bank holiday somebody added, or added and withdrew."""

    holiday_id: UUID
    day: date
    title: str
    source: str
    added_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str


def _in_force(on: date, first: str = "from_on", last: str = "until_on") -> Q:
    return Q(**{f"{first}__lte": on}) & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": on}))


def _lines(memberships: QuerySet[Membership]) -> tuple[MembershipLine, ...]:
    return tuple(
        MembershipLine(
            membership_id=each.id,
            person_id=each.person_id,
            person_name=each.person.full_name,
            username=each.person.username,
            role=Role(each.role),
            organisation_code=each.organisation.ods_code,
            organisation_name=each.organisation.name,
            place_name=each.place.name if each.place else "",
            from_on=each.from_on,
            until_on=each.until_on,
        )
        for each in memberships.select_related("person", "organisation", "place")
    )


def people_at(organisation_id: UUID, on: date) -> tuple[MembershipLine, ...]:
    """Everyone who has a role there now or later, by name, the first hundred."""
    there = Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on), organisation_id=organisation_id
    )
    return _lines(there.order_by("person__full_name", "role", "id")[:100])


def membership(membership_id: UUID) -> MembershipLine:
    """One membership; ``Unknown`` without it."""
    found = _lines(Membership.objects.filter(id=membership_id))
    if not found:
        raise Unknown(f"There is no membership {membership_id}.")
    return found[0]


def organisation_of(membership_id: UUID) -> UUID:
    """Where a membership is; ``Unknown`` without it."""
    found = Membership.objects.filter(id=membership_id).values_list("organisation_id", flat=True).first()
    if found is None:
        raise Unknown(f"There is no membership {membership_id}.")
    return found


def person_page(person_id: UUID) -> PersonPage:
    """One person; ``Unknown`` without them."""
    found = User.objects.filter(id=person_id).first()
    if found is None:
        raise Unknown(f"There is no person {person_id}.")
    return PersonPage(
        person=PersonRow(found.id, found.username, found.full_name, found.email),
        is_open=found.is_active,
        roles=_lines(found.memberships.order_by("-from_on", "id")),
    )


def belongs_only_to(person_id: UUID, organisation_id: UUID) -> bool:
    """Whether a person has, or had, roles at this organisation and nowhere else."""
    theirs = set(Membership.objects.filter(person_id=person_id).values_list("organisation_id", flat=True))
    return theirs == {organisation_id}


def find_people(text: str, *, at: UUID | None, on: date, limit: int = 50) -> list[PersonLine]:
    """People whose name, user name or e-mail holds every word; without words everyone, by name, up to the limit.

    ``at``: only those who have a role, or had one, at this organisation.
    """
    people = User.objects.all()
    for word in storable(text[:200]).split()[:8]:
        people = people.filter(
            Q(full_name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word)
        )
    if at is not None:
        people = people.filter(id__in=Membership.objects.filter(organisation_id=at).values("person_id"))
    found = list(people.order_by("full_name", "username")[:limit])
    roles: dict[UUID, list[str]] = {}
    now = Membership.objects.filter(_in_force(on), person_id__in=[each.id for each in found])
    for line in _lines(now.order_by("role", "id")):
        roles.setdefault(line.person_id, []).append(f"{line.role.label}, {line.organisation_name}")
    return [
        PersonLine(
            PersonRow(each.id, each.username, each.full_name, each.email),
            each.is_active,
            tuple(roles.get(each.id, ())),
        )
        for each in found
    ]


def contracts_of(provider_id: UUID) -> tuple[ContractLine, ...]:
    """Every main contract with a provider, newest first."""
    found = Contract.objects.filter(provider_id=provider_id).select_related("provider", "lead_commissioner")
    return tuple(map(_contract, found.order_by("-starts_on", "id")))


def contracted_to(commissioner_id: UUID) -> tuple[tuple[str, str], ...]:
    """Code and name of every provider that has, or had, a main contract with a board or one it replaced; by name."""
    held = Contract.objects.filter(
        Q(lead_commissioner_id=commissioner_id) | Q(lead_commissioner__successor_id=commissioner_id)
    )
    rows = held.values_list("provider__ods_code", "provider__name").distinct()
    return tuple(rows.order_by("provider__name", "provider__ods_code"))


def contract(contract_id: UUID) -> ContractLine:
    """One contract; ``Unknown`` without it."""
    found = Contract.objects.filter(id=contract_id).select_related("provider", "lead_commissioner").first()
    if found is None:
        raise Unknown(f"There is no contract {contract_id}.")
    return _contract(found)


def _contract(found: Contract) -> ContractLine:
    return ContractLine(
        contract_id=found.id,
        provider_code=found.provider.ods_code,
        provider_name=found.provider.name,
        commissioner_name=found.lead_commissioner.name,
        title=found.title,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
    )


def attention(home_icb_id: UUID, on: date) -> Attention:
    """What wants attention: three queries, each bounded.

    Only providers that work in a Place of the board or have people here are asked for a contract: the national lists
    hold thousands that never will.
    """
    standing = Q(closed_on__isnull=True) | Q(closed_on__gte=on)
    concerned = Organisation.objects.filter(
        standing, kind__in=[kind.value for kind in PROVIDER_KINDS]
    ).filter(Q(works_in__place__icb_id=home_icb_id) | Q(memberships__isnull=False))
    contracted = Contract.objects.filter(_in_force(on, "starts_on", "ends_on"), provider=OuterRef("pk"))
    holding = Membership.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), person=OuterRef("pk"))
    ending = Membership.objects.filter(until_on__gte=on, until_on__lte=on + timedelta(days=DAYS_AHEAD))
    lines = concerned.filter(~Exists(contracted)).distinct().order_by("name", "ods_code")
    people = User.objects.filter(~Exists(holding), is_active=True).order_by("full_name", "username")
    return Attention(
        without_contract=tuple(NamedLine(each.ods_code, each.name) for each in lines[:MOST_SHOWN]),
        without_role=tuple(
            PersonRow(each.id, each.username, each.full_name, each.email) for each in people[:MOST_SHOWN]
        ),
        ending=_lines(ending.order_by("until_on", "id")[:MOST_SHOWN]),
    )


def variations() -> tuple[VariationLine, ...]:
    """Every length ever agreed locally: those without an end and the newest first."""
    found = TimescaleVariation.objects.select_related("place").order_by(
        F("until_on").desc(nulls_first=True), "-from_on", "id"
    )
    return tuple(map(_variation, found))


def variation(variation_id: UUID) -> VariationLine:
    """One of them; ``Unknown`` without it."""
    found = TimescaleVariation.objects.select_related("place").filter(id=variation_id).first()
    if found is None:
        raise Unknown(f"There is no variation {variation_id}.")
    return _variation(found)


def _variation(found: TimescaleVariation) -> VariationLine:
    return VariationLine(
        variation_id=found.id,
        kind=DeadlineKind(found.kind),
        framework=Framework(found.framework),
        place_id=found.place_id,
        place_name=found.place.name if found.place else "",
        length=found.length,
        from_on=found.from_on,
        until_on=found.until_on,
        reason=found.reason,
        source=found.source,
        agreed_at=found.agreed_at,
        ended_at=found.ended_at,
        ended_reason=found.ended_reason,
        withdrawn_at=found.withdrawn_at,
    )


def added_holidays() -> tuple[HolidayLine, ...]:
    """Bank holidays added by hand, those withdrawn too, the last day first."""
    names = ("id", "day", "title", "source", "added_at", "withdrawn_at", "withdrawn_reason")
    rows = AddedBankHoliday.objects.order_by("-day", "id").values_list(*names)
    return tuple(HolidayLine(*row) for row in rows)


def added_holiday(holiday_id: UUID) -> HolidayLine:
    """One of them; ``Unknown`` without it."""
    for row in added_holidays():
        if row.holiday_id == holiday_id:
            return row
    raise Unknown(f"There is no added bank holiday {holiday_id}.")


def boards_of_places() -> dict[UUID, str]:
    """Name of each Place with its board, for lists to choose from."""
    return {
        each.id: f"{each.name}, {each.icb.name}"
        for each in Place.objects.select_related("icb").order_by("icb__name", "name")
    }
