"""Quality assurance: the checklist kept, the report returned with reasons or accepted, and the ICB's own timescale."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from sightline.audit import selectors as audit
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import DueDate, Incident, InvestigationReport
from sightline.incidents.services import investigation, review, triage
from sightline.policy.deadlines import DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part, Role, Status
from tests import assured_stages as assured
from tests import stages
from tests.assured_stages import FEEDBACK, NOT_MET, checklist
from tests.factories import NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def accept(
    incident: Incident, by: Actor, *, override: str = "", now: datetime = NOW, **items: dict[str, str]
) -> None:
    review.accept_report(
        incident.id,
        FEEDBACK,
        override,
        quality=checklist(**items),
        by=by,
        now=now,
        seen=stages.now_of(incident).version,
    )


def give_back(incident: Incident, by: Actor, *, until: date | None = None, now: datetime = NOW) -> None:
    review.return_report(
        incident.id,
        "Ask a second investigator to look.",
        until,
        quality=checklist(team=NOT_MET),
        by=by,
        now=now,
        seen=stages.now_of(incident).version,
    )


def due(incident: Incident, kind: DeadlineKind) -> list[DueDate]:
    return list(DueDate.objects.filter(incident=incident, kind=kind.value).order_by("round"))


# The checklist


def test_checklist_is_kept_incomplete_and_for_the_icb_alone(world: World) -> None:
    incident = assured.in_review(world)
    review.record_quality(
        incident.id,
        {"team": NOT_MET, "method": {"rating": "", "comment": "Ask which one."}},
        "  So far.  ",
        by=world.team,
        now=NOW,
        seen=incident.version,
    )
    report = InvestigationReport.objects.get()
    assert (report.quality["team"], report.feedback) == (NOT_MET, "So far.")
    mine = selectors.case_page(world.specialist, incident.reference, now=NOW)
    theirs = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert mine is not None
    assert theirs is not None
    assert mine.quality[0].quality["method"]["comment"] == "Ask which one."
    assert mine.facts.quality_not_met == ("more than one investigator",)
    assert theirs.quality == ()


@pytest.mark.clause("2.2b", facet="each item of the checklist has its result")
def test_audit_trail_has_each_item_before_and_after(world: World) -> None:
    incident = assured.in_review(world)
    for rating in ("met", "partly"):
        review.record_quality(
            incident.id,
            {"team": {"rating": rating, "comment": "Two people."}, "method": NOT_MET},
            by=world.team,
            now=NOW,
            seen=stages.now_of(incident).version,
        )
    rows = [
        row
        for row in audit.entries_for(incident.id, parts=[Part.QUALITY_ASSURANCE], limit=100)
        if row.field.startswith("quality.")
    ]
    assert [row.field for row in rows] == ["quality.team", "quality.method", "quality.team"]
    assert '"met"' in rows[0].old
    assert '"partly"' in rows[0].new


def test_provider_reads_the_trail_of_quality_assurance_only_once_it_is_answered(world: World) -> None:
    incident = assured.in_review(world)
    review.record_quality(incident.id, {"team": NOT_MET}, by=world.team, now=NOW, seen=incident.version)

    def trail(by: Actor) -> str:
        return str(selectors.audit_trail(by, incident.reference, now=NOW))

    assert "investigated alone" in trail(world.team)
    assert "investigated alone" not in trail(world.lead)
    give_back(incident, world.team)
    assert "investigated alone" in trail(world.lead)


@pytest.mark.parametrize("quality", [{"colour": {"rating": "met"}}, {"team": {"rating": "superb"}}])
def test_checklist_takes_its_own_items_and_ratings_only(
    world: World, quality: dict[str, dict[str, str]]
) -> None:
    incident = assured.in_review(world)
    with pytest.raises(Invalid):
        review.record_quality(incident.id, quality, by=world.team, now=NOW, seen=incident.version)
    assert InvestigationReport.objects.get().quality == {}


# Returning


@pytest.mark.clause("4.3d", facet="a report is returned with its reasons")
def test_return_gives_the_provider_each_reason(world: World) -> None:
    incident = assured.in_review(world)
    give_back(incident, world.team)
    assert stages.now_of(incident).status == Status.RETURNED
    page = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    assert page.quality[0].quality["team"]["comment"] == "One person investigated alone."
    assert page.quality[0].feedback == "Ask a second investigator to look."
    moved = next(
        row for row in audit.entries_for(incident.id, parts=None, limit=100) if row.field == "status"
    )
    assert (moved.new, moved.clause, moved.reason) == (
        Status.RETURNED.value,
        "4.3d",
        "Ask a second investigator to look.",
    )


@pytest.mark.parametrize(
    ("feedback", "quality", "until", "field"),
    [
        (" ", {}, None, "feedback"),
        ("Do it again.", {"team": {"rating": "partly", "comment": ""}}, None, "comment-team"),
        ("Do it again.", {"team": {"rating": "not_met", "comment": " "}}, None, "comment-team"),
        ("Do it again.", {}, NOW.date(), "resubmit_by"),
    ],
)
def test_return_without_a_reason_writes_nothing(
    world: World, feedback: str, quality: dict[str, dict[str, str]], until: date | None, field: str
) -> None:
    incident = assured.in_review(world)
    with pytest.raises(Invalid) as wrong:
        review.return_report(
            incident.id, feedback, until, quality=quality, by=world.team, now=NOW, seen=incident.version
        )
    assert set(wrong.value.problems) == {field}
    assert stages.now_of(incident).version == incident.version
    assert InvestigationReport.objects.get().outcome == ""


def test_report_sent_again_is_due_ten_working_days_on_or_as_agreed(world: World) -> None:
    incident = assured.in_review(world)
    give_back(incident, world.team)
    assert [row.due_on for row in due(incident, DeadlineKind.RESUBMISSION)] == [date(2026, 11, 30)]


def test_report_sent_again_is_due_on_the_day_agreed(world: World) -> None:
    incident = assured.in_review(world)
    give_back(incident, world.team, until=date(2026, 12, 11))
    (row,) = due(incident, DeadlineKind.RESUBMISSION)
    assert (row.due_on, row.is_running) == (date(2026, 12, 11), True)


@pytest.mark.clause("4.3a", facet="the feedback is kept with its day")
@pytest.mark.clause("4.3d", facet="feedback is due in 20 calendar days")
def test_feedback_is_owed_anew_with_each_submission_and_ends_at_return_or_acceptance(world: World) -> None:
    incident = assured.in_review(world)
    (first,) = due(incident, DeadlineKind.FEEDBACK_ON_REPORT)
    assert (first.due_on, first.is_running) == (date(2026, 12, 6), True)
    give_back(incident, world.team, now=LATER)
    (first,) = due(incident, DeadlineKind.FEEDBACK_ON_REPORT)
    assert (first.done_at, first.is_running) == (LATER, False)
    again = LATER + timedelta(days=7)
    stages.write(world, stages.now_of(incident), summary="With a second investigator.", now=again)
    stages.sign(world, stages.now_of(incident), now=again)
    investigation.submit_report(incident.id, by=world.lead, now=again, seen=stages.now_of(incident).version)
    first, second = due(incident, DeadlineKind.FEEDBACK_ON_REPORT)
    assert (first.done_at, second.due_on, second.is_running) == (LATER, date(2026, 12, 16), True)
    review.begin_review(incident.id, by=world.team, now=again, seen=stages.now_of(incident).version)
    ended = again + timedelta(days=1)
    accept(incident, world.team, now=ended)
    _, second = due(incident, DeadlineKind.FEEDBACK_ON_REPORT)
    assert (second.done_at, second.is_running) == (ended, False)
    outcomes = InvestigationReport.objects.order_by("number").values_list("outcome", flat=True)
    assert list(outcomes) == ["returned", "accepted"]


# Accepting


def test_acceptance_is_a_fact_of_its_own_beside_the_status(world: World) -> None:
    incident = assured.in_review(world)
    accept(incident, world.team)
    report = InvestigationReport.objects.get()
    assert (report.outcome, report.outcome_by, report.feedback) == (
        "accepted",
        world.team.person_id,
        FEEDBACK,
    )
    assert len(report.quality) == len(checklist())
    assert stages.now_of(incident).status == Status.IN_REVIEW
    page = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    assert page.facts.report_accepted
    assert page.open_actions == 1


@pytest.mark.clause("2.2b", facet="each item of the checklist has its result")
@pytest.mark.clause("4.3d", facet="every item is rated before acceptance")
def test_acceptance_needs_every_item_rated(world: World) -> None:
    incident = assured.in_review(world)
    with pytest.raises(Refused, match="1 quality-assurance item"):
        accept(incident, world.team, team={"rating": "", "comment": ""})
    with pytest.raises(Refused):
        review.accept_report(incident.id, FEEDBACK, "", by=world.team, now=NOW, seen=incident.version)
    assert InvestigationReport.objects.get().outcome == ""


@pytest.mark.clause("4.3a", facet="the feedback is kept with its day")
def test_acceptance_needs_feedback_and_a_comment_where_not_simply_met(world: World) -> None:
    incident = assured.in_review(world)
    with pytest.raises(Invalid) as wrong:
        accept(incident, world.team, team={"rating": "partly", "comment": ""})
    assert set(wrong.value.problems) == {"comment-team"}
    with pytest.raises(Invalid) as wrong:
        review.accept_report(
            incident.id, " ", "", quality=checklist(), by=world.team, now=NOW, seen=incident.version
        )
    assert set(wrong.value.problems) == {"feedback"}


@pytest.mark.clause("4.5b", facet="an item not met passes only with a signed reason")
@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.PATIENT_SAFETY_TEAM, False),
        (Role.PLACE_QUALITY_LEAD, False),
        (Role.PATIENT_SAFETY_SPECIALIST, True),
        (Role.CHIEF_NURSE, True),
    ],
)
def test_item_not_met_is_overridden_by_specialist_or_chief_nurse_only(
    world: World, role: Role, may: bool
) -> None:
    incident = assured.in_review(world)
    by = world.actor("icb", role)
    if not may:
        with pytest.raises(Refused, match="Patient Safety Specialist or Chief Nurse"):
            accept(incident, by, override="It was agreed beforehand.", team=NOT_MET)
        return
    with pytest.raises(Invalid) as wrong:
        accept(incident, by, team=NOT_MET)
    assert set(wrong.value.problems) == {"override_reason"}
    accept(incident, by, override="It was agreed beforehand.", team=NOT_MET)
    assert InvestigationReport.objects.get().override_reason == "It was agreed beforehand."


def test_reason_for_an_override_is_not_kept_where_nothing_is_overridden(world: World) -> None:
    incident = assured.in_review(world)
    accept(incident, world.specialist, override="Just in case.")
    assert InvestigationReport.objects.get().override_reason == ""


@pytest.mark.behind_the_services
@pytest.mark.clause("3.3a", "12f", facet="the report must explain which barriers failed and why")
def test_report_of_a_never_event_explains_the_barriers(world: World) -> None:
    incident = assured.in_review(world)
    Incident.objects.filter(id=incident.id).update(never_event_code="3")
    with pytest.raises(Refused, match="1 quality-assurance item"):
        accept(incident, world.team)
    triage.settle_never_event(
        incident.id, False, "The wire was left on purpose.", by=world.team, now=NOW, seen=incident.version
    )
    accept(incident, world.team)
    assert InvestigationReport.objects.get().outcome == "accepted"


# Who, and two at once


@pytest.mark.parametrize("step", [review.begin_review, review.record_quality, accept, give_back])
def test_provider_does_not_assure_its_own_report_and_outsiders_find_nothing(
    world: World, step: object
) -> None:
    begins = step is review.begin_review
    incident = stages.submitted(world) if begins else assured.in_review(world)

    def attempt(by: Actor) -> None:
        if begins:
            review.begin_review(incident.id, by=by, now=NOW, seen=incident.version)
        elif step is review.record_quality:
            review.record_quality(incident.id, checklist(), by=by, now=NOW, seen=incident.version)
        else:
            step(incident, by)  # type: ignore[operator]

    for by in (world.lead, world.executive):
        with pytest.raises(Refused):
            attempt(by)
    for by in (world.outsider, world.actor("other_icb", Role.PATIENT_SAFETY_TEAM)):
        with pytest.raises(NotVisible):
            attempt(by)
    assert stages.now_of(incident).version == incident.version


def test_second_of_two_who_answer_at_once_is_told(world: World) -> None:
    incident = assured.in_review(world)
    give_back(incident, world.team)
    with pytest.raises(Stale):
        review.accept_report(
            incident.id,
            FEEDBACK,
            "",
            quality=checklist(),
            by=world.specialist,
            now=NOW,
            seen=incident.version,
        )
    missed = selectors.missed_steps(world.specialist, incident.id, incident.version, now=NOW)
    assert [step.action for step in missed] == [Action.RETURN_REPORT]
    assert InvestigationReport.objects.get().outcome == "returned"


def test_accepted_is_not_accepted_again_or_returned(world: World) -> None:
    incident = assured.accepted(world)
    for attempt in (accept, give_back):
        with pytest.raises(Refused, match="accepted already"):
            attempt(incident, world.team)
