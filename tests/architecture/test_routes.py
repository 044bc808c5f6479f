"""Every address × every hat gives the answer that was expected of it, and whoever may not see may not write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from sightline.audit.selectors import entries_for
from sightline.breaches.models import Breach, BreachEntry, BreachLink, BreachTask
from sightline.breaches.services import handling
from sightline.incidents.models import Incident, ReportDraft, StepTaken
from sightline.organisations import register, services
from sightline.organisations import selectors as organisations
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.terms import Framework, Role
from tests import factories
from tests.architecture import route_table as table
from tests.architecture.cast import clients_of, parameters_of, route_names
from tests.architecture.route_table import ANONYMOUS, OUTSIDERS, ROUTES, STAGES, Case, Route
from tests.breaches import made as breaches
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@dataclass
class Stage:
    """The region with a client for each hat, a case at each stage, and a draft of the reporter's."""

    clients: dict[str, Client]
    cases: dict[str, Case]
    draft_id: UUID
    kept: dict[str, Any]
    breach: dict[str, Any]

    def address(self, route: Route) -> str:
        """The address of a route, filled with the keys of the case of its stage."""
        given: dict[str, Any] = {}
        if route.stage:
            case = self.cases[route.stage]
            given = {
                "reference": case.reference,
                "action_id": case.action_id or uuid4(),
                "document_id": case.document_id or uuid4(),
                "named_id": case.named_id or uuid4(),
                "opening_id": case.opening_id or uuid4(),
                "held_id": case.held_id or uuid4(),
                "redaction_id": case.redaction_id or uuid4(),
                "copy_id": case.copy_id or uuid4(),
                "disclosure_id": case.disclosure_id or uuid4(),
                "hold_id": case.hold_id or uuid4(),
                "erasure_id": case.erasure_id or uuid4(),
            }
        given |= {
            "cover_id": uuid4(),
            "protocol_id": uuid4(),
            "received_id": uuid4(),
            "view_id": uuid4(),
            "notice_id": uuid4(),
            "question_id": uuid4(),
            "secret": "a-link-nobody-was-sent",
            "provider": "cis2",
            "code": "D1",
            "clause_id": "3.1g",
            "rule": "lfpse",
            "draft_id": self.draft_id,
            "number": 1,
            "factor_id": 1,
        }
        if route.name.startswith("administer"):
            given |= self.kept
        if route.name.startswith("breach"):
            given |= self.breach
        return reverse(route.name, kwargs={name: given[name] for name in parameters_of(route.name)})


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """Made once for the whole table; everything is undone at the end."""
    with ExitStack() as held:
        held.enter_context(django_db_blocker.unblock())
        held.enter_context(time_machine.travel(NOW, tick=False))
        held.enter_context(override_settings(SIGHTLINE_HOME_ICB=factories.HOME_ICB))
        held.enter_context(transaction.atomic())
        held.callback(transaction.set_rollback, True)
        world = factories.world()
        cases = {name: table.case_of(made.make(world)) for name, made in STAGES.items()}
        yield Stage(
            clients_of(world),
            cases,
            table.begun_draft(world),
            kept_by_administrators(world),
            a_breach(world, cases),
        )


def a_breach(world: factories.World, cases: dict[str, Case]) -> dict[str, Any]:
    """A breach of the trust's data with a task and a link to a case that the ICB sees."""
    made = breaches.reported(world, incident=cases["declared"].reference, by=world.reporter)
    lead = breaches.ig_lead(world)
    handling.add_task(
        made.id, "Ask for them back", assigned_to=None, due_at=None, by=lead, now=NOW, seen=made.version
    )
    return {
        "breach": made.reference,
        "act": "grade",
        "task_id": BreachTask.objects.get(breach=made, first="").id,
        "link_id": BreachLink.objects.get(breach=made).id,
    }


def kept_by_administrators(world: factories.World) -> dict[str, Any]:
    """The trust, one of its people with their role, its contract, and a length agreed locally."""
    nurse = world.reporter
    variation_id = services.vary_timescale(
        kind=DeadlineKind.FINAL_REPORT,
        framework=Framework.SIF_2015,
        length=50,
        from_on=date(2027, 1, 1),
        reason="Agreed in the contract meeting.",
        by=None,
        now=NOW,
    )
    services.add_bank_holiday(
        day=date(2027, 6, 9), title="A jubilee", source="Proclamation", by=None, now=NOW
    )
    (holiday,) = register.added_holidays()
    return {
        "holiday_id": holiday.holiday_id,
        "code": organisations.organisation(world.trust).ods_code,
        "person_id": nurse.person_id,
        "membership_id": world.memberships["trust", Role.REPORTER],
        "contract_id": register.contracts_of(world.trust)[0].contract_id,
        "variation_id": variation_id,
        "framework": Framework.SIF_2015.value,
        "kind": DeadlineKind.FINAL_REPORT.value,
        "code_of_figure": "hours:closes",
        "agreed_id": services.vary_figure(
            code="hours:opens",
            value=8 * 60,
            from_on=date(2027, 1, 1),
            reason="Agreed by the executive.",
            by=None,
            now=NOW,
        ),
        "job": "reconcile_due_dates",
        "run_id": 1,
    }


def test_every_address_is_in_the_table() -> None:
    assert route_names() == {route.name for route in ROUTES}


def test_every_hat_of_the_table_is_expected_something_by_default_not_there() -> None:
    unknown = Route("a page nobody wrote down", frozenset(), "declared")
    assert unknown.expected(table.OUTSIDER) == 404
    assert unknown.expected(ANONYMOUS) == 302


@pytest.mark.clause("4.7.7")
@pytest.mark.clause("4.1", facet="each role may do what one table says")
@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_each_hat_gets_the_page_expected_of_it(route: Route, stage: Stage) -> None:
    address = stage.address(route)
    expected = {hat: route.expected(hat) for hat in stage.clients}
    answered = {hat: client.get(address).status_code for hat, client in stage.clients.items()}
    differing = {hat: (answered[hat], expected[hat]) for hat in expected if answered[hat] != expected[hat]}
    assert not differing, f"{address}: answered, expected"


def test_no_page_that_takes_a_step_is_there_for_an_outsider() -> None:
    for route in ROUTES:
        if route.writes:
            outside = set(OUTSIDERS) - (STAGES[route.stage].sees if route.stage else set())
            assert {route.expected(hat) for hat in outside} == {404}, route


@pytest.mark.clause("4.7.7")
@pytest.mark.parametrize("route", [route for route in ROUTES if route.writes], ids=str)
def test_whoever_is_not_shown_the_page_cannot_write_through_it(route: Route, stage: Stage) -> None:
    address = stage.address(route)
    refused = {hat for hat in stage.clients if route.expected(hat) in (403, 404)}
    refused -= table.SILENT - {table.BOARD[Role.BOARD_MEMBER], table.BOARD[Role.READER]}
    before = everything(stage)
    sent = {
        "seen": str(version_of(stage, route)),
        "reason": "Because it can.",
        "note": "x",
        "answer": "agree",
    }
    answered = {hat: stage.clients[hat].post(address, sent).status_code for hat in sorted(refused)}
    assert answered == {hat: route.expected(hat) for hat in refused}
    assert everything(stage) == before


@pytest.mark.parametrize("route", [route for route in ROUTES if route.writes], ids=str)
def test_someone_not_signed_in_is_asked_to_sign_in_and_changes_nothing(route: Route, stage: Stage) -> None:
    before = everything(stage)
    answer = Client().post(stage.address(route), {"seen": "1", "reason": "Because it can."})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert everything(stage) == before


def test_pages_that_only_read_take_nothing_that_is_sent(stage: Stage) -> None:
    reading = [route for route in ROUTES if route.stage and not route.writes]
    assert reading
    lead = stage.clients[table.LEAD]
    for route in reading:
        assert lead.post(stage.address(route), {"seen": "1"}).status_code == 405, route


def version_of(stage: Stage, route: Route) -> int:
    """The version a page of the case would carry, so that nobody is refused only for being out of date."""
    if not route.stage:
        return 1
    return Incident.objects.get(id=stage.cases[route.stage].incident_id).version


def everything(stage: Stage) -> tuple[Any, ...]:
    """All that a step could change: every incident, every step taken, every draft, the newest audit entries."""
    return (
        list(Breach.objects.order_by("id").values_list()),
        list(BreachEntry.objects.order_by("id").values_list("id", flat=True)),
        list(Incident.objects.order_by("id").values_list()),
        list(StepTaken.objects.order_by("id").values_list("id", flat=True)),
        list(ReportDraft.objects.order_by("id").values_list()),
        [entries_for(case.incident_id, parts=None, limit=1) for case in stage.cases.values()],
    )
