"""StEIS without retyping: what is missing on top, text to copy, asked fields kept, the number recorded afterwards."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.incidents.models import Incident, SteisDetails
from sightline.incidents.services import steis_record
from sightline.policy.steis import STEIS_FIELDS
from sightline.policy.terms import Role
from tests import assured_stages, stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, reported
from tests.policy.test_steis import GOOD
from tests.web.decide.pages import errors, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def lead(sign_in: SignIn) -> Client:
    return sign_in("trust", Role.PROVIDER_LEAD)


def at(incident: Incident, name: str = "incident_steis") -> str:
    return reverse(name, args=[incident.reference])


def details(client: Client, incident: Incident, **changes: str) -> Any:
    sent = {"seen": str(stages.now_of(incident).version), **GOOD, **changes}
    return client.post(at(incident, "incident_steis_details"), sent)


def numbers(client: Client, incident: Incident, **sent: str) -> Any:
    return client.post(at(incident), {"seen": str(stages.now_of(incident).version), **sent})


def test_every_field_is_there_and_nothing_is_claimed_to_be_sent(lead: Client, world: World) -> None:
    page = text_of(lead.get(at(declared(world))))
    for row in STEIS_FIELDS.values():
        assert row.label in page
    assert "Sightline does not send anything to StEIS." in page
    assert "A guidewire was left in after a central line was put in." in page


def test_what_is_missing_is_said_on_top_with_where_to_fill_it_in(lead: Client, world: World) -> None:
    incident = declared(world)
    html = unescape(lead.get(at(incident)).content.decode())
    on_top = html.partition('id="missing"')[2].partition("</div>")[0]
    assert f'<a href="{at(incident, "incident_steis_details")}#id_gender">Gender</a>' in on_top
    assert f'<a href="{at(incident, "respond_candour")}">Does the Duty of Candour apply?</a>' in on_top
    assert f"{on_top.count('<li>')} fields are missing:" in html
    assert "Key findings" not in on_top


def test_the_icb_is_not_sent_to_pages_that_are_not_its_own(sign_in: SignIn, world: World) -> None:
    incident = declared(world)
    html = unescape(sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(at(incident)).content.decode())
    assert '<a href="#candour_applies">Does the Duty of Candour apply?</a>' in html
    assert at(incident, "respond_candour") not in html


def test_asked_fields_are_kept_and_shown_in_words_to_copy(lead: Client, world: World) -> None:
    incident = declared(world)
    answer = details(lead, incident)
    assert (answer.status_code, answer["Location"]) == (302, at(incident))
    html = unescape(lead.get(at(incident)).content.decode())
    assert 'data-copy="Gender">Female</span>' in html
    assert 'data-copy="Ethnic group">Not stated</span>' in html
    form = lead.get(at(incident, "incident_steis_details")).content.decode()
    assert 'value="47"' in form


def test_what_is_wrong_is_beside_its_field_what_was_typed_stays_and_nothing_changes(
    lead: Client, world: World
) -> None:
    incident = declared(world)
    answer = details(lead, incident, patient_age_years="12/03/1979", gp_practice="Lower Ashe")
    assert answer.status_code == 422
    assert errors(answer) == {"patient_age_years": "Give the age, never a date of birth."}
    page = unescape(answer.content.decode())
    assert 'value="12/03/1979"' in page
    assert 'value="Lower Ashe"' in page
    assert f'name="seen" value="{incident.version}"' in page
    assert not SteisDetails.objects.exists()


def test_fields_may_be_saved_while_others_are_missing(lead: Client, world: World) -> None:
    incident = declared(world)
    assert details(lead, incident, gender="", media_interest="").status_code == 302
    html = lead.get(at(incident)).content.decode()
    assert "#id_media_interest" in html
    assert "#id_clinical_area" not in html


def test_nothing_is_asked_of_a_patient_where_none_was_affected(lead: Client, world: World) -> None:
    incident = declared(world, affected=["staff"])
    assert "Ethnic group" not in text_of(lead.get(at(incident, "incident_steis_details")))
    assert "No patient was affected" in text_of(lead.get(at(incident)))


def test_a_page_that_is_out_of_date_changes_nothing(lead: Client, world: World) -> None:
    incident = declared(world)
    details(lead, incident)
    answer = lead.post(
        at(incident, "incident_steis_details"), {"seen": str(incident.version), "gender": "male"}
    )
    assert answer.status_code == 409
    assert SteisDetails.objects.get().answers["gender"] == "female"


@pytest.mark.clause("12i", facet="the log number is kept")
def test_the_log_number_is_recorded_after_logging_it(lead: Client, world: World) -> None:
    incident = declared(world)
    assert "No StEIS log number is recorded yet." in text_of(lead.get(at(incident)))
    day = {"steis_logged_on-day": "16", "steis_logged_on-month": "11", "steis_logged_on-year": "2026"}
    answer = numbers(lead, incident, steis_number="2026/12345", lfpse_number="L9", **day)
    assert answer.status_code == 302
    page = text_of(lead.get(at(incident)))
    assert "No timescale was moved." in page
    assert "Logged on StEIS as 2026/12345 on Monday 16 November 2026" in page
    assert "StEIS 2026/12345" in text_of(lead.get(reverse("incident", args=[incident.reference])))


def test_a_number_that_stands_on_another_case_is_pointed_out(lead: Client, world: World) -> None:
    first, second = declared(world), declared(world)
    day = {"steis_logged_on-day": "16", "steis_logged_on-month": "11", "steis_logged_on-year": "2026"}
    for incident in (first, second):
        numbers(lead, incident, steis_number="2026/12345", **day)
    text = lead.get(at(second)).content.decode()
    assert "The same StEIS number, 2026/12345, stands on" in text
    assert first.reference in text
    numbers(lead, second, steis_number="2026/12346", **day)
    assert "The same StEIS number" not in lead.get(at(second)).content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"steis_number": "12345"}, "steis_number", "like 2027/1234"),
        ({"lfpse_number": "x" * 41}, "lfpse_number", "40 characters or fewer"),
        (
            {"steis_logged_on-day": "16", "steis_logged_on-month": "11", "steis_logged_on-year": "2026"},
            "steis_logged_on-day",
            "Give the log number",
        ),
        (
            {
                "steis_number": "2026/1",
                "steis_logged_on-day": "17",
                "steis_logged_on-month": "11",
                "steis_logged_on-year": "2026",
            },
            "steis_logged_on-day",
            "future",
        ),
        ({"steis_number": "2026/1", "steis_logged_on-day": "1"}, "steis_logged_on-month", "must include"),
    ],
)
def test_a_wrong_number_or_day_is_said_beside_it(
    lead: Client, world: World, sent: dict[str, str], field: str, message: str
) -> None:
    incident = declared(world)
    answer = numbers(lead, incident, **sent)
    assert answer.status_code == 422
    assert set(errors(answer)) == {field}
    assert message in errors(answer)[field]
    assert stages.now_of(incident).version == incident.version


@pytest.mark.clause("12i", facet="every field is ready to copy")
def test_all_of_it_is_one_plain_text(lead: Client, world: World) -> None:
    incident = declared(world)
    steis_record.record_details(incident.id, GOOD, by=world.lead, now=NOW, seen=incident.version)
    answer = lead.get(at(incident, "incident_steis_text"))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith(f"For StEIS: {incident.reference}.")
    assert "does not send anything to StEIS" in text
    assert "Gender: Female" in text
    assert "Does the Duty of Candour apply?: (missing)" in text
    assert "&" not in text


def test_before_it_is_shared_only_numbers_are_asked_and_under_psirf_too(lead: Client, world: World) -> None:
    page = text_of(lead.get(at(reported(world.reporter))))
    assert "once the case is declared or in discussion" in page
    assert "StEIS log number" in page
    page = text_of(lead.get(at(stages.under_psirf(world))))
    assert "Under PSIRF an incident is recorded in LFPSE." in page


def test_a_closed_case_with_everything_says_that_nothing_is_missing(lead: Client, world: World) -> None:
    incident = assured_stages.closed(world)
    details(lead, incident)
    assert "Nothing that StEIS needs by now is missing." in text_of(lead.get(at(incident)))


def test_the_case_leads_here_and_the_audit_trail_says_what_was_answered(lead: Client, world: World) -> None:
    incident = declared(world)
    case = lead.get(reverse("incident", args=[incident.reference])).content.decode()
    assert f'<a href="{at(incident)}">StEIS fields and numbers</a>' in case
    details(lead, incident)
    trail = text_of(lead.get(reverse("incident_trail", args=[incident.reference])))
    assert "StEIS fields: answers" in trail
    assert "Gender: Female; Ethnic group: Not stated" in trail


def test_the_page_asks_the_database_no_more_than_a_few_questions(lead: Client, world: World) -> None:
    incident = stages.submitted(world)
    lead.get(at(incident))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lead.get(at(incident))
    assert len(asked) <= 18
