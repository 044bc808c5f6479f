"""One page: a template with what every page shows around it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.urls import reverse

from sightline.incidents.selectors.disclosures import has_register
from sightline.notifications import selectors as notices
from sightline.organisations.services import roles_that_handle
from sightline.policy.breach_access import reads_breaches
from sightline.policy.permissions import MAY_REPORT, permissions_of, reads_cases
from sightline.policy.terms import Permission, Role
from sightline.web.hats import Hat


class NavigationItem(NamedTuple):
    """A link of the main navigation; ``current`` when the page stands under it."""

    label: str
    url: str
    current: bool


def render(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """The template in the layout of the hat in use; someone without one gets the page without navigation."""
    hat: Hat | None = getattr(request, "hat", None)
    around: dict[str, Any] = {
        "nav": navigation(request.path, hat),
        "actor_label": hat.label if hat else "",
        "organisation_label": hat.organisation_name if hat else "",
        "hats": hat.others if hat else (),
        "signed_in": bool(getattr(request, "user", None) and request.user.is_authenticated),
        "unread": unread_in_words(hat),
    }
    return django_render(request, template, around | context, status=status)


def unread_in_words(hat: Hat | None) -> str:
    """How many notices wait, as the header says it: "" for none, "99+" where the number is no help any more."""
    unread = hat.unread if hat is not None else 0
    return f"{notices.COUNTED_TO}+" if unread > notices.COUNTED_TO else str(unread or "")


def navigation(path: str, hat: Hat | None) -> list[NavigationItem]:
    """The main links of a hat; none without a hat."""
    if hat is None:
        return []
    links = [("Today", reverse("today")), ("Incidents", reverse("incidents"))]
    if hat.role in roles_that_handle():
        links.append(("Desk", reverse("desk")))
    if reads_cases(hat.role):
        links.append(("Actions", reverse("actions_desk")))
    if Permission.DISCUSS in permissions_of(hat.role):
        links.append(("Messages", reverse("messages")))
    if Permission.REVIEW_OPENINGS in permissions_of(hat.role):
        links.append(("Openings", reverse("openings")))
    if has_register(hat.actor):
        links.append(("Sharing", reverse("disclosures")))
    if Permission.KEEP_RECORDS in permissions_of(hat.role):
        links.append(("Retention", reverse("retention_register")))
    if reads_breaches(hat.role):
        links.append(("Breaches", reverse("breaches")))
    if hat.role in MAY_REPORT:
        links.append(("Report an incident", reverse("report_start")))
    if hat.role is Role.ADMINISTRATOR:
        links.append(("Administration", reverse("administer")))
    links.append(("Policy", reverse("policy")))
    return [
        NavigationItem(label, url, path == url if url == "/" else path.startswith(url))
        for label, url in links
    ]
