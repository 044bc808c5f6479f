"""The shipped lists and loading them."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from sightline.audit.models import AuditEntry
from sightline.audit.verification import verify
from sightline.organisations import selectors, services
from sightline.organisations.models import Organisation, OrganisationPlace
from sightline.organisations.reference_lists import listed_organisations, mixed_case
from sightline.policy.terms import CandourRegime, OrganisationKind
from tests.organisations.conftest import NOW, Make

ICB, TRUST = OrganisationKind.ICB, OrganisationKind.NHS_TRUST
AMBULANCE, PRACTICE = OrganisationKind.AMBULANCE_TRUST, OrganisationKind.GP_PRACTICE


def run() -> str:
    out = StringIO()
    call_command("load_organisations", stdout=out)
    return out.getvalue()


def test_the_lists_hold_what_they_promise() -> None:
    rows = list(listed_organisations())
    assert len({row.ods_code for row in rows}) == len(rows)
    count = {kind: sum(row.kind == kind for row in rows) for kind in (ICB, TRUST, AMBULANCE, PRACTICE)}
    assert count == {ICB: 42, TRUST: 262, AMBULANCE: 11, PRACTICE: 129}
    assert all("AMBULANCE" in row.name.upper() for row in rows if row.kind == AMBULANCE)
    assert all(row.closed_on is None or row.opened_on <= row.closed_on for row in rows if row.opened_on)
    assert all(services.ods_code_from(row.ods_code) == row.ods_code for row in rows)
    assert all(row.name and row.source for row in rows)


@pytest.mark.parametrize(
    ("published", "people_write"),
    [
        ("UNIVERSITY HOSPITALS COVENTRY AND WARWICKSHIRE NHS TRUST", "University Hospitals Coventry and Warwickshire NHS Trust"),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        ("THE CHRISTIE NHS FOUNDATION TRUST", "The Christie NHS Foundation Trust"),
        ("THE NEWCASTLE UPON TYNE HOSPITALS", "The Newcastle upon Tyne Hospitals"),
        ("HENLEY-IN-ARDEN MED CTR", "Henley-in-Arden Med Ctr"),
        ("CAMP HILL GP LED HEALTH CENTRE", "Camp Hill GP Led Health Centre"),
        ("BARKING, HAVERING AND REDBRIDGE", "Barking, Havering and Redbridge"),
        ("ROYAL BROMPTON & HAREFIELD", "Royal Brompton & Harefield"),
        ("O'NEILL SURGERY", "O'Neill Surgery"),
        ("NHS Devon Integrated Care Board", "NHS Devon Integrated Care Board"),
    ],
)  # fmt: skip
def test_names_published_in_capitals_are_written_as_people_write_them(
    published: str, people_write: str
) -> None:
    assert mixed_case(published) == people_write


def test_loading_adds_boards_trusts_and_practices_with_their_dates(db: None) -> None:
    said = run()
    assert "Integrated Care Board: 42 listed, 42 added" in said
    assert "444 added" in said
    board = selectors.organisation_by_code("QWU")
    assert board is not None
    assert (board.kind, board.opened_on, board.closed_on) == (ICB, date(2022, 7, 1), None)
    ambulance = selectors.organisation_by_code("RYA")
    assert ambulance is not None
    assert (ambulance.kind, ambulance.candour_regime) == (AMBULANCE, CandourRegime.HEALTH_SERVICE_BODY)
    closed = selectors.organisation_by_code("R0C")
    assert closed is not None
    assert closed.closed_on == date(2020, 3, 26)
    practice = selectors.organisation_by_code("M84001")
    assert practice is not None
    assert (practice.name, practice.candour_regime) == ("Red Roofs Surgery", CandourRegime.OTHER)
    welsh = selectors.organisation_by_code("RT4")
    assert welsh is not None
    assert welsh.candour_regime == CandourRegime.NONE
    trust = selectors.organisation_by_code("RKB")
    assert trust is not None
    assert [row.name for row in selectors.places_of(trust.id)] == ["Coventry", "Rugby"]
    assert verify().intact
    assert set(AuditEntry.objects.values_list("request_id", flat=True)) == {"load-organisations"}


def test_loading_again_changes_nothing_and_says_so(db: None) -> None:
    run()
    rows, entries = list(Organisation.objects.order_by("id").values()), AuditEntry.objects.count()
    said = run()
    assert "Nothing changed" in said
    assert list(Organisation.objects.order_by("id").values()) == rows
    assert AuditEntry.objects.count() == entries


def test_loading_again_leaves_what_was_settled_here(make: Make) -> None:
    """A merger of boards, a corrected kind, a move to PSIRF, a Place taken away, an organisation entered by hand."""
    make("RKB", "Entered by hand", is_invented=False, kind=OrganisationKind.HOSPICE)
    services.load_organisations(by=None, now=NOW)
    board, into = selectors.organisation_by_code("QGH"), selectors.organisation_by_code("QWU")
    trust = selectors.organisation_by_code("RLT")
    assert board is not None
    assert into is not None
    assert trust is not None
    services.close_organisation(
        organisation_id=board.id, closed_on=date(2026, 3, 31), successor_id=into.id, by=None, now=NOW
    )
    services.move_to_psirf(organisation_id=trust.id, from_on=date(2024, 4, 1), by=None, now=NOW)
    Organisation.objects.filter(id=trust.id).update(kind=PRACTICE.value)
    OrganisationPlace.objects.filter(organisation_id=trust.id).delete()
    assert services.load_organisations(by=None, now=NOW).did_nothing
    board, trust = selectors.organisation(board.id), selectors.organisation(trust.id)
    assert (board.closed_on, board.successor_id) == (date(2026, 3, 31), into.id)
    assert (trust.kind, trust.psirf_from) == (PRACTICE, date(2024, 4, 1))
    assert selectors.places_of(trust.id) == []
    by_hand = selectors.organisation_by_code("RKB")
    assert by_hand is not None
    assert (by_hand.name, by_hand.kind) == ("Entered by hand", OrganisationKind.HOSPICE)


def test_a_newer_list_renames_and_dates_what_came_from_an_older_one(db: None) -> None:
    services.load_organisations(by=None, now=NOW)
    Organisation.objects.filter(ods_code="R0C").update(
        name="Its former name", closed_on=None, source="Organisation Data Service, NHS trusts, March 2019"
    )
    counts = services.load_organisations(by=None, now=NOW)
    assert (counts.changed, counts.added) == (1, {})
    found = selectors.organisation_by_code("R0C")
    assert found is not None
    assert (found.name, found.closed_on) == ("Project Nightingale NHS Trust", date(2020, 3, 26))
