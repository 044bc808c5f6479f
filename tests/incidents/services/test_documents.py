"""Papers: judged by their bytes, kept once under their hash, named so that nobody is misled."""

from __future__ import annotations

import io
import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from pytest_django import Settings

from sightline.incidents import selectors
from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document, InvestigationReport
from sightline.incidents.services import initial_review
from sightline.incidents.services.document_checks import content_type_of
from sightline.incidents.services.document_receipt import examine
from sightline.incidents.services.documents import (
    NewDocument,
    add_document,
    safe_name,
    sha256_of,
)
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.initial_review_form import HEADLINES
from sightline.upkeep import document_store
from sightline.upkeep.laundry.kinds import EXCEL, JPEG, PDF, PNG, WORD
from tests import stages
from tests.factories import NOW, World, declared

EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
TEMPLATE = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/attachedTemplate" Target="{target}" TargetMode="External"/></Relationships>'
)


def _parts_of(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return [(name, held.read(name)) for name in held.namelist()]


NEITHER = "What is inside it is none of these"


def test_pdf_and_word_are_known_by_their_bytes() -> None:
    assert content_type_of(stages.PDF) == PDF
    assert content_type_of(stages.docx()) == WORD
    assert examine(stages.PDF).problem == ""
    assert examine(stages.docx()).problem == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(EICAR, NEITHER, id="antivirus test"),
        pytest.param(b"MZ" + b"\0" * 200, NEITHER, id="program"),
        pytest.param(b"<html><script>alert(1)</script></html>", NEITHER, id="page named pdf"),
        pytest.param(b" %PDF-1.4 not at the start", NEITHER, id="pdf not at its start"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "older format", id="old Word"),
        pytest.param(b"PK\x03\x04cut off", NEITHER, id="broken zip"),
        pytest.param(stages.zipped(("zeros.bin", b"\0" * 1000)), NEITHER, id="zip of something"),
        pytest.param(
            stages.zipped(("xl/workbook.xml", "<x/>")), NEITHER, id="spreadsheet without its list of types"
        ),
        pytest.param(stages.docx(("word/vbaProject.bin", b"code")), "macros", id="macros named docx"),
        pytest.param(stages.docx(kind="document.macroEnabled.main"), "macros", id="macro type"),
        pytest.param(stages.docx(kind="template.main"), "damaged", id="template"),
        pytest.param(stages.docx(("../../evil.txt", "x")), "damaged", id="parts that climb"),
        pytest.param(stages.docx(("/etc/evil.txt", "x")), "damaged", id="parts at the root"),
        pytest.param(
            stages.docx(body="<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///x'>]><r>&x;</r>"),
            "damaged",
            id="entities",
        ),
        pytest.param(
            stages.docx(
                ("word/_rels/settings.xml.rels", TEMPLATE.format(target="http://example.invalid/t.dotm"))
            ),
            "over the network",
            id="remote template",
        ),
        pytest.param(
            stages.PDF.replace(
                b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
            ),
            "script",
            id="script",
        ),
        pytest.param(
            stages.PDF.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/J#61vaScript>>"),
            "script",
            id="script in disguise",
        ),
    ],
)
def test_file_that_is_not_a_plain_report_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in examine(content).problem


XLSX = stages.zipped(
    ("[Content_Types].xml", "<Types>application/vnd.x-spreadsheetml.sheet.main+xml</Types>"),
    ("xl/workbook.xml", "<workbook/>"),
)


def picture(form: str, size: tuple[int, int] = (8, 8)) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, "white").save(held, form)
    return held.getvalue()


def test_sheets_and_pictures_are_known_by_their_bytes() -> None:
    for content, kind in ((XLSX, EXCEL), (picture("PNG"), PNG), (picture("JPEG"), JPEG)):
        assert content_type_of(content) == kind
        assert examine(content).problem == ""
        assert "must be a PDF or a Word document" in examine(content, report=True).problem


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(picture("PNG")[:60], "damaged or was cut off", id="half a PNG"),
        pytest.param(picture("JPEG")[:200], "damaged or was cut off", id="half a JPEG"),
        pytest.param(b"\xff\xd8\xff" + b"MZ" * 90, "damaged or was cut off", id="program named jpg"),
        pytest.param(picture("PNG", (9000, 9000)), "more points", id="picture that unpacks to far more"),
        pytest.param(
            stages.PDF + b"\ntrailer <</Encrypt 5 0 R>>", "has a password", id="PDF with a password"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "The file has a password",
            id="Word with a password",
        ),
        pytest.param(
            stages.zipped(*_parts_of(XLSX), ("xl/vbaProject.bin", b"x")), "macros", id="macros named xlsx"
        ),
    ],
)
def test_file_that_is_not_what_it_seems_says_why(content: bytes, words: str) -> None:
    assert words in examine(content).problem


@pytest.mark.django_db
def test_either_side_adds_a_paper_and_both_see_it(world: World) -> None:
    incident = declared(world)
    paper = NewDocument(
        "Review.docx", stages.docx(), DocumentKind.INITIAL_REVIEW.value, received_on=NOW.date()
    )
    made = add_document(incident.id, paper, by=world.team, now=NOW, seen=incident.version)
    for actor in (world.lead, world.executive, world.investigator, world.team):
        (row,) = selectors.documents_of(actor, incident.id, now=NOW)
        assert (row.document_id, row.label, row.received_on) == (made, "72-hour review", NOW.date())
        assert selectors.opened_document(actor, made, now=NOW) is not None
    for actor in (world.reporter, world.outsider):
        assert selectors.documents_of(actor, incident.id, now=NOW) == ()
        assert selectors.opened_document(actor, made, now=NOW) is None


@pytest.mark.clause("3.1f", facet="the letter itself is kept")
@pytest.mark.django_db
def test_the_follow_up_letter_is_kept_with_the_case(world: World) -> None:
    incident = declared(world)
    paper = NewDocument("Letter.docx", stages.docx(), DocumentKind.CANDOUR_LETTER.value)
    made = add_document(incident.id, paper, by=world.lead, now=NOW, seen=incident.version)
    (row,) = selectors.documents_of(world.team, incident.id, now=NOW)
    assert (row.document_id, row.label) == (made, "Follow-up letter (Duty of Candour)")


@pytest.mark.django_db
def test_receipt_counts_from_the_upload_and_not_from_the_mailbox(world: World) -> None:
    incident = declared(world)
    paper = NewDocument(
        "Review.docx", stages.docx(), "initial_review", received_on=NOW.date() - timedelta(days=9)
    )
    add_document(incident.id, paper, by=world.team, now=NOW, seen=incident.version)
    assert Document.objects.get().uploaded_at == NOW


@pytest.mark.django_db
def test_the_same_file_is_kept_once_on_a_case(world: World) -> None:
    incident = declared(world)
    paper = NewDocument("a.pdf", stages.PDF, "evidence")
    add_document(incident.id, paper, by=world.lead, now=NOW, seen=incident.version)
    with pytest.raises(Invalid, match=r"on the case already, as a\.pdf"):
        add_document(
            incident.id, NewDocument("b.pdf", stages.PDF, "evidence"), by=world.team, now=NOW, seen=1
        )
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_paper_is_added_though_others_took_steps_meanwhile(world: World) -> None:
    incident = declared(world)
    drawn = incident.version
    add_document(
        incident.id, NewDocument("a.pdf", stages.PDF, "evidence"), by=world.lead, now=NOW, seen=drawn
    )
    add_document(
        incident.id, NewDocument("b.docx", stages.docx(), "record"), by=world.team, now=NOW, seen=drawn
    )
    assert Document.objects.count() == 2


@pytest.mark.django_db
def test_a_review_sent_as_a_document_needs_its_six_headlines(world: World) -> None:
    incident = declared(world)
    answers = {code: text for code, text in stages.review_answers().items() if code in HEADLINES}
    with pytest.raises(Invalid):
        initial_review.submit_initial_review(
            incident.id, answers, 1, by=world.lead, now=NOW, seen=incident.version
        )
    paper = NewDocument("Review.docx", stages.docx(), DocumentKind.INITIAL_REVIEW.value)
    with pytest.raises(Invalid) as wrong:
        initial_review.submit_initial_review(
            incident.id,
            {**answers, "facts": ""},
            1,
            document=paper,
            by=world.lead,
            now=NOW,
            seen=incident.version,
        )
    assert set(wrong.value.problems) == {"facts"}
    initial_review.submit_initial_review(
        incident.id, answers, 1, document=paper, by=world.lead, now=NOW, seen=incident.version
    )
    review = stages.now_of(incident).initial_reviews.get()
    assert review.document is not None
    assert review.document.name == "Review.docx"
    assert len(HEADLINES) == 6


@pytest.mark.django_db
def test_a_review_cannot_point_at_a_document_of_another_case(world: World) -> None:
    other, incident = declared(world), declared(world)
    there = add_document(
        other.id,
        NewDocument("a.pdf", stages.PDF, "initial_review"),
        by=world.lead,
        now=NOW,
        seen=other.version,
    )
    with pytest.raises(Invalid, match="not on this case"):
        initial_review.submit_initial_review(
            incident.id,
            stages.review_answers(),
            1,
            document_id=there,
            by=world.lead,
            now=NOW,
            seen=incident.version,
        )


def test_word_with_the_trusts_own_template_is_taken() -> None:
    own = TEMPLATE.format(target="file:///C:/Templates/report.dotx")
    assert examine(stages.docx(("word/_rels/settings.xml.rels", own))).problem == ""


def test_file_too_large_says_how_large_it_may_be(settings: Settings) -> None:
    settings.SIGHTLINE_DOCUMENT_BYTES = 1024 * 1024
    assert examine(stages.PDF + b"\0" * 1024 * 1024).problem == "The file must be 1 MB or smaller."


def test_file_that_unpacks_to_far_more_is_refused_without_unpacking(settings: Settings) -> None:
    settings.SIGHTLINE_DOCUMENT_BYTES = 100_000
    bomb = stages.docx(("word/media/zeros.bin", b"\0" * 2_000_000))
    assert len(bomb) < 100_000
    assert "unpacks to far more" in examine(bomb).problem


@pytest.mark.parametrize(
    ("received", "kept"),
    [
        ("Final report.pdf", "Final report.pdf"),
        ("report", "report.pdf"),
        ("REPORT.PDF", "REPORT.pdf"),
        ("report.pdf.exe", "report.pdf.exe.pdf"),
        ("CON.pdf", "document CON.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\win.ini", "win.ini.pdf"),
        ("re\u202efdp.exe", "refdp.exe.pdf"),
        ("report.pdf\x00.exe", "report.pdf.exe.pdf"),
        (" .pdf", "document.pdf"),
        ("", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("rapporte\u0301.pdf", "rapport\u00e9.pdf"),
        ("report;rm -rf.pdf", "reportrm -rf.pdf"),
        ("report\r\nSet-Cookie: a=b.pdf", "report Set-Cookie a=b.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"),
        ("a" * 300 + ".pdf", "a" * 150 + ".pdf"),
    ],
)
def test_name_misleads_nobody(received: str, kept: str) -> None:
    assert safe_name(received, PDF) == kept


def test_name_ends_as_its_content_does() -> None:
    assert safe_name("report.pdf", WORD) == "report.pdf.docx"


@pytest.mark.django_db
def test_bytes_are_kept_under_their_hash_for_the_application_alone(world: World) -> None:
    incident = stages.write(world, stages.investigating(world), document=NewDocument("../r.pdf", stages.PDF))
    row = Document.objects.get()
    assert (row.name, row.content_type, row.size_bytes) == ("r.pdf", PDF, len(stages.PDF))
    assert (row.sha256, row.uploaded_at, row.uploaded_by) == (
        sha256_of(stages.PDF),
        NOW,
        world.investigator.person_id,
    )
    # The layout of every installation there is: whoever changes it must move their files.
    path = settings.MEDIA_ROOT / row.sha256[:2] / row.sha256
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_bytes() == stages.PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(path.parent.glob("*.part"))
    assert not path.is_relative_to(Path(settings.STATIC_ROOT))
    opened = selectors.opened_document(world.team, row.id, now=NOW)
    assert opened is not None
    assert opened.document == row
    assert selectors.opened_document(world.outsider, row.id, now=NOW) is None
    assert incident.version


@pytest.mark.django_db
def test_same_file_in_two_cases_lies_once_and_is_two_papers(world: World) -> None:
    stages.write(world, stages.investigating(world))
    stages.write(world, stages.investigating(world))
    assert Document.objects.count() == 2
    assert len(set(Document.objects.values_list("sha256", flat=True))) == 1


@pytest.mark.django_db
def test_refused_file_leaves_the_report_as_it_was(world: World) -> None:
    incident = stages.investigating(world)
    with pytest.raises(Invalid) as wrong:
        stages.write(world, incident, document=NewDocument("report.pdf", EICAR))
    assert set(wrong.value.problems) == {"document"}
    assert not InvestigationReport.objects.exists()
    assert not document_store.exists(sha256_of(EICAR))
