"""``sightline load-organisations``: the lists of organisations shipped with the product."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sightline.audit.services import request_id
from sightline.organisations.services import load_organisations


class Command(BaseCommand):
    """Adds what is missing and says how many; a second run changes nothing and says so."""

    help = "Load Integrated Care Boards, NHS trusts and practices from the lists shipped with Sightline."

    def handle(self, *args: Any, **options: Any) -> None:
        token = request_id.set("load-organisations")
        try:
            counts = load_organisations(by=None, now=timezone.now())
        finally:
            request_id.reset(token)
        for kind, number in counts.listed.items():
            self.stdout.write(f"{kind.label}: {number} listed, {counts.added.get(kind, 0)} added")
        if counts.did_nothing:
            self.stdout.write("Everything was there already. Nothing changed.")
        else:
            self.stdout.write(f"{sum(counts.added.values())} added, {counts.changed} brought up to date.")
            if counts.places_added:
                self.stdout.write(f"{counts.places_added} Places added, to be confirmed by their board.")
