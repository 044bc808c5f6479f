"""What people do while their server is killed: how it is sent, and how often it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.urls import reverse

from sightline.incidents.models import Document, Incident, StepTaken
from sightline.incidents.services import intake
from sightline.policy.terms import Action
from sightline.web.assure.forms import AGREE
from tests import factories
from tests.faults.served import signed_in
from tests.upkeep.conftest import Installation


@dataclass
class Deed:
    """One form as it is sent; ``there`` counts how often it has been done, and fails where it is half done.

    ``anew`` are the fields as the page shows them after it was lost: what someone sends who opens the page again.
    """

    cookie: str
    address: str
    fields: dict[str, str]
    there: Callable[[], int]
    anew: Callable[[], dict[str, str]] = field(default=dict)


class People:
    """A reporter, the provider's lead and the ICB's team of an installation, signed in."""

    def __init__(self, installation: Installation) -> None:
        self.world, self.case = installation.world, installation.case
        self.reporter, self.lead, self.team = (
            signed_in(actor.person_id) for actor in (self.world.reporter, self.world.lead, self.world.team)
        )

    def submit(self, number: int) -> Deed:
        """A report with every question answered is sent."""
        now, before = datetime.now(UTC), Incident.objects.count()
        draft = intake.begin_draft(by=self.world.reporter, now=now)
        intake.save_draft(draft, factories.report_answers(), by=self.world.reporter, now=now)
        address = reverse("report_check", args=[draft])
        return Deed(self.reporter, address, {"sent": "1"}, lambda: Incident.objects.count() - before)

    def upload(self, number: int) -> Deed:
        """A paper is put on a case."""

        def fields() -> dict[str, str]:
            return {**words, "seen": str(Incident.objects.get(pk=self.case.pk).version)}

        before = Document.objects.count()
        words = {"kind": "evidence", "pasted": f"Seen at {number}, {datetime.now(UTC)}."}
        address = reverse("incident_documents", args=[self.case.reference])
        return Deed(self.lead, address, fields(), lambda: Document.objects.count() - before, fields)

    def decide(self, number: int) -> Deed:
        """The ICB acknowledges a declared incident and agrees what it is: two steps with one click."""
        case = factories.declared(self.world, now=datetime.now(UTC))

        def there() -> int:
            wanted = (Action.ACKNOWLEDGE, Action.AGREE_CLASSIFICATION)
            counts = {
                StepTaken.objects.filter(incident=case, action=action.value).count() for action in wanted
            }
            assert len(counts) == 1, f"{case.reference} is half decided"
            return counts.pop()

        fields = {"also": AGREE, "seen": str(case.version)}
        return Deed(self.team, reverse("assure_acknowledge", args=[case.reference]), fields, there)
