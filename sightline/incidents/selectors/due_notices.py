"""What people are to be told of timescales that come near or have passed unmet, and of which cases they still may hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sightline.incidents.models import Awaited, DueDate
from sightline.incidents.recipients import AtWork, one_hat_each
from sightline.incidents.visibility import visible_to
from sightline.notifications.services import NewNotice
from sightline.organisations import staff
from sightline.organisations.figures import agreed_figures
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.local_default_rows import NEWS_DAYS, figure_on
from sightline.policy.telling import (
    AWAITED_OF_SIGNERS,
    SIGNERS,
    TIMESCALE_TELLINGS,
    NoticeKind,
    TimescaleTelling,
    say_timescales,
    told_ahead_until,
)
from sightline.policy.terms import Part, Relation
from sightline.policy.working_days import Calendar, london_day

_MOST_IN_A_QUERY = 500


def due_notices(*, now: datetime, calendar: Calendar) -> list[NewNotice]:
    """The notices of today, whether said before or not: one for each person, case and due day.

    One indexed query for the timescales, one for how long a passed one is news, two for the people, and one for each role at an organisation (in batches of
    ``_MOST_IN_A_QUERY`` cases) for what it may see; none of it grows with cases that are not due.
    """
    today = london_day(now)
    news_days = figure_on(NEWS_DAYS, today, agreed_figures())
    running = (
        DueDate.objects.filter(
            # Said as a list, because SQLite finds a bare column of yes and no in no index.
            is_running__in=[True],
            due_on__gte=today - timedelta(days=news_days),
            due_on__lte=told_ahead_until(today, calendar),
        )
        .exclude(due_on=today)
        .select_related("incident")
        .order_by("due_on", "incident__reported_at", "kind")
    )
    return _told(list(running), today, now)


def _told(dues: Sequence[DueDate], today: date, now: datetime) -> list[NewNotice]:
    sides = [(due.incident.provider_id, due.incident.lead_commissioner_id) for due in dues]
    organisation_ids = {each for pair in sides for each in pair if each is not None}
    roles = {role for row in TIMESCALE_TELLINGS for role in row.roles} | SIGNERS
    at_work = AtWork(organisation_ids, roles, today)
    to_sign = _awaiting_signature([due.incident_id for due in dues])
    wanted: dict[Actor, list[tuple[TimescaleTelling, DueDate]]] = defaultdict(list)
    for due in dues:
        kind = NoticeKind.OVERDUE if due.due_on < today else NoticeKind.DUE_SOON
        for row in TIMESCALE_TELLINGS:
            if row.kind is kind and row.owner.value == due.side:
                for hat in _hats(row, due, at_work, is_to_sign=due.incident_id in to_sign):
                    wanted[hat].append((row, due))
    shown = {hat: _seen(hat, {due.incident_id for _, due in rows}, now) for hat, rows in wanted.items()}
    notices = []
    for person_id, hats in one_hat_each(wanted).items():
        rows = [pair for hat in hats for pair in wanted[hat] if pair[1].incident_id in shown[hat]]
        notices += _notices(person_id, rows)
    return notices


def _hats(row: TimescaleTelling, due: DueDate, at_work: AtWork, *, is_to_sign: bool) -> list[Actor]:
    incident = due.incident
    if row.to is Relation.PROVIDER:
        roles = row.roles | SIGNERS if is_to_sign else row.roles
        return at_work.whose_turn(incident.provider_id, row.to, roles, incident.provider_lead_id)
    if incident.lead_commissioner_id is None:
        return []
    if row.only_named:
        return at_work.on_desk(incident.lead_commissioner_id, row.to, incident.handler_id)
    return at_work.whose_turn(incident.lead_commissioner_id, row.to, row.roles, incident.handler_id)


def _notices(person_id: UUID, rows: Sequence[tuple[TimescaleTelling, DueDate]]) -> list[NewNotice]:
    """One notice for each case and day: what is due then, each timescale once."""
    together: dict[tuple[UUID, NoticeKind, date], list[tuple[TimescaleTelling, DueDate]]] = defaultdict(list)
    for row, due in rows:
        together[due.incident_id, row.kind, due.due_on].append((row, due))
    notices = []
    for (case_id, kind, due_on), pairs in together.items():
        timescales = dict.fromkeys(DeadlineKind(due.kind) for _, due in pairs)
        notices.append(
            NewNotice(
                recipient_id=person_id,
                kind=kind,
                case_id=case_id,
                reference=pairs[0][1].incident.reference,
                occasion=f"due {due_on}",
                text=say_timescales(kind, tuple(timescales), due_on),
                clause=pairs[0][0].clause,
            )
        )
    return notices


def _awaiting_signature(incident_ids: Sequence[UUID]) -> set[UUID]:
    actions = [action.value for action in AWAITED_OF_SIGNERS]
    found: set[UUID] = set()
    for batch in _batches(list(dict.fromkeys(incident_ids))):
        found |= set(
            Awaited.objects.filter(incident__in=batch, action__in=actions).values_list(
                "incident_id", flat=True
            )
        )
    return found


def _seen(hat: Actor, incident_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Of these cases, those whose timescales this hat is shown now."""
    found: set[UUID] = set()
    for batch in _batches(list(incident_ids)):
        shown = visible_to(hat, now=now, part=Part.TIMESCALES).filter(id__in=batch).order_by()
        found |= set(shown.values_list("id", flat=True))
    return found


def _batches(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[start : start + _MOST_IN_A_QUERY] for start in range(0, len(ids), _MOST_IN_A_QUERY)]


def still_visible(actor: Actor, case_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Of these cases, those that exist for this hat now; one query, none without cases."""
    if not case_ids:
        return set()
    shown: set[UUID] = set(
        visible_to(actor, now=now).filter(id__in=set(case_ids)).order_by().values_list("id", flat=True)
    )
    return shown


def visible_to_person(person_id: UUID, case_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Of these cases, those that exist for this person now in any role they may use; none once they left."""
    found: set[UUID] = set()
    for hat in staff.hats_of_person(person_id, london_day(now)):
        if left := set(case_ids) - found:
            found |= still_visible(hat, left, now=now)
    return found
