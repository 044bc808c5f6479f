"""Types of incident: a dated list, and one type an incident cannot be closed with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sightline.policy import incident_types
from sightline.policy.closing import type_chosen
from sightline.policy.declaring import problem_with_type
from sightline.policy.incident_types import INCIDENT_TYPES, PENDING_REVIEW, incident_type, types_on
from tests.policy.worlds import TEAM, facts


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


def test_a_type_is_offered_up_to_its_last_day_and_stays_readable_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = replace(INCIDENT_TYPES["T36"], active_to=date(2026, 6, 30))
    monkeypatch.setattr(incident_types, "INCIDENT_TYPES", {**INCIDENT_TYPES, "T36": ended})
    assert ended in types_on(date(2026, 6, 30))
    assert ended not in types_on(date(2026, 7, 1))
    assert problem_with_type("T36", "", on=date(2026, 6, 30)) is None
    assert problem_with_type("T36", "", on=date(2026, 7, 1)) is not None
    assert incident_type("T36").label.startswith("VTE")


@pytest.mark.clause("12i")
def test_pending_review_may_stand_until_closing_and_stops_it_there() -> None:
    assert problem_with_type(PENDING_REVIEW, "", on=date(2026, 11, 20)) is None
    assert "still pending" in type_chosen(facts(type_pending=True), TEAM)
    assert type_chosen(facts(type_pending=False), TEAM) == ""
