"""The discussion of a borderline case, looking again, and the learning response under PSIRF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from sightline.incidents.models import DiscussionView, Incident
from sightline.incidents.services import intake, triage
from sightline.organisations.services import organisations
from sightline.policy.learning_responses import LEARNING_RESPONSES
from sightline.policy.terms import Role, Status
from tests.factories import NOW, World, declared, judgement, reported
from tests.web.decide.pages import errors, text_of

pytestmark = pytest.mark.usefixtures("at_now")
SignIn = Callable[..., Client]
ICB_SIDE = [Role.PATIENT_SAFETY_TEAM, Role.PLACE_QUALITY_LEAD, Role.PATIENT_SAFETY_SPECIALIST]


def fresh(incident: Incident) -> Incident:
    return Incident.objects.get(id=incident.id)


def send(client: Client, page: str, incident: Incident, **form: Any) -> Any:
    data = {"seen": str(fresh(incident).version), **form}
    return client.post(f"/incidents/{incident.reference}/{page}/", data)


def read(client: Client, page: str, incident: Incident) -> Any:
    return client.get(f"/incidents/{incident.reference}/{page}/")


VIEW = {"view": "serious", "reason": "The harm could have been avoided."}


@pytest.fixture
def discussed(world: World) -> Incident:
    incident = reported(world.reporter, now=NOW - timedelta(minutes=5))
    triage.request_discussion(
        incident.id,
        judgement(rationale="Borderline."),
        "serious",
        by=world.lead,
        now=NOW - timedelta(minutes=5),
        seen=1,
    )
    return fresh(incident)


# The discussion


@pytest.mark.clause("3.2.2", facet="provider and ICB discuss it on the case")
@pytest.mark.parametrize("role", ICB_SIDE)
def test_icb_reads_the_views_by_name_and_time_and_records_its_own(
    sign_in: SignIn, discussed: Incident, role: Role
) -> None:
    client = sign_in("icb", role)
    page = text_of(read(client, "discussion", discussed))
    assert "Avonmere Integrated Care Board has not recorded a view yet." in page
    assert "It moves on when both record the same view." in page
    assert "Castlebrook University Hospitals: it meets SI criteria" in page
    assert "Patient-safety lead of trust, Patient-safety lead, 16 November 2026, 16:55" in page
    assert "A guidewire was left in" in page
    assert send(client, "discussion", discussed, **VIEW).status_code == 302
    page = text_of(read(client, "discussion", discussed))
    assert "Both say that it meets SI criteria. Castlebrook University Hospitals now declares it." in page
    assert "The harm could have been avoided." in page
    assert "Declare a serious incident" not in page


@pytest.mark.clause("3.2.2", facet="nothing moves until both agree")
@pytest.mark.parametrize(
    ("view", "button", "other"),
    [
        ("serious", "Declare a serious incident", "Record as not serious"),
        ("not_serious", "Record as not serious", "Declare a serious incident"),
    ],
)
def test_lead_goes_on_once_both_agree_and_not_before(
    sign_in: SignIn, world: World, discussed: Incident, view: str, button: str, other: str
) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    link = f'href="/incidents/{discussed.reference}/decide/"'
    assert link not in read(lead, "discussion", discussed).content.decode()
    assert read(lead, "decide", discussed).status_code == 403
    for by in (world.team, world.lead):
        triage.record_view(discussed.id, view, "So.", by=by, now=NOW, seen=fresh(discussed).version)
    page = read(lead, "discussion", discussed)
    assert link in page.content.decode()
    assert button in text_of(page)
    assert other not in text_of(page)
    assert read(lead, "decide", discussed).status_code == 200


def test_sides_that_differ_are_told_so(sign_in: SignIn, discussed: Incident) -> None:
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    send(team, "discussion", discussed, view="not_serious", reason="Not avoidable.")
    assert "The two sides differ." in text_of(read(team, "discussion", discussed))


def test_views_of_an_earlier_discussion_do_not_count(
    sign_in: SignIn, world: World, discussed: Incident
) -> None:
    triage.record_view(discussed.id, "not_serious", "So.", by=world.lead, now=NOW, seen=2)
    triage.record_view(discussed.id, "not_serious", "So.", by=world.team, now=NOW, seen=3)
    triage.judge_not_serious(discussed.id, judgement(), by=world.lead, now=NOW, seen=4)
    later = NOW + timedelta(hours=1)
    triage.challenge_classification(discussed.id, "New facts.", by=world.team, now=later, seen=5)
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    page = text_of(read(lead, "discussion", discussed))
    assert "Castlebrook University Hospitals has not recorded a view yet." in page
    now, _, before = page.partition("Views of an earlier discussion")
    assert "New facts." in now
    assert "Borderline." in before.partition("What the provider recorded")[0]


def test_view_without_words_is_asked_for_and_the_rest_kept(sign_in: SignIn, discussed: Incident) -> None:
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    response = send(team, "discussion", discussed, view="", reason="Typed already")
    assert response.status_code == 422
    assert errors(response) == {"view": "Say whether it meets SI criteria."}
    assert "Typed already" in response.content.decode()
    assert set(errors(send(team, "discussion", discussed, reason="x" * 10_001))) == {"view", "reason"}
    assert DiscussionView.objects.count() == 1


def test_view_sent_twice_is_recorded_once(sign_in: SignIn, discussed: Incident) -> None:
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    seen = str(discussed.version)
    first = send(team, "discussion", discussed, seen=seen, **VIEW)
    again = send(team, "discussion", discussed, seen=seen, **VIEW)
    assert (first.status_code, again.status_code) == (302, 409)
    assert DiscussionView.objects.filter(side="commissioner").count() == 1


def test_second_side_is_told_what_the_first_recorded_meanwhile(
    sign_in: SignIn, world: World, discussed: Incident
) -> None:
    triage.record_view(
        discussed.id, "not_serious", "We changed our mind.", by=world.lead, now=NOW, seen=discussed.version
    )
    response = send(
        sign_in("icb", Role.PATIENT_SAFETY_TEAM),
        "discussion",
        discussed,
        seen=str(discussed.version),
        view="serious",
        reason="Words that must not be lost",
    )
    assert response.status_code == 409
    assert "We changed our mind." in text_of(response)
    assert "Words that must not be lost" in text_of(response)


# Looking again


@pytest.fixture
def judged(world: World) -> Incident:
    incident = reported(world.reporter)
    known = judgement(criteria=frozenset(), sub_answers={}, rationale="Nothing meets the criteria.")
    triage.judge_not_serious(incident.id, known, by=world.lead, now=NOW, seen=incident.version)
    intake.request_second_look(
        incident.id, "The monitor was off.", by=world.reporter, now=NOW, seen=incident.version + 1
    )
    return fresh(incident)


def test_looking_again_shows_what_the_reporter_asked_and_leads_to_the_decision(
    sign_in: SignIn, judged: Incident
) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    page = text_of(read(lead, "reconsider", judged))
    assert "The monitor was off." in page
    assert "Nothing meets the criteria." in page
    response = send(lead, "reconsider", judged, reason="The reporter asked.")
    assert response.status_code == 302
    assert response.headers["Location"] == f"/incidents/{judged.reference}/decide/"
    assert fresh(judged).status == Status.REPORTED
    page = text_of(lead.get(response.headers["Location"]))
    assert "The monitor was off." in page


def test_looking_again_needs_a_reason(sign_in: SignIn, judged: Incident) -> None:
    response = send(sign_in("trust", Role.PROVIDER_LEAD), "reconsider", judged, reason=" ")
    assert response.status_code == 422
    assert errors(response) == {"reason": "Say why it is looked at again."}
    assert fresh(judged).status == Status.NOT_SERIOUS


# The learning response


@pytest.fixture
def psirf(world: World) -> Incident:
    organisations.move_to_psirf(organisation_id=world.trust, from_on=date(2026, 5, 1), by=None, now=NOW)
    return reported(world.reporter)


@pytest.mark.clause("5.2.2", facet="its learning responses are ready")
def test_learning_response_is_chosen_from_plain_definitions(sign_in: SignIn, psirf: Incident) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    page = text_of(read(lead, "learning-response", psirf))
    for row in LEARNING_RESPONSES.values():
        assert row.label in page
        assert row.definition in page
    response = send(
        lead,
        "learning-response",
        psirf,
        response="swarm_huddle",
        reason="Our plan.",
        never_event="none",
        screening="no",
    )
    assert response.status_code == 302
    assert (fresh(psirf).status, fresh(psirf).learning_response) == (Status.INVESTIGATING, "swarm_huddle")
    assert read(lead, "decide", psirf).status_code == 404


def test_learning_response_says_what_is_wrong(sign_in: SignIn, psirf: Incident) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    assert set(errors(send(lead, "learning-response", psirf))) == {"response", "reason", "screening"}
    response = send(
        lead,
        "learning-response",
        psirf,
        response="mdt_review",
        reason="Kept",
        never_event="3",
        screening="no",
    )
    assert response.status_code == 422
    assert "PSII" in errors(response)["response"]
    assert "Kept" in response.content.decode()
    assert fresh(psirf).status == Status.REPORTED


def test_learning_response_sent_twice_is_recorded_once(sign_in: SignIn, psirf: Incident) -> None:
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    form = {"seen": str(psirf.version), "response": "psii", "reason": "Our plan.", "screening": "not_known"}
    answers = [send(lead, "learning-response", psirf, **form).status_code for _ in range(2)]
    assert answers == [302, 409]


# Who may


@pytest.mark.parametrize("page", ["discussion", "reconsider"])
def test_each_page_is_refused_with_its_reason_when_its_time_has_not_come(
    sign_in: SignIn, world: World, page: str
) -> None:
    incident = declared(world)
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    assert read(lead, page, incident).status_code == 403
    assert send(lead, page, incident, **VIEW).status_code == 403


@pytest.mark.parametrize(
    ("page", "fixture", "role"),
    [
        ("discussion", "discussed", Role.PROVIDER_EXECUTIVE),
        ("reconsider", "judged", Role.PROVIDER_EXECUTIVE),
        ("learning-response", "psirf", Role.PROVIDER_EXECUTIVE),
    ],
)
def test_each_page_is_for_its_role(
    sign_in: SignIn, request: pytest.FixtureRequest, page: str, fixture: str, role: Role
) -> None:
    incident = request.getfixturevalue(fixture)
    client = sign_in("trust", role)
    assert read(client, page, incident).status_code == 403
    assert send(client, page, incident, response="psii", **VIEW).status_code == 403
    assert fresh(incident).version == incident.version


@pytest.mark.parametrize(
    ("page", "fixture"),
    [("discussion", "discussed"), ("reconsider", "judged"), ("learning-response", "psirf")],
)
@pytest.mark.parametrize(
    ("organisation", "role"),
    [("other_trust", Role.PROVIDER_LEAD), ("other_icb", Role.PATIENT_SAFETY_TEAM)],
)
def test_outsiders_find_nothing(
    sign_in: SignIn,
    request: pytest.FixtureRequest,
    page: str,
    fixture: str,
    organisation: str,
    role: Role,
) -> None:
    incident = request.getfixturevalue(fixture)
    client = sign_in(organisation, role)
    assert read(client, page, incident).status_code == 404
    assert send(client, page, incident, response="psii", **VIEW).status_code == 404
