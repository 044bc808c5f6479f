"""What docs/security claims, a test shows: each named one exists, and no line stands twice or without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_engine
ROOT = Path(__file__).parents[2]
PAGES = ("threat-model.md", "asvs.md", "hazards.md")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_NUMBER = re.compile(r"^\| ([TH]\d+|\d+\.\d+\.\d+) \|", re.MULTILINE)


def text_of(page: str) -> str:
    return (ROOT / "docs/security" / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_exists(page: str) -> None:
    named = set(_TEST.findall(text_of(page)))
    assert len(named) > 10
    missing = [
        f"{path}::{name}"
        for path, name in sorted(named)
        if not (ROOT / path).is_file()
        or not re.search(rf"^\s*def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    ]
    assert missing == []
    # Nothing that looks like a test is named in another way, unseen by this one.
    assert text_of(page).count("`tests/") == len(_TEST.findall(text_of(page)))


@pytest.mark.parametrize("page", PAGES)
def test_every_line_that_is_claimed_names_a_test_and_stands_once(page: str) -> None:
    claimed, _, rest = text_of(page).partition("## Not ")
    assert rest, "says nothing of what is not claimed"
    numbers = _NUMBER.findall(text_of(page))
    numbers += re.findall(r"\b\d+\.\d+\.\d+\b", rest) if page == "asvs.md" else []
    assert len(numbers) == len(set(numbers))
    lines = [line for line in claimed.splitlines() if _NUMBER.match(line)]
    assert len(lines) > 10
    assert [line for line in lines if not _TEST.search(line)] == []


def test_nothing_that_is_not_yet_claimed_names_a_test() -> None:
    for page in PAGES:
        assert not _TEST.search(text_of(page).partition("## Not ")[2])
