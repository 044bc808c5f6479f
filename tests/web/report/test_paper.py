"""When the system was down: the sheet of paper, and typing it in later with the times it really had."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sightline.audit.models import AuditPayload
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid
from sightline.incidents.models import Incident
from sightline.incidents.selectors.case import CasePage, DueRow
from sightline.incidents.services import triage
from sightline.policy.deadlines import Standing
from sightline.policy.reporting_form import QUESTIONS
from sightline.policy.terms import Role
from tests.conftest import SignIn
from tests.factories import NOW, World, declaration, judgement, reported
from tests.web.decide.pages import errors, text_of
from tests.web.decide.test_decide import DECLARING
from tests.web.report.pages import TYPED, begin, question, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
#: Monday 16 November, 15:10: the ward writes it on paper. It is typed in on Friday.
WRITTEN = datetime(2026, 11, 16, 15, 10, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PAPER = {"from_paper": "yes", "written_on": "2026-11-16", "written_time": "15:10"}
TYPED_PAPER = {
    **TYPED[1],
    "from_paper": "yes",
    "written_on-day": "16",
    "written_on-month": "11",
    "written_on-year": "2026",
    "written_time": "3.10pm",
}


@pytest.fixture
def nurse(sign_in: SignIn) -> Client:
    return sign_in("trust", Role.REPORTER)


def fill_paper(client: Client, **changes: dict[str, Any]) -> str:
    """Types in a whole paper report, following where each page leads; gives the address of its answers to check."""
    pages = {**TYPED, 1: TYPED_PAPER} | {int(name[1:]): typed for name, typed in changes.items()}
    address = begin_paper(client)
    while not address.endswith("/check/"):
        answer = client.post(address, pages[int(address.split("/")[-2])])
        assert answer.status_code == 302, words_of(answer)
        address = answer["Location"]
    return address


def from_paper(world: World, **changes: Any) -> Incident:
    return reported(world.reporter, now=FRIDAY, **{**PAPER, **changes})


def begin_paper(client: Client) -> str:
    return str(client.post(reverse("report_start"), {"paper": "yes"})["Location"])


def page_of(world: World, incident: Incident, now: datetime = FRIDAY) -> CasePage:
    page = selectors.case_page(world.lead, incident.reference, now=now)
    assert page is not None
    return page


def due(world: World, incident: Incident, kind: str) -> DueRow:
    return next(row for row in page_of(world, incident).dues if row.kind == kind)


def declare(world: World, incident: Incident, *, declared_at: datetime | None = None) -> None:
    triage.declare(
        incident.id,
        judgement(),
        declaration(identified_at=WRITTEN, declared_at=declared_at),
        by=world.lead,
        now=FRIDAY,
        seen=incident.version,
    )
    incident.refresh_from_db()


# The sheet


def test_the_sheet_asks_every_question_of_the_form_and_names_nobody(nurse: Client) -> None:
    answer = nurse.get(reverse("report_paper"))
    page = words_of(answer)
    for row in QUESTIONS:
        assert row.question in page
        for field in row.fields:
            assert all(choice.label in text_of(answer) for choice in field.choices)
    sheet = answer.content.decode().partition("<article")[2].partition("</article>")[0]
    assert "Written at: date" in sheet
    assert "Castlebrook" not in sheet
    assert "Reporter of trust" not in sheet
    assert "Ring" in sheet


def test_reporting_leads_to_the_sheet_and_to_typing_it_in(nurse: Client) -> None:
    page = nurse.get(reverse("report_start")).content.decode()
    assert f'href="{reverse("report_paper")}"' in page
    assert "I am typing in a paper report" in page


# Typing it in


def test_only_a_paper_report_is_asked_when_it_was_written(nurse: Client) -> None:
    assert "written on paper" not in words_of(nurse.get(question(begin(nurse), 1)))
    assert "On which day was it written on paper?" in words_of(nurse.get(begin_paper(nurse)))


def test_changing_ones_mind_about_paper_begins_no_second_draft(nurse: Client, world: World) -> None:
    begin_paper(nurse)
    assert "written on paper" not in words_of(nurse.get(question(begin(nurse), 1)))
    begin_paper(nurse)
    assert len(selectors.drafts_of(world.reporter)) == 1
    assert "Not sent yet" not in words_of(nurse.get(reverse("report_start")))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"written_time": ""}, "written_time", "Enter the time."),
        (
            {"written_on-day": "", "written_on-month": "", "written_on-year": ""},
            "written_on",
            "Enter the date.",
        ),
        ({"written_on-day": "17"}, "written_on", "cannot be in the future"),
        ({"written_time": "5.30pm"}, "written_on", "cannot be in the future"),
    ],
)
def test_when_it_was_written_is_checked_beside_the_field(
    nurse: Client, changes: dict[str, str], field: str, message: str
) -> None:
    answer = nurse.post(begin_paper(nurse), {**TYPED_PAPER, **changes})
    assert answer.status_code == 422
    (where,) = (name for name in errors(answer) if name.startswith(field))
    assert message in errors(answer)[where]
    assert "A guidewire was left in." in words_of(answer)


def test_a_report_that_is_not_from_paper_after_all_needs_no_time(nurse: Client) -> None:
    assert nurse.post(begin_paper(nurse), {**TYPED[1], "from_paper": "no"}).status_code == 302


def test_it_stays_a_paper_report_until_somebody_says_that_it_is_none(nurse: Client) -> None:
    answer = nurse.post(begin_paper(nurse), TYPED[1])
    assert answer.status_code == 422
    assert "Enter the date." in errors(answer)["written_on-day"]


def test_it_cannot_have_been_written_before_it_happened(nurse: Client) -> None:
    exact = {**TYPED[2], "happened_precision": "exact", "happened_time": "14:30"}
    address = fill_paper(nurse, q1={**TYPED_PAPER, "written_time": "1pm"}, q2=exact)
    answer = nurse.post(address)
    assert answer.status_code == 422
    assert "It cannot have been written before it happened." in words_of(answer)
    assert "/1/?then=check#id_written_on" in answer.content.decode()
    assert not Incident.objects.exists()


def test_the_case_keeps_both_times_and_says_them(world: World, sign_in: SignIn) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        nurse = sign_in("trust", Role.REPORTER)
        address = fill_paper(nurse)
        assert "On which day was it written on paper" in words_of(nurse.get(address))
        nurse.post(address)
        incident = Incident.objects.get()
        assert (incident.reported_at, incident.entered_at) == (WRITTEN, FRIDAY)
        lead = sign_in("trust", Role.PROVIDER_LEAD)
        case = text_of(lead.get(reverse("incident", args=[incident.reference])))
        assert "Written on paper 16 November 2026, 15:10, entered 20 November 2026, 09:30." in case
        trail = text_of(lead.get(reverse("incident_trail", args=[incident.reference])))
    assert "16 November 2026, 15:10" in trail
    recorded = AuditPayload.objects.filter(field__in=("reported_at", "entered_at")).values_list(
        "field", flat=True
    )
    assert set(recorded) == {"reported_at", "entered_at"}


def test_a_report_typed_at_once_has_no_second_time(world: World) -> None:
    incident = reported(world.reporter, now=NOW)
    assert (incident.reported_at, incident.entered_at) == (NOW, None)


def test_times_of_the_paper_that_are_not_asked_for_count_for_nothing(world: World) -> None:
    incident = reported(world.reporter, now=FRIDAY, **{**PAPER, "from_paper": "no"})
    assert (incident.reported_at, incident.entered_at) == (FRIDAY, None)


# Declaring it, and the timescales


@pytest.mark.clause("1.1b", facet="reporting to the ICB has a timescale")
def test_declared_by_phone_in_time_is_in_time_though_it_was_typed_later(world: World) -> None:
    incident = from_paper(world)
    told = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
    declare(world, incident, declared_at=told)
    assert incident.declared_at == told
    report = due(world, incident, "report_to_icb")
    assert report.done_at == told
    assert report.state.standing is Standing.DONE_IN_TIME
    at_once = due(world, incident, "final_report")
    assert str(at_once.due_on) == "2027-02-12"
    assert str(due(world, incident, "initial_review").due_on) == "2026-11-19"


def test_typed_later_and_not_declared_before_it_is_overdue(world: World) -> None:
    incident = from_paper(world)
    declare(world, incident)
    assert incident.declared_at == FRIDAY
    assert due(world, incident, "report_to_icb").state.standing is Standing.DONE_OVERDUE
    assert due(world, incident, "initial_review").state.is_overdue


def test_a_72_hour_review_still_runs_from_when_it_was_identified(world: World) -> None:
    early, late = from_paper(world), from_paper(world)
    declare(world, early, declared_at=WRITTEN)
    declare(world, late)
    assert due(world, early, "initial_review").due_on == due(world, late, "initial_review").due_on
    assert due(world, early, "final_report").due_on < due(world, late, "final_report").due_on


@pytest.mark.parametrize(
    ("declared_at", "message"),
    [
        (datetime(2026, 11, 16, 15, 9, tzinfo=UTC), "before it was identified"),
        (datetime(2026, 11, 20, 9, 31, tzinfo=UTC), "future"),
    ],
)
def test_when_it_was_declared_stands_between_identified_and_now(
    world: World, declared_at: datetime, message: str
) -> None:
    incident = from_paper(world)
    with pytest.raises(Invalid) as refused:
        declare(world, incident, declared_at=declared_at)
    assert message in refused.value.problems["declared_at"]


def test_what_was_typed_at_once_cannot_have_been_declared_before(world: World) -> None:
    incident = reported(world.reporter, now=FRIDAY)
    with pytest.raises(Invalid) as refused:
        declare(world, incident, declared_at=WRITTEN)
    assert "reported on paper" in refused.value.problems["declared_at"]


def test_the_lead_is_asked_only_for_what_came_on_paper(world: World, sign_in: SignIn) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        lead = sign_in("trust", Role.PROVIDER_LEAD)
        asked = "declared to the ICB by phone or on paper"
        typed = reported(world.reporter, now=FRIDAY)
        assert asked not in text_of(lead.get(reverse("decide", args=[typed.reference])))
        incident = from_paper(world)
        address = reverse("decide", args=[incident.reference])
        assert asked in text_of(lead.get(address))
        sent = {**DECLARING, "seen": str(incident.version), "declared_time": "5pm"}
        answer = lead.post(address, sent)
        assert "both the date and the time" in errors(answer)["declared_on-day"]
        day = {"declared_on-day": "16", "declared_on-month": "11", "declared_on-year": "2026"}
        assert lead.post(address, {**sent, **day}).status_code == 302
    incident.refresh_from_db()
    assert incident.declared_at == NOW
