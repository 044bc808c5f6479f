"""Rows are written in services, models and migrations, and nowhere else, so that every change has its audit entry."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import imported, modules

WRITES = {
    *(
        "save",
        "create",
        "update",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
    ),
    *("asave", "acreate", "aupdate", "adelete", "abulk_create", "aget_or_create", "aupdate_or_create"),
    *("force_login", "set_password", "execute", "executemany", "raw", "cursor"),
}
#: Calls with such a name that write no row of ours: what is called, where, and why it may.
ALLOWED = {
    ("config/jinja.py", "made.globals.update"): "a dictionary of the template engine",
    ("config/jinja.py", "made.filters.update"): "a dictionary of the template engine",
    ("demonstration/management/commands/seed.py", "shown.update"): "a bar that shows progress",
    ("web/decide/forms.py", "self.fields.update"): "a dictionary of form fields",
    ("upkeep/document_store/__init__.py", "store.save"): "bytes of a paper; its row is written in a service",
    ("upkeep/document_store/__init__.py", "_store().delete"): "bytes of a paper",
    ("upkeep/document_store/bucket.py", "super().delete"): "bytes of a paper",
    ("upkeep/laundry/pdf.py", "held.save"): "bytes of a cleaned copy, in memory",
    ("upkeep/laundry/pictures.py", "plain.save"): "bytes of a cleaned copy, in memory",
    ("web/export/archive.py", "digest.update"): "the hash of a file",
    ("web/tries.py", "cache.delete"): "a try that is counted no more",
    ("audit/scope.py", "to.connection.execute"): "what the database shows from here on; no row (ADR 19)",
    ("audit/protection.py", "connections[using].cursor"): "asks which triggers stand",
    ("audit/protection.py", "cursor.execute"): "asks which triggers stand",
    ("audit/walking.py", "self._connection.cursor"): "reads the chain in pieces",
    ("audit/walking.py", "cursor.execute"): "reads the chain in pieces",
    ("incidents/selectors/counting.py", "connection.cursor"): "asks a function that reads (ADR 19)",
    ("incidents/selectors/counting.py", "cursor.execute"): "asks a function that reads (ADR 19)",
    ("incidents/selectors/full_text.py", "connection.cursor"): "asks functions that read (ADR 19)",
    ("incidents/selectors/full_text.py", "cursor.execute"): "asks functions that read (ADR 19)",
    (
        "web/report/views.py",
        "request.session.save",
    ): "the session, in one transaction with sending the report",
    (
        "web/report/views.py",
        "request.session.update",
    ): "the session, read again after the first of two clicks",
}


def may_write(path: str) -> bool:
    """Services, models and migrations; a small package keeps its services and models in one file each."""
    parts = path.split("/")
    return (
        "services" in parts
        or "models" in parts
        or "migrations" in parts
        or parts[-1] in {"services.py", "models.py"}
    )


def writing_calls(tree: ast.Module) -> set[str]:
    return {
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    }


@pytest.mark.clause("11.1c", facet="every change is audited")
def test_rows_are_written_only_where_changes_are_accounted_for() -> None:
    found = {(path, call) for path, tree in modules() if not may_write(path) for call in writing_calls(tree)}
    assert found == set(ALLOWED)


def test_what_is_looked_for_is_found() -> None:
    tree = ast.parse("Incident.objects.filter(id=1).update(status='closed'); row.save(); cursor.execute('…')")
    assert len(writing_calls(tree)) == 3


def test_entrances_reach_no_model() -> None:
    for folder in ("web", "demonstration"):
        for path, tree in modules(folder):
            models = {name for name in imported(tree) if ".models" in name and name.startswith("sightline.")}
            assert not models, path


def test_no_entrance_but_a_command_writes_outside_a_service_by_a_manager() -> None:
    for path, tree in modules("demonstration"):
        calls = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not [call for call in calls if call.endswith(".objects")], path
