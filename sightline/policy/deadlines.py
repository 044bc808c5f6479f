"""How long someone has: one row a timescale, by framework, and ``due_dates``, which applies them to facts.

The policy itself holds no numbers; they come from the Serious Incident Framework by reference (reference
1.3), each with its source. A locally agreed length is dated data handed in as a fact; what starts a timescale
is only ever said here. Working days and calendar days are mixed on purpose: feedback on a final report is 20
*calendar* days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest

from sightline.policy.clock_facts import ClockFacts, ClockStop, DeadlineKind, Extension, ReportRound
from sightline.policy.learning_dates import LEARNING_DEADLINE, agreed_later
from sightline.policy.lengths import Length, Unit, parse_length, say_day
from sightline.policy.reckoning import Deadline, Due, Tag, reckon
from sightline.policy.terms import Framework, Relation
from sightline.policy.timescale_words import Standing, State, say, state_of
from sightline.policy.working_days import Calendar, london_day

__all__ = [
    "DEADLINES",
    "ClockFacts",
    "ClockStop",
    "Deadline",
    "DeadlineKind",
    "Due",
    "Extension",
    "Length",
    "ReportRound",
    "Standing",
    "State",
    "Tag",
    "Unit",
    "due_dates",
    "parse_length",
    "reckon",
    "say",
    "say_day",
    "state_of",
]

K = DeadlineKind
_PROVIDER = Relation.PROVIDER
_COMMISSIONER = Relation.LEAD_COMMISSIONER

_SIF_ROWS = (
    Deadline(
        kind=K.REPORT_TO_ICB,
        number="T1",
        framework=Framework.SIF_2015,
        owner=_PROVIDER,
        starts_at_fact="identified_at",
        counted_from="when it was identified as a serious incident, or when both agreed if it was discussed",
        length=2,
        unit=Unit.WORKING_DAYS,
        clause="1.1b",
        tag=Tag.NATIONAL,
        source="Serious Incident Framework 2015: report without delay, at most 2 working days (from "
        "knowledge); the StEIS rule quoted in a published incident policy.",
    ),
    Deadline(
        kind=K.URGENT_CONTACT,
        number="T2",
        framework=Framework.SIF_2015,
        owner=_PROVIDER,
        starts_at_fact="identified_at",
        counted_from="when it was identified; shown as overdue once that day has ended",
        length=0,
        unit=Unit.IMMEDIATELY,
        clause="4.5f.1",
        tag=Tag.NATIONAL,
        source="Serious Incident Framework 2015 (from knowledge): a major incident plan activated, "
        "significant public concern, likely media interest, other agencies such as the police "
        "involved.",
    ),
    Deadline(
        kind=K.ACKNOWLEDGE,
        number="T6a",
        framework=Framework.SIF_2015,
        owner=_COMMISSIONER,
        starts_at_fact="declared_at",
        counted_from="when it was declared",
        length=2,
        unit=Unit.WORKING_DAYS,
        clause="4.3a",
        tag=Tag.LOCAL_DEFAULT,
        source="The ICB's own limit, a local default.",
    ),
    Deadline(
        kind=K.INITIAL_REVIEW,
        number="T3",
        framework=Framework.SIF_2015,
        owner=_PROVIDER,
        starts_at_fact="identified_at",
        counted_from="when it was identified",
        length=3,
        unit=Unit.WORKING_DAYS,
        clause="1.1b",
        tag=Tag.NATIONAL,
        source="Serious Incident Framework 2015 (from knowledge); the 72-hour report also appears in "
        "the GOV.UK screening flowchart.",
    ),
    Deadline(
        kind=K.ANSWER_INITIAL_REVIEW,
        number="T3a",
        framework=Framework.SIF_2015,
        owner=_COMMISSIONER,
        starts_at_fact="initial_review_rounds",
        counted_from="when the 72-hour review was sent",
        length=3,
        unit=Unit.WORKING_DAYS,
        clause="4.3a",
        tag=Tag.LOCAL_DEFAULT,
        source="The ICB's own limit, a local default.",
    ),
    Deadline(
        kind=K.FINAL_REPORT,
        number="T4",
        framework=Framework.SIF_2015,
        owner=_PROVIDER,
        starts_at_fact="declared_at",
        counted_from="when it was declared to the commissioner",
        length=60,
        unit=Unit.WORKING_DAYS,
        clause="1.1b",
        tag=Tag.NATIONAL,
        source="Serious Incident Framework 2015, levels 1 and 2: 60 working days, as a 2018 trust board "
        "report also states; wording from knowledge.",
        stops=True,
    ),
    Deadline(
        kind=K.INDEPENDENT_REPORT,
        number="T5",
        framework=Framework.SIF_2015,
        owner=_COMMISSIONER,
        starts_at_fact="commissioned_on",
        counted_from="when the investigation was commissioned",
        length=6,
        unit=Unit.MONTHS,
        clause="2.2b",
        tag=Tag.NATIONAL,
        source="Serious Incident Framework 2015, level 3: 6 calendar months (from knowledge), kept from "
        "the 2010 framework.",
        stops=True,
    ),
    Deadline(
        kind=K.ACKNOWLEDGE_REPORT,
        number="T6",
        framework=Framework.SIF_2015,
        owner=_COMMISSIONER,
        starts_at_fact="report_rounds",
        counted_from="when the final report was received",
        length=2,
        unit=Unit.WORKING_DAYS,
        clause="4.3a",
        tag=Tag.LOCAL_DEFAULT,
        source="Serious Incident Framework 2015: promptly (from knowledge); 2 working days is a local "
        "default.",
    ),
    Deadline(
        kind=K.FEEDBACK_ON_REPORT,
        number="T7",
        framework=Framework.SIF_2015,
        owner=_COMMISSIONER,
        starts_at_fact="report_rounds",
        counted_from="when the final report was received, to accepting or returning it",
        length=20,
        unit=Unit.CALENDAR_DAYS,
        clause="4.3d",
        tag=Tag.NATIONAL,
        source="Serious Incident Framework 2015: 20 calendar days (from knowledge).",
    ),
    Deadline(
        kind=K.RESUBMISSION,
        number="T9",
        framework=Framework.SIF_2015,
        owner=_PROVIDER,
        starts_at_fact="report_rounds",
        counted_from="when the final report was returned, unless another date was agreed",
        length=10,
        unit=Unit.WORKING_DAYS,
        clause="4.3d",
        tag=Tag.LOCAL_DEFAULT,
        source="Agreed case by case; 10 working days is a local default.",
        stops=True,
    ),
)

_SIF_CANDOUR_ROWS = (
    Deadline(
        kind=K.CANDOUR_NOTIFICATION,
        number="T8",
        framework=Framework.SIF_2015,
        owner=_PROVIDER,
        starts_at_fact="reported_at",
        counted_from="when it was reported on the local system",
        length=10,
        unit=Unit.WORKING_DAYS,
        clause="3.1b",
        tag=Tag.LOCAL_DEFAULT,
        source="Regulation 20 says as soon as reasonably practicable; 10 working days is a local "
        "default, common in NHS contracts.",
        outlasts_case=True,
    ),
    Deadline(
        kind=K.CANDOUR_LETTER,
        number="T8a",
        framework=Framework.SIF_2015,
        owner=_PROVIDER,
        starts_at_fact="candour_notified_at",
        counted_from="when the person was told",
        length=10,
        unit=Unit.WORKING_DAYS,
        clause="3.1f",
        tag=Tag.LOCAL_DEFAULT,
        source="Regulation 20 says that the notification is followed in writing; 10 working days is a "
        "local default.",
        outlasts_case=True,
    ),
)

#: Every rule. Under PSIRF there is no threshold to declare and nothing to submit; the Duty of Candour stays, and the
#: learning response has the date agreed for it.
DEADLINES: Mapping[Framework, tuple[Deadline, ...]] = {
    Framework.SIF_2015: _SIF_ROWS + _SIF_CANDOUR_ROWS,
    Framework.PSIRF: (
        LEARNING_DEADLINE,
        *(replace(row, framework=Framework.PSIRF) for row in _SIF_CANDOUR_ROWS),
    ),
}


@dataclass(frozen=True)
class _Span:
    """One running of a timescale: when it started (or not), when it was done, and a date agreed instead."""

    started: datetime | date | None
    done_at: datetime | None
    agreed_on: date | None = None


def due_dates(facts: ClockFacts) -> tuple[Due, ...]:
    """Every timescale that has started, in the order of the rules, each round of those that happen again.

    ValueError when a moment has no time zone or a local length is below 1.
    """
    return tuple(due for row in DEADLINES[facts.framework] for due in _dues_of(row, facts))


def _dues_of(row: Deadline, facts: ClockFacts) -> list[Due]:
    ended_at, ended_because = _end_of(row, facts)
    set_aside = _set_aside(row, facts)
    return [
        reckon(
            row,
            span.started,
            calendar=_calendar_of(facts, span.done_at or ended_at),
            number=facts.lengths.get(row.kind),
            agreed_on=span.agreed_on,
            done_at=span.done_at,
            ended_at=ended_at,
            ended_because=ended_because,
            set_aside=set_aside,
            extensions=[
                each
                for each in (*facts.extensions, *agreed_later(facts))
                if each.kind == row.kind and each.round == number
            ],
            stops=facts.stops,
            round=number,
        )
        for number, span in enumerate(_SPANS[row.kind](facts), start=1)
        if span.started is not None
    ]


def _calendar_of(facts: ClockFacts, decided_at: datetime | None) -> Calendar:
    """What is done or ended stays judged by the bank holidays known at that moment, whatever is added or withdrawn later."""
    return facts.calendar if decided_at is None else facts.calendar.known_at(decided_at)


def _end_of(row: Deadline, facts: ClockFacts) -> tuple[datetime | None, str]:
    """When and how the case ended for this rule. Downgrading cancels no candour (reference 1.6)."""
    ends = [(facts.merged_at, "merged into another record")]
    if not row.outlasts_case:
        ends += [(facts.downgraded_at, "downgraded"), (facts.closed_at, "closed")]
    if not (row.outlasts_case and facts.candour_applies):
        ends.append((facts.not_serious_at, "recorded as not serious"))
    return min(((at, why) for at, why in ends if at is not None), default=(None, ""))


def _set_aside(row: Deadline, facts: ClockFacts) -> str:
    if row.kind not in (K.FINAL_REPORT, K.LEARNING_RESPONSE):
        return ""
    if facts.investigated_elsewhere:
        return "investigated by another body"
    if facts.level == 3 and facts.commissioned_on is not None:
        return f"an independent investigation was commissioned on {say_day(facts.commissioned_on)}"
    return ""


def _reporting(facts: ClockFacts) -> list[_Span]:
    if facts.agreed_in_discussion_at is not None:
        return [_Span(facts.agreed_in_discussion_at, facts.declared_at)]
    return [] if _is_being_discussed(facts) else [_Span(facts.identified_at, facts.declared_at)]


def _is_being_discussed(facts: ClockFacts) -> bool:
    return (
        facts.discussion_requested_at is not None
        and facts.agreed_in_discussion_at is None
        and facts.declared_at is None
    )


def _urgent_contact(facts: ClockFacts) -> list[_Span]:
    # An acknowledgement shows that the ICB was reached, where nobody wrote down the call.
    contacts = [at for at in (facts.urgent_contact_at, facts.acknowledged_at) if at is not None]
    return [_Span(facts.identified_at, min(contacts, default=None))] if facts.urgent else []


def _initial_review(facts: ClockFacts) -> list[_Span]:
    if _is_being_discussed(facts):
        return []
    first_sent = facts.initial_review_rounds[0][0] if facts.initial_review_rounds else None
    return [_Span(facts.identified_at, first_sent)]


def _reports(facts: ClockFacts, *, independent: bool) -> list[datetime]:
    """When reports were received: those since a level 3 investigation was commissioned are of that one."""
    since = facts.commissioned_on if facts.level == 3 else None
    return [
        each.received_at
        for each in facts.report_rounds
        if (since is not None and london_day(each.received_at) >= since) == independent
    ]


def _final_report(facts: ClockFacts) -> list[_Span]:
    return [_Span(facts.declared_at, next(iter(_reports(facts, independent=False)), None))]


def _independent_report(facts: ClockFacts) -> list[_Span]:
    if facts.level != 3:
        return []
    return [_Span(facts.commissioned_on, next(iter(_reports(facts, independent=True)), None))]


def _resubmission(facts: ClockFacts) -> list[_Span]:
    # Round 1 answers the first return. A report not returned keeps its place, so that numbers never change.
    return [
        _Span(
            each.ended_at if each.was_returned else None,
            None if following is None else following.received_at,
            each.resubmit_by,
        )
        for each, following in zip_longest(facts.report_rounds, facts.report_rounds[1:])
    ]


def _learning_response(facts: ClockFacts) -> list[_Span]:
    return [
        _Span(first.agreed_at, facts.learning_signed_at, first.due_on) for first in facts.learning_dates[:1]
    ]


def _candour_notification(facts: ClockFacts) -> list[_Span]:
    return [] if facts.candour_applies is False else [_Span(facts.reported_at, facts.candour_notified_at)]


def _candour_letter(facts: ClockFacts) -> list[_Span]:
    owed = facts.candour_applies is not False and (facts.candour_letter_owed or facts.candour_letter_at)
    return [_Span(facts.candour_notified_at, facts.candour_letter_at)] if owed else []


_SPANS: Mapping[DeadlineKind, Callable[[ClockFacts], list[_Span]]] = {
    K.REPORT_TO_ICB: _reporting,
    K.URGENT_CONTACT: _urgent_contact,
    K.ACKNOWLEDGE: lambda facts: [_Span(facts.declared_at, facts.acknowledged_at)],
    K.INITIAL_REVIEW: _initial_review,
    K.ANSWER_INITIAL_REVIEW: lambda facts: [_Span(*each) for each in facts.initial_review_rounds],
    K.FINAL_REPORT: _final_report,
    K.INDEPENDENT_REPORT: _independent_report,
    K.ACKNOWLEDGE_REPORT: lambda facts: [
        _Span(each.received_at, each.began_at or each.ended_at) for each in facts.report_rounds
    ],
    K.FEEDBACK_ON_REPORT: lambda facts: [
        _Span(each.received_at, each.ended_at) for each in facts.report_rounds
    ],
    K.RESUBMISSION: _resubmission,
    K.LEARNING_RESPONSE: _learning_response,
    K.CANDOUR_NOTIFICATION: _candour_notification,
    K.CANDOUR_LETTER: _candour_letter,
}
