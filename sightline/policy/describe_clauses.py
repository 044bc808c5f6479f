"""Prints what the product does of each clause, and which tests prove it, from the rows of ``clauses`` and ``built``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from sightline.policy.built import Built, BuiltState, built_of
from sightline.policy.citing import Cited, cited_by
from sightline.policy.clause_proofs import PROOFS
from sightline.policy.clauses import CLAUSES, Clause
from sightline.policy.markdown import NO, page, table, text

_HEAD = ("Clause", "In our words", "Kind", "Carried by", "Built", "Tests")


def clauses_page() -> str:
    """Every clause in our words: what carries it, how much of it is built and what is missing, and what proves that."""
    counts = Counter(built_of(clause_id).built for clause_id in CLAUSES)
    blocks = [
        text(
            "What the policy asks, clause by clause, in our own words, and how much of it this version does. *Kind* says",
            "what software can do about a clause. *Carried by* names the module or room below `sightline` that does it,",
            "and the steps, timescales and access rows that cite the clause; questions and screens cite more.",
        ),
        text(
            "Nobody says that a clause is built: it follows from the tests marked with it, each of which must run and",
            "pass. *Partly built* names what no test proves yet; *not yet built* names all that is asked.",
        ),
        text(
            f"Of {len(CLAUSES)} clauses:",
            ", ".join(f"{counts[built]} {_plain(built)}" for built in Built) + ".",
        ),
    ]
    for chapter, group in groupby(CLAUSES.values(), key=_chapter):
        blocks += [f"## Chapter {chapter}", table(_HEAD, map(_row, group))]
    return page("Clauses", *blocks)


def _row(clause: Clause) -> tuple[str, ...]:
    carried = [f"`{clause.carried_by}`"] if clause.carried_by else []
    return (
        clause.id,
        clause.text,
        clause.kind.label,
        "<br>".join((*carried, *_cited(clause))) or NO,
        _standing(built_of(clause.id)),
        "<br>".join(_tests(clause)) or NO,
    )


def _standing(state: BuiltState) -> str:
    return state.built.label + (f". Missing: {'; '.join(state.missing)}" if state.missing else "")


def _tests(clause: Clause) -> Iterator[str]:
    """A line for the clause itself and for each facet that has a test."""
    for facet in ("", *clause.facets):
        if tests := PROOFS.get((clause.id, facet)):
            yield (f"{facet}: " if facet else "") + ", ".join(f"`{test}`" for test in tests)


def _plain(built: Built) -> str:
    """The label in the midst of a sentence."""
    return built.label[0].lower() + built.label[1:]


def _chapter(clause: Clause) -> str:
    return re.split(r"[^0-9]", clause.id)[0]


#: Of all that may cite a clause, what this page names, and how it begins.
_NAMED = {Cited.STEP: "Step: ", Cited.TIMESCALE: "Timescale ", Cited.ACCESS: "Access: "}


def _cited(clause: Clause) -> list[str]:
    cited = cited_by(clause.id)
    lines = [begins + row.text for kind, begins in _NAMED.items() for row in cited.get(kind, ())]
    return list(dict.fromkeys(lines))
