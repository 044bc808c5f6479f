"""Opening, closing and placing organisations."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import Organisation, OrganisationPlace, Place
from sightline.organisations.services.authority import require_administrator
from sightline.organisations.services.mergers import BroughtOver, bring_over
from sightline.organisations.services.once import once
from sightline.policy.facts import Actor
from sightline.policy.terms import CandourRegime, OrganisationKind

ORGANISATION = "organisations.Organisation"
_CODE = re.compile(r"[A-Z0-9]{3,10}")

FACTS = (
    "ods_code",
    "name",
    "kind",
    "candour_regime",
    "opened_on",
    "closed_on",
    "successor_id",
    "psirf_from",
    "is_invented",
    "source",
)


def facts_of(found: Organisation) -> dict[str, object]:
    """What the audit trail keeps of a new organisation, without what is empty."""
    return {name: value for name in FACTS if (value := getattr(found, name)) not in (None, "", False)}


def ods_code_from(text: str) -> str:
    """An ODS code as typed, in upper case without outer spaces; ``Invalid`` unless 3 to 10 letters and digits.

    Nothing about the organisation is read from its shape (reference 11).
    """
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise Invalid("ods_code", "Enter an ODS code of 3 to 10 letters and numbers, like RKB or M84001.")
    return code


def create_organisation(
    *,
    ods_code: str,
    name: str,
    kind: OrganisationKind,
    candour_regime: CandourRegime,
    opened_on: date | None = None,
    closed_on: date | None = None,
    successor_id: UUID | None = None,
    psirf_from: date | None = None,
    is_invented: bool = False,
    source: str = "",
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Add an organisation and return its id. ``Invalid`` names the field that cannot stand."""
    require_administrator(by)
    code, name = ods_code_from(ods_code), name.strip()
    if not name:
        raise Invalid("name", "Enter the name of the organisation.")
    if opened_on and closed_on and closed_on < opened_on:
        raise Invalid("closed_on", "The closing date must be the opening date or later.")
    if successor_id and not closed_on:
        raise Invalid("closed_on", "Enter the day it closed: only then does a successor take over.")
    taken = f"An organisation with the code {code} is there already."
    if Organisation.objects.filter(ods_code=code).exists():
        raise Invalid("ods_code", taken)
    with once("ods_code", taken), act(by=by, now=now) as acted:
        made = Organisation.objects.create(
            ods_code=code,
            name=name,
            kind=kind.value,
            candour_regime=candour_regime.value,
            opened_on=opened_on,
            closed_on=closed_on,
            successor_id=successor_id,
            psirf_from=psirf_from,
            is_invented=is_invented,
            source=source.strip(),
        )
        acted.record(model=ORGANISATION, object_id=made.id, field="created", old="", new=facts_of(made))
    return made.id


def rename_organisation(
    *, organisation_id: UUID, name: str, reason: str = "", by: Actor | None, now: datetime
) -> None:
    """Correct the name people read. Its code stays: another code is another organisation."""
    require_administrator(by)
    found, name = _get(organisation_id), name.strip()
    if not name:
        raise Invalid("name", "Enter the name of the organisation.")
    with act(by=by, now=now, reason=reason) as acted:
        if found.name != name:
            acted.record(model=ORGANISATION, object_id=found.id, field="name", old=found.name, new=name)
        Organisation.objects.filter(id=found.id).update(name=name)


def close_organisation(
    *,
    organisation_id: UUID,
    closed_on: date,
    successor_id: UUID | None = None,
    people_too: bool = False,
    reason: str = "",
    by: Actor | None,
    now: datetime,
) -> BroughtOver:
    """Say that ``closed_on`` was its last day, and who took over the day after. May be used again to correct it.

    ``people_too``: everyone with a role there has the same at the successor from the day after; says how many.
    """
    require_administrator(by)
    found = _get(organisation_id)
    if found.opened_on and closed_on < found.opened_on:
        raise Invalid("closed_on", "The closing date must be the opening date or later.")
    successor = _get(successor_id) if successor_id else None
    if people_too and successor is None:
        raise Invalid("people_too", "Say which organisation takes over, or leave its people out.")
    step = successor
    while step is not None:
        if step.id == organisation_id:
            raise Invalid("successor_id", "An organisation cannot succeed itself, not even by way of others.")
        step = step.successor
    with act(by=by, now=now, reason=reason) as acted:
        for field, new in (("closed_on", closed_on), ("successor_id", successor_id)):
            old = getattr(found, field)
            if old != new:
                acted.record(model=ORGANISATION, object_id=found.id, field=field, old=old, new=new)
        Organisation.objects.filter(id=found.id).update(closed_on=closed_on, successor_id=successor_id)
        if not people_too or successor is None:
            return BroughtOver(0, 0)
        return bring_over(found.id, successor.id, after=closed_on, reason=reason, by=by, now=now)


def move_to_psirf(
    *, organisation_id: UUID, from_on: date | None, reason: str = "", by: Actor | None, now: datetime
) -> None:
    """Date its move to PSIRF: incidents identified there from that day on follow it (design decision 2).

    Incidents already identified keep their framework. None takes the date away.
    """
    require_administrator(by)
    found = _get(organisation_id)
    with act(by=by, now=now, reason=reason) as acted:
        acted.record(
            model=ORGANISATION, object_id=found.id, field="psirf_from", old=found.psirf_from, new=from_on
        )
        Organisation.objects.filter(id=found.id).update(psirf_from=from_on)


def create_place(*, icb_id: UUID, name: str, by: Actor | None, now: datetime) -> UUID:
    """Add a Place to an Integrated Care Board and return its id."""
    require_administrator(by)
    name = name.strip()
    if not name:
        raise Invalid("name", "Enter the name of the Place.")
    if _get(icb_id).kind != OrganisationKind.ICB.value:
        raise Invalid("icb_id", "A Place belongs to an Integrated Care Board.")
    if Place.objects.filter(icb_id=icb_id, name__iexact=name).exists():
        raise Invalid("name", f"{name} is a Place of this board already.")
    taken = f"{name} is a Place of this board already."
    with once("name", taken), act(by=by, now=now) as acted:
        made = Place.objects.create(icb_id=icb_id, name=name)
        acted.record(model="organisations.Place", object_id=made.id, field="created", old="", new=name)
    return made.id


def put_in_place(*, organisation_id: UUID, place_id: UUID, by: Actor | None, now: datetime) -> None:
    """Say that an organisation works in a Place (it may work in several). Saying it twice changes nothing."""
    require_administrator(by)
    _get(organisation_id)
    if not Place.objects.filter(id=place_id).exists():
        raise Unknown(f"There is no Place {place_id}.")
    with act(by=by, now=now) as acted:
        _, made = OrganisationPlace.objects.get_or_create(organisation_id=organisation_id, place_id=place_id)
        if made:
            acted.record(model=ORGANISATION, object_id=organisation_id, field="place", old="", new=place_id)


def _get(organisation_id: UUID) -> Organisation:
    found = Organisation.objects.filter(id=organisation_id).first()
    if found is None:
        raise Unknown(f"There is no organisation {organisation_id}.")
    return found
