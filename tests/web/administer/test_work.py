"""Background work on its page: what wants a person is said, and can be answered."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline import __version__
from sightline.audit.anchors import read_anchor
from sightline.audit.verification import verify
from sightline.config import documents
from sightline.jobs import installation, services
from sightline.jobs.models import JobRun
from sightline.policy.terms import Role
from sightline.upkeep.kinds import UpkeepKind, UpkeepOutcome
from sightline.upkeep.services.records import record
from tests.conftest import SignIn
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def administrator(sign_in: SignIn) -> Client:
    return sign_in("icb", Role.ADMINISTRATOR)


def work(client: Client) -> str:
    return " ".join(unescape(client.get(reverse("administer_work")).content.decode()).split())


def ask(client: Client, job: str, act: str) -> str:
    answer = client.post(reverse("administer_job", args=[job]), {"act": act}, follow=True)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_without_a_worker_the_page_says_that_nothing_runs(administrator: Client) -> None:
    assert "No worker is running" in work(administrator)
    begins = administrator.get(reverse("administer")).content.decode()
    assert "Background work wants attention</strong>: no worker is running." in begins
    services.beat("ward-server:1", started_at=NOW, now=NOW)
    assert "No worker is running" not in work(administrator)
    services.beat("ward-server:1", started_at=NOW, now=NOW - timedelta(minutes=3))
    assert "Not heard of" in work(administrator)


def test_the_page_says_where_documents_are(administrator: Client, settings: Settings, tmp_path: Path) -> None:
    assert "Disk for documents" in work(administrator)
    bucket = documents.store(folder=tmp_path, bucket="papers", endpoint="", region="", encryption="")
    settings.STORAGES = {**settings.STORAGES, "documents": bucket}
    page = work(administrator)
    assert "In the bucket papers" in page
    assert "Disk for documents" not in page


def test_a_job_is_run_paused_and_resumed(administrator: Client) -> None:
    assert "It will run within a few seconds." in ask(administrator, "clear_up", "run")
    assert "1 waiting now" in work(administrator)
    assert "Paused" in ask(administrator, "clear_up", "pause")
    assert "Resume Clear up" in work(administrator).replace('<span class="nhsuk-u-visually-hidden">', "")
    ask(administrator, "clear_up", "resume")
    services.perform("clear_up", JobRun.objects.get().slot, clock=lambda: NOW)
    assert "Ended sessions, old notices and old runs deleted." in work(administrator)


def test_alarms_and_what_failed_are_put_first(administrator: Client) -> None:
    words = {
        "done": {"is_alarm": True, "outcome": "1 of 3 open incidents differ: SL-2027-0001 (due dates)."},
        "parked": {"problem": "RuntimeError: <b>the disk is full</b>", "attempts": 5},
    }
    for state, more in words.items():
        JobRun.objects.create(
            job="reconcile_due_dates",
            slot=state,
            state=state,
            asked_at=NOW,
            next_at=NOW,
            finished_at=NOW,
            **more,
        )
    begins = administrator.get(reverse("administer")).content.decode()
    assert "an alarm, work that was put aside after failing, no worker is running" in begins
    page = administrator.get(reverse("administer_work")).content.decode()
    assert "SL-2027-0001 (due dates)" in page
    assert "&lt;b&gt;the disk is full" in page
    parked = JobRun.objects.get(state="parked")
    answer = administrator.post(reverse("administer_run", args=[parked.id]), follow=True)
    assert "It will be tried again within a few seconds." in answer.content.decode()
    assert JobRun.objects.get(id=parked.id).state == "waiting"


def test_a_job_or_an_act_that_is_not_there_is_not_found(administrator: Client) -> None:
    assert administrator.post(reverse("administer_job", args=["nothing"]), {"act": "run"}).status_code == 404
    assert (
        administrator.post(reverse("administer_job", args=["clear_up"]), {"act": "drop"}).status_code == 404
    )
    assert administrator.post(reverse("administer_job", args=["clear_up"])).status_code == 404


@pytest.mark.parametrize("hat", [("trust", Role.ADMINISTRATOR), ("icb", Role.PATIENT_SAFETY_TEAM)])
def test_nobody_else_runs_pauses_or_tries_again(sign_in: SignIn, hat: tuple[str, Role]) -> None:
    client = sign_in(*hat)
    for address in (reverse("administer_job", args=["clear_up"]), reverse("administer_run", args=[1])):
        assert client.post(address, {"act": "run"}).status_code == 403
    assert not JobRun.objects.exists()


def test_an_operator_sees_backups_drills_and_what_was_proved(administrator: Client) -> None:
    assert "No backup is known." in work(administrator)
    head = "ab" * 32
    record(
        UpkeepKind.BACKUP, UpkeepOutcome.DONE, by="a night", now=NOW - timedelta(hours=25), detail="old.tar"
    )
    record(UpkeepKind.DRILL, UpkeepOutcome.FAILED, by="a week", now=NOW, detail="<b>no room</b>")
    services.ask("check_audit_trail", "s", now=NOW)
    services.perform("check_audit_trail", "s", clock=lambda: NOW)
    record(
        UpkeepKind.VERIFY, UpkeepOutcome.DONE, by="a check", now=NOW, detail="", head_seq=7, head_hash=head
    )
    page = work(administrator)
    assert "The last backup is older than 24 hours." in page
    assert "old.tar" in page
    assert "Failed: drill" in page
    assert "&lt;b&gt;no room" in administrator.get(reverse("administer_work")).content.decode()
    assert f'7 entries, head <span class="sl-as-typed">{head}' in page
    record(UpkeepKind.BACKUP, UpkeepOutcome.DONE, by="a night", now=NOW, detail="new.tar")
    assert "Backup wanted" not in work(administrator)


def test_an_operator_sees_version_database_and_room_on_the_disk(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = work(administrator)
    assert __version__ in page
    assert connection.display_name in page
    assert "Short of room" not in page
    monkeypatch.setattr(installation, "LEAST_FREE", 1 << 60)
    assert "Short of room" in work(administrator)


def test_an_anchor_of_the_audit_trail_is_a_file_to_be_kept_elsewhere(administrator: Client) -> None:
    assert reverse("administer_anchor") in work(administrator)
    answer = administrator.get(reverse("administer_anchor"))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="sightline-anchor-')
    anchor = read_anchor(answer.content.decode())
    verdict = verify(anchors=[anchor])
    assert verdict.intact
    assert (anchor.entries, anchor.head_hash) == (verdict.entries, verdict.head_hash)
