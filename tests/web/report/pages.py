"""What a reporter types on each page, and walking through them."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

#: Fields of each page as a browser sends them.
TYPED: dict[int, dict[str, Any]] = {
    1: {"what_happened": "A guidewire was left in. It was seen on an X-ray."},
    2: {
        "happened_on-day": "16",
        "happened_on-month": "11",
        "happened_on-year": "2026",
        "happened_precision": "about",
        "about_time": "2.30pm",
    },
    3: {"site": "Main site", "setting": "hospital", "ward_or_team": "Intensive care"},
    4: {"affected": ["patient"], "how_many": "1", "age_band": "years_46_65"},
    5: {"physical_harm": "moderate"},
    6: {"psychological_harm": "not_known"},
    7: {"immediate_action": "The wire was removed."},
    8: {"danger_now": "no"},
    9: {"other_organisation": "no"},
    10: {"circumstances": ["none"]},
    11: {"local_number": "W118842"},
    12: {"contact": "named", "contact_name": "A nurse", "contact_email": "nurse@castlebrook.example"},
}


def begin(client: Client) -> UUID:
    """Begins a report; the key of its draft."""
    answer = client.post(reverse("report_start"))
    found = re.search(r"/report/([0-9a-f-]{36})/1/$", answer["Location"])
    assert found
    return UUID(found[1])


def question(draft: UUID, number: int) -> str:
    return reverse("report_question", args=[draft, number])


def check(draft: UUID) -> str:
    return reverse("report_check", args=[draft])


def fill(client: Client, **changes: dict[str, Any]) -> UUID:
    """Begins a report and answers every page, following where each leads; ``q5={...}`` changes what page 5 is sent."""
    draft = begin(client)
    pages = TYPED | {int(name[1:]): typed for name, typed in changes.items()}
    address = question(draft, 1)
    while address != check(draft):
        answer = client.post(address, pages[int(address.split("/")[-2])])
        assert answer.status_code == 302, f"{address}: {words_of(answer)}"
        address = answer["Location"]
    return draft


def send(client: Client, **changes: dict[str, Any]) -> str:
    """Reports from the first page to the confirmation; gives the confirmation's html."""
    draft = fill(client, **changes)
    return client.post(check(draft), follow=True).content.decode()


def code_on(page: str) -> str:
    found = re.search(r"(?:[2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}", page)
    assert found, page
    return found[0]


def words_of(answer: Any) -> str:
    """The page as words, without tags."""
    main = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
