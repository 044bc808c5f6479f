"""Search of the words of a story, kept by the database itself on both engines, so that no writer can forget it.

Both engines split words at everything that is no letter or number, and drop no word: "not given" differs from "given".
PostgreSQL: a generated column with a GIN index; its configuration is the English one without its list of ignored words.
SQLite: a contentless FTS5 table with its own key, because the row numbers of a table with a text key move, and triggers.
A later rebuild of the incident table on SQLite drops its triggers: a test looks for them in the catalogue.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Upper

# What PostgreSQL would read as one word with its neighbours (a path, an address, a sign) parts words here.
PARTING = "/.-_@:&+<>’‘"

POSTGRESQL = f"""
CREATE TEXT SEARCH DICTIONARY sightline_stem (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION sightline_search (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION sightline_search
    ALTER MAPPING REPLACE pg_catalog.english_stem WITH sightline_stem;
ALTER TABLE incidents_incident ADD COLUMN story_words tsvector GENERATED ALWAYS AS (
    to_tsvector(
        'sightline_search'::regconfig,
        translate(headline || ' ' || what_happened || ' ' || made_safe, '{PARTING}', '{" " * len(PARTING)}')
    )
) STORED;
CREATE INDEX incidents_story_words ON incidents_incident USING gin (story_words);
"""

POSTGRESQL_BACK = """
ALTER TABLE incidents_incident DROP COLUMN story_words;
DROP TEXT SEARCH CONFIGURATION sightline_search;
DROP TEXT SEARCH DICTIONARY sightline_stem;
"""

FIELDS = ("headline", "what_happened", "made_safe")


def _story(row: str) -> str:
    return " || ' ' || ".join(f"{row}.{field}" for field in FIELDS)


def _keep(row: str, source: str) -> str:
    return f"INSERT INTO incidents_search (rowid, story) SELECT k.id, {_story(row)} FROM {source}"


# A contentless table forgets a row when it is told the very words that it was given.
FORGET = (
    "INSERT INTO incidents_search (incidents_search, rowid, story) "
    f"SELECT 'delete', id, {_story('OLD')} FROM incidents_search_key WHERE incident_id = OLD.id"
)
KEEP = _keep("NEW", "incidents_search_key k WHERE k.incident_id = NEW.id")
DIFFERS = " OR ".join(f"OLD.{field} <> NEW.{field}" for field in FIELDS)

SQLITE = [
    "CREATE TABLE incidents_search_key (id INTEGER PRIMARY KEY, incident_id char(32) NOT NULL UNIQUE)",
    (
        "CREATE VIRTUAL TABLE incidents_search USING fts5 "
        "(story, content='', tokenize='porter unicode61 remove_diacritics 0')"
    ),
    "INSERT INTO incidents_search_key (incident_id) SELECT id FROM incidents_incident",
    _keep("i", "incidents_search_key k JOIN incidents_incident i ON i.id = k.incident_id"),
    (
        "CREATE TRIGGER incidents_search_new AFTER INSERT ON incidents_incident BEGIN "
        f"INSERT INTO incidents_search_key (incident_id) VALUES (NEW.id); {KEEP}; END"
    ),
    (
        f"CREATE TRIGGER incidents_search_changed AFTER UPDATE ON incidents_incident WHEN {DIFFERS} "
        f"BEGIN {FORGET}; {KEEP}; END"
    ),
    (
        "CREATE TRIGGER incidents_search_gone AFTER DELETE ON incidents_incident BEGIN "
        f"{FORGET}; DELETE FROM incidents_search_key WHERE incident_id = OLD.id; END"
    ),
]

SQLITE_BACK = [
    *(f"DROP TRIGGER incidents_search_{what}" for what in ("new", "changed", "gone")),
    "DROP TABLE incidents_search",
    "DROP TABLE incidents_search_key",
]


def index_stories(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in [POSTGRESQL] if schema_editor.connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def forget_stories(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in (
            [POSTGRESQL_BACK] if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK
        ):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_desk")]

    operations = [
        migrations.AddIndex("incident", models.Index(Upper("steis_number"), name="steis_in_capitals")),
        migrations.AddIndex("incident", models.Index(Upper("lfpse_number"), name="lfpse_in_capitals")),
        migrations.AddIndex("incident", models.Index(Upper("local_number"), name="local_in_capitals")),
        migrations.RunPython(index_stories, forget_stories),
    ]
