"""What somebody reads who types what identifies a person: beside the field, their words kept, nothing saved (11.1c)."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import HeldWords, Incident, KeptWords, Message, ReportDraft
from sightline.incidents.services import intake
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, report_answers

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"
TEXT = f"The bed was empty. Was <b>{NUMBER}</b> moved?"


def message(incident: Incident, text: str, **more: str) -> dict[str, str]:
    return {"seen": str(stages.now_of(incident).version), "key": str(uuid4()), "text": text, **more}


def shown_words(page: str) -> str:
    """The hidden field by which the page names the words it has shown."""
    found = re.search(r'name="words-[\w-]+-found" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def ask(client: Client, address: str, sent: dict[str, str]) -> str:
    page = client.post(address, sent)
    assert page.status_code == 422
    return page.content.decode()


@pytest.mark.clause("11.1c", facet="what identifies somebody is stopped before it is stored")
def test_the_page_comes_back_with_the_words_marked_and_everything_as_typed(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.INVESTIGATOR)
    address = reverse("incident_messages", args=[incident.reference])
    page = ask(client, address, message(incident, TEXT))
    assert f"<mark>{NUMBER}</mark>" in page
    assert "&lt;b&gt;" in page
    assert "<b>943" not in page
    assert "give your local reference instead" in page
    assert 'href="#id_text"' in page, "the summary leads to the field"
    assert "What the check cannot find" in page
    assert "This is not an NHS Number" not in page, "only a lead may say so"
    assert "hold these words for redaction" in page
    assert not Message.objects.exists()
    assert not HeldWords.objects.exists()


def test_a_lead_may_say_that_it_is_none_and_must_say_why(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("incident_messages", args=[incident.reference])
    page = ask(client, address, message(incident, TEXT))
    assert "This is not an NHS Number" in page
    said = {"words-text-found": shown_words(page), "words-text": "keep"}
    again = ask(client, address, message(incident, TEXT, **said, **{"words-text-why": ""}))
    assert "Say why the words are needed" in again
    sent = message(incident, TEXT, **said, **{"words-text-why": "It is the number of the pump."})
    assert client.post(address, sent).status_code == 302
    assert Message.objects.get().text == TEXT
    assert KeptWords.objects.get().reason == "It is the number of the pump."


def test_an_investigator_who_sends_what_only_a_lead_may_say_is_asked_again(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.INVESTIGATOR)
    address = reverse("incident_messages", args=[incident.reference])
    said = {"words-text-found": shown_words(ask(client, address, message(incident, TEXT)))}
    said |= {"words-text": "keep", "words-text-why": "I say so."}
    assert "Only those who lead the case" in ask(client, address, message(incident, TEXT, **said))
    assert not Message.objects.exists()


def test_what_was_said_of_some_words_says_nothing_of_others(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("incident_messages", args=[incident.reference])
    said = {"words-text-found": shown_words(ask(client, address, message(incident, TEXT)))}
    said |= {"words-text": "hold"}
    page = ask(client, address, message(incident, f"{TEXT} Or 401 023 2137?", **said))
    assert "<mark>401 023 2137</mark>" in page


def test_held_words_are_masked_for_all_but_those_who_handle_it_on_their_side(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.INVESTIGATOR)
    address = reverse("incident_messages", args=[incident.reference])
    page = ask(client, address, message(incident, TEXT))
    said = {"words-text-found": shown_words(page), "words-text": "hold"}
    sent = message(incident, TEXT, **said)
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302, "a double click writes it once"
    assert Message.objects.count() == HeldWords.objects.count() == 1
    held = reverse("held_words", args=[incident.reference])
    for hat in (("icb", Role.PATIENT_SAFETY_TEAM), ("trust", Role.PROVIDER_LEAD)):
        theirs = sign_in(*hat)
        for name in ("incident_messages", "incident", "incident_trail"):
            read = theirs.get(reverse(name, args=[incident.reference])).content.decode()
            assert NUMBER not in read
    assert (
        "[held for redaction: NHS Number 1]"
        in sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(address).content.decode()
    )
    for role in (Role.PROVIDER_LEAD, Role.INVESTIGATOR, Role.PROVIDER_EXECUTIVE):
        assert f"<mark>{NUMBER}</mark>" in sign_in("trust", role).get(held).content.decode()
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(held)
    assert team.status_code == 200
    assert NUMBER not in team.content.decode()
    for other in (("icb", Role.CHIEF_EXECUTIVE), ("trust", Role.INFORMATION_GOVERNANCE_LEAD)):
        assert sign_in(*other).get(held).status_code == 404


def test_a_lead_settles_them_on_their_page_and_only_once(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("incident_messages", args=[incident.reference])
    said = {"words-text-found": shown_words(ask(client, address, message(incident, TEXT)))}
    client.post(address, message(incident, TEXT, **said, **{"words-text": "hold"}))
    assert (
        "Something is held for redaction"
        in client.get(reverse("incident", args=[incident.reference])).content.decode()
    )
    settle = reverse("held_settle", args=[incident.reference, HeldWords.objects.get().id])
    seen = str(stages.now_of(incident).version)
    page = ask(client, settle, {"seen": seen, "how": "redacted", "replacement": f"Patient {NUMBER}"})
    assert "would be found again" in page
    assert (
        client.post(settle, {"seen": seen, "how": "redacted", "replacement": "Patient A"}).status_code == 302
    )
    assert Message.objects.get().text == TEXT.replace(NUMBER, "Patient A")
    again = client.post(settle, {"seen": seen, "how": "redacted", "replacement": "Patient B"})
    assert again.status_code in (404, 409)
    assert sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(settle).status_code in (403, 404)


def test_a_reporters_draft_does_not_keep_a_number_until_they_say_to_hold_it(
    world: World, sign_in: SignIn
) -> None:
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    client = sign_in("trust", Role.REPORTER)
    address = reverse("report_question", args=[draft_id, 1])
    story = f"Patient {NUMBER} fell from the trolley in the corridor."
    page = ask(client, address, {"what_happened": story})
    assert story in page
    assert NUMBER not in str(ReportDraft.objects.get().answers)
    left = ask(client, address, {"what_happened": story, "leave": "yes"})
    assert story in left, "nobody leaves a page whose words are not kept"
    said = {"words-what_happened-found": shown_words(page), "words-what_happened": "hold"}
    assert client.post(address, {"what_happened": story, **said}).status_code == 302
    more = {key: value for key, value in report_answers().items() if key != "what_happened"}
    intake.save_draft(draft_id, more, by=world.reporter, now=NOW)
    assert client.post(reverse("report_check", args=[draft_id])).status_code == 302
    incident = Incident.objects.get()
    assert incident.what_happened == story.replace(NUMBER, "[held for redaction: NHS Number 1]")


def test_a_draft_from_before_the_check_says_at_which_question_it_must_be_answered(
    world: World, sign_in: SignIn
) -> None:
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    intake.save_draft(draft_id, report_answers(what_happened=TEXT), by=world.reporter, now=NOW)
    address = reverse("report_check", args=[draft_id])
    page = ask(sign_in("trust", Role.REPORTER), address, {})
    assert "Found: NHS Number" in page
    assert not Incident.objects.exists()


def test_a_number_over_two_fields_is_found(world: World, sign_in: SignIn) -> None:
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    intake.save_draft(draft_id, report_answers(), by=world.reporter, now=NOW)
    client = sign_in("trust", Role.REPORTER)
    question = next(
        number
        for number in range(1, 13)
        if 'name="ward_or_team"'
        in client.get(reverse("report_question", args=[draft_id, number])).content.decode()
    )
    sent: dict[str, Any] = {"site": "Main site 943 476", "ward_or_team": "5919 ward", "setting": "hospital"}
    page = ask(client, reverse("report_question", args=[draft_id, question]), sent)
    assert "<mark>943 476</mark>" in page
    assert "<mark>5919</mark>" in page


def test_words_that_no_form_asked_about_are_asked_about_on_a_page_of_their_own(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sightline.web.checked_form import CheckedForm

    monkeypatch.setattr(CheckedForm, "checked_fields", lambda form: [])
    incident = declared(world)
    client = sign_in("trust", Role.INVESTIGATOR)
    address = reverse("incident_messages", args=[incident.reference])
    page = ask(client, address, message(incident, TEXT))
    assert f"<mark>{NUMBER}</mark>" in page
    assert 'name="seen"' in page, "everything else typed goes on"
    said = {"words-text-found": shown_words(page), "words-text": "hold"}
    assert client.post(address, message(incident, TEXT, **said)).status_code == 302
    assert NUMBER not in Message.objects.get().text


def test_the_contact_and_numbers_of_a_report_are_not_asked_about(world: World, sign_in: SignIn) -> None:
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    client = sign_in("trust", Role.REPORTER)
    sent = {
        "contact": "named",
        "contact_name": "Ines Ashdown",
        "contact_phone": "01632 960417",
        "contact_email": "",
    }
    answer = client.post(reverse("report_question", args=[draft_id, 12]), sent)
    assert answer.status_code == 302
