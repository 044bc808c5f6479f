"""On SQLite a migration that rebuilds the table of incidents keeps the triggers of the index of words."""

from __future__ import annotations

import pytest
from django.db import connection

from sightline.incidents.models import Incident
from sightline.incidents.selectors import incident_list
from sightline.incidents.selectors.listing import ListFilter
from tests.factories import NOW, declared, world

pytestmark = pytest.mark.django_db


def test_triggers_of_the_index_of_words_stand_after_all_migrations() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM information_schema.columns "
                "WHERE table_name = 'incidents_incident' AND column_name = 'story_words'"
            )
            assert cursor.fetchone() == (1,)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'incidents_incident'"
        )
        found = {name for (name,) in cursor.fetchall()}
    assert {"incidents_search_new", "incidents_search_changed", "incidents_search_gone"} <= found


def test_a_story_is_found_by_its_words_and_by_its_new_ones() -> None:
    stage = world()
    incident = declared(stage)
    found = incident_list(stage.team, ListFilter(text="guidewire"), now=NOW)
    assert [row.reference for row in found.page.rows] == [incident.reference]
    Incident.objects.filter(id=incident.id).update(what_happened="A swab was left in.", headline="A swab")
    assert incident_list(stage.team, ListFilter(text="swab"), now=NOW).page.rows
