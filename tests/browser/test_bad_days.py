"""Bad days: wrong dates, pasted books, second clicks, the back button. A clear word, nothing lost, nothing half-written."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from sightline.policy.terms import Role
from tests.browser import acts, assuring, judging, responding
from tests.browser.conftest import SignedIn
from tests.browser.server import Server

pytestmark = pytest.mark.browser
BOOK = "The pump alarmed again. " * 4_200
SENT_ALREADY = "This report was sent already"


def test_a_report_has_its_dates_in_order(person: SignedIn) -> None:
    nurse = person("trust", Role.REPORTER)
    acts.begin_report(nurse)
    acts.answer_what(nurse)
    nurse.fill_date("Date", acts.in_days(2))
    nurse.choose("I know the date and the shift", under="How well do you know when?")
    nurse.choose("Night shift", under="Which shift?")
    nurse.press("Continue", answers=422)
    nurse.reads("The date it happened cannot be in the future.")
    assert nurse.typed("Day", under="Date") == str(acts.in_days(2).day)

    nurse.fill_date("Date", acts.yesterday())
    nurse.fill_date("If it was found later, when?", acts.in_days(-4))
    nurse.press("Continue", answers=422)
    nurse.reads("It cannot have been found before it happened.")
    nurse.fill("Day", "31", under="Date")
    nurse.fill("Month", "2", under="Date")
    nurse.press("Continue", answers=422)
    nurse.reads("There is a problem")
    assert nurse.typed("Day", under="Date") == "31"


def test_a_judgement_has_its_dates_in_order(person: SignedIn, server: Server) -> None:
    reference = server.case("reported")
    lead = person("trust", Role.PROVIDER_LEAD)
    judging.open_decision(lead, reference)
    judging.judge(lead)
    judging.choose_to_declare(lead)
    identified = "On which day was it identified as a serious incident?"
    lead.fill_date(identified, acts.in_days(-9))
    lead.press("Record my decision", answers=422)
    lead.reads("It cannot have been identified before it happened. Check both dates.")
    lead.fill_date(identified, acts.in_days(1))
    lead.press("Record my decision", answers=422)
    lead.reads("The time it was identified cannot be in the future.")
    assert lead.typed("Headline") == judging.HEADLINE
    lead.go(f"/incidents/{reference}/")
    lead.reads("Nobody has decided yet whether it is serious.")


def test_candour_and_actions_have_their_dates_in_order(person: SignedIn, server: Server) -> None:
    reference = server.case("written")
    lead = person("trust", Role.PROVIDER_LEAD)
    responding.decide_candour_applies(lead, reference)
    lead.follow("Patient or relevant person informed")
    lead.choose("Done", under="How did this step end?")
    lead.fill("What was done, or what was said", "Told on the ward.")
    for day, words in (
        (acts.in_days(1), "The date this was done cannot be in the future."),
        (acts.in_days(-9), "The patient cannot have been told before it happened."),
    ):
        lead.fill_date("When?", day)
        lead.press("Record this step", answers=422)
        lead.reads(words)
    assert lead.typed("What was done, or what was said") == "Told on the ward."
    acts.open_case(lead, reference)
    lead.follow("Add an action")
    lead.fill("What will change?", "One model of pump everywhere.")
    lead.fill_date("When will it be done by?", acts.yesterday())
    lead.press("Add the action", answers=422)
    lead.reads("The date an action is due cannot be in the past.")
    assert lead.typed("What will change?") == "One model of pump everywhere."


def test_a_hundred_thousand_characters_are_answered_and_none_is_lost(
    person: SignedIn, server: Server
) -> None:
    assert len(BOOK) > 100_000
    nurse = person("trust", Role.REPORTER)
    acts.begin_report(nurse)
    nurse.fill("What happened?", BOOK)
    nurse.press("Continue", answers=422)
    nurse.reads("characters or fewer")
    assert nurse.typed("What happened?").strip() == BOOK.strip()
    nurse.press("Save and come back later", answers=422)
    assert nurse.typed("What happened?").strip() == BOOK.strip()
    nurse.fill("What happened?", "The pump alarmed again.")
    nurse.press("Continue")

    lead = person("trust", Role.PROVIDER_LEAD)
    judging.open_decision(lead, server.case("reported"))
    judging.judge(lead)
    judging.choose_to_declare(lead)
    lead.fill("Why? Your reasons, in your own words", BOOK)
    lead.press("Record my decision", answers=422)
    lead.reads("10,000 characters or fewer")
    assert lead.typed("Why? Your reasons, in your own words").strip() == BOOK.strip()

    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(f"/incidents/{server.case('initial_review_submitted')}/initial-review/answer/")
    team.choose("Ask for more", under=assuring.ANSWER)
    team.fill("What does the ICB want to know?", BOOK)
    team.press("Send the answer", answers=422)
    team.reads("10,000 characters or fewer")
    assert team.typed("What does the ICB want to know?").strip() == BOOK.strip()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_double_click_on_send_is_one_incident(person: SignedIn, scripts: bool) -> None:
    words = f"A trolley rolled away; nobody was near. {'With' if scripts else 'Without'} scripts."
    nurse = person("trust", Role.REPORTER, scripts=scripts)
    acts.begin_report(nurse)
    acts.answer_what(nurse, words)
    acts.answer_when(nurse)
    acts.answer_where(nurse)
    acts.answer_nobody_caught_in_time(nurse)
    acts.answer_the_rest(nurse)
    nurse.page.get_by_role("button", name="Send the report", exact=True).dblclick()
    # The second click gives up the first navigation; both lead to the same page.
    expect(nurse.page).to_have_url(re.compile(r"/report/sent/$"), timeout=15_000)
    nurse.page.wait_for_load_state("load")
    sent = acts.what_was_sent(nurse)
    nurse.go("/report/mine/")
    assert nurse.words.count(words) == 1
    acts.progress_by_code(nurse, sent.code)
    nurse.reads(sent.reference)


def test_the_back_button_after_sending_sends_nothing_again(person: SignedIn) -> None:
    words = "The wrong side of the form was scanned. It was seen at once."
    nurse = person("trust", Role.REPORTER)
    sent = acts.report(nurse, near_miss=True, words=words)
    nurse.go_back()
    if nurse.page.get_by_role("button", name="Send the report", exact=True).count():
        nurse.press("Send the report")
    nurse.reads(sent.reference)
    # Further back, an answer can be typed again: it is not taken, and not lost either.
    nurse.go_back()
    nurse.go_back()
    if nurse.page.get_by_role("button", name="Continue", exact=True).count():
        nurse.press("Continue", answers=409)
        nurse.reads(SENT_ALREADY)
    nurse.go("/report/mine/")
    assert nurse.words.count(words) == 1


def test_words_typed_before_the_session_ended_come_back_mid_question(
    person: SignedIn, server: Server
) -> None:
    nurse = person("trust", Role.REPORTER)
    acts.begin_report(nurse)
    nurse.fill("What happened?", "The oxygen ran out on the way to the scan.")
    nurse.lose_session()
    nurse.press("Continue")
    nurse.sign_in(server.username("trust", Role.REPORTER))
    nurse.reads("You were signed out. We kept what you typed; check it and send it again.")
    assert nurse.typed("What happened?") == "The oxygen ran out on the way to the scan."
    nurse.press("Continue")
    nurse.reads("When did it happen?")


def test_words_typed_before_the_session_ended_come_back_mid_judgement(
    person: SignedIn, server: Server
) -> None:
    lead = person("trust", Role.PROVIDER_LEAD)
    judging.open_decision(lead, server.case("reported"))
    judging.judge(lead)
    judging.choose_to_declare(lead)
    lead.lose_session()
    lead.press("Record my decision")
    lead.sign_in(server.username("trust", Role.PROVIDER_LEAD))
    lead.reads("You were signed out. We kept what you typed; check it and send it again.")
    assert lead.typed("Why? Your reasons, in your own words") == judging.RATIONALE
    lead.press("Record my decision")
    lead.reads("Declared.")


def test_words_typed_by_one_are_never_shown_to_another(person: SignedIn, server: Server) -> None:
    secret = "Two nurses were away that night, and the manager knew of it."
    path = f"/incidents/{server.case('initial_review_submitted')}/initial-review/answer/"
    team = person("icb", Role.PATIENT_SAFETY_TEAM)
    team.go(path)
    team.choose("Ask for more", under=assuring.ANSWER)
    team.fill("What does the ICB want to know?", secret)
    team.lose_session()
    team.press("Send the answer")
    # A colleague who may answer the very same review signs in at this browser.
    team.sign_in(server.username("icb", Role.PATIENT_SAFETY_SPECIALIST))
    assert team.path == path
    team.reads_nothing_of(secret, "We kept what you typed")
    team.press("Sign out")
    team.sign_in(server.username("icb", Role.PATIENT_SAFETY_TEAM))
    team.go(path)
    team.reads_nothing_of(secret)

    nurse = person("trust", Role.REPORTER)
    acts.begin_report(nurse)
    nurse.fill("What happened?", secret)
    nurse.lose_session()
    nurse.press("Continue")
    nurse.sign_in(server.username("other_trust", Role.REPORTER), answers=404)
    nurse.reads_nothing_of(secret)
    nurse.go("/report/")
    nurse.reads_nothing_of(secret)


def test_the_second_of_two_at_the_icb_is_told_what_changed(person: SignedIn, server: Server) -> None:
    reference = server.case("in_review")
    path = f"/incidents/{reference}/quality-assurance/"
    first = person("icb", Role.PATIENT_SAFETY_TEAM)
    second = person("icb", Role.CHIEF_NURSE)
    second.go(path)
    first.go(path)
    question = "Is there a clear timeline?"
    first.choose("Not met", under=question)
    first.fill("Comment: timeline", "The hours before are missing.")
    first.fill("Feedback to the provider", "Add the hours before.")
    first.press("Return to the provider")

    feedback = "A good report: the lessons are clear and can be shared."
    second.fill("Feedback to the provider", feedback)
    second.press("Save", answers=409)
    second.reads(
        f"Someone changed {reference} while you were reading",
        "Final report returned to the provider",
        "What you typed",
        feedback,
    )
    second.page.get_by_role("button", name="See the case as it stands now").click()
    second.page.wait_for_url(f"**/incidents/{reference}/")
    second.reads("Add the hours before.")
    second.reads_nothing_of(feedback)


def test_a_page_left_open_while_the_case_moved_on_is_out_of_date(person: SignedIn, server: Server) -> None:
    reference = server.case("declared")
    path = f"/incidents/{reference}/initial-review/"
    lead = person("trust", Role.PROVIDER_LEAD)
    lead.go(path)
    tab = person("trust", Role.PROVIDER_LEAD)
    responding.send_initial_review(tab, reference, known="The first tab was sent.")
    responding.fill_initial_review(lead, known="The second tab was forgotten behind the first.")
    lead.press("Send to the ICB", answers=409)
    lead.reads(
        "You have done this already",
        "72-hour review sent",
        "The second tab was forgotten behind the first.",
    )
