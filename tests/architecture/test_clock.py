"""Nothing below an entrance asks what time it is: the moment is handed in, so that every rule can be replayed."""

from __future__ import annotations

import ast

from tests.architecture.source import imported, modules

#: Names by which the clock is asked, called or handed on (``default=timezone.now``).
CLOCKS = {
    *(("timezone", name) for name in ("now", "localdate", "localtime")),
    *(("datetime", name) for name in ("now", "utcnow", "today")),
    *(("date", "today"), ("time", "time"), ("time", "monotonic"), ("time", "time_ns"), ("time", "localtime")),
}
FIELDS = {"auto_now", "auto_now_add"}
#: Entrances, each with what it asks the clock for.
ASKS = {
    "jobs/transport.py": "receive(): what the library's message hands to a job",
    "web/access.py": "moment(): what every view hands to services and selectors",
    "web/sessions.py": "when a session was last touched",
}


def clock_readings(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            last = ast.unparse(node.value).split(".")[-1]
            if (last, node.attr) in CLOCKS:
                found.add(ast.unparse(node))
        if isinstance(node, ast.keyword) and node.arg in FIELDS:
            found.add(str(node.arg))
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}:
            found |= {
                alias.name for alias in node.names if (node.module.split(".")[-1], alias.name) in CLOCKS
            }
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
            found |= {alias.name for alias in node.names if alias.name == "Now"}
    return found


def test_only_entrances_ask_the_clock() -> None:
    asking = {path for path, tree in modules() if clock_readings(tree)}
    assert {path for path in asking if "/management/commands/" not in f"/{path}"} == set(ASKS)


def test_commands_are_the_only_entrances_below_the_web() -> None:
    for path, tree in modules():
        if "/management/commands/" in f"/{path}":
            assert "django.core.management.base" in imported(tree) or path.endswith("__init__.py"), path


def test_what_is_looked_for_is_found() -> None:
    source = (
        "import time\nfrom django.utils import timezone\nfrom django.utils.timezone import now\n"
        "at = timezone.now\nday = datetime.date.today()\nwait = time.time()\n"
        "field = DateTimeField(auto_now_add=True)\nnoon = datetime.time(12)\n"
    )
    assert clock_readings(ast.parse(source)) == {
        "timezone.now",
        "now",
        "datetime.date.today",
        "time.time",
        "auto_now_add",
    }
