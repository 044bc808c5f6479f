"""Breaches of information: the list, reporting one, the record with its clock, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sightline.breaches.breach_filter import case_key
from sightline.breaches.errors import BreachRefused, BreachStale
from sightline.breaches.selectors import breach_list, breach_record
from sightline.breaches.selectors.breach_list import BreachRow
from sightline.breaches.selectors.breach_record import BreachView
from sightline.breaches.services import handling, reporting
from sightline.incidents.services.exports import note_export
from sightline.policy.breach_access import NOT_THEIRS
from sightline.policy.breach_acts import (
    OFFERED,
    OLDER_NAME,
    OLDER_NAME_WORDS,
    BreachAct,
    problems_of_report,
)
from sightline.policy.breach_grid import LIKELIHOOD, LOG_EVERY_BREACH, SEVERITY
from sightline.policy.permissions import MAY_REPORT
from sightline.policy.working_days import london_day
from sightline.web import kept_forms
from sightline.web.access import hat_required, moment, reporter_required
from sightline.web.breaches.act_forms import MeasureForm, ReasonForm, form_for
from sightline.web.breaches.forms import ReportForm
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.spreadsheets import csv_answer
from sightline.web.step_up import asks_again
from sightline.web.wording import say_moment

page_of_an_act = require_http_methods(["GET", "HEAD", "POST"])
_COLUMNS = (
    *("Number", "In a few words", "What was broken", "Controller", "State", "72 hours"),
    *("Reported", "Controller aware", "ICO told", "Toolkit reference"),
)


@require_safe
@hat_required
def breaches(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Those whose 72 hours run, the most urgent first, then the others; and what is to be done by this hat."""
    now = moment()
    after = _key(request.GET.get("after", ""))
    of = request.GET.get("incident", "").strip()[:20]
    case = case_key(hat.actor, of, now=now) if of else None
    if of and case is None:
        raise Http404("There is no incident of this number that you can see.")
    if case is not None:
        page = breach_list.BreachPage(breach_list.breaches_of_case(hat.actor, case, now=now), None)
    else:
        page = breach_list.breach_page(hat.actor, now=now, after=after)
    return render(
        request,
        "breaches/list.jinja",
        page=page,
        is_first=after is None,
        of_case=of.upper() if case is not None else "",
        tasks=breach_list.tasks_for(hat.actor, now=now) if after is None and case is None else (),
        may_report=hat.role in MAY_REPORT,
        log_every=LOG_EVERY_BREACH,
    )


@require_safe
@asks_again("breaches")
@hat_required
def breaches_export(request: HttpRequest, hat: Hat) -> StreamingHttpResponse:
    """The list as CSV, in the columns shown; who took it is noted in the audit trail."""
    now = moment()
    rows = list(breach_list.every_breach(hat.actor, now=now))
    note_export("breaches.csv", "", rows=len(rows), by=hat.actor, now=now)
    return csv_answer("breaches.csv", _COLUMNS, map(_cells, rows))


def _cells(row: BreachRow) -> tuple[str, ...]:
    moments = (row.reported_at, row.aware_at, row.told_at)
    return (
        *(row.reference, row.title, "; ".join(row.kinds), row.controller_name, row.state, row.clock),
        *("" if each is None else say_moment(each) for each in moments),
        row.toolkit_reference,
    )


@page_of_an_act
@reporter_required
def breach_report(request: HttpRequest, hat: Hat) -> HttpResponse:
    """One page, for anybody at work."""
    now = moment()
    today = london_day(now)
    form = ReportForm(
        kept_forms.data_for(request),
        own=hat.organisation_id,
        today=today,
        initial={"incident": request.GET.get("incident", "")[:20]},
    )
    if request.method == "POST" and form.is_valid() and form.controller_id is not None:
        given = reporting.NewBreach(
            controller_id=form.controller_id,
            title=form.typed("title"),
            what_happened=form.typed("what_happened"),
            kinds=tuple(form.cleaned_data["kinds"]),
            happened_on=form.cleaned_data["happened_on"],
            happened_time=form.cleaned_data["happened_time"],
            aware_at=form.moment("aware") if form.is_ours else None,
            people_count=form.cleaned_data["people_count"],
            special_data=form.truth("special_data"),
            people_at_risk=form.truth("people_at_risk"),
            incident=form.typed("incident"),
            sent_key=form.cleaned_data["sent_key"],
        )
        form.say(
            problems_of_report(
                title=given.title,
                what_happened=given.what_happened,
                kinds=given.kinds,
                happened_on=given.happened_on,
                happened_time=given.happened_time,
                aware_at=given.aware_at,
                aware_is_ours=form.is_ours,
                people_count=given.people_count,
                now=now,
            )
        )
        if not form.errors:
            sent = form.take(lambda: reporting.report_breach(given, by=hat.actor, now=now))
            if sent is not None:
                messages.success(request, f"Reported as {sent.reference}. Whoever handles it was told.")
                return redirect("breach", sent.reference)
    return render(request, "breaches/report.jinja", status=_status(request), form=form, older=OLDER_NAME)


def _load(hat: Hat, reference: str) -> BreachView:
    view = breach_record.breach_view(hat.actor, reference, now=moment())
    if view is None:
        raise Http404("There is no such breach, or you cannot see it.")
    return view


@require_safe
@hat_required
def breach(request: HttpRequest, hat: Hat, breach: str) -> HttpResponse:
    """The record: the clock on top, the grid, what was done, and what this hat can do."""
    view = _load(hat, breach)
    return render(
        request,
        "breaches/record.jinja",
        view=view,
        links=[(act, why) for act, why in view.acts.items() if not why],
        waiting=[(act, why) for act, why in view.acts.items() if why and act is BreachAct.TELL_PEOPLE],
        likelihood={row.value: row for row in LIKELIHOOD},
        severity={row.value: row for row in SEVERITY},
        older=OLDER_NAME,
        older_words=OLDER_NAME_WORDS,
        not_theirs=NOT_THEIRS[view.controller_id == hat.organisation_id],
    )


def _load_to_act(request: HttpRequest, hat: Hat, reference: str, act: BreachAct) -> BreachView:
    """The breach, where this hat handles it. Sent after somebody else moved it on, a form is out of date: BreachStale."""
    view = _load(hat, reference)
    if not view.may_handle:
        raise BreachRefused(NOT_THEIRS[view.controller_id == hat.organisation_id])
    if why := view.acts.get(act, ""):
        if request.method == "POST" and _seen(request) != view.version:
            raise BreachStale(view.reference, _seen(request))
        raise BreachRefused(why)
    return view


def _seen(request: HttpRequest) -> int:
    value = str(request.POST.get("seen", ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


@page_of_an_act
@hat_required
def breach_act(request: HttpRequest, hat: Hat, breach: str, act: str) -> HttpResponse:
    """One act on a breach: its form, and what it changes."""
    known = {each.value.replace("_", "-"): each for each in OFFERED}
    if act not in known:
        raise Http404("There is no such page.")
    step = known[act]
    view = _load_to_act(request, hat, breach, step)
    now = moment()
    people = breach_record.could_have_task(view.controller_id, now=now) if step is BreachAct.ADD_TASK else ()
    form = form_for(step, kept_forms.data_for(request), view=view, people=people, today=london_day(now))
    if request.method == "POST" and form.is_valid() and _is_done(request, hat, view, step, form):
        messages.success(request, "Recorded.")
        gone = breach_record.breach_view(hat.actor, breach, now=now) is None
        return redirect("breaches") if gone else redirect("breach", breach)
    return render(
        request,
        "breaches/act.jinja",
        status=_status(request),
        view=view,
        page=view,
        act=step,
        form=form,
        older_words=OLDER_NAME_WORDS,
    )


def _is_done(request: HttpRequest, hat: Hat, view: BreachView, step: BreachAct, form: Any) -> bool:
    """Takes the act; False where what was typed was refused, which then stands in the form."""
    taking: dict[str, Any] = {"by": hat.actor, "now": moment(), "seen": _seen(request)}
    key, typed = view.breach_id, form.typed
    acts: Mapping[BreachAct, Callable[[], None]] = {
        BreachAct.RECORD_AWARE: lambda: handling.record_aware(
            key, form.moment("aware"), typed("reason"), **taking
        ),
        BreachAct.GRADE: lambda: handling.grade(key, form.grade, **taking),
        BreachAct.RECORD_TOLD: lambda: handling.record_told(
            key, form.moment("told"), typed("why_late"), reference=typed("reference"), **taking
        ),
        BreachAct.DECIDE_UNLIKELY: lambda: handling.decide_unlikely(key, typed("reason"), **taking),
        BreachAct.RECORD_REFERENCE: lambda: handling.record_reference(key, typed("reference"), **taking),
        BreachAct.TELL_PEOPLE: lambda: handling.tell_people(
            key, told=form.truth("told"), told_at=form.moment("told"), reason=typed("reason"), **taking
        ),
        BreachAct.ADD_MEASURE: lambda: handling.add_measure(key, typed("words"), **taking),
        BreachAct.ADD_TASK: lambda: handling.add_task(
            key, typed("what"), assigned_to=form.person_id, due_at=form.due_at, **taking
        ),
        BreachAct.LINK: lambda: handling.link(key, typed("reference"), **taking),
        BreachAct.CHANGE_CONTROLLER: lambda: handling.change_controller(
            key, form.controller_id, typed("reason"), **taking
        ),
        BreachAct.CLOSE: lambda: handling.close(key, typed("lessons"), **taking),
        BreachAct.REOPEN: lambda: handling.reopen(key, typed("reason"), **taking),
    }
    form.take(acts[step])
    return not form.errors


@page_of_an_act
@hat_required
def breach_task(request: HttpRequest, hat: Hat, breach: str, task_id: UUID) -> HttpResponse:
    """A task is done: with what was done."""
    view = _load_to_act(request, hat, breach, BreachAct.FINISH_TASK)
    task = next((row for row in view.tasks if row.task_id == task_id and not row.is_first), None)
    if task is None or (task.done_at and request.method != "POST"):
        raise Http404("There is no such task, or it is done by what it asks for.")
    form = MeasureForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        taking: dict[str, Any] = {"by": hat.actor, "now": moment(), "seen": _seen(request)}
        form.take(lambda: handling.finish_task(view.breach_id, task_id, form.typed("words"), **taking))
        if not form.errors:
            messages.success(request, "The task is recorded as done.")
            return redirect("breach", breach)
    return render(
        request,
        "breaches/act.jinja",
        status=_status(request),
        view=view,
        page=view,
        act=BreachAct.FINISH_TASK,
        form=form,
        about=task.what,
    )


@page_of_an_act
@hat_required
def breach_unlink(request: HttpRequest, hat: Hat, breach: str, link_id: UUID) -> HttpResponse:
    """Ends a link to a case, with the reason."""
    view = _load_to_act(request, hat, breach, BreachAct.UNLINK)
    link = next((row for row in view.links if row.link_id == link_id), None)
    if link is None:
        raise Http404("It is not linked, or no longer.")
    form = ReasonForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        handling.unlink(
            view.breach_id, link_id, form.typed("reason"), by=hat.actor, now=moment(), seen=_seen(request)
        )
        messages.success(request, "The link has ended.")
        return redirect("breach", breach)
    return render(
        request,
        "breaches/act.jinja",
        status=_status(request),
        view=view,
        page=view,
        act=BreachAct.UNLINK,
        form=form,
        about=f"Linked to {link.incident_reference}.",
    )


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
