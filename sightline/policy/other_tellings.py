"""Who is told of what that is no step of a case: what is shared with others, and breaches of information (4.7.8, 11.1, 11.2)."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.policy.telling import NoticeKind


@dataclass(frozen=True)
class SharingTelling:
    """One row: after a step on a disclosure, who is told what. ``to``: "guardians" of the party that discloses it, its
    "information_governance_lead", its "proposer", or the "recipient", each as far as they see the case."""

    after: str
    to: str
    text: str
    clause: str
    kind: NoticeKind = NoticeKind.SHARED


SHARING_ASKED = SharingTelling(
    "Sharing is proposed that may identify someone",
    "guardians",
    "Somebody asks to share this case. Say yes or no as Caldicott Guardian.",
    "11.1b",
)
SHARING_BEGAN = SharingTelling(
    "Something is shared",
    "recipient",
    "A case was shared with your organisation. Read it and acknowledge it.",
    "4.7.8",
)
SHARING_LOGGED = SharingTelling(
    "Something is shared or disclosed",
    "information_governance_lead",
    "Something of this case was shared or disclosed. The register of disclosures shows what, and why.",
    "11.1a",
)
SHARING_ANSWERED = SharingTelling(
    "The guardian says yes or no",
    "proposer",
    "The Caldicott Guardian answered what you asked to share.",
    "11.1b",
)
SHARING_ACKNOWLEDGED = SharingTelling(
    "The recipient acknowledges it", "proposer", "What you shared was acknowledged.", "4.7.8"
)
SHARING_WITHDRAWN = SharingTelling(
    "It is withdrawn", "recipient", "What was shared with your organisation was withdrawn.", "11.1a"
)
SHARING_TELLINGS = (
    *(SHARING_ASKED, SHARING_BEGAN, SHARING_LOGGED),
    *(SHARING_ANSWERED, SHARING_ACKNOWLEDGED, SHARING_WITHDRAWN),
)


@dataclass(frozen=True)
class BreachTelling:
    """One row: what whoever handles breaches at the controller (``breach_access``) is told."""

    after: str
    text: str
    clause: str


BREACH_REPORTED = BreachTelling(
    "A breach of information is reported",
    "A breach of information was reported. Say when you became aware of it, and grade it.",
    "11.2",
)
BREACH_NAMED = BreachTelling(
    "Another controller is named",
    "Your organisation was named as the controller of a breach of information. Say when you became aware of it.",
    "11.2",
)
BREACH_TASK = BreachTelling("A task is added", "There is a new task about a breach of information.", "11.2")
BREACH_HOURS_LEFT = BreachTelling(
    "So many hours of the 72 are left",
    "The hours to tell the ICO of a breach run out soon. Tell it, or record why a risk to people is unlikely.",
    "11.2",
)
BREACH_HOURS_OVER = BreachTelling(
    "The 72 hours have passed",
    "The 72 hours to tell the ICO of a breach have passed. Tell it now, with the reasons for the delay.",
    "11.2",
)
BREACH_TELLINGS = (BREACH_REPORTED, BREACH_NAMED, BREACH_TASK, BREACH_HOURS_LEFT, BREACH_HOURS_OVER)
#: Clock hours before the 72 end at which people are told so [local default; an ICB may set another].
BREACH_WARNING_HOURS = 24
