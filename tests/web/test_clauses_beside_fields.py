"""Whoever is asked for something, or refused, reads beside it by which clause, and one click opens it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from sightline.incidents.errors import Invalid
from sightline.incidents.models import Incident, SafetyAction
from sightline.incidents.services import intake, investigation
from sightline.policy.candour import STEPS
from sightline.policy.clauses import CLAUSES
from sightline.policy.criteria import CRITERIA_OF_CARE, CRITERIA_OF_SERVICE
from sightline.policy.quality_assurance import checklist_for
from sightline.policy.reporting_form import QUESTIONS
from sightline.policy.terms import Role
from tests import assured_stages, stages
from tests.architecture import route_table
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, report_answers, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

_VOID = frozenset({"input", "br", "hr", "img", "meta", "link"})
_PART_OF_DATE = re.compile(r"-(day|month|year)$")


@dataclass
class Group:
    """What stands in one form group: names of inputs, clauses it links to, and whether a message stands there."""

    names: set[str] = field(default_factory=set)
    clauses: set[str] = field(default_factory=set)
    is_wrong: bool = False


class Groups(HTMLParser):
    """The form groups of a page. Those of the parts of a date belong to the date."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Group] = []
        self.elsewhere: set[str] = set()
        self._open: list[tuple[str, Group | None]] = []
        self.feed(html)

    @property
    def _inner(self) -> Group | None:
        return next((group for _, group in reversed(self._open) if group is not None), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        group = Group() if "nhsuk-form-group" in classes else None
        inner = self._inner
        if "nhsuk-error-message" in classes and inner is not None:
            # A list of which nothing can be chosen yet has its message and no input.
            inner.names.add((given.get("id") or "").removeprefix("id_").removesuffix("-error"))
            inner.is_wrong = True
        if "sl-clause" in classes:
            clause_id = (given.get("href") or "").partition("#clause-")[2]
            (self.elsewhere if inner is None else inner.clauses).add(clause_id)
        if tag in ("input", "textarea", "select") and inner is not None and given.get("type") != "hidden":
            inner.names.add(str(given.get("name")))
        if tag not in _VOID:
            self._open.append((tag, group))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {name for name, _ in self._open}:
            return
        while self._open:
            name, group = self._open.pop()
            if group is not None:
                self._close(group)
            if name == tag:
                return

    def _close(self, group: Group) -> None:
        if (
            group.names
            and all(_PART_OF_DATE.search(name) for name in group.names)
            and self._inner is not None
        ):
            self._inner.names |= {_PART_OF_DATE.sub("", name) for name in group.names}
        elif group.names:
            self.found.append(group)

    def of(self, name: str) -> Group:
        """The group of a field; an empty one where the page does not show it yet."""
        return next((group for group in self.found if name in group.names), Group())


def refused_fields(html: str) -> list[str]:
    """Names of the fields that the error summary leads to."""
    summary = html.partition("nhsuk-error-summary__list")[2].partition("</ul>")[0]
    return [_PART_OF_DATE.sub("", name) for name in re.findall(r'<a href="#id_([^"]+)"', summary)]


def unnamed(client: Client, address: str, *, clause: str = "", **sent: Any) -> list[str]:
    """Fields that must be filled in and name no clause that there is, on the page as it opens or as it is refused."""
    page = Groups(client.get(address).content.decode())
    answer = client.post(address, sent)
    html = answer.content.decode()
    assert answer.status_code in (200, 422), html
    asked = refused_fields(html)
    assert asked, f"{address}: nothing was refused"
    again, missing = Groups(html), []
    for name in asked:
        # A comment on an item of the checklist stands under its rating, which names the clause of both.
        shown = page.of(name).clauses | page.of(name.replace("comment-", "rating-")).clauses
        known = shown | ({clause} & page.elsewhere)
        if not known or not known <= set(CLAUSES):
            missing.append(f"{name} before")
        if not again.of(name).clauses <= set(CLAUSES) or not again.of(name).clauses:
            missing.append(f"{name} refused")
        assert again.of(name).is_wrong
    return missing


# Reporting

_BLANK: dict[int, list[dict[str, Any]]] = {
    2: [{}, *({"happened_precision": each} for each in ("exact", "about", "shift", "not_sure"))],
    9: [{}, {"other_organisation": "yes"}],
    12: [{}, {"contact": "named"}, {"contact": "confidential"}],
}
_NEEDED = [question for question in QUESTIONS if question.required or question.number == 9]


@pytest.mark.parametrize("question", _NEEDED, ids=lambda question: question.name)
def test_every_question_of_the_report_names_its_clause(world: World, sign_in: SignIn, question: Any) -> None:
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    blank = {row.name: None for row in question.fields}
    intake.save_draft(draft_id, report_answers(**blank), by=world.reporter, now=NOW)
    client = sign_in("trust", Role.REPORTER)
    address = f"/report/{draft_id}/{question.number}/"
    for sent in _BLANK.get(question.number, [{}]):
        assert unnamed(client, address, clause=question.clause, **sent) == [], sent


def test_a_question_that_may_be_left_empty_names_its_clause_too(world: World, sign_in: SignIn) -> None:
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    intake.save_draft(draft_id, report_answers(), by=world.reporter, now=NOW)
    client = sign_in("trust", Role.REPORTER)
    for question in QUESTIONS:
        page = Groups(client.get(f"/report/{draft_id}/{question.number}/").content.decode())
        assert question.clause in page.elsewhere, question.name


# A case


@dataclass(frozen=True)
class Page:
    """A page with a form, how its case is made, who fills it in, and ways of leaving out what it needs."""

    path: str
    make: Callable[[World], Incident]
    organisation: str = "trust"
    role: Role = Role.PROVIDER_LEAD
    sent: tuple[dict[str, Any], ...] = ({},)

    def __str__(self) -> str:
        return self.path


def by_team(path: str, make: Callable[[World], Incident], *sent: dict[str, Any]) -> Page:
    """A page of the ICB's team."""
    return Page(path, make, "icb", Role.PATIENT_SAFETY_TEAM, sent or ({},))


def by_executive(path: str, make: Callable[[World], Incident]) -> Page:
    """A page of an executive."""
    return Page(path, make, role=Role.PROVIDER_EXECUTIVE)


_EVERY_CRITERION = {
    "criteria_of_care": [row.code for row in CRITERIA_OF_CARE],
    "criteria_of_service": [row.code for row in CRITERIA_OF_SERVICE],
}
_NOT_MET = {
    name: value
    for item in checklist_for(never_event=False)
    for name, value in ((f"rating-{item.code}", "not_met"), (f"comment-{item.code}", ""))
}
PAGES = (
    Page(
        "decide/",
        lambda world: reported(world.reporter),
        sent=tuple(
            {"action": "decide", **given}
            for given in (
                {},
                {"outcome": "discuss"},
                {"outcome": "not_serious", "near_miss": "yes"},
                {"outcome": "declare", "natural_course": "yes", **_EVERY_CRITERION},
                {"outcome": "declare", "natural_course": "not_yet_known", "incident_type": "T99"},
            )
        ),
    ),
    Page("discussion/", route_table.discussing, "icb", Role.PATIENT_SAFETY_TEAM),
    Page("initial-review/", declared),
    Page("candour/", declared, sent=({}, {"applies": "yes"})),
    *(
        Page(
            f"candour/{code}/",
            lambda world: stages.candour_decided(world, declared(world)),
            sent=({}, {"outcome": "done"}, {"outcome": "declined"}),
        )
        for code in STEPS
    ),
    by_executive("sign-off/", stages.written),
    Page("actions/add/", lambda world: stages.with_action(world, declared(world))),
    Page("actions/ACTION/done/", lambda world: stages.with_action(world, declared(world))),
    by_team("classification/", declared, {"answer": ""}, {"answer": "challenge"}),
    by_team("never-event/", route_table.never_event, {}, {"answer": "reject"}),
    by_team("level/", stages.reviewed, {"level": ""}, {"level": "3"}),
    by_team("incident-type/", declared, {"incident_type": ""}),
    by_team(
        "initial-review/answer/",
        stages.reviewed,
        {},
        {"answer": "accepted", "level": ""},
        {"answer": "more_wanted"},
        {"answer": "downgraded"},
    ),
    by_team("quality-assurance/", assured_stages.in_review, {"do": "accept"}, {"do": "return", **_NOT_MET}),
    Page(
        "quality-assurance/",
        assured_stages.in_review,
        "icb",
        Role.CHIEF_NURSE,
        (
            {
                "do": "accept",
                **_NOT_MET,
                **{name: "Words." for name in _NOT_MET if name.startswith("comment")},
            },
        ),
    ),
    by_team("downgrade/", declared),
    by_team("reopen/", assured_stages.closed),
    by_team("close/", assured_stages.ready_to_close),
    by_team("actions/ACTION/verify/", route_table.action_done),
    Page("correct/", declared, sent=({"identified_on-day": ""},)),
    Page("join/", declared),
    Page("documents/", declared),
    Page("allocate/", declared),
    # Under PSIRF.
    Page("learning-response/", stages.under_psirf, sent=({"response": "", "reason": "", "screening": ""},)),
    Page("learning-response/plan/", stages.under_psirf, sent=({"led_by": "", "terms": ""},)),
    Page("learning-response/date/", stages.planned),
    Page("learning-response/affected/", stages.under_psirf, sent=({}, {"outcome": "engaged"})),
    Page("learning-response/record/", stages.planned),
    by_team("oversight/", stages.under_psirf),
)


@pytest.mark.parametrize("asked", PAGES, ids=str)
def test_whatever_a_form_needs_names_the_clause_that_asks_for_it(
    world: World, sign_in: SignIn, asked: Page
) -> None:
    incident = asked.make(world)
    client = sign_in(asked.organisation, asked.role)
    action = SafetyAction.objects.filter(incident=incident).first()
    path = asked.path.replace("ACTION", str(action.id) if action else "")
    address = f"/incidents/{incident.reference}/{path}"
    for sent in asked.sent:
        assert unnamed(client, address, seen=incident.version, **sent) == [], sent


def test_final_report_that_may_be_saved_unfinished_names_the_clause_of_each_part(
    world: World, sign_in: SignIn
) -> None:
    incident = stages.investigating(world)
    page = Groups(
        sign_in("trust", Role.PROVIDER_LEAD)
        .get(f"/incidents/{incident.reference}/final-report/")
        .content.decode()
    )
    named: Iterable[str] = ("summary", "causes", "lessons", "document")
    assert [page.of(name).clauses <= set(CLAUSES) and bool(page.of(name).clauses) for name in named] == [
        True
    ] * 4


# Refusals


def test_refusal_of_a_service_keeps_the_clause_of_its_rule(world: World, sign_in: SignIn) -> None:
    incident = stages.written(world)
    with pytest.raises(Invalid) as refused:
        investigation.sign_off_report(incident.id, " ", by=world.executive, now=NOW, seen=incident.version)
    assert refused.value.lines == [("Say what you have checked and answer for.", "4.4.2")]
    with pytest.raises(Invalid) as refused:
        intake.request_second_look(route_table.not_serious(world).id, " ", by=world.reporter, now=NOW, seen=2)
    assert refused.value.lines == [("Say what you think was missed.", "4.3c")], (
        "inside a step it is the step's own"
    )


@pytest.mark.parametrize(
    ("organisation", "role", "path", "status", "clause_id"),
    [
        ("trust", Role.PROVIDER_EXECUTIVE, "/incidents/CASE/decide/", 403, "3.2.1"),
        ("icb", Role.READER, "/report/", 403, "4.1"),
        ("trust", Role.REPORTER, "/desk/", 403, "4.1"),
    ],
)
def test_page_that_refuses_names_a_clause_and_leads_to_it(
    world: World, sign_in: SignIn, organisation: str, role: Role, path: str, status: int, clause_id: str
) -> None:
    incident = reported(world.reporter)
    client = sign_in(organisation, role)
    answer = client.get(path.replace("CASE", incident.reference))
    html = answer.content.decode()
    assert answer.status_code == status
    assert f'href="/policy/{clause_id}/#clause-{clause_id}"' in html
    assert client.get(f"/policy/{clause_id}/").status_code == 200
