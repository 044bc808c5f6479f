"""Which tables belong to a case, and the condition by which PostgreSQL shows a row of each (decision 18, ADR 19).

The database lets an organisation see rows of cases that it has access to now, and a person those of their own reports. A
case limited to named people, and every row that tells of it, is shown to those it names; rows that lists are made of (whose
turn, by when, who has access, who opened it) hang on access alone. It does not know what a role is shown, nor parts, nor
Places: those are the filter's (``visibility``), which stands before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

EVERYTHING = "(SELECT current_setting('sightline.everything', true)) <> ''"
#: Inside a function of ours, which asks for itself (``FUNCTIONS``).
_INSIDE = "(SELECT current_setting('sightline.inside', true)) <> ''"
ORGANISATION = "(SELECT NULLIF(current_setting('sightline.organisation', true), '')::uuid)"
PERSON = "(SELECT NULLIF(current_setting('sightline.person', true), '')::uuid)"
_ROLE = "(SELECT current_setting('sightline.role', true))"
_AT = "(SELECT NULLIF(current_setting('sightline.at', true), '')::timestamptz)"
#: "At least" says nothing that "equal" does not, and keeps PostgreSQL from listing every case of an organisation for a few rows.
_ACCESS = (
    "EXISTS (SELECT 1 FROM incidents_incidentaccess wa WHERE wa.incident_id = {key} AND wa.incident_id >= {key} "
    "AND wa.organisation_id = {organisation} AND (wa.until_at IS NULL OR wa.until_at > {at}))"
)
_OWN = (
    "EXISTS (SELECT 1 FROM incidents_reporter wr WHERE wr.incident_id = {key} AND wr.incident_id >= {key} "
    "AND wr.person_id = {person})"
)
#: Asked of the row itself first: a case that is not restricted asks no more.
_ADMITTED = (
    "({row}.restricted_kind = '' OR EXISTS (SELECT 1 FROM incidents_named wn WHERE wn.incident_id = {row}.id "
    "AND wn.organisation_id = {organisation} AND (wn.person_id IS NULL OR wn.person_id = {person}) "
    "AND wn.role IN ('', {role}) AND wn.from_at <= {at} AND (wn.until_at IS NULL OR wn.until_at > {at})))"
)
#: PostgreSQL asks the wall of the case here, names and all.
_SHOWN = "EXISTS (SELECT 1 FROM incidents_incident wi WHERE wi.id = {key} AND wi.id >= {key})"
_ABOUT = "(SELECT we.subject_id FROM audit_entry we WHERE we.seq = audit_payload.seq)"


def _asks(condition: str, **columns: str) -> str:
    return condition.format(organisation=ORGANISATION, person=PERSON, role=_ROLE, at=_AT, **columns)


def _case(key: str) -> str:
    """That a case is theirs, by the column that holds its key; whether it is restricted is asked of the case alone."""
    return _asks(f"{_ACCESS} OR {_OWN}", key=key)


def _admitted(row: str) -> str:
    """That an incident is not limited to named people, or names this hat."""
    return _asks(_ADMITTED, row=row)


def _incident(row: str) -> str:
    """That an incident is theirs, and names them where it is limited to named people; whoever reported it keeps it."""
    return _asks(f"({_ACCESS} AND {_ADMITTED}) OR {_OWN}", key=f"{row}.id", row=row)


def _of_case(table: str) -> str:
    return f"{EVERYTHING} OR {_INSIDE} OR {_case(f'{table}.incident_id')}"


def _telling(table: str) -> str:
    """For rows that tell of a case: where the case itself is shown."""
    return f"{EVERYTHING} OR {_INSIDE} OR {_SHOWN.format(key=f'{table}.incident_id')}"


def _asking(own: str) -> str:
    """For the tables that the condition itself reads: what is one's own at once, the rest of the case by a function."""
    return f"{EVERYTHING} OR {_INSIDE} OR {own} OR sightline_sees(incident_id)"


#: Table → condition of its rows. ``tests/incidents/test_walls.py`` holds it equal to the models there are.
WALLS: Mapping[str, str] = {
    "incidents_incident": f"{EVERYTHING} OR {_INSIDE} OR {_incident('incidents_incident')}",
    "incidents_incidentaccess": _asking(
        f"(organisation_id = {ORGANISATION} AND (until_at IS NULL OR until_at > {_AT}))"
    ),
    "incidents_reporter": _asking(f"person_id = {PERSON}"),
    "incidents_reportdraft": f"{EVERYTHING} OR person_id = {PERSON}",
    # Whoever something was shared with keeps the record of it, not the case, when it has ended.
    "incidents_disclosure": f"{_telling('incidents_disclosure')} OR (in_force_at IS NOT NULL "
    f"AND (open_to_id = {ORGANISATION} OR recipient_id = {ORGANISATION}))",
    # What lists are made of, read row by row of many cases; and what is asked of a restricted case by those it does not name.
    **{
        f"incidents_{name}": _of_case(f"incidents_{name}")
        for name in (
            *("steptaken", "awaited", "duedate", "involvement", "discussionview", "messagelook"),
            *("named", "opening", "look"),
        )
    },
    **{
        f"incidents_{name}": _telling(f"incidents_{name}")
        for name in (
            *("bodyentry", "candourrecord", "candourstep", "classificationrecord", "correction"),
            *("otherinvestigation", "message", "reportermessage", "document", "initialreview"),
            *("investigationreport", "learningrecord", "learningdate", "oversightnote", "safetyaction"),
            *("steisdetails", "heldwords", "keptwords", "redactiondraft", "redactedcopy", "legalhold"),
            "erasure",
        )
    },
    # The values of the trail: of a case where it is shown, of anything else (accounts, lists) where anybody is at work.
    "audit_payload": f"{EVERYTHING} OR {_INSIDE} OR sightline_told({_ABOUT})",
    # Of a package above: a breach leads to a case only for those whom the case itself is shown, restricted or not.
    "breaches_breachlink": f"{EVERYTHING} OR {_SHOWN.format(key='breaches_breachlink.incident_id')}",
}

#: Tables that hold a key of a case and stand outside the wall, and why.
OUTSIDE: Mapping[str, str] = {
    "notice": "A person's own: a reference, a link and what is wanted, never the story. Read by its recipient alone.",
    "audit_entry": "Hashes, moments and keys, proved as a whole; the values are in audit_payload, which is walled.",
}

_FUNCTIONS = (
    "sightline_sees(uuid), sightline_holding(text, text[], integer), sightline_numbered(text), "
    "sightline_counted(text[], text[], boolean, uuid, integer)"
)


def _for_readers(functions: str) -> str:
    """SQL that lets nobody call these functions but roles that may read cases anyway."""
    return f"""REVOKE ALL ON FUNCTION {functions} FROM PUBLIC;
DO $body$ DECLARE found record; BEGIN
    FOR found IN
        SELECT DISTINCT a.grantee::regrole AS reader
        FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
        WHERE c.oid = 'incidents_incident'::regclass AND a.privilege_type = 'SELECT' AND a.grantee <> 0
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION {functions} TO %s', found.reader);
    END LOOP;
END $body$;
"""  # noqa: S608 - names of functions of ours


#: Whether the values of an entry of the trail are shown, by what it is about: nobody else's case.
TOLD = f"""
CREATE OR REPLACE FUNCTION sightline_told(subject text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $body$
    DECLARE told boolean;
    BEGIN
        IF subject IS NULL OR subject !~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$' THEN
            RETURN subject IS NOT NULL AND {ORGANISATION} IS NOT NULL;
        END IF;
        PERFORM set_config('sightline.inside', 'told', true);
        SELECT {_incident("i")} INTO told FROM incidents_incident i WHERE i.id = subject::uuid;
        PERFORM set_config('sightline.inside', '', true);
        RETURN COALESCE(told, {ORGANISATION} IS NOT NULL);
    END $body$;
{_for_readers("sightline_told(text)")}"""  # noqa: S608 - every part of it stands above
TOLD_BACK = "DROP FUNCTION sightline_told(text);"
#: For the conditions of access and reporter, whose own rows say who else has the case; for words of stories and for numbers
#: in any letters, whose indexes the database uses only where no policy stands before them; and for counting cases by access
#: (``visibility``), which takes ten times as long where each is judged on its way. They work as the role that owns the
#: tables, before which none stands, and ask for access themselves; nobody calls them but roles that may read cases anyway.
#: Where the owner may not go round policies, ``inside`` keeps those from asking one another for ever.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION sightline_sees(key uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $body$
    DECLARE sees boolean;
    BEGIN
        PERFORM set_config('sightline.inside', 'sees', true);
        sees := {_case("key")};
        PERFORM set_config('sightline.inside', '', true);
        RETURN sees;
    END $body$;
CREATE OR REPLACE FUNCTION sightline_holding(words text, levels text[], most integer) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $body$
    BEGIN
        PERFORM set_config('sightline.inside', 'holding', true);
        IF {EVERYTHING} THEN
            RETURN QUERY SELECT i.id FROM incidents_incident i
                WHERE i.story_words @@ plainto_tsquery('sightline_search', words) LIMIT most;
        ELSE
            RETURN QUERY SELECT i.id FROM incidents_incident i JOIN incidents_incidentaccess wa ON wa.incident_id = i.id
                WHERE i.story_words @@ plainto_tsquery('sightline_search', words)
                AND wa.organisation_id = {ORGANISATION} AND (wa.until_at IS NULL OR wa.until_at > {_AT}) AND wa.level = ANY (levels)
                AND {_admitted("i")} LIMIT most;
            RETURN QUERY SELECT i.id FROM incidents_incident i JOIN incidents_reporter wr ON wr.incident_id = i.id
                WHERE i.story_words @@ plainto_tsquery('sightline_search', words) AND wr.person_id = {PERSON} LIMIT most;
        END IF;
        PERFORM set_config('sightline.inside', '', true);
    END $body$;
CREATE OR REPLACE FUNCTION sightline_numbered(number text) RETURNS TABLE (key uuid, joined_to uuid) LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    BEGIN
        PERFORM set_config('sightline.inside', 'numbered', true);
        RETURN QUERY SELECT i.id, i.merged_into_id FROM incidents_incident i
            WHERE (i.reference = upper(number) OR upper(i.steis_number) = upper(number)
                OR upper(i.lfpse_number) = upper(number) OR upper(i.local_number) = upper(number))
            AND ({EVERYTHING} OR {_incident("i")});
        PERFORM set_config('sightline.inside', '', true);
    END $body$;
CREATE OR REPLACE FUNCTION sightline_counted(reasons text[], levels text[], bound boolean, place uuid, most integer) RETURNS integer
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    DECLARE counted integer;
    BEGIN
        PERFORM set_config('sightline.inside', 'counted', true);
        SELECT count(*) INTO counted FROM (
            SELECT 1 FROM incidents_incident i
            WHERE EXISTS (SELECT 1 FROM incidents_incidentaccess wa WHERE wa.incident_id = i.id
                AND wa.organisation_id = {ORGANISATION} AND wa.reason = ANY (reasons) AND wa.level = ANY (levels)
                AND wa.from_at <= {_AT} AND (wa.until_at IS NULL OR wa.until_at > {_AT}))
            AND i.status <> 'draft' AND (NOT bound OR i.place_id = place) AND {_admitted("i")}
            LIMIT most
        ) AS found;
        PERFORM set_config('sightline.inside', '', true);
        RETURN counted;
    END $body$;
{_for_readers(_FUNCTIONS)}"""  # noqa: S608 - every part of it stands above
FUNCTIONS_BACK = f"DROP FUNCTION {_FUNCTIONS};"


def put_up(tables: Iterable[str]) -> str:
    """SQL that walls these tables, for a migration that makes them; the owner of a table is held by it too."""
    return "\n".join(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
        f"CREATE POLICY walled ON {table} USING ({WALLS[table]});"
        for table in tables
    )


def put_anew(tables: Iterable[str]) -> str:
    """SQL that gives the walls of these tables their condition of today: for a migration after it changed."""
    return "\n".join(f"ALTER POLICY walled ON {table} USING ({WALLS[table]});" for table in tables)


def take_down(tables: Iterable[str]) -> str:
    """SQL that takes the wall of these tables down."""
    return "\n".join(
        f"DROP POLICY walled ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; "
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        for table in tables
    )
