"""By which condition PostgreSQL shows a row of a breach (design decision 18, ADR 19, ADR 26).

The database lets an organisation see breaches of its own data and those its staff reported, a person those they reported,
and whoever is shown a case the breaches linked to it: the wall of the link is that of the case, restricted or not.
"""

from __future__ import annotations

from collections.abc import Mapping

from sightline.incidents.walls import EVERYTHING, ORGANISATION, PERSON

_BREACH_ITSELF = "EXISTS (SELECT 1 FROM breaches_breach wb WHERE wb.id = {key} AND wb.id >= {key})"
_BY_A_CASE = "EXISTS (SELECT 1 FROM breaches_breachlink wl WHERE wl.breach_id = breaches_breach.id AND wl.until_at IS NULL)"
_THEIRS = f"controller_id = {ORGANISATION} OR reported_from_id = {ORGANISATION} OR reported_by = {PERSON} OR {_BY_A_CASE}"


def _of_breach(table: str) -> str:
    return f"{EVERYTHING} OR {_BREACH_ITSELF.format(key=f'{table}.breach_id')}"


#: Table → condition of its rows; those of ``BreachLink``, a row of a case too, stand in ``incidents.walls``.
BREACH_WALLS: Mapping[str, str] = {
    "breaches_breach": f"{EVERYTHING} OR {_THEIRS}",
    "breaches_breachentry": _of_breach("breaches_breachentry"),
    "breaches_breachtask": _of_breach("breaches_breachtask"),
}


def put_up() -> str:
    """SQL that walls the tables of breaches; the owner is held by it too."""
    return "\n".join(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
        f"CREATE POLICY breach_walled ON {table} USING ({condition});"
        for table, condition in BREACH_WALLS.items()
    )


def take_down() -> str:
    """SQL that takes those walls down."""
    return "\n".join(
        f"DROP POLICY breach_walled ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; "
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        for table in BREACH_WALLS
    )
