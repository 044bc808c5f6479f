"""What this product does of each clause: built, partly, not yet, or nothing to build.

About the product, never about an installation: whether a clause is being *kept* there is the question of ``measures``.
Nobody types a state: it follows from the tests that are marked with the clause (``clause_proofs``, made by ``make fix``).
"""

from __future__ import annotations

from dataclasses import dataclass

from sightline.policy.clause_proofs import PROOFS
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
    """How much of this clause is built, from the tests that carry it. KeyError: there is no such clause.

    A clause of several facets is built when each of them has a test; a test of the clause as a whole proves none of them.
    """
    row = clause(clause_id)
    if not row.capability:
        return BuiltState(Built.NOTHING)
    wanted = row.facets or ("",)
    missing = [facet for facet in wanted if not PROOFS.get((row.id, facet))]
    tests = {test for facet in ("", *row.facets) for test in PROOFS.get((row.id, facet), ())}
    if not missing:
        built = Built.BUILT
    elif len(missing) < len(wanted):
        built = Built.PARTLY
    else:
        built = Built.NOT_YET
    in_words = tuple(facet or row.capability.rstrip(".") for facet in missing)
    return BuiltState(built, tuple(sorted(tests)), in_words)
