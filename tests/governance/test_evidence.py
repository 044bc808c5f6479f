"""Evidence of a clause as each reader is shown it, the job that counts it, and that it stands for the cases in the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.governance.models import Measured
from sightline.governance.selectors.evidence import (
    NOTHING_COUNTED,
    PART_NOT_SHOWN,
    READS_NO_CASES,
    Figure,
    evidence_for,
)
from sightline.governance.services.refreshing import count_measures, keeping, refresh_measures
from sightline.incidents.models import Incident
from sightline.incidents.selectors import ListFilter, count_of
from sightline.jobs import services as jobs
from sightline.jobs.models import JobRun
from sightline.policy.clauses import CLAUSES
from sightline.policy.facts import Actor
from sightline.policy.measures import MEASURES, Kept, measures_of
from sightline.policy.terms import Role, Status
from tests import assured_stages, stages
from tests.factories import NOW, World, declared, reported
from tests.governance.cases import at, candour, case, due, judged

pytestmark = pytest.mark.django_db
S = Status


def figure(actor: Actor, code: str, *, now: datetime = NOW) -> Figure:
    clause = MEASURES[code].clauses[0]
    return next(row for row in evidence_for(actor, now=now)[clause].figures if row.code == code)


def test_every_clause_is_answered_and_with_nothing_counted_there_is_no_evidence_yet(world: World) -> None:
    for _ in range(2):
        evidence = evidence_for(world.team, now=NOW)
        assert list(evidence) == list(CLAUSES)
        for clause_id, row in evidence.items():
            assert row.kept is (Kept.NO_EVIDENCE if measures_of(clause_id) else Kept.NOT_MEASURED)
            for each in row.figures:
                assert (each.total, each.kept, each.unmet) == (0, Kept.NO_EVIDENCE, "")
                assert each.sentence.startswith(f"{NOTHING_COUNTED}: ")
                assert "{" not in each.sentence
        # Counted where there is nothing, it is the same.
        assert refresh_measures(now=NOW) == 0


@pytest.mark.clause("4.3a")
@pytest.mark.clause("1.1b", facet="how many were on time is shown")
def test_figure_says_in_words_how_many_and_whether_that_is_enough(world: World) -> None:
    for late in (False, False, False, True):
        due(case(world, S.DECLARED, reported_at=at(-3)), "report_to_icb", -1, done=at(0 if late else -1))
    due(case(world, reported_at=at(-60)), "report_to_icb", -50, done=at(-51))
    refresh_measures(now=NOW)
    shown = figure(world.team, "report_to_icb")
    assert shown.sentence == "4 of 5 reported to the ICB within 2 working days"
    assert (shown.unmet, shown.kept) == ("1 not in time", Kept.PARTIALLY_MET)
    assert [month.on for month in shown.trend] == [date(2026, month, 1) for month in range(4, 12)]
    assert [(row.on.month, row.good, row.total) for row in shown.trend if row.total] == [
        (9, 1, 1),
        (11, 3, 4),
    ]
    clause = evidence_for(world.team, now=NOW)["4.4.1"]
    assert (clause.kept, clause.as_at) == (Kept.PARTIALLY_MET, NOW)


def test_year_begins_in_april_in_london_and_the_one_before_stands_beside_it(world: World) -> None:
    """Half past eleven at night on 31 March in UTC is April in London."""
    case(world, reported_at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC), made_safe="It was removed.")
    case(world, reported_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    case(world, reported_at=datetime(2025, 3, 31, 22, 30, tzinfo=UTC))
    refresh_measures(now=NOW)
    shown = figure(world.team, "immediate_action")
    assert (shown.good, shown.total) == (0, 1)
    assert (shown.good_last_year, shown.total_last_year) == (1, 1)
    assert (shown.from_on, shown.to_on) == (date(2026, 4, 1), date(2027, 3, 31))
    assert count_of(world.team, behind(shown), now=NOW) == 1


def behind(shown: Figure, which: str = "") -> ListFilter:
    """What a page links to."""
    return ListFilter(measure=shown.code, kept=which, reported_from=shown.from_on, reported_to=shown.to_on)


@pytest.mark.clause("4.7.7")
@pytest.mark.clause("4.7.13")
def test_each_reader_is_shown_the_cases_that_their_organisation_answers_for_at_their_place(
    world: World,
) -> None:
    def counts(actor: Actor, code: str = "immediate_action") -> int:
        return figure(actor, code).total

    case(world)
    case(world, S.REPORTED)
    case(world, place_id=world.other_place)
    case(world, provider_id=world.other_trust, place_id=None)
    case(world, provider_id=world.icb, status=S.REPORTED)
    case(world, provider_id=world.ambulance, lead_commissioner_id=world.other_icb)
    refresh_measures(now=NOW)
    assert counts(world.lead) == 3, "all of its own"
    assert counts(world.outsider) == 1
    assert counts(world.specialist) == 3, "what is shared with the ICB"
    assert counts(world.team) == 4, "and its own, once"
    assert counts(world.actor("other_icb", Role.PATIENT_SAFETY_TEAM)) == 1
    at_place = world.actor("icb", Role.PLACE_QUALITY_LEAD)
    assert counts(at_place) == 1
    assert counts(replace(at_place, place_id=None)) == 0


@pytest.mark.clause("2.2a")
def test_icb_is_shown_of_those_judged_not_serious_what_it_sees_of_them(world: World) -> None:
    judged(case(world, S.NOT_SERIOUS))
    refresh_measures(now=NOW)
    assert figure(world.team, "judged_with_reason").total == 1, "criteria and rationale"
    assert figure(world.team, "immediate_action").total == 0, "not the story"
    assert figure(world.lead, "immediate_action").total == 1


def test_role_that_reads_no_cases_or_not_that_part_is_shown_no_figure_and_told_why(world: World) -> None:
    candour(case(world), D1="done")
    refresh_measures(now=NOW)
    for role, note in (
        (Role.BOARD_MEMBER, READS_NO_CASES),
        (Role.INFORMATION_GOVERNANCE_LEAD, PART_NOT_SHOWN),
    ):
        row = evidence_for(world.actor("icb", role), now=NOW)["3.1e"]
        assert (row.kept, row.figures, row.as_at, row.note) == (Kept.NO_EVIDENCE, (), None, note)
    reporter = evidence_for(world.reporter, now=NOW)
    assert {row.note for row in reporter.values()} == {READS_NO_CASES, ""}
    assert not any(row.figures for row in reporter.values())
    assert evidence_for(world.team, now=NOW)["3.1e"].kept is Kept.NOT_MET


def test_figures_take_few_queries_however_many_clauses(world: World) -> None:
    case(world)
    team = world.team
    refresh_measures(now=NOW)
    with CaptureQueriesContext(connection) as queries:
        evidence_for(team, now=NOW)
    assert len(queries) == 3
    with CaptureQueriesContext(connection) as queries:
        count_measures(now=NOW)
    assert len(queries) <= 8


def stored() -> set[tuple[object, ...]]:
    fields = ("measure", "month_on", "provider", "lead_commissioner", "place", "is_shared", "good", "total")
    rows = list(Measured.objects.values_list(*fields))
    assert len(rows) == len(set(rows))
    return set(rows)


def test_job_run_twice_changes_nothing_and_the_newest_count_is_the_one_shown(world: World) -> None:
    incident = case(world)
    jobs.ask("refresh_measures", "first", now=NOW)
    jobs.perform("refresh_measures", "first", clock=lambda: NOW)
    [run] = JobRun.objects.all()
    assert (run.state, run.is_alarm) == ("done", False)
    assert "measures counted" in run.outcome
    first = stored()
    later = NOW + timedelta(minutes=15)
    assert refresh_measures(now=later) == len(first)
    assert refresh_measures(now=later) == len(first)
    assert stored() == first
    assert evidence_for(world.team, now=later)["2.1.2"].as_at == later
    # One that was counted before and is kept after another's newer count is not added to it.
    stale = count_measures(now=NOW)
    keeping(stale, now=NOW)()
    assert figure(world.team, "immediate_action", now=later).total == 1
    Incident.objects.filter(id=incident.id).update(made_safe="It was removed.")
    refresh_measures(now=later + timedelta(minutes=15))
    assert figure(world.team, "immediate_action", now=later).good == 1
    assert Measured.objects.filter(as_at__lte=later).count() == 0


def test_case_handled_by_the_services_is_behind_each_of_its_figures(world: World) -> None:
    """A small region by the real steps: the number that a page shows is the length of the list it links to."""
    assured_stages.closed(world)
    stages.returned(world)
    stages.reviewed(world)
    declared(world)
    stages.investigating_at_practice(world)
    reported(world.reporter)
    now = NOW + timedelta(days=100)
    refresh_measures(now=now)
    counted = 0
    for reader in (world.team, world.lead):
        figures = {row.code: row for each in evidence_for(reader, now=now).values() for row in each.figures}
        for shown in figures.values():
            assert count_of(reader, behind(shown, "no"), now=now) == shown.total - shown.good, shown.code
            if reader is world.team:
                assert count_of(reader, behind(shown, "yes"), now=now) == shown.good, shown.code
            counted += bool(shown.total)
    assert counted > 30, "most measures count something here"
    quality = figure(world.team, "quality_assured", now=now)
    assert (quality.good, quality.total) == (2, 2)
    assert figure(world.team, "executive_signed", now=now).good == 2
    assert figure(world.team, "candour_apology", now=now).good == 1
