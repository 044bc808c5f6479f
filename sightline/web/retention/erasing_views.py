"""Erasing for good: words are proposed to be taken out, or a record to be disposed of, and another person decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.incidents.errors import Invalid, PersonalDataFound
from sightline.incidents.selectors import erasures as reading
from sightline.incidents.selectors.erasures import ErasurePage
from sightline.incidents.services import disposal, rectification
from sightline.incidents.services.rectification import Place
from sightline.policy.disposing import CLAUSE, LONGEST_INSTEAD, LONGEST_WORDS, TAKEN_OUT, ErasureKind
from sightline.policy.facts import Actor
from sightline.policy.retention import LONGEST_REASON
from sightline.web.access import hat_required, moment
from sightline.web.audit_words import place_words
from sightline.web.checked_form import CheckedForm
from sightline.web.hats import Hat
from sightline.web.nhsuk.fields import ChoiceField, LongTextField
from sightline.web.page import render

_AGREE, _REFUSE = "agree", "refuse"


def _reason(label: str, help_text: str, **given: Any) -> LongTextField:
    return LongTextField(
        label=label,
        help_text=help_text,
        missing="Say why.",
        subject="The reason",
        clause=CLAUSE,
        max_characters=LONGEST_REASON,
        rows=3,
        **given,
    )


class WordsForm(CheckedForm):
    """Which words go, what stands instead, and why."""

    words = LongTextField(
        label="The words that must go",
        help_text="As they stand on the page of the case",
        missing="Give the words that must go.",
        subject="The words",
        clause=CLAUSE,
        max_characters=LONGEST_WORDS,
        rows=2,
        unchecked="erasure",
    )
    instead = LongTextField(
        label="What stands there instead",
        help_text=f"Such as “a visitor”. If you leave this empty, “{TAKEN_OUT}” stands there",
        required=False,
        max_characters=LONGEST_INSTEAD,
        rows=1,
    )
    reason = _reason("Why", "Without the words themselves: the reason stays on record")


class PlacedWordsForm(WordsForm):
    """The same, where the words stand in some texts, of which one is chosen."""

    def __init__(self, *args: Any, places: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["place"] = ChoiceField(
            label="In which text?",
            help_text="One at a time: propose the others after it",
            choices=places,
            missing="Choose in which text the words are to be taken out.",
            clause=CLAUSE,
        )


class DisposeForm(CheckedForm):
    """Why a record goes."""

    reason = _reason("Why", "No names: the reason stays on record when everything else is gone")


class DecideForm(CheckedForm):
    """Whether another person agrees."""

    decision = ChoiceField(
        label="Your decision",
        choices=[(_AGREE, "I agree: erase it for good"), (_REFUSE, "I refuse")],
        reveals={_REFUSE: ["refused_reason"]},
        missing="Say whether you agree.",
        clause=CLAUSE,
    )
    refused_reason = _reason("Why you refuse", "No names: the reason stays on record", required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def retention_words(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Words of one text are proposed to be taken out for good."""
    now = moment()
    incident = reading.kept_record(hat.actor, reference, now=now)
    if incident is None:
        raise Http404
    is_sent = request.method == "POST"
    sent = request.POST if is_sent else None
    words = request.POST.get("words", "").strip()
    places = reading.places_of(hat.actor, incident, words) if words else ()
    named = [
        (place.key, f"{place_words(place.model, place.field)}{_nth(at, places)}")
        for at, place in enumerate(places)
    ]
    form: WordsForm = PlacedWordsForm(sent, places=named) if len(named) > 1 else WordsForm(sent)
    if is_sent and form.is_valid():
        data = form.cleaned_data
        place = data.get("place") or (named[0][0] if named else "")
        try:
            erasure_id = rectification.propose_words(
                incident.id, place, words, data["instead"], data["reason"], by=hat.actor, now=now
            )
        except PersonalDataFound:
            raise
        except Invalid as problem:
            _show(form, problem)
        else:
            messages.success(request, "Proposed. Another person who keeps records decides on it.")
            return redirect("retention_erasure", erasure_id)
    return render(
        request,
        "retention/words.jinja",
        status=422 if is_sent else 200,
        reference=reference,
        form=form,
        has_places=len(named) > 1,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def retention_dispose(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """A record whose time is over is proposed for disposal."""
    now = moment()
    incident = reading.kept_record(hat.actor, reference, now=now)
    if incident is None:
        raise Http404
    is_sent = request.method == "POST"
    form = DisposeForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        try:
            erasure_id = disposal.propose_disposal(
                incident.id, form.cleaned_data["reason"], by=hat.actor, now=now
            )
        except PersonalDataFound:
            raise
        except Invalid as problem:
            _show(form, problem)
        else:
            messages.success(request, "Proposed. Another person who keeps records decides on it.")
            return redirect("retention_erasure", erasure_id)
    return render(
        request,
        "retention/dispose.jinja",
        status=422 if is_sent else 200,
        reference=reference,
        form=form,
        why_not=reading.why_kept(hat.actor, incident, now=now) if incident.disposed_at is None else (),
        is_disposed=incident.disposed_at is not None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def retention_erasure(request: HttpRequest, hat: Hat, erasure_id: UUID) -> HttpResponse:
    """One proposal, and its decision by another person; once decided, the certificate."""
    now = moment()
    page = reading.erasure_page(hat.actor, erasure_id, now=now)
    if page is None:
        raise Http404
    is_sent = request.method == "POST"
    form = DecideForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        try:
            _decide(page, form.cleaned_data, by=hat.actor)
        except PersonalDataFound:
            raise
        except Invalid as problem:
            _show(form, problem)
        else:
            agreed = form.cleaned_data["decision"] == _AGREE
            messages.success(request, "It is erased." if agreed else "It is refused, and stays.")
            return redirect("retention_erasure", erasure_id)
    return render(
        request,
        "retention/erasure.jinja",
        status=422 if is_sent else 200,
        page=page,
        form=form,
        place=place_words(page.model, page.field) if page.model else "",
        taken_out=TAKEN_OUT,
    )


def _decide(page: ErasurePage, data: dict[str, Any], *, by: Actor) -> None:
    is_words = page.kind is ErasureKind.RECTIFY
    if data["decision"] == _AGREE:
        agree = rectification.agree_words if is_words else disposal.agree_disposal
        agree(page.erasure_id, by=by, now=moment())
    else:
        refuse = rectification.refuse_words if is_words else disposal.refuse_disposal
        refuse(page.erasure_id, data["refused_reason"], by=by, now=moment())


def _nth(at: int, places: tuple[Place, ...]) -> str:
    """Which of several texts of one kind, where there are several."""
    alike = [place for place in places if (place.model, place.field) == (places[at].model, places[at].field)]
    return f", {alike.index(places[at]) + 1} of {len(alike)}" if len(alike) > 1 else ""


def _show(form: forms.Form, problem: Invalid) -> None:
    """What the service refused, beside its field, or above the form."""
    for name, words in problem.problems.items():
        beside = "decision" if name == "agree" else name
        form.add_error(beside if beside in form.fields else None, words)
