"""The figures that a reader is shown are those of the cases that the rules show it, whatever the region."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from sightline.governance.selectors.evidence import Figure, evidence_for
from sightline.governance.services.refreshing import refresh_measures
from sightline.incidents.models import Incident
from sightline.incidents.selectors import ListFilter, count_of
from sightline.incidents.selectors.measured_conditions import counting
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.measures import MEASURES, Measure, relations_counting
from sightline.policy.permissions import PARTS_OF_LEVEL, access_but_for_naming
from sightline.policy.working_days import london_day
from tests.governance import cases
from tests.incidents.random_worlds import LAST_DAY, Region, built, regions

pytestmark = pytest.mark.django_db
#: Without shrinking, which would take minutes here: a failure prints its world, and the seed that draws it again.
quickly = settings(
    max_examples=12,
    deadline=None,
    print_blob=True,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
#: One of each part of a case and of each place where cases are looked for; all others are counted in the same way.
LOOKED_AT = (
    *("immediate_action", "lead_settled", "place_settled", "report_to_icb", "feedback_on_report"),
    *("candour_letter", "candour_apology", "judged_with_reason"),
)
#: What a case has: whether something was done at once, how three timescales and an apology stand.
_standing = st.tuples(st.booleans(), *(st.sampled_from(["none", "good", "late"]) for _ in range(4)))
Standing = tuple[bool, str, str, str, str]


def give(incident: Incident, standing: Standing) -> None:
    """Rows that measures look at."""
    made_safe, *kinds, apology = standing
    Incident.objects.filter(id=incident.id).update(made_safe="It was removed." if made_safe else "")
    for kind, how in zip(("report_to_icb", "feedback_on_report", "candour_letter"), kinds, strict=True):
        if how != "none":
            cases.due(incident, kind, 0, done=cases.at(0 if how == "good" else 1))
    if apology != "none":
        cases.candour(incident, D1="done", **({"D4": "done"} if apology == "good" else {}))


def rules_count(actor: Actor, facts: IncidentFacts, measure: Measure) -> bool:
    """Whether the rules say that this hat's organisation answers for the case and the hat is shown the part."""
    return any(
        access.relation in relations_counting(measure, actor.role)
        and measure.part in PARTS_OF_LEVEL[access.level]
        # A figure counts restricted cases as well: what is limited to named people is the list.
        for access in access_but_for_naming(actor, facts)
    )


def figures_of(actor: Actor, now: datetime) -> Mapping[str, Figure]:
    evidence = evidence_for(actor, now=now)
    return {figure.code: figure for each in evidence.values() for figure in each.figures}


@quickly
@given(region=regions(earliest=LAST_DAY - 300), standings=st.lists(_standing, min_size=3, max_size=3))
@pytest.mark.clause("4.7.7")
def test_figures_are_those_of_the_cases_that_the_rules_show(
    region: Region, standings: list[Standing]
) -> None:
    mark = transaction.savepoint()
    try:
        world = built(region)
        incidents = Incident.objects.in_bulk(list(world.facts))
        for incident, standing in zip(incidents.values(), standings, strict=False):
            give(incident, standing)
        refresh_measures(now=world.now)
        first = first_of_year(london_day(world.now))
        counted = {code: sides_of(code, world.now) for code in LOOKED_AT}
        shown = 0
        for actor in world.actors:
            figures = figures_of(actor, world.now)
            assert set(figures) == {
                code for code, row in MEASURES.items() if relations_counting(row, actor.role)
            }
            for code in set(LOOKED_AT) & set(figures):
                figure = figures[code]
                seen = {
                    key
                    for key, facts in world.facts.items()
                    if rules_count(actor, facts, figure.measure)
                    and london_day(incidents[key].reported_at) >= first
                }
                good, others = counted[code]
                assert (figure.good, figure.total) == (
                    len(seen & good),
                    len(seen & (good | others)),
                ), (actor, code)
                assert sum(month.total for month in figure.trend) == figure.total
                shown += figure.total
                if code in ("immediate_action", "judged_with_reason"):
                    open_to = {key for key in seen if world.facts[key].admits(actor)}
                    wanted = len(open_to & good), len(open_to & others)
                    assert listed(actor, figure, world.now) == wanted
        event("somebody is shown a figure" if shown else "nobody is shown a figure")
    finally:
        transaction.savepoint_rollback(mark)


def first_of_year(day: date) -> date:
    return date(day.year - (day.month < 4), 4, 1)


def sides_of(code: str, now: datetime) -> tuple[set[UUID], set[UUID]]:
    """All cases that a measure counts, good and other, whoever sees them."""
    made = counting(code, london_day(now))
    counts = set(Incident.objects.filter(made.counts).values_list("id", flat=True))
    good = set(Incident.objects.filter(made.counts & made.good).values_list("id", flat=True))
    return good, counts - good


def listed(actor: Actor, figure: Figure, now: datetime) -> tuple[int, ...]:
    """How many the list behind the figure finds, good and other."""
    return tuple(
        count_of(
            actor,
            ListFilter(
                measure=figure.code, kept=which, reported_from=figure.from_on, reported_to=figure.to_on
            ),
            now=now,
        )
        for which in ("yes", "no")
    )
