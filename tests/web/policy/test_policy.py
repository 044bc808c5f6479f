"""How the policy is being met: every clause, built and kept never mixed, each with an address of its own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.governance.services.policy_documents import load_policy
from sightline.organisations.services import vary_timescale
from sightline.policy.built import Built, BuiltState
from sightline.policy.clauses import CLAUSES
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.terms import Framework, Role
from tests.conftest import SignIn
from tests.factories import NOW, World
from tests.governance.figures import evidence, figure, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
#: Somebody of the ICB, of a provider, and two whose role reads no case.
HATS = [
    ("icb", Role.PATIENT_SAFETY_SPECIALIST),
    ("trust", Role.PROVIDER_LEAD),
    ("icb", Role.SURVEILLANCE_GROUP_MEMBER),
    ("other_icb", Role.READER),
]
PARTLY = BuiltState(Built.PARTLY, ("tests/policy/test_candour.py::test_telling",), ("the follow-up letter",))


def words_of(answer: Any) -> str:
    """What a person reads."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).split())


def row_of(answer: Any, clause_id: str) -> str:
    """The words of one row of the table; "" where it is not there."""
    found = re.search(
        rf'<tr id="clause-{re.escape(clause_id)}">(.*?)</tr>', answer.content.decode(), re.DOTALL
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def rows_in(answer: Any) -> list[str]:
    """The ids of the rows shown."""
    return re.findall(r'<tr id="clause-([^"]+)">', answer.content.decode())


def loaded(wording: str = "Invented: the person shall be told.") -> None:
    """A document with wording for two clauses."""
    load_policy(
        f'3.1b,"{wording}"\n3.1e,Invented: say sorry.\n'.encode(),
        title="Invented policy",
        version="2",
        ratified_on=date(2025, 7, 1),
        review_due_on=date(2027, 7, 1),
        by=None,
        now=NOW,
    )


@pytest.mark.clause("6.2", facet="what it asks can be read here")
@pytest.mark.parametrize(("organisation", "role"), HATS)
def test_every_hat_reads_every_clause_under_its_heading(
    world: World, sign_in: SignIn, organisation: str, role: Role
) -> None:
    answer = sign_in(organisation, role).get("/policy/")
    assert rows_in(answer) == list(CLAUSES), "all 144, in the order of the policy, so that old links hold"
    text = words_of(answer)
    assert "How the policy is being met" in text
    assert "4.6 Committees and groups" in text
    assert "document is not loaded, so each clause is in our words only" in text


def test_row_says_what_is_asked_the_evidence_whether_kept_and_whether_built(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, {"3.1b": evidence(figure(57, 68))}, {"3.1b": PARTLY})
    answer = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get("/policy/")
    assert row_of(answer, "3.1b") == (
        "Clause 3.1b Tell them in person, as soon as you reasonably can, and support them. "
        "83% 57 of 68 told within 10 working days 11 overdue partially met "
        "partly built Missing: the follow-up letter"
    )
    assert (
        'href="/incidents/?measure=told_in_person&amp;kept=no&amp;from=2026-04-01&amp;to=2027-03-31">11 overdue</a>'
        in answer.content.decode()
    )
    text = words_of(answer)
    assert "Kept met 0 partially met 1 not met 0 no evidence yet 0 not measured by a figure 143" in text
    assert "Built built 0 partly built 1 not yet built 143 nothing to build 0" in text
    assert "April 2026 to today, as far as you may see" in text
    assert "Figures were counted 16 November 2026, 03:00" in text


def test_share_is_never_rounded_up_and_what_is_whole_leads_to_no_list(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, {"3.1b": evidence(figure(199, 200)), "3.1e": evidence(figure(5, 5), figure(0, 0))})
    answer = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get("/policy/")
    assert "99% 199 of 200" in row_of(answer, "3.1b")
    assert "100% 5 of 5 told within 10 working days 0 of 0 told" in row_of(answer, "3.1e")
    assert answer.content.decode().count("measure=told_in_person") == 1


def test_filters_stand_in_the_address_and_keep_one_another(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, {"3.1b": evidence(figure(1, 4)), "3.1e": evidence(figure(1, 4))}, {"3.1b": PARTLY})
    client = sign_in("trust", Role.PROVIDER_LEAD)
    assert rows_in(client.get("/policy/?kept=not_met")) == ["3.1b", "3.1e"]
    both = client.get("/policy/?kept=not_met&built=partly")
    assert rows_in(both) == ["3.1b"]
    assert "1 of 144 clauses." in words_of(both)
    assert 'href="/policy/?built=partly">Show every clause again</a>' in both.content.decode()
    one = client.get("/policy/?built=partly").content.decode()
    assert 'href="/policy/?kept=not_met&amp;built=partly">Show only what is not met</a>' in one
    assert '<option value="partly" selected>' in one
    assert "No clause is like that." in words_of(client.get("/policy/?kept=met"))


@pytest.mark.parametrize("value", ["nonsense", "%00", "NOT_MET", "x" * 5_000])
def test_state_there_is_not_is_left_out_and_said(world: World, sign_in: SignIn, value: str) -> None:
    answer = sign_in("trust", Role.PROVIDER_LEAD).get(f"/policy/?kept={value}&built=&other=1")
    assert answer.status_code == 200
    assert len(rows_in(answer)) == len(CLAUSES)
    assert ("is not a state of a clause, so it was left out" in words_of(answer)) == (value != "%00")


def test_boards_own_words_stand_beside_ours(world: World, sign_in: SignIn) -> None:
    loaded("Invented: <b>the person</b> shall be told.")
    client = sign_in("trust", Role.REPORTER)
    answer = client.get("/policy/")
    assert "Version 2, ratified 1 July 2025, review due 1 July 2027." in words_of(answer)
    assert "In the ICB’s words : clause 3.1b Invented: <b>the person</b> shall be told." in row_of(
        answer, "3.1b"
    )
    assert "In the ICB’s words" not in row_of(answer, "3.1a")
    page = words_of(client.get("/policy/3.1b/"))
    assert "In the ICB’s own words Invented: <b>the person</b> shall be told." in page
    assert "has no wording for this clause" in words_of(client.get("/policy/3.1a/"))


@pytest.mark.parametrize("address", ["/policy/", "/policy/3.1b/", "/policy/timescales/", "/policy/?kept=met"])
def test_pages_stay_within_fifteen_queries(world: World, sign_in: SignIn, address: str) -> None:
    loaded()
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= 15, [query["sql"][:90] for query in queries.captured_queries]


# One clause


@pytest.mark.parametrize(("organisation", "role"), HATS)
def test_clause_has_a_page_of_its_own_with_all_that_rests_on_it(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, organisation: str, role: Role
) -> None:
    figures = evidence(figure(57, 68, sep=(0, 0), oct=(40, 45), nov=(17, 23)))
    put(monkeypatch, {"3.1b": figures}, {"3.1b": PARTLY})
    answer = sign_in(organisation, role).get("/policy/3.1b/")
    text = words_of(answer)
    assert "Clause 3.1b Tell them in person" in text
    assert "Is it being kept? partially met Is it built? partly built" in text
    assert "Met from 95%, partially met from 80%. Local default: Invented for a test." in text
    assert (
        "September 2026 0 of 0 nothing to count October 2026 40 of 45 88% November 2026 17 of 23 73%" in text
    )
    assert 'width="88" height="10"' in answer.content.decode()
    assert "Counted 16 November 2026, 03:00." in text
    assert "Patient or relevant person informed" in text, "the step of the Duty of Candour that carries it"
    assert "10 working days from" in text
    assert "As the rule" in text
    assert "Not proved by a test yet: the follow-up letter" in text
    assert "tests/policy/test_candour.py::test_telling" in text
    assert "Before it 3.1a Be open with the patient" in text
    assert "After it 3.1c Give a true account" in text


def test_every_clause_has_its_page_and_the_ends_have_one_neighbour(world: World, sign_in: SignIn) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    for clause_id in CLAUSES:
        answer = client.get(f"/policy/{clause_id}/")
        assert answer.status_code == 200, clause_id
        assert f'id="clause-{clause_id}"' in answer.content.decode()
    assert "Before it" not in words_of(client.get("/policy/1.1.0/"))
    assert "After it" not in words_of(client.get("/policy/12i/"))


@pytest.mark.parametrize(
    ("given", "near"),
    [("3.1z", "3.1h"), ("10", "10.0"), ("3.2A.IV", "3.2a.iv"), ("3.1", "3.1.0")],
)
def test_clause_there_is_not_leads_to_those_near_it(
    world: World, sign_in: SignIn, given: str, near: str
) -> None:
    answer = sign_in("trust", Role.PROVIDER_LEAD).get(f"/policy/{given}/")
    assert answer.status_code == 404
    assert f"The policy has no clause “{given}”. Near it are:" in words_of(answer)
    assert f'href="/policy/{near}/"' in answer.content.decode()


def test_clause_like_none_leads_to_the_headings(world: World, sign_in: SignIn) -> None:
    answer = sign_in("trust", Role.PROVIDER_LEAD).get("/policy/%3Cb%3Enone/")
    assert answer.status_code == 404
    assert "The policy has no clause “<b>none”. Clauses stand under these headings:" in words_of(answer)
    assert 'href="/policy/#chapter-3.1"' in answer.content.decode()
    assert "<b>none" not in answer.content.decode()


# Timescales


def test_timescales_show_source_and_the_length_agreed_locally(world: World, sign_in: SignIn) -> None:
    def agree(length: int, **more: Any) -> None:
        vary_timescale(
            kind=DeadlineKind.FINAL_REPORT,
            framework=Framework.SIF_2015,
            length=length,
            reason="Agreed in the contract meeting.",
            by=None,
            now=NOW,
            **more,
        )

    agree(50, from_on=date(2026, 10, 1))
    agree(25, from_on=date(2026, 10, 1), place_id=world.place)
    agree(20, from_on=date(2026, 10, 1), until_on=date(2026, 10, 31), place_id=world.other_place)
    agree(30, from_on=date(2027, 1, 1), supersede=True)
    client = sign_in("other_icb", Role.READER)
    text = words_of(client.get("/policy/timescales/"))
    assert "Patient Safety Incident Response Framework" in text
    assert "50 working days; 25 working days in Castlebrook Agreed locally" in text
    assert "30 working days" not in text, "that is not in force yet"
    assert "20 working days" not in text, "that is over"
    assert "National framework. Serious Incident Framework" in text
    of_clause = words_of(client.get("/policy/1.1b/"))
    assert "50 working days; 25 working days in Castlebrook Agreed locally" in of_clause
    assert 'href="/policy/timescales/"' in client.get("/policy/").content.decode()


def test_year_begins_in_april(world: World, sign_in: SignIn, at_now: Any) -> None:
    client = sign_in("trust", Role.PROVIDER_LEAD)
    at_now.move_to(datetime(2027, 3, 31, 12, tzinfo=UTC))
    client = sign_in("trust", Role.PROVIDER_LEAD)
    assert "April 2026 to today" in words_of(client.get("/policy/"))
    at_now.move_to(datetime(2027, 4, 1, 12, tzinfo=UTC))
    client = sign_in("trust", Role.PROVIDER_LEAD)
    assert "April 2027 to today" in words_of(client.get("/policy/"))
