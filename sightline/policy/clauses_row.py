"""What is said of each clause. The rows stand in ``clauses_*.py`` by chapter; read them by ``clauses.CLAUSES``."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.policy.terms import Term


class ClauseKind(Term):
    """What software can do about a clause."""

    SYSTEM = "system", "For software to enforce or support"
    EVIDENCE = "evidence", "For software to keep proof of"
    CONTEXT = "context", "For information"


@dataclass(frozen=True)
class Clause:
    """One clause of the policy. ``text`` is our plain sentence, never the policy's own.

    ``capability`` is what the product has to do for it; empty where there is nothing to do. ``carried_by`` is the module
    or room that does it, below ``sightline``; empty while nothing does. ``facets`` are the things that must each be proved
    where the capability has several, those among them that nothing does yet.

    How much of it is built is not said here and nowhere typed: ``built`` reads it from the tests that prove it.
    """

    id: str
    text: str
    kind: ClauseKind
    capability: str
    carried_by: str = ""
    facets: tuple[str, ...] = ()
