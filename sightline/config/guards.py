"""What keeps the outside out: secrets that are none, the virus scanner, and headers that Django does not send itself."""

from __future__ import annotations

import re

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

#: Nothing runs or draws that is not a file of our own: there is no script or style within a page, so no nonce either.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # The NHS styles carry small pictures, such as the arrow of a select, as data.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

#: Features of a browser that no page here uses, and so no script that got in may use either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
        *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "identity-credentials-get"),
        *("idle-detection", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
        *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
    )
)
SHORTEST_SECRET = 50
#: Words of examples and of Django's own default: whoever copied one has no secret.
_KNOWN = re.compile(r"django-insecure|change.?me|secret|example|password|sightline|your.?key|default", re.I)
#: Even one of hexadecimal digits alone has more different ones.
_FEWEST_DIFFERENT = 10


def checked_secret(key: str) -> str:
    """The key that signs sessions, or ImproperlyConfigured for one that somebody else could know or guess."""
    if key and (len(key) < SHORTEST_SECRET or len(set(key)) < _FEWEST_DIFFERENT or _KNOWN.search(key)):
        raise ImproperlyConfigured(
            f"SIGHTLINE_SECRET_KEY must be {SHORTEST_SECRET} characters or more, made at random and in no example: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(60))' makes one."
        )
    return key


def clamd(address: str) -> str:
    """``host:port`` or the path of a socket; files are sent in clear, so the network between must be one's own."""
    if address and not address.startswith("/"):
        host, _, port = address.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ImproperlyConfigured(
                f"SIGHTLINE_CLAMD must look like scanner.example.org:3310 or /run/clamd.sock, not {address!r}."
            )
    return address
