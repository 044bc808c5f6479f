"""The demonstration as it stands once loaded: whole, true to the rules, and worth looking at.

Loading takes a minute or more, so it is done once for the module, in a transaction that is rolled back at the end.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.test import override_settings

from sightline.audit.verification import verify
from sightline.demonstration.load import load
from sightline.demonstration.people import PASSWORD, sign_ins
from sightline.demonstration.plans import moment
from sightline.demonstration.region import HOME_CODE
from sightline.governance.selectors.evidence import evidence_for
from sightline.incidents.models import DueDate, Incident, IncidentAccess, Reporter
from sightline.incidents.record import RELATED, facts_of, load_case
from sightline.incidents.selectors import case_page
from sightline.incidents.selectors.disclosures import DisclosureFilter, register
from sightline.incidents.selectors.restriction import named_rows, openings_for
from sightline.incidents.selectors.sharing_registers import protocols, received_cases
from sightline.incidents.services.due_dates import every_due_date, local_rules
from sightline.incidents.visibility import visible_to
from sightline.notifications.models import Notice
from sightline.organisations import selectors as organisations
from sightline.organisations.models import Membership, User
from sightline.policy.disclosing import DisclosureState
from sightline.policy.facts import Actor
from sightline.policy.permissions import expected_access
from sightline.policy.telling import NoticeKind
from sightline.policy.terms import Framework, Status
from sightline.policy.working_days import add_working_days, london_day

#: A Friday: tomorrow is a Saturday, the next working day Monday 19 April 2027.
TODAY = date(2027, 4, 16)
NOW = moment(TODAY, 9 * 60)


@pytest.fixture(scope="module", autouse=True)
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The whole demonstration, loaded by its command; yields the file of sign-ins."""
    file = tmp_path_factory.mktemp("demonstration") / "sign-ins.json"
    given = override_settings(
        SIGHTLINE_DEMONSTRATION=True, SIGHTLINE_HOME_ICB=HOME_CODE, SIGHTLINE_SIGN_INS_FILE=file
    )
    with django_db_blocker.unblock(), given, transaction.atomic():
        call_command("load_demonstration", today=TODAY, stdout=io.StringIO(), stderr=io.StringIO())
        yield file
        transaction.set_rollback(True)


def _actor(username: str) -> Actor:
    row = Membership.objects.get(person__username=username)
    actor = organisations.actor_for(row.id, row.person_id, TODAY)
    assert actor is not None
    return actor


def _incidents() -> list[Incident]:
    return list(Incident.objects.select_related(*RELATED).order_by("reported_at", "id"))


def test_every_status_that_can_be_reached_is_there() -> None:
    found = Counter(Status(status) for status in Incident.objects.values_list("status", flat=True))
    # A draft is not an incident yet.
    assert set(found) == set(Status) - {Status.DRAFT}
    assert 390 <= sum(found.values()) <= 415
    ended = sum(found[status] for status in (Status.CLOSED, Status.NOT_SERIOUS, Status.DOWNGRADED))
    assert 0.7 < ended / sum(found.values()) < 0.85


def test_both_frameworks_are_there_and_psirf_cases_stand_at_each_stage() -> None:
    psirf = Incident.objects.filter(framework=Framework.PSIRF.value)
    assert set(psirf.values_list("status", flat=True)) == {"reported", "investigating", "closed"}
    assert set(psirf.values_list("provider__name", flat=True)) == {"Nethercote Hospital"}
    assert Incident.objects.filter(
        provider__name="Nethercote Hospital", framework="sif_2015", status="closed"
    ).exists()


def test_access_rows_are_what_policy_expects_for_every_incident() -> None:
    for incident in _incidents():
        expected = {
            (grant.organisation_id, grant.relation.value, grant.level.value)
            for grant in expected_access(facts_of(load_case(incident, now=NOW)))
        }
        standing = set(
            IncidentAccess.objects.filter(
                Q(until_at__isnull=True) | Q(until_at__gt=NOW), incident=incident
            ).values_list("organisation_id", "reason", "level")
        )
        assert standing == expected, incident.reference


def test_stored_due_dates_are_what_the_facts_give() -> None:
    rules = local_rules()
    for incident in _incidents():
        computed = {
            (due.kind.value, due.round, due.due_on, due.done_at, due.is_running)
            for due in every_due_date(load_case(incident), rules)
        }
        stored = set(
            DueDate.objects.filter(incident=incident).values_list(
                "kind", "round", "due_on", "done_at", "is_running"
            )
        )
        assert stored == computed, incident.reference


def test_the_audit_trail_is_whole() -> None:
    verdict = verify()
    assert verdict.intact, verdict.reason
    assert verdict.entries > 40_000


def test_references_run_in_the_order_of_time() -> None:
    # What was written on paper counts from then, and has its number from the day it was typed in.
    references = [incident.reference for incident in _incidents() if incident.entered_at is None]
    assert references == sorted(references)
    assert {reference[:8] for reference in references} == {"SL-2025-", "SL-2026-", "SL-2027-"}


def test_most_timescales_were_met_and_a_handful_is_overdue_on_both_sides() -> None:
    done = [due for due in DueDate.objects.all() if due.done_at is not None]
    met = sum(1 for due in done if due.done_at is not None and london_day(due.done_at) <= due.due_on)
    assert 0.85 <= met / len(done) <= 0.90
    overdue = Counter(
        DueDate.objects.filter(is_running=True, due_on__lt=TODAY).values_list("side", flat=True)
    )
    assert set(overdue) == {"provider", "lead_commissioner"}
    assert 10 <= sum(overdue.values()) <= 22


def test_something_is_due_tomorrow_and_on_the_next_working_day() -> None:
    running = DueDate.objects.filter(is_running=True)
    assert running.filter(due_on=TODAY + timedelta(days=1), side="lead_commissioner").exists()
    monday = set(running.filter(due_on=add_working_days(TODAY, 1)).values_list("kind", flat=True))
    assert {"initial_review", "final_report"} <= monday


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "discussing", "agreed_in_discussion_at__isnull": False},
        {"status": "declared", "acknowledged_at__isnull": True},
        {"status": "declared", "initial_reviews__outcome": "more_wanted"},
        {"status": "in_review", "reports__outcome": "accepted"},
        {"status": "in_review", "reports__number": 2},
        {"status": "investigating", "steps__action": "reopen"},
        {"status": "closed", "safety_actions__completed_at__isnull": True},
        {"status": "closed", "reports__outcome": "returned"},
        {"status": "not_serious", "second_look_at__isnull": False},
        {"status": "not_serious", "near_miss": True},
        {"status": "declared", "near_miss": True},
        {"status": "discussing", "near_miss": True},
        {"never_event_code": "3", "never_event_confirmed": True},
        {"status": "downgraded", "never_event_confirmed": False},
        {"never_event_code": "1", "never_event_confirmed__isnull": True, "framework": "sif_2015"},
        {"agreed_level": 3},
        {"candour__applies": False, "status": "closed"},
        {"candour_steps__outcome": "declined"},
        {"candour_steps__outcome": "could_not_contact"},
        {"candour_steps__outcome": "waiting"},
        {"natural_course_review_on__isnull": False, "status": "downgraded"},
        {
            "responsible_commissioner__name__startswith": "Elsemere",
            "lead_commissioner__name__startswith": "Avonmere",
        },
        {"provider__name__startswith": "Avonmere", "status": "closed"},
        {"provider__name__startswith": "Hollin", "reported_from__name__startswith": "Avonmere"},
        {"provider__kind": "gp_practice", "keyed_at__isnull": False, "keyed_confirmed_at__isnull": True},
        {"provider__kind": "gp_practice", "agreed_level": 1, "status": "closed"},
        {"entered_at__isnull": False},
        {"status": "duplicate", "merged_into__status": "declared"},
        {"other_investigations__body": "mnsi", "other_investigations__ended_at__isnull": True},
        {"other_investigations__body": "ppo", "other_investigations__sets_aside_final_report": True},
        {"corrections__isnull": False},
        {"provider__name__startswith": "Stourbrook", "reported_from__name__startswith": "Castlebrook"},
        {"documents__kind": "evidence", "documents__name__endswith": ".xlsx"},
        {"documents__kind": "other", "documents__name__endswith": ".png"},
        {"messages__asks": True, "messages__answered_at__isnull": True, "messages__answer_by__lt": TODAY},
        {"messages__audience": "icb"},
        {"reporter_messages__kind": "answer"},
        {"steis_details__steis_logged_on__isnull": False},
    ],
    ids=lambda fields: "-".join(f"{name}={value}" for name, value in fields.items()),
)
def test_there_is_an_incident_to_show(fields: dict[str, Any]) -> None:
    assert Incident.objects.filter(**fields).exists()


def test_some_reported_in_confidence_and_some_for_a_code_only() -> None:
    wishes = Counter(Reporter.objects.values_list("wish", flat=True))
    assert wishes["confidential"] >= 2
    assert wishes["code_only"] >= 1
    assert not Reporter.objects.filter(wish="code_only", person__isnull=False).exists()


def test_the_home_board_does_not_see_what_the_other_board_leads() -> None:
    ambulance = Incident.objects.filter(provider__name="Westmarch Ambulance Service")
    assert ambulance.count() == 4
    seen = visible_to(_actor("icb.specialist"), now=NOW)
    assert not seen.filter(id__in=ambulance.values("id")).exists()
    # Those that it leads, and one that was shared with it.
    assert visible_to(_actor("elsemere.team"), now=NOW).count() == 5
    assert 375 < seen.count() < 400


def test_the_boards_own_incident_was_closed_by_someone_who_did_not_handle_it() -> None:
    own = Incident.objects.filter(provider__name__startswith="Avonmere", status="closed")
    assert own
    for incident in own:
        steps = list(incident.steps.all())
        closers = {step.taken_by for step in steps if step.action == "close"}
        handlers = {
            step.taken_by for step in steps if step.action in ("declare", "submit_report", "sign_off_report")
        }
        assert closers
        assert not closers & handlers


def test_open_cases_are_on_a_desk_and_a_few_are_on_none() -> None:
    home = Incident.objects.filter(
        lead_commissioner__name__startswith="Avonmere", status__in=("declared", "investigating", "in_review")
    )
    handlers = Counter(case.handler.username if case.handler else "" for case in home)
    assert {"icb.team", "icb.team.2", "icb.team.3", "icb.specialist"} <= set(handlers)
    assert 1 <= handlers[""] <= 8
    leads = home.filter(provider__name__startswith="Castlebrook").values_list("provider_lead_id", flat=True)
    assert None not in set(leads)
    assert len(set(leads)) == 2


def test_a_pair_that_looks_alike_waits_to_be_joined() -> None:
    waiting = Incident.objects.filter(
        provider__name__startswith="Castlebrook", team="Beech Ward", status="reported"
    )
    assert waiting.count() == 2
    assert len(set(waiting.values_list("happened_on", flat=True))) == 1


def test_no_organisation_of_a_case_is_real() -> None:
    assert not Incident.objects.filter(provider__is_invented=False).exists()
    assert not Incident.objects.filter(lead_commissioner__is_invented=False).exists()


def test_every_sign_in_works_and_has_its_hat() -> None:
    rows = sign_ins()
    people = {
        user.username: user for user in User.objects.filter(username__in=[row.username for row in rows])
    }
    assert len(people) == len(rows)
    assert len({user.password for user in people.values()}) == 1
    assert people["castlebrook.lead"].check_password(PASSWORD)
    for row in rows:
        hats = organisations.hats_of(people[row.username].id, TODAY)
        assert hats, row.username
        assert any(hat.role.label in row.hat and hat.organisation_name in row.hat for hat in hats)
    assert len(organisations.hats_of(people["stourbrook.matron"].id, TODAY)) == 2


def test_sign_ins_are_printed_and_kept_as_json(loaded: Path) -> None:
    printed = io.StringIO()
    call_command("sign_ins", json=True, stdout=printed)
    rows = json.loads(printed.getvalue())
    assert rows == json.loads(loaded.read_text("utf-8"))
    assert {"hat", "username", "password"} == set(rows[0])
    table = io.StringIO()
    call_command("sign_ins", stdout=table)
    assert all(row["hat"] in table.getvalue() for row in rows)


def test_people_have_a_few_unread_notices_of_these_days_and_older_ones_read() -> None:
    by_kind = Counter(Notice.objects.filter(seen_at__isnull=True).values_list("kind", flat=True))
    assert set(by_kind) == {kind.value for kind in NoticeKind}
    for name in ("icb.team", "castlebrook.lead"):
        own = Notice.objects.filter(recipient_id=User.objects.get(username=name).pk)
        assert 3 < own.filter(seen_at__isnull=True).count() < 30, name
        assert own.filter(seen_at__isnull=False).count() > 20, name
    assert not Notice.objects.filter(by_email=True).exists()


def test_loading_again_changes_nothing() -> None:
    before = verify().entries
    said = io.StringIO()
    call_command("load_demonstration", today=TODAY, stdout=said, stderr=io.StringIO())
    assert "already" in said.getvalue()
    assert load(today=TODAY) is None
    assert verify().entries == before


def test_the_policy_has_figures_from_the_first_page_on() -> None:
    # This year began a fortnight ago: most figures of a spring day are those of the year before.
    evidence = evidence_for(_actor("icb.team"), now=NOW)
    figures = {figure.code: figure for row in evidence.values() for figure in row.figures}
    counted = {code for code, figure in figures.items() if figure.total + figure.total_last_year}
    assert len(counted) > 40
    assert {row.as_at for row in evidence.values() if row.figures} == {moment(TODAY, 0)}


def test_one_case_is_shared_with_the_board_that_pays_one_is_withdrawn_and_one_waits() -> None:
    rows = register(_actor("icb.ig"), DisclosureFilter(), now=NOW).rows
    states = {(row.recipient_name, row.state) for row in rows}
    assert states == {
        ("Elsemere Integrated Care Board", DisclosureState.ACKNOWLEDGED),
        ("Elsemere Integrated Care Board", DisclosureState.AWAITING_APPROVAL),
        ("NHS England Westmarch region", DisclosureState.WITHDRAWN),
    }
    reader = _actor("elsemere.team")
    [shared] = [row for row in rows if row.state is DisclosureState.ACKNOWLEDGED]
    page = case_page(reader, shared.reference, now=NOW)
    assert page is not None
    assert page.narrative is not None
    assert page.candour is None
    assert len(protocols(_actor("icb.ig"), now=NOW)[0]) == 3
    [received] = received_cases(_actor("icb.team"))[0]
    assert received.acknowledged_at is None


def test_two_cases_are_limited_to_named_people_and_an_opening_of_each_waits_for_its_review() -> None:
    """One before the board sees it, and one that somebody at the board opened."""
    own, shared = Incident.objects.exclude(restricted_kind="").order_by("restricted_kind").reverse()
    lead, governance = _actor("fennimore.lead"), _actor("fennimore.ig")
    waiting = {row.reference: row for row in openings_for(governance, now=NOW) if row.may_review}
    assert set(waiting) == {own.reference, shared.reference}
    assert {row.reference for row in openings_for(_actor("icb.ig"), now=NOW)} == {shared.reference}
    for limited in (own, shared):
        assert len({row.who for row in named_rows(lead, limited.id, now=NOW)}) >= 5
    for username, limited in (
        *((username, own) for username in ("fennimore.executive", "fennimore.lead.2")),
        ("icb.chief-nurse", shared),
    ):
        if User.objects.filter(username=username).exists():
            assert not visible_to(_actor(username), now=NOW).filter(id=limited.id).exists()
