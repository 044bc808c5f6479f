"""What is kept for StEIS: audited, refused with a reason beside the field, and moving no timescale."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.audit.models import AuditPayload
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import DueDate, Incident, SteisDetails
from sightline.incidents.selectors.steis_form import SteisForm, steis_form, steis_logged_on
from sightline.incidents.services import candour_steps, other_body, steis_record
from sightline.policy.facts import Actor
from sightline.policy.other_bodies import Investigating
from sightline.policy.steis import STEIS_FIELDS, Origin, Stage
from tests import assured_stages, stages
from tests.factories import NOW, World, declared, reported
from tests.policy.test_steis import GOOD

pytestmark = pytest.mark.django_db


def keep(incident: Incident, by: Actor, answers: dict[str, str], **changes: Any) -> None:
    given = {"by": by, "now": NOW, "seen": incident.version, **changes}
    steis_record.record_details(incident.id, answers, **given)
    incident.refresh_from_db()


def number(incident: Incident, by: Actor, value: str, on: date | None = None, **numbers: str) -> None:
    steis_record.record_numbers(
        incident.id,
        {"steis_number": value, **numbers},
        steis_logged_on=on,
        by=by,
        now=NOW,
        seen=incident.version,
    )
    incident.refresh_from_db()


def form_of(incident: Incident, by: Actor) -> SteisForm:
    page = selectors.case_page(by, incident.reference, now=NOW)
    assert page is not None
    form = steis_form(by, page, now=NOW)
    assert form is not None
    return form


def values_of(incident: Incident, by: Actor) -> dict[str, str]:
    return {line.field.code: line.value for _, lines in form_of(incident, by).sections for line in lines}


def missing_of(incident: Incident, by: Actor) -> set[str]:
    return {line.field.code for line in form_of(incident, by).missing}


def test_answers_are_kept_audited_and_replaced(world: World) -> None:
    incident = declared(world)
    keep(incident, world.lead, {**GOOD, "description": "not asked here"})
    row = SteisDetails.objects.get(incident=incident)
    assert row.answers == GOOD
    keep(incident, world.team, {"gender": "male"})
    row.refresh_from_db()
    assert (row.answers, row.recorded_by) == ({"gender": "male"}, world.team.person_id)
    entries = AuditPayload.objects.filter(entry__model="steisdetails", field="answers")
    assert entries.count() == 2


def test_what_is_wrong_is_beside_its_field_and_nothing_is_kept(world: World) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as refused:
        keep(incident, world.lead, {**GOOD, "gender": "blue", "patient_age_years": "12/03/1979"})
    assert set(refused.value.problems) == {"gender", "patient_age_years"}
    assert not SteisDetails.objects.exists()


def test_who_may_and_when(world: World) -> None:
    before = reported(world.reporter)
    with pytest.raises(Refused):
        keep(before, world.lead, GOOD)
    incident = declared(world)
    with pytest.raises(Refused):
        keep(incident, world.investigator, GOOD)
    with pytest.raises(NotVisible):
        keep(incident, world.outsider, GOOD)
    keep(incident, world.lead, GOOD)
    with pytest.raises(Stale):
        keep(incident, world.lead, GOOD, seen=incident.version - 1)


@pytest.mark.clause("12i", facet="the log number is kept")
@pytest.mark.clause("12i", facet="the day it was logged is kept")
def test_the_log_number_is_recorded_and_moves_no_timescale(world: World) -> None:
    incident = declared(world)
    clocks = list(DueDate.objects.order_by("kind", "round").values("kind", "started_on", "due_on", "done_at"))
    number(incident, world.lead, " 2026/12345 ", date(2026, 11, 16), lfpse_number="L1")
    assert (incident.steis_number, incident.lfpse_number) == ("2026/12345", "L1")
    page = selectors.case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert steis_logged_on(world.team, page, now=NOW) == date(2026, 11, 16)
    after = list(DueDate.objects.order_by("kind", "round").values("kind", "started_on", "due_on", "done_at"))
    assert after == clocks
    assert AuditPayload.objects.filter(entry__model="incident", field="steis_number").exists()


def test_the_day_it_was_logged_can_be_taken_back(world: World) -> None:
    incident = declared(world)
    number(incident, world.lead, "2026/1", date(2026, 11, 16))
    number(incident, world.lead, "2026/1")
    assert SteisDetails.objects.get(incident=incident).steis_logged_on is None


def test_numbers_alone_make_no_row_and_one_not_given_stays(world: World) -> None:
    incident = reported(world.reporter, local_number="W1")
    number(incident, world.lead, "2026/1")
    assert not SteisDetails.objects.exists()
    assert (incident.steis_number, incident.local_number) == ("2026/1", "W1")


@pytest.mark.parametrize(
    ("value", "on", "field"),
    [
        ("2026-12345", None, "steis_number"),
        ("26/12345", None, "steis_number"),
        ("2026/12345678", None, "steis_number"),
        ("", date(2026, 11, 16), "steis_logged_on"),
        ("2026/1", date(2026, 11, 17), "steis_logged_on"),
        ("2026/1", date(2026, 11, 15), "steis_logged_on"),
    ],
)
def test_a_wrong_number_or_day_is_refused(world: World, value: str, on: date | None, field: str) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as refused:
        number(incident, world.lead, value, on)
    assert set(refused.value.problems) == {field}


def test_every_field_the_case_answers_has_a_value_and_every_value_a_field(world: World) -> None:
    values = values_of(assured_stages.closed(world), world.team)
    assert set(values) == set(STEIS_FIELDS)
    of_case = {code for code, row in STEIS_FIELDS.items() if row.origin is Origin.CASE}
    empty = {code for code in of_case if not values[code]}
    # Nothing of the kind was recorded in this case.
    assert empty == {
        "steis_number",
        "logged_on",
        "incident_type_other",
        "never_event_type",
        "candour_informed_by",
    }


def test_the_text_comes_from_the_case(world: World) -> None:
    incident = assured_stages.closed(world)
    keep(incident, world.lead, GOOD)
    values = values_of(incident, world.lead)
    assert values["reporting_organisation"] == "Castlebrook University Hospitals"
    assert values["commissioner"] == "Avonmere Integrated Care Board"
    assert (values["date_of_incident"], values["time_of_incident"]) == ("16/11/2026", "11:00")
    assert values["description"].startswith("A guidewire was left in")
    assert "Surgical/invasive procedure" in values["incident_type"]
    assert "An avoidable injury" in values["reason_for_reporting"]
    assert values["level"].startswith("Level 2")
    assert values["never_event"] == "No"
    assert values["gender"] == "Female"
    assert values["key_findings"] == "The guidewire was not counted out."
    assert "1. Add the wire to the checklist of lines" in values["action_plan"]
    assert values["status"] == "Closed"
    assert values["closed_on"] == "16/11/2026"
    assert values["report_due_on"]
    assert values["report_extended"] == "No"
    assert "16/11/2026 17:00 Declared a serious incident." in values["running_log"]
    form = form_of(incident, world.lead)
    assert form.stage is Stage.CLOSURE
    assert form.missing == ()
    assert "THE PATIENT\nAge of the patient in years: 47" in form.as_text()


@pytest.mark.clause("3.1h", facet="it is asked of every incident")
@pytest.mark.clause("3.1h", facet="the StEIS fields include it")
def test_the_candour_section_is_filled_for_each_incident(world: World) -> None:
    incident = declared(world)
    assert {"candour_applies", "candour_reason"} <= missing_of(incident, world.lead)
    incident = stages.candour_decided(world, incident, applies=False, reason="No harm.", relevant_person="")
    values = values_of(incident, world.lead)
    assert (values["candour_applies"], values["candour_reason"]) == ("No", "No harm.")
    assert values["candour_informed"] == "Not applicable: the Duty of Candour does not apply."
    assert "candour_applies" not in missing_of(incident, world.lead)


@pytest.mark.clause("3.1b", facet="when, how and by which role they were told is kept")
@pytest.mark.clause("3.1h", facet="the StEIS fields include it")
def test_how_the_patient_was_told_is_part_of_it(world: World) -> None:
    incident = stages.submitted(world)
    assert {"candour_informed", "candour_informed_on", "candour_letter"} <= missing_of(incident, world.lead)
    candour_steps.record_candour_step(
        incident.id,
        "D1",
        outcome="declined",
        done_on=date(2026, 11, 16),
        detail="They did not wish to talk.",
        by_role="Ward manager",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    values = values_of(incident, world.lead)
    assert values["candour_informed"] == "No. They declined. They did not wish to talk. (the patient)"
    assert values["candour_informed_on"] == "16/11/2026"
    assert values["candour_informed_by"] == "Ward manager"
    assert values["candour_letter"].startswith("Not applicable: the person declined")
    assert not {"candour_informed", "candour_letter"} & missing_of(incident, world.lead)


def test_no_name_of_staff_and_nothing_of_a_confidential_reporter_is_in_the_text(world: World) -> None:
    incident = declared(
        world, contact="confidential", contact_name="Ada Nightjar", contact_email="ada@castlebrook.example"
    )
    text = form_of(incident, world.lead).as_text()
    assert "Nightjar" not in text
    assert "ada@" not in text
    for actor in (world.lead, world.team, world.reporter):
        assert f"{actor.role.label} of " not in text


def test_harm_to_staff_only_asks_nothing_of_a_patient(world: World) -> None:
    incident = declared(world, affected=["staff"])
    form = form_of(incident, world.lead)
    assert not form.about_a_patient
    assert not {"gender", "patient_age_years"} & missing_of(incident, world.lead)


@pytest.mark.parametrize(
    ("sets_aside", "leads"),
    [(True, "Prisons and Probation Ombudsman"), (False, "Castlebrook University Hospitals")],
)
def test_a_body_whose_report_stands_in_place_of_the_providers_leads(
    world: World, sets_aside: bool, leads: str
) -> None:
    incident = declared(world)
    body = Investigating("ppo", date(2026, 11, 16), sets_aside, expected_on=date(2027, 5, 1), note="Agreed.")
    other_body.record_other_body(incident.id, body, by=world.lead, now=NOW, seen=incident.version)
    assert values_of(incident, world.lead)["leading_organisation"] == leads


def test_nobody_else_is_given_the_form(world: World) -> None:
    incident = declared(world)
    page = selectors.case_page(world.investigator, incident.reference, now=NOW)
    assert page is not None
    assert steis_form(world.investigator, page, now=NOW) is None
