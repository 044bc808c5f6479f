"""The pages of what became of a case: the trail by acts, and the case as it stood."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from pytest_django import DjangoAssertNumQueries

from sightline.incidents.models import Incident
from sightline.incidents.selectors import history
from sightline.incidents.services import desk, triage
from sightline.policy.terms import Role
from tests import assured_stages, stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared

HOUR = timedelta(hours=1)
AGREES = "ICB agrees it meets SI criteria No"


def _words(client: Client, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def _as_at(incident: Incident, **asked: str) -> str:
    return f"{reverse('incident_as_at', args=[incident.reference])}?{urlencode(asked)}"


@pytest.fixture
def challenged(world: World, at_now: time_machine.Traveller) -> Incident:
    """Declared at 17:00 and challenged by the ICB at 18:00; it is 19:00."""
    incident = declared(world)
    triage.challenge_classification(
        incident.id, "No harm came of it.", by=world.team, now=NOW + HOUR, seen=incident.version
    )
    at_now.move_to(NOW + 2 * HOUR)
    return incident


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
def test_the_trail_tells_each_act_with_who_when_why_before_and_after(
    challenged: Incident, sign_in: SignIn
) -> None:
    words = _words(
        sign_in("icb", Role.PATIENT_SAFETY_TEAM), reverse("incident_trail", args=[challenged.reference])
    )
    newest = words.split("ICB challenged the classification", 1)[1].split("Declared a serious incident")[0]
    assert "16 November 2026, 18:00" in newest
    assert "Patient safety team of icb" in newest
    assert "No harm came of it." in newest
    assert "Before After ICB agrees it meets SI criteria – No" in newest


def test_an_act_leads_to_the_case_as_it_stood_then(challenged: Incident, sign_in: SignIn) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    page = client.get(reverse("incident_trail", args=[challenged.reference])).content.decode()
    links = [unescape(link) for link in re.findall(r'href="([^"]*as-at/\?at=[^"]+)"', page)]
    assert len(links) >= 2
    newest, oldest = _words(client, links[0]), _words(client, links[-1])
    assert AGREES in newest
    assert "as it stood on 16 November 2026, 17:00" in oldest
    since = oldest.split("What was changed since")[-1]
    assert "No harm came of it." in since
    assert AGREES not in oldest.rsplit("What was changed since", 1)[0]


def test_a_day_is_meant_to_its_end_and_a_time_by_the_clock_in_london(
    challenged: Incident, sign_in: SignIn
) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    typed = {"on-day": "16", "on-month": "nov", "on-year": "2026"}
    assert AGREES in _words(client, _as_at(challenged, **typed))
    early = _words(client, _as_at(challenged, **typed, time="5pm"))
    assert "Declared, 72-hour review awaited" in early
    assert AGREES not in early.rsplit("What was changed since", 1)[0]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"at": "2026-11-17"}, "now or in the past"),
        ({"at": "2026-11-15"}, "The case began on 16 November 2026, 17:00"),
        ({"at": "last Tuesday"}, "names no moment"),
        ({"on-day": "31", "on-month": "2", "on-year": "2026"}, "must be a real date"),
        ({"on-day": "16", "on-month": "11", "on-year": "2026", "time": "7"}, "must be a time"),
        ({"on-day": "16", "on-month": "11", "on-year": "2026", "time": "23:00"}, "now or in the past"),
        ({"time": "10:00"}, "Enter a day."),
    ],
)
def test_a_moment_that_cannot_be_shown_says_why_beside_the_field(
    challenged: Incident, sign_in: SignIn, asked: dict[str, str], why: str
) -> None:
    words = _words(sign_in("icb", Role.PATIENT_SAFETY_TEAM), _as_at(challenged, **asked), status=422)
    assert "There is a problem" in words
    assert why in words
    assert "No harm came of it." not in words


def test_a_case_of_others_has_no_past_for_an_outsider(challenged: Incident, sign_in: SignIn) -> None:
    for organisation, role in (("other_trust", Role.PROVIDER_LEAD), ("trust", Role.INVESTIGATOR)):
        client = sign_in(organisation, role)
        assert client.get(_as_at(challenged)).status_code == 404
        assert client.get(_as_at(challenged, at="2026-11-16")).status_code == 404


def test_every_page_of_the_trail_is_reached_and_each_act_is_whole(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, at_now: time_machine.Traveller
) -> None:
    incident = declared(world)
    for hour in range(1, 6):
        seen, now = stages.now_of(incident).version, NOW + hour * HOUR
        desk.allocate(
            incident.id,
            [world.team, world.specialist][hour % 2].person_id,
            by=world.team,
            now=now,
            seen=seen,
        )
        at_now.move_to(now)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    address = reverse("incident_trail", args=[incident.reference])
    acts = re.compile(r'aria-label="\d+ of \d+: ([^"]+, 16 November[^"]+)"')
    whole = acts.findall(client.get(address).content.decode())
    monkeypatch.setattr(history, "PAGE_SIZE", 3)
    found: list[str] = []
    more = None
    page = client.get(address).content.decode()
    for _ in range(60):
        found += acts.findall(page)
        more = re.search(r'href="(\?before=\d+)"', page)
        if more is None:
            break
        page = client.get(address + more[1]).content.decode()
    assert more is None
    assert len(whole) >= 7
    assert list(dict.fromkeys(found)) == whole


@pytest.mark.parametrize("stage", [declared, assured_stages.closed])
def test_the_case_as_it_stood_stays_within_fifteen_queries(
    world: World,
    sign_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    at_now: time_machine.Traveller,
    stage: object,
) -> None:
    incident = stage(world)  # type: ignore[operator]
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    at_now.move_to(NOW + HOUR)
    for address in (
        _as_at(incident),
        _as_at(incident, at="2026-11-16"),
        _as_at(incident, at="2026-11-16T16:59"),
    ):
        with django_assert_max_num_queries(15):
            client.get(address)
