"""Corrections, sending a report on, and other bodies: audited, said with what they move, and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sightline.audit.models import AuditPayload
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import Correction, DueDate, Incident, ReporterMessage
from sightline.incidents.selectors.corrections import corrections_of, other_bodies_of, preview
from sightline.incidents.services import corrections, other_body, triage
from sightline.incidents.services.corrections import CorrectionWish
from sightline.organisations.models import Organisation
from sightline.policy.clock_moves import CorrectedDates
from sightline.policy.deadlines import Standing
from sightline.policy.facts import Actor
from sightline.policy.other_bodies import Investigating
from sightline.policy.terms import Role
from tests import stages
from tests.factories import NOW, World, declared, reported

pytestmark = pytest.mark.django_db
EARLY = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


def wish(incident: Incident, provider_id: UUID | None = None, **changes: Any) -> CorrectionWish:
    stands = CorrectedDates(
        incident.happened_on, incident.happened_time, incident.found_on, incident.identified_at
    )
    return CorrectionWish(replace(stands, **changes), provider_id)


def correct(
    incident: Incident, by: Actor, asked: CorrectionWish, *, accepted: bool = True, **over: Any
) -> Incident:
    given = {"by": by, "now": NOW, "seen": incident.version, **over}
    corrections.correct(incident.id, asked, "Read from the ward's diary.", unmet_accepted=accepted, **given)
    return stages.now_of(incident)


def dues(incident: Incident) -> dict[tuple[str, int], tuple[date, date, date]]:
    rows = DueDate.objects.filter(incident=incident)
    return {(row.kind, row.round): (row.started_on, row.original_due_on, row.due_on) for row in rows}


def test_correcting_and_correcting_back_leaves_every_due_date_as_it_was(world: World) -> None:
    incident = declared(world)
    before, identified = dues(incident), incident.identified_at
    early = wish(incident, happened_on=date(2026, 11, 8), identified_at=EARLY)
    moved = correct(incident, world.lead, early)
    between = dues(moved)
    stored = {
        (row["kind"], row["round"]): (row["old"], row["new"]) for row in Correction.objects.get().clocks
    }
    # What is kept with the correction is the difference of the stored dates, and nothing else moved.
    assert stored == {
        key: (before[key][2].isoformat(), between[key][2].isoformat())
        for key in before
        if before[key] != between[key]
    }
    assert {"report_to_icb", "initial_review"} == {kind for kind, _ in stored}
    back = correct(moved, world.lead, wish(moved, happened_on=date(2026, 11, 16), identified_at=identified))
    assert dues(back) == before


def test_what_was_met_and_becomes_overdue_is_confirmed(world: World) -> None:
    incident = declared(world)
    early = wish(incident, happened_on=date(2026, 11, 8), identified_at=EARLY)
    seen = preview(world.lead, incident.id, early, "Mistyped.", now=NOW)
    assert seen is not None
    assert seen.becomes_unmet
    with pytest.raises(Invalid):
        correct(incident, world.lead, early, accepted=False)
    assert stages.now_of(incident).version == incident.version
    correct(incident, world.lead, early)
    line = corrections_of(world.team, incident.id, now=NOW)[0]
    assert line.reason == "Read from the ward's diary."
    assert ("Date it happened", "Sunday 8 November 2026") in [
        (row["field"], row["new"]) for row in line.changes
    ]
    assert any("met in time → now done" in words for *_, words in line.clocks)
    assert corrections_of(world.outsider, incident.id, now=NOW) == ()


def test_a_correction_is_audited_with_what_stood_before(world: World) -> None:
    incident = declared(world)
    correct(incident, world.team, wish(incident, found_on=date(2026, 11, 16)))
    row = AuditPayload.objects.get(field="found_on")
    assert (row.old, row.new, row.reason) == ("", "2026-11-16", "Read from the ward's diary.")


def test_corrections_that_cannot_stand_change_nothing(world: World) -> None:
    incident = declared(world)
    for asked in (
        wish(incident),
        wish(incident, happened_on=date(2026, 11, 17)),
        wish(incident, identified_at=NOW + timedelta(minutes=1)),
        wish(incident, provider_id=world.other_trust),
    ):
        with pytest.raises(Invalid):
            correct(incident, world.lead, asked)
    with pytest.raises(Refused):
        correct(incident, world.investigator, wish(incident, found_on=date(2026, 11, 16)))
    with pytest.raises(NotVisible):
        correct(incident, world.outsider, wish(incident, found_on=date(2026, 11, 16)))
    assert preview(world.outsider, incident.id, wish(incident), "x", now=NOW) is None
    assert stages.now_of(incident).version == incident.version


def test_a_correction_is_judged_by_what_its_page_showed(world: World) -> None:
    incident = declared(world)
    triage.acknowledge(incident.id, by=world.team, now=NOW, seen=incident.version)
    with pytest.raises(Stale):
        correct(incident, world.lead, wish(incident, found_on=date(2026, 11, 16)))


def test_the_icb_corrects_the_organisation_and_access_follows(world: World) -> None:
    incident = declared(world)
    moved = correct(incident, world.team, wish(incident, provider_id=world.other_trust))
    assert (moved.provider_id, moved.place_id) == (world.other_trust, world.other_place)
    assert selectors.case_page(world.lead, moved.reference, now=NOW) is None
    assert selectors.case_page(world.outsider, moved.reference, now=NOW) is not None
    words = {row["field"]: row["new"] for row in Correction.objects.get().changes}
    assert words["Organisation"] == "Nethercote Hospital"


@pytest.mark.clause("2.3a", facet="each case keeps the framework it was handled under")
def test_a_case_that_went_its_way_does_not_change_its_framework(world: World) -> None:
    incident = declared(world)
    Organisation.objects.filter(id=world.other_trust).update(psirf_from=date(2026, 1, 1))
    with pytest.raises(Invalid, match="join this record to that report"):
        correct(incident, world.team, wish(incident, provider_id=world.other_trust))


def send_on(incident: Incident, by: Actor, code: str = "R9B", reason: str = "It was their ward.") -> str:
    return corrections.send_on(incident.id, code, reason, by=by, now=NOW, seen=incident.version)


def test_a_report_sent_on_is_seen_there_and_no_longer_here_and_its_reporter_is_told(world: World) -> None:
    incident = reported(world.reporter)
    assert send_on(incident, world.lead) == "Nethercote Hospital"
    moved = stages.now_of(incident)
    assert (moved.provider_id, moved.status, moved.place_id) == (
        world.other_trust,
        "reported",
        world.other_place,
    )
    assert moved.what_happened == incident.what_happened
    assert selectors.case_page(world.lead, incident.reference, now=NOW) is None
    assert selectors.case_page(world.outsider, incident.reference, now=NOW) is not None
    assert selectors.case_page(world.reporter, incident.reference, now=NOW) is not None
    told = ReporterMessage.objects.get(incident=incident)
    assert (told.kind, told.text) == (
        "update",
        "Your report was sent to Nethercote Hospital, where it happened.",
    )


@pytest.mark.parametrize(("code", "reason"), [("R9A", "x"), ("", "x"), ("QZZZ", "x"), ("R9B", "  ")])
def test_a_report_is_sent_on_to_another_provider_with_a_reason(world: World, code: str, reason: str) -> None:
    incident = reported(world.reporter)
    with pytest.raises(Invalid):
        send_on(incident, world.lead, code, reason)
    assert stages.now_of(incident).version == incident.version
    assert not ReporterMessage.objects.exists()


def test_a_report_decided_on_is_not_sent_on(world: World) -> None:
    with pytest.raises(Refused):
        send_on(declared(world), world.lead)


def investigated(incident: Incident, by: Actor, **changes: Any) -> Incident:
    given = Investigating("mnsi", date(2026, 11, 16), True, reference="MI-0042", expected_on=date(2027, 5, 1))
    other_body.record_other_body(
        incident.id, replace(given, **changes), by=by, now=NOW, seen=incident.version
    )
    return stages.now_of(incident)


def final_report(world: World, incident: Incident) -> Standing:
    page = selectors.case_page(world.team, incident.reference, now=NOW + timedelta(days=200))
    assert page is not None
    return next(due.state.standing for due in page.dues if due.kind == "final_report")


@pytest.mark.clause("4.3h", facet="what becomes of the provider's report meanwhile is agreed")
def test_the_final_report_is_set_aside_until_the_other_body_ends(world: World) -> None:
    incident = declared(world)
    before = dues(incident)
    during = investigated(incident, world.lead)
    assert final_report(world, during) is Standing.SET_ASIDE
    line = other_bodies_of(world.team, incident.id, now=NOW)[0]
    assert line.name == "Maternity and Newborn Safety Investigations (MNSI)"
    assert (line.reference, line.ended_on) == ("MI-0042", None)
    assert other_bodies_of(world.outsider, incident.id, now=NOW) == ()
    with pytest.raises(Refused):
        investigated(during, world.team)
    later = NOW + timedelta(days=100)
    ended_on = date(2027, 2, 20)
    other_body.end_other_body(
        incident.id, ended_on, "Two findings.", by=world.team, now=later, seen=during.version
    )
    after = stages.now_of(incident)
    assert final_report(world, after) is Standing.OVERDUE
    assert dues(after) == before
    assert other_bodies_of(world.team, incident.id, now=later)[0].ended_on == ended_on


@pytest.mark.clause("4.3h", facet="what becomes of the provider's report meanwhile is agreed")
def test_the_final_report_may_be_due_beside_another_body(world: World) -> None:
    incident = investigated(
        declared(world), world.team, body="another", body_in_words="The coroner", sets_aside=False
    )
    assert final_report(world, incident) is Standing.OVERDUE
    assert other_bodies_of(world.team, incident.id, now=NOW)[0].name == "The coroner"


@pytest.mark.clause("4.3h", facet="its investigation is kept with its dates and reference")
@pytest.mark.clause("4.3h", facet="what becomes of the provider's report meanwhile is agreed")
def test_what_the_local_authority_investigates_is_kept_with_its_dates_and_reference(world: World) -> None:
    incident = investigated(
        declared(world), world.team, body="safeguarding", reference="SAR-2026-7", sets_aside=False
    )
    (line,) = other_bodies_of(world.lead, incident.id, now=NOW)
    assert line.name == "Local authority or safeguarding board"
    assert (line.reference, line.began_on, line.expected_on, line.ended_on) == (
        "SAR-2026-7",
        date(2026, 11, 16),
        date(2027, 5, 1),
        None,
    )
    assert final_report(world, incident) is Standing.OVERDUE, "the provider's report runs beside it"


def test_candour_and_the_72_hour_review_stay_with_the_provider(world: World) -> None:
    incident = investigated(declared(world), world.lead)
    running = set(DueDate.objects.filter(incident=incident, is_running=True).values_list("kind", flat=True))
    assert {"initial_review", "candour_notification"} <= running
    assert "final_report" not in running


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "another"}, "body_in_words"),
        ({"began_on": None}, "began_on"),
        ({"began_on": date(2026, 11, 17)}, "began_on"),
        ({"began_on": date(2026, 11, 1)}, "began_on"),
        ({"expected_on": date(2026, 11, 1)}, "expected_on"),
        ({"sets_aside": None}, "sets_aside"),
        ({"reference": "x" * 101}, "reference"),
    ],
)
def test_what_is_wrong_with_another_body_is_said_beside_its_field(
    world: World, changes: dict[str, Any], field: str
) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as refused:
        investigated(incident, world.lead, **changes)
    assert list(refused.value.problems) == [field]


def test_another_body_ends_after_it_began(world: World) -> None:
    incident = investigated(declared(world), world.lead)
    for ended_on in (None, date(2026, 11, 15), date(2026, 11, 17)):
        with pytest.raises(Invalid):
            other_body.end_other_body(
                incident.id, ended_on, "", by=world.lead, now=NOW, seen=incident.version
            )
    with pytest.raises(Refused):
        other_body.end_other_body(
            incident.id,
            date(2026, 11, 16),
            "",
            by=world.actor("icb", Role.CHIEF_EXECUTIVE),
            now=NOW,
            seen=incident.version,
        )
