"""Who reported in confidence is in no page, list, message, row or audit entry but the one protected field.

One named role is shown it (design decision 19); the person sees their own name in their own layout.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sightline.incidents.models import Incident, Reporter
from sightline.incidents.services import intake
from sightline.organisations.services import people
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from tests import assured_stages, factories
from tests.architecture import route_table as table
from tests.architecture.cast import clients_of, parameters_of, person
from tests.architecture.route_table import ROUTES, case_of
from tests.factories import NOW, World
from tests.stages import now_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

NAME, PHONE = "Quillon Hathersage", "01632 960417"
#: Of the ICB: a role that may do most, and the one that is shown a reporter's name at the trust.
SHOWN_MOST = {table.BOARD[Role.PATIENT_SAFETY_SPECIALIST], table.BOARD[Role.INFORMATION_GOVERNANCE_LEAD]}
CONTACT = {"contact_name": NAME, "contact_email": "quillon@elsewhere.example", "contact_phone": PHONE}


@pytest.fixture
def secrets(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The reporter of the trust is this person and asks for confidence; the answer is all that would name them."""
    person_id = people.create_person(
        username="qhathersage", full_name=NAME, email="quillon@work.example", by=None, now=NOW
    )
    world.actors["trust", Role.REPORTER] = Actor(person_id, world.trust, Role.REPORTER)
    plain = factories.report_answers

    def in_confidence(**changes: Any) -> dict[str, Any]:
        return plain(**{"contact": "confidential", **CONTACT, **changes})

    monkeypatch.setattr(factories, "report_answers", in_confidence)
    return (str(person_id), person_id.hex, "qhathersage", NAME, "quillon@", PHONE)


def judged_twice(world: World) -> Incident:
    """Judged not serious, and its reporter asked for a second look."""
    incident = table.not_serious(world)
    intake.request_second_look(
        incident.id, "It could happen again.", by=world.reporter, now=NOW, seen=incident.version
    )
    return now_of(incident)


def words_of(answer: Any) -> str:
    """Everything that an answer says, a paper and the files of an archive too."""
    content: bytes = answer.getvalue()
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(words_in(archive.read(name)) for name in archive.namelist())
    return words_in(content)


def words_in(content: bytes) -> str:
    if not content.startswith(b"%PDF"):
        return content.decode()
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def rows_with(secrets: Iterable[str], *labels: str) -> set[str]:
    """Tables of these packages with a row that holds one of the secrets in any column."""
    found = set()
    for label in labels:
        for model in apps.get_app_config(label).get_models():
            for row in model._default_manager.values():
                if any(secret in str(value) for value in row.values() for secret in secrets):
                    found.add(model.__name__)
    return found


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_no_row_but_the_protected_field_holds_them(world: World, secrets: tuple[str, ...]) -> None:
    judged_twice(world)
    assured_stages.closed(world)
    assert rows_with(secrets, "incidents", "notifications") == {"Reporter"}


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_no_audit_entry_of_a_case_holds_them(world: World, secrets: tuple[str, ...]) -> None:
    judged_twice(world)
    assured_stages.closed(world)
    entry, payload = (apps.get_model("audit", name) for name in ("AuditEntry", "AuditPayload"))
    held = [
        row["entry_id"]
        for row in payload.objects.values()
        if any(secret in str(value) for value in row.values() for secret in secrets)
    ]
    # Their account and membership are on record; neither belongs to a case nor is made with one.
    assert set(entry.objects.filter(seq__in=held).values_list("model", "subject_id")) <= {
        ("organisations.User", ""),
        ("organisations.Membership", ""),
    }
    assert entry.objects.exclude(subject_id="").count() > 100


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_report_by_code_only_is_tied_to_no_person_at_all(world: World, secrets: tuple[str, ...]) -> None:
    incident = factories.reported(
        world.reporter, contact="code_only", contact_name=None, contact_email=None, contact_phone=None
    )
    assert Reporter.objects.get(incident=incident).person_id is None
    assert rows_with(secrets, "incidents") == set()


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_no_page_of_a_case_names_them_to_any_hat(world: World, secrets: tuple[str, ...]) -> None:
    incidents = [judged_twice(world), assured_stages.in_review(world)]
    clients = {
        hat: client
        for hat, client in clients_of(world).items()
        if hat in {*table.TRUST_READS, *SHOWN_MOST, table.COLLEAGUE}
    }
    shown = 0
    for incident in incidents:
        for address in addresses_of(incident):
            for hat, client in clients.items():
                answer = client.get(address)
                page = words_of(answer)
                shown += answer.status_code == 200
                if hat == table.TRUST[Role.INFORMATION_GOVERNANCE_LEAD] and address == case_address(incident):
                    assert NAME in page
                    assert PHONE in page
                    continue
                assert not [secret for secret in secrets if secret in page], (address, hat)
    assert shown > 30


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_no_archive_of_a_case_names_them_whoever_takes_it(world: World, secrets: tuple[str, ...]) -> None:
    incident = judged_twice(world)
    clients = clients_of(world)
    for hat in (table.LEAD, table.TRUST[Role.INFORMATION_GOVERNANCE_LEAD]):
        address = reverse("incident_export", args=[incident.reference])
        answer = clients[hat].post(address, {"purpose": "A public inquiry asked for it."})
        assert answer.status_code == 200
        words = words_of(answer)
        assert "Reporter, in confidence" in words
        assert not [secret for secret in secrets if secret in words], hat


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_no_list_or_search_of_any_hat_names_them(world: World, secrets: tuple[str, ...]) -> None:
    judged_twice(world)
    assured_stages.in_review(world)
    lists = ["today", "incidents", "report_mine", "roles", "policy", "notices"]
    for hat, client in clients_of(world).items():
        if hat == table.REPORTER:
            continue
        for name in lists:
            page = text_of(client, reverse(name))
            assert not [secret for secret in secrets if secret in page], (name, hat)
        for secret in secrets if hat in {*table.TRUST_READS, *SHOWN_MOST} else ():
            assert "SL-2026-" not in text_of(client, reverse("incidents"), q=secret), (secret, hat)


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_the_named_role_elsewhere_is_not_shown_them(world: World, secrets: tuple[str, ...]) -> None:
    incident = assured_stages.in_review(world)
    clients = clients_of(world)
    assert NAME in text_of(clients[table.TRUST[Role.INFORMATION_GOVERNANCE_LEAD]], case_address(incident))
    of_the_board = text_of(clients[table.BOARD[Role.INFORMATION_GOVERNANCE_LEAD]], case_address(incident))
    assert incident.reference in of_the_board
    assert NAME not in of_the_board


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_progress_by_code_says_how_it_stands_and_not_whose_it_is(
    world: World, secrets: tuple[str, ...], client: Client
) -> None:
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    intake.save_draft(draft_id, factories.report_answers(), by=world.reporter, now=NOW)
    sent = intake.send_report(draft_id, by=world.reporter, now=NOW)
    page = client.post(reverse("report_progress"), {"code": sent.tracking_code}).content.decode()
    assert sent.reference in page
    assert not [secret for secret in secrets if secret in page]


def test_someone_with_two_roles_is_masked_as_reporter_and_named_as_lead(
    world: World, secrets: tuple[str, ...]
) -> None:
    """The mask is of the report. What the same person later does as the lead is theirs to answer for."""
    lead_id = person("both", world.trust, Role.PROVIDER_LEAD)
    both = Actor(lead_id, world.trust, Role.PROVIDER_LEAD)
    incident = factories.reported(both)
    assert [step.taken_by for step in incident.steps.all()] == [None]
    assert get_user_model().objects.filter(id=lead_id).exists()
    assert rows_with([str(lead_id)], "incidents") == {"Reporter"}


def case_address(incident: Incident) -> str:
    return reverse("incident", args=[incident.reference])


def addresses_of(incident: Incident) -> list[str]:
    """Every address under this case that can be opened."""
    case = case_of(incident)
    given: dict[str, object] = {
        "reference": case.reference,
        "code": "D1",
        "rule": "lfpse",
        "action_id": case.action_id or UUID(int=0),
        "named_id": case.named_id or UUID(int=0),
        "document_id": case.document_id or UUID(int=0),
        "held_id": case.held_id or UUID(int=0),
        "redaction_id": case.redaction_id or UUID(int=0),
        "copy_id": case.copy_id or UUID(int=0),
        "disclosure_id": case.disclosure_id or UUID(int=0),
    }
    names = {route.name for route in ROUTES if "reference" in parameters_of(route.name)}
    return [reverse(name, kwargs={key: given[key] for key in parameters_of(name)}) for name in sorted(names)]


def text_of(client: Client, address: str, **asked: str) -> str:
    """The page as sent, whatever its status; refusals and errors must not name anyone either."""
    return client.get(address, asked).content.decode()
