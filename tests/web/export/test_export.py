"""One case taken out whole: what goes, what never does, who may, and that one altered byte is found."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import tracemalloc
from datetime import timedelta
from html import unescape
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from sightline.audit.selectors import every_entry
from sightline.incidents.models import Document, Incident
from sightline.incidents.selectors.case_archive import case_archive
from sightline.incidents.services import documents, protected, redaction
from sightline.incidents.services.documents import NewDocument, pasted_words
from sightline.incidents.services.door import saying
from sightline.incidents.services.redaction import check_copy
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.found_words import Answer, Choice, fingerprint
from sightline.policy.personal_data import personal_data_in
from sightline.policy.redacting import Piece
from sightline.policy.second_factor import PROOF_LIVES_MINUTES
from sightline.policy.terms import Role
from sightline.upkeep import document_store
from sightline.web.export.archive import Made, file_name, make_archive
from sightline.web.export.contents import Taking
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared
from tests.incidents.services import sharing_cases

pytestmark = pytest.mark.usefixtures("at_now")
PURPOSE = "A public inquiry asked for it, reference INQ/7."
HOUR = timedelta(hours=1)


def _add(
    world: World, incident: Incident, name: str, content: bytes = stages.PDF, kind: str = "evidence"
) -> UUID:
    incident.refresh_from_db()
    paper = NewDocument(name, content, kind)
    return documents.add_document(incident.id, paper, by=world.lead, now=NOW, seen=incident.version)


def _address(incident: Incident) -> str:
    return reverse("incident_export", args=[incident.reference])


def _words(content: bytes) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.decode())))


def _taken(client: Client, incident: Incident, purpose: str = PURPOSE) -> bytes:
    answer = client.post(_address(incident), {"purpose": purpose})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert f"{incident.reference}.zip" in answer.headers["Content-Disposition"]
    content: bytes = answer.getvalue()
    return content


def _files(content: bytes, incident: Incident) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = {
            name.removeprefix(f"{incident.reference}/"): archive.read(name) for name in archive.namelist()
        }
    assert not [name for name in found if name.startswith(("/", incident.reference)) or ".." in name]
    return found


def _verified(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )


def _noted(incident: Incident) -> dict[str, str]:
    return {entry.field: entry.new for entry in every_entry(incident.id) if entry.model == "export"}


@pytest.fixture
def case(world: World) -> Incident:
    """Declared, with a paper, and shared with another board."""
    incident = declared(world)
    _add(world, incident, "Photographs.pdf")
    sharing_cases.shared(world, incident)
    return stages.now_of(incident)


@pytest.fixture
def lead(sign_in: SignIn, case: Incident) -> Client:
    """The lead of the trust, signed in."""
    return sign_in("trust", Role.PROVIDER_LEAD)


@pytest.mark.clause("11.1c", facet="every change is audited")
def test_the_archive_holds_the_case_its_papers_history_and_disclosures_and_says_who_took_it(
    lead: Client, case: Incident
) -> None:
    content = _taken(lead, case)
    files = _files(content, case)
    assert set(files) == {
        *("README.txt", "manifest.json", "SHA256SUMS", "case-as-it-stood.pdf", "history.json"),
        *("disclosures.json", "audit-anchor.json", "documents/001-Photographs.pdf"),
    }
    assert files["documents/001-Photographs.pdf"] == stages.PDF
    pdf = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(files["case-as-it-stood.pdf"])).pages)
    assert f"{case.reference} as it stood on" in " ".join(pdf.split())
    steps = [step for act in json.loads(files["history.json"]) for step in act["steps"]]
    assert steps[0] == "Reported"
    assert "Declared a serious incident" in steps
    (disclosed,) = json.loads(files["disclosures.json"])
    assert disclosed["purpose"] == sharing_cases.WHY
    assert any("article 6" in name for name in disclosed["in_law"])
    manifest = json.loads(files["manifest.json"])
    assert (manifest["case"], manifest["purpose"]) == (case.reference, PURPOSE)
    assert manifest["made_by"]["role"] == Role.PROVIDER_LEAD.label
    assert manifest["audit_trail"]["head_hash"] == json.loads(files["audit-anchor.json"])["head_hash"]
    for row in manifest["files"]:
        assert len(files[row["path"]]) == row["bytes"]
        assert hashlib.sha256(files[row["path"]]).hexdigest() == row["sha256"]
    noted = _noted(case)
    assert noted["manifest_sha256"] == hashlib.sha256(files["manifest.json"]).hexdigest()
    assert noted["files"] == str(len(manifest["files"]))
    trail = _words(lead.get(reverse("incident_trail", args=[case.reference])).content)
    assert PURPOSE in trail
    assert noted["manifest_sha256"] in trail


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
def test_one_altered_byte_in_any_file_is_found_and_named(
    lead: Client, case: Incident, tmp_path: Path
) -> None:
    with ZipFile(io.BytesIO(_taken(lead, case))) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / case.reference
    assert "sha256sum -c SHA256SUMS" in (folder / "README.txt").read_text()
    whole = _verified(folder)
    assert whole.returncode == 0, whole.stderr
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert len(paths) == len(whole.stdout.splitlines()) == 7
    for path in paths:
        held = path.read_bytes()
        middle = len(held) // 2
        path.write_bytes(held[:middle] + bytes([held[middle] ^ 1]) + held[middle + 1 :])
        broken = _verified(folder)
        assert broken.returncode != 0
        assert f"{path.relative_to(folder)}: FAILED" in broken.stdout
        path.write_bytes(held)


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_protected_and_held_papers_and_copies_nobody_approved_never_go(
    world: World, lead: Client, case: Incident
) -> None:
    advice = _add(world, case, "Advice.docx", stages.docx())
    protected.protect(
        advice,
        case.id,
        "legal_advice",
        "Advice of counsel on the claim.",
        by=world.lead,
        now=NOW,
        seen=stages.now_of(case).version,
    )
    text = "Was 943 476 5919 moved?"
    with saying({fingerprint(found): Answer(Choice.HOLD) for found in personal_data_in(text)}):
        documents.add_document(
            case.id,
            pasted_words(text, DocumentKind.RECORD),
            by=world.lead,
            now=NOW,
            seen=stages.now_of(case).version,
        )
    waits = _add(world, case, "Waits.docx", stages.docx(body="<w:document><w:p/></w:document>"))
    Document.objects.filter(id=waits).update(scan="waiting")
    draft = redaction.begin(case.id, ["narrative"], "family", "For the meeting", by=world.lead, now=NOW)
    piece = Piece("narrative.What", "What happened", "What", "A wire was left in.")
    copy = redaction.make_copy(draft, [piece], by=world.lead, now=NOW, seen=stages.now_of(case).version)
    page = _words(lead.get(_address(case)).content)
    assert "1 paper marked as never shared" in page
    assert "1 paper held for redaction" in page
    assert "1 paper not cleared of viruses" in page
    content = _taken(lead, case)
    files = _files(content, case)
    assert [name for name in files if "/" in name] == ["documents/001-Photographs.pdf"]
    assert b"943 476 5919" not in content
    assert b"Advice.docx" not in files["manifest.json"]
    left_out = json.loads(files["manifest.json"])["papers_left_out"]
    assert left_out == {
        "held for redaction": 1,
        "marked as never shared": 1,
        "not cleared of viruses": 1,
    }
    check_copy(copy, "approved", "", by=world.executive, now=NOW, seen=stages.now_of(case).version)
    named = [name for name in _files(_taken(lead, case), case) if name.startswith("redacted-copies/")]
    assert len(named) == 1
    Document.objects.filter(redacted_copy__id=copy).update(protected="legal_advice")
    assert not [name for name in _files(_taken(lead, case), case) if name.startswith("redacted-copies/")]


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_each_role_takes_the_parts_it_is_shown_and_no_more(
    sign_in: SignIn, world: World, case: Incident
) -> None:
    told = case.what_happened
    assert told
    of_lead = _taken(sign_in("trust", Role.PROVIDER_LEAD), case)
    assert told[:30].encode() in of_lead
    specialist = _files(_taken(sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST), case), case)
    (row,) = (each for each in json.loads(specialist["manifest.json"])["files"] if "name" in each)
    assert row["form"] == "cleaned copy"
    assert specialist[row["path"]] != stages.PDF
    guardian = _taken(sign_in("icb", Role.INFORMATION_GOVERNANCE_LEAD), case)
    files = _files(guardian, case)
    assert not [name for name in files if name.startswith("documents/")]
    assert told[:30].encode() not in guardian
    pdf = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(files["case-as-it-stood.pdf"])).pages)
    assert told[:30] not in " ".join(pdf.split())
    assert json.loads(files["disclosures.json"])


@pytest.mark.parametrize(
    ("place", "role"),
    [
        ("other_trust", Role.PROVIDER_LEAD),
        ("other_icb", Role.PATIENT_SAFETY_TEAM),
        ("trust", Role.REPORTER),
        ("trust", Role.INVESTIGATOR),
        ("trust", Role.PROVIDER_EXECUTIVE),
        ("icb", Role.CHIEF_EXECUTIVE),
        ("icb", Role.PLACE_QUALITY_LEAD),
    ],
)
@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_whoever_may_not_disclose_a_case_takes_nothing_of_it(
    sign_in: SignIn, case: Incident, place: str, role: Role
) -> None:
    client = sign_in(place, role)
    assert client.get(_address(case)).status_code == 404
    assert client.post(_address(case), {"purpose": PURPOSE}).status_code == 404
    assert not _noted(case)


def test_the_same_case_at_the_same_moment_is_the_same_to_the_byte(world: World, case: Incident) -> None:
    made = []
    for _ in range(2):
        archive = case_archive(world.lead, case.reference, now=NOW)
        assert archive is not None
        found = make_archive(archive, b"%PDF", Taking("A lead", "Lead", "Trust", NOW, PURPOSE))
        assert isinstance(found, Made)
        made.append(found.stream.read())
        found.stream.close()
    assert made[0] == made[1]


def test_papers_go_through_a_bounded_piece_of_memory(world: World, case: Incident) -> None:
    large = 24 * 1024 * 1024
    rows = list(Document.objects.filter(incident=case))
    content = bytes(large)
    sha256 = hashlib.sha256(content).hexdigest()
    document_store.save(sha256, content)
    del content
    Document.objects.filter(id=rows[0].id).update(sha256=sha256, size_bytes=large)
    archive = case_archive(world.lead, case.reference, now=NOW)
    assert archive is not None
    tracemalloc.start()
    try:
        made = make_archive(archive, b"%PDF", Taking("A lead", "Lead", "Trust", NOW, PURPOSE))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(made, Made)
    assert made.stream.seek(0, io.SEEK_END) > large
    made.stream.close()
    assert peak < 4 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("../../etc/passwd", "001-etc-passwd"),
        ("..\\..\\run.exe", "001-run.exe"),
        ("a\nb\\c.pdf", "001-a-b-c.pdf"),
        ("-rf.pdf", "001-rf.pdf"),
        ("CON.pdf", "001-CON.pdf"),
        ("\u202efdp.exe", "001-fdp.exe"),
        ("....", "001-paper"),
        ("Überweisung 漢字.pdf", "001-Überweisung-漢字.pdf"),
        ("x" * 300 + ".pdf", f"001-{'x' * 80}.pdf"),
        ("", "001-paper"),
    ],
)
def test_no_name_of_a_paper_leads_out_of_the_folder_or_breaks_a_line(name: str, becomes: str) -> None:
    assert file_name(1, name) == becomes


def test_two_papers_of_one_name_and_a_hostile_one_unpack_and_verify(
    world: World, lead: Client, case: Incident, tmp_path: Path
) -> None:
    Document.objects.filter(incident=case).update(name="../../../out\n.pdf")
    _add(world, case, "Same.docx", stages.docx())
    _add(world, case, "Same.docx", stages.docx(body="<w:document><w:p/></w:document>"))
    with ZipFile(io.BytesIO(_taken(lead, case))) as archive:
        archive.extractall(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [case.reference]
    assert len(list((tmp_path / case.reference / "documents").iterdir())) == 3
    assert _verified(tmp_path / case.reference).returncode == 0


@pytest.mark.parametrize("what", ["away", "altered"])
def test_a_paper_that_cannot_be_read_as_received_stops_it_and_nothing_is_noted(
    lead: Client, case: Incident, what: str
) -> None:
    sha256 = Document.objects.get(incident=case).sha256
    document_store.delete(sha256)
    if what == "altered":
        document_store.save(sha256, b"other bytes")
    try:
        answer = lead.post(_address(case), {"purpose": PURPOSE})
        assert answer.status_code == 503
        assert "Photographs.pdf cannot be read" in _words(answer.content)
        assert not _noted(case)
    finally:
        document_store.delete(sha256)
        document_store.save(sha256, stages.PDF)


@pytest.mark.parametrize(
    ("purpose", "why"),
    [
        ("", "Say what it is for."),
        ("inquiry", "in at least 3 words"),
        ("word " * 500, "characters"),
        ("For the family of 943 476 5919", "NHS Number"),
    ],
)
@pytest.mark.clause("11.1c", facet="what identifies somebody is stopped before it is stored")
def test_what_is_no_purpose_is_kept_on_the_page_and_nothing_is_taken(
    lead: Client, case: Incident, purpose: str, why: str
) -> None:
    answer = lead.post(_address(case), {"purpose": purpose})
    assert answer.status_code == 422
    assert why in _words(answer.content)
    assert purpose.strip() in unescape(answer.content.decode())
    assert not _noted(case)


def test_an_old_proof_is_asked_for_again_and_what_was_typed_comes_back(
    lead: Client, case: Incident, at_now: time_machine.Traveller
) -> None:
    assert _address(case) in lead.get(reverse("incident", args=[case.reference])).content.decode()
    at_now.shift(timedelta(minutes=PROOF_LIVES_MINUTES + 1))
    answer = lead.post(_address(case), {"purpose": PURPOSE})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("prove_again"))
    assert not _noted(case)
    session = lead.session
    session["proved_at_seconds"] = (NOW + HOUR).timestamp()
    session.save()
    assert PURPOSE in unescape(lead.get(_address(case)).content.decode())


def test_the_page_stays_within_fifteen_queries(
    lead: Client, case: Incident, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        assert lead.get(_address(case)).status_code == 200
