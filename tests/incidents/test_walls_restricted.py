"""A case limited to named people, with the filter of names taken away: PostgreSQL shows it to nobody it does not name.

SQLite has no such wall: there the same tests show that the filter was taken away.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from sightline.audit import scope
from sightline.incidents import visibility
from sightline.incidents.models import Incident
from sightline.incidents.services import restriction
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(world: World) -> Incident:
    """To its lead, who limits it, and to those who guard it; not to the investigator of the same trust."""
    world.specialist, world.investigator, world.executive, world.team  # noqa: B018 - at work before it is limited
    incident = declared(world)
    restriction.restrict(
        incident.id,
        "staff",
        "A member of staff is accused of harming a patient.",
        by=world.lead,
        now=NOW,
        seen=stages.now_of(incident).version,
    )
    return stages.now_of(incident)


def is_walled() -> bool:
    return connection.vendor == "postgresql"


def is_there(incident: Incident, seen_by: scope.Scope) -> bool:
    with scope.within(seen_by):
        return Incident.objects.filter(id=incident.id).exists()


@pytest.mark.usefixtures("at_now")
@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_with_the_filter_of_names_taken_away_no_page_list_search_or_file_shows_it(
    world: World, limited: Incident, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visibility, "_admitted", lambda *_, **__: ~Q(pk__in=[]))
    client = sign_in("trust", Role.PROVIDER_EXECUTIVE)
    link = f"/incidents/{limited.reference}/"
    shown = {}
    for address in ("", "?q=guidewire", f"?q={limited.reference}", "?sort=due"):
        page = client.get(reverse("incidents") + address).content.decode()
        shown[address] = link in page
    export = client.get(reverse("incidents_export"))
    shown["export"] = limited.reference in b"".join(export).decode() if export.streaming else False
    if is_walled():
        assert not any(shown.values()), shown
    else:
        assert shown[""], "the filter is taken away"
    # The page of the case asks the rules as well, which know its names on both engines.
    assert client.get(reverse("incident", args=[limited.reference])).status_code == 404


def test_it_is_there_for_those_it_names_and_for_whoever_reported_it(world: World, limited: Incident) -> None:
    assert is_there(limited, scope.of(world.lead, now=NOW))
    assert is_there(limited, scope.of(world.reporter, now=NOW))
    unnamed = world.actor("trust", Role.INVESTIGATOR)
    assert is_there(limited, scope.of(unnamed, now=NOW)) is not is_walled()


def test_without_a_moment_or_in_another_role_nobody_is_named(world: World, limited: Incident) -> None:
    """The lead is named as a person or by the role they hold there: a role elsewhere is another hat."""
    assert is_there(limited, replace(scope.of(world.lead, now=NOW), at=None)) is not is_walled()
    elsewhere = Actor(world.lead.person_id, world.other_trust, Role.PROVIDER_LEAD)
    assert is_there(limited, scope.of(elsewhere, now=NOW)) is not is_walled()


def test_whoever_opened_it_has_it_until_their_hours_end(world: World, limited: Incident) -> None:
    team = world.actor("icb", Role.PATIENT_SAFETY_TEAM)
    assert is_there(limited, scope.of(team, now=NOW)) is not is_walled()
    with scope.within(scope.of(team, now=NOW)):
        restriction.open_restricted(limited.reference, "The coroner rang about it.", by=team, now=NOW)
    assert is_there(limited, scope.of(team, now=NOW + timedelta(minutes=5)))
    assert is_there(limited, scope.of(team, now=NOW + timedelta(days=9))) is not is_walled()
