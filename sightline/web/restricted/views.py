"""Limiting a case to named people, naming them, opening it all the same, reviewing that, and who has looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents.selectors import restriction as reading
from sightline.incidents.selectors.restriction import GuardedCase
from sightline.incidents.services import restriction
from sightline.organisations.figures import agreed_figures
from sightline.policy.lengths import counted
from sightline.policy.local_default_rows import OPENING_HOURS, figure_on
from sightline.policy.permissions import permissions_of
from sightline.policy.restricted import NAMED_ROLES
from sightline.policy.terms import Action, Permission
from sightline.policy.working_days import london_day
from sightline.web import kept_forms
from sightline.web.access import hat_required, load_guarded_to_act, moment, seen_version
from sightline.web.case_steps import words_of_page
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.restricted.forms import NameForm, OpenForm, ReasonForm, RestrictForm, ReviewForm
from sightline.web.step_up import asks_again

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _taking(request: HttpRequest, hat: Hat, page: GuardedCase) -> dict[str, Any]:
    return {"by": hat.actor, "now": moment(), "seen": seen_version(request, page)}


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@page_of_a_step
@hat_required
def restrict_case(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Limits a case: why, and who else goes on with it; says who is named at once."""
    page = load_guarded_to_act(request, hat, reference, Action.RESTRICT)
    now = moment()
    form = RestrictForm(kept_forms.data_for(request), people=reading.could_name(page, now=now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        problem = reading.problem_of_restricting(hat.actor, page, given["kind"], form.people, now=now)
        if not problem:
            restriction.restrict(
                page.incident_id, given["kind"], given["reason"], form.people, **_taking(request, hat, page)
            )
            messages.success(request, "Only the people named see the case now.")
            return redirect("restricted_named", reference)
        form.add_error("chosen", problem)
    return render(
        request,
        "restricted/restrict.jinja",
        status=_status(request),
        page=page,
        form=form,
        named_roles=NAMED_ROLES,
    )


@page_of_a_step
@hat_required
def restrict_lift(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Everyone with access sees the case again."""
    page = load_guarded_to_act(request, hat, reference, Action.LIFT_RESTRICTION)
    form = ReasonForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        restriction.lift(page.incident_id, form.cleaned_data["reason"], **_taking(request, hat, page))
        messages.success(request, "Everyone with access sees the case again.")
        return redirect("incident", reference)
    return render(request, "restricted/lift.jinja", status=_status(request), page=page, form=form)


@page_of_a_step
@hat_required
def restricted_named(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Who is named on a restricted case and who was; one more is named."""
    page = load_guarded_to_act(request, hat, reference, Action.NAME_PERSON)
    now = moment()
    form = NameForm(kept_forms.data_for(request), people=reading.could_name(page, now=now))
    if request.method == "POST" and form.is_valid():
        restriction.name_person(
            page.incident_id, form.chosen, form.cleaned_data["reason"], **_taking(request, hat, page)
        )
        messages.success(request, "They see the case now, as far as their role shows it.")
        return redirect("restricted_named", reference)
    return render(
        request,
        "restricted/named.jinja",
        status=_status(request),
        page=page,
        form=form,
        wide=True,
        rows=reading.named_rows(hat.actor, page.incident_id, now=now, ended_too=True),
    )


@page_of_a_step
@hat_required
def restricted_end_naming(request: HttpRequest, hat: Hat, reference: str, named_id: UUID) -> HttpResponse:
    """Someone may no longer see the case."""
    page = load_guarded_to_act(request, hat, reference, Action.END_NAMING)
    now = moment()
    rows = reading.named_rows(hat.actor, page.incident_id, now=now)
    row = next((each for each in rows if each.named_id == named_id), None)
    if row is None:
        raise Http404("They are not named, or no longer.")
    form = ReasonForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        problem = reading.problem_of_ending(page, row, now=now)
        if not problem:
            restriction.end_naming(
                page.incident_id, named_id, form.cleaned_data["reason"], **_taking(request, hat, page)
            )
            messages.success(request, "They no longer see the case.")
            is_own = not reading.named_rows(hat.actor, page.incident_id, now=moment())
            return redirect("today") if is_own else redirect("restricted_named", reference)
        form.add_error("reason", problem)
    return render(request, "restricted/end.jinja", status=_status(request), page=page, form=form, row=row)


@page_of_a_step
@hat_required
@asks_again()
def restricted_open(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Someone who is not named opens a restricted case for some hours, with a reason."""
    now = moment()
    if not reading.is_closed_to(hat.actor, reference, now=now):
        raise Http404("It is not restricted, or does not exist for this role.")
    form = OpenForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        restriction.open_restricted(reference, form.cleaned_data["reason"], by=hat.actor, now=now)
        messages.success(request, "You can read it now. Those who guard the case were told.")
        return redirect("incident", reference)
    hours = figure_on(OPENING_HOURS, london_day(now), agreed_figures())
    return render(
        request,
        "restricted/open.jinja",
        status=_status(request),
        form=form,
        reference=reference,
        hours=counted(hours, "hour"),
    )


def _require_guardian(hat: Hat) -> None:
    if Permission.REVIEW_OPENINGS not in permissions_of(hat.role):
        raise PermissionDenied("This page is for people who guard restricted cases.")


@require_safe
@hat_required
def openings(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Who opened a restricted case without being named: what is to be reviewed first."""
    _require_guardian(hat)
    rows = reading.openings_for(hat.actor, now=moment())
    return render(request, "restricted/openings.jinja", rows=rows, most=reading.MOST_OPENINGS)


@page_of_a_step
@hat_required
def opening_review(request: HttpRequest, hat: Hat, opening_id: UUID) -> HttpResponse:
    """One opening: who, why, and what a review found."""
    row = reading.opening_of(hat.actor, opening_id, now=moment())
    if row is None:
        raise Http404("There is no such opening, or you do not guard the case.")
    if request.method == "POST" and not row.may_review:
        raise PermissionDenied("It was reviewed already, or it was you who opened the case.")
    form = ReviewForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        restriction.review_opening(opening_id, given["outcome"], given["note"], by=hat.actor, now=moment())
        messages.success(request, "The review is recorded.")
        return redirect("openings")
    return render(request, "restricted/review.jinja", status=_status(request), form=form, row=row)


@require_safe
@hat_required
def incident_looks(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Who has looked at a case, and at which of its pages."""
    looked = reading.looks_at(hat.actor, reference, now=moment(), before=_key(request.GET.get("before", "")))
    if looked is None:
        raise Http404("There is no such incident, or you are not shown who looked at it.")
    return render(
        request,
        "restricted/looks.jinja",
        reference=reference,
        looked=looked,
        words=words_of_page,
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
