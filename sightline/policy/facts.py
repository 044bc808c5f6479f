"""Frozen inputs of the rules: who is asking, and what is known of the incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sightline.policy.terms import Framework, Part, Relation, Role, Status


@dataclass(frozen=True)
class Actor:
    """A person wearing one hat: the membership in use. ``masked`` hides who it is from every audit row (clause 4.3c)."""

    person_id: UUID
    organisation_id: UUID
    role: Role
    place_id: UUID | None = None
    masked: bool = False

    @property
    def hat(self) -> str:
        """Role and organisation as one word for the audit chain: ``provider_lead@<uuid>``."""
        return f"{self.role.value}@{self.organisation_id}"

    @property
    def audit_name(self) -> str:
        """The person as the audit chain knows them; empty when they report in confidence."""
        return "" if self.masked else str(self.person_id)


@dataclass(frozen=True)
class Naming:
    """Who may see a restricted case now: one person at an organisation, or with ``person_id`` None everyone of a role.

    ``role`` None is whichever role the person has there. ``by_opening``: not named, but opened it for some hours.
    """

    organisation_id: UUID
    person_id: UUID | None = None
    role: Role | None = None
    by_opening: bool = False

    def covers(self, actor: Actor) -> bool:
        """Whether this hat is meant."""
        return (
            self.organisation_id == actor.organisation_id
            and self.person_id in (None, actor.person_id)
            and self.role in (None, actor.role)
        )


@dataclass(frozen=True)
class Share:
    """What one disclosure in force opens to one organisation on the register: these parts, until a moment (4.7.8)."""

    disclosure_id: UUID
    organisation_id: UUID
    parts: frozenset[Part]
    until_at: datetime


def stands_as_never_event(code: str, confirmed: bool | None) -> bool:
    """Whether it counts as a Never Event: recorded by the provider and not rejected by the ICB (3.3d)."""
    return bool(code) and confirmed is not False


@dataclass(frozen=True)
class IncidentFacts:
    """What the rules need to know of one incident, as it stands now.

    Parties are organisation ids. ``involved_ids`` holds only organisations whose involvement was accepted.
    Views in a discussion are ``""``, ``"serious"`` or ``"not_serious"``, the latest each side gave.
    ``provider_is_small``: a practice, care home or the like, by ``small_providers``. ``keyed_by_commissioner``: the ICB
    keyed something for it, which it confirms. ``was_shared``: the ICB has seen the case before.
    Under PSIRF, ``response_refused`` says why the response chosen is not the one required, ``response_unknown`` which
    questions of that nobody could answer yet, ``read_with`` the reference of the case that carries a thematic review.
    ``restricted_kind`` is a ``RestrictedKind`` or ""; ``named`` are those named, ``shares`` what is shared, at the
    moment of asking. ``held_sides``: whose words or papers are held for redaction, which that side settles.
    ``*_missing`` and ``*_not_met`` are sentences already made by ``candour`` and ``quality_assurance``.
    """

    incident_id: UUID
    framework: Framework
    status: Status
    provider_id: UUID
    lead_commissioner_id: UUID | None
    responsible_commissioner_id: UUID | None = None
    involved_ids: frozenset[UUID] = frozenset()
    place_id: UUID | None = None
    reporter_id: UUID | None = None
    reported_in_confidence: bool = False
    never_event_code: str = ""
    never_event_confirmed: bool | None = None
    provider_view: str = ""
    commissioner_view: str = ""
    acknowledged: bool = False
    classification_agreed: bool | None = None
    level_agreed: bool = False
    type_pending: bool = True
    second_look_requested: bool = False
    report_missing: tuple[str, ...] = ()
    report_signed_off: bool = False
    report_accepted: bool = False
    quality_unanswered: int = 0
    quality_not_met: tuple[str, ...] = ()
    quality_overridden: bool = False
    candour_undecided: bool = True
    candour_missing: tuple[str, ...] = ()
    open_actions: int = 0
    provider_is_small: bool = False
    keyed_by_commissioner: bool = False
    keyed_unconfirmed: bool = False
    was_shared: bool = False
    investigated_elsewhere: bool = False
    handler_ids: frozenset[UUID] = frozenset()
    learning_response: str = ""
    response_refused: str = ""
    response_unknown: tuple[str, ...] = ()
    learning_planned: bool = False
    learning_plan_wanted: bool = False
    learning_missing: tuple[str, ...] = ()
    read_with: str = ""
    read_with_is_signed: bool = False
    restricted_kind: str = ""
    named: frozenset[Naming] = frozenset()
    held_sides: frozenset[Relation] = frozenset()
    shares: frozenset[Share] = frozenset()
    is_disposed: bool = False

    @property
    def is_restricted(self) -> bool:
        """Whether only named people see it, of those who would see it otherwise."""
        return bool(self.restricted_kind)

    def admits(self, actor: Actor, *, named_only: bool = False) -> bool:
        """Whether the restriction, where there is one, lets this hat through; ``named_only``: not by an opening."""
        return not self.is_restricted or any(
            naming.covers(actor) for naming in self.named if not (named_only and naming.by_opening)
        )

    @property
    def is_commissioners_own(self) -> bool:
        """The commissioner's own incident: whoever handled it may not close it (design decision 14)."""
        return self.provider_id == self.lead_commissioner_id

    @property
    def is_never_event(self) -> bool:
        """Whether it counts as a Never Event, confirmed or waiting for the ICB."""
        return stands_as_never_event(self.never_event_code, self.never_event_confirmed)

    def relations_of(self, organisation_id: UUID) -> frozenset[Relation]:
        """Everything an organisation is to this incident; empty for an outsider, and for whom it was shared with alone."""
        relations = set()
        if organisation_id == self.provider_id:
            relations.add(Relation.PROVIDER)
        if organisation_id == self.lead_commissioner_id:
            relations.add(Relation.LEAD_COMMISSIONER)
        if organisation_id == self.responsible_commissioner_id:
            relations.add(Relation.RESPONSIBLE_COMMISSIONER)
        if organisation_id in self.involved_ids:
            relations.add(Relation.INVOLVED)
        return frozenset(relations)
