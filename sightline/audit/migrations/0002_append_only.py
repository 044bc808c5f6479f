"""Append-only by the database itself, on both engines, and the first head.

No extension is needed. A later rebuild of a table on SQLite drops its triggers: a test looks for them
in the catalogue, so that cannot happen unseen.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GENESIS = "0" * 64
REFUSED = "the audit trail cannot be changed"
EMPTIED = ("salt", "actor", "hat", "field", "old", "new", "clause", "reason")

# An update of a payload is an erasure or it is refused: once, with a reason and a moment, everything but
# the part emptied.
NOT_AN_ERASURE = " OR ".join(
    [
        "OLD.tombstoned_at <> ''",
        "NEW.tombstoned_at = ''",
        "NEW.tombstone_reason = ''",
        "NEW.seq <> OLD.seq",
        "NEW.part <> OLD.part",
        *(f"NEW.\"{column}\" <> ''" for column in EMPTIED),
    ]
)

POSTGRESQL = f"""
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSED} (% on %)', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION audit_payload_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {NOT_AN_ERASURE} THEN
        RAISE EXCEPTION '{REFUSED} (values are only ever erased, once, with a reason)'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_head_forward_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq < OLD.seq OR NEW.id <> OLD.id THEN
        RAISE EXCEPTION '{REFUSED} (the head moves forward only)' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_payload_no_delete BEFORE DELETE ON audit_payload
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_payload_no_truncate BEFORE TRUNCATE ON audit_payload
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_payload_erasure_only BEFORE UPDATE ON audit_payload
    FOR EACH ROW EXECUTE FUNCTION audit_payload_erasure_only();
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_forward_only BEFORE UPDATE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_head_forward_only();
"""

POSTGRESQL_BACK = """
DROP TRIGGER audit_entry_no_change ON audit_entry;
DROP TRIGGER audit_entry_no_truncate ON audit_entry;
DROP TRIGGER audit_payload_no_delete ON audit_payload;
DROP TRIGGER audit_payload_no_truncate ON audit_payload;
DROP TRIGGER audit_payload_erasure_only ON audit_payload;
DROP TRIGGER audit_head_no_delete ON audit_head;
DROP TRIGGER audit_head_no_truncate ON audit_head;
DROP TRIGGER audit_head_forward_only ON audit_head;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_payload_erasure_only();
DROP FUNCTION audit_head_forward_only();
"""

# The insert triggers close INSERT OR REPLACE, which deletes without firing a delete trigger.
SQLITE = {
    "audit_entry_no_update": f"BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "audit_entry_no_delete": f"BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "audit_entry_no_replace": (
        "BEFORE INSERT ON audit_entry WHEN EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.seq) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_payload_no_delete": f"BEFORE DELETE ON audit_payload BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "audit_payload_no_replace": (
        "BEFORE INSERT ON audit_payload WHEN EXISTS (SELECT 1 FROM audit_payload WHERE seq = NEW.seq) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_payload_erasure_only": (
        f"BEFORE UPDATE ON audit_payload WHEN {NOT_AN_ERASURE} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_head_no_delete": f"BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "audit_head_no_replace": (
        "BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_head_forward_only": (
        "BEFORE UPDATE ON audit_head WHEN NEW.seq < OLD.seq OR NEW.id <> OLD.id "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
}


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("audit", "AuditHead").objects.using(schema_editor.connection.alias).create(
        id=1, seq=0, entry_hash=GENESIS
    )
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
        elif schema_editor.connection.vendor == "sqlite":
            for name, body in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {body}")
        else:
            raise RuntimeError(
                "Sightline runs on PostgreSQL or SQLite; the audit trail is protected on no other."
            )


def unprotect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_BACK)
        else:
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER {name}")
    apps.get_model("audit", "AuditHead").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
