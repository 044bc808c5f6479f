"""The stock cast and cases for tests, made by the real services: one trust, its board, an outsider, and more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from sightline.incidents.models import Incident
from sightline.incidents.services import intake, triage
from sightline.incidents.services.triage import Declaration, Judgement
from sightline.organisations.services import contracts, organisations, people
from sightline.policy.classification import Answers, NhsFunded
from sightline.policy.facts import Actor
from sightline.policy.near_miss import NearMissScores
from sightline.policy.terms import CandourRegime, OrganisationKind, Role

#: A Monday: Monday 16 November 2026, 17:00 in London.
NOW = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
PASSWORD = "a long enough passphrase"
HOME_ICB = "QZZ"


@cache
def _hashed_password() -> str:
    """The one password, hashed once and always by the product's own hasher: hashing is slow on purpose."""
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(PASSWORD, hasher.salt())


@dataclass
class World:
    """One region: ids of organisations by short name, and one actor for each (organisation, role)."""

    icb: UUID
    trust: UUID
    other_trust: UUID
    practice: UUID
    other_icb: UUID
    ambulance: UUID
    place: UUID
    other_place: UUID
    actors: dict[tuple[str, Role], Actor] = field(default_factory=dict)
    usernames: dict[tuple[str, Role], str] = field(default_factory=dict)
    memberships: dict[tuple[str, Role], UUID] = field(default_factory=dict)

    def actor(self, organisation: str, role: Role) -> Actor:
        """The person of this role there, made at first asking."""
        if (organisation, role) not in self.actors:
            self._hire(organisation, role)
        return self.actors[organisation, role]

    def username(self, organisation: str, role: Role) -> str:
        """The name that person signs in with; the password is ``PASSWORD``."""
        self.actor(organisation, role)
        return self.usernames[organisation, role]

    def _hire(self, organisation: str, role: Role) -> None:
        organisation_id: UUID = getattr(self, organisation)
        username = f"{organisation}.{role.value}"
        person_id = people.create_person(
            username=username,
            full_name=f"{role.label} of {organisation}",
            hashed_password=_hashed_password(),
            by=None,
            now=NOW,
        )
        place_id = self.place if role == Role.PLACE_QUALITY_LEAD else None
        membership_id = people.join(
            person_id=person_id,
            organisation_id=organisation_id,
            role=role,
            from_on=date(2020, 1, 1),
            place_id=place_id,
            by=None,
            now=NOW,
        )
        self.usernames[organisation, role] = username
        self.memberships[organisation, role] = membership_id
        self.actors[organisation, role] = Actor(person_id, organisation_id, role, place_id)

    # The people most tests need, by what they are to the trust's incidents.

    @property
    def reporter(self) -> Actor:
        return self.actor("trust", Role.REPORTER)

    @property
    def lead(self) -> Actor:
        return self.actor("trust", Role.PROVIDER_LEAD)

    @property
    def executive(self) -> Actor:
        return self.actor("trust", Role.PROVIDER_EXECUTIVE)

    @property
    def investigator(self) -> Actor:
        return self.actor("trust", Role.INVESTIGATOR)

    @property
    def team(self) -> Actor:
        return self.actor("icb", Role.PATIENT_SAFETY_TEAM)

    @property
    def specialist(self) -> Actor:
        return self.actor("icb", Role.PATIENT_SAFETY_SPECIALIST)

    @property
    def outsider(self) -> Actor:
        return self.actor("other_trust", Role.PROVIDER_LEAD)


def world() -> World:
    """A board with two Places, two trusts and a practice under its contracts, and an ambulance trust led by another board."""

    def organisation(code: str, name: str, kind: OrganisationKind, regime: CandourRegime) -> UUID:
        return organisations.create_organisation(
            ods_code=code,
            name=name,
            kind=kind,
            candour_regime=regime,
            opened_on=date(2015, 4, 1),
            is_invented=True,
            source="tests",
            by=None,
            now=NOW,
        )

    body, other = CandourRegime.HEALTH_SERVICE_BODY, CandourRegime.OTHER
    icb = organisation(HOME_ICB, "Avonmere Integrated Care Board", OrganisationKind.ICB, CandourRegime.NONE)
    other_icb = organisation(
        "QYY", "Elsemere Integrated Care Board", OrganisationKind.ICB, CandourRegime.NONE
    )
    trust = organisation("R9A", "Castlebrook University Hospitals", OrganisationKind.NHS_TRUST, body)
    other_trust = organisation("R9B", "Nethercote Hospital", OrganisationKind.NHS_TRUST, body)
    ambulance = organisation("R9C", "Severnside Ambulance Service", OrganisationKind.AMBULANCE_TRUST, body)
    practice = organisation("M99001", "Lower Ashe practice", OrganisationKind.GP_PRACTICE, other)
    place = organisations.create_place(icb_id=icb, name="Castlebrook", by=None, now=NOW)
    other_place = organisations.create_place(icb_id=icb, name="Nethercote", by=None, now=NOW)
    for provider, where in ((trust, place), (practice, place), (other_trust, other_place)):
        organisations.put_in_place(organisation_id=provider, place_id=where, by=None, now=NOW)
    for provider, commissioner in (
        (trust, icb),
        (other_trust, icb),
        (practice, icb),
        (ambulance, other_icb),
    ):
        contracts.make_contract(
            provider_id=provider,
            lead_commissioner_id=commissioner,
            title="NHS Standard Contract",
            starts_on=date(2020, 4, 1),
            by=None,
            now=NOW,
        )
    return World(
        icb=icb,
        trust=trust,
        other_trust=other_trust,
        practice=practice,
        other_icb=other_icb,
        ambulance=ambulance,
        place=place,
        other_place=other_place,
    )


def report_answers(**changes: Any) -> dict[str, Any]:
    """Answers to the twelve questions, complete and plain, as a draft holds them."""
    answers: dict[str, Any] = {
        "what_happened": "A guidewire was left in after a central line was put in. It was seen on an X-ray.",
        "happened_precision": "exact",
        "happened_on": "2026-11-16",
        "happened_time": "11:00",
        "site": "Main site",
        "setting": "hospital",
        "ward_or_team": "Intensive care",
        "affected": ["patient"],
        "how_many": "1",
        "age_band": "years_46_65",
        "physical_harm": "moderate",
        "psychological_harm": "not_known",
        "immediate_action": "The guidewire was removed. A second person now checks every line.",
        "danger_now": "no",
        "other_organisation": "no",
        "circumstances": ["none"],
        "contact": "named",
        "contact_name": "Reporter of the trust",
        "contact_email": "reporter@castlebrook.example",
    }
    answers.update(changes)
    return {name: value for name, value in answers.items() if value is not None}


def reported(by: Actor, *, now: datetime = NOW, **answers: Any) -> Incident:
    """An incident sent by this person a moment ago."""
    draft_id = intake.begin_draft(by=by, now=now)
    intake.save_draft(draft_id, report_answers(**answers), by=by, now=now)
    sent = intake.send_report(draft_id, by=by, now=now)
    return Incident.objects.get(id=sent.incident_id)


def judgement(**changes: Any) -> Judgement:
    """A judgement that one criterion is met, with its answers and a rationale."""
    rationale = changes.pop("rationale", "An avoidable injury that needed treatment to prevent serious harm.")
    override = changes.pop("natural_course_override", "")
    review_on = changes.pop("review_on", None)
    known: dict[str, Any] = {
        "criteria": frozenset({"A3"}),
        "sub_answers": {"a3_treatment": "Removal in theatre, which prevented a clot."},
        "nhs_funded": NhsFunded.YES,
        "incident_on": date(2026, 11, 16),
    }
    return Judgement(Answers(**{**known, **changes}), rationale, override, review_on)


def near_miss_scores(likelihood: int = 2, consequence: int = 2) -> NearMissScores:
    """Scores with the same consequence for staff, patients and organisation."""
    return NearMissScores(likelihood, consequence, consequence, consequence)


def declaration(**changes: Any) -> Declaration:
    """What declaring asks, identified an hour before ``NOW``."""
    known: dict[str, Any] = {
        "identified_at": NOW - timedelta(hours=1),
        "incident_type": "T33",
        "proposed_level": 2,
        "headline": "Retained guidewire after central line insertion",
    }
    return Declaration(**{**known, **changes})


def declared(world: World, *, now: datetime = NOW, **answers: Any) -> Incident:
    """An incident of the trust, reported and declared by its lead."""
    incident = reported(world.reporter, now=now, **answers)
    triage.declare(
        incident.id,
        judgement(),
        declaration(identified_at=now - timedelta(hours=1)),
        by=world.lead,
        now=now,
        seen=incident.version,
    )
    incident.refresh_from_db()
    return incident
