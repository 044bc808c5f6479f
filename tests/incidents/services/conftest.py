"""What every test of these services ends with: the trail of each case folds to what its tables hold."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sightline.audit.scope import everything, within
from sightline.incidents.models import Incident
from tests.incidents.folded import differences


@pytest.fixture(autouse=True)
def the_trail_folds_to_the_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever was done, every field of every row of a case is what the audit trail says of it.

    Not asked of tests marked ``behind_the_services``, which write a table themselves.
    """
    if "world" not in request.fixturenames or request.node.get_closest_marker("behind_the_services"):
        yield
        return
    request.getfixturevalue("world")  # before this one, so that its cases are still there below
    yield
    with within(everything("a test")):
        for incident in Incident.objects.all():
            assert differences(incident.id) == [], "a service wrote what the audit trail does not say"
