"""Papers: judged by their bytes, kept once under their hash, named so that nobody is misled."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import Settings

from sightline.incidents import selectors
from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document, InvestigationReport
from sightline.incidents.services.documents import (
    PDF,
    WORD,
    NewDocument,
    content_type_of,
    path_of,
    problem_with_file,
    safe_name,
    sha256_of,
)
from tests import stages
from tests.factories import NOW, World

EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
TEMPLATE = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/attachedTemplate" Target="{target}" TargetMode="External"/></Relationships>'
)
NEITHER = "What is inside it is neither"


def test_pdf_and_word_are_known_by_their_bytes() -> None:
    assert content_type_of(stages.PDF) == PDF
    assert content_type_of(stages.docx()) == WORD
    assert problem_with_file(stages.PDF) == ""
    assert problem_with_file(stages.docx()) == ""


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
        pytest.param(stages.zipped(("xl/workbook.xml", "<x/>")), NEITHER, id="spreadsheet"),
        pytest.param(stages.docx(("word/vbaProject.bin", b"code")), "macros", id="macros named docx"),
        pytest.param(stages.docx(kind="document.macroEnabled.main"), "macros", id="macro type"),
        pytest.param(stages.docx(kind="template.main"), "not a Word document", id="template"),
        pytest.param(stages.docx(("../../evil.txt", "x")), "not a Word document", id="parts that climb"),
        pytest.param(stages.docx(("/etc/evil.txt", "x")), "not a Word document", id="parts at the root"),
        pytest.param(
            stages.docx(body="<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///x'>]><r>&x;</r>"),
            "not a Word document",
            id="entities",
        ),
        pytest.param(
            stages.docx(
                ("word/_rels/settings.xml.rels", TEMPLATE.format(target="http://example.invalid/t.dotm"))
            ),
            "template over the network",
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
    assert words in problem_with_file(content)


def test_word_with_the_trusts_own_template_is_taken() -> None:
    own = TEMPLATE.format(target="file:///C:/Templates/report.dotx")
    assert problem_with_file(stages.docx(("word/_rels/settings.xml.rels", own))) == ""


def test_file_too_large_says_how_large_it_may_be(settings: Settings) -> None:
    settings.SIGHTLINE_DOCUMENT_BYTES = 1024 * 1024
    assert problem_with_file(stages.PDF + b"\0" * 1024 * 1024) == "The file must be 1 MB or smaller."


def test_file_that_unpacks_to_far_more_is_refused_without_unpacking(settings: Settings) -> None:
    settings.SIGHTLINE_DOCUMENT_BYTES = 100_000
    bomb = stages.docx(("word/media/zeros.bin", b"\0" * 2_000_000))
    assert len(bomb) < 100_000
    assert "unpacks to far more" in problem_with_file(bomb)


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
    path = path_of(row.sha256)
    assert path.read_bytes() == stages.PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(path.parent.glob("*.part"))
    assert not path.is_relative_to(Path(settings.STATIC_ROOT))
    assert selectors.document_for(world.team, row.id, now=NOW) == row
    assert selectors.document_for(world.outsider, row.id, now=NOW) is None
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
    assert not path_of(sha256_of(EICAR)).exists()
