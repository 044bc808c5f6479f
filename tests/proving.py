"""Which tests prove which clause: a wrong mark stops collecting, and a marked test proves something only if it ran.

``@pytest.mark.clause("3.1d")`` says that a test proves what the product has to do for that clause, and
``@pytest.mark.clause("3.1g", facet="failed attempts are logged")`` that it proves one thing of several; either may name
more clauses of which it proves the same. ``--proofs=check`` runs nothing and compares the marks of every test with ``sightline/policy/clause_proofs.py``, both ways; ``--proofs=write``
makes that file anew. Loaded by pytest as ``tests.environment`` is.
"""

from __future__ import annotations

import runpy
from collections.abc import Generator, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import pytest

from sightline.policy.clauses import CLAUSES

FILE = Path(__file__).parents[1] / "sightline" / "policy" / "clause_proofs.py"
HEAD = '''"""Which tests prove which clause. Made by `make fix` from the marks of all tests: never edit it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Clause and facet (``""`` is the clause itself) to the addresses of its tests, in the order of the policy.
PROOFS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
'''


class Claim(NamedTuple):
    """What a test says that it proves: a clause (``facet`` is empty), or one facet of it."""

    clause: str
    facet: str

    def __str__(self) -> str:
        return f"{self.clause} (“{self.facet}”)" if self.facet else self.clause


Proofs = Mapping[Claim, frozenset[str]]
#: Every place of the policy that a test may prove, in its order.
_ORDER = [Claim(row.id, facet) for row in CLAUSES.values() for facet in ("", *row.facets)]


# Marks


def _mistakes(mark: pytest.Mark) -> list[str]:
    """What is wrong with one mark, in sentences."""
    words = (*mark.args, mark.kwargs.get("facet", ""))
    if not mark.args or set(mark.kwargs) - {"facet"} or not all(isinstance(word, str) for word in words):
        return ['A mark is clause("3.1d"), with more ids, or clause("3.1g", facet="one of its facets").']
    found = (_mistake(clause_id, mark.kwargs.get("facet")) for clause_id in mark.args)
    return [mistake for mistake in found if mistake]


def _mistake(clause_id: str, facet: str | None) -> str:
    if clause_id not in CLAUSES:
        return f"There is no clause {clause_id!r}; the nearest is {_nearest(clause_id, CLAUSES)!r}."
    clause = CLAUSES[clause_id]
    if not clause.capability:
        return f"Of clause {clause_id} there is nothing to prove."
    if facet is None or facet in clause.facets:
        return ""
    if not clause.facets:
        return f"Clause {clause_id} has no facets: leave out {facet!r}."
    return f"Clause {clause_id} has no facet {facet!r}; the nearest is {_nearest(facet, clause.facets)!r}."


def _nearest(word: str, words: Iterable[str]) -> str:
    return get_close_matches(word, list(words), n=1, cutoff=0)[0]


def _claims(item: pytest.Item) -> set[Claim]:
    return {
        Claim(clause_id, mark.kwargs.get("facet", ""))
        for mark in item.iter_markers("clause")
        for clause_id in mark.args
    }


def _address(item: pytest.Item) -> str:
    """Where a test stands, without its parameters."""
    return item.nodeid.split("[")[0]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Every wrong mark of a module at once, as an error of collecting it."""
    report = yield
    wrong = {
        f"{_address(item)}: {mistake}"
        for item in report.result or ()
        if isinstance(item, pytest.Item)
        for mark in item.iter_markers("clause")
        for mistake in _mistakes(mark)
    }
    if wrong:
        report.outcome = "failed"
        report.longrepr = "\n".join(sorted(wrong))
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A marked test that was skipped, or may fail, is red: it proves nothing."""
    report = yield
    may_fail = hasattr(report, "wasxfail")
    claims = _claims(item) if report.skipped or may_fail else set()
    if claims:
        proves = ", ".join(sorted(str(claim) for claim in claims))
        did = "is expected to fail" if may_fail else "was skipped"
        report.longrepr = (
            f"{item.nodeid} proves {proves} and {did}: only a test that must pass proves anything."
        )
        report.outcome = "failed"
        if may_fail:
            del report.wasxfail
    return report


# The file of proofs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--proofs",
        choices=["check", "write"],
        help="compare the clauses that all tests prove with their file",
    )
    parser.addoption("--proofs-file", type=Path, default=FILE, help="where that file is")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.option.proofs is None:
        return
    config.option.collectonly = True
    # A file that two branches changed cannot be read, and what reads it could not be collected.
    if config.option.proofs == "write" and not _is_python(config.option.proofs_file):
        _write(config.option.proofs_file, {})


def _is_python(path: Path) -> bool:
    try:
        compile(path.read_text(encoding="utf-8"), path, "exec")
    except (OSError, SyntaxError):
        return False
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Comes first, so that it sees the stories of the browser before they are left out."""
    mode, path = config.option.proofs, config.option.proofs_file
    if mode is None:
        return
    if session.testsfailed:
        items.clear()
        return
    marked: dict[Claim, set[str]] = {}
    for item in items:
        for claim in _claims(item):
            marked.setdefault(claim, set()).add(_address(item))
    proofs = {claim: frozenset(tests) for claim, tests in marked.items()}
    everything = {_address(item) for item in items}
    config.stash[_FOUND] = differences(read(path), proofs, everything) if mode == "check" else []
    config.stash[_COUNTS] = (
        len({claim.clause for claim in proofs}),
        len(set().union(*proofs.values()) if proofs else ()),
    )
    if mode == "write":
        _write(path, proofs)
    items.clear()


_FOUND = pytest.StashKey[list[str]]()
_COUNTS = pytest.StashKey[tuple[int, int]]()


def differences(written: Proofs, marked: Proofs, everything: set[str]) -> list[str]:
    """A sentence for each mark that the file does not have, and for each row of the file that no mark bears out."""
    found = []
    for claim in sorted({*written, *marked}, key=str):
        for test in sorted(marked.get(claim, frozenset()) - written.get(claim, frozenset())):
            found.append(f"{test} proves {claim}, and the file of proofs does not say so.")
        for test in sorted(written.get(claim, frozenset()) - marked.get(claim, frozenset())):
            why = "it is not marked so" if test in everything else "there is no such test"
            found.append(f"The file of proofs says that {test} proves {claim}, and {why}.")
    return found


def read(path: Path) -> Proofs:
    """The proofs as they are written; none where there is no file."""
    if not path.exists():
        return {}
    rows: Mapping[tuple[str, str], tuple[str, ...]] = runpy.run_path(str(path))["PROOFS"]
    return {Claim(*claim): frozenset(tests) for claim, tests in rows.items()}


def _write(path: Path, proofs: Proofs) -> None:
    rows = [
        f"({_quoted(claim.clause)}, {_quoted(claim.facet)}): "
        f"({''.join(f'{_quoted(test)}, ' for test in sorted(proofs[claim]))}),"
        for claim in _ORDER
        if claim in proofs
    ]
    path.write_text(HEAD + "{" + "\n".join(rows) + "})\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    found = session.config.stash.get(_FOUND, None)
    if found is not None and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED if found else pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if (found := config.stash.get(_FOUND, None)) is None:
        return
    for sentence in found:
        terminalreporter.write_line(sentence)
    clauses, tests = config.stash[_COUNTS]
    done = "`make fix` writes the file of proofs anew." if found else "The file of proofs says so."
    terminalreporter.write_line(f"{clauses} clauses are proved by {tests} tests. {done}")
