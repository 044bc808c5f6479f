"""Which hat a person wears on this request: the membership in use, kept in their session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.identity_claims import names
from sightline.policy.terms import Role
from sightline.policy.working_days import london_day

SESSION_KEY = "membership"
#: Set where someone came by a one-time link: only the membership it was sent to is theirs for this visit.
BY_LINK_KEY = "membership_by_link"
#: Set where someone came by an identity provider: who, by which, and at which organisations they may act this session.
BY_PROVIDER_KEY = "came_by_provider"


@dataclass(frozen=True)
class HatChoice:
    """One hat a person may wear, as the switch shows it."""

    membership_id: UUID
    role: Role
    organisation_id: UUID
    organisation_name: str
    organisation_code: str
    organisation_kind: str
    place_name: str
    place_id: UUID | None

    @property
    def label(self) -> str:
        """Role, and the Place where there is one."""
        return f"{self.role.label}, {self.place_name}" if self.place_name else self.role.label


@dataclass(frozen=True)
class Hat(HatChoice):
    """The hat in use, who wears it, and every hat they could change to."""

    person_id: UUID
    person_name: str
    others: tuple[HatChoice, ...]
    unread: int

    @property
    def actor(self) -> Actor:
        """Who acts, for services and selectors."""
        return Actor(
            person_id=self.person_id,
            organisation_id=self.organisation_id,
            role=self.role,
            place_id=self.place_id,
        )


def hat_of(request: HttpRequest, *, now: datetime) -> Hat | None:
    """The hat of a signed-in person, or None where no membership is in force today."""
    if not request.user.is_authenticated:
        return None
    rows = organisations.hats_of(request.user.pk, london_day(now))
    choices = [
        HatChoice(
            membership_id=row.membership_id,
            role=row.role,
            organisation_id=row.organisation_id,
            organisation_name=row.organisation_name,
            organisation_code=row.organisation_code,
            organisation_kind=str(row.organisation_kind),
            place_name=row.place_name or "",
            place_id=row.place_id,
        )
        for row in rows
    ]
    by_link = request.session.get(BY_LINK_KEY, "")
    if by_link:
        choices = [choice for choice in choices if str(choice.membership_id) == by_link]
    came = _came(request)
    if came and came["organisations"] is not None:
        choices = [choice for choice in choices if names(came["organisations"], choice.organisation_code)]
    if not choices:
        return None
    wanted = request.session.setdefault(SESSION_KEY, str(choices[0].membership_id))
    worn = next((choice for choice in choices if str(choice.membership_id) == wanted), choices[0])
    return Hat(
        **worn.__dict__,
        person_id=request.user.pk,
        person_name=request.user.full_name or request.user.get_username(),
        others=tuple(choice for choice in choices if choice != worn),
        unread=rows[0].unread,
    )


def narrow(request: HttpRequest, person_id: UUID, provider: str, codes: frozenset[str] | None) -> None:
    """For this session, this person acts only where the provider says they work: it takes away, and gives nothing."""
    request.session[BY_PROVIDER_KEY] = {
        "person": str(person_id),
        "provider": provider,
        "organisations": None if codes is None else sorted(codes),
    }


def provider_in_use(request: HttpRequest) -> str:
    """By which provider whoever is signed in came; "" for any other door."""
    return str(_came(request).get("provider", ""))


def _came(request: HttpRequest) -> dict[str, Any]:
    came: dict[str, Any] = request.session.get(BY_PROVIDER_KEY) or {}
    return came if came.get("person") == str(request.user.pk) else {}


def has_lost_hat(request: HttpRequest) -> bool:
    """Whether the role in use has ended since the last click; what they have left, if anything, is worn from now on."""
    wanted = request.session.get(SESSION_KEY, "")
    hat: Hat | None = request.hat  # type: ignore[attr-defined]
    if not wanted or (hat is not None and str(hat.membership_id) == wanted):
        return False
    if hat is None:
        del request.session[SESSION_KEY]
    else:
        request.session[SESSION_KEY] = str(hat.membership_id)
    return True


def wear(request: HttpRequest, membership_id: str) -> bool:
    """Changes hats; only to one the person has. What was stashed under the other hat stays theirs."""
    hat: Hat | None = request.hat  # type: ignore[attr-defined]
    if hat is None:
        return False
    known = {str(hat.membership_id), *(str(choice.membership_id) for choice in hat.others)}
    if membership_id not in known:
        return False
    request.session[SESSION_KEY] = membership_id
    return True
