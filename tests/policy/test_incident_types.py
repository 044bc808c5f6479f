"""Types of incident: a dated list, and one type an incident cannot be closed with."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.policy.incident_types import INCIDENT_TYPES, PENDING_REVIEW, incident_type, types_on


def test_types_are_the_list_of_2015() -> None:
    assert list(INCIDENT_TYPES) == [f"T{number:02}" for number in range(1, 37)] + ["T99"]
    assert len({row.label for row in INCIDENT_TYPES.values()}) == 37


def test_types_on_a_day_before_the_framework_are_none() -> None:
    assert types_on(date(2015, 3, 31)) == ()
    assert len(types_on(date(2015, 4, 1))) == 37
    assert len(types_on(date(2026, 11, 22))) == 37


def test_only_pending_review_cannot_close() -> None:
    assert [row.code for row in INCIDENT_TYPES.values() if not row.may_close] == [PENDING_REVIEW]
    assert incident_type("T26").label.startswith("Pending review")


def test_only_other_asks_for_words() -> None:
    assert [row.code for row in INCIDENT_TYPES.values() if row.needs_words] == ["T99"]


def test_type_unknown_says_so() -> None:
    with pytest.raises(KeyError, match="no incident type 'T37'"):
        incident_type("T37")


def test_a_never_event_is_a_flag_and_not_a_type() -> None:
    assert not any("never event" in row.label.lower() for row in INCIDENT_TYPES.values())
