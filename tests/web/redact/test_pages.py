"""Redacted copies through the screens: marked, looked at, made, checked; refused in words; shown to nobody else."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import Incident, RedactedCopy, RedactionDraft
from sightline.policy.same_words import words_at
from sightline.policy.terms import Role
from tests.conftest import SignIn
from tests.factories import World, declared
from tests.incidents.services.test_redaction import a_report, with_original

pytestmark = pytest.mark.django_db
NAME = "Okonkwo"


@pytest.fixture
def case(world: World) -> Incident:
    """A case whose story names somebody, as one does that was typed before the check."""
    incident = declared(world)
    story = f"Mrs {NAME} fell by the bed. Dr Hill was called at ten. {NAME}'s daughter was told, NHS 999 000 0123."
    Incident.objects.filter(id=incident.id).update(what_happened=story, made_safe="The rails were put up.")
    incident.refresh_from_db()
    return incident


def page_of(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def begun(client: Client, case: Incident) -> RedactionDraft:
    sent = {
        "seen": case.version,
        "contents": ["summary", "narrative"],
        "copy_for": "family",
        "purpose": "For the meeting",
    }
    answer = client.post(reverse("redact_begin", args=[case.reference]), sent)
    assert answer.status_code == 302, answer.content.decode()
    return RedactionDraft.objects.get()


Post = Callable[..., HttpResponse]


def posting(client: Client, case: Incident, draft: RedactionDraft) -> Post:
    def post(do: str, **fields: object) -> HttpResponse:
        draft.refresh_from_db()
        sent = {"seen": case.version, "version": draft.version, "do": do}
        sent |= {f"{do}-{name}": value for name, value in fields.items()}
        return client.post(reverse("redact_mark", args=[case.reference, draft.id]), sent)  # type: ignore[return-value]

    return post


def made(client: Client, case: Incident) -> RedactedCopy:
    draft = begun(client, case)
    assert posting(client, case, draft)("mark", words=NAME, where="", reason="third_party").status_code == 302
    address = reverse("redact_preview", args=[case.reference, draft.id])
    assert client.post(address, {"seen": case.version}).status_code == 302
    return RedactedCopy.objects.get()


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_a_report_is_redacted_for_a_family(world: World, sign_in: SignIn, case: Incident) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    draft = begun(client, case)
    post = posting(client, case, draft)
    page = page_of(client, "redact_mark", case.reference, draft.id)
    assert "999 000 0123 (NHS Number)" in page
    assert post("suggested", words=["999 000 0123"], reason="third_party").status_code == 302
    assert post("mark", words="okonkwo", where="", reason="third_party").status_code == 302
    assert post("mark", words="Dr Hill", where="", reason="other", own_words="not needed").status_code == 302
    preview = page_of(client, "redact_preview", case.reference, draft.id)
    assert not words_at(preview, NAME)
    assert "[redacted: another person]" in preview
    assert "[redacted: not needed]" in preview
    answer = client.post(reverse("redact_preview", args=[case.reference, draft.id]), {"seen": case.version})
    copy = RedactedCopy.objects.get()
    assert answer.headers["Location"] == reverse("redacted_copy", args=[case.reference, copy.id])
    file = client.get(reverse("redacted_copy_file", args=[case.reference, copy.id]))
    content = b"".join(file.streaming_content)  # type: ignore[attr-defined]
    text = "\n".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert not any(words_at(text, words) for words in (NAME, "Dr Hill", "9990000123"))
    assert "fell by the bed" in text
    page = page_of(client, "redacted_copy", case.reference, copy.id)
    assert "It must not be given out yet" in page
    assert copy.document.sha256 in page
    assert copy.manifest["original"]["hmac_sha256"] in page
    assert "you made it" in page

    second = sign_in("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    case.refresh_from_db()
    address = reverse("redacted_copy", args=[case.reference, copy.id])
    assert second.post(address, {"seen": case.version, "outcome": "approved", "note": ""}).status_code == 302
    assert "It may be given out" in page_of(second, "redacted_copy", case.reference, copy.id)


def test_the_manifest_is_a_file_without_the_words(world: World, sign_in: SignIn, case: Incident) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    copy = made(client, case)
    answer = client.get(reverse("redacted_copy_manifest", args=[case.reference, copy.id]))
    told = json.loads(answer.content)
    assert told["copy"]["sha256"] == copy.document.sha256
    assert told["checked"]["outcome"] == "Nobody has checked it yet"
    assert not words_at(answer.content.decode(), NAME)
    assert copy.hash_key not in answer.content.decode()


@pytest.mark.parametrize(
    ("do", "fields", "words"),
    [
        ("mark", {"words": "", "reason": "staff"}, "Type or paste the words to take out."),
        ("mark", {"words": "...", "reason": "staff"}, "Type or paste the words to take out."),
        ("mark", {"words": NAME, "reason": ""}, "Say why the words are taken out."),
        ("mark", {"words": NAME, "reason": "other", "own_words": ""}, "Say in a few words why."),
        ("mark", {"words": "Okonkow", "reason": "staff"}, "These words do not stand there."),
        ("mark", {"words": NAME, "reason": "staff", "where": "summary.Provider"}, "do not stand there"),
        ("mark", {"words": NAME, "reason": "staff", "where": "elsewhere"}, "Select one of the answers shown"),
        ("suggested", {"reason": "staff"}, "Tick what is to be taken out."),
        ("suggested", {"words": ["fell"], "reason": "staff"}, "Select from the answers shown"),
    ],
)
def test_a_refused_mark_says_why_and_marks_nothing(
    world: World, sign_in: SignIn, case: Incident, do: str, fields: dict[str, object], words: str
) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    draft = begun(client, case)
    answer = posting(client, case, draft)(do, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    draft.refresh_from_db()
    assert draft.marks == []


def test_words_are_left_in_again(world: World, sign_in: SignIn, case: Incident) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    draft = begun(client, case)
    post = posting(client, case, draft)
    post("mark", words=NAME, where="", reason="third_party")
    assert f"<del>{NAME}</del>" in page_of(client, "redact_mark", case.reference, draft.id)
    assert post("marks", gone=[f"[redacted: another person] {NAME}"]).status_code == 302
    draft.refresh_from_db()
    assert draft.marks == []


def test_a_name_left_standing_is_said_before_the_copy_is_made(
    world: World, sign_in: SignIn, case: Incident
) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    draft = begun(client, case)
    posting(client, case, draft)("mark", words=f"Mrs {NAME}", where="", reason="third_party")
    preview = page_of(client, "redact_preview", case.reference, draft.id)
    assert "Still in the copy" in preview
    assert f"“{NAME}”, which is taken out elsewhere: once" in preview


def test_a_text_that_changed_is_said_and_makes_no_copy(world: World, sign_in: SignIn, case: Incident) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    draft = begun(client, case)
    posting(client, case, draft)("mark", words=NAME, where="", reason="third_party")
    Incident.objects.filter(id=case.id).update(what_happened=f"Corrected. {case.what_happened}")
    page = page_of(client, "redact_preview", case.reference, draft.id)
    assert "Changed since you marked it" in page
    answer = client.post(reverse("redact_preview", args=[case.reference, draft.id]), {"seen": case.version})
    assert answer.status_code == 422
    assert "Description of incident" in answer.content.decode()
    assert not RedactedCopy.objects.exists()


def test_a_form_from_an_older_window_changes_nothing(world: World, sign_in: SignIn, case: Incident) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    draft = begun(client, case)
    address = reverse("redact_mark", args=[case.reference, draft.id])
    for version in ("", "0", "x", "99999999999"):
        sent = {
            "seen": case.version,
            "version": version,
            "do": "mark",
            "mark-words": NAME,
            "mark-reason": "staff",
        }
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert "another window" in answer.content.decode()


def test_a_copy_in_hand_is_thrown_away(world: World, sign_in: SignIn, case: Incident) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    draft = begun(client, case)
    assert "Begun by you" in page_of(client, "redacted_copies", case.reference)
    assert posting(client, case, draft)("discard").status_code == 302
    assert not RedactionDraft.objects.exists()


def test_only_what_the_case_holds_and_the_role_is_shown_is_offered(
    world: World, sign_in: SignIn, case: Incident
) -> None:
    page = page_of(sign_in("trust", Role.PROVIDER_LEAD), "redact_begin", case.reference)
    assert "What happened" in page
    assert "72-hour review" not in page
    answer = sign_in("trust", Role.PROVIDER_LEAD).post(
        reverse("redact_begin", args=[case.reference]),
        {"seen": case.version, "contents": ["report"], "copy_for": "family", "purpose": "x"},
    )
    assert answer.status_code == 422


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_whose_copies_are_whose(world: World, sign_in: SignIn, case: Incident) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    copy = made(client, case)
    draft = begun(client, case)
    names = ("redacted_copy", "redacted_copy_file", "redacted_copy_manifest")
    for organisation, role in (("other_trust", Role.PROVIDER_LEAD), ("other_icb", Role.PATIENT_SAFETY_TEAM)):
        for name in names:
            asked = sign_in(organisation, role).get(reverse(name, args=[case.reference, copy.id]))
            assert asked.status_code == 404
    investigator = sign_in("trust", Role.INVESTIGATOR)
    for name in names:
        assert investigator.get(reverse(name, args=[case.reference, copy.id])).status_code == 404
    assert investigator.get(reverse("redacted_copies", args=[case.reference])).status_code == 403
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert team.get(reverse("redact_mark", args=[case.reference, draft.id])).status_code == 404
    assert team.get(reverse("redacted_copy", args=[case.reference, copy.id])).status_code == 200
    # Another case's address shows none of it.
    other = declared(world)
    assert client.get(reverse("redacted_copy", args=[other.reference, copy.id])).status_code == 404
    assert client.get(reverse("redact_mark", args=[other.reference, draft.id])).status_code == 404


def test_a_check_without_its_answer_says_so(world: World, sign_in: SignIn, case: Incident) -> None:
    copy = made(sign_in("trust", Role.PROVIDER_LEAD), case)
    case.refresh_from_db()
    second = sign_in("trust", Role.PROVIDER_EXECUTIVE)
    address = reverse("redacted_copy", args=[case.reference, copy.id])
    answer = second.post(address, {"seen": case.version})
    assert answer.status_code == 422
    assert "Say what you found." in answer.content.decode()
    answer = second.post(address, {"seen": case.version, "outcome": "refused", "note": ""})
    assert "Say what must be changed" in answer.content.decode()
    copy.refresh_from_db()
    assert copy.outcome == ""


def test_the_documents_list_has_the_copy(world: World, sign_in: SignIn, case: Incident) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    made(client, case)
    page = page_of(client, "incident_documents", case.reference)
    assert f"{case.reference} redacted copy 1.pdf" in page
    assert 'value="redacted_copy"' not in page


@pytest.mark.clause("11.1c", facet="names in texts are found")
def test_a_replacement_that_keeps_a_name_is_refused_beside_its_field(world: World, sign_in: SignIn) -> None:
    incident, original = with_original(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("redact_document", args=[incident.reference])

    def sent(content: bytes) -> dict[str, object]:
        return {
            "seen": incident.version,
            "original": str(original.id),
            "document": SimpleUploadedFile("Mrs Okonkwo.pdf", content),
            "words_third_party": f"{NAME}\n\n",
            "copy_for": "coroner",
            "purpose": "Schedule 5",
        }

    answer = client.post(address, sent(a_report("Mrs [A] fell.", bar=f"Mrs {NAME}")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"The file still holds “{NAME}”" in page
    assert f">{NAME}\n" in page or f">\n{NAME}\n" in page or f">{NAME}" in page
    assert not RedactedCopy.objects.exists()
    assert client.post(address, sent(a_report("Mrs [A] fell.", picture="a scan"))).status_code == 302
    copy = RedactedCopy.objects.get()
    page = page_of(client, "redacted_copy", incident.reference, copy.id)
    assert "We cannot check pictures" in page
    assert not words_at(copy.document.name, NAME)


def test_a_page_of_copies_asks_few_queries(
    world: World, sign_in: SignIn, case: Incident, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    copy = made(client, case)
    draft = begun(client, case)
    for name, args in (
        ("redacted_copies", [case.reference]),
        ("redacted_copy", [case.reference, copy.id]),
        ("redact_mark", [case.reference, draft.id]),
        ("redact_preview", [case.reference, draft.id]),
    ):
        client.get(reverse(name, args=args))
        with django_assert_max_num_queries(17):  # type: ignore[attr-defined]
            assert client.get(reverse(name, args=args)).status_code == 200
