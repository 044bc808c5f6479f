"""One-time links: once, for a while, for one person in one membership, and never guessable from what is kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from sightline.organisations import services
from sightline.organisations.errors import Unknown
from sightline.organisations.models import Membership, OneTimeLink
from sightline.organisations.services import LINK_LIVES, is_open, make_link, use_link
from sightline.policy.terms import Role
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership(db: None) -> UUID:
    made = factories.world()
    lead = made.actor("practice", Role.PROVIDER_LEAD)
    return Membership.objects.get(person_id=lead.person_id).id


def test_a_link_signs_one_person_in_once(membership: UUID) -> None:
    secret = make_link(membership, "/", by=None, now=NOW)
    opened = use_link(secret, now=NOW)
    assert opened.membership_id == membership
    assert not is_open(secret, now=NOW)
    with pytest.raises(Unknown):
        use_link(secret, now=NOW)


def test_looking_at_a_link_does_not_use_it_up(membership: UUID) -> None:
    secret = make_link(membership, "/", by=None, now=NOW)
    assert is_open(secret, now=NOW)
    assert is_open(secret, now=NOW)
    assert use_link(secret, now=NOW).opens == "/"


def test_a_link_from_an_old_mail_opens_nothing(membership: UUID) -> None:
    secret = make_link(membership, "/", by=None, now=NOW)
    assert is_open(secret, now=NOW + LINK_LIVES - timedelta(seconds=1))
    with pytest.raises(Unknown):
        use_link(secret, now=NOW + LINK_LIVES)


def test_a_link_of_someone_who_left_opens_nothing(membership: UUID) -> None:
    secret = make_link(membership, "/", by=None, now=NOW)
    services.leave(membership_id=membership, on=NOW.date(), by=None, now=NOW)
    with pytest.raises(Unknown):
        use_link(secret, now=NOW + timedelta(days=2))
    with pytest.raises(Unknown):
        make_link(membership, "/", by=None, now=NOW + timedelta(days=2))


def test_the_secret_is_kept_nowhere(membership: UUID) -> None:
    secret = make_link(membership, "/", by=None, now=NOW)
    kept = OneTimeLink.objects.values().get()
    assert secret not in str(kept)
    with pytest.raises(Unknown):
        use_link(kept["secret_hash"], now=NOW)
