"""Figures agreed locally: from today on, never two at once, in order, ended and superseded, each change on the record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from sightline.audit.models import AuditEntry, AuditPayload
from sightline.organisations import services
from sightline.organisations.errors import Invalid, NotAdministrator, Unknown
from sightline.organisations.figures import agreed_figures, figure_line, figure_lines, figure_rows
from sightline.organisations.models import FigureVariation
from sightline.policy.facts import Actor
from sightline.policy.local_default_rows import figure_on
from sightline.policy.terms import Role
from tests.organisations.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2027, 4, 8)
MET, PARTLY = "met:final_report", "partly:final_report"


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def vary(value: int, **more: Any) -> UUID:
    defaults: dict[str, Any] = {
        "code": MET,
        "from_on": TODAY,
        "reason": "Agreed by the Board",
        "by": None,
        "now": NOW,
    }
    return services.vary_figure(value=value, **(defaults | more))


def end(variation_id: UUID, until_on: date, reason: str = "Not needed.") -> None:
    services.end_figure(variation_id=variation_id, until_on=until_on, reason=reason, by=None, now=NOW)


def held(*days: int, code: str = MET) -> list[int]:
    return [figure_on(code, later(each), agreed_figures()) for each in days]


def refused(field: str, match: str, value: int = 95, **more: Any) -> None:
    before = list(FigureVariation.objects.values()), AuditEntry.objects.count()
    with pytest.raises(Invalid, match=match) as caught:
        vary(value, **more)
    assert caught.value.field == field
    assert (list(FigureVariation.objects.values()), AuditEntry.objects.count()) == before, "nothing changed"


def test_a_value_holds_on_its_days_and_the_change_is_on_the_record() -> None:
    made = vary(80, until_on=later(10), source="Minutes of April")
    assert held(-1, 0, 10, 11) == [90, 80, 80, 90]
    assert held(0, code="met:initial_review") == [90]
    recorded = AuditPayload.objects.get(field="agreed")
    assert "met:final_report" in recorded.new
    assert "Minutes of April" in recorded.new
    row = figure_line(made)
    assert (row.in_words, row.reason, row.agreed_at) == ("80%", "Agreed by the Board", NOW)
    end(made, later(5))
    assert held(5, 6) == [80, 90]
    assert figure_line(made).ended_reason == "Not needed."
    with pytest.raises(Invalid, match="ended by then already"):
        end(made, later(8))
    assert held(6) == [90]


def test_what_was_decided_stays_as_it_was_judged() -> None:
    refused("from_on", "the first day can be today, Thursday 8 April 2027", from_on=later(-1))
    made = vary(80)
    with pytest.raises(Invalid, match="the last day can be today") as caught:
        end(made, later(-1))
    assert caught.value.field == "until_on"
    assert held(0) == [80]


def test_what_cannot_stand_is_refused_beside_its_field_and_nothing_changes() -> None:
    refused("value", "from 0% to 100%", 101)
    refused("reason", "who agreed", reason=" ")
    refused("until_on", "first day or later", from_on=later(2), until_on=later(1))
    refused("value", "must be at or below", 74)
    with pytest.raises(Unknown):
        vary(80, code="met:nothing")
    with pytest.raises(Unknown):
        end(UUID(int=1), TODAY)
    with pytest.raises(Unknown):
        figure_line(UUID(int=1))


def test_two_of_one_figure_never_meet_unless_one_gives_way() -> None:
    first = vary(80)
    refused("from_on", "80% holds from Thursday 8 April 2027. Begin after", 85, from_on=later(3))
    second = vary(85, from_on=later(3), supersede=True)
    assert held(2, 3) == [80, 85]
    refused("until_on", "let this one end the day before", 95, supersede=True)
    vary(88, from_on=later(3), supersede=True)
    assert held(3) == [88]
    assert figure_line(second).withdrawn_at == NOW
    assert figure_line(first).until_on == later(2)
    assert len(figure_lines(MET)) == 3, "rows are never deleted"
    assert AuditPayload.objects.filter(field="withdrawn").count() == 1
    with pytest.raises(Unknown):
        end(second, later(9))


def test_figures_of_one_rule_stay_in_order_whichever_changes_and_when_one_ends() -> None:
    met = vary(95, until_on=later(20))
    vary(92, code=PARTLY, until_on=later(20))
    with pytest.raises(Invalid, match="they would be 92% and 90%") as caught:
        end(met, later(10))
    assert caught.value.field == "until_on"
    assert held(15) == [95]
    refused("value", "must be below", 8 * 60, code="hours:closes")


def test_only_an_administrator_of_the_home_board_sets_figures(icb: UUID, trust: UUID, person: UUID) -> None:
    at_board = Actor(person_id=person, organisation_id=icb, role=Role.ADMINISTRATOR)
    made = vary(80, by=at_board)
    assert figure_line(made).agreed_by == "Alex Person"
    for organisation, role in ((trust, Role.ADMINISTRATOR), (icb, Role.PATIENT_SAFETY_SPECIALIST)):
        other = Actor(person_id=person, organisation_id=organisation, role=role)
        with pytest.raises(NotAdministrator):
            vary(70, code="suppression:below", by=other)
        with pytest.raises(NotAdministrator):
            services.end_figure(variation_id=made, until_on=TODAY, reason="No.", by=other, now=NOW)


def test_rows_say_what_holds_and_whether_it_is_looser() -> None:
    vary(80)
    vary(8, code="suppression:below")
    found = {
        row.figure.code: row for _, rules in figure_rows(TODAY) for _, figures in rules for row in figures
    }
    assert (found[MET].default, found[MET].in_force, found[MET].is_looser) == ("90%", "80%", True)
    assert (found["suppression:below"].in_force, found["suppression:below"].is_looser) == ("8", False)
    assert not found[PARTLY].is_agreed
    assert found["hours:closes"].in_force == "17:00"
    FigureVariation.objects.update(figure="gone:in_a_later_release")
    assert agreed_figures() == []
    assert figure_lines() == ()
