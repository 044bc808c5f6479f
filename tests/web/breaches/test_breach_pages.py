"""Breaches as people use them: reporting one, reading its clock, acting on it, taking the list out."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from sightline.breaches.models import Breach, BreachTask
from sightline.breaches.services import handling
from sightline.notifications.models import Notice
from sightline.organisations.services import organisations
from sightline.policy.terms import CandourRegime, OrganisationKind, Role
from tests.breaches.made import AWARE, graded, ig_lead, reported
from tests.conftest import SignIn
from tests.factories import NOW, World, declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LEAD = ("trust", Role.INFORMATION_GOVERNANCE_LEAD)


def drawn(answer: Any) -> str:
    """The words of a page, without its elements."""
    content = b"".join(answer) if answer.streaming else answer.content
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def at(breach: Breach, act: str = "") -> str:
    return (
        reverse("breach_act", args=[breach.reference, act])
        if act
        else reverse("breach", args=[breach.reference])
    )


def report(**changes: str) -> dict[str, Any]:
    return {
        "controller": "ours",
        "title": "Letters sent to former addresses",
        "what_happened": "Forty letters went astray.",
        "kinds": ["confidentiality"],
        "happened_on-day": "15",
        "happened_on-month": "11",
        "happened_on-year": "2026",
        "aware_on-day": "16",
        "aware_on-month": "11",
        "aware_on-year": "2026",
        "aware_time": "12:00",
        **changes,
    }


@pytest.mark.clause("11.2", facet="the information-governance lead has a task")
@pytest.mark.clause("3.4a", facet="the information-governance lead has a task")
def test_a_nurse_reports_and_the_lead_finds_it_on_their_worklist_with_its_hours(
    world: World, sign_in: SignIn
) -> None:
    nurse, lead = sign_in("trust", Role.REPORTER), sign_in(*LEAD)
    answer = nurse.post(reverse("breach_report"), report())
    assert answer.status_code == 302, drawn(answer)
    breach = Breach.objects.get()
    assert answer["Location"] == at(breach)
    today = drawn(lead.get(reverse("today")))
    assert f"{breach.reference} Grade the breach" in today
    assert "By 12:00 on Thursday 19 November 2026, in 67 hours" in today
    page = drawn(lead.get(at(breach)))
    assert "Tell the ICO by 12:00 on Thursday 19 November 2026, in 67 hours" in page
    assert "yours: you are the controller" in page
    notice = Notice.objects.get()
    opened = lead.get(reverse("notice", args=[notice.id]))
    assert opened["Location"] == at(breach)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"aware_time": "17:30"}, "Nobody can become aware of it in the future."),
        ({"aware_on-day": "14"}, "Nobody can be aware of it before it happened."),
        ({"aware_time": ""}, "the day and the time"),
        ({"happened_on-day": "17"}, "It cannot have happened in the future."),
        ({"controller": "other", "other_name": "nowhere at all"}, "Nothing found for “nowhere at all”"),
        ({"controller": "other", "other_name": "hospital"}, "Several were found"),
        ({"controller": "other", "other_name": "R9A"}, "That is your own organisation"),
        ({"incident": "SL-2026-9999"}, "There is no incident of this number that you can see."),
        ({"people_count": "-2"}, "must be 0 or more"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(
    world: World, sign_in: SignIn, changes: dict[str, str], words: str
) -> None:
    organisations.create_organisation(
        ods_code="R9X",
        name="Another Hospital",
        kind=OrganisationKind.NHS_TRUST,
        candour_regime=CandourRegime.HEALTH_SERVICE_BODY,
        opened_on=date(2015, 4, 1),
        is_invented=True,
        source="tests",
        by=None,
        now=NOW,
    )
    answer = sign_in("trust", Role.REPORTER).post(reverse("breach_report"), report(**changes))
    assert answer.status_code == 422
    assert words in drawn(answer)
    assert "Forty letters went astray." in answer.content.decode()
    assert not Breach.objects.exists()


def test_a_form_sent_twice_is_one_breach_and_another_persons_key_gives_nothing_away(
    world: World, sign_in: SignIn
) -> None:
    nurse = sign_in("trust", Role.REPORTER)
    page = nurse.get(reverse("breach_report")).content.decode()
    [key] = re.findall(r'name="sent_key" value="([0-9a-f-]{36})"', page)
    first = nurse.post(reverse("breach_report"), report(sent_key=key))
    again = nurse.post(reverse("breach_report"), report(sent_key=key))
    assert first["Location"] == again["Location"]
    assert Breach.objects.count() == 1
    assert nurse.post(reverse("breach_report"), report(sent_key="no key")).status_code == 302
    stranger = sign_in("other_trust", Role.REPORTER)
    theirs = stranger.post(reverse("breach_report"), report(sent_key=key))
    assert theirs.status_code == 302, drawn(theirs)
    assert theirs["Location"] != first["Location"]
    assert Breach.objects.count() == 3


def test_a_case_that_loses_information_offers_the_report_and_leads_there_and_back(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world, circumstances=["information"])
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    case = reverse("incident", args=[incident.reference])
    page = lead.get(case).content.decode()
    link = f"{reverse('breach_report')}?incident={incident.reference}"
    assert link in page
    assert f'value="{incident.reference}"' in lead.get(link).content.decode()
    lead.post(reverse("breach_report"), report(incident=incident.reference))
    breach = Breach.objects.get()
    of_case = f"{reverse('breaches')}?incident={incident.reference}"
    assert of_case in lead.get(case).content.decode()
    assert at(breach) in lead.get(of_case).content.decode()
    assert case in sign_in(*LEAD).get(at(breach)).content.decode()
    of_icb = sign_in("icb", Role.INFORMATION_GOVERNANCE_LEAD)
    summary = drawn(of_icb.get(at(breach)))
    assert "and not yours" in summary
    assert "Forty letters" not in summary
    assert of_case in of_icb.get(case).content.decode()
    assert at(breach) in of_icb.get(of_case).content.decode()
    assert of_icb.get(at(breach, "grade")).status_code == 403
    # The other cases of the trust do not offer it.
    other = declared(world)
    assert (
        "There is no breach of"
        in lead.get(of_case.replace(incident.reference, other.reference)).content.decode()
    )
    assert lead.get(f"{reverse('breaches')}?incident=SL-2020-9999").status_code == 404
    assert (
        link.partition("?")[0] not in lead.get(reverse("incident", args=[other.reference])).content.decode()
    )


@pytest.mark.clause("12e", facet="the severity is graded by today's grid")
@pytest.mark.clause("3.4a", facet="its severity is graded")
def test_the_grid_says_in_words_what_each_pair_of_scores_leads_to(world: World, sign_in: SignIn) -> None:
    breach, lead = reported(world), sign_in(*LEAD)
    answer = lead.post(
        at(breach, "grade"),
        {
            "seen": str(breach.version),
            "likelihood": "3",
            "severity": "4",
            "special_data": "yes",
            "people_at_risk": "unknown",
            "high_risk": "yes",
            "reason": "Some were opened.",
        },
    )
    assert answer.status_code == 302, drawn(answer)
    page = drawn(lead.get(at(breach)))
    assert "Likelihood 3 (likely), severity 4" in page
    assert "this breach Tell the ICO, DHSC, NHS England" in page
    assert page.count("Log it") == 13
    assert "they are told without undue delay (article 34)" in page


@pytest.mark.clause("12e", facet="the older name is explained")
def test_the_older_name_stands_on_the_page(world: World, sign_in: SignIn) -> None:
    page = drawn(sign_in(*LEAD).get(at(reported(world))))
    assert "Older name: IG SUI or IG SIRI" in page
    assert "Department of Health checklist" in page


@pytest.mark.clause("11.2", facet="the toolkit's reference is asked for")
def test_told_late_asks_for_the_reasons_keeps_what_was_typed_and_then_stops_the_clock(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    breach = graded(reported(world), ig_lead(world))
    at_now.move_to(AWARE + timedelta(hours=75))
    lead = sign_in(*LEAD)
    assert "was due by 12:00 on Thursday 19 November 2026, 3 hours ago" in drawn(lead.get(at(breach)))
    told = {
        "seen": str(breach.version),
        "told_on-day": "19",
        "told_on-month": "11",
        "told_on-year": "2026",
        "told_time": "14:30",
        "why_late": "",
        "reference": "DSPT-1",
    }
    refused = lead.post(at(breach, "record-told"), told)
    assert refused.status_code == 422
    assert "More than 72 hours had passed. Say why it was told late." in drawn(refused)
    assert 'value="DSPT-1"' in refused.content.decode()
    assert lead.post(at(breach, "record-told"), {**told, "why_late": "Found late."}).status_code == 302
    page = drawn(lead.get(at(breach)))
    assert "after the 72 hours" in page
    assert "Why late: Found late." in page
    assert "DSPT-1" in page


def test_somebody_elses_act_gets_a_page_that_says_what_changed(world: World, sign_in: SignIn) -> None:
    breach, lead = reported(world), sign_in(*LEAD)
    graded(breach, ig_lead(world))
    answer = lead.post(at(breach, "record-reference"), {"seen": "1", "reference": "DSPT-22"})
    assert answer.status_code == 409
    assert "Graded" in drawn(answer)
    assert "See the breach as it stands now" in drawn(answer)
    breach.refresh_from_db()
    assert breach.toolkit_reference == ""


@pytest.mark.parametrize("act", ["unlink", "report", "finish-task", "nothing"])
def test_what_is_no_page_is_not_there(world: World, sign_in: SignIn, act: str) -> None:
    assert sign_in(*LEAD).get(at(reported(world), act)).status_code == 404


def test_a_task_is_done_once_and_the_first_two_only_by_what_they_ask(world: World, sign_in: SignIn) -> None:
    breach, lead = reported(world), sign_in(*LEAD)
    first = BreachTask.objects.filter(breach=breach).exclude(first="")[0]
    assert lead.get(reverse("breach_task", args=[breach.reference, first.id])).status_code == 404
    handling.add_task(
        breach.id, "Ask for them back", assigned_to=None, due_at=None, by=ig_lead(world), now=NOW, seen=1
    )
    task = BreachTask.objects.get(first="")
    address = reverse("breach_task", args=[breach.reference, task.id])
    sent = {"seen": "2", "words": "All came back."}
    assert lead.post(address, sent).status_code == 302
    again = lead.post(address, {**sent, "seen": "3"})
    assert again.status_code == 422
    assert "Somebody has recorded this as done already." in drawn(again)


@pytest.mark.clause("11.2", facet="the 72 hours are counted")
def test_the_list_has_the_most_urgent_first_and_goes_out_as_a_file_that_is_noted(
    world: World, sign_in: SignIn
) -> None:
    lead = sign_in(*LEAD)
    told = graded(reported(world, title="=cmd|told"), ig_lead(world))
    handling.record_told(told.id, NOW, "", by=ig_lead(world), now=NOW, seen=told.version)
    running = reported(world)
    page = drawn(lead.get(reverse("breaches")))
    assert page.index(running.reference) < page.rindex(told.reference)
    export = lead.get(reverse("breaches_export"))
    lines = b"".join(export).decode().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith(running.reference)
    assert "'=cmd|told" in lines[2]
    stranger = sign_in("other_trust", Role.INFORMATION_GOVERNANCE_LEAD)
    assert len(b"".join(stranger.get(reverse("breaches_export"))).decode().splitlines()) == 1


def test_taking_the_list_out_asks_again_who_is_there(world: World, sign_in: SignIn, settings: Any) -> None:
    settings.SIGHTLINE_SECOND_FACTOR = True
    answer = sign_in(*LEAD).get(reverse("breaches_export"))
    assert answer.status_code == 302
    assert answer["Location"] != reverse("breaches")


def test_no_page_of_this_room_asks_more_of_the_database_with_more_breaches(
    world: World, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    lead = sign_in(*LEAD)
    breaches = [graded(reported(world), ig_lead(world)) for _ in range(3)]
    for address in (reverse("breaches"), at(breaches[0]), reverse("today")):
        lead.get(address)
        with django_assert_max_num_queries(24 if address == reverse("today") else 15):
            lead.get(address)
