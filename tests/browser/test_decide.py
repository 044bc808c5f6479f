"""Deciding: advice that informs, a Never Event that binds, a near miss weighed."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts, judging
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser
NEVER_EVENT = "3. Retained foreign object post procedure"


@pytest.mark.clause("3.2.1", facet="criteria advise and never decide")
def test_the_lead_asks_for_advice_before_deciding_and_nothing_is_recorded(
    person: SignedIn, server: Server
) -> None:
    reference = server.case("reported")
    lead = person("trust", Role.PROVIDER_LEAD)
    judging.open_decision(lead, reference)
    lead.press("Show advice")
    lead.reads("The criteria advise: More answers are needed", "Still to answer:")
    judging.judge(lead)
    lead.press("Show advice again")
    lead.reads("The criteria advise: Declare a serious incident", "Nothing is recorded yet")
    lead.press("Record my decision", answers=422)
    lead.reads("Choose what you decide.", "Say why, in your own words.")
    assert lead.typed("What treatment was needed, and what did it prevent?").startswith("Removal in theatre")
    lead.go(f"/incidents/{reference}/")
    lead.reads("Nobody has decided yet whether it is serious.")


@pytest.mark.clause("3.3.0", facet="it can only be declared serious")
def test_a_never_event_can_only_be_declared(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    sent = acts.report(nurse, words="A swab was left behind after an operation. It was found the next day.")
    lead = person("trust", Role.PROVIDER_LEAD)
    judging.open_decision(lead, sent.reference)
    judging.judge(lead, never_event=NEVER_EVENT)
    lead.fill("Why? Your reasons, in your own words", "The patient was well afterwards.")
    for other in (judging.NOT_SERIOUS, judging.DISCUSS):
        lead.choose(other, under=judging.DECISION)
        if other == judging.DISCUSS:
            lead.choose("No view yet", under="What do you think yourself?")
        lead.press("Record my decision", answers=422)
        lead.reads("There is a problem")
    judging.choose_to_declare(lead, headline="Swab left behind after surgery")
    lead.press("Record my decision")
    lead.reads("Declared.", "Never Event", "The ICB has not confirmed or rejected it yet.")
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.reads(sent.reference)
    team.follow(sent.reference)
    team.reads("Also awaited: the ICB confirms or rejects the Never Event")


@pytest.mark.clause("3.6a")
@pytest.mark.clause("3.6.0", facet="it is assessed before it is decided")
def test_a_near_miss_is_weighed_five_by_five(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    sent = acts.report(
        nurse, near_miss=True, words="Ten times the dose was drawn up. A colleague saw it in time."
    )
    lead = person("trust", Role.PROVIDER_LEAD)
    judging.open_decision(lead, sent.reference)
    judging.judge(lead, meets=False)
    assert (
        lead.page.get_by_role("group", name="Was it a near miss?", exact=True)
        .get_by_label("Yes", exact=True)
        .is_checked()
    )
    lead.choose("3. Possible", under="If nothing changed, how likely is it to happen again?")
    for who, how_badly in (
        ("staff", "1. Negligible"),
        ("patients", "5. Catastrophic"),
        ("the organisation", "3. Moderate"),
    ):
        lead.choose(how_badly, under=f"If it did happen, how badly could {who} be harmed?")
    lead.press("Show advice")
    lead.reads(
        "The criteria advise: Declare a serious incident", "Likelihood 3 times consequence 5 = 15, extreme."
    )
    judging.choose_to_declare(lead, headline="Tenfold dose caught in time")
    lead.press("Record my decision")
    lead.reads("Near miss", "Tenfold dose caught in time")


def test_a_lead_declares_without_scripts(person: SignedIn, server: Server) -> None:
    lead = person("trust", Role.PROVIDER_LEAD, scripts=False)
    judging.declare(lead, server.case("reported"))
