"""Every clause of the policy: its id and what it asks, in our own words.

Ids follow the policy's numbering: letters count its bullets, ``.0`` is a lead-in, roman numerals are
sub-bullets. The rows stand in three files by chapter; this is the one address from which they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sightline.policy.clauses_duties import DUTIES
from sightline.policy.clauses_running import RUNNING
from sightline.policy.clauses_scope import SCOPE
from sightline.policy.terms import Term


class ClauseKind(Term):
    """What software can do about a clause."""

    SYSTEM = "system", "For software to enforce or support"
    EVIDENCE = "evidence", "For software to keep proof of"
    CONTEXT = "context", "For information"


@dataclass(frozen=True)
class Clause:
    """One clause of the policy. ``text`` is our plain sentence, never the policy's own."""

    id: str
    text: str
    kind: ClauseKind


_KINDS = {kind.value: kind for kind in ClauseKind}

CLAUSES: Mapping[str, Clause] = MappingProxyType(
    {
        clause_id: Clause(clause_id, text, _KINDS[kind])
        for clause_id, kind, text in (*SCOPE, *DUTIES, *RUNNING)
    }
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
