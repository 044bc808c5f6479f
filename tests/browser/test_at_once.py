"""Several people at the very same moment, on the server as it is served."""

from __future__ import annotations

import re
from functools import partial

import pytest

from sightline.policy.terms import Role
from tests import factories
from tests.browser import acts, region
from tests.browser.server import Server
from tests.browser.visitor import Answer, Visitor, at_once

pytestmark = pytest.mark.browser


def signed_in(server: Server, organisation: str, role: Role) -> Visitor:
    someone = Visitor(server.address)
    someone.sign_in(server.username(organisation, role), factories.PASSWORD)
    return someone


def must_be_intact(server: Server) -> None:
    verified = server.sightline("verify-audit")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "intact" in verified.stdout


def quiet(server: Server) -> None:
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize("turn", range(3))
def test_two_people_take_the_same_step_and_one_of_them_is_told(server: Server, turn: int) -> None:
    reference = server.case("initial_review_submitted")
    path = f"/incidents/{reference}/initial-review/answer/"
    people = [
        signed_in(server, "icb", Role.PATIENT_SAFETY_TEAM),
        signed_in(server, "icb", Role.PATIENT_SAFETY_SPECIALIST),
    ]
    forms = [person.form_of(path) for person in people]
    words = ["Which grade put the line in?", "Was the family told, and by whom?"]
    answers: list[Answer] = at_once(
        [
            partial(person.send, path, form, answer="ask_for_more", wanted=wanted)
            for person, form, wanted in zip(people, forms, words, strict=True)
        ]
    )
    assert sorted(answer.status for answer in answers) == [302, 409]
    lost = next(index for index, answer in enumerate(answers) if answer.status == 409)
    # The second is told what happened meanwhile, and what they typed is not lost.
    assert f"Someone changed {reference} while you were reading" in answers[lost].page
    assert "ICB asked for more on the 72-hour review" in answers[lost].page
    assert words[lost] in answers[lost].page
    case = people[0].get(f"/incidents/{reference}/").page
    assert words[1 - lost] in case
    assert words[lost] not in case
    must_be_intact(server)
    quiet(server)


def test_an_executive_who_presses_twice_signs_once(server: Server) -> None:
    reference = server.case("written")
    path = f"/incidents/{reference}/sign-off/"
    executive = signed_in(server, "trust", Role.PROVIDER_EXECUTIVE)
    form = executive.form_of(path)
    sign = partial(executive.send, path, form, statement="I have read it.")
    assert sorted(answer.status for answer in at_once([sign, sign])) == [302, 409]
    assert executive.get(f"/incidents/{reference}/").page.count("I have read it.") == 1
    must_be_intact(server)
    quiet(server)


def test_a_report_sent_twice_at_once_is_one_incident(server: Server) -> None:
    nurse = signed_in(server, "trust", Role.REPORTER)
    check = answer_everything(nurse, "The wrong bag of fluid was hung. It was sent twice by a slow network.")
    send = partial(nurse.send, check, nurse.form_of(check))
    answers = at_once([send, send])
    assert [answer.status for answer in answers] == [302, 302]
    sent = nurse.get("/report/sent/")
    assert re.search(r"SL-\d{4}-\d{4}", sent.page)
    mine = nurse.get("/report/mine/").page
    assert mine.count("It was sent twice by a slow network.") == 1
    must_be_intact(server)
    quiet(server)


def test_eight_people_report_at_once(server: Server) -> None:
    nurses = [Visitor(server.address) for _ in region.NURSES]
    for nurse, username in zip(nurses, region.NURSES, strict=True):
        nurse.sign_in(username, factories.PASSWORD)

    def reports(nurse: Visitor, number: int) -> str:
        check = answer_everything(nurse, f"Bed rail {number} gave way. Nobody fell.")
        answer = nurse.send(check, nurse.form_of(check))
        assert answer.status == 302, answer.page
        found = re.search(r"SL-\d{4}-\d{4}", nurse.get("/report/sent/").page)
        assert found
        return found[0]

    references = at_once([partial(reports, nurse, number) for number, nurse in enumerate(nurses)])
    assert len(set(references)) == len(nurses) == 8
    lead = signed_in(server, "trust", Role.PROVIDER_LEAD)
    for reference in references:
        assert lead.get(f"/incidents/{reference}/").status == 200
    must_be_intact(server)
    quiet(server)


def answer_everything(nurse: Visitor, words: str) -> str:
    """The twelve questions; gives the address of the page that sends the report."""
    started = nurse.send("/report/", nurse.form_of("/report/"))
    assert started.status == 302
    day = acts.yesterday()
    typed: dict[int, dict[str, str]] = {
        1: {"what_happened": words},
        2: {
            "happened_precision": "exact",
            "happened_on__day": str(day.day),
            "happened_on__month": str(day.month),
            "happened_on__year": str(day.year),
            "happened_time": "11:00",
        },
        3: {"site": "Main site", "setting": "hospital", "ward_or_team": "Ward 4"},
        4: {"affected": "nobody_yet"},
        7: {"immediate_action": "The bed was taken away."},
        8: {"danger_now": "no"},
        9: {"other_organisation": "no"},
        10: {"circumstances": "none"},
        11: {},
        12: {"contact": "named", "contact_name": "A nurse", "contact_email": "nurse@castlebrook.example"},
    }
    path = started.location
    while path.rstrip("/").rpartition("/")[2].isdigit():
        number = int(path.rstrip("/").rpartition("/")[2])
        answer = nurse.send(path, nurse.form_of(path), **typed[number])
        assert answer.status == 302, f"Question {number} answered {answer.status}:\n{answer.page}"
        path = answer.location
    return path
