"""How much of a clause is built follows from the tests that are marked with it, and from nothing else."""

from __future__ import annotations

import pytest

from sightline.policy.built import Built, BuiltState, built_of
from sightline.policy.clauses import CLAUSES

OF_LOG = CLAUSES["3.1g"].facets


def proved(monkeypatch: pytest.MonkeyPatch, proofs: dict[tuple[str, str], tuple[str, ...]]) -> None:
    monkeypatch.setattr("sightline.policy.built.PROOFS", proofs)


def test_nothing_is_built_that_no_test_proves(monkeypatch: pytest.MonkeyPatch) -> None:
    proved(monkeypatch, {})
    states = {clause_id: built_of(clause_id).built for clause_id in CLAUSES}
    assert {clause_id for clause_id, built in states.items() if built is Built.NOTHING} == {"2.1.1", "10.0"}
    assert {built for built in states.values() if built is not Built.NOTHING} == {Built.NOT_YET}
    assert built_of("3.1g") == BuiltState(Built.NOT_YET, (), OF_LOG)
    assert built_of("3.1d").missing == (CLAUSES["3.1d"].capability.rstrip("."),)


def test_a_clause_of_one_thing_is_built_by_one_test(monkeypatch: pytest.MonkeyPatch) -> None:
    proved(monkeypatch, {("3.1d", ""): ("tests/b.py::test_b", "tests/a.py::test_a")})
    assert built_of("3.1d") == BuiltState(Built.BUILT, ("tests/a.py::test_a", "tests/b.py::test_b"))


def test_a_clause_of_several_facets_is_built_when_each_has_its_test(monkeypatch: pytest.MonkeyPatch) -> None:
    one = ("tests/a.py::test_a",)
    proved(monkeypatch, {("3.1g", facet): one for facet in OF_LOG})
    assert built_of("3.1g") == BuiltState(Built.BUILT, one)
    proved(monkeypatch, {("3.1g", facet): one for facet in OF_LOG[1:]})
    assert built_of("3.1g") == BuiltState(Built.PARTLY, one, OF_LOG[:1])
    proved(monkeypatch, {("3.1g", facet): () for facet in OF_LOG})
    assert built_of("3.1g").built is Built.NOT_YET


def test_a_test_of_the_clause_as_a_whole_proves_none_of_its_facets(monkeypatch: pytest.MonkeyPatch) -> None:
    proved(monkeypatch, {("3.1g", ""): ("tests/a.py::test_a",)})
    assert built_of("3.1g") == BuiltState(Built.NOT_YET, ("tests/a.py::test_a",), OF_LOG)


def test_a_clause_that_is_not_there_says_so() -> None:
    with pytest.raises(KeyError, match=r"no clause '3\.9z'"):
        built_of("3.9z")
