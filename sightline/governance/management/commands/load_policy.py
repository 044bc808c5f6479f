"""``sightline load-policy FILE.csv``: the ICB's own wording of each clause, to stand beside ours."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sightline.audit.services import request_id
from sightline.governance.errors import BadDocument
from sightline.governance.services.policy_documents import load_policy
from sightline.policy.clauses import CLAUSES

_MOST_BYTES = 5 * 1024 * 1024


class Command(BaseCommand):
    """Loads whole or not at all; the same file a second time changes nothing. Exit 1 names every line that is wrong."""

    help = (
        "Load the wording of your ICB's policy: a CSV of the id of a clause and what it says, one clause a line "
        "(UTF-8; a header line is allowed). The document loaded before stays; the newest is shown."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django's own --version is of no use on a command, and the document has one.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what is said of the document."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--version", required=True, help="the document's own version, such as 2")
        parser.add_argument("--title", required=True, help="what the document is called")
        parser.add_argument("--ratified-on", type=_day, help="the day the Board ratified it, like 2025-07-01")
        parser.add_argument("--review-due-on", type=_day, help="the day its review is due, like 2027-07-01")

    def handle(self, *args: Any, **options: Any) -> None:
        token = request_id.set("load-policy")
        try:
            loaded = load_policy(
                _content_of(options["file"]),
                title=options["title"],
                version=options["version"],
                ratified_on=options["ratified_on"],
                review_due_on=options["review_due_on"],
                by=None,
                now=timezone.now(),
            )
        except BadDocument as wrong:
            raise CommandError("Nothing was loaded.\n" + "\n".join(wrong.problems)) from wrong
        finally:
            request_id.reset(token)
        what = f"{loaded.title}, version {loaded.version}"
        self.stdout.write(
            f"{what}: loaded." if loaded.is_new else f"{what} was loaded already. Nothing changed."
        )
        self.stdout.write(f"{loaded.with_wording} of {len(CLAUSES)} clauses have its wording.")
        if loaded.without_wording:
            self.stdout.write(f"Without: {', '.join(loaded.without_wording)}.")


def _day(text: str) -> date:
    return date.fromisoformat(text)


_day.__name__ = "date"


def _content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as problem:
        raise CommandError(f"{path} cannot be read: {problem.strerror}.") from problem
    if len(content) > _MOST_BYTES:
        raise CommandError(
            f"{path} is larger than {_MOST_BYTES // 1024 // 1024} MB: it is no list of clauses."
        )
    return content
