"""Who is told of what: which step tells whom, and whom a timescale that comes near or has passed is said to.

A notice says that something happened to a case and what is wanted, never what the case is about. It goes to people whose
turn it is, at the organisation in that relation; whether each may see the case is ``permissions``' answer, not repeated
here. Someone who reported in confidence is sent none: a notice with their name would say whose report it is (4.3c).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.lengths import say_day
from sightline.policy.next_step import next_step
from sightline.policy.terms import Action, Relation, Role, Term
from sightline.policy.working_days import Calendar, add_working_days


class NoticeKind(Term):
    """Why someone is told; the label begins the line they read."""

    REPORT_ARRIVED = "report_arrived", "A report arrived"
    DECISION_WANTED = "decision_wanted", "A decision is wanted"
    DUE_SOON = "due_soon", "Due soon"
    OVERDUE = "overdue", "Overdue"
    ICB_ANSWERED = "icb_answered", "The ICB answered"
    LEARNING = "learning", "A learning response"
    BODY_TO_TELL = "body_to_tell", "Another body must be told"
    RESTRICTED = "restricted", "A restricted case"
    SHARED = "shared", "Shared"
    BREACH = "breach", "A breach of information"


@dataclass(frozen=True)
class Telling:
    """One row: after any of these steps, people of these roles at the organisation in this relation are told ``text``.

    ``to`` None is the person who reported, unless in confidence. ``by``: only where the step was taken by an organisation
    in that relation. ``begins``: only where this became true with the step, so that saving again tells nobody again.
    """

    kind: NoticeKind
    actions: frozenset[Action]
    to: Relation | None
    roles: frozenset[Role]
    text: str
    clause: str
    by: Relation | None = None
    begins: Callable[[IncidentFacts], bool] | None = None


A, K, R = Action, NoticeKind, Relation
PROVIDER, ICB = Relation.PROVIDER, Relation.LEAD_COMMISSIONER
#: Whose desk cases are on at either side. Leaders and specialists read their worklists; a notice for each step of each
#: case would be noise to them. At the provider the ICB's own team stands for the lead in the ICB's own cases (4.5g).
HANDLERS: dict[Relation, frozenset[Role]] = {
    PROVIDER: frozenset({Role.PROVIDER_LEAD, Role.PATIENT_SAFETY_TEAM}),
    ICB: frozenset({Role.PATIENT_SAFETY_TEAM, Role.PLACE_QUALITY_LEAD}),
}
#: Who signs for the provider; in the ICB's own cases its Chief Nurse.
SIGNERS = frozenset({Role.PROVIDER_EXECUTIVE, Role.CHIEF_NURSE})


def _icb_view_wanted(facts: IncidentFacts) -> bool:
    return bool(facts.provider_view) and facts.provider_view != facts.commissioner_view


def _ready_to_sign(facts: IncidentFacts) -> bool:
    return not facts.report_missing and not facts.report_signed_off


def _learning_ready_to_sign(facts: IncidentFacts) -> bool:
    step = next_step(facts)
    return step is not None and A.SIGN_OFF_LEARNING_RESPONSE in step.actions and not facts.read_with


def _keyed(facts: IncidentFacts) -> bool:
    return facts.keyed_unconfirmed


def _row(
    kind: NoticeKind,
    actions: Action | tuple[Action, ...],
    to: Relation | None,
    text: str,
    clause: str,
    *,
    roles: frozenset[Role] | None = None,
    by: Relation | None = None,
    begins: Callable[[IncidentFacts], bool] | None = None,
) -> Telling:
    wanted = actions if isinstance(actions, tuple) else (actions,)
    told = roles if roles is not None else frozenset() if to is None else HANDLERS[to]
    return Telling(kind, frozenset(wanted), to, told, text, clause, by, begins)


#: In this order; of several rows that tell one person of one step, the first counts.
TELLINGS: tuple[Telling, ...] = (
    _row(
        K.REPORT_ARRIVED,
        (A.SEND_REPORT, A.REROUTE),
        PROVIDER,
        "Someone reported an incident. Decide what it is.",
        "1.1b",
    ),
    _row(
        K.REPORT_ARRIVED,
        A.DECLARE,
        ICB,
        "The provider declared a serious incident. Acknowledge it.",
        "4.3a",
    ),
    _row(
        K.DECISION_WANTED,
        (A.DECLARE, A.SUBMIT_INITIAL_REVIEW),
        PROVIDER,
        "The ICB keyed something for you. Confirm it.",
        "4.4.1",
        by=ICB,
        begins=_keyed,
    ),
    _row(
        K.DECISION_WANTED,
        (A.REQUEST_DISCUSSION, A.AGREE_IN_DISCUSSION),
        ICB,
        "The provider asks whether it meets SI criteria. Record the ICB's view.",
        "3.2.2",
        by=PROVIDER,
        begins=_icb_view_wanted,
    ),
    _row(
        K.DECISION_WANTED,
        A.REQUEST_SECOND_LOOK,
        PROVIDER,
        "The person who reported it asks for a second look. Decide whether to look again.",
        "4.3c",
    ),
    _row(
        K.DECISION_WANTED,
        A.SUBMIT_INITIAL_REVIEW,
        ICB,
        "The 72-hour review arrived. Accept it or ask for more.",
        "4.3a",
    ),
    _row(
        K.DECISION_WANTED,
        (A.WRITE_REPORT, A.ADD_ACTION),
        PROVIDER,
        "The final report is written. Read it and sign it off.",
        "4.4.2",
        roles=SIGNERS,
        begins=_ready_to_sign,
    ),
    _row(
        K.DECISION_WANTED,
        A.SUBMIT_REPORT,
        ICB,
        "The final report arrived. Acknowledge it and assure its quality.",
        "4.3d",
    ),
    _row(
        K.DECISION_WANTED,
        (
            *(A.WRITE_LEARNING_RECORD, A.ENGAGE_AFFECTED, A.PLAN_LEARNING_RESPONSE),
            *(A.CHOOSE_LEARNING_RESPONSE, A.RECORD_CANDOUR),
        ),
        PROVIDER,
        "A learning response is written. Read it and sign it off.",
        "4.4.2",
        roles=SIGNERS,
        begins=_learning_ready_to_sign,
    ),
    *(
        _row(
            K.DECISION_WANTED,
            A.MAKE_REDACTED_COPY,
            side,
            "A redacted copy was made. Read it, and say whether it may be given out.",
            "11.1a",
            roles=frozenset({Role.INFORMATION_GOVERNANCE_LEAD}),
            by=side,
        )
        for side in (PROVIDER, ICB)
    ),
    _row(
        K.LEARNING,
        A.CHOOSE_LEARNING_RESPONSE,
        ICB,
        "The provider chose a learning response. You can see the case.",
        "5.2.2",
        by=PROVIDER,
    ),
    _row(
        K.LEARNING,
        A.SIGN_OFF_LEARNING_RESPONSE,
        ICB,
        "The provider signed off its learning response. Read what was learned.",
        "5.2.2",
        by=PROVIDER,
    ),
    _row(
        K.LEARNING,
        A.SIGN_OFF_LEARNING_RESPONSE,
        PROVIDER,
        "Your executive signed off the learning response.",
        "4.4.2",
    ),
    _row(
        K.ICB_ANSWERED,
        A.RECORD_OVERSIGHT,
        PROVIDER,
        "The ICB wrote an oversight note. Read it, and answer in the discussion if it asks.",
        "5.2.2",
        by=ICB,
    ),
    _row(K.ICB_ANSWERED, A.ACKNOWLEDGE, PROVIDER, "The ICB acknowledged the incident.", "4.3a", by=ICB),
    _row(
        K.ICB_ANSWERED,
        A.AGREE_IN_DISCUSSION,
        PROVIDER,
        "The ICB recorded its view of whether it meets SI criteria.",
        "3.2.2",
        by=ICB,
    ),
    _row(
        K.ICB_ANSWERED,
        A.AGREE_CLASSIFICATION,
        PROVIDER,
        "The ICB agreed that it meets SI criteria.",
        "2.2a",
        by=ICB,
    ),
    _row(
        K.ICB_ANSWERED,
        A.CHALLENGE_CLASSIFICATION,
        PROVIDER,
        "The ICB challenged the classification. Read why.",
        "2.2a",
        by=ICB,
    ),
    _row(K.ICB_ANSWERED, A.CONFIRM_NEVER_EVENT, PROVIDER, "The ICB confirmed the Never Event.", "3.3d"),
    _row(
        K.ICB_ANSWERED,
        A.REJECT_NEVER_EVENT,
        PROVIDER,
        "The ICB does not see a Never Event. Read why.",
        "3.3d",
    ),
    _row(K.ICB_ANSWERED, A.AGREE_LEVEL, PROVIDER, "The ICB agreed the level of investigation.", "2.2b"),
    _row(
        K.ICB_ANSWERED,
        A.ACCEPT_INITIAL_REVIEW,
        PROVIDER,
        "The ICB accepted the 72-hour review. The investigation begins.",
        "4.3a",
    ),
    _row(
        K.ICB_ANSWERED,
        A.ASK_FOR_MORE,
        PROVIDER,
        "The ICB asks for more on the 72-hour review. Send it again.",
        "4.3a",
    ),
    _row(
        K.ICB_ANSWERED,
        A.BEGIN_REVIEW,
        PROVIDER,
        "The ICB acknowledged the final report and assures its quality.",
        "4.3a",
    ),
    _row(
        K.ICB_ANSWERED,
        A.RETURN_REPORT,
        PROVIDER,
        "The ICB returned the final report. Send it again with what was asked for.",
        "4.3d",
    ),
    _row(K.ICB_ANSWERED, A.ACCEPT_REPORT, PROVIDER, "The ICB accepted the final report.", "4.3d"),
    _row(K.ICB_ANSWERED, A.CLOSE, PROVIDER, "The ICB closed the case.", "4.3d"),
    _row(K.ICB_ANSWERED, A.DOWNGRADE, PROVIDER, "The ICB downgraded it: it is not serious.", "2.2a"),
    _row(K.ICB_ANSWERED, A.REOPEN, PROVIDER, "The ICB reopened the case. Read why.", "4.3e"),
    # No more than the page of progress says to whoever reported (``progress``).
    _row(K.ICB_ANSWERED, A.RETURN_REPORT, None, "The ICB asked the organisation for more.", "4.3c"),
    _row(K.ICB_ANSWERED, A.ACCEPT_REPORT, None, "The ICB accepted the report of the investigation.", "4.3c"),
    _row(K.ICB_ANSWERED, A.CLOSE, None, "The case you reported was closed.", "4.3c"),
    _row(
        K.LEARNING,
        A.SIGN_OFF_LEARNING_RESPONSE,
        None,
        "The organisation finished learning from what you reported.",
        "4.3c",
    ),
    _row(K.ICB_ANSWERED, A.DOWNGRADE, None, "It was found not to be a serious incident after all.", "4.3c"),
)


def tellings_of(
    action: Action, by: Actor, before: IncidentFacts, after: IncidentFacts
) -> tuple[Telling, ...]:
    """The rows that a step calls for, by who took it and how the case stood before and stands after it."""
    return tuple(
        row
        for row in TELLINGS
        if action in row.actions
        and (row.by is None or row.by in after.relations_of(by.organisation_id))
        and (row.begins is None or (row.begins(after) and not row.begins(before)))
        and (row.to is not None or (after.reporter_id is not None and not after.reported_in_confidence))
    )


@dataclass(frozen=True)
class GuardTelling:
    """One row: what those who guard restricted cases (``restricted.GUARDIANS``) are told, named on the case or not."""

    kind: NoticeKind
    after: str
    text: str
    clause: str


RESTRICTED = GuardTelling(
    K.RESTRICTED, "A case is limited to named people", "A case was limited to named people.", "11.1c"
)
OPENED = GuardTelling(
    K.RESTRICTED,
    "Someone who is not named opens a restricted case",
    "Someone who is not named opened a restricted case. Review it under Openings.",
    "11.1c",
)


#: Clause by which people are told of bodies that must be told soon (``external_bodies.is_pressing``).
BODIES_CLAUSE = "2.2f"


def say_bodies(number: int, days: int) -> str:
    """That so many other bodies must be told within days, in one sentence that names none of them."""
    what = "Another body" if number == 1 else f"{number} other bodies"
    return f"{what} must be told within {days} days or less. The case shows which, and by when."


@dataclass(frozen=True)
class TimescaleTelling:
    """One row: of a timescale of ``owner`` that comes near or has passed, people of these roles in ``to`` are told.

    ``only_named``: only whoever has the case on their desk there, nobody where nobody has.
    """

    kind: NoticeKind
    owner: Relation
    to: Relation
    roles: frozenset[Role]
    clause: str
    only_named: bool = False


TIMESCALE_TELLINGS: tuple[TimescaleTelling, ...] = (
    TimescaleTelling(K.DUE_SOON, PROVIDER, PROVIDER, HANDLERS[PROVIDER], "4.3a"),
    TimescaleTelling(K.DUE_SOON, ICB, ICB, HANDLERS[ICB], "4.3a"),
    TimescaleTelling(K.OVERDUE, PROVIDER, PROVIDER, HANDLERS[PROVIDER], "4.3a"),
    TimescaleTelling(K.OVERDUE, ICB, ICB, HANDLERS[ICB], "4.3a"),
    # The ICB holds providers to account: whoever handles the case there hears of it too.
    TimescaleTelling(K.OVERDUE, PROVIDER, ICB, HANDLERS[ICB], "4.3.0", only_named=True),
)
#: Where one of these is the step awaited, the timescale is also for whoever signs.
AWAITED_OF_SIGNERS = frozenset({A.SIGN_OFF_REPORT, A.SIGN_OFF_LEARNING_RESPONSE})
#: Calendar days for which a timescale that has passed is still news: after some days without a worker it is caught up,
#: and an installation that begins is not told of years [local default; an ICB may set another, see ``local_default_rows``].
NEWS_DAYS = 7
_NAMED = 2


def told_ahead_until(today: date, calendar: Calendar) -> date:
    """The last due day of which people are told today: the next working day, so on a Friday also the weekend's."""
    return add_working_days(today, 1, calendar)


def say_timescales(kind: NoticeKind, timescales: Sequence[DeadlineKind], due_on: date) -> str:
    """What is due on a day in one sentence; more than two are counted."""
    labels = [each.label for each in timescales]
    what = " and ".join(labels) if len(labels) <= _NAMED else f"{len(labels)} timescales"
    missed = " and not done" if kind is NoticeKind.OVERDUE else ""
    return f"{what}: due on {say_day(due_on)}{missed}."
