"""A paper as the answer to whoever may open it: a download that does nothing in a browser."""

from __future__ import annotations

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from sightline.upkeep import document_store
from sightline.web.page import render

log = logging.getLogger(__name__)

#: A document that a browser shows all the same: it runs nothing, fetches nothing, sends nothing and is of no origin.
_CONTAINED = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def paper_answer(request: HttpRequest, sha256: str, name: str, content_type: str) -> HttpResponseBase:
    """The bytes of this hash under this name; a page that says so while the store does not answer."""
    try:
        stream = document_store.opened(sha256)
    except FileNotFoundError as problem:
        raise Http404 from problem
    except OSError:
        log.exception("A document could not be read")
        return render(request, "cases/document_away.jinja", status=503, name=name)
    answer = FileResponse(stream, as_attachment=True, filename=name, content_type=content_type)
    answer.headers["Content-Length"] = str(stream.size)
    answer.headers["Content-Security-Policy"] = _CONTAINED
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
