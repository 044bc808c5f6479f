"""What rests on a clause is found whatever kind of row cites it, and every clause has its heading."""

from __future__ import annotations

import pytest

from sightline.policy.chapters import CHAPTERS, by_chapter, chapter_of, near
from sightline.policy.citing import Cited, cited_by
from sightline.policy.clauses import CLAUSES
from sightline.policy.deadlines import DEADLINES
from sightline.policy.permissions import GRANTS
from sightline.policy.quality_assurance import CHECKLIST
from sightline.policy.telling import TELLINGS
from sightline.policy.workflow import WORKFLOW


@pytest.mark.parametrize(
    ("clause_id", "kind", "words"),
    [
        ("3.1e", Cited.CANDOUR, "Apology given"),
        ("3.1b", Cited.TIMESCALE, "Patient or relevant person informed"),
        ("3.3d", Cited.STEP, "Confirm the Never Event"),
        ("3.3.0", Cited.NEVER_EVENT, "1. Wrong site surgery"),
        ("3.2a.iii", Cited.CRITERION, "What treatment was needed, and what did it prevent?"),
        ("3.6b", Cited.CRITERION, "patients"),
        ("3.6.0", Cited.QUESTION, "4. Who or what did it affect?"),
        ("2.2b", Cited.REVIEW, "terms of reference"),
        ("4.7.1", Cited.ACCESS, "It holds the main contract with the provider"),
        ("4.3h", Cited.BODY, "Prisons and Probation Ombudsman"),
        ("4.3d", Cited.STOP, "report"),
        ("4.3c", Cited.NOTICE, "The case you reported was closed."),
        ("5.2.2", Cited.LEARNING, "PSII"),
        ("12i", Cited.LIST, "Incident type: "),
        ("12i", Cited.STEIS, "Log number"),
    ],
)
def test_rows_of_each_kind_are_found_under_their_clause(clause_id: str, kind: Cited, words: str) -> None:
    found = " | ".join(row.text for row in cited_by(clause_id)[kind])
    assert words.lower() in found.lower()


def test_no_row_that_cites_a_clause_is_left_out() -> None:
    rows = [step for steps in WORKFLOW.values() for step in steps.values()]
    cited = {step.clause for step in rows}
    cited |= {row.clause for group in DEADLINES.values() for row in group}
    cited |= {row.clause for row in GRANTS}
    cited |= {row.clause for row in CHECKLIST.values()}
    cited |= {row.clause for row in TELLINGS}
    assert cited <= set(CLAUSES)
    assert [clause_id for clause_id in cited if not cited_by(clause_id)] == []
    of_steps = {row.text for clause_id in CLAUSES for row in cited_by(clause_id).get(Cited.STEP, ())}
    assert of_steps == {step.action.label for step in rows}


def test_same_row_of_two_frameworks_stands_once_and_a_timescale_says_its_length_and_source() -> None:
    steps = [row.text for row in cited_by("4.3f")[Cited.STEP]]
    assert len(steps) == len(set(steps))
    lengths = {row.detail for row in cited_by("1.1b")[Cited.TIMESCALE]}
    assert any(
        detail.startswith("60 working days from when it was declared") and "National framework" in detail
        for detail in lengths
    )


def test_clause_that_is_none_has_no_rows_but_an_error() -> None:
    with pytest.raises(KeyError, match=r"no clause '3\.1z'"):
        cited_by("3.1z")


def test_every_clause_stands_once_under_the_longest_heading_that_fits() -> None:
    placed = [clause.id for clauses in by_chapter().values() for clause in clauses]
    assert placed == list(CLAUSES)
    assert list(by_chapter()) == list(CHAPTERS)
    assert chapter_of("4.7.10").heading == "4.7 Lead commissioners and several organisations"
    assert chapter_of("10.0").number == "10", "and not under 1"
    assert chapter_of("12i").number == "12"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("7", ["7.0"]),
        ("10", ["10.0"]),
        ("3.1Z", ["3.1c", "3.1d", "3.1e", "3.1f", "3.1g", "3.1h"]),
        (" 4.7.16 ", ["4.7.1"]),
        ("", []),
        ("x" * 10_000, []),
    ],
)
def test_slip_of_a_key_leads_to_what_was_meant(written: str, found: list[str]) -> None:
    ids = [clause.id for clause in near(written)]
    assert ids[: len(found)] == found
    assert len(ids) <= 6
