"""Providers come from the environment whole and safe, or the application does not start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.test_settings import run

pytestmark = pytest.mark.one_engine
SHOW = (
    "from sightline.config import settings as s;"
    "print({name: (each.name, each.address, dict(each.groups)) for name, each in s.SIGHTLINE_OIDC.items()});"
    "print(repr(s.SIGHTLINE_OIDC))"
)
WHOLE = {
    "SIGHTLINE_OIDC_ENTRA_ADDRESS": "https://login.example.org/tenant/v2.0/",
    "SIGHTLINE_OIDC_ENTRA_CLIENT_ID": "sightline",
    "SIGHTLINE_OIDC_ENTRA_SECRET": "very-much-hidden",
}


def test_nothing_set_is_no_provider(tmp_path: Path) -> None:
    assert run(SHOW, tmp_path).stdout.splitlines()[0] == "{}"


def test_a_provider_is_read_whole_and_its_secret_is_shown_nowhere(tmp_path: Path) -> None:
    done = run(SHOW, tmp_path, **WHOLE, SIGHTLINE_OIDC_ENTRA_GROUPS="g-1=rxx g-2=QZZ")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == str(
        {
            "entra": (
                "Microsoft Entra ID",
                "https://login.example.org/tenant/v2.0/.well-known/openid-configuration",
                {"g-1": "RXX", "g-2": "QZZ"},
            )
        }
    )
    assert "very-much-hidden" not in done.stdout


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SIGHTLINE_OIDC_ENTRA_ADDRESS": "http://login.example.org"}, "must begin with https"),
        ({"SIGHTLINE_OIDC_ENTRA_ADDRESS": "http://localhost:9"}, "must begin with https"),
        ({"SIGHTLINE_OIDC_ENTRA_ADDRESS": "login.example.org"}, "must look like https://"),
        ({"SIGHTLINE_OIDC_ENTRA_ADDRESS": "https://[broken"}, "must look like https://"),
        ({"SIGHTLINE_OIDC_ENTRA_ADDRESS": "https://user@login.example.org"}, "must look like https://"),
        ({"SIGHTLINE_OIDC_ENTRA_SECRET": ""}, "Set SIGHTLINE_OIDC_ENTRA_SECRET too"),
        ({"SIGHTLINE_OIDC_ENTRA_CLIENT_ID": ""}, "Set SIGHTLINE_OIDC_ENTRA_CLIENT_ID too"),
        ({"SIGHTLINE_OIDC_ENTRA_GROUPS": "g-1"}, "must look like GROUP-ID=ODS-CODE"),
        ({"SIGHTLINE_OIDC_CIS2_SECRET": "alone"}, "SIGHTLINE_OIDC_CIS2_ADDRESS"),
    ],
)
def test_half_a_provider_or_one_that_could_be_listened_to_does_not_start(
    tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    done = run(SHOW, tmp_path, **{**WHOLE, **changed})
    assert done.returncode != 0
    assert words in done.stderr.strip().splitlines()[-1]
    assert "very-much-hidden" not in done.stderr


def test_without_tls_it_can_be_tried_out(tmp_path: Path) -> None:
    changed = {"SIGHTLINE_OIDC_ENTRA_ADDRESS": "http://localhost:9", "SIGHTLINE_DEBUG": "1"}
    assert run(SHOW, tmp_path, **{**WHOLE, **changed}).returncode == 0
