"""What this product does of each clause: built, partly, not yet, or nothing to build.

About the product, never about an installation: whether a clause is being *kept* there is the question of ``measures``.
"""

from __future__ import annotations

from dataclasses import dataclass

from sightline.policy.clauses import clause
from sightline.policy.terms import Term


class Built(Term):
    """How much of a clause the product does."""

    BUILT = "built", "Built"
    PARTLY = "partly", "Partly built"
    NOT_YET = "not_yet", "Not yet built"
    NOTHING = "nothing_to_build", "Nothing to build"


@dataclass(frozen=True)
class BuiltState:
    """``tests``: addresses of the tests that carry the clause; ``missing``: in words, what no test proves yet."""

    built: Built
    tests: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def built_of(clause_id: str) -> BuiltState:
    """How much of this clause is built, from the tests that carry it. KeyError: there is no such clause."""
    clause(clause_id)
    return BuiltState(Built.NOT_YET)
