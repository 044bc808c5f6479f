"""A case limited to named people, in a browser: limited, opened all the same, reviewed, looked at, lifted."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser

WHY = "A member of staff is accused of harming a patient."


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_a_case_is_limited_opened_reviewed_and_lifted(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(f"/incidents/{reference}/")
    lead.follow("Limit the case to named people")
    lead.reads("Named at once", "Whoever reported it goes on seeing their own report")
    lead.press("Limit it to these people", answers=422)
    lead.reads("Choose why it is limited.", "Say why.")
    lead.page.get_by_label("Concerns or allegations about staff").check()
    lead.fill("Why?", WHY)
    lead.press("Limit it to these people")
    lead.reads("Only the people named see the case now.", "Everyone who is Patient Safety Specialist")

    # Nobody else's story puts a case on this desk, and whoever has it there is named at once.
    chief = person("icb", Role.CHIEF_EXECUTIVE)
    chief.go(f"/incidents/{reference}/", answers=403)
    chief.reads("This case is limited to named people", "You are not one of them")
    chief.follow("open it with a reason")
    chief.press("Open it", answers=422)
    chief.reads("Say why.")
    chief.fill("Why must you read it now?", "The coroner's office rang and needs an answer today.")
    chief.press("Open it")
    chief.reads("You can read it now.", "You opened it to read it until")

    guardian = person("icb", Role.PATIENT_SAFETY_SPECIALIST)
    guardian.follow("Openings")
    guardian.reads("to review", "Chief Executive of icb")
    guardian.follow(reference)
    guardian.press("Record the review", answers=422)
    guardian.reads("Choose what you found.")
    guardian.page.get_by_label("It was needed").check()
    guardian.fill("What is that based on?", "I rang the coroner's office, who confirmed it.")
    guardian.press("Record the review")
    guardian.reads("The review is recorded.", "It was needed")
    guardian.go(f"/incidents/{reference}/")
    guardian.follow("Who has looked at it")
    guardian.reads("Chief Executive of icb", "The case")
    guardian.go(f"/incidents/{reference}/")
    guardian.follow("How long it is kept")
    guardian.reads("Nothing holds this record.")
    guardian.press("Hold the record", answers=422)
    guardian.reads("Say why.")
    guardian.fill("Why", "The coroner asked that nothing goes.")
    guardian.press("Hold the record")
    guardian.reads("The record is held.", "Held: The coroner asked that nothing goes.")
    guardian.follow("Retention")
    guardian.reads(reference, "Held: The coroner asked that nothing goes.")
    guardian.follow(reference)
    guardian.follow("Lift the hold")
    guardian.fill("Why", "The inquest has ended.")
    guardian.press("Lift the hold")
    guardian.reads("The hold is lifted.", "The inquest has ended.")
    guardian.go(f"/incidents/{reference}/")
    guardian.follow("Take it out as an archive")
    guardian.reads("What goes", "What stays behind", "It names people.")
    guardian.press("Take it out", answers=422)
    guardian.reads("Say what it is for.")
    guardian.fill("What is it for?", "The coroner asked for the whole record.")
    with guardian.page.expect_download() as taken:
        guardian.page.get_by_role("button", name="Take it out").click()
    assert taken.value.suggested_filename == f"{reference}.zip"
    guardian.go(f"/incidents/{reference}/audit-trail/")
    guardian.reads("Taken out as a file: what for", "The coroner asked for the whole record.")
    guardian.go(f"/incidents/{reference}/as-at/")
    with guardian.page.expect_download() as drawn:
        guardian.page.get_by_role("link", name="Save as PDF").click()
    assert drawn.value.suggested_filename.startswith(f"{reference} as at ")

    lead.go(f"/incidents/{reference}/named/")
    lead.follow("End what Chief Executive of icb")
    lead.reads("They stop seeing the case at once.")
    lead.fill("Why?", "It was answered, and it need not be open any more.")
    lead.press("End it")
    lead.reads("They no longer see the case.")
    lead.go(f"/incidents/{reference}/who-can-see/")
    lead.reads("Who is named", "Ended")
    lead.go(f"/incidents/{reference}/")
    lead.follow("Lift the restriction")
    lead.fill("Why?", "The panel found the allegation to be unfounded.")
    lead.press("Lift the restriction")
    lead.reads("Everyone with access sees the case again.")
