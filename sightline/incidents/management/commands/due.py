"""``sightline due``: when something is due, by the same arithmetic as every case.

``sightline due --start 2026-03-27 --length "60 working days"`` prints the date. ``--batch`` reads lines of
``start,length`` on standard input and writes ``start,length,due``; a header line is repeated with ``due``. A
date past the last known bank holidays is printed, and warned of on standard error. Bad input exits with 2.
"""

from __future__ import annotations

import csv
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError

from sightline.policy.lengths import Unit, last_day, last_moment, parse_length
from sightline.policy.working_days import ENGLAND_AND_WALES, LONDON


class Writer(Protocol):
    """What ``csv.writer`` makes."""

    def writerow(self, row: Iterable[str], /) -> Any:
        """Writes one line."""


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ].+)?")


@dataclass(frozen=True)
class Answer:
    """A due date as text, and what to be warned of, or ``""``."""

    text: str
    warning: str = ""


def answer(start_text: str, length_text: str) -> Answer:
    """The due date of a start and a length as typed; ValueError with a sentence for what cannot be read."""
    length = parse_length(length_text)
    start = _start(start_text)
    day = start.astimezone(LONDON).date() if isinstance(start, datetime) else start
    try:
        if length.unit is not Unit.CLOCK_HOURS:
            due_on = last_day(day, length, ENGLAND_AND_WALES)
            unknown = [each.year for each in (day, due_on) if not ENGLAND_AND_WALES.knows(each)]
            if length.unit is not Unit.WORKING_DAYS or not unknown:
                return Answer(due_on.isoformat())
            return Answer(
                due_on.isoformat(), f"bank holidays for {unknown[0]} are not known, check this date"
            )
        if isinstance(start, datetime):
            return Answer(last_moment(start, length).astimezone(LONDON).isoformat(timespec="minutes"))
        noon = datetime.combine(start, time(12), LONDON)
        ends = last_moment(noon, length).astimezone(LONDON)
        return Answer(
            ends.date().isoformat(), "hours run from a moment: counted from 12:00, as no time was given"
        )
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{length} from {start_text.strip()} is outside the years 1 to 9999.") from error


def _start(text: str) -> date | datetime:
    written = text.strip()
    match = _DATE.fullmatch(written)
    try:
        if match is None:
            raise ValueError(written)
        if match.group(1) is None:
            return date.fromisoformat(written)
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise ValueError(f'"{written}" is not a date: write it like 2026-03-27.') from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=LONDON)


class Command(BaseCommand):
    """Prints when something is due."""

    help = "Print the date something is due, from a start and a length."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The start and length, or ``--batch``."""
        parser.add_argument("--start", help="the day it starts, as 2026-03-27 (this is day 0)")
        parser.add_argument(
            "--length", help='"60 working days", "20 calendar days", "6 months" or "72 hours"'
        )
        parser.add_argument(
            "--batch",
            action="store_true",
            help="read lines of start,length on standard input and write start,length,due",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Answers one question, or each line of standard input."""
        start, length = options["start"], options["length"]
        if options["batch"]:
            if start is not None or length is not None:
                raise CommandError("Give either --batch, or --start and --length.", returncode=2)
            self._answer_lines(options.get("stdin") or sys.stdin)
            return
        if start is None or length is None:
            raise CommandError("Give both --start and --length, or --batch.", returncode=2)
        try:
            found = answer(start, length)
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(found.text)
        if found.warning:
            self.stderr.write(f"Warning: {found.warning}.")

    def _answer_lines(self, lines: Iterable[str]) -> None:
        """Answers every line it can read, names those it cannot, and exits with 2 if there were any."""
        rows = csv.reader(line.removeprefix("\ufeff").replace("\0", "") for line in lines)
        out = csv.writer(self.stdout, lineterminator="\n")
        unread = 0
        try:
            for number, row in enumerate(rows):
                cells = [cell.strip() for cell in row]
                if number == 0 and [cell.lower() for cell in cells] == ["start", "length"]:
                    out.writerow([*cells, "due"])
                elif any(cells) and not self._answer_line(rows.line_num, cells, out):
                    unread += 1
        except (csv.Error, UnicodeDecodeError) as error:
            raise CommandError(f"Line {rows.line_num}: this is not CSV text.", returncode=2) from error
        if unread:
            lines_were = "line was" if unread == 1 else "lines were"
            raise CommandError(f"{unread} {lines_were} not understood.", returncode=2)

    def _answer_line(self, number: int, cells: list[str], out: Writer) -> bool:
        try:
            if len(cells) != 2:
                raise ValueError("expected a start and a length with one comma between them.")
            found = answer(*cells)
        except ValueError as error:
            self.stderr.write(f"Line {number}: {error}")
            return False
        out.writerow([*cells, found.text])
        if found.warning:
            self.stderr.write(f"Line {number}: warning: {found.warning}.")
        return True
