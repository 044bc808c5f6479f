"""What an action of the plan must say, and what shows that it was done (clauses 2.2d, 4.3f)."""

from __future__ import annotations

from datetime import date

from sightline.policy.action_strength import ActionStrength
from sightline.policy.date_order import problem_with_action_due
from sightline.policy.questionnaire import Problem


def problems_with_action(
    *, text: str, owner_role: str, due_on: date | None, strength: str, today: date
) -> tuple[Problem, ...]:
    """What keeps an action from being added: it needs words, an owner, a date and its strength."""
    found = []
    if not text.strip():
        found.append(Problem("text", "Say what will change.", clause="4.3f"))
    if not owner_role.strip():
        found.append(Problem("owner_role", "Say which role owns the action.", clause="4.3f"))
    if due_on is None:
        found.append(Problem("due_on", "Enter the date it will be done by.", clause="4.3f"))
    elif problem := problem_with_action_due(due_on, today=today):
        found.append(Problem("due_on", problem, clause="4.3f"))
    if strength not in list(ActionStrength):
        found.append(Problem("strength", "Choose how strong the action is.", clause="4.3f"))
    return tuple(found)


def problems_with_evidence(evidence: str) -> tuple[Problem, ...]:
    """An action is done when something shows it, not when somebody says so."""
    if evidence.strip():
        return ()
    return (Problem("evidence", "Say what shows that this was done.", clause="2.2d"),)
