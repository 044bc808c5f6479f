"""Identity providers that tests sign in by: the real mock provider as a server, and one that answers as it is told to."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import User, run_server_in_thread

from sightline.web.identity_providers import Given, ProviderSettings, providers

CLIENT_ID = "sightline-tests"
NONE_SET = Given("", "", "", "")


def set_to(address: str, shape: str = "cis2", groups: str = "") -> dict[str, ProviderSettings]:
    """The setting, with one provider at an address."""
    given = Given(
        address, CLIENT_ID, "s3cret", "NHS CIS2" if shape == "cis2" else "Microsoft Entra ID", groups
    )
    pair = (given, NONE_SET) if shape == "cis2" else (NONE_SET, given)
    return providers(*pair, trying_out=True)


def onward(page: str) -> str:
    """Where the page leads by itself."""
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    assert found, page
    return unescape(found[1])


def asked_of(address: str) -> dict[str, str]:
    """What the provider is asked."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def press(client: Client, name: str, *args: object, **given: str) -> str:
    """Presses one of the buttons that lead to a provider, and hands back the address there."""
    answer = client.post(reverse(name, args=args), given)
    assert answer.status_code == 200, answer.content.decode()
    return onward(answer.content.decode())


class Mock:
    """The mock provider that others wrote, serving."""

    def __init__(self, port: int) -> None:
        self.address = f"http://localhost:{port}"

    def knows(self, subject: str, **claims: Any) -> None:
        """What it will say of a person."""
        done = requests.put(f"{self.address}/users/{subject}", json=claims, timeout=10)
        assert done.ok, done.text

    def sign_in(self, address: str, subject: str) -> str:
        """The person proves themselves there; where their browser is then sent."""
        done = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
        assert done.status_code == 302, done.text
        return within(done.headers["Location"])

    def cancel(self, address: str) -> str:
        """They press its cancel instead."""
        done = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=10)
        assert done.status_code == 302, done.text
        return within(done.headers["Location"])


def within(address: str) -> str:
    """The address inside the product."""
    parts = urlsplit(address)
    assert parts.netloc == "testserver", address
    return f"{parts.path}?{parts.query}"


@contextmanager
def mock() -> Iterator[Mock]:
    with run_server_in_thread(user_claims=(User(sub="nobody"),)) as server:
        yield Mock(server.server_port)


@dataclass
class Hostile:
    """A provider that answers as a test tells it to; a token of its own making, sound but for what the test broke."""

    address: str = ""
    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    #: Claims that differ from a sound token; None takes one away.
    claims: dict[str, Any] = field(default_factory=dict)
    #: Of the page about the person.
    userinfo: Any = None
    #: Path to (status, body), (status, body, seconds to wait) in place of the sound answer.
    answers: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    signs_with: Any = None
    algorithm: str = "RS256"
    nonce: str = ""
    #: Signs that a sound answer with a token has too many.
    padding: int = 0
    discovery: dict[str, Any] = field(default_factory=dict)
    heard: list[dict[str, str]] = field(default_factory=list)

    def token(self) -> str:
        """The ID token."""
        now = int(time.time())
        sound = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "sub": "subject-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "auth_time": now,
        }
        claims = {name: value for name, value in {**sound, **self.claims}.items() if value is not None}
        return jwt.encode(
            claims,
            self.key if self.signs_with is None else self.signs_with,
            self.algorithm,
            headers={"kid": "one"},
        )

    def answer(self, path: str) -> tuple[Any, ...]:
        """Status, body and how long it takes."""
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            sound = {
                "issuer": self.address,
                **{
                    name: f"{self.address}/{name}"
                    for name in (
                        *("authorization_endpoint", "token_endpoint", "jwks_uri"),
                        "userinfo_endpoint",
                    )
                },
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
            return 200, sound | self.discovery
        if path == "/jwks_uri":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        if path in ("/token_endpoint", "/elsewhere"):
            # Whoever follows where they are sent on to finds a sound answer there, which they must not.
            sound = {"access_token": "a", "token_type": "Bearer", "id_token": self.token()}
            return 200, sound | {"more": " " * self.padding}
        if path == "/userinfo_endpoint":
            return 200, {"sub": "subject-1"} if self.userinfo is None else self.userinfo
        return 404, {}

    def back(self, address: str, **changed: str) -> str:
        """Where the browser is sent after its sign-in page, whose nonce the token will carry."""
        asked = asked_of(address)
        self.nonce = asked["nonce"]
        given = {"state": asked["state"], "code": "a-code"} | changed
        return within(
            asked["redirect_uri"] + "?" + "&".join(f"{name}={value}" for name, value in given.items())
        )


@contextmanager
def hostile() -> Iterator[Hostile]:
    provider = Hostile()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            provider.heard.append({name: values[0] for name, values in parse_qs(body).items()})
            self.respond()

        def respond(self) -> None:
            status, body, *wait = provider.answer(urlsplit(self.path).path)
            time.sleep(wait[0] if wait else 0)
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                if 300 <= status < 400:
                    self.send_header("Location", f"{provider.address}/elsewhere")
                self.end_headers()
                self.wfile.write(raw)
            except OSError:
                pass  # whoever asked has stopped waiting

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
