"""Codes, dates, Places and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from sightline.audit.models import AuditPayload
from sightline.audit.verification import verify
from sightline.organisations import selectors, services
from sightline.organisations.errors import HomeBoardMissing, Invalid, NotAdministrator, Unknown
from sightline.organisations.models import Organisation
from sightline.policy.facts import Actor
from sightline.policy.terms import CandourRegime, Framework, OrganisationKind, Role
from tests.organisations.conftest import NOW, Make


@pytest.mark.parametrize("typed", ["rkb", " RKB ", "Rkb"])
def test_a_code_is_put_into_upper_case_when_entered(typed: str) -> None:
    assert services.ods_code_from(typed) == "RKB"


@pytest.mark.parametrize("typed", ["", "RK", "RKB-1", "R KB", "ABCDEFGHIJK", "RKÉ", "RKB\x00", "R٣B"])
def test_what_cannot_be_a_code_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid, match="3 to 10 letters and numbers") as caught:
        services.ods_code_from(typed)
    assert caught.value.field == "ods_code"


def test_the_database_refuses_a_lower_case_code(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(ods_code="rkb", name="x", kind="icb", candour_regime="none")


def test_the_kind_is_what_was_told_whatever_the_code_looks_like(make: Make) -> None:
    """Q codes were boards, A81001 a practice, F codes pharmacies; since 2020 a code says nothing (reference 11)."""
    for code, kind in {
        "QZZ": OrganisationKind.CARE_HOME,
        "M84999": OrganisationKind.INDEPENDENT_PROVIDER,
        "G7H8J": OrganisationKind.ICB,
        "RZZ": OrganisationKind.LOCAL_AUTHORITY,
    }.items():
        found = selectors.organisation(make(code, kind=kind, candour_regime=CandourRegime.OTHER))
        assert (found.kind, found.candour_regime) == (kind, CandourRegime.OTHER)
    assert selectors.organisation_by_code(" g7h8j ") is not None
    assert selectors.organisation_by_code("A81001\x00") is None


def test_a_code_is_given_once(make: Make) -> None:
    make("ZT1")
    with pytest.raises(Invalid, match="there already"):
        make("zt1")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"closed_on": None, "successor_id": UUID(int=1)}, "closed_on"),
        ({"opened_on": date(2020, 1, 2), "closed_on": date(2020, 1, 1)}, "closed_on"),
    ],
)
def test_an_organisation_that_cannot_stand_is_refused_beside_its_field(
    make: Make, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        make("ZT1", **facts)
    assert caught.value.field == field


def test_an_organisation_needs_a_name(make: Make) -> None:
    with pytest.raises(Invalid) as caught:
        make("ZT1", "   ")
    assert caught.value.field == "name"


def test_adding_an_organisation_is_in_the_trail(make: Make) -> None:
    made = make("ZT1", "Castlebrook")
    (payload,) = AuditPayload.objects.filter(entry__object_id=str(made))
    assert payload.field == "created"
    assert '"name": "Castlebrook"' in payload.new
    assert verify().intact


def test_an_organisation_cannot_succeed_itself_by_way_of_others(make: Make) -> None:
    first, second, third = make("ZT1"), make("ZT2"), make("ZT3")
    close = services.close_organisation
    close(organisation_id=first, closed_on=date(2025, 3, 31), successor_id=second, by=None, now=NOW)
    close(organisation_id=second, closed_on=date(2026, 3, 31), successor_id=third, by=None, now=NOW)
    for successor in (first, third):
        with pytest.raises(Invalid, match="cannot succeed itself"):
            close(
                organisation_id=third, closed_on=date(2027, 3, 31), successor_id=successor, by=None, now=NOW
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(id=third).update(closed_on=date(2027, 3, 31), successor_id=third)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(id=third).update(successor_id=first)  # still open


def test_it_exists_on_both_of_its_dates(make: Make) -> None:
    row = selectors.organisation(make("ZT1", opened_on=date(2020, 4, 1), closed_on=date(2026, 3, 31)))
    days = [date(2020, 3, 31), date(2020, 4, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [row.exists_on(day) for day in days] == [False, True, True, False]


def test_the_framework_changes_on_the_day_of_the_move(trust: UUID) -> None:
    assert selectors.framework_of(trust, date(2030, 1, 1)) == Framework.SIF_2015
    services.move_to_psirf(organisation_id=trust, from_on=date(2026, 10, 1), by=None, now=NOW)
    assert selectors.framework_of(trust, date(2026, 9, 30)) == Framework.SIF_2015
    assert selectors.framework_of(trust, date(2026, 10, 1)) == Framework.PSIRF
    with pytest.raises(Unknown):
        selectors.framework_of(UUID(int=1), date(2026, 10, 1))


def test_an_organisation_may_work_in_several_places(icb: UUID, trust: UUID) -> None:
    places = [services.create_place(icb_id=icb, name=name, by=None, now=NOW) for name in ("Vale", "Ardley")]
    for place in [*places, places[0]]:
        services.put_in_place(organisation_id=trust, place_id=place, by=None, now=NOW)
    assert [row.name for row in selectors.places_of(trust)] == ["Ardley", "Vale"]
    assert [row.name for row in selectors.places_of_icb(icb)] == ["Ardley", "Vale"]
    assert selectors.places_of(icb) == []
    with pytest.raises(Invalid, match="already"):
        services.create_place(icb_id=icb, name="vale", by=None, now=NOW)
    with pytest.raises(Invalid, match="Integrated Care Board"):
        services.create_place(icb_id=trust, name="Other", by=None, now=NOW)


def test_the_home_board_comes_from_the_setting(icb: UUID, trust: UUID, settings: Any) -> None:
    assert selectors.home_icb().id == icb
    settings.SIGHTLINE_HOME_ICB = "zav"
    assert selectors.home_icb().id == icb
    settings.SIGHTLINE_HOME_ICB = ""
    with pytest.raises(HomeBoardMissing, match="Set SIGHTLINE_HOME_ICB"):
        selectors.home_icb()
    settings.SIGHTLINE_HOME_ICB = "ZT1"
    with pytest.raises(HomeBoardMissing, match="load-organisations"):
        selectors.home_icb()


def test_many_organisations_are_read_in_one_query(make: Make, django_assert_num_queries: Any) -> None:
    ids = {make(f"ZT{number}") for number in range(5)}
    with django_assert_num_queries(1):
        assert set(selectors.organisations([*ids, UUID(int=1)])) == ids
    assert selectors.organisations([]) == {}
    with pytest.raises(Unknown):
        selectors.organisation(UUID(int=1))


def test_only_an_administrator_of_the_home_board_changes_organisations(icb: UUID, trust: UUID) -> None:
    def administrator(of: UUID, role: Role = Role.ADMINISTRATOR) -> Actor:
        return Actor(person_id=UUID(int=1), organisation_id=of, role=role)

    def close(by: Actor) -> None:
        services.close_organisation(organisation_id=trust, closed_on=date(2027, 3, 31), by=by, now=NOW)

    for outsider in (administrator(trust), administrator(icb, Role.CHIEF_NURSE)):
        with pytest.raises(NotAdministrator):
            close(outsider)
    assert selectors.organisation(trust).closed_on is None
    close(administrator(icb))
    assert selectors.organisation(trust).closed_on == date(2027, 3, 31)
