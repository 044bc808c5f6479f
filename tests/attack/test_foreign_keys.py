"""Keys of what is somebody else's, sent with one's own account: alone, and under a case of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import DueDate, Incident, SavedView, StepTaken
from sightline.incidents.services import intake, reporter_updates, saved_views
from sightline.notifications.models import Notice
from sightline.organisations import register
from sightline.organisations.services import cover
from sightline.policy.terms import Role
from tests import assured_stages, factories, stages
from tests.architecture import route_table as table
from tests.architecture.cast import clients_of, parameters_of, person, signed_in
from tests.architecture.route_table import ROUTES, case_of
from tests.attack.trying import TRIED, body
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

SENT = {"seen": "1", "reason": "Because it can.", "note": "x", "answer": "agree", "name": "Mine now"}


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    return clients_of(world)


def written() -> tuple[object, ...]:
    """All that these addresses could change."""
    kept = (
        "Incident",
        "StepTaken",
        "SafetyAction",
        "DueDate",
        "Document",
        "Message",
        "SavedView",
        "ReportDraft",
        "RedactionDraft",
        "RedactedCopy",
    )
    models = [apps.get_model("incidents", name) for name in kept]
    models += [apps.get_model("organisations", name) for name in ("LeaveCover", "Membership", "User")]
    return tuple(sorted(map(repr, model._default_manager.values_list())) for model in models)


def refused(client: Client, address: str, *, kind: str, seen: int = 1) -> list[int]:
    """What reading and writing answer, of which neither may be a page or the way back from a change."""
    statuses = [
        client.get(address).status_code,
        client.post(address, {**SENT, "seen": str(seen)}).status_code,
    ]
    TRIED[kind] += 2
    return [status for status in statuses if status not in (403, 404, 405)]


@pytest.mark.clause("4.7.7")
def test_what_belongs_to_one_case_is_not_found_under_another(
    world: World, clients: dict[str, Client]
) -> None:
    mine = stages.with_action(world, assured_stages.in_review(world))
    theirs = case_of(stages.with_action(world, assured_stages.in_review(world)))
    names = {route.name for route in ROUTES if {"reference", "action_id"} <= set(parameters_of(route.name))}
    assert names
    before = written()
    for name in names:
        address = reverse(name, kwargs={"reference": mine.reference, "action_id": theirs.action_id})
        for hat, client in clients.items():
            if hat != table.ANONYMOUS:
                assert not refused(client, address, kind="keys under another case", seen=mine.version), hat
    assert written() == before


def owned(world: World) -> Iterator[tuple[str, str, set[str]]]:
    """What it is, its address, and the hats it belongs to."""
    draft = intake.begin_draft(by=world.reporter, now=NOW)
    for name, more in (("report_question", {"number": 1}), ("report_check", {}), ("report_discard", {})):
        yield "draft", reverse(name, kwargs={"draft_id": draft, **more}), {table.REPORTER}
    saved_views.save_view("Ours", "state=open", is_shared=False, by=world.lead, now=NOW)
    view = SavedView.objects.get()
    for name in ("incidents_view_rename", "incidents_view_remove"):
        yield "view", reverse(name, args=[view.id]), {table.LEAD}
    incident = factories.reported(world.reporter)
    reporter_updates.ask_reporter(
        incident.id, "Which ward?", key=incident.id, by=world.lead, now=NOW, seen=incident.version
    )
    notice = Notice.objects.filter(recipient_id=world.lead.person_id).first()
    assert notice is not None
    yield "notice", reverse("notice", args=[notice.id]), {table.LEAD}
    away = cover.Cover(world.lead.person_id, _second_lead(world), date(2026, 11, 16), date(2026, 11, 20))
    leave = cover.arrange_cover(away, by=world.lead, now=NOW)
    yield "cover", reverse("desk_cover_end", args=[leave]), {table.LEAD}
    case = case_of(assured_stages.in_review(world))
    yield "document", reverse("document", args=[case.document_id]), set(table.READS_INVESTIGATION)


def _second_lead(world: World) -> UUID:
    return person("second-lead", world.trust, Role.PROVIDER_LEAD)


@pytest.mark.clause("4.7.7")
def test_what_is_somebodys_own_is_there_for_nobody_else(world: World, clients: dict[str, Client]) -> None:
    things = list(owned(world))
    before = written()
    for what, address, owners in things:
        for hat, client in clients.items():
            if hat not in owners | {table.ANONYMOUS}:
                assert not refused(client, address, kind="keys of one person"), (what, hat)
    assert written() == before
    assert TRIED["keys of one person"] > 400


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_a_redacted_copy_is_there_for_those_who_make_or_check_it_alone(
    world: World, clients: dict[str, Client]
) -> None:
    incident = table.redacted(world)
    case = case_of(incident)
    owners = {name: {table.LEAD} for name in ("redact_mark", "redact_preview")}
    owners |= {
        name: set(table.CHECKERS)
        for name in ("redacted_copy", "redacted_copy_file", "redacted_copy_manifest")
    }
    before = written()
    for name, shown in owners.items():
        key = case.redaction_id if name.startswith("redact_") else case.copy_id
        address = reverse(name, args=[case.reference, key])
        for hat, client in clients.items():
            if hat not in shown | {table.ANONYMOUS}:
                assert not refused(client, address, kind="redacted copies", seen=incident.version), (
                    name,
                    hat,
                )
    assert written() == before


def test_an_administrator_of_one_trust_reaches_nobody_of_another(
    world: World, clients: dict[str, Client]
) -> None:
    theirs = world.actor("other_trust", Role.REPORTER)
    membership = world.memberships["other_trust", Role.REPORTER]
    administrator = clients[table.TRUST[Role.ADMINISTRATOR]]
    before = written()
    for route in ROUTES:
        given = {
            "person_id": theirs.person_id,
            "membership_id": membership,
            "code": "R9B",
            "contract_id": register.contracts_of(world.other_trust)[0].contract_id,
        }
        wanted = parameters_of(route.name)
        if route.name.startswith("administer_") and wanted and set(wanted) <= set(given):
            address = reverse(route.name, kwargs={key: given[key] for key in wanted})
            assert not refused(administrator, address, kind="administering others"), address
            assert b"Nethercote" not in body(administrator.get(address))
    assert written() == before
    assert TRIED["administering others"] >= 20


def test_a_step_of_one_case_carries_no_key_of_another(world: World, clients: dict[str, Client]) -> None:
    mine, theirs = factories.declared(world), factories.reported(world.outsider)
    before = (Incident.objects.get(pk=theirs.pk).version, StepTaken.objects.filter(incident=theirs).count())
    due = list(DueDate.objects.filter(incident=theirs).values_list())
    client = clients[table.LEAD]
    # Joining names another case by its reference: one that is not seen is one that is not there.
    answer = client.post(
        reverse("correct_join", args=[mine.reference]),
        {"seen": mine.version, "other": theirs.reference, "lead": theirs.reference, "reason": "One event."},
    )
    TRIED["keys inside a form"] += 1
    assert answer.status_code == 422
    assert b"guidewire" not in body(answer).lower().replace(b"retained guidewire after central line", b"")
    assert before == (
        Incident.objects.get(pk=theirs.pk).version,
        StepTaken.objects.filter(incident=theirs).count(),
    )
    assert due == list(DueDate.objects.filter(incident=theirs).values_list())
    assert (
        signed_in(world.outsider.person_id).get(reverse("incident", args=[theirs.reference])).status_code
        == 200
    )
