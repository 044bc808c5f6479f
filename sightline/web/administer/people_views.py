"""People: who they are, which roles they have where, and whether they may sign in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sightline.organisations import register, services
from sightline.organisations import selectors as organisations
from sightline.organisations.register import PersonPage
from sightline.policy.role_places import roles_at
from sightline.policy.terms import Role
from sightline.policy.working_days import london_day
from sightline.web.access import moment
from sightline.web.administer import forms
from sightline.web.administer.acts import ActPage, act_page, administers_all, administrator_required, page
from sightline.web.administer.joining_views import invitation_key, make_invitation
from sightline.web.hats import Hat
from sightline.web.page import render


@require_safe
@administrator_required
def administer_people(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Looking a person up; whoever administers one organisation finds its people only."""
    wanted = request.GET.get("q", "").strip()[:100]
    at = None if administers_all(hat) else hat.organisation_id
    found = register.find_people(wanted, at=at, on=london_day(moment()))
    return render(request, "administer/people.jinja", wanted=wanted, found=found)


def _person(hat: Hat, person_id: UUID) -> PersonPage:
    found = register.person_page(person_id)
    here = any(role.organisation_code == _own_code(hat) for role in found.roles)
    if not (administers_all(hat) or here):
        raise Http404("There is no such person, or they are not at your organisation.")
    return found


def _own_code(hat: Hat) -> str:
    return organisations.organisation(hat.organisation_id).ods_code


@require_safe
@administrator_required
def administer_person(request: HttpRequest, hat: Hat, person_id: UUID) -> HttpResponse:
    """One person with every role they have or had."""
    found = _person(hat, person_id)
    everything = administers_all(hat)
    return render(
        request,
        "administer/person.jinja",
        found=found,
        today=london_day(moment()),
        own_code="" if everything else _own_code(hat),
        may_change=everything or register.belongs_only_to(person_id, hat.organisation_id),
        invitation=request.session.pop(invitation_key(person_id), None),
        has_factor=bool(services.factors_of(person_id)),
        has_provider=bool(services.identities_of(person_id)),
    )


def _address(person_id: UUID) -> str:
    return reverse("administer_person", args=[person_id])


@page
@administrator_required
def administer_add_person(request: HttpRequest, hat: Hat, code: str) -> HttpResponse:
    """A new person with their first role at an organisation; an invitation is sent, and shown once on the next page."""
    found = organisations.organisation_by_code(code)
    if found is None or not (administers_all(hat) or found.id == hat.organisation_id):
        raise Http404("There is no such organisation, or you do not administer it.")
    today = london_day(moment())
    form = forms.NewPersonForm(
        request.POST or None, roles=roles_at(found.kind), places=register.boards_of_places()
    )
    form.order_fields(["full_name", "email", "username", "role", "place", "from_on"])
    form.fields["from_on"].initial = today

    def add(given: dict[str, Any]) -> str:
        made = services.welcome(
            username=given["username"],
            full_name=given["full_name"],
            email=given["email"],
            organisation_id=found.id,
            role=Role(given["role"]),
            from_on=given["from_on"],
            place_id=UUID(given["place"]) if given.get("place") else None,
            by=hat.actor,
            now=moment(),
        )
        make_invitation(request, hat, made)
        return _address(made)

    back = (reverse("administer_organisation", args=[found.ods_code]), f"Back to {found.name}")
    around = ActPage("Add a person", "Add the person", back, lead=found.name)
    return act_page(request, form, around, add, done="The person is added.")


@page
@administrator_required
def administer_add_role(request: HttpRequest, hat: Hat, code: str, person_id: UUID) -> HttpResponse:
    """One more role for somebody, at an organisation."""
    found = organisations.organisation_by_code(code)
    if found is None or not (administers_all(hat) or found.id == hat.organisation_id):
        raise Http404("There is no such organisation, or you do not administer it.")
    person = _person(hat, person_id)
    form = forms.RoleForm(
        request.POST or None, roles=roles_at(found.kind), places=register.boards_of_places()
    )

    def add(given: dict[str, Any]) -> str:
        services.join(
            person_id=person_id,
            organisation_id=found.id,
            role=Role(given["role"]),
            from_on=given["from_on"],
            place_id=UUID(given["place"]) if given.get("place") else None,
            by=hat.actor,
            now=moment(),
        )
        return _address(person_id)

    lead = f"{person.person.full_name}, at {found.name}"
    back = (_address(person_id), f"Back to {person.person.full_name}")
    return act_page(
        request, form, ActPage("Add a role", "Add the role", back, lead=lead), add, done="The role is added."
    )


@page
@administrator_required
def administer_end_role(request: HttpRequest, hat: Hat, membership_id: UUID) -> HttpResponse:
    """The last day of a role. Cases on this person's desk stay theirs until somebody gives them on."""
    if not administers_all(hat) and register.organisation_of(membership_id) != hat.organisation_id:
        raise Http404("There is no such role, or it is not at your organisation.")
    line = register.membership(membership_id)
    form = forms.EndForm(request.POST or None, field="on", label="The last day")

    def end(given: dict[str, Any]) -> str:
        services.leave(membership_id=membership_id, **given, by=hat.actor, now=moment())
        return _address(line.person_id)

    around = ActPage(
        "End the role",
        "End the role",
        (_address(line.person_id), f"Back to {line.person_name}"),
        lead=f"{line.person_name}, {line.role.label} at {line.organisation_name}. Cases on this person's desk stay "
        "there until somebody gives them on: their team finds them under Desk, as those of somebody who left.",
    )
    return act_page(request, form, around, end, done="The last day is recorded.")


@page
@administrator_required
def administer_details(request: HttpRequest, hat: Hat, person_id: UUID) -> HttpResponse:
    """Name and work e-mail."""
    found = _person(hat, person_id)
    form = forms.DetailsForm(
        request.POST or None, initial={"full_name": found.person.full_name, "email": found.person.email}
    )

    def correct(given: dict[str, Any]) -> str:
        services.correct_person(person_id=person_id, **given, by=hat.actor, now=moment())
        return _address(person_id)

    back = (_address(person_id), f"Back to {found.person.full_name}")
    around = ActPage("Correct name and e-mail", "Save", back, lead=found.person.username)
    return act_page(request, form, around, correct, done="Saved.")


@page
@administrator_required
def administer_account(request: HttpRequest, hat: Hat, person_id: UUID) -> HttpResponse:
    """Closing an account, or opening it again."""
    found = _person(hat, person_id)
    form = forms.AccountForm(request.POST or None)

    def change(given: dict[str, Any]) -> str:
        services.set_account(
            person_id=person_id,
            is_open=not found.is_open,
            reason=given["reason"],
            by=hat.actor,
            now=moment(),
        )
        return _address(person_id)

    title = "Close the account" if found.is_open else "Open the account again"
    lead = f"{found.person.full_name}. " + (
        "Nobody can sign in with it afterwards; whoever is signed in with it now is signed out at the next click."
        if found.is_open
        else "They can sign in again with the password they had."
    )
    back = (_address(person_id), f"Back to {found.person.full_name}")
    done = "The account is closed." if found.is_open else "The account is open."
    return act_page(request, form, ActPage(title, title, back, lead=lead), change, done=done)
