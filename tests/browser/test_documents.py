"""Papers in a browser: a lead declares from a Word review, a file that is not what its name says, a download."""

from __future__ import annotations

import time

import pytest

from sightline.policy.terms import Role
from tests.browser import acts, judging, responding
from tests.browser.conftest import SignedIn
from tests.browser.person import Person
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def choose_file(someone: Person, name: str, content: bytes) -> None:
    someone.page.get_by_label("Choose the file", exact=True).set_input_files(
        {"name": name, "mimeType": responding.WORD, "buffer": content}
    )


def test_a_lead_reports_and_declares_from_a_word_review_in_under_four_minutes(
    person: SignedIn, server: Server
) -> None:
    began = time.monotonic()
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go("/report/")
    lead.press("Begin from what I wrote")
    lead.press("Send and decide", answers=422)
    lead.reads("Choose the file, or paste its words.")
    choose_file(lead, "Review.docx", responding.word_document("What was found in the first 72 hours."))
    lead.page.locator('[name="what_happened"]').fill(acts.HAPPENED)
    lead.fill_date("Date", acts.yesterday())
    lead.page.locator('[name="happened_precision"][value="exact"]').check()
    lead.page.locator('[name="happened_time"]').fill("11:00")
    lead.fill("Site", "Main site")
    lead.select("Kind of service", "Hospital: acute, general or specialist")
    lead.fill("Ward or team", "Intensive care")
    lead.choose("A patient", under="Choose all that apply")
    lead.fill("How many people?", "1")
    lead.select("Age of the patient", "46 to 65 years")
    groups = lead.page.locator("main form")
    groups.locator('input[name="physical_harm"][value="moderate"]').check()
    groups.locator('input[name="psychological_harm"][value="not_known"]').check()
    lead.page.locator('[name="immediate_action"]').fill("The wire was removed.")
    groups.locator('input[name="danger_now"][value="no"]').check()
    groups.locator('input[name="other_organisation"][value="no"]').check()
    groups.locator('input[name="circumstances"][value="none"]').check()
    lead.fill("Work e-mail", "lead@castlebrook.example")
    lead.press("Send and decide")
    lead.reads("Is it a serious incident?")
    reference = lead.path.split("/")[2]
    judging.judge(lead)
    judging.choose_to_declare(lead)
    lead.press("Record my decision")
    lead.reads("Declared. The ICB can see the case, and its timescales run.")
    # Sign-in, the page of the report (twice, once refused), the decision and the case.
    assert lead.pages <= 8
    assert lead.clicks <= 30
    lead.go(f"/incidents/{reference}/documents/")
    lead.reads("Review.docx", "72-hour review")
    assert time.monotonic() - began < 240


def test_a_72_hour_review_is_sent_as_it_was_written(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/initial-review/")
    lead.follow("Send it as a Word document or PDF")
    choose_file(lead, "Review.docx", b"MZ this is a program")
    lead.press("Send to the ICB", answers=422)
    lead.reads("What is inside it is neither")
    choose_file(lead, "Review.docx", responding.word_document("What was found."))
    for label in (
        "Immediate action taken",
        "What is known now",
        "Patient or relevant person informed",
        "Support for staff",
    ):
        lead.fill(label, "Told in the document.")
    lead.choose("Yes", under="Does it still meet SI criteria?")
    lead.page.locator('input[name="proposed_level"][value="1"]').check()
    lead.press("Send to the ICB")
    lead.reads("The 72-hour review was sent to the ICB.", "Download Review.docx")


def test_either_side_adds_a_paper_and_pasted_words(person: SignedIn, server: Server) -> None:
    reference = server.case("in_review")
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{reference}/documents/")
    team.choose("Record, statement or timeline")
    team.page.get_by_label("Or paste the words, for example from an e-mail", exact=True).fill(
        "Received by e-mail: the rota of that night."
    )
    team.press("Add the document")
    team.reads("It counts as received now.", "Record, statement or timeline.txt")
    with team.page.expect_download() as download:
        team.page.get_by_role("link", name="Record, statement or timeline.txt", exact=True).click()
    assert download.value.suggested_filename == "Record, statement or timeline.txt"
