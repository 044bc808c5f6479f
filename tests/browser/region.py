"""The region behind the stories, made by real services; ``python -m tests.browser`` puts it into a database.

It stands at the hour at which the tests run, because a served product has no other clock.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from sightline.governance.services.policy_documents import load_policy
from sightline.incidents.models import Incident
from sightline.incidents.services import (
    candour_steps,
    desk,
    initial_review,
    investigation,
    review,
    safety_actions,
    triage,
)
from sightline.incidents.services.documents import NewDocument
from sightline.organisations import selectors
from sightline.organisations.services import contracts, make_link, organisations, people
from sightline.policy.initial_review_form import INITIAL_REVIEW_FORM
from sightline.policy.terms import CandourRegime, OrganisationKind, Role
from tests import factories, stages

#: Everyone who signs in somewhere in the stories.
PEOPLE: tuple[tuple[str, Role], ...] = (
    *(
        ("trust", role)
        for role in (Role.REPORTER, Role.PROVIDER_LEAD, Role.PROVIDER_EXECUTIVE, Role.INVESTIGATOR)
    ),
    ("trust", Role.INFORMATION_GOVERNANCE_LEAD),
    *(
        ("icb", role)
        for role in Role
        if role not in {Role.REPORTER, Role.PROVIDER_LEAD, Role.PROVIDER_EXECUTIVE}
    ),
    *(("psirf_trust", role) for role in (Role.REPORTER, Role.PROVIDER_LEAD, Role.PROVIDER_EXECUTIVE)),
    ("other_trust", Role.PROVIDER_LEAD),
    ("other_trust", Role.REPORTER),
    ("practice", Role.PROVIDER_LEAD),
    ("other_icb", Role.PATIENT_SAFETY_TEAM),
)
#: People beside them: with two roles, with none yet, and a whole ward of nurses.
TWO_ROLES, NO_ROLE = "two.roles", "no.role"
NURSES = tuple(f"nurse.{number}" for number in range(1, 9))
_ROLES_OF = {
    TWO_ROLES: (Role.PROVIDER_LEAD, Role.INVESTIGATOR),
    NO_ROLE: (),
    **dict.fromkeys(NURSES, (Role.REPORTER,)),
}
#: What the board's own document says, invented; of the other clauses it says nothing.
WORDING = '3.1b,"Invented: the person shall be told, and helped."\n3.1e,Invented: a true apology shall be offered.\n'
PDF = stages.PDF


@dataclass
class Region(factories.World):
    """The stock region with a trust that moved to PSIRF half a year ago."""

    psirf_trust: UUID | None = None


def region(now: datetime) -> Region:
    """Organisations, contracts and everyone of ``PEOPLE``."""
    factories.NOW = now
    world = factories.world()
    psirf_trust = organisations.create_organisation(
        ods_code="R9D",
        name="Fennimore Partnership",
        kind=OrganisationKind.NHS_TRUST,
        candour_regime=CandourRegime.HEALTH_SERVICE_BODY,
        opened_on=date(2015, 4, 1),
        psirf_from=now.date() - timedelta(days=180),
        is_invented=True,
        source="tests",
        by=None,
        now=now,
    )
    organisations.put_in_place(organisation_id=psirf_trust, place_id=world.place, by=None, now=now)
    contracts.make_contract(
        provider_id=psirf_trust,
        lead_commissioner_id=world.icb,
        title="NHS Standard Contract",
        starts_on=date(2020, 4, 1),
        by=None,
        now=now,
    )
    whole = Region(**{row.name: getattr(world, row.name) for row in fields(world)}, psirf_trust=psirf_trust)
    for organisation, role in PEOPLE:
        whole.actor(organisation, role)
    hashed_password = make_password(factories.PASSWORD)
    for username, roles in _ROLES_OF.items():
        made = people.create_person(
            username=username,
            full_name=username.replace(".", " ").capitalize(),
            hashed_password=hashed_password,
            by=None,
            now=now,
        )
        for role in roles:
            people.join(
                person_id=made,
                organisation_id=whole.trust,
                role=role,
                from_on=date(2020, 1, 1),
                by=None,
                now=now,
            )
    return whole


class Teller:
    """Brings cases to where a test begins, a minute a step, so that no step is in the future."""

    def __init__(self, world: Region, now: datetime) -> None:
        self.world = world
        self.now = now - timedelta(hours=6)

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def _take(self, step: Callable[..., Any], incident: Incident, *given: Any, by: Any, **named: Any) -> None:
        incident.refresh_from_db()
        step(incident.id, *given, by=by, now=self._tick(), seen=incident.version, **named)

    def on_the_nurses_desk(self, make: Callable[[], Incident]) -> Incident:
        """A case that the board's Chief Nurse handles herself."""
        incident, nurse = make(), self.world.actor("icb", Role.CHIEF_NURSE)
        self._take(desk.allocate, incident, nurse.person_id, by=self.world.team)
        return incident

    def reported(self) -> Incident:
        """Reported; nobody has decided."""
        return factories.reported(self.world.reporter, now=self._tick(), **self._given())

    @property
    def _happened_on(self) -> date:
        """Long enough before the steps that a story may correct a date by a day, at any hour of the clock."""
        return (self.now - timedelta(days=3)).date()

    def _given(self) -> dict[str, str]:
        return {"happened_on": self._happened_on.isoformat()}

    def declared(self) -> Incident:
        """Declared by the trust's lead; the 72-hour review is awaited."""
        incident = self.reported()
        self._take(
            triage.declare,
            incident,
            factories.judgement(incident_on=self._happened_on),
            factories.declaration(identified_at=self.now - timedelta(seconds=30)),
            by=self.world.lead,
        )
        return incident

    def initial_review_submitted(self) -> Incident:
        """The 72-hour review waits for the ICB's answer."""
        incident = self.declared()
        answers = {row.code: "Told in full." for row in INITIAL_REVIEW_FORM if row.code != "proposed_level"}
        answers["still_serious"] = "yes"
        self._take(initial_review.submit_initial_review, incident, answers, 2, by=self.world.lead)
        return incident

    def investigating(self) -> Incident:
        """The ICB accepted the review; the report is being written."""
        incident = self.initial_review_submitted()
        self._take(initial_review.accept_initial_review, incident, 2, "", by=self.world.team)
        return incident

    def investigating_at_practice(self) -> Incident:
        """A practice declared it, and the ICB agreed a concise investigation."""
        lead = self.world.actor("practice", Role.PROVIDER_LEAD)
        incident = factories.reported(lead, now=self._tick(), **self._given())
        judged = factories.judgement(incident_on=self._happened_on)
        declared = factories.declaration(identified_at=self.now - timedelta(seconds=30), proposed_level=1)
        self._take(triage.declare, incident, judged, declared, by=lead)
        answers = {row.code: "Told in full." for row in INITIAL_REVIEW_FORM if row.code != "proposed_level"}
        answers["still_serious"] = "yes"
        self._take(initial_review.submit_initial_review, incident, answers, 1, by=lead)
        self._take(initial_review.accept_initial_review, incident, 1, "", by=self.world.team)
        return incident

    def keyed(self) -> Incident:
        """The ICB keyed it for the practice, which has not confirmed it."""
        given = {"happened_at": "provider", "happened_at_code": "M99001", **self._given()}
        return factories.reported(self.world.team, now=self._tick(), **given)

    def written(self) -> Incident:
        """The report and its plan are written; an executive is to sign."""
        incident = self.investigating()
        self._take(
            investigation.write_report,
            incident,
            by=self.world.investigator,
            summary="The line was placed with the wire still in.",
            causes="No second check was part of the procedure.",
            lessons="A second person counts wires out loud.",
            document=NewDocument("report.pdf", PDF),
        )
        self._take(
            safety_actions.add_action,
            incident,
            by=self.world.lead,
            text="Packs that hold one wire only.",
            owner_role="Head of critical care",
            due_on=self.now.date() + timedelta(days=60),
            strength="strong",
        )
        return incident

    def in_review(self) -> Incident:
        """The report is with the ICB, in quality assurance."""
        incident = self.written()
        self._take(
            candour_steps.decide_candour,
            incident,
            by=self.world.lead,
            applies=False,
            opinion_of="Consultant in critical care",
            reason="No harm that meets the threshold.",
            relevant_person="",
        )
        self._take(investigation.sign_off_report, incident, "I have read it all.", by=self.world.executive)
        self._take(investigation.submit_report, incident, by=self.world.lead)
        self._take(review.begin_review, incident, by=self.world.team)
        return incident


def link_to(world: Region, opens: str, *, now: datetime) -> str:
    """The secret of a one-time link for the lead of the practice."""
    lead = world.actor("practice", Role.PROVIDER_LEAD)
    (hat,) = selectors.hats_of(lead.person_id, now.date())
    return make_link(hat.membership_id, opens, by=None, now=now)


def main() -> None:
    now = datetime.now(UTC)
    world = region(now - timedelta(days=2))
    teller = Teller(world, now)
    kinds = {
        teller.reported: 13,
        teller.declared: 14,
        teller.initial_review_submitted: 6,
        teller.written: 6,
        teller.in_review: 9,
    }
    practice = [teller.investigating_at_practice().reference for _ in range(2)]
    keyed = [teller.keyed().reference for _ in range(2)]
    morning = [
        teller.on_the_nurses_desk(make).reference
        for make, count in {
            teller.declared: 10,
            teller.initial_review_submitted: 9,
            teller.in_review: 1,
        }.items()
        for _ in range(count)
    ]
    cases = {kind.__name__: [kind().reference for _ in range(count)] for kind, count in kinds.items()}
    # To the page of the first case, and one that is too old.
    to_answer = f"/incidents/{practice[-1]}/answer/"
    links = [link_to(world, to_answer, now=now - timedelta(days=30)), link_to(world, to_answer, now=now)]
    cases |= {"practice_investigating": practice, "keyed": keyed, "morning": morning, "link": links}
    load_policy(
        WORDING.encode(),
        title="Invented policy of Avonmere",
        version="2",
        ratified_on=date(2025, 7, 1),
        review_due_on=date(2027, 7, 1),
        by=None,
        now=now,
    )
    usernames = {
        f"{organisation} {role.value}": world.username(organisation, role) for organisation, role in PEOPLE
    }
    sign_ins = [
        {"hat": f"{role.label} of {organisation}", "username": name, "password": factories.PASSWORD}
        for (organisation, role), name in zip(PEOPLE, usernames.values(), strict=True)
    ]
    Path(os.environ["SIGHTLINE_VAR"], "sign-ins.json").write_text(json.dumps(sign_ins))
    json.dump({"usernames": usernames, "cases": cases}, sys.stdout)
