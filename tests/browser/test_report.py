"""A nurse reports: twelve questions, one a page; with the mouse, with the keyboard alone, on a phone, without scripts."""

from __future__ import annotations

import pytest

from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser
QUESTIONS = 12


def test_a_ward_nurse_reports_in_twelve_questions_and_gets_a_code(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    nurse.reads("If someone is in danger, act first.")
    nurse.follow("Report an incident")
    nurse.reads("Do not name anyone. If someone is in danger, act first.")
    nurse.pages = nurse.clicks = 0
    sent = acts.report(nurse)
    # The first page, twelve questions, the answers to check, the code: a page each and nothing between them.
    assert nurse.pages == QUESTIONS + 3
    # A button each, and one answer to choose on each of the eight questions that offer answers.
    assert nurse.clicks <= 24

    nurse.go("/report/mine/")
    nurse.reads(sent.reference, "Your report has arrived.")
    acts.progress_by_code(nurse, sent.code)
    nurse.reads(sent.reference, "Your report has arrived.", "decides whether it is a serious incident")


def test_a_report_can_be_left_and_taken_up_again_and_answers_changed(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    acts.begin_report(nurse)
    acts.answer_what(nurse, "A drip ran ten times too fast. It was seen after an hour.")
    nurse.fill_date("Date", acts.yesterday())
    nurse.press("Save and come back later")
    nurse.reads("It has not been sent.", "A drip ran ten times too fast.")

    nurse.go("/")
    nurse.follow("Report begun")
    nurse.reads("A drip ran ten times too fast.")
    nurse.follow("Change your answer to: When did it happen?")
    assert nurse.typed("Day", under="Date") == str(acts.yesterday().day)
    nurse.choose("I know the date and the shift", under="How well do you know when?")
    nurse.choose("Night shift", under="Which shift?")
    nurse.press("Save and check your answers")
    nurse.reads("Night shift", "Not sent yet")

    nurse.press("Send the report", answers=422)
    nurse.reads("Before you can send this report", "Where did it happen? Site: Fill this in.")
    nurse.go("/report/")
    nurse.follow("Discard")
    nurse.press("Discard it")
    nurse.reads("Nothing of it is kept.")


@pytest.mark.clause("9.0b", facet="it can be used by keyboard alone")
def test_a_nurse_reports_with_the_keyboard_alone(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    nurse.tab_to("Report an incident")
    nurse.enter()
    nurse.tab_to("Begin a report")
    nurse.enter()

    nurse.type("What happened?", acts.HAPPENED)
    nurse.tab_to("Continue")
    nurse.enter()
    day = acts.yesterday()
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        nurse.type(part, str(number))
    nurse.pick("I know the date and the shift", first="I know the date and time")
    nurse.pick("Night shift", first="Day shift")
    nurse.tab_to("Continue")
    nurse.enter()
    nurse.type("Site", "Main site")
    nurse.type("Kind of service", "Hospital")
    nurse.type("Ward or team", "Ward 4")
    nurse.tab_to("Continue")
    nurse.enter()
    nurse.tab_to("A patient")
    nurse.page.keyboard.press("Space")
    nurse.type("How many people?", "1")
    # Enter in a field goes on, as the button does.
    nurse.enter()
    nurse.pick("Low", first="No physical harm")
    nurse.tab_to("Continue")
    nurse.enter()
    nurse.pick("Don't know yet", first="No psychological harm")
    nurse.tab_to("Continue")
    nurse.enter()
    nurse.type("What has been done to make people safe?", "The drip was stopped.")
    nurse.tab_to("Continue")
    nurse.enter()
    for first in ("Yes", "Yes"):
        nurse.pick("No", first=first)
        nurse.tab_to("Continue")
        nurse.enter()
    nurse.tab_to("None of these")
    nurse.page.keyboard.press("Space")
    nurse.tab_to("Continue")
    nurse.enter()
    nurse.tab_to("Continue")
    nurse.enter()
    nurse.pick("By code only", first="With my name")
    nurse.tab_to("Continue")
    nurse.enter()
    nurse.tab_to("Send the report")
    nurse.enter()
    sent = acts.what_was_sent(nurse)
    nurse.reads("The code is the only way back to this report.")
    nurse.go("/report/mine/")
    nurse.reads_nothing_of(sent.reference)


def test_a_nurse_reports_on_a_phone(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER, width=320)
    sent = acts.report(nurse, contact="In confidence")
    nurse.go("/report/mine/")
    nurse.reads(sent.reference)


def test_a_nurse_reports_without_scripts(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER, scripts=False)
    sent = acts.report(nurse)
    acts.progress_by_code(nurse, sent.code)
    nurse.reads("Your report has arrived.")


def test_danger_now_shows_whom_to_ring_at_once(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    acts.begin_report(nurse)
    acts.answer_what(nurse)
    acts.answer_when(nurse)
    acts.answer_where(nurse)
    acts.answer_nobody_caught_in_time(nurse)
    nurse.fill("What has been done to make people safe?", "Nothing yet: the pump is still in use.")
    nurse.press("Continue")
    nurse.choose("Yes")
    nurse.reads("Ring now")
    nurse.press("Continue")
    nurse.reads("Ring now. Do not wait for the form.")


@pytest.mark.clause("4.5g")
def test_staff_of_the_board_report_for_a_provider(person: SignedIn) -> None:
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    acts.begin_report(team)
    acts.answer_what(team, "A family rang the board about a fall from a trolley.")
    acts.answer_when(team)
    team.choose("A provider", under="At which organisation did it happen?")
    team.fill("Look it up by name", "Castlebrook")
    team.press("Find")
    team.choose("Castlebrook University Hospitals (R9A)")
    acts.answer_where(team)
    acts.answer_who_was_harmed(team)
    acts.answer_the_rest(team)
    sent = acts.send_report(team)
    team.go(f"/incidents/{sent.reference}/")
    team.reads("A family rang the board")

    lead = person("trust", Role.PROVIDER_LEAD)
    lead.reads(sent.reference)
    lead.follow(sent.reference)
    lead.reads("A family rang the board about a fall from a trolley.")
    other = person("other_trust", Role.PROVIDER_LEAD)
    other.go(f"/incidents/{sent.reference}/", answers=404)
    other.reads_nothing_of("A family rang the board")
