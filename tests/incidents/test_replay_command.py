"""``sightline replay``: totals first, then case by case; through the eyes of a role, and nothing of what it is not shown."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sightline.incidents.services import triage
from sightline.organisations.services import organisations
from sightline.policy.terms import Role
from tests import stages
from tests.factories import NOW, World, declared, judgement, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def run(*asked: str) -> str:
    said = io.StringIO()
    call_command("replay", "--from", "2026-11-01", "--to", "2026-11-30", *asked, stdout=said)
    return said.getvalue()


def as_json(*asked: str) -> Any:
    return json.loads(run("--json", *asked))


@pytest.fixture
def region(world: World) -> World:
    """Somebody looks after the policy at the board; a case of the trust was answered on the last day of its limit."""
    world.actor("icb", Role.PATIENT_SAFETY_SPECIALIST)
    stages.reviewed(world, now=NOW + timedelta(days=3))
    return world


@pytest.mark.clause("5.2.2")
def test_totals_come_first_and_then_every_case_that_differs(region: World, at_now: Any) -> None:
    at_now.move_to(NOW + timedelta(days=4))
    said = run("--length", "initial_review=2 working days", "--length", "final_report=60 working days")
    lines = said.splitlines()
    assert "as Patient Safety Specialist of Avonmere Integrated Care Board sees them." in lines[0]
    assert "72-hour review within 2 working days" in lines[1]
    assert lines[2] == "1 case, 1 of them not the same."
    assert "  72-hour review: met in time 1 → 0, done overdue 0 → 1" in lines
    assert "  72-hour review: due 1 day earlier; met in time, would be done overdue" in lines
    assert "Castlebrook University Hospitals" in said
    assert "Final report: due" not in said


def test_a_machine_reads_the_same(region: World) -> None:
    found = as_json("--framework", "psirf")
    assert (found["from"], found["to"], found["framework"]) == ("2026-11-01", "2026-11-30", "psirf")
    assert (found["cases"], found["differing"]) == (1, 1)
    assert found["totals"]["final_report"]["before"]["running"] == 1
    assert found["totals"]["final_report"]["after"]["running"] == 0
    assert found["responses"] == {"required": 0, "unknown": 0, "plan": 1}
    rows = {row["timescale"]: row for row in found["differences"]}
    assert rows["Final report"]["after"] == {"verdict": "none", "due_on": None, "words": "does not run"}
    assert rows["Learning response"]["changed"] == "the provider’s plan decides"
    assert "Patient or relevant person informed" not in rows


def test_a_span_holds_both_its_days_by_the_day_a_case_was_identified(region: World) -> None:
    """It was identified on Monday 16 November 2026, which is a day in London."""
    for first, last, cases in (("16", "16", 1), ("01", "15", 0), ("17", "30", 0)):
        said = io.StringIO()
        asked = ("--from", f"2026-11-{first}", "--to", f"2026-11-{last}", "--framework", "psirf", "--json")
        call_command("replay", *asked, stdout=said)
        assert json.loads(said.getvalue())["cases"] == cases


@pytest.mark.clause("4.7.7")
def test_a_role_is_told_of_no_case_whose_timescales_it_is_not_shown(region: World) -> None:
    hidden = reported(region.reporter)
    refused = reported(region.reporter)
    nothing_met = judgement(criteria=frozenset(), sub_answers={})
    triage.judge_not_serious(refused.id, nothing_met, by=region.lead, now=NOW, seen=refused.version)
    region.actor("other_trust", Role.PROVIDER_LEAD)
    # The board sees of one judged not serious its criteria, and of one not decided nothing.
    assert as_json("--framework", "psirf")["cases"] == 1
    own = as_json("--framework", "psirf", "--as", "provider_lead@R9A")
    assert own["cases"] == 3
    said = {(row["reference"], row["timescale"], row["after"]["verdict"]) for row in own["differences"]}
    told = "Patient or relevant person informed"
    assert (refused.reference, told, "unknown") in said
    # Nobody has decided on it, and candour runs under both.
    assert {name for reference, name, _ in said if reference == hidden.reference} == {"Learning response"}
    assert as_json("--framework", "psirf", "--as", "Provider-Lead@r9b")["cases"] == 0


@pytest.mark.clause("5.2.2")
def test_back_from_psirf_it_says_what_is_unknown(world: World) -> None:
    world.actor("icb", Role.PATIENT_SAFETY_SPECIALIST)
    organisations.move_to_psirf(organisation_id=world.trust, from_on=date(2026, 5, 1), by=None, now=NOW)
    event = reported(world.reporter)
    triage.choose_learning_response(
        event.id,
        "psii",
        "A Never Event.",
        answers=stages.NOT_SCREENING,
        never_event_code="3",
        by=world.lead,
        now=NOW,
        seen=event.version,
    )
    other = stages.under_psirf(world)
    found = as_json("--framework", "sif_2015")
    assert found["responses"] is None
    words = {(row["reference"], row["timescale"]): row["after"]["words"] for row in found["differences"]}
    assert words[other.reference, "Final report"] == "unknown: nothing is declared under PSIRF"
    assert words[other.reference, "72-hour review"].startswith("unknown: whether it meets the SI criteria")
    assert words[event.reference, "72-hour review"].startswith(
        "starts Monday 16 November 2026 as a Never Event"
    )
    assert "Independent investigation report" in {name for _, name in words}
    assert as_json("--framework", "psirf")["responses"] == {"required": 1, "unknown": 0, "plan": 1}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ((), "Say what is to be different"),
        (("--framework", "sif"), "--framework: .sif. is no framework"),
        (("--length", "lunch=1 working day"), "--length: .lunch. is no timescale"),
        (("--length", "final_report=45 calendar days"), "part of the rule"),
        (("--framework", "psirf", "--to", "2026-10-01"), "--to: the last day must be the first day or later"),
        (("--framework", "psirf", "--from", "1 April"), "--from: .1 April. is not a date"),
        (("--framework", "psirf", "--to", "9999-12-31"), "outside the years 1900 to 2199"),
        (("--framework", "psirf", "--as", "emperor"), "is no role"),
        (("--framework", "psirf", "--as", "chief_nurse@ZZZ"), "no organisation with the code ZZZ"),
        (("--framework", "psirf", "--as", "board_member"), "is shown no timescales"),
        (("--framework", "psirf", "--as", "chief_executive"), "nobody is Chief Executive at Avonmere"),
    ],
)
def test_what_cannot_be_asked_is_said_and_exits_with_2(
    world: World, asked: tuple[str, ...], words: str
) -> None:
    declared(world)
    with pytest.raises(CommandError, match=words) as caught:
        run(*asked)
    assert caught.value.returncode == 2
