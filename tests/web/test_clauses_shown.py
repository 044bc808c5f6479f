"""What the policy asks can be read by everyone who signs in."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from sightline.policy.clauses import CLAUSES
from sightline.policy.terms import Role
from tests.conftest import SignIn


@pytest.mark.clause("5.2.1", "12a", "12b")
@pytest.mark.clause("1.1.0", facet="what the policy is for is shown")
@pytest.mark.clause("6.2", facet="what it asks can be read here")
@pytest.mark.parametrize(
    "hat", [("trust", Role.REPORTER), ("practice", Role.PROVIDER_LEAD), ("icb", Role.BOARD_MEMBER)]
)
def test_every_clause_is_shown_in_our_words_where_links_lead(sign_in: SignIn, hat: tuple[str, Role]) -> None:
    page = unescape(sign_in(*hat).get(reverse("policy")).content.decode())
    for clause in CLAUSES.values():
        assert f'id="clause-{clause.id}"' in page, clause.id
        assert clause.text in page, clause.id
