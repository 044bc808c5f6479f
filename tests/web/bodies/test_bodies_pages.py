"""The section on the case, the questions and the page of one body, as a person goes through them."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine

from sightline.incidents.models import BodyEntry, Incident
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LEAD = ("trust", Role.PROVIDER_LEAD)
TEAM = ("icb", Role.PATIENT_SAFETY_TEAM)
BREACH: dict[str, Any] = {"circumstances": ["information"]}
DEATH: dict[str, Any] = {"circumstances": ["death"], "physical_harm": "died"}


def at(incident: Incident, page: str = "") -> str:
    return f"/incidents/{incident.reference}/{page}"


def drawn(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def told(**changes: str) -> dict[str, str]:
    given = {
        "settling": "told",
        "told_on-day": "16",
        "told_on-month": "11",
        "told_on-year": "2026",
        "told_time": "14:30",
        "by_role": "Information-governance lead",
        "reference": "T-1",
    }
    return {**given, **changes}


@pytest.mark.clause("3.4a", facet="the 72 hours to tell the regulator are counted")
def test_the_case_says_whom_to_tell_by_when_and_by_which_rule(world: World, sign_in: SignIn) -> None:
    incident = declared(world, **BREACH)
    for hat in (LEAD, TEAM):
        page = drawn(sign_in(*hat).get(at(incident)))
        assert "Other bodies to tell" in page
        assert "Information Commissioner’s Office (ICO)" in page
        assert "Information was lost or seen by the wrong people" in page
        assert "Due 17:00 on Thursday 19 November 2026, in 72 hours" in page
        assert "within 72 hours from when the record first said so" in page
        assert "1 question is open." in page
        assert (at(incident, "bodies/data_breach/") in page) is (hat == LEAD)
        assert (at(incident, "bodies/questions/") in page) is (hat == LEAD)


def test_overdue_is_shown_until_it_is_told_and_then_that_it_was_late(world: World, sign_in: SignIn) -> None:
    incident = declared(world, **BREACH)
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        client = sign_in(*LEAD)
        page = drawn(client.get(at(incident)))
        assert "overdue" in page
        assert "2 to tell, 1 overdue" in page
        late = told(**{"told_on-day": "20", "seen": str(incident.version)})
        assert client.post(at(incident, "bodies/data_breach/"), late).status_code == 302
        page = drawn(client.get(at(incident)))
        assert "told overdue" in page
        assert "20 November 2026, 14:30, Information-governance lead" in page
        assert "T-1" in page


def test_answers_make_items_and_the_page_says_why_each_is_asked(world: World, sign_in: SignIn) -> None:
    incident = reported(world.reporter, **DEATH)
    client = sign_in(*LEAD)
    page = drawn(client.get(at(incident, "bodies/questions/")))
    assert "Did the person have a learning disability or autism?" in page
    assert "Deaths of adults with either are reviewed by LeDeR." in page
    answers = {"learning_disability": "yes", "unnatural_death": "not_known", "seen": "1"}
    done = client.post(at(incident, "bodies/questions/"), answers)
    assert done.headers["Location"] == f"{at(incident)}#other-bodies"
    page = drawn(client.get(at(incident)))
    assert "LeDeR" in page
    assert "Someone died; the person is 18 or over; the person had a learning disability or autism" in page
    again = drawn(client.get(at(incident, "bodies/questions/")))
    assert "Answered already" in again
    assert BodyEntry.objects.filter(incident=incident, kind="answered").count() == 2


def test_what_is_wrong_stands_beside_its_field_what_was_typed_stays_and_nothing_changes(
    world: World, sign_in: SignIn
) -> None:
    incident = reported(world.reporter, **BREACH)
    client, entries = sign_in(*LEAD), BodyEntry.objects.count()
    wrong = told(**{"told_on-year": "2027", "by_role": "", "seen": "1"})
    for given, words in (
        (wrong, "It cannot have been told in the future."),
        (wrong, "Say by which role it was told."),
        (told(told_time="", seen="1"), "Enter the day and the time at which it was told."),
        ({"settling": "not_needed", "seen": "1"}, "Say why."),
        ({"seen": "1"}, "Say whether it was told."),
        ({"settling": "still_to_tell", "reason": "No.", "seen": "1"}, "Select one of the answers shown"),
    ):
        answer = client.post(at(incident, "bodies/data_breach/"), given)
        assert answer.status_code == 422
        assert drawn(answer).count(words) >= 2
    assert 'value="T-1"' in drawn(client.post(at(incident, "bodies/data_breach/"), wrong))
    nothing = client.post(at(incident, "bodies/questions/"), {"seen": "1"})
    assert nothing.status_code == 422
    assert "Answer at least one question" in drawn(nothing)
    no_day = {"prevent_future_deaths": "yes", "seen": "1"}
    assert client.post(at(incident, "bodies/questions/"), no_day).status_code == 422
    assert BodyEntry.objects.count() == entries


def test_what_is_no_longer_asked_for_says_why_and_since_when(world: World, sign_in: SignIn) -> None:
    incident = reported(world.reporter, **BREACH)
    client = sign_in(*LEAD)
    client.post(at(incident, "bodies/questions/"), {"is_information": "no", "seen": "1"})
    page = drawn(client.get(at(incident)))
    assert "no longer asked for" in page
    assert (
        "Because: no information was lost or seen by the wrong people, since 16 November 2026, 17:00. "
        "It stays until somebody settles it." in page
    )


def test_the_icb_reads_what_the_provider_tells_and_cannot_record_it(world: World, sign_in: SignIn) -> None:
    incident = declared(world, **BREACH)
    client = sign_in(*TEAM)
    page = drawn(client.get(at(incident, "bodies/data_breach/")))
    assert "UK GDPR, article 33" in page
    assert "By the rules" in page
    assert "Record it" not in page
    refused = client.post(at(incident, "bodies/data_breach/"), told(seen=str(incident.version)))
    assert refused.status_code == 403
    assert "The provider tells this body" in drawn(refused)
    assert client.get(at(incident, "bodies/coroner/")).status_code == 404


def test_the_72_hour_review_shows_the_bodies_and_does_not_ask_for_them_again(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world, **BREACH)
    page = drawn(sign_in(*LEAD).get(at(incident, "initial-review/")))
    assert "Information Commissioner’s Office (ICO)" in page
    assert "Other bodies told, beyond those listed (optional)" in page


def test_the_case_costs_at_most_15_queries_with_its_bodies(
    world: World, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    incident = declared(world, circumstances=["abuse"], physical_harm="severe", age_band="years_10_15")
    client = sign_in(*LEAD)
    client.post(at(incident, "bodies/child_at_risk/"), told(seen=str(incident.version)))
    client.get(at(incident))
    client.get(at(incident))
    with django_assert_max_num_queries(15):
        assert client.get(at(stages.now_of(incident))).status_code == 200


def test_the_audit_trail_names_the_body(world: World, sign_in: SignIn) -> None:
    incident = declared(world, **BREACH)
    page = drawn(sign_in(*LEAD).get(at(incident, "audit-trail/")))
    assert "Other body: Information Commissioner’s Office" in page
    assert "asked for: Information was lost or seen by the wrong people" in page
