"""A report is redacted for a family, in a browser: marked, looked at by a second person, its text searched; and a Word file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdf
import pytest

from sightline.policy.same_words import words_at
from sightline.policy.terms import Role
from tests import stages
from tests.browser.conftest import SignedIn
from tests.browser.person import Person
from tests.browser.server import Server

pytestmark = pytest.mark.browser
#: What the cases of the region say; here they stand for names.
WORDS, OTHER = "procedure", "guidewire"


def downloaded(someone: Person, link: str) -> bytes:
    with someone.page.expect_download() as download:
        someone.page.get_by_text(link, exact=False).first.click()
    return Path(download.value.path()).read_bytes()


def take_out(someone: Person, words: str, reason: str) -> None:
    form = someone.page.locator("form", has=someone.page.get_by_role("button", name="Take these words out"))
    form.get_by_label("Words to take out", exact=True).fill(words)
    form.get_by_label(reason, exact=True).check()
    someone.press("Take these words out")


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_a_report_is_redacted_for_a_family(person: SignedIn, server: Server) -> None:
    reference = server.case("in_review")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/")
    lead.follow("Redacted copies")
    lead.reads("There are no redacted copies yet.")
    lead.press("Make a redacted copy")
    lead.press("Mark what is taken out", answers=422)
    lead.reads("Choose what the copy is to hold.", "Say whom the copy is for.")
    for part in ("Summary", "What happened", "Final report"):
        lead.page.get_by_label(part, exact=True).check()
    lead.page.get_by_label("The patient or family", exact=True).check()
    lead.fill("What is it for?", "For the meeting with the family")
    lead.press("Mark what is taken out")
    lead.reads("Nothing is marked yet.", "What the check cannot find")
    lead.press("Take these words out", answers=422)
    lead.reads("Type or paste the words to take out.", "Say why the words are taken out.")
    take_out(lead, WORDS.upper(), "A member of staff")
    lead.reads("Marked in")
    take_out(lead, OTHER, "Another person")
    lead.follow("See the copy as it would be")
    lead.reads("[redacted: a member of staff]", "[redacted: another person]")
    assert not words_at(lead.page.content(), WORDS)
    lead.press("Make the copy")
    lead.reads("It must not be given out yet.", "you made it", "A member of staff")
    content = downloaded(lead, "Open the copy")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "[redacted: a member of staff]" in " ".join(text.split())
    assert not words_at(text, WORDS)
    assert not words_at(text, OTHER)
    manifest = downloaded(lead, "Save this as a file (JSON)")
    assert json.loads(manifest)["for"] == "The patient or family"
    assert not words_at(manifest.decode(), WORDS)

    governance = person("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    governance.go(f"/incidents/{reference}/redacted-copies/")
    governance.reads("waits for a second person")
    governance.follow("Copy 1")
    assert downloaded(governance, "Open the copy") == content
    governance.press("Record what you found", answers=422)
    governance.reads("Say what you found.")
    governance.page.get_by_label("It may be given out", exact=True).check()
    governance.press("Record what you found")
    governance.reads("What you found is recorded.", "It may be given out.")


@pytest.mark.clause("11.1c", facet="names in texts are found")
def test_a_word_file_that_still_holds_a_name_is_refused_with_it(person: SignedIn, server: Server) -> None:
    reference = server.case("in_review")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/documents/")
    lead.choose("Record, statement or timeline")
    lead.page.get_by_label("Or paste the words, for example from an e-mail", exact=True).fill(
        "Mrs Okonkwo fell."
    )
    lead.press("Add the document")
    lead.go(f"/incidents/{reference}/redacted-copies/from-document/")
    lead.reads("We cannot check pictures")
    lead.page.get_by_label("Record, statement or timeline.txt").check()
    lead.page.get_by_label("The coroner", exact=True).check()
    lead.fill("What is it for?", "Asked for under Schedule 5")
    lead.fill("Taken out: another person", "Okonkwo")

    def choose(words: str) -> None:
        body = f"<w:document><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:document>"
        lead.page.get_by_label("Choose the redacted file", exact=True).set_input_files(
            {
                "name": "Statement.docx",
                "mimeType": "application/octet-stream",
                "buffer": stages.docx(body=body),
            }
        )

    choose("Mrs Okonkwo fell.")
    lead.press("Look for the words, and attach it", answers=422)
    lead.reads("The file still holds “Okonkwo”")
    choose("Mrs [redacted] fell.")
    lead.press("Look for the words, and attach it")
    lead.reads("None of the words was found in it.", "It must not be given out yet.")
