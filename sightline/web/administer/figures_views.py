"""Figures other than lengths that an administrator may set: thresholds, hours, years."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sightline.organisations import services
from sightline.organisations.figures import figure_line, figure_lines, figure_rows
from sightline.policy.lengths import say_day
from sightline.policy.local_default_rows import FIGURES
from sightline.policy.local_defaults import Stricter
from sightline.policy.working_days import london_day
from sightline.web.access import moment
from sightline.web.administer import forms
from sightline.web.administer.acts import ActPage, act_page, home_administrator_required, page
from sightline.web.hats import Hat
from sightline.web.page import render

_BACK = "Figures that can be agreed locally"


@require_safe
@home_administrator_required
def administer_figures(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every figure with its default, its source, what holds today, and what was agreed of it."""
    today = london_day(moment())
    return render(request, "administer/figures.jinja", today=today, headings=figure_rows(today))


@page
@home_administrator_required
def administer_figure(request: HttpRequest, hat: Hat, code_of_figure: str) -> HttpResponse:
    """Another value for one figure, from a day on, with who agreed it."""
    if code_of_figure not in FIGURES:
        raise Http404("There is no such figure.")
    rule, figure = FIGURES[code_of_figure]
    today = london_day(moment())
    known = [line for line in figure_lines(figure.code) if not line.is_over(today)]
    form = forms.FigureForm(request.POST or None, figure=figure, has_others=bool(known))

    def vary(given: dict[str, Any]) -> str:
        services.vary_figure(
            code=figure.code,
            value=given["value"],
            from_on=given["from_on"],
            until_on=given["until_on"],
            reason=given["reason"],
            source=given["source"],
            supersede=bool(given.get("supersede")),
            by=hat.actor,
            now=moment(),
        )
        return reverse("administer_figures")

    stricter = "" if figure.stricter is Stricter.NEITHER else f" {figure.stricter.label}."
    applied = f"{rule.applied_by} applies it." if rule.applied_by else "Nothing applies it yet."
    around = ActPage(
        f"{rule.label}: {figure.words}",
        "Agree this value",
        (reverse("administer_figures"), _BACK),
        lead=f"The default is {figure.say(figure.default_on(today))}: {figure.tag.label}, {figure.source}"
        f"{'' if figure.source.endswith('.') else '.'}{stricter} {applied}",
        clause=figure.clause,
    )
    return act_page(
        request,
        form,
        around,
        vary,
        done="The value is agreed.",
        template="administer/vary_figure.jinja",
        known=known,
    )


@page
@home_administrator_required
def administer_end_figure(request: HttpRequest, hat: Hat, agreed_id: UUID) -> HttpResponse:
    """The last day of a value agreed locally."""
    row = figure_line(agreed_id)
    if row.withdrawn_at is not None:
        raise Http404("Another took its place before.")
    form = forms.EndForm(request.POST or None, field="until_on", label="The last day")

    def end(given: dict[str, Any]) -> str:
        services.end_figure(variation_id=agreed_id, **given, by=hat.actor, now=moment())
        return reverse("administer_figures")

    around = ActPage(
        "End a value agreed locally",
        "End it",
        (reverse("administer_figures"), _BACK),
        lead=f"{row.rule.label}. {row.figure.words} {row.in_words}, from {say_day(row.from_on)}. "
        "Afterwards the default holds.",
    )
    return act_page(request, form, around, end, done="The last day is recorded.")
