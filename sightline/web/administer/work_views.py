"""Background work: what ran, what waits, what failed; run, pause, resume, try again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from sightline.audit.anchors import anchor_now
from sightline.jobs import selectors, services
from sightline.jobs.installation import installation
from sightline.jobs.schedule import JOBS
from sightline.notifications import services as notifications
from sightline.upkeep.selectors import upkeep
from sightline.web.access import moment
from sightline.web.administer.acts import home_administrator_required
from sightline.web.hats import Hat
from sightline.web.page import render

#: What can be asked of a job, and what is said when it was done.
_ACTS = {
    "run": (services.run_now, "It will run within a few seconds."),
    "pause": (services.pause, "Paused. It does not run until it is resumed."),
    "resume": (services.resume, "Resumed."),
}


@require_safe
@home_administrator_required
def administer_work(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every job with its last and next run, the workers, and what wants a person."""
    now = moment()
    return render(
        request,
        "administer/work.jinja",
        work=selectors.background_work(now=now),
        installation=installation(),
        upkeep=upkeep(now=now),
        now=now,
    )


@require_safe
@home_administrator_required
def administer_anchor(request: HttpRequest, hat: Hat) -> HttpResponse:
    """The head of the audit trail as a file, to be kept elsewhere. It says nothing of any case."""
    anchor = anchor_now(now=moment())
    answer = HttpResponse(anchor.text(), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{anchor.file_name}"'
    return answer


@require_POST
@home_administrator_required
def administer_job(request: HttpRequest, hat: Hat, job: str) -> HttpResponse:
    """Runs, pauses or resumes one job; asked twice it is as if asked once."""
    act, done = _ACTS.get(request.POST.get("act", ""), (None, ""))
    if job not in JOBS or act is None:
        raise Http404("There is no such job, or nothing of the kind to do with it.")
    act(job, by=hat.actor, now=moment())
    messages.success(request, f"{JOBS[job].title}: {done}")
    return redirect("administer_work")


@require_POST
@home_administrator_required
def administer_run(request: HttpRequest, hat: Hat, run_id: int) -> HttpResponse:
    """Puts a parked run back in its queue."""
    services.try_again(run_id, by=hat.actor, now=moment())
    messages.success(request, "It will be tried again within a few seconds.")
    return redirect("administer_work")


@require_POST
@home_administrator_required
def administer_email(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Puts the e-mails that were put aside back in their queue; none of them is shown: they are other people's."""
    notifications.try_parked_again(by=hat.actor, now=moment())
    messages.success(request, "They will be tried again within a minute.")
    return redirect("administer_work")
