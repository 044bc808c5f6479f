"""Secrets that somebody could know are refused, none lies in the repository, and Django finds nothing to warn of."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sightline.config import guards

pytestmark = pytest.mark.one_engine
ROOT = Path(__file__).parents[2]


def production(var: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SIGHTLINE_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept | {"SIGHTLINE_VAR": str(var), "SIGHTLINE_HOSTS": "sightline.example.org"} | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "known",
    [
        "short",
        "k3v9x2q8w7e6r5t4y1u0p",
        "a" * 60,
        "abcdefgh" * 8,
        "django-insecure-" + "k3v9x2q8w7e6r5t4y1u0p" * 3,
        "change-me-" + "k3v9x2q8w7e6r5t4y1u0p" * 3,
        "Sightline" + "k3v9x2q8w7e6r5t4y1u0p" * 3,
    ],
)
def test_production_refuses_to_start_with_a_secret_that_is_none(tmp_path: Path, known: str) -> None:
    done = production(tmp_path, "import sightline.config.wsgi", SIGHTLINE_SECRET_KEY=known)
    assert done.returncode != 0
    assert "SIGHTLINE_SECRET_KEY must be 50 characters or more" in done.stderr
    assert known not in done.stderr


def test_secrets_made_at_random_are_taken() -> None:
    for _ in range(200):
        key = secrets.token_hex(40)
        assert guards.checked_secret(key) == key


def test_the_check_of_a_deployment_finds_nothing(tmp_path: Path) -> None:
    code = "import sys; sys.argv = ['sightline', 'check', '--deploy', '--fail-level', 'WARNING']\nfrom sightline.config.cli import main; main()"
    done = production(tmp_path, code, SIGHTLINE_SECRET_KEY=secrets.token_hex(40))
    assert done.returncode == 0, done.stderr + done.stdout
    assert "no issues" in done.stdout + done.stderr
    weak = production(tmp_path, code, SIGHTLINE_SECRET_KEY=secrets.token_hex(40), SIGHTLINE_HTTPS="0")
    assert weak.returncode != 0


@pytest.mark.parametrize("address", ["scanner", "scanner:0", "scanner:99999", ":3310", "scanner:port"])
def test_an_address_of_no_scanner_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SIGHTLINE_CLAMD must look like"):
        guards.clamd(address)


def test_addresses_of_a_scanner_are_taken() -> None:
    for address in ("", "/run/clamd.sock", "scanner.example.org:3310", "[::1]:3310"):
        assert guards.clamd(address) == address


_LITERAL = re.compile(
    r"""(?ix)(?:secret|passw(?:or)?d|token|api_?key|private_?key)\w*["']?\s*[:=]\s*["'](?=[^"'\s{}<>$]{16,}["'])[^"'\s]*\d[^"'\s]*["']"""
)
_SHAPES = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-[A-Za-z0-9-]{10,}"
    r"|://(?!user:password@)[^/\s:@{}$]+:[^/\s:@{}$<]{8,}@(?!db\.example\.org)"
)


def test_no_secret_lies_in_the_repository() -> None:
    found, looked_at = [], 0
    for path in sorted(ROOT.rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith((".git", ".venv/", ".uv/", "var/")) or "cache" in name or not path.is_file():
            continue
        if path.suffix in {".png", ".lock", ".woff2", ".ico", ".pyc"} or path == Path(__file__):
            continue
        looked_at += 1
        text = path.read_text("utf-8", "replace")
        found += [
            f"{name}: {match[0][:60]}" for shape in (_LITERAL, _SHAPES) for match in shape.finditer(text)
        ]
        if Path(name).name in {".env", "id_rsa", "credentials"} or Path(name).suffix in {
            ".pem",
            ".key",
            ".p12",
        }:
            found.append(name)
    assert found == []
    assert looked_at > 700


def test_what_looks_for_secrets_finds_them() -> None:
    made = secrets.token_urlsafe(24) + "1"
    assert _LITERAL.search(f'SECRET_KEY = "{made}"')
    assert _LITERAL.search(f"'password': '{made}'")
    assert _SHAPES.search("AKIA" + "A" * 16)
    assert _SHAPES.search("-----BEGIN " + "PRIVATE KEY-----")
