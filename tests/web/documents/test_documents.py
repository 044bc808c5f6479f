"""Papers through the screens: added, downloaded, refused in words, and a report begun from one."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sightline.incidents.models import Document, Incident
from sightline.policy.initial_review_form import HEADLINES
from sightline.policy.terms import Role, Status
from tests import stages
from tests.conftest import SignIn
from tests.factories import World, declared, report_answers

pytestmark = pytest.mark.django_db


WORD = stages.docx()


def word(name: str = "Review.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, WORD)


def test_a_paper_is_added_and_downloaded(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    address = reverse("incident_documents", args=[incident.reference])
    sent = {"seen": str(incident.version), "kind": "initial_review", "document": word("../../Review.docx")}
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert "Review.docx" in page
    assert "72-hour review" in page
    paper = sign_in("trust", Role.PROVIDER_LEAD).get(reverse("document", args=[Document.objects.get().id]))
    assert paper["Content-Disposition"].startswith("attachment")
    assert b"".join(paper.streaming_content) == WORD  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose the file, or paste its words."),
        ({"document": SimpleUploadedFile("report.pdf", b"MZ" + b"\0" * 100)}, "none of these"),
        ({"document": SimpleUploadedFile("r.pdf", stages.PDF), "pasted": "words"}, "not both"),
        ({"document": SimpleUploadedFile("r.pdf", stages.PDF), "kind": "other"}, "in a few words what it is"),
    ],
)
def test_a_refused_paper_says_why_and_changes_nothing(
    world: World, sign_in: SignIn, given: dict[str, object], words: str
) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    sent = {"seen": str(incident.version), "kind": "evidence", "description": "", **given}
    page = client.post(reverse("incident_documents", args=[incident.reference]), sent)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Document.objects.exists()


def test_pasted_words_are_kept_as_a_text(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    sent = {
        "seen": str(incident.version),
        "kind": "record",
        "pasted": "Seen at 10:05. <b>Told the matron.</b>",
    }
    client.post(reverse("incident_documents", args=[incident.reference]), sent)
    row = Document.objects.get()
    assert (row.name, row.content_type) == ("Record, statement or timeline.txt", "text/plain; charset=utf-8")
    paper = client.get(reverse("document", args=[row.id]))
    assert b"".join(paper.streaming_content) == b"Seen at 10:05. <b>Told the matron.</b>"  # type: ignore[attr-defined]
    assert paper["X-Content-Type-Options"] == "nosniff"


def test_a_lead_reports_declares_and_sends_the_review_from_a_word_document(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    begun = client.post(reverse("report_start"), {"document": "yes"})["Location"]
    asked = report_answers()
    day = {"happened_on_0": "16", "happened_on_1": "11", "happened_on_2": "2026"}
    answers = {key: value for key, value in asked.items() if key != "happened_on"}
    page = client.get(begun).content.decode()
    for name, value in day.items():
        part = ("day", "month", "year")[int(name[-1])]
        key = next(
            key for key in (name, f"happened_on-{part}", f"happened_on_{part}") if f'name="{key}"' in page
        )
        answers[key] = value
    first = client.post(begun, {**answers, "document": word(), "immediate_action": ""})
    assert first.status_code == 422, "what is wrong is said, and nothing is sent"
    assert not Incident.objects.exists()
    sent = client.post(begun, {**answers, "document": word()})
    incident = Incident.objects.get()
    assert sent["Location"] == reverse("decide", args=[incident.reference])
    assert incident.documents.get().kind == "initial_review"
    client.post(begun, {**answers, "document": word()})
    assert Incident.objects.count() == 1, "a double click makes one incident"


def test_the_review_uses_the_document_that_is_there(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    client.post(
        reverse("incident_documents", args=[incident.reference]),
        {"seen": str(incident.version), "kind": "initial_review", "document": word()},
    )
    incident = stages.now_of(incident)
    address = reverse("documents_initial_review", args=[incident.reference])
    assert "Review.docx" in client.get(address).content.decode()
    answers = {code: text for code, text in stages.review_answers().items() if code in HEADLINES}
    sent = {**answers, "proposed_level": "2", "kept": str(Document.objects.get().id)}
    client.post(address, {**sent, "seen": str(incident.version)})
    assert stages.now_of(incident).status == Status.INITIAL_REVIEW_SUBMITTED
    assert stages.now_of(incident).initial_reviews.get().document_id == Document.objects.get().id
    case = client.get(reverse("incident", args=[incident.reference])).content.decode()
    assert "Download Review.docx" in case
