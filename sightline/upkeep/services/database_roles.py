"""Two roles in PostgreSQL (design decision 18): one owns the tables and changes them, one serves the pages.

The role of the application owns nothing, so it can neither alter a table, nor drop it, nor switch off the triggers
that keep the trail append-only; and on the trail's tables it is granted only what appending needs. SQLite has no roles:
whoever can write the file can do everything there, and only the hash chain shows it.
"""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from sightline.audit.grants import RUNTIME_MAY

#: Also kept from the application: the list of migrations says what the tables are, and belongs to who changes them.
MAY_ONLY: dict[str, tuple[str, ...]] = RUNTIME_MAY | {"django_migrations": ("SELECT",)}

_ROLE = """
DO $roles$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal}) THEN
        CREATE ROLE {role} LOGIN;
    END IF;
END $roles$;
"""

_OWNER = """
ALTER ROLE {maintenance} BYPASSRLS;
ALTER ROLE {runtime} NOBYPASSRLS;
ALTER DATABASE {database} OWNER TO {maintenance};
ALTER SCHEMA public OWNER TO {maintenance};
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM {runtime};
"""

# What was made before the roles were. Sequences of a column follow their table; parts of an extension stay with it.
_HAND_OVER = """
DO $roles$ DECLARE found record; BEGIN
    FOR found IN
        SELECT c.oid::regclass AS name FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        AND c.relowner <> {literal}::regrole
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                        AND d.deptype IN ('a', 'i', 'e'))
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO %I', found.name, {literal});
    END LOOP;
    FOR found IN
        SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> {literal}::regrole
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                        AND d.deptype = 'e')
    LOOP
        EXECUTE format('ALTER ROUTINE %s OWNER TO %I', found.name, {literal});
    END LOOP;
END $roles$;
"""

_GRANTS = """
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {runtime};
GRANT USAGE ON SCHEMA public TO {runtime};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {runtime};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {runtime};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {runtime};
ALTER DEFAULT PRIVILEGES FOR ROLE {maintenance} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {runtime};
ALTER DEFAULT PRIVILEGES FOR ROLE {maintenance} IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO {runtime};
"""

# Whoever was granted more than the list says, by name or as PUBLIC, loses it; the owner keeps what owners have.
_NARROW = """
DO $roles$ DECLARE found record; BEGIN
    FOR found IN
        SELECT c.oid::regclass AS name, a.privilege_type AS privilege,
               CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee
        FROM pg_class c
        CROSS JOIN LATERAL aclexplode(c.relacl) a
        LEFT JOIN (VALUES {allowed}) AS allowed (relation, privilege)
            ON allowed.relation = c.relname AND allowed.privilege = a.privilege_type
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN ({tables})
        AND a.grantee <> c.relowner AND allowed.relation IS NULL
    LOOP
        EXECUTE format('REVOKE %s ON %s FROM %s', found.privilege, found.name, found.grantee);
    END LOOP;
END $roles$;
"""


def _narrowing() -> str:
    pairs = [(table, privilege) for table, privileges in MAY_ONLY.items() for privilege in privileges]
    allowed = sql.SQL(", ").join(sql.SQL("({}, {})").format(*pair) for pair in pairs)
    tables = sql.SQL(", ").join(map(sql.Literal, MAY_ONLY))
    return sql.SQL(_NARROW).format(allowed=allowed, tables=tables).as_string()


def statements(*, database: str, runtime: str, maintenance: str) -> str:
    """SQL that makes both roles and grants each what it needs in ``database``; running it again changes nothing.

    A superuser runs it, connected to that database. Passwords are not in it. Raises ValueError if the roles are one.
    """
    if runtime == maintenance:
        raise ValueError("The two roles must differ: the one that serves pages may own nothing.")
    names = {
        "database": sql.Identifier(database),
        "runtime": sql.Identifier(runtime),
        "maintenance": sql.Identifier(maintenance),
    }
    made = [
        sql.SQL(_ROLE).format(literal=sql.Literal(role), role=sql.Identifier(role))
        for role in (maintenance, runtime)
    ]
    made += [
        sql.SQL(_OWNER).format(**names),
        # ::regrole reads a name as SQL does, so the literal holds the quoted identifier and format() is given the bare one.
        sql.SQL(_HAND_OVER.replace("{literal}::regrole", "{quoted}::regrole")).format(
            literal=sql.Literal(maintenance), quoted=sql.Literal(names["maintenance"].as_string())
        ),
        sql.SQL(_GRANTS).format(**names),
    ]
    return "".join(part.as_string() for part in made) + _narrowing()


def apply(connection: BaseDatabaseWrapper, *, runtime: str, maintenance: str) -> None:
    """Runs ``statements`` on this connection, whole or not at all. Raises ProgrammingError where it may not."""
    wanted = statements(
        database=str(connection.settings_dict["NAME"]), runtime=runtime, maintenance=maintenance
    )
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(wanted)


def narrow(connection: BaseDatabaseWrapper) -> None:
    """Takes back what default privileges granted on tables of the trail that were only now made.

    Where nobody but the owner was granted anything, and on SQLite, there is nothing to take back.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_narrowing())
