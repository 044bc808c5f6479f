"""Two people add the same thing at the same moment: the second is told, beside the field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from sightline.organisations.errors import Invalid


@contextmanager
def once(field: str, problem: str) -> Iterator[None]:
    """Turns the database's refusal of a second row into ``Invalid``. What the body wrote is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        raise Invalid(field, problem) from refused
