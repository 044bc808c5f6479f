"""Files made to harm: refused in words before anything is kept, within seconds; and cleaned copies that say nothing."""

from __future__ import annotations

import io
import os
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from sightline.incidents.services.document_receipt import examine
from sightline.upkeep import laundry
from tests import hostile_files, stages

SAMPLES = list(hostile_files.samples())
NAME = b"Ottoline Fairweather"


@pytest.mark.one_engine
@pytest.mark.parametrize(("content", "words"), [pytest.param(c, w, id=n) for n, c, w in SAMPLES])
def test_file_made_to_harm_is_refused_in_words(content: bytes, words: str) -> None:
    found = examine(content)
    assert words in found.problem
    assert found.cleaned is None


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (stages.PDF, "pdf"),
        (hostile_files.a_pdf(), "pdf"),
        (stages.docx(), "docx"),
        (hostile_files.xlsx(), "xlsx"),
    ],
)
def test_plain_file_is_taken_with_a_copy(content: bytes, kind: str) -> None:
    found = examine(content)
    assert (found.problem, found.why_not) == ("", "")
    assert found.cleaned
    # What comes out is itself a file that would be taken.
    assert examine(found.cleaned).problem == ""


@pytest.mark.one_engine
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_copy_of_a_picture_says_neither_where_nor_who(form: str) -> None:
    details = Image.Exif()
    details[0x013B] = NAME.decode()
    details[0x0112] = 6  # held on its side
    details.get_ifd(0x8825)[2] = (52.0, 28.0, 48.0)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(drawn, form, exif=details, comment=NAME)
    content = drawn.getvalue() + b"left behind " + NAME
    assert NAME in content
    cleaned = examine(content).cleaned
    assert cleaned
    assert NAME not in cleaned
    with Image.open(io.BytesIO(cleaned)) as copy:
        assert dict(copy.getexif()) == {}
        assert copy.size == (20, 40)


def _pdf_that_says_who() -> bytes:
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    made.docinfo["/Author"] = String(NAME.decode())
    with made.open_metadata() as details:
        details["dc:creator"] = [NAME.decode()]
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array([0, 0, 9, 9]),
        T=String(NAME.decode()),
        Contents=String("Check."),
    )
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("http://example.invalid/" + NAME.decode())),
    )
    page.obj.Annots = Array([made.make_indirect(note), link])
    drawn = io.BytesIO()
    details_of_picture = Image.Exif()
    details_of_picture[0x013B] = NAME.decode()
    Image.new("RGB", (8, 8), "white").save(drawn, "JPEG", exif=details_of_picture)
    picture = made.make_stream(
        drawn.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=8,
        Height=8,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.obj.Resources = Dictionary(XObject=Dictionary(A=picture))
    written = io.BytesIO()
    made.save(written, compress_streams=False)
    return written.getvalue()


@pytest.mark.one_engine
def test_copy_of_a_pdf_says_not_who_made_it_and_opens_nothing() -> None:
    content = _pdf_that_says_who()
    assert content.count(NAME) >= 4
    cleaned = examine(content).cleaned
    assert cleaned
    with pikepdf.open(io.BytesIO(cleaned)) as copy:
        plain = io.BytesIO()
        copy.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
        assert len(copy.pages) == 1
        assert "/Metadata" not in copy.Root
        assert not copy.docinfo.keys()
        assert str(copy.pages[0].obj.Annots[0].Contents) == "Check."
        assert "/A" not in copy.pages[0].obj.Annots[1]
    assert NAME not in plain.getvalue()
    assert b"example.invalid" not in plain.getvalue()


_CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{who}</dc:creator>'
    "<cp:lastModifiedBy>{who}</cp:lastModifiedBy></cp:coreProperties>"
)


@pytest.mark.one_engine
def test_copy_of_a_word_document_names_no_author_and_keeps_its_words() -> None:
    who = NAME.decode()
    photograph = io.BytesIO()
    details = Image.Exif()
    details[0x013B] = who
    Image.new("RGB", (8, 8), "white").save(photograph, "JPEG", exif=details)
    words = (
        f'<w:document xmlns:w="w" w:rsidR="00AB12CD"><w:ins w:id="1" w:author="{who}" w:date="2026-01-01T00:00:00Z">'
        "The wire was not counted.</w:ins></w:document>"
    )
    content = stages.docx(
        ("docProps/core.xml", _CORE.format(who=who)),
        ("docProps/app.xml", f'<Properties xmlns="p"><Company>{who}</Company></Properties>'),
        (
            "word/comments.xml",
            f'<w:comments xmlns:w="w"><w:comment w:author="{who}" w:initials="{who}"/></w:comments>',
        ),
        ("word/people.xml", f'<p:people xmlns:p="p"><p:person p:author="{who}"/></p:people>'),
        (
            "word/settings.xml",
            '<w:settings xmlns:w="w"><w:attachedTemplate r="r1"/><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids></w:settings>',
        ),
        ("word/media/image1.jpeg", photograph.getvalue()),
        body=words,
    )
    cleaned = examine(content).cleaned
    assert cleaned
    with zipfile.ZipFile(io.BytesIO(cleaned)) as copy:
        parts = {name: copy.read(name) for name in copy.namelist()}
        assert {entry.date_time for entry in copy.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [name for name, part in parts.items() if NAME in part] == []
    assert b"The wire was not counted." in parts["word/document.xml"]
    assert b"00AB12CD" not in b"".join(parts.values())
    assert b"attachedTemplate" not in parts["word/settings.xml"]


@pytest.mark.one_engine
def test_copy_of_a_workbook_names_no_author_and_keeps_its_tables() -> None:
    who = NAME.decode()
    content = hostile_files.xlsx(
        ("docProps/core.xml", _CORE.format(who=who)),
        ("xl/comments1.xml", f"<comments><authors><author>{who}</author></authors></comments>"),
        ("xl/persons/person.xml", f'<personList><person displayName="{who}" userId="{who}"/></personList>'),
        ("xl/tables/table1.xml", '<table displayName="Falls"/>'),
    )
    cleaned = examine(content).cleaned
    assert cleaned
    with zipfile.ZipFile(io.BytesIO(cleaned)) as copy:
        parts = {name: copy.read(name) for name in copy.namelist()}
    assert [name for name, part in parts.items() if NAME in part] == []
    assert b'displayName="Falls"' in parts["xl/tables/table1.xml"]


@pytest.mark.one_engine
def test_words_that_were_pasted_are_their_own_copy() -> None:
    found = examine(b"As typed.", pasted=True)
    assert (found.problem, found.cleaned) == ("", b"As typed.")


@pytest.mark.one_engine
def test_a_file_that_takes_too_long_is_refused_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laundry, "_START", "while True: pass")
    monkeypatch.setattr(laundry, "SECONDS", 0.2)
    assert laundry.wash(stages.PDF, "application/pdf", unpacks_to=1_000_000).problem == laundry.TOO_MUCH


@pytest.mark.one_engine
def test_a_file_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (7000, 7000), "white").save(drawn, "PNG")
    assert laundry.wash(drawn.getvalue(), "image/png", unpacks_to=1_000_000).problem == ""
    monkeypatch.setattr(laundry, "MEGABYTES", 200)
    assert laundry.wash(drawn.getvalue(), "image/png", unpacks_to=1_000_000).problem == laundry.TOO_MUCH


@pytest.mark.one_engine
def test_the_process_that_opens_files_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    said = (
        "import json, os; "
        "print(json.dumps({'problem': ' '.join(os.environ), 'has_copy': False, 'why_not': ''}))"
    )
    monkeypatch.setattr(laundry, "_START", said)
    assert "SIGHTLINE_SECRET_KEY" in os.environ
    assert set(laundry.wash(b"", "application/pdf", unpacks_to=1_000_000).problem.split()) <= {"LC_CTYPE"}
