"""The table of access and the rules of access agree, whatever the region, for every hat, incident and part.

The most important test of the product: ``visible_to`` answers with rows what ``policy.permissions`` answers with
rules, so a list can show neither more nor less than the rules allow one case at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, event, given, settings

from sightline.incidents.models import Incident, IncidentAccess
from sightline.incidents.naming import named_on
from sightline.incidents.record import RELATED, facts_of, load_case
from sightline.incidents.services import take_over, triage
from sightline.incidents.sharing import parts_column
from sightline.incidents.visibility import closed_to, visible_to
from sightline.organisations import selectors as organisations
from sightline.organisations.successors import closed_before
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import (
    OPENABLE,
    OWN_REPORT,
    expected_access,
    is_own_report,
    may_see,
    parts_for,
    permissions_for,
    reads_only_what_was_shared,
)
from sightline.policy.restricted import may_open
from sightline.policy.terms import AccessLevel, Part, Permission, Role, Status
from sightline.policy.working_days import london_day
from tests.factories import NOW, declared, judgement, reported, world
from tests.incidents.random_worlds import (
    FIRST,
    OLD_BOARD,
    PROVIDERS,
    ContractDraw,
    NamingDraw,
    Region,
    built,
    regions,
)

pytestmark = pytest.mark.django_db
#: Without shrinking, which would take minutes here: a failure prints its world, and the seed that draws it again.
quickly = settings(
    max_examples=40,
    deadline=None,
    print_blob=True,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)


@contextmanager
def undone() -> Iterator[None]:
    """What an example writes is gone when it ends, so that the next begins with an empty region."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def standing_rows(incident_id: UUID, now: datetime) -> set[tuple[object, ...]]:
    rows = IncidentAccess.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now), incident_id=incident_id
    )
    return set(
        rows.values_list(
            *("organisation_id", "level", "reason", "why", "clause"), *("parts", "until_at", "disclosure_id")
        )
    )


def expected_rows(facts: IncidentFacts) -> set[tuple[object, ...]]:
    return {
        (
            *(grant.organisation_id, grant.level.value, grant.relation.value, grant.why, grant.clause),
            *("" if grant.parts is None else parts_column(grant.parts), grant.until_at, grant.disclosure_id),
        )
        for grant in expected_access(facts)
    }


def assert_record_whole(incident_id: UUID) -> None:
    """Access that ended stays on record, and no two rows for one reason were ever open at once."""
    spans: dict[tuple[UUID, str, UUID | None], list[IncidentAccess]] = {}
    for row in IncidentAccess.objects.filter(incident_id=incident_id).order_by("from_at", "id"):
        spans.setdefault((row.organisation_id, row.reason, row.disclosure_id), []).append(row)
    for rows in spans.values():
        for earlier, later in pairwise(rows):
            assert earlier.until_at is not None
            assert earlier.from_at <= earlier.until_at <= later.from_at


@pytest.mark.clause("4.7.7")
@pytest.mark.clause("4.1", facet="each role may do what one table says")
@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
@quickly
@given(region=regions())
def test_filter_and_rules_agree_for_every_hat_incident_and_part(region: Region) -> None:
    with undone():
        world = built(region)
        for incident_id, facts in world.facts.items():
            assert standing_rows(incident_id, world.now) == expected_rows(facts)
            assert_record_whole(incident_id)
        seen = 0
        for actor in world.actors:
            rows = set(visible_to(actor, now=world.now).values_list("id", flat=True))
            rules = {incident_id for incident_id, facts in world.facts.items() if may_see(actor, facts)}
            assert rows == rules, actor
            seen += len(rows)
            for part in Part:
                rows = set(visible_to(actor, now=world.now, part=part).values_list("id", flat=True))
                rules = {
                    incident_id
                    for incident_id, facts in world.facts.items()
                    if part in parts_for(actor, facts)
                }
                assert rows == rules, (actor, part)
            opening = set(closed_to(actor, now=world.now).values_list("id", flat=True))
            assert opening == {key for key, facts in world.facts.items() if may_open(actor, facts)}, actor
            for facts in world.facts.values():
                if not facts.admits(actor, named_only=True):
                    held = permissions_for(actor, facts)
                    assert held <= {Permission.READ, Permission.READ_OWN}, (
                        "what was opened is read and no more"
                    )
        event("somebody sees something" if seen else "nobody sees anything")
        if any(facts.is_restricted for facts in world.facts.values()):
            event("a case is restricted")
        for actor in world.actors:
            for facts in world.facts.values():
                if reads_only_what_was_shared(actor, facts):
                    event("somebody reads what was shared, and no more")
                    assert not parts_for(actor, facts) - OWN_REPORT - OPENABLE


@pytest.mark.clause(
    "4.7.1", facet="whoever takes over from an organisation that closed goes on with its cases"
)
@settings(quickly, max_examples=20)
@given(region=regions())
def test_when_organisations_merge_each_role_sees_at_the_successor_what_it_saw_and_rows_stay_as_the_rules_say(
    region: Region,
) -> None:
    with undone():
        world = built(replace(region, trust_becomes=region.trust_becomes or PROVIDERS[1]))
        taken_over, left = closed_before(london_day(world.now))
        seen = {actor: shown_to(actor, world.now) for actor in world.actors}
        take_over.hand_on(world.now)
        assert not take_over.is_wanted(world.now)
        for incident_id in world.facts:
            facts = facts_of(
                load_case(Incident.objects.select_related(*RELATED).get(id=incident_id), now=world.now)
            )
            assert standing_rows(incident_id, world.now) == expected_rows(facts)
            assert_record_whole(incident_id)
            assert not {row[0] for row in standing_rows(incident_id, world.now)} & set(taken_over)
            before = world.facts[incident_id]
            if {before.provider_id, before.lead_commissioner_id} & set(taken_over):
                event("a case went over")
                named = named_on(Incident.objects.get(id=incident_id), world.now)
                assert not {row.organisation_id for row in named} & set(taken_over)
        unrestricted = {key for key, facts in world.facts.items() if not facts.is_restricted}
        for actor, shown in seen.items():
            here = shown_to(actor, world.now)
            if actor.organisation_id in taken_over:
                own = {key for key, facts in world.facts.items() if is_own_report(actor, facts)}
                assert set(here) <= own, "a role at an organisation that has closed"
                heir = replace(actor, organisation_id=taken_over[actor.organisation_id].successor_id)
                after = shown_to(heir, world.now)
                for key in set(shown) & unrestricted:
                    assert shown[key] <= after.get(key, set()), (actor, key)
                    event("seen at the successor")
            elif actor.organisation_id not in {row.successor_id for row in taken_over.values()}:
                assert here == shown, "nobody else gains or loses a case"
        if left:
            event("closed without a successor")


def shown_to(actor: Actor, now: datetime) -> dict[UUID, set[Part]]:
    """What each case that a hat sees shows it of its story and its discussion, as the filter answers."""
    found: dict[UUID, set[Part]] = {
        key: set() for key in visible_to(actor, now=now).values_list("id", flat=True)
    }
    for part in (Part.NARRATIVE, Part.DISCUSSION):
        for key in visible_to(actor, now=now, part=part).values_list("id", flat=True):
            found[key].add(part)
    return found


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
@quickly
@given(region=regions())
def test_of_a_restricted_case_only_those_drawn_as_named_see_what_they_saw(region: Region) -> None:
    """Reckoned from what was drawn: whoever is not named at the moment loses a case, and nobody gains one."""
    with undone():
        world = built(region)
        wearing = [
            [actor for actor in world.actors if actor.person_id == person]
            for person in dict.fromkeys(actor.person_id for actor in world.actors)
        ]
        for (incident_id, facts), case in zip(world.facts.items(), region.cases, strict=True):
            unrestricted = replace(facts, restricted_kind="")
            for actor in world.actors:
                saw = parts_for(actor, unrestricted)
                is_named = not case.restricted or any(
                    names(draw, wearing[draw.person][draw.hat % len(wearing[draw.person])], actor)
                    for draw in case.namings
                )
                own = OWN_REPORT if is_own_report(actor, facts) else frozenset()
                wanted = saw if is_named else own
                shown = {
                    part
                    for part in Part
                    if visible_to(actor, now=world.now, part=part).filter(id=incident_id).exists()
                }
                assert shown == wanted, (actor, case)
                if case.restricted:
                    event("named" if is_named and saw else "shut out" if saw - own else "saw nothing before")


def names(draw: NamingDraw, hat: Actor, actor: Actor) -> bool:
    """Whether a drawn row means this hat now."""
    ends = 4 if draw.meant == "opened" and draw.ends is None else draw.ends
    if draw.begins > 0 or (ends is not None and ends <= 0):
        return False
    same_person = actor.person_id == hat.person_id or draw.meant == "role"
    same_role = actor.role == hat.role or draw.meant == "person"
    return same_person and same_role and actor.organisation_id == hat.organisation_id


def holder_on(region: Region, provider: int, day: int) -> int | None:
    """Who leads on a day, reckoned from what was drawn and without asking the database."""

    def in_force(row: ContractDraw) -> bool:
        return row.provider == provider and row.starts <= day and (row.ends is None or day <= row.ends)

    holders = [row.holder for row in region.contracts if in_force(row)]
    if not holders:
        return None
    holder = holders[-1]
    ended = region.old_board_ends is not None and region.old_board_ends < day
    return region.old_board_becomes if holder == OLD_BOARD and ended else holder


@pytest.mark.clause("4.7.1", facet="the contract of the day decides who leads")
@quickly
@given(region=regions(most_cases=0))
def test_lead_commissioner_is_who_holds_the_contract_that_day_or_its_successor(region: Region) -> None:
    with undone():
        ids = built(region).organisation_ids
        days = {0, 450} | {
            day + shift for row in region.contracts for day in (row.starts, row.ends or 0) for shift in (0, 1)
        }
        if region.old_board_ends is not None:
            days |= {region.old_board_ends, region.old_board_ends + 1}
        for provider in PROVIDERS:
            for day in days:
                found = organisations.lead_commissioner_of(ids[provider], FIRST + timedelta(days=day))
                holder = holder_on(region, provider, day)
                assert (None if found is None else found.id) == (None if holder is None else ids[holder])


def test_each_step_of_the_services_leaves_the_access_that_the_rules_expect() -> None:
    stage = world()
    incident = reported(stage.reporter)
    walk: list[tuple[Status, set[tuple[object, object]]]] = []

    def note() -> None:
        incident.refresh_from_db()
        facts = facts_of(load_case(incident))
        assert standing_rows(incident.id, NOW + timedelta(days=1)) == expected_rows(facts)
        walk.append(
            (facts.status, {(row[0], row[1]) for row in standing_rows(incident.id, NOW + timedelta(days=1))})
        )

    note()
    triage.judge_not_serious(
        incident.id,
        judgement(criteria=frozenset(), sub_answers={}),
        by=stage.lead,
        now=NOW,
        seen=incident.version,
    )
    note()
    incident.refresh_from_db()
    triage.challenge_classification(
        incident.id, "It looks avoidable.", by=stage.team, now=NOW + timedelta(hours=1), seen=incident.version
    )
    note()
    trust, board = (stage.trust, AccessLevel.CASE.value), (stage.icb, AccessLevel.CASE.value)
    assert walk == [
        (Status.REPORTED, {trust}),
        (Status.NOT_SERIOUS, {trust, (stage.icb, AccessLevel.CRITERIA.value)}),
        (Status.DISCUSSING, {trust, board}),
    ]


def test_an_ended_row_opens_nothing_from_the_moment_it_ended() -> None:
    stage = world()
    incident = reported(stage.reporter)
    triage.judge_not_serious(
        incident.id,
        judgement(criteria=frozenset(), sub_answers={}),
        by=stage.lead,
        now=NOW,
        seen=incident.version,
    )
    incident.refresh_from_db()
    later = NOW + timedelta(hours=1)
    assert visible_to(stage.team, now=NOW, part=Part.CLASSIFICATION).filter(id=incident.id).exists()
    triage.reconsider(incident.id, "New facts.", by=stage.lead, now=later, seen=incident.version)
    assert not visible_to(stage.team, now=later).filter(id=incident.id).exists()
    assert visible_to(stage.lead, now=later).filter(id=incident.id).exists()


def test_access_is_not_open_before_it_was_given() -> None:
    stage = world()
    incident = declared(stage)
    assert visible_to(stage.team, now=NOW).filter(id=incident.id).exists()
    assert not visible_to(stage.team, now=NOW - timedelta(seconds=1)).filter(id=incident.id).exists()


@pytest.mark.clause("4.7.13", facet="the quality lead of that Place has it in view")
def test_case_moved_to_another_place_leaves_the_quality_lead_of_the_first() -> None:
    stage = world()
    incident = declared(stage)
    quality_lead = stage.actor("icb", Role.PLACE_QUALITY_LEAD)
    assert visible_to(quality_lead, now=NOW).filter(id=incident.id).exists()
    Incident.objects.filter(id=incident.id).update(place_id=stage.other_place)
    assert not visible_to(quality_lead, now=NOW).exists()


def test_quality_lead_of_no_place_does_not_see_the_cases_of_no_place() -> None:
    stage = world()
    incident = declared(stage)
    Incident.objects.filter(id=incident.id).update(place_id=None)
    nowhere = replace(stage.actor("icb", Role.PLACE_QUALITY_LEAD), place_id=None)
    assert not visible_to(nowhere, now=NOW).exists()
