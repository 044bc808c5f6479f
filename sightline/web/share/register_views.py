"""The register of disclosures, of protocols to share, and of what other lead commissioners shared with us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents.selectors import disclosures as register
from sightline.incidents.selectors import sharing_registers as reading
from sightline.incidents.selectors.disclosures import OVERDUE, DisclosureFilter, DisclosureRow
from sightline.incidents.services import sharing_registers
from sightline.incidents.services.exports import note_export
from sightline.policy.disclosing import DisclosureState
from sightline.policy.disclosure_kinds import DisclosureKind
from sightline.policy.working_days import london_day
from sightline.web import kept_forms
from sightline.web.access import hat_required, moment
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.share.forms import NoteForm
from sightline.web.share.register_forms import ProtocolForm, ReceivedForm, ReviewProtocolForm
from sightline.web.share.views import COLOURS
from sightline.web.spreadsheets import csv_answer
from sightline.web.step_up import asks_again

page_with_a_form = require_http_methods(["GET", "HEAD", "POST"])
STATES = [*DisclosureState.choices(), (OVERDUE, "Waits past the day an answer was wanted")]
COLUMNS = (
    *("Case", "For", "To", "By", "Parts", "Purpose", "How", "Request", "State", "Proposed on", "Shared on"),
    *("Until", "Answer wanted by", "Acknowledged on", "Ended on"),
)
_LONGEST_TEXT = 200


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _require_register(hat: Hat) -> None:
    if not register.has_register(hat.actor):
        raise PermissionDenied("This page is for roles that share cases, or with whom cases are shared.")


def _read(asked: QueryDict, this_year: int) -> DisclosureFilter:
    """What the address asks for; what cannot be right is left out."""
    years = {str(year) for year in range(register.FIRST_YEAR, this_year + 1)}
    kind, state, year = asked.get("kind", ""), asked.get("state", ""), str(asked.get("year", ""))
    return DisclosureFilter(
        text=asked.get("q", "").replace("\x00", "")[:_LONGEST_TEXT],
        recipient=asked.get("recipient", "").replace("\x00", "")[:_LONGEST_TEXT],
        kind=kind if kind in set(DisclosureKind) else "",
        year=int(year) if year in years else None,
        state=state if state in {code for code, _ in STATES} else "",
        after=asked.get("after", ""),
    )


def _kept(wanted: DisclosureFilter) -> Mapping[str, str]:
    """The filters as an address holds them."""
    given = {
        "q": wanted.text,
        "recipient": wanted.recipient,
        "kind": wanted.kind,
        "year": "" if wanted.year is None else str(wanted.year),
        "state": wanted.state,
    }
    return {name: value for name, value in given.items() if value}


@require_safe
@hat_required
def disclosures(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every disclosure this hat is shown, and to whom most went this year."""
    _require_register(hat)
    now = moment()
    this_year = register.year_of(london_day(now))
    wanted = _read(request.GET, this_year)
    kept = _kept(wanted)
    page = register.register(hat.actor, wanted, now=now)
    recipients = register.recipients_in(hat.actor, this_year, now=now)
    names = {name for name, _ in register.recipients_in(hat.actor, None, now=now)}
    return render(
        request,
        "share/disclosures.jinja",
        page=page,
        wanted=wanted,
        found=register.count_of_register(hat.actor, replace(wanted, after=""), now=now),
        recipients=[
            (name, number, f"?{urlencode({'recipient': name, 'year': str(this_year)})}")
            for name, number in recipients
        ],
        recipient_choices=[(name, name) for name in sorted({*names, wanted.recipient} - {""})],
        kind_choices=DisclosureKind.choices(),
        state_choices=STATES,
        year_choices=[
            (str(year), f"April {year} to March {year + 1}")
            for year in range(this_year, register.FIRST_YEAR - 1, -1)
        ],
        this_year=this_year,
        is_filtered=bool(kept),
        keeps_registers=reading.keeps_registers(hat.actor),
        colours=COLOURS,
        next_address=f"?{urlencode({**kept, 'after': page.next_after})}" if page.next_after else "",
        export_address=f"{reverse('disclosures_export')}?{urlencode(kept)}",
    )


@require_safe
@asks_again("disclosures")
@hat_required
def disclosures_export(request: HttpRequest, hat: Hat) -> StreamingHttpResponse:
    """Every filtered row as CSV; who took it is noted in the audit trail."""
    _require_register(hat)
    now = moment()
    wanted = replace(_read(request.GET, register.year_of(london_day(now))), after="")
    rows = register.count_of_register(hat.actor, wanted, now=now, most=None)
    note_export("disclosures.csv", urlencode(_kept(wanted)), rows=rows, by=hat.actor, now=now)
    every = register.every_disclosure(hat.actor, wanted, now=now)
    return csv_answer("disclosures.csv", COLUMNS, map(_cells, every))


def _cells(row: DisclosureRow) -> tuple[str, ...]:
    days = (row.proposed_on, row.shared_on, row.expires_on, row.due_on, row.acknowledged_on, row.ended_on)
    return (
        *(row.reference, row.kind.label, row.recipient_name, row.by_name),
        *("; ".join(part.label for part in row.parts), row.purpose, row.method, row.request_reference),
        *(row.state.label, *("" if day is None else day.isoformat() for day in days)),
    )


def _require_keeper(hat: Hat) -> None:
    if not reading.keeps_registers(hat.actor):
        raise PermissionDenied("This register is kept by information-governance and patient-safety teams.")


@require_safe
@hat_required
def protocols(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Agreements to share, what is to be reviewed first."""
    _require_keeper(hat)
    rows, onward = reading.protocols(hat.actor, now=moment(), after=request.GET.get("after", ""))
    return render(request, "share/protocols.jinja", rows=rows, onward=onward)


@page_with_a_form
@hat_required
def protocol_add(request: HttpRequest, hat: Hat) -> HttpResponse:
    """One more protocol in the register of one's own organisation."""
    _require_keeper(hat)
    now = moment()
    form = ProtocolForm(kept_forms.data_for(request), partners=reading.partner_choices(hat.actor, now=now))
    if request.method == "POST" and form.is_valid():
        new = form.protocol()
        wrong = sharing_registers.problems_with_protocol(new, hat.actor)
        if not wrong:
            sharing_registers.add_protocol(new, by=hat.actor, now=now)
            messages.success(request, "The protocol is in the register.")
            return redirect("protocols")
        for field, words in wrong.items():
            form.add_error(field, words)
    return render(request, "share/protocol_add.jinja", status=_status(request), form=form)


@page_with_a_form
@hat_required
def protocol_review(request: HttpRequest, hat: Hat, protocol_id: UUID) -> HttpResponse:
    """What a review found: it goes on, or ends."""
    _require_keeper(hat)
    now = moment()
    row = reading.protocol(hat.actor, protocol_id, now=now)
    if row is None:
        raise Http404("There is no such protocol in your register.")
    if row.ended_on is not None:
        raise PermissionDenied("It has ended already.")
    form = ReviewProtocolForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ends = given["outcome"] == "ends"
        if not ends and (given["review_on"] is None or given["review_on"] <= london_day(now)):
            form.add_error("review_on", "The next review is on a day to come.")
        else:
            sharing_registers.change_protocol(
                protocol_id,
                review_on=given["review_on"],
                ends=ends,
                reason=given["reason"],
                by=hat.actor,
                now=now,
            )
            messages.success(request, "The protocol has ended." if ends else "The next review is set.")
            return redirect("protocols")
    return render(request, "share/protocol_review.jinja", status=_status(request), form=form, row=row)


@require_safe
@hat_required
def received(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Cases that other commissioners lead, with what they told us."""
    _require_keeper(hat)
    rows, onward = reading.received_cases(hat.actor, after=request.GET.get("after", ""))
    return render(request, "share/received.jinja", rows=rows, onward=onward)


@page_with_a_form
@hat_required
def received_add(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Records what another lead commissioner told us."""
    _require_keeper(hat)
    now = moment()
    form = ReceivedForm(kept_forms.data_for(request), leads=reading.lead_choices(hat.actor, now=now))
    if request.method == "POST" and form.is_valid():
        new = form.received()
        wrong = sharing_registers.problems_with_received(new, hat.actor, now)
        if not wrong:
            sharing_registers.record_received(new, by=hat.actor, now=now)
            messages.success(request, "It is recorded.")
            return redirect("received")
        for field, words in wrong.items():
            form.add_error(field, words)
    return render(request, "share/received_add.jinja", status=_status(request), form=form)


@page_with_a_form
@hat_required
def received_acknowledge(request: HttpRequest, hat: Hat, received_id: UUID) -> HttpResponse:
    """Records that we told the lead commissioner that it arrived."""
    _require_keeper(hat)
    row = reading.received_case(hat.actor, received_id)
    if row is None:
        raise Http404("There is no such record in your register.")
    if row.acknowledged_at is not None:
        raise PermissionDenied("It is acknowledged already.")
    form = NoteForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        sharing_registers.acknowledge_received(
            received_id, form.cleaned_data["note"], by=hat.actor, now=moment()
        )
        messages.success(request, "It is acknowledged.")
        return redirect("received")
    return render(request, "share/received_acknowledge.jinja", status=_status(request), form=form, row=row)
