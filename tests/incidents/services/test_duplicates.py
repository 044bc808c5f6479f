"""Joining and separating: nothing is lost, both or neither, and the second of two is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sightline.audit import scope
from sightline.audit.models import AuditPayload
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Stale
from sightline.incidents.models import DueDate, Incident, Involvement
from sightline.incidents.selectors.duplicates import LikelyDuplicate, likely_duplicates, sent_already
from sightline.incidents.services import duplicates, triage
from sightline.policy.facts import Actor
from sightline.policy.terms import Role, Status
from tests.factories import NOW, World, declaration, declared, judgement, report_answers, reported

pytestmark = pytest.mark.django_db


def join(one: Incident, lead: Incident, by: Actor, **changes: object) -> None:
    given = {"seen_lead": lead.version, "by": by, "now": NOW, "seen": one.version, **changes}
    duplicates.join(one.id, lead.id, "The same patient and line.", **given)  # type: ignore[arg-type]


def stands(incident: Incident) -> Incident:
    return Incident.objects.get(id=incident.id)


@pytest.fixture
def pair(world: World) -> tuple[Incident, Incident]:
    """A second report of an incident that is declared already."""
    lead = declared(world)
    return reported(world.reporter), lead


def test_the_report_becomes_a_duplicate_and_the_lead_record_knows_its_numbers(world: World) -> None:
    lead, one = declared(world), reported(world.reporter, steis_number="2026/1234")
    join(one, lead, world.lead)
    joined = stands(one)
    assert (joined.status, joined.merged_into_id, joined.merged_at) == ("duplicate", lead.id, NOW)
    page = selectors.case_page(world.lead, lead.reference, now=NOW)
    assert page is not None
    assert page.keeping is not None
    assert [row.reference for row in page.keeping.duplicates] == [one.reference]
    # Whoever saw the duplicate still reads it, and is told which record leads.
    still = selectors.case_page(world.lead, one.reference, now=NOW)
    assert still is not None
    assert still.keeping is not None
    assert still.narrative is not None
    assert still.keeping.duplicate_of == lead.reference
    assert not DueDate.objects.filter(incident=one, is_running=True).exists()


@pytest.mark.clause("4.3a")
def test_reports_of_two_providers_know_each_other_by_number_where_neither_has_access_to_the_other(
    world: World,
) -> None:
    """The wall of PostgreSQL hides each case from the other's provider, and not that it was joined (decision 13)."""
    theirs = world.actor("other_trust", Role.PROVIDER_LEAD)
    lead = declared(world)
    one = reported(world.actor("other_trust", Role.REPORTER), steis_number="2026/1234")
    triage.declare(
        one.id,
        judgement(),
        declaration(identified_at=NOW - timedelta(hours=1)),
        by=theirs,
        now=NOW,
        seen=one.version,
    )
    join(stands(one), stands(lead), world.team)
    with scope.within(scope.of(theirs, now=NOW)):
        page = selectors.case_page(theirs, one.reference, now=NOW)
        assert selectors.case_page(theirs, lead.reference, now=NOW) is None
    assert page is not None
    assert page.keeping is not None
    assert page.keeping.duplicate_of == lead.reference
    with scope.within(scope.of(world.lead, now=NOW)):
        page = selectors.case_page(world.lead, lead.reference, now=NOW)
        assert selectors.case_page(world.lead, one.reference, now=NOW) is None
    assert page is not None
    assert page.keeping is not None
    assert [row.reference for row in page.keeping.duplicates] == [one.reference]
    assert page.keeping.duplicates[0].numbers == (("StEIS", "2026/1234"),)


def test_separating_puts_it_back_where_it_stood(world: World) -> None:
    first, lead = declared(world), declared(world)
    before = list(DueDate.objects.filter(incident=first).order_by("kind").values_list("kind", "due_on"))
    join(first, lead, world.team)
    duplicates.separate(first.id, "Two patients.", by=world.team, now=NOW, seen=stands(first).version)
    back = stands(first)
    assert (back.status, back.merged_into_id, back.merged_from_status) == (Status.DECLARED, None, "")
    after = DueDate.objects.filter(incident=first).order_by("kind").values_list("kind", "due_on")
    assert list(after) == before
    page = selectors.case_page(world.lead, lead.reference, now=NOW)
    assert page is not None
    assert page.keeping is not None
    assert not page.keeping.duplicates


def test_what_was_joined_before_follows_the_record_that_leads(world: World) -> None:
    one, middle, lead = (reported(world.reporter) for _ in range(3))
    join(one, middle, world.lead)
    join(one=stands(middle), lead=stands(lead), by=world.lead)
    assert stands(one).merged_into_id == lead.id
    assert AuditPayload.objects.filter(new=str(lead.id), old=str(middle.id)).exists()


def test_each_joined_to_the_other_at_once_is_told(world: World, pair: tuple[Incident, Incident]) -> None:
    one, _ = pair
    other = reported(world.reporter)
    join(one, other, world.lead)
    with pytest.raises(Stale):
        join(other, one, world.lead)
    assert stands(other).merged_into_id is None


def test_two_people_join_the_same_report_and_the_second_is_told(
    world: World, pair: tuple[Incident, Incident]
) -> None:
    one, lead = pair
    third = declared(world)
    join(one, lead, world.lead)
    with pytest.raises(Stale):
        join(one, third, world.lead)
    assert stands(one).merged_into_id == lead.id
    assert stands(third).version == third.version


def test_both_or_neither(world: World, pair: tuple[Incident, Incident]) -> None:
    one, lead = pair
    with pytest.raises(Invalid):
        join(lead, one, world.lead)
    with pytest.raises(NotVisible):
        join(one, lead, world.outsider)
    with pytest.raises(NotVisible):
        join(one, reported(world.outsider), world.lead)
    with pytest.raises(Invalid):
        duplicates.join(one.id, one.id, "x", seen_lead=1, by=world.lead, now=NOW, seen=1)
    assert (stands(one).version, stands(lead).version) == (one.version, lead.version)


def test_the_other_provider_is_named_on_the_lead_record_and_sees_nothing_by_it(world: World) -> None:
    lead = declared(world)
    other = reported(world.outsider)
    triage.declare(other.id, judgement(), declaration(), by=world.outsider, now=NOW, seen=other.version)
    join(stands(other), lead, world.team)
    named = Involvement.objects.get(incident=lead)
    assert (named.organisation_id, named.accepted_at) == (world.other_trust, None)
    assert selectors.case_page(world.outsider, lead.reference, now=NOW) is None
    assert selectors.case_page(world.outsider, other.reference, now=NOW) is not None


def likely_of(actor: Actor, incident: Incident) -> tuple[LikelyDuplicate, ...]:
    page = selectors.case_page(actor, incident.reference, now=NOW)
    assert page is not None
    return likely_duplicates(actor, page, now=NOW)


def test_likely_ones_are_only_those_this_role_sees(world: World) -> None:
    one, alike = reported(world.reporter), reported(world.reporter)
    reported(world.reporter, happened_on="2026-11-01")
    elsewhere = reported(world.outsider)
    found = likely_of(world.lead, one)
    assert [row.reference for row in found] == [alike.reference]
    assert "the same ward or team" in found[0].reasons
    assert likely_of(world.outsider, elsewhere) == ()
    # What was not shared with the ICB is not offered to it.
    lead_record = declared(world)
    assert likely_of(world.team, lead_record) == ()
    assert {row.reference for row in likely_of(world.lead, lead_record)} == {one.reference, alike.reference}


@pytest.mark.behind_the_services
def test_a_report_that_names_the_other_provider_is_likely_from_both_sides(world: World) -> None:
    ours = declared(world)
    theirs = reported(world.outsider, ward_or_team="Home visits", age_band="not_known")
    triage.declare(theirs.id, judgement(), declaration(), by=world.outsider, now=NOW, seen=theirs.version)
    before = likely_of(world.team, theirs)
    Involvement.objects.create(incident=theirs, organisation_id=world.trust, named_at=NOW)
    for one, other in ((ours, theirs), (theirs, ours)):
        (row,) = likely_of(world.team, one)
        assert row.reference == other.reference
        assert "one report names the provider of the other" in row.reasons
    assert before == ()


def test_before_sending_a_reporter_learns_only_that_there_is_one_of_their_own_organisation(
    world: World,
) -> None:
    assert sent_already(report_answers(), organisation_id=world.trust) is None
    reported(world.outsider)
    assert sent_already(report_answers(), organisation_id=world.trust) is None
    reported(world.reporter)
    hint = sent_already(report_answers(), organisation_id=world.trust)
    assert hint is not None
    assert hint.reported_at == NOW
    about_another = report_answers(happened_at="provider", happened_at_code="R9A")
    assert sent_already(about_another, organisation_id=world.icb) is None


def test_before_sending_the_hour_of_a_report_in_confidence_is_not_told(world: World) -> None:
    reported(world.actor("trust", Role.INVESTIGATOR), contact="confidential")
    hint = sent_already(report_answers(), organisation_id=world.trust)
    assert hint is not None
    assert hint.reported_at is None


def test_likely_ones_cost_few_queries(world: World, django_assert_max_num_queries: object) -> None:
    one = reported(world.reporter)
    for _ in range(4):
        reported(world.reporter)
    page = selectors.case_page(world.lead, one.reference, now=NOW)
    assert page is not None
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        assert len(likely_duplicates(world.lead, page, now=NOW)) == 4
