"""What every answer carries, whatever the address and whoever asks; and that no page loads anything from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.architecture.cast import route_names
from tests.architecture.test_routes import Stage, stage
from tests.web.hostile.odd import Door, doors, undone

__all__ = ["stage"]
pytestmark = pytest.mark.django_db

_LOADED = re.compile(r"<(?:script|link|img|iframe|source|video|audio|embed|object|form|base)\b[^>]*>", re.I)
_TO = re.compile(r"\s(?:src|href|srcset|data|action|formaction|poster)\s*=\s*[\"']?([^\"'\s>]+)", re.I)


def everything_asked(stage: Stage) -> list[tuple[Door, HttpResponse]]:
    """Every address of the table, as someone to whom it opens and as nobody."""
    answers = []
    for door in doors(stage):
        for client in (door.client, Client()):
            with undone():
                answers.append((door, client.get(door.address)))
    return answers  # type: ignore[return-value]


def test_every_answer_carries_what_keeps_others_out(stage: Stage) -> None:
    asked = everything_asked(stage)
    assert {door.route.name for door, _ in asked} == route_names()
    wrong = []
    for door, answer in asked:
        policy = answer.headers.get("Content-Security-Policy", "")
        wrong += [
            f"{door.address}: {name} is {answer.headers.get(name)!r}"
            for name, value in (
                ("X-Content-Type-Options", "nosniff"),
                ("X-Frame-Options", "DENY"),
                ("Referrer-Policy", "same-origin"),
                ("Cross-Origin-Opener-Policy", "same-origin"),
                ("Cross-Origin-Resource-Policy", "same-origin"),
                ("Permissions-Policy", settings.SIGHTLINE_PERMISSIONS_POLICY),
            )
            if answer.headers.get(name) != value
        ]
        if "Access-Control-Allow-Origin" in answer.headers:
            wrong.append(f"{door.address}: open to other origins")
        wrong += [
            f"{door.address}: {part} is not in {policy!r}"
            for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
            if part not in policy
        ]
        if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy or "*" in policy:
            wrong.append(f"{door.address}: the content policy is {policy!r}")
    assert wrong == []


def test_no_page_loads_or_sends_anything_elsewhere(stage: Stage) -> None:
    wrong, pages = [], 0
    for door, answer in everything_asked(stage):
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        pages += 1
        for tag in _LOADED.findall(answer.content.decode()):
            wrong += [f"{door.address}: {tag}" for to in _TO.findall(tag) if urlsplit(to).netloc]
        if re.search(
            r"<script(?![^>]*\ssrc=)|\sstyle=|<style|\son[a-z]+\s*=\s*[\"']", answer.content.decode()
        ):
            wrong.append(f"{door.address}: a script or style within the page")
    assert wrong == []
    assert pages > 150


def test_static_files_carry_them_too_and_name_no_other_host(client: Client) -> None:
    files = [path for path in Path(settings.STATIC_ROOT).rglob("*") if path.suffix in {".css", ".js"}]
    assert files
    answer = client.get(f"/static/{files[0].relative_to(settings.STATIC_ROOT).as_posix()}")
    assert answer.status_code == 200
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    for path in files:
        text = path.read_text("utf-8")
        if path.suffix == ".css":
            assert not re.search(r"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//", text), path
        else:
            assert not re.search(
                r"(?:fetch|import|importScripts|WebSocket|open)\(\s*[\"'](?:https?:|wss?:)?//", text
            ), path


def test_pages_are_asked_for_over_tls_only_in_production(client: Client, settings: object) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True  # type: ignore[attr-defined]
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    away = client.get("/sign-in/")
    assert (away.status_code, away["Location"]) == (301, "https://testserver/sign-in/")
    assert (
        "max-age=31536000; includeSubDomains"
        in Client().get("/sign-in/", secure=True)["Strict-Transport-Security"]
    )
