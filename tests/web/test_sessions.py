"""Someone who walks away is signed out; someone who works is not, and reading does not write at every page."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from sightline.web.sessions import TOUCHED

START = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


def at(seconds: float) -> time_machine.travel:
    return time_machine.travel(START + datetime.timedelta(seconds=seconds), tick=False)


@pytest.fixture
def someone(client: Client, db: None) -> Client:
    person = get_user_model().objects.create_user("someone", password=None, full_name="Someone Invented")
    with at(0):
        client.force_login(person)
        client.get(reverse("today"))
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("today")).status_code != 302


def touched(client: Client) -> int:
    session = Session.objects.get(session_key=client.cookies["sightline_session"].value)
    return int(session.get_decoded()[TOUCHED])


def test_idle_session_ends(someone: Client, settings: LazySettings) -> None:
    with at(settings.SIGHTLINE_IDLE_SECONDS - 1):
        assert is_signed_in(someone)
    with at(2 * settings.SIGHTLINE_IDLE_SECONDS):
        assert not is_signed_in(someone)


def test_work_keeps_a_session_alive(someone: Client, settings: LazySettings) -> None:
    for turn in range(1, 5):
        with at(turn * settings.SIGHTLINE_IDLE_SECONDS * 0.9):
            assert is_signed_in(someone)


def test_session_is_written_once_a_minute_at_most(someone: Client) -> None:
    first = touched(someone)
    with at(59):
        someone.get(reverse("today"))
        assert touched(someone) == first
    with at(61):
        someone.get(reverse("today"))
        assert touched(someone) == first + 61
