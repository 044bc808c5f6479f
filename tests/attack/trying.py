"""What the attempts share: addresses nobody has a case at, answers made comparable, and how many were tried."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from sightline.policy.measures import MEASURES

#: How many requests each kind of attempt sent; printed at the end of a run with ``-s``.
TRIED: Counter[str] = Counter()

_CHANGING = re.compile(
    rb'(?P<token>name="csrfmiddlewaretoken" value=")[^"]*'
    rb"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    rb"|[0-9a-f]{32}"
)

#: What somebody looks for who has no case: every filter of the list, alone and with others.
FILTERS = (
    "",
    "?state=open",
    "?state=ended",
    "?overdue=any",
    "?overdue=provider",
    "?sort=due",
    "?sort=provider",
    "?never_events=1",
    "?near_misses=1",
    "?status=declared&status=reported&status=closed",
    "?from=2026-01-01&to=2026-12-31",
)


def body(answer: HttpResponseBase) -> bytes:
    """Everything an answer holds, streamed or not."""
    if isinstance(answer, StreamingHttpResponse):
        return b"".join(bytes(piece) for piece in answer)
    return bytes(answer.content)  # type: ignore[attr-defined]


def comparable(answer: HttpResponseBase) -> tuple[int, str, bytes]:
    """Status, where it leads, and the body without what differs between any two answers: tokens and random keys."""
    words = _CHANGING.sub(lambda found: found["token"] or b"key", body(answer))
    return answer.status_code, answer.headers.get("Location", ""), words


def without_keys(address: str) -> str:
    """An address with its random keys taken out, so that the same page of two regions has one name."""
    return _CHANGING.sub(b"key", address.encode()).decode()


def ask(client: Client, address: str, *, kind: str) -> HttpResponseBase:
    """One attempt, counted under its kind."""
    TRIED[kind] += 1
    return client.get(address)


def wide_addresses(*, words: str, place: str, organisation: str) -> Iterator[str]:
    """Pages that show many cases, or count them, asked every way that could bring one case to light.

    ``words`` stand only in that case; ``place`` is the key of its Place, ``organisation`` the code of its provider.
    """
    more = (f"?q={words}", f"?provider={organisation}", f"?place={place}", f"?q={words}&sort=due")
    for name in ("incidents", "incidents_export"):
        yield from (reverse(name) + query for query in (*FILTERS, *more))
    for name in ("actions_desk", "actions_export"):
        yield from (
            reverse(name) + query for query in ("", "?state=all", f"?q={words}", f"?provider={organisation}")
        )
    for name in (
        *("disclosures", "disclosures_export", "protocols", "received"),
        *("today", "messages", "notices", "desk", "desk_providers", "desk_reallocate", "desk_cover"),
        *("policy", "policy_timescales", "policy_defaults", "roles", "replay", "incidents_views"),
        *("administer", "administer_people", "administer_organisations", "administer_work"),
        *("report_mine", "report_start"),
    ):
        yield reverse(name)
    for clause_id in sorted({clause_id for measure in MEASURES.values() for clause_id in measure.clauses}):
        yield reverse("policy_clause", args=[clause_id])
