"""Administrators keep organisations, people, contracts, calendars and lengths by forms; each act is on the record."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from sightline.audit.models import AuditEntry, AuditPayload
from sightline.incidents.models import DueDate
from sightline.incidents.visibility import visible_to
from sightline.organisations import agreed, register, services
from sightline.organisations import selectors as organisations
from sightline.organisations.errors import Invalid
from sightline.organisations.models import Organisation
from sightline.organisations.services.once import once
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.terms import Framework, Role
from tests import factories, stages
from tests.conftest import SignIn
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def administrator(sign_in: SignIn) -> Client:
    return sign_in("icb", Role.ADMINISTRATOR)


def drawn(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def code_of(organisation_id: UUID) -> str:
    return organisations.organisation(organisation_id).ods_code


def recorded(field: str) -> AuditPayload:
    return AuditPayload.objects.filter(field=field).latest("entry__seq")


NEW = {
    "ods_code": "v99001",
    "name": "Alder Road practice",
    "kind": "gp_practice",
    "candour_regime": "other",
    "source": "Letter of the practice",
}


def test_an_organisation_is_added_and_what_cannot_stand_is_said_beside_its_field(
    administrator: Client, world: World
) -> None:
    address = reverse("administer_add_organisation")
    taken = administrator.post(address, {**NEW, "ods_code": code_of(world.trust).lower()})
    assert taken.status_code == 422
    assert f"An organisation with the code {code_of(world.trust)} is there already." in drawn(taken)
    assert "Alder Road practice" in drawn(taken)
    assert administrator.post(address, {**NEW, "ods_code": "?!"}).status_code == 422
    assert organisations.organisation_by_code("V99001") is None
    done = administrator.post(address, NEW, follow=True)
    assert "The organisation is added." in drawn(done)
    assert "Alder Road practice" in drawn(done)
    # Sent twice, it is there once.
    assert "is there already" in drawn(administrator.post(address, NEW))
    assert Organisation.objects.filter(ods_code="V99001").count() == 1
    assert recorded("created").hat.startswith("administrator")


@pytest.mark.clause("4.7.1", facet="main contracts are kept with their dates")
def test_a_provider_without_a_contract_wants_attention_until_it_has_one(
    administrator: Client, world: World
) -> None:
    start = reverse("administer")
    trust = organisations.organisation(world.trust)
    assert trust.name not in drawn(administrator.get(start))
    (contract,) = register.contracts_of(world.trust)
    ended = {**day("ends_on", date(2026, 11, 15)), "reason": "Recommissioned."}
    administrator.post(reverse("administer_end_contract", args=[contract.contract_id]), ended)
    assert trust.name in drawn(administrator.get(start))
    address = reverse("administer_add_contract", args=[trust.ods_code])
    given = {"lead_commissioner_id": str(world.icb), "title": "NHS Standard Contract"}
    overlapping = administrator.post(address, {**given, **day("starts_on", date(2026, 11, 1))})
    assert "The provider has another main contract in part of that time." in drawn(overlapping)
    assert overlapping.status_code == 422
    administrator.post(address, {**given, **day("starts_on", date(2026, 11, 16))})
    assert trust.name not in drawn(administrator.get(start))
    holder = organisations.lead_commissioner_of(world.trust, NOW.date())
    assert holder is not None
    assert holder.id == world.icb


def hire(client: Client, code: str, **changes: str) -> Any:
    given = {
        "full_name": "Amara Pell",
        "email": "amara.pell@castlebrook.example",
        "username": "amara.pell",
        "role": "provider_lead",
        **day("from_on", NOW.date()),
        **changes,
    }
    return client.post(reverse("administer_add_person", args=[code]), given, follow=True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"username": "trust.reporter"}, "Someone already signs in as trust.reporter."),
        ({"username": "amara pell"}, "Enter a username of letters, numbers"),
        ({"email": "amara"}, "Enter an e-mail address in the right form"),
        ({"full_name": " "}, "Enter the person’s full name."),
        ({"role": "chief_nurse"}, "Select one of the answers shown"),
        ({"from_on-day": "31", "from_on-month": "2"}, "must be a real date"),
    ],
)
def test_a_person_who_cannot_be_added_is_not_half_added(
    administrator: Client, world: World, changes: dict[str, str], message: str
) -> None:
    world.username("trust", Role.REPORTER)
    before = AuditEntry.objects.count()
    answer = hire(administrator, code_of(world.trust), **changes)
    assert answer.status_code == 422
    assert message in drawn(answer)
    assert AuditEntry.objects.count() == before
    assert not register.find_people("amara", at=None, on=NOW.date())


def test_a_quality_lead_at_place_is_asked_for_the_place(administrator: Client, world: World) -> None:
    given = {"username": "quality.lead", "role": "place_quality_lead"}
    refused = hire(administrator, code_of(world.icb), **given, place="")
    assert refused.status_code == 422
    assert "Choose the Place" in drawn(refused)
    assert "added" in drawn(hire(administrator, code_of(world.icb), **given, place=str(world.place)))


def test_the_last_administrator_stays(administrator: Client, world: World) -> None:
    own = world.memberships["icb", Role.ADMINISTRATOR]
    person = world.actor("icb", Role.ADMINISTRATOR).person_id
    end = reverse("administer_end_role", args=[own])
    close = reverse("administer_account", args=[person])
    last_day = {**day("on", NOW.date()), "reason": "Leaves."}
    for address, given in ((end, last_day), (close, {"reason": "Leaves."})):
        answer = administrator.post(address, given)
        assert answer.status_code == 422
        assert "This is the last administrator of Avonmere Integrated Care Board." in drawn(answer)
    hire(administrator, code_of(world.icb), role="administrator", username="second")
    assert administrator.post(end, last_day).status_code == 302


def test_whoever_left_or_whose_account_is_closed_is_out_at_once(
    administrator: Client, world: World, sign_in: SignIn
) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    person = world.lead.person_id
    assert lead.get("/").status_code == 200
    address = reverse("administer_account", args=[person])
    assert "Say why." in drawn(administrator.post(address, {"reason": ""}))
    administrator.post(address, {"reason": "Left the trust."})
    assert lead.get("/").status_code in (302, 403)
    assert "The account is closed." in drawn(administrator.get(reverse("administer_person", args=[person])))
    assert recorded("account").reason == "Left the trust."
    administrator.post(address, {"reason": "Came back."})
    assert sign_in("trust", Role.PROVIDER_LEAD).get("/").status_code == 200


def test_an_administrator_of_one_trust_keeps_its_people_and_no_others(world: World, sign_in: SignIn) -> None:
    client = sign_in("trust", Role.ADMINISTRATOR)
    outsider = world.outsider.person_id
    reporter = world.reporter.person_id
    people = drawn(client.get(reverse("administer_people")))
    assert "other_trust" not in people
    assert client.get(reverse("administer_person", args=[reporter])).status_code == 200
    assert "The person is added." in drawn(hire(client, code_of(world.trust)))
    for name, keys in (
        ("administer_person", [outsider]),
        ("administer_details", [outsider]),
        ("administer_account", [outsider]),
        ("administer_invite", [outsider]),
        ("administer_organisation", [code_of(world.other_trust)]),
        ("administer_add_person", [code_of(world.other_trust)]),
        ("administer_add_role", [code_of(world.trust), outsider]),
        ("administer_end_role", [world.memberships["other_trust", Role.PROVIDER_LEAD]]),
    ):
        assert client.get(reverse(name, args=keys)).status_code == 404, name
        assert client.post(reverse(name, args=keys), {"reason": "x"}).status_code in (404, 405), name
    # Somebody who works elsewhere too keeps their account with the board.
    services.join(
        person_id=reporter,
        organisation_id=world.other_trust,
        role=Role.REPORTER,
        from_on=date(2026, 1, 1),
        by=None,
        now=NOW,
    )
    page = drawn(client.get(reverse("administer_person", args=[reporter])))
    assert "They belong to other organisations too" in page
    assert client.post(reverse("administer_account", args=[reporter]), {"reason": "x"}).status_code == 403


def test_a_bank_holiday_announced_late_shows_whose_dates_move(administrator: Client, world: World) -> None:
    incident = factories.declared(world)
    due = DueDate.objects.get(incident=incident, kind=DeadlineKind.INITIAL_REVIEW.value)
    assert due.due_on == date(2026, 11, 19)
    given = {
        **day("day", date(2026, 11, 18)),
        "title": "A coronation",
        "source": "Proclamation of 16 November 2026",
    }
    page = drawn(administrator.post(reverse("administer_add_holiday"), given, follow=True))
    assert "Whose dates moved" in page
    assert incident.reference in page
    assert "Thursday 19 November 2026" in page
    assert "Friday 20 November 2026" in page
    moved = DueDate.objects.get(incident=incident, kind=DeadlineKind.INITIAL_REVIEW.value)
    assert moved.due_on == date(2026, 11, 20)
    trail = recorded("initial_review due")
    assert (trail.old, trail.new) == ("2026-11-19", "2026-11-20")
    again = administrator.post(reverse("administer_add_holiday"), given)
    assert "That day was added already." in drawn(again)


@pytest.mark.clause("5.1.2")
def test_a_place_may_shorten_a_timescale_and_never_relax_it(administrator: Client, world: World) -> None:
    address = reverse("administer_vary", args=["sif_2015", "final_report"])
    given = {
        "length": "70",
        "place": str(world.place),
        **day("from_on", date(2026, 11, 16)),
        "reason": "Agreed by the Place quality group.",
    }
    refused = administrator.post(address, given)
    assert refused.status_code == 422
    assert "70" in drawn(refused)
    assert register.variations() == ()
    assert administrator.post(address, {**given, "length": "0"}).status_code == 422
    assert administrator.post(address, {**given, "length": "45", "reason": ""}).status_code == 422
    administrator.post(address, {**given, "length": "45"})
    lengths = agreed.lengths_for(Framework.SIF_2015, world.place, NOW.date())
    assert lengths[DeadlineKind.FINAL_REPORT] == 45
    page = drawn(administrator.get(reverse("administer_lists")))
    assert "Agreed by the Place quality group." in page
    (row,) = register.variations()
    end = reverse("administer_end_variation", args=[row.variation_id])
    administrator.post(end, {**day("until_on", date(2026, 11, 16)), "reason": "Not needed."})
    tomorrow = NOW.date() + timedelta(days=1)
    assert DeadlineKind.FINAL_REPORT not in agreed.lengths_for(Framework.SIF_2015, world.place, tomorrow)
    again = administrator.post(end, {**day("until_on", date(2026, 11, 17)), "reason": "Longer."})
    assert "This variation has ended by then already." in drawn(again)


def test_a_limit_to_tell_a_body_is_agreed_locally_unless_it_was_checked(administrator: Client) -> None:
    page = drawn(administrator.get(reverse("administer_lists")))
    assert "MBRRACE-UK" in page
    assert "tell:child_death" not in page
    given = {"length": "5", **day("from_on", date(2026, 11, 16)), "reason": "Agreed with the network."}
    done = administrator.post(reverse("administer_vary", args=["sif_2015", "tell:mbrrace"]), given)
    assert done.status_code == 302
    assert agreed.agreed_body_lengths()(NOW.date()) == {"mbrrace": 5}
    (row,) = register.variations()
    assert "MBRRACE-UK" in row.label
    assert "either framework" in drawn(administrator.get(reverse("administer_lists")))
    twice = administrator.post(reverse("administer_vary", args=["sif_2015", "tell:mbrrace"]), given)
    assert "Another length holds from Monday 16 November 2026" in drawn(twice)
    assert len(register.variations()) == 1
    fixed = administrator.get(reverse("administer_vary", args=["sif_2015", "tell:child_death"]))
    assert fixed.status_code == 404


def look(client: Client, **changes: str) -> Any:
    given = {"code": "QZZ", "role": "patient_safety_team", "place": "", "reason": "New starter.", **changes}
    return client.post(reverse("administer_preview"), given)


def test_a_preview_counts_what_the_role_would_see_and_shows_nothing_of_it(
    administrator: Client, world: World
) -> None:
    shared, hidden = factories.declared(world), factories.reported(world.reporter)
    stages.investigating(world)
    page = drawn(look(administrator, code=code_of(world.icb)))
    seen = visible_to(world.team, now=NOW).count()
    assert seen == 2
    assert "2 cases." in page
    assert shared.reference in page
    assert hidden.reference not in page
    assert "It holds the main contract with the provider" in page
    now = stages.now_of(shared)
    for words in (now.headline, now.what_happened, now.made_safe):
        assert words
        assert words not in page
    looked = recorded("role looked at")
    assert (looked.new, looked.reason) == ("Patient safety team", "New starter.")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " "}, "Say why."),
        ({"code": "ZZZ99"}, "There is no organisation with this code."),
        ({"role": "provider_lead"}, "Nobody is Patient-safety lead at Avonmere"),
        ({"role": "place_quality_lead"}, "Choose the Place"),
        ({"role": "emperor"}, "Select one of the answers shown"),
    ],
)
def test_a_preview_that_cannot_be_is_not_logged(
    administrator: Client, world: World, changes: dict[str, str], message: str
) -> None:
    answer = look(administrator, **{"code": code_of(world.icb), **changes})
    assert answer.status_code == 422
    assert message in drawn(answer)
    assert not AuditPayload.objects.filter(field="role looked at").exists()


def test_an_administrator_of_a_trust_does_not_look_through_the_eyes_of_others(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in("trust", Role.ADMINISTRATOR)
    assert look(client, code=code_of(world.trust), role="provider_lead").status_code == 200
    assert look(client, code=code_of(world.icb)).status_code == 403


@pytest.mark.clause("2.3a", facet="which framework applies follows from a date")
@pytest.mark.clause("5.2.2", facet="each provider moves on its own date")
def test_a_move_to_psirf_is_dated_and_a_closed_organisation_names_who_took_over(
    administrator: Client, world: World
) -> None:
    code = code_of(world.trust)
    administrator.post(
        reverse("administer_psirf", args=[code]),
        {**day("from_on", date(2027, 4, 1)), "reason": "Plan agreed."},
    )
    assert organisations.framework_of(world.trust, date(2027, 4, 1)) is Framework.PSIRF
    assert organisations.framework_of(world.trust, date(2027, 3, 31)) is Framework.SIF_2015
    close = reverse("administer_close", args=[code])
    given = {**day("closed_on", date(2027, 3, 31)), "reason": "Merged."}
    assert "There is no organisation with this code." in drawn(
        administrator.post(close, {**given, "successor": "XX999"})
    )
    assert "cannot succeed itself" in drawn(administrator.post(close, {**given, "successor": code}))
    administrator.post(close, {**given, "successor": code_of(world.other_trust)})
    page = drawn(administrator.get(reverse("administer_organisation", args=[code])))
    assert organisations.organisation(world.other_trust).name in page
    assert "Closed: its last day is Wednesday 31 March 2027" in page


@pytest.mark.clause(
    "4.7.1", facet="whoever takes over from an organisation that closed goes on with its cases"
)
def test_closing_says_what_is_at_stake_and_gives_its_people_the_same_roles_at_the_successor(
    administrator: Client, world: World
) -> None:
    factories.declared(world)
    world.actor("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    leaves = world.memberships["trust", Role.REPORTER]
    services.leave(membership_id=leaves, on=date(2026, 11, 18), by=None, now=NOW)
    close = reverse("administer_close", args=[code_of(world.trust)])
    assert "1 open case is with it." in drawn(administrator.get(close))
    given = {**day("closed_on", date(2026, 11, 20)), "reason": "Merged.", "people_too": "on"}
    refused = administrator.post(close, {**given, "successor": ""})
    assert refused.status_code == 422
    assert "Say which organisation takes over" in drawn(refused)
    assert organisations.organisation(world.trust).closed_on is None, "nothing was half done"
    answer = administrator.post(close, {**given, "successor": code_of(world.other_trust)}, follow=True)
    assert "2 roles given at the organisation that takes over" in drawn(answer)
    last, after = date(2026, 11, 20), date(2026, 11, 21)
    hats = {(hat.organisation_id, hat.role) for hat in organisations.hats_of(world.lead.person_id, last)}
    assert hats == {(world.trust, Role.PROVIDER_LEAD)}
    hats = {(hat.organisation_id, hat.role) for hat in organisations.hats_of(world.lead.person_id, after)}
    assert hats == {(world.other_trust, Role.PROVIDER_LEAD)}
    assert organisations.hats_of(world.reporter.person_id, after) == [], (
        "who leaves before is not brought over"
    )
    again = administrator.post(close, {**given, "successor": code_of(world.other_trust)}, follow=True)
    assert "0 roles given" in drawn(again)
    assert "2 left out" in drawn(again)


def test_open_cases_that_nobody_can_act_on_stand_first_where_administrators_begin(
    administrator: Client, world: World
) -> None:
    factories.declared(world)
    close = reverse("administer_close", args=[code_of(world.trust)])
    administrator.post(close, {**day("closed_on", date(2026, 11, 13)), "reason": "Closed.", "successor": ""})
    page = drawn(administrator.get(reverse("administer")))
    assert "Nobody can act on 1 open case of Castlebrook University Hospitals" in page
    assert close in page
    administrator.post(
        close,
        {
            **day("closed_on", date(2026, 11, 13)),
            "reason": "They took over.",
            "successor": code_of(world.other_trust),
        },
    )
    assert "Nobody can act on" not in drawn(administrator.get(reverse("administer")))


def test_the_second_of_two_who_add_the_same_at_once_is_told(world: World) -> None:
    with pytest.raises(Invalid, match="taken"), once("ods_code", "That code is taken."):
        Organisation.objects.create(
            ods_code=code_of(world.trust), name="Twin", kind="nhs_trust", candour_regime="none"
        )
    assert Organisation.objects.filter(name="Twin").count() == 0


@pytest.mark.parametrize(
    "name",
    ["administer", "administer_people", "administer_organisations", "administer_lists", "administer_work"],
)
def test_pages_of_administrators_ask_the_database_little(
    administrator: Client, world: World, django_assert_max_num_queries: Any, name: str
) -> None:
    factories.declared(world)
    # The first page of a minute also renews the session.
    administrator.get(reverse("administer"))
    with django_assert_max_num_queries(15):
        administrator.get(reverse(name), {"q": "a"})
