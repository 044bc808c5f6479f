"""People, hats and the days on which they may be worn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import make_password

from sightline.audit.models import AuditPayload
from sightline.organisations import selectors, services
from sightline.organisations.errors import Invalid, NotAdministrator, Unknown
from sightline.organisations.models import User
from sightline.policy.facts import Actor
from sightline.policy.terms import CandourRegime, OrganisationKind, Role
from tests.organisations.conftest import NOW, Make

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
ONE = timedelta(days=1)


def join(person: UUID, organisation: UUID, role: Role = Role.PROVIDER_LEAD, **more: Any) -> UUID:
    defaults: dict[str, Any] = {"from_on": FIRST, "by": None, "now": NOW}
    return services.join(person_id=person, organisation_id=organisation, role=role, **(defaults | more))


@pytest.mark.clause("4.1", facet="who has which role, and when, is kept")
def test_a_hat_is_worn_from_its_first_to_its_last_day(person: UUID, trust: UUID) -> None:
    hat = join(person, trust, until_on=LAST)
    for day, worn in ((FIRST - ONE, False), (FIRST, True), (LAST, True), (LAST + ONE, False)):
        assert bool(selectors.hats_of(person, day)) is worn
        assert (selectors.actor_for(hat, person, day) is not None) is worn


@pytest.mark.clause("12g")
@pytest.mark.parametrize(
    "kind",
    [
        OrganisationKind.NHS_TRUST,
        OrganisationKind.GP_PRACTICE,
        OrganisationKind.COMMUNITY_PHARMACY,
        OrganisationKind.OPTOMETRIST,
        OrganisationKind.DENTAL_PRACTICE,
        OrganisationKind.INDEPENDENT_PROVIDER,
    ],
)
def test_each_kind_of_provider_has_people_who_report_and_answer_for_it(
    make: Make, person: UUID, icb: UUID, kind: OrganisationKind
) -> None:
    provider = make("ZP1", kind=kind)
    place = services.create_place(icb_id=icb, name="Vale", by=None, now=NOW)
    of_board = Actor(person_id=UUID(int=5), organisation_id=icb, role=Role.ADMINISTRATOR)
    for role in (Role.REPORTER, Role.PROVIDER_LEAD):
        assert selectors.actor_for(join(person, provider, role, by=of_board), person, FIRST) is not None
    with pytest.raises(Invalid):
        join(person, provider, Role.PLACE_QUALITY_LEAD, place_id=place, by=of_board)


@pytest.mark.clause("4.2.1", facet="its regions are organisations of their own kind")
def test_people_of_a_region_of_nhs_england_hold_no_role_of_a_provider(
    make: Make, person: UUID, icb: UUID
) -> None:
    region = make("ZR1", kind=OrganisationKind.NHS_REGION, candour_regime=CandourRegime.NONE)
    of_board = Actor(person_id=UUID(int=5), organisation_id=icb, role=Role.ADMINISTRATOR)
    with pytest.raises(Invalid):
        join(person, region, Role.PROVIDER_LEAD, by=of_board)
    assert selectors.actor_for(join(person, region, Role.READER, by=of_board), person, FIRST) is not None


@pytest.mark.clause("4.1", facet="who has which role, and when, is kept")
def test_leaving_ends_a_hat_with_that_day(person: UUID, trust: UUID) -> None:
    hat = join(person, trust)
    services.leave(membership_id=hat, on=LAST, by=None, now=NOW)
    assert selectors.actor_for(hat, person, LAST) is not None
    assert selectors.actor_for(hat, person, LAST + ONE) is None
    with pytest.raises(Invalid, match="ended by then"):
        services.leave(membership_id=hat, on=LAST + ONE, by=None, now=NOW)
    with pytest.raises(Invalid, match="first day or later"):
        services.leave(membership_id=hat, on=FIRST - ONE, by=None, now=NOW)


def test_an_actor_is_the_person_in_the_hat(person: UUID, icb: UUID) -> None:
    place = services.create_place(icb_id=icb, name="Vale", by=None, now=NOW)
    hat = join(person, icb, Role.PLACE_QUALITY_LEAD, place_id=place)
    assert selectors.actor_for(hat, person, FIRST) == Actor(
        person_id=person, organisation_id=icb, role=Role.PLACE_QUALITY_LEAD, place_id=place
    )


def test_nobody_wears_another_persons_hat(person: UUID, trust: UUID) -> None:
    other = services.create_person(username="other", full_name="Other Person", by=None, now=NOW)
    hat = join(person, trust)
    assert selectors.actor_for(hat, other, FIRST) is None
    assert selectors.hats_of(other, FIRST) == []


def test_a_closed_organisation_and_an_account_switched_off_take_the_hat_away(
    person: UUID, trust: UUID
) -> None:
    hat = join(person, trust)
    services.close_organisation(organisation_id=trust, closed_on=LAST, by=None, now=NOW)
    assert selectors.actor_for(hat, person, LAST) is not None
    assert selectors.actor_for(hat, person, LAST + ONE) is None
    User.objects.filter(id=person).update(is_active=False)
    assert selectors.actor_for(hat, person, LAST) is None


def test_several_hats_come_by_organisation_and_role_in_one_query(
    person: UUID, icb: UUID, trust: UUID, django_assert_num_queries: Any
) -> None:
    place = services.create_place(icb_id=icb, name="Vale", by=None, now=NOW)
    join(person, trust, Role.INVESTIGATOR)
    join(person, trust, Role.REPORTER)
    join(person, icb, Role.PLACE_QUALITY_LEAD, place_id=place)
    with django_assert_num_queries(1):
        hats = selectors.hats_of(person, FIRST)
    assert [(hat.organisation_id, hat.role, hat.place_name) for hat in hats] == [
        (icb, Role.PLACE_QUALITY_LEAD, "Vale"),
        (trust, Role.REPORTER, ""),
        (trust, Role.INVESTIGATOR, ""),
    ]


def test_the_same_hat_is_not_given_twice_for_one_day(person: UUID, icb: UUID, trust: UUID) -> None:
    place = services.create_place(icb_id=icb, name="Vale", by=None, now=NOW)
    join(person, trust, until_on=LAST)
    with pytest.raises(Invalid, match="already"):
        join(person, trust, from_on=LAST)
    with pytest.raises(Invalid, match="already"):
        join(person, trust, from_on=FIRST - ONE, until_on=FIRST)
    join(person, trust, from_on=LAST + ONE)
    join(person, trust, place_id=place)  # the same role for one Place is another hat
    with pytest.raises(Invalid, match="last day"):
        join(person, icb, until_on=FIRST - ONE)
    with pytest.raises(Unknown):
        join(UUID(int=1), trust)
    with pytest.raises(Unknown):
        join(person, UUID(int=1))


def test_an_administrator_gives_hats_at_their_own_organisation_only(
    person: UUID, icb: UUID, trust: UUID
) -> None:
    of_trust = Actor(person_id=UUID(int=5), organisation_id=trust, role=Role.ADMINISTRATOR)
    join(person, trust, by=of_trust)
    with pytest.raises(NotAdministrator):
        join(person, icb, by=of_trust)
    with pytest.raises(NotAdministrator):
        services.create_person(username="b", full_name="B", by=of_trust, now=NOW)


def test_a_person_signs_in_with_their_password_and_it_is_never_in_the_trail(db: None) -> None:
    made = services.create_person(
        username="sam.ohara@trust",
        full_name="Sam O’Hara",
        email="sam@example.nhs.uk",
        password="correct horse battery",
        by=None,
        now=NOW,
    )
    user = User.objects.get(id=made)
    assert user.check_password("correct horse battery")
    assert not user.check_password("something else")
    trail = " ".join(" ".join(map(str, row)) for row in AuditPayload.objects.values_list())
    assert "Sam O’Hara" in trail
    assert "horse" not in trail
    assert user.password not in trail


def test_without_a_password_nobody_signs_in_with_one(db: None) -> None:
    services.create_person(username="sso", full_name="S", by=None, now=NOW)
    assert not User.objects.get(username="sso").has_usable_password()
    services.create_person(
        username="many", full_name="M", hashed_password=make_password("a shared one"), by=None, now=NOW
    )
    assert User.objects.get(username="many").check_password("a shared one")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"username": "A.PERSON"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "two words"}, "username"),
        ({"full_name": "  "}, "full_name"),
        ({"email": "not an address"}, "email"),
    ],
)
def test_a_person_that_cannot_stand_is_refused_beside_the_field(
    person: UUID, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        services.create_person(**({"username": "new", "full_name": "New"} | facts), by=None, now=NOW)
    assert caught.value.field == field


def test_people_are_read_in_one_query(person: UUID, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        rows = selectors.people({person, UUID(int=1)})
    assert {key: row.full_name for key, row in rows.items()} == {person: "Alex Person"}
    assert selectors.people([]) == {}
