"""Codes are those of RFC 6238, whose own table (its appendix B, SHA-1, last six digits) is asked here."""

from __future__ import annotations

import base64

import pytest

from sightline.organisations.services import code_at

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_that_apps_show(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // 30) == code
