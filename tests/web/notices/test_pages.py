"""A person's notices: unread in words and in the header, opened once, all read at once, nothing of what they cannot see."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sightline.audit.keys import new_key
from sightline.incidents.models import Incident, IncidentAccess
from sightline.notifications import selectors
from sightline.notifications.models import Notice
from sightline.organisations.services import people
from sightline.policy.telling import NoticeKind
from sightline.policy.terms import Role
from tests.conftest import SignIn
from tests.factories import NOW, World, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def lead(sign_in: SignIn) -> Client:
    return sign_in("trust", Role.PROVIDER_LEAD)


@pytest.fixture
def incident(lead: Client, world: World) -> Incident:
    """A report of which the lead was told."""
    return reported(world.reporter)


def words(client: Client, address: str = "/notices/") -> str:
    """The page as it is read: without marks, with single spaces."""
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def own(world: World) -> Notice:
    return Notice.objects.get(recipient_id=world.lead.person_id)


def many(world: World, incident: Incident, number: int) -> None:
    """So many more notices for the lead, all of this case."""
    Notice.objects.bulk_create(
        Notice(
            id=new_key(),
            recipient_id=world.lead.person_id,
            kind=NoticeKind.OVERDUE.value,
            case_id=incident.id,
            reference=incident.reference,
            occasion=f"due {count}",
            text=f"Number {count}.",
            clause="4.3a",
            made_at=NOW,
        )
        for count in range(number)
    )


def test_a_notice_is_unread_in_words_until_its_link_is_opened(
    lead: Client, incident: Incident, world: World
) -> None:
    assert "Notices 1 unread" in words(lead, "/")
    page = words(lead)
    assert f"{incident.reference} A report arrived: Someone reported an incident. Decide what it is." in page
    assert "16 November 2026, 17:00 Unread" in page
    link = f"/notices/{own(world).id}/"
    for _ in range(2):
        assert lead.get(link).headers["Location"] == f"/incidents/{incident.reference}/"
    assert own(world).seen_at == NOW
    page = words(lead)
    assert "16 November 2026, 17:00 Read" in page
    assert "Mark all as read" not in page
    assert "unread" not in page


def test_looking_at_the_list_or_asking_for_the_head_alone_reads_nothing(
    lead: Client, incident: Incident, world: World
) -> None:
    words(lead)
    lead.head(f"/notices/{own(world).id}/")
    assert own(world).seen_at is None


def test_somebody_elses_notice_is_not_there_and_stays_unread(
    incident: Incident, sign_in: SignIn, world: World
) -> None:
    for hat in (("trust", Role.PROVIDER_EXECUTIVE), ("icb", Role.ADMINISTRATOR)):
        other = sign_in(*hat)
        assert other.get(f"/notices/{own(world).id}/").status_code == 404
        other.post("/notices/read/", {"up_to": str(own(world).id)})
        assert incident.reference not in words(other)
    assert own(world).seen_at is None


def test_all_are_read_at_once_but_not_what_came_since(lead: Client, incident: Incident, world: World) -> None:
    shown = own(world).id
    many(world, incident, 1)
    answer = lead.post("/notices/read/", {"up_to": str(shown)}, follow=True)
    assert "All marked as read." in answer.content.decode()
    assert Notice.objects.filter(seen_at__isnull=True, recipient_id=world.lead.person_id).count() == 1


@pytest.mark.parametrize("sent", [{}, {"up_to": "what"}])
def test_marking_without_saying_up_to_where_changes_nothing(
    lead: Client, incident: Incident, world: World, sent: dict[str, str]
) -> None:
    assert lead.post("/notices/read/", sent).status_code == 404
    assert own(world).seen_at is None


@pytest.mark.clause("4.7.7")
def test_of_a_case_no_longer_seen_neither_reference_nor_link_nor_text_is_shown(
    lead: Client, incident: Incident, world: World
) -> None:
    IncidentAccess.objects.filter(incident=incident).update(until_at=NOW)
    page = lead.get("/notices/").content.decode()
    assert "A report arrived, on a case that you can no longer see." in page
    for hidden in (incident.reference, str(incident.id), "Decide what it is", f"/notices/{own(world).id}/"):
        assert hidden not in page
    assert lead.get(f"/notices/{own(world).id}/").status_code == 404
    assert own(world).seen_at == NOW, "it waits for nothing any more"


def test_a_case_of_another_of_ones_roles_says_which_role_opens_it(
    incident: Incident, world: World, lead: Client
) -> None:
    people.join(
        person_id=world.lead.person_id,
        organisation_id=world.other_trust,
        role=Role.REPORTER,
        from_on=NOW.date(),
        by=None,
        now=NOW,
    )
    own_roles = re.findall(r'value="([0-9a-f-]{36})"', lead.get("/roles/").content.decode())
    [reporter] = set(own_roles) - {str(world.memberships["trust", Role.PROVIDER_LEAD])}
    lead.post("/roles/", {"membership": reporter})
    page = words(lead)
    assert "Reporter" in page
    assert "You see it as Patient-safety lead at Castlebrook University Hospitals: change role" in page
    answer = lead.get(f"/notices/{own(world).id}/", follow=True)
    assert answer.redirect_chain[-1][0] == "/roles/"
    assert "Change your role to open it." in answer.content.decode()
    assert own(world).seen_at is None


def test_the_list_goes_on_by_key_fifty_a_page_and_the_header_stops_counting(
    lead: Client, incident: Incident, world: World
) -> None:
    many(world, incident, 120)
    page = lead.get("/notices/").content.decode()
    assert page.count("Number ") == selectors.A_PAGE
    assert "Number 119." in page
    assert "99+" in page
    [older] = re.findall(r'href="(/notices/\?before=[^"]+)"', page)
    page = lead.get(older).content.decode()
    assert page.count("Number ") == selectors.A_PAGE
    assert "Number 69." in page
    assert "Mark all as read" not in page, "it would mark what this page does not show"


@pytest.mark.parametrize("before", ["", "nonsense", "019d1613-2a93-40ae-a451-edc32863cccf", "' OR 1=1"])
def test_a_mistyped_place_in_the_list_is_no_fault(lead: Client, incident: Incident, before: str) -> None:
    assert lead.get("/notices/", {"before": before}).status_code == 200


def test_more_notices_cost_no_more_queries(
    lead: Client, incident: Incident, world: World, django_assert_max_num_queries: Any
) -> None:
    many(world, incident, 120)
    with django_assert_max_num_queries(9):
        lead.get("/notices/")


def test_nothing_said_yet_says_so(sign_in: SignIn) -> None:
    assert "Nothing has been said to you yet." in words(sign_in("icb", Role.CHIEF_NURSE))
