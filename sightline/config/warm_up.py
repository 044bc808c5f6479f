"""Making a server ready before its first visitor."""

from __future__ import annotations

from django.core.files.storage import storages
from django.template import engines
from jinja2 import Environment


def warm_up() -> None:
    """Compile every page and open the store of documents once, so that the first visitors do not wait a second for it."""
    _ = storages["documents"]
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in environment.list_templates(extensions=["jinja"]):
        environment.get_template(name)
