"""What an e-mail says, and handing it to the mail server. Reference, link and what is wanted; never the story, no names."""

from __future__ import annotations

from dataclasses import dataclass
from smtplib import SMTPException
from types import TracebackType
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from sightline.policy.telling import NoticeKind


@dataclass(frozen=True)
class Line:
    """One notice as an e-mail says it."""

    notice_id: UUID
    kind: NoticeKind
    reference: str
    text: str

    @property
    def address(self) -> str:
        """Where it opens, after signing in."""
        return settings.SIGHTLINE_ADDRESS + reverse("notice", args=[self.notice_id])


@dataclass(frozen=True)
class Letter:
    """One e-mail to one address. ``key`` is the same at every attempt."""

    key: UUID
    to: str
    lines: tuple[Line, ...]

    @property
    def subject(self) -> str:
        """Why it is sent, with the reference where there is one."""
        if len(self.lines) == 1:
            return f"Sightline: {self.lines[0].kind.label.lower()} ({self.lines[0].reference})"
        return f"Sightline: {len(self.lines)} notices"

    @property
    def text(self) -> str:
        """The whole of it, in plain text."""
        return render_to_string(
            "notifications/letter.txt",
            {"lines": self.lines, "all": settings.SIGHTLINE_ADDRESS + reverse("notices")},
            using="django",
        )


def is_set_up() -> bool:
    """Whether notices go out by e-mail: there is a mail server, and we know the address to write in a link."""
    return bool(settings.EMAIL_HOST and settings.SIGHTLINE_ADDRESS)


class Post:
    """One connection to the mail server, opened with the first letter and closed at the end."""

    def __init__(self) -> None:
        self.answers = True
        self._connection = get_connection()

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def send(self, letter: Letter) -> None:
        """Hands one letter over. Raises SMTPException, OSError, or ValueError for an address that is none.

        ``answers`` says afterwards whether the server could be reached at all.
        """
        host = urlsplit(settings.SIGHTLINE_ADDRESS).hostname or "sightline"
        message = EmailMessage(
            letter.subject,
            letter.text,
            settings.DEFAULT_FROM_EMAIL,
            [letter.to],
            headers={"Message-ID": f"<{letter.key}@{host}>", "Auto-Submitted": "auto-generated"},
            connection=self._connection,
        )
        self.answers = False
        self._connection.open()
        self.answers = True
        try:
            message.send()
        except (SMTPException, OSError):
            # It may have hung up: the next letter rings again.
            self._connection.close()
            raise
