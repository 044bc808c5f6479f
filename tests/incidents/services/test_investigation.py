"""The final report: saved as often as wanted, signed by an executive, sent, and numbered anew after a return."""

from __future__ import annotations

from typing import Any

import pytest

from sightline.audit import selectors as audit
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import Document, InvestigationReport
from sightline.incidents.services import closure, investigation, review, triage
from sightline.incidents.services.documents import NewDocument
from sightline.policy.terms import Action, Status
from tests import stages
from tests.factories import NOW, World

pytestmark = pytest.mark.django_db


@pytest.mark.clause("2.2b", facet="the investigation is recorded")
def test_report_is_saved_incomplete_and_says_what_is_missing(world: World) -> None:
    incident = stages.investigating(world)
    incident = stages.write(world, incident, causes="", lessons="", document=None)
    page = selectors.case_page(world.executive, incident.reference, now=NOW)
    assert page is not None
    assert page.facts.report_missing == (
        "the report itself, as a document",
        "the causes found",
        "the lessons",
        "at least one action, with its owner and date",
    )
    assert not page.may(Action.SIGN_OFF_REPORT)
    incident = stages.write(world, incident, summary="Better words.", document=None)
    assert InvestigationReport.objects.get().summary == "Better words."
    assert incident.status == Status.INVESTIGATING


@pytest.mark.clause("2.2b", facet="the investigation is recorded")
def test_report_saved_again_keeps_its_document_and_audits_what_changed(world: World) -> None:
    incident = stages.write(world, stages.investigating(world))
    first = InvestigationReport.objects.get().document_id
    incident = stages.write(world, incident, causes="A wire is no swab on the list.", document=None)
    report = InvestigationReport.objects.get()
    assert report.document_id == first
    newest = next(
        row
        for row in audit.entries_for(incident.id, parts=None, limit=200)
        if row.model == "investigationreport" and row.field == "causes"
    )
    assert (newest.old, newest.new) == (stages.REPORT["causes"], "A wire is no swab on the list.")


def test_report_is_not_for_those_who_do_not_investigate(world: World) -> None:
    incident = stages.investigating(world)
    for actor, error in ((world.executive, Refused), (world.team, Refused), (world.outsider, NotVisible)):
        with pytest.raises(error):
            investigation.write_report(incident.id, **stages.REPORT, by=actor, now=NOW, seen=incident.version)
    with pytest.raises(Stale):
        investigation.write_report(
            incident.id, **stages.REPORT, by=world.investigator, now=NOW, seen=incident.version - 1
        )
    assert not InvestigationReport.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.clause("4.4.2", facet="who signed, when and with which words is kept")
def test_sign_off_needs_the_executive_a_whole_report_and_words(world: World) -> None:
    incident = stages.write(world, stages.investigating(world))
    with pytest.raises(Refused, match="at least one action"):
        stages.sign(world, incident)
    incident = stages.with_action(world, incident)
    for actor in (world.lead, world.investigator, world.team):
        with pytest.raises(Refused):
            investigation.sign_off_report(incident.id, "Yes.", by=actor, now=NOW, seen=incident.version)
    with pytest.raises(Invalid) as wrong:
        investigation.sign_off_report(incident.id, " ", by=world.executive, now=NOW, seen=incident.version)
    assert set(wrong.value.problems) == {"statement"}
    incident = stages.sign(world, incident)
    report = InvestigationReport.objects.get()
    assert (report.signed_off_by, report.signed_off_statement) == (
        world.executive.person_id,
        "I have read it and answer for it.",
    )
    with pytest.raises(Refused, match="signed off already"):
        stages.sign(world, incident)


@pytest.mark.clause("4.4.2", facet="a change undoes the signature")
@pytest.mark.parametrize(
    "change",
    [{"summary": "Other words."}, {"document": NewDocument("other.pdf", stages.PDF + b"\n%more")}],
)
def test_sign_off_is_undone_by_a_change(world: World, change: dict[str, Any]) -> None:
    incident = stages.sign(world, stages.written(world))
    incident = stages.write(world, incident, **change)
    report = InvestigationReport.objects.get()
    assert (report.signed_off_at, report.signed_off_by, report.signed_off_statement) == (None, None, "")
    undone = [
        row
        for row in audit.entries_for(incident.id, parts=None, limit=50)
        if row.field == "signed_off_by" and row.new == ""
    ]
    assert undone[0].old == str(world.executive.person_id)


def test_sign_off_stands_when_nothing_changed(world: World) -> None:
    incident = stages.sign(world, stages.written(world))
    incident = stages.write(world, incident)
    assert InvestigationReport.objects.get().signed_off_at == NOW
    assert Document.objects.count() == 1


@pytest.mark.clause("4.4.2", facet="a change undoes the signature")
def test_sign_off_is_undone_by_an_action_added_to_the_plan(world: World) -> None:
    incident = stages.sign(world, stages.written(world))
    stages.with_action(world, incident, text="Buy wires that cannot be lost", strength="strong")
    assert InvestigationReport.objects.get().signed_off_at is None


@pytest.mark.clause("3.1h", facet="the report is sent only once it is decided")
@pytest.mark.clause("4.4.2", facet="a report goes only once an executive has signed it")
def test_report_is_sent_signed_with_candour_decided_and_by_the_lead(world: World) -> None:
    incident = stages.written(world)
    with pytest.raises(Refused, match="signed off"):
        investigation.submit_report(incident.id, by=world.lead, now=NOW, seen=incident.version)
    incident = stages.sign(world, incident)
    with pytest.raises(Refused, match="Duty of Candour"):
        investigation.submit_report(incident.id, by=world.lead, now=NOW, seen=incident.version)
    incident = stages.candour_decided(world, incident)
    with pytest.raises(Refused):
        investigation.submit_report(incident.id, by=world.executive, now=NOW, seen=incident.version)
    investigation.submit_report(incident.id, by=world.lead, now=NOW, seen=incident.version)
    assert stages.now_of(incident).status == Status.REPORT_SUBMITTED
    assert InvestigationReport.objects.get().submitted_by == world.lead.person_id
    with pytest.raises(Stale):
        investigation.submit_report(incident.id, by=world.lead, now=NOW, seen=incident.version)


def test_return_begins_a_new_version_and_leaves_the_one_that_was_sent(world: World) -> None:
    incident = stages.returned(world)
    page = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    assert page.facts.report_missing
    assert not page.may(Action.SUBMIT_REPORT)
    incident = stages.write(world, incident, summary="With a second investigator.", document=None)
    second, first = InvestigationReport.objects.all()
    assert (first.number, first.summary, first.outcome) == (1, stages.REPORT["summary"], "returned")
    assert (second.number, second.summary) == (2, "With a second investigator.")
    assert second.document_id == first.document_id
    assert second.signed_off_at is None
    incident = stages.sign(world, incident)
    investigation.submit_report(incident.id, by=world.lead, now=NOW, seen=incident.version)
    assert stages.now_of(incident).status == Status.REPORT_SUBMITTED


@pytest.mark.behind_the_services
def test_reopened_case_begins_a_new_version_and_never_rewrites_the_accepted_one(world: World) -> None:
    incident = stages.submitted(world)
    review.begin_review(incident.id, by=world.team, now=NOW, seen=incident.version)
    InvestigationReport.objects.update(outcome="accepted", outcome_at=NOW, outcome_by=world.team.person_id)
    incident = stages.now_of(incident)
    type(incident).objects.filter(id=incident.id).update(status=Status.CLOSED, closed_at=NOW)
    closure.reopen(
        incident.id, "New facts came from the coroner.", by=world.team, now=NOW, seen=incident.version
    )
    incident = stages.now_of(incident)
    stages.write(world, incident, summary="What the coroner found.")
    numbers = list(InvestigationReport.objects.values_list("number", "summary"))
    assert numbers == [(2, "What the coroner found."), (1, stages.REPORT["summary"])]


def test_learning_response_is_signed_off_by_the_executive_once_candour_is_decided(world: World) -> None:
    incident = stages.learned(world)
    with pytest.raises(Refused, match="Duty of Candour"):
        triage.sign_off_learning_response(
            incident.id, "Learned.", by=world.executive, now=NOW, seen=incident.version
        )
    incident = stages.candour_decided(world, incident, applies=False, reason="No harm.", relevant_person="")
    with pytest.raises(Refused):
        triage.sign_off_learning_response(
            incident.id, "Learned.", by=world.lead, now=NOW, seen=incident.version
        )
    with pytest.raises(Invalid):
        triage.sign_off_learning_response(incident.id, "", by=world.executive, now=NOW, seen=incident.version)
    triage.sign_off_learning_response(
        incident.id, "We learned to count wires.", by=world.executive, now=NOW, seen=incident.version
    )
    after = stages.now_of(incident)
    assert (after.status, after.closed_at) == (Status.CLOSED, NOW)
