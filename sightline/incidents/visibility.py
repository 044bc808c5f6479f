"""``visible_to``: the one filter every read starts from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.incidents.models import Incident, IncidentAccess, Named, Reporter
from sightline.policy.facts import Actor
from sightline.policy.measures import Measure, relations_counting
from sightline.policy.permissions import (
    BOUND_TO_PLACE,
    OWN_REPORT,
    levels_opening,
    relations_holding,
    relations_reading,
)
from sightline.policy.redacting import CopyOutcome
from sightline.policy.step_words import PART_OF_STEP
from sightline.policy.terms import Part, Permission, Relation, Status


def seen_by(actor: Actor, *, now: datetime, part: Part | None = None, of: str = "") -> Q:
    """The condition on incidents behind ``visible_to``: an access row this role may use now, or its own report.

    Asked of each row in hand, so that a few rows never make the database list every case that a hat may see.
    ``of``: the name under which the rows asked for know their incident; empty where they are incidents.
    """
    condition = _by_access(actor, now=now, part=part, of=of, row_by_row=True)
    if _reads_own_reports(part):
        key = f"{of}_id" if of else "pk"
        condition |= Q(Exists(_own(actor).filter(incident=OuterRef(key), **_once_more(key))))
    return condition


def taken_part_in(actor: Actor, *, now: datetime, part: Part | None = None, of: str = "") -> Q:
    """As ``seen_by`` without one's own reports, and without what is seen because it was shared: by those with a part in it."""
    relations = relations_reading(part, actor.role) - {Relation.SHARED}
    return _by_access(actor, now=now, part=part, of=of, row_by_row=True, relations=relations)


def answered_for(actor: Actor, measure: Measure, *, now: datetime) -> Q:
    """The condition on incidents behind a figure: shown the measure's part, by an organisation that answers for them."""
    relations = relations_counting(measure, actor.role)
    return _by_access(actor, now=now, part=measure.part, row_by_row=True, relations=relations)


def columns_of(
    actor: Actor, parts: Iterable[Part], *, now: datetime, has_reported: bool
) -> tuple[dict[Part, str], dict[str, Q]]:
    """What to annotate incidents with to know which parts this hat is shown: a name by part, and its condition by name.

    Parts that open alike for this role share one. ``has_reported``: whether the person reported any incident at all.
    """
    names: dict[Part, str] = {}
    columns: dict[str, Q] = {}
    known: dict[object, str] = {}
    for part in parts:
        is_own = has_reported and _reads_own_reports(part)
        relations = relations_reading(part, actor.role)
        # Each disclosure opens parts of its own.
        apart = part if Relation.SHARED in relations else None
        name = known.setdefault((relations, levels_opening(part), is_own, apart), f"shows_{part.value}")
        names[part] = name
        if name not in columns:
            seen = seen_by if is_own else partial(_by_access, row_by_row=True)
            columns[name] = seen(actor, now=now, part=part)
    return names, columns


def _once_more(key: str) -> dict[str, OuterRef]:
    """On PostgreSQL, the same key once more in a way that cannot be listed beforehand.

    It would otherwise list every case of an organisation before it looks at the first row. SQLite never does.
    """
    return {"incident__gte": OuterRef(key)} if connection.vendor == "postgresql" else {}


def _reads_own_reports(part: Part | None) -> bool:
    return part is None or part in OWN_REPORT


def _own(actor: Actor) -> QuerySet[Reporter]:
    return Reporter.objects.filter(person_id=actor.person_id)


def _by_access(
    actor: Actor,
    *,
    now: datetime,
    part: Part | None = None,
    of: str = "",
    row_by_row: bool = False,
    relations: frozenset[Relation] | None = None,
    opened_too: bool = True,
    admitted: bool = True,
) -> Q:
    """An access row that this role may use now, and its name where the case is restricted; with ``relations``, one for such a reason.

    ``opened_too``: also where it is not named, but opened the case for some hours. Without ``admitted``, whether the
    case is restricted is not asked.

    PostgreSQL makes a join of it where it stands alone and no "or" is about it, and begins at whichever side is
    smaller. Elsewhere ``row_by_row`` makes it ask an index for each row.
    """
    key, path = (f"{of}_id", f"{of}__") if of else ("pk", "")
    if relations is None:
        relations = relations_reading(part, actor.role)
    rows = IncidentAccess.objects.filter(
        incident=OuterRef(key),
        **(_once_more(key) if row_by_row else {}),
        organisation_id=actor.organisation_id,
        reason__in=[relation.value for relation in relations],
        level__in=[level.value for level in levels_opening(part)],
        from_at__lte=now,
    ).filter(Q(until_at__isnull=True) | Q(until_at__gt=now))
    if part is not None and Relation.SHARED in relations:
        rows = rows.filter(Q(parts="") | Q(parts__contains=f"|{part.value}|"))
    condition = Q(Exists(rows))
    if admitted:
        condition &= _admitted(actor, now=now, of=of, opened_too=opened_too)
    if actor.role in BOUND_TO_PLACE:
        condition &= Q(**{f"{path}place_id": actor.place_id, f"{path}place__isnull": False})
    return condition


def _admitted(actor: Actor, *, now: datetime, of: str = "", opened_too: bool = True) -> Q:
    """That a case is not restricted, or that this hat is named for it now: ``IncidentFacts.admits`` as a condition."""
    key, path = (f"{of}_id", f"{of}__") if of else ("pk", "")
    return Q(**{f"{path}restricted_kind": ""}) | Q(
        Exists(_naming(actor, now=now, opened_too=opened_too).filter(incident=OuterRef(key)))
    )


def _naming(actor: Actor, *, now: datetime, opened_too: bool = True) -> QuerySet[Named]:
    """Rows that name this hat now, by itself or by its role."""
    rows = Named.objects.filter(
        Q(person_id=actor.person_id) | Q(person__isnull=True),
        Q(until_at__isnull=True) | Q(until_at__gt=now),
        organisation_id=actor.organisation_id,
        role__in=["", actor.role.value],
        from_at__lte=now,
    )
    return rows if opened_too else rows.filter(by_opening=False)


def hidden_steps(actor: Actor, *, now: datetime) -> Q:
    """The condition on steps taken that are of a part of the case which this hat is not shown, such as ICB-only notes."""
    hidden = Q(pk__in=[])
    for action, part in PART_OF_STEP.items():
        hidden |= Q(action=action.value) & ~of_visible(actor, now=now, part=part, row_by_row=True)
    return hidden


def of_visible(
    actor: Actor, *, now: datetime, part: Part | None = None, of: str = "incident", row_by_row: bool = False
) -> Q:
    """The condition on rows of a case, such as its due dates, that their case is one of ``visible_to``.

    Alone in a filter it is a join; inside an "or" or a "not", ``row_by_row`` as in ``_by_access``.
    """
    if _reads_own_reports(part) or row_by_row:
        condition = seen_by(actor, now=now, part=part, of=of)
    else:
        condition = _by_access(actor, now=now, part=part, of=of)
    return condition & ~Q(**{f"{of}__status": Status.DRAFT.value})


def opening_originals(actor: Actor, *, now: datetime) -> Q:
    """The condition on papers that this hat opens them as they were received, and not only their cleaned copy."""
    relations = relations_holding(Permission.OPEN_ORIGINALS, actor.role)
    return _by_access(
        actor,
        now=now,
        part=Part.DOCUMENTS,
        of="incident",
        row_by_row=True,
        relations=relations,
        opened_too=False,
    )


def opening_held(actor: Actor, *, now: datetime) -> Q:
    """The condition on papers held for redaction that this hat opens them: it handles cases on the side that put them there."""
    opens = Q(pk__in=[])
    for relation in relations_holding(Permission.OPEN_ORIGINALS, actor.role):
        of_side = _by_access(
            actor,
            now=now,
            part=Part.DOCUMENTS,
            of="incident",
            row_by_row=True,
            relations=frozenset({relation}),
            opened_too=False,
        )
        opens |= Q(held_side=relation.value) & of_side
    return opens


def holding(actor: Actor, permissions: Iterable[Permission], *, now: datetime, of: str = "") -> Q:
    """The condition on rows of a case that this hat holds one of these permissions on it, and is named where it is restricted."""
    relations = frozenset().union(*(relations_holding(each, actor.role) for each in permissions))
    return _by_access(actor, now=now, of=of, row_by_row=True, relations=relations, opened_too=False)


def ever_shared() -> Q:
    """The condition on papers that they may be shared at all (11.1a).

    Neither protected, nor standing for one that is, nor a redacted copy that no second person has approved.
    """
    copy = Q(redacted_copy__outcome=CopyOutcome.APPROVED.value) & (
        Q(redacted_copy__original__isnull=True) | Q(redacted_copy__original__protected="")
    )
    return (
        Q(protected="")
        & (Q(replaces__isnull=True) | Q(replaces__protected=""))
        & (Q(redacted_copy__isnull=True) | copy)
    )


def shown_papers(actor: Actor, *, now: datetime) -> Q:
    """The condition on papers that this hat is shown them: one that is never shared, only with a part in the case (11.1a)."""
    shown = of_visible(actor, now=now, part=Part.DOCUMENTS)
    if Relation.SHARED not in relations_reading(Part.DOCUMENTS, actor.role):
        return shown
    return shown & (ever_shared() | taken_part_in(actor, now=now, part=Part.DOCUMENTS, of="incident"))


def closed_to(actor: Actor, *, now: datetime) -> QuerySet[Incident]:
    """Restricted cases that this hat would see if it were named: those it may open for some hours, with a reason."""
    shown = _by_access(actor, now=now, admitted=False)
    return Incident.objects.filter(shown & ~_admitted(actor, now=now)).exclude(status=Status.DRAFT.value)


def guarded_by(actor: Actor, *, now: datetime, of: str = "") -> Q:
    """The condition on incidents that this hat guards: it reviews who opened them, named or not, while restricted or not."""
    relations = relations_holding(Permission.REVIEW_OPENINGS, actor.role)
    return _by_access(actor, now=now, of=of, row_by_row=True, relations=relations, admitted=False)


def visible_to(actor: Actor, *, now: datetime, part: Part | None = None) -> QuerySet[Incident]:
    """Incidents that exist for this hat at this moment; with ``part``, those of which it is shown that part.

    Default deny: no row, no incident. Policy says the same one case at a time in ``may_see`` and ``parts_for``.
    """
    if _reads_own_reports(part):
        condition = seen_by(actor, now=now, part=part)
    else:
        condition = _by_access(actor, now=now, part=part)
    return Incident.objects.filter(condition).exclude(status=Status.DRAFT.value)


def visible_in_turn(actor: Actor, *, now: datetime) -> tuple[QuerySet[Incident], ...]:
    """``visible_to`` in sets with no incident in common, each of which an index finds: for lists.

    Those by access, then the person's own reports that access does not show, if there is any report: one query. Asked
    for together they are an "or", for which a database goes through every incident there is.
    """
    drafts = Q(status=Status.DRAFT.value)
    by_access = Incident.objects.filter(_by_access(actor, now=now) & ~drafts)
    if not _own(actor).exists():
        return (by_access,)
    shown = _by_access(actor, now=now, row_by_row=True)
    own = Incident.objects.filter(Exists(_own(actor).filter(incident=OuterRef("pk")))).exclude(drafts | shown)
    return by_access, own
