"""A case limited to named people: who goes on seeing it, who is named, who opens it all the same, and who reviews that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sightline.audit.selectors import entries_for
from sightline.incidents.errors import Invalid, NotVisible, Refused
from sightline.incidents.models import Incident, Named, Opening
from sightline.incidents.selectors import case_page
from sightline.incidents.selectors.restriction import (
    could_name,
    guarded_case,
    is_closed_to,
    named_rows,
    opening_of,
    openings_for,
)
from sightline.incidents.services import desk, discussion
from sightline.incidents.services.restriction import (
    Chosen,
    end_naming,
    lift,
    name_person,
    open_restricted,
    restrict,
    review_opening,
)
from sightline.incidents.visibility import visible_to
from sightline.notifications.models import Notice
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part, RestrictedKind, Role
from tests.factories import NOW, World, declared, reported, world
from tests.stages import now_of

pytestmark = pytest.mark.django_db

WHY = "A member of staff is accused of harming a patient."
LATER = NOW + timedelta(hours=1)


def chosen(*actors: Actor) -> set[Chosen]:
    return {Chosen(actor.person_id, actor.organisation_id, actor.role) for actor in actors}


def limited(stage: World, incident: Incident, by: Actor, *others: Actor) -> Incident:
    restrict(
        incident.id,
        RestrictedKind.STAFF.value,
        WHY,
        chosen(*others),
        by=by,
        now=NOW,
        seen=now_of(incident).version,
    )
    return now_of(incident)


def sees(actor: Actor, incident: Incident, at: object = LATER) -> bool:
    return visible_to(actor, now=at).filter(id=incident.id).exists()  # type: ignore[arg-type]


def guardians(stage: World) -> dict[str, Actor]:
    return {
        "specialist": stage.specialist,
        "board": stage.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD),
        "trust": stage.actor("trust", Role.INFORMATION_GOVERNANCE_LEAD),
    }


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_of_those_who_saw_it_only_the_named_go_on() -> None:
    stage = world()
    known = guardians(stage)
    incident = declared(stage)
    before = [stage.lead, stage.executive, stage.investigator, stage.team, *known.values()]
    assert all(sees(actor, incident) for actor in before)
    incident = limited(stage, incident, stage.lead)
    after = {actor for actor in before if sees(actor, incident)}
    assert after == {stage.lead, *known.values()}
    assert case_page(stage.team, incident.reference, now=LATER) is None


def test_someone_named_is_shown_no_more_than_their_role_shows_them() -> None:
    stage = world()
    known = guardians(stage)
    incident = limited(stage, declared(stage), stage.lead, stage.investigator)
    page = case_page(stage.investigator, incident.reference, now=LATER)
    assert page is not None
    assert Part.HISTORY not in page.parts
    assert Part.NARRATIVE in page.parts
    guardian = case_page(known["board"], incident.reference, now=LATER)
    assert guardian is not None
    assert Part.NARRATIVE not in guardian.parts
    outsider = stage.outsider
    assert not sees(outsider, incident)


def test_whoever_reported_goes_on_seeing_their_own_report_and_no_more() -> None:
    stage = world()
    guardians(stage)
    incident = limited(stage, declared(stage), stage.lead)
    page = case_page(stage.reporter, incident.reference, now=LATER)
    assert page is not None
    assert page.parts == {Part.SUMMARY, Part.NARRATIVE}


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.REPORTER])
def test_someone_whose_role_does_not_guard_it_limits_nothing(role: Role) -> None:
    stage = world()
    incident = declared(stage)
    with pytest.raises(Refused):
        limited(stage, incident, stage.actor("trust", role))
    assert now_of(incident).restricted_kind == ""


def test_a_case_that_nobody_at_the_provider_could_go_on_with_is_not_limited() -> None:
    stage = world()
    incident = declared(stage)
    guardians(stage)
    with pytest.raises(Invalid) as problem:
        limited(stage, incident, stage.specialist)
    assert "Nobody at the provider could go on" in str(problem.value)
    assert now_of(incident).restricted_kind == ""
    assert not Named.objects.exists()
    limited(stage, incident, stage.specialist, stage.lead)
    assert sees(stage.lead, incident)


def test_a_case_that_nobody_at_the_icb_could_assure_is_not_limited() -> None:
    stage = world()
    incident = declared(stage)
    with pytest.raises(Invalid) as problem:
        limited(stage, incident, stage.lead)
    assert "Nobody at the ICB could go on" in str(problem.value)
    limited(stage, incident, stage.lead, stage.team)
    assert sees(stage.team, incident)


def test_a_report_that_the_icb_does_not_see_yet_needs_nobody_of_the_icb() -> None:
    stage = world()
    incident = limited(stage, reported(stage.reporter), stage.lead)
    assert sees(stage.lead, incident)
    assert not sees(stage.investigator, incident)


def test_a_reason_of_a_word_or_a_kind_there_is_not_limits_nothing() -> None:
    stage = world()
    guardians(stage)
    incident = declared(stage)
    for kind, reason, field in (
        ("staff", "Because.", "reason"),
        ("gossip", WHY, "kind"),
        ("staff", " ", "reason"),
    ):
        with pytest.raises(Invalid) as problem:
            restrict(incident.id, kind, reason, by=stage.lead, now=NOW, seen=incident.version)
        assert list(problem.value.problems) == [field]
    assert now_of(incident).restricted_kind == ""


def test_somebody_who_could_not_see_the_case_cannot_be_named() -> None:
    stage = world()
    guardians(stage)
    incident = declared(stage)
    with pytest.raises(Invalid) as problem:
        limited(stage, incident, stage.lead, stage.outsider)
    assert list(problem.value.problems) == ["chosen"]
    incident = limited(stage, incident, stage.lead)
    with pytest.raises(Invalid):
        name_person(
            incident.id,
            Chosen(stage.outsider.person_id, stage.outsider.organisation_id, stage.outsider.role),
            "They could tell us what happened there.",
            by=stage.lead,
            now=NOW,
            seen=incident.version,
        )


def test_people_are_named_and_no_longer_named_with_a_reason_on_record() -> None:
    stage = world()
    guardians(stage)
    incident = limited(stage, declared(stage), stage.lead)
    them = next(iter(chosen(stage.team)))
    case = guarded_case(stage.lead, incident.reference, now=NOW)
    assert case is not None
    offered = {row.value for row in could_name(case, now=NOW)}
    assert f"{them.person_id}@{them.organisation_id}@{them.role.value}" in offered
    name_person(
        incident.id,
        them,
        "Assures it for the ICB from now on.",
        by=stage.lead,
        now=NOW,
        seen=incident.version,
    )
    assert sees(stage.team, incident)
    row = next(
        row for row in named_rows(stage.lead, incident.id, now=LATER) if row.who.startswith("Patient safety")
    )
    assert row.why == "Assures it for the ICB from now on."
    ended = LATER + timedelta(hours=1)
    end_naming(
        incident.id,
        row.named_id,
        "Somebody else assures it from now on.",
        by=stage.specialist,
        now=ended,
        seen=now_of(incident).version,
    )
    assert sees(stage.team, incident, at=LATER)
    assert not sees(stage.team, incident, at=ended)
    gone = [row for row in named_rows(stage.lead, incident.id, now=ended, ended_too=True) if not row.still]
    assert [row.until_at for row in gone] == [ended]
    fields = {
        entry.field
        for entry in entries_for(incident.id, parts=[Part.SUMMARY.value], limit=500)
        if entry.model == "named"
    }
    assert {"person_id", "organisation_id", "why", "until_at"} <= fields


def test_the_last_one_who_could_go_on_stays_named() -> None:
    stage = world()
    guardians(stage)
    incident = limited(stage, declared(stage), stage.lead)
    own = next(row for row in named_rows(stage.lead, incident.id, now=LATER) if row.why == "Restricted it.")
    with pytest.raises(Invalid) as problem:
        end_naming(
            incident.id,
            own.named_id,
            "I have nothing to do with it.",
            by=stage.lead,
            now=LATER,
            seen=incident.version,
        )
    assert "Nobody at the provider" in str(problem.value)
    assert sees(stage.lead, incident, at=LATER + timedelta(days=1))


def test_lifting_opens_the_case_to_everyone_with_access_and_ends_every_name() -> None:
    stage = world()
    known = guardians(stage)
    incident = limited(stage, declared(stage), stage.lead)
    lift(
        incident.id,
        "The allegation was unfounded, says the panel.",
        by=known["trust"],
        now=LATER,
        seen=incident.version,
    )
    assert sees(stage.team, incident, at=LATER)
    assert not Named.objects.filter(until_at__isnull=True).exists()
    incident = limited(stage, incident, stage.lead)
    assert not sees(stage.team, incident, at=LATER)


def test_a_case_is_not_limited_twice_nor_lifted_when_it_is_not_limited() -> None:
    stage = world()
    guardians(stage)
    incident = declared(stage)
    with pytest.raises(Refused):
        lift(
            incident.id, "There is nothing to be lifted here.", by=stage.lead, now=NOW, seen=incident.version
        )
    incident = limited(stage, incident, stage.lead)
    with pytest.raises(Refused):
        limited(stage, incident, stage.lead)


def test_a_restricted_case_goes_on_no_desk_of_somebody_who_may_not_see_it() -> None:
    stage = world()
    guardians(stage)
    incident = limited(stage, declared(stage), stage.lead)
    with pytest.raises(Invalid) as problem:
        desk.allocate(
            incident.id, stage.team.person_id, by=stage.specialist, now=LATER, seen=incident.version
        )
    assert list(problem.value.problems) == ["person"]
    [given] = desk.allocate_many(
        [(incident.id, incident.version)], [stage.team.person_id], by=stage.specialist, now=LATER
    )
    assert "restricted" in given.problem


def test_guardians_at_both_sides_are_told_and_whoever_did_it_is_not() -> None:
    stage = world()
    known = guardians(stage)
    limited(stage, declared(stage), known["trust"], stage.lead)
    told = set(Notice.objects.filter(kind="restricted").values_list("recipient_id", flat=True))
    assert told == {known["specialist"].person_id, known["board"].person_id}


# Opening


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_opening_shows_the_case_to_that_hat_alone_for_four_hours_to_read() -> None:
    stage = world()
    guardians(stage)
    nurse = stage.actor("icb", Role.CHIEF_NURSE)
    incident = limited(stage, declared(stage), stage.lead)
    assert is_closed_to(stage.team, incident.reference, now=LATER)
    open_restricted(
        incident.reference, "The coroner's office rang and needs an answer today.", by=stage.team, now=LATER
    )
    page = case_page(stage.team, incident.reference, now=LATER)
    assert page is not None
    assert Part.NARRATIVE in page.parts
    assert not any(decision.allowed for decision in page.decisions.values())
    assert not sees(nurse, incident)
    with pytest.raises(Refused):
        discussion.add_note(
            incident.id, "Seen.", key=incident.id, by=stage.team, now=LATER, seen=incident.version
        )
    last = LATER + timedelta(hours=4)
    assert sees(stage.team, incident, at=last - timedelta(seconds=1))
    assert not sees(stage.team, incident, at=last)


def test_opening_alerts_the_specialist_and_governance_leads_of_both_sides() -> None:
    stage = world()
    known = guardians(stage)
    incident = limited(stage, declared(stage), stage.lead)
    Notice.objects.all().delete()
    open_restricted(
        incident.reference, "The coroner's office rang and needs an answer today.", by=stage.team, now=LATER
    )
    told = Notice.objects.filter(case_id=incident.id)
    assert set(told.values_list("recipient_id", flat=True)) == {actor.person_id for actor in known.values()}
    assert all("coroner" not in text for text in told.values_list("text", flat=True))


def test_nobody_opens_what_they_could_not_see_anyway_what_is_open_or_without_a_reason() -> None:
    stage = world()
    guardians(stage)
    incident = declared(stage)
    with pytest.raises(NotVisible):
        open_restricted(incident.reference, "It is not restricted at all yet.", by=stage.team, now=NOW)
    incident = limited(stage, incident, stage.lead)
    for actor in (stage.outsider, stage.reporter, stage.actor("icb", Role.ANALYST), stage.lead):
        with pytest.raises(NotVisible):
            open_restricted(incident.reference, "I would like to know what happened.", by=actor, now=LATER)
    with pytest.raises(Invalid):
        open_restricted(incident.reference, "Because I can.", by=stage.team, now=LATER)
    assert not Opening.objects.exists()
    assert not sees(stage.team, incident)


def test_an_opening_is_reviewed_once_by_a_guardian_who_did_not_open_it() -> None:
    stage = world()
    known = guardians(stage)
    other = stage.actor("other_trust", Role.INFORMATION_GOVERNANCE_LEAD)
    incident = limited(stage, declared(stage), stage.lead)
    opening_id = open_restricted(
        incident.reference, "The coroner's office rang and needs an answer today.", by=stage.team, now=LATER
    )
    assert [row.opening_id for row in openings_for(known["trust"], now=LATER)] == [opening_id]
    for actor in (stage.team, stage.lead, other):
        assert openings_for(actor, now=LATER) == ()
        with pytest.raises(NotVisible):
            review_opening(opening_id, "needed", "The coroner confirmed that they rang.", by=actor, now=LATER)
    review_opening(
        opening_id, "needed", "The coroner confirmed that they rang.", by=known["trust"], now=LATER
    )
    with pytest.raises(Invalid):
        review_opening(
            opening_id, "breach", "I see that quite differently now.", by=known["board"], now=LATER
        )
    row = opening_of(known["board"], opening_id, now=LATER)
    assert row is not None
    assert (row.outcome, row.may_review) == ("It was needed", False)


def test_where_a_provider_has_no_governance_lead_its_executive_is_told_and_reviews() -> None:
    """Before the ICB sees the case, nobody else is there who could."""
    stage = world()
    executive = stage.executive
    incident = limited(stage, reported(stage.reporter), stage.lead)
    investigator = stage.actor("trust", Role.INVESTIGATOR)
    opening_id = open_restricted(
        incident.reference, "The ward asks what to do with the pump.", by=investigator, now=LATER
    )
    told = Notice.objects.filter(recipient_id=executive.person_id, case_id=incident.id)
    assert "opened a restricted case" in " ".join(told.values_list("text", flat=True))
    review_opening(opening_id, "needed", "I asked the ward, and it was so.", by=executive, now=LATER)
    row = opening_of(executive, opening_id, now=LATER)
    assert row is not None
    assert row.outcome == "It was needed"


def test_a_guardian_who_opened_a_case_does_not_review_themselves() -> None:
    stage = world()
    known = guardians(stage)
    incident = limited(stage, declared(stage), stage.lead, stage.team)
    row = next(row for row in named_rows(stage.lead, incident.id, now=LATER) if "Specialist" in row.who)
    end_naming(
        incident.id,
        row.named_id,
        "The concern is about the specialist.",
        by=stage.lead,
        now=NOW,
        seen=incident.version,
    )
    assert not sees(stage.specialist, incident)
    opening_id = open_restricted(
        incident.reference, "I must know what is said of me.", by=stage.specialist, now=LATER
    )
    with pytest.raises(NotVisible):
        review_opening(opening_id, "needed", "I was quite right to do it.", by=stage.specialist, now=LATER)
    review_opening(opening_id, "breach", "They read what concerns themselves.", by=known["board"], now=LATER)


def test_the_database_keeps_out_a_name_that_names_nobody_and_an_opening_without_an_end() -> None:
    stage = world()
    incident = declared(stage)
    row = {
        "incident": incident,
        "organisation_id": stage.trust,
        "why": "?",
        "clause": "11.1c",
        "from_at": NOW,
        "named_by": stage.lead.person_id,
    }
    for wrong in ({"role": ""}, {"person_id": stage.lead.person_id, "by_opening": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Named.objects.create(**row, **wrong)


def test_limiting_is_a_step_of_the_case_with_its_reason() -> None:
    stage = world()
    guardians(stage)
    incident = limited(stage, declared(stage), stage.lead)
    page = case_page(stage.lead, incident.reference, now=LATER)
    assert page is not None
    [line] = [line for line in page.latest if line.action is Action.RESTRICT]
    assert line.note == WHY
