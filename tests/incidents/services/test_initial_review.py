"""The 72-hour review: sent whole, kept by number, sent anew when the ICB asks for more."""

from __future__ import annotations

import pytest

from sightline.audit import selectors as audit
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import InitialReview
from sightline.incidents.services import initial_review
from sightline.policy.terms import Action, Part, Status
from tests import stages
from tests.factories import NOW, World, declared

pytestmark = pytest.mark.django_db


@pytest.mark.clause("1.1b", facet="the provider's response is kept")
def test_review_is_kept_and_waits_for_the_icb(world: World) -> None:
    incident = declared(world)
    initial_review.submit_initial_review(
        incident.id,
        stages.review_answers(facts="  The wire was seen on an X-ray.  ", forged="x"),
        3,
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    kept = InitialReview.objects.get()
    assert (kept.number, kept.proposed_level, kept.submitted_by) == (1, 3, world.lead.person_id)
    assert kept.answers["facts"] == "The wire was seen on an X-ray."
    assert "forged" not in kept.answers
    after = stages.now_of(incident)
    assert (after.status, after.proposed_level) == (Status.INITIAL_REVIEW_SUBMITTED, 3)


def test_review_is_in_the_audit_trail_before_and_after(world: World) -> None:
    incident = stages.reviewed(world)
    entries = audit.entries_for(incident.id, parts=None, limit=100)
    moved = next(row for row in entries if row.field == "status")
    assert (moved.old, moved.new) == (Status.DECLARED.value, Status.INITIAL_REVIEW_SUBMITTED.value)
    answers = next(row for row in entries if row.model == "initialreview" and row.field == "answers")
    assert "What is known now: written." in answers.new
    assert answers.part == Part.INVESTIGATION
    assert answers.actor == str(world.lead.person_id)


@pytest.mark.clause("4.3c", facet="support for staff is kept")
def test_review_without_a_required_answer_writes_nothing(world: World) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as wrong:
        initial_review.submit_initial_review(
            incident.id,
            stages.review_answers(staff_support=" "),
            2,
            by=world.lead,
            now=NOW,
            seen=incident.version,
        )
    assert set(wrong.value.problems) == {"staff_support"}
    with pytest.raises(Invalid) as wrong:
        initial_review.submit_initial_review(
            incident.id, stages.review_answers(), 4, by=world.lead, now=NOW, seen=incident.version
        )
    assert set(wrong.value.problems) == {"proposed_level"}
    assert not InitialReview.objects.exists()
    assert stages.now_of(incident).version == incident.version


def test_review_is_the_leads_alone_and_for_no_outsider(world: World) -> None:
    incident = declared(world)
    for actor, error in ((world.investigator, Refused), (world.team, Refused), (world.outsider, NotVisible)):
        with pytest.raises(error):
            initial_review.submit_initial_review(
                incident.id, stages.review_answers(), 2, by=actor, now=NOW, seen=incident.version
            )
    assert not InitialReview.objects.exists()


def test_review_sent_twice_is_kept_once(world: World) -> None:
    incident = declared(world)
    stages_seen = incident.version
    initial_review.submit_initial_review(
        incident.id, stages.review_answers(), 2, by=world.lead, now=NOW, seen=stages_seen
    )
    with pytest.raises(Stale):
        initial_review.submit_initial_review(
            incident.id, stages.review_answers(), 2, by=world.lead, now=NOW, seen=stages_seen
        )
    assert InitialReview.objects.count() == 1


def test_review_asked_for_more_is_sent_anew_beside_the_first(world: World) -> None:
    incident = stages.reviewed(world)
    with pytest.raises(Invalid):
        initial_review.ask_for_more(incident.id, " ", by=world.team, now=NOW, seen=incident.version)
    initial_review.ask_for_more(
        incident.id, "Which checklist was used?", by=world.team, now=NOW, seen=incident.version
    )
    incident = stages.now_of(incident)
    assert incident.status == Status.DECLARED
    initial_review.submit_initial_review(
        incident.id,
        stages.review_answers(facts="Checklist B."),
        2,
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    page = selectors.case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert page.investigation is not None
    second, first = page.investigation.initial_reviews
    assert (first.outcome, first.outcome_reason) == ("more_wanted", "Which checklist was used?")
    assert (second.number, second.outcome, second.answers["facts"]) == (2, "", "Checklist B.")
    assert page.may(Action.ASK_FOR_MORE)


@pytest.mark.clause("2.2b", facet="the level of investigation is agreed")
def test_review_accepted_agrees_the_level_and_opens_the_investigation(world: World) -> None:
    incident = stages.reviewed(world)
    with pytest.raises(Invalid) as wrong:
        initial_review.accept_initial_review(
            incident.id, 1, "", by=world.team, now=NOW, seen=incident.version
        )
    assert set(wrong.value.problems) == {"reason"}
    initial_review.accept_initial_review(
        incident.id, 1, "Less complex than thought.", by=world.team, now=NOW, seen=incident.version
    )
    after = stages.now_of(incident)
    assert (after.status, after.proposed_level, after.agreed_level) == (Status.INVESTIGATING, 2, 1)
    assert InitialReview.objects.get().outcome == "accepted"
