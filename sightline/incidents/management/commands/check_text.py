"""``sightline check-text``: what in a text says who somebody is. Needs no database."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from sightline.policy.personal_data import personal_data_in


class Command(BaseCommand):
    """Reads text on standard input, writes ``[{"start", "end", "label", "text"}]`` on standard output.

    ``start`` and ``end`` count characters of the text as it came, line ends included; labels are NHS_NUMBER, DATE_OF_BIRTH,
    PHONE, EMAIL, POSTCODE, ADDRESS, NI_NUMBER, HOSPITAL_NUMBER and PERSON. Exit 0 when the text was checked, whatever was
    found, and ``[]`` for an empty one; exit 2 with one sentence on standard error when it is not UTF-8.
    """

    help = "Find personal data in the text on standard input; writes JSON. Exit 2 if the text is not UTF-8."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if sys.stdin.isatty():
            self.stderr.write("Type or paste the text, then press Ctrl-D.", self.style.NOTICE)
        given = sys.stdin.buffer.read()
        try:
            text = given.decode("utf-8")
        except UnicodeDecodeError as problem:
            self.stderr.write(
                f"sightline check-text: the text is not UTF-8: byte {problem.start + 1} of {len(given)} cannot be read."
                " Save it as UTF-8 and try again."
            )
            sys.exit(2)
        if not text.strip():
            self.stderr.write("sightline check-text: there was no text to check.", self.style.NOTICE)
        found = [
            {"start": one.start, "end": one.end, "label": one.kind.name, "text": one.text}
            for one in personal_data_in(text)
        ]
        self.stdout.write(json.dumps(found))
