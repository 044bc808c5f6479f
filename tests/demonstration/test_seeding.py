"""What ``sightline seed`` adds is what the services would have made: seen, due, awaited, found and audited like any case.

Seeding an empty database takes some seconds, so it is done once for the module, in a transaction that is rolled back.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, override_settings

from sightline.audit import selectors as audit
from sightline.audit.models import AuditEntry, AuditPayload
from sightline.audit.services import act
from sightline.audit.verification import verify
from sightline.demonstration.load import REQUEST
from sightline.demonstration.plans import moment
from sightline.demonstration.region import HOME_CODE
from sightline.demonstration.seeding import ENDED, OPEN, SEED_REQUEST, seed
from sightline.incidents.clock_records import records_for_clocks
from sightline.incidents.models import (
    Awaited,
    DueDate,
    Incident,
    IncidentAccess,
    ReferenceSequence,
    Reporter,
    StepTaken,
)
from sightline.incidents.pattern import NotAsExpected
from sightline.incidents.record import RELATED, facts_of, load_case
from sightline.incidents.selectors.full_text import candidates
from sightline.incidents.selectors.replay import Span, replay
from sightline.incidents.services.bulk_load import Retelling, load_retellings, read_patterns
from sightline.incidents.services.due_dates import every_due_date, fields_of_due_date, local_rules
from sightline.incidents.services.steps import audit_new, refresh
from sightline.incidents.visibility import visible_to
from sightline.notifications.models import Notice
from sightline.organisations import selectors as organisations
from sightline.organisations.models import Membership
from sightline.policy.clock_facts import DeadlineKind as K
from sightline.policy.facts import Actor
from sightline.policy.permissions import may_see
from sightline.policy.replaying import OtherRules
from sightline.policy.terms import Framework, Part, Role, Status
from sightline.policy.working_days import london_day

pytestmark = [pytest.mark.django_db, pytest.mark.maintenance]

TODAY = date(2027, 4, 16)
NOW = moment(TODAY, 9 * 60)
WANTED = 160
_LEADS = (Role.PROVIDER_LEAD, Role.PATIENT_SAFETY_TEAM)


@pytest.fixture(scope="module", autouse=True)
def seeded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database that was empty, seeded by the command; yields what it said."""
    file: Path = tmp_path_factory.mktemp("seed") / "sign-ins.json"
    given = override_settings(
        SIGHTLINE_DEMONSTRATION=True, SIGHTLINE_HOME_ICB=HOME_CODE, SIGHTLINE_SIGN_INS_FILE=file
    )
    said = io.StringIO()
    with django_db_blocker.unblock(), given, transaction.atomic():
        call_command("seed", incidents=WANTED, today=TODAY, stdout=said)
        assert file.exists()
        yield said.getvalue()
        transaction.set_rollback(True)


def _new() -> list[Incident]:
    ids = audit.subjects_of_request(SEED_REQUEST)
    return list(Incident.objects.select_related(*RELATED).filter(id__in=ids).order_by("reported_at"))


def _actor(username: str) -> Actor:
    row = Membership.objects.get(person__username=username)
    actor = organisations.actor_for(row.id, row.person_id, TODAY)
    assert actor is not None
    return actor


def _indexes(incident: Incident) -> list[list[tuple[Any, ...]]]:
    return [
        sorted(tuple(map(str, row)) for row in model.objects.filter(incident=incident).values_list())
        for model in (IncidentAccess, DueDate, Awaited)
    ]


def test_as_many_as_wanted_were_added_at_every_status_and_the_rate_is_said(seeded: str) -> None:
    cases = _new()
    assert len(cases) == WANTED
    found = Counter(Status(case.status) for case in cases)
    assert set(found) == set(OPEN) | set(ENDED) == set(Status) - {Status.DRAFT}
    assert found[Status.NOT_SERIOUS] > WANTED / 2
    assert f"Added {WANTED} invented incidents" in seeded
    assert "incidents and" in seeded
    assert "entries a second" in seeded


def test_access_due_days_and_awaited_steps_are_what_every_step_computes() -> None:
    for incident in _new():
        before = _indexes(incident)
        with act(by=None, now=NOW) as trail:
            refresh(load_case(incident), now=NOW, trail=trail)
            assert trail._pending == []
        assert _indexes(incident) == before, incident.reference


def test_the_trail_is_intact_and_holds_every_field_of_every_audited_row() -> None:
    verdict = verify()
    assert verdict.intact, verdict
    for incident in _new():
        expected = _recorded_of(incident)
        entries = audit.entries_for(incident.id, parts=None, limit=10_000)
        last: dict[tuple[str, str, str], str] = {}
        for entry in reversed(entries):
            last[entry.model, entry.object_id, entry.field] = entry.new
        for key, value in expected.items():
            # Items of a checklist are entries of their own, and access rows say their level and reason.
            if key in last and key[0] != "incidentaccess":
                assert last[key] == value, (incident.reference, key)
        missing = {key[:2] for key in expected} - {key[:2] for key in last}
        assert not missing, incident.reference
        mine = {key[2] for key in expected if key[0] == "incident"}
        heard = {key[2] for key in last if key[0] == "incident"}
        assert mine <= heard, incident.reference


def _recorded_of(incident: Incident) -> dict[tuple[str, str, str], str]:
    """What the trail would say of the rows as they stand, made by the services' own function."""
    rows: list[tuple[Any, Part]] = [(incident, Part.SUMMARY)]
    for name in ("classifications", "candour_steps", "initial_reviews", "safety_actions", "involvements"):
        rows += [(row, Part.SUMMARY) for row in getattr(incident, name).all()]
    with act(by=None, now=NOW) as trail:
        for row, part in rows:
            audit_new(trail, row, incident.id, part)
        made = {(item.model, item.object_id, item.field): item.new for item in trail._pending}
        trail._pending.clear()
    return made


def test_visible_to_agrees_with_the_rules() -> None:
    usernames = ("icb.team", "icb.place.downs", "castlebrook.lead", "fennimore.lead", "elsemere.team")
    cases = _new()
    facts = {case.id: facts_of(load_case(case)) for case in cases}
    for username in usernames:
        actor = _actor(username)
        seen = set(visible_to(actor, now=NOW).values_list("id", flat=True))
        expected = {key for key, fact in facts.items() if may_see(actor, fact)}
        assert seen & set(facts) == expected, username
    assert visible_to(_actor("icb.team"), now=NOW).count() > WANTED / 2


def test_a_case_of_each_status_opens_for_its_provider_and_for_the_board() -> None:
    board = _actor("icb.team")
    tried: set[tuple[str, str]] = set()
    with time_machine.travel(NOW, tick=False):
        for incident in _new():
            leads = organisations.colleagues(incident.provider_id, _LEADS, TODAY)
            for side, person_id in (("provider", leads[0].id), ("board", board.person_id)):
                if (incident.status, side) in tried:
                    continue
                if side == "board" and not visible_to(board, now=NOW).filter(id=incident.id).exists():
                    continue
                tried.add((incident.status, side))
                client = Client()
                client.force_login(
                    get_user_model().objects.get(pk=person_id),
                    backend="allauth.account.auth_backends.AuthenticationBackend",
                )
                page = client.get(f"/incidents/{incident.reference}/")
                assert page.status_code == 200, (incident.reference, side)
                assert incident.reference in page.content.decode()
    statuses = {status.value for status in Status} - {"draft"}
    assert {status for status, side in tried if side == "provider"} == statuses
    # A report nobody decided on is the provider's alone; under either framework the board sees the others.
    assert statuses - {status for status, side in tried if side == "board"} <= {"reported", "duplicate"}


def test_words_of_a_seeded_story_are_found_and_not_in_every_case() -> None:
    cases = _new()
    for incident in cases[:20]:
        found = Incident.objects.filter(candidates(incident.headline).told)
        assert found.filter(id=incident.id).exists(), incident.headline
    assert len({case.headline for case in cases}) > WANTED / 3
    assert len({case.what_happened for case in cases}) > WANTED / 2


def test_references_are_the_next_of_their_year_and_none_is_given_twice() -> None:
    given = Counter(int(reference[3:7]) for reference in Incident.objects.values_list("reference", flat=True))
    assert dict(ReferenceSequence.objects.values_list("year", "last")) == dict(given)
    references = [case.reference for case in _new() if case.status != Status.DUPLICATE]
    assert [reference[3:7] for reference in references] == sorted(reference[3:7] for reference in references)


def test_everything_lies_in_the_two_years_before_today() -> None:
    for incident in _new():
        assert TODAY - timedelta(weeks=105) <= london_day(incident.reported_at) < TODAY
        last = (
            StepTaken.objects.filter(incident=incident)
            .order_by("-taken_at")
            .values_list("taken_at", flat=True)
        )
        assert last[0] < NOW


def test_people_are_of_the_provider_and_who_reports_in_confidence_is_in_no_entry() -> None:
    for incident in _new():
        for step in incident.steps.exclude(role="reporter").filter(organisation_id=incident.provider_id):
            assert step.taken_by is not None
            assert Membership.objects.filter(
                person_id=step.taken_by, organisation_id=incident.provider_id, role=step.role
            ).exists()
        for step in incident.steps.filter(role=Role.PLACE_QUALITY_LEAD.value):
            assert incident.place_id
            assert Membership.objects.filter(person_id=step.taken_by, place_id=incident.place_id).exists()
    masked = Reporter.objects.filter(
        in_confidence=True, person__isnull=False, incident__in=[case.id for case in _new()]
    )
    assert masked
    for reporter in masked:
        entries = AuditEntry.objects.filter(subject_id=str(reporter.incident_id))
        values = AuditPayload.objects.filter(entry__in=entries).values_list(
            "actor", "old", "new", "hat", "reason"
        )
        assert not [row for row in values if str(reporter.person_id) in "".join(row)]


def _world(cases: list[Incident]) -> list[tuple[Any, ...]]:
    return [
        (
            case.id,
            case.reference,
            case.provider_id,
            case.what_happened,
            case.status,
            case.reported_at,
            case.local_number,
            case.reporter.person_id,
        )
        for case in cases
    ]


def test_the_same_seed_adds_the_same_world_another_another_and_a_second_run_more() -> None:
    before = {case.id for case in _new()}
    worlds = []
    with transaction.atomic():
        for number, is_kept in ((7, False), (8, False), (7, True), (7, True)):
            with transaction.atomic():
                seed(30, number=number, today=TODAY)
                worlds.append(_world([case for case in _new() if case.id not in before]))
                transaction.set_rollback(not is_kept)
        assert len(worlds[0]) == 30
        assert worlds[0] == worlds[2] != worlds[1]
        assert len(worlds[3]) == 60
        assert verify().intact
        transaction.set_rollback(True)


def test_a_load_that_fails_half_way_leaves_whole_batches_and_an_intact_trail() -> None:
    source = Incident.objects.filter(id__in=audit.subjects_of_request(REQUEST), status="not_serious")[0]
    pattern = read_patterns([source.id], request_id="failing")[source.id]
    told: list[tuple[int, int]] = []

    def tellings() -> Iterator[Retelling]:
        for week in range(5):
            yield Retelling(pattern, -week, source.provider_id, source.place_id)
        raise ZeroDivisionError

    count = Incident.objects.count()
    with pytest.raises(ZeroDivisionError):
        load_retellings(tellings(), seed="x", batch_size=2, progress=lambda *done: told.append(done))
    assert [cases for cases, _ in told] == [2, 4]
    assert Incident.objects.count() == count + 4
    assert len(audit.subjects_of_request("failing")) == 4
    assert verify().intact


def test_a_copy_that_others_would_see_is_refused() -> None:
    source = Incident.objects.filter(id__in=audit.subjects_of_request(REQUEST), status="reported")[0]
    pattern = read_patterns([source.id])[source.id]
    pattern._rows = [row for row in pattern._rows if not isinstance(row, IncidentAccess)]
    with pytest.raises(NotAsExpected):
        load_retellings([Retelling(pattern, 0, source.provider_id, source.place_id)], seed="x")


def test_nobody_is_told_of_what_was_seeded() -> None:
    seeded_ids = set(audit.subjects_of_request(SEED_REQUEST))
    assert seeded_ids
    assert not Notice.objects.filter(case_id__in=seeded_ids).exists()


def test_the_demonstration_it_was_told_after_is_still_there() -> None:
    assert len(audit.subjects_of_request(REQUEST)) == Incident.objects.count() - WANTED


def test_the_triggers_of_the_trail_and_of_search_stand_after_it() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_%' AND tgenabled = 'O'")
            expected = 8
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' "
                "AND (name LIKE 'audit_%' OR name LIKE 'incidents_search_%')"
            )
            expected = 12
        assert cursor.fetchone() == (expected,)


def test_outside_a_demonstration_nothing_is_added() -> None:
    with (
        override_settings(SIGHTLINE_DEMONSTRATION=False),
        pytest.raises(CommandError, match="not a demonstration"),
    ):
        call_command("seed", incidents=10)
    with pytest.raises(CommandError, match="how many"):
        call_command("seed", incidents=0)
    assert len(_new()) == WANTED


def test_a_pattern_says_the_same_after_it_was_told() -> None:
    source = Incident.objects.filter(never_event_code__gt="", id__in=audit.subjects_of_request(REQUEST))[0]
    pattern = read_patterns([source.id])[source.id]
    before = (pattern.told("happened_on"), pattern.told("never_event_edition"), pattern.reported_at)
    with transaction.atomic():
        load_retellings([Retelling(pattern, -3, source.provider_id, source.place_id)], seed="x")
        transaction.set_rollback(True)
    assert (pattern.told("happened_on"), pattern.told("never_event_edition"), pattern.reported_at) == before
    assert before[0] == str(source.happened_on)


# Replayed, because here every kind of case stands


def _stored() -> dict[tuple[UUID, str, int], tuple[Any, ...]]:
    names = ("side", "started_on", "original_due_on", "due_on", "done_at", "is_running")
    rows = DueDate.objects.values_list("incident_id", "kind", "round", *names)
    return {(row[0], row[1], row[2]): row[3:] for row in rows}


def test_loaded_by_the_chunk_every_case_has_the_facts_and_the_due_dates_it_has_alone() -> None:
    rules = local_rules()
    alone = {
        case.id: rules.facts_of(load_case(case))
        for case in Incident.objects.exclude(status=Status.DRAFT.value).select_related(*RELATED)
    }
    computed = {}
    for record in records_for_clocks(
        Incident.objects.exclude(status=Status.DRAFT.value).order_by("id"), chunk=50, with_bodies=True
    ):
        facts = rules.facts_of(record)
        assert facts == alone.pop(record.incident.id), record.incident.reference
        for due in every_due_date(record, rules):
            fields = fields_of_due_date(due)
            key = (record.incident.id, fields.pop("kind"), fields.pop("round"))
            computed[key] = tuple(fields.values())
    assert not alone
    assert len(computed) > 2 * WANTED
    assert computed == _stored()


@pytest.mark.clause("5.2.2")
def test_replayed_under_the_same_rules_nothing_differs_and_under_others_much_does() -> None:
    span = Span(date(2025, 1, 1), TODAY)
    for username in ("icb.specialist", "castlebrook.lead"):
        actor = _actor(username)
        cases = visible_to(actor, now=NOW, part=Part.TIMESCALES).count()
        assert cases > 20
        same = replay(actor, span, OtherRules(lengths={K.FINAL_REPORT: 60}), now=NOW)
        assert (same.cases, same.differing, same.differences) == (cases, 0, [])
        assert all(totals.before == totals.after for totals in same.totals.values())
        shorter = replay(actor, span, OtherRules(lengths={K.FINAL_REPORT: 30}), now=NOW)
        assert {row.timescale for row in shorter.differences} == {K.FINAL_REPORT.label}
    board = _actor("icb.specialist")
    for framework in Framework:
        found = replay(board, span, OtherRules(framework), now=NOW)
        # Only cases of the other framework differ, and each of them does.
        others = visible_to(board, now=NOW, part=Part.TIMESCALES).exclude(framework=framework.value)
        assert found.differing == others.count() > 0
        assert sum(found.responses.values()) == (found.cases if framework is Framework.PSIRF else 0)


def test_a_replay_asks_a_few_queries_a_chunk_and_writes_nothing(django_assert_max_num_queries: Any) -> None:
    before = {model: model._default_manager.count() for model in apps.get_models()}
    said = io.StringIO()
    asked = ("--from", "2025-01-01", "--to", TODAY.isoformat(), "--framework", "psirf", "--json")
    # Whose eyes, how many, holidays, lengths twice, cases, seven a chunk, and the names of providers.
    with time_machine.travel(NOW, tick=False), django_assert_max_num_queries(15):
        call_command("replay", *asked, "--length", "candour_letter=5 working days", stdout=said)
    found = json.loads(said.getvalue())
    assert found["as"].startswith("Patient Safety Specialist of")
    assert found["lengths"] == {"candour_letter": 5}
    assert found["differing"] == len({row["reference"] for row in found["differences"]}) > 20
    assert {model: model._default_manager.count() for model in apps.get_models()} == before
