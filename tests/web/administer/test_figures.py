"""An administrator sets a figure by a form; everyone reads it, with its source; what applies it follows."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.governance.selectors.evidence import evidence_for
from sightline.governance.services.refreshing import refresh_measures
from sightline.organisations.figures import agreed_figures, figure_lines
from sightline.policy.measures import Kept
from sightline.policy.terms import Role, Status
from tests import factories
from tests.conftest import SignIn
from tests.factories import NOW, World
from tests.governance.cases import at, case, due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
TODAY = NOW.date()
REASON = "Agreed by the quality committee."


@pytest.fixture
def administrator(sign_in: SignIn) -> Client:
    return sign_in("icb", Role.ADMINISTRATOR)


def words_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def change(client: Client, code: str, value: str, **more: str) -> Any:
    given = {"value": value, **day("from_on", TODAY), "reason": REASON, **more}
    return client.post(reverse("administer_figure", args=[code]), given)


def test_a_threshold_agreed_today_is_what_a_clause_is_held_to_today(
    administrator: Client, world: World, sign_in: SignIn
) -> None:
    for late in (False, False, False, True):
        due(case(world, Status.DECLARED, reported_at=at(-3)), "report_to_icb", -1, done=at(0 if late else -1))
    refresh_measures(now=NOW)
    assert evidence_for(world.team, now=NOW)["4.4.1"].kept is Kept.PARTIALLY_MET
    assert change(administrator, "met:report_to_icb", "75").status_code == 302
    clause = evidence_for(world.team, now=NOW)["4.4.1"]
    assert clause.kept is Kept.MET
    reader = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    text = words_of(reader.get("/policy/4.4.1/"))
    assert "Met from 75%, partially met from 75%" in text
    assert f"Agreed locally, where the default is 90% and 75%: {REASON}" in text


def test_everyone_reads_default_source_and_what_was_agreed(
    administrator: Client, world: World, sign_in: SignIn
) -> None:
    change(administrator, "hours:closes", "18:30", source="Minutes of November")
    change(administrator, "suppression:below", "4")
    with CaptureQueriesContext(connection) as queries:
        page = administrator.get(reverse("administer_figures"))
    assert len(queries) <= 15
    assert "The office closes at 18:30" in words_of(page)
    client = sign_in("other_icb", Role.READER)
    text = words_of(client.get("/policy/defaults/"))
    assert "The office closes at 18:30 Agreed locally" in text
    assert "The default: 17:00" in text
    assert "The office opens at 09:00" in text
    assert f"{REASON} Source: Minutes of November Recorded Monday 16 November 2026" in text
    assert "Figures are masked below 4 Agreed locally Looser than the default" in text
    assert "Local default. The ICB's own hours, a local default." in text
    assert text.count("Nothing applies it yet") == 3
    assert "Change" not in text
    assert 'href="/policy/defaults/"' in client.get("/policy/").content.decode()
    (row,) = figure_lines("suppression:below")
    ended = administrator.post(
        reverse("administer_end_figure", args=[row.variation_id]),
        {**day("until_on", TODAY), "reason": "Five again."},
    )
    assert ended.status_code == 302
    again = administrator.get(reverse("administer_figures"))
    assert "Why it ends: Five again." in words_of(again)


@pytest.mark.parametrize(
    ("code", "value", "more", "said"),
    [
        ("hours:closes", "half six", {}, "Enter a time by the 24-hour clock"),
        ("hours:closes", "24:00", {}, "Enter a time by the 24-hour clock"),
        ("hours:closes", "08:00", {}, "must be below"),
        ("met:report_to_icb", "101", {}, "The value must be 100 or fewer"),
        ("met:report_to_icb", "many", {}, "The value must be a whole number"),
        ("met:report_to_icb", "60", {}, "would be 75% and 60%"),
        ("grid:ico:severity", "0", {}, "The value must be 1 or more"),
        ("retention:from", "2", {}, "Select one of the answers shown"),
        ("retention:serious", "25", {"reason": ""}, "Enter who agreed this, and why."),
        ("retention:serious", "25", day("from_on", date(2026, 11, 15)), "the first day can be today"),
        ("retention:serious", "25", day("until_on", date(2026, 11, 15)), "first day or later"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field_and_what_was_typed_is_kept(
    administrator: Client, code: str, value: str, more: dict[str, str], said: str
) -> None:
    answer = change(administrator, code, value, **more)
    assert answer.status_code == 422
    text = words_of(answer)
    assert text.count(said) >= 2, "in the summary and beside the field"
    if code != "retention:from":
        assert f'value="{value}"' in answer.content.decode()
    assert agreed_figures() == []


def test_a_choice_is_one_of_its_words(administrator: Client) -> None:
    assert change(administrator, "retention:from", "1").status_code == 302
    assert "Counted from the day the case was closed" in words_of(
        administrator.get(reverse("administer_figures"))
    )
    twice = change(administrator, "retention:from", "0")
    assert "the day the case was closed holds from Monday 16 November 2026" in words_of(twice)
    assert change(administrator, "retention:from", "0", supersede="on").status_code == 302
    assert administrator.get(reverse("administer_figure", args=["nothing:here"])).status_code == 404
    gone = next(line for line in figure_lines() if line.withdrawn_at)
    assert administrator.get(reverse("administer_end_figure", args=[gone.variation_id])).status_code == 404


def test_a_question_is_offered_the_day_that_was_agreed(
    administrator: Client, world: World, sign_in: SignIn
) -> None:
    incident = factories.declared(world)
    address = reverse("incident_messages", args=[incident.reference])
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    before = client.get(address).content.decode()
    assert re.search(r'name="answer_by-day"[^>]*value="19"', before), "three working days from Monday 16"
    change(administrator, "answer_within", "1")
    assert re.search(r'name="answer_by-day"[^>]*value="17"', client.get(address).content.decode())
