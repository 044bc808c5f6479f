"""Do the tests of the clocks and of who may do what notice a change? Changes one thing at a time and runs them.

Each mutant is one file of ``sightline/policy`` with one small change (a comparison, a constant, a condition, an element
of a row, a step left out), put in place of the file in a forked process in which its own tests then run.
A mutant that no test notices survives: either a test is missing, or the change makes no difference, which is then said
with its reason in ``tests/data/mutants_explained.toml``. Ends with 1 where a survivor has no reason.

    scripts/mutate.py [--jobs N] [--only TEXT] [FILE ...]

Texts are left alone: ``docs/reference`` holds the words and clauses of every row. A library would change functions only
(mutmut 3), and most of these rules are rows of a module.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import io
import itertools
import os
import re
import signal
import sys
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
POLICY = ROOT / "sightline" / "policy"
EXPLAINED = ROOT / "tests" / "data" / "mutants_explained.toml"
#: Seconds after which a mutant that hangs counts as noticed.
LONGEST = 60

# The cheapest first: a test that fails ends the run.
_ACCESS = ("test_permissions", "test_workflow", "test_matrix", "test_learning_record")
_CLOCKS = ("test_deadlines", "test_reckoning", "test_timescale_words", "test_learning_record")
#: Which tests are whose.
TESTS_OF: dict[str, tuple[str, ...]] = {
    "working_days.py": ("test_working_days",),
    "lengths.py": (*_CLOCKS, "test_working_days"),
    "reckoning.py": _CLOCKS,
    "deadlines.py": _CLOCKS,
    "permissions.py": _ACCESS,
    "workflow_step.py": _ACCESS,
    "workflow.py": _ACCESS,
    "keeping_steps.py": _ACCESS,
}
#: Others that can be asked for by name; each with the tests of its own name.
BY_NAME = (
    *("editions", "three_answers", "breach_grid", "caldicott", "retention", "suppression", "rasci"),
    *("joint_investigation", "out_of_hours", "near_miss", "classification", "candour"),
)

_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
#: Functions whose arguments are elements of a row, and how many come before them.
_ELEMENTS_AFTER = {"keep": 0, "to": 1, "_row": 4, "step": 5}
#: How a dataclass is printed and compared, which no rule asks.
_SHOWN_ONLY = {"repr", "compare"}
_NOT_CODE = {"annotation", "returns", "decorator_list"}


@dataclass(frozen=True)
class Mutant:
    """One change. ``key`` names it without a line number, so that an explanation outlives lines that move."""

    file: str
    line: int
    key: str
    code: CodeType


@dataclass(frozen=True)
class _Change:
    """A change on a line of the code: how to make it, and how to put back what was there."""

    line: int
    words: str
    make: Callable[[], None]
    undo: Callable[[], None]


def _set(owner: ast.AST, field: str, index: int | None, new: object) -> None:
    if index is None:
        setattr(owner, field, new)
    else:
        getattr(owner, field)[index] = new


def _replacing(
    owner: ast.AST, field: str, index: int | None, node: ast.AST, new: object, words: str
) -> _Change:
    # Operators are one object for all places where they stand, without a line: theirs is that of the expression.
    line: int = getattr(node, "lineno", 0) or getattr(owner, "lineno", 1)
    return _Change(
        line, words, lambda: _set(owner, field, index, new), lambda: _set(owner, field, index, node)
    )


def _dropping(elements: list[ast.expr]) -> Iterator[_Change]:
    """Each element left out, but for texts."""
    for place, element in enumerate(elements):
        if not (isinstance(element, ast.Constant) and isinstance(element.value, str)):
            yield _Change(
                element.lineno,
                f"{ast.unparse(element)} left out",
                lambda place=place: elements.__delitem__(place),  # type: ignore[misc]
                lambda place=place, element=element: elements.insert(place, element),  # type: ignore[misc]
            )


def _children(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node with the place it stands in, without annotations, decorators and ``__all__``."""
    for field, value in ast.iter_fields(tree):
        if field in _NOT_CODE:
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if not isinstance(child, ast.AST):
                continue
            if isinstance(child, ast.Assign) and ast.unparse(child.targets[0]) == "__all__":
                continue
            if isinstance(child, ast.keyword) and child.arg in _SHOWN_ONLY:
                continue
            yield tree, field, index, child
            yield from _children(child)


def _siblings(tree: ast.AST) -> dict[str, list[str]]:
    """By name such as ``Status`` or ``P``: the members that a file uses, so that one can stand for another."""
    used: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr.isupper():
            used.setdefault(node.value.id, set()).add(node.attr)
    return {name: sorted(members) for name, members in used.items() if len(members) > 1}


def _changes(tree: ast.Module) -> Iterator[_Change]:
    siblings = _siblings(tree)
    for owner, field, index, node in _children(tree):
        if (swap := _SWAPS.get(type(node))) is not None:
            words = f"{type(node).__name__} becomes {swap.__name__}"
            yield _replacing(owner, field, index, node, swap(), words)
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
            yield from _constants(owner, field, index, node)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            members = siblings.get(node.value.id, [])
            if node.attr in members:
                other = members[(members.index(node.attr) + 1) % len(members)]
                new = ast.Attribute(node.value, other, ast.Load())
                yield _replacing(owner, field, index, node, new, f"{node.attr} becomes {other}")
        elif isinstance(node, ast.Call):
            yield from _calls(owner, field, index, node)
        is_place = field in ("slice", "targets", "target")
        if isinstance(node, ast.Tuple | ast.Set | ast.List) and not is_place:
            yield from _dropping(node.elts)
        if field in ("test", "ifs") and isinstance(node, ast.expr):
            negated = ast.UnaryOp(ast.Not(), node)
            yield _replacing(owner, field, index, node, negated, f"not ({ast.unparse(node)})")
        yield from _statements(owner, field, index, node)


def _constants(owner: ast.AST, field: str, index: int | None, node: ast.Constant) -> Iterator[_Change]:
    new = not node.value if isinstance(node.value, bool) else int(node.value) + 1  # type: ignore[arg-type]
    yield _replacing(owner, field, index, node, ast.Constant(new), f"{node.value!r} becomes {new}")


def _calls(owner: ast.AST, field: str, index: int | None, node: ast.Call) -> Iterator[_Change]:
    if not isinstance(node.func, ast.Name):
        return
    name = node.func.id
    if name in _CALLS:
        new = ast.Name(_CALLS[name], ast.Load())
        yield _replacing(node, "func", None, node.func, new, f"{name} becomes {_CALLS[name]}")
    if name in _ELEMENTS_AFTER:
        yield from list(_dropping(node.args))[_ELEMENTS_AFTER[name] :]


def _statements(owner: ast.AST, field: str, index: int | None, node: ast.AST) -> Iterator[_Change]:
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        words = f"return None, not {ast.unparse(node.value)}"
        yield _replacing(node, "value", None, node.value, ast.Constant(None), words)
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    if is_call or isinstance(node, ast.AugAssign | ast.Raise | ast.Continue):
        yield _replacing(owner, field, index, node, ast.Pass(), f"left out: {ast.unparse(node)}")


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of a file that can be compiled; the same change twice in one place of the code is numbered."""
    source = path.read_text(encoding="utf-8")
    tree, lines = ast.parse(source), source.splitlines()
    within = _functions(tree)
    found: list[Mutant] = []
    seen: Counter[str] = Counter()
    for change in list(_changes(tree)):
        line = change.line
        key = f"{path.name} {within.get(line, '')}: `{lines[line - 1].strip()}` {_one_line(change.words)}"
        seen[key] += 1
        if seen[key] > 1:
            key += f" ({seen[key]})"
        change.make()
        try:
            code = compile(ast.fix_missing_locations(tree), str(path), "exec", dont_inherit=True)
            found.append(Mutant(path.name, line, key, code))
        except (SyntaxError, ValueError, TypeError):
            pass
        finally:
            change.undo()
    return found


def _one_line(words: str) -> str:
    text = re.sub(r"\s+", " ", words)
    return text if len(text) <= 90 else f"{text[:87]}…"


def _functions(tree: ast.AST) -> dict[int, str]:
    """By line, the innermost function it stands in."""
    within: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            within |= dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), node.name)
    return within


class _InPlaceOf(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module the code of a mutant."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, vars(module))


def _begin(mutant: Mutant | None, tests: Sequence[str]) -> int:
    """Forks a process that runs the tests with the mutant in place; its process id. It ends with 0 if all passed."""
    child = os.fork()
    if child:
        return child
    signal.alarm(LONGEST)
    if mutant is not None:
        sys.stdout = sys.stderr = io.StringIO()
        name = f"sightline.policy.{mutant.file.removesuffix('.py')}"
        sys.meta_path.insert(0, _InPlaceOf(name, POLICY / mutant.file, mutant.code))
    status = 1
    try:
        _run(tests)
        status = 0
    except BaseException:
        if mutant is None:
            traceback.print_exc()
    finally:
        os._exit(status)


def _run(tests: Sequence[str]) -> None:
    """Runs every case of these files, those that draw examples last; raises what the first failure raises.

    Not by pytest: most of its second is spent before the first test, and there are well over a thousand mutants.
    """
    modules = [importlib.import_module(f"tests.policy.{test}") for test in tests]
    cases = [case for module in modules for case in _cases(module)]
    for function, given in sorted(cases, key=lambda case: hasattr(case[0], "hypothesis")):
        if "monkeypatch" in inspect.signature(function).parameters:
            with pytest.MonkeyPatch.context() as patch:
                function(**given, monkeypatch=patch)
        else:
            function(**given)


def _cases(module: ModuleType) -> Iterator[tuple[Callable[..., None], dict[str, object]]]:
    """Every test function with every combination of its parameters, as pytest would call it."""
    for name, function in vars(module).items():
        if not name.startswith("test_"):
            continue
        marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "parametrize"]
        for combination in itertools.product(*(list(mark.args[1]) for mark in marks)):
            given: dict[str, object] = {}
            for mark, value in zip(marks, combination, strict=True):
                names = mark.args[0]
                names = [each.strip() for each in names.split(",")] if isinstance(names, str) else list(names)
                values = getattr(value, "values", value) if hasattr(value, "marks") else value
                if len(names) == 1:
                    values = values if hasattr(value, "marks") else (values,)
                given |= dict(zip(names, values, strict=True))
            yield function, given


def _prepare() -> None:
    """What every child shares: imports, and properties that neither shrink what they find nor remember it."""
    hypothesis.settings.register_profile(
        "mutants",
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
    )
    hypothesis.settings.load_profile("mutants")
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    # Compiling the tests anew for each mutant takes longer than running them.
    sys.dont_write_bytecode = False


def survivors_of(mutants: Sequence[Mutant], *, jobs: int) -> tuple[list[Mutant], int]:
    """The mutants that no test noticed, and how many hung."""
    running: dict[int, Mutant] = {}
    waiting, survived, hung, done = list(reversed(mutants)), [], 0, 0
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[_begin(mutant, TESTS_OF[mutant.file])] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        done += 1
        if os.WIFSIGNALED(status):
            hung += 1
        elif os.WEXITSTATUS(status) == 0:
            survived.append(mutant)
            print(f"  survived {mutant.file}:{mutant.line}  {mutant.key}", flush=True)
        if done % 50 == 0:
            print(f"  {done} of {len(mutants)}", flush=True)
    return survived, hung


def main() -> int:
    """Runs every mutant, or those asked for; says how many were noticed and which were not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", default=[], help="of sightline/policy; all of them unless given")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="only mutants whose description holds this text")
    given = parser.parse_args()
    names = given.files or list(TESTS_OF)
    TESTS_OF.update({f"{name}.py": (f"test_{name}",) for name in BY_NAME})
    if unknown := [name for name in names if name not in TESTS_OF]:
        parser.error(f"no tests are named for {', '.join(unknown)}; there are: {', '.join(TESTS_OF)}")
    explained = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")) if EXPLAINED.exists() else {}
    reasons = {
        line.strip(): reason
        for reason, lines in explained.items()
        for line in lines.splitlines()
        if line.strip()
    }
    _prepare()
    started, unexplained, met = time.monotonic(), 0, set()
    for name in names:
        child = _begin(None, TESTS_OF[name])
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            print(f"The tests of {name} fail without any change. Mend them first.", file=sys.stderr)
            return 2
        mutants = [each for each in mutants_of(POLICY / name) if given.only in each.key]
        survived, hung = survivors_of(mutants, jobs=given.jobs)
        new = [each for each in survived if each.key not in reasons]
        met |= {each.key for each in survived}
        unexplained += len(new)
        print(
            f"{name}: {len(mutants)} mutants, {len(mutants) - len(survived)} noticed ({hung} hung), "
            f"{len(survived)} survived, {len(new)} of them without a reason",
            flush=True,
        )
        for each in new:
            print(f"    {each.key}")
    if not given.only:
        for key in sorted(key for key in set(reasons) - met if key.split(" ")[0] in names):
            print(f"No longer survives, so needs no reason: {key}")
    print(f"{time.monotonic() - started:.0f} seconds")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
