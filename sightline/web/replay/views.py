"""A replay on a page: the form, the totals, every case that differs, and the same as CSV. Nothing is written.

It is worked out while the page is drawn, for at most ``MOST_CASES``: about two seconds. A job would have to keep what it
found, and a page that says that it writes nothing should have nothing to keep; longer spans are for ``sightline replay``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from sightline.incidents.selectors.replay import Difference, Replay, cases_in
from sightline.incidents.selectors.replay import replay as replayed
from sightline.incidents.services.exports import note_export
from sightline.policy.deadlines import DEADLINES
from sightline.policy.lengths import Length
from sightline.policy.replaying import MAY_REPLAY, Required, Verdict
from sightline.policy.working_days import london_day
from sightline.web.access import hat_required, moment
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.replay.forms import OWN, ReplayForm
from sightline.web.spreadsheets import csv_answer
from sightline.web.step_up import asks_again

MOST_CASES = 2_000
ROWS_ON_A_PAGE = 100
COLUMNS = (
    *("Reference", "Provider", "Timescale", "Before", "Due before", "After", "Due after", "What changed"),
    *("In full before", "In full after"),
)


@require_safe
@hat_required
def replay(request: HttpRequest, hat: Hat) -> HttpResponse:
    """What the same cases would have had to do under other rules; everything asked stands in the address."""
    _require(hat)
    form, too_many, found = _asked(request, hat)
    query = request.GET.copy()
    page = _page(query.pop("page", [""])[-1])
    rows = found.differences if found is not None else []
    last = max((len(rows) - 1) // ROWS_ON_A_PAGE, 0)
    page = min(page, last)
    begin = page * ROWS_ON_A_PAGE
    return render(
        request,
        "replay/replay.jinja",
        status=422 if form.is_bound and not form.is_valid() else 200,
        form=form,
        found=found,
        too_many=too_many,
        most=MOST_CASES,
        command=_command(form) if too_many else "",
        verdicts=_verdicts(found) if found is not None else (),
        responses=list(Required),
        rows=rows[begin : begin + ROWS_ON_A_PAGE],
        providers=found.providers() if found is not None else {},
        begin=begin,
        earlier=f"?{query.urlencode()}&{urlencode({'page': page - 1})}#cases" if page else "",
        more=f"?{query.urlencode()}&{urlencode({'page': page + 1})}#cases" if page < last else "",
        export_address=f"{reverse('replay_export')}?{query.urlencode()}",
    )


@require_safe
@asks_again("replay")
@hat_required
def replay_export(request: HttpRequest, hat: Hat) -> HttpResponseBase:
    """Every difference as CSV; who took it is noted in the audit trail, as with every list that leaves Sightline."""
    _require(hat)
    found = _asked(request, hat)[2]
    if found is None:
        return replay(request)
    note_export(
        "replay.csv", request.GET.urlencode(), rows=len(found.differences), by=hat.actor, now=moment()
    )
    return csv_answer("replay.csv", COLUMNS, _cells(found, found.providers()))


def _require(hat: Hat) -> None:
    if hat.role not in MAY_REPLAY:
        raise PermissionDenied("This page is for the Patient Safety Specialist and the Chief Nurse.")


def _asked(request: HttpRequest, hat: Hat) -> tuple[ReplayForm, bool, Replay | None]:
    """The form; whether the span holds more than a page can do; and what was found where it can be."""
    now = moment()
    today = london_day(now)
    initial = {"first": today - timedelta(days=182), "last": today, "framework": OWN}
    form = ReplayForm(request.GET if "first-year" in request.GET else None, initial=initial)
    if not form.is_bound or not form.is_valid():
        return form, False, None
    if cases_in(hat.actor, form.span, now=now, at_most=MOST_CASES + 1) > MOST_CASES:
        return form, True, None
    return form, False, replayed(hat.actor, form.span, form.other, now=now)


def _verdicts(found: Replay) -> list[Verdict]:
    """The columns of the totals: those in which something stands."""
    sides = [side for totals in found.totals.values() for side in (totals.before, totals.after)]
    return [verdict for verdict in Verdict if any(side[verdict] for side in sides)]


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _command(form: ReplayForm) -> str:
    """The command that does the same for any number of cases."""
    units = {row.kind: row.unit for rows in DEADLINES.values() for row in rows}
    words = [f"sightline replay --from {form.span.first} --to {form.span.last}"]
    if form.other.framework is not None:
        words.append(f"--framework {form.other.framework.value}")
    words += [
        f'--length {kind.value}="{Length(number, units[kind])}"'
        for kind, number in form.other.lengths.items()
    ]
    return " ".join(words)


def _cells(found: Replay, providers: Mapping[UUID, str]) -> Iterator[tuple[str, ...]]:
    for row in found.differences:
        yield (
            row.reference,
            providers.get(row.provider_id, ""),
            row.timescale,
            row.before.verdict.label,
            _day(row, after=False),
            row.after.verdict.label,
            _day(row, after=True),
            row.words,
            row.before.words,
            row.after.words,
        )


def _day(row: Difference, *, after: bool) -> str:
    due_on = row.after.due_on if after else row.before.due_on
    return due_on.isoformat() if due_on is not None else ""
