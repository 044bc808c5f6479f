"""Who may see and do what: default deny, and each opening with its reason."""

from __future__ import annotations

from uuid import UUID

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.permissions import (
    GRANTS,
    MAY_REPORT,
    access_of,
    expected_access,
    may_see,
    parts_for,
    permissions_for,
)
from sightline.policy.role_places import AT_BOARDS
from sightline.policy.terms import AccessLevel, Framework, Part, Permission, Relation, Role, Status
from tests.policy.worlds import (
    COMMISSIONER,
    INVOLVED,
    LEAD,
    OTHER_COMMISSIONER,
    OTHER_PLACE,
    OUTSIDER,
    PLACE,
    PROVIDER,
    REPORTER,
    TEAM,
    actor,
    facts,
)

SEEN_BY_COMMISSIONER = [
    Status.DISCUSSING,
    Status.DECLARED,
    Status.INITIAL_REVIEW_SUBMITTED,
    Status.INVESTIGATING,
    Status.REPORT_SUBMITTED,
    Status.IN_REVIEW,
    Status.RETURNED,
    Status.CLOSED,
    Status.DOWNGRADED,
]


@pytest.mark.clause("4.7.7")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("organisation", [OUTSIDER, OTHER_COMMISSIONER])
def test_outsider_sees_nothing_in_any_role_or_status(role: Role, status: Status, organisation: UUID) -> None:
    outsider = actor(role, organisation, place=PLACE)
    world = facts(status=status, responsible_commissioner_id=OTHER_COMMISSIONER)
    assert not may_see(outsider, world)
    assert parts_for(outsider, world) == frozenset()
    assert permissions_for(outsider, world) == frozenset()


@pytest.mark.parametrize("status", SEEN_BY_COMMISSIONER)
def test_lead_commissioner_sees_the_case_from_discussion_or_declaration(status: Status) -> None:
    assert Part.NARRATIVE in parts_for(TEAM, facts(status=status))


def test_lead_commissioner_does_not_see_what_is_only_reported() -> None:
    assert not may_see(TEAM, facts(status=Status.REPORTED))


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_lead_commissioner_sees_criteria_only_of_one_judged_not_serious() -> None:
    world = facts(status=Status.NOT_SERIOUS)
    assert parts_for(TEAM, world) == {Part.SUMMARY, Part.CLASSIFICATION}
    (access,) = access_of(TEAM, world)
    assert access.level == AccessLevel.CRITERIA


def test_reporter_follows_their_own_report_and_no_other_of_the_organisation() -> None:
    own = actor(Role.REPORTER, PROVIDER, person=REPORTER.int)
    colleague = actor(Role.REPORTER, PROVIDER, person=8)
    assert parts_for(own, facts()) == {Part.SUMMARY, Part.NARRATIVE}
    assert not may_see(colleague, facts())


@pytest.mark.clause("4.7.13", facet="the quality lead of that Place has it in view")
def test_quality_lead_sees_their_place_and_no_other() -> None:
    world = facts(status=Status.DECLARED)
    assert may_see(actor(Role.PLACE_QUALITY_LEAD, COMMISSIONER, place=PLACE), world)
    assert not may_see(actor(Role.PLACE_QUALITY_LEAD, COMMISSIONER, place=OTHER_PLACE), world)
    assert not may_see(actor(Role.PLACE_QUALITY_LEAD, COMMISSIONER), world)
    assert not may_see(
        actor(Role.PLACE_QUALITY_LEAD, COMMISSIONER), facts(status=Status.DECLARED, place_id=None)
    )


@pytest.mark.clause("4.5c.1")
@pytest.mark.parametrize("status", SEEN_BY_COMMISSIONER)
def test_specialist_sees_every_place_and_every_provider(status: Status) -> None:
    specialist = actor(Role.PATIENT_SAFETY_SPECIALIST, COMMISSIONER)
    for place in (PLACE, OTHER_PLACE, None):
        for provider in (PROVIDER, INVOLVED):
            case = facts(status=status, place_id=place, provider_id=provider)
            assert {Part.NARRATIVE, Part.INVESTIGATION, Part.ACTIONS} <= parts_for(specialist, case)


@pytest.mark.clause("4.5g")
def test_everyone_who_works_for_the_board_may_report() -> None:
    assert set(AT_BOARDS) - MAY_REPORT == {Role.READER, Role.SURVEILLANCE_GROUP_MEMBER}, "they work elsewhere"


def test_another_organisation_sees_it_only_once_it_accepted_its_part() -> None:
    theirs = actor(Role.PROVIDER_LEAD, INVOLVED)
    assert not may_see(theirs, facts(status=Status.DECLARED))
    accepted = facts(status=Status.DECLARED, involved_ids=frozenset({INVOLVED}))
    assert Part.NARRATIVE in parts_for(theirs, accepted)
    assert Part.QUALITY_ASSURANCE not in parts_for(theirs, accepted)
    assert not may_see(theirs, facts(status=Status.REPORTED, involved_ids=frozenset({INVOLVED})))


def test_who_reported_in_confidence_is_shown_to_one_named_role_only() -> None:
    shown = {(grant.relation, grant.role) for grant in GRANTS if Part.REPORTER in grant.parts}
    assert shown == {(Relation.PROVIDER, Role.INFORMATION_GOVERNANCE_LEAD)}


@pytest.mark.clause("4.1", facet="each role may do what one table says")
def test_every_role_is_denied_what_is_not_listed_for_it() -> None:
    world = facts(status=Status.IN_REVIEW)
    for role in Role:
        at_provider = permissions_for(actor(role, PROVIDER, place=PLACE), world)
        assert Permission.CLOSE not in at_provider, role
        assert Permission.ASSURE not in at_provider, role
        at_commissioner = permissions_for(actor(role, COMMISSIONER, place=PLACE), world)
        assert Permission.DECIDE_SERIOUSNESS not in at_commissioner, role
        assert Permission.RECORD_CANDOUR not in at_commissioner, role


def test_nobody_has_access_to_a_draft() -> None:
    assert expected_access(facts(status=Status.DRAFT)) == frozenset()
    assert not may_see(LEAD, facts(status=Status.DRAFT))


def test_commissioner_oversees_a_psirf_case_once_the_response_is_chosen() -> None:
    assert not may_see(TEAM, facts(framework=Framework.PSIRF, status=Status.REPORTED))
    assert may_see(TEAM, facts(framework=Framework.PSIRF, status=Status.INVESTIGATING))


def test_every_grant_and_access_cites_a_clause_that_exists() -> None:
    for grant in GRANTS:
        assert grant.clause in CLAUSES
    for status in Status:
        for access in expected_access(facts(status=status, involved_ids=frozenset({INVOLVED}))):
            assert access.clause in CLAUSES
            assert access.why
