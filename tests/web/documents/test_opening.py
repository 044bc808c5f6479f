"""What a browser is given of a paper: always to be saved, never to be shown or run, and a page where nothing is given."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sightline.incidents.models import Document
from sightline.incidents.services.documents import NewDocument, add_document
from sightline.policy.terms import Role
from tests import hostile_files, stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared

pytestmark = pytest.mark.django_db


def paper(world: World, name: str = "Review.pdf") -> str:
    incident = declared(world)
    document = NewDocument(name, stages.PDF, "evidence")
    made = add_document(incident.id, document, by=world.lead, now=NOW, seen=incident.version)
    return reverse("document", args=[made])


def test_a_paper_is_saved_and_never_shown_or_run(world: World, sign_in: SignIn) -> None:
    name = "<img src=x onerror=alert(1)>\r\nSet-Cookie: a=b\u202e \u00e9t\u00e9.pdf"
    answer = sign_in("trust", Role.PROVIDER_LEAD).get(paper(world, name))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\u202e".encode().hex() not in answer["Content-Disposition"].lower()
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert answer["Content-Security-Policy"].endswith("; sandbox")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"
    assert "Set-Cookie: a" not in str(answer.headers).replace("Set-Cookie a", "")


def test_handlers_get_the_bytes_received_and_others_the_cleaned_copy(world: World, sign_in: SignIn) -> None:
    address = paper(world)
    received = sign_in("trust", Role.PROVIDER_LEAD).get(address)
    cleaned = sign_in("icb", Role.CHIEF_NURSE).get(address)
    assert b"".join(received.streaming_content) == stages.PDF  # type: ignore[attr-defined]
    given = b"".join(cleaned.streaming_content)  # type: ignore[attr-defined]
    assert given.startswith(b"%PDF-")
    assert given != stages.PDF
    assert int(cleaned["Content-Length"]) == len(given)


@pytest.mark.parametrize(
    ("change", "hat", "status", "words"),
    [
        ({"scan": "waiting"}, ("trust", Role.PROVIDER_LEAD), 503, "counts as received"),
        ({"scan": "infected"}, ("trust", Role.PROVIDER_LEAD), 403, "A virus was found"),
        (
            {"cleaned_sha256": "", "no_copy_because": "no copy could be made"},
            ("icb", Role.CHIEF_NURSE),
            403,
            "there is none: no copy could be made",
        ),
    ],
)
def test_what_cannot_be_opened_is_a_page_that_says_why(
    world: World, sign_in: SignIn, change: dict[str, str], hat: tuple[str, Role], status: int, words: str
) -> None:
    address = paper(world)
    Document.objects.update(**change)
    answer = sign_in(*hat).get(address)
    assert answer.status_code == status
    said = " ".join(answer.content.decode().split())
    assert words in said
    assert f"Back to {Document.objects.get().incident.reference}" in said


def test_every_file_made_to_harm_is_refused_beside_its_field(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("incident_documents", args=[incident.reference])
    for name, content, words in hostile_files.samples():
        for claimed in ("application/pdf", "image/png"):
            file = SimpleUploadedFile(name, content, content_type=claimed)
            sent = {
                "seen": str(incident.version),
                "kind": "evidence",
                "description": "As typed.",
                "document": file,
            }
            page = client.post(address, sent)
            assert page.status_code == 422, name
            said = page.content.decode()
            assert "As typed." in said, name
            if content:
                assert words in said, name
            if len(content) > 100_000:
                break
    assert not Document.objects.exists()
