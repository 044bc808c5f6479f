"""The policy is pure: the standard library and itself, no clock, no files, no chance, no network."""

from __future__ import annotations

import ast
import sys
from collections import Counter

from tests.architecture.source import PACKAGE, imported, modules

#: Parts of the standard library by which the outside would come in.
OUTSIDE = {
    *(
        "asyncio",
        "ctypes",
        "http",
        "importlib",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "random",
        "secrets",
    ),
    *(
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uuid6",
    ),
}
#: Only the command that prints the pages touches files.
PRINTS_PAGES = {"describe.py": {"pathlib", "sys"}}


def test_policy_imports_only_the_standard_library_and_itself() -> None:
    for path, tree in modules("policy"):
        name = path.removeprefix("policy/")
        for module in imported(tree):
            root = module.split(".")[0]
            assert module.startswith("sightline.policy.") or root in sys.stdlib_module_names, module
            assert root not in OUTSIDE, f"{module}: the policy has no inputs but its arguments"
            if root in {"pathlib", "sys"}:
                assert root in PRINTS_PAGES.get(name, set()), module


def test_policy_opens_prints_and_asks_nothing() -> None:
    for path, tree in modules("policy"):
        calls = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & {"open", "input", "eval", "exec", "__import__"}
        assert "print" not in calls or path == "policy/describe.py"


def test_file_names_of_the_policy_are_used_nowhere_else() -> None:
    names = Counter(path.name for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    shared = [path.name for path in (PACKAGE / "policy").glob("*.py") if names[path.name] > 1]
    assert shared == []
