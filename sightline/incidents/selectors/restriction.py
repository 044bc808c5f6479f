"""What is read of restricted cases: who is named, who could be, who opened one, and who looked at a case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sightline.audit.scope import everything, within
from sightline.incidents.models import Document, Incident, Look, Named, Opening
from sightline.incidents.naming import naming_of
from sightline.incidents.record import RELATED_OF_STEP, access_facts_of
from sightline.incidents.services.restriction import Chosen, people_at, problem_without, restricting
from sightline.incidents.visibility import closed_to, guarded_by, taken_part_in, visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor, IncidentFacts, Naming
from sightline.policy.permissions import parts_for, permissions_for
from sightline.policy.restricted import OpeningOutcome, could_be_named
from sightline.policy.terms import Action, Part, Permission, Relation, RestrictedKind, Role
from sightline.policy.workflow import Decision, decide

A_PAGE = 100
OUTCOMES = tuple(OpeningOutcome.choices())
MOST_OPENINGS = 100
_OPENINGS = "openings of cases that one guards"
GUARDING = (Action.RESTRICT, Action.LIFT_RESTRICTION, Action.NAME_PERSON, Action.END_NAMING)


@dataclass(frozen=True)
class GuardedCase:
    """One case as far as limiting it goes: what every page shows of it, and which of those steps this hat may take."""

    incident_id: UUID
    reference: str
    version: int
    headline: str
    provider_name: str
    parts: frozenset[Part]
    facts: IncidentFacts
    decisions: Mapping[Action, Decision]
    on_desk: Mapping[Relation, UUID | None]


@dataclass(frozen=True)
class NamedRow:
    """Someone, or everyone of a role, who may see a restricted case. ``is_open``: they opened it and are not named."""

    named_id: UUID
    who: str
    organisation_name: str
    why: str
    clause: str
    from_at: datetime
    until_at: datetime | None
    is_open: bool
    still: bool
    naming: Naming


@dataclass(frozen=True)
class CouldBe:
    """Someone who could be named, as a form offers them."""

    value: str
    label: str
    organisation_name: str


@dataclass(frozen=True)
class OpeningRow:
    """Someone opened a restricted case without being named."""

    opening_id: UUID
    reference: str
    who: str
    person_id: UUID
    reason: str
    opened_at: datetime
    until_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    outcome: str
    note: str
    may_review: bool


@dataclass(frozen=True)
class LookRow:
    """Someone looked at a page of a case."""

    key: UUID
    who: str
    page: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class LookPage:
    """At most ``A_PAGE`` looks, the newest first; ``older`` is the key to go on from."""

    rows: tuple[LookRow, ...]
    older: UUID | None


def is_closed_to(actor: Actor, reference: str, *, now: datetime) -> bool:
    """Whether this is a restricted case that the hat may open for some hours; one query, asked of whatever is not there."""
    with within(everything("that a case is limited to others")):
        return closed_to(actor, now=now).filter(reference=reference).order_by().exists()


def guarded_case(actor: Actor, reference: str, *, now: datetime) -> GuardedCase | None:
    """A case as the pages of its restriction need it, None where it does not exist for this hat; three queries."""
    found = visible_to(actor, now=now).select_related(*RELATED_OF_STEP).filter(reference=reference)
    incident = next(iter(found.order_by()), None)
    if incident is None:
        return None
    facts = access_facts_of(incident, now=now)
    parts = parts_for(actor, facts)
    return GuardedCase(
        incident_id=incident.id,
        reference=incident.reference,
        version=incident.version,
        headline=incident.headline if Part.NARRATIVE in parts else "",
        provider_name=incident.provider.name,
        parts=parts,
        facts=replace(facts, reporter_id=None),
        decisions={action: decide(action, actor, facts) for action in GUARDING},
        on_desk={
            Relation.PROVIDER: incident.provider_lead_id,
            Relation.LEAD_COMMISSIONER: incident.handler_id,
        },
    )


def named_rows(
    actor: Actor, incident_id: UUID, *, now: datetime, ended_too: bool = False
) -> tuple[NamedRow, ...]:
    """Who may see a case by name, to somebody who reads it; those who no longer do after those who do; one query."""
    assuring = taken_part_in(actor, now=now, part=Part.TIMESCALES, of="incident")
    assuring |= taken_part_in(actor, now=now, part=Part.HISTORY, of="incident")
    rows = Named.objects.filter(assuring, incident_id=incident_id).select_related("organisation", "person")
    found = [_named_row(row, row.from_at <= now and (not row.until_at or now < row.until_at)) for row in rows]
    kept = (row for row in found if ended_too or row.still)
    return tuple(sorted(kept, key=lambda row: (not row.still, row.from_at, str(row.named_id))))


def named_of(
    actor: Actor, reference: str, *, now: datetime
) -> tuple[RestrictedKind | None, tuple[NamedRow, ...]]:
    """Why a case is limited to named people, None where it is not, and everyone who is or was named; at most four queries."""
    found = visible_to(actor, now=now).filter(reference=reference).order_by()
    known = found.values_list("id", "restricted_kind").first()
    if known is None:
        return None, ()
    incident_id, kind = known
    return RestrictedKind(kind) if kind else None, named_rows(actor, incident_id, now=now, ended_too=True)


def _named_row(row: Named, still: bool) -> NamedRow:
    role = Role(row.role).label if row.role else ""
    who = f"Everyone who is {role}" if row.person is None else row.person.full_name
    if row.person is not None and role:
        who = f"{who}, {role}"
    return NamedRow(
        row.id,
        who,
        row.organisation.name,
        row.why,
        row.clause,
        row.from_at,
        row.until_at,
        row.by_opening,
        still,
        naming_of(row),
    )


def could_name(case: GuardedCase, *, now: datetime) -> tuple[CouldBe, ...]:
    """People whose role would show them the case, and who are not named: for those who may limit it; three queries."""
    if not any(decision.allowed for decision in case.decisions.values()):
        return ()
    hats = could_be_named(people_at(case.facts, now), case.facts)
    people = organisations.people({hat.person_id for hat in hats})
    places = organisations.organisations({hat.organisation_id for hat in hats})
    found = [
        CouldBe(
            f"{hat.person_id}@{hat.organisation_id}@{hat.role.value}",
            f"{people[hat.person_id].full_name}, {hat.role.label}",
            places[hat.organisation_id].name,
        )
        for hat in hats
        if hat.person_id in people and hat.organisation_id in places
    ]
    return tuple(sorted(found, key=lambda row: (row.organisation_name, row.label)))


def problem_of_restricting(
    actor: Actor, case: GuardedCase, kind: str, chosen: Collection[Chosen], *, now: datetime
) -> str:
    """Why a case cannot be limited to these people, as a form says it beforehand; the service asks the same."""
    return restricting(case.facts, case.on_desk, kind, chosen, by=actor, now=now).problem


def problem_of_ending(case: GuardedCase, row: NamedRow, *, now: datetime) -> str:
    """Why somebody must stay named, as a form says it beforehand; the service asks the same."""
    return problem_without(case.facts, row.naming, now=now)


def openings_for(actor: Actor, *, now: datetime) -> tuple[OpeningRow, ...]:
    """Openings of the cases this hat guards: what is to be reviewed first, then the newest; two queries."""
    guarded = _guarded(actor, now).order_by("-opened_at", "-id")[:MOST_OPENINGS]
    with within(everything(_OPENINGS)):
        rows = list(guarded)
    people = organisations.people({row.reviewed_by for row in rows if row.reviewed_by})
    names = {key: row.full_name for key, row in people.items()}
    found = [_opening_row(actor, row, names, now) for row in rows]
    return tuple(sorted(found, key=lambda row: row.reviewed_at is not None))


def opening_of(actor: Actor, opening_id: UUID, *, now: datetime) -> OpeningRow | None:
    """One opening, where this hat guards its case."""
    with within(everything(_OPENINGS)):
        row = _guarded(actor, now).filter(id=opening_id).order_by().first()
    if row is None:
        return None
    people = organisations.people({row.reviewed_by} if row.reviewed_by else set())
    return _opening_row(actor, row, {key: each.full_name for key, each in people.items()}, now)


def _guarded(actor: Actor, now: datetime) -> QuerySet[Opening]:
    """Openings of cases that this hat guards, named on them or not: their incidents stand behind the wall (ADR 19)."""
    guarded = Opening.objects.filter(guarded_by(actor, now=now, of="incident"))
    return guarded.select_related("incident__provider", "incident__reporter", "organisation", "person")


def _opening_row(actor: Actor, row: Opening, names: Mapping[UUID, str], now: datetime) -> OpeningRow:
    return OpeningRow(
        opening_id=row.id,
        reference=row.incident.reference,
        who=f"{row.person.full_name}, {Role(row.role).label}, {row.organisation.name}",
        person_id=row.person_id,
        reason=row.reason,
        opened_at=row.opened_at,
        until_at=row.until_at,
        reviewed_at=row.reviewed_at,
        reviewed_by=names.get(row.reviewed_by, "") if row.reviewed_by else "",
        outcome=OpeningOutcome(row.outcome).label if row.outcome else "",
        note=row.review_note,
        may_review=row.reviewed_at is None and row.person_id != actor.person_id,
    )


def looks_at(actor: Actor, reference: str, *, now: datetime, before: UUID | None = None) -> LookPage | None:
    """Who looked at a case, newest first, for those who may know; None for everyone else; four queries."""
    found = visible_to(actor, now=now).select_related(*RELATED_OF_STEP).filter(reference=reference)
    incident = found.order_by().first()
    if incident is None:
        return None
    if Permission.SEE_LOOKS not in permissions_for(actor, access_facts_of(incident, now=now)):
        return None
    rows = Look.objects.filter(incident=incident).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    looks = list(rows[: A_PAGE + 1])
    shown = looks[:A_PAGE]
    people = organisations.people({look.person_id for look in shown})
    places = organisations.organisations({look.organisation_id for look in shown})
    lines = tuple(
        LookRow(
            look.id,
            ", ".join(
                (
                    people[look.person_id].full_name if look.person_id in people else "Someone who left",
                    Role(look.role).label,
                    places[look.organisation_id].name if look.organisation_id in places else "",
                )
            ),
            look.page,
            look.first_at,
            look.last_at,
        )
        for look in shown
    )
    return LookPage(lines, lines[-1].key if len(looks) > A_PAGE else None)


def case_of(*, reference: str = "", document_id: UUID | None = None) -> tuple[UUID, bool] | None:
    """The key of a case whose page was just shown, and whether it is restricted: for the record of looks alone."""
    cases = Incident.objects.filter(reference=reference)
    if document_id is not None:
        cases = Incident.objects.filter(id__in=Document.objects.filter(id=document_id).values("incident_id"))
    found = cases.order_by().values_list("id", "restricted_kind").first()
    return None if found is None else (found[0], bool(found[1]))
