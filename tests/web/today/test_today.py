"""The worklist: what is overdue, what waits for this role, what is due soon, what is new."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.incidents.services import desk, discussion, triage
from sightline.policy.terms import Role
from tests import factories, stages
from tests.conftest import SignIn
from tests.factories import NOW, World

pytestmark = pytest.mark.django_db


@pytest.mark.clause("1.1b", facet="what is overdue is listed")
def test_overdue_review_stands_first_for_both_sides(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    incident = factories.declared(world)
    at_now.move_to(NOW + timedelta(days=4))
    for organisation, role in (("icb", Role.PATIENT_SAFETY_TEAM), ("trust", Role.PROVIDER_LEAD)):
        page = sign_in(organisation, role).get("/").content.decode()
        overdue = page.split('id="overdue"')[1].split('id="waiting"')[0]
        assert incident.reference in overdue
        assert "72-hour review" in overdue
        assert "1 working day overdue" in overdue
        assert "was due Thursday 19 November 2026" in overdue


def test_ours_is_said_of_what_we_owe(world: World, sign_in: SignIn, at_now: time_machine.Traveller) -> None:
    factories.declared(world)
    at_now.move_to(NOW + timedelta(days=4))
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get("/").content.decode()
    assert "2 working days overdue, ours" in page


def test_waiting_is_only_what_the_role_may_answer(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    incident = factories.reported(world.reporter)

    def waiting(organisation: str, role: Role) -> str:
        page = sign_in(organisation, role).get("/").content.decode()
        return page.split('id="waiting"')[1].split('id="soon"')[0]

    assert incident.reference in waiting("trust", Role.PROVIDER_LEAD)
    assert incident.reference not in waiting("trust", Role.PROVIDER_EXECUTIVE)
    assert incident.reference not in waiting("other_trust", Role.PROVIDER_LEAD)
    triage.declare(
        incident.id,
        factories.judgement(),
        factories.declaration(),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    team = waiting("icb", Role.PATIENT_SAFETY_TEAM)
    assert team.count(f">{incident.reference}<") == 1
    assert "The ICB acknowledges the incident" in team


def test_new_is_what_others_did_since_the_last_visit(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert "This is your first visit" in client.get("/").content.decode()
    at_now.move_to(NOW + timedelta(hours=2))
    incident = factories.declared(world, now=NOW + timedelta(hours=2))
    at_now.move_to(NOW + timedelta(hours=3))
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    for _ in range(2):
        new = client.get("/").content.decode().split("New since you last looked")[1]
        assert incident.reference in new


def test_today_takes_few_queries_whatever_is_on_it(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    client.get("/")
    at_now.move_to(NOW + timedelta(days=3))
    for number in range(6):
        case = factories.declared(world, now=NOW + timedelta(days=2))
        desk.allocate(
            case.id,
            world.team.person_id,
            note=f"Note {number}",
            by=world.specialist,
            now=NOW + timedelta(days=2),
            seen=case.version,
        )
        discussion.post_message(
            case.id,
            "Which ward was it?",
            key=uuid4(),
            by=world.lead,
            now=NOW + timedelta(days=2),
            seen=case.version + 1,
        )
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    client.get("/incidents/")
    # The first look of a day, which notes the visit too.
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/").content.decode()
    assert len(queries) <= 15, "\n".join(query["sql"][:150] for query in queries.captured_queries)
    # Each group says where it is, and the first of many stand before a fold.
    for place in ("waiting", "messages", "left", "soon"):
        assert f'href="#{place}"' in page
        assert f'id="{place}"' in page
    assert "Left for you: 3 more" in page
    assert "Which ward was it?" in page


def test_reporter_is_led_to_reporting(world: World, sign_in: SignIn, at_now: time_machine.Traveller) -> None:
    page = sign_in("trust", Role.REPORTER).get("/").content.decode()
    assert 'href="/report/"' in page
    assert "If someone is in danger, act first." in page


def test_someone_without_a_role_is_told_so(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    client = sign_in("trust", Role.REPORTER)
    at_now.move_to(NOW.replace(year=2019))
    # A membership that has not begun yet is no hat.
    client = sign_in("trust", Role.REPORTER)
    page = client.get("/")
    assert page.status_code == 403
    assert "You have no role yet" in page.content.decode()


def test_a_morning_goes_from_one_decision_to_the_next(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    first, second = factories.declared(world), factories.declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    answer_first = f"/incidents/{first.reference}/acknowledge/"
    answer_second = f"/incidents/{second.reference}/acknowledge/"
    today = client.get("/").content.decode()
    assert f'href="{answer_first}"' in today
    assert "Next for you" not in client.get(f"/incidents/{first.reference}/").content.decode()
    seen = {"seen": str(first.version), "also": "agree"}
    done = client.post(answer_first, seen, follow=True).content.decode()
    assert "Next for you" in done
    assert f'href="{answer_second}"' in done
    # Only once: whoever comes back later to read the case is not sent on.
    assert "Next for you" not in client.get(f"/incidents/{first.reference}/").content.decode()
    done = client.post(answer_second, {**seen, "seen": str(second.version)}, follow=True).content.decode()
    assert "Next for you" not in done


def test_what_moves_a_case_on_stands_before_what_is_owed_beside_it(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    stages.reviewed(world)
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get("/").content.decode()
    waiting = page.split('id="waiting"')[1].split('id="soon"')[0]
    # The acknowledgement is due first, and the answer to the review can settle it too.
    assert waiting.index("initial-review/answer/") < waiting.index("acknowledge/")


def test_the_next_decision_is_ones_own_before_anyone_elses(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    first, others, own = (factories.declared(world) for _ in range(3))
    desk.allocate(own.id, world.team.person_id, by=world.team, now=NOW, seen=own.version)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    done = client.post(
        f"/incidents/{first.reference}/acknowledge/", {"seen": str(first.version)}, follow=True
    ).content.decode()
    assert f'href="/incidents/{own.reference}/acknowledge/"' in done
    assert others.reference not in done.split("Next for you")[1].split("</ul>")[0]
