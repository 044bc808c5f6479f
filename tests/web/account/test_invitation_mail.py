"""An invitation as it arrives at a real mail server: a link, and no password of anybody."""

from __future__ import annotations

import re

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from sightline.organisations.models import Invitation
from sightline.organisations.services import correct_person
from sightline.policy.terms import Role
from sightline.web.access import moment
from tests.architecture.cast import signed_in
from tests.factories import World
from tests.notifications.test_email import Mailbox, mailbox

__all__ = ["mailbox"]


def test_an_invitation_arrives_with_a_link_that_works_and_no_password(world: World, mailbox: Mailbox) -> None:
    person = world.lead.person_id
    address = "ines.ashdown@avonmere.example"
    correct_person(person_id=person, full_name="Ines Ashdown", email=address, by=None, now=moment())
    administrator = signed_in(world.actor("icb", Role.ADMINISTRATOR).person_id)
    answer = administrator.post(reverse("administer_invite", args=[person]))
    assert answer.status_code == 302
    (mail,) = mailbox.received
    assert mail["To"] == address
    words = mail.get_content()
    (secret,) = re.findall(r"/invitation/([\w-]+)/", words)
    kept = get_user_model().objects.get(pk=person)
    assert kept.get_username() not in words
    assert kept.password not in str(mail)
    # The only secret in it is the link's, and of that the database has a hash alone.
    assert not Invitation.objects.filter(secret_hash=secret).exists()
    chosen = "four words nobody would guess"
    page = Client().post(reverse("accept_invitation", args=[secret]), {"password": chosen, "again": chosen})
    assert page.status_code == 302
    assert get_user_model().objects.get(pk=person).check_password(chosen)
    # And once: who finds the mail later gets nothing by it.
    assert Client().get(reverse("accept_invitation", args=[secret])).status_code == 410
    assert len(mailbox.received) == 1
