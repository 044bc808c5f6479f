"""Strength of actions: three, each with plain examples."""

from __future__ import annotations

import pytest

from sightline.policy.action_strength import STRENGTHS, ActionStrength, only_weak

STRONG, INTERMEDIATE, WEAK = ActionStrength.STRONG, ActionStrength.INTERMEDIATE, ActionStrength.WEAK


def test_every_strength_has_meaning_and_examples() -> None:
    assert list(STRENGTHS) == [STRONG, INTERMEDIATE, WEAK]
    assert all(len(row.examples) >= 3 and row.meaning for row in STRENGTHS.values())


def test_training_and_policies_are_weak() -> None:
    assert "Training" in STRENGTHS[WEAK].examples
    assert any("policy" in example for example in STRENGTHS[WEAK].examples)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [((), False), ((WEAK,), True), ((WEAK, WEAK), True), ((WEAK, INTERMEDIATE), False), ((STRONG,), False)],
)
def test_only_weak_challenges_a_plan_of_reminders(plan: tuple[ActionStrength, ...], expected: bool) -> None:
    assert only_weak(plan) is expected
