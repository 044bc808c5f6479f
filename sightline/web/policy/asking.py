"""What the address of the policy's page asks: which clauses, by how they are built and how they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from sightline.governance.selectors.clause_rows import ClauseRow
from sightline.policy.built import Built
from sightline.policy.measures import Kept


@dataclass(frozen=True)
class Asked:
    """Both filters; None shows every state. ``problems`` say in words what stood in the address and was left out."""

    kept: Kept | None
    built: Built | None
    problems: tuple[str, ...]

    def shows(self, row: ClauseRow) -> bool:
        """Whether a clause is as asked."""
        return self.kept in (None, row.evidence.kept) and self.built in (None, row.built.built)

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return self.kept is not None or self.built is not None

    def query(self, kept: Kept | None) -> str:
        """The address of the same page with this state of keeping, and everything else as it is; "" for all of it."""
        given = {"kept": kept.value if kept else "", "built": self.built.value if self.built else ""}
        return urlencode({name: value for name, value in given.items() if value})


def read_asked(asked: QueryDict) -> Asked:
    """Never fails: a state there is not is left out, and said."""
    problems: list[str] = []
    kept = _one_of("kept", list(Kept), asked, problems)
    built = _one_of("built", list(Built), asked, problems)
    return Asked(Kept(kept) if kept else None, Built(built) if built else None, tuple(problems))


def _one_of(name: str, known: Sequence[str], asked: QueryDict, problems: list[str]) -> str:
    value = str(asked.get(name, "")).replace("\x00", "")[:60]
    if value and value not in [str(each) for each in known]:
        problems.append(f"“{value}” is not a state of a clause, so it was left out.")
        return ""
    return value
