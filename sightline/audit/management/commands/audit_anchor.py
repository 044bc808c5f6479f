"""``sightline audit-anchor``: the head of the audit trail as a small file, to be kept where nobody reaches the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sightline.audit.anchors import anchor_now
from sightline.audit.models import AuditHead


class Command(BaseCommand):
    """Prints the anchor, or writes it into a folder under a name that says when it was made."""

    help = (
        "Print the number and hash of the newest entry of the audit trail, with the moment. Kept elsewhere, it shows a chain "
        "that was made anew, cut off or dropped: sightline verify-audit --anchor FILE."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", metavar="FOLDER", help="write it there instead, as a file of its own")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchor = anchor_now(now=timezone.now())
        except AuditHead.DoesNotExist:
            raise CommandError(
                "The head of the audit trail is missing: run the migrations, then verify-audit."
            ) from None
        if options["into"] is None:
            self.stdout.write(anchor.text(), ending="")
            return
        path = Path(options["into"]) / anchor.file_name
        try:
            path.write_text(anchor.text(), encoding="utf-8")
        except OSError as problem:
            raise CommandError(f"The anchor cannot be written: {problem}") from problem
        self.stdout.write(f"{anchor.entries:,} entries: {path}")
