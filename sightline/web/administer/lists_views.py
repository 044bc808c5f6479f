"""Calendars and lengths agreed locally; and what a role would see."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sightline.incidents.services import local_rules
from sightline.incidents.services.previews import look_as
from sightline.incidents.services.reckoning_anew import MovedDate
from sightline.organisations import agreed, register
from sightline.organisations import selectors as organisations
from sightline.policy.deadlines import DEADLINES, Deadline, DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.framework_words import status_in_any_framework
from sightline.policy.lengths import say_day
from sightline.policy.permissions import BOUND_TO_PLACE
from sightline.policy.role_places import roles_at
from sightline.policy.terms import Framework, Role
from sightline.policy.working_days import ENGLAND_AND_WALES, london_day
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
from sightline.web.page import render


@require_safe
@home_administrator_required
def administer_lists(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every timescale with where its length comes from and what is in force; bank holidays, computed and added."""
    today = london_day(moment())
    in_force = agreed.agreed_lengths()
    lengths = {framework: in_force(framework, None, today) for framework in Framework}
    variations = register.variations()
    return render(
        request,
        "administer/lists.jinja",
        today=today,
        rules=[
            (framework, [(rule, lengths[framework].get(rule.kind)) for rule in DEADLINES[framework]])
            for framework in Framework
        ],
        variations=[row for row in variations if not row.is_over(today)],
        history=[row for row in variations if row.is_over(today)],
        added=register.added_holidays(),
        computed=sorted(
            day for day in ENGLAND_AND_WALES.holidays if day.year in (today.year, today.year + 1)
        ),
    )


@page
@home_administrator_required
def administer_add_holiday(request: HttpRequest, hat: Hat) -> HttpResponse:
    """A bank holiday proclaimed late; whose timescales move is shown afterwards."""
    form = forms.HolidayForm(request.POST or None)

    def add(given: dict[str, Any]) -> str:
        return _moved(request, local_rules.add_holiday(**given, by=hat.actor, now=moment()))

    around = ActPage(
        "Add a bank holiday",
        "Add the bank holiday",
        (reverse("administer_lists"), "Timescales and bank holidays"),
        lead="Timescales in working days that span it move by a day. The next page shows which. What is done or ended "
        "already stays as it was judged.",
    )
    return act_page(request, form, around, add, done="The bank holiday is added.")


@page
@home_administrator_required
def administer_withdraw_holiday(request: HttpRequest, hat: Hat, holiday_id: UUID) -> HttpResponse:
    """A bank holiday that was added and is none."""
    row = register.added_holiday(holiday_id)
    if row.withdrawn_at is not None:
        raise Http404("It was withdrawn before.")
    form = forms.WithdrawForm(request.POST or None)

    def withdraw(given: dict[str, Any]) -> str:
        moved = local_rules.withdraw_holiday(holiday_id, **given, by=hat.actor, now=moment())
        return _moved(request, moved)

    around = ActPage(
        f"Withdraw a bank holiday: {say_day(row.day)}",
        "Withdraw the bank holiday",
        (reverse("administer_lists"), "Timescales and bank holidays"),
        lead=f"{row.title}. Timescales in working days that span it move back by a day. The next page shows which. What "
        "is done or ended already stays as it was judged.",
    )
    return act_page(request, form, around, withdraw, done="The bank holiday is withdrawn.")


_MOVED = "dates_moved"
MOST_MOVED = 200


def _moved(request: HttpRequest, moved: tuple[MovedDate, ...]) -> str:
    """Keeps what moved for the next page, and gives its address."""
    request.session[_MOVED] = [_as_words(row) for row in moved[:MOST_MOVED]]
    return reverse("administer_moved")


def _as_words(row: MovedDate) -> list[str]:
    return [row.reference, row.kind.label, row.was.isoformat(), row.now.isoformat()]


@require_safe
@home_administrator_required
def administer_moved(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Which dates the change just made has moved: numbers of cases and days, nothing else of them."""
    moved = [
        (reference, label, date.fromisoformat(was), date.fromisoformat(due))
        for reference, label, was, due in request.session.get(_MOVED, [])
    ]
    return render(request, "administer/moved.jinja", moved=moved, most=MOST_MOVED)


def _rule(framework: str, kind: str) -> Deadline:
    for each in Framework:
        for rule in DEADLINES[each]:
            if each.value == framework and rule.kind.value == kind:
                return rule
    raise Http404("There is no such timescale.")


@page
@home_administrator_required
def administer_vary(request: HttpRequest, hat: Hat, framework: str, kind: str) -> HttpResponse:
    """Another length for one timescale, from a day on, with who agreed it."""
    rule = _rule(framework, kind)
    today = london_day(moment())
    known = [
        row
        for row in register.variations()
        if (row.framework, row.kind) == (rule.framework, rule.kind) and not row.is_over(today)
    ]
    form = forms.VariationForm(
        request.POST or None, rule=rule, places=register.boards_of_places(), has_others=bool(known)
    )

    def vary(given: dict[str, Any]) -> str:
        moved = local_rules.agree_length(
            kind=DeadlineKind(kind),
            framework=rule.framework,
            length=given["length"],
            from_on=given["from_on"],
            until_on=given["until_on"],
            place_id=UUID(given["place"]) if given["place"] else None,
            reason=given["reason"],
            source=given["source"],
            supersede=bool(given.get("supersede")),
            by=hat.actor,
            now=moment(),
        )
        return _moved(request, moved)

    around = ActPage(
        f"Change a timescale: {rule.label}",
        "Agree this length",
        (reverse("administer_lists"), "Timescales and bank holidays"),
        lead=f"{rule.framework.label}. The rule has {rule.length} {rule.unit.label}. {rule.source} It counts for "
        "incidents identified from the first day on; what was identified before keeps the length it has.",
        clause=rule.clause,
    )
    return act_page(
        request,
        form,
        around,
        vary,
        done="The length is agreed.",
        template="administer/vary.jinja",
        known=known,
    )


@page
@home_administrator_required
def administer_end_variation(request: HttpRequest, hat: Hat, variation_id: UUID) -> HttpResponse:
    """The last day of a length agreed locally."""
    row = register.variation(variation_id)
    form = forms.EndForm(request.POST or None, field="until_on", label="The last day")

    def end(given: dict[str, Any]) -> str:
        return _moved(request, local_rules.end_length(variation_id, **given, by=hat.actor, now=moment()))

    around = ActPage(
        "End a length agreed locally",
        "End it",
        (reverse("administer_lists"), "Timescales and bank holidays"),
        lead=f"{row.kind.label}: {row.in_words}, {row.place_name or 'everywhere'}, from {say_day(row.from_on)}. "
        "Incidents identified on its last day or before keep it.",
    )
    return act_page(request, form, around, end, done="The last day is recorded.")


@page
@administrator_required
def administer_preview(request: HttpRequest, hat: Hat) -> HttpResponse:
    """What a role would see: numbers and reasons, never what is in a case; each look is in the audit trail."""
    everything = administers_all(hat)
    own = organisations.organisation(hat.organisation_id)
    form = forms.PreviewForm(
        request.POST or None,
        code=request.GET.get("code", own.ods_code),
        roles=list(Role),
        places=register.boards_of_places(),
    )
    looked = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        found = organisations.organisation_by_code(given["code"])
        role = Role(given["role"])
        if found is None:
            form.add_error("code", "There is no organisation with this code.")
        elif not everything and found.id != own.id:
            raise PermissionDenied("You may look at the roles of your own organisation only.")
        elif role not in roles_at(found.kind):
            form.add_error("role", f"Nobody is {role.label} at {found.name}.")
        elif role in BOUND_TO_PLACE and not given["place"]:
            form.add_error("place", "Choose the Place: this role reads the cases of one Place only.")
        else:
            place = UUID(given["place"]) if given["place"] else None
            eyes = Actor(person_id=hat.person_id, organisation_id=found.id, role=role, place_id=place)
            looked = look_as(eyes, reason=given["reason"], by=hat.actor, now=moment())
            return render(
                request,
                "administer/preview.jinja",
                form=form,
                looked=looked,
                found=found,
                role=role,
                status_in_any=status_in_any_framework,
            )
    status = 422 if request.method == "POST" else 200
    return render(request, "administer/preview.jinja", status=status, form=form, looked=None)
