"""A scanner that is away costs nobody a deadline; what it says later is acted on, and who opens what is a row of policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from sightline.audit.selectors import entries_for
from sightline.incidents import selectors
from sightline.incidents.models import Document, Incident
from sightline.incidents.services import document_care
from sightline.incidents.services.document_receipt import receive
from sightline.incidents.services.documents import NewDocument, add_document, sha256_of
from sightline.policy.terms import Role
from sightline.upkeep import document_store
from tests import clamd, stages
from tests.factories import NOW, World, declared
from tests.hostile_files import EICAR, a_pdf

pytestmark = pytest.mark.django_db
#: A sound PDF, with the test string where no reader of PDFs looks.
INFECTED = a_pdf().replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF")
PDF_WITH_SCRIPT = a_pdf("script")
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamd.running(tmp_path_factory.mktemp("clamd")) as address:
        yield address


def add(world: World, incident: Incident, content: bytes = stages.PDF) -> UUID:
    paper = NewDocument("Review.pdf", content, "evidence")
    return add_document(incident.id, paper, by=world.lead, now=NOW, seen=incident.version)


def test_a_virus_is_refused_in_words_and_on_the_record_though_not_kept(
    world: World, settings: Settings, scanner: str
) -> None:
    settings.SIGHTLINE_CLAMD = scanner
    incident = declared(world)
    found = receive(INFECTED, incident_id=incident.id, by=world.lead, now=NOW)
    assert "A virus was found in the file (Sightline.Test.UNOFFICIAL), so it was not kept." in found.problem
    (entry,) = [row for row in entries_for(incident.id, parts=None, limit=50) if row.field == "refused"]
    assert (entry.new, entry.object_id) == ("Sightline.Test.UNOFFICIAL", sha256_of(INFECTED))
    assert entry.actor == str(world.lead.person_id)
    assert not document_store.exists(sha256_of(INFECTED))
    assert not Document.objects.exists()


def test_what_could_do_harm_is_on_the_record_and_a_slip_is_not(world: World) -> None:
    incident = declared(world)
    refused = receive(PDF_WITH_SCRIPT, incident_id=incident.id, by=world.lead, now=NOW)
    assert refused.problem
    assert receive(b"a letter", incident_id=incident.id, by=world.lead, now=NOW).problem
    (entry,) = [row for row in entries_for(incident.id, parts=None, limit=50) if row.field == "refused"]
    assert (entry.new, entry.object_id) == (refused.problem, sha256_of(PDF_WITH_SCRIPT))
    assert entry.reason == "A file was refused for what is inside it."


def test_a_clean_file_says_when_it_was_looked_through(world: World, settings: Settings, scanner: str) -> None:
    settings.SIGHTLINE_CLAMD = scanner
    made = add(world, declared(world))
    row = Document.objects.get(id=made)
    assert (row.scan, row.scanned_at) == ("clean", NOW)
    opened = selectors.opened_document(world.lead, made, now=NOW)
    assert opened is not None
    assert opened.closed == ""


def test_while_the_scanner_is_away_a_file_is_received_held_and_opened_afterwards(
    world: World, settings: Settings, scanner: str, tmp_path: Path
) -> None:
    settings.SIGHTLINE_CLAMD = str(tmp_path / "away.sock")
    incident = declared(world)
    made = add(world, incident)
    row = Document.objects.get(id=made)
    assert (row.uploaded_at, row.scan) == (NOW, "waiting")
    opened = selectors.opened_document(world.lead, made, now=NOW)
    assert opened is not None
    assert opened.closed == "waiting"
    (shown,) = selectors.documents_of(world.lead, incident.id, now=NOW)
    assert "opens once it has been looked through" in shown.state
    assert document_care.is_wanted()
    still = document_care.look_after(now=LATER)
    assert (still.write, still.found_viruses) == (None, False)
    settings.SIGHTLINE_CLAMD = scanner
    care = document_care.look_after(now=LATER)
    assert care.write is not None
    care.write()
    opened = selectors.opened_document(world.lead, made, now=LATER)
    assert opened is not None
    assert opened.closed == ""
    assert not document_care.is_wanted()
    scans = [row for row in entries_for(incident.id, parts=None, limit=50) if row.field == "scan"]
    assert [(row.old, row.new) for row in scans] == [("waiting", "clean"), ("", "waiting")]


def test_a_virus_found_later_closes_the_paper_for_everyone_and_is_an_alarm(
    world: World, settings: Settings, scanner: str, tmp_path: Path
) -> None:
    settings.SIGHTLINE_CLAMD = str(tmp_path / "away.sock")
    incident = declared(world)
    made = add(world, incident, INFECTED)
    settings.SIGHTLINE_CLAMD = scanner
    care = document_care.look_after(now=LATER)
    assert care.found_viruses
    assert care.write is not None
    care.write()
    for actor in (world.lead, world.team):
        opened = selectors.opened_document(actor, made, now=LATER)
        assert opened is not None
        assert opened.closed == "infected"
    (shown,) = selectors.documents_of(world.lead, incident.id, now=LATER)
    assert "A virus was found" in shown.state


def test_papers_from_before_there_were_copies_get_them(world: World) -> None:
    made = add(world, declared(world))
    copy = Document.objects.get(id=made).cleaned_sha256
    assert copy
    Document.objects.update(cleaned_sha256="", cleaned_bytes=None)
    document_store.delete(copy)
    care = document_care.look_after(now=LATER)
    assert care.write is not None
    care.write()
    assert Document.objects.get(id=made).cleaned_sha256 == copy
    assert document_store.exists(copy)


@pytest.mark.behind_the_services
def test_a_file_that_is_lost_keeps_no_other_waiting(world: World) -> None:
    lost, there = add(world, declared(world)), add(world, declared(world), a_pdf())
    Document.objects.update(cleaned_sha256="", cleaned_bytes=None)
    document_store.delete(Document.objects.get(id=lost).sha256)
    care = document_care.look_after(now=LATER)
    assert care.write is not None
    care.write()
    assert Document.objects.get(id=lost).no_copy_because == document_care.LOST
    assert Document.objects.get(id=there).cleaned_sha256
    assert not document_care.is_wanted()


def test_those_who_handle_the_case_open_what_was_received_and_others_the_cleaned_copy(world: World) -> None:
    incident = declared(world)
    made = add(world, incident)
    row = Document.objects.get(id=made)
    assert row.cleaned_sha256 != row.sha256
    handlers = [world.lead, world.executive, world.investigator, world.team]
    others = [world.actor("icb", role) for role in (Role.CHIEF_NURSE, Role.PATIENT_SAFETY_SPECIALIST)]
    for actors, sha256 in ((handlers, row.sha256), (others, row.cleaned_sha256)):
        for actor in actors:
            opened = selectors.opened_document(actor, made, now=NOW)
            assert opened is not None
            assert (opened.sha256, opened.closed) == (sha256, "")
    for actor in (world.reporter, world.outsider):
        assert selectors.opened_document(actor, made, now=NOW) is None


@pytest.mark.behind_the_services
def test_without_a_copy_those_who_do_not_handle_the_case_open_nothing(world: World) -> None:
    made = add(world, declared(world))
    Document.objects.update(cleaned_sha256="", no_copy_because="it could not be made")
    nurse = selectors.opened_document(world.actor("icb", Role.CHIEF_NURSE), made, now=NOW)
    assert nurse is not None
    assert (nurse.closed, nurse.sha256) == ("no copy", "")
    lead = selectors.opened_document(world.lead, made, now=NOW)
    assert lead is not None
    assert lead.closed == ""


@pytest.mark.behind_the_services
def test_what_is_lost_and_waits_for_the_scanner_comes_after_all_that_is_there(
    world: World, settings: Settings, scanner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_care, "AT_A_TURN", 1)
    settings.SIGHTLINE_CLAMD = str(tmp_path / "away.sock")
    lost, there = add(world, declared(world)), add(world, declared(world), a_pdf())
    Document.objects.filter(id=lost).update(cleaned_sha256="", uploaded_at=NOW - timedelta(days=1))
    document_store.delete(Document.objects.get(id=lost).sha256)
    settings.SIGHTLINE_CLAMD = scanner
    for _ in range(2):
        care = document_care.look_after(now=LATER)
        assert care.write is not None
        care.write()
    assert Document.objects.get(id=there).scan == "clean"
    assert Document.objects.get(id=lost).scan == "waiting"
    still = document_care.look_after(now=LATER)
    assert still.write is None
    assert "not in the store" in still.words


def test_what_waited_for_a_scanner_that_was_taken_away_opens_and_does_not_say_it_was_scanned(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.SIGHTLINE_CLAMD = str(tmp_path / "away.sock")
    made = add(world, declared(world))
    settings.SIGHTLINE_CLAMD = ""
    care = document_care.look_after(now=LATER)
    assert care.write is not None
    care.write()
    row = Document.objects.get(id=made)
    assert (row.scan, row.scanned_at) == ("off", None)
