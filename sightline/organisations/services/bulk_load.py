"""Loading the shipped lists of organisations. Loading them again changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sightline.audit.services import Act, act
from sightline.organisations.models import Organisation, OrganisationPlace, Place
from sightline.organisations.reference_lists import SOURCES, Listed, listed_organisations, listed_places
from sightline.organisations.services.authority import require_administrator
from sightline.organisations.services.organisations import ORGANISATION, facts_of
from sightline.policy.facts import Actor
from sightline.policy.terms import OrganisationKind


@dataclass(frozen=True)
class LoadCounts:
    """What a load did: organisations added and listed, by kind; organisations changed; Places added."""

    added: dict[OrganisationKind, int]
    listed: dict[OrganisationKind, int]
    changed: int
    places_added: int

    @property
    def did_nothing(self) -> bool:
        """Whether everything was there already."""
        return not (any(self.added.values()) or self.changed or self.places_added)


def load_organisations(*, by: Actor | None, now: datetime) -> LoadCounts:
    """Add the organisations and Places of the shipped lists, and bring up to date those that came from them.

    A name follows the list. A date is filled in where there is none, and never taken away. Kind, candour regime,
    successor and the move to PSIRF are the installation's own once the organisation is there. An organisation somebody
    entered by hand, or an invented one, is left alone even if its code is in a list. A Place is linked to its
    organisations only when it is first added, so that a link taken away stays away.
    """
    require_administrator(by)
    listed = list(listed_organisations())
    with act(by=by, now=now, reason="Loaded from the lists shipped with Sightline") as acted:
        present = {found.ods_code: found for found in Organisation.objects.all()}
        fresh = [_made_from(row) for row in listed if row.ods_code not in present]
        Organisation.objects.bulk_create(fresh, batch_size=200)
        for made in fresh:
            acted.record(model=ORGANISATION, object_id=made.id, field="created", old="", new=facts_of(made))
        changed = sum(
            _brought_up_to_date(present[row.ods_code], row, acted)
            for row in listed
            if row.ods_code in present
        )
        by_code = present | {made.ods_code: made for made in fresh}
        places_added = _add_places(by_code, acted)
    return LoadCounts(
        added=dict(Counter(OrganisationKind(made.kind) for made in fresh)),
        listed=dict(Counter(row.kind for row in listed)),
        changed=changed,
        places_added=places_added,
    )


def _made_from(row: Listed) -> Organisation:
    return Organisation(
        ods_code=row.ods_code,
        name=row.name,
        kind=row.kind.value,
        candour_regime=row.candour_regime.value,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        source=row.source,
    )


def _brought_up_to_date(found: Organisation, row: Listed, acted: Act) -> bool:
    if found.is_invented or not found.source.startswith(SOURCES):
        return False
    wanted: dict[str, object] = {"name": row.name, "source": row.source}
    for field in ("opened_on", "closed_on"):
        if getattr(found, field) is None and getattr(row, field) is not None:
            wanted[field] = getattr(row, field)
    differing = {field: new for field, new in wanted.items() if getattr(found, field) != new}
    for field, new in differing.items():
        acted.record(model=ORGANISATION, object_id=found.id, field=field, old=getattr(found, field), new=new)
    if differing:
        Organisation.objects.filter(id=found.id).update(**differing)
    return bool(differing)


def _add_places(by_code: dict[str, Organisation], acted: Act) -> int:
    there = set(Place.objects.values_list("icb_id", "name"))
    added = 0
    for row in listed_places():
        icb = by_code[row.icb]
        if (icb.id, row.name) in there:
            continue
        place = Place.objects.create(icb=icb, name=row.name)
        acted.record(model="organisations.Place", object_id=place.id, field="created", old="", new=row.name)
        for code in row.ods_codes:
            OrganisationPlace.objects.create(organisation=by_code[code], place=place)
            acted.record(model=ORGANISATION, object_id=by_code[code].id, field="place", old="", new=place.id)
        added += 1
    return added
