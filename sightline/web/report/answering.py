"""The person who reported answers a question, without being unmasked (clause 4.3c)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sightline.incidents import selectors
from sightline.incidents.services.intake import hash_tracking_code
from sightline.incidents.services.reporter_updates import answer_as_reporter
from sightline.policy.writing import LONGEST_MESSAGE
from sightline.web import kept_forms
from sightline.web.access import moment, reporter_required
from sightline.web.checked_form import CheckedForm
from sightline.web.hats import Hat
from sightline.web.nhsuk.fields import LongTextField, TextField
from sightline.web.page import render
from sightline.web.report.views import WRONG_CODES, too_many_tries
from sightline.web.sign_in import address_of_visitor
from sightline.web.tries import give_back


class AnswerForm(CheckedForm):
    """An answer, and the code where the report has no person."""

    text = LongTextField(
        label="Your answer",
        help_text="Do not name patients or staff.",
        missing="Write your answer.",
        subject="Your answer",
        max_characters=LONGEST_MESSAGE,
        rows=5,
    )


class AnswerByCodeForm(AnswerForm):
    """As ``AnswerForm``, by someone who is nobody to us."""

    code = TextField(
        label="Your code",
        missing="Enter your code.",
        subject="Your code",
        width=30,
        unchecked="sign_in",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reporter_required
def report_answer(request: HttpRequest, hat: Hat, question_id: UUID) -> HttpResponse:
    """A question to whoever reported. It is shown only to them: to others the page asks for the code, and says nothing."""
    own = selectors.question_to(hat.actor, question_id)
    form = (AnswerForm if own else AnswerByCodeForm)(kept_forms.data_for(request))
    code = ""
    found = own
    if request.method == "POST" and form.is_valid() and own is None:
        this_try = WRONG_CODES.take(address_of_visitor(request))
        if not this_try:
            return too_many_tries(request)
        code = form.cleaned_data["code"]
        found = selectors.question_by_code(question_id, code)
        if found is None:
            form.add_error("code", "No open question belongs to that code. Check it and try again.")
        else:
            give_back(this_try)
    if request.method == "POST" and form.is_valid() and found is not None:
        answer_as_reporter(
            found.incident_id,
            question_id,
            form.cleaned_data["text"],
            code_hash=hash_tracking_code(code) if code else "",
            by=hat.actor,
            now=moment(),
            seen=found.version,
        )
        messages.success(request, "Thank you. Your answer is with those who handle it.")
        return redirect("report_progress" if code else "report_mine")
    return render(
        request,
        "report/answer.jinja",
        status=422 if request.method == "POST" else 200,
        form=form,
        question=own,
    )
