"""Looking an organisation up by its name: what was found, and what a list then offers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sightline.organisations import selectors as organisations
from sightline.organisations.rows import OrganisationRow
from sightline.policy import report_answers
from sightline.policy.report_answers import PROVIDER_KINDS

MOST_FOUND = 15


class LookUp:
    """Organisations a page can offer: those chosen before or now, and those found by what was typed."""

    def __init__(self, wanted: str, codes: Sequence[str], *, providers: bool, today: datetime.date) -> None:
        self.wanted = wanted.strip()[:100]
        kinds = PROVIDER_KINDS if providers else None
        rows = [
            organisations.organisation_by_code(code) for code in codes[: report_answers.MOST_ORGANISATIONS]
        ]
        known = [row for row in rows if row is not None and (kinds is None or row.kind in kinds)]
        found = (
            organisations.search(self.wanted, kinds=kinds, limit=MOST_FOUND, on=today) if self.wanted else []
        )
        self.found = [row for row in found if row.exists_on(today)]
        self.choices = list({row.ods_code: _named(row) for row in (*known, *self.found)}.items())

    @property
    def words(self) -> str:
        """What was found, as a sentence; empty where nothing was looked for."""
        if not self.wanted:
            return ""
        if not self.found:
            return f"Nothing found for “{self.wanted}”. Try one word of its name."
        if len(self.found) == MOST_FOUND:
            return f"The first {MOST_FOUND} found for “{self.wanted}” are below. Add a word to find fewer."
        return f"Found for “{self.wanted}”: {len(self.found)}. Choose from the list below."


def _named(row: OrganisationRow) -> str:
    return f"{row.name} ({row.ods_code})"
