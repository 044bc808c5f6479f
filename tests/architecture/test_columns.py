"""What is stored fits its column. SQLite does not look; PostgreSQL refuses the whole step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from sightline.breaches.services import handling
from sightline.incidents.models import Incident
from sightline.policy.breach_acts import (
    MOST_PEOPLE,
    REASON_LENGTH,
    REFERENCE_LENGTH,
    STORY_LENGTH,
    TITLE_LENGTH,
)
from sightline.policy.breach_grid import BreachKind
from sightline.policy.reporting_form import FIELDS, FieldKind
from tests import assured_stages, factories
from tests.architecture import route_table as table
from tests.breaches import made as breaches
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def too_long() -> Iterator[str]:
    """Every value in the tables of incidents, breaches, organisations and notices that is longer than its column."""
    for label in ("incidents", "breaches", "organisations", "notifications"):
        for model in apps.get_app_config(label).get_models():
            columns = [field for field in model._meta.concrete_fields if isinstance(field, models.CharField)]
            for row in model._default_manager.values(*(field.attname for field in columns)):
                for field in columns:
                    length = len(row[field.attname] or "")
                    if field.max_length is not None and length > field.max_length:
                        yield f"{model.__name__}.{field.name}: {length} signs in {field.max_length}"


def test_every_stage_of_a_case_fits(world: World) -> None:
    table.never_event(world)
    table.not_serious(world)
    assured_stages.closed(world)
    table.psirf_ready(world)
    assert sorted(set(too_long())) == []


def test_the_longest_breach_that_the_form_takes_fits(world: World) -> None:
    lead = breaches.ig_lead(world)
    longest_words: dict[str, Any] = {"title": "x" * TITLE_LENGTH, "what_happened": "x" * STORY_LENGTH}
    breach = breaches.reported(world, kinds=tuple(BreachKind), people_count=MOST_PEOPLE, **longest_words)
    breach = breaches.graded(breach, lead, reason="x" * REASON_LENGTH, people_count=MOST_PEOPLE)
    words = {"why_late": "x" * REASON_LENGTH, "reference": "x" * REFERENCE_LENGTH}
    handling.record_told(breach.id, NOW, **words, by=lead, now=NOW, seen=breach.version)
    handling.add_task(
        breach.id, "x" * 300, assigned_to=None, due_at=None, by=lead, now=NOW, seen=breach.version + 1
    )
    assert sorted(set(too_long())) == []


def longest() -> dict[str, Any]:
    """Every field of one line, as long as the form takes it."""
    lines = [field for field in FIELDS.values() if field.kind is FieldKind.LINE]
    assert len(lines) > 5
    return {field.name: "x" * field.max_length for field in lines}


def test_the_longest_report_that_the_form_takes_fits(world: World) -> None:
    address = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example"
    factories.reported(
        world.reporter,
        **{**longest(), "contact_email": address, "other_organisation": "yes"},
    )
    assert Incident.objects.count() == 1
    assert sorted(set(too_long())) == []
