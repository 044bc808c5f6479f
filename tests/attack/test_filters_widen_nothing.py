"""No filter, search or sort shows more than is shown without it, whatever is written into it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sightline.policy.terms import Role
from tests import factories
from tests.attack.trying import TRIED, body
from tests.conftest import SignIn
from tests.factories import World
from tests.web.hostile.test_searching import FILTERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

INJECTED = (
    "' OR 1=1 --",
    "' OR '1'='1",
    '" OR ""="',
    "1; DROP TABLE incidents_incident; --",
    "') OR visible=1 --",
    "x' UNION SELECT reference FROM incidents_incident --",
    "%' OR reference LIKE '%",
    "*",
    "%",
    "_",
    'guidewire" OR "castlebrook',
    "guidewire NEAR/2 left",
    "what_happened:guidewire",
    "guidewire | !guidewire",
    "guide*",
    "NOT zzz",
    "SL-",
    "\x00",
    "[]",
    "{}",
    "null",
    "-1",
    "0x31",
    "1e9",
    "true",
    "../../",
    "{{7*7}}",
    "${7*7}",
)
#: Every name the addresses of lists understand, and names of columns and look-ups that they must not.
NAMES = (
    *FILTERS,
    *("measure", "kept", "page", "limit", "order_by", "format", "role", "hat", "as", "visible"),
    *("access__organisation_id", "id__in", "reference__startswith", "organisation", "organisation_id"),
)
LISTS = ("incidents", "incidents_export", "actions_desk", "actions_export")


@pytest.mark.clause("4.7.7")
def test_whatever_is_written_into_a_filter_shows_nothing_of_others(world: World, sign_in: SignIn) -> None:
    factories.declared(world)
    stranger = sign_in("other_trust", Role.PROVIDER_LEAD)
    for place, name in enumerate(LISTS):
        for nth, field in enumerate(NAMES):
            # Each of the four lists is given another quarter in each field: together all.
            for written in INJECTED[(nth + place) % 4 :: 4]:
                answer = stranger.get(reverse(name), {field: written, "state": "open"})
                TRIED["filters"] += 1
                assert answer.status_code == 200, (name, field, written)
                assert b"SL-2026" not in body(answer), (name, field, written)
                assert b"Retained guidewire" not in body(answer)


@pytest.mark.parametrize("written", [written for written in INJECTED if written.strip("\x00")])
def test_what_is_searched_is_words_and_never_a_query(world: World, sign_in: SignIn, written: str) -> None:
    """For somebody who has a case, too, nothing is found by it that has none of its words."""
    ours = factories.declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    found = body(client.get(reverse("incidents_export"), {"q": written}))
    TRIED["filters"] += 1
    if not {"guidewire", "left", "castlebrook", "guide", "SL-"} & set(written.replace('"', " ").split()):
        assert ours.reference.encode() not in found
