"""One case taken out whole: what goes and what stays, what for, and the archive."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from sightline.incidents import selectors
from sightline.incidents.selectors import case_archive as reading
from sightline.incidents.services.exports import note_case_export
from sightline.rendering import render_pdf
from sightline.web import kept_forms
from sightline.web.access import hat_required, moment
from sightline.web.as_at_document import as_at_document
from sightline.web.as_at_words import as_at_sections
from sightline.web.export.archive import NotMade, make_archive
from sightline.web.export.contents import Taking
from sightline.web.export.forms import PurposeForm
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.step_up import asks_again


@require_http_methods(["GET", "HEAD", "POST"])
@asks_again()
@hat_required
def incident_export(request: HttpRequest, hat: Hat, reference: str) -> HttpResponseBase:
    """What would go of a case and what it is for; sent, the archive. Who took it and why is noted in the audit trail."""
    now = moment()
    page = reading.archive_page(hat.actor, reference, now=now)
    if page is None:
        raise Http404
    form = PurposeForm(kept_forms.data_for(request))
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "export/export.jinja", status=status, page=page, form=form)
    archive = reading.case_archive(hat.actor, reference, now=now)
    case = selectors.case_as_at(hat.actor, reference, at=now, now=now)
    if archive is None or case is None:
        raise Http404
    purpose = form.cleaned_data["purpose"].strip()
    taking = Taking(hat.person_name, hat.role.label, hat.organisation_name, now, purpose)
    drawn_for = f"{taking.role}, {taking.organisation}"
    paper = as_at_document(case, as_at_sections(case), (), drawn_for=drawn_for)
    made = make_archive(archive, render_pdf(paper, at=now), taking)
    if isinstance(made, NotMade):
        return render(request, "export/not_made.jinja", status=503, page=page, paper=made.paper)
    note_case_export(
        page.incident_id,
        purpose,
        files=made.files,
        manifest_sha256=made.manifest_sha256,
        by=hat.actor,
        now=now,
    )
    answer = FileResponse(made.stream, as_attachment=True, filename=f"{reference}.zip")
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
