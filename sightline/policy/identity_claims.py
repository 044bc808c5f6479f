"""What an identity provider's word is worth here: who it is, how they proved it, and which organisations it names.

From no clause: the framework asks for confidentiality (4.1, 4.7.7) and leaves the means open. Claims only narrow. Roles are
given here, by administrators; a claim takes away for one session those at organisations that it does not name, and
gives none. What a provider sends is checked as what anybody sends: ``OddClaims`` says in words what is wrong with it.
The names of claims are NHS CIS2's and Entra ID's of 27 November 2026, from knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Shape(StrEnum):
    """Whose claims they are: each names things its own way."""

    CIS2 = "cis2"
    ENTRA = "entra"


class OddClaims(ValueError):
    """A claim that is missing, of another type, too long or too many; its text is for the person who came."""


@dataclass(frozen=True)
class StrengthRow:
    """A claim of the signed ID token that says a second factor was shown, by holding one of these words."""

    shape: Shape
    claim: str
    words: frozenset[str]


#: In this order: the first that the token holds decides, also where a later one says more. How sure the provider is of
#: who somebody *is* (``id_assurance_level``) is no word on how they proved it today, and stands in no row.
STRENGTH: tuple[StrengthRow, ...] = (
    StrengthRow(Shape.CIS2, "authentication_assurance_level", frozenset({"2", "3", "AAL2", "AAL3"})),
    StrengthRow(Shape.CIS2, "acr", frozenset({"AAL2", "AAL3", "AAL2_ANY", "AAL3_ANY", "AAL2_OR_AAL3_ANY"})),
    StrengthRow(Shape.ENTRA, "amr", frozenset({"mfa"})),
)

#: Local defaults of 27 November 2026: more than anybody works at or is called, less than would slow a page.
MOST_ENTRIES = 300
LONGEST_SUBJECT = 191
LONGEST_NAME = 200
#: How far the provider's clock may be off from ours.
CLOCK_SECONDS = 60
#: An app role of Entra ID names an organisation by its ODS code after this.
ENTRA_ROLE = "ODS."
_ODS_CODE = re.compile(r"[A-Z0-9]{2,12}")


@dataclass(frozen=True)
class Said:
    """What a provider said of who came: ``organisations`` is None where it says nothing of them."""

    subject: str
    full_name: str
    email: str
    organisations: frozenset[str] | None
    has_second_factor: bool
    proved_at_seconds: int | None


def read(
    shape: Shape,
    token: Mapping[str, Any],
    more: Mapping[str, Any],
    *,
    groups: Mapping[str, str],
) -> Said:
    """Judge the claims of a checked ID token, and ``more`` of the provider's page about the person.

    ``groups``: of Entra ID, which group stands for which ODS code here. Strength and moment are read from the signed
    token alone. Raises ``OddClaims``.
    """
    subject = subject_of(token)
    if more and more.get("sub") != subject:
        raise OddClaims("it spoke of one person in one place and of another in the next")
    both = {**more, **token}
    return Said(
        subject,
        _line(both, "name", LONGEST_NAME),
        _line(both, "email", LONGEST_NAME),
        organisations_named(shape, both, groups=groups),
        second_factor_shown(shape, token),
        _proved_at(token),
    )


def subject_of(claims: Mapping[str, Any]) -> str:
    """The provider's own, lasting id of a person."""
    found = claims.get("sub")
    if not isinstance(found, str) or not found.strip():
        raise OddClaims("it did not say who you are")
    if len(found) > LONGEST_SUBJECT or not found.isprintable():
        raise OddClaims("what it calls you is no name that can be kept")
    return found


def second_factor_shown(shape: Shape, token: Mapping[str, Any]) -> bool:
    """Whether the signed token itself says that more than a password was shown."""
    for row in STRENGTH:
        if row.shape is shape and row.claim in token:
            return bool(_words(token[row.claim]) & row.words)
    return False


def organisations_named(
    shape: Shape, claims: Mapping[str, Any], *, groups: Mapping[str, str]
) -> frozenset[str] | None:
    """ODS codes that the claims name; None where they say nothing of organisations."""
    return _of_cis2(claims) if shape is Shape.CIS2 else _of_entra(claims, groups)


def names(named: Collection[str] | None, ods_code: str) -> bool:
    """Whether the claims leave somebody their roles at an organisation.

    A site of an NHS trust has the trust's three signs and two of its own: who works at ``RXX01`` works at ``RXX``.
    """
    if named is None:
        return True
    return any(code == ods_code or (len(code) == 5 and code[:3] == ods_code) for code in named)


def was_proved_since(said: Said, asked_at_seconds: float) -> bool:
    """Whether the provider says that the person proved themselves to it after they were asked, clocks allowing."""
    return said.proved_at_seconds is not None and said.proved_at_seconds + CLOCK_SECONDS >= asked_at_seconds


def _of_cis2(claims: Mapping[str, Any]) -> frozenset[str] | None:
    if "nhsid_nrbac_roles" not in claims:
        return None
    roles = _list(claims["nhsid_nrbac_roles"], "roles")
    if not all(isinstance(role, Mapping) for role in roles):
        raise OddClaims("its list of your roles could not be read")
    selected = claims.get("selected_roleid")
    if selected is not None:
        roles = [role for role in roles if role.get("person_roleid") == selected]
        if not roles:
            raise OddClaims("the role that you chose there is not among those it lists")
    return frozenset(_code(role.get("org_code")) for role in roles)


def _of_entra(claims: Mapping[str, Any], groups: Mapping[str, str]) -> frozenset[str] | None:
    named = {
        _code(role.removeprefix(ENTRA_ROLE))
        for role in _list(claims.get("roles", []), "roles")
        if isinstance(role, str) and role.startswith(ENTRA_ROLE)
    }
    if not groups:
        return frozenset(named) or None
    if "groups" not in claims:
        # It leaves them out where there are too many to send, and says so in another claim.
        raise OddClaims("it did not send the groups you belong to, or you belong to too many to send")
    mine = [group for group in _list(claims["groups"], "groups") if isinstance(group, str)]
    return frozenset(named | {groups[group] for group in mine if group in groups})


def _list(found: Any, what: str) -> list[Any]:
    if not isinstance(found, list):
        raise OddClaims(f"its list of your {what} could not be read")
    if len(found) > MOST_ENTRIES:
        raise OddClaims(f"it lists more {what} of yours than anybody has")
    return found


def _code(found: Any) -> str:
    code = found.strip().upper() if isinstance(found, str) else ""
    if not _ODS_CODE.fullmatch(code):
        raise OddClaims("it names an organisation by something that is no ODS code")
    return code


def _words(found: Any) -> frozenset[str]:
    each = found if isinstance(found, list) else [found]
    return frozenset(
        str(word)
        for word in each[:MOST_ENTRIES]
        if isinstance(word, str | int) and not isinstance(word, bool)
    )


def _line(claims: Mapping[str, Any], claim: str, most: int) -> str:
    found = claims.get(claim, "")
    if not isinstance(found, str) or len(found) > most or not found.isprintable():
        raise OddClaims(f"the {claim} it sent for you could not be read")
    return found.strip()


def _proved_at(token: Mapping[str, Any]) -> int | None:
    found = token.get("auth_time")
    return found if isinstance(found, int) and not isinstance(found, bool) else None
