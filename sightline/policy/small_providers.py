"""Providers too small for an executive and an investigator of their own (clause 4.4.1)."""

from __future__ import annotations

from sightline.policy.terms import OrganisationKind

#: They answer on a light form, sign what they send, and the ICB may key for them what they confirm (decision 14).
SMALL_PROVIDER_KINDS: frozenset[OrganisationKind] = frozenset(
    {
        OrganisationKind.GP_PRACTICE,
        OrganisationKind.COMMUNITY_PHARMACY,
        OrganisationKind.OPTOMETRIST,
        OrganisationKind.DENTAL_PRACTICE,
        OrganisationKind.CARE_HOME,
    }
)
#: A significant event analysis counts as a concise investigation (reference 1.4).
LEVEL_OF_SIGNIFICANT_EVENT_ANALYSIS = 1
