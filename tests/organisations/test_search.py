"""Finding an organisation by what people type."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.organisations import selectors
from sightline.policy.terms import OrganisationKind
from tests.organisations.conftest import Make


@pytest.fixture(autouse=True)
def found(make: Make) -> None:
    make("ZK1", "King's Meadow Hospital NHS Trust", closed_on=date(2026, 3, 31))
    make("ZK2", "King's Meadow University Hospital NHS Foundation Trust", opened_on=date(2026, 4, 1))
    make("ZK3", "Meadow Lane Surgery", kind=OrganisationKind.GP_PRACTICE)
    make("MEADOW", "Fennimore Partnership")
    make("ZP1", "100% Care_Home", kind=OrganisationKind.CARE_HOME)


def codes(text: str, **more: Any) -> list[str]:
    return [row.ods_code for row in selectors.search(text, **more)]


@pytest.mark.parametrize("typed", ["king's", "KING’S", "kings", "  Kings  meadow ", "hospital king's"])
def test_an_apostrophe_may_be_straight_curly_or_missing_and_words_in_any_order(typed: str) -> None:
    assert codes(typed) == ["ZK2", "ZK1"]


def test_the_exact_code_comes_first_then_what_exists_then_by_name() -> None:
    assert codes("meadow") == ["MEADOW", "ZK2", "ZK3", "ZK1"]
    assert codes("zk1") == ["ZK1"]
    assert codes("ZK") == []  # part of a code is not a code


def test_what_exists_depends_on_the_day() -> None:
    assert codes("king's", on=date(2026, 3, 31)) == ["ZK1", "ZK2"]
    assert codes("king's", on=date(2026, 4, 1)) == ["ZK2", "ZK1"]


def test_kinds_and_limit_narrow() -> None:
    assert codes("meadow", kinds=[OrganisationKind.GP_PRACTICE]) == ["ZK3"]
    assert codes("meadow", kinds=[]) == []
    assert codes("meadow", limit=2) == ["MEADOW", "ZK2"]


@pytest.mark.parametrize("typed", ["", "   ", "'", "\x00", "'; DROP TABLE organisation; --", "k_ng", "z%"])
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert codes(typed) == []


def test_a_percent_sign_is_a_percent_sign() -> None:
    assert codes("100%") == codes("care_home") == ["ZP1"]


def test_a_page_pasted_in_is_one_cheap_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert codes("meadow " * 20_000) == ["MEADOW", "ZK2", "ZK3", "ZK1"]
