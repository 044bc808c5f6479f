"""Sharing a case, or disclosing it: proposed, approved by another person, acknowledged, withdrawn (4.7.8, 11.1a, 11.1b)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from sightline.audit.keys import new_key
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Disclosure, SharingProtocol
from sightline.incidents.services.sharing_notices import tell
from sightline.incidents.services.steps import StepInHand, taking
from sightline.incidents.sharing import standing_of
from sightline.organisations import agreed
from sightline.organisations import selectors as organisations
from sightline.organisations.figures import agreed_figures
from sightline.organisations.selectors import OrganisationRow
from sightline.policy.disclosing import (
    Asked,
    DisclosureState,
    Method,
    due_on,
    needs_approval,
    problems_of_disclosure,
    state_on,
    with_summary,
)
from sightline.policy.disclosing_limits import LONGEST_SHARE
from sightline.policy.disclosure_kinds import KINDS, DisclosureKind
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.local_default_rows import figure_on
from sightline.policy.other_tellings import (
    SHARING_ACKNOWLEDGED,
    SHARING_ANSWERED,
    SHARING_ASKED,
    SHARING_BEGAN,
    SHARING_LOGGED,
    SHARING_WITHDRAWN,
)
from sightline.policy.permissions import expected_access
from sightline.policy.questionnaire import Problem
from sightline.policy.restricted import problem_with_reason
from sightline.policy.terms import Action, Part, Relation
from sightline.policy.working_days import end_of_day, london_day


@dataclass(frozen=True)
class Proposal:
    """What is to be shared: the answers the rules judge, and whom it goes to: an organisation here, or a body by name."""

    asked: Asked
    recipient_id: UUID | None = None
    recipient_name: str = ""
    protocol_id: UUID | None = None


def longest_months(now: datetime) -> int:
    """For how many months something may be shared at most, as it is agreed here."""
    return figure_on(LONGEST_SHARE, london_day(now), agreed_figures())


def due_by(asked: Asked, now: datetime) -> date | None:
    """When an answer is wanted: by the law's limit for the kind, else by the day that whoever asks gave."""
    code = KINDS[asked.kind].due
    if not code:
        return asked.answer_by
    amount = figure_on(code, london_day(now), agreed_figures())
    return due_on(asked.kind, asked.requested_on, amount=amount, calendar=agreed.calendar())


def problems_of(proposal: Proposal, facts: IncidentFacts, by: Actor, now: datetime) -> list[Problem]:
    """What stops a proposal, each beside its field, as a form says it beforehand; the service asks the same."""
    asked = replace(proposal.asked, has_recipient=_has_recipient(proposal))
    today = london_day(now)
    found = list(problems_of_disclosure(asked, today=today, longest_months=longest_months(now)))
    if proposal.recipient_id is not None and asked.rule.is_on_register and asked.has_recipient:
        found += _of_recipient(proposal.recipient_id, asked.kind, facts, today)
    if proposal.protocol_id is not None and not _citable(by, today).filter(id=proposal.protocol_id).exists():
        found.append(Problem("protocol", "Choose from the protocols listed.", "4.3k"))
    return found


def _has_recipient(proposal: Proposal) -> bool:
    if proposal.asked.rule.is_on_register:
        return proposal.recipient_id is not None
    return bool(proposal.recipient_name.strip())


def _of_recipient(recipient_id: UUID, kind: DisclosureKind, facts: IncidentFacts, on: date) -> list[Problem]:
    row = organisations.organisations({recipient_id}).get(recipient_id)
    clause = KINDS[kind].clause
    if row is None or row.kind not in KINDS[kind].to or not _exists_on(row, on):
        return [Problem("recipient", "Choose from the organisations listed.", clause)]
    sees = {
        grant.organisation_id for grant in expected_access(facts) if grant.relation is not Relation.SHARED
    }
    if recipient_id in sees:
        return [Problem("recipient", f"{row.name} has a part in the case, and sees it already.", clause)]
    return []


def _exists_on(row: OrganisationRow, on: date) -> bool:
    return row.exists_on(on)


def _citable(by: Actor, on: date) -> QuerySet[SharingProtocol]:
    rows = SharingProtocol.objects.filter(organisation_id=by.organisation_id, from_on__lte=on)
    return rows.filter(ended_on__isnull=True)


def disclose(incident_id: UUID, proposal: Proposal, *, by: Actor, now: datetime, seen: int) -> UUID:
    """Shares a case, or asks the guardian first where someone may be identified; returns the key of the disclosure.

    What needs no approval is in force at once. Raises Invalid with what is missing.
    """
    with taking(Action.DISCLOSE, incident_id, by=by, now=now, seen=seen) as step:
        if wrong := problems_of(proposal, step.facts, by, now):
            raise Invalid(wrong)
        row = _row(step, proposal)
        step.note = row.recipient_name
        step.add(row, Part.SHARING)
        if row.needs_approval:
            tell(SHARING_ASKED, step, row)
        else:
            _tell_that_it_began(step, row)
        return row.id


def _row(step: StepInHand, proposal: Proposal) -> Disclosure:
    asked, now = with_summary(proposal.asked), step.now
    on_register = asked.rule.is_on_register
    recipient_id = proposal.recipient_id if on_register else None
    name = proposal.recipient_name.strip()
    if recipient_id is not None:
        name = organisations.organisation(recipient_id).name
    waits = needs_approval(asked, on=london_day(now))
    return Disclosure(
        id=new_key(),
        incident=step.incident,
        reference=step.incident.reference,
        kind=asked.kind.value,
        recipient_id=recipient_id,
        open_to_id=recipient_id,
        recipient_name=name,
        parts=sorted(part.value for part in asked.parts),
        purpose=asked.purpose.strip(),
        method=Method.IN_SIGHTLINE.value if on_register else asked.method,
        protocol_id=proposal.protocol_id,
        subject=asked.subject,
        identifies=asked.identifies,
        article_6=asked.article_6,
        article_9=asked.article_9,
        confidentiality=asked.confidentiality,
        caldicott=dict(asked.caldicott),
        request_reference=asked.request_reference.strip(),
        requested_on=asked.requested_on,
        provider_reference=asked.provider_reference.strip(),
        legal_power=asked.legal_power.strip(),
        due_on=due_by(asked, now),
        expires_on=asked.expires_on,
        until_at=None if asked.expires_on is None else end_of_day(asked.expires_on),
        side=_side(step.by, step.facts).value,
        organisation_id=step.by.organisation_id,
        proposed_at=now,
        proposed_by=step.person_id,
        needs_approval=waits,
        in_force_at=None if waits else now,
    )


def _side(by: Actor, facts: IncidentFacts) -> Relation:
    return Relation.PROVIDER if by.organisation_id == facts.provider_id else Relation.LEAD_COMMISSIONER


def is_of_side(by: Actor, facts: IncidentFacts, side: str) -> bool:
    """Whether somebody works for the party that disclosed it, as it is now: its guardian approves, its people withdraw."""
    party = facts.provider_id if side == Relation.PROVIDER else facts.lead_commissioner_id
    return by.organisation_id == party


def approve(
    disclosure_id: UUID, incident_id: UUID, note: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The guardian agrees: it is in force from now. Somebody other than whoever proposed it, of the party that discloses it."""
    with taking(Action.APPROVE_DISCLOSURE, incident_id, by=by, now=now, seen=seen, note=note.strip()) as step:
        row = _waiting(step, disclosure_id, note)
        if row.until_at is not None and row.until_at <= now:
            raise Invalid({"note": "Its last day has passed. Refuse it, and share it again if it is needed."})
        step.change(
            row, Part.SHARING, approved_by=step.person_id, approval_note=note.strip(), in_force_at=now
        )
        tell(SHARING_ANSWERED, step, row)
        _tell_that_it_began(step, row)


def refuse(
    disclosure_id: UUID, incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The guardian does not agree: nothing goes, and why stays on record."""
    with taking(
        Action.REFUSE_DISCLOSURE, incident_id, by=by, now=now, seen=seen, note=reason.strip()
    ) as step:
        row = _waiting(step, disclosure_id, reason)
        step.change(
            row, Part.SHARING, refused_at=now, refused_by=step.person_id, refused_reason=reason.strip()
        )
        tell(SHARING_ANSWERED, step, row)


def _waiting(step: StepInHand, disclosure_id: UUID, reason: str) -> Disclosure:
    row = _of_the_case(step, disclosure_id)
    if problem := problem_of_approving(step.by, step.facts, row):
        raise Invalid({"note": problem})
    if problem := problem_with_reason(reason):
        raise Invalid({"note": problem})
    return row


def problem_of_approving(by: Actor, facts: IncidentFacts, row: Disclosure) -> str:
    """Why this person cannot say yes or no, in a sentence, or ``""``."""
    if not row.waits:
        return "It waits for no answer any more."
    if row.proposed_by == by.person_id:
        return "You asked for it yourself. Somebody else must approve it."
    if not is_of_side(by, facts, row.side):
        return "Only the guardian of the organisation that discloses it can approve it."
    return ""


def _of_the_case(step: StepInHand, disclosure_id: UUID) -> Disclosure:
    row = Disclosure.objects.filter(id=disclosure_id, incident=step.incident).first()
    if row is None:
        raise NotVisible(str(disclosure_id))
    return row


def withdraw(
    disclosure_id: UUID, incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Ends what is shared, or what was to be: whoever reads it now has the next page refused."""
    with taking(
        Action.WITHDRAW_DISCLOSURE, incident_id, by=by, now=now, seen=seen, note=reason.strip()
    ) as step:
        row = _of_the_case(step, disclosure_id)
        if problem := problem_of_withdrawing(step.by, step.facts, row, now) or problem_with_reason(reason):
            raise Invalid({"reason": problem})
        was_open = row.in_force_at is not None
        step.change(
            row, Part.SHARING, withdrawn_at=now, withdrawn_by=step.person_id, withdrawn_reason=reason.strip()
        )
        if was_open:
            tell(SHARING_WITHDRAWN, step, row)


def problem_of_withdrawing(by: Actor, facts: IncidentFacts, row: Disclosure, now: datetime) -> str:
    """Why it cannot be withdrawn by this person, in a sentence, or ``""``."""
    if state_on(standing_of(row), now) in (
        *(DisclosureState.WITHDRAWN, DisclosureState.REFUSED, DisclosureState.ENDED),
    ):
        return "It has ended already."
    if not is_of_side(by, facts, row.side):
        return "Only the organisation that disclosed it can withdraw it."
    return ""


def acknowledge(
    disclosure_id: UUID, incident_id: UUID, note: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The recipient says that it arrived; for a body outside, whoever disclosed it records that it said so."""
    with taking(
        Action.ACKNOWLEDGE_DISCLOSURE, incident_id, by=by, now=now, seen=seen, note=note.strip()
    ) as step:
        row = _of_the_case(step, disclosure_id)
        if problem := problem_of_acknowledging(step.by, step.facts, row, now):
            raise Invalid({"note": problem})
        step.change(
            row,
            Part.SHARING,
            acknowledged_at=now,
            acknowledged_by=step.person_id,
            acknowledged_note=note.strip(),
        )
        tell(SHARING_ACKNOWLEDGED, step, row)


def problem_of_acknowledging(by: Actor, facts: IncidentFacts, row: Disclosure, now: datetime) -> str:
    """Why this person cannot acknowledge it, in a sentence, or ``""``."""
    if state_on(standing_of(row), now) is not DisclosureState.STANDING:
        return "There is nothing to acknowledge: it is acknowledged already, or not in force."
    if row.open_to_id is not None:
        return "" if by.organisation_id == row.open_to_id else "Only the organisation it was shared with can."
    return (
        "" if is_of_side(by, facts, row.side) else "Only the organisation that disclosed it can record that."
    )


def _tell_that_it_began(step: StepInHand, row: Disclosure) -> None:
    if row.open_to_id is not None:
        tell(SHARING_BEGAN, step, row)
    tell(SHARING_LOGGED, step, row)
