"""Cookies as production sets them: each is for this host alone, and travels by TLS only (ASVS 3.3.1, 3.3.3)."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_engine

#: A process of its own, because the names are read when the application starts.
_VISIT = """
import json
import django
from django.core.management import call_command
django.setup()
call_command("collectstatic", "--no-input", verbosity=0)
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.test import Client
from sightline.organisations.services import people
from sightline.web.access import moment
people.create_person(username="nurse", full_name="A Nurse", password="three words together", by=None, now=moment())
seen = {}
client = Client(HTTP_HOST="sightline.example.org")
page = client.get("/sign-in/", secure=True)
wrong = client.get("/sign-in/second-step/", secure=True)
answers = [page, wrong, client.post("/sign-in/", {"login": "nurse", "password": "three words together"}, secure=True)]
answers.append(client.get("/", secure=True))
answers.append(client.post("/sign-in/passkey/", secure=True))
for answer in answers:
    for name, cookie in answer.cookies.items():
        seen[name] = {key: str(cookie[key]) for key in ("secure", "path", "domain", "httponly", "samesite")}
print(json.dumps([answers[2].status_code, seen]))
"""


def test_in_production_every_cookie_is_for_this_host_alone_and_for_tls_only(tmp_path: Path) -> None:
    keep = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SIGHTLINE_", "DATABASE_URL"))
    }
    production = {
        "SIGHTLINE_VAR": str(tmp_path),
        "SIGHTLINE_SECRET_KEY": secrets.token_urlsafe(60),
        "SIGHTLINE_HOSTS": "sightline.example.org",
        "DJANGO_SETTINGS_MODULE": "sightline.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", _VISIT], env=keep | production, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    status, cookies = json.loads(done.stdout.splitlines()[-1])
    assert status == 302
    assert {name.removeprefix("__Host-") for name in cookies} >= {
        *("sightline_session", "csrftoken", "sightline_device", "sightline_person", "messages"),
    }
    for name, cookie in cookies.items():
        assert name.startswith("__Host-"), name
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == ("True", "/", ""), name
        assert (cookie["httponly"], cookie["samesite"]) == ("True", "Lax"), name
