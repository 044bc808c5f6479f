"""A record whose time is over is disposed of by two people, wholly; and everything that stands in the way of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from sightline.audit.scope import everything, within
from sightline.audit.selectors import every_entry
from sightline.audit.verification import verify
from sightline.incidents.errors import Invalid, NotVisible, Refused
from sightline.incidents.models import Document, Erasure, Incident, LegalHold, Message
from sightline.incidents.selectors import case_page, count_of
from sightline.incidents.selectors.listing import ListFilter
from sightline.incidents.selectors.reconcile import differences as reconciled
from sightline.incidents.services.disposal import agree_disposal, propose_disposal, refuse_disposal
from sightline.incidents.services.documents import add_document, pasted_words
from sightline.incidents.services.legal_holds import lift_hold, set_hold
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from sightline.upkeep import document_store
from tests import assured_stages
from tests.factories import NOW, World, declared
from tests.incidents.services.test_rectification import everywhere
from tests.stages import now_of

OnCommit = Callable[..., AbstractContextManager[object]]
#: Past twenty years.
AFTER = datetime(2046, 11, 20, 12, 0, tzinfo=NOW.tzinfo)
HOUR = timedelta(hours=1)
WHY = "Its time is over and nobody needs it."


@pytest.fixture
def guardian(world: World) -> Actor:
    """The information-governance lead of the ICB."""
    return world.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD)


@pytest.fixture
def theirs(world: World) -> Actor:
    """The information-governance lead of the trust."""
    return world.actor("trust", Role.INFORMATION_GOVERNANCE_LEAD)


@pytest.fixture
def case(world: World, own_store: None) -> Incident:
    """A closed case with papers and history."""
    return assured_stages.closed(world)


def _texts_of(case: Incident) -> set[str]:
    """Sentences that the trail says of a case: what people typed, long enough to be nobody else's."""
    with within(everything("a test")):
        return {
            text
            for entry in every_entry(case.id)
            for text in (entry.old, entry.new)
            if len(text.split()) > 3 and text[:1] not in "[{" and not entry.field.endswith("_why")
        }


@pytest.mark.clause("11.1a", facet="how long things are kept is set")
def test_after_two_people_disposed_of_it_no_word_of_the_case_is_left_anywhere(
    world: World,
    case: Incident,
    guardian: Actor,
    theirs: Actor,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    texts = _texts_of(case)
    assert len(texts) > 15
    with within(everything("a test")):
        hashes = {row.sha256 for row in Document.objects.all()}
    assert hashes
    assert all(document_store.exists(each) for each in hashes)
    asked = ListFilter(text=" ".join(case.what_happened.split()[:6]))
    assert count_of(world.team, asked, now=AFTER) == 1
    proposal = propose_disposal(case.id, WHY, by=theirs, now=AFTER)
    with django_capture_on_commit_callbacks(execute=True):
        agree_disposal(proposal, by=guardian, now=AFTER + HOUR)
    found = {text: where for text in texts if (where := everywhere(text))}
    assert found == {}
    assert not any(document_store.exists(each) for each in hashes)
    assert count_of(world.team, asked, now=AFTER + HOUR) == 0
    assert verify().intact
    gone = now_of(case)
    assert (gone.reference, gone.status, gone.happened_on) == (case.reference, case.status, case.happened_on)
    assert (gone.disposed_at, gone.provider_id, gone.closed_at) == (
        AFTER + HOUR,
        case.provider_id,
        case.closed_at,
    )
    row = Erasure.objects.get()
    assert row.papers_erased == len(hashes)
    assert row.rows_erased
    assert row.entries_erased
    assert row.entries_erased > 100
    assert len(row.head_hash) == 64
    with within(everything("a test")):
        erased = {each.tombstone_reason for each in every_entry(case.id) if each.erased}
    assert erased == {WHY}
    assert [row for row in reconciled(now=AFTER + HOUR) if row[0] == case.reference] == [], "nothing runs on"
    page = case_page(guardian, case.reference, now=AFTER + HOUR)
    assert page is not None, "the tombstone is still found"


@pytest.mark.clause("11.1a", facet="how long things are kept is set")
def test_nobody_disposes_of_it_before_its_time_alone_or_while_it_is_held(
    case: Incident, guardian: Actor, theirs: Actor
) -> None:
    with pytest.raises(Invalid, match="Nobody disposes of it before Friday 16 November 2046 is over"):
        propose_disposal(case.id, WHY, by=guardian, now=NOW)
    with pytest.raises(Invalid, match="at least 3 words"):
        propose_disposal(case.id, "no", by=guardian, now=AFTER)
    proposal = propose_disposal(case.id, WHY, by=guardian, now=AFTER)
    with pytest.raises(Invalid, match="waits for another person"):
        propose_disposal(case.id, WHY, by=theirs, now=AFTER)
    with pytest.raises(Invalid, match="Another person"):
        agree_disposal(proposal, by=guardian, now=AFTER)
    hold = set_hold(case.id, "A public inquiry asked for it.", by=theirs, now=AFTER)
    with pytest.raises(Invalid, match="A hold stands on this record: A public inquiry asked for it"):
        agree_disposal(proposal, by=theirs, now=AFTER)
    assert now_of(case).disposed_at is None
    assert now_of(case).what_happened == case.what_happened
    assert Erasure.objects.get().decided_at is None
    lift_hold(hold, "The inquiry has reported.", by=theirs, now=AFTER)
    refuse_disposal(proposal, "We still teach from it.", by=theirs, now=AFTER)
    with pytest.raises(Invalid, match="decided this already"):
        agree_disposal(proposal, by=theirs, now=AFTER)
    assert now_of(case).what_happened == case.what_happened
    propose_disposal(case.id, WHY, by=theirs, now=AFTER)


def test_an_open_case_is_never_disposed_of_and_nobody_else_may(world: World, guardian: Actor) -> None:
    incident = declared(world)
    with pytest.raises(Invalid, match="Something is still owed"):
        propose_disposal(incident.id, WHY, by=guardian, now=AFTER)
    for actor in (world.lead, world.team, world.executive, world.outsider):
        with pytest.raises(NotVisible):
            propose_disposal(incident.id, WHY, by=actor, now=AFTER)
    assert not Erasure.objects.exists()


def test_nothing_is_written_on_a_record_that_is_gone(
    world: World, case: Incident, guardian: Actor, theirs: Actor
) -> None:
    agree_disposal(propose_disposal(case.id, WHY, by=theirs, now=AFTER), by=guardian, now=AFTER)
    gone = now_of(case)
    with pytest.raises(Refused, match="disposed of"):
        add_document(
            case.id,
            pasted_words("Late words.", DocumentKind.FINAL_REPORT),
            by=world.team,
            now=AFTER,
            seen=gone.version,
        )
    with pytest.raises(Invalid, match="disposed of"):
        set_hold(case.id, "A late inquiry asked for it.", by=theirs, now=AFTER)
    with pytest.raises(Invalid, match="disposed of"):
        propose_disposal(case.id, WHY, by=theirs, now=AFTER)
    assert not LegalHold.objects.exists()
    assert not Message.objects.exists()


def test_a_file_that_another_case_has_too_stays_in_the_store(
    world: World,
    case: Incident,
    guardian: Actor,
    theirs: Actor,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    other = assured_stages.closed(world)
    with within(everything("a test")):
        mine = set(Document.objects.filter(incident=case).values_list("sha256", flat=True))
        its = set(Document.objects.filter(incident=other).values_list("sha256", flat=True))
    assert mine & its
    with django_capture_on_commit_callbacks(execute=True):
        agree_disposal(propose_disposal(case.id, WHY, by=theirs, now=AFTER), by=guardian, now=AFTER)
    assert all(document_store.exists(each) for each in its)
