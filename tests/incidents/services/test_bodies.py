"""Other bodies to tell, through the services: asked for with every step, answered about, settled, and never gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.audit import selectors as audit
from sightline.incidents.bodies import entries_of
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import BodyEntry, DueDate, Incident, StepTaken
from sightline.incidents.selectors import reconcile
from sightline.incidents.selectors.case import case_page
from sightline.incidents.selectors.listing import ListFilter, incident_list
from sightline.incidents.services import bodies, duplicates, triage
from sightline.incidents.services.reckoning_anew import reckon_anew
from sightline.notifications.models import Notice
from sightline.organisations.services.local_lists import vary_telling
from sightline.policy.body_facts import Asked, Known
from sightline.policy.external_bodies import BodyItem, EntryKind, ItemState, Settling, items_of
from sightline.policy.facts import Actor
from sightline.policy.telling import NoticeKind
from sightline.policy.terms import Action, Role
from sightline.policy.told_bodies import BODIES
from tests import stages
from tests.factories import NOW, World, declaration, declared, judgement, reported

pytestmark = pytest.mark.django_db

BREACH: dict[str, Any] = {"circumstances": ["information"]}
DEATH: dict[str, Any] = {"circumstances": ["death"], "physical_harm": "died"}
CHILD_ABUSED: dict[str, Any] = {
    "circumstances": ["abuse"],
    "physical_harm": "severe",
    "age_band": "years_10_15",
}
YES, NO = Asked(Known.YES), Asked(Known.NO)


def items(incident: Incident) -> dict[str, BodyItem]:
    return items_of(entries_of(BodyEntry.objects.filter(incident=incident)))


def answer(incident: Incident, by: Actor, **answers: Asked) -> None:
    bodies.answer_body_questions(incident.id, answers, by=by, now=NOW, seen=stages.now_of(incident).version)


def settle(incident: Incident, code: str, settling: Settling, by: Actor, **given: Any) -> None:
    what = {"told_at": NOW, "by_role": "Matron"} if settling is Settling.TOLD else {"reason": "Looked at."}
    seen = stages.now_of(incident).version
    bodies.settle_body(incident.id, code, settling, **{**what, "by": by, "now": NOW, "seen": seen, **given})


# What the rules do


def test_a_report_puts_its_bodies_on_the_case_in_the_same_transaction_with_audit(world: World) -> None:
    incident = reported(world.reporter, **BREACH)
    assert {code: item.state for code, item in items(incident).items()} == {
        "lfpse": ItemState.TO_TELL,
        "data_breach": ItemState.TO_TELL,
    }
    due = DueDate.objects.get(incident=incident, kind="other_bodies")
    assert (due.due_on, due.side, due.is_running) == (date(2026, 11, 19), "provider", True)
    said = [
        entry
        for entry in audit.entries_for(incident.id, parts=None, limit=500)
        if entry.field == "body.data_breach"
    ]
    assert [(entry.model, entry.new) for entry in said] == [
        ("bodyentry", "asked for: Information was lost or seen by the wrong people")
    ]


def test_a_report_from_paper_starts_its_hours_when_it_was_written(world: World) -> None:
    incident = reported(
        world.reporter,
        **BREACH,
        from_paper="yes",
        written_on="2026-11-15",
        written_time="20:00",
        happened_on="2026-11-15",
        happened_time="11:00",
    )
    assert items(incident)["data_breach"].known_at == NOW - timedelta(hours=21)


def test_declaring_with_another_criterion_asks_for_more_from_that_moment(world: World) -> None:
    incident, later = reported(world.reporter), NOW + timedelta(hours=3)
    breach = judgement(
        criteria=frozenset({"B1"}), sub_answers={"b1_kind": ["security"], "b1_lead_told": "yes"}
    )
    triage.declare(incident.id, breach, declaration(), by=world.lead, now=later, seen=1)
    assert items(incident)["data_breach"].known_at == later


@pytest.mark.clause("3.2a.i", facet="steps towards the coroner and NHS England follow")
def test_a_death_leads_to_the_coroner_and_a_homicide_to_nhs_england(world: World) -> None:
    incident = reported(world.reporter, **DEATH)
    assert "coroner" not in items(incident)
    answer(incident, world.lead, unnatural_death=YES)
    assert items(incident)["coroner"].state is ItemState.TO_TELL
    answer(incident, world.lead, mental_health_homicide=YES)
    item = items(incident)["mental_health_homicide"]
    assert (item.state, item.rule.body) == (ItemState.TO_TELL, BODIES["independent_investigations"])


@pytest.mark.clause("3.4e", facet="the Care Quality Commission is asked about")
def test_where_liberty_was_taken_it_is_asked_what_the_care_quality_commission_must_be_told(
    world: World,
) -> None:
    incident = reported(world.reporter, circumstances=["liberty"], setting="mental_health")
    page = case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    assert page.bodies is not None
    assert "absent_from_secure" in {row.code for row in page.bodies.asked}
    answer(incident, world.lead, absent_from_secure=YES)
    item = items(incident)["cqc_absence"]
    assert (item.state, item.rule.body) == (ItemState.TO_TELL, BODIES["cqc"])


@pytest.mark.clause("3.4d", facet="the screening assessment is kept with its dates")
def test_the_screening_assessment_is_kept_with_the_day_it_was_sent(world: World) -> None:
    incident = reported(world.reporter)
    answer(incident, world.lead, product=NO, screening=YES)
    sent = NOW - timedelta(hours=2)
    settle(
        incident,
        "screening_assessment",
        Settling.TOLD,
        world.lead,
        told_at=sent,
        reference="SQAS-26-4",
    )
    item = items(incident)["screening_assessment"]
    assert (item.state, item.last.moment, item.last.reference) == (ItemState.TOLD, sent, "SQAS-26-4")


def test_in_confidence_no_entry_names_who_reported(world: World) -> None:
    incident = reported(world.reporter, **BREACH, contact="confidential")
    assert set(BodyEntry.objects.filter(incident=incident).values_list("recorded_by", flat=True)) == {None}


def test_the_number_in_lfpse_settles_its_item(world: World) -> None:
    item = items(reported(world.reporter, lfpse_number="LFPSE-2026-1"))["lfpse"]
    assert (item.state, item.last.reference, item.last.by_role) == (ItemState.TOLD, "LFPSE-2026-1", "")


def test_facts_that_change_end_an_item_only_in_words(world: World) -> None:
    incident = reported(world.reporter, **BREACH)
    answer(incident, world.lead, is_information=NO)
    item = items(incident)["data_breach"]
    assert item.state is ItemState.CEASED
    assert "No information" in item.last.words
    assert not DueDate.objects.filter(incident=incident, kind="other_bodies").exists()
    settle(incident, "data_breach", Settling.NOT_NEEDED, world.lead)
    assert items(incident)["data_breach"].state is ItemState.NOT_NEEDED


def test_what_was_told_stays_told_when_the_facts_change(world: World) -> None:
    incident = reported(world.reporter, **BREACH)
    settle(incident, "data_breach", Settling.TOLD, world.lead, reference="T-1")
    answer(incident, world.lead, is_information=NO)
    assert items(incident)["data_breach"].state is ItemState.TOLD


def test_a_duplicate_leaves_its_bodies_to_the_lead_record(world: World) -> None:
    one, lead = declared(world, **BREACH), declared(world, **BREACH)
    duplicates.join(
        one.id, lead.id, "One event.", seen_lead=lead.version, by=world.lead, now=NOW, seen=one.version
    )
    assert {item.state for item in items(one).values()} == {ItemState.CEASED}
    assert items(lead)["data_breach"].is_open


def test_the_stored_due_date_is_what_the_job_computes(world: World) -> None:
    incident = declared(world, **CHILD_ABUSED)
    assert DueDate.objects.filter(incident=incident, kind="other_bodies").count() == 2
    assert not any(found for _, found in reconcile.differences(now=NOW))
    DueDate.objects.filter(incident=incident, kind="other_bodies").update(due_on=date(2027, 1, 1))
    assert any("due dates" in found for _, found in reconcile.differences(now=NOW))


def test_a_step_reads_the_entries_once_and_the_judgements_once(world: World) -> None:
    incident = declared(world)
    with CaptureQueriesContext(connection) as counted:
        triage.acknowledge(incident.id, by=world.team, now=NOW, seen=incident.version)
    for table in ("bodyentry", "classificationrecord"):
        asked = [query["sql"] for query in counted.captured_queries if f"incidents_{table}" in query["sql"]]
        assert len(asked) == 1, table


# What people do


def test_answers_are_kept_each_as_a_new_entry_and_the_rules_follow(world: World) -> None:
    incident = reported(world.reporter, **DEATH)
    answer(incident, world.lead, learning_disability=YES, unnatural_death=NO)
    assert items(incident)["leder"].is_open
    answer(incident, world.investigator, learning_disability=NO)
    given = BodyEntry.objects.filter(incident=incident, kind=EntryKind.ANSWERED, code="learning_disability")
    assert [(row.answer, row.recorded_by) for row in given] == [
        ("yes", world.lead.person_id),
        ("no", world.investigator.person_id),
    ]
    assert items(incident)["leder"].state is ItemState.CEASED
    step = StepTaken.objects.filter(incident=incident).first()
    assert step is not None
    assert (step.action, step.clause) == (Action.ANSWER_BODY_QUESTIONS, "2.2f")


def test_answers_that_change_nothing_or_lack_their_day_are_refused_whole(world: World) -> None:
    incident = reported(world.reporter, **DEATH)
    answer(incident, world.lead, learning_disability=NO)
    for answers, field in (
        ({"learning_disability": NO}, ""),
        ({"prevent_future_deaths": YES, "unnatural_death": YES}, "prevent_future_deaths_on"),
    ):
        with pytest.raises(Invalid) as refused:
            answer(incident, world.lead, **answers)
        assert list(refused.value.problems) == [field]
    assert BodyEntry.objects.filter(incident=incident, kind=EntryKind.ANSWERED).count() == 1


def test_told_needed_not_and_corrected_are_entries_one_after_another(world: World) -> None:
    incident = reported(world.reporter, **BREACH)
    settle(incident, "data_breach", Settling.TOLD, world.lead, reference=" T-1 ", told_at=NOW)
    settle(incident, "data_breach", Settling.STILL_TO_TELL, world.lead, reason="Another breach was told.")
    settle(incident, "data_breach", Settling.NOT_NEEDED, world.investigator, reason="Nobody is at risk.")
    rows = BodyEntry.objects.filter(incident=incident, code="data_breach")
    assert [(row.kind, row.reference, row.words) for row in rows][1:] == [
        ("told", "T-1", ""),
        ("still_to_tell", "", "Another breach was told."),
        ("not_needed", "", "Nobody is at risk."),
    ]
    audited = {
        entry.field
        for entry in audit.entries_for(incident.id, parts=None, limit=500)
        if entry.model == "bodyentry"
    }
    assert audited >= {"kind", "code", "moment", "by_role", "reference", "words"}


def test_each_side_settles_what_it_tells_and_nobody_else_anything(world: World) -> None:
    incident = declared(world, **CHILD_ABUSED)
    settle(incident, "child_practice_panel", Settling.TOLD, world.team)
    settle(incident, "child_at_risk", Settling.TOLD, world.lead)
    for code, by in (
        ("child_rapid_review", world.lead),
        ("lfpse", world.team),
        ("lfpse", world.executive),
    ):
        with pytest.raises(Refused):
            settle(incident, code, Settling.TOLD, by)
    with pytest.raises(Refused):
        answer(incident, world.team, is_death=NO)
    with pytest.raises(NotVisible):
        settle(incident, "lfpse", Settling.TOLD, world.outsider)
    with pytest.raises(NotVisible):
        settle(incident, "coroner", Settling.TOLD, world.lead)


def test_of_two_at_once_the_second_overwrites_nothing(world: World) -> None:
    incident = reported(world.reporter, **BREACH)
    settle(incident, "data_breach", Settling.TOLD, world.lead, seen=1)
    with pytest.raises(Stale):
        settle(incident, "data_breach", Settling.NOT_NEEDED, world.investigator, seen=1)
    assert items(incident)["data_breach"].state is ItemState.TOLD


def test_a_body_may_be_told_on_a_page_drawn_before_another_kind_of_step(world: World) -> None:
    incident = declared(world)
    triage.acknowledge(incident.id, by=world.team, now=NOW, seen=incident.version)
    settle(incident, "lfpse", Settling.TOLD, world.lead, seen=incident.version)


# Who hears of it, and where it is seen


def test_whoever_handles_the_case_is_told_of_what_must_be_done_within_three_days(world: World) -> None:
    assert world.lead
    assert world.team
    reported(world.reporter, **BREACH)
    notice = Notice.objects.get(kind=NoticeKind.BODY_TO_TELL)
    assert notice.recipient_id == world.lead.person_id
    assert notice.text.startswith("Another body must be told within 3 days or less.")


def test_nobody_is_told_of_what_has_more_time_nor_a_second_time(world: World) -> None:
    assert world.lead
    incident = reported(world.reporter, **BREACH)
    reported(world.reporter)
    answer(incident, world.investigator, product=NO)
    assert Notice.objects.filter(kind=NoticeKind.BODY_TO_TELL).count() == 1


def test_a_body_that_is_overdue_makes_the_case_overdue_in_lists(world: World) -> None:
    incident, later = reported(world.reporter, **BREACH), NOW + timedelta(days=5)
    found = incident_list(world.lead, ListFilter(overdue="any"), now=later).page.rows
    assert [row.reference for row in found] == [incident.reference]
    settle(incident, "data_breach", Settling.TOLD, world.lead, now=later, told_at=later)
    assert not incident_list(world.lead, ListFilter(overdue="any"), now=later).page.rows


@pytest.mark.clause("3.2a.iv", facet="the local authority is notified")
def test_the_case_shows_its_bodies_to_both_sides_and_each_its_own_to_record(world: World) -> None:
    incident = declared(world, **CHILD_ABUSED)
    for by, own in ((world.lead, "child_at_risk"), (world.team, "child_practice_panel")):
        page = case_page(by, incident.reference, now=NOW)
        assert page is not None
        assert page.bodies is not None
        assert {row.code for row in page.bodies.rows} >= {"child_at_risk", "child_practice_panel", "lfpse"}
        assert own in {row.code for row in page.bodies.rows if row.may_settle}
        assert [row.state for row in page.bodies.rows if row.code == own] == [ItemState.TO_TELL]
        assert page.bodies.may_answer is (by is world.lead)
    theirs = case_page(world.lead, incident.reference, now=NOW)
    assert theirs is not None
    assert theirs.bodies is not None
    assert "child_rapid_review" not in {row.code for row in theirs.bodies.rows if row.may_settle}


def test_a_length_agreed_locally_holds_from_its_day_and_moves_what_lists_show(world: World) -> None:
    incident = reported(
        world.reporter,
        circumstances=["maternity"],
        setting="maternity",
        physical_harm="died",
        age_band="days_0_14",
        lfpse_number="LFPSE-2026-1",
    )
    answer(incident, world.lead, perinatal_death=YES)
    settle(incident, "child_death", Settling.TOLD, world.lead)
    due = DueDate.objects.get(incident=incident, kind="other_bodies")
    assert due.due_on == date(2026, 11, 25)
    vary_telling(
        code="mbrrace",
        length=2,
        from_on=date(2026, 11, 1),
        reason="Agreed with the network.",
        by=None,
        now=NOW,
    )
    (moved,) = reckon_anew(reason="Agreed.", by=None, now=NOW)
    assert (moved.kind.label, moved.was, moved.now) == (
        "Other bodies told",
        date(2026, 11, 25),
        date(2026, 11, 18),
    )


def test_under_psirf_the_same_bodies_are_told(world: World) -> None:
    incident = stages.under_psirf(world)
    settle(incident, "lfpse", Settling.TOLD, world.lead)
    assert items(incident)["lfpse"].state is ItemState.TOLD


def test_the_icb_sees_to_its_own_incident(world: World) -> None:
    team = world.actor("icb", Role.PATIENT_SAFETY_TEAM)
    incident = reported(team, happened_at="own", **BREACH)
    settle(incident, "data_breach", Settling.TOLD, team)
    assert items(incident)["data_breach"].state is ItemState.TOLD
