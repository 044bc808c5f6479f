"""Which files the rows name: for backups, in whichever database they look."""

from __future__ import annotations

from collections.abc import Iterator

from sightline.incidents.models import Document
from sightline.upkeep.document_store import name_of
from sightline.upkeep.papers import Paper


def papers(using: str) -> Iterator[Paper]:
    """Every document of every case, oldest first. Sightline itself asks, for all organisations at once."""
    found = (
        Document.objects.using(using)
        .order_by("uploaded_at", "id")
        .values_list("sha256", "cleaned_sha256", "name", "incident__reference")
    )
    for sha256, cleaned, name, reference in found.iterator(chunk_size=1000):
        yield Paper(path=name_of(sha256), sha256=sha256, known_as=f"{name} ({reference})")
        if cleaned and cleaned != sha256:
            yield Paper(
                path=name_of(cleaned), sha256=cleaned, known_as=f"cleaned copy of {name} ({reference})"
            )
