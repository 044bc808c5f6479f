"""What stands around every page, and signing in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from sightline.web.page import render
from sightline.web.sign_in import address_of_visitor

STATIC = Path(__file__).parents[2] / "sightline/web/static"
WEB = STATIC.parent


def test_sign_in_page_is_served_with_production_static_files(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) == 6
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.", address), "not the hashed name of production"
        assert client.get(address).status_code == 200, address


def test_pages_run_nothing_and_fetch_nothing_from_elsewhere(client: Client) -> None:
    answer = client.get(reverse("account_login"))
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\sstyle=|\son\w+=", page)


def test_vendored_files_call_no_other_host() -> None:
    for file in STATIC.rglob("*.css"):
        text = file.read_text("utf-8")
        assert "@font-face" not in text, file
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", text), file
        assert "sourceMappingURL" not in text, file


def test_every_template_compiles() -> None:
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    names = environment.list_templates(
        filter_func=lambda name: (WEB / name).exists() and name.endswith(".jinja")
    )
    assert "layouts/base.jinja" in names
    for name in names:
        environment.get_template(name)


def test_no_template_carries_styles_or_scripts_of_its_own() -> None:
    for file in WEB.rglob("*.jinja"):
        assert not re.search(
            r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", file.read_text("utf-8")
        ), file


def test_page_without_a_hat_has_no_navigation(rf: RequestFactory) -> None:
    page = render(rf.get("/"), "layouts/base.jinja").content.decode()
    assert "Skip to main content" in page
    assert "<nav" not in page
    assert "change" not in page


def test_page_says_when_its_form_has_an_error(client: Client, db: None) -> None:
    page = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert "<title>Error: Sign in – Sightline</title>" in page
    assert "Enter your username" in page
    assert 'href="#id_login"' in page


@pytest.mark.django_db
def test_nobody_signs_themselves_up(client: Client) -> None:
    for address in ("/accounts/signup/", "/sign-up/", "/accounts/password/reset/", "/admin/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("forwarded", "behind", "address"),
    [
        ("192.0.2.1, 198.51.100.2", True, "198.51.100.2"),
        ("198.51.100.2:40312", True, "198.51.100.2"),
        ("2001:db8::7", True, "2001:db8::7"),
        ("[2001:db8::7]", True, "2001:db8::7"),
        ("unknown", True, "127.0.0.1"),
        ("", True, "127.0.0.1"),
        ("198.51.100.2", False, "127.0.0.1"),
    ],
)
def test_tries_are_counted_by_the_address_that_our_own_proxy_saw(
    settings: LazySettings, forwarded: str, behind: bool, address: str
) -> None:
    settings.SIGHTLINE_BEHIND_PROXY = behind
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    assert address_of_visitor(request) == address


def test_sign_ins_are_shown_in_a_demonstration_only(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SIGHTLINE_SIGN_INS_FILE = tmp_path / "sign-ins.json"
    row = {"hat": "Patient safety team, Avonmere ICB", "username": "pst", "password": "shown-to-anyone"}
    settings.SIGHTLINE_SIGN_INS_FILE.write_text(json.dumps([row]))
    assert "shown-to-anyone" not in client.get(reverse("account_login")).content.decode()
    settings.SIGHTLINE_DEMONSTRATION = True
    page = client.get(reverse("account_login")).content.decode()
    assert "shown-to-anyone" in page
    assert "Patient safety team, Avonmere ICB" in page


@pytest.mark.django_db
def test_health_pages_need_no_sign_in(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").content == b"ready\n"
