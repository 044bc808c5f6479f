"""People come, change and go: an invitation, another role, a role taken away, a leaver, a lost phone. One act each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sightline.organisations import register, services
from sightline.organisations import selectors as organisations
from sightline.organisations.register import MembershipLine, PersonPage
from sightline.policy.role_places import roles_at
from sightline.policy.terms import Role
from sightline.web.access import moment
from sightline.web.administer import forms
from sightline.web.administer.acts import ActPage, act_page, administers_all, administrator_required, page
from sightline.web.hats import Hat
from sightline.web.link_mail import invite_by_mail
from sightline.web.step_up import asks_again


def invitation_key(person_id: UUID) -> str:
    """Where the session keeps an invitation until the next page has shown it."""
    return f"invitation_once:{person_id}"


def make_invitation(request: HttpRequest, hat: Hat, person_id: UUID) -> None:
    """Makes a link, sends it where there is an e-mail address and a server, and keeps it for the next page."""
    now = moment()
    secret = services.invite(person_id=person_id, by=hat.actor, now=now)
    sent = invite_by_mail(request, organisations.people([person_id])[person_id].email, secret)
    address = request.build_absolute_uri(reverse("accept_invitation", args=[secret]))
    request.session[invitation_key(person_id)] = {"address": address, "sent": sent}


def _back(person: PersonPage) -> tuple[str, str]:
    return reverse("administer_person", args=[person.person.id]), f"Back to {person.person.full_name}"


def _person(hat: Hat, person_id: UUID) -> PersonPage:
    found = register.person_page(person_id)
    own = organisations.organisation(hat.organisation_id).ods_code
    if not (administers_all(hat) or any(role.organisation_code == own for role in found.roles)):
        raise Http404("There is no such person, or they are not at your organisation.")
    return found


def _role(hat: Hat, membership_id: UUID) -> MembershipLine:
    if not administers_all(hat) and register.organisation_of(membership_id) != hat.organisation_id:
        raise Http404("There is no such role, or it is not at your organisation.")
    return register.membership(membership_id)


@page
@administrator_required
def administer_invite(request: HttpRequest, hat: Hat, person_id: UUID) -> HttpResponse:
    """A link by which a person chooses a password, for a first one or one that was forgotten."""
    found = _person(hat, person_id)
    form = Form(request.POST if request.method == "POST" else None)

    def make(given: dict[str, Any]) -> str:
        make_invitation(request, hat, person_id)
        return reverse("administer_person", args=[person_id])

    around = ActPage(
        "Invite to choose a password",
        "Make the link",
        _back(found),
        lead=f"{found.person.full_name}. A link that works once, for seven days. Links made before stop working.",
    )
    return act_page(request, form, around, make, done="The link is made.")


@page
@administrator_required
def administer_change_role(request: HttpRequest, hat: Hat, membership_id: UUID) -> HttpResponse:
    """Another role in place of this one, from now."""
    line = _role(hat, membership_id)
    organisation = organisations.organisation_by_code(line.organisation_code)
    if organisation is None:
        raise Http404("There is no such organisation.")
    form = forms.ChangeRoleForm(
        request.POST or None, roles=roles_at(organisation.kind), places=register.boards_of_places()
    )

    def change(given: dict[str, Any]) -> str:
        services.change_role(
            membership_id=membership_id,
            role=Role(given["role"]),
            place_id=UUID(given["place"]) if given.get("place") else None,
            reason=given["reason"],
            by=hat.actor,
            now=moment(),
        )
        return reverse("administer_person", args=[line.person_id])

    around = ActPage(
        "Change the role",
        "Change the role now",
        (reverse("administer_person", args=[line.person_id]), f"Back to {line.person_name}"),
        lead=f"{line.person_name}, {line.role.label} at {line.organisation_name}. The new role holds at once, and the "
        "old one is gone at their next click.",
    )
    return act_page(request, form, around, change, done="The role is changed.")


@page
@administrator_required
def administer_revoke(request: HttpRequest, hat: Hat, membership_id: UUID) -> HttpResponse:
    """A role taken away now, such as one given by mistake."""
    line = _role(hat, membership_id)
    form = forms.AccountForm(request.POST or None)

    def take(given: dict[str, Any]) -> str:
        services.revoke(membership_id=membership_id, **given, by=hat.actor, now=moment())
        return reverse("administer_person", args=[line.person_id])

    around = ActPage(
        "Take the role away",
        "Take it away now",
        (reverse("administer_person", args=[line.person_id]), f"Back to {line.person_name}"),
        lead=f"{line.person_name}, {line.role.label} at {line.organisation_name}. It is gone at their next click; what "
        "they were typing is shown to them. Cases on their desk stay there until somebody gives them on.",
    )
    return act_page(request, form, around, take, done="The role is taken away.")


@page
@administrator_required
def administer_leaver(request: HttpRequest, hat: Hat, person_id: UUID) -> HttpResponse:
    """Somebody left: roles, sessions, links and, where nothing remains, the account."""
    found = _person(hat, person_id)
    form = forms.AccountForm(request.POST or None)
    everywhere = administers_all(hat)

    def leave(given: dict[str, Any]) -> str:
        services.let_go(
            person_id=person_id,
            organisation_id=None if everywhere else hat.organisation_id,
            **given,
            by=hat.actor,
            now=moment(),
        )
        return reverse("administer_person", args=[person_id])

    where = "everywhere" if everywhere else f"at {hat.organisation_name}"
    around = ActPage(
        "They have left",
        "End everything now",
        _back(found),
        lead=f"{found.person.full_name}. Ends every role {where}, signs them out at once and closes the account if no "
        "role remains. What they did stays on record. Cases on their desk stay there until somebody gives them on.",
    )
    return act_page(request, form, around, leave, done="Their roles have ended, and they are signed out.")


@page
@asks_again()
@administrator_required
def administer_reset_factor(request: HttpRequest, hat: Hat, person_id: UUID) -> HttpResponse:
    """For somebody who lost phone, key and recovery codes."""
    found = _person(hat, person_id)
    form = forms.AccountForm(request.POST or None)

    def reset(given: dict[str, Any]) -> str:
        services.reset_second_factor(person_id=person_id, **given, by=hat.actor, now=moment())
        return reverse("administer_person", args=[person_id])

    around = ActPage(
        "Reset the second factor",
        "Reset it",
        _back(found),
        lead=f"{found.person.full_name}. App, passkeys and recovery codes stop working, and they set up new ones when they "
        "next sign in. Do this only when you have spoken to them yourself: it is what a thief would ask for.",
    )
    return act_page(request, form, around, reset, done="The second factor is reset.")


@page
@asks_again()
@administrator_required
def administer_part(request: HttpRequest, hat: Hat, person_id: UUID) -> HttpResponse:
    """For an account at an identity provider that was stolen, or is somebody else's."""
    found = _person(hat, person_id)
    form = forms.AccountForm(request.POST or None)

    def part(given: dict[str, Any]) -> str:
        services.part_from_providers(person_id=person_id, **given, by=hat.actor, now=moment())
        return reverse("administer_person", args=[person_id])

    around = ActPage(
        "End signing in by a provider",
        "End it now",
        _back(found),
        lead=f"{found.person.full_name}. Whoever signs in by NHS CIS2 or Entra ID as them is refused from now on, and they are "
        "signed out at their next click. If they chose no password here, invite them to choose one.",
    )
    return act_page(request, form, around, part, done="Nobody signs in by a provider as them any more.")
