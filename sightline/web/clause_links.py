"""The link from anything that rests on a clause to the clause's own page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sightline.policy.clauses import CLAUSES


def clause_link(clause_id: str, text: str = "") -> SafeString:
    """A small link to a clause; ``text`` is shown instead of its number where given. Nothing where no clause is named.

    The end of the address is the same on the page of every clause and on the page of one.
    """
    if clause_id not in CLAUSES:
        return SafeString("")
    address = f"{reverse('policy_clause', args=[clause_id])}#clause-{clause_id}"
    if text:
        return format_html(
            '<a class="sl-clause" href="{}">{}<span class="nhsuk-u-visually-hidden">, clause {}</span></a>',
            address,
            text,
            clause_id,
        )
    return format_html(
        '<a class="sl-clause" href="{}"><span class="nhsuk-u-visually-hidden">Clause </span>{}</a>',
        address,
        clause_id,
    )
