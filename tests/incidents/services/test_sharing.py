"""Sharing a case and disclosing it: who may, what the guardian must say, what the recipient sees, and when it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from sightline.audit.selectors import entries_for
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import Disclosure, Incident, IncidentAccess, RedactedCopy
from sightline.incidents.selectors import audit_trail, case_page, documents_of, opened_document, who_can_see
from sightline.incidents.selectors.disclosure import (
    disclosure,
    disclosures_of_case,
    ended_sharing,
    papers_of,
    recipients_for,
)
from sightline.incidents.services import discussion, redaction, take_over
from sightline.incidents.services.documents import NewDocument, add_document
from sightline.incidents.services.protected import protect
from sightline.incidents.services.restriction import Chosen, name_person, restrict
from sightline.incidents.services.sharing import (
    Proposal,
    acknowledge,
    approve,
    disclose,
    refuse,
    withdraw,
)
from sightline.incidents.visibility import visible_to
from sightline.notifications.models import Notice
from sightline.organisations.models import Organisation
from sightline.policy.disclosing import DisclosureState
from sightline.policy.disclosure_kinds import DisclosureKind
from sightline.policy.facts import Actor
from sightline.policy.permissions import OPENABLE
from sightline.policy.redacting import Piece
from sightline.policy.terms import Part, Role
from tests.factories import NOW, World, declared
from tests.incidents.services.sharing_cases import (
    REASON,
    WHY,
    YES_TO_ALL,
    asked,
    proposed,
    shared,
    to_coroner,
)
from tests.stages import now_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def reader(world: World) -> Actor:
    return world.actor("other_icb", Role.PATIENT_SAFETY_TEAM)


def guardian(world: World) -> Actor:
    return world.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD)


def parts_seen(actor: Actor, incident: Incident, at: datetime = LATER) -> set[Part]:
    return {part for part in Part if visible_to(actor, now=at, part=part).filter(id=incident.id).exists()}


def sees(actor: Actor, incident: Incident, at: datetime = LATER) -> bool:
    return visible_to(actor, now=at).filter(id=incident.id).exists()


@pytest.mark.clause("4.7.7")
@pytest.mark.clause("4.7.8", facet="parts can be left out")
@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_the_recipient_sees_the_parts_that_were_shared_and_no_others(world: World) -> None:
    incident = declared(world)
    assert not sees(reader(world), incident)
    shared(world, incident)
    assert parts_seen(reader(world), incident) == {Part.SUMMARY, Part.NARRATIVE, Part.CLASSIFICATION}
    page = case_page(reader(world), incident.reference, now=LATER)
    assert page is not None
    assert page.narrative is not None
    assert page.classification is not None
    assert (page.candour, page.investigation, page.bodies, page.keeping) == (None, None, None, None)
    assert (page.dues, page.latest, page.reporter_line) == ((), (), "")
    assert page.shared is not None
    assert [row.purpose for row in page.shared.rows] == [WHY]


def test_whom_it_was_shared_with_is_told_no_name_of_staff_nor_who_reported_it(world: World) -> None:
    """With every part that can be opened: the page of the case still says nobody's name."""
    incident = declared(world)
    shared(world, incident, parts=OPENABLE)
    page = case_page(reader(world), incident.reference, now=LATER)
    assert page is not None
    assert page.latest
    said = repr(page)
    for name in ("Reporter of the trust", "reporter@castlebrook.example", "Patient-safety lead of trust"):
        assert name not in said
    assert all(step.person_id is None for step in page.latest)
    assert who_can_see(reader(world), incident.reference, now=LATER) is None
    assert audit_trail(reader(world), incident.reference, now=LATER) is None


@pytest.mark.clause("11.1b", facet="the guardian approves what identifies someone")
def test_nothing_that_may_identify_someone_goes_before_another_person_approves_it(world: World) -> None:
    incident = declared(world)
    row = proposed(world, incident)
    assert row.needs_approval
    assert not sees(reader(world), incident)
    with pytest.raises(Refused):
        approve(row.id, incident.id, REASON, by=world.team, now=LATER, seen=incident.version)
    approve(row.id, incident.id, REASON, by=guardian(world), now=LATER, seen=incident.version)
    assert sees(reader(world), incident)
    row.refresh_from_db()
    assert (row.approved_by, row.in_force_at) == (guardian(world).person_id, LATER)


@pytest.mark.clause("11.1b", facet="the guardian approves what identifies someone")
def test_a_guardian_does_not_approve_what_they_asked_for_themselves(world: World) -> None:
    incident = declared(world)
    row = proposed(world, incident, by=guardian(world))
    with pytest.raises(Invalid) as refused:
        approve(row.id, incident.id, REASON, by=guardian(world), now=LATER, seen=incident.version)
    assert "yourself" in refused.value.problems["note"]
    nurse = world.actor("icb", Role.CHIEF_NURSE)
    approve(row.id, incident.id, REASON, by=nurse, now=LATER, seen=now_of(incident).version)
    assert sees(reader(world), incident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(id=row.id).update(approved_by=row.proposed_by)


def test_the_guardian_of_the_other_side_cannot_approve_it(world: World) -> None:
    incident = declared(world)
    row = proposed(world, incident)
    with pytest.raises(Invalid):
        approve(row.id, incident.id, REASON, by=world.executive, now=LATER, seen=incident.version)
    assert not sees(reader(world), incident)
    own = proposed(world, incident, by=world.lead)
    approve(own.id, incident.id, REASON, by=world.executive, now=LATER, seen=incident.version)
    assert sees(reader(world), incident)


def test_what_identifies_nobody_goes_at_once_where_each_question_is_a_yes(world: World) -> None:
    incident = declared(world)
    row = proposed(world, incident, identifies=False, confidentiality="nobody")
    assert not row.needs_approval
    assert sees(reader(world), incident, NOW)
    doubted = proposed(
        world, incident, identifies=False, confidentiality="nobody", caldicott={**YES_TO_ALL, "law": "no"}
    )
    assert doubted.waits


@pytest.mark.clause("11.1b", facet="the Caldicott principles are checked before sharing")
@pytest.mark.clause("11.1a", facet="each sharing has its lawful basis")
def test_service_asks_what_the_rules_ask_and_writes_nothing_otherwise(world: World) -> None:
    incident = declared(world)
    for changes, field in (
        ({"article_6": ""}, "article_6"),
        ({"confidentiality": ""}, "confidentiality"),
        ({"caldicott": {}}, "principle_law"),
        ({"purpose": "No."}, "purpose"),
        ({"parts": frozenset({Part.REPORTER})}, "parts"),
        ({"expires_on": None}, "expires_on"),
    ):
        with pytest.raises(Invalid) as refused:
            proposed(world, incident, **changes)
        assert field in refused.value.problems, changes
    for wrong in (world.trust, world.icb, world.other_trust, UUID(int=1)):
        with pytest.raises(Invalid) as refused:
            proposed(world, incident, to=wrong)
        assert "recipient" in refused.value.problems
    assert not Disclosure.objects.exists()
    assert now_of(incident).version == incident.version


def test_who_may_share_is_said_by_the_table_of_permissions(world: World) -> None:
    incident = declared(world)
    given = Proposal(asked(), recipient_id=world.other_icb)
    for hat in (world.executive, world.investigator, world.actor("icb", Role.CHIEF_EXECUTIVE)):
        with pytest.raises(Refused):
            disclose(incident.id, given, by=hat, now=NOW, seen=incident.version)
    for outsider in (reader(world), world.outsider):
        with pytest.raises(NotVisible):
            disclose(incident.id, given, by=outsider, now=NOW, seen=incident.version)


def test_a_recipient_passes_nothing_on_and_changes_nothing(world: World) -> None:
    incident = declared(world)
    row = shared(world, incident)
    version = now_of(incident).version
    with pytest.raises(Refused):
        disclose(
            incident.id,
            Proposal(asked(), recipient_id=world.other_icb),
            by=reader(world),
            now=LATER,
            seen=version,
        )
    with pytest.raises(Refused):
        withdraw(row.id, incident.id, REASON, by=reader(world), now=LATER, seen=version)
    with pytest.raises(Refused):
        discussion.post_message(
            incident.id, "Hello there.", key=UUID(int=9), by=reader(world), now=LATER, seen=version
        )


@pytest.mark.clause("4.7.8", facet="the receiver acknowledges")
def test_the_recipient_acknowledges_it_once(world: World) -> None:
    incident = declared(world)
    row = shared(world, incident)
    version = now_of(incident).version
    with pytest.raises(Invalid):
        acknowledge(row.id, incident.id, "", by=world.team, now=LATER, seen=version)
    acknowledge(row.id, incident.id, "Thank you.", by=reader(world), now=LATER, seen=version)
    row.refresh_from_db()
    assert (row.acknowledged_by, row.acknowledged_note) == (reader(world).person_id, "Thank you.")
    with pytest.raises(Invalid):
        acknowledge(row.id, incident.id, "", by=reader(world), now=LATER, seen=now_of(incident).version)


@pytest.mark.clause("4.7.8", facet="what was shared, and when, is kept")
@pytest.mark.clause("4.3k", facet="what was shared is logged")
@pytest.mark.clause("2.2f")
def test_what_was_shared_with_whom_and_on_which_basis_stays_on_record(world: World) -> None:
    incident = declared(world)
    row = shared(world, incident)
    withdraw(row.id, incident.id, REASON, by=world.team, now=LATER, seen=now_of(incident).version)
    [line] = disclosures_of_case(world.team, incident.id, now=LATER)
    assert line.recipient_name == "Elsemere Integrated Care Board"
    assert line.state is DisclosureState.WITHDRAWN
    assert set(line.parts) == {Part.SUMMARY, Part.NARRATIVE, Part.CLASSIFICATION}
    detail = disclosure(world.team, row.id, now=LATER)
    assert detail is not None
    basis = {label: words for label, words, _ in detail.law}
    assert basis["Lawful basis, UK GDPR article 6"] == "Article 6(1)(e): a public task"
    assert len(detail.questions) == 8
    audited = {entry.field for entry in entries_for(incident.id, parts=[Part.SHARING.value], limit=200)}
    assert {"recipient_id", "parts", "purpose", "article_6", "approved_by", "withdrawn_at"} <= audited


def test_withdrawn_it_is_gone_at_once_and_they_are_told_that_it_was(world: World) -> None:
    incident = declared(world)
    row = shared(world, incident)
    assert sees(reader(world), incident)
    withdraw(row.id, incident.id, REASON, by=world.team, now=LATER, seen=now_of(incident).version)
    assert not sees(reader(world), incident)
    assert case_page(reader(world), incident.reference, now=LATER) is None
    ended = ended_sharing(reader(world), incident.reference, now=LATER)
    assert ended is not None
    assert ended.is_withdrawn
    detail = disclosure(reader(world), row.id, now=LATER)
    assert detail is not None
    assert (detail.ended_reason, detail.questions, detail.proposed_by, detail.version) == ("", (), "", None)
    for nobody in (world.outsider, world.actor("other_icb", Role.CONTRACT_MANAGER)):
        assert ended_sharing(nobody, incident.reference, now=LATER) is None
        assert disclosure(nobody, row.id, now=LATER) is None


@pytest.mark.parametrize(
    ("now", "last", "still", "over"),
    [
        # Summer time ends on 31 October 2027, and begins on 28 March 2027.
        (
            datetime(2027, 10, 20, 12, tzinfo=UTC),
            date(2027, 10, 30),
            datetime(2027, 10, 30, 22, 59, 59, tzinfo=UTC),
            datetime(2027, 10, 30, 23, 0, tzinfo=UTC),
        ),
        (
            datetime(2027, 10, 20, 12, tzinfo=UTC),
            date(2027, 10, 31),
            datetime(2027, 10, 31, 23, 59, 59, tzinfo=UTC),
            datetime(2027, 11, 1, 0, 0, tzinfo=UTC),
        ),
        (
            datetime(2027, 3, 20, 12, tzinfo=UTC),
            date(2027, 3, 27),
            datetime(2027, 3, 27, 23, 59, 59, tzinfo=UTC),
            datetime(2027, 3, 28, 0, 0, tzinfo=UTC),
        ),
        (
            datetime(2027, 3, 20, 12, tzinfo=UTC),
            date(2027, 3, 28),
            datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC),
            datetime(2027, 3, 28, 23, 0, tzinfo=UTC),
        ),
    ],
)
def test_it_ends_by_itself_at_midnight_in_london_when_clocks_change(
    world: World, now: datetime, last: date, still: datetime, over: datetime
) -> None:
    incident = declared(world)
    shared(world, incident, now=now, expires_on=last)
    assert sees(reader(world), incident, still)
    assert not sees(reader(world), incident, over)
    found = ended_sharing(reader(world), incident.reference, now=over)
    assert found is not None
    assert not found.is_withdrawn
    # Nobody touched a row.
    [access] = IncidentAccess.objects.filter(incident=incident, organisation_id=world.other_icb)
    assert access.until_at == over


def test_of_two_who_approve_at_once_the_second_is_told(world: World) -> None:
    incident = declared(world)
    row = proposed(world, incident)
    seen = incident.version
    approve(row.id, incident.id, REASON, by=guardian(world), now=LATER, seen=seen)
    with pytest.raises(Stale):
        approve(row.id, incident.id, REASON, by=world.actor("icb", Role.CHIEF_NURSE), now=LATER, seen=seen)
    with pytest.raises(Stale):
        refuse(row.id, incident.id, REASON, by=world.actor("icb", Role.CHIEF_NURSE), now=LATER, seen=seen)
    assert Disclosure.objects.get(id=row.id).approved_by == guardian(world).person_id


def test_a_form_sent_twice_shares_once(world: World) -> None:
    incident = declared(world)
    seen = incident.version
    given = Proposal(asked(), recipient_id=world.other_icb)
    disclose(incident.id, given, by=world.team, now=NOW, seen=seen)
    with pytest.raises(Stale):
        disclose(incident.id, given, by=world.team, now=NOW, seen=seen)
    assert Disclosure.objects.count() == 1


def test_what_the_guardian_refused_goes_nowhere(world: World) -> None:
    incident = declared(world)
    row = proposed(world, incident)
    refuse(row.id, incident.id, REASON, by=guardian(world), now=LATER, seen=incident.version)
    assert not sees(reader(world), incident)
    assert disclosure(reader(world), row.id, now=LATER) is None
    with pytest.raises(Invalid):
        approve(row.id, incident.id, REASON, by=guardian(world), now=LATER, seen=now_of(incident).version)


def test_two_disclosures_to_one_organisation_open_what_either_opens_until_each_ends(world: World) -> None:
    incident = declared(world)
    first = shared(world, incident, parts=frozenset({Part.SUMMARY, Part.NARRATIVE}))
    shared(world, incident, parts=frozenset({Part.SUMMARY, Part.ACTIONS}))
    assert parts_seen(reader(world), incident) == {Part.SUMMARY, Part.NARRATIVE, Part.ACTIONS}
    withdraw(first.id, incident.id, REASON, by=world.team, now=LATER, seen=now_of(incident).version)
    assert parts_seen(reader(world), incident) == {Part.SUMMARY, Part.ACTIONS}


def test_disclosing_to_a_coroner_opens_nothing_here_and_is_on_record(world: World) -> None:
    incident = declared(world)
    made = disclose(incident.id, to_coroner(), by=world.lead, now=NOW, seen=incident.version)
    approve(made, incident.id, REASON, by=world.executive, now=LATER, seen=now_of(incident).version)
    row = Disclosure.objects.get(id=made)
    assert (row.open_to_id, row.method, row.due_on) == (None, "secure_email", date(2026, 11, 30))
    assert not IncidentAccess.objects.filter(incident=incident, disclosure__isnull=False).exists()
    acknowledge(made, incident.id, "They wrote.", by=world.lead, now=LATER, seen=now_of(incident).version)
    row.refresh_from_db()
    assert row.acknowledged_by == world.lead.person_id


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        # Received Monday 2 November 2026: 20 working days, and one month, which ends on a Wednesday.
        (DisclosureKind.FREEDOM_OF_INFORMATION, date(2026, 11, 30)),
        (DisclosureKind.SUBJECT_ACCESS, date(2026, 12, 2)),
    ],
)
def test_requests_are_routed_by_the_providers_reference_and_have_their_day(
    world: World, kind: DisclosureKind, due: date
) -> None:
    incident = declared(world)
    given = to_coroner(
        kind=kind,
        identifies=False,
        confidentiality="nobody",
        provider_reference="W 4711",
        requested_on=date(2026, 11, 2),
        answer_by=None,
    )
    made = disclose(incident.id, given, by=world.lead, now=NOW, seen=incident.version)
    assert Disclosure.objects.get(id=made).due_on == due


def a_paper(world: World, incident: Incident, words: str) -> UUID:
    new = NewDocument("paper.txt", words.encode(), "other", description="A paper", pasted=True)
    made = add_document(incident.id, new, by=world.lead, now=NOW, seen=now_of(incident).version)
    incident.refresh_from_db()
    return made


def test_marked_papers_are_not_shown_to_recipients_and_enter_no_bundle(world: World) -> None:
    incident = declared(world)
    plain, advice = a_paper(world, incident, "Plain words."), a_paper(world, incident, "Advice of counsel.")
    row = shared(world, incident, parts=frozenset({Part.SUMMARY, Part.DOCUMENTS}))
    assert {each.document_id for each in documents_of(reader(world), incident.id, now=LATER)} == {
        plain,
        advice,
    }
    protect(
        advice,
        incident.id,
        "legal_advice",
        REASON,
        by=world.lead,
        now=LATER,
        seen=now_of(incident).version,
    )
    assert [each.document_id for each in documents_of(reader(world), incident.id, now=LATER)] == [plain]
    assert opened_document(reader(world), advice, now=LATER) is None
    assert opened_document(reader(world), plain, now=LATER) is not None
    assert opened_document(world.lead, advice, now=LATER) is not None
    assert opened_document(world.team, advice, now=LATER) is not None
    assert list(papers_of(row.id)) == [plain]
    assert list(papers_of(shared(world, incident).id)) == []


def test_a_redacted_copy_goes_to_recipients_once_a_second_person_approved_it(world: World) -> None:
    incident = declared(world)
    row = shared(world, incident, parts=frozenset({Part.SUMMARY, Part.DOCUMENTS}))
    draft = redaction.begin(incident.id, ["narrative"], "family", "For the meeting", by=world.lead, now=NOW)
    piece = Piece("narrative.What", "What happened", "What", "A wire was left in.")
    copy_id = redaction.make_copy(draft, [piece], by=world.lead, now=NOW, seen=now_of(incident).version)
    paper = RedactedCopy.objects.get(id=copy_id).document_id
    assert [each.document_id for each in documents_of(reader(world), incident.id, now=LATER)] == []
    assert opened_document(reader(world), paper, now=LATER) is None
    assert list(papers_of(row.id)) == []
    assert opened_document(world.team, paper, now=LATER) is not None
    redaction.check_copy(copy_id, "approved", "", by=world.team, now=LATER, seen=now_of(incident).version)
    assert [each.document_id for each in documents_of(reader(world), incident.id, now=LATER)] == [paper]
    assert opened_document(reader(world), paper, now=LATER) is not None
    assert list(papers_of(row.id)) == [paper]


def test_of_a_limited_case_sharing_opens_nothing_until_somebody_there_is_named(world: World) -> None:
    incident = declared(world)
    hat = reader(world)
    restrict(
        incident.id,
        "staff",
        "A member of staff is accused of harming a patient.",
        by=world.specialist,
        chosen={Chosen(each.person_id, each.organisation_id, each.role) for each in (world.lead, world.team)},
        now=NOW,
        seen=incident.version,
    )
    shared(world, incident)
    assert not sees(hat, incident)
    name_person(
        incident.id,
        Chosen(hat.person_id, hat.organisation_id, hat.role),
        "They answer for the patient there.",
        by=world.specialist,
        now=LATER,
        seen=now_of(incident).version,
    )
    assert parts_seen(hat, incident) == {Part.SUMMARY, Part.NARRATIVE, Part.CLASSIFICATION}


def test_whoever_takes_over_from_the_recipient_reads_on_and_the_record_says_to_whom_it_went(
    world: World,
) -> None:
    incident = declared(world)
    row = shared(world, incident)
    heir = world.ambulance
    Organisation.objects.filter(id=world.other_icb).update(closed_on=date(2026, 11, 20), successor_id=heir)
    after = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert take_over.is_wanted(after)
    assert take_over.hand_on(after).handed_on == 1
    assert not take_over.is_wanted(after)
    row.refresh_from_db()
    assert (row.recipient_id, row.open_to_id) == (world.other_icb, heir)
    assert sees(world.actor("ambulance", Role.PROVIDER_LEAD), incident, after)
    assert not sees(reader(world), incident, after)


def test_people_are_told_what_concerns_them_and_nothing_of_the_story(world: World) -> None:
    incident = declared(world)
    nurse, other = world.actor("icb", Role.CHIEF_NURSE), reader(world)
    row = proposed(world, incident)

    def told(actor: Actor) -> list[str]:
        rows = Notice.objects.filter(recipient_id=actor.person_id, case_id=incident.id, kind="shared")
        return list(rows.order_by("id").values_list("text", flat=True))

    assert told(guardian(world)) == []
    assert told(nurse) == ["Somebody asks to share this case. Say yes or no as Caldicott Guardian."]
    hired = guardian(world)
    approve(row.id, incident.id, REASON, by=hired, now=LATER, seen=incident.version)
    assert told(other) == ["A case was shared with your organisation. Read it and acknowledge it."]
    assert told(world.team) == ["The Caldicott Guardian answered what you asked to share."]
    acknowledge(row.id, incident.id, "", by=other, now=LATER, seen=now_of(incident).version)
    assert told(world.team)[-1] == "What you shared was acknowledged."
    withdraw(row.id, incident.id, REASON, by=world.team, now=LATER, seen=now_of(incident).version)
    assert told(other)[-1] == "What was shared with your organisation was withdrawn."


@pytest.mark.behind_the_services
def test_the_responsible_commissioner_stands_first_of_those_it_can_go_to(world: World) -> None:
    incident = declared(world)
    Incident.objects.filter(id=incident.id).update(responsible_commissioner_id=world.other_icb)
    page = case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    offered = recipients_for(DisclosureKind.RESPONSIBLE_COMMISSIONER, page.facts, now=NOW)
    assert [name for _, name in offered] == ["Elsemere Integrated Care Board"]
