"""The e-mail that carries a one-time link. It names no incident: a mailbox may be shared."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse

log = logging.getLogger(__name__)


def address_of(request: HttpRequest, secret: str) -> str:
    """The link as it stands in the e-mail."""
    return request.build_absolute_uri(reverse("light_open_link", args=[secret]))


def mail_link(request: HttpRequest, email: str, secret: str) -> bool:
    """Sends the link; whether it could be handed to a mail server. A failure is logged without the address."""
    words = (
        "Sightline has a question for your organisation about a safety incident.\n\n"
        f"Open this link and choose Continue:\n{address_of(request, secret)}\n\n"
        "It works once, for four days, and only for you. If it is too old, ask for a new one on the page it opens.\n"
        "Do not forward it. If you did not expect it, tell the patient safety team of your Integrated Care Board.\n"
    )
    try:
        return bool(send_mail("A link to Sightline", words, settings.DEFAULT_FROM_EMAIL, [email]))
    except (SMTPException, OSError):
        log.exception("A one-time link could not be sent by e-mail")
        return False


def invite_by_mail(request: HttpRequest, email: str, secret: str) -> bool:
    """Sends an invitation; whether it could be handed to a mail server."""
    if not email:
        return False
    words = (
        "You have an account on Sightline, where safety incidents are overseen.\n\n"
        "Open this link and choose your password:\n"
        f"{request.build_absolute_uri(reverse('accept_invitation', args=[secret]))}\n\n"
        "It works once, for seven days, and only for you. Do not forward it. If you did not expect it, tell the\n"
        "administrator of your organisation.\n"
    )
    try:
        return bool(send_mail("Your account on Sightline", words, settings.DEFAULT_FROM_EMAIL, [email]))
    except (SMTPException, OSError):
        log.exception("An invitation could not be sent by e-mail")
        return False
