"""No text of a case goes round the personal-data check, and it costs nobody a deadline (clauses 8.0b, 11.1c)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from sightline.audit import selectors as audit
from sightline.audit.models import AuditPayload
from sightline.incidents.errors import Invalid, NotVisible, PersonalDataFound, Refused
from sightline.incidents.models import HeldWords, Incident, InitialReview, KeptWords, Message, StepTaken
from sightline.incidents.services import discussion, initial_review, intake, triage
from sightline.incidents.services.door import saying
from sightline.incidents.services.held_words import keep_held_words, redact_words
from sightline.policy.facts import Actor
from sightline.policy.found_words import Answer, Choice, Settled, fingerprint
from sightline.policy.permissions import permissions_of
from sightline.policy.personal_data import personal_data_in
from sightline.policy.terms import Permission, Role
from tests import stages
from tests.factories import NOW, World, declared, judgement, report_answers, reported

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=16)
NUMBER = "943 476 5919"
STORY = f"The patient, {NUMBER}, fell from the trolley. A nurse was with them."


def answered(text: str, choice: Choice, reason: str = "") -> dict[str, Answer]:
    """What a page sends back when the same is said of everything found in a text."""
    return {fingerprint(found): Answer(choice, reason) for found in personal_data_in(text)}


def post(incident: Incident, by: Actor, text: str, **more: Any) -> None:
    given = {"key": uuid4(), "by": by, "now": LATER, "seen": stages.now_of(incident).version, **more}
    discussion.post_message(incident.id, text, **given)


def send(by: Actor, **answers: Any) -> Incident:
    draft_id = intake.begin_draft(by=by, now=NOW)
    intake.save_draft(draft_id, report_answers(**answers), by=by, now=NOW)
    return Incident.objects.get(id=intake.send_report(draft_id, by=by, now=NOW).incident_id)


def stands_nowhere(*words: str) -> bool:
    """Whether none of the words is in the trail, whose payloads cannot be taken back quietly."""
    return not any(
        word in text
        for row in AuditPayload.objects.all()
        for text in (row.old, row.new, row.reason)
        for word in words
    )


@pytest.mark.clause("8.0b", facet="texts are searched for names")
@pytest.mark.clause("11.1c", facet="what identifies somebody is stopped before it is stored")
def test_a_number_that_nobody_answered_for_is_stored_nowhere_and_the_step_not_taken(world: World) -> None:
    incident = declared(world)
    before = stages.now_of(incident).version
    with pytest.raises(PersonalDataFound) as found:
        post(incident, world.lead, f"Is it about {NUMBER}?")
    (text,) = found.value.texts
    assert (text.field, [each.text for each in text.found]) == ("text", [NUMBER])
    assert not Message.objects.exists()
    assert stages.now_of(incident).version == before
    assert stands_nowhere(NUMBER)


@pytest.mark.parametrize(
    "typed", ["9434765919", "943-476-5919", "９４３４７６５９１９", "943\u00a0476\u200b5919", "NHS9434765919"]
)
def test_however_a_number_is_typed_it_does_not_pass(world: World, typed: str) -> None:
    incident = declared(world)
    with pytest.raises(PersonalDataFound):
        post(incident, world.lead, f"Is it about {typed} or not?")


def test_a_reporter_may_not_say_that_it_is_no_number_but_a_lead_may_with_a_reason(world: World) -> None:
    incident = declared(world)
    text = f"The pump's serial number is {NUMBER}."
    keep = answered(text, Choice.KEEP, "It is the serial number of the pump.")
    with saying(keep), pytest.raises(PersonalDataFound):
        post(incident, world.executive, text)
    with saying(answered(text, Choice.KEEP, "  ")), pytest.raises(PersonalDataFound):
        post(incident, world.lead, text)
    with saying(answered(text, Choice.KEEP, f"It is the pump, {NUMBER}.")), pytest.raises(PersonalDataFound):
        post(incident, world.lead, text)
    with saying(keep):
        post(incident, world.lead, text)
    assert Message.objects.get().text == text
    kept = KeptWords.objects.get()
    assert (kept.kind, kept.field, kept.count) == ("nhs_number", "text", 1)
    assert kept.reason == "It is the serial number of the pump."
    entries = {(entry.field, entry.new) for entry in audit.entries_for(incident.id, parts=None, limit=500)}
    assert {("kind", "nhs_number"), ("count", "1"), ("reason", kept.reason)} <= entries


def test_words_kept_once_on_a_case_are_not_asked_again_there_but_on_another(world: World) -> None:
    incident, other = declared(world), declared(world)
    text = f"The pump's serial number is {NUMBER}."
    with saying(answered(text, Choice.KEEP, "It is the serial number of the pump.")):
        post(incident, world.lead, text)
    post(incident, world.team, f"Then {NUMBER.replace(' ', '')} is the pump.")
    assert KeptWords.objects.count() == 1
    with pytest.raises(PersonalDataFound):
        post(other, world.team, text)


@pytest.mark.clause("11.1c", facet="what is found never costs a deadline")
def test_a_report_at_five_to_five_is_received_with_the_number_masked_everywhere(world: World) -> None:
    with saying(answered(STORY, Choice.HOLD)):
        incident = send(world.reporter, what_happened=STORY)
    assert incident.reported_at == NOW
    assert "[held for redaction: NHS Number 1]" in incident.what_happened
    assert NUMBER not in incident.headline
    assert incident.held_of_provider == 1
    assert stands_nowhere(NUMBER)
    held = HeldWords.objects.get()
    assert (held.held_text, held.side, held.held_at) == (NUMBER, "provider", NOW)


def test_a_lead_redacts_the_next_morning_and_nothing_of_the_words_is_left(world: World) -> None:
    with saying(answered(STORY, Choice.HOLD)):
        incident = send(world.reporter, what_happened=STORY)
    held = HeldWords.objects.get()
    redact_words(incident.id, held.id, "Patient A", by=world.lead, now=LATER, seen=1)
    after = stages.now_of(incident)
    assert after.what_happened == STORY.replace(NUMBER, "Patient A")
    assert after.headline.startswith("The patient, Patient A, fell")
    assert after.held_of_provider == 0
    held.refresh_from_db()
    assert (held.held_text, held.settled, held.settled_by) == ("", Settled.REDACTED, world.lead.person_id)
    assert stands_nowhere(NUMBER)
    changed = [
        entry
        for entry in audit.entries_for(incident.id, parts=None, limit=500)
        if entry.field == "what_happened" and entry.old
    ]
    assert [entry.old for entry in changed] == [STORY.replace(NUMBER, "[held for redaction: NHS Number 1]")]


def test_words_that_are_no_personal_data_stand_again_where_they_were_typed(world: World) -> None:
    with saying(answered(STORY, Choice.HOLD)):
        incident = send(world.reporter, what_happened=STORY)
    held = HeldWords.objects.get()
    why = "It is the number of the trolley."
    keep_held_words(incident.id, held.id, why, by=world.lead, now=LATER, seen=1)
    assert stages.now_of(incident).what_happened == STORY
    assert HeldWords.objects.get().held_text == ""
    assert {row.reason for row in KeptWords.objects.all()} == {why}


@pytest.mark.parametrize("replacement", ["", "   ", "Patient 401 023 2137", "x" * 101])
def test_what_takes_their_place_must_be_something_and_pass_the_check(world: World, replacement: str) -> None:
    with saying(answered(STORY, Choice.HOLD)):
        incident = send(world.reporter, what_happened=STORY)
    held = HeldWords.objects.get()
    with pytest.raises(Invalid):
        redact_words(incident.id, held.id, replacement, by=world.lead, now=LATER, seen=1)
    held.refresh_from_db()
    assert held.held_text == NUMBER


def test_only_a_lead_of_the_side_that_wrote_settles_and_only_once(world: World) -> None:
    incident = declared(world)
    with saying(answered(f"Ask about {NUMBER}.", Choice.HOLD)):
        post(incident, world.lead, f"Ask about {NUMBER}.")
    held = HeldWords.objects.get()
    seen = stages.now_of(incident).version
    with pytest.raises(Refused):
        redact_words(incident.id, held.id, "Patient A", by=world.team, now=LATER, seen=seen)
    with pytest.raises(Refused):
        redact_words(incident.id, held.id, "Patient A", by=world.executive, now=LATER, seen=seen)
    redact_words(incident.id, held.id, "Patient A", by=world.lead, now=LATER, seen=seen)
    with pytest.raises(Refused):
        redact_words(incident.id, held.id, "Patient B", by=world.lead, now=LATER, seen=seen + 1)
    assert Message.objects.get().text == "Ask about Patient A."


def test_the_icb_settles_what_it_wrote_itself_in_its_own_notes(world: World) -> None:
    incident = declared(world)
    text = f"Their number is {NUMBER}."
    with saying(answered(text, Choice.HOLD)):
        discussion.add_note(incident.id, text, key=uuid4(), by=world.team, now=LATER, seen=1)
        post(incident, world.lead, text)
    own = HeldWords.objects.get(side="lead_commissioner")
    seen = stages.now_of(incident).version
    with pytest.raises(NotVisible):
        redact_words(incident.id, own.id, "Patient A", by=world.lead, now=LATER, seen=seen)
    redact_words(incident.id, own.id, "Patient A", by=world.team, now=LATER, seen=seen)
    assert Message.objects.get(audience="icb").text == "Their number is Patient A."
    assert stages.now_of(incident).held_sides == {"provider"}


def test_a_review_is_submitted_in_time_with_words_held_in_one_of_its_answers(world: World) -> None:
    incident = declared(world)
    text = f"We rang the family of {NUMBER} the same day."
    code = next(iter(stages.review_answers()))
    answers = stages.review_answers(**{code: text})
    with saying(answered(text, Choice.HOLD)):
        initial_review.submit_initial_review(
            incident.id, answers, 2, by=world.lead, now=LATER, seen=stages.now_of(incident).version
        )
    sent = InitialReview.objects.get()
    assert sent.submitted_at == LATER
    assert sent.answers[code] == text.replace(NUMBER, "[held for redaction: NHS Number 1]")
    held = HeldWords.objects.get()
    redact_words(
        incident.id, held.id, "the patient", by=world.lead, now=LATER, seen=stages.now_of(incident).version
    )
    assert InitialReview.objects.get().answers[code] == "We rang the family of the patient the same day."


def test_the_note_of_a_step_is_held_in_the_step_and_in_the_trail(world: World) -> None:
    incident = reported(world.reporter)
    reason = f"Seen before, {NUMBER} was discharged."
    with saying(answered(reason, Choice.HOLD)):
        triage.request_discussion(
            incident.id, judgement(rationale=reason), "serious", by=world.lead, now=LATER, seen=1
        )
    masked = reason.replace(NUMBER, "[held for redaction: NHS Number 1]")
    assert StepTaken.objects.filter(note=masked).exists()
    assert stands_nowhere(NUMBER)
    held = HeldWords.objects.get()
    redact_words(incident.id, held.id, "they", by=world.lead, now=LATER, seen=2)
    assert StepTaken.objects.filter(note="Seen before, they was discharged.").exists()


def test_who_reports_in_confidence_is_in_no_row_of_what_was_held_or_kept(world: World) -> None:
    with saying(answered(STORY, Choice.HOLD)):
        send(world.reporter, what_happened=STORY, contact="confidential")
    assert HeldWords.objects.get().held_by is None


def test_a_field_with_little_room_is_held_all_the_same(world: World) -> None:
    site = "Ward " + "x" * 180 + " 9434765919"
    with saying(answered(site, Choice.HOLD)):
        incident = send(world.reporter, site=site)
    assert NUMBER.replace(" ", "") not in incident.site
    assert len(incident.site) <= 200
    assert HeldWords.objects.get().held_text == "9434765919"


def test_the_reporters_own_contact_is_not_checked(world: World) -> None:
    incident = send(
        world.reporter, contact="named", contact_name="A Nurse", contact_phone="9434765919", contact_email=""
    )
    assert "9434765919" in incident.reporter.contact


def test_numbers_of_other_systems_are_not_checked(world: World) -> None:
    assert send(world.reporter, local_number="9434765919").local_number == "9434765919"


def test_only_roles_that_handle_a_case_settle() -> None:
    settle = {role for role in Role if Permission.SETTLE_HELD in permissions_of(role)}
    assert settle == {Role.PROVIDER_LEAD, Role.PATIENT_SAFETY_TEAM}
