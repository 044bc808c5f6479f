"""Papers of the demonstration are files that the product itself accepts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from sightline.demonstration import paper
from sightline.incidents.services.document_checks import content_type_of
from sightline.incidents.services.document_receipt import examine
from sightline.upkeep.laundry.kinds import EXCEL, PDF, PNG, WORD

SECTIONS = (("Summary", "A fall & what <followed>."), ("Causes", "One (of many) \\ others."))


def test_word_document_is_accepted_and_holds_the_words() -> None:
    made = paper.word_document("Report", SECTIONS)
    assert content_type_of(made) == WORD
    assert examine(made).problem == ""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        text = "".join(ElementTree.fromstring(parts.read("word/document.xml")).itertext())
    assert text == "ReportSummaryA fall & what <followed>.CausesOne (of many) \\ others."


def test_pdf_document_is_accepted_and_its_table_points_at_its_objects() -> None:
    made = paper.pdf_document("Report", SECTIONS)
    assert content_type_of(made) == PDF
    assert examine(made).problem == ""
    assert rb"One \(of many\) \\ others." in made
    start = int(made.rsplit(b"startxref\n", 1)[1].split()[0])
    assert made[start : start + 4] == b"xref"
    for number, line in enumerate(made[start:].splitlines()[3:8], start=1):
        assert made[int(line[:10]) :].startswith(b"%d 0 obj" % number)


@pytest.mark.parametrize("make", [paper.word_document, paper.pdf_document])
def test_the_same_words_make_the_same_bytes(make: Callable[..., bytes]) -> None:
    assert make("Report", SECTIONS) == make("Report", SECTIONS)


def test_workbook_is_accepted_and_holds_its_cells_as_text() -> None:
    made = paper.workbook((("Week", "As agreed"), ("1", "=2+3 & <more>")))
    assert content_type_of(made) == EXCEL
    assert examine(made).problem == ""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert list(sheet.itertext()) == ["Week", "As agreed", "1", "=2+3 & <more>"]
    assert not [part for part in sheet.iter() if part.tag.endswith("}f")]


def test_picture_is_accepted() -> None:
    assert content_type_of(paper.picture()) == PNG
    assert examine(paper.picture()).problem == ""


@pytest.mark.parametrize(
    "made",
    [
        paper.word_document("Report", SECTIONS),
        paper.pdf_document("Report", SECTIONS),
        paper.workbook((("Week", "As agreed"),)),
        paper.picture(),
    ],
    ids=["word", "pdf", "excel", "png"],
)
def test_looking_each_kind_through_finds_what_the_demonstration_says_of_all(made: bytes) -> None:
    looked, said = examine(made), paper.examined(made)
    assert (looked.problem, looked.why_not) == ("", "")
    assert (looked.content_type, looked.verdict) == (said.content_type, said.verdict)
    assert looked.cleaned is not None
    assert said.cleaned == made
