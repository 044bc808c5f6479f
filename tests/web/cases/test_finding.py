"""Finding cases: filters that hold in the address, search by any number and words, and a CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.audit.models import AuditPayload
from sightline.incidents.errors import NotVisible
from sightline.incidents.models import Awaited, Incident, SavedView
from sightline.incidents.selectors import ListFilter, count_of, every_row, full_text, incident_list, listing
from sightline.incidents.services import desk
from sightline.incidents.services.saved_views import rename_view
from sightline.organisations.models import Organisation
from sightline.policy.terms import Role
from sightline.web.spreadsheets import safe_cell
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, reported

pytestmark = pytest.mark.django_db


def found(world: World, *, now: object = NOW, **wanted: object) -> set[str]:
    listed = incident_list(world.team, ListFilter(**wanted), now=now)  # type: ignore[arg-type]
    assert listed.found == len(listed.page.rows)
    return {row.reference for row in listed.page.rows}


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
    assert found(world, statuses=("declared",)) == {ours.reference}
    assert found(world, state="open") == {ours.reference, theirs.reference}
    assert found(world, state="ended") == set()
    Incident.objects.filter(id=theirs.id).update(status="closed")
    assert found(world, state="open") == {ours.reference}
    assert found(world, state="ended") == {theirs.reference}
    Incident.objects.filter(id=theirs.id).update(status=theirs.status)
    assert found(world, statuses=("declared", theirs.status)) == {ours.reference, theirs.reference}
    assert found(world, framework="psirf") == found(world, place=str(uuid4())) == set()
    happened = ours.happened_on
    assert happened is not None
    assert found(world, happened_from=happened, happened_to=happened) == {ours.reference, theirs.reference}
    assert found(world, happened_from=happened + timedelta(days=1)) == set()
    assert found(world, happened_to=happened - timedelta(days=1)) == set()
    assert found(world, near_misses_only=True) == found(world, never_events_only=True) == set()


@pytest.fixture(params=[0, 1000])
def few_or_many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stories that hold the words are more than SQLite lists, or fewer."""
    monkeypatch.setattr(full_text, "_MOST_LISTED", request.param)


@pytest.mark.usefixtures("few_or_many")
def test_search_finds_by_any_number_and_by_every_word_of_the_story(world: World) -> None:
    incident = declared(
        world,
        local_number="w12345",
        what_happened="Mrs's line: O'Connor valve, a drug-error, IV/oral. Not given.",
    )
    words = (
        "o'connor",
        "drug-error",
        "drug error",
        "ERROR",
        "valve line",
        "lines valves",
        "the valve of a line",
        "oral",
        "not given",
    )
    for text in ("W12345", "w12345 ", *words, '"valve" AND*', incident.reference.lower()):
        assert found(world, text=text) == {incident.reference}, text
    for text in (
        "valve missing",
        '"',
        "*",
        "%",
        "_",
        "W1234",
        "valve NEAR line",
        "valve OR missing",
        "\u0664",
    ):
        assert found(world, text=text) == set(), text


@pytest.mark.parametrize(
    "text", ["", "AND", "NEAR(a b)", "story:a", "^a", "a-", "(", "'", "\\", "a\x00b", "é" * 500]
)
def test_nothing_that_can_be_typed_is_an_error(world: World, sign_in: SignIn, text: str) -> None:
    declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert client.get(reverse("incidents"), {"q": text}).status_code == 200


def test_a_joined_report_is_found_by_its_number(world: World) -> None:
    lead, joined = declared(world), declared(world, steis_number="2026/77777")
    Incident.objects.filter(id=joined.id).update(merged_into=lead)
    assert found(world, text="2026/77777") == {lead.reference, joined.reference}


def test_what_is_searched_follows_the_story(world: World) -> None:
    incident = declared(world, what_happened="The pump stopped.")
    Incident.objects.filter(id=incident.id).update(what_happened="The monitor stopped.")
    assert found(world, text="pump") == set()
    assert found(world, text="monitor stopped") == {incident.reference}


def test_the_database_keeps_the_index_of_stories() -> None:
    """A later change of the table would drop the triggers of SQLite without a word."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'incidents_search_%'"
            )
            assert cursor.fetchone() == (3,)
        else:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'incidents_story_words'")
            assert "gin (story_words)" in cursor.fetchone()[0]


@pytest.mark.usefixtures("few_or_many")
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
    monkeypatch.setattr(listing, "EXPORT_SIZE", 2)
    for wanted, order in ((ListFilter(), cases), (ListFilter(sort="oldest"), cases[::-1])):
        assert [row.reference for row in every_row(world.team, wanted, now=NOW)] == order


def test_the_list_is_ordered_by_what_is_due_soonest(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in (3, 1, 4, 1, 5):
        declared(world, now=NOW + timedelta(days=days))
    closed = stages.reviewed(world)
    Awaited.objects.filter(incident=closed).delete()
    monkeypatch.setattr(listing, "EXPORT_SIZE", 2)
    rows = list(every_row(world.team, ListFilter(sort="due"), now=NOW + timedelta(days=6)))
    awaited = [row.due_on for row in rows[:-1] if row.due_on is not None]
    assert len(rows) == 6
    assert len(set(awaited)) > 2
    assert awaited == sorted(awaited)
    assert rows[-1].reference == closed.reference


def test_days_that_are_not_shown_order_nothing(world: World) -> None:
    later = NOW + timedelta(days=6)
    cases = [declared(world, now=later - timedelta(days=days)) for days in (1, 2, 3)]
    page = incident_list(world.reporter, ListFilter(sort="due"), now=later).page
    assert [row.due_on for row in page.rows] == [None] * 3
    assert [row.reference for row in page.rows] == [case.reference for case in cases]


def test_the_list_is_ordered_by_provider(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    there = [declared(world), stages.investigating_at_practice(world), declared(world)]
    stages.investigating_at_practice(world)
    Organisation.objects.filter(id=there[0].provider_id).update(name="A name_with marks & 100%")
    monkeypatch.setattr(listing, "EXPORT_SIZE", 1)
    rows = list(every_row(world.team, ListFilter(sort="provider"), now=NOW))
    assert len(rows) == 4
    assert {row.reference for row in rows[:2]} == {there[0].reference, there[2].reference}


def test_how_many_is_counted_no_further_than_it_is_said(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        declared(world)
    assert count_of(world.team, ListFilter(), now=NOW) == 3
    assert count_of(world.outsider, ListFilter(), now=NOW) == 0
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert "3 incidents" in client.get(reverse("incidents")).content.decode()
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    assert "3 incidents" in client.get(reverse("incidents")).content.decode()
    monkeypatch.setattr(listing, "MOST_COUNTED", 1)
    assert "2 incidents" in client.get(reverse("incidents")).content.decode()


def test_several_statuses_stay_chosen_and_a_named_desk_can_be(world: World, sign_in: SignIn) -> None:
    declared(world)
    specialist = world.specialist.person_id
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    page = client.get(reverse("incidents") + "?status=declared&status=closed&status=none").content.decode()
    assert "Status: 2 chosen" in page
    assert "status=declared&amp;status=closed" in page
    assert f'value="{specialist}"' in page
    assert 'name="place"' in page
    reporter = sign_in("trust", Role.REPORTER).get(reverse("incidents")).content.decode()
    assert 'name="handler"' not in reporter


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
    assert re.search(r'id="from-error".{1,99}“31-02-2026” is not a date, so it was left out', words)
    assert 'aria-describedby="from-error"' in words
    assert incident.reference in words


def rows_of(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(reverse("incidents_export") + query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_the_csv_holds_every_filtered_row_and_the_export_is_on_the_record(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "EXPORT_SIZE", 2)
    wanted = {declared(world).reference for _ in range(5)}
    stages.reviewed(world)
    head, *rows = rows_of(sign_in("icb", Role.PATIENT_SAFETY_TEAM), "?status=declared")
    assert head[0] == "Reference"
    assert {row[0] for row in rows} == wanted
    assert AuditPayload.objects.filter(field="incidents.csv", new="status=declared").count() == 1
    assert AuditPayload.objects.get(field="rows of incidents.csv").new == "5"


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
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    address = reverse("incidents") + "?q=line&status=declared&overdue=icb&handler=nobody&level=2&sort=due"
    for client in (team, sign_in("trust", Role.PROVIDER_LEAD), sign_in("trust", Role.REPORTER)):
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


def test_ones_own_view_is_renamed_and_no_other_persons(world: World, sign_in: SignIn) -> None:
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    for name in ("Mine", "Others"):
        team.post(
            reverse("incidents_views"),
            {"query": "status=closed&status=declared", "name": name, "is_shared": "on"},
        )
    view = SavedView.objects.get(name="Mine")
    address = reverse("incidents_view_rename", args=[view.id])
    assert 'value="Mine"' in team.get(address).content.decode()
    for name, said in (("", "Give the view a name."), ("Others", "You have a view called Others already.")):
        page = team.post(address, {"name": name})
        assert page.status_code == 422
        assert said in page.content.decode()
    specialist = sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)
    assert specialist.post(address, {"name": "Taken"}).status_code == 404
    with pytest.raises(NotVisible):
        rename_view(view.id, "Taken", by=world.specialist)
    assert team.post(address, {"name": " Ours  now "}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.query) == ("Ours now", "status=declared&status=closed")


def test_a_provider_is_chosen_by_its_name_and_one_that_an_address_asks_for_stays_chosen(
    world: World, sign_in: SignIn
) -> None:
    declared(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    page = team.get(reverse("incidents") + "?provider=r9a").content.decode()
    name = Organisation.objects.get(ods_code="R9A").name
    assert f'<option value="R9A" selected>{name}</option>' in page
    assert '<option value="ZZ9" selected>ZZ9</option>' in team.get(
        reverse("incidents") + "?provider=zz9"
    ).content.decode().replace("\n", "")
    # A provider's own list has one provider in it.
    lead = sign_in("trust", Role.PROVIDER_LEAD).get(reverse("incidents")).content.decode()
    assert 'name="provider"' not in lead


def test_own_reports_stand_among_the_cases_of_the_organisation_each_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone who reads at one organisation what they reported at another: two sets, one list."""
    nurse = replace(world.reporter, person_id=world.team.person_id)
    others = {("trust", Role.REPORTER): nurse, ("trust", Role.PROVIDER_LEAD): world.lead}
    other = replace(world, actors=world.actors | others)
    cases = [
        declared(other if number % 2 else world, now=NOW - timedelta(minutes=number)).reference
        for number in range(4)
    ]
    own = reported(nurse, now=NOW - timedelta(minutes=9)).reference
    assert count_of(world.team, ListFilter(), now=NOW) == 5
    for size in (1, 2, 50):
        monkeypatch.setattr(listing, "EXPORT_SIZE", size)
        rows = every_row(world.team, ListFilter(), now=NOW)
        assert [row.reference for row in rows] == [*cases, own]
        rows = every_row(world.team, ListFilter(sort="oldest"), now=NOW)
        assert [row.reference for row in rows] == [own, *cases[::-1]]
        assert {row.reference for row in every_row(world.team, ListFilter(sort="due"), now=NOW)} == {
            *cases,
            own,
        }
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    assert incident_list(world.team, ListFilter(), now=NOW).found == 3
