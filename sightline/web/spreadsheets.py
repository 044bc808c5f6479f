"""Rows as a CSV that any spreadsheet opens and none runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from sightline.audit.scope import carried

_MARK = "\ufeff"
#: A spreadsheet takes a cell that begins with one of these for a formula, after blanks too; some take the wide forms.
_FORMULA = tuple("=+-@＝＋－＠")


class _Line:
    """A file of one line, for the writer of CSV."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows as CSV, a line at a time, with a mark that spreadsheets know UTF-8 by."""
    writer = csv.writer(_Line())
    yield _MARK + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """The rows as a download, made while it is sent."""
    return StreamingHttpResponse(
        # What is sent is read after the page is made: within the scope of whoever asked.
        carried(csv_lines(columns, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs: what would begin a formula is marked as words."""
    runs = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if runs else text
