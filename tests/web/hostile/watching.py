"""What a request wrote to the database, and what on a page only something typed can have brought."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from tests.web.hostile.page_reading import Page

Elements = set[tuple[str, str]]


@contextmanager
def writes() -> Iterator[list[str]]:
    """Every text sent to the database, undone at the end."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            for row in params if many else [params]:
                seen.extend(_texts(row))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield seen
        transaction.set_rollback(True)


def _texts(value: Any) -> Iterator[str]:
    value = getattr(value, "obj", value)
    if isinstance(value, str):
        yield value
        if value.startswith(("{", "[")):
            try:
                yield from _texts(json.loads(value))
            except ValueError:
                return
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def what_is_foreign(page: Page, foreign: Elements) -> Iterator[str]:
    """Elements, attributes, scripts and addresses that only something typed can have brought."""
    yield from (f"<{tag} {name}>" for tag, name in page.elements & foreign)
    yield from (words for words in page.scripts if words.strip())
    for address in page.addresses:
        if re.match(r"\s*(javascript|data|vbscript)\s*:", address, re.IGNORECASE):
            yield address
