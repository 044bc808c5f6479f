"""PDFs that everybody can read: tagged, titled, the same twice; and what is typed is text, whatever it looks like."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import pikepdf
import pypdf
import pytest

from sightline.rendering import (
    Bullets,
    Document,
    KeyValues,
    NotDrawn,
    Paragraphs,
    Picture,
    Section,
    Table,
    plain_text,
    render_pdf,
)

AT = datetime(2026, 11, 28, 10, 30, tzinfo=UTC)
LINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><path d="M0 10 H80" stroke="#000"/></svg>'
)


def document(*blocks: object, title: str = "A report") -> Document:
    return Document(title, "SL-2026-0412", (Section("What happened", tuple(blocks)),))  # type: ignore[arg-type]


FULL = Document(
    "Report of a fall on Ward 4",
    "SL-2026-0412",
    (
        Section(
            "Summary",
            (
                KeyValues((("Reference", "SL-2026-0412"), ("Status", "Closed"))),
                Paragraphs("One.\n\nTwo.\nThree."),
            ),
            (
                Section(
                    "Actions",
                    (
                        Table("Actions agreed", ("Action", "By"), (("Check the rails", "1 May 2027"),)),
                        Bullets(("Bed rails", "Lighting")),
                        Picture(LINE, "Falls stayed level from January to June."),
                    ),
                ),
            ),
        ),
        Section("Lessons", (Paragraphs("Rails are checked at each handover."),)),
    ),
    lead="For the Board.",
)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The names of the tags in the order of reading."""

    def below(node: pikepdf.Object) -> Iterator[str]:
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S)
            kids = node.get("/K")
            for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary):
                    yield from below(kid)

    return list(below(pdf.Root.StructTreeRoot))


def test_pdf_is_tagged_titled_and_says_its_language() -> None:
    pdf = opened(render_pdf(FULL, at=AT))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert str(pdf.docinfo["/Title"]) == FULL.title
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as said:
        assert said["pdfuaid:part"] == "1"
        assert said["dc:title"] == FULL.title
        assert set(said["dc:language"]) == {"en-GB"}
    for page in pdf.pages:
        assert page.obj.Tabs == pikepdf.Name.S


def test_headings_are_in_order_and_a_table_has_heads() -> None:
    found = tags(opened(render_pdf(FULL, at=AT)))
    headings = [tag for tag in found if re.fullmatch(r"/(Title|H\d)", tag)]
    assert headings == ["/Title", "/H1", "/H2", "/H1"]
    assert found.count("/TH") == 2
    assert found.count("/TD") == 2
    assert {"/Caption", "/L", "/LI", "/Figure", "/P"} <= set(found)


def test_a_picture_carries_its_words() -> None:
    pdf = opened(render_pdf(FULL, at=AT))
    alts = [
        str(each["/Alt"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
    ]
    assert alts == ["Falls stayed level from January to June."]


def test_every_page_says_whose_it_is_and_which_of_how_many() -> None:
    content = render_pdf(document(Paragraphs("A line of a long report.\n\n" * 120)), at=AT)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "SL-2026-0412. Made on 28 November 2026, 10:30. OFFICIAL-SENSITIVE" in page


def test_every_word_can_be_found() -> None:
    held = " ".join(words(render_pdf(FULL, at=AT)).split())
    seen = plain_text(FULL).replace(LINE, "").replace("Falls stayed level from January to June.", "")
    for line in seen.splitlines():
        assert line in held


def test_same_document_gives_the_same_bytes_and_another_moment_others() -> None:
    first = render_pdf(FULL, at=AT)
    assert render_pdf(FULL, at=AT) == first
    assert render_pdf(FULL, at=AT.replace(minute=31)) != first


@pytest.mark.parametrize(
    "typed",
    [
        '#eval("1+1") and #read("document.typ")',
        '#import "@preview/x:0.1.0": *',
        "*bold* _it_ $x^2$ `raw` <label> @ref = Heading",
        "\\ \\u{1F600} // comment /* another */",
        "#set page(width: 1pt) \"quotes\" 'single' -- --- ...",
        "{{ 7*7 }} ${7*7} <script>alert(1)</script>",
        "https://example.org/a?b=c&d=e",
    ],
)
def test_what_looks_like_source_is_printed_as_it_was_typed(typed: str) -> None:
    for block in (
        Paragraphs(typed),
        KeyValues(((typed, typed),)),
        Bullets((typed,)),
        Table(typed, (typed,), ((typed,),)),
    ):
        content = render_pdf(document(block, title=typed), at=AT)
        assert typed in " ".join(words(content).split())
        with opened(content) as pdf:
            assert str(pdf.docinfo["/Title"]) == typed


def test_ligatures_and_line_ends_split_no_word() -> None:
    typed = "The affluent officer fled; " * 40 + "staff coffee"
    held = " ".join(words(render_pdf(document(Paragraphs(typed)), at=AT)).split())
    assert typed in held


def test_signs_and_scripts_without_a_shape_are_named() -> None:
    held = words(render_pdf(document(Paragraphs("Sad 😢 and مرحبا and 漢字, Привет, שלום.")), at=AT))
    assert "Sad [crying face] and [5 characters, Arabic, not printed]" in held
    assert "[2 characters, Cjk, not printed]" in " ".join(held.split())
    assert "Привет" in held
    assert "שלום" in held or "םולש" in held


def test_letters_in_a_form_that_the_font_lacks_are_printed_in_an_ordinary_one() -> None:
    held = words(
        render_pdf(document(Paragraphs("The o\ufb03cer \uff33\uff4d\uff49\uff54\uff48, 5\u33a1")), at=AT)
    )
    assert "The officer Smith, 5m2" in held


def test_marks_that_turn_or_hide_text_are_left_out() -> None:
    typed = "Dose \u202e5.0\u202c mg\u0000\u0007, Okon\u200bkwo, a\u00adb"
    held = words(render_pdf(document(Paragraphs(typed)), at=AT))
    assert "Dose 5.0 mg, Okonkwo, ab" in held
    assert not [each for each in held if unicodedata.category(each) in ("Cf", "Cc") and each != "\n"]


def test_accents_are_printed_however_they_were_typed() -> None:
    held = words(render_pdf(document(Paragraphs("Agnieszka Wójcik, Zoë, Jose\u0301")), at=AT))
    assert "Agnieszka Wójcik, Zoë, José" in unicodedata.normalize("NFC", held)


def test_a_word_longer_than_the_page_is_broken_and_not_cut_off() -> None:
    content = render_pdf(document(Paragraphs("x" * 5000)), at=AT)
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    found: list[float] = []
    page.extract_text(visitor_text=lambda text, cm, tm, *_: found.append(len(text.strip())))
    assert max(found) <= 130
    assert words(content).count("x") == 5000


def test_a_million_characters_are_drawn() -> None:
    typed = "Nothing of this is an order: #panic(). " * 26_000
    content = render_pdf(document(Paragraphs(typed)), at=AT)
    assert len(opened(content).pages) > 200


def test_surrogates_and_unassigned_characters_cost_no_report() -> None:
    assert "[unknown character]" in words(render_pdf(document(Paragraphs("a \ue000 b \ud800 c")), at=AT))


def test_what_nobody_could_read_is_refused() -> None:
    with pytest.raises(ValueError, match="what it shows"):
        Picture(LINE, " ")
    with pytest.raises(ValueError, match="head for each"):
        Table("Counts", ("", "By"), ())
    with pytest.raises(ValueError, match="as many cells"):
        Table("Counts", ("A", "B"), (("1",),))
    with pytest.raises(ValueError, match="title"):
        Document(" ", "SL-1", ())
    with pytest.raises(ValueError, match="deep"):
        Section("1", (), (Section("2", (), (Section("3", (), (Section("4"),)),)),))


def test_a_picture_that_is_none_is_said() -> None:
    with pytest.raises(NotDrawn):
        render_pdf(document(Picture("not a drawing", "A line.")), at=AT)


def test_a_picture_fetches_nothing() -> None:
    """Neither a file of the machine nor an address is read for a drawing."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<image xlink:href="/etc/hostname" width="9" height="9"/><image href="document.typ" width="9" height="9"/></svg>'
    )
    try:
        content = render_pdf(document(Picture(svg, "A line.")), at=AT)
    except NotDrawn:
        return
    assert "sys.inputs" not in words(content)
