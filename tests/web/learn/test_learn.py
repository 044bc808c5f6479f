"""The pages of a learning response, as a person meets them: what is said, kept, refused, and in whose words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.incidents.models import Incident, LearningDate, LearningRecord, OversightNote
from sightline.incidents.services import learning_response as learning
from sightline.incidents.services import safety_actions
from sightline.policy.terms import Role, Status
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, reported
from tests.policy.test_learning_record import SIF_WORDS
from tests.web.decide.pages import errors, text_of

pytestmark = pytest.mark.usefixtures("at_now")
PAGES = ("learn_plan", "learn_date", "learn_affected", "learn_record", "learn_oversight")


def at(name: str, incident: Incident) -> str:
    return reverse(name, args=[incident.reference])


def send(client: Client, name: str, incident: Incident, **form: Any) -> Any:
    return client.post(at(name, incident), {"seen": str(stages.now_of(incident).version), **form})


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


@pytest.fixture
def lead(sign_in: SignIn) -> Client:
    return sign_in("trust", Role.PROVIDER_LEAD)


@pytest.fixture
def team(sign_in: SignIn) -> Client:
    return sign_in("icb", Role.PATIENT_SAFETY_TEAM)


PLAN = {"led_by": "Matron", "terms": "How wires are counted."}


@pytest.mark.clause("5.2.2")
def test_plan_says_that_there_is_no_limit_and_what_is_custom(lead: Client, world: World) -> None:
    incident = stages.under_psirf(world)
    page = text_of(lead.get(at("learn_plan", incident)))
    assert "there is no national limit" in page
    assert "One meeting, within days or a few weeks." in page
    wrong = send(lead, "learn_plan", incident, led_by="Kept role", **day("due_on", date(2026, 11, 1)))
    assert wrong.status_code == 422
    assert errors(wrong) == {
        "terms": "Say what it looks at, and what it does not.",
        "due_on-day": "The date cannot be in the past.",
    }
    assert "Kept role" in wrong.content.decode()
    assert not LearningDate.objects.exists()
    assert send(lead, "learn_plan", incident, **PLAN, **day("due_on", date(2026, 12, 4))).status_code == 302
    case = text_of(lead.get(at("incident", incident)))
    assert "Learning response Fri 4 Dec 2026" in case or "4 December 2026" in case
    assert "Change the plan" in case


def test_another_date_shows_the_first_and_says_what_is_wrong(lead: Client, world: World) -> None:
    incident = stages.planned(world)
    wrong = send(lead, "learn_date", incident, reason="Kept words", **day("due_on", date(2026, 12, 1)))
    assert wrong.status_code == 422
    assert "Friday 18 December 2026 is agreed already" in text_of(wrong)
    assert "Kept words" in wrong.content.decode()
    done = send(lead, "learn_date", incident, reason="They asked.", **day("due_on", date(2027, 1, 8)))
    assert done.status_code == 302
    case = text_of(lead.get(at("incident", incident)))
    assert "First agreed: Friday 18 December 2026" in case
    assert "Then: Friday 8 January 2027" in case


def test_record_asks_the_questions_of_its_response_and_is_saved_unfinished(
    sign_in: SignIn, world: World
) -> None:
    incident = stages.planned(world)
    investigator = sign_in("trust", Role.INVESTIGATOR)
    page = text_of(investigator.get(at("learn_record", incident)))
    assert "Why was there a difference?" in page
    assert "Tools and technology" not in page
    assert send(investigator, "learn_record", incident, learned=" ").status_code == 422
    assert send(investigator, "learn_record", incident, learned="Count wires.").status_code == 302
    page = text_of(investigator.get(at("learn_record", incident)))
    assert "still needs:" in page
    assert LearningRecord.objects.get(incident=incident).answers == {"learned": "Count wires."}
    on = send(investigator, "learn_record", incident, learned="Count them.", next="action")
    assert on.headers["Location"] == at("respond_add_action", incident)


def test_those_affected_are_engaged_in_their_own_words(lead: Client, world: World) -> None:
    incident = stages.planned(world)
    wrong = send(lead, "learn_affected", incident, outcome="engaged", words="Met on the ward.")
    assert errors(wrong) == {"questions": "Write down what they ask, or that they ask nothing."}
    done = send(
        lead,
        "learn_affected",
        incident,
        outcome="engaged",
        words="Met on the ward.",
        questions="Why so late?",
    )
    assert done.status_code == 302
    assert "Why so late?" in text_of(lead.get(at("learn_record", incident)))


@pytest.mark.clause("5.2.2")
def test_icb_records_oversight_and_is_offered_neither_closing_nor_returning(
    team: Client, lead: Client, world: World
) -> None:
    incident = stages.planned(world)
    case = text_of(team.get(at("incident", incident)))
    assert "Record oversight" in case
    for absent in ("Close the case", "Return", "Quality-assure", "Acknowledge", "Agree the level"):
        assert absent not in case, absent
    wrong = send(team, "learn_oversight", incident, kind="asks", text="Kept words")
    assert set(errors(wrong)) == {"mindset"}
    assert "Kept words" in wrong.content.decode()
    form = {
        "seen": str(stages.now_of(incident).version),
        "kind": "asks",
        "mindset": "curiosity",
        "text": "Nights?",
    }
    answers = [team.post(at("learn_oversight", incident), form).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert OversightNote.objects.count() == 1
    assert "Nights?" in text_of(lead.get(at("incident", incident)))


def test_page_sent_after_somebody_else_is_out_of_date_and_keeps_what_was_typed(
    lead: Client, world: World
) -> None:
    incident = stages.planned(world)
    seen = str(incident.version)
    learning.write_learning_record(
        incident.id, {"learned": "First."}, by=world.investigator, now=NOW, seen=incident.version
    )
    late = lead.post(at("learn_record", incident), {"seen": seen, "learned": "Words that must not be lost"})
    assert late.status_code == 409
    assert "Words that must not be lost" in text_of(late)
    assert "What was learned written down" in text_of(late)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_not_there_for_outsiders_or_under_the_other_framework(
    sign_in: SignIn, world: World, name: str
) -> None:
    serious = declared(world)
    incident = stages.planned(world)
    role = Role.PATIENT_SAFETY_TEAM if name == "learn_oversight" else Role.PROVIDER_LEAD
    own = "icb" if name == "learn_oversight" else "trust"
    assert sign_in(own, role).get(at(name, incident)).status_code == 200
    assert sign_in(own, role).get(at(name, serious)).status_code == 404
    for where, other in (("other_trust", Role.PROVIDER_LEAD), ("other_icb", Role.PATIENT_SAFETY_TEAM)):
        assert sign_in(where, other).get(at(name, incident)).status_code == 404
        assert send(sign_in(where, other), name, incident, learned="x").status_code == 404


# Choosing


def test_unknown_is_asked_first_and_a_choice_against_what_is_required_is_refused_with_its_source(
    lead: Client, world: World
) -> None:
    stages.under_psirf(world)
    incident = reported(world.reporter, circumstances=["death"], physical_harm="died")
    page = text_of(lead.get(at("decide_learning_response", incident)))
    assert "Is the death thought more likely than not to be due to problems in care?" in page
    assert "Was the person detained" not in page, "the report says that nobody was"
    form = {"response": "swarm_huddle", "reason": "Kept words", "never_event": "none"}
    asked = errors(send(lead, "decide_learning_response", incident, **form))
    assert {"death_due_to_care", "screening", "learning_disability"} <= set(asked)
    assert "response" not in asked, "what is not known yet refuses nothing"
    answers = dict.fromkeys(asked, "no") | {"death_due_to_care": "yes"}
    refused = send(lead, "decide_learning_response", incident, **form, **answers)
    assert "Source: NHS England" in errors(refused)["response"]
    assert "clause 5.2.2" in errors(refused)["response"]
    assert "Kept words" in refused.content.decode()
    assert stages.now_of(incident).status == Status.REPORTED
    form["response"] = "psii"
    assert send(lead, "decide_learning_response", incident, **form, **answers).status_code == 302
    assert "due to problems in care" in text_of(lead.get(at("incident", incident)))


def test_case_read_with_another_is_named_beside_its_field(lead: Client, world: World) -> None:
    carrying = stages.under_psirf(world)
    incident = reported(world.reporter)
    form = {"reason": "Third fall.", "screening": "no", "never_event": "none", "response": "thematic_review"}
    wrong = send(lead, "decide_learning_response", incident, **form, read_with=carrying.reference)
    assert errors(wrong) == {"read_with": "No thematic review was chosen for that case."}
    assert send(lead, "decide_learning_response", carrying, **form).status_code == 302
    done = send(lead, "decide_learning_response", incident, **form, read_with=carrying.reference)
    assert done.status_code == 302
    assert incident.reference in text_of(lead.get(at("incident", carrying)))


# In the words of its own framework


def test_no_page_of_a_psirf_case_speaks_the_language_of_the_other_framework(
    sign_in: SignIn, world: World
) -> None:
    incident = stages.candour_decided(world, stages.learned(world), applies=True)
    safety_actions.add_action(
        incident.id, **stages.ACTION, by=world.lead, now=NOW, seen=stages.now_of(incident).version
    )
    learning.record_oversight(
        incident.id,
        "asks",
        "curiosity",
        "Nights?",
        by=world.team,
        now=NOW,
        seen=stages.now_of(incident).version,
    )
    read = 0
    names: tuple[str, ...] = (
        *PAGES,
        "incident",
        "incident_trail",
        "incident_access",
        "decide_learning_response",
    )
    names += ("respond_candour", "respond_add_action", "correct_other_body", "incident_steis")
    names += ("incident_messages", "incident_documents", "correct_case", "correct_join", "desk_allocate")
    names += ("incident_reporter",)
    for where, role in (
        ("trust", Role.PROVIDER_LEAD),
        ("trust", Role.PROVIDER_EXECUTIVE),
        ("trust", Role.INVESTIGATOR),
        ("icb", Role.PATIENT_SAFETY_TEAM),
        ("icb", Role.CHIEF_EXECUTIVE),
    ):
        client = sign_in(where, role)
        for name in names:
            answer = client.get(at(name, incident))
            if answer.status_code != 200:
                continue
            read += 1
            main = text_of_main(answer).lower()
            for words in SIF_WORDS:
                allowed = name == "incident_steis" and words == "steis"
                assert allowed or words not in main, (role, name, words, main[: main.index(words)][-80:])
    assert read > 30


def text_of_main(answer: Any) -> str:
    page = answer.content.decode()
    answer.content = page[page.index("<main") : page.index("</main>")].encode()
    return text_of(answer)


def test_list_and_csv_show_each_case_in_the_words_of_its_framework(sign_in: SignIn, world: World) -> None:
    stages.investigating(world)
    stages.planned(world)
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    page = text_of(lead.get(reverse("incidents")))
    answer: Any = lead.get(reverse("incidents_export"))
    sheet = b"".join(answer.streaming_content).decode()
    for shown in (page, sheet):
        assert "Learning response under way" in shown
        assert "Under investigation" in shown
    late = lead.get(f"{reverse('incidents')}?overdue=1")
    assert "Learning response under way" not in text_of(late).split("Reported from")[-1]


def test_agreed_date_that_passed_is_overdue_on_the_page_and_in_the_list(
    sign_in: SignIn, world: World, at_now: Any
) -> None:
    incident = stages.planned(world, due_on=date(2026, 11, 20))
    at_now.move_to(NOW + timedelta(days=9))
    team = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    case = text_of(team.get(at("incident", incident)))
    assert "overdue" in case
    assert incident.reference in text_of(team.get(f"{reverse('incidents')}?overdue=1"))
    assert "Learning response" in text_of(team.get("/"))


def test_page_of_a_whole_learning_response_stays_within_fifteen_queries(
    sign_in: SignIn, world: World
) -> None:
    incident = stages.learned(world)
    form: dict[str, Any] = {"answers": stages.NOT_SCREENING, "by": world.lead, "now": NOW}
    for response in ("psii", "thematic_review"):
        seen = stages.now_of(incident).version
        learning.choose_learning_response(incident.id, response, "The plan.", **form, seen=seen)
    other = reported(world.reporter)
    learning.choose_learning_response(
        other.id, "thematic_review", "The plan.", **form, read_with=incident.reference, seen=other.version
    )
    incident = stages.candour_step(world, stages.candour_decided(world, stages.now_of(incident)), "D1")
    incident = stages.with_action(world, incident)
    for _ in range(2):
        learning.record_oversight(
            incident.id,
            "asks",
            "curiosity",
            "Why?",
            by=world.team,
            now=NOW,
            seen=stages.now_of(incident).version,
        )
    for where, role in (("trust", Role.PROVIDER_LEAD), ("icb", Role.PATIENT_SAFETY_TEAM)):
        client = sign_in(where, role)
        client.get(at("incident", incident))
        with CaptureQueriesContext(connection) as queries:
            assert other.reference in text_of(client.get(at("incident", incident)))
        assert len(queries) <= 15, [query["sql"][:90] for query in queries.captured_queries]
