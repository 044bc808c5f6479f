"""To whom a case is disclosed, by which power it is asked for, and what is asked for each (clauses 2.2f, 4.3k, 4.7.8).

A recipient on the register is given access here; a body outside is sent something, of which this is the record. Names of
people are never asked: a body or an office is named, and a request of a person is known by the provider's own reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sightline.policy.disclosing_limits import FOI_WORKING_DAYS, SAR_MONTHS
from sightline.policy.terms import OrganisationKind, Term

K = OrganisationKind


class DisclosureKind(Term):
    """What kind of recipient, or of request, it is. Stored; never changes."""

    RESPONSIBLE_COMMISSIONER = "responsible_commissioner", "Responsible commissioner"
    REGION = "region", "NHS England region"
    REGULATOR = "regulator", "Regulator"
    PROVIDER = "provider", "Another provider"
    SURVEILLANCE_GROUP = "surveillance_group", "Member of the quality surveillance group"
    CORONER = "coroner", "Coroner"
    POLICE = "police", "Police"
    CQC = "cqc", "Care Quality Commission, by its powers"
    FREEDOM_OF_INFORMATION = "freedom_of_information", "Freedom-of-information request"
    SUBJECT_ACCESS = "subject_access", "Subject-access request"
    INQUIRY = "inquiry", "Public inquiry"


@dataclass(frozen=True)
class AskedField:
    """One thing that a kind asks for: the field of the form, its label, help, and what is said where it is missing."""

    name: str
    label: str
    missing: str
    help: str = ""


@dataclass(frozen=True)
class KindRule:
    """One row: a kind, what it rests on, and what must be asked.

    ``to``: kinds of organisation on the register it goes to; empty for a body outside. ``may_identify``: whether anybody
    may be identified by it at all. ``due``: the figure by which it is answered, else a day may be given.
    """

    kind: DisclosureKind
    clause: str
    hint: str
    source: str
    to: frozenset[OrganisationKind] = frozenset()
    asks: tuple[AskedField, ...] = ()
    due: str = ""
    may_identify: bool = True

    @property
    def is_on_register(self) -> bool:
        """Whether it goes to an organisation that works with this product, and so opens the case to it."""
        return bool(self.to)

    def asks_for(self, name: str) -> AskedField | None:
        """What this kind asks in a field; None where it does not ask."""
        return next((row for row in self.asks if row.name == name), None)


_PROVIDERS = frozenset(
    {
        *(K.NHS_TRUST, K.AMBULANCE_TRUST, K.GP_PRACTICE, K.COMMUNITY_PHARMACY, K.OPTOMETRIST),
        *(K.DENTAL_PRACTICE, K.INDEPENDENT_PROVIDER, K.HOSPICE, K.CARE_HOME),
    }
)
_PARTNERS = frozenset({K.ICB, K.NHS_REGION, K.REGULATOR, K.LOCAL_AUTHORITY, *_PROVIDERS})
_KNOWLEDGE = "from knowledge"


def _reference(label: str) -> AskedField:
    return AskedField("request_reference", label, f"Enter the {label[0].lower()}{label[1:]}.")


def _asked_on(label: str) -> AskedField:
    return AskedField("requested_on", label, f"Enter the {label[0].lower()}{label[1:]}.")


_LOCAL = AskedField(
    "provider_reference",
    "Provider's local reference of the case",
    "Enter the provider's local reference: no name is held here to find it by.",
    "The provider finds the person in its own records by this. Do not name them here.",
)
_POWER = "legal_power"
_ROWS = (
    KindRule(
        DisclosureKind.RESPONSIBLE_COMMISSIONER,
        "4.7.8",
        "The commissioner that pays for the patient's care and does not lead for the provider.",
        "Policy, 4.7.8",
        to=frozenset({K.ICB}),
    ),
    KindRule(
        DisclosureKind.REGION,
        "2.2f",
        "The region oversees the ICB.",
        "Policy, 2.2f",
        to=frozenset({K.NHS_REGION}),
    ),
    KindRule(
        DisclosureKind.REGULATOR,
        "2.2f",
        "A regulator that works with Sightline.",
        "Policy, 2.2f",
        to=frozenset({K.REGULATOR}),
    ),
    KindRule(
        DisclosureKind.PROVIDER,
        "2.2f",
        "A provider that can learn from it and took no part in it. One that took part is named on the case instead.",
        "Policy, 2.2f",
        to=_PROVIDERS,
    ),
    KindRule(
        DisclosureKind.SURVEILLANCE_GROUP,
        "4.3k",
        "An organisation that sits in the group.",
        "Policy, 4.3k and 4.3l",
        to=_PARTNERS,
    ),
    KindRule(
        DisclosureKind.CORONER,
        "2.2f",
        "The coroner's office requires it by a Schedule 5 notice.",
        f"Coroners and Justice Act 2009, Schedule 5; {_KNOWLEDGE}",
        asks=(_reference("Reference of the Schedule 5 notice"), _asked_on("Date of the notice")),
    ),
    KindRule(
        DisclosureKind.POLICE,
        "2.2f",
        "The police ask for it, with a reference and the power or exemption they rely on.",
        f"Data Protection Act 2018, Schedule 2, paragraph 2; {_KNOWLEDGE}",
        asks=(
            _reference("Reference of the request"),
            _asked_on("Date of the request"),
            AskedField(
                _POWER,
                "Which power or exemption do they rely on?",
                "Say which power or exemption the police rely on.",
                "For example a court order, or Schedule 2, paragraph 2 of the Data Protection Act 2018.",
            ),
        ),
    ),
    KindRule(
        DisclosureKind.CQC,
        "2.2f",
        "The Care Quality Commission requires it.",
        f"Health and Social Care Act 2008, section 64; {_KNOWLEDGE}",
        asks=(_reference("Reference of the request"), _asked_on("Date of the request")),
    ),
    KindRule(
        DisclosureKind.FREEDOM_OF_INFORMATION,
        "11.1a",
        "An answer to the public: it identifies nobody.",
        f"Freedom of Information Act 2000, sections 10, 40 and 41; {_KNOWLEDGE}",
        asks=(_reference("Reference of the request"), _asked_on("Date the request was received"), _LOCAL),
        due=FOI_WORKING_DAYS,
        may_identify=False,
    ),
    KindRule(
        DisclosureKind.SUBJECT_ACCESS,
        "11.1a",
        "Someone asks for what is held about them, or for them. The provider answers, and knows who they are.",
        f"UK GDPR, articles 12 and 15; Access to Health Records Act 1990 for the dead; {_KNOWLEDGE}",
        asks=(_reference("Reference of the request"), _asked_on("Date the request was received"), _LOCAL),
        due=SAR_MONTHS,
    ),
    KindRule(
        DisclosureKind.INQUIRY,
        "2.2f",
        "An inquiry requires it by a notice, or asks for it.",
        f"Inquiries Act 2005, section 21; {_KNOWLEDGE}",
        asks=(_reference("Reference of the notice or request"), _asked_on("Date of the notice or request")),
    ),
)
#: Every kind, in the order people choose from.
KINDS: Mapping[DisclosureKind, KindRule] = MappingProxyType({row.kind: row for row in _ROWS})
