"""What each measure counts, with a case on either side of the line, and one that is not counted at all.

Asked of the list of incidents, as people ask for the cases behind a figure. That the figures say the same is held by
``test_evidence`` and the property test.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from sightline.incidents.models import DueDate, Incident
from sightline.incidents.selectors import ListFilter, every_row
from sightline.policy.facts import Actor
from sightline.policy.measures import MEASURES
from sightline.policy.terms import Framework, Status
from tests.factories import NOW, World, reported
from tests.governance.cases import (
    action,
    at,
    candour,
    case,
    due,
    judged,
    names,
    no_candour,
    open_access,
    question,
    rated,
    report,
    step,
    view,
)

pytestmark = pytest.mark.django_db
S = Status
#: Makes one case: good, not good, or not counted.
Make = Callable[[World], Incident]
CLOSED_AT = at(-1)


def of(status: Status, *given: Callable[[Incident], object], **fields: object) -> Make:
    """A case of a status, with rows."""

    def make(world: World) -> Incident:
        incident = case(world, status, **fields)
        for give in given:
            give(incident)
        return incident

    return make


def timescale(kind: str, status: Status = S.INVESTIGATING) -> tuple[list[Make], list[Make], list[Make]]:
    """Good to the last minute of the last day in London; late a minute later, or undone the day after."""
    midnight = NOW.replace(hour=23, minute=59)
    good: list[Make] = [of(status, lambda row: due(row, kind, 0, done=midnight))]
    bad: list[Make] = [
        of(status, lambda row: due(row, kind, 0, done=midnight + timedelta(minutes=1))),
        of(status, lambda row: due(row, kind, -1)),
    ]
    neither: list[Make] = [
        of(status, lambda row: due(row, kind, 0)),
        of(status, lambda row: due(row, kind, -1, is_running=False)),
        of(S.DUPLICATE, lambda row: due(row, kind, -1)),
        of(status, lambda row: due(row, "urgent_contact", -1)),
    ]
    return good, bad, neither


def told(code: str, status: Status = S.INVESTIGATING) -> tuple[list[Make], list[Make], list[Make]]:
    """The last that was recorded of a step counts; declined counts, waiting does not."""
    return (
        [
            of(status, lambda row: candour(row, D1="done", **{code: "done"})),
            of(status, lambda row: candour(row, D1="done", **{code: "declined"})),
        ],
        [
            of(status, lambda row: candour(row, D1="done")),
            of(
                status,
                lambda row: candour(row, D1="done", **{code: "done"}),
                lambda row: step(row, code, "waiting", minutes=9),
            ),
        ],
        [
            of(status, lambda row: candour(row, D1="could_not_contact")),
            of(
                status, lambda row: candour(row, D1="done"), lambda row: step(row, "D1", "waiting", minutes=9)
            ),
            of(status, no_candour),
            of(status),
        ],
    )


def item(*codes: str) -> tuple[list[Make], list[Make], list[Make]]:
    """One or more items of the checklist, in the report that was accepted last."""
    met, partly = rated(**dict.fromkeys(codes, "met")), rated(**dict.fromkeys(codes, "partly"))
    mixed = rated(**{**dict.fromkeys(codes, "met"), codes[-1]: "not_met"})
    return (
        [
            of(S.CLOSED, lambda row: report(row, outcome="accepted", quality=met)),
            of(
                S.CLOSED,
                lambda row: report(row, outcome="accepted", quality=partly),
                lambda row: report(row, 2, outcome="accepted", quality=met),
            ),
        ],
        [
            of(S.CLOSED, lambda row: report(row, outcome="accepted", quality=partly)),
            of(S.CLOSED, lambda row: report(row, outcome="accepted", quality=mixed)),
        ],
        [
            of(
                S.CLOSED,
                lambda row: report(
                    row, outcome="accepted", quality=rated(**dict.fromkeys(codes, "not_applicable"))
                ),
            ),
            of(S.RETURNED, lambda row: report(row, outcome="returned", quality=met)),
            of(S.DOWNGRADED, lambda row: report(row, outcome="accepted", quality=met)),
        ],
    )


SCORES: dict[str, Any] = {
    "likelihood": 2,
    "consequence_staff": 1,
    "consequence_patients": 3,
    "consequence_organisation": 1,
}
ADVISED = {"recommendation": "declare"}
ROWS: dict[str, tuple[list[Make], list[Make], list[Make]]] = {
    **{
        kind: timescale(kind)
        for kind in (
            *("report_to_icb", "initial_review", "final_report", "independent_report", "acknowledge"),
            *("answer_initial_review", "acknowledge_report", "feedback_on_report", "resubmission"),
        )
    },
    **{
        kind: timescale(kind, S.NOT_SERIOUS if kind == "candour_letter" else S.DOWNGRADED)
        for kind in ("candour_notification", "candour_letter")
    },
    "candour_decided": (
        [of(S.DECLARED, candour), of(S.DECLARED, no_candour)],
        [of(S.DECLARED, lambda row: due(row, "candour_notification", -1))],
        [of(S.DECLARED, lambda row: due(row, "candour_notification", 0)), of(S.REPORTED, candour)],
    ),
    "candour_open": (
        [
            of(S.INVESTIGATING, lambda row, how=how: candour(row, D1=how))  # type: ignore[misc]
            for how in ("done", "declined", "could_not_contact")
        ],
        [of(S.INVESTIGATING, candour, lambda row: due(row, "candour_notification", -1))],
        [
            of(S.INVESTIGATING, lambda row: candour(row, D1="waiting")),
            of(
                S.INVESTIGATING,
                no_candour,
                lambda row: due(row, "candour_notification", -1),
            ),
        ],
    ),
    "candour_account": told("D2"),
    "candour_enquiries": told("D3"),
    "candour_apology": told("D4"),
    "candour_support": told("D5"),
    "candour_record": (
        [of(S.INVESTIGATING, lambda row: candour(row, D1="could_not_contact", D6="done"))],
        [of(S.INVESTIGATING, lambda row: candour(row, D1="declined"))],
        [of(S.INVESTIGATING, lambda row: candour(row, D1="waiting", D6="done"))],
    ),
    "candour_findings": (
        told("D8", S.CLOSED)[0],
        told("D8", S.CLOSED)[1],
        [*told("D8", S.CLOSED)[2], *told("D8")[1]],
    ),
    "judged_with_reason": (
        [of(S.NOT_SERIOUS, judged), of(S.DECLARED, judged)],
        [of(S.DECLARED, lambda row: judged(row, rationale="")), of(S.DISCUSSING)],
        [of(S.REPORTED, judged), of(S.INVESTIGATING, framework=Framework.PSIRF.value)],
    ),
    "funding_asked": (
        [of(S.DECLARED, lambda row: judged(row, nhs_funded="no"))],
        [of(S.DECLARED, judged)],
        [of(S.NOT_SERIOUS, lambda row: judged(row, nhs_funded="no"))],
    ),
    "natural_course_asked": (
        [of(S.DECLARED, lambda row: judged(row, natural_course="not_yet_known"), physical_harm="died")],
        [of(S.DECLARED, judged, physical_harm="died")],
        [of(S.DECLARED, lambda row: judged(row, natural_course="no"), physical_harm="severe")],
    ),
    "near_miss_assessed": (
        [
            of(S.NOT_SERIOUS, lambda row: judged(row, near_miss=True, **SCORES)),
            of(
                S.DECLARED,
                lambda row: judged(row, near_miss=True),
                lambda row: judged(row, minutes=1, near_miss=True, **SCORES),
            ),
        ],
        [of(S.DECLARED, lambda row: judged(row, near_miss=True, **{**SCORES, "consequence_staff": None}))],
        [
            of(S.DECLARED, judged),
            of(S.DECLARED, lambda row: judged(row, near_miss=True), lambda row: judged(row, minutes=1)),
        ],
    ),
    "near_miss_pursued": (
        [
            of(S.DECLARED, lambda row: judged(row, near_miss=True, advice=ADVISED)),
            of(
                S.NOT_SERIOUS,
                lambda row: judged(row, near_miss=True, advice=ADVISED, outcome="discuss"),
                lambda row: judged(row, minutes=1, near_miss=True, advice=ADVISED, outcome="not_serious"),
            ),
        ],
        [
            of(
                S.NOT_SERIOUS,
                lambda row: judged(row, near_miss=True, advice=ADVISED, outcome="not_serious"),
            )
        ],
        [
            of(
                S.NOT_SERIOUS,
                lambda row: judged(
                    row, near_miss=True, advice={"recommendation": "not_serious"}, outcome="not_serious"
                ),
            )
        ],
    ),
    "classification_agreed": (
        [of(S.DECLARED, classification_agreed=True)],
        [of(S.DECLARED, classification_agreed=False), of(S.INVESTIGATING)],
        [of(S.DECLARED), of(S.DOWNGRADED, classification_agreed=True)],
    ),
    "discussion_agreed": (
        [
            of(
                S.DECLARED,
                lambda row: view(row, "provider", "not_serious"),
                lambda row: view(row, "provider", "serious", minutes=1),
                lambda row: view(row, "commissioner", "serious"),
                discussing_since=at(-9),
            )
        ],
        [
            of(
                S.NOT_SERIOUS,
                lambda row: view(row, "provider", "not_serious"),
                lambda row: view(row, "commissioner", "serious"),
                discussing_since=at(-9),
            )
        ],
        [of(S.DISCUSSING, discussing_since=at(-9)), of(S.DECLARED)],
    ),
    "never_event_settled": (
        [of(S.DECLARED, never_event_code="1", never_event_confirmed=answer) for answer in (True, False)],
        [of(S.INVESTIGATING, never_event_code="1")],
        [of(S.DECLARED, never_event_code="1"), of(S.INVESTIGATING)],
    ),
    "never_event_investigated": (
        [
            of(S.DECLARED, never_event_code="1"),
            of(S.CLOSED, never_event_code="1", never_event_confirmed=True),
        ],
        [of(S.DOWNGRADED, never_event_code="1")],
        [of(S.DOWNGRADED, never_event_code="1", never_event_confirmed=False), of(S.DECLARED)],
    ),
    "level_agreed": (
        [of(S.INVESTIGATING, agreed_level=2)],
        [of(S.INVESTIGATING)],
        [of(S.DECLARED), of(S.DOWNGRADED)],
    ),
    "executive_signed": (
        [of(S.REPORT_SUBMITTED, report)],
        [of(S.IN_REVIEW, lambda row: report(row, signed=False), lambda row: report(row, 2))],
        [of(S.INVESTIGATING)],
    ),
    "quality_assured": (
        [of(S.CLOSED, lambda row: report(row, outcome="accepted", quality=rated(team="met")))],
        [of(S.RETURNED, lambda row: report(row, outcome="returned"))],
        [of(S.IN_REVIEW, report)],
    ),
    "accepted_in_full": (
        [of(S.CLOSED, lambda row: report(row, outcome="accepted"))],
        [of(S.CLOSED, lambda row: report(row, outcome="accepted", override_reason="One is enough here."))],
        [of(S.RETURNED, lambda row: report(row, outcome="returned"))],
    ),
    "people_involved": item("people_involved"),
    "just_culture": item("just_culture"),
    "causes_explored": item("contributory_factors", "root_causes"),
    "strong_recommendations": item("strong_recommendations"),
    "lessons_shareable": item("lessons"),
    "barriers_explained": item("barriers"),
    "fair_treatment": item("safeguarding"),
    "no_names": item("no_names"),
    "actions_done": (
        [of(S.CLOSED, lambda row: action(row, -1, done_in=-1), lambda row: action(row, 0))],
        [
            of(S.CLOSED, lambda row: action(row, -2, done_in=-1), lambda row: action(row, -1, done_in=-1)),
            of(S.CLOSED, lambda row: action(row, -1)),
        ],
        [of(S.CLOSED, lambda row: action(row, 0)), of(S.CLOSED)],
    ),
    "actions_verified": (
        [of(S.CLOSED, lambda row: action(row, -1, done_in=-1, verified=True), lambda row: action(row, 0))],
        [of(S.CLOSED, lambda row: action(row, -1, done_in=-2), lambda row: action(row, 9, done_in=-1))],
        [of(S.CLOSED, lambda row: action(row, 0, done_in=-1))],
    ),
    "actions_followed": (
        [of(S.CLOSED, lambda row: action(row, 9), closed_at=CLOSED_AT, monitoring_of_actions="Monthly.")],
        [of(S.CLOSED, lambda row: action(row, 0, done_in=0), closed_at=CLOSED_AT)],
        [of(S.CLOSED, lambda row: action(row, 9, done_in=-2), closed_at=CLOSED_AT), of(S.IN_REVIEW)],
    ),
    "questions_answered": (
        [of(S.INVESTIGATING, lambda row: question(row, -1, answered_in=-1), lambda row: question(row, 0))],
        [
            of(S.INVESTIGATING, lambda row: question(row, -2, answered_in=-1)),
            of(S.INVESTIGATING, lambda row: question(row, -1)),
        ],
        [of(S.INVESTIGATING, lambda row: question(row, 0))],
    ),
    "immediate_action": (
        [of(S.DECLARED, made_safe="It was removed."), of(S.DOWNGRADED, made_safe="It was removed.")],
        [of(S.INVESTIGATING, framework=Framework.PSIRF.value)],
        [of(S.DUPLICATE)],
    ),
    "responsible_settled": (
        [lambda world: case(world, S.DECLARED, responsible_commissioner_id=world.other_icb)],
        [of(S.DECLARED)],
        [of(S.DOWNGRADED)],
    ),
    "place_settled": ([of(S.DECLARED)], [of(S.DECLARED, place_id=None)], [of(S.DOWNGRADED)]),
    "others_alerted": (
        [lambda world: _named(world, case(world, S.DECLARED, others_involved="yes"))],
        [of(S.DECLARED, others_involved="yes")],
        [of(S.DECLARED, others_involved="not_sure")],
    ),
    "steis_number": (
        [of(S.DECLARED, steis_number="2026/1")],
        [of(S.DECLARED, lambda row: due(row, "acknowledge", -1, done=NOW))],
        [of(S.DECLARED, lambda row: due(row, "acknowledge", 0, done=NOW))],
    ),
}


def _named(world: World, incident: Incident) -> Incident:
    names(incident, world)
    return incident


def test_every_measure_is_here_but_the_one_that_only_providers_can_miss() -> None:
    assert set(ROWS) == set(MEASURES) - {"lead_settled"}


def listed(by: Actor, wanted: ListFilter) -> set[str]:
    return {row.reference for row in every_row(by, wanted, now=NOW)}


def behind(world: World, code: str, kept: str, provider: bool = False) -> set[str]:
    return listed(world.lead if provider else world.team, ListFilter(measure=code, kept=kept))


@pytest.mark.clause("1.1b")
@pytest.mark.clause("3.1e")
@pytest.mark.clause("2.2d")
def test_each_measure_counts_each_case_on_its_side_of_the_line(world: World) -> None:
    """One region for all of them: what a measure's cases were is gone before the next."""
    assert world.lead
    assert world.team
    for code, sides in ROWS.items():
        mark = transaction.savepoint()
        good, bad, neither = ({make(world).reference for make in makes} for makes in sides)
        # The provider sees what it judged not serious; the ICB sees no timescale of those.
        assert behind(world, code, "yes", provider=True) == good, code
        assert behind(world, code, "no", provider=True) == bad, code
        assert behind(world, code, "", provider=True) == good | bad, code
        assert good
        assert bad
        assert neither
        transaction.savepoint_rollback(mark)


@pytest.mark.clause("1.1b")
def test_last_day_ends_at_midnight_in_london_in_summer_too(world: World) -> None:
    """Half past eleven at night in UTC is the next day in London."""
    in_time, late = case(world), case(world)
    for incident, hour in ((in_time, 22), (late, 23)):
        moment = datetime(2026, 7, 1, hour, 30, tzinfo=UTC)
        due(incident, "report_to_icb", 0, done=moment)
        DueDate.objects.filter(incident=incident).update(due_on=date(2026, 7, 1))
    assert behind(world, "report_to_icb", "yes") == {in_time.reference}
    assert behind(world, "report_to_icb", "no") == {late.reference}


def test_lead_commissioner_is_missed_by_providers_alone(world: World) -> None:
    settled, missed = case(world), case(world, lead_commissioner_id=None)
    assert behind(world, "lead_settled", "no", provider=True) == {missed.reference}
    assert behind(world, "lead_settled", "yes") == {settled.reference}
    assert behind(world, "lead_settled", "no") == set()


@pytest.mark.clause("4.3a")
def test_every_round_must_be_in_time_and_the_agreed_day_is_the_one_that_counts(world: World) -> None:
    rounds, agreed = case(world), case(world)
    due(rounds, "feedback_on_report", -9, done=at(-9))
    due(rounds, "feedback_on_report", -5, done=at(-4), round=2)
    due(agreed, "feedback_on_report", -1, done=at(-2))
    agreed.due_dates.update(original_due_on=at(-20).date())
    assert behind(world, "feedback_on_report", "no") == {rounds.reference}
    assert behind(world, "feedback_on_report", "yes") == {agreed.reference}


def test_what_was_never_done_is_late_where_the_case_closed_after_the_last_day(world: World) -> None:
    late, in_time = case(world, S.CLOSED, closed_at=at(-1)), case(world, S.CLOSED, closed_at=at(-3))
    for row in (late, in_time):
        due(row, "acknowledge", -2, is_running=False)
    assert behind(world, "acknowledge", "") == behind(world, "acknowledge", "no") == {late.reference}
    # The final report of such a case is another body's.
    due(late, "final_report", -2, is_running=False)
    assert behind(world, "final_report", "") == set()


def test_only_cases_that_the_organisation_answers_for_and_of_a_part_it_is_shown(world: World) -> None:
    incident = case(world, made_safe="It was removed.")
    names(incident, world, accepted=True)
    open_access(incident)
    assert listed(world.outsider, ListFilter()) == {incident.reference}
    assert listed(world.outsider, ListFilter(measure="immediate_action")) == set(), "it merely took part"
    assert behind(world, "immediate_action", "yes") == {incident.reference}
    own = reported(world.reporter)
    assert listed(world.reporter, ListFilter()) == {own.reference}
    assert listed(world.reporter, ListFilter(measure="immediate_action")) == set(), "a report is no figure"
    assert listed(world.team, ListFilter(measure="no such")) == set()
