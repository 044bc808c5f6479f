"""People come by invitation, change roles, and leave: one act each, felt at the next click, granted by nobody to themselves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from sightline.audit.models import AuditEntry, AuditPayload
from sightline.organisations import selectors, services
from sightline.organisations.errors import Invalid, NotAdministrator
from sightline.policy.terms import Role
from tests import factories
from tests.conftest import SignIn
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("at_now")
CHOSEN = "four quiet kettles north"
WHY = {"reason": "Agreed with their manager."}


@pytest.fixture
def administrator(sign_in: SignIn) -> Client:
    return sign_in("icb", Role.ADMINISTRATOR)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def hire(administrator: Client, world: World) -> str:
    """Adds Amara and hands back the address of her invitation."""
    first = {f"from_on-{part}": str(getattr(NOW, part)) for part in ("day", "month", "year")}
    given = {"full_name": "Amara Pell", "username": "amara.pell", "role": "provider_lead", **first}
    code = selectors.organisation(world.trust).ods_code
    done = administrator.post(reverse("administer_add_person", args=[code]), given, follow=True)
    found = re.search(r"http://testserver(/invitation/[\w-]+/)", words(done))
    assert found, words(done)
    again = administrator.get(done.redirect_chain[-1][0])
    assert found[1] not in words(again), "it is shown once"
    return found[1]


def choose(address: str, password: str = CHOSEN, again: str = "") -> Any:
    return Client().post(address, {"password": password, "again": again or password})


def signs_in(username: str, password: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": username, "password": password})
    return client.get(reverse("incidents")).status_code == 200


def test_an_invited_person_chooses_a_password_that_nobody_else_ever_knew(
    administrator: Client, world: World
) -> None:
    address = hire(administrator, world)
    for _ in range(2):
        assert "Amara Pell, you sign in as" in words(Client().get(address)), "looking uses nothing up"
    assert choose(address).headers["Location"] == reverse("account_login")
    assert signs_in("amara.pell", CHOSEN)
    assert choose(address, "another three words here").status_code == 410, "it works once"
    assert signs_in("amara.pell", CHOSEN)
    stored = " ".join(f"{row.old}{row.new}{row.reason}" for row in AuditPayload.objects.all())
    assert CHOSEN not in stored
    assert address.split("/")[2] not in stored


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        ("short", "", "at least 12 characters"),
        ("qwerty123456", "", "too common"),
        ("amara.pell.amara", "", "too similar"),
        (CHOSEN, "four quiet kettles south", "not the same"),
        ("", "", "Enter the password you choose"),
        ("x" * 5000, "", "at most 500"),
    ],
)
def test_a_poor_password_is_refused_beside_the_field_and_the_invitation_stays(
    administrator: Client, world: World, password: str, again: str, message: str
) -> None:
    address = hire(administrator, world)
    answer = choose(address, password, again)
    assert answer.status_code == 422
    assert message in words(answer)
    assert choose(address).status_code == 302


def test_an_invitation_ends_after_seven_days_and_when_a_newer_one_is_made(
    administrator: Client, world: World, at_now: time_machine.Traveller
) -> None:
    first = hire(administrator, world)
    person = get_user_model().objects.get(username="amara.pell")
    administrator.post(reverse("administer_invite", args=[person.pk]))
    assert choose(first).status_code == 410
    second = "/invitation/" + services.invite(person_id=person.pk, by=None, now=NOW) + "/"
    at_now.move_to(NOW + services.INVITATION_LIVES)
    assert choose(second).status_code == 410


def test_choosing_a_new_password_ends_the_sessions_of_the_old_one(world: World, sign_in: SignIn) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    assert lead.get("/").status_code == 200
    address = f"/invitation/{services.invite(person_id=world.lead.person_id, by=None, now=NOW)}/"
    assert choose(address).status_code == 302
    assert lead.get("/").status_code == 302


def test_a_role_taken_away_while_its_page_is_open_is_said_and_what_was_typed_is_shown(
    administrator: Client, world: World, sign_in: SignIn
) -> None:
    incident = factories.reported(world.reporter)
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("decide", args=[incident.reference])
    assert lead.get(address).status_code == 200
    membership = world.memberships["trust", Role.PROVIDER_LEAD]
    done = administrator.post(reverse("administer_revoke", args=[membership]), WHY, follow=True)
    assert "The role is taken away." in words(done)
    typed = "Twenty minutes of careful rationale."
    answer = lead.post(address, {"rationale": typed, "seen": "1"})
    assert answer.status_code == 403
    assert "The role you were using has ended" in words(answer)
    assert typed in words(answer)
    assert "You have no role yet" in words(lead.get("/"))


def test_a_role_given_today_by_mistake_is_gone_today(world: World, at_now: time_machine.Traveller) -> None:
    mistaken = services.join(
        person_id=world.reporter.person_id,
        organisation_id=world.trust,
        role=Role.PROVIDER_EXECUTIVE,
        from_on=NOW.date(),
        by=None,
        now=NOW,
    )
    services.revoke(membership_id=mistaken, reason="Given by mistake.", by=None, now=NOW)
    hats = selectors.hats_of(world.reporter.person_id, NOW.date())
    assert [hat.role for hat in hats] == [Role.REPORTER]
    with pytest.raises(Invalid, match="ended already"):
        services.revoke(membership_id=mistaken, reason="Again.", by=None, now=NOW)


def test_whoever_has_another_role_is_not_put_into_it_unawares(
    administrator: Client, world: World, sign_in: SignIn
) -> None:
    services.join(
        person_id=world.lead.person_id,
        organisation_id=world.trust,
        role=Role.REPORTER,
        from_on=NOW.date(),
        by=None,
        now=NOW,
    )
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    lead.post(reverse("roles"), {"membership": str(world.memberships["trust", Role.PROVIDER_LEAD])})
    lead.get("/")
    services.revoke(
        membership_id=world.memberships["trust", Role.PROVIDER_LEAD], reason="Moved.", by=None, now=NOW
    )
    told = lead.get("/")
    assert told.status_code == 403
    assert "From now on you act as <strong>Reporter" in words(told)
    assert lead.get("/").status_code == 200


def test_a_change_of_role_is_one_act(administrator: Client, world: World) -> None:
    person = world.reporter.person_id
    membership = world.memberships["trust", Role.REPORTER]
    before = AuditEntry.objects.count()
    address = reverse("administer_change_role", args=[membership])
    assert administrator.post(address, {"role": "investigator"}).status_code == 422, "why is asked"
    assert AuditEntry.objects.count() == before
    done = administrator.post(address, {"role": "investigator", **WHY}, follow=True)
    assert "The role is changed." in words(done)
    assert [hat.role for hat in selectors.hats_of(person, NOW.date())] == [Role.INVESTIGATOR]
    fields = list(AuditPayload.objects.order_by("pk").values_list("field", flat=True))[-2:]
    assert fields == ["joined", "until_on"]


def test_a_leaver_is_gone_in_one_act_and_a_session_of_before_never_lives_again(
    administrator: Client, world: World, sign_in: SignIn
) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    assert lead.get("/").status_code == 200
    person = world.lead.person_id
    link = services.invite(person_id=person, by=None, now=NOW)
    done = administrator.post(reverse("administer_leaver", args=[person]), WHY, follow=True)
    assert "they are signed out" in words(done)
    assert lead.get("/").status_code == 302
    assert not signs_in(world.username("trust", Role.PROVIDER_LEAD), factories.PASSWORD)
    assert choose(f"/invitation/{link}/").status_code == 410
    assert selectors.hats_of(person, NOW.date()) == []
    services.set_account(person_id=person, is_open=True, reason="Came back.", by=None, now=NOW)
    assert lead.get("/").status_code == 302, "the old session stays ended"


def test_whoever_leaves_one_organisation_keeps_the_other(world: World) -> None:
    person = world.lead.person_id
    services.join(
        person_id=person,
        organisation_id=world.icb,
        role=Role.READER,
        from_on=NOW.date(),
        by=None,
        now=NOW,
    )
    closed = services.let_go(
        person_id=person, organisation_id=world.trust, reason="Left the trust.", by=None, now=NOW
    )
    assert not closed
    assert [hat.role for hat in selectors.hats_of(person, NOW.date())] == [Role.READER]


def test_nobody_gives_a_role_to_themselves_or_outside_what_they_administer(world: World) -> None:
    admin, other = world.actor("trust", Role.ADMINISTRATOR), world.outsider
    home = world.actor("icb", Role.ADMINISTRATOR)

    def give(by: Any, to: Any, at: Any) -> None:
        services.join(
            person_id=to,
            organisation_id=at,
            role=Role.ADMINISTRATOR,
            from_on=NOW.date() + timedelta(days=1),
            by=by,
            now=NOW,
        )

    lead, reporter = world.lead, world.reporter
    before = AuditEntry.objects.count()
    for by, to, at in (
        (admin, admin.person_id, world.trust),
        (home, home.person_id, world.icb),
        (admin, other.person_id, world.other_trust),
        (lead, reporter.person_id, world.trust),
    ):
        with pytest.raises(NotAdministrator):
            give(by, to, at)
    assert AuditEntry.objects.count() == before
    give(admin, reporter.person_id, world.trust)
    assert AuditEntry.objects.count() == before + 1, "every grant is audited"


def test_a_person_acting_in_the_wrong_role_is_told_which_one_sees_the_case(
    world: World, sign_in: SignIn
) -> None:
    incident = factories.reported(world.reporter)
    elsewhere = services.join(
        person_id=world.lead.person_id,
        organisation_id=world.other_trust,
        role=Role.PROVIDER_LEAD,
        from_on=NOW.date(),
        by=None,
        now=NOW,
    )
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("incident", args=[incident.reference])
    lead.post(reverse("roles"), {"membership": str(elsewhere)})
    told = lead.get(address)
    assert told.status_code == 404
    assert "Another of your roles sees it." in words(told)
    right = {"membership": str(world.memberships["trust", Role.PROVIDER_LEAD]), "next": address}
    assert lead.post(reverse("roles"), right).headers["Location"] == address
    assert lead.get(address).status_code == 200
    stranger = sign_in("other_trust", Role.PROVIDER_LEAD)
    unknown = stranger.get(reverse("incident", args=["AAA-0000-0000"]))
    assert "Another of your roles" not in words(stranger.get(address))
    assert words(stranger.get(address)).count("\n") == words(unknown).count("\n")


def test_a_session_is_dead_after_signing_out_even_for_who_kept_a_copy(world: World) -> None:
    client, copy = Client(), Client()
    name = world.username("trust", Role.REPORTER)
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": name, "password": factories.PASSWORD})
    copy.cookies["sightline_session"] = client.cookies["sightline_session"].value
    assert copy.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert copy.get("/").status_code == 302
