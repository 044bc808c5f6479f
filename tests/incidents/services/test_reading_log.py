"""Who looked at which case: gathered, written together, and at once where the case is restricted."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.incidents.models import Incident, Look
from sightline.incidents.services import reading_log
from tests.factories import NOW, declared, world

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[str, object, object]]:
    return list(Look.objects.order_by("id").values_list("page", "first_at", "last_at"))


def test_a_look_is_gathered_without_a_query_and_written_with_the_others() -> None:
    stage = world()
    incident = declared(stage)
    stage.team, stage.lead  # noqa: B018 - hired before queries are counted
    with CaptureQueriesContext(connection) as asked:
        reading_log.saw(stage.team, incident.id, "incident", at_once=False, now=NOW)
        reading_log.saw(stage.lead, incident.id, "incident_trail", at_once=False, now=NOW)
    assert len(asked) == 0
    assert rows() == []
    with CaptureQueriesContext(connection) as asked:
        assert reading_log.flush() == 2
    assert len([query for query in asked if "INSERT" in query["sql"]]) == 1
    assert {page for page, _, _ in rows()} == {"incident", "incident_trail"}
    assert reading_log.flush() == 0


@pytest.mark.clause("8.0b", facet="who looked at a case is on record")
def test_looks_of_one_hour_are_one_row_and_of_the_next_another() -> None:
    stage = world()
    incident = declared(stage)
    for minutes in (0, 10, 59, 61):
        reading_log.saw(
            stage.team, incident.id, "incident", at_once=False, now=NOW + timedelta(minutes=minutes)
        )
        if minutes == 10:
            reading_log.flush()
    reading_log.flush()
    assert rows() == [
        ("incident", NOW, NOW + timedelta(minutes=59)),
        ("incident", NOW + timedelta(minutes=61), NOW + timedelta(minutes=61)),
    ]
    [first, _] = Look.objects.order_by("id")
    assert (first.person_id, first.organisation_id, first.role) == (
        stage.team.person_id,
        stage.icb,
        "patient_safety_team",
    )


def test_a_look_at_a_restricted_case_is_not_held_back() -> None:
    stage = world()
    incident = declared(stage)
    reading_log.saw(stage.lead, incident.id, "incident", at_once=True, now=NOW)
    assert rows() == [("incident", NOW, NOW)]


def test_a_burst_is_written_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = world()
    incident = declared(stage)
    monkeypatch.setattr(reading_log, "MOST_GATHERED", 3)
    for page in ("one", "two", "three"):
        reading_log.saw(stage.lead, incident.id, page, at_once=False, now=NOW)
    assert len(rows()) == 3


def test_a_look_costs_a_page_less_than_a_millisecond() -> None:
    stage = world()
    incident = declared(stage)
    begun = perf_counter()
    for number in range(100):
        reading_log.saw(stage.lead, incident.id, f"page {number}", at_once=False, now=NOW)
    assert (perf_counter() - begun) / 100 < 0.001


def test_looks_that_cannot_be_written_leave_the_page_they_were_gathered_on_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page may be one transaction (ADR 19): what fails of the looks is undone alone, and they are kept."""
    stage = world()
    incident = declared(stage)
    reading_log.saw(stage.lead, incident.id, "incident", at_once=False, now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(Look._meta, "db_table", "nowhere")
        assert reading_log.flush() == 0
    assert Incident.objects.filter(id=incident.id).exists()
    assert reading_log.flush() == 1
