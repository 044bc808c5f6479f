"""Bank holidays that cannot be computed: added when they are announced, and withdrawn where that was wrong."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import AddedBankHoliday
from sightline.organisations.services.authority import require_administrator
from sightline.organisations.services.once import once
from sightline.policy.facts import Actor
from sightline.policy.working_days import ENGLAND_AND_WALES


def add_bank_holiday(*, day: date, title: str, source: str, by: Actor | None, now: datetime) -> None:
    """Add a bank holiday proclaimed after this release was made. Due dates that span it move by a day.

    It counts for what is not done or ended by ``now``: a timescale already met or missed stays so judged.
    """
    require_administrator(by)
    title, source = title.strip(), source.strip()
    if not title:
        raise Invalid("title", "Enter what the holiday is for.")
    if not source:
        raise Invalid("source", "Enter where it was announced.")
    if day in ENGLAND_AND_WALES.holidays:
        raise Invalid("day", "That day is a bank holiday already.")
    if AddedBankHoliday.objects.filter(day=day, withdrawn_at__isnull=True).exists():
        raise Invalid("day", "That day was added already.")
    with once("day", "That day was added already."), act(by=by, now=now, reason=source) as acted:
        made = AddedBankHoliday.objects.create(day=day, title=title, source=source, added_at=now)
        acted.record(
            model="organisations.AddedBankHoliday",
            object_id=made.id,
            field="added",
            old="",
            new={"day": day, "title": title, "source": source},
        )


def withdraw_bank_holiday(*, holiday_id: UUID, reason: str, by: Actor | None, now: datetime) -> date:
    """Take back a bank holiday that was added: it was none, or not on that day; gives the day.

    The row stays, and with it what was judged by it. ``Unknown`` where there is none, or it was withdrawn before.
    """
    require_administrator(by)
    reason = reason.strip()
    if not reason:
        raise Invalid("reason", "Say why.")
    standing = AddedBankHoliday.objects.filter(id=holiday_id, withdrawn_at__isnull=True)
    found = standing.first()
    with act(by=by, now=now, reason=reason) as acted:
        if found is None or not standing.update(withdrawn_at=now, withdrawn_reason=reason):
            raise Unknown(f"There is no added bank holiday {holiday_id} that stands.")
        acted.record(
            model="organisations.AddedBankHoliday",
            object_id=found.id,
            field="withdrawn",
            old={"day": found.day, "title": found.title, "source": found.source},
            new="",
        )
    return found.day
