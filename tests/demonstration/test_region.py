"""The region is invented: no code of a real organisation, and no name that is in the published lists."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from sightline.demonstration import region
from sightline.demonstration.people import PEOPLE, email_of, person_named, sign_ins
from sightline.demonstration.region import ORGANISATIONS, PLACES, psirf_from
from sightline.organisations.reference_lists import listed_organisations
from sightline.organisations.services import ods_code_from
from sightline.policy.terms import OrganisationKind, Role
from tests import factories


def test_no_code_and_no_name_is_that_of_a_real_organisation() -> None:
    real = list(listed_organisations())
    assert len(real) > 200
    assert not {row.code for row in ORGANISATIONS} & {row.ods_code for row in real}
    assert not {row.name.lower() for row in ORGANISATIONS} & {row.name.lower() for row in real}
    assert all(ods_code_from(row.code) == row.code for row in ORGANISATIONS)


def test_the_region_has_what_the_board_oversees() -> None:
    kinds = [row.kind for row in ORGANISATIONS]
    assert kinds.count(OrganisationKind.NHS_TRUST) + kinds.count(OrganisationKind.AMBULANCE_TRUST) == 5
    assert kinds.count(OrganisationKind.GP_PRACTICE) >= 3
    assert {
        OrganisationKind.HOSPICE,
        OrganisationKind.INDEPENDENT_PROVIDER,
        OrganisationKind.NHS_REGION,
    } <= set(kinds)
    assert len(PLACES) == 4
    led_elsewhere = [row.key for row in ORGANISATIONS if row.led_by not in ("", region.HOME)]
    assert led_elsewhere == ["ambulance"]


@pytest.mark.parametrize(
    ("today", "first_day"),
    [
        (date(2026, 11, 22), date(2026, 5, 1)),
        (date(2027, 3, 31), date(2026, 9, 1)),
        (date(2027, 7, 1), date(2027, 1, 1)),
    ],
)
def test_one_trust_moved_to_psirf_half_a_year_before(today: date, first_day: date) -> None:
    assert psirf_from(today) == first_day


def test_people_have_names_of_their_own_and_addresses_that_belong_to_nobody() -> None:
    assert len({person_named(row.key) for row in PEOPLE}) == len(PEOPLE)
    assert all(email_of(row.key).endswith(".example") for row in PEOPLE)


def test_there_is_a_sign_in_for_every_role() -> None:
    shown = {row.role for row in PEOPLE if row.is_shown}
    assert shown == set(Role)
    rows = sign_ins()
    assert len({row.username for row in rows}) == len({row.hat for row in rows}) == len(rows)
    assert "Patient-safety lead, Castlebrook University Hospitals" in {row.hat for row in rows}


@pytest.mark.parametrize("command", ["load_demonstration", "sign_ins"])
def test_outside_a_demonstration_a_command_refuses_in_a_sentence(
    command: str, settings: SimpleNamespace
) -> None:
    settings.SIGHTLINE_DEMONSTRATION = False
    with pytest.raises(CommandError, match="not"):
        call_command(command)


def test_sign_ins_before_loading_say_what_to_run(db: None, settings: SimpleNamespace) -> None:
    settings.SIGHTLINE_DEMONSTRATION = True
    with pytest.raises(CommandError, match="load-demonstration"):
        call_command("sign_ins")


def test_loading_refuses_a_database_that_holds_something_else(db: None, settings: SimpleNamespace) -> None:
    settings.SIGHTLINE_DEMONSTRATION = True
    settings.SIGHTLINE_HOME_ICB = "QYX"
    from sightline.organisations.services import create_organisation
    from sightline.policy.terms import CandourRegime

    create_organisation(
        ods_code="QYX",
        name="Another board",
        kind=OrganisationKind.ICB,
        candour_regime=CandourRegime.NONE,
        by=None,
        now=factories.NOW,
    )
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_demonstration")
