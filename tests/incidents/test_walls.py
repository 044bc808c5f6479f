"""The second wall: with the filter of who sees what taken away, PostgreSQL still shows nothing of others' cases.

SQLite has no such wall. There the same tests show that the filter really was taken away: the case of others is on the page.
"""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.models import Q
from django.urls import reverse

import sightline.web
from sightline.audit import scope
from sightline.audit.models import AuditPayload
from sightline.incidents import visibility, walls
from sightline.incidents.models import (
    ClassificationRecord,
    Incident,
    IncidentAccess,
    Named,
    Reporter,
    SafetyAction,
    StepTaken,
)
from sightline.incidents.selectors import every_row, incident_list, is_seen, who_can_see
from sightline.incidents.selectors.listing import ListFilter
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, RestrictedKind, Role, Status
from tests import assured_stages, stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, reported

HAS_WALL = "postgresql"


def is_walled() -> bool:
    return connection.vendor == HAS_WALL


def tables_of_cases() -> set[str]:
    """Every table that leads to a case: by a foreign key, however far, or by a column that holds its key."""
    found = {Incident._meta.db_table}
    rows = [model for model in apps.get_models() if model._meta.managed]
    grew = True
    while grew:
        grew = False
        for model in rows:
            if model._meta.db_table in found:
                continue
            for field in model._meta.concrete_fields:
                to = field.related_model._meta.db_table if isinstance(field.related_model, type) else ""
                if to in found or field.name in ("incident_id", "case_id", "subject_id"):
                    found.add(model._meta.db_table)
                    grew = True
                    break
    # The values of the trail hang on an entry, which holds the key of a case in words.
    return found | {"audit_payload"}


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_every_table_that_leads_to_a_case_is_walled_or_says_why_not() -> None:
    """Whoever adds a table of a case adds it to ``walls``, and its migration puts the wall up."""
    # A report begun leads to no case yet, and holds the same story.
    assert tables_of_cases() | {"incidents_reportdraft"} == set(walls.WALLS) | set(walls.OUTSIDE)


@pytest.mark.django_db
def test_the_wall_stands_on_each_of_them_for_the_owner_too() -> None:
    if not is_walled():
        assert connection.vendor == "sqlite"
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
            "WHERE relrowsecurity AND relforcerowsecurity AND polname = 'walled' AND polcmd = '*'"
        )
        assert {name for (name,) in cursor} == set(walls.WALLS)
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        role, goes_round = cursor.fetchone()
    assert not goes_round, f"tests work as {role}, before whom no wall stands"


@pytest.mark.django_db
def test_without_a_scope_no_row_of_any_case_is_there(world: World) -> None:
    assured_stages.closed(world)
    stages.with_action(world, declared(world))
    walled = [model for model in apps.get_models() if model._meta.db_table in walls.WALLS]
    held = {model.__name__ for model in walled if model._default_manager.exists()}
    assert len(held) > 12, held
    with scope.within(scope.NOTHING):
        left = {model.__name__ for model in walled if model._default_manager.exists()}
    assert left == (set() if is_walled() else held)


@pytest.fixture
def no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every condition of ``visible_to`` and its kin is true, as if somebody had forgotten it."""
    monkeypatch.setattr(visibility, "_by_access", lambda *_, **__: ~Q(pk__in=[]))


@pytest.mark.usefixtures("no_filter", "at_now")
@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
@pytest.mark.clause("4.1", facet="each role may do what one table says")
def test_with_the_filter_taken_away_pages_of_others_still_show_nothing(world: World, sign_in: SignIn) -> None:
    incident = stages.with_action(world, declared(world))
    for hat in (("other_trust", Role.PROVIDER_LEAD), ("other_icb", Role.PATIENT_SAFETY_TEAM)):
        stranger = sign_in(*hat)
        # What was searched for is on the page; a link to the case, or its line of a file, is not.
        link = f"/incidents/{incident.reference}/"
        shown = {
            address: (incident.reference if "export" in address else link) in _read(stranger.get(address))
            for address in (
                reverse("incidents"),
                reverse("incidents") + "?q=guidewire",
                reverse("incidents") + f"?q={incident.reference}",
                reverse("incidents") + "?sort=due",
                reverse("incidents_export"),
                reverse("desk"),
                reverse("actions_desk"),
            )
        }
        if is_walled():
            assert not any(shown.values()), shown
        else:
            assert shown[reverse("incidents")], "the filter is taken away"
            assert shown[reverse("incidents_export")]
            continue
        for name in (
            "incident",
            "incident_trail",
            "incident_as_at",
            "incident_documents",
            "incident_access",
            "incident_messages",
        ):
            assert stranger.get(reverse(name, args=[incident.reference])).status_code == 404


def _read(answer: Any) -> str:
    content: bytes = b"".join(answer) if answer.streaming else answer.content
    return content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("no_filter")
def test_with_the_filter_taken_away_selectors_show_an_organisation_its_own_cases_and_no_others(
    world: World,
) -> None:
    own, others = declared(world), declared(world)
    Incident.objects.filter(id=others.id).update(provider_id=world.other_trust)
    IncidentAccess.objects.filter(incident=others, organisation_id=world.trust).update(
        organisation_id=world.other_trust
    )
    lead, team = world.lead, world.team
    for actor, seen in ((lead, {own.reference}), (team, {own.reference, others.reference})):
        with scope.within(scope.of(actor, now=NOW)):
            page = incident_list(actor, ListFilter(), now=NOW)
            exported = {row.reference for row in every_row(actor, ListFilter(), now=NOW)}
            searched = incident_list(actor, ListFilter(text="guidewire"), now=NOW)
        every = {own.reference, others.reference}
        assert {row.reference for row in page.page.rows} == (seen if is_walled() else every)
        assert page.found == len(seen if is_walled() else every)
        assert exported == (seen if is_walled() else every)
        assert {row.reference for row in searched.page.rows} == (seen if is_walled() else every)


@pytest.mark.django_db
def test_a_case_whose_access_ended_is_gone_and_so_are_its_rows(world: World) -> None:
    incident = declared(world)
    with scope.within(scope.of(world.team, now=NOW)):
        assert Incident.objects.filter(id=incident.id).exists()
        assert StepTaken.objects.filter(incident_id=incident.id).exists()
    IncidentAccess.objects.filter(incident=incident, organisation_id=world.icb).update(until_at=NOW)
    with scope.within(scope.of(world.team, now=NOW)):
        assert Incident.objects.filter(id=incident.id).exists() is not is_walled()
        assert StepTaken.objects.filter(incident_id=incident.id).exists() is not is_walled()


@pytest.mark.django_db
def test_a_person_sees_the_rows_of_what_they_reported_wherever_they_work_now(world: World) -> None:
    incident = reported(world.reporter)
    elsewhere = Actor(world.reporter.person_id, world.ambulance, Role.REPORTER)
    with scope.within(scope.of(elsewhere, now=NOW)):
        assert Incident.objects.filter(id=incident.id).exists()
        assert Reporter.objects.filter(incident_id=incident.id).exists()
    colleague = Actor(uuid4(), world.ambulance, Role.REPORTER)
    with scope.within(scope.of(colleague, now=NOW)):
        assert Incident.objects.filter(id=incident.id).exists() is not is_walled()
        assert Reporter.objects.filter(incident_id=incident.id).exists() is not is_walled()


@pytest.mark.django_db
def test_who_else_has_a_case_is_there_for_those_who_have_it(world: World) -> None:
    incident = declared(world)
    with scope.within(scope.of(world.lead, now=NOW)):
        lines = who_can_see(world.lead, incident.reference, now=NOW)
    assert lines is not None
    assert len(lines) == 2


@pytest.mark.django_db
def test_nothing_is_written_into_the_cases_of_others(world: World) -> None:
    incident = declared(world)
    with scope.within(scope.of(world.outsider, now=NOW)):
        changed = Incident.objects.filter(id=incident.id).update(headline="Nothing happened")
        assert changed == (0 if is_walled() else 1)
        step = StepTaken(
            incident_id=incident.id,
            action=Action.ADD_NOTE.value,
            version=99,
            from_status=Status.DECLARED.value,
            to_status=Status.DECLARED.value,
            taken_at=NOW,
            role=Role.PROVIDER_LEAD.value,
            organisation_id=world.other_trust,
        )
        if is_walled():
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                step.save(force_insert=True)
        else:
            step.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_values_of_the_trail_are_shown_to_those_who_are_shown_the_case(world: World) -> None:
    incident = declared(world)
    about_it = AuditPayload.objects.filter(entry__subject_id=str(incident.id))
    about_others = AuditPayload.objects.exclude(entry__model__startswith="incident")
    held = about_it.count()
    assert held
    for actor, count in ((world.lead, held), (world.team, held), (world.outsider, 0)):
        with scope.within(scope.of(actor, now=NOW)):
            assert about_it.count() == (count if is_walled() else held)
            assert about_others.exists(), "what is no case is left to its selectors"
    limit_to_lead(world, incident)
    for actor, is_shown in ((world.lead, True), (world.executive, False)):
        with scope.within(scope.of(actor, now=NOW)):
            assert about_it.exists() is (is_shown or not is_walled())


@pytest.mark.django_db
@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_rows_that_tell_of_a_limited_case_are_shown_to_those_it_names(world: World) -> None:
    incident = stages.with_action(world, declared(world))
    limit_to_lead(world, incident)
    telling = (ClassificationRecord, SafetyAction)
    for actor, is_shown in ((world.lead, True), (world.executive, False)):
        with scope.within(scope.of(actor, now=NOW)):
            for model in telling:
                shown = model._default_manager.filter(incident_id=incident.id).exists()
                assert shown is (is_shown or not is_walled()), (model.__name__, actor.role)


def limit_to_lead(world: World, incident: Incident) -> None:
    """As restricting does, without who is named at once: the lead alone."""
    Incident.objects.filter(id=incident.id).update(restricted_kind=RestrictedKind.STAFF.value)
    Named.objects.create(
        incident=incident, organisation_id=world.trust, person_id=world.lead.person_id, from_at=NOW
    )


@pytest.mark.django_db
def test_words_of_stories_are_looked_for_within_the_scope_alone(world: World) -> None:
    declared(world)
    if not is_walled():
        assert connection.vendor == "sqlite"
        return

    def found() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sightline_holding('guidewire', '{case}', 10)")
            return len(cursor.fetchall())

    with scope.within(scope.of(world.lead, now=NOW)):
        assert found() == 1
    with scope.within(scope.of(world.outsider, now=NOW)):
        assert found() == 0
    with scope.within(scope.NOTHING):
        assert found() == 0


@pytest.mark.django_db
def test_a_scope_ends_where_it_began_also_where_something_failed(world: World) -> None:
    incident = declared(world)

    def shown() -> bool:
        return Incident.objects.filter(id=incident.id).exists()

    with scope.within(scope.NOTHING):
        with scope.within(scope.of(world.lead, now=NOW)):
            assert shown()
        assert shown() is not is_walled()
        with pytest.raises(ZeroDivisionError), scope.within(scope.of(world.lead, now=NOW)):
            raise ZeroDivisionError
        assert shown() is not is_walled()
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            scope.within(scope.of(world.lead, now=NOW)),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT nothing_of_that_name FROM nowhere")
        assert shown() is not is_walled()
        assert is_seen(world.lead, incident.reference, now=NOW), "another role is asked of in its own scope"


@pytest.mark.django_db
def test_a_connection_keeps_nothing_of_one_request_for_the_next() -> None:
    """On a connection of its own, outside a transaction, as pages are served: it lives on, its scope does not."""
    if not is_walled():
        assert connection.vendor == "sqlite"
        return
    someone = Actor(uuid4(), uuid4(), Role.PROVIDER_LEAD)

    def settings() -> tuple[str, ...]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('sightline.organisation', true), current_setting('sightline.person', true)"
            )
            return tuple(cursor.fetchone())

    def serve() -> tuple[tuple[str, ...], ...]:
        with scope.within(scope.of(someone, now=NOW)):
            inside = settings()
        after = settings()
        with pytest.raises(ZeroDivisionError), scope.within(scope.of(someone, now=NOW)):
            raise ZeroDivisionError
        after_a_fault = settings()
        connection.close()
        return inside, after, after_a_fault

    with ThreadPoolExecutor(1) as pool:
        inside, *after = pool.submit(serve).result()
    assert inside == (str(someone.organisation_id), str(someone.person_id))
    assert not any(value for values in after for value in values)


def test_no_page_names_a_wider_scope_than_that_of_its_hat() -> None:
    """``everything`` is for commands, jobs, acts, and selectors that say what for; a page has ``of`` alone."""
    found = []
    for path in Path(sightline.web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "sightline.audit.scope":
                found += [f"{path.name}: {name.name}" for name in node.names if name.name not in _FOR_PAGES]
            if isinstance(node, ast.ImportFrom) and node.module == "sightline.audit":
                found += [f"{path.name}: {name.name}" for name in node.names if name.name == "scope"]
    assert found == []


_FOR_PAGES = {"of", "within", "carried"}


def test_work_that_reads_everything_has_a_name() -> None:
    with pytest.raises(ValueError, match="Say which work"):
        scope.everything("")
