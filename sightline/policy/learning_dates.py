"""The date of a learning response under PSIRF: agreed case by case, and agreed anew with the first never lost (reference 6.1)."""

from __future__ import annotations

from itertools import pairwise

from sightline.policy.clock_facts import ClockFacts, DeadlineKind, Extension
from sightline.policy.lengths import Unit
from sightline.policy.reckoning import Deadline, Tag
from sightline.policy.terms import Framework, Relation
from sightline.policy.working_days import london_day

LEARNING_DEADLINE = Deadline(
    kind=DeadlineKind.LEARNING_RESPONSE,
    number="P1",
    framework=Framework.PSIRF,
    owner=Relation.PROVIDER,
    starts_at_fact="learning_dates",
    counted_from="by the provider when it plans the response; there is no national limit",
    length=0,
    unit=Unit.AGREED,
    clause="2.2b",
    tag=Tag.NATIONAL,
    source="Patient Safety Incident Response Framework, August 2022 (from knowledge): no limit; a PSII usually takes "
    "1 to 3 months.",
)


def agreed_later(facts: ClockFacts) -> tuple[Extension, ...]:
    """Dates agreed after the first, as more time; one agreed when the last had passed still counts as missed."""
    return tuple(
        Extension(
            DeadlineKind.LEARNING_RESPONSE,
            each.due_on,
            each.agreed_at,
            retrospective=london_day(each.agreed_at) > before.due_on,
        )
        for before, each in pairwise(facts.learning_dates)
    )
