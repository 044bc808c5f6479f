"""What the provider sends after declaring, through its pages: 72-hour review, candour, report, plan, signature."""

from __future__ import annotations

import io
import zipfile

from tests.browser import acts
from tests.browser.person import Person

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CANDOUR_STEPS = (
    "Patient or relevant person informed",
    "Account of the facts given",
    "Further enquiries explained",
    "Apology given",
    "Support offered",
    "Written record kept",
    "Follow-up letter sent",
)
AFTER_ACCEPTANCE = ("Findings shared", "Correspondence kept")


def word_document(text: str) -> bytes:
    """The smallest document that Word opens."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
        ),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            # ZipInfo has one date for ever, so that the same text is the same file.
            package.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return made.getvalue()


def fill_initial_review(lead: Person, *, known: str) -> None:
    """Every part of the 72-hour review; what was reported already stands there."""
    lead.fill("What is known now", known)
    lead.fill("Evidence secured", "The X-ray, the pack and the notes.")
    lead.choose("Yes", under="Does it still meet SI criteria?")
    lead.fill("Why, or why not", "A procedure was needed to prevent serious harm.")
    lead.choose("Level 2, comprehensive internal", under="Proposed level of investigation")
    lead.fill("Who will lead the investigation", "Consultant anaesthetist from another site")
    lead.fill("Proposed terms of reference", "Why the wire was not seen, and what the family ask.")
    lead.fill("Patient or relevant person informed", "The patient was told on the ward.")
    lead.fill("Support for staff", "A debrief and a named contact.")
    for last in ("Other organisations involved", "Other bodies told, beyond those listed (optional)"):
        lead.fill(last, "none")
    lead.fill("Safeguarding, police and coroner", "Not involved.")
    lead.fill("Media and communications", "No interest is likely.")


def send_initial_review(lead: Person, reference: str, *, known: str) -> None:
    acts.open_case(lead, reference)
    lead.follow("Send the 72-hour review")
    fill_initial_review(lead, known=known)
    lead.press("Send to the ICB")
    lead.reads("The 72-hour review was sent to the ICB.")


def decide_candour_applies(lead: Person, reference: str) -> None:
    acts.open_case(lead, reference)
    lead.follow("Record the Duty of Candour")
    for part in (
        "Was it unintended or unexpected?",
        "Did it happen during a regulated activity?",
        "In a healthcare professional's opinion, is the harm threshold met?",
    ):
        lead.choose("Yes", under=part)
    lead.choose("Yes, it applies", under="Does the Duty of Candour apply?")
    lead.choose("The patient", under="Who is the relevant person?")
    lead.fill("Whose professional opinion is this?", "Consultant in critical care")
    lead.fill("Why does it apply, or why not?", "More treatment was needed, so harm was moderate.")
    lead.press("Record the decision")
    lead.reads("The duty applies")


def decide_candour_does_not_apply(lead: Person, reference: str, reason: str) -> None:
    acts.open_case(lead, reference)
    lead.follow("Record the Duty of Candour")
    lead.choose("No, it does not apply", under="Does the Duty of Candour apply?")
    lead.fill("Whose professional opinion is this?", "Consultant surgeon")
    lead.fill("Why does it apply, or why not?", reason)
    lead.press("Record the decision")
    lead.reads("The duty does not apply", reason)


def record_candour_steps(lead: Person, reference: str, steps: tuple[str, ...]) -> None:
    acts.open_case(lead, reference)
    lead.follow("Record the Duty of Candour")
    for step in steps:
        lead.follow(step)
        lead.choose("Done", under="How did this step end?")
        lead.fill_date("When?", acts.today())
        lead.fill("Who did it? (optional)", "Consultant and ward manager")
        lead.fill("What was done, or what was said", f"{step}: on the ward, in a quiet room.")
        lead.press("Record this step")
        lead.reads("Recorded:")


def write_report(investigator: Person, reference: str) -> None:
    """Words and a Word document."""
    acts.open_case(investigator, reference)
    investigator.follow("Write the final report")
    investigator.reads("Before an executive can sign it off, the report still needs:")
    investigator.fill("Summary", "The wire was left in because nobody counted it.")
    investigator.fill("Causes found", "One person works alone at night; the pack has no count.")
    investigator.fill("Lessons", "A second person counts wires out loud.")
    investigator.page.get_by_label("The report, as a document").set_input_files(
        {"name": "final report.docx", "mimeType": WORD, "buffer": word_document("What was found.")}
    )
    investigator.press("Save the report")
    investigator.reads("The final report was saved.", "final report.docx")


def add_action(lead: Person, reference: str, text: str) -> None:
    acts.open_case(lead, reference)
    lead.follow("Add an action")
    lead.fill("What will change?", text)
    lead.fill("Who owns it?", "Head of critical care")
    lead.fill_date("When will it be done by?", acts.in_days(60))
    lead.choose("Strong", under="How strong is it?")
    lead.press("Add the action")
    lead.reads("The action was added to the plan.", text)


def sign_off(executive: Person, reference: str, statement: str) -> None:
    acts.open_case(executive, reference)
    executive.follow("Sign off the final report")
    executive.press("Sign off the report", answers=422)
    executive.reads("Say what you have checked and answer for.")
    executive.fill("Your statement", statement)
    executive.press("Sign off the report")
    executive.reads("The final report is signed off.")


def send_final_report(lead: Person, reference: str) -> None:
    acts.open_case(lead, reference)
    lead.follow("Send the final report")
    lead.press("Send to the ICB")
    lead.reads("The final report was sent to the ICB.")
