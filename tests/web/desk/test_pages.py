"""The desk through its pages: shared out, taken at once by two, cover, the monthly call, and the actions desk."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.audit.models import AuditPayload
from sightline.incidents.models import SafetyAction
from sightline.incidents.selectors import actions_desk as desk_of_actions
from sightline.incidents.services import desk, safety_actions, triage
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_what_nobody_has_is_shared_out_from_one_page(world: World, sign_in: SignIn) -> None:
    cases = [declared(world) for _ in range(3)]
    team, nurse = world.team.person_id, world.actor("icb", Role.CHIEF_NURSE).person_id
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    page = client.get(reverse("desk_reallocate") + "?from=nobody").content.decode()
    assert all(case.reference in page for case in cases)
    sent = {"from": "nobody", "people": [str(team), str(nurse)], "case": [str(case.id) for case in cases]}
    sent |= {f"seen-{case.id}": str(case.version) for case in cases}
    triage.acknowledge(cases[0].id, by=world.team, now=NOW, seen=cases[0].version)
    answer = client.post(reverse("desk_reallocate"), sent, follow=True).content.decode()
    assert "3 cases given on." in answer
    assert {stages.now_of(case).handler_id for case in cases} == {team, nurse}


def test_what_moved_meanwhile_is_said_and_stays_where_it_is(world: World, sign_in: SignIn) -> None:
    first, second = declared(world), declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    nurse = world.actor("icb", Role.CHIEF_NURSE).person_id
    sent = {
        "from": "nobody",
        "people": [str(nurse)],
        "case": [str(first.id), str(second.id)],
        f"seen-{first.id}": "1",
        f"seen-{second.id}": str(second.version),
    }
    answer = client.post(reverse("desk_reallocate"), sent, follow=True).content.decode()
    assert "1 case given on." in answer
    assert f"{first.reference}: it was given to someone else meanwhile" in answer


def test_nothing_ticked_or_nobody_chosen_is_said(world: World, sign_in: SignIn) -> None:
    declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    page = client.post(reverse("desk_reallocate"), {"from": "nobody"})
    assert page.status_code == 422
    assert "Choose at least one person." in page.content.decode()
    assert client.get(reverse("desk_reallocate") + "?from=zz").status_code == 404


def test_taking_a_case_is_one_click_and_the_second_person_is_told(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    address = reverse("desk_allocate", args=[incident.reference])
    sent = {"seen": str(incident.version), "person": str(world.team.person_id)}
    assert sign_in("icb", Role.PATIENT_SAFETY_TEAM).post(address, sent).status_code == 302
    late = {"seen": str(incident.version), "person": str(world.specialist.person_id)}
    told = sign_in("icb", Role.PATIENT_SAFETY_SPECIALIST).post(address, late)
    assert told.status_code == 409
    assert "Allocated" in told.content.decode()


def test_cover_is_arranged_shown_and_ended(world: World, sign_in: SignIn) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    days = {"from_on": NOW.date(), "until_on": NOW.date() + timedelta(days=3)}
    sent = {"person": str(world.specialist.person_id), "covered_by": str(world.team.person_id)}
    for name, day in days.items():
        sent |= {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
    wrong = client.post(reverse("desk_cover"), {**sent, "covered_by": sent["person"]})
    assert wrong.status_code == 422
    assert "nobody covers for themselves" in wrong.content.decode()
    page = client.post(reverse("desk_cover"), sent, follow=True).content.decode()
    assert "Cover is arranged." in page
    end = page.split("/desk/cover/")[1].split("/end/")[0]
    assert (
        "Nobody is away." in client.post(reverse("desk_cover_end", args=[end]), follow=True).content.decode()
    )


def test_pages_of_the_desk_take_few_queries_however_many_cases(world: World, sign_in: SignIn) -> None:
    for _ in range(4):
        stages.with_action(world, declared(world))
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    pages = ["desk", "desk_reallocate", "desk_cover", "desk_providers", "actions_desk"]
    for address in [*(reverse(name) for name in pages), reverse("desk_provider", args=["R9A"])]:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        assert len(queries) <= 15, address


@pytest.mark.clause("1.1b", facet="what is overdue is listed")
def test_each_figure_of_the_desk_leads_to_just_its_cases(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    mine, _ = declared(world), declared(world)
    desk.allocate(mine.id, world.team.person_id, by=world.team, now=NOW, seen=mine.version)
    at_now.move_to(NOW + timedelta(days=9))
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    for page in ("desk", "desk_providers"):
        drawn = unescape(client.get(reverse(page)).content.decode())
        figures = re.findall(r'href="(/incidents/\?state=open&[^"]+)">(?:<strong>)?(\d+)', drawn)
        assert len(figures) >= 2, page
        for address, count in figures:
            listed = client.get(address).content.decode()
            assert f"{count} incident" in listed, address


@pytest.mark.clause("4.3f", facet="actions are followed across cases")
@pytest.mark.clause("4.3f", facet="long-term ones stand out")
def test_actions_are_followed_across_cases_to_proof(world: World, sign_in: SignIn) -> None:
    for text, due in (("Change the packs", date(2026, 11, 17)), ("Train the ward", date(2027, 9, 1))):
        stages.with_action(world, declared(world), text=text, due_on=due)
    done = SafetyAction.objects.get(text="Change the packs")
    later = NOW + timedelta(days=5)

    def shown(**wanted: Any) -> list[tuple[str, str]]:
        page = desk_of_actions.actions_desk(
            world.team,
            desk_of_actions.ActionFilter(**wanted),
            now=later,
        )
        return [(row.text, row.state.value) for row in page.rows]

    assert shown() == [("Change the packs", "overdue"), ("Train the ward", "outstanding")]
    assert shown(state="overdue") == [("Change the packs", "overdue")]
    assert shown(text="train") == [("Train the ward", "outstanding")]
    assert shown(provider="R9B") == []
    safety_actions.complete_action(
        done.incident_id, done.id, "New packs in use.", by=world.lead, now=later, seen=3
    )
    assert shown(state="done") == [("Change the packs", "done")]
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(reverse("actions_desk")).content.decode()
    assert "Verify" in page
    assert "Long-term" in page
    assert (
        "Change the packs"
        not in sign_in("other_trust", Role.PROVIDER_LEAD).get(reverse("actions_desk")).content.decode()
    )


@pytest.mark.clause("4.3f", facet="each is done with evidence and verified")
@pytest.mark.clause("4.7.15", facet="the provider follows its own")
def test_the_actions_desk_offers_each_side_its_own_step_and_begins_with_what_is_not_verified(
    world: World, sign_in: SignIn
) -> None:
    incident = stages.with_action(world, declared(world))
    lead, team = sign_in("trust", Role.PROVIDER_LEAD), sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    action = SafetyAction.objects.get(incident=incident)
    address = reverse("actions_desk")

    def drawn(client: Client, query: str = "") -> str:
        return client.get(address + query).content.decode()

    assert "Record as done" in drawn(lead)
    assert "Record as done" not in drawn(team)
    assert "Verify<" not in drawn(team)
    safety_actions.complete_action(
        incident.id, action.id, "The checklist.", by=world.lead, now=NOW, seen=stages.now_of(incident).version
    )
    assert "Verify<" in drawn(team)
    assert "Verify<" not in drawn(lead)
    safety_actions.verify_action(
        incident.id, action.id, "Seen.", by=world.team, now=NOW, seen=stages.now_of(incident).version
    )
    assert action.text not in drawn(team)
    assert action.text in drawn(team, "?state=all")
    assert action.text in drawn(team, "?state=verified")


def test_pages_of_actions_follow_one_another(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = declared(world)
    for number in range(5):
        incident = stages.with_action(world, incident, text=f"Action {number}")
    monkeypatch.setattr(desk_of_actions, "PAGE_SIZE", 2)
    seen: list[str] = []
    after = "broken"
    while after:
        page = desk_of_actions.actions_desk(world.team, desk_of_actions.ActionFilter(after=after), now=NOW)
        seen += [row.text for row in page.rows]
        after = page.next_after
    assert sorted(seen) == [f"Action {number}" for number in range(5)]


def test_actions_are_narrowed_by_strength_and_by_when_they_are_due(world: World) -> None:
    incident = declared(world)
    for number, strength in enumerate(("weak", "strong", "weak")):
        day = date(2026, 12, 1 + number)
        incident = stages.with_action(world, incident, text=f"Action {number}", strength=strength, due_on=day)

    def shown(**wanted: Any) -> list[str]:
        page = desk_of_actions.actions_desk(world.team, desk_of_actions.ActionFilter(**wanted), now=NOW)
        return [row.text for row in page.rows]

    assert shown(strength="weak") == ["Action 0", "Action 2"]
    assert shown(due_from=date(2026, 12, 2)) == ["Action 1", "Action 2"]
    assert shown(due_to=date(2026, 12, 2)) == ["Action 0", "Action 1"]
    assert shown(strength="strong", due_from=date(2026, 12, 2), due_to=date(2026, 12, 2)) == ["Action 1"]


def test_a_date_of_the_actions_desk_that_is_none_is_said_beside_its_field(
    world: World, sign_in: SignIn
) -> None:
    stages.with_action(world, declared(world), text="Change the packs")
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(reverse("actions_desk") + "?due_to=soon&strength=x")
    words = page.content.decode()
    assert "“soon” is not a date, so it was left out" in words
    assert 'aria-describedby="due_to-error"' in words
    assert "Change the packs" in words
    assert "1 action<" in words


def test_the_csv_of_actions_holds_what_the_page_shows_and_is_on_the_record(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = declared(world)
    for number in range(3):
        incident = stages.with_action(world, incident, text=f"=Action {number}", strength="strong")
    monkeypatch.setattr(desk_of_actions, "PAGE_SIZE", 2)

    def rows_of(organisation: str, role: Role) -> list[list[str]]:
        answer = sign_in(organisation, role).get(reverse("actions_export") + "?strength=strong")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        return list(csv.reader(io.StringIO(text)))

    head, *rows = rows_of("icb", Role.PATIENT_SAFETY_TEAM)
    assert (head[0], head[7]) == ("Reference", "Strength")
    assert [row[4] for row in rows] == [f"'=Action {number}" for number in range(3)]
    assert {row[0] for row in rows} == {incident.reference}
    assert AuditPayload.objects.filter(field="actions.csv", new="strength=strong").count() == 1
    assert AuditPayload.objects.get(field="rows of actions.csv").new == "3"
    assert len(rows_of("other_trust", Role.PROVIDER_LEAD)) == 1
