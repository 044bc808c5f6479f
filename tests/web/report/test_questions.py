"""Twelve questions, one a page: what is typed is kept, and what is wrong is said beside its field."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sightline.incidents import selectors
from sightline.incidents.services import intake
from sightline.policy.terms import Role
from tests.conftest import SignIn
from tests.factories import NOW, World
from tests.web.report.pages import TYPED, begin, check, fill, question, words_of

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def nurse(sign_in: SignIn) -> Client:
    return sign_in("trust", Role.REPORTER)


def kept(world: World, draft: UUID) -> dict[str, Any]:
    row = selectors.draft_of(world.reporter, draft)
    assert row is not None
    return dict(row.answers)


def test_first_words_are_about_names_and_danger(nurse: Client) -> None:
    page = words_of(nurse.get(reverse("report_start")))
    assert "Do not name anyone. If someone is in danger, act first." in page
    assert "Castlebrook University Hospitals" in page


def test_every_question_is_one_page_with_its_number_and_a_way_back(nurse: Client) -> None:
    draft = fill(nurse)
    for number in range(1, 13):
        page = nurse.get(question(draft, number))
        assert page.status_code == 200
        assert f"Question {number} of 12" in words_of(page)
        back = question(draft, number - 1) if number > 1 else reverse("report_start")
        assert f'href="{back}"' in page.content.decode()
        assert page.content.decode().count("<h1") == 1


def test_reading_pages_writes_nothing(nurse: Client, world: World) -> None:
    draft = fill(nurse)
    before = selectors.draft_of(world.reporter, draft)
    for number in range(1, 13):
        nurse.get(question(draft, number))
    nurse.get(check(draft))
    nurse.get(reverse("report_start"))
    assert selectors.draft_of(world.reporter, draft) == before
    assert len(selectors.drafts_of(world.reporter)) == 1


def test_answers_are_kept_in_the_words_of_the_form(nurse: Client, world: World) -> None:
    answers = kept(world, fill(nurse))
    assert answers["happened_on"] == "2026-11-16"
    assert answers["happened_time"] == "14:30"
    assert answers["affected"] == ["patient"]
    assert intake.draft_problems(answers, organisation_id=world.trust, now=NOW) == ()


def test_leaving_keeps_what_is_incomplete_and_wrong(nurse: Client, world: World) -> None:
    draft = begin(nurse)
    typed = {"happened_on-day": "31", "happened_on-month": "2", "happened_precision": "exact", "leave": "1"}
    answer = nurse.post(question(draft, 2), typed, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("report_start")
    assert "Your report is kept. It has not been sent." in words_of(answer)
    page = nurse.get(question(draft, 2)).content.decode()
    assert 'name="happened_on-day" type="text" value="31"' in page or 'value="31"' in page
    assert kept(world, draft)["happened_precision"] == "exact"


def test_unfinished_reports_are_listed_with_their_beginning(nurse: Client) -> None:
    draft = begin(nurse)
    nurse.post(question(draft, 1), TYPED[1])
    for address in (reverse("report_start"), reverse("report_mine")):
        page = nurse.get(address)
        assert "A guidewire was left in." in words_of(page)
        assert f'href="{check(draft)}"' in page.content.decode()


def test_beginning_twice_begins_once(nurse: Client, world: World) -> None:
    assert begin(nurse) == begin(nurse)
    assert len(selectors.drafts_of(world.reporter)) == 1


@pytest.mark.parametrize(
    ("number", "typed", "field", "message"),
    [
        (1, {"what_happened": "  "}, "what_happened", "Write a few words."),
        (2, {}, "happened_precision", "How well do you know when? Choose one."),
        (
            2,
            {**TYPED[2], "happened_on-day": "31", "happened_on-month": "2"},
            "happened_on",
            "must be a real date",
        ),
        (2, {**TYPED[2], "happened_on-year": "26"}, "happened_on", "must have a year of 4 numbers"),
        (2, {**TYPED[2], "happened_on-day": "17"}, "happened_on", "cannot be in the future"),
        (2, {**TYPED[2], "about_time": "half past"}, "about_time", "must be a time"),
        (2, {**TYPED[2], "about_time": ""}, "about_time", "Enter the time."),
        (
            2,
            {**TYPED[2], "found_on-day": "15", "found_on-month": "11", "found_on-year": "2026"},
            "found_on",
            "It cannot have been found before it happened.",
        ),
        (3, {**TYPED[3], "site": "x" * 201}, "site", "must be 200 characters or fewer"),
        (4, {"affected": ["patient", "nobody_yet"]}, "affected", "on its own"),
        (4, {**TYPED[4], "how_many": "several"}, "how_many", "must be a whole number"),
        (8, {}, "danger_now", "Choose one."),
        (9, {"other_organisation": "yes"}, "other_organisation_code", "Find it and choose it"),
        (12, {**TYPED[12], "contact_email": ""}, "contact_email", "Give an e-mail address or a phone number"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_stays_typed(
    nurse: Client, number: int, typed: dict[str, Any], field: str, message: str
) -> None:
    draft = fill(nurse)
    answer = nurse.post(question(draft, number), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert f'href="#id_{field}' in page
    assert page.count(message) == 2, "in the summary and beside the field"
    for value in typed.values():
        for one in value if isinstance(value, list) else [value]:
            assert one.strip() in page


def test_hundred_thousand_characters_are_answered_plainly_and_stay_in_the_field(
    nurse: Client, world: World
) -> None:
    draft = begin(nurse)
    nurse.post(question(draft, 1), TYPED[1])
    pasted = "Blood bag 4. " * 7693
    assert len(pasted) > 100_000
    for more in ({}, {"leave": "1"}):
        answer = nurse.post(question(draft, 1), {"what_happened": pasted, **more})
        assert answer.status_code == 422
        assert "must be 20,000 characters or fewer" in words_of(answer)
        assert pasted.strip() in answer.content.decode()
        # The earlier answer is not lost to one that cannot be kept.
        assert kept(world, draft)["what_happened"] == TYPED[1]["what_happened"]


def test_harm_is_not_asked_where_nobody_was_reached(nurse: Client) -> None:
    draft = fill(nurse, q4={"affected": ["nobody_caught_in_time"]})
    assert nurse.get(question(draft, 5))["Location"] == question(draft, 7)
    page = words_of(nurse.get(check(draft)))
    assert "physical harm" not in page
    assert "This is a near miss, because it was caught before it reached anyone." in page


def test_no_harm_to_someone_is_not_called_a_near_miss(nurse: Client) -> None:
    draft = fill(nurse, q5={"physical_harm": "none"}, q6={"psychological_harm": "none"})
    assert "near miss" not in words_of(nurse.get(check(draft)))


def test_danger_now_shows_the_number_on_the_next_page_and_on_the_confirmation(nurse: Client) -> None:
    ring = "Ring now. Do not wait for the form."
    draft = fill(nurse, q8={"danger_now": "yes"})
    assert ring in words_of(nurse.get(question(draft, 9)))
    assert ring not in words_of(nurse.get(question(draft, 7)))
    assert ring in words_of(nurse.post(check(draft), follow=True))


def test_no_danger_shows_no_number_afterwards(nurse: Client) -> None:
    draft = fill(nurse)
    ring = "Ring now. Do not wait for the form."
    assert ring not in words_of(nurse.get(question(draft, 9)))
    assert ring not in words_of(nurse.post(check(draft), follow=True))


@pytest.mark.clause("4.7.10", facet="whether others were involved is asked of every report")
def test_other_organisations_are_found_by_name_and_several_can_be_chosen(nurse: Client, world: World) -> None:
    draft = begin(nurse)
    address = question(draft, 9)
    found = nurse.post(address, {"find": "severnside", "found": "", "look_up": "1"}, follow=True)
    assert "Severnside Ambulance Service (R9C)" in words_of(found)
    # Typed and not looked up: going on looks it up first, and keeps what was chosen.
    typed = {"other_organisation": "yes", "other_organisation_code": ["R9C"], "found": "severnside"}
    found = nurse.post(address, {**typed, "find": "nethercote"}, follow=True)
    assert {"R9C", "R9B"} <= set(_codes_on(found.content.decode()))
    typed |= {"other_organisation_code": ["R9C", "R9B"], "find": "nethercote", "found": "nethercote"}
    assert nurse.post(address, typed)["Location"] == question(draft, 10)
    assert kept(world, draft)["other_organisation_code"] == ["R9C", "R9B"]
    again = nurse.get(address).content.decode()
    assert {"R9C", "R9B"} <= set(_codes_on(again))


def _codes_on(page: str) -> list[str]:
    return re.findall(r'name="other_organisation_code"[^>]*value="([^"]+)"', page)


def test_look_up_that_finds_nothing_says_so(nurse: Client) -> None:
    draft = begin(nurse)
    found = nurse.post(question(draft, 9), {"find": "<b>nowhere", "found": "", "look_up": "1"}, follow=True)
    assert "Nothing found for “&lt;b&gt;nowhere”" in words_of(found)


def test_answers_that_were_never_offered_are_refused(nurse: Client) -> None:
    draft = begin(nurse)
    answer = nurse.post(question(draft, 8), {"danger_now": "perhaps"})
    assert answer.status_code == 422
    assert "Select one of the answers shown" in words_of(answer)
    typed = {"other_organisation": "yes", "other_organisation_code": ["NOPE"], "find": "", "found": ""}
    answer = nurse.post(question(draft, 9), typed)
    assert answer.status_code == 422
    assert "Select from the answers shown" in words_of(answer)


@pytest.mark.clause("4.5g")
def test_staff_of_the_board_say_where_it_happened_and_it_goes_to_that_provider(
    sign_in: SignIn, world: World
) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    draft = begin(client)
    missing = client.post(question(draft, 3), TYPED[3])
    assert missing.status_code == 422
    assert 'href="#id_happened_at"' in missing.content.decode()
    found = client.post(
        question(draft, 3), {**TYPED[3], "find": "hospital", "found": "", "look_up": "1"}, follow=True
    )
    page = words_of(found)
    assert "Nethercote Hospital (R9B)" in page
    assert "Main site" in found.content.decode(), "what was typed beside it is kept"
    # A board is not a provider of care.
    boards = client.post(question(draft, 3), {**TYPED[3], "find": "elsemere", "look_up": "1"}, follow=True)
    assert "Nothing found" in words_of(boards)
    at_provider = {**TYPED[3], "happened_at": "provider", "happened_at_code": "R9B", "find": "", "found": ""}
    draft = fill(client, q3=at_provider)
    assert "Nethercote Hospital" in words_of(client.get(check(draft)))
    client.post(check(draft))
    report = selectors.own_reports(world.actor("icb", Role.PATIENT_SAFETY_TEAM)).rows[0]
    assert report.provider_name == "Nethercote Hospital"
    lead = world.actor("other_trust", Role.PROVIDER_LEAD)
    assert selectors.case_page(lead, report.reference, now=NOW) is not None


def test_a_nurse_is_not_asked_where_it_happened_and_cannot_send_it_elsewhere(
    nurse: Client, world: World
) -> None:
    draft = fill(nurse, q3={**TYPED[3], "happened_at": "provider", "happened_at_code": "R9B"})
    nurse.post(check(draft))
    assert selectors.own_reports(world.reporter).rows[0].provider_name == "Castlebrook University Hospitals"


def test_changing_an_answer_returns_to_the_check_page(nurse: Client) -> None:
    draft = fill(nurse)
    change = f"{question(draft, 3)}?then=check"
    assert f'href="{change}"' in nurse.get(check(draft)).content.decode()
    page = nurse.get(change).content.decode()
    assert 'name="then" value="check"' in page
    assert f'href="{check(draft)}"' in page
    answer = nurse.post(question(draft, 3), {**TYPED[3], "site": "North site", "then": "check"})
    assert answer["Location"] == check(draft)
    assert "North site" in words_of(nurse.get(check(draft)))


def test_check_page_lists_what_is_missing_with_links_and_sends_nothing(nurse: Client, world: World) -> None:
    draft = begin(nurse)
    nurse.post(question(draft, 1), TYPED[1])
    for answer in (nurse.get(check(draft)), nurse.post(check(draft))):
        page = answer.content.decode()
        assert "Before you can send this report" in page
        assert "Where did it happen? Site: Fill this in." in page
        assert f'href="{question(draft, 8)}?then=check#id_danger_now"' in page
    assert answer.status_code == 422
    assert selectors.own_reports(world.reporter).rows == ()


@pytest.mark.parametrize("stored", [5, None, {"a": 1}, [1, 2], "2026-99-99"])
def test_malformed_draft_is_a_problem_never_a_crash(nurse: Client, world: World, stored: object) -> None:
    draft = fill(nurse)
    names = ("what_happened", "happened_on", "happened_time", "affected", "how_many", "contact")
    for name in names:
        intake.save_draft(draft, {name: stored}, by=world.reporter, now=NOW)
    for number in (1, 2, 4, 12):
        assert nurse.get(question(draft, number)).status_code == 200
    assert nurse.get(check(draft)).status_code == 200
    assert nurse.get(reverse("report_start")).status_code == 200
    assert nurse.post(check(draft)).status_code == 422
    assert selectors.own_reports(world.reporter).rows == ()


def test_what_no_database_stores_is_kept_as_a_mark_in_its_place(nurse: Client, world: World) -> None:
    draft = begin(nurse)
    nurse.post(question(draft, 1), {"what_happened": "A\x00B"})
    assert kept(world, draft)["what_happened"] == "A\ufffdB"


def test_discarding_asks_first_then_leaves_nothing(nurse: Client, world: World) -> None:
    draft = begin(nurse)
    nurse.post(question(draft, 1), TYPED[1])
    address = reverse("report_discard", args=[draft])
    assert "Discard this report?" in words_of(nurse.get(address))
    assert selectors.draft_of(world.reporter, draft) is not None
    assert "discarded" in words_of(nurse.post(address, follow=True))
    assert selectors.draft_of(world.reporter, draft) is None
    # A second click finds it done, not missing.
    assert nurse.post(address)["Location"] == reverse("report_start")


def test_draft_of_another_person_does_not_exist(nurse: Client, sign_in: SignIn, world: World) -> None:
    draft = fill(nurse)
    for other in (sign_in("other_trust", Role.PROVIDER_LEAD), sign_in("trust", Role.PROVIDER_LEAD)):
        for address in (question(draft, 1), check(draft), reverse("report_discard", args=[draft])):
            assert other.get(address).status_code == 404
            assert other.post(address, TYPED[1]).status_code == 404
    assert kept(world, draft)["what_happened"] == TYPED[1]["what_happened"]


def test_questions_and_drafts_that_never_were_do_not_exist(nurse: Client) -> None:
    draft = begin(nurse)
    assert nurse.get(question(draft, 13)).status_code == 404
    assert nurse.get(question(draft, 0)).status_code == 404
    assert nurse.get(question(uuid4(), 1)).status_code == 404


def test_roles_that_may_not_report_are_told_so(sign_in: SignIn) -> None:
    reader = sign_in("other_icb", Role.READER)
    for address in (reverse("report_start"), reverse("report_mine"), reverse("report_sent")):
        assert reader.get(address).status_code == 403


def test_words_typed_in_a_lost_session_come_back_to_the_same_person_only(
    nurse: Client, sign_in: SignIn, world: World
) -> None:
    draft = begin(nurse)
    address = question(draft, 1)
    nurse.get(address)
    session = nurse.cookies["sightline_session"].value
    nurse.session.flush()
    assert session
    answer = nurse.post(address, {"what_happened": "Typed while the session was gone."})
    assert answer["Location"].startswith(reverse("account_login"))
    login = {"login": world.username("trust", Role.REPORTER), "password": "a long enough passphrase"}
    back = nurse.post(answer["Location"], {**login, "next": address}, follow=True)
    assert "Typed while the session was gone." in back.content.decode()
    assert "We kept what you typed" in words_of(back)
    # Not twice, and not to whoever signs in next on the same computer.
    assert "Typed while" not in nurse.get(address).content.decode()
    nurse.session.flush()
    nurse.post(address, {"what_happened": "Typed by the nurse alone."})
    other = {"login": world.username("trust", Role.PROVIDER_LEAD), "password": "a long enough passphrase"}
    page = nurse.post(reverse("account_login"), {**other, "next": reverse("report_start")}, follow=True)
    assert "Typed by the nurse" not in page.content.decode()
    assert nurse.get(address).status_code == 404
