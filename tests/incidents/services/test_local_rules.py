"""A length or a bank holiday changes: what runs moves and is said, what is decided stays, and what cannot be is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sightline.audit.models import AuditPayload
from sightline.incidents.models import DueDate, Incident
from sightline.incidents.record import RELATED, load_case
from sightline.incidents.services import initial_review, local_rules, triage
from sightline.incidents.services.due_dates import every_due_date, fields_of_due_date
from sightline.incidents.services.due_dates import local_rules as rules_now
from sightline.organisations import agreed, register
from sightline.organisations.errors import Invalid
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Framework, Role
from tests import stages
from tests.factories import NOW, World, declaration, declared, judgement, reported

pytestmark = pytest.mark.django_db
K = DeadlineKind
TODAY = NOW.date()
#: Thursday 26 November 2026.
LATER = NOW + timedelta(days=10)


@pytest.fixture
def administrator(world: World) -> Actor:
    return world.actor("icb", Role.ADMINISTRATOR)


def agree(
    by: Actor, kind: DeadlineKind, length: int, from_on: date, now: datetime = LATER, **more: Any
) -> Any:
    return local_rules.agree_length(
        kind=kind,
        framework=Framework.SIF_2015,
        length=length,
        from_on=from_on,
        reason="Agreed in the contract meeting.",
        by=by,
        now=now,
        **more,
    )


def due(incident: Incident, kind: DeadlineKind) -> DueDate:
    return DueDate.objects.get(incident=incident, kind=kind.value, round=1)


def assert_as_computed() -> None:
    """The index of every case is what the rules compute, ended and decided ones too."""
    for incident in Incident.objects.select_related(*RELATED):
        computed = [fields_of_due_date(each) for each in every_due_date(load_case(incident), rules_now())]
        stored = DueDate.objects.filter(incident=incident).values(*computed[0])
        key = lambda row: (row["kind"], row["round"])  # noqa: E731
        assert sorted(stored, key=key) == sorted(computed, key=key), incident.reference


@pytest.mark.clause("4.3a")
def test_the_day_it_was_identified_decides_which_length_holds(world: World, administrator: Actor) -> None:
    """Agreed from the 17th on: a case identified on the 16th keeps 60 working days however long it stays open."""
    before, after = declared(world), declared(world, now=NOW + timedelta(days=1))
    kept, moved_from = due(before, K.FINAL_REPORT).due_on, due(after, K.FINAL_REPORT).due_on
    moved = agree(administrator, K.FINAL_REPORT, 50, TODAY + timedelta(days=1))
    assert [(row.reference, row.kind, row.was) for row in moved] == [
        (after.reference, K.FINAL_REPORT, moved_from)
    ]
    assert due(before, K.FINAL_REPORT).due_on == kept
    assert due(after, K.FINAL_REPORT).due_on < moved_from
    # The case moves on, and the length it was given stays.
    initial_review.submit_initial_review(
        before.id, stages.review_answers(), 2, by=world.lead, now=LATER, seen=stages.now_of(before).version
    )
    assert due(before, K.FINAL_REPORT).due_on == kept
    assert_as_computed()


def test_a_length_that_begins_before_something_decided_is_refused_and_changes_nothing(
    world: World, administrator: Actor
) -> None:
    """The 72-hour review was sent on its last day; a day less would make it overdue after the event."""
    declared(world)
    incident = stages.reviewed(world, now=NOW + timedelta(days=3))
    was = list(DueDate.objects.order_by("id").values_list())
    entries = AuditPayload.objects.count()
    with pytest.raises(Invalid, match="1 timescale done or ended already would be judged") as caught:
        agree(administrator, K.INITIAL_REVIEW, 2, TODAY)
    assert caught.value.field == "from_on"
    assert "The first day can be Tuesday 17 November 2026 or later." in caught.value.problem
    assert register.variations() == ()
    assert list(DueDate.objects.order_by("id").values_list()) == was
    assert AuditPayload.objects.count() == entries
    # What it says can be, can be; and another timescale, on which nothing is decided, may begin that day.
    agree(administrator, K.INITIAL_REVIEW, 2, date(2026, 11, 17))
    agree(administrator, K.FINAL_REPORT, 50, TODAY)
    assert due(incident, K.INITIAL_REVIEW).due_on == date(2026, 11, 19)
    assert_as_computed()


def test_a_length_cannot_end_before_something_that_it_decided(world: World, administrator: Actor) -> None:
    agree(administrator, K.INITIAL_REVIEW, 4, date(2026, 11, 10), now=NOW - timedelta(days=7))
    stages.reviewed(world, now=NOW + timedelta(days=4))
    (row,) = register.variations()
    with pytest.raises(Invalid, match="The last day can be Monday 16 November 2026 or later") as caught:
        local_rules.end_length(
            row.variation_id, until_on=date(2026, 11, 15), reason="Over.", by=administrator, now=LATER
        )
    assert caught.value.field == "until_on"
    assert register.variations() == (row,)
    local_rules.end_length(
        row.variation_id, until_on=date(2026, 11, 16), reason="Over.", by=administrator, now=LATER
    )
    assert agreed.lengths_for(Framework.SIF_2015, None, date(2026, 11, 17)) == {}
    assert_as_computed()


def test_declaring_a_case_later_changes_no_length_of_what_was_done_before(
    world: World, administrator: Actor
) -> None:
    """Told nine working days after the report, of ten; five were agreed since, before it was identified."""
    incident = stages.candour_decided(world, reported(world.reporter))
    told = NOW + timedelta(days=11)
    incident = stages.candour_step(world, incident, "D1", now=told, done_on=told.date())
    agree(administrator, K.CANDOUR_NOTIFICATION, 5, date(2026, 11, 23), now=told)
    before = due(incident, K.CANDOUR_NOTIFICATION)
    triage.declare(
        incident.id,
        judgement(),
        declaration(identified_at=told),
        by=world.lead,
        now=told + timedelta(hours=1),
        seen=incident.version,
    )
    after = due(incident, K.CANDOUR_NOTIFICATION)
    assert (after.due_on, after.done_at) == (before.due_on, before.done_at)
    assert after.due_on == date(2026, 11, 30)
    assert_as_computed()


def test_another_takes_the_place_of_one_and_moves_only_what_was_identified_since(
    world: World, administrator: Actor
) -> None:
    agree(administrator, K.FINAL_REPORT, 50, date(2026, 11, 10), now=NOW - timedelta(days=7))
    old, new = declared(world), declared(world, now=NOW + timedelta(days=2))
    before = due(old, K.FINAL_REPORT).due_on
    moved = agree(administrator, K.FINAL_REPORT, 40, date(2026, 11, 18), supersede=True)
    assert [row.reference for row in moved] == [new.reference]
    assert due(old, K.FINAL_REPORT).due_on == before
    assert_as_computed()


def holiday(by: Actor, day: date, now: datetime) -> Any:
    return local_rules.add_holiday(day=day, title="A coronation", source="Proclamation", by=by, now=now)


@pytest.mark.clause("4.3a")
def test_a_holiday_added_or_withdrawn_late_moves_what_runs_and_no_verdict(
    world: World, administrator: Actor
) -> None:
    """Wednesday 18 November is typed in on the 26th, when one review is sent a day overdue and another never was."""
    sent, waiting = stages.reviewed(world, now=NOW + timedelta(days=4)), declared(world)
    judged = due(sent, K.INITIAL_REVIEW)
    assert (judged.due_on, judged.done_at) == (date(2026, 11, 19), NOW + timedelta(days=4))
    moved = holiday(administrator, date(2026, 11, 18), LATER)
    said = {(row.reference, row.kind): (row.was, row.now) for row in moved}
    assert said[waiting.reference, K.INITIAL_REVIEW] == (date(2026, 11, 19), date(2026, 11, 20))
    assert (sent.reference, K.FINAL_REPORT) in said
    assert (sent.reference, K.INITIAL_REVIEW) not in said
    assert due(sent, K.INITIAL_REVIEW).due_on == date(2026, 11, 19)
    assert_as_computed()
    # Sent while the holiday stood, it is judged with it; and stays so when the holiday is withdrawn.
    initial_review.submit_initial_review(
        waiting.id, stages.review_answers(), 2, by=world.lead, now=LATER, seen=stages.now_of(waiting).version
    )
    (row,) = register.added_holidays()
    back = local_rules.withdraw_holiday(
        row.holiday_id,
        reason="It was the 18th of another month.",
        by=administrator,
        now=LATER + timedelta(hours=1),
    )
    said = {(row.reference, row.kind): (row.was, row.now) for row in back}
    assert (waiting.reference, K.INITIAL_REVIEW) not in said
    assert due(waiting, K.INITIAL_REVIEW).due_on == date(2026, 11, 20)
    was, now = said[waiting.reference, K.FINAL_REPORT]
    assert now < was
    assert_as_computed()
    reasons = set(AuditPayload.objects.filter(field="final_report due").values_list("reason", flat=True))
    assert reasons == {
        "Bank holiday added: A coronation",
        "Bank holiday withdrawn: Wednesday 18 November 2026",
    }


def test_a_change_costs_a_few_queries_however_many_cases_there_are(
    world: World, administrator: Actor, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        declared(world)
    with django_assert_max_num_queries(40):
        # A holiday long after all of it: nothing moves, so that no case is loaded whole.
        assert holiday(administrator, date(2028, 6, 7), LATER) == ()
