"""The page of a replay: asked in the address, answered with totals and every case that differs, and nothing written."""

from __future__ import annotations

import csv
import io
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from sightline.audit.models import AuditPayload
from sightline.policy.terms import Role
from sightline.web.replay import views
from tests import stages
from tests.conftest import SignIn
from tests.factories import World, declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def specialist(sign_in: SignIn) -> Client:
    return sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST)


def drawn(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def asked(first: date = date(2026, 11, 1), last: date = date(2026, 11, 30), **more: str) -> dict[str, str]:
    days = {"first": first, "last": last}
    parts = {
        f"{name}-{part}": str(getattr(on, part))
        for name, on in days.items()
        for part in ("day", "month", "year")
    }
    return {**parts, "framework": "own", **more}


def test_the_form_says_that_nothing_is_written_and_is_reached_from_the_policy(
    specialist: Client, sign_in: SignIn
) -> None:
    assert reverse("replay") in drawn(specialist.get(reverse("policy")))
    assert reverse("replay") not in drawn(sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(reverse("policy")))
    page = specialist.get(reverse("replay"))
    assert page.status_code == 200
    assert "Nothing is written: no case, no date and no rule changes." in drawn(page)


@pytest.mark.clause("5.2.2")
def test_totals_and_every_case_that_differs_stand_on_the_page_and_no_row_is_written(
    specialist: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    incident = stages.investigating(world)
    specialist.get(reverse("policy"))  # the first page of a minute also renews the session
    before = {model: model._default_manager.count() for model in apps.get_models()}
    with django_assert_max_num_queries(18):
        page = drawn(specialist.get(reverse("replay"), asked(length_final_report="45")))
    assert "1 incident, of which 1 is not the same. Final report within 45 working days" in page
    assert reverse("incident", args=[incident.reference]) in page
    assert "days earlier; still running" in page
    assert "45" in page
    psirf = drawn(specialist.get(reverse("replay"), asked(framework="psirf")))
    assert "The provider’s plan decides" in psirf
    assert "has no limit under those rules" in psirf
    assert {model: model._default_manager.count() for model in apps.get_models()} == before


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (asked(), "Choose another framework, or enter at least one new length."),
        (asked(first=date(2026, 12, 1), framework="psirf"), "The last day must be the first day or later."),
        (asked(framework=""), "Choose a framework, or leave each case under its own."),
        (asked(framework="sif"), "Select one of the answers shown"),
        (asked(length_final_report="soon"), "Final report must be a whole number"),
        (asked(length_final_report="0"), "Final report must be 1 or more"),
        (asked(last=date(9999, 12, 31), framework="psirf"), "Enter a day of the years 1900 to 2199."),
        ({**asked(framework="psirf"), "first-month": "13"}, "The first day must be a real date"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field_and_stays(
    specialist: Client, given: dict[str, str], words: str
) -> None:
    answer = specialist.get(reverse("replay"), given)
    assert answer.status_code == 422
    page = drawn(answer)
    assert page.count(words) >= 2  # in the summary and beside the field
    assert "What would be different" not in page
    if "length_final_report" in given:
        assert f'value="{given["length_final_report"]}"' in page
    assert specialist.get(reverse("replay_export"), given).status_code == 422


def test_more_than_a_page_can_do_is_for_the_command(
    specialist: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_CASES", 1)
    declared(world)
    given = asked(framework="psirf", length_candour_letter="5")
    assert "What would be different" in drawn(specialist.get(reverse("replay"), given))
    declared(world)
    page = drawn(specialist.get(reverse("replay"), given))
    assert "more than 1 incidents in that time" in page
    assert (
        '--from 2026-11-01 --to 2026-11-30 --framework psirf --length candour_letter="5 working days"' in page
    )
    assert "What would be different" not in page


def test_many_differences_stand_on_several_pages(
    specialist: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ROWS_ON_A_PAGE", 2)
    for _ in range(3):
        declared(world)
    given = asked(length_final_report="45", length_initial_review="2")
    seen = []
    for number in range(3):
        page = drawn(specialist.get(reverse("replay"), {**given, "page": str(number)}))
        seen.append(f"{number * 2 + 1} to {number * 2 + 2} of 6" in page)
        assert ("More rows" in page) == (number < 2)
        assert ("Earlier rows" in page) == (number > 0)
    assert seen == [True] * 3
    for odd in ("99", "-1", "x", "²"):
        assert specialist.get(reverse("replay"), {**given, "page": odd}).status_code == 200


def test_the_download_holds_every_difference_and_who_took_it_is_noted(
    specialist: Client, world: World
) -> None:
    incident = declared(world)
    answer = specialist.get(reverse("replay_export"), asked(framework="psirf"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["Reference"] for row in rows} == {incident.reference}
    assert {row["Provider"] for row in rows} == {"Castlebrook University Hospitals"}
    final = next(row for row in rows if row["Timescale"] == "Final report")
    assert (final["Before"], final["After"], final["Due after"]) == ("running", "does not run", "")
    noted = AuditPayload.objects.get(field="rows of replay.csv")
    assert (noted.new, noted.hat.partition("@")[0]) == (str(len(rows)), "patient_safety_specialist")


@pytest.mark.clause("4.7.7")
def test_others_of_the_board_and_other_boards_see_none_of_it(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    for role, status in (
        (Role.PATIENT_SAFETY_TEAM, 403),
        (Role.CHIEF_EXECUTIVE, 403),
        (Role.CHIEF_NURSE, 200),
    ):
        answer = sign_in("icb", role).get(reverse("replay"), asked(framework="psirf"))
        assert answer.status_code == status
        assert (incident.reference in drawn(answer)) == (status == 200)
    elsewhere = sign_in("other_icb", Role.CHIEF_NURSE).get(reverse("replay"), asked(framework="psirf"))
    assert "No incident of that time is one that you see the timescales of." in drawn(elsewhere)
