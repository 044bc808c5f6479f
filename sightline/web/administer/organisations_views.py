"""Organisations, their Places and main contracts, by forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sightline.incidents.selectors.left_behind import left_behind, open_cases_with
from sightline.jobs import selectors as jobs
from sightline.organisations import register, services
from sightline.organisations import selectors as organisations
from sightline.organisations.errors import Invalid
from sightline.organisations.rows import OrganisationRow
from sightline.policy.terms import CandourRegime, OrganisationKind
from sightline.policy.working_days import london_day
from sightline.web.access import moment
from sightline.web.administer import forms
from sightline.web.administer.acts import (
    ActPage,
    act_page,
    administers_all,
    administrator_required,
    home_administrator_required,
    page,
)
from sightline.web.hats import Hat
from sightline.web.lock_out import LOCK_WORDS
from sightline.web.page import render

MOST_FOUND = 50


@require_safe
@administrator_required
def administer(request: HttpRequest, hat: Hat) -> HttpResponse:
    """What can be kept here, and what wants attention; whoever administers one organisation goes to its page."""
    everything = administers_all(hat)
    now = moment()
    return render(
        request,
        "administer/start.jinja",
        everything=everything,
        own=organisations.organisation(hat.organisation_id),
        attention=register.attention(hat.organisation_id, london_day(now)) if everything else None,
        left_behind=left_behind(now=now) if everything else (),
        locks=services.locks(now=now) if everything else (),
        lock_words=LOCK_WORDS,
        work_wants=jobs.attention(now=now) if everything else (),
    )


@require_safe
@home_administrator_required
def administer_organisations(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Looking an organisation up by name or code; until then, the providers with a main contract."""
    wanted = request.GET.get("q", "").strip()[:100]
    found = organisations.search(wanted, limit=MOST_FOUND, on=london_day(moment())) if wanted else []
    return render(
        request,
        "administer/organisations.jinja",
        wanted=wanted,
        found=found,
        is_cut=len(found) == MOST_FOUND,
        contracted=() if wanted else register.contracted_to(hat.organisation_id),
    )


@require_safe
@administrator_required
def administer_organisation(request: HttpRequest, hat: Hat, code: str) -> HttpResponse:
    """One organisation: what is known of it, its Places, contracts and people."""
    found = _by_code(hat, code)
    today = london_day(moment())
    successor = organisations.organisation(found.successor_id) if found.successor_id else None
    return render(
        request,
        "administer/organisation.jinja",
        found=found,
        today=today,
        successor=successor,
        places=organisations.places_of(found.id),
        contracts=register.contracts_of(found.id),
        people=register.people_at(found.id, today),
        everything=administers_all(hat),
    )


def _by_code(hat: Hat, code: str) -> OrganisationRow:
    found = organisations.organisation_by_code(code)
    if found is None or not (administers_all(hat) or found.id == hat.organisation_id):
        raise Http404("There is no such organisation, or you do not administer it.")
    return found


def _address(found: OrganisationRow) -> str:
    return reverse("administer_organisation", args=[found.ods_code])


def _to(found: OrganisationRow) -> tuple[str, str]:
    return _address(found), f"Back to {found.name}"


@page
@home_administrator_required
def administer_add_organisation(request: HttpRequest, hat: Hat) -> HttpResponse:
    """A new organisation."""
    form = forms.OrganisationForm(request.POST or None)

    def add(given: dict[str, Any]) -> str:
        made = services.create_organisation(
            ods_code=given["ods_code"],
            name=given["name"],
            kind=OrganisationKind(given["kind"]),
            candour_regime=CandourRegime(given["candour_regime"]),
            opened_on=given["opened_on"],
            source=given["source"],
            by=hat.actor,
            now=moment(),
        )
        return _address(organisations.organisation(made))

    back = (reverse("administer_organisations"), "Organisations")
    around = ActPage("Add an organisation", "Add the organisation", back)
    return act_page(request, form, around, add, done="The organisation is added.")


@page
@home_administrator_required
def administer_rename(request: HttpRequest, hat: Hat, code: str) -> HttpResponse:
    """Another name for the same organisation."""
    found = _by_code(hat, code)
    form = forms.NameForm(request.POST or None, initial={"name": found.name})

    def rename(given: dict[str, Any]) -> str:
        services.rename_organisation(organisation_id=found.id, **given, by=hat.actor, now=moment())
        return _address(found)

    around = ActPage("Correct the name", "Correct the name", _to(found), lead=found.name)
    return act_page(request, form, around, rename, done="The name is corrected.")


@page
@home_administrator_required
def administer_close(request: HttpRequest, hat: Hat, code: str) -> HttpResponse:
    """Its last day, and who takes over the day after."""
    found = _by_code(hat, code)
    form = forms.CloseOrganisationForm(
        request.POST or None,
        initial={"closed_on": found.closed_on, "successor": _code_of(found.successor_id)},
    )

    def close(given: dict[str, Any]) -> str:
        successor = organisations.organisation_by_code(given["successor"]) if given["successor"] else None
        if given["successor"] and successor is None:
            raise Invalid("successor", "There is no organisation with this code. Look it up in the list.")
        try:
            brought = services.close_organisation(
                organisation_id=found.id,
                closed_on=given["closed_on"],
                successor_id=successor.id if successor else None,
                people_too=given["people_too"],
                reason=given["reason"],
                by=hat.actor,
                now=moment(),
            )
        except Invalid as problem:
            field = "successor" if problem.field == "successor_id" else problem.field
            raise Invalid(field, problem.problem) from problem
        if given["people_too"]:
            messages.info(request, _say_brought(brought))
        return _address(found)

    cases = open_cases_with(found.id)
    lead = f"{found.name}. {_say_cases(cases)}"
    around = ActPage(
        "Close the organisation", "Close the organisation", _to(found), lead=lead, clause="4.7.1"
    )
    return act_page(request, form, around, close, done="Its last day is recorded.")


def _say_brought(brought: services.BroughtOver) -> str:
    words = f"{brought.given:,} roles given at the organisation that takes over, from the day after."
    if brought.left_out:
        words += (
            f" {brought.left_out:,} left out: they are there already, it has no such role, or it is your own."
        )
    return words


def _say_cases(cases: int) -> str:
    if not cases:
        return "No open case is with it."
    return f"{cases:,} open case{'s are' if cases > 1 else ' is'} with it. Without an organisation that takes over, nobody can act on them after its last day."


def _code_of(organisation_id: UUID | None) -> str:
    return organisations.organisation(organisation_id).ods_code if organisation_id else ""


@page
@home_administrator_required
def administer_psirf(request: HttpRequest, hat: Hat, code: str) -> HttpResponse:
    """The day from which its incidents follow PSIRF."""
    found = _by_code(hat, code)
    form = forms.PsirfForm(request.POST or None, initial={"from_on": found.psirf_from})

    def move(given: dict[str, Any]) -> str:
        services.move_to_psirf(organisation_id=found.id, **given, by=hat.actor, now=moment())
        return _address(found)

    lead = f"{found.name}. Incidents identified before that day keep the framework they have."
    around = ActPage("Move to PSIRF", "Record the date", _to(found), lead=lead)
    return act_page(request, form, around, move, done="The date is recorded.")


@page
@home_administrator_required
def administer_in_place(request: HttpRequest, hat: Hat, code: str) -> HttpResponse:
    """One more Place in which it works."""
    found = _by_code(hat, code)
    form = forms.InPlaceForm(request.POST or None, places=register.boards_of_places())

    def put(given: dict[str, Any]) -> str:
        services.put_in_place(
            organisation_id=found.id, place_id=UUID(given["place"]), by=hat.actor, now=moment()
        )
        return _address(found)

    around = ActPage("Put in a Place", "Put in this Place", _to(found), lead=found.name)
    return act_page(request, form, around, put, done="It works in this Place from now on.")


@page
@home_administrator_required
def administer_places(request: HttpRequest, hat: Hat) -> HttpResponse:
    """The Places of the board, and a new one."""
    form = forms.PlaceForm(request.POST or None)

    def add(given: dict[str, Any]) -> str:
        services.create_place(icb_id=hat.organisation_id, name=given["name"], by=hat.actor, now=moment())
        return reverse("administer_places")

    around = ActPage("Places", "Add the Place", (reverse("administer"), "Administration"))
    return act_page(
        request,
        form,
        around,
        add,
        done="The Place is added.",
        template="administer/places.jinja",
        places=organisations.places_of_icb(hat.organisation_id),
    )


@page
@home_administrator_required
def administer_add_contract(request: HttpRequest, hat: Hat, code: str) -> HttpResponse:
    """The main contract with a provider, whose holder is its lead commissioner."""
    found = _by_code(hat, code)
    boards = organisations.of_kind(OrganisationKind.ICB, london_day(moment()))
    form = forms.ContractForm(
        request.POST or None, boards=[(str(board.id), f"{board.name} ({board.ods_code})") for board in boards]
    )

    def make(given: dict[str, Any]) -> str:
        services.make_contract(
            provider_id=found.id,
            lead_commissioner_id=UUID(given["lead_commissioner_id"]),
            title=given["title"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            by=hat.actor,
            now=moment(),
        )
        return _address(found)

    around = ActPage("Add the main contract", "Add the contract", _to(found), lead=found.name, clause="4.7.1")
    return act_page(request, form, around, make, done="The contract is added.")


@page
@home_administrator_required
def administer_end_contract(request: HttpRequest, hat: Hat, contract_id: UUID) -> HttpResponse:
    """The last day of a contract."""
    contract = register.contract(contract_id)
    form = forms.EndForm(request.POST or None, field="ends_on", label="Its last day")
    address = reverse("administer_organisation", args=[contract.provider_code])

    def end(given: dict[str, Any]) -> str:
        services.end_contract(contract_id=contract_id, **given, by=hat.actor, now=moment())
        return address

    around = ActPage(
        "End the contract",
        "End the contract",
        (address, f"Back to {contract.provider_name}"),
        lead=f"{contract.title}, held by {contract.commissioner_name}. Incidents keep the lead commissioner they have.",
        clause="4.7.1",
    )
    return act_page(request, form, around, end, done="The last day of the contract is recorded.")
