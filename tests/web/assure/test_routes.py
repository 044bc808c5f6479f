"""Every page of the room: opens for who may, is refused to who may not, and is not there for outsiders."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sightline.incidents.models import Incident, SafetyAction
from sightline.incidents.services import safety_actions, triage
from sightline.policy.terms import Role, Status
from tests import assured_stages as assured
from tests import stages
from tests.assured_stages import FEEDBACK, checklist
from tests.conftest import SignIn
from tests.factories import NOW, World, declaration, declared, judgement, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
Before = Callable[[World], Incident]
Words = dict[str, str]


def never_event(world: World) -> Incident:
    """A declared Never Event the ICB has not answered."""
    incident = reported(world.reporter)
    triage.declare(
        incident.id,
        judgement(never_event_code="3"),
        declaration(),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    return stages.now_of(incident)


def action_done(world: World) -> Incident:
    """One action, recorded as done by the provider."""
    incident = stages.with_action(world, declared(world))
    safety_actions.complete_action(
        incident.id,
        SafetyAction.objects.get().id,
        "The new checklist.",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    return stages.now_of(incident)


def ticked(**changes: str) -> Words:
    """The checklist as the page sends it, everything met."""
    sent = {f"rating-{code}": item["rating"] for code, item in checklist().items()}
    return {**sent, "do": "accept", "feedback": FEEDBACK, **changes}


#: The page, the stage it belongs to, what is sent, and what then holds of the incident.
ROUTES: list[tuple[str, Before, Words, dict[str, object]]] = [
    ("acknowledge/", declared, {}, {"acknowledged_at": NOW}),
    ("classification/", declared, {"answer": "agree"}, {"classification_agreed": True}),
    ("never-event/", never_event, {"answer": "confirm"}, {"never_event_confirmed": True}),
    ("level/", declared, {"level": "2"}, {"agreed_level": 2}),
    ("incident-type/", declared, {"incident_type": "T24"}, {"incident_type": "T24"}),
    (
        "initial-review/answer/",
        stages.reviewed,
        {"answer": "accept", "level": "2"},
        {"status": Status.INVESTIGATING},
    ),
    ("quality-assurance/begin/", stages.submitted, {}, {"status": Status.IN_REVIEW}),
    ("quality-assurance/", assured.in_review, ticked(), {"status": Status.IN_REVIEW}),
    ("close/", assured.ready_to_close, {"monitoring_of_actions": "Monthly."}, {"status": Status.CLOSED}),
    ("downgrade/", declared, {"reason": "Another patient's X-ray."}, {"status": Status.DOWNGRADED}),
    ("reopen/", assured.closed, {"reason": "New facts."}, {"status": Status.INVESTIGATING}),
    ("actions/{action}/verify/", action_done, {"verification": "Seen on the ward."}, {}),
]
IDS = [row[0].strip("/").replace("/", "-") for row in ROUTES]


def address(incident: Incident, page: str) -> str:
    action = SafetyAction.objects.first()
    return f"/incidents/{incident.reference}/{page}".format(action=action.id if action else "")


@pytest.mark.parametrize(("page", "before", "words", "after"), ROUTES, ids=IDS)
def test_icb_takes_the_step_once(
    world: World, sign_in: SignIn, page: str, before: Before, words: Words, after: dict[str, object]
) -> None:
    incident = before(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    where = address(incident, page)
    drawn = client.get(where)
    assert drawn.status_code == 200
    assert f'name="seen" value="{incident.version}"' in drawn.content.decode()
    assert stages.now_of(incident).version == incident.version, "reading changes nothing"
    sent = {**words, "seen": str(incident.version)}
    answer = client.post(where, sent)
    assert answer.status_code == 302
    now = stages.now_of(incident)
    assert {name: getattr(now, name) for name in after} == after
    moved = now.version
    again = client.post(where, sent)
    assert again.status_code == 409, "sent twice, done once"
    assert "You have done this already" in again.content.decode()
    assert stages.now_of(incident).version == moved


@pytest.mark.parametrize(("page", "before", "words", "after"), ROUTES, ids=IDS)
def test_provider_is_refused_and_outsiders_find_nothing(
    world: World, sign_in: SignIn, page: str, before: Before, words: Words, after: dict[str, object]
) -> None:
    incident = before(world)
    where, sent = address(incident, page), {**words, "seen": str(incident.version)}
    hats = [("trust", Role.PROVIDER_EXECUTIVE, 403), ("icb", Role.CHIEF_EXECUTIVE, 403)]
    hats += [("other_trust", Role.PROVIDER_LEAD, 404), ("other_icb", Role.PATIENT_SAFETY_TEAM, 404)]
    if page != "incident-type/":
        hats.append(("trust", Role.PROVIDER_LEAD, 403))
    for organisation, role, expected in hats:
        client = sign_in(organisation, role)
        assert client.get(where).status_code == expected, (organisation, role)
        assert client.post(where, sent).status_code == expected, (organisation, role)
    assert stages.now_of(incident).version == incident.version


@pytest.mark.parametrize(("page", "before", "words", "after"), ROUTES, ids=IDS)
def test_page_drawn_before_the_case_moved_on_is_told(
    world: World, sign_in: SignIn, page: str, before: Before, words: Words, after: dict[str, object]
) -> None:
    incident = before(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    where = address(incident, page)
    for seen in ("0", "", "-5", "99999", "x"):
        answer = client.post(where, {**words, "seen": seen})
        assert answer.status_code == 409, seen
        assert "while you were reading" in answer.content.decode()
    assert stages.now_of(incident).version == incident.version


def test_provider_lead_chooses_the_type_as_well(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    where = address(incident, "incident-type/")
    sent = {"incident_type": "T99", "incident_type_other": "Ligature point", "seen": str(incident.version)}
    assert sign_in("trust", Role.PROVIDER_LEAD).post(where, sent).status_code == 302
    assert stages.now_of(incident).incident_type_other == "Ligature point"


def test_action_of_another_case_is_not_found(world: World, sign_in: SignIn) -> None:
    action_done(world)
    other = declared(world)
    where = address(other, "actions/{action}/verify/")
    assert sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(where).status_code == 404
