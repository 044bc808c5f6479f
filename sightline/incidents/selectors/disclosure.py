"""One disclosure as its page shows it, those of one case, and what the form that proposes one offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sightline.incidents.models import Disclosure, Document, SharingProtocol
from sightline.incidents.record import RELATED_OF_STEP, access_facts_of
from sightline.incidents.selectors.disclosures import DisclosureRow, row_of, visible_disclosures
from sightline.incidents.services import sharing
from sightline.incidents.visibility import ever_shared, shown_papers, visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.caldicott import CHOICES, principles_on
from sightline.policy.disclosing import (
    ARTICLE_6,
    ARTICLE_9,
    CONFIDENTIALITY,
    DisclosureState,
    Subject,
    words_of,
)
from sightline.policy.disclosure_kinds import KINDS, DisclosureKind
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import expected_access
from sightline.policy.terms import Action, OrganisationKind, Part, Relation
from sightline.policy.workflow import decide
from sightline.policy.working_days import london_day

#: Kinds of which there are few enough to choose from; practices and homes are known by their code.
_FEW = frozenset(
    {
        *(OrganisationKind.ICB, OrganisationKind.NHS_REGION, OrganisationKind.REGULATOR),
        *(OrganisationKind.LOCAL_AUTHORITY, OrganisationKind.NHS_TRUST, OrganisationKind.AMBULANCE_TRUST),
        OrganisationKind.HOSPICE,
    }
)
_ANSWERS = {choice.code: choice.label for choice in CHOICES}


@dataclass(frozen=True)
class DisclosureDetail:
    """Everything of one disclosure. ``law``, ``questions`` and the notes of the guardian are for the party that made it.

    ``version``: of the case, where this hat sees it, for a form; None where the case is not there any more.
    """

    row: DisclosureRow
    incident_id: UUID
    version: int | None
    proposed_by: str
    proposed_at: datetime
    needs_approval: bool
    approved_by: str
    in_force_at: datetime | None
    until_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    acknowledged_note: str
    withdrawn_at: datetime | None
    refused_at: datetime | None
    ended_by: str
    ended_reason: str
    approval_note: str
    provider_reference: str
    legal_power: str
    protocol: str
    law: tuple[tuple[str, str, str], ...]
    questions: tuple[tuple[str, str], ...]
    facts: IncidentFacts | None
    may_approve: bool
    not_approved_because: str
    may_withdraw: bool
    may_acknowledge: bool

    @property
    def is_for_guardian(self) -> bool:
        """Whether it waits for somebody to say yes or no."""
        return self.row.state is DisclosureState.AWAITING_APPROVAL


def disclosure(actor: Actor, disclosure_id: UUID, *, now: datetime) -> DisclosureDetail | None:
    """One disclosure as this hat is shown it, None where it does not exist for it: at most six queries."""
    rows = visible_disclosures(actor, now=now).select_related("organisation", "protocol")
    found = rows.filter(id=disclosure_id).order_by().first()
    if found is None:
        return None
    case = visible_to(actor, now=now).select_related(*RELATED_OF_STEP).filter(id=found.incident_id)
    incident = case.order_by().first()
    facts = None if incident is None else access_facts_of(incident, now=now)
    row = row_of(found, now)
    names = _names(found) if row.is_ours else {}
    acknowledges = _may(Action.ACKNOWLEDGE_DISCLOSURE, actor, facts)
    withdraws = _may(Action.WITHDRAW_DISCLOSURE, actor, facts)
    approves = _may(Action.APPROVE_DISCLOSURE, actor, facts)
    why_not = "" if facts is None else sharing.problem_of_approving(actor, facts, found)
    ended_by = found.refused_by or found.withdrawn_by
    return DisclosureDetail(
        row=row,
        incident_id=found.incident_id,
        version=None if incident is None else incident.version,
        proposed_by=names.get(found.proposed_by, ""),
        proposed_at=found.proposed_at,
        needs_approval=found.needs_approval,
        approved_by=names.get(found.approved_by, "") if found.approved_by else "",
        in_force_at=found.in_force_at,
        until_at=found.until_at,
        acknowledged_at=found.acknowledged_at,
        acknowledged_by=names.get(found.acknowledged_by, "") if found.acknowledged_by else "",
        acknowledged_note=found.acknowledged_note,
        withdrawn_at=found.withdrawn_at,
        refused_at=found.refused_at,
        ended_by=names.get(ended_by, "") if ended_by else "",
        ended_reason=(found.refused_reason or found.withdrawn_reason) if row.is_ours else "",
        approval_note=found.approval_note if row.is_ours else "",
        provider_reference=found.provider_reference if row.is_ours else "",
        legal_power=found.legal_power,
        protocol=found.protocol.document_reference if found.protocol is not None and row.is_ours else "",
        law=_law(found),
        questions=_questions(found) if row.is_ours else (),
        facts=facts,
        may_approve=approves and not why_not,
        not_approved_because=why_not if approves else "",
        may_withdraw=withdraws
        and facts is not None
        and not sharing.problem_of_withdrawing(actor, facts, found, now),
        may_acknowledge=acknowledges
        and facts is not None
        and not sharing.problem_of_acknowledging(actor, facts, found, now),
    )


def _may(action: Action, actor: Actor, facts: IncidentFacts | None) -> bool:
    return facts is not None and decide(action, actor, facts).allowed


def _names(row: Disclosure) -> dict[UUID, str]:
    ids = {row.proposed_by, row.approved_by, row.acknowledged_by, row.withdrawn_by, row.refused_by}
    found = organisations.people({each for each in ids if each is not None})
    return {key: person.full_name for key, person in found.items()}


def _law(row: Disclosure) -> tuple[tuple[str, str, str], ...]:
    """What it rests on: what it is called, the basis, and its clause."""
    lines = [
        ("Whom it is about", Subject(row.subject).label, "11.1a"),
        ("Lawful basis, UK GDPR article 6", words_of(ARTICLE_6, row.article_6), "11.1a"),
        ("Condition, UK GDPR article 9", words_of(ARTICLE_9, row.article_9), "11.1a"),
        ("Law of confidentiality", words_of(CONFIDENTIALITY, row.confidentiality), "11.1a"),
    ]
    identifies = {True: "Yes", False: "No", None: "Not known, so treated as yes"}[row.identifies]
    lines.append(("Can it identify someone?", identifies, "11.1b"))
    return tuple(line for line in lines if line[1])


def _questions(row: Disclosure) -> tuple[tuple[str, str], ...]:
    """The eight questions, each with what was answered."""
    return tuple(
        (each.question, _ANSWERS.get(row.caldicott.get(each.code, ""), "Not answered"))
        for each in principles_on(london_day(row.proposed_at))
    )


def disclosures_of_case(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[DisclosureRow, ...]:
    """Those of one case, newest first, for whoever is shown that part: one query."""
    rows = visible_disclosures(actor, now=now).filter(Q(is_ours=True), incident_id=incident_id)
    return tuple(row_of(row, now) for row in rows.select_related("organisation").order_by("-id"))


@dataclass(frozen=True)
class Ended:
    """What was shared of a case is over: when, whether it was withdrawn, and where its record is."""

    disclosure_id: UUID
    reference: str
    at: datetime
    is_withdrawn: bool


def ended_sharing(actor: Actor, reference: str, *, now: datetime) -> Ended | None:
    """The last disclosure of a case to this hat's organisation, where none is in force any more; one query.

    Said only to those who could read it while it was: that there is such a case is no news to them.
    """
    rows = visible_disclosures(actor, now=now).filter(Q(is_ours=False), reference=reference).order_by("-id")
    ends = [row.withdrawn_at or row.until_at for row in rows]
    for row, at in zip(rows, ends, strict=True):
        if at is not None and at <= now:
            return Ended(row.id, reference, at, row.withdrawn_at is not None)
    return None


def recipients_for(
    kind: DisclosureKind, facts: IncidentFacts, *, now: datetime
) -> tuple[tuple[str, str], ...]:
    """Organisations that a disclosure of this kind is likely to go to, as value and name; others are known by their code."""
    today = london_day(now)
    sees = {
        grant.organisation_id for grant in expected_access(facts) if grant.relation is not Relation.SHARED
    }
    rows = [row for each in sorted(KINDS[kind].to & _FEW) for row in organisations.of_kind(each, today)]
    first = facts.responsible_commissioner_id
    offered = sorted((row for row in rows if row.id not in sees), key=lambda row: (row.id != first, row.name))
    return tuple((str(row.id), row.name) for row in offered)


def recipient_with(code: str) -> UUID | None:
    """The organisation with this code, whatever it is: the rules say whether it can be one."""
    row = organisations.organisation_by_code(code.strip().upper()) if code.strip() else None
    return None if row is None else row.id


def protocols_to_cite(actor: Actor, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Protocols of one's own organisation that hold today, as value and words."""
    today = london_day(now)
    rows = SharingProtocol.objects.filter(
        Q(ended_on__isnull=True), organisation_id=actor.organisation_id, from_on__lte=today
    ).select_related("partner")
    return tuple(
        (str(row.id), f"{row.document_reference}, with {row.partner.name if row.partner else row.group_name}")
        for row in rows.order_by("document_reference", "id")[:200]
    )


def papers_of(disclosure_id: UUID) -> Sequence[UUID]:
    """The papers that a disclosure may carry: those of its case, where it shares them, that are ever shared.

    For whatever makes a bundle: it authorises the disclosure first.
    """
    found = Disclosure.objects.filter(id=disclosure_id).values_list("incident_id", "parts").first()
    if found is None or Part.DOCUMENTS.value not in found[1]:
        return ()
    rows = Document.objects.filter(ever_shared(), incident_id=found[0]).order_by("uploaded_at", "id")
    return tuple(rows.values_list("id", flat=True))


@dataclass(frozen=True)
class PaperToProtect:
    """One paper of a case, and whether it is ever shared."""

    name: str
    reference: str
    protected: str
    reason: str


def paper_to_protect(actor: Actor, document_id: UUID, *, now: datetime) -> PaperToProtect | None:
    """One paper, where this hat is shown it."""
    rows = Document.objects.filter(shown_papers(actor, now=now), id=document_id).select_related("incident")
    row = rows.order_by().first()
    if row is None:
        return None
    return PaperToProtect(row.name, row.incident.reference, row.protected, row.protected_reason)
