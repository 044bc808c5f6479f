"""How strong an action is: does it change the system, or only ask people to take care (clause 4.3f)?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sightline.policy.terms import Term

SOURCE = "Hierarchy of effective action as used in NHS investigation practice; from knowledge"


class ActionStrength(Term):
    """Strong actions hold without anyone remembering them."""

    STRONG = "strong", "Strong"
    INTERMEDIATE = "intermediate", "Intermediate"
    WEAK = "weak", "Weak"


@dataclass(frozen=True)
class StrengthRow:
    """What makes an action this strong, with plain examples."""

    strength: ActionStrength
    meaning: str
    examples: tuple[str, ...]
    clause: str


STRENGTHS: Mapping[ActionStrength, StrengthRow] = MappingProxyType(
    {
        row.strength: row
        for row in (
            StrengthRow(
                ActionStrength.STRONG,
                "It makes the right thing easy, or the wrong thing impossible.",
                (
                    "A connector that only fits the right line",
                    "A ward altered so that every bed can be seen",
                    "One model of pump everywhere",
                    "A step taken out because nobody needs it",
                ),
                clause="4.3f",
            ),
            StrengthRow(
                ActionStrength.INTERMEDIATE,
                "It helps people to get it right, but still relies on them.",
                (
                    "A checklist at the bedside",
                    "A prompt or limit in the software",
                    "More staff, or workload spread differently",
                    "Look-alike medicines kept apart",
                ),
                clause="4.3f",
            ),
            StrengthRow(
                ActionStrength.WEAK,
                "It asks people to know, remember or take care. Seldom enough by itself.",
                ("Training", "A new or revised policy", "A reminder or poster", "A second signature"),
                clause="4.3f",
            ),
        )
    }
)


def only_weak(strengths: tuple[ActionStrength, ...]) -> bool:
    """Whether a plan has actions and all of them are weak: worth challenging when the report is reviewed."""
    return bool(strengths) and all(strength is ActionStrength.WEAK for strength in strengths)
