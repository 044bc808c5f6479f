"""Coming in by NHS CIS2 or Entra ID, against the mock provider as a server: who is let in, as whom, and having proved what."""

from __future__ import annotations

import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.audit.models import AuditPayload
from sightline.organisations.models import Membership
from sightline.organisations.selectors import organisation
from sightline.organisations.services import (
    hash_of,
    identities_of,
    invite,
    invited_by,
    let_go,
    link_identity,
    person_of,
    set_account,
)
from sightline.policy.terms import Role
from sightline.web.access import moment
from tests import factories
from tests.factories import World
from tests.web.account import providers
from tests.web.account.providers import Mock, asked_of, press

STRONG = {"authentication_assurance_level": "3", "id_assurance_level": "3"}


@pytest.fixture(scope="module")
def server() -> Iterator[Mock]:
    with providers.mock() as running:
        yield running


@pytest.fixture
def cis2(server: Mock, world: World, settings: Settings) -> Mock:
    settings.SIGHTLINE_OIDC = providers.set_to(server.address)
    settings.SIGHTLINE_SECOND_FACTOR = True
    return server


def linked(world: World, subject: str, role: Role = Role.PROVIDER_LEAD) -> str:
    """A person of the trust who signs in by CIS2."""
    person = world.actor("trust", role).person_id
    link_identity(person_id=person, provider="cis2", subject=subject, by=None, now=moment())
    return str(person)


def came(cis2: Mock, subject: str, client: Client | None = None, **given: str) -> tuple[Client, int, str]:
    """Presses the button, signs in there, and comes back: the browser, the status and the page or where it leads."""
    client = client or Client()
    answer = client.get(cis2.sign_in(press(client, "provider_sign_in", "cis2", **given), subject))
    return client, answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def who(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_with_nothing_set_there_is_no_button_and_no_address(world: World) -> None:
    assert "Sign in with" not in Client().get(reverse("account_login")).content.decode().replace(
        "Sign in with a passkey", ""
    )
    for name in ("provider_sign_in", "provider_back"):
        assert Client().get(reverse(name, args=["cis2"])).status_code == 404
        assert Client().post(reverse(name, args=["cis2"])).status_code in (404, 405)


def test_it_is_asked_with_state_nonce_and_a_challenge_for_no_more_than_is_needed(cis2: Mock) -> None:
    asked = asked_of(press(Client(), "provider_sign_in", "cis2"))
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 32
    assert asked["redirect_uri"] == "http://testserver/sign-in/by/cis2/back/"
    assert set(asked["scope"].split()) == {"openid", "profile", "email", "nationalrbacaccess", "selectedrole"}
    assert asked["acr_values"] == "AAL2_OR_AAL3_ANY"
    again = asked_of(press(Client(), "provider_sign_in", "cis2"))
    assert not {again[name] for name in ("state", "nonce", "code_challenge")} & set(asked.values())


def test_who_is_linked_comes_in_where_they_were_going(cis2: Mock, world: World) -> None:
    person = linked(world, "5550001")
    cis2.knows("5550001", **STRONG)
    client, status, where = came(cis2, "5550001", next="/incidents/?status=declared")
    assert (status, where) == (302, "/incidents/?status=declared")
    assert who(client) == person
    assert client.get(reverse("incidents")).status_code == 200


def test_nobody_is_led_outside(cis2: Mock, world: World) -> None:
    linked(world, "5550001")
    cis2.knows("5550001", **STRONG)
    assert came(cis2, "5550001", next="https://elsewhere.example/")[2] == reverse("today")


def test_a_stranger_is_told_what_to_do_and_nothing_is_made(cis2: Mock, world: World) -> None:
    lead = get_user_model().objects.get(pk=world.lead.person_id)
    lead.email = "lead@avonmere.example"
    lead.save()
    before = get_user_model().objects.count(), Membership.objects.count()
    # The same work e-mail, verified, is no reason to take somebody for somebody.
    cis2.knows("stranger", email="lead@avonmere.example", email_verified=True, name="A Lead", **STRONG)
    client, status, page = came(cis2, "stranger")
    assert status == 403
    assert "does not know you by NHS CIS2" in page
    assert "ask the administrator" in page
    assert who(client) == ""
    assert (get_user_model().objects.count(), Membership.objects.count()) == before
    assert person_of("cis2", "stranger") is None


def test_the_same_subject_of_another_provider_is_a_stranger(
    cis2: Mock, world: World, settings: Settings
) -> None:
    linked(world, "5550001")
    cis2.knows("5550001", amr=["mfa"])
    settings.SIGHTLINE_OIDC = providers.set_to(cis2.address, "entra")
    client = Client()
    answer = client.get(cis2.sign_in(press(client, "provider_sign_in", "entra"), "5550001"))
    assert answer.status_code == 403
    assert who(client) == ""


@pytest.mark.parametrize(
    ("claims", "is_in"),
    [
        ({"authentication_assurance_level": "3"}, True),
        ({"authentication_assurance_level": "2"}, True),
        ({"acr": "AAL2_OR_AAL3_ANY"}, True),
        ({"authentication_assurance_level": "1"}, False),
        ({"authentication_assurance_level": "1", "acr": "AAL3_ANY"}, False),
        ({"id_assurance_level": "3"}, False),
        ({"amr": ["mfa"]}, False),
        ({}, False),
    ],
)
def test_only_what_the_token_says_of_its_strength_stands_for_a_second_factor(
    cis2: Mock, world: World, claims: dict[str, object], is_in: bool
) -> None:
    linked(world, "5550002")
    cis2.knows("5550002", **claims)
    client, _, _ = came(cis2, "5550002")
    answer = client.get(reverse("incidents"))
    if is_in:
        assert answer.status_code == 200
    else:
        assert answer.headers["Location"] == reverse("second_factor")


def test_entra_says_it_in_its_own_way(cis2: Mock, world: World, settings: Settings) -> None:
    settings.SIGHTLINE_OIDC = providers.set_to(cis2.address, "entra")
    link_identity(person_id=world.lead.person_id, provider="entra", subject="oid-1", by=None, now=moment())
    for amr, status in ((["pwd", "mfa"], 200), (["pwd"], 302)):
        cis2.knows("oid-1", amr=amr)
        client = Client()
        client.get(cis2.sign_in(press(client, "provider_sign_in", "entra"), "oid-1"))
        assert client.get(reverse("incidents")).status_code == status


def code(of: UUID) -> str:
    return organisation(of).ods_code


def roles(*codes: str) -> list[dict[str, str]]:
    return [{"person_roleid": f"role-{code}", "org_code": code, "role_name": "Nurse"} for code in codes]


def test_claims_take_roles_away_for_the_session_and_give_none(cis2: Mock, world: World) -> None:
    linked(world, "5550003")
    lead = world.lead.person_id
    trust = code(world.trust)
    Membership.objects.create(
        person_id=lead, organisation_id=world.icb, role=Role.CHIEF_NURSE.value, from_on=factories.NOW.date()
    )
    cis2.knows("5550003", **STRONG, nhsid_nrbac_roles=roles(trust, "ZZ999"))
    client, _, _ = came(cis2, "5550003")
    page = client.get(reverse("today")).content.decode()
    assert "Chief Nurse" not in page
    assert organisation(world.trust).name in page
    wear = Membership.objects.get(person_id=lead, role=Role.CHIEF_NURSE.value)
    client.post(reverse("roles"), {"membership": str(wear.id)})
    assert "Chief Nurse" not in client.get(reverse("today")).content.decode()
    # A claim that says nothing of organisations takes nothing.
    cis2.knows("5550003", **STRONG)
    assert "Chief Nurse" in came(cis2, "5550003")[0].get(reverse("today")).content.decode()


def test_the_role_chosen_there_is_the_only_one(cis2: Mock, world: World) -> None:
    linked(world, "5550004")
    cis2.knows(
        "5550004",
        **STRONG,
        nhsid_nrbac_roles=roles(code(world.trust), "ZZ999"),
        selected_roleid="role-ZZ999",
    )
    client, status, page = came(cis2, "5550004")
    assert (status, who(client)) == (403, "")
    assert "says that you work elsewhere" in page


@pytest.mark.parametrize(
    "claims",
    [
        {"nhsid_nrbac_roles": "everywhere"},
        {"nhsid_nrbac_roles": [None]},
        {"nhsid_nrbac_roles": [{"org_code": ["RXX"]}]},
        {"nhsid_nrbac_roles": [{"org_code": "R" * 9000}]},
        {"nhsid_nrbac_roles": [{"org_code": "RXX"}] * 301},
        {"nhsid_nrbac_roles": [{"org_code": "RXX"}], "selected_roleid": "another"},
        {"name": ["A", "list"]},
        {"email": "x" * 100_000},
        {"name": "A nurse\x00"},
    ],
)
def test_odd_claims_are_answered_in_words(cis2: Mock, world: World, claims: dict[str, object]) -> None:
    linked(world, "5550005")
    cis2.knows("5550005", **{**STRONG, **claims})
    client, status, page = came(cis2, "5550005")
    assert status == 403, page
    assert "could not be used" in page
    assert who(client) == ""


@pytest.mark.parametrize("how", ["closed", "left"])
def test_a_leaver_or_a_closed_account_does_not_come_in(cis2: Mock, world: World, how: str) -> None:
    person = world.lead.person_id
    linked(world, "5550006")
    cis2.knows("5550006", **STRONG)
    before = came(cis2, "5550006")[0]
    if how == "closed":
        set_account(person_id=person, is_open=False, reason="Left.", by=None, now=moment())
    else:
        let_go(person_id=person, organisation_id=None, reason="Left.", by=None, now=moment())
    client, status, page = came(cis2, "5550006")
    assert (status, who(client)) == (403, "")
    assert "This account has been closed" in page
    assert before.get(reverse("incidents")).status_code == 302


def test_signing_out_ends_our_session_and_says_that_theirs_may_go_on(cis2: Mock, world: World) -> None:
    linked(world, "5550007")
    cis2.knows("5550007", **STRONG)
    client, _, _ = came(cis2, "5550007")
    key = client.session.session_key
    assert "may go on" in client.get(reverse("account_logout")).content.decode()
    page = client.post(reverse("account_logout"), follow=True).content.decode()
    assert "Your session at NHS CIS2 may go on" in page
    assert not Session.objects.filter(session_key=key).exists()


def test_whoever_was_signed_in_on_the_computer_is_signed_out(cis2: Mock, world: World) -> None:
    person = linked(world, "5550008")
    cis2.knows("5550008", **STRONG, nhsid_nrbac_roles=roles(code(world.trust)))
    client = Client()
    client.force_login(get_user_model().objects.get(pk=world.reporter.person_id))
    old = client.session.session_key
    came(cis2, "5550008", client)
    assert who(client) == person
    assert not Session.objects.filter(session_key=old).exists()
    # What narrows their roles came with them into the new session.
    assert client.session["came_by_provider"]["organisations"] == [code(world.trust)]


def invited(world: World) -> tuple[str, str]:
    person = world.lead.person_id
    return str(person), invite(person_id=person, by=None, now=moment())


def test_an_invitation_joins_a_subject_to_a_person_instead_of_a_password(cis2: Mock, world: World) -> None:
    person, secret = invited(world)
    cis2.knows("new-1", **STRONG, auth_time=int(time.time()) + 5)
    client = Client()
    page = client.get(reverse("accept_invitation", args=[secret])).content.decode()
    assert "Sign in with NHS CIS2 instead" in page
    there = press(client, "provider_invitation", secret, "cis2")
    assert asked_of(there)["prompt"] == "login"
    # The secret is kept nowhere, in a session neither.
    assert secret not in repr(client.session.load())
    answer = client.get(cis2.sign_in(there, "new-1"))
    assert answer.headers["Location"] == reverse("today")
    assert who(client) == person
    assert str(person_of("cis2", "new-1")) == person
    assert not get_user_model().objects.get(pk=person).has_usable_password()
    assert invited_by(secret, now=moment()) is None
    assert AuditPayload.objects.filter(field="signs in by", new="cis2", reason="By an invitation").exists()


def test_an_invitation_works_once_and_not_for_a_subject_of_somebody_else(cis2: Mock, world: World) -> None:
    _, secret = invited(world)
    linked(world, "reporters-own", Role.REPORTER)
    cis2.knows("reporters-own", **STRONG, auth_time=int(time.time()) + 5)
    client = Client()
    answer = client.get(cis2.sign_in(press(client, "provider_invitation", secret, "cis2"), "reporters-own"))
    assert answer.status_code == 403
    assert "not your account here" in answer.content.decode()
    # Nothing was half made: the invitation still opens, for its own person.
    assert invited_by(secret, now=moment()) is not None
    there = press(client, "provider_invitation", secret, "cis2")
    invite(person_id=world.lead.person_id, by=None, now=moment())
    cis2.knows("new-2", **STRONG, auth_time=int(time.time()) + 5)
    answer = client.get(cis2.sign_in(there, "new-2"))
    assert answer.status_code == 410
    assert person_of("cis2", "new-2") is None
    assert hash_of(secret) != secret


def signed_in(world: World) -> Client:
    client = Client()
    given = {"login": world.username("trust", Role.PROVIDER_LEAD), "password": factories.PASSWORD}
    assert client.post(reverse("account_login"), given).status_code == 302
    return client


def test_a_person_who_proved_who_they_are_joins_the_two(cis2: Mock, world: World, settings: Settings) -> None:
    settings.SIGHTLINE_SECOND_FACTOR = False
    client = signed_in(world)
    assert "Sign in with NHS CIS2 from now on" in client.get(reverse("second_factor")).content.decode()
    cis2.knows("mine", auth_time=int(time.time()) + 5)
    answer = client.get(cis2.sign_in(press(client, "provider_link", "cis2"), "mine"))
    assert answer.headers["Location"] == reverse("second_factor")
    assert person_of("cis2", "mine") == world.lead.person_id
    # And takes it away again: that session ends with it.
    answer = client.post(reverse("provider_unlink", args=["cis2"]))
    assert answer.status_code == 302
    assert identities_of(world.lead.person_id) == ()
    assert who(client) == ""


def test_joining_asks_again_who_is_there(cis2: Mock, world: World, settings: Settings) -> None:
    settings.SIGHTLINE_SECOND_FACTOR = False
    client = signed_in(world)
    session = client.session
    session["proved_at_seconds"] = time.time() - 11 * 60
    session.save()
    for name in ("provider_link", "provider_unlink"):
        answer = client.post(reverse(name, args=["cis2"]))
        assert answer.headers["Location"] == reverse("prove_again")


def test_the_only_way_in_is_not_taken_away(cis2: Mock, world: World) -> None:
    _, secret = invited(world)
    cis2.knows("only", **STRONG, auth_time=int(time.time()) + 5)
    client = Client()
    client.get(cis2.sign_in(press(client, "provider_invitation", secret, "cis2"), "only"))
    answer = client.post(reverse("provider_unlink", args=["cis2"]))
    assert answer.status_code == 422
    assert "only way in" in answer.content.decode()
    assert len(identities_of(world.lead.person_id)) == 1


def test_an_administrator_parts_a_person_from_an_account_that_was_stolen(
    cis2: Mock, world: World, settings: Settings
) -> None:
    """Also where it is the only way in: an invitation is the way in again."""
    settings.SIGHTLINE_SECOND_FACTOR = False
    _, secret = invited(world)
    cis2.knows("only", **STRONG, auth_time=int(time.time()) + 5)
    thief = Client()
    thief.get(cis2.sign_in(press(thief, "provider_invitation", secret, "cis2"), "only"))
    assert who(thief)
    person_id = world.lead.person_id
    admin = Client()
    given = {"login": world.username("icb", Role.ADMINISTRATOR), "password": factories.PASSWORD}
    assert admin.post(reverse("account_login"), given).status_code == 302
    address = reverse("administer_part", args=[person_id])
    assert address in admin.get(reverse("administer_person", args=[person_id])).content.decode()
    assert admin.post(address, {"reason": " "}).status_code == 422
    assert len(identities_of(person_id)) == 1
    assert admin.post(address, {"reason": "Their card was stolen; I spoke to them."}).status_code == 302
    assert identities_of(person_id) == ()
    assert thief.get(reverse("today")).status_code == 302, "out at the next click"
    assert AuditPayload.objects.filter(
        field="signs in by", old="cis2", reason__startswith="Their card"
    ).exists()
    assert admin.post(address, {"reason": "And once more, by the back button."}).status_code == 422
    own = reverse("administer_part", args=[world.actor("icb", Role.ADMINISTRATOR).person_id])
    assert "ask another administrator" in admin.post(own, {"reason": "It is mine."}).content.decode()


def test_an_answer_that_is_not_of_now_joins_nothing(cis2: Mock, world: World, settings: Settings) -> None:
    settings.SIGHTLINE_SECOND_FACTOR = False
    client = signed_in(world)
    cis2.knows("mine", auth_time=int(time.time()) - 120)
    answer = client.get(cis2.sign_in(press(client, "provider_link", "cis2"), "mine"))
    assert answer.status_code == 403
    assert "did not ask you again" in answer.content.decode()
    assert person_of("cis2", "mine") is None


def test_proving_again_is_done_where_one_came_in(cis2: Mock, world: World) -> None:
    linked(world, "5550009")
    cis2.knows("5550009", **STRONG)
    client, _, _ = came(cis2, "5550009")
    session = client.session
    session["proved_at_seconds"] = time.time() - 11 * 60
    session.save()
    export = reverse("incidents_export")
    assert client.get(export).headers["Location"] == reverse("prove_again")
    page = client.get(reverse("prove_again")).content.decode()
    assert "Prove it with NHS CIS2" in page
    # They have a password too, which is less than what they came with.
    assert 'name="password"' not in page
    client.post(reverse("prove_again"), {"password": factories.PASSWORD})
    assert client.get(export).status_code == 302
    # What the provider remembers of an hour ago is no proof of now.
    cis2.knows("5550009", **STRONG, auth_time=int(time.time()) - 3600)
    there = press(client, "provider_prove", "cis2")
    assert (asked_of(there)["prompt"], asked_of(there)["max_age"]) == ("login", "0")
    assert client.get(cis2.sign_in(there, "5550009")).status_code == 403
    assert client.get(export).status_code == 302
    # Nor is somebody else's.
    linked(world, "a-colleague", Role.REPORTER)
    cis2.knows("a-colleague", **STRONG, auth_time=int(time.time()) + 5)
    answer = client.get(cis2.sign_in(press(client, "provider_prove", "cis2"), "a-colleague"))
    assert answer.status_code == 403
    assert client.get(export).status_code == 302
    # Nor less than a second factor.
    cis2.knows("5550009", authentication_assurance_level="1", auth_time=int(time.time()) + 5)
    assert client.get(cis2.sign_in(press(client, "provider_prove", "cis2"), "5550009")).status_code == 403
    assert client.get(export).status_code == 302
    cis2.knows("5550009", **STRONG, auth_time=int(time.time()) + 5)
    assert client.get(cis2.sign_in(press(client, "provider_prove", "cis2"), "5550009")).status_code == 302
    assert client.get(export).status_code == 200


def test_an_unknown_reporter_comes_in_only_where_the_installation_says_so(
    cis2: Mock, world: World, settings: Settings
) -> None:
    claims = {
        "name": "Asha Nurse",
        "email": "asha@avonmere.example",
        "nhsid_nrbac_roles": roles(code(world.trust)),
    }
    cis2.knows("nurse-1", **claims)
    assert came(cis2, "nurse-1")[1] == 403
    settings.SIGHTLINE_OIDC_REPORTERS = True
    client, status, where = came(cis2, "nurse-1")
    assert (status, where) == (302, reverse("today"))
    made = get_user_model().objects.get(socialaccount__uid="nurse-1")
    assert (made.full_name, made.has_usable_password()) == ("Asha Nurse", False)
    hats = Membership.objects.filter(person=made).values_list("role", "organisation__ods_code")
    assert list(hats) == [(Role.REPORTER.value, code(world.trust))]
    assert AuditPayload.objects.filter(field="joined", reason__startswith="Made by cis2").exists()
    assert client.get(reverse("report_start")).status_code == 200
    # The second time they are known.
    came(cis2, "nurse-1")
    assert Membership.objects.filter(person=made).count() == 1


@pytest.mark.parametrize("codes", [(), ("ZZ999",), ("two",)])
def test_no_reporter_is_made_where_the_claims_name_no_one_organisation_that_is_here(
    cis2: Mock, world: World, settings: Settings, codes: tuple[str, ...]
) -> None:
    settings.SIGHTLINE_OIDC_REPORTERS = True
    if codes == ("two",):
        codes = (code(world.trust), code(world.icb))
    before = get_user_model().objects.count()
    cis2.knows("nurse-2", name="B Nurse", **({"nhsid_nrbac_roles": roles(*codes)} if codes else {}))
    assert came(cis2, "nurse-2")[1] == 403
    # A name that cannot be kept makes nobody either.
    cis2.knows("nurse-3", name=" ", nhsid_nrbac_roles=roles(code(world.trust)))
    assert came(cis2, "nurse-3")[1] == 403
    assert get_user_model().objects.count() == before


def test_cancelling_there_changes_nothing_and_shows_the_other_way_in(cis2: Mock, world: World) -> None:
    client = Client()
    answer = client.get(cis2.cancel(press(client, "provider_sign_in", "cis2")))
    assert "You did not sign in by NHS CIS2" in answer.content.decode()
    assert reverse("account_login") in answer.content.decode()
    assert who(client) == ""


def test_an_answer_works_once_and_in_the_browser_that_asked(cis2: Mock, world: World) -> None:
    linked(world, "5550010")
    cis2.knows("5550010", **STRONG)
    client = Client()
    back = cis2.sign_in(press(client, "provider_sign_in", "cis2"), "5550010")
    # Sent to somebody else, it signs nobody in.
    other = Client()
    assert other.get(back).status_code == 400
    assert who(other) == ""
    assert client.get(back).status_code == 302
    client.post(reverse("account_logout"))
    answer = client.get(back)
    assert answer.status_code == 400
    assert "That try to sign in is over" in answer.content.decode()
    assert who(client) == ""


def test_a_try_of_one_provider_is_not_answered_at_the_address_of_another(
    cis2: Mock, world: World, settings: Settings
) -> None:
    settings.SIGHTLINE_OIDC |= providers.set_to(cis2.address, "entra")
    link_identity(person_id=world.lead.person_id, provider="entra", subject="both", by=None, now=moment())
    cis2.knows("both", **STRONG, amr=["mfa"])
    client = Client()
    back = cis2.sign_in(press(client, "provider_sign_in", "cis2"), "both")
    answer = client.get(back.replace("/by/cis2/", "/by/entra/"))
    assert answer.status_code == 400
    assert who(client) == ""
