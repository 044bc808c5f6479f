"""Protocols by which an organisation shares, and what other lead commissioners told it: registers of no case (4.3k, 4.7.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sightline.audit.keys import new_key
from sightline.audit.services import act
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import ReceivedCase, SharingProtocol
from sightline.incidents.services.door import let_in
from sightline.organisations import selectors as organisations
from sightline.policy.disclosing import KEEPS_REGISTERS
from sightline.policy.facts import Actor
from sightline.policy.restricted import problem_with_reason
from sightline.policy.terms import OrganisationKind
from sightline.policy.working_days import london_day

PROTOCOL_CLAUSE, RECEIVED_CLAUSE = "4.3k", "4.7.8"


@dataclass(frozen=True)
class NewProtocol:
    """A protocol as it is added: with one organisation, or with a group of them by name."""

    what: str
    basis: str
    document_reference: str
    from_on: date | None
    review_on: date | None
    partner_id: UUID | None = None
    group_name: str = ""


@dataclass(frozen=True)
class NewReceived:
    """What another lead commissioner told us, as it is recorded."""

    lead_id: UUID | None
    their_reference: str
    received_on: date | None
    what_told: str
    concern: str


def _require_keeper(by: Actor) -> None:
    if by.role not in KEEPS_REGISTERS:
        raise NotVisible("A register that this role does not keep.")


def problems_with_protocol(new: NewProtocol, by: Actor) -> dict[str, str]:
    """What a protocol lacks, by field."""
    wrong: dict[str, str] = {}
    if new.partner_id is None and not new.group_name.strip():
        wrong["partner"] = "Choose the organisation it is with, or name the group."
    elif new.partner_id is not None and new.partner_id == by.organisation_id:
        wrong["partner"] = "A protocol is with somebody else."
    elif new.partner_id is not None and not organisations.organisations({new.partner_id}):
        wrong["partner"] = "Choose from the organisations listed."
    for field, said in (
        ("what", "Say what is shared by it."),
        ("basis", "Say on which basis."),
        ("document_reference", "Say where the document is kept."),
    ):
        if not getattr(new, field).strip():
            wrong[field] = said
    if new.from_on is None:
        wrong["from_on"] = "Enter the day it holds from."
    if new.review_on is None:
        wrong["review_on"] = "Enter the day it is reviewed."
    elif new.from_on is not None and new.review_on <= new.from_on:
        wrong["review_on"] = "It is reviewed after the day it holds from."
    return wrong


def add_protocol(new: NewProtocol, *, by: Actor, now: datetime) -> UUID:
    """Adds a protocol to the register of one's own organisation."""
    _require_keeper(by)
    with act(by=by, now=now, clause=PROTOCOL_CLAUSE) as trail:
        wrong = problems_with_protocol(new, by)
        if wrong or new.from_on is None or new.review_on is None:
            raise Invalid(wrong, clause=PROTOCOL_CLAUSE)
        row = SharingProtocol.objects.create(
            organisation_id=by.organisation_id,
            partner_id=new.partner_id,
            group_name="" if new.partner_id is not None else new.group_name.strip(),
            what=new.what.strip(),
            basis=new.basis.strip(),
            document_reference=new.document_reference.strip(),
            from_on=new.from_on,
            review_on=new.review_on,
            added_at=now,
            added_by=by.person_id,
        )
        for name in (
            "partner_id",
            "group_name",
            "what",
            "basis",
            "document_reference",
            "from_on",
            "review_on",
        ):
            if value := getattr(row, name):
                trail.record(model="sharingprotocol", object_id=row.id, field=name, old="", new=value)
        return row.id


def change_protocol(
    protocol_id: UUID, *, review_on: date | None, ends: bool, reason: str, by: Actor, now: datetime
) -> None:
    """After a review: the day of the next, or the end of it. What cites it stays as it was."""
    _require_keeper(by)
    with act(by=by, now=now, clause=PROTOCOL_CLAUSE, reason=reason.strip()) as trail:
        row = SharingProtocol.objects.filter(id=protocol_id, organisation_id=by.organisation_id).first()
        if row is None:
            raise NotVisible(str(protocol_id))
        today = london_day(now)
        wrong: dict[str, str] = {}
        if row.ended_on is not None:
            wrong["outcome"] = "It has ended already."
        if not ends and (review_on is None or review_on <= today):
            wrong["review_on"] = "The next review is on a day to come."
        if problem := problem_with_reason(reason):
            wrong["reason"] = problem
        if wrong:
            raise Invalid(wrong, clause=PROTOCOL_CLAUSE)
        changes: dict[str, Any] = {"reviewed_at": now}
        if ends:
            changes |= {"ended_on": today, "ended_by": by.person_id, "ended_reason": reason.strip()}
        else:
            changes["review_on"] = review_on
        claimed = SharingProtocol.objects.filter(
            id=row.id, ended_on__isnull=True, reviewed_at=row.reviewed_at
        ).update(**changes)
        if claimed != 1:
            raise Invalid({"outcome": "Somebody has just reviewed it."}, clause=PROTOCOL_CLAUSE)
        for name, new in changes.items():
            old = getattr(row, name) or ""
            trail.record(model="sharingprotocol", object_id=row.id, field=name, old=old, new=new)


def problems_with_received(new: NewReceived, by: Actor, now: datetime) -> dict[str, str]:
    """What a record of what was received lacks, by field."""
    wrong: dict[str, str] = {}
    row = organisations.organisations({new.lead_id}).get(new.lead_id) if new.lead_id is not None else None
    if row is None or row.kind is not OrganisationKind.ICB or row.id == by.organisation_id:
        wrong["lead"] = "Choose the commissioner that leads the case."
    if not new.their_reference.strip():
        wrong["their_reference"] = "Enter their reference of the case."
    if new.received_on is None:
        wrong["received_on"] = "Enter the day it came."
    elif new.received_on > london_day(now):
        wrong["received_on"] = "It cannot have come after today."
    if not new.what_told.strip():
        wrong["what_told"] = "Say what they told us."
    if not new.concern.strip():
        wrong["concern"] = "Say why it concerns us as responsible commissioner."
    if not wrong and new.received_on is not None and _known(new, new.received_on, by):
        wrong["their_reference"] = "What came that day about this case is recorded already."
    return wrong


def _known(new: NewReceived, on: date, by: Actor) -> bool:
    return ReceivedCase.objects.filter(
        organisation_id=by.organisation_id,
        lead_id=new.lead_id,
        their_reference__iexact=new.their_reference.strip(),
        received_on=on,
    ).exists()


def record_received(new: NewReceived, *, by: Actor, now: datetime) -> UUID:
    """Records what another lead commissioner told us of a case that it leads."""
    _require_keeper(by)
    with act(by=by, now=now, clause=RECEIVED_CLAUSE) as trail:
        wrong = problems_with_received(new, by, now)
        if wrong or new.lead_id is None or new.received_on is None:
            raise Invalid(wrong, clause=RECEIVED_CLAUSE)
        key = new_key()
        texts = {"what_told": new.what_told.strip(), "concern": new.concern.strip()}
        let_in(texts, by=by, trail=trail, model="receivedcase", object_id=key)
        row = ReceivedCase.objects.create(
            id=key,
            organisation_id=by.organisation_id,
            lead_id=new.lead_id,
            their_reference=new.their_reference.strip(),
            received_on=new.received_on,
            **texts,
            recorded_at=now,
            recorded_by=by.person_id,
        )
        for name in ("lead_id", "their_reference", "received_on", "what_told", "concern"):
            trail.record(model="receivedcase", object_id=row.id, field=name, old="", new=getattr(row, name))
        return row.id


def acknowledge_received(received_id: UUID, note: str, *, by: Actor, now: datetime) -> None:
    """Records that we told the lead commissioner that it arrived, once."""
    _require_keeper(by)
    with act(by=by, now=now, clause=RECEIVED_CLAUSE) as trail:
        rows = ReceivedCase.objects.filter(id=received_id, organisation_id=by.organisation_id)
        if not rows.exists():
            raise NotVisible(str(received_id))
        texts = {"acknowledged_note": note.strip()}
        let_in(texts, by=by, trail=trail, model="receivedcase", object_id=received_id)
        fields = {"acknowledged_at": now, "acknowledged_by": by.person_id, "acknowledged_note": note.strip()}
        if rows.filter(acknowledged_at__isnull=True).update(**fields) != 1:
            raise Invalid({"note": "Somebody has acknowledged it already."}, clause=RECEIVED_CLAUSE)
        for name, new in fields.items():
            trail.record(model="receivedcase", object_id=received_id, field=name, old="", new=new)
