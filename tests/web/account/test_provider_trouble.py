"""A provider that is down, slow, broken or forged: a page in plain words each time, nobody in, nothing made."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.organisations.services import link_identity, person_of
from sightline.web import lock_out
from sightline.web.access import moment
from sightline.web.account import provider_asking
from sightline.web.tries import Limit
from tests.factories import World
from tests.web.account import providers
from tests.web.account.providers import Hostile, press

DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
def broken(world: World, settings: Settings) -> Iterator[Hostile]:
    """Knows the lead, who signs in by it, and answers soundly until a test breaks it."""
    settings.SIGHTLINE_SECOND_FACTOR = True
    with providers.hostile() as running:
        settings.SIGHTLINE_OIDC = providers.set_to(running.address)
        link_identity(
            person_id=world.lead.person_id, provider="cis2", subject="subject-1", by=None, now=moment()
        )
        running.claims["authentication_assurance_level"] = "3"
        yield running


def comes_back(broken: Hostile, **changed: str) -> tuple[Client, int, str]:
    client = Client()
    answer = client.get(broken.back(press(client, "provider_sign_in", "cis2"), **changed))
    return client, answer.status_code, answer.content.decode()


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_sound_answers_let_them_in_so_that_each_of_the_others_is_broken_in_one_place(broken: Hostile) -> None:
    client, status, _ = comes_back(broken)
    assert status == 302
    assert client.get(reverse("incidents")).status_code == 200
    # It was asked with the secret, the code and what only our browser's try knew.
    assert broken.heard[0]["client_secret"] == "s3cret"
    assert len(broken.heard[0]["code_verifier"]) >= 43


def ago(name: str, seconds: int) -> Callable[[Hostile], None]:
    def change(broken: Hostile) -> None:
        broken.claims[name] = int(time.time()) - seconds

    return change


def claim(name: str, value: object) -> Callable[[Hostile], None]:
    def change(broken: Hostile) -> None:
        broken.claims[name] = value

    return change


def says(path: str, *answer: object) -> Callable[[Hostile], None]:
    def change(broken: Hostile) -> None:
        broken.answers[path] = answer

    return change


def signed_by_another(broken: Hostile) -> None:
    broken.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def unsigned(broken: Hostile) -> None:
    broken.signs_with, broken.algorithm = "", "none"


def signed_with_the_public_key(broken: Hostile) -> None:
    # The old trick: a shared-secret signature whose secret is the key that everybody can read.
    public = broken.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    broken.signs_with, broken.algorithm = base64.b64encode(public).decode(), "HS256"


def without_end(broken: Hostile) -> None:
    broken.padding = 600_000


UNTRUSTED, CLOCK = "could not be trusted", "was of another time"
ODD, AWAY = "makes no sense", "is not answering"


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        pytest.param(signed_by_another, UNTRUSTED, id="wrong signature"),
        pytest.param(unsigned, UNTRUSTED, id="no signature"),
        pytest.param(signed_with_the_public_key, UNTRUSTED, id="signature of a shared secret"),
        pytest.param(claim("iss", "https://elsewhere.example"), UNTRUSTED, id="wrong issuer"),
        pytest.param(claim("aud", "another-client"), UNTRUSTED, id="wrong audience"),
        pytest.param(claim("aud", [providers.CLIENT_ID, "another"]), UNTRUSTED, id="several audiences"),
        pytest.param(claim("nonce", "of-another-try"), UNTRUSTED, id="wrong nonce"),
        pytest.param(claim("nonce", None), UNTRUSTED, id="no nonce"),
        pytest.param(claim("exp", None), UNTRUSTED, id="no end"),
        pytest.param(ago("exp", 120), CLOCK, id="expired"),
        pytest.param(ago("iat", -3600), CLOCK, id="clock ahead"),
        pytest.param(ago("nbf", -3600), CLOCK, id="not yet"),
        pytest.param(claim("sub", "x" * 300), "could not be used", id="long subject"),
        pytest.param(claim("sub", 7), UNTRUSTED, id="subject that is no text"),
        pytest.param(
            says("/userinfo_endpoint", 200, {"sub": "subject-2"}), "could not be used", id="two people"
        ),
        pytest.param(says("/userinfo_endpoint", 200, ["sub"]), ODD, id="person's page of another shape"),
        pytest.param(says("/userinfo_endpoint", 401, {}), AWAY, id="person's page refused"),
        pytest.param(says("/token_endpoint", 200, b"<html>maintenance</html>"), ODD, id="rubbish"),
        pytest.param(says("/token_endpoint", 200, b"\xff\xfe{"), ODD, id="rubbish that is no text"),
        pytest.param(says("/token_endpoint", 200, {"access_token": "a"}), ODD, id="no token"),
        pytest.param(
            says("/token_endpoint", 200, {"access_token": "a", "id_token": "a.b.c"}),
            UNTRUSTED,
            id="no such token",
        ),
        pytest.param(says("/token_endpoint", 200, []), ODD, id="a list"),
        pytest.param(says("/token_endpoint", 400, {"error": "invalid_grant"}), ODD, id="code refused"),
        pytest.param(says("/token_endpoint", 302, {}), ODD, id="sent on"),
        pytest.param(says("/token_endpoint", 500, {}), AWAY, id="failing"),
        pytest.param(without_end, ODD, id="without end"),
        pytest.param(says("/jwks_uri", 200, {"keys": []}), UNTRUSTED, id="no keys"),
        pytest.param(says("/jwks_uri", 200, {"keys": "none"}), UNTRUSTED, id="keys of another shape"),
        pytest.param(says("/jwks_uri", 503, {}), AWAY, id="keys away"),
        pytest.param(says("/jwks_uri", 200, json.loads("[" * 50 + "]" * 50)), ODD, id="keys in lists"),
    ],
)
def test_a_broken_answer_is_a_page_and_nobody_is_in(
    broken: Hostile, break_it: Callable[[Hostile], None], words: str
) -> None:
    break_it(broken)
    client, status, page = comes_back(broken)
    assert words in page
    assert status in (403, 502, 503)
    assert reverse("account_login") in page
    assert not is_in(client)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"issuer": "https://elsewhere.example"}, UNTRUSTED),
        ({"issuer": None}, UNTRUSTED),
        ({"authorization_endpoint": None}, ODD),
        ({"token_endpoint": ["https://one.example"]}, ODD),
        ({"jwks_uri": "file:///etc/passwd"}, ODD),
        ({"authorization_endpoint": "javascript:alert(1)"}, ODD),
    ],
)
def test_a_provider_that_describes_itself_badly_is_not_gone_to(
    broken: Hostile, changed: dict[str, object], words: str
) -> None:
    broken.discovery = changed
    answer = Client().post(reverse("provider_sign_in", args=["cis2"]))
    assert answer.status_code in (403, 502)
    assert words in answer.content.decode()


@pytest.mark.parametrize("answer", [(404, {}), (500, {}), (200, b"<html>"), (200, []), (301, {})])
def test_a_provider_that_is_down_is_said_before_anybody_goes(
    broken: Hostile, answer: tuple[object, ...]
) -> None:
    broken.answers[DISCOVERY] = answer
    found = Client().post(reverse("provider_sign_in", args=["cis2"]))
    assert found.status_code in (502, 503)
    assert reverse("account_login") in found.content.decode()


def test_a_provider_that_is_not_there_at_all(world: World, settings: Settings) -> None:
    settings.SIGHTLINE_OIDC = providers.set_to("http://127.0.0.1:9")
    found = Client().post(reverse("provider_sign_in", args=["cis2"]))
    assert found.status_code == 503
    assert AWAY in found.content.decode()
    # The other ways in are there as ever.
    assert Client().get(reverse("account_login")).status_code == 200


def test_a_slow_provider_is_not_waited_for(broken: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider_asking, "_PIECE", 0.3)
    broken.answers["/token_endpoint"] = (200, {}, 3)
    began = time.monotonic()
    client, status, page = comes_back(broken)
    assert (status, is_in(client)) == (503, False)
    assert AWAY in page
    assert time.monotonic() - began < 3


def test_without_the_moment_of_proof_nothing_is_joined(
    broken: Hostile, world: World, settings: Settings
) -> None:
    settings.SIGHTLINE_SECOND_FACTOR = False
    client = Client()
    reporter = get_user_model().objects.get(pk=world.reporter.person_id)
    client.force_login(reporter, backend="allauth.account.auth_backends.AuthenticationBackend")
    broken.claims |= {"sub": "subject-9", "auth_time": None}
    broken.userinfo = {"sub": "subject-9"}
    answer = client.get(broken.back(press(client, "provider_link", "cis2")))
    assert answer.status_code == 403
    assert "did not ask you again" in answer.content.decode()
    assert person_of("cis2", "subject-9") is None


@pytest.mark.parametrize(
    "query",
    [
        *("", "?state=", "?code=x", "?state=unknown&code=x", "?error=server_error", "?error=access_denied"),
        *("?state=%00&code=%00", "?error=%00", "?state=" + "s" * 5000),
    ],
)
def test_an_answer_nobody_asked_for_is_a_page(broken: Hostile, query: str) -> None:
    client = Client()
    answer = client.get(reverse("provider_back", args=["cis2"]) + query)
    assert answer.status_code in (200, 400, 403)
    assert reverse("account_login") in answer.content.decode()
    assert not is_in(client)


def test_one_address_does_not_make_us_ask_without_end(
    broken: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_out, "OF_PROVIDERS", Limit("provider_in_test", most=2, seconds=60))
    # Whoever comes in is not counted.
    for _ in range(4):
        assert comes_back(broken)[1] == 302
    answers = [Client().post(reverse("provider_sign_in", args=["cis2"])).status_code for _ in range(4)]
    assert answers == [200, 200, 429, 429]
