"""NHS CIS2 and Entra ID, where the environment names them; with nothing set there is neither button nor address."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from sightline.policy.identity_claims import Shape

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class ProviderSettings:
    """One provider. ``asks``: what is asked of it besides; ``groups``: of Entra ID, group to ODS code."""

    shape: Shape
    name: str
    address: str
    client_id: str
    secret: str = field(repr=False)
    scope: tuple[str, ...]
    asks: MappingProxyType[str, str]
    groups: MappingProxyType[str, str]


@dataclass(frozen=True)
class Given:
    """What the environment says of one provider, "" where it is silent."""

    address: str
    client_id: str
    secret: str = field(repr=False)
    name: str
    groups: str = ""


_SCOPES = {
    Shape.CIS2: ("openid", "profile", "email", "nationalrbacaccess", "selectedrole"),
    Shape.ENTRA: ("openid", "profile", "email"),
}
_ASKS = {Shape.CIS2: {"acr_values": "AAL2_OR_AAL3_ANY"}, Shape.ENTRA: {}}


def providers(cis2: Given, entra: Given, *, trying_out: bool) -> dict[str, ProviderSettings]:
    """Those that are set, by shape; ``ImproperlyConfigured`` for one that is half set or could be listened to."""
    found = {}
    for shape, given in ((Shape.CIS2, cis2), (Shape.ENTRA, entra)):
        start = f"SIGHTLINE_OIDC_{shape.upper()}"
        needed = {"ADDRESS": given.address, "CLIENT_ID": given.client_id, "SECRET": given.secret}
        if not any(needed.values()):
            continue
        if missing := [f"{start}_{part}" for part, value in needed.items() if not value]:
            raise ImproperlyConfigured(f"Set {' and '.join(missing)} too, or nothing of {start}.")
        found[shape.value] = ProviderSettings(
            shape,
            given.name,
            _address(f"{start}_ADDRESS", given.address, trying_out),
            given.client_id,
            given.secret,
            _SCOPES[shape],
            MappingProxyType(dict(_ASKS[shape])),
            MappingProxyType(_groups(given.groups)),
        )
    return found


def _address(name: str, given: str, trying_out: bool) -> str:
    """Where the provider describes itself; what it hears there is as secret as a password."""
    try:
        parts = urlsplit(given)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ImproperlyConfigured(f"{name} must look like https://provider.example.org{WELL_KNOWN}.")
    if parts.scheme != "https" and not trying_out:
        raise ImproperlyConfigured(f"{name} must begin with https: whoever listens could sign in as anybody.")
    return given if given.endswith(WELL_KNOWN) else given.rstrip("/") + WELL_KNOWN


def _groups(given: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given.split()]
    if not all(group and code for group, _, code in pairs):
        raise ImproperlyConfigured(
            "SIGHTLINE_OIDC_ENTRA_GROUPS must look like GROUP-ID=ODS-CODE GROUP-ID=ODS-CODE."
        )
    return {group: code.upper() for group, _, code in pairs}
