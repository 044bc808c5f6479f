"""Random regions for the property test of access: who exists, who holds which contract, what became of each case.

Hypothesis draws small numbers (an organisation, a person, a day is an index), so that a failure shrinks to a world
one can read. ``built`` writes it to the database, moving each case from status to status through the service that
keeps the access rows.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from sightline.audit.keys import new_key
from sightline.audit.services import act
from sightline.incidents.models import Disclosure, Incident, Involvement, Named, Reporter, StepTaken
from sightline.incidents.record import RELATED, facts_of, load_case
from sightline.incidents.services.access import refresh_access
from sightline.organisations import selectors as organisations
from sightline.organisations.models import Contract, Membership, Organisation, Place, User
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.terms import Action, CandourRegime, Framework, OrganisationKind, Part, Role, Status

HOME, OLD_BOARD, OTHER_BOARD, REGION = 0, 1, 2, 6
BOARDS = (HOME, OLD_BOARD, OTHER_BOARD)
PROVIDERS = (3, 4, 5)
KINDS = (*(OrganisationKind.ICB,) * 3, *(OrganisationKind.NHS_TRUST,) * 3, OrganisationKind.NHS_REGION)
PLACES = 2
LAST_DAY = 900
FIRST = date(2024, 1, 1)
MET = [status for status in Status if status != Status.DRAFT]
_numbers = itertools.count(1)


@dataclass(frozen=True)
class HatDraw:
    """A role at an organisation, at one Place or none."""

    role: Role
    organisation: int
    place: int | None


@dataclass(frozen=True)
class ContractDraw:
    """Who leads for a provider from one day to another (None: still does)."""

    provider: int
    holder: int
    starts: int
    ends: int | None


@dataclass(frozen=True)
class NamingDraw:
    """Who is named on a restricted case: which person's hat, how it is meant, from and until when, in hours from the end.

    ``meant``: "person" in any role there, "hat" in that role alone, "role" everyone of it there, "opened" by an opening.
    """

    person: int
    hat: int
    meant: str
    begins: int
    ends: int | None


@dataclass(frozen=True)
class ShareDraw:
    """What a disclosure shares with one organisation: which parts, and from and until when, in hours from the end.

    ``fate``: "stands", "awaits" the guardian, was "refused", or "withdrawn" an hour before the end.
    """

    recipient: int
    parts: frozenset[Part]
    begins: int
    ends: int
    fate: str


@dataclass(frozen=True)
class CaseDraw:
    """One incident: where and when it was reported, every status it came through, who had a part in it."""

    provider: int
    day: int
    framework: Framework
    path: tuple[Status, ...]
    place: int | None
    reporter: int | None
    in_confidence: bool
    responsible: int | None
    others: tuple[tuple[int, bool], ...]
    restricted: str = ""
    namings: tuple[NamingDraw, ...] = ()
    shares: tuple[ShareDraw, ...] = ()


@dataclass(frozen=True)
class Region:
    """A whole drawn world. ``old_board_ends`` and ``old_board_becomes`` are the day and successor of board 1."""

    old_board_ends: int | None
    old_board_becomes: int | None
    contracts: tuple[ContractDraw, ...]
    people: tuple[tuple[HatDraw, ...], ...]
    cases: tuple[CaseDraw, ...]
    days_later: int
    #: Who takes over the first provider after the last case; None where it does not close.
    trust_becomes: int | None = None


_days = st.integers(0, LAST_DAY)
_anyone = st.integers(0, len(KINDS) - 1)
_place = st.none() | st.integers(0, PLACES - 1)
_OF_BOARDS = [
    Role.PATIENT_SAFETY_TEAM,
    Role.PLACE_QUALITY_LEAD,
    Role.PLACE_QUALITY_LEAD,
    Role.CHIEF_NURSE,
    Role.INFORMATION_GOVERNANCE_LEAD,
]
#: Of those who read what is shared with them.
_OF_RECIPIENTS = [Role.READER, Role.SURVEILLANCE_GROUP_MEMBER, Role.PATIENT_SAFETY_TEAM, Role.PROVIDER_LEAD]
_OF_PROVIDERS = [
    Role.REPORTER,
    Role.PROVIDER_LEAD,
    Role.INVESTIGATOR,
    Role.INFORMATION_GOVERNANCE_LEAD,
    Role.PATIENT_SAFETY_TEAM,
]
#: Two in three hats are where most cases are, in roles that read: purely random ones would rarely meet a case.
_hats = st.one_of(
    st.builds(HatDraw, st.sampled_from(Role), _anyone, _place),
    st.builds(HatDraw, st.sampled_from(_OF_BOARDS), st.sampled_from([HOME, HOME, OTHER_BOARD]), _place),
    st.builds(HatDraw, st.sampled_from(_OF_PROVIDERS), st.sampled_from(PROVIDERS[:2]), _place),
    st.builds(
        HatDraw, st.sampled_from(_OF_RECIPIENTS), st.sampled_from([REGION, OTHER_BOARD, PROVIDERS[1]]), _place
    ),
)


@st.composite
def _contracts(draw: st.DrawFn, provider: int) -> list[ContractDraw]:
    found, start = [], 0
    for holder in draw(st.lists(st.sampled_from(BOARDS), max_size=2)):
        start += draw(st.integers(0, 200))
        ends = draw(st.none() | st.integers(start, start + 400))
        found.append(ContractDraw(provider, holder, start, ends))
        if ends is None:
            break
        start = ends + 1
    return found


def _namings(people: int) -> st.SearchStrategy[tuple[NamingDraw, ...]]:
    """Up to three rows about people there are; some are over, some begin later."""
    return st.lists(
        st.builds(
            NamingDraw,
            person=st.integers(0, people - 1),
            hat=st.integers(0, 1),
            meant=st.sampled_from(["person", "hat", "role", "opened"]),
            begins=st.integers(-3, 1),
            ends=st.none() | st.integers(-2, 4),
        ),
        max_size=3,
    ).map(tuple)


#: Two in three go where somebody reads: the other board, a trust, the region.
_shares = st.lists(
    st.builds(
        ShareDraw,
        recipient=st.one_of(_anyone, st.sampled_from([OTHER_BOARD, PROVIDERS[1], REGION])),
        parts=st.frozensets(st.sampled_from(Part), max_size=4),
        begins=st.integers(-3, 0),
        ends=st.integers(-2, 3),
        fate=st.sampled_from(["stands", "stands", "stands", "awaits", "refused", "withdrawn"]),
    ),
    max_size=3,
).map(tuple)


@st.composite
def regions(draw: st.DrawFn, most_cases: int = 3, earliest: int = 0) -> Region:
    """A region of three boards, three providers, one region; up to five people and ``most_cases`` cases.

    ``earliest``: the first day on which a case may be reported.
    """
    people = draw(st.lists(st.lists(_hats, min_size=1, max_size=2).map(tuple), min_size=3, max_size=5))
    cases = draw(
        st.lists(
            st.builds(
                CaseDraw,
                provider=st.sampled_from([*PROVIDERS[:1] * 3, *PROVIDERS, HOME]),
                day=st.integers(earliest, LAST_DAY),
                framework=st.sampled_from(Framework),
                path=st.lists(st.sampled_from(MET), max_size=3).map(lambda later: (Status.REPORTED, *later)),
                place=_place,
                reporter=st.none() | st.integers(0, len(people) - 1),
                in_confidence=st.booleans(),
                responsible=st.none() | _anyone,
                others=st.lists(
                    st.tuples(_anyone, st.booleans()), max_size=2, unique_by=lambda pair: pair[0]
                ).map(tuple),
                restricted=st.sampled_from(["", "staff", "abuse"]),
                namings=_namings(len(people)),
                shares=_shares,
            ),
            min_size=min(1, most_cases),
            max_size=most_cases,
        )
    )
    return Region(
        old_board_ends=draw(st.none() | _days),
        old_board_becomes=draw(st.none() | st.sampled_from([HOME, OTHER_BOARD])),
        contracts=tuple(itertools.chain.from_iterable(draw(_contracts(provider)) for provider in PROVIDERS)),
        people=tuple(people),
        cases=tuple(cases),
        days_later=draw(st.integers(0, 2)),
        trust_becomes=draw(st.none() | st.sampled_from(PROVIDERS[1:])) if most_cases else None,
    )


@dataclass
class Built:
    """What stands in the database: every hat, and the facts of every case as they are now."""

    organisation_ids: list[UUID]
    actors: list[Actor]
    facts: dict[UUID, IncidentFacts]
    now: datetime


def _day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def built(region: Region) -> Built:
    """Writes a drawn region to the database."""
    boards = _organisations(region)
    ids = [row.id for row in boards]
    places = Place.objects.bulk_create(
        Place(icb_id=ids[HOME], name=f"Place {number}") for number in range(PLACES)
    )
    people = User.objects.bulk_create(
        User(username=f"person{number}", full_name=f"Person {number}", password="!")
        for number in range(len(region.people))
    )
    actors = []
    for person, hats in zip(people, region.people, strict=True):
        for hat in hats:
            place_id = None if hat.place is None else places[hat.place].id
            actors.append(Actor(person.id, ids[hat.organisation], hat.role, place_id))
    Membership.objects.bulk_create(
        (
            Membership(
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
                role=actor.role.value,
                place_id=actor.place_id,
                from_on=FIRST + timedelta(days=number),
            )
            for number, actor in enumerate(actors)
        )
    )
    Contract.objects.bulk_create(
        Contract(
            provider_id=ids[row.provider],
            lead_commissioner_id=ids[row.holder],
            title="Main contract",
            starts_on=_day(row.starts),
            ends_on=None if row.ends is None else _day(row.ends),
        )
        for row in region.contracts
    )
    last = datetime(2024, 1, 1, tzinfo=UTC)
    made = []
    for case in region.cases:
        incident = _incident(case, ids, [place.id for place in places], [person.id for person in people])
        came = _lived(incident, case)
        last = max(last, came)
        made.append((incident.id, case, came))
    now = last + timedelta(days=region.days_later)
    if region.trust_becomes is not None:
        closed_on = now.date() - timedelta(days=1)
        Organisation.objects.filter(id=ids[PROVIDERS[0]]).update(
            closed_on=closed_on, successor_id=ids[region.trust_becomes]
        )
    wearing = [[actor for actor in actors if actor.person_id == person.id] for person in people]
    for incident_id, case, came in made:
        _limited(incident_id, case, wearing, now)
        _shared(incident_id, case, ids, now, came)
    facts = {
        incident_id: facts_of(
            load_case(Incident.objects.select_related(*RELATED).get(id=incident_id), now=now)
        )
        for incident_id, _, _ in made
    }
    return Built(ids, actors, facts, now)


def _limited(incident_id: UUID, case: CaseDraw, wearing: list[list[Actor]], now: datetime) -> None:
    """Limits a case to whoever was drawn; names of a case that is not limited stand too, and must not matter."""
    Incident.objects.filter(id=incident_id).update(restricted_kind=case.restricted)
    for draw in case.namings:
        hats = wearing[draw.person]
        hat = hats[draw.hat % len(hats)]
        ends = draw.ends if draw.meant != "opened" or draw.ends is not None else 4
        Named.objects.create(
            incident_id=incident_id,
            organisation_id=hat.organisation_id,
            person_id=None if draw.meant == "role" else hat.person_id,
            role="" if draw.meant == "person" else hat.role.value,
            by_opening=draw.meant == "opened",
            why="Drawn.",
            clause="11.1c",
            from_at=now + timedelta(hours=draw.begins),
            until_at=None if ends is None else now + timedelta(hours=ends),
            named_by=hat.person_id,
        )


def _shared(incident_id: UUID, case: CaseDraw, ids: list[UUID], now: datetime, came: datetime) -> None:
    """Shares a case as was drawn, and writes the access that follows at each hour at which something begins or is taken back."""
    hours = {now}
    for draw in case.shares:
        from_at, until_at = now + timedelta(hours=draw.begins), now + timedelta(hours=draw.ends)
        is_in_force = draw.fate in ("stands", "withdrawn") and draw.begins < draw.ends
        withdrawn_at = max(from_at, now - timedelta(hours=1)) if draw.fate == "withdrawn" else None
        person = new_key()
        Disclosure.objects.create(
            incident_id=incident_id,
            reference="SL-2024-000000",
            kind="region",
            recipient_id=ids[draw.recipient],
            open_to_id=ids[draw.recipient],
            recipient_name="Drawn",
            parts=sorted({Part.SUMMARY.value, *(part.value for part in draw.parts)}),
            purpose="Drawn.",
            method="in_sightline",
            subject="living",
            confidentiality="required",
            until_at=until_at,
            side="lead_commissioner",
            organisation_id=ids[HOME],
            proposed_at=from_at,
            proposed_by=person,
            needs_approval=False,
            in_force_at=from_at if is_in_force else None,
            refused_at=from_at if draw.fate == "refused" else None,
            refused_by=person if draw.fate == "refused" else None,
            withdrawn_at=withdrawn_at,
            withdrawn_by=None if withdrawn_at is None else person,
        )
        hours |= {each for each in (from_at, withdrawn_at) if each is not None}
    if not case.shares:
        return
    StepTaken.objects.create(
        incident_id=incident_id,
        action=Action.DISCLOSE.value,
        version=1,
        from_status=case.path[-1].value,
        to_status=case.path[-1].value,
        taken_at=now,
        role=Role.PATIENT_SAFETY_TEAM.value,
        organisation_id=ids[HOME],
        clause="4.7.8",
    )
    withdrawn = {
        row.id: row.withdrawn_at
        for row in Disclosure.objects.filter(incident_id=incident_id, withdrawn_at__isnull=False)
    }
    # Not before the case came to its last status: time goes one way.
    for at in sorted({max(each, came) for each in hours}):
        # As it stood then: what is taken back later was not yet.
        for key, when in withdrawn.items():
            later = when is not None and when > at
            Disclosure.objects.filter(id=key).update(
                withdrawn_at=None if later else when,
                withdrawn_by=None if later else new_key(),
            )
        incident = Incident.objects.select_related(*RELATED).get(id=incident_id)
        facts = facts_of(load_case(incident, now=at))
        with act(by=None, now=at) as trail:
            refresh_access(facts, now=at, trail=trail)


def _organisations(region: Region) -> list[Organisation]:
    rows = [
        Organisation(
            ods_code=f"ZZ{number}",
            name=f"Organisation {number}",
            kind=kind.value,
            candour_regime=CandourRegime.NONE.value,
            is_invented=True,
        )
        for number, kind in enumerate(KINDS)
    ]
    if region.old_board_ends is not None:
        rows[OLD_BOARD].closed_on = _day(region.old_board_ends)
        if region.old_board_becomes is not None:
            rows[OLD_BOARD].successor_id = rows[region.old_board_becomes].id
    first = [row for row in rows if row is not rows[OLD_BOARD]]
    Organisation.objects.bulk_create([*first, rows[OLD_BOARD]])
    return rows


def _incident(case: CaseDraw, ids: list[UUID], place_ids: list[UUID], person_ids: list[UUID]) -> Incident:
    reported_on = _day(case.day)
    # As reporting does it: the holder of the contract on the day, through successors; without one the home board.
    lead = None
    if case.provider != HOME:
        lead = organisations.lead_commissioner_of(ids[case.provider], reported_on)
    incident = Incident.objects.create(
        reference=f"SL-2024-{next(_numbers):06d}",
        framework=case.framework.value,
        status=Status.REPORTED.value,
        headline="Invented",
        what_happened="Invented.",
        happened_when="not_sure",
        physical_harm="none",
        psychological_harm="none",
        still_dangerous="no",
        others_involved="no",
        provider_id=ids[case.provider],
        reported_from_id=ids[case.provider],
        lead_commissioner_id=ids[HOME] if lead is None else lead.id,
        responsible_commissioner_id=None if case.responsible is None else ids[case.responsible],
        place_id=None if case.place is None else place_ids[case.place],
        tracking_code_hash=str(new_key()),
        draft_id=new_key(),
        reported_at=datetime.combine(reported_on, datetime.min.time(), UTC) + timedelta(hours=9),
    )
    Reporter.objects.create(
        incident=incident,
        person_id=None if case.reporter is None else person_ids[case.reporter],
        wish="code_only" if case.reporter is None else "confidential" if case.in_confidence else "named",
        in_confidence=case.in_confidence or case.reporter is None,
    )
    Involvement.objects.bulk_create(
        Involvement(
            incident=incident,
            organisation_id=ids[other],
            named_at=incident.reported_at,
            accepted_at=incident.reported_at if accepted else None,
            accepted_by=new_key() if accepted else None,
        )
        for other, accepted in case.others
    )
    return incident


def _lived(incident: Incident, case: CaseDraw) -> datetime:
    """Takes the case through its statuses, one an hour, and answers when it came to the last."""
    at = incident.reported_at
    for status in case.path:
        Incident.objects.filter(id=incident.id).update(status=status.value)
        facts = facts_of(load_case(Incident.objects.select_related(*RELATED).get(id=incident.id)))
        with act(by=None, now=at) as trail:
            refresh_access(facts, now=at, trail=trail)
        at += timedelta(hours=1)
    return at - timedelta(hours=1)
