"""Sharing a case: with whom it is shared, proposing, approving, acknowledging, withdrawing, and papers that never go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents.errors import SharingEnded, Stale
from sightline.incidents.selectors import disclosure as reading
from sightline.incidents.selectors.disclosure import DisclosureDetail
from sightline.incidents.services import protected, sharing
from sightline.policy.disclosing import DisclosureState
from sightline.policy.disclosure_kinds import KINDS, DisclosureKind
from sightline.policy.lengths import counted
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day
from sightline.web import kept_forms
from sightline.web.access import hat_required, load_case, load_case_to_act, moment, seen_version
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.share.forms import (
    AnswerForm,
    DisclosureForm,
    KindForm,
    NoteForm,
    ProtectForm,
    WithdrawForm,
)

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])
COLOURS = {
    DisclosureState.AWAITING_APPROVAL: "yellow",
    DisclosureState.REFUSED: "red",
    DisclosureState.STANDING: "blue",
    DisclosureState.ACKNOWLEDGED: "green",
    DisclosureState.ENDED: "grey",
    DisclosureState.WITHDRAWN: "grey",
}


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@require_safe
@hat_required
def incident_shared(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """With whom a case is or was shared, and to whom it was disclosed."""
    page = load_case(hat, reference)
    if Part.SHARING not in page.parts:
        raise Http404("There is no such incident, or you are not shown what was shared of it.")
    rows = reading.disclosures_of_case(hat.actor, page.incident_id, now=moment())
    return render(request, "share/shared.jinja", page=page, rows=rows, colours=COLOURS)


@page_of_a_step
@hat_required
def share_case(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Asks whom it is for, then what that kind asks; it goes at once, or the guardian is asked first."""
    page = load_case_to_act(request, hat, reference, Action.DISCLOSE)
    data = kept_forms.data_for(request)
    kind = _kind((data or request.GET).get("kind", ""))
    if kind is None:
        asked = KindForm(request.GET if "kind" in request.GET else data)
        status = 422 if request.method == "POST" else 200
        return render(request, "share/kind.jinja", status=status, page=page, form=asked)
    now = moment()
    months = sharing.longest_months(now)
    form = DisclosureForm(
        data,
        kind=kind,
        recipients=reading.recipients_for(kind, page.facts, now=now) if KINDS[kind].is_on_register else (),
        protocols=reading.protocols_to_cite(hat.actor, now=now),
        today=london_day(now),
        longest=counted(months, "month"),
    )
    if request.method == "POST" and form.is_valid():
        by_code = reading.recipient_with(form.cleaned_data.get("recipient_code", ""))
        proposal = form.proposal(by_code)
        if not form.take(sharing.problems_of(proposal, page.facts, hat.actor, now)):
            made = sharing.disclose(
                page.incident_id, proposal, by=hat.actor, now=now, seen=seen_version(request, page)
            )
            found = reading.disclosure(hat.actor, made, now=now)
            waits = found is not None and found.is_for_guardian
            said = "The Caldicott Guardian is asked. Nothing goes before that." if waits else "It is shared."
            messages.success(request, said)
            return redirect("disclosure", made)
    return render(
        request,
        "share/propose.jinja",
        status=_status(request),
        page=page,
        form=form,
        rule=KINDS[kind],
        is_restricted=page.restricted is not None,
    )


def _kind(text: str) -> DisclosureKind | None:
    return DisclosureKind(text) if text in set(DisclosureKind) else None


def _detail(hat: Hat, disclosure_id: UUID) -> DisclosureDetail:
    found = reading.disclosure(hat.actor, disclosure_id, now=moment())
    if found is None:
        raise Http404("There is no such disclosure, or you cannot see it.")
    return found


def _require(request: HttpRequest, detail: DisclosureDetail, may: bool, why: str) -> None:
    """That an act is possible. Of what moved on since its page was drawn, that is said; of what is over too."""
    if may:
        return
    row = detail.row
    if detail.version is None:
        at = detail.withdrawn_at or detail.until_at or moment()
        raise SharingEnded(row.reference, row.disclosure_id, at, is_withdrawn=detail.withdrawn_at is not None)
    if request.method == "POST" and _seen(request, detail) != detail.version:
        raise Stale(detail.incident_id, row.reference, _seen(request, detail))
    raise PermissionDenied(why)


def _seen(request: HttpRequest, detail: DisclosureDetail) -> int:
    value = request.POST.get("seen", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def _taking(request: HttpRequest, hat: Hat, detail: DisclosureDetail) -> dict[str, Any]:
    return {"by": hat.actor, "now": moment(), "seen": _seen(request, detail)}


@require_safe
@hat_required
def disclosure(request: HttpRequest, hat: Hat, disclosure_id: UUID) -> HttpResponse:
    """One disclosure: what, to whom, why, on which basis, and what became of it."""
    detail = _detail(hat, disclosure_id)
    return render(
        request, "share/disclosure.jinja", detail=detail, row=detail.row, colours=COLOURS, kinds=KINDS
    )


@page_of_a_step
@hat_required
def disclosure_approve(request: HttpRequest, hat: Hat, disclosure_id: UUID) -> HttpResponse:
    """The guardian says yes or no: somebody other than whoever asked."""
    detail = _detail(hat, disclosure_id)
    why = detail.not_approved_because or "Only whoever stands for the Caldicott Guardian can approve it."
    _require(request, detail, detail.may_approve, why)
    form = AnswerForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act, said = (
            (sharing.approve, "It is approved, and shared.")
            if given["answer"] == "approve"
            else (sharing.refuse, "It is refused. Nothing goes.")
        )
        act(disclosure_id, detail.incident_id, given["reason"], **_taking(request, hat, detail))
        messages.success(request, said)
        return redirect("disclosure", disclosure_id)
    return _act(request, "share/approve.jinja", detail, form)


@page_of_a_step
@hat_required
def disclosure_withdraw(request: HttpRequest, hat: Hat, disclosure_id: UUID) -> HttpResponse:
    """Ends it, at once for whoever is reading."""
    detail = _detail(hat, disclosure_id)
    _require(request, detail, detail.may_withdraw, "It has ended, or another organisation disclosed it.")
    form = WithdrawForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        sharing.withdraw(disclosure_id, detail.incident_id, reason, **_taking(request, hat, detail))
        messages.success(request, "It is withdrawn.")
        return redirect("disclosure", disclosure_id)
    return _act(request, "share/withdraw.jinja", detail, form)


@page_of_a_step
@hat_required
def disclosure_acknowledge(request: HttpRequest, hat: Hat, disclosure_id: UUID) -> HttpResponse:
    """The recipient says that it arrived; of a body outside, whoever disclosed it records that."""
    detail = _detail(hat, disclosure_id)
    why = "It is acknowledged already, or it is not yours to acknowledge."
    _require(request, detail, detail.may_acknowledge, why)
    form = NoteForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        sharing.acknowledge(disclosure_id, detail.incident_id, note, **_taking(request, hat, detail))
        messages.success(request, "It is acknowledged.")
        return redirect("disclosure", disclosure_id)
    return _act(request, "share/acknowledge.jinja", detail, form)


def _act(request: HttpRequest, template: str, detail: DisclosureDetail, form: Any) -> HttpResponse:
    return render(
        request, template, status=_status(request), page=detail, detail=detail, row=detail.row, form=form
    )


@page_of_a_step
@hat_required
def document_protect(request: HttpRequest, hat: Hat, document_id: UUID) -> HttpResponse:
    """Marks a paper as never shared, or as any other again."""
    paper = reading.paper_to_protect(hat.actor, document_id, now=moment())
    if paper is None:
        raise Http404("There is no such document, or you cannot see it.")
    page = load_case_to_act(request, hat, paper.reference, Action.PROTECT_DOCUMENT)
    initial = {"kind": paper.protected or None}
    form = ProtectForm(kept_forms.data_for(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        protected.protect(
            document_id,
            page.incident_id,
            "" if kind == "shared" else kind,
            form.cleaned_data["reason"],
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "What is shared of it is recorded.")
        return redirect("incident_documents", page.reference)
    return render(request, "share/protect.jinja", status=_status(request), page=page, form=form, paper=paper)
