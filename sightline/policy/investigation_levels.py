"""How deep an investigation goes: three levels, proposed by the provider and agreed by the commissioner (clause 2.2b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class InvestigationLevel:
    """How deep an enquiry goes. Its time limit is a row of ``deadlines``."""

    number: int
    name: str
    used_for: str
    output: str
    clause: str
    source: str = "Serious Incident Framework 2015; from knowledge"

    @property
    def label(self) -> str:
        """For example "Level 1, concise internal"."""
        return f"Level {self.number}, {self.name}"


INVESTIGATION_LEVELS: Mapping[int, InvestigationLevel] = MappingProxyType(
    {
        row.number: row
        for row in (
            InvestigationLevel(
                1,
                "concise internal",
                "Less complex incidents that a small team where it happened can look into.",
                "A short report with what a sound investigation cannot do without.",
                clause="2.2b",
            ),
            InvestigationLevel(
                2,
                "comprehensive internal",
                "Complex incidents that need several professions and expert advice.",
                "A full report.",
                clause="2.2b",
            ),
            InvestigationLevel(
                3,
                "independent",
                "Incidents where the provider's own view would be doubted, or is too small or one of many.",
                "A full report by people independent of the provider, and of the commissioner if implicated.",
                clause="2.2b",
            ),
        )
    }
)
