"""What docs/information-governance claims, a test shows: each named one exists, gaps are said, the index has every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_engine
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/information-governance"
PAGES = sorted(path.name for path in FOLDER.glob("*.md") if path.name != "README.md")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_LINK = re.compile(r"\]\(([^)#]+)\)")
_ROW = re.compile(r"^\| ((?:C\d|D1)\.\d+|R\d+) \|(.*)$", re.MULTILINE)


def text_of(page: str) -> str:
    return (FOLDER / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_exists(page: str) -> None:
    named = set(_TEST.findall(text_of(page)))
    assert named, "claims something of the product, and shows none of it"
    missing = [
        f"{path}::{name}"
        for path, name in sorted(named)
        if not (ROOT / path).is_file()
        or not re.search(rf"^\s*def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    ]
    assert missing == []
    assert text_of(page).count("`tests/") == len(_TEST.findall(text_of(page)))


@pytest.mark.parametrize("page", [*PAGES, "README.md"])
def test_every_link_leads_to_a_file(page: str) -> None:
    links = [link for link in _LINK.findall(text_of(page)) if "://" not in link]
    assert [link for link in links if not (FOLDER / link).resolve().is_file()] == []


def test_the_index_has_every_page_and_says_what_is_not_claimed() -> None:
    index = text_of("README.md")
    assert set(PAGES) <= set(_LINK.findall(index))
    assert len(PAGES) == 8
    assert "## Not yet claimed" in index


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_is_not_claimed(page: str) -> None:
    before, heading, after = text_of(page).partition("\n## Not ")
    assert heading, page
    assert after.strip()
    if "template" not in page:
        assert not _TEST.search(after), "what is not claimed names no test"
    assert before.strip()


def test_every_risk_and_every_answer_of_the_criteria_has_what_is_behind_it_or_says_gap() -> None:
    answers = _ROW.findall(text_of("dtac.md"))
    sections = {number.split(".")[0] for number, _ in answers}
    assert sections == {"C1", "C2", "C3", "C4", "D1"}
    assert len(answers) == len({number for number, _ in answers})
    bare = [
        number
        for number, rest in answers
        if not (_TEST.search(rest) or _LINK.search(rest) or "**Gap**" in rest or "for the ICB" in rest)
        and "for whoever runs" not in rest
    ]
    assert bare == []
    claimed = text_of("data-protection-impact-assessment.md").partition("\n## Not ")[0]
    risks = _ROW.findall(claimed)
    assert len(risks) >= 9
    assert [number for number, rest in risks if not _TEST.search(rest)] == []


def test_the_years_of_retention_stand_in_the_rule_alone() -> None:
    assert not re.search(r"\b(10|20|ten|twenty) years\b", text_of("retention-schedule.md"))
