"""E-mail to a real SMTP server on this machine: sent, refused, tried again, put aside; once for each person and run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import Client
from pytest_django import Settings

from sightline.audit.selectors import entries_for
from sightline.incidents.models import Incident, IncidentAccess
from sightline.jobs import schedule, selectors, send_email, services
from sightline.jobs.models import JobRun
from sightline.notifications import services as notifications
from sightline.notifications.models import Mail, MailState, Notice
from sightline.organisations.services import accounts
from sightline.policy.terms import Role
from tests.architecture.cast import person, signed_in
from tests.factories import NOW, World, declared, reported

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ADDRESS = "https://sightline.test"


class Mailbox:
    """A mail server that keeps what it was sent. ``refuses``: what it answers instead, such as ``451 Busy``."""

    def __init__(self) -> None:
        self.refuses = ""
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuses:
            return self.refuses
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """The server at work, and the product set up to use it."""
    box = Mailbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    settings.SIGHTLINE_ADDRESS = ADDRESS
    yield box
    controller.stop()


def with_address(person_id: UUID, email: str) -> None:
    accounts.correct_person(person_id=person_id, full_name="Ines Ashdown", email=email, by=None, now=NOW)


def work(now: datetime = NOW) -> int:
    """One look of a worker and what it was handed; how many runs of the delivery there were."""
    services.tick(now=now)
    runs = JobRun.objects.filter(job="send_email", state="waiting").values_list("slot", flat=True)
    for slot in runs:
        services.perform("send_email", slot, clock=lambda: now)
    return len(runs)


@pytest.fixture
def incident(world: World, mailbox: Mailbox) -> Incident:
    """A report of which one lead with an address was told."""
    with_address(world.lead.person_id, "lead@castlebrook.example")
    return reported(world.reporter)


def test_an_email_has_reference_link_and_what_is_wanted_and_nothing_else(
    world: World, incident: Incident, mailbox: Mailbox
) -> None:
    work()
    [message] = mailbox.received
    text = message.get_content()
    notice = Notice.objects.get(recipient_id=world.lead.person_id)
    assert message["To"] == "lead@castlebrook.example"
    assert message["Subject"] == f"Sightline: a report arrived ({incident.reference})"
    assert message["Message-ID"] == f"<{notice.mail_id}@sightline.test>"
    assert message.get_content_type() == "text/plain"
    assert f"{incident.reference}. A report arrived: Someone reported an incident. Decide what it is." in text
    assert f"{ADDRESS}/notices/{notice.id}/" in text
    everything = f"{message['Subject']} {text}".lower()
    for word in ("guidewire", "intensive", "reporter of the trust", "castlebrook university", "ashdown"):
        assert word not in everything


def test_its_link_opens_the_case_after_signing_in(world: World, incident: Incident, mailbox: Mailbox) -> None:
    work()
    [link] = re.findall(rf"{ADDRESS}(/notices/\S+)", mailbox.received[0].get_content())
    assert "/sign-in/" in Client().get(link).headers["Location"]
    answer = signed_in(world.lead.person_id).get(link)
    assert answer.headers["Location"] == f"/incidents/{incident.reference}/"
    assert Notice.objects.get(recipient_id=world.lead.person_id).seen_at is not None


def test_delivered_again_and_by_two_workers_it_is_sent_once(incident: Incident, mailbox: Mailbox) -> None:
    assert work() == 1
    assert work(NOW + MINUTE) == 0, "nothing waits, so nothing runs"
    send_email.run("by hand", NOW)
    assert len(mailbox.received) == 1


def test_what_waits_for_one_person_is_one_email(world: World, incident: Incident, mailbox: Mailbox) -> None:
    other = reported(world.reporter)
    work()
    [message] = mailbox.received
    assert message["Subject"] == "Sightline: 2 notices"
    text = message.get_content()
    assert incident.reference in text
    assert other.reference in text
    assert f"{ADDRESS}/notices/" in text


def test_a_server_that_refuses_is_tried_again_and_recovers(incident: Incident, mailbox: Mailbox) -> None:
    mailbox.refuses = "451 Busy, lead@castlebrook.example"
    work()
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail.next_try_at) == ("waiting", 1, NOW + MINUTE)
    assert mail.problem == "SMTPDataError 451", "what the server said may hold an address"
    mailbox.refuses = ""
    assert work(NOW + MINUTE / 2) == 0
    work(NOW + MINUTE)
    assert len(mailbox.received) == 1
    assert Mail.objects.get().state == MailState.SENT


def test_after_five_attempts_it_is_put_aside_shown_and_tried_again_by_an_administrator(
    world: World, incident: Incident, mailbox: Mailbox, settings: Settings
) -> None:
    mailbox.refuses = "550 No such user"
    now, waits = NOW, []
    for _ in range(notifications.MOST_ATTEMPTS):
        work(now)
        next_at = Mail.objects.get().next_try_at
        waits.append((next_at - now) // MINUTE)
        now = next_at
    assert waits[:-1] == [1, 5, 30, 120]
    assert Mail.objects.get().state == MailState.PARKED
    assert work(now + MINUTE) == 0
    assert "e-mail that could not be sent" in selectors.attention(now=now)
    administrator = signed_in(world.actor("icb", Role.ADMINISTRATOR).person_id)
    page = administrator.get("/administer/work/").content.decode()
    assert "1 e-mail could not be sent after several attempts: SMTPDataError 550." in page
    assert "lead@" not in page
    mailbox.refuses = ""
    administrator.post("/administer/work/email/")
    assert Mail.objects.get().attempts == 0
    assert [line.new for line in entries_for("", parts=None, limit=1)] == ["waiting: 1"]
    send_email.run("", now + timedelta(days=400))
    assert len(mailbox.received) == 1


def test_a_provider_cannot_try_them_again(world: World, incident: Incident) -> None:
    lead = signed_in(world.lead.person_id)
    assert lead.post("/administer/work/email/").status_code == 403


def test_a_server_that_is_not_there_ends_the_run_and_costs_one_attempt(
    world: World, incident: Incident, mailbox: Mailbox, settings: Settings
) -> None:
    second = world.actor("icb", Role.PATIENT_SAFETY_TEAM).person_id
    with_address(second, "team@avonmere.example")
    declared(world)
    settings.EMAIL_PORT = 1
    work()
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 1]
    assert mailbox.received == []


def test_a_worker_that_died_after_sending_sends_again_under_the_same_name(
    incident: Incident, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        """The process is gone."""

    def die(*args: object, **rest: object) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(notifications, "_end", die)
        with pytest.raises(Died):
            send_email.run("", NOW)
    assert send_email.run("", NOW).words.startswith("0 sent"), "its lease is not over"
    send_email.run("", NOW + notifications.LEASE)
    first, second = mailbox.received
    assert first["Message-ID"] == second["Message-ID"]
    assert Mail.objects.get().state == MailState.SENT


def test_nothing_is_sent_of_a_case_that_the_person_may_no_longer_see(
    incident: Incident, mailbox: Mailbox
) -> None:
    IncidentAccess.objects.filter(incident=incident).update(until_at=NOW)
    work()
    assert mailbox.received == []
    assert Mail.objects.get().state == MailState.NOT_NEEDED


def test_an_address_that_is_none_holds_up_nobody_else(
    world: World, incident: Incident, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = person("second.lead", world.trust, Role.PROVIDER_LEAD)
    addresses = {world.lead.person_id: "lead@castle\nbrook.example", other: "second@castlebrook.example"}
    monkeypatch.setattr(send_email, "email_of", addresses.__getitem__)
    reported(world.reporter)
    work()
    assert [message["To"] for message in mailbox.received] == ["second@castlebrook.example"]
    assert Mail.objects.get(state="waiting").problem == "BadHeaderError"


def test_an_email_that_kills_its_worker_each_time_is_put_aside(
    incident: Incident, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(person_id: UUID) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(send_email, "email_of", die)
    for number in range(notifications.MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            send_email.run("", NOW + number * notifications.LEASE)
    send_email.run("", NOW + notifications.MOST_ATTEMPTS * notifications.LEASE)
    assert (Mail.objects.get().state, Mail.objects.get().problem) == ("parked", "The worker died each time.")


def test_someone_without_an_address_or_who_left_is_sent_nothing(
    world: World, incident: Incident, mailbox: Mailbox
) -> None:
    accounts.set_account(person_id=world.lead.person_id, is_open=False, reason="Left.", by=None, now=NOW)
    work()
    assert mailbox.received == []
    assert Mail.objects.get().state == MailState.NOT_NEEDED


def test_without_a_mail_server_or_an_address_notices_stand_in_the_product_alone(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    settings.SIGHTLINE_ADDRESS = ""
    with_address(world.lead.person_id, "lead@castlebrook.example")
    reported(world.reporter)
    assert Notice.objects.get(recipient_id=world.lead.person_id).by_email is False
    assert work() == 0
    Notice.objects.update(by_email=True)
    send_email.run("by hand", NOW)
    assert not Mail.objects.exists(), "a run by hand sends nothing into the void"
    Notice.objects.update(by_email=False)
    settings.SIGHTLINE_ADDRESS = ADDRESS
    assert work(NOW + MINUTE) == 0, "what was said before e-mail was set up is not sent afterwards"
    assert mailbox.received == []


def test_what_nobody_could_send_for_a_week_is_not_sent_any_more(incident: Incident, mailbox: Mailbox) -> None:
    work(NOW + notifications.TOO_OLD + MINUTE)
    assert mailbox.received == []


def test_the_delivery_is_in_the_schedule_and_asked_each_minute_only_where_something_waits() -> None:
    job = schedule.JOBS["send_email"]
    assert job.rhythm is not None
    assert job.rhythm.words == "Every minute"
    assert job.is_wanted is not None
    assert not job.is_wanted(NOW)
