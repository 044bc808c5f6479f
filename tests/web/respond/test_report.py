"""The pages of the final report: written and saved, signed by the executive, sent by the lead."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from sightline.incidents.models import Document, InvestigationReport
from sightline.policy.terms import Role, Status
from tests import stages
from tests.conftest import SignIn
from tests.factories import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def words(version: int, **changes: object) -> dict[str, object]:
    written = {name: stages.REPORT[name] for name in ("summary", "causes", "lessons")}
    return {"seen": str(version), **written, **changes}


def pdf(name: str = "report.pdf", content: bytes = stages.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_investigator_saves_the_report_part_by_part(world: World, sign_in: SignIn) -> None:
    incident = stages.investigating(world)
    client = sign_in("trust", Role.INVESTIGATOR)
    address = f"/incidents/{incident.reference}/final-report/"
    page = client.get(address).content.decode()
    assert "still needs" in page
    assert "the causes found" in page
    assert "Thursday 11 February 2027" in page
    answer = client.post(address, words(incident.version, causes="", lessons=""), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(address, 302)]
    assert "The final report was saved." in page
    assert "The guidewire was not counted out." in page
    assert "<li>a summary</li>" not in page
    assert "<li>the causes found</li>" in page
    answer = client.post(
        address, words(stages.now_of(incident).version, document=pdf("../../Final.pdf"), next="action")
    )
    assert answer["Location"] == f"/incidents/{incident.reference}/actions/add/"
    assert Document.objects.get().name == "Final.pdf"
    page = client.get(address).content.decode()
    assert "Final.pdf" in page
    assert "<li>at least one action, with its owner and date</li>" in page


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (pdf("report.pdf", b"<html>not a pdf</html>"), "What is inside it is neither"),
        (pdf("report.pdf", b""), "The file is empty"),
        (pdf("report.docx", stages.docx(("word/vbaProject.bin", b"code"))), "macros"),
        (pdf("report.pdf", stages.PDF + b"0" * 2_000_000), "1 MB or smaller"),
    ],
    ids=["not a pdf", "empty", "macros", "too large"],
)
def test_file_refused_is_said_beside_it_and_the_words_stay(
    world: World, sign_in: SignIn, settings: Settings, file: SimpleUploadedFile, message: str
) -> None:
    settings.SIGHTLINE_DOCUMENT_BYTES = 1024 * 1024
    incident = stages.investigating(world)
    file.seek(0)
    answer = sign_in("trust", Role.INVESTIGATOR).post(
        f"/incidents/{incident.reference}/final-report/", words(incident.version, document=file)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert 'href="#id_document"' in page
    assert stages.REPORT["causes"] in page
    assert not InvestigationReport.objects.exists()


def test_report_too_long_is_said_and_kept(world: World, sign_in: SignIn) -> None:
    incident = stages.investigating(world)
    answer = sign_in("trust", Role.INVESTIGATOR).post(
        f"/incidents/{incident.reference}/final-report/", words(incident.version, causes="é" * 100_000)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "You typed 100,000." in page
    assert "é" * 100_000 in page


def test_report_is_closed_to_others_and_to_outsiders(world: World, sign_in: SignIn) -> None:
    incident = stages.investigating(world)
    address = f"/incidents/{incident.reference}/final-report/"
    assert sign_in("icb", Role.PATIENT_SAFETY_TEAM).post(address, words(incident.version)).status_code == 403
    assert sign_in("other_trust", Role.INVESTIGATOR).post(address, words(incident.version)).status_code == 404
    assert not InvestigationReport.objects.exists()


def test_words_come_back_after_the_session_was_lost_and_the_file_is_asked_for_again(
    world: World, sign_in: SignIn
) -> None:
    incident = stages.investigating(world)
    client = sign_in("trust", Role.INVESTIGATOR)
    address = f"/incidents/{incident.reference}/final-report/"
    client.get(address)
    client.cookies.pop("sightline_session")
    away = client.post(address, words(incident.version, lessons="Typed before lunch.", document=pdf()))
    login = {"login": world.username("trust", Role.INVESTIGATOR), "password": PASSWORD}
    page = client.post(away["Location"], login, follow=True).content.decode()
    assert "Typed before lunch." in page
    assert "Choose the file again" in page
    assert not Document.objects.exists()


def test_plan_of_weak_actions_is_pointed_out(world: World, sign_in: SignIn) -> None:
    incident = stages.with_action(world, stages.investigating(world), text="Remind staff", strength="weak")
    client = sign_in("trust", Role.INVESTIGATOR)
    address = f"/incidents/{incident.reference}/final-report/"
    assert "Every action of the plan is weak" in client.get(address).content.decode()
    stages.with_action(world, incident, strength="strong")
    assert "Every action of the plan is weak" not in client.get(address).content.decode()


def test_two_writers_the_second_is_told_and_keeps_the_words(world: World, sign_in: SignIn) -> None:
    incident = stages.investigating(world)
    address = f"/incidents/{incident.reference}/final-report/"
    assert sign_in("trust", Role.INVESTIGATOR).post(address, words(incident.version)).status_code == 302
    second = sign_in("trust", Role.PROVIDER_LEAD).post(
        address, words(incident.version, summary="What the lead typed at the same time.")
    )
    assert second.status_code == 409
    assert "What the lead typed at the same time." in second.content.decode()
    assert InvestigationReport.objects.get().summary == stages.REPORT["summary"]


def test_signed_report_warns_that_a_change_undoes_the_signature(world: World, sign_in: SignIn) -> None:
    incident = stages.sign(world, stages.written(world))
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/final-report/"
    assert "the sign-off is undone" in client.get(address).content.decode()
    assert (
        "undoes the sign-off" in client.get(f"/incidents/{incident.reference}/actions/add/").content.decode()
    )
    client.post(address, words(incident.version, summary="Changed."))
    assert InvestigationReport.objects.get().signed_off_at is None


def test_returned_report_shows_what_the_icb_asked_and_starts_from_the_last_words(
    world: World, sign_in: SignIn
) -> None:
    incident = stages.returned(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/final-report/"
    page = client.get(address).content.decode()
    form = page.index("novalidate")
    for text in ("Ask a second investigator to look.", "One person investigated alone.", "Not met"):
        assert page.index(text) < form
    assert "Did more than one person investigate?" in page
    assert "Was the lead investigator trained?" not in page, "items that are met ask for nothing"
    assert "Monday 30 November 2026" in page
    assert "version 2" in page
    assert page.index(stages.REPORT["causes"]) > form
    client.post(address, words(incident.version, summary="With a second investigator."))
    second, first = InvestigationReport.objects.all()
    assert (second.number, second.summary, second.document_id) == (
        2,
        "With a second investigator.",
        first.document_id,
    )


@pytest.mark.clause("4.4.2", facet="who signed, when and with which words is kept")
def test_executive_reads_all_on_one_page_and_signs(world: World, sign_in: SignIn) -> None:
    incident = stages.written(world)
    client = sign_in("trust", Role.PROVIDER_EXECUTIVE)
    address = f"/incidents/{incident.reference}/sign-off/"
    page = client.get(address).content.decode()
    for text in (*(stages.REPORT[name] for name in ("summary", "causes", "lessons")), stages.ACTION["text"]):
        assert text in page
    assert f"/documents/{Document.objects.get().id}/" in page
    blank = client.post(address, {"seen": str(incident.version), "statement": " "})
    assert blank.status_code == 422
    assert "Say what you have checked and answer for." in blank.content.decode()
    signed = client.post(address, {"seen": str(incident.version), "statement": "Read and resourced."})
    assert signed.status_code == 302
    assert InvestigationReport.objects.get().signed_off_statement == "Read and resourced."
    again = client.post(address, {"seen": str(incident.version), "statement": "Read and resourced."})
    assert again.status_code == 409


def test_executive_does_not_sign_what_was_changed_since_they_read_it(world: World, sign_in: SignIn) -> None:
    incident = stages.written(world)
    stages.write(world, incident, summary="Something else entirely.")
    answer = sign_in("trust", Role.PROVIDER_EXECUTIVE).post(
        f"/incidents/{incident.reference}/sign-off/", {"seen": str(incident.version), "statement": "Read."}
    )
    assert answer.status_code == 409
    assert InvestigationReport.objects.get().signed_off_at is None


def test_sign_off_is_refused_with_what_is_missing_and_to_others(world: World, sign_in: SignIn) -> None:
    incident = stages.write(world, stages.investigating(world))
    address = f"/incidents/{incident.reference}/sign-off/"
    refused = sign_in("trust", Role.PROVIDER_EXECUTIVE).get(address)
    assert refused.status_code == 403
    assert "at least one action" in refused.content.decode()
    assert sign_in("trust", Role.PROVIDER_LEAD).get(address).status_code == 403
    assert sign_in("other_trust", Role.PROVIDER_EXECUTIVE).get(address).status_code == 404


@pytest.mark.clause("4.4.2", facet="a report goes only once an executive has signed it")
def test_lead_sees_all_that_stops_sending_and_then_sends(world: World, sign_in: SignIn) -> None:
    incident = stages.write(world, stages.investigating(world))
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/send-report/"
    page = client.get(address).content.decode()
    assert "at least one action" in page
    assert "An executive has not signed off the final report." in page
    assert "does the duty apply, and why?" in page
    assert "Send to the ICB" not in page
    assert client.post(address, {"seen": str(incident.version)}).status_code == 403
    incident = stages.with_action(world, incident)
    incident = stages.candour_decided(world, stages.sign(world, incident))
    page = client.get(address).content.decode()
    assert "I have read it and answer for it." in page
    assert "Avonmere Integrated Care Board" in page
    assert client.post(address, {"seen": str(incident.version)}).status_code == 302
    assert stages.now_of(incident).status == Status.REPORT_SUBMITTED
    assert client.post(address, {"seen": str(incident.version)}).status_code == 409


def test_sending_is_the_leads_alone(world: World, sign_in: SignIn) -> None:
    incident = stages.candour_decided(world, stages.sign(world, stages.written(world)))
    address = f"/incidents/{incident.reference}/send-report/"
    for organisation, role, status in (
        ("trust", Role.INVESTIGATOR, 403),
        ("icb", Role.PATIENT_SAFETY_TEAM, 403),
        ("other_trust", Role.PROVIDER_LEAD, 404),
    ):
        assert (
            sign_in(organisation, role).post(address, {"seen": str(incident.version)}).status_code == status
        )
    assert stages.now_of(incident).status == Status.INVESTIGATING


def test_learning_response_is_signed_off_by_the_executive(world: World, sign_in: SignIn) -> None:
    incident = stages.learned(world)
    address = f"/incidents/{incident.reference}/learning-response/sign-off/"
    client = sign_in("trust", Role.PROVIDER_EXECUTIVE)
    refused = client.get(address)
    assert refused.status_code == 403
    assert "Duty of Candour" in refused.content.decode()
    incident = stages.candour_decided(world, incident, applies=False, reason="No harm came of it.")
    page = client.get(address).content.decode()
    assert "After-action review" in page
    assert "No harm came of it." in page
    blank = client.post(address, {"seen": str(incident.version), "statement": ""})
    assert blank.status_code == 422
    sent = {"seen": str(incident.version), "statement": "We count wires now."}
    assert client.post(address, sent).status_code == 302
    assert stages.now_of(incident).status == Status.CLOSED
    assert client.post(address, sent).status_code == 409
    assert sign_in("other_trust", Role.PROVIDER_EXECUTIVE).get(address).status_code == 404
    assert sign_in("trust", Role.PROVIDER_LEAD).get(address).status_code == 403


def test_steps_of_one_framework_are_not_pages_of_the_other(world: World, sign_in: SignIn) -> None:
    serious = stages.investigating(world)
    learning = stages.under_psirf(world)
    executive = sign_in("trust", Role.PROVIDER_EXECUTIVE)
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    assert executive.get(f"/incidents/{serious.reference}/learning-response/sign-off/").status_code == 404
    assert executive.get(f"/incidents/{learning.reference}/sign-off/").status_code == 404
    assert lead.get(f"/incidents/{learning.reference}/send-report/").status_code == 404
