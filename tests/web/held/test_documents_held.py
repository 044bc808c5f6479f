"""A paper with personal data is received in time and opens for nobody else until it is settled (11.1c, decision 25)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sightline.incidents.models import Document, Incident
from sightline.incidents.services.document_receipt import examine
from sightline.policy.found_words import TextCheck
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import World, declared

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(text: str) -> bytes:
    """A Word document with these words, in runs as an editor leaves them."""
    half = len(text) // 2
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in (text[:half], text[half:])
    )
    return stages.docx(body=f"<w:document {_W}><w:body><w:p>{runs}</w:p></w:body></w:document>")


def excel(*cells: str) -> bytes:
    """A workbook with these cells."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>'
    )
    rows = "".join(f"<c><v>{cell}</v></c>" for cell in cells)
    return stages.zipped(
        ("[Content_Types].xml", types),
        ("xl/workbook.xml", "<workbook/>"),
        ("xl/worksheets/sheet1.xml", f"<worksheet><sheetData><row>{rows}</row></sheetData></worksheet>"),
    )


def pdf(text: str) -> bytes:
    """A PDF with one line of words."""
    import pikepdf

    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 200))
    page = made.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = made.make_stream(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (word(f"Patient {NUMBER} fell."), TextCheck.HELD),
        (excel("12", NUMBER.replace(" ", "")), TextCheck.HELD),
        (pdf(f"Patient {NUMBER} fell."), TextCheck.HELD),
        (word("The patient fell from the trolley."), TextCheck.CLEAR),
        (excel("12", "2026"), TextCheck.CLEAR),
        (pdf("The patient fell from the trolley."), TextCheck.CLEAR),
        (pdf(""), TextCheck.NO_TEXT),
    ],
)
def test_the_words_of_every_kind_of_file_are_looked_through(content: bytes, state: TextCheck) -> None:
    examined = examine(content)
    assert examined.problem == ""
    assert examined.text_check is state
    assert (examined.found == "NHS Number") is (state is TextCheck.HELD)


def test_a_picture_is_said_not_to_be_checked() -> None:
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    assert examine(drawn.getvalue()).text_check is TextCheck.NO_TEXT


def send(sign_in: SignIn, incident: Incident, hat: tuple[str, Role], content: bytes, **more: Any) -> Document:
    sent = {
        "seen": str(stages.now_of(incident).version),
        "kind": "record",
        "document": SimpleUploadedFile(more.pop("name", "Record.docx"), content),
        **more,
    }
    answer = sign_in(*hat).post(reverse("incident_documents", args=[incident.reference]), sent)
    assert answer.status_code == 302
    return Document.objects.get()


LEAD, TEAM = ("trust", Role.PROVIDER_LEAD), ("icb", Role.PATIENT_SAFETY_TEAM)


@pytest.mark.clause("11.1c", facet="a paper with personal data waits for its redacted copy")
def test_it_counts_as_received_and_opens_only_for_those_who_handle_it_on_their_side(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    paper = send(sign_in, incident, LEAD, word(f"Patient {NUMBER} fell."))
    assert (paper.text_check, paper.found_kinds) == (TextCheck.HELD, "NHS Number")
    assert stages.now_of(incident).held_of_provider == 1
    listed = sign_in(*TEAM).get(reverse("incident_documents", args=[incident.reference])).content.decode()
    assert "Held for redaction" in listed
    address = reverse("document", args=[paper.id])
    closed = sign_in(*TEAM).get(address)
    assert closed.status_code == 403
    assert "counts as received" in " ".join(closed.content.decode().split())
    for role in (Role.PROVIDER_LEAD, Role.INVESTIGATOR, Role.PROVIDER_EXECUTIVE):
        assert sign_in("trust", role).get(address).status_code == 200


def test_a_redacted_copy_takes_its_place_and_the_original_stays_held(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    paper = send(sign_in, incident, LEAD, word(f"Patient {NUMBER} fell."))
    settle = reverse("held_document", args=[incident.reference, paper.id])
    client = sign_in(*LEAD)

    def give(content: bytes) -> Any:
        seen = str(stages.now_of(incident).version)
        file = SimpleUploadedFile("Copy.docx", content)
        return client.post(settle, {"seen": seen, "how": "redacted", "document": file})

    refused = give(word(f"The patient, {NUMBER}, fell."))
    assert refused.status_code == 422
    assert "still holds what the check finds: NHS Number" in refused.content.decode()
    assert give(word("Patient A fell.")).status_code == 302
    paper.refresh_from_db()
    copy = Document.objects.get(replaces=paper)
    assert (paper.text_check, copy.text_check) == (TextCheck.REPLACED, TextCheck.CLEAR)
    assert stages.now_of(incident).held_of_provider == 0
    theirs = sign_in(*TEAM)
    closed = theirs.get(reverse("document", args=[paper.id]))
    assert closed.status_code == 403
    assert reverse("document", args=[copy.id]) in closed.content.decode()
    assert theirs.get(reverse("document", args=[copy.id])).status_code == 200
    assert client.get(settle).status_code in (403, 404), "it is settled once"


def test_a_lead_records_with_a_reason_that_it_holds_none(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    paper = send(sign_in, incident, LEAD, word(f"Serial number {NUMBER}."))
    settle = reverse("held_document", args=[incident.reference, paper.id])
    client = sign_in(*LEAD)
    given = {"seen": str(stages.now_of(incident).version), "how": "not_personal", "why": ""}
    assert client.post(settle, given).status_code == 422
    assert client.post(settle, {**given, "why": "It is the pump's serial number."}).status_code == 302
    paper.refresh_from_db()
    assert (paper.text_check, paper.settled_why) == (
        TextCheck.NOT_PERSONAL,
        "It is the pump's serial number.",
    )
    assert sign_in(*TEAM).get(reverse("document", args=[paper.id])).status_code == 200


def test_the_other_side_settles_only_what_it_put_there_itself(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    paper = send(sign_in, incident, TEAM, word(f"Patient {NUMBER} fell."))
    settle = reverse("held_document", args=[incident.reference, paper.id])
    assert sign_in(*LEAD).get(settle).status_code == 403
    assert sign_in(*LEAD).get(reverse("document", args=[paper.id])).status_code == 403
    assert sign_in(*TEAM).get(settle).status_code == 200


def test_a_file_name_that_says_who_somebody_is_becomes_what_the_paper_is(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    paper = send(
        sign_in, incident, LEAD, word("The patient fell."), name=f"{NUMBER.replace(' ', '_')} record.docx"
    )
    assert paper.name == "Record, statement or timeline.docx"


def test_its_description_is_asked_about_like_any_text(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    sent = {
        "seen": str(incident.version),
        "kind": "record",
        "pasted": "The patient fell.",
        "description": f"Of {NUMBER}",
    }
    page = sign_in(*LEAD).post(reverse("incident_documents", args=[incident.reference]), sent)
    assert page.status_code == 422
    assert f"<mark>{NUMBER}</mark>" in page.content.decode()
    assert not Document.objects.exists()
