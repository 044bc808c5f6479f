"""Tables of organisations and people. Private to this package: change them through services, read through selectors."""

from sightline.organisations.models.contract import Contract
from sightline.organisations.models.local_figures import FigureVariation
from sightline.organisations.models.local_lists import AddedBankHoliday, TimescaleVariation
from sightline.organisations.models.organisation import Organisation, OrganisationPlace, Place
from sightline.organisations.models.person import Invitation, LeaveCover, Membership, OneTimeLink, User

__all__ = [
    "AddedBankHoliday",
    "Contract",
    "FigureVariation",
    "Invitation",
    "LeaveCover",
    "Membership",
    "OneTimeLink",
    "Organisation",
    "OrganisationPlace",
    "Place",
    "TimescaleVariation",
    "User",
]
