"""What the rules about other bodies ask of a case that is loaded whole. Private to this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sightline.incidents.models import BodyEntry
from sightline.incidents.record import CaseRecord
from sightline.policy.body_facts import BodyFacts, Known
from sightline.policy.external_bodies import Entry, EntryKind, answers_of
from sightline.policy.facts import stands_as_never_event
from sightline.policy.terms import Action, CandourRegime, OrganisationKind
from sightline.policy.working_days import ENGLAND_AND_WALES, Calendar

_NONE_AGREED: Mapping[str, int] = MappingProxyType({})
_JUDGING = frozenset({Action.DECLARE, Action.REQUEST_DISCUSSION, Action.JUDGE_NOT_SERIOUS})


def entries_of(rows: Iterable[BodyEntry]) -> tuple[Entry, ...]:
    """The entries as policy knows them, in the order of the rows."""
    return tuple(
        Entry(
            kind=EntryKind(row.kind),
            code=row.code,
            recorded_at=row.recorded_at,
            words=row.words,
            moment=row.moment,
            by_role=row.by_role,
            reference=row.reference,
            answer=Known(row.answer) if row.answer else None,
            on=row.given_on,
        )
        for row in rows
    )


def clock_body_facts_of(
    record: CaseRecord, *, calendar: Calendar = ENGLAND_AND_WALES, lengths: Mapping[str, int] = _NONE_AGREED
) -> BodyFacts:
    """What limits are reckoned from, without a query: not for asking whether a rule fires."""
    incident = record.incident
    return BodyFacts(
        provider_kind=OrganisationKind(incident.provider.kind),
        candour_regime=CandourRegime(incident.provider.candour_regime),
        reported_at=incident.reported_at,
        happened_on=incident.happened_on,
        found_on=incident.found_on,
        answers=answers_of(entries_of(record.body_entries)),
        lengths=lengths,
        calendar=calendar,
    )


def body_facts_of(
    record: CaseRecord, *, calendar: Calendar = ENGLAND_AND_WALES, lengths: Mapping[str, int] = _NONE_AGREED
) -> BodyFacts:
    """Everything that the rules ask: one query where the case was judged, unless its judgements were read already."""
    incident = record.incident
    was_judged = any(step.action in _JUDGING for step in record.steps)
    judgement = next(iter(record.classifications), None) if was_judged else None
    clock = clock_body_facts_of(record, calendar=calendar, lengths=lengths)
    code = incident.never_event_code
    return BodyFacts(
        provider_kind=clock.provider_kind,
        candour_regime=clock.candour_regime,
        reported_at=clock.reported_at,
        setting=incident.setting,
        affected=frozenset(incident.affected),
        affected_count=incident.affected_count,
        age_band=incident.age_band,
        physical_harm=incident.physical_harm,
        circumstances=frozenset(incident.circumstances),
        others_involved=incident.others_involved,
        happened_on=clock.happened_on,
        found_on=clock.found_on,
        incident_type=incident.incident_type,
        never_event_code=code if stands_as_never_event(code, incident.never_event_confirmed) else "",
        judged=judgement is not None,
        criteria=frozenset() if judgement is None else frozenset(judgement.criteria),
        sub_answers={} if judgement is None else judgement.sub_answers,
        natural_course="" if judgement is None else judgement.natural_course,
        lfpse_number=incident.lfpse_number,
        is_joined=incident.merged_at is not None,
        answers=clock.answers,
        lengths=clock.lengths,
        calendar=calendar,
    )
