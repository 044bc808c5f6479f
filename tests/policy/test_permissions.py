"""Who may see and do what: default deny, and each opening with its reason."""

from __future__ import annotations

from uuid import UUID

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.permissions import (
    GRANTS,
    MAY_REPORT,
    SHARED_WITH_COMMISSIONER,
    access_of,
    expected_access,
    grant_for,
    levels_opening,
    may_see,
    parts_for,
    permissions_for,
    permissions_of,
    reads_cases,
    relations_reading,
    roles_holding,
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


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("organisation", [OUTSIDER, OTHER_COMMISSIONER])
@pytest.mark.clause("4.7.7")
def test_outsider_sees_nothing_in_any_role_or_status(status: Status, organisation: UUID) -> None:
    world = facts(status=status, responsible_commissioner_id=OTHER_COMMISSIONER)
    for role in Role:
        outsider = actor(role, organisation, place=PLACE)
        assert not may_see(outsider, world), role
        assert parts_for(outsider, world) == frozenset(), role
        assert permissions_for(outsider, world) == frozenset(), role


@pytest.mark.parametrize("status", SEEN_BY_COMMISSIONER)
def test_lead_commissioner_sees_the_case_from_discussion_or_declaration(status: Status) -> None:
    assert Part.NARRATIVE in parts_for(TEAM, facts(status=status))


def test_lead_commissioner_does_not_see_what_is_only_reported() -> None:
    assert not may_see(TEAM, facts(status=Status.REPORTED))
    assert SHARED_WITH_COMMISSIONER[Framework.SIF_2015] == set(SEEN_BY_COMMISSIONER)
    assert access_of(actor(Role.PLACE_QUALITY_LEAD, COMMISSIONER), facts(status=Status.DECLARED)) == ()


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


def test_lists_are_narrowed_by_what_a_role_is_shown_in_each_relation() -> None:
    """What a query of many cases asks must say the same as what one case does."""
    for role in Role:
        rows = [row for row in GRANTS if row.role is role and Permission.READ in row.permissions]
        assert relations_reading(None, role) == {row.relation for row in rows}
        for part in Part:
            assert relations_reading(part, role) == {row.relation for row in rows if part in row.parts}
    assert relations_reading(Part.REPORTER, Role.INFORMATION_GOVERNANCE_LEAD) == {Relation.PROVIDER}
    assert relations_reading(Part.HISTORY, Role.INVESTIGATOR) == frozenset()
    assert relations_reading(None, Role.REPORTER) == frozenset()


@pytest.mark.clause("2.2a")
def test_criteria_alone_open_the_summary_and_the_classification() -> None:
    never_shared = {Part.HISTORY, Part.DISCUSSION, Part.ICB_NOTES, Part.REPORTER, Part.SHARING}
    for part in Part:
        wanted = {AccessLevel.CASE}
        if part in (Part.SUMMARY, Part.CLASSIFICATION):
            wanted.add(AccessLevel.CRITERIA)
        if part not in never_shared:
            wanted.add(AccessLevel.SHARED)
        assert levels_opening(part) == wanted, part
    assert levels_opening(None) == frozenset(AccessLevel)


@pytest.mark.clause("4.5g")
def test_everyone_but_readers_and_members_of_the_surveillance_group_may_report() -> None:
    assert set(Role) - MAY_REPORT == {Role.READER, Role.SURVEILLANCE_GROUP_MEMBER}


def test_what_a_role_holds_is_looked_up_by_role_and_relation() -> None:
    override = Permission.OVERRIDE_QUALITY_ASSURANCE
    assert roles_holding(override, Relation.LEAD_COMMISSIONER) == {
        Role.PATIENT_SAFETY_SPECIALIST,
        Role.CHIEF_NURSE,
    }
    assert roles_holding(override, Relation.PROVIDER) == frozenset()
    # In every relation together: what a navigation offers.
    assert permissions_of(Role.CHIEF_NURSE) >= {Permission.SIGN_OFF, Permission.CLOSE}
    assert permissions_of(Role.READER) == {Permission.READ, Permission.ACKNOWLEDGE_DISCLOSURE}
    assert permissions_of(Role.ANALYST) == frozenset()
    assert {role for role in Role if reads_cases(role)} == {
        row.role for row in GRANTS if row.role is not Role.REPORTER
    }
    found = grant_for(Relation.PROVIDER, Role.REPORTER)
    assert found is not None
    assert (found.relation, found.role, found.clause) == (Relation.PROVIDER, Role.REPORTER, "1.1a")
    assert grant_for(Relation.INVOLVED, Role.REPORTER) is None


@pytest.mark.clause("4.7.10")
def test_access_says_who_has_it_how_much_and_on_what_ground() -> None:
    shared = facts(status=Status.DECLARED, involved_ids=frozenset({INVOLVED}))
    assert {
        (each.organisation_id, each.level, each.relation, each.clause) for each in expected_access(shared)
    } == {
        (PROVIDER, AccessLevel.CASE, Relation.PROVIDER, "4.4.1"),
        (COMMISSIONER, AccessLevel.CASE, Relation.LEAD_COMMISSIONER, "4.7.1"),
        (INVOLVED, AccessLevel.CASE, Relation.INVOLVED, "4.7.10"),
    }
    keyed = facts(status=Status.REPORTED, keyed_by_commissioner=True, involved_ids=frozenset({INVOLVED}))
    assert {(each.organisation_id, each.level, each.clause) for each in expected_access(keyed)} == {
        (PROVIDER, AccessLevel.CASE, "4.4.1"),
        (COMMISSIONER, AccessLevel.CASE, "4.3a"),
    }
    # Keyed and judged not serious: the ICB keeps the criteria alone.
    judged = facts(status=Status.NOT_SERIOUS, keyed_by_commissioner=True)
    assert {each.level for each in expected_access(judged) if each.organisation_id == COMMISSIONER} == {
        AccessLevel.CRITERIA
    }
    assert {each.organisation_id for each in expected_access(facts(lead_commissioner_id=None))} == {PROVIDER}


@pytest.mark.parametrize("shared", [True, False])
def test_a_duplicate_is_shown_to_the_commissioner_only_where_it_saw_the_case_before(shared: bool) -> None:
    world = facts(status=Status.DUPLICATE, was_shared=shared, involved_ids=frozenset({INVOLVED}))
    assert may_see(TEAM, world) is shared
    assert may_see(actor(Role.PROVIDER_LEAD, INVOLVED), world) is shared
    assert may_see(LEAD, world)


def test_a_draft_is_its_writers_alone_and_a_report_without_a_reporter_is_nobodys_own() -> None:
    own = actor(Role.REPORTER, PROVIDER, person=REPORTER.int)
    assert may_see(own, facts(status=Status.DRAFT))
    assert not may_see(actor(Role.REPORTER, PROVIDER, person=8), facts(status=Status.DRAFT))
    assert not may_see(own, facts(reporter_id=None))
    assert permissions_for(own, facts()) == {Permission.READ_OWN}
    # Whichever hat they wear.
    lead = actor(Role.PROVIDER_LEAD, PROVIDER, person=REPORTER.int)
    assert permissions_for(lead, facts()) - permissions_for(LEAD, facts()) == {Permission.READ_OWN}
