"""Actions across cases, followed to proof (clauses 2.2d, 4.3f)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from sightline.incidents.models import SafetyAction
from sightline.incidents.selectors.listing import WITHHELD
from sightline.incidents.visibility import of_visible, seen_by
from sightline.policy.action_strength import ActionStrength
from sightline.policy.facts import Actor
from sightline.policy.permissions import roles_holding
from sightline.policy.terms import Part, Permission, Relation, Status, Term
from sightline.policy.working_days import london_day

PAGE_SIZE = 50
MOST_COUNTED = 1000
#: An action that runs longer than this from when it was agreed is a long-term one (4.3f; [design]).
LONG_TERM = timedelta(days=183)


class ActionState(Term):
    """Where an action stands, as the desk filters by it."""

    OUTSTANDING = "outstanding", "Outstanding"
    OVERDUE = "overdue", "Overdue"
    DONE = "done", "Done, to be verified"
    VERIFIED = "verified", "Verified"


#: In an address, beside the states: verified ones too.
ALL = "all"


@dataclass(frozen=True)
class ActionFilter:
    """What the reader asked for; ``after`` is the key of the last row seen.

    ``state``: one of ``ActionState``, ``ALL``, or empty for what is not verified yet, which a desk begins with.
    """

    state: str = ""
    strength: str = ""
    provider: str = ""
    text: str = ""
    after_closing: bool = False
    due_from: date | None = None
    due_to: date | None = None
    after: str = ""


@dataclass(frozen=True)
class ActionOnDesk:
    """One action with its case."""

    action_id: UUID
    reference: str
    case_headline: str
    case_closed: bool
    number: int
    text: str
    owner_role: str
    organisation_name: str
    strength: ActionStrength
    due_on: date
    state: ActionState
    evidence: str
    is_long_term: bool
    may_complete: bool
    may_verify: bool


@dataclass(frozen=True)
class ActionPage:
    """One page, and the key the next begins after (empty on the last)."""

    rows: tuple[ActionOnDesk, ...]
    next_after: str


def actions_desk(actor: Actor, wanted: ActionFilter, *, now: datetime) -> ActionPage:
    """One page of actions of the cases whose actions this hat is shown, the first due first: one query."""
    today = london_day(now)
    story = seen_by(actor, now=now, part=Part.NARRATIVE, of="incident")
    rows = (
        _asked_for(actor, wanted, now)
        .annotate(shows_story=ExpressionWrapper(story, BooleanField()))
        .select_related("incident", "organisation")
        .order_by("due_on", "id")
    )
    key = _read_key(wanted.after)
    if key is not None:
        day, last_id = key
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=last_id))
    page = list(rows[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    next_after = f"{shown[-1].due_on.isoformat()}_{shown[-1].id}" if len(page) > PAGE_SIZE else ""
    return ActionPage(tuple(_row(row, actor, today) for row in shown), next_after)


def count_of_actions(
    actor: Actor, wanted: ActionFilter, *, now: datetime, most: int | None = MOST_COUNTED
) -> int:
    """How many the filters find, whatever the page; never counts further than one more than ``most``."""
    found = _asked_for(actor, wanted, now).order_by().values("pk")
    return (found if most is None else found[: most + 1]).count()


def every_action(actor: Actor, wanted: ActionFilter, *, now: datetime) -> Iterator[ActionOnDesk]:
    """Every filtered action, page by page, in constant memory: for an export."""
    page = actions_desk(actor, replace(wanted, after=""), now=now)
    yield from page.rows
    while page.next_after:
        page = actions_desk(actor, replace(wanted, after=page.next_after), now=now)
        yield from page.rows


def _asked_for(actor: Actor, wanted: ActionFilter, now: datetime) -> QuerySet[SafetyAction]:
    shown = of_visible(actor, now=now, part=Part.ACTIONS)
    return _narrowed(SafetyAction.objects.filter(shown), wanted, london_day(now))


def _narrowed(rows: QuerySet[SafetyAction], wanted: ActionFilter, today: date) -> QuerySet[SafetyAction]:
    states = {
        ActionState.OUTSTANDING: Q(completed_at__isnull=True),
        ActionState.OVERDUE: Q(completed_at__isnull=True, due_on__lt=today),
        ActionState.DONE: Q(completed_at__isnull=False, verified_at__isnull=True),
        ActionState.VERIFIED: Q(verified_at__isnull=False),
    }
    if wanted.state in set(ActionState):
        rows = rows.filter(states[ActionState(wanted.state)])
    elif wanted.state != ALL:
        rows = rows.exclude(states[ActionState.VERIFIED])
    if wanted.strength:
        rows = rows.filter(strength=wanted.strength)
    if wanted.due_from is not None:
        rows = rows.filter(due_on__gte=wanted.due_from)
    if wanted.due_to is not None:
        rows = rows.filter(due_on__lte=wanted.due_to)
    if wanted.provider:
        rows = rows.filter(organisation__ods_code=wanted.provider)
    if wanted.after_closing:
        rows = rows.filter(incident__status=Status.CLOSED.value, completed_at__isnull=True)
    for word in wanted.text.split()[:8]:
        rows = rows.filter(
            Q(text__icontains=word) | Q(owner_role__icontains=word) | Q(incident__reference__iexact=word)
        )
    return rows


def _read_key(after: str) -> tuple[date, UUID] | None:
    day, _, last_id = after.partition("_")
    try:
        return date.fromisoformat(day), UUID(last_id)
    except ValueError:
        return None


def _row(row: SafetyAction, actor: Actor, today: date) -> ActionOnDesk:
    if row.verified_at is not None:
        state = ActionState.VERIFIED
    elif row.completed_at is not None:
        state = ActionState.DONE
    else:
        state = ActionState.OVERDUE if row.due_on < today else ActionState.OUTSTANDING
    return ActionOnDesk(
        action_id=row.id,
        reference=row.incident.reference,
        case_headline=row.incident.headline if row.shows_story else WITHHELD,  # type: ignore[attr-defined]
        case_closed=row.incident.status == Status.CLOSED,
        number=row.number,
        text=row.text,
        owner_role=row.owner_role,
        organisation_name=row.organisation.name,
        strength=ActionStrength(row.strength),
        due_on=row.due_on,
        state=state,
        evidence=row.evidence,
        is_long_term=row.due_on - london_day(row.added_at) > LONG_TERM,
        may_complete=state in (ActionState.OUTSTANDING, ActionState.OVERDUE)
        and row.incident.provider_id == actor.organisation_id
        and actor.role in roles_holding(Permission.MANAGE_ACTIONS, Relation.PROVIDER),
        may_verify=state is ActionState.DONE
        and row.incident.lead_commissioner_id == actor.organisation_id
        and actor.role in roles_holding(Permission.VERIFY_ACTIONS, Relation.LEAD_COMMISSIONER),
    )
