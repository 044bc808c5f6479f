"""The audit trail in words: nothing of a case stands there by the name that only the code knows."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.apps import apps

from sightline.incidents.services import desk, discussion, restriction
from sightline.policy.terms import RestrictedKind, Role
from sightline.web import audit_words
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared

#: Rows of these are indexes, habits of a reader or secrets: no step audits them.
NOT_IN_THE_TRAIL = {
    *("steptaken", "referencesequence", "reportdraft", "awaited", "lastlook", "duedate", "savedview"),
    "messagelook",
    "look",
    # Registers of no case: their acts are in the chain, and in the trail of no case.
    *("sharingprotocol", "receivedcase"),
    # Its maker's own.
    "redactiondraft",
}


def test_every_kind_of_row_has_its_word() -> None:
    kinds = {model._meta.model_name for model in apps.get_app_config("incidents").get_models()}
    assert kinds - NOT_IN_THE_TRAIL - set(audit_words._THINGS) == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
def test_messages_and_desks_are_said_as_people_say_them(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    question = uuid4()
    discussion.post_message(
        incident.id,
        "Which ward?",
        key=question,
        answer_by=NOW.date() + timedelta(days=3),
        by=world.team,
        now=NOW,
        seen=incident.version,
    )
    discussion.post_message(
        incident.id,
        "Ward four.",
        key=uuid4(),
        answers_id=question,
        by=world.lead,
        now=NOW,
        seen=stages.now_of(incident).version,
    )
    desk.allocate(
        incident.id, world.team.person_id, by=world.team, now=NOW, seen=stages.now_of(incident).version
    )
    drawn = unescape(
        sign_in("icb", Role.PATIENT_SAFETY_TEAM)
        .get(f"/incidents/{incident.reference}/audit-trail/")
        .content.decode()
    )
    for said in (
        "Message: answer wanted by",
        "Thursday 19 November 2026",
        "Message: answers",
        "another entry of this case",
        "Message: who reads it",
        "provider and ICB",
        "Handler at the ICB",
        "Patient safety team of icb",
    ):
        assert said in drawn, said
    assert str(question) not in drawn
    assert "2026-11-19" not in drawn


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
def test_a_limit_and_an_opening_are_said_as_people_say_them(world: World, sign_in: SignIn) -> None:
    for where in ("icb", "trust"):
        world.actor(where, Role.INFORMATION_GOVERNANCE_LEAD)
    world.actor("icb", Role.PATIENT_SAFETY_SPECIALIST)
    incident = declared(world)
    why = "A member of staff is accused of harming a patient."
    restriction.restrict(
        incident.id, RestrictedKind.STAFF, why, by=world.lead, now=NOW, seen=incident.version
    )
    restriction.open_restricted(
        incident.reference, "The coroner wants an answer from us today.", by=world.team, now=NOW
    )
    drawn = unescape(
        sign_in("trust", Role.PROVIDER_LEAD)
        .get(f"/incidents/{incident.reference}/audit-trail/")
        .content.decode()
    )
    for said in (
        "Limited to named people",
        RestrictedKind.STAFF.label,
        "Named person: role",
        Role.INFORMATION_GOVERNANCE_LEAD.label,
        "Opened without being named: reason",
        "The coroner wants an answer from us today.",
    ):
        assert said in drawn, said
    for code in ("restricted_kind", "information_governance_lead", "by opening"):
        assert code not in drawn, code
