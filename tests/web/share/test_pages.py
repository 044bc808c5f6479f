"""The pages of sharing as people use them: proposing, approving, acknowledging, withdrawing, and the registers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.incidents.models import Disclosure, Incident, ReceivedCase, SharingProtocol
from sightline.incidents.selectors.disclosures import (
    DisclosureFilter,
    count_of_register,
    every_disclosure,
    register,
)
from sightline.incidents.services.sharing import withdraw
from sightline.policy.caldicott import PRINCIPLES
from sightline.policy.disclosing import DisclosureState
from sightline.policy.facts import Actor
from sightline.policy.second_factor import PROOF_LIVES_MINUTES
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared
from tests.incidents.services.sharing_cases import REASON, WHY, proposed, shared, to_coroner
from tests.stages import now_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def text_of(client: Client, name: str, *keys: object, **asked: str) -> str:
    return client.get(reverse(name, args=keys), asked).content.decode()


def filled(world: World, incident: Incident, **changes: Any) -> dict[str, Any]:
    """The form for the responsible commissioner as a browser sends it."""
    known = {
        "seen": now_of(incident).version,
        "kind": "responsible_commissioner",
        "recipient": str(world.other_icb),
        "recipient_code": "",
        "parts": ["narrative", "actions"],
        "purpose": WHY,
        "subject": "died",
        "identifies": "yes",
        "confidentiality": "public_interest",
        "expires_on-day": "31",
        "expires_on-month": "12",
        "expires_on-year": "2026",
        **{f"principle_{row.code}": "yes" for row in PRINCIPLES},
    }
    return {name: value for name, value in {**known, **changes}.items() if value is not None}


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def propose(client: Client, world: World, incident: Incident, **changes: Any) -> Any:
    return client.post(reverse("share_case", args=[incident.reference]), filled(world, incident, **changes))


def test_whom_it_is_for_is_asked_first_and_decides_what_is_asked_then(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    assert "Schedule 5 notice" in text_of(lead, "share_case", incident.reference)
    assert "Reference of the Schedule 5 notice" in text_of(
        lead, "share_case", incident.reference, kind="coroner"
    )
    request = text_of(lead, "share_case", incident.reference, kind="subject_access")
    assert "local reference of the case" in request
    assert "By when do they want it?" not in request
    assert "Who is it for?" in text_of(lead, "share_case", incident.reference, kind="nobody")


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_is_kept(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    answer = propose(
        client,
        world,
        incident,
        recipient="",
        parts=None,
        purpose="Too short.",
        principle_law=None,
        identifies=None,
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "Choose the organisation it is shared with.",
        "at least 5 words",
        "Say whether it can identify someone.",
        "Is there a lawful basis for sharing it, and is it recorded?",
        "Too short.",
    ):
        assert words in page
    assert not Disclosure.objects.exists()


@pytest.mark.clause("4.7.8", facet="what was shared, and when, is kept")
@pytest.mark.clause("4.7.8", facet="the receiver acknowledges")
@pytest.mark.clause("11.1b", facet="the guardian approves what identifies someone")
def test_a_case_of_two_commissioners_is_proposed_approved_read_acknowledged_and_withdrawn(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    team, nurse = sign_in("icb", Role.PATIENT_SAFETY_TEAM), sign_in("icb", Role.CHIEF_NURSE)
    reader = sign_in("other_icb", Role.PATIENT_SAFETY_TEAM)
    made = propose(team, world, incident)
    row = Disclosure.objects.get()
    assert made["Location"] == reverse("disclosure", args=[row.id])
    assert "Nothing has gone" in text_of(team, "disclosure", row.id)
    case = reverse("incident", args=[incident.reference])
    assert reader.get(case).status_code == 404

    act = {"seen": now_of(incident).version, "answer": "approve", "reason": REASON}
    assert nurse.post(reverse("disclosure_approve", args=[row.id]), act).status_code == 302
    page = reader.get(case).content.decode()
    assert "Shared with your organisation until" in page
    assert "guidewire" in page
    assert "Duty of Candour" not in page
    assert incident.reference in text_of(reader, "incidents")

    noted = {"seen": now_of(incident).version, "note": "Thank you."}
    assert reader.post(reverse("disclosure_acknowledge", args=[row.id]), noted).status_code == 302
    assert "Thank you." in text_of(team, "disclosure", row.id)

    ended = {"seen": now_of(incident).version, "reason": REASON}
    assert team.post(reverse("disclosure_withdraw", args=[row.id]), ended).status_code == 302
    answer = reader.get(case)
    assert answer.status_code == 404
    assert "This case is no longer shared with you" in answer.content.decode()
    assert "It was withdrawn" in answer.content.decode()
    assert incident.reference not in text_of(reader, "incidents")
    own = text_of(reader, "disclosure", row.id)
    assert REASON not in own
    assert "Withdrawn" in own


def test_withdrawn_while_the_acknowledgement_was_typed_says_so_and_writes_nothing(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    row = shared(world, incident)
    reader = sign_in("other_icb", Role.PATIENT_SAFETY_TEAM)
    drawn = now_of(incident).version
    withdraw(row.id, incident.id, REASON, by=world.team, now=NOW, seen=drawn)
    typed = {"seen": drawn, "note": "Thank you, we have what we need."}
    answer = reader.post(reverse("disclosure_acknowledge", args=[row.id]), typed)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "This case is no longer shared with you" in page
    assert "Thank you, we have what we need." in page
    row.refresh_from_db()
    assert row.acknowledged_at is None


def test_of_two_guardians_the_second_is_told_who_was_first(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    row = proposed(world, incident)
    drawn = incident.version
    address = reverse("disclosure_approve", args=[row.id])
    typed = {"seen": drawn, "answer": "approve", "reason": REASON}
    assert sign_in("icb", Role.CHIEF_NURSE).post(address, typed).status_code == 302
    second = sign_in("icb", Role.INFORMATION_GOVERNANCE_LEAD).post(address, typed | {"answer": "refuse"})
    assert second.status_code == 409
    row.refresh_from_db()
    assert row.refused_at is None


def test_a_form_sent_twice_shares_it_once(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    seen = now_of(incident).version
    assert propose(team, world, incident, seen=seen).status_code == 302
    assert propose(team, world, incident, seen=seen).status_code == 409
    assert Disclosure.objects.count() == 1


def test_an_organisation_that_is_not_in_the_list_is_found_by_its_code(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    answer = propose(
        team, world, incident, kind="provider", recipient="", recipient_code="m99001", identifies="no"
    )
    assert answer.status_code == 302
    assert Disclosure.objects.get().recipient_id == world.practice


def test_words_that_would_break_a_page_are_shown_as_typed(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    hostile = "<script>alert(1)</script> {{ 7*7 }} ' OR 1=1 -- \u202e \x00 five words"
    assert propose(team, world, incident, purpose=hostile).status_code == 302
    row = Disclosure.objects.get()
    for name, keys in (
        ("disclosure", [row.id]),
        ("disclosures", []),
        ("incident_shared", [incident.reference]),
    ):
        page = text_of(team, name, *keys)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page


# The register


def a_register(world: World) -> Incident:
    """To the other board, acknowledged by nobody; to a coroner, awaiting approval; one withdrawn."""
    incident = declared(world)
    shared(world, incident)
    gone = shared(world, incident, identifies=False, confidentiality="nobody")
    withdraw(gone.id, incident.id, REASON, by=world.team, now=NOW, seen=now_of(incident).version)
    from sightline.incidents.services.sharing import disclose

    disclose(incident.id, to_coroner(), by=world.team, now=NOW, seen=now_of(incident).version)
    return now_of(incident)


@pytest.mark.clause("2.2f")
@pytest.mark.clause("4.3k", facet="what was shared is logged")
def test_everything_disclosed_to_one_body_this_year_is_two_clicks_away(world: World, sign_in: SignIn) -> None:
    a_register(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert f'href="{reverse("disclosures")}"' in text_of(team, "today")
    link = "?recipient=Elsemere+Integrated+Care+Board&amp;year=2026"
    assert f'href="{link}"' in text_of(team, "disclosures")
    found = team.get(reverse("disclosures") + link.replace("&amp;", "&")).content.decode()
    assert "2 disclosures" in found
    assert "SCH5/2026/118" not in found
    assert "1 disclosure" in text_of(team, "disclosures", q="sch5/2026")
    assert "1 disclosure" in text_of(team, "disclosures", state="awaiting_approval")
    assert "1 disclosure" in text_of(team, "disclosures", kind="coroner")
    assert "No disclosure matches" in text_of(team, "disclosures", year="2024")
    assert "3 disclosures" in text_of(team, "disclosures", year="zzz", kind="none", state="x", after="y")


@pytest.mark.clause("4.7.7")
def test_the_register_shows_each_organisation_its_own(world: World, sign_in: SignIn) -> None:
    incident = a_register(world)
    others = text_of(sign_in("other_icb", Role.PATIENT_SAFETY_TEAM), "disclosures")
    assert incident.reference in others
    assert "Coroner" not in others.split("<table")[1]
    assert "2 disclosures" in others
    assert incident.reference not in text_of(sign_in("other_trust", Role.PROVIDER_LEAD), "disclosures")
    assert sign_in("icb", Role.CONTRACT_MANAGER).get(reverse("disclosures")).status_code == 403


def test_export_has_every_row_once_the_person_proved_it_is_them(world: World, sign_in: SignIn) -> None:
    a_register(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    file = b"".join(team.get(reverse("disclosures_export")).streaming_content).decode()  # type: ignore[attr-defined]
    assert len(file.strip().splitlines()) == 4
    assert "Coroner’s office, Avonmere" in file
    with time_machine.travel(NOW + timedelta(minutes=PROOF_LIVES_MINUTES + 1), tick=False):
        asked = team.get(reverse("disclosures_export"))
        assert asked.status_code == 302
        assert asked["Location"] == reverse("prove_again")


def test_the_register_pages_by_key_and_each_state_is_the_rules_own(world: World) -> None:
    incident = a_register(world)
    first = Disclosure.objects.order_by("id").first()
    assert first is not None
    for number in range(120):
        first.pk, first._state.adding = UUID(int=number + 1), True
        first.save(force_insert=True)
    everything = list(every_disclosure(world.team, DisclosureFilter(), now=NOW))
    assert len(everything) == 123
    assert len({row.disclosure_id for row in everything}) == 123
    assert register(world.team, DisclosureFilter(), now=NOW).next_after
    later = NOW + timedelta(days=80)
    for now in (NOW, later):
        rows = list(every_disclosure(world.team, DisclosureFilter(), now=now))
        for state in DisclosureState:
            asked = DisclosureFilter(state=state.value)
            found = {row.disclosure_id for row in every_disclosure(world.team, asked, now=now)}
            assert found == {row.disclosure_id for row in rows if row.state is state}, state
    assert count_of_register(world.team, DisclosureFilter(text=incident.reference), now=NOW, most=10) == 11


def test_no_page_of_this_room_asks_more_than_fifteen_times(world: World, sign_in: SignIn) -> None:
    incident = a_register(world)
    row = Disclosure.objects.order_by("id").first()
    assert row is not None
    a_protocol(world.team)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    client.get(reverse("today"))
    for name, keys in (
        ("disclosures", []),
        ("disclosure", [row.id]),
        ("incident_shared", [incident.reference]),
        ("protocols", []),
        ("received", []),
        ("incidents", []),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, args=keys)).status_code == 200
        assert len(asked) <= (16 if name == "incident_shared" else 15), (name, len(asked))


# Protocols, and what came from others


def a_protocol(by: Actor, **changes: Any) -> UUID:
    from sightline.incidents.services.sharing_registers import NewProtocol, add_protocol

    known: dict[str, Any] = {
        "what": "Serious incidents of patients of either board.",
        "basis": "Article 6(1)(e), and the duty to share for care",
        "document_reference": "ISA 14",
        "from_on": date(2026, 4, 1),
        "review_on": date(2026, 10, 1),
        "group_name": "Quality surveillance group",
    }
    return add_protocol(NewProtocol(**{**known, **changes}), by=by, now=NOW)


@pytest.mark.clause("4.3k", facet="agreements to share are registered")
def test_a_protocol_is_added_cited_and_reviewed(world: World, sign_in: SignIn) -> None:
    client = sign_in("icb", Role.INFORMATION_GOVERNANCE_LEAD)
    typed = {
        "partner": str(world.other_icb),
        "group_name": "",
        "what": "Serious incidents of patients of either board.",
        "basis": "Article 6(1)(e)",
        "document_reference": "ISA 14",
        **day("from_on", date(2026, 4, 1)),
        **day("review_on", date(2026, 10, 1)),
    }
    lacking = client.post(reverse("protocol_add"), typed | {"partner": ""})
    assert lacking.status_code == 422
    assert "name the group" in lacking.content.decode()
    assert client.post(reverse("protocol_add"), typed).status_code == 302
    protocol = SharingProtocol.objects.get()
    assert "review overdue" in text_of(client, "protocols")

    incident = declared(world)
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert propose(team, world, incident, protocol=str(protocol.id)).status_code == 302
    assert "ISA 14" in text_of(team, "disclosure", Disclosure.objects.get().id)
    assert "cited by 1 disclosure" in text_of(client, "protocols")

    review = reverse("protocol_review", args=[protocol.id])
    soon = {"outcome": "goes_on", "reason": REASON, **day("review_on", date(2026, 11, 1))}
    assert client.post(review, soon).status_code == 422
    assert client.post(review, soon | day("review_on", date(2027, 10, 1))).status_code == 302
    assert "review overdue" not in text_of(client, "protocols")
    assert client.post(review, {"outcome": "ends", "reason": REASON}).status_code == 302
    assert client.get(review).status_code == 403


def test_protocols_are_seen_by_either_party_and_kept_by_its_own(world: World, sign_in: SignIn) -> None:
    made = a_protocol(world.team, partner_id=world.other_icb, group_name="")
    partner = sign_in("other_icb", Role.PATIENT_SAFETY_TEAM)
    assert "ISA 14" in text_of(partner, "protocols")
    assert partner.get(reverse("protocol_review", args=[made])).status_code == 404
    assert "ISA 14" not in text_of(sign_in("trust", Role.INFORMATION_GOVERNANCE_LEAD), "protocols")
    assert sign_in("icb", Role.CHIEF_NURSE).get(reverse("protocols")).status_code == 403


def test_a_protocol_of_another_organisation_cannot_be_cited(world: World, sign_in: SignIn) -> None:
    others = a_protocol(world.actor("other_icb", Role.PATIENT_SAFETY_TEAM))
    incident = declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    a_protocol(world.team)
    assert propose(client, world, incident, protocol=str(others)).status_code == 422


@pytest.mark.clause("4.7.8", facet="what was shared, and when, is kept")
def test_what_another_lead_commissioner_told_us_is_recorded_and_acknowledged_once(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    typed = {
        "lead": str(world.other_icb),
        "their_reference": "EL/2026/31",
        "what_told": "A patient of ours fell on a ward of theirs.",
        "concern": "We pay for the patient's care.",
        **day("received_on", date(2026, 11, 12)),
    }
    assert client.post(reverse("received_add"), typed | {"lead": ""}).status_code == 422
    late = client.post(reverse("received_add"), typed | day("received_on", date(2026, 11, 17)))
    assert "after today" in late.content.decode()
    assert client.post(reverse("received_add"), typed).status_code == 302
    again = client.post(reverse("received_add"), typed)
    assert again.status_code == 422
    assert "recorded already" in again.content.decode()
    row = ReceivedCase.objects.get()
    address = reverse("received_acknowledge", args=[row.id])
    assert client.post(address, {"note": "Rang them."}).status_code == 302
    assert client.post(address, {"note": "Rang them again."}).status_code == 403
    page = text_of(client, "received")
    assert "EL/2026/31" in page
    assert "Rang them." in page
    # It is no incident of ours, and nobody else's record.
    assert not Incident.objects.exists()
    other = sign_in("other_icb", Role.PATIENT_SAFETY_TEAM)
    assert "EL/2026/31" not in text_of(other, "received")
    assert other.get(address).status_code == 404


def test_a_document_is_marked_as_never_shared_with_a_reason(world: World, sign_in: SignIn) -> None:
    incident = stages.submitted(world)
    row = incident.documents.first()
    assert row is not None
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    address = reverse("document_protect", args=[row.id])
    assert lead.post(address, {"seen": incident.version, "kind": "legal_advice"}).status_code == 422
    typed = {"seen": incident.version, "kind": "legal_advice", "reason": "Counsel advised the trust on it."}
    assert lead.post(address, typed).status_code == 302
    assert "never shared" in text_of(lead, "incident_documents", incident.reference)
    row.refresh_from_db()
    assert row.protected == "legal_advice"
