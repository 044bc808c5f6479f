"""Under PSIRF: each step of a learning response writes, audits, tells and refuses; the ICB oversees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from sightline.audit import selectors as audit
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import Awaited, DueDate, Incident, LearningDate, LearningRecord, OversightNote
from sightline.incidents.record import access_facts_of
from sightline.incidents.selectors.learning import OversightRow, read_together
from sightline.incidents.selectors.worklist import worklist
from sightline.incidents.services import learning_response as learning
from sightline.notifications.models import Notice
from sightline.organisations import agreed
from sightline.policy.facts import Actor
from sightline.policy.permissions import parts_for
from sightline.policy.terms import Part, Role, Status
from tests import stages
from tests.factories import NOW, World, reported

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def taking(by: Actor, incident: Incident, **more: Any) -> dict[str, Any]:
    return {"by": by, "now": NOW, "seen": stages.now_of(incident).version, **more}


def choose(world: World, incident: Incident, response: str, **more: Any) -> None:
    given = {"answers": stages.NOT_SCREENING, **more}
    learning.choose_learning_response(
        incident.id, response, "The plan asks for it.", **given, **taking(world.lead, incident)
    )


def record_of(incident: Incident) -> LearningRecord:
    return LearningRecord.objects.filter(incident=incident)[0]


def another(world: World, **answers: Any) -> Incident:
    """One more case of the trust, which is under PSIRF by now."""
    return reported(world.reporter, **answers)


def oversight_of(actor: Actor, incident: Incident) -> tuple[OversightRow, ...]:
    """The notes that this hat reads on the page of the case."""
    page = selectors.case_page(actor, incident.reference, now=NOW)
    return () if page is None else page.oversight


def audited(incident: Incident, model: str) -> set[str]:
    return {row.field for row in audit.entries_for(incident.id, parts=None, limit=500) if row.model == model}


def told(incident: Incident, by: str) -> list[str]:
    rows = Notice.objects.filter(case_id=incident.id, recipient_id__in=[by]).order_by("made_at", "id")
    return list(rows.values_list("text", flat=True))


# Choosing


@pytest.mark.clause("5.2.2")
def test_choice_opens_the_case_to_the_icb_which_is_told(world: World) -> None:
    assert world.team
    incident = stages.under_psirf(world)
    row = record_of(incident)
    assert (row.number, row.response, row.facts, row.chosen_by) == (
        *(1, "after_action_review", {"screening": "no"}),
        world.lead.person_id,
    )
    assert {"response", "reason", "facts"} <= audited(incident, "learningrecord")
    assert told(incident, str(world.team.person_id)) == [
        "The provider chose a learning response. You can see the case."
    ]
    assert selectors.case_page(world.team, incident.reference, now=NOW) is not None


def test_nothing_is_written_while_a_question_is_unanswered_or_a_psii_is_required(world: World) -> None:
    stages.under_psirf(world)
    incident = another(world, circumstances=["death"], physical_harm="died")
    with pytest.raises(Invalid) as refused:
        choose(world, incident, "mdt_review", answers={})
    assert {"screening", "death_due_to_care", "learning_disability"} <= set(refused.value.problems)
    answers = {
        **dict.fromkeys(refused.value.problems, "no"),
        "death_due_to_care": "yes",
    }
    with pytest.raises(Invalid) as refused:
        choose(world, incident, "mdt_review", answers=answers)
    assert "more likely than not" in refused.value.problems["response"]
    assert not LearningRecord.objects.filter(incident=incident).exists()
    choose(world, incident, "psii", answers=answers)
    assert stages.now_of(incident).learning_response == "psii"


def test_not_known_yet_is_asked_again_before_the_signature(world: World) -> None:
    incident = stages.learned(world)
    choose(world, incident, "after_action_review", answers={"screening": "not_known"})
    incident = stages.candour_decided(world, incident, applies=False, relevant_person="")
    with pytest.raises(Refused, match="screening programme"):
        learning.sign_off_learning_response(incident.id, "So.", **taking(world.executive, incident))
    choose(world, incident, "after_action_review")
    assert record_of(incident).answers == stages.REVIEWED, "answering it leaves the record as it is"
    learning.sign_off_learning_response(incident.id, "So.", **taking(world.executive, incident))


def test_another_choice_begins_another_record_and_keeps_the_first_with_its_date(world: World) -> None:
    incident = stages.learned(world)
    choose(world, incident, "psii", never_event_code="3")
    new, old = LearningRecord.objects.filter(incident=incident)
    assert (new.number, new.response, new.answers, new.engagement) == (2, "psii", {}, "engaged")
    assert (old.number, old.answers) == (1, stages.REVIEWED)
    assert [row.due_on for row in LearningDate.objects.filter(incident=incident)] == [date(2026, 12, 18)]
    assert DueDate.objects.get(incident=incident, kind="learning_response").due_on == date(2026, 12, 18)
    assert stages.now_of(incident).never_event_code == "3"


# Plan and date


def test_plan_makes_the_agreed_date_a_due_date_of_the_provider(world: World) -> None:
    incident = stages.planned(world)
    due = DueDate.objects.get(incident=incident, kind="learning_response")
    assert (due.side, due.due_on, due.is_running) == ("provider", date(2026, 12, 18), True)
    assert {"led_by", "terms", "planned_at"} <= audited(incident, "learningrecord")
    assert "due_on" in audited(incident, "learningdate")
    awaited = Awaited.objects.get(incident=incident, is_main=True)
    assert (awaited.text, awaited.due_on) == ("the provider writes down what was learned", date(2026, 12, 18))


def test_overdue_on_its_own_date_is_on_both_worklists(world: World) -> None:
    incident = stages.planned(world, due_on=date(2026, 11, 20))
    later = NOW + 8 * DAY
    for actor in (world.lead, world.team):
        work = worklist(actor, since=None, now=later, calendar=agreed.calendar())
        assert ("Learning response", "4 days overdue") in [(row.what, row.when) for row in work.overdue.rows]
    page = selectors.case_page(world.team, incident.reference, now=later)
    assert page is not None
    assert page.next is not None
    assert page.next.is_overdue


def test_another_date_needs_a_reason_and_the_first_is_never_lost(world: World) -> None:
    incident = stages.planned(world)
    with pytest.raises(Invalid) as refused:
        learning.agree_another_date(incident.id, date(2026, 12, 1), "", **taking(world.lead, incident))
    assert set(refused.value.problems) == {"due_on", "reason"}
    learning.agree_another_date(
        incident.id, date(2027, 1, 29), "The family asked.", **taking(world.lead, incident)
    )
    due = DueDate.objects.get(incident=incident, kind="learning_response")
    assert (due.original_due_on, due.due_on) == (date(2026, 12, 18), date(2027, 1, 29))
    learning.plan_learning_response(
        incident.id, led_by="Matron", terms="The count.", due_on=None, **taking(world.lead, incident)
    )
    assert LearningDate.objects.filter(incident=incident).count() == 2, "a plan changed agrees no date"


def test_no_other_date_before_the_first(world: World) -> None:
    incident = stages.under_psirf(world)
    with pytest.raises(Refused, match="plan the learning response first"):
        learning.agree_another_date(incident.id, date(2027, 1, 1), "So.", **taking(world.lead, incident))


# Writing and signing


def test_record_is_saved_unfinished_and_by_the_questions_of_its_response(world: World) -> None:
    incident = stages.planned(world)
    learning.write_learning_record(
        incident.id,
        {"learned": "Count.", "tools": "Of another form."},
        **taking(world.investigator, incident),
    )
    assert record_of(incident).answers == {"learned": "Count."}
    with pytest.raises(Invalid):
        learning.write_learning_record(incident.id, {"learned": " "}, **taking(world.lead, incident))
    assert record_of(incident).answers == {"learned": "Count."}


@pytest.mark.clause("4.4.2")
def test_signature_closes_the_case_and_icb_lead_and_reporter_are_told(world: World) -> None:
    assert world.team
    assert world.executive
    incident = stages.candour_decided(world, stages.learned(world), applies=False, relevant_person="")
    assert "A learning response is written. Read it and sign it off." in told(
        incident, str(world.executive.person_id)
    )
    learning.sign_off_learning_response(incident.id, "I answer for it.", **taking(world.executive, incident))
    row = record_of(incident)
    assert (stages.now_of(incident).status, row.signed_off_statement) == (Status.CLOSED, "I answer for it.")
    due = DueDate.objects.get(incident=incident, kind="learning_response")
    assert (due.done_at, due.is_running) == (NOW, False)
    for who, words in (
        (world.team, "The provider signed off its learning response. Read what was learned."),
        (world.lead, "Your executive signed off the learning response."),
        (world.reporter, "The organisation finished learning from what you reported."),
    ):
        assert words in told(incident, str(who.person_id)), who.role


@pytest.mark.behind_the_services
@pytest.mark.parametrize("left_out", ["plan", "engagement", "record"])
def test_signature_waits_for_plan_engagement_and_record(world: World, left_out: str) -> None:
    incident = stages.candour_decided(world, stages.learned(world), applies=False, relevant_person="")
    empty: dict[str, dict[str, Any]] = {
        "plan": {"planned_at": None, "planned_by": None},
        "engagement": {"engaged_at": None, "engaged_by": None},
        "record": {"answers": {}},
    }
    LearningRecord.objects.filter(incident=incident).update(**empty[left_out])
    with pytest.raises(Refused, match="still needs"):
        learning.sign_off_learning_response(incident.id, "So.", **taking(world.executive, incident))


# Out of date


def test_page_drawn_before_another_choice_or_the_same_step_is_out_of_date(world: World) -> None:
    incident = stages.planned(world)
    seen = incident.version
    learning.write_learning_record(incident.id, {"learned": "One."}, **taking(world.investigator, incident))
    stale: dict[str, Any] = {"by": world.lead, "now": NOW, "seen": seen}
    with pytest.raises(Stale):
        learning.write_learning_record(incident.id, {"learned": "Two."}, **stale)
    assert record_of(incident).answers == {"learned": "One."}
    seen = stages.now_of(incident).version
    choose(world, incident, "mdt_review")
    with pytest.raises(Stale):
        learning.write_learning_record(incident.id, {"learned": "Two."}, **{**stale, "seen": seen})
    with pytest.raises(Stale):
        learning.agree_another_date(incident.id, date(2027, 1, 29), "So.", by=world.lead, now=NOW, seen=2)


def test_executive_signs_only_what_was_read(world: World) -> None:
    incident = stages.candour_decided(world, stages.learned(world), applies=False, relevant_person="")
    learning.engage_affected(
        incident.id, outcome="declined", words="By letter.", questions="", **taking(world.lead, incident)
    )
    with pytest.raises(Stale):
        learning.sign_off_learning_response(
            incident.id, "So.", by=world.executive, now=NOW, seen=incident.version
        )


# Oversight


@pytest.mark.clause("5.2.2")
def test_icb_writes_a_note_that_moves_nothing_and_the_provider_reads_it(world: World) -> None:
    incident = stages.planned(world)
    before = stages.now_of(incident)
    learning.record_oversight(
        incident.id, "asks", "curiosity", "What do nights say?", **taking(world.team, incident)
    )
    after = stages.now_of(incident)
    assert (after.status, after.closed_at) == (before.status, None)
    (note,) = oversight_of(world.lead, incident)
    assert (note.text, note.kind.label) == ("What do nights say?", "Asks a question")
    assert {"kind", "mindset", "text"} <= audited(incident, "oversightnote")
    assert told(incident, str(world.lead.person_id))[-1].startswith("The ICB wrote an oversight note.")
    with pytest.raises(Invalid):
        learning.record_oversight(incident.id, "returns", "", "", **taking(world.team, incident))
    assert OversightNote.objects.count() == 1


def test_oversight_stays_between_provider_and_icb(world: World) -> None:
    incident = stages.planned(world)
    learning.record_oversight(incident.id, "asks", "curiosity", "Nights?", **taking(world.team, incident))
    for outsider in (world.outsider, world.reporter, world.actor("other_icb", Role.PATIENT_SAFETY_TEAM)):
        assert oversight_of(outsider, incident) == ()
    involved = replace(access_facts_of(incident, now=NOW), involved_ids=frozenset({world.other_trust}))
    assert Part.DISCUSSION not in parts_for(world.outsider, involved), "nor for whoever took part in the care"
    assert len(oversight_of(world.actor("icb", Role.CHIEF_EXECUTIVE), incident)) == 1


@pytest.mark.parametrize("who", ["lead", "executive", "investigator"])
def test_provider_writes_no_oversight(world: World, who: str) -> None:
    incident = stages.planned(world)
    with pytest.raises(Refused):
        learning.record_oversight(
            incident.id, "asks", "curiosity", "So?", **taking(getattr(world, who), incident)
        )


def test_to_an_outsider_none_of_it_exists(world: World) -> None:
    incident = stages.planned(world)
    given = taking(world.outsider, incident)
    steps: tuple[Callable[[], object], ...] = (
        lambda: learning.plan_learning_response(incident.id, led_by="x", terms="x", due_on=None, **given),
        lambda: learning.agree_another_date(incident.id, None, "x", **given),
        lambda: learning.engage_affected(incident.id, outcome="nobody", words="x", questions="", **given),
        lambda: learning.write_learning_record(incident.id, {"learned": "x"}, **given),
        lambda: learning.sign_off_learning_response(incident.id, "x", **given),
        lambda: learning.record_oversight(incident.id, "asks", "curiosity", "x", **given),
    )
    for step in steps:
        with pytest.raises(NotVisible):
            step()


# Several in one


@pytest.mark.behind_the_services
def test_thematic_review_carries_other_cases_which_are_signed_off_after_it(world: World) -> None:
    lead = stages.under_psirf(world)
    choose(world, lead, "thematic_review")
    other = another(world)
    with pytest.raises(Invalid) as refused:
        choose(world, other, "thematic_review", read_with="SL-1999-0001")
    assert set(refused.value.problems) == {"read_with"}
    choose(world, other, "thematic_review", read_with=lead.reference.lower())
    assert [row[0] for row in read_together(world.team, lead.id, now=NOW)] == [other.reference]
    assert read_together(world.outsider, lead.id, now=NOW) == ()
    other = stages.candour_decided(world, stages.now_of(other), applies=False, relevant_person="")
    with pytest.raises(Refused, match=lead.reference):
        learning.sign_off_learning_response(other.id, "So.", **taking(world.executive, other))
    Incident.objects.filter(id=lead.id).update(status=Status.CLOSED.value)
    learning.sign_off_learning_response(other.id, "So.", **taking(world.executive, other))
    assert stages.now_of(other).status == Status.CLOSED


def test_case_that_carries_a_review_is_itself_read_with_none(world: World) -> None:
    lead = stages.under_psirf(world)
    choose(world, lead, "thematic_review")
    other, third = another(world), another(world)
    choose(world, other, "thematic_review", read_with=lead.reference)
    choose(world, third, "thematic_review")
    for one, with_ in ((lead, third), (third, other)):
        with pytest.raises(Invalid):
            choose(world, one, "thematic_review", read_with=with_.reference)
    choose(world, other, "mdt_review")
    assert read_together(world.lead, lead.id, now=NOW) == (), "another choice ends it"


# Chosen before there was a record


@pytest.mark.behind_the_services
def test_response_chosen_before_has_a_record_made_of_its_step(world: World) -> None:
    incident = stages.under_psirf(world)
    LearningRecord.objects.all().delete()
    migration = vars(import_module("sightline.incidents.migrations.0006_learning"))
    migration["record_those_chosen_before"](apps, None)
    row = record_of(incident)
    assert (row.response, row.reason, row.chosen_by) == (
        *("after_action_review", "The plan asks for it."),
        world.lead.person_id,
    )
