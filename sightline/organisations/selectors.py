"""Reading organisations, hats, contracts and what was agreed locally. Days are passed in; none is asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Replace

from sightline.audit.chain import storable
from sightline.notifications.selectors import unread_of
from sightline.organisations.errors import HomeBoardMissing, Unknown
from sightline.organisations.models import (
    Contract,
    LeaveCover,
    Membership,
    Organisation,
    OrganisationPlace,
    Place,
    User,
)
from sightline.organisations.rows import (
    CoverRow,
    HatRow,
    OrganisationRow,
    PersonRow,
    PlaceRow,
    ReachableRow,
    framework_by,
)
from sightline.organisations.successors import replaced_by, standing_on
from sightline.policy.facts import Actor
from sightline.policy.small_providers import SMALL_PROVIDER_KINDS
from sightline.policy.terms import CandourRegime, Framework, OrganisationKind, Role

__all__ = [
    "CoverRow",
    "HatRow",
    "OrganisationRow",
    "PersonRow",
    "PlaceRow",
    "ReachableRow",
    "actor_for",
    "actor_named",
    "actor_with",
    "colleagues",
    "covered_by",
    "covers_at",
    "framework_of",
    "hats_of",
    "home_icb",
    "lead_commissioner_of",
    "of_kind",
    "organisation",
    "organisation_by_code",
    "organisations",
    "people",
    "place_names",
    "places_of",
    "places_of_icb",
    "reachable_at",
    "reachable_leads",
    "search",
]


def _row(found: Organisation) -> OrganisationRow:
    return OrganisationRow(
        id=found.id,
        ods_code=found.ods_code,
        name=found.name,
        kind=OrganisationKind(found.kind),
        candour_regime=CandourRegime(found.candour_regime),
        opened_on=found.opened_on,
        closed_on=found.closed_on,
        successor_id=found.successor_id,
        psirf_from=found.psirf_from,
        is_invented=found.is_invented,
        source=found.source,
    )


def _in_force(day: date, first: str, last: str) -> Q:
    """Rows in force on a day: both dates belong to the time, and a missing last day means no end."""
    return Q(**{f"{first}__lte": day}) & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day}))


# Organisations


def organisation(organisation_id: UUID) -> OrganisationRow:
    """One organisation; ``Unknown`` if there is none."""
    found = Organisation.objects.filter(id=organisation_id).first()
    if found is None:
        raise Unknown(f"There is no organisation {organisation_id}.")
    return _row(found)


def organisation_by_code(ods_code: str) -> OrganisationRow | None:
    """The organisation with that code however it is typed; None if the code is not in the lists."""
    found = Organisation.objects.filter(ods_code=storable(ods_code).strip().upper()).first()
    return _row(found) if found else None


def organisations(ids: Collection[UUID]) -> dict[UUID, OrganisationRow]:
    """Those of the organisations that exist, by id, in one query."""
    if not ids:
        return {}
    return {found.id: _row(found) for found in Organisation.objects.filter(id__in=set(ids))}


def search(
    text: str,
    kinds: Collection[OrganisationKind] | None = None,
    limit: int = 20,
    on: date | None = None,
) -> list[OrganisationRow]:
    """Organisations whose code is the text, or whose name holds every word of it, whatever the case.

    An apostrophe may be straight, curly or left out. The exact code comes first, then those that exist ``on`` that day
    (without a day: those with no closing date), then by name. Nothing typed finds nothing; only the first 200
    characters and twelve words count, so that a page pasted in by mistake is not a burden.
    """
    plain = storable(text[:200]).replace("’", "'").replace("'", "").strip()
    words = plain.split()[:12]
    if not words:
        return []
    every_word = Q()
    for word in words:
        every_word &= Q(plain_name__icontains=word) | Q(ods_code__iexact=word)
    existing = Q(closed_on__isnull=True)
    if on is not None:
        existing = (existing | Q(closed_on__gte=on)) & (Q(opened_on__isnull=True) | Q(opened_on__lte=on))
    found: QuerySet[Organisation] = (
        Organisation.objects.annotate(plain_name=Replace(F("name"), Value("'"), Value("")))
        .filter(every_word)
        .annotate(
            has_the_code=Case(
                When(ods_code=plain.upper(), then=True), default=False, output_field=BooleanField()
            ),
            exists_now=Case(When(existing, then=True), default=False, output_field=BooleanField()),
        )
        .order_by("-has_the_code", "-exists_now", "name", "ods_code")
    )
    if kinds is not None:
        found = found.filter(kind__in=[str(kind) for kind in kinds])
    return [_row(each) for each in found[:limit]]


def of_kind(kind: OrganisationKind, on: date) -> list[OrganisationRow]:
    """Every organisation of a kind that exists on a day, by name: for short lists, such as boards."""
    found = Organisation.objects.filter(kind=kind.value).order_by("name", "ods_code")
    return [row for row in map(_row, found) if row.exists_on(on)]


def home_icb() -> OrganisationRow:
    """The Integrated Care Board this installation belongs to; ``HomeBoardMissing``, saying what to do, without one."""
    code = str(getattr(settings, "SIGHTLINE_HOME_ICB", "") or "").strip().upper()
    if not code:
        raise HomeBoardMissing(
            "Set SIGHTLINE_HOME_ICB to the ODS code of the Integrated Care Board this installation belongs to."
        )
    found = Organisation.objects.filter(ods_code=code, kind=OrganisationKind.ICB.value).first()
    if found is None:
        raise HomeBoardMissing(
            f"SIGHTLINE_HOME_ICB is {code}, and no Integrated Care Board with that code is loaded. "
            "Run “sightline load-organisations”, or correct the setting."
        )
    return _row(found)


def places_of(organisation_id: UUID) -> list[PlaceRow]:
    """The Places an organisation works in, by name."""
    links = OrganisationPlace.objects.filter(organisation_id=organisation_id).select_related("place")
    return [
        PlaceRow(each.place_id, each.place.name, each.place.icb_id) for each in links.order_by("place__name")
    ]


def places_of_icb(icb_id: UUID) -> list[PlaceRow]:
    """The Places of a board, by name."""
    return [PlaceRow(each.id, each.name, each.icb_id) for each in Place.objects.filter(icb_id=icb_id)]


def place_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of those of the Places that exist, by id, in one query."""
    if not ids:
        return {}
    return dict(Place.objects.filter(id__in=set(ids)).values_list("id", "name"))


def framework_of(organisation_id: UUID, on: date) -> Framework:
    """The regime for an incident *identified* there on that day (design decision 2); ``Unknown`` without it."""
    dates = Organisation.objects.filter(id=organisation_id).values_list("psirf_from", flat=True)
    if not dates:
        raise Unknown(f"There is no organisation {organisation_id}.")
    return framework_by(dates[0], on)


def lead_commissioner_of(organisation_id: UUID, on: date) -> OrganisationRow | None:
    """The holder of the main contract with a provider on a day, or whoever succeeded it by then (clause 4.7.1).

    A contract with a body the provider has since replaced still counts; the provider's own comes first, then the one
    that started last. None if there is no contract, or its holder closed with no successor; the home ICB then decides.
    """
    provider = standing_on(Organisation.objects.filter(id=organisation_id).first(), on)
    if provider is None:
        return None
    contracts = (
        Contract.objects.filter(_in_force(on, "starts_on", "ends_on"))
        .filter(provider_id__in=[provider.id, *replaced_by(provider.id, on)])
        .select_related("lead_commissioner")
        .order_by("-starts_on", "id")
    )
    for contract in sorted(contracts, key=lambda each: each.provider_id != provider.id):
        holder = standing_on(contract.lead_commissioner, on)
        if holder is not None:
            return _row(holder)
    return None


# People and hats


def people(ids: Collection[UUID]) -> dict[UUID, PersonRow]:
    """Those of the people that exist, by id, in one query."""
    if not ids:
        return {}
    found = User.objects.filter(id__in=set(ids)).values_list("id", "username", "full_name", "email")
    return {row[0]: PersonRow(*row) for row in found}


def _usable(person_id: UUID, on: date) -> QuerySet[Membership]:
    # A hat hangs on an organisation that exists and a person who may sign in.
    return (
        Membership.objects.filter(
            _in_force(on, "from_on", "until_on"), person_id=person_id, person__is_active=True
        )
        .filter(Q(organisation__opened_on__isnull=True) | Q(organisation__opened_on__lte=on))
        .filter(Q(organisation__closed_on__isnull=True) | Q(organisation__closed_on__gte=on))
        .select_related("organisation", "place")
    )


def hats_of(person_id: UUID, on: date) -> list[HatRow]:
    """The hats a person may wear on a day, by organisation and role, in one query."""
    hats = [
        HatRow(
            membership_id=each.id,
            role=Role(each.role),
            organisation_id=each.organisation_id,
            organisation_name=each.organisation.name,
            organisation_code=each.organisation.ods_code,
            organisation_kind=OrganisationKind(each.organisation.kind),
            place_id=each.place_id,
            place_name=each.place.name if each.place else "",
            unread=each.unread,
        )
        for each in _usable(person_id, on).annotate(unread=unread_of(person_id))
    ]
    order = list(Role)
    return sorted(hats, key=lambda hat: (hat.organisation_name, order.index(hat.role), hat.place_name))


def colleagues(organisation_id: UUID, roles: Collection[Role], on: date) -> list[PersonRow]:
    """People with one of these roles at an organisation on a day, by name, each once."""
    found = (
        User.objects.filter(
            id__in=Membership.objects.filter(
                _in_force(on, "from_on", "until_on"),
                organisation_id=organisation_id,
                role__in=[role.value for role in roles],
            ).values("person_id"),
            is_active=True,
        )
        .order_by("full_name", "username")
        .values_list("id", "username", "full_name", "email")
    )
    return [PersonRow(*row) for row in found]


def covers_at(organisation_id: UUID, on: date) -> list[CoverRow]:
    """Who is away from an organisation on a day or later, and who covers; the first to go first."""
    rows = LeaveCover.objects.filter(organisation_id=organisation_id, until_on__gte=on).select_related(
        "person", "covered_by"
    )
    return [
        CoverRow(
            row.id,
            row.person_id,
            row.person.full_name,
            row.covered_by_id,
            row.covered_by.full_name,
            row.from_on,
            row.until_on,
            row.note,
        )
        for row in rows
    ]


def covered_by(person_id: UUID, organisation_id: UUID, on: date) -> list[UUID]:
    """People whose cases this person looks after on a day."""
    return list(
        LeaveCover.objects.filter(
            _in_force(on, "from_on", "until_on"), covered_by_id=person_id, organisation_id=organisation_id
        ).values_list("person_id", flat=True)
    )


def reachable_leads(organisation_id: UUID, on: date) -> list[ReachableRow]:
    """Patient-safety leads of an organisation with a work e-mail, by name: to whom a one-time link can be sent."""
    return _reachable(
        Membership.objects.filter(organisation_id=organisation_id).exclude(person__email=""), on
    )


def reachable_at(email: str, on: date) -> list[ReachableRow]:
    """The leads of small providers whose work e-mail this is, whatever its case."""
    kinds = [kind.value for kind in SMALL_PROVIDER_KINDS]
    return _reachable(
        Membership.objects.filter(person__email__iexact=email.strip(), organisation__kind__in=kinds), on
    )


def _reachable(memberships: QuerySet[Membership], on: date) -> list[ReachableRow]:
    found = (
        memberships.filter(
            _in_force(on, "from_on", "until_on"), role=Role.PROVIDER_LEAD.value, person__is_active=True
        )
        .select_related("person", "organisation")
        .order_by("person__full_name", "id")
    )
    return [
        ReachableRow(each.id, each.person.full_name, each.person.email, each.organisation.name)
        for each in found[:20]
    ]


def actor_for(membership_id: UUID, person_id: UUID, on: date) -> Actor | None:
    """The actor for a hat, if it is this person's and may be worn on that day; otherwise None."""
    found = _usable(person_id, on).filter(id=membership_id).first()
    if found is None:
        return None
    return Actor(
        person_id=found.person_id,
        organisation_id=found.organisation_id,
        role=Role(found.role),
        place_id=found.place_id,
    )


def actor_with(role: Role, organisation_id: UUID, on: date) -> Actor | None:
    """Somebody who wears this hat on a day, the first by name; None where nobody does."""
    for person in colleagues(organisation_id, [role], on):
        for hat in hats_of(person.id, on):
            if hat.role is role and hat.organisation_id == organisation_id:
                return Actor(person.id, organisation_id, role, hat.place_id)
    return None


def actor_named(username: str, on: date) -> Actor | None:
    """The person who signs in with this name, in the hat they would first be shown; None without person or hat."""
    person_id = User.objects.filter(username=storable(username)).values_list("id", flat=True).first()
    if person_id is None:
        return None
    hat = next(iter(hats_of(person_id, on)), None)
    return None if hat is None else Actor(person_id, hat.organisation_id, hat.role, hat.place_id)
