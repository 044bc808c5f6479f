"""Every clause of the policy: its id, what it asks in our own words, and what the product has to do for it.

Ids follow the policy's numbering: letters count its bullets, ``.0`` is a lead-in, roman numerals are
sub-bullets. The rows stand in five files by chapter; this is the one address from which they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sightline.policy.clauses_duties import DUTIES
from sightline.policy.clauses_groups import GROUPS
from sightline.policy.clauses_row import Clause, ClauseKind
from sightline.policy.clauses_running import RUNNING
from sightline.policy.clauses_scope import SCOPE
from sightline.policy.clauses_serious import SERIOUS

__all__ = ["CLAUSES", "Clause", "ClauseKind", "clause"]

CLAUSES: Mapping[str, Clause] = MappingProxyType(
    {row.id: row for row in (*SCOPE, *SERIOUS, *DUTIES, *GROUPS, *RUNNING)}
)


def clause(clause_id: str) -> Clause:
    """The clause with this id, such as ``"3.1g"``.

    Raises:
        KeyError: there is no such clause.
    """
    try:
        return CLAUSES[clause_id]
    except KeyError:
        raise KeyError(f"The policy has no clause {clause_id!r}.") from None
