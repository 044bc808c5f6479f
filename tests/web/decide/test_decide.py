"""The page on which the provider's lead judges and decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sightline.incidents.models import ClassificationRecord, Incident
from sightline.incidents.services import triage
from sightline.organisations.services import organisations
from sightline.policy.classification import CRITERIA, Outcome
from sightline.policy.terms import Role, Status
from tests.factories import NOW, World, declaration, judgement, reported
from tests.web.decide.pages import errors, text_of

pytestmark = pytest.mark.usefixtures("at_now")


def url(incident: Incident) -> str:
    return f"/incidents/{incident.reference}/decide/"


@pytest.fixture
def incident(world: World) -> Incident:
    return reported(world.reporter)


@pytest.fixture
def lead(sign_in: Callable[..., Client]) -> Client:
    return sign_in("trust", Role.PROVIDER_LEAD)


JUDGED = {
    "action": "decide",
    "nhs_funded": "yes",
    "criteria_of_care": ["A3"],
    "a3_treatment": "Removal in theatre, which prevented a clot.",
    "never_event": "none",
    "natural_course": "none",
    "near_miss": "no",
    "rationale": "An avoidable injury.",
}
DECLARING = {
    **JUDGED,
    "outcome": "declare",
    "identified_on-day": "16",
    "identified_on-month": "11",
    "identified_on-year": "2026",
    "identified_time": "16:30",
    "identified_confirmed": "on",
    "incident_type": "T33",
    "proposed_level": "2",
    "responsible_commissioner": "",
    "headline": "Guidewire left in",
}


def send(client: Client, incident: Incident, form: dict[str, Any], **changes: Any) -> Any:
    """Sends the form as drawn from the incident as it stands; None leaves a field out."""
    data = {"seen": str(Incident.objects.get(id=incident.id).version), **form, **changes}
    return client.post(url(incident), {name: value for name, value in data.items() if value is not None})


def fresh(incident: Incident) -> Incident:
    return Incident.objects.get(id=incident.id)


# What is shown


def test_page_shows_the_report_and_every_criterion_with_its_questions(
    lead: Client, incident: Incident
) -> None:
    response = lead.get(url(incident))
    assert response.status_code == 200
    page = text_of(response)
    assert "A guidewire was left in after a central line was put in." in page
    for row in CRITERIA.values():
        assert row.label in page
        assert row.question in page
        for question in row.sub_questions:
            assert question.text in page
    assert "Was the care paid for by the NHS?" in page


@pytest.mark.clause("2.3b", facet="the list of the day it happened applies")
@pytest.mark.clause("3.3d", facet="each kind has a plain definition, with what it excludes")
def test_never_events_are_those_of_the_day_it_happened(lead: Client, world: World) -> None:
    old = reported(world.reporter, happened_on="2021-03-31")
    new = reported(world.reporter, happened_on="2021-04-01")

    def wrong_site(incident: Incident) -> tuple[str, str]:
        page = text_of(lead.get(url(incident)))
        words = page.split("1. Wrong site surgery")[1].split("2. Wrong implant")[0]
        included, excluded = words.split("It does not include")
        return included, excluded

    assert "wrong tooth" in wrong_site(old)[0]
    assert "wrong tooth" in wrong_site(new)[1]
    assert "Undetected oesophageal intubation" not in text_of(lead.get(url(new)))


def test_no_list_of_never_events_is_said(lead: Client, world: World) -> None:
    incident = reported(world.reporter, happened_on="2017-06-01")
    page = text_of(lead.get(url(incident)))
    assert "No Never Events list is loaded" in page
    assert "Wrong site surgery" not in page


@pytest.mark.clause("3.5", facet="every death is asked about")
def test_every_death_has_three_answers(lead: Client, world: World) -> None:
    incident = reported(world.reporter, physical_harm="died", circumstances=["death"])
    page = text_of(lead.get(url(incident)))
    assert "Not yet known" in page
    assert "Nobody died" not in page
    assert "Look first at: unexpected or avoidable death" in page


def test_day_it_happened_is_asked_where_the_report_gives_none(lead: Client, world: World) -> None:
    incident = reported(
        world.reporter,
        happened_precision="not_sure",
        happened_on=None,
        happened_time=None,
        happened_about="Some time last week",
    )
    assert "When did it happen?" in text_of(lead.get(url(incident)))
    response = send(
        lead,
        incident,
        DECLARING,
        never_event="3",
        **{"incident_on-day": "12", "incident_on-month": "11", "incident_on-year": "2026"},
    )
    assert response.status_code == 302
    assert fresh(incident).happened_on == date(2026, 11, 12)


def test_near_miss_is_taken_from_the_report(lead: Client, world: World) -> None:
    incident = reported(
        world.reporter,
        affected=["nobody_caught_in_time"],
        how_many=None,
        age_band=None,
        physical_harm=None,
        psychological_harm=None,
    )
    page = lead.get(url(incident)).content.decode()
    box = re.search(r'<input[^>]*name="near_miss"[^>]*value="yes"[^>]*>', page)
    assert box is not None
    assert "checked" in box.group()


# Advice


@pytest.mark.clause("3.2.1", facet="criteria advise and never decide")
def test_advice_is_shown_with_its_clause_keeps_what_was_typed_and_writes_nothing(
    lead: Client, incident: Incident
) -> None:
    response = send(lead, incident, JUDGED, action="advise", rationale="Half a thought")
    assert response.status_code == 200
    page = response.content.decode()
    assert "The criteria advise: Declare a serious incident" in text_of(response)
    assert "#clause-3.2a.iii" in page
    assert "Half a thought" in page
    assert "Removal in theatre, which prevented a clot." in page
    assert not errors(response)
    assert not ClassificationRecord.objects.exists()
    assert fresh(incident).version == incident.version


def test_advice_names_what_is_still_to_answer(lead: Client, incident: Incident) -> None:
    response = send(lead, incident, JUDGED, action="advise", nhs_funded=None, a3_treatment="")
    page = response.content.decode()
    assert "More answers are needed" in page
    assert 'href="#id_nhs_funded"' in page
    assert 'href="#id_a3_treatment"' in page


@pytest.mark.clause("3.6.1", facet="the score advises")
def test_advice_on_a_near_miss_follows_its_assessment(lead: Client, incident: Incident) -> None:
    scores = {"near_miss": "yes", "likelihood": "1", "staff": "1", "patients": "5", "organisation": "1"}
    response = send(lead, incident, JUDGED, action="advise", criteria_of_care=[], **scores)
    assert "The criteria advise: Discuss with the ICB" in text_of(response)
    assert "catastrophic" in text_of(response)


# Deciding


def test_declaring_starts_the_case(lead: Client, incident: Incident, world: World) -> None:
    response = send(lead, incident, DECLARING, responsible_commissioner=str(world.icb))
    assert response.status_code == 302
    assert response.headers["Location"] == f"/incidents/{incident.reference}/"
    case = fresh(incident)
    assert case.status == Status.DECLARED
    assert case.identified_at is not None
    assert case.identified_at.isoformat() == "2026-11-16T16:30:00+00:00"
    assert (case.headline, case.responsible_commissioner_id) == ("Guidewire left in", world.icb)
    record = ClassificationRecord.objects.get()
    assert record.sub_answers == {"a3_treatment": "Removal in theatre, which prevented a clot."}
    assert record.advice["recommendation"] == "declare"
    assert "Declared." in text_of(lead.get(response.headers["Location"]))


def test_identified_in_summer_is_taken_as_london_time(lead: Client, world: World) -> None:
    incident = reported(world.reporter, happened_on="2026-06-01")
    summer = {"identified_on-month": "6", "identified_on-day": "2", "identified_time": "9:15"}
    assert send(lead, incident, DECLARING, **summer).status_code == 302
    case = fresh(incident)
    assert case.identified_at is not None
    assert case.identified_at.isoformat() == "2026-06-02T08:15:00+00:00"


def test_discussing_sends_it_to_the_icb_with_the_providers_view(
    lead: Client, incident: Incident, world: World
) -> None:
    response = send(lead, incident, JUDGED, outcome="discuss", view="none")
    assert response.status_code == 302
    assert fresh(incident).status == Status.DISCUSSING
    other = reported(world.reporter)
    assert send(lead, other, JUDGED, outcome="discuss", view="serious").status_code == 302
    assert other.views.get().view == "serious"


def test_not_serious_is_recorded(lead: Client, incident: Incident) -> None:
    response = send(lead, incident, JUDGED, criteria_of_care=[], outcome="not_serious")
    assert response.status_code == 302
    assert fresh(incident).status == Status.NOT_SERIOUS


@pytest.mark.clause("3.3.0", facet="it can only be declared serious")
@pytest.mark.parametrize("outcome", ["discuss", "not_serious"])
def test_never_event_can_only_be_declared(lead: Client, incident: Incident, outcome: str) -> None:
    response = send(lead, incident, JUDGED, never_event="3", outcome=outcome, view="none")
    assert response.status_code == 422
    assert "can only be declared" in errors(response)["outcome"]
    assert send(lead, incident, DECLARING, never_event="3").status_code == 302
    assert fresh(incident).never_event_code == "3"


def test_everything_wrong_is_said_beside_its_field_and_nothing_is_lost(
    lead: Client, incident: Incident
) -> None:
    response = send(
        lead,
        incident,
        DECLARING,
        nhs_funded=None,
        a3_treatment=" ",
        never_event=None,
        rationale="",
        incident_type="T99",
        proposed_level=None,
        headline="",
        steis_number="12/34",
        identified_time="half past",
        local_number="W-77 <b>",
    )
    assert response.status_code == 422
    assert set(errors(response)) == {
        "nhs_funded",
        "a3_treatment",
        "never_event",
        "rationale",
        "identified_time",
        "incident_type_other",
        "proposed_level",
        "headline",
        "steis_number",
    }
    page = response.content.decode()
    assert "12/34" in page
    assert "half past" in page
    assert "W-77 &lt;b&gt;" in page
    assert fresh(incident).version == incident.version


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"identified_on-day": "17"}, "identified_on-day", "cannot be in the future"),
        ({"identified_time": "17:01"}, "identified_on-day", "cannot be in the future"),
        ({"identified_on-day": "15"}, "identified_on-day", "before it happened"),
        ({"identified_on-day": "31"}, "identified_on-day", "real date"),
        ({"identified_time": ""}, "identified_time", "Enter the time"),
        (
            {"identified_on-day": "", "identified_on-month": "", "identified_on-year": ""},
            "identified_on-day",
            "Enter when it was identified",
        ),
        ({"outcome": None}, "outcome", "Choose what you decide"),
        ({"outcome": "discuss"}, "view", "what you think yourself"),
        ({"near_miss": "yes"}, "near_miss", "not a near miss"),
        ({"criteria_of_service": ["B7"]}, "b7_body", "Who activated it?"),
        ({"rationale": "x" * 10_001}, "rationale", "10,000 characters or fewer"),
        ({"headline": "x" * 121}, "headline", "120 characters or fewer"),
    ],
)
def test_wrong_answer_is_said_in_plain_words(
    lead: Client, incident: Incident, changes: dict[str, Any], field: str, words: str
) -> None:
    response = send(lead, incident, DECLARING, **changes)
    assert response.status_code == 422
    assert words in errors(response)[field]
    assert fresh(incident).status == Status.REPORTED


@pytest.mark.clause("3.5", facet="a natural one is declared only with a reason")
def test_natural_death_is_declared_only_with_a_reason_and_unknown_with_a_day(
    lead: Client, world: World
) -> None:
    incident = reported(world.reporter, physical_harm="died", circumstances=["death"])
    assert "override_reason" in errors(send(lead, incident, DECLARING, natural_course="yes"))
    assert "review_on-day" in errors(send(lead, incident, DECLARING, natural_course="not_yet_known"))
    assert "natural_course" in errors(send(lead, incident, DECLARING, natural_course=None))
    day = {"review_on-day": "1", "review_on-month": "12", "review_on-year": "2026"}
    assert send(lead, incident, DECLARING, natural_course="not_yet_known", **day).status_code == 302
    assert fresh(incident).natural_course_review_on == date(2026, 12, 1)


@pytest.mark.clause("3.6.0", facet="it is assessed before it is decided")
@pytest.mark.clause("3.6b", facet="staff, patients and the organisation are each scored")
def test_near_miss_asks_for_each_score_that_is_missing(lead: Client, world: World) -> None:
    nobody: dict[str, Any] = dict.fromkeys(("how_many", "age_band", "physical_harm", "psychological_harm"))
    caught = reported(world.reporter, affected=["nobody_caught_in_time"], **nobody)
    changes = {"criteria_of_care": [], "near_miss": "yes", "likelihood": "2", "outcome": "not_serious"}
    assert set(errors(send(lead, caught, JUDGED, **changes))) == {"staff", "patients", "organisation"}
    # The report calls it one, so it is not passed over in silence.
    unsaid = {**changes, "near_miss": None}
    assert set(errors(send(lead, caught, JUDGED, **unsaid))) == {"near_miss"}


@pytest.mark.clause("3.6.0")
def test_harm_in_the_report_is_no_near_miss(lead: Client, incident: Incident) -> None:
    scores = dict.fromkeys(("likelihood", "staff", "patients", "organisation"), "1")
    changes = {"criteria_of_care": [], "near_miss": "yes", "outcome": "not_serious", **scores}
    response = send(lead, incident, JUDGED, **changes)
    assert set(errors(response)) == {"near_miss"}
    assert "Harm, however small, is not a near miss." in text_of(response)


@pytest.mark.clause("3.5")
def test_whether_anyone_died_is_asked_where_the_report_leaves_it_open(lead: Client, world: World) -> None:
    open_report = reported(world.reporter, physical_harm="not_known", circumstances=["not_sure"])
    response = send(lead, open_report, DECLARING, natural_course=None)
    assert set(errors(response)) == {"natural_course"}
    assert "Say whether anyone died." in text_of(response)
    assert send(lead, open_report, DECLARING, natural_course="none").status_code == 302


@pytest.mark.clause("4.7.13", facet="each case has its Place")
def test_place_is_asked_of_a_provider_in_several(lead: Client, incident: Incident, world: World) -> None:
    assert "Which Place" not in text_of(lead.get(url(incident)))
    organisations.put_in_place(organisation_id=world.trust, place_id=world.other_place, by=None, now=NOW)
    assert "Which Place" in text_of(lead.get(url(incident)))
    assert "place" in errors(send(lead, incident, DECLARING))
    assert send(lead, incident, DECLARING, place=str(world.other_place)).status_code == 302
    assert fresh(incident).place_id == world.other_place


@pytest.mark.clause("4.7.2", facet="another than the lead is explained")
def test_another_responsible_commissioner_is_explained(
    lead: Client, incident: Incident, world: World
) -> None:
    chosen = {"responsible_commissioner": str(world.other_icb)}
    assert "responsible_commissioner_why" in errors(send(lead, incident, DECLARING, **chosen))
    why = "Registered with a practice there."
    assert send(lead, incident, DECLARING, **chosen, responsible_commissioner_why=why).status_code == 302


# After a discussion


def discussed(world: World, incident: Incident, view: str) -> None:
    triage.request_discussion(
        incident.id, judgement(rationale="Borderline."), view, by=world.lead, now=NOW, seen=incident.version
    )
    triage.record_view(incident.id, view, "We think so.", by=world.team, now=NOW, seen=incident.version + 1)


@pytest.mark.parametrize(
    ("view", "offered", "withheld"),
    [
        ("serious", Outcome.DECLARE, Outcome.NOT_SERIOUS),
        ("not_serious", Outcome.NOT_SERIOUS, Outcome.DECLARE),
    ],
)
def test_after_agreement_only_what_was_agreed_is_offered_with_the_last_judgement(
    lead: Client, world: World, incident: Incident, view: str, offered: Outcome, withheld: Outcome
) -> None:
    discussed(world, incident, view)
    page = lead.get(url(incident)).content.decode()
    assert re.search(rf'name="outcome"[^>]*value="{offered.value}"[^>]*checked', page)
    assert not re.search(rf'name="outcome"[^>]*value="{withheld.value}"', page)
    assert "Borderline." in page
    assert "Removal in theatre, which prevented a clot." in page
    assert f"{withheld.label} is not possible now" in " ".join(re.sub(r"<[^>]+>", "", page).split())


# Twice, too late, and not allowed


def test_sent_twice_is_declared_once(lead: Client, incident: Incident) -> None:
    first = send(lead, incident, DECLARING)
    again = send(lead, incident, DECLARING, seen=str(incident.version))
    assert (first.status_code, again.status_code) == (302, 409)
    assert ClassificationRecord.objects.count() == 1


def test_page_drawn_before_the_case_moved_on_is_stale_and_shows_what_was_typed(
    lead: Client, incident: Incident, world: World
) -> None:
    discussed(world, incident, "serious")
    response = send(
        lead, incident, DECLARING, seen=str(incident.version), rationale="Words I do not want to lose"
    )
    assert response.status_code == 409
    assert "Words I do not want to lose" in response.content.decode()
    assert fresh(incident).status == Status.DISCUSSING


def test_page_with_errors_still_carries_the_version_it_was_drawn_from(
    lead: Client, incident: Incident
) -> None:
    page = send(lead, incident, DECLARING, rationale="").content.decode()
    assert f'name="seen" value="{incident.version}"' in page


def test_form_without_a_version_is_out_of_date(lead: Client, incident: Incident) -> None:
    assert send(lead, incident, DECLARING, seen=None).status_code == 409


@pytest.mark.parametrize("role", [Role.PROVIDER_EXECUTIVE, Role.INVESTIGATOR])
def test_only_the_lead_decides(sign_in: Callable[..., Client], incident: Incident, role: Role) -> None:
    client = sign_in("trust", role)
    assert client.get(url(incident)).status_code == 403
    assert send(client, incident, DECLARING).status_code == 403
    assert fresh(incident).status == Status.REPORTED


@pytest.mark.parametrize(
    ("organisation", "role"), [("other_trust", Role.PROVIDER_LEAD), ("icb", Role.PATIENT_SAFETY_TEAM)]
)
def test_outsider_finds_nothing(
    sign_in: Callable[..., Client], incident: Incident, organisation: str, role: Role
) -> None:
    client = sign_in(organisation, role)
    assert client.get(url(incident)).status_code == 404
    assert send(client, incident, DECLARING).status_code == 404


def test_declared_case_is_not_decided_again(lead: Client, incident: Incident, world: World) -> None:
    triage.declare(incident.id, judgement(), declaration(), by=world.lead, now=NOW, seen=incident.version)
    response = lead.get(url(incident))
    assert response.status_code == 403
    assert "cannot be done while the incident is" in text_of(response)


def test_words_typed_before_the_session_ended_come_back(
    lead: Client, incident: Incident, world: World
) -> None:
    lead.get(url(incident))
    lead.cookies.pop(settings.SESSION_COOKIE_NAME)
    response = send(lead, incident, DECLARING, rationale="Typed before I was signed out")
    assert response.status_code == 302
    assert "/sign-in/" in response.headers["Location"]
    assert fresh(incident).status == Status.REPORTED
    lead.post(
        response.headers["Location"],
        {"login": world.username("trust", Role.PROVIDER_LEAD), "password": "a long enough passphrase"},
    )
    page = lead.get(url(incident)).content.decode()
    assert "Typed before I was signed out" in page
    assert "We kept what you typed" in page
    assert "There is a problem" not in page
