"""Reading the file of an ICB's own wording: one clause a line, its id and what it says.

Comma-separated, as a spreadsheet writes it: UTF-8 with or without a byte-order mark, quoted where words hold a comma or a
line end, a header line or none. Every problem is said, with its line, so that one reading mends the whole file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from sightline.audit.chain import storable
from sightline.governance.errors import BadDocument
from sightline.policy.chapters import near
from sightline.policy.clauses import CLAUSES

MOST_CHARACTERS = 10_000
#: What the first cell of a header may say.
_HEADERS = frozenset({"id", "clause"})


def read_wordings(content: bytes) -> Mapping[str, str]:
    """Wording by id, in the order of the policy. Raises ``BadDocument`` with everything that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise BadDocument(
            [f"Line {line}: this is not UTF-8. Save the file as “CSV UTF-8” and try again."]
        ) from problem
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    problems: list[str] = []
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for row in rows:
            line, begins = begins, rows.line_num + 1
            cells = [storable(cell).strip() for cell in row]
            if not any(cells) or (not lines and not problems and cells[0].lower() in _HEADERS):
                continue
            wrong = _problem_of(cells, lines)
            if wrong:
                problems.append(f"Line {line}: {wrong}")
                # A line that is wrong only in its words still says which clause it is about.
                if cells[0] in CLAUSES:
                    lines.setdefault(cells[0], line)
                continue
            found[cells[0]], lines[cells[0]] = cells[1], line
    except csv.Error as problem:
        raise BadDocument(
            [
                *problems,
                f"Line {begins}: this is not comma-separated text ({problem}). Is a quotation mark missing?",
            ]
        ) from problem
    if not found and not problems:
        problems.append(
            "There is no wording in the file: each line holds the id of a clause and what it says."
        )
    if problems:
        raise BadDocument(problems)
    return {clause_id: found[clause_id] for clause_id in CLAUSES if clause_id in found}


def _problem_of(cells: Sequence[str], lines: Mapping[str, int]) -> str:
    """What is wrong with one line, or ``""``; ``lines`` are those of the clauses read before it."""
    clause_id, rest = cells[0], cells[1:]
    if not clause_id:
        return "the id of the clause is missing."
    if clause_id not in CLAUSES:
        alike = ", ".join(row.id for row in near(clause_id))
        return f"the policy has no clause {clause_id[:40]}." + (f" Near it: {alike}." if alike else "")
    if clause_id in lines:
        return f"clause {clause_id} stands on line {lines[clause_id]} already."
    if not rest or not rest[0]:
        return f"clause {clause_id} has no wording. Leave the line out, or give its words."
    if any(rest[1:]):
        return f"clause {clause_id} has {len(cells)} cells and needs two: quote words that hold a comma."
    if len(rest[0]) > MOST_CHARACTERS:
        return f"clause {clause_id} is {len(rest[0]):,} characters long; {MOST_CHARACTERS:,} is the most."
    return ""
