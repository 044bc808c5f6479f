"""The pages of joining, separating, correcting, sending on and other bodies, as a person goes through them."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sightline.incidents.models import Correction, Incident
from sightline.incidents.services import duplicates
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LEAD = ("trust", Role.PROVIDER_LEAD)
TEAM = ("icb", Role.PATIENT_SAFETY_TEAM)


def at(incident: Incident, page: str) -> str:
    return f"/incidents/{incident.reference}/{page}"


def drawn(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def test_a_likely_duplicate_is_offered_compared_and_joined(world: World, sign_in: SignIn) -> None:
    lead, one = declared(world), reported(world.reporter, steis_number="2026/1234")
    client = sign_in(*LEAD)
    offered = drawn(client.get(at(one, "join/")))
    assert lead.reference in offered
    assert "the same ward or team" in offered
    both = drawn(client.get(at(one, "join/"), {"lead": lead.reference}))
    assert "StEIS 2026/1234" in both
    assert f"{lead.reference}, which leads" in both
    words = {"lead": lead.reference, "seen": "1", "seen_lead": str(lead.version)}
    refused = client.post(at(one, "join/"), words)
    assert refused.status_code == 422
    assert drawn(refused).count("Say why both are about the same event.") >= 2
    assert stages.now_of(one).status == "reported"
    done = client.post(at(one, "join/"), {**words, "reason": "One line, one patient."})
    assert done.headers["Location"] == at(lead, "")
    assert stages.now_of(one).merged_into_id == lead.id
    # The link to separate stands on the page of the duplicate.
    assert at(one, "separate/") in drawn(client.get(at(one, "")))


@pytest.mark.parametrize("hat", [LEAD, TEAM])
def test_likely_duplicates_stand_on_the_case_until_it_is_investigated(
    world: World, sign_in: SignIn, hat: tuple[str, Role]
) -> None:
    one, other = declared(world), declared(world)
    client = sign_in(*hat)
    page = drawn(client.get(at(one, "")))
    assert "Another report may be about the same event" in page
    assert f"{at(one, 'join/')}?lead={other.reference}" in page
    begun = stages.investigating(world)
    assert "may be about the same event" not in drawn(client.get(at(begun, "")))


def test_whoever_decides_sees_likely_duplicates_first(world: World, sign_in: SignIn) -> None:
    other, one = declared(world), reported(world.reporter)
    page = drawn(sign_in(*LEAD).get(at(one, "decide/")))
    assert page.index(other.reference) < page.index("Who paid for the care")
    far = reported(world.reporter, happened_on="2026-10-01")
    assert "may be about the same event" not in drawn(sign_in(*LEAD).get(at(far, "decide/")))


@pytest.mark.parametrize(
    ("chosen", "message"),
    [("", "Enter the reference"), ("SL-2026-9999", "There is no record SL-2026-9999 that you can see")],
)
def test_a_lead_record_that_cannot_be_is_said_beside_the_field(
    world: World, sign_in: SignIn, chosen: str, message: str
) -> None:
    one = reported(world.reporter)
    assert message in drawn(sign_in(*LEAD).get(at(one, "join/"), {"lead": chosen}))


def test_a_serious_incident_is_not_lost_in_one_that_is_not(world: World, sign_in: SignIn) -> None:
    serious, other = declared(world), reported(world.reporter)
    page = drawn(sign_in(*LEAD).get(at(serious, "join/"), {"lead": other.reference}))
    assert f"Open {other.reference} and join it to {serious.reference} instead." in page


def test_a_record_of_another_provider_cannot_be_probed(world: World, sign_in: SignIn) -> None:
    one, hidden = reported(world.reporter), reported(world.outsider)
    page = drawn(sign_in(*LEAD).get(at(one, "join/"), {"lead": hidden.reference}))
    assert f"There is no record {hidden.reference} that you can see" in page
    assert "Nethercote" not in page


def test_the_second_of_two_is_told_and_keeps_the_words(world: World, sign_in: SignIn) -> None:
    first, second, one = declared(world), declared(world), reported(world.reporter)
    client = sign_in(*LEAD)
    duplicates.join(
        one.id, first.id, "Same.", seen_lead=first.version, by=world.lead, now=NOW, seen=one.version
    )
    words = {"lead": second.reference, "seen": "1", "seen_lead": str(second.version)}
    answer = client.post(at(one, "join/"), {**words, "reason": "The very same event."})
    assert answer.status_code == 409
    assert "The very same event." in drawn(answer)


def test_separating_asks_why(world: World, sign_in: SignIn) -> None:
    lead, one = declared(world), reported(world.reporter)
    duplicates.join(
        one.id, lead.id, "Same.", seen_lead=lead.version, by=world.lead, now=NOW, seen=one.version
    )
    client, seen = sign_in(*LEAD), str(stages.now_of(one).version)
    assert lead.reference in drawn(client.get(at(one, "separate/")))
    assert client.post(at(one, "separate/"), {"seen": seen}).status_code == 422
    assert client.post(at(one, "separate/"), {"seen": seen, "reason": "Two patients."}).status_code == 302
    assert stages.now_of(one).status == "reported"


def correction(**changes: str) -> dict[str, str]:
    return {
        **day("happened_on", date(2026, 11, 8)),
        "happened_time": "11:00",
        **day("identified_on", date(2026, 11, 9)),
        "identified_time": "09:00",
        "reason": "Read from the ward's diary.",
        **changes,
    }


def test_a_correction_shows_what_it_moves_before_it_is_made(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client, seen = sign_in(*LEAD), str(incident.version)
    form = drawn(client.get(at(incident, "correct/")))
    assert 'value="16"' in form
    shown = client.post(at(incident, "correct/"), correction(seen=seen))
    assert shown.status_code == 200
    words = drawn(shown)
    assert "met in time → now done 3 working days overdue" in words
    assert "Wednesday 18 November 2026" in words
    assert "Wednesday 11 November 2026" in words
    assert not Correction.objects.exists()
    unread = client.post(at(incident, "correct/"), correction(seen=seen, confirm="1"))
    assert unread.status_code == 422
    assert "Tick the box" in drawn(unread)
    assert not Correction.objects.exists()
    made = client.post(at(incident, "correct/"), correction(seen=seen, confirm="1", accept="on"))
    assert made.headers["Location"] == at(incident, "")
    assert stages.now_of(incident).happened_on == date(2026, 11, 8)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " "}, "Say why the record is corrected."),
        (day("happened_on", date(2026, 11, 17)), "cannot be in the future"),
        (day("identified_on", date(2026, 11, 7)), "It cannot have been identified before it happened."),
        ({"identified_time": "later"}, "must be a time"),
        (day("found_on", date(2026, 11, 1)), "It cannot have been found before it happened."),
    ],
)
def test_a_correction_that_cannot_stand_is_said_beside_its_field(
    world: World, sign_in: SignIn, changes: dict[str, str], message: str
) -> None:
    incident = declared(world)
    answer = sign_in(*LEAD).post(at(incident, "correct/"), correction(seen=str(incident.version), **changes))
    assert answer.status_code == 422
    assert drawn(answer).count(message) >= 2
    assert "Read from the ward's diary." in drawn(answer) or "reason" in changes
    assert stages.now_of(incident).version == incident.version


def test_the_icb_finds_the_right_organisation_and_the_provider_is_not_offered_it(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    assert "Organisation it belongs to" not in drawn(sign_in(*LEAD).get(at(incident, "correct/")))
    client, seen = sign_in(*TEAM), str(incident.version)
    stands = correction(
        seen=seen,
        **{**day("happened_on", date(2026, 11, 16)), **day("identified_on", date(2026, 11, 16))},
        identified_time="16:00",
    )
    found = client.post(at(incident, "correct/"), {**stands, "find": "nethercote", "look_up": "1"})
    assert found.status_code == 200
    assert "Nethercote Hospital (R9B)" in drawn(found)
    asked = {**stands, "find": "nethercote", "provider_code": "R9B"}
    assert "Castlebrook University Hospitals" in drawn(client.post(at(incident, "correct/"), asked))
    assert client.post(at(incident, "correct/"), {**asked, "confirm": "1"}).status_code == 302
    assert stages.now_of(incident).provider_id == world.other_trust


def send_on(client: Client, incident: Incident, **words: str) -> Any:
    return client.post(at(incident, "send-on/"), {"seen": str(incident.version), **words})


def test_a_report_is_sent_on_after_looking_the_organisation_up(world: World, sign_in: SignIn) -> None:
    incident = reported(world.reporter)
    client = sign_in(*LEAD)
    assert send_on(client, incident, reason="Their ward.").status_code == 422
    found = send_on(client, incident, find="nethercote", look_up="1", reason="Their ward.")
    assert found.status_code == 200
    assert "Nethercote Hospital (R9B)" in drawn(found)
    assert "Their ward." in drawn(found)
    same = send_on(client, incident, provider_code="R9A", reason="Their ward.")
    assert "It is there already." in drawn(same)
    sent = send_on(client, incident, find="nethercote", provider_code="R9B", reason="Their ward.")
    assert sent.headers["Location"] == "/incidents/"
    assert "was sent to Nethercote Hospital" in drawn(client.get("/incidents/"))
    assert client.get(at(incident, "")).status_code == 404
    assert sign_in("other_trust", Role.PROVIDER_LEAD).get(at(incident, "")).status_code == 200


@pytest.mark.clause("4.3h", facet="its investigation is kept with its dates and reference")
def test_another_body_is_recorded_and_ended(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in(*TEAM)
    page = drawn(client.get(at(incident, "other-body/")))
    assert "stay with the provider" in page
    empty = client.post(at(incident, "other-body/"), {"seen": str(incident.version)})
    assert empty.status_code == 422
    assert "Choose who investigates." in drawn(empty)
    words = {"body": "mnsi", "sets_aside": "yes", **day("began_on", date(2026, 11, 16))}
    kept = client.post(at(incident, "other-body/"), {**words, "seen": str(incident.version)})
    assert kept.headers["Location"] == at(incident, "")
    assert "set aside" in drawn(client.get(at(incident, ""))).lower()
    version = str(stages.now_of(incident).version)
    assert "Maternity and Newborn" in drawn(client.get(at(incident, "other-body/end/")))
    assert client.post(at(incident, "other-body/end/"), {"seen": version}).status_code == 422
    ended = client.post(
        at(incident, "other-body/end/"), {"seen": version, **day("ended_on", date(2026, 11, 16))}
    )
    assert ended.headers["Location"] == at(incident, "")
    assert client.get(at(incident, "other-body/end/")).status_code == 403
