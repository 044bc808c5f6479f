"""A person's notices: the list, opening one, having read all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sightline.audit.scope import of, within
from sightline.breaches.selectors import breach_list
from sightline.incidents.selectors import due_notices
from sightline.notifications import selectors, services
from sightline.notifications.selectors import NoticeRow
from sightline.policy.facts import Actor
from sightline.policy.telling import NoticeKind
from sightline.web.access import hat_required, moment
from sightline.web.hats import Hat
from sightline.web.page import render

#: A person wears a few hats; someone with more is told of the others to change to the right one by themselves.
_MOST_HATS = 4


@dataclass(frozen=True)
class Shown:
    """One notice as the page shows it.

    ``is_open``: the role in use may see the case. ``other_role``: another of the person's roles may, so they change to it.
    With neither, nothing of the case is shown, not even which it is.
    """

    row: NoticeRow
    is_open: bool
    other_role: str


def _shown(hat: Hat, rows: tuple[NoticeRow, ...], now: datetime) -> list[Shown]:
    """One query for the role in use, and one for each other role while some are left that none has opened; two with breaches."""
    cases = {row.case_id for row in rows if row.kind is not NoticeKind.BREACH}
    breaches = {row.case_id for row in rows if row.kind is NoticeKind.BREACH}

    def still_visible(actor: Actor, keys: set[UUID]) -> set[UUID]:
        shown = due_notices.still_visible(actor, keys & cases, now=now)
        return shown | breach_list.still_visible(actor, keys & breaches, now=now)

    here = still_visible(hat.actor, cases | breaches)
    elsewhere: dict[UUID, str] = {}
    for other in hat.others[:_MOST_HATS]:
        actor = Actor(hat.person_id, other.organisation_id, other.role, other.place_id)
        left = (cases | breaches) - here - elsewhere.keys()
        label = f"{other.label} at {other.organisation_name}"
        with within(of(actor, now=now)):
            elsewhere |= dict.fromkeys(still_visible(actor, left), label)
    return [Shown(row, row.case_id in here, elsewhere.get(row.case_id, "")) for row in rows]


@require_safe
@hat_required
def notices(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Everything this person was told, the newest first, whichever role they wear."""
    before = _key(request.GET.get("before", ""))
    page = selectors.notices_of(hat.person_id, before=before)
    return render(
        request,
        "notices/notices.jinja",
        rows=_shown(hat, page.rows, moment()),
        older=page.older,
        is_first=before is None,
        newest=page.rows[0].notice_id if page.rows else None,
    )


@require_safe
@hat_required
def notice(request: HttpRequest, hat: Hat, notice_id: UUID) -> HttpResponse:
    """Marks one as read and leads to its case: where the link of an e-mail and of the list goes.

    A GET may do so because it is the reader's own mark and no more: only the person it was sent to reaches it (404 to
    others), and opened ten times it is as if opened once. A HEAD, as some mail programs send, marks nothing.
    """
    found = selectors.notice_of(hat.person_id, notice_id)
    if found is None:
        raise Http404("There is no such notice, or it is somebody else's.")
    [shown] = _shown(hat, (found,), moment())
    if not shown.is_open and shown.other_role:
        flash.info(request, f"You see {found.reference} as {shown.other_role}. Change your role to open it.")
        return redirect("roles")
    if request.method == "GET":
        services.read(notice_id, person_id=hat.person_id, now=moment())
    if not shown.is_open:
        raise Http404("You can no longer see the case.")
    return redirect("breach" if found.kind is NoticeKind.BREACH else "incident", found.reference)


@require_POST
@hat_required
def notices_read(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Marks everything as read that the page showed or that is older; what came since stays unread."""
    up_to = _key(request.POST.get("up_to", ""))
    if up_to is None:
        raise Http404("There is nothing to mark.")
    if services.read_all(up_to, person_id=hat.person_id, now=moment()):
        flash.success(request, "All marked as read.")
    return redirect(reverse("notices"))


def _key(text: str) -> UUID | None:
    """A key as it stands in an address; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
