"""``sightline seed``: invented incidents by the hundred are as whole as those that people's steps made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from sightline.audit.selectors import subjects_of_request
from sightline.audit.verification import verify
from sightline.demonstration.people import sign_ins
from sightline.demonstration.plans import moment
from sightline.demonstration.region import HOME_CODE
from sightline.demonstration.seeding import SEED_REQUEST, seed
from sightline.incidents.models import DueDate, Incident, IncidentAccess, Reporter, StepTaken
from sightline.incidents.record import RELATED, facts_of, load_case
from sightline.incidents.selectors.reconcile import differences
from sightline.organisations.models import User
from sightline.policy.permissions import expected_access

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 8)
NOW = moment(TODAY, 12 * 60)
WANTED = 300


@pytest.fixture(scope="module", autouse=True)
def said(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A small region, opened and seeded by the command; yields what the command said."""
    given = override_settings(
        SIGHTLINE_DEMONSTRATION=True,
        SIGHTLINE_HOME_ICB=HOME_CODE,
        SIGHTLINE_SIGN_INS_FILE=tmp_path_factory.mktemp("seed") / "sign-ins.json",
    )
    with django_db_blocker.unblock(), given, transaction.atomic():
        out = io.StringIO()
        call_command("seed", incidents=WANTED, today=TODAY, stdout=out, stderr=io.StringIO())
        yield out.getvalue()
        transaction.set_rollback(True)


def seeded() -> list[Incident]:
    cases = subjects_of_request(SEED_REQUEST)
    return list(Incident.objects.filter(id__in=cases).select_related(*RELATED).order_by("id"))


def test_as_many_as_were_wanted_and_the_chain_is_intact(said: str) -> None:
    assert said.startswith("Added 300 invented incidents")
    assert len(seeded()) == WANTED
    verdict = verify()
    assert verdict.intact
    assert verdict.entries > 30 * WANTED, "each with its whole history"


def test_every_date_and_awaited_step_is_what_the_rules_say() -> None:
    found = dict(differences(now=NOW))
    assert len(found) > 10
    assert {reference: words for reference, words in found.items() if words} == {}
    assert DueDate.objects.filter(incident__in=seeded()).count() > WANTED


def test_who_sees_a_case_is_who_the_rules_let() -> None:
    for incident in seeded()[::7]:
        standing = IncidentAccess.objects.filter(incident=incident, until_at__isnull=True)
        has = {(row.organisation_id, row.reason, row.level) for row in standing}
        facts = facts_of(load_case(incident))
        assert has == {
            (grant.organisation_id, grant.relation.value, grant.level.value)
            for grant in expected_access(facts)
        }, incident.reference


def test_each_has_its_reporter_its_steps_and_a_number_of_its_own() -> None:
    cases = seeded()
    assert Reporter.objects.filter(incident__in=cases).count() == WANTED
    assert len({case.reference for case in cases}) == WANTED
    for case in cases:
        versions = sorted(StepTaken.objects.filter(incident=case).values_list("version", flat=True))
        assert versions == list(range(1, case.version + 1)), case.reference
        assert case.reported_at <= NOW


@time_machine.travel(NOW, tick=False)
def test_a_case_of_each_status_opens_for_its_provider() -> None:
    by_status = {case.status: case for case in seeded()}
    assert len(by_status) > 6
    people = {row.username: row for row in sign_ins()}
    for status, case in by_status.items():
        leads = User.objects.filter(
            memberships__organisation_id=case.provider_id, memberships__role="provider_lead"
        )
        usernames = {user.username for user in leads} & people.keys()
        assert usernames, f"{case.provider.name} has a lead"
        client = Client()
        client.force_login(
            User.objects.get(username=sorted(usernames)[0]),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        address = reverse("incident", args=[case.reference])
        assert client.get(address).status_code == 200, (status, case.reference, usernames)


def test_a_second_seed_adds_more_and_keeps_the_chain() -> None:
    before = Incident.objects.count()
    seed(20, number=1, today=TODAY)
    assert Incident.objects.count() == before + 20
    assert verify().intact


def test_it_is_refused_where_the_data_are_real() -> None:
    with (
        override_settings(SIGHTLINE_DEMONSTRATION=False),
        pytest.raises(CommandError, match="not a demonstration"),
    ):
        call_command("seed", incidents=1, stdout=io.StringIO())
    with pytest.raises(CommandError, match="how many"):
        call_command("seed", incidents=0, stdout=io.StringIO())
