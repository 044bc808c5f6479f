"""Every word that a file still holds is read, in a process of its own; what cannot be read is said, never taken for empty."""

from __future__ import annotations

import pytest

from sightline.upkeep import laundry
from sightline.upkeep.laundry.kinds import EXCEL, JPEG, PDF, PNG, WORD
from tests import hostile_files, stages

PASTED = "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        pytest.param("Mrs Okonkwo, Zoë".encode(), PASTED, "Mrs Okonkwo, Zoë", id="pasted"),
        pytest.param(
            stages.docx(body="<w:document><w:p><w:t>Okon</w:t><w:t>kwo &amp; son</w:t></w:p></w:document>"),
            WORD,
            "Okonkwo & son",
            id="Word, in two runs",
        ),
        pytest.param(
            stages.docx(("word/comments.xml", "<w:comments><w:p><w:t>ask Okonkwo</w:t></w:p></w:comments>")),
            WORD,
            "ask Okonkwo",
            id="Word, a comment",
        ),
        pytest.param(
            stages.docx(
                ("docProps/custom.xml", '<Properties><property name="Patient Okonkwo"/></Properties>')
            ),
            WORD,
            "Patient Okonkwo",
            id="Word, a name of a property",
        ),
        pytest.param(
            hostile_files.xlsx(
                ("xl/sharedStrings.xml", "<sst><si><t>Okonkwo</t></si><si><t>Hill</t></si></sst>")
            ),
            EXCEL,
            "Okonkwo\nHill",
            id="Excel, two cells",
        ),
    ],
)
def test_words_are_read_wherever_they_stand(content: bytes, kind: str, words: str) -> None:
    found = laundry.read(content, kind)
    assert found.problem == ""
    assert words in found.words
    assert not found.pictures


@pytest.mark.parametrize("kind", [PNG, JPEG])
def test_a_picture_is_said_to_be_one(kind: str) -> None:
    found = laundry.read(b"its points are not asked", kind)
    assert (found.words, found.pictures, found.problem) == ("", True, "")


@pytest.mark.parametrize(("content", "kind"), [(b"%PDF-1.4 cut off", PDF), (b"PK\x03\x04 cut off", WORD)])
def test_what_cannot_be_read_is_said(content: bytes, kind: str) -> None:
    assert "could not be read" in laundry.read(content, kind).problem


def test_what_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laundry, "SECONDS", 1)
    monkeypatch.setattr(laundry, "_START", "while True: pass")
    assert laundry.read(b"", PDF).problem == laundry.TOO_MUCH
