"""The cases behind a figure of the policy: a link to the list, what it says, the way back, and its CSV."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.policy.terms import Role, Status
from tests.conftest import SignIn
from tests.factories import World
from tests.governance.cases import at, case, due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LATE = {"measure": "report_to_icb", "kept": "no"}


@pytest.fixture
def late_and_in_time(world: World) -> tuple[str, str]:
    """Two cases: reported late, and in time."""
    cases = case(world, Status.DECLARED), case(world, Status.DECLARED)
    for incident, done in zip(cases, (at(0), at(-1)), strict=True):
        due(incident, "report_to_icb", -1, done=done)
    return cases[0].reference, cases[1].reference


@pytest.mark.clause("4.3a")
def test_link_of_a_figure_lists_its_cases_says_so_and_is_taken_away(
    late_and_in_time: tuple[str, str], sign_in: SignIn
) -> None:
    late, in_time = late_and_in_time
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    page = client.get(reverse("incidents"), {**LATE, "from": "2026-04-01"}).content.decode()
    assert late in page
    assert in_time not in page
    chip = re.search(r'<p class="sl-chip">(.*?)</p>', page, re.S)
    assert chip is not None
    assert "Not as the clause asks: Reported to the ICB within 2 working days" in chip[1]
    back = re.search(r'href="([^"]+)"', chip[1])
    assert back is not None
    assert back[1].endswith("?from=2026-04-01")
    without = client.get(back[1]).content.decode()
    assert late in without
    assert in_time in without
    assert "sl-chip" not in without
    # It stands in the form, so that other filters can be put beside it.
    assert re.search(r'<option value="report_to_icb" selected>1.1b, 4.3a, 4.4.1: Reported to the ICB', page)
    kept = client.get(reverse("incidents"), {**LATE, "kept": "yes"}).content.decode()
    assert in_time in kept
    assert late not in kept
    assert "As the clause asks: Reported" in kept


def test_csv_holds_the_cases_behind_the_figure(late_and_in_time: tuple[str, str], sign_in: SignIn) -> None:
    answer = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(reverse("incidents_export"), LATE)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == [late_and_in_time[0]]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"measure": "no_such"}, "measure"),
        ({"measure": "\x00<b>", "kept": "no"}, "measure"),
        ({"measure": "report_to_icb", "kept": "maybe"}, "kept"),
    ],
)
def test_what_is_no_measure_is_said_beside_the_filter_and_left_out(
    late_and_in_time: tuple[str, str], sign_in: SignIn, asked: dict[str, str], field: str
) -> None:
    answer = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(reverse("incidents"), asked)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(rf'id="{field}-error".{{1,99}}so it was left out', page)
    assert f'aria-describedby="{field}-error"' in page
    assert all(reference in page for reference in late_and_in_time)
    assert "<b>" not in page


def test_kept_alone_asks_nothing(late_and_in_time: tuple[str, str], sign_in: SignIn) -> None:
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(reverse("incidents"), {"kept": "no"}).content.decode()
    assert all(reference in page for reference in late_and_in_time)
    assert "sl-chip" not in page


def test_who_is_shown_no_figure_is_offered_none_and_finds_no_case_by_one(
    late_and_in_time: tuple[str, str], sign_in: SignIn
) -> None:
    client = sign_in("icb", Role.INFORMATION_GOVERNANCE_LEAD)
    assert all(
        reference in client.get(reverse("incidents")).content.decode() for reference in late_and_in_time
    )
    page = client.get(reverse("incidents"), LATE).content.decode()
    assert "No incident matches" in page
    offered = set(
        re.findall(r'<option value="([a-z_]+)"', page.split('id="measure"')[1].split("</select>")[0])
    )
    assert "lead_settled" in offered
    assert "report_to_icb" in offered, "what was asked for stays chosen"
    assert "candour_apology" not in offered
    reporter = sign_in("trust", Role.REPORTER).get(reverse("incidents"), LATE).content.decode()
    assert not any(reference in reporter for reference in late_and_in_time)
    assert 'id="measure"' not in sign_in("trust", Role.REPORTER).get(reverse("incidents")).content.decode()


def test_list_behind_a_figure_takes_no_more_queries(
    late_and_in_time: tuple[str, str], sign_in: SignIn
) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    client.get(reverse("incidents"), LATE)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("incidents"), LATE)
    assert len(queries) <= 15
