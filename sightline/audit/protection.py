"""Whether the database still protects the trail: each trigger of migration 0002 is there, as it was made, and switched on.

Whoever took one away could change the trail unseen until the next proof; that it is missing is found even where nothing
was changed yet.
"""

from __future__ import annotations

import re
from importlib import import_module

from django.db import connections

#: What was laid down, word for word: said once, where it was made.
_LAID = import_module("sightline.audit.migrations.0002_append_only")
_TABLES = ("audit_entry", "audit_payload", "audit_head")
_IN_WORDS = {"audit_entry": "entries", "audit_payload": "values", "audit_head": "the head"}

#: Bits of ``pg_trigger.tgtype``.
_BITS = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
_TRIGGER = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) BEFORE (?P<events>[A-Z ]+?) ON (?P<table>\w+)\s+"
    r"FOR EACH (?P<level>ROW|STATEMENT) EXECUTE FUNCTION (?P<function>\w+)\(\);"
)
_FUNCTION = re.compile(r"CREATE FUNCTION (?P<name>\w+)\(\).*?AS \$\$(?P<body>.*?)\$\$;", re.DOTALL)


def problems_of_protection(using: str) -> tuple[str, ...]:
    """What is missing or altered, each in a sentence; empty where everything stands as it was made."""
    if connections[using].vendor == "sqlite":
        return _on_sqlite(using)
    return _on_postgresql(using)


def _told(table: str, name: str, what: str) -> str:
    return f"The trigger {name}, which protects {_IN_WORDS[table]} of the audit trail, {what}."


def _on_sqlite(using: str) -> tuple[str, ...]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = {name: (table, sql or "") for name, table, sql in cursor.fetchall()}
    problems = []
    for name, body in _LAID.SQLITE.items():
        table = body.split(" ON ")[1].split(" ")[0]
        if name not in found:
            problems.append(_told(table, name, "is missing"))
        elif found[name][1] != f"CREATE TRIGGER {name} {body}":
            problems.append(_told(table, name, "was altered"))
    return (*problems, *_unknown({name: table for name, (table, _) in found.items()}, set(_LAID.SQLITE)))


def _on_postgresql(using: str) -> tuple[str, ...]:
    laid = {each["name"]: each for each in _TRIGGER.finditer(_LAID.POSTGRESQL)}
    bodies = {each["name"]: each["body"] for each in _FUNCTION.finditer(_LAID.POSTGRESQL)}
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, t.tgtype, t.tgenabled, t.tgqual IS NULL AND t.tgattr = '', p.proname, p.prosrc "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND c.oid IN (to_regclass('audit_entry'), to_regclass('audit_payload'), "
            "to_regclass('audit_head'))"
        )
        found = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT c.relname, r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class "
            "WHERE c.oid IN (to_regclass('audit_entry'), to_regclass('audit_payload'), to_regclass('audit_head'))"
        )
        rules = cursor.fetchall()
    problems = []
    for name, each in laid.items():
        table, function = each["table"], each["function"]
        if name not in found:
            problems.append(_told(table, name, "is missing"))
            continue
        on, kind, enabled, is_plain, calls, body = found[name]
        bits = _BITS["BEFORE"] + (_BITS["ROW"] if each["level"] == "ROW" else 0)
        bits += sum(_BITS[event] for event in each["events"].split(" OR "))
        if enabled not in ("O", "A"):
            problems.append(_told(table, name, "is switched off"))
        elif (on, kind, is_plain, calls, body) != (table, bits, True, function, bodies[function]):
            problems.append(_told(table, name, "was altered"))
    problems += _unknown({name: row[0] for name, row in found.items()}, set(laid))
    for table, rule in rules:
        problems.append(
            f"A rule {rule} stands before {_IN_WORDS[table]} of the audit trail, which Sightline did not make."
        )
    return tuple(problems)


def _unknown(found: dict[str, str], laid: set[str]) -> list[str]:
    return [
        f"A trigger {name} stands on {_IN_WORDS[table]} of the audit trail, which Sightline did not make."
        for name, table in sorted(found.items())
        if table in _TABLES and name not in laid
    ]
