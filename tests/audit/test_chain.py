"""How values become text and texts become hashes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.audit import chain
from sightline.audit.keys import new_key
from sightline.policy.terms import Status


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("  as typed\r\n", "  as typed\r\n"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (Decimal("1.50"), "1.50"),
        (Status.DECLARED, "declared"),
        (date(2027, 4, 8), "2027-04-08"),
        (datetime(2027, 4, 8, 13, 5, tzinfo=timezone(timedelta(hours=1))), "2027-04-08T12:05:00.000000Z"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ({"b", "a"}, '["a", "b"]'),
        (["é", 1, None], '["é", "1", ""]'),
        ({"z": [Status.CLOSED], "a": {"n": 1}}, '{"a": {"n": "1"}, "z": ["closed"]}'),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
    ],
)
def test_a_value_becomes_text_in_one_way(value: object, text: str) -> None:
    assert chain.as_text(value) == text


def test_a_row_or_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        chain.as_text(object())
    with pytest.raises(ValueError, match="time zone"):
        chain.as_text(datetime(2027, 4, 8))


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]))), st.data())
def test_two_different_lists_of_fields_never_share_a_hash(fields: list[str], data: st.DataObject) -> None:
    joined = "".join(fields)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(joined)), max_size=5)))
    other = [joined[a:b] for a, b in zip([0, *cuts], [*cuts, len(joined)], strict=True)]
    assert (chain.digest(*fields) == chain.digest(*other)) == (fields == other)


def test_a_field_that_looks_like_a_length_does_not_move_the_boundary() -> None:
    assert chain.digest("a", "1:b") != chain.digest("a1:b")
    assert chain.digest("a1:b") != chain.digest("a", "b")
    assert chain.digest("", "x") != chain.digest("x", "")


def test_the_hash_of_a_known_entry_never_changes() -> None:
    """A record kept for twenty years must still prove with the software of that day."""
    payload = chain.payload_hash(
        "5a", "p", "reader@o", "status", "reported", "declared", "summary", "3.1c", "é"
    )
    assert payload == "9b295f37f0289ff2513f03ecd85a9456756bfe3ab68b379c8f228b885fad604d"
    entry = chain.entry_hash(
        chain.GENESIS, 1, "1", "r", "2027-04-08T12:05:00.000000Z", "m", "o", "s", payload
    )
    assert entry == "f69d5c9b587205505ea1fbd3e915d19d5de6554a964616d611dc7e18e5d106a5"


def test_keys_made_later_sort_later() -> None:
    made = [new_key() for _ in range(50)]
    assert made == sorted(made)
    assert len(set(made)) == 50
    assert {key.version for key in made} == {7}
    assert datetime.fromtimestamp((made[0].int >> 80) / 1000, UTC).year >= 2026
