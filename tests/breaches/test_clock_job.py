"""The job that says when the 72 hours run out soon, and that they have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sightline.breaches.services import handling
from sightline.jobs import tell_breach_clocks
from sightline.jobs.schedule import JOBS
from sightline.notifications.models import Notice
from sightline.organisations import services as organisations
from sightline.policy.other_tellings import BREACH_HOURS_LEFT, BREACH_HOURS_OVER
from tests.breaches.made import AWARE, graded, ig_lead, reported
from tests.factories import NOW, World

pytestmark = pytest.mark.django_db
ENDS = AWARE + timedelta(hours=72)


def said(at: object) -> list[str]:
    outcome = tell_breach_clocks.run("slot", at)  # type: ignore[arg-type]
    if outcome.write is not None:
        outcome.write()
    texts = (BREACH_HOURS_LEFT.text, BREACH_HOURS_OVER.text)
    return list(Notice.objects.filter(text__in=texts).order_by("id").values_list("text", flat=True))


@pytest.mark.clause("3.4a", facet="the 72 hours to tell the regulator are counted")
def test_whoever_handles_it_is_told_at_24_hours_and_when_they_are_over_once_each(world: World) -> None:
    lead = ig_lead(world)
    world.actor("icb", lead.role)
    reported(world)
    early = ENDS - timedelta(hours=24, minutes=1)
    assert not tell_breach_clocks.is_wanted(early)
    assert said(early) == []
    left = ENDS - timedelta(hours=24)
    assert tell_breach_clocks.is_wanted(left)
    assert said(left) == said(left + timedelta(hours=3)) == [BREACH_HOURS_LEFT.text]
    over = ENDS + timedelta(minutes=1)
    assert said(over) == said(over + timedelta(days=1)) == [BREACH_HOURS_LEFT.text, BREACH_HOURS_OVER.text]
    assert set(Notice.objects.values_list("recipient_id", flat=True)) == {lead.person_id}
    assert not tell_breach_clocks.is_wanted(ENDS + timedelta(days=8))
    assert JOBS["tell_breach_clocks"].is_wanted is tell_breach_clocks.is_wanted


def test_nobody_is_told_once_the_ico_was(world: World) -> None:
    lead = ig_lead(world)
    breach = graded(reported(world), lead)
    handling.record_told(breach.id, NOW, "", by=lead, now=NOW, seen=breach.version)
    assert said(ENDS) == []


def test_how_long_before_is_a_figure_that_the_icb_sets(world: World) -> None:
    ig_lead(world)
    reported(world)
    organisations.vary_figure(
        code="breach_warning",
        value=48,
        from_on=date(2026, 11, 16),
        reason="A weekend lies between.",
        by=None,
        now=NOW,
    )
    assert said(ENDS - timedelta(hours=47)) == [BREACH_HOURS_LEFT.text]
