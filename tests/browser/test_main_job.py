"""The main job, lived from end to end by the people it concerns, while another trust sees nothing."""

from __future__ import annotations

import re

import pytest

from sightline.policy.terms import Role
from tests.browser import acts, assuring, judging, responding
from tests.browser.conftest import SignedIn
from tests.browser.person import Person

pytestmark = pytest.mark.browser
TOLD = "A guidewire was left in after a central line was put in. It was seen on an X-ray."
HEADLINE = "Guidewire left in after central line insertion"


@pytest.mark.clause("3.1d", "4.7.7")
@pytest.mark.clause("1.1b", facet="the provider's response is kept")
@pytest.mark.clause("1.1b", facet="what was learned is kept")
@pytest.mark.clause("2.2b", facet="the level of investigation is agreed")
@pytest.mark.clause("2.2b", facet="the investigation is recorded")
@pytest.mark.clause("4.3d", facet="every item is rated before acceptance")
@pytest.mark.clause("4.3d", facet="a report is returned with its reasons")
@pytest.mark.clause("4.3f", facet="how they are followed is agreed before closing")
@pytest.mark.clause("4.3f", facet="they go on after the case is closed")
def test_from_report_to_close(person: SignedIn, visitor: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    lead = person("trust", Role.PROVIDER_LEAD)
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    outsider = person("other_trust", Role.PROVIDER_LEAD)

    # A nurse reports; the trust decides and declares; the ICB acknowledges and agrees.
    sent = acts.report(nurse, words=TOLD)
    reference = sent.reference
    team.go(f"/incidents/{reference}/", answers=404)
    judging.open_decision(lead, reference)
    judging.judge(lead)
    lead.press("Show advice")
    lead.reads("The criteria advise: Declare a serious incident")
    judging.choose_to_declare(lead, headline=HEADLINE)
    lead.press("Record my decision")
    lead.reads("Declared.", HEADLINE, "the provider sends its 72-hour review")
    assuring.acknowledge_and_agree(team, reference)
    assuring.agree_level(team, reference)
    sees_nothing(outsider, reference)

    # The 72-hour review goes, comes back for more, goes again and is accepted.
    responding.send_initial_review(lead, reference, known="The line was put in at night by one person.")
    assuring.ask_for_more(team, reference, "Who put the line in, by grade, and who was asked to help?")
    acts.open_case(lead, reference)
    lead.follow("Send the 72-hour review")
    lead.reads("The ICB asked for more", "Who put the line in, by grade")
    assert lead.typed("What is known now") == "The line was put in at night by one person."
    lead.fill("What is known now", "A registrar put the line in at night; nobody was free to help.")
    lead.press("Send to the ICB")
    assuring.accept_initial_review(team, reference)

    # The report is written, the patient told, the executive signs, the lead sends.
    responding.write_report(person("trust", Role.INVESTIGATOR), reference)
    responding.add_action(lead, reference, "Packs that hold one wire, counted out loud.")
    responding.decide_candour_applies(lead, reference)
    responding.record_candour_steps(lead, reference, responding.CANDOUR_STEPS)
    executive = person("trust", Role.PROVIDER_EXECUTIVE)
    responding.sign_off(executive, reference, "I have read the report and its plan.")
    responding.send_final_report(lead, reference)

    # The ICB returns it item by item; it is mended, signed and sent again; the ICB accepts and closes.
    assuring.begin(team, reference)
    assuring.return_report(
        team,
        reference,
        question="Does it reach the most basic causes?",
        comment_on="most basic causes",
        comment="Why was one person alone? Say what decided the rota.",
    )
    acts.open_case(lead, reference)
    lead.reads("Why was one person alone?")
    lead.follow("Write the final report")
    lead.reads("The ICB returned version 1", "Why was one person alone? Say what decided the rota.")
    lead.fill("Causes found", "The rota of the unit has one registrar at night since the merger.")
    lead.press("Save the report")
    responding.sign_off(executive, reference, "I have read the second version and its plan.")
    responding.send_final_report(lead, reference)
    assuring.begin(team, reference)
    assuring.accept_report(team, reference, "A thorough report that others can learn from.")
    assuring.close(team, reference, monitoring="The team asks for the audit each quarter.")

    # What remains goes on after closing: the findings are shared, the action is done and verified.
    responding.record_candour_steps(lead, reference, responding.AFTER_ACCEPTANCE)
    acts.open_case(lead, reference)
    lead.follow("Record as done")
    lead.fill("What shows that it was done?", "Audit of 30 lines in critical care.")
    lead.press("Record as done")
    assuring.verify_action(team, reference, "Read the audit; all 30 counted.")
    team.reads("Closed", "verified")

    nurse.go("/report/mine/")
    nurse.reads(reference, "The investigation is finished.")
    passer_by = visitor("anyone with the code")
    acts.progress_by_code(passer_by, sent.code)
    passer_by.reads("The investigation is finished.")
    passer_by.reads_nothing_of(TOLD, HEADLINE)

    # It can all be traced and downloaded by those whose case it is, and by nobody else.
    team.follow("Audit trail")
    team.reads("Audit trail")
    team.go(f"/incidents/{reference}/")
    team.follow("Who can see this, and why")
    team.reads("Castlebrook University Hospitals", "Avonmere Integrated Care Board")
    acts.open_case(team, reference)
    link = team.page.get_by_role("link", name=re.compile("Download final report")).first
    with team.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "final report.docx"
    assert download.value.path().read_bytes() == responding.word_document("What was found.")
    sees_nothing(outsider, reference, document=link.get_attribute("href") or "")
    sees_nothing(person("other_icb", Role.PATIENT_SAFETY_TEAM), reference)


def sees_nothing(outsider: Person, reference: str, *, document: str = "") -> None:
    """Not on today's worklist, not in the list, not by searching, not by any address."""
    outsider.go("/")
    outsider.reads_nothing_of(reference, HEADLINE)
    outsider.go("/incidents/")
    outsider.reads_nothing_of(reference, HEADLINE)
    for searched in (reference, "Guidewire"):
        outsider.go("/incidents/")
        outsider.fill("Any number, organisation or words of the story", searched)
        outsider.press("Show")
        outsider.reads("No incident matches.")
        outsider.reads_nothing_of(HEADLINE)
    for part in (
        "",
        "audit-trail/",
        "as-at/",
        "who-can-see/",
        "decide/",
        "final-report/",
        "candour/",
        "close/",
    ):
        outsider.go(f"/incidents/{reference}/{part}", answers=404)
        outsider.reads("There is nothing here, or your role does not see it.")
        outsider.reads_nothing_of(HEADLINE, TOLD)
    if document:
        outsider.go(document, answers=404)
