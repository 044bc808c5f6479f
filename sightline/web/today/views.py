"""Today: what is overdue, what waits for this role, what is due soon, what is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sightline.breaches.selectors.breach_list import tasks_for
from sightline.incidents import selectors
from sightline.incidents.selectors import morning as mornings
from sightline.incidents.selectors.morning import Morning
from sightline.incidents.selectors.worklist import Worklist
from sightline.incidents.services.looks import look
from sightline.organisations import agreed
from sightline.policy.breach_access import reads_breaches
from sightline.policy.permissions import MAY_REPORT, reads_cases
from sightline.web.access import hat_required, moment
from sightline.web.case_steps import address_of
from sightline.web.hats import Hat
from sightline.web.page import render


@require_safe
@hat_required
def today(request: HttpRequest, hat: Hat) -> HttpResponse:
    """The worklist of the role in use; for a role that reads no cases, the way to report and to follow reports.

    The visit itself is noted, which is the one thing this page writes: it changes nothing of any case.
    """
    now = moment()
    if not reads_cases(hat.role):
        return render(
            request,
            "today/reporter.jinja",
            hat=hat,
            now=now,
            may_report=hat.role in MAY_REPORT,
            reports=selectors.own_reports(hat.actor, most=5).rows,
            drafts=selectors.drafts_of(hat.actor),
        )
    since = look(hat.actor, membership_id=hat.membership_id, now=now)
    calendar = agreed.calendar()
    own = mornings.own_desk(hat.actor, now=now) if mornings.handles_cases(hat.actor) else None
    whose = request.GET.get("whose", "")
    desks = mornings.desk_counts(hat.actor, own, now=now) if own is not None else None
    if desks is not None and whose not in ("mine", "all"):
        whose = "mine" if desks.own else "all"
    work = selectors.worklist(
        hat.actor, since=since, now=now, calendar=calendar, only=own if whose == "mine" else None
    )
    morning = None if own is None else mornings.morning(hat.actor, since=since, now=now, calendar=calendar)
    return render(
        request,
        "today/today.jinja",
        hat=hat,
        now=now,
        work=work,
        whose=whose,
        morning=morning,
        nobodys=desks.nobodys if desks is not None else 0,
        breach_tasks=tasks_for(hat.actor, now=now) if reads_breaches(hat.role) else (),
        jumps=_jumps(work, morning) if morning is not None else (),
        address_of=address_of,
    )


def _jumps(work: Worklist, morning: Morning) -> tuple[tuple[str, str, str], ...]:
    """The groups of the page in its order: where each stands, its title, and how many in words ("" for none)."""
    counted = {
        "reviews": ("72-hour reviews due today", str(len(work.reviews_today))),
        "overnight": ("New overnight", str(len(morning.overnight))),
        "overdue": ("Overdue", work.overdue.count),
        "waiting": ("Waiting for you", work.waiting.count),
        "messages": ("Messages", str(len(morning.questions))),
        "left": ("Left for you", str(len(morning.left_for_you))),
        "soon": ("Due soon", work.soon.count),
    }
    return tuple((place, title, "" if count == "0" else count) for place, (title, count) in counted.items())
