"""The people of the region: one to sign in as for every hat, and colleagues who only report.

Nobody here is real: names are drawn from two lists, and none is written down whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.contrib.auth.hashers import make_password

from sightline.demonstration.region import BY_KEY, HOME, PLACES, PRACTICES, Region
from sightline.organisations import services
from sightline.policy.facts import Actor
from sightline.policy.terms import Role

#: Everybody's, and shown to anyone: settings refuse a demonstration where real e-mail is set.
PASSWORD = "avonmere has four places"  # noqa: S105

_FIRST = (
    *("Adaeze", "Bronwen", "Callum", "Dilys", "Eamon", "Farah", "Gwilym", "Harriet", "Imran", "Joanna"),
    *("Kwame", "Leonie", "Marek", "Nisha", "Owain", "Priya", "Rhiannon", "Samir", "Tamsin", "Umar"),
    *("Verity", "Winston", "Yasmin", "Zofia", "Aidan", "Beatriz", "Cyril", "Delphine", "Edwin", "Fiona"),
)
_LAST = (
    *("Abberley", "Bracknall", "Coldrick", "Dunmarsh", "Eastaugh", "Farrowby", "Garthmoor", "Hallewick"),
    *("Inchley", "Jessamy", "Kettlewood", "Lorrimer", "Marchpole", "Netherby", "Okonedu", "Penhallan"),
    *("Quillfeather", "Rushbourne", "Sandiway", "Tolworthy", "Umberleigh", "Vaskar", "Wexcombe", "Yarrick"),
    *("Zelinsky-Moor", "Ashgrove", "Bhattal", "Crowhurst-Dale", "Derwin", "Ellerbeck", "Fosdyke"),
)


def name_of(number: int) -> str:
    """The name of the person with this number; the first 930 numbers have different names."""
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[(number * 5 + number // len(_FIRST)) % len(_LAST)]}"


@dataclass(frozen=True)
class Invitee:
    """One person: where they work, as what, at which Place, and whether the table of sign-ins shows them.

    ``which`` tells those apart who do the same in one organisation.
    """

    key: str
    organisation: str
    role: Role
    place: str = ""
    second_role: Role | None = None
    is_shown: bool = True
    which: str = ""

    @property
    def username(self) -> str:
        """What they sign in with: their key, as people type it."""
        return self.key.replace("_", "-")

    @property
    def hat(self) -> str:
        """What they are and where, in words."""
        role = f"{self.role.label}, {PLACES[self.place]}" if self.place else self.role.label
        if self.which:
            role = f"{role} ({self.which})"
        if self.second_role is not None:
            role = f"{role}, also {self.second_role.label}"
        return f"{role}, {BY_KEY[self.organisation].name}"


def _trust(key: str, *, is_shown: bool = True, shows_governance: bool = False) -> tuple[Invitee, ...]:
    return (
        Invitee(f"{key}.reporter", key, Role.REPORTER),
        Invitee(f"{key}.lead", key, Role.PROVIDER_LEAD),
        Invitee(f"{key}.executive", key, Role.PROVIDER_EXECUTIVE, is_shown=is_shown),
        Invitee(f"{key}.investigator", key, Role.INVESTIGATOR, is_shown=is_shown),
        Invitee(f"{key}.ig", key, Role.INFORMATION_GOVERNANCE_LEAD, is_shown=shows_governance),
        Invitee(f"{key}.reporter.2", key, Role.REPORTER, is_shown=False),
        Invitee(f"{key}.reporter.3", key, Role.REPORTER, is_shown=False),
    )


def _small(key: str, *, shows_lead: bool = True, shows_all: bool = False) -> tuple[Invitee, ...]:
    return (
        Invitee(f"{key}.reporter", key, Role.REPORTER, is_shown=shows_all),
        Invitee(f"{key}.lead", key, Role.PROVIDER_LEAD, is_shown=shows_lead),
        Invitee(f"{key}.executive", key, Role.PROVIDER_EXECUTIVE, is_shown=shows_all),
    )


_FIRST_PRACTICES = frozenset({"lower_ashe", "quarry_lane", "holm_street", "three_weirs"})
#: Practices whose manager is worth signing in as.
_MANAGED = frozenset({"alderbank", "tollgate", "wharfend", "stour_meadow", "shepcombe"})

PEOPLE: tuple[Invitee, ...] = (
    Invitee("icb.team", HOME, Role.PATIENT_SAFETY_TEAM),
    Invitee("icb.team.2", HOME, Role.PATIENT_SAFETY_TEAM, which="second of three, on leave today"),
    *(
        Invitee(
            f"icb.place.{place}",
            HOME,
            Role.PLACE_QUALITY_LEAD,
            place,
            is_shown=place in ("castlebrook", "downs"),
        )
        for place in PLACES
    ),
    Invitee("icb.specialist", HOME, Role.PATIENT_SAFETY_SPECIALIST),
    Invitee("icb.chief-nurse", HOME, Role.CHIEF_NURSE),
    Invitee("icb.chief-executive", HOME, Role.CHIEF_EXECUTIVE),
    Invitee("icb.on-call", HOME, Role.ON_CALL_DIRECTOR),
    Invitee("icb.communications", HOME, Role.COMMUNICATIONS),
    Invitee("icb.contracts", HOME, Role.CONTRACT_MANAGER),
    Invitee("icb.secretary", HOME, Role.COMMITTEE_SECRETARY),
    Invitee("icb.board", HOME, Role.BOARD_MEMBER),
    Invitee("icb.ig", HOME, Role.INFORMATION_GOVERNANCE_LEAD),
    Invitee("icb.surveillance", HOME, Role.SURVEILLANCE_GROUP_MEMBER),
    Invitee("icb.analyst", HOME, Role.ANALYST),
    Invitee("icb.administrator", HOME, Role.ADMINISTRATOR),
    Invitee("icb.reporter", HOME, Role.REPORTER),
    *_trust("castlebrook", shows_governance=True),
    *_trust("nethercote"),
    *_trust("stourbrook"),
    Invitee("stourbrook.matron", "stourbrook", Role.INVESTIGATOR, second_role=Role.REPORTER),
    *_trust("fennimore", shows_governance=True),
    *_trust("ambulance", is_shown=False),
    *_small("lower_ashe", shows_all=True),
    *_small("quarry_lane", shows_lead=False),
    *_small("holm_street", shows_lead=False),
    *_small("three_weirs", shows_lead=False),
    *_small("tamsel"),
    *_small("pellbrook"),
    *_small("hollin"),
    Invitee("elsemere.team", "elsemere", Role.PATIENT_SAFETY_TEAM),
    Invitee("elsemere.specialist", "elsemere", Role.PATIENT_SAFETY_SPECIALIST, is_shown=False),
    Invitee("region.reader", "region", Role.READER),
    # Only added to at the end: a person's name follows from their place in this list.
    Invitee("icb.team.3", HOME, Role.PATIENT_SAFETY_TEAM, which="third of three"),
    Invitee("castlebrook.lead.2", "castlebrook", Role.PROVIDER_LEAD, which="second of two"),
    *(
        Invitee(f"{key}.{part}", key, role, which=which, is_shown=part == "lead" and key in _MANAGED)
        for key in PRACTICES
        if key not in _FIRST_PRACTICES
        for part, role, which in (
            ("lead", Role.PROVIDER_LEAD, "practice manager"),
            ("reporter", Role.REPORTER, ""),
            ("executive", Role.PROVIDER_EXECUTIVE, "partner"),
        )
    ),
)


def person_named(key: str) -> str:
    """The full name of a person of the region."""
    return name_of(_NUMBERS[key])


def email_of(key: str) -> str:
    """The work e-mail address of a person; the domains of the region can belong to nobody."""
    local = person_named(key).lower().replace(" ", ".")
    return f"{local}@{BY_KEY[_BY_KEY[key].organisation].domain}"


_NUMBERS: Mapping[str, int] = MappingProxyType({row.key: number for number, row in enumerate(PEOPLE)})
_BY_KEY: Mapping[str, Invitee] = MappingProxyType({row.key: row for row in PEOPLE})


@dataclass(frozen=True)
class SignIn:
    """One line of the table of sign-ins."""

    hat: str
    username: str
    password: str


def sign_ins() -> tuple[SignIn, ...]:
    """One for each hat worth trying, those of the home board first, then organisation by organisation."""
    order = {key: number for number, key in enumerate(BY_KEY)}
    shown = sorted(
        (row for row in PEOPLE if row.is_shown),
        key=lambda row: order[row.organisation] if row.organisation != HOME else -1,
    )
    return tuple(SignIn(row.hat, row.username, PASSWORD) for row in shown)


@dataclass(frozen=True)
class Hired:
    """A person in the database: the hat they act under, and the membership behind it."""

    actor: Actor
    membership_id: UUID


def hire(region: Region, *, today: date, now: datetime) -> Mapping[str, Hired]:
    """Makes every person and what they are; the one password is hashed once."""
    hashed = make_password(PASSWORD)
    hired: dict[str, Hired] = {}
    for row in PEOPLE:
        person_id = services.create_person(
            username=row.username,
            full_name=person_named(row.key),
            email=email_of(row.key),
            hashed_password=hashed,
            by=None,
            now=now,
        )
        organisation_id = region.organisations[row.organisation]
        place_id = region.places[row.place] if row.place else None
        roles = [row.role] if row.second_role is None else [row.role, row.second_role]
        memberships = [
            services.join(
                person_id=person_id,
                organisation_id=organisation_id,
                role=role,
                from_on=date(today.year - 3, 9, 1),
                place_id=place_id,
                by=None,
                now=now,
            )
            for role in roles
        ]
        hired[row.key] = Hired(Actor(person_id, organisation_id, row.role, place_id), memberships[0])
    return MappingProxyType(hired)
