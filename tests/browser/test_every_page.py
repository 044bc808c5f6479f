"""Asked when all stories are over: was every page of the product looked at?

Runs last, and means something only after the whole ring: ``pytest -m browser tests/browser``.
"""

from __future__ import annotations

import pytest

from sightline.web import urls
from tests.browser.person import Looked

pytestmark = pytest.mark.browser
#: Nobody looks at these: answers for machines, a file, and what only leads elsewhere.
NOT_PAGES = {
    "actions_export",
    "incident_as_at_pdf",
    "disclosures_export",
    "breaches_export",
    "healthz",
    "readyz",
    "document",
    "incident_steis_text",
    "incidents_export",
    "replay_export",
    "incidents_view_remove",
    "desk_cover_end",
    "light_answer",
    "administer_job",
    "administer_run",
    "administer_email",
    "administer_anchor",
    "notice",
    "redacted_copy_file",
    "redacted_copy_manifest",
    "notices_read",
    "second_factor_onward",
    # Leads to a provider, or says by the page of ``provider_sign_in`` why not; only for whoever came by one.
    "provider_prove",
    "sign_in_passkey",
}


@pytest.mark.clause("9.0b", facet="every page is looked at for accessibility")
def test_axe_has_seen_every_page(looked: Looked) -> None:
    names = {route.name for route in urls.urlpatterns}
    assert names - NOT_PAGES - looked.names == set()


@pytest.mark.clause("9.0b", facet="every page is looked at for accessibility")
def test_axe_has_seen_every_way_to_refuse(looked: Looked) -> None:
    assert {status for _, status, _ in looked.at} >= {200, 403, 404, 409, 422}
