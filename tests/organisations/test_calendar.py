"""The shipped table of bank holidays, held against the independent ``holidays`` package."""

from __future__ import annotations

import holidays

from sightline.policy.bank_holidays import BANK_HOLIDAYS, FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR


def test_shipped_bank_holidays_agree_with_the_holidays_package() -> None:
    years = range(FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR + 1)
    for subdivision in ("ENG", "WLS"):
        named = holidays.country_holidays("GB", subdiv=subdivision, years=years, observed=True)
        # The package also lists the day itself where it falls at a weekend and a substitute is given.
        on_weekdays = {day for day in named if day.weekday() < 5}
        assert on_weekdays == BANK_HOLIDAYS
