"""Finding cases: filters that hold in the address, search by any number and words, and a CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.audit.models import AuditPayload
from sightline.incidents.models import Incident, SavedView
from sightline.incidents.selectors import ListFilter, every_row, incident_list, listing
from sightline.incidents.services import desk
from sightline.policy.terms import Role
from sightline.web.filters import safe_cell
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, reported

pytestmark = pytest.mark.django_db


def found(world: World, *, now: object = NOW, **wanted: object) -> set[str]:
    page = incident_list(world.team, ListFilter(**wanted), now=now)  # type: ignore[arg-type]
    return {row.reference for row in page.rows}


def test_each_filter_finds_its_cases_and_no_others(world: World) -> None:
    ours, theirs = declared(world), stages.reviewed(world)
    desk.allocate(ours.id, world.team.person_id, by=world.team, now=NOW, seen=ours.version)
    later = NOW + timedelta(days=30)
    assert found(world, handler="me") == {ours.reference}
    assert found(world, handler=str(world.team.person_id)) == {ours.reference}
    assert found(world, handler="nobody") == {theirs.reference}
    assert found(world, overdue="provider", now=later) >= {ours.reference}
    assert found(world, overdue="icb", now=later) == {ours.reference, theirs.reference}
    assert found(world, provider="R9A") == {ours.reference, theirs.reference}
    assert found(world, provider="R9B") == set()
    assert found(world, incident_type="T33", level="2", harm="moderate") == {ours.reference, theirs.reference}
    assert found(world, level="3") == found(world, harm="fatal") == set()
    assert found(world, reported_from=NOW.date(), reported_to=NOW.date()) == {
        ours.reference,
        theirs.reference,
    }
    assert found(world, reported_to=NOW.date() - timedelta(days=1)) == set()
    assert found(world, near_misses_only=True) == found(world, never_events_only=True) == set()


def test_search_finds_by_any_number_and_by_every_word_of_the_story(world: World) -> None:
    incident = declared(
        world, local_number="W12345", what_happened="Mrs's line: O'Connor valve, a drug-error."
    )
    for text in ("W12345", "o'connor", "drug-error", "valve line", incident.reference.lower()):
        assert found(world, text=text) == {incident.reference}, text
    for text in ("valve missing", '"', "*", "%", "W1234"):
        assert found(world, text=text) == set(), text


def test_search_finds_nothing_by_words_that_this_role_is_not_shown(world: World) -> None:
    incident = stages.now_of(reported(world.reporter))
    from sightline.incidents.services import triage
    from tests.factories import judgement

    nothing = judgement(criteria=frozenset(), sub_answers={})
    triage.judge_not_serious(incident.id, nothing, by=world.lead, now=NOW, seen=1)
    assert found(world, text="guidewire") == set()
    assert found(world, harm="moderate") == set()
    assert found(world, text=incident.reference) == {incident.reference}


def test_pages_follow_one_another_in_both_orders(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [declared(world, now=NOW - timedelta(minutes=number)).reference for number in range(5)]
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    for wanted, order in ((ListFilter(), cases), (ListFilter(oldest_first=True), cases[::-1])):
        assert [row.reference for row in every_row(world.team, wanted, now=NOW)] == order


@pytest.mark.parametrize(
    "address",
    [
        "?status=gone&overdue=maybe&handler=zz&place=1&type=T999&level=9&sort=sideways&after=zz",
        "?q=%22+OR+1%3D1&provider=%00%00",
        "?q=" + "x" * 5000,
        "?from=0001-01-01",
        "?to=9999-12-31",
        "?after=0001-01-01T00:00:00%2B23:59_00000000-0000-0000-0000-000000000000",
        "?after=9999-12-31T23:59:59-23:59_00000000-0000-0000-0000-000000000000",
    ],
)
def test_an_old_or_broken_link_never_fails(world: World, sign_in: SignIn, address: str) -> None:
    incident = declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert client.get(reverse("incidents") + address).status_code == 200
    if "from=" in address or "to=" in address:
        assert [row[0] for row in rows_of(client, address)][1:] == [incident.reference]


def test_what_was_found_to_be_no_never_event_is_not_listed_as_one(world: World) -> None:
    cases = {confirmed: declared(world) for confirmed in (None, True, False)}
    for confirmed, incident in cases.items():
        Incident.objects.filter(id=incident.id).update(
            never_event_code="NE1", never_event_confirmed=confirmed
        )
    assert found(world, never_events_only=True) == {cases[None].reference, cases[True].reference}


def test_a_date_that_is_none_is_said_and_left_out(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(reverse("incidents") + "?from=31-02-2026")
    words = page.content.decode()
    assert "is not a date, so it was left out" in words
    assert incident.reference in words


def rows_of(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(reverse("incidents_export") + query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_the_csv_holds_every_filtered_row_and_the_export_is_on_the_record(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    wanted = {declared(world).reference for _ in range(5)}
    stages.reviewed(world)
    head, *rows = rows_of(sign_in("icb", Role.PATIENT_SAFETY_TEAM), "?status=declared")
    assert head[0] == "Reference"
    assert {row[0] for row in rows} == wanted
    assert AuditPayload.objects.filter(field="incidents.csv", new="status=declared").count() == 1


def test_the_csv_shows_an_outsider_nothing(world: World, sign_in: SignIn) -> None:
    declared(world)
    assert len(rows_of(sign_in("other_trust", Role.PROVIDER_LEAD))) == 1


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@cmd", "  =1+1", "\t=1", "\u00a0=1", "\n=1", "＝1"])
def test_no_cell_is_a_formula(world: World, sign_in: SignIn, text: str) -> None:
    incident = declared(world)
    Incident.objects.filter(id=incident.id).update(headline=text)
    (_, row) = rows_of(sign_in("icb", Role.PATIENT_SAFETY_TEAM))
    assert row[5] == f"'{text}"
    assert safe_cell("A plain headline, 4-1=3") == "A plain headline, 4-1=3"


def test_the_list_takes_few_queries_with_every_filter(world: World, sign_in: SignIn) -> None:
    for _ in range(3):
        declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    address = reverse("incidents") + "?q=line&status=declared&overdue=icb&handler=nobody&level=2&sort=oldest"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 15


def test_a_view_is_kept_shared_with_the_team_and_shows_each_what_they_may_see(
    world: World, sign_in: SignIn
) -> None:
    declared(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    sent = {"query": "status=declared&handler=nobody&after=x&evil=1", "name": "Unclaimed", "is_shared": "on"}
    assert team.post(reverse("incidents_views"), sent)["Location"].endswith("?status=declared&handler=nobody")
    again = team.post(reverse("incidents_views"), sent)
    assert again.status_code == 422
    assert "You have a view called Unclaimed already." in again.content.decode()
    specialist = sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)
    assert "Unclaimed" in specialist.get(reverse("incidents")).content.decode()
    assert "Unclaimed" not in sign_in("trust", Role.PROVIDER_LEAD).get(reverse("incidents")).content.decode()
    view = SavedView.objects.get()
    assert specialist.post(reverse("incidents_view_remove", args=[view.id])).status_code == 404
    assert team.post(reverse("incidents_view_remove", args=[view.id])).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name(world: World, sign_in: SignIn) -> None:
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).post(
        reverse("incidents_views"), {"query": "", "name": " "}
    )
    assert page.status_code == 422
    assert "Give the view a name." in page.content.decode()
    assert not SavedView.objects.exists()
