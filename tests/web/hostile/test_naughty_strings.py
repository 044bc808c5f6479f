"""Whatever is typed into any text of any form is kept and shown as typed, and never becomes part of a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from sightline.policy.breach_acts import OFFERED
from sightline.policy.terms import Role
from sightline.web.nhsuk.fields import LongTextField, TextField
from tests.architecture.route_table import BOARD, HANDLES_BREACH, LEAD, PRACTICE, REPORTER, ROUTES
from tests.architecture.test_routes import Stage, stage
from tests.web.hostile.filling import Sent, filled
from tests.web.hostile.page_reading import Form, Input, Page
from tests.web.hostile.strings import as_kept, in_pieces, on_lines, strings
from tests.web.hostile.watching import Elements, what_is_foreign, writes

__all__ = ["stage"]
pytestmark = pytest.mark.django_db

TEAM = BOARD[Role.PATIENT_SAFETY_TEAM]
FIRST = (LEAD, TEAM, REPORTER, PRACTICE)
#: Each field of each form gets another piece, so that every piece stands in many.
TEXTS = in_pieces(1_200)
LINES = on_lines(60)
SHORT = tuple(text for text in strings() if 0 < len(text) <= 17)
LONG = 2
#: Each with another choice wherever something is chosen.
ATTEMPTS = range(LONG + 2)
#: Forms that a person without any idea of the case cannot get through: they are given back what they typed.
LOOKED_UP = {"report_progress", "report_answer", "administer_preview"}
NEEDS_KNOWLEDGE = {
    "incident_steis",  # numbers have their shape
    "decide",  # all its sections at once contradict each other; declaring is tested below
    "desk_cover",  # whoever is away cannot cover
    "correct_reroute",  # an organisation is found first
    "administer_add_contract",  # the provider has one already
    "administer_close",  # who takes over is looked up, and its people go nowhere else
    "light_analysis",  # candour is decided first
    "redact_mark",  # only words that stand in the text can be taken out of it
    "retention_words",  # only words that stand in a text can be taken out of it
    "retention_dispose",  # a record whose time is over: tests/web/retention
    "retention_erasure",  # agreed by another, or refused with a reason: tests/web/retention
    "redact_document",  # words that stand in the original, and a file without them
    "protocol_add",  # an organisation is found first: tests/web/share
    "breach_report",  # the case it belongs to is one of those there are: tests/web/breaches
    "breach_act decide_unlikely",  # it is graded first
    "breach_act link",  # the case is one of those there are
    "breach_act change_controller",  # the organisation is looked up
    "breach_act close",  # everything else is done first
}
NEVER_KEPT = LOOKED_UP | NEEDS_KNOWLEDGE
#: Pages whose form is another one for the second role.
TWO_FORMS = {"assure_quality", "correct_case"}
#: Kept as a paper, or asked only beside one certain choice.
NOT_STORED = {
    "incident_documents pasted",
    "documents_initial_review pasted",
    "held_document pasted",
    # Held words are settled once, in one of two ways: the other one is asked of the first.
    "held_settle replacement",
    "assure_quality override_reason",
    "correct_other_body body_in_words",
    "decide_learning_response read_with",
    # A passkey is answered by a device, and nobody here has set up a second factor that could be reset.
    "second_factor_passkey name",
    "administer_reset_factor reason",
    # Nor does anybody sign in by a provider.
    "administer_part reason",
}


@dataclass
class Asked:
    """One form of one page, and who is asked."""

    name: str
    client: Client
    address: str
    form: Form


def forms_of(stage: Stage, baseline: Elements) -> Iterator[Asked]:
    """Every form with a text, once, by the first role that gets it; ``baseline`` collects what pages are made of."""
    known: set[tuple[str, ...]] = set()
    for name, client, address in pages_of(stage):
        answer = client.get(address)
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        page = Page(answer.content.decode())
        baseline |= page.elements
        for form in page.forms:
            key = (name, *(row.name for row in form.texts))
            if form.texts and key not in known:
                known.add(key)
                yield Asked(name, client, form.action or address, form)


def pages_of(stage: Stage) -> Iterator[tuple[str, Client, str]]:
    """Every address with a role that it opens to; of those only some are asked to write, so all roles of a few."""
    for route in ROUTES:
        if connection.vendor != "sqlite" and route.stage and not route.writes:
            continue
        for hat in sorted(route.opens, key=lambda hat: (hat not in FIRST, hat))[
            : 2 if route.name in TWO_FORMS else 1
        ]:
            yield route.name, stage.clients[hat], stage.address(route)
    for number in range(2, 13):
        address = reverse("report_question", args=[stage.draft_id, number])
        yield f"report_question {number}", stage.clients[REPORTER], address
    for act in OFFERED:
        address = reverse("breach_act", args=[stage.breach["breach"], act.value.replace("_", "-")])
        yield f"breach_act {act.value}", stage.clients[HANDLES_BREACH], address


def places_of(name: str, form: Form, nth: int, at: int, typed: dict[str, str]) -> Callable[[Input], str]:
    """What to write: long texts at first, then short ones that any field has room for."""

    def write(row: Input) -> str:
        place = at * 7 + len(typed)
        if nth < LONG:
            piece = (
                TEXTS[(nth + place) % len(TEXTS)]
                if row.kind == "textarea"
                else LINES[(place + nth) % len(LINES)]
            )
            typed[row.name] = f" {row.name}: {piece}"
        else:
            typed[row.name] = f" {len(typed)}~{SHORT[(place * 3 + nth) % len(SHORT)]}"
        return typed[row.name]

    return write


@dataclass
class Found:
    """What came of sending every form."""

    stored: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    typed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wrong: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    posts: int = 0


@pytest.mark.one_engine
@pytest.mark.parametrize("field", [TextField(max_characters=9_999), LongTextField()], ids=["line", "lines"])
def test_a_field_of_either_kind_hands_on_every_string_as_typed(field: TextField) -> None:
    for text in strings():
        if as_kept(text):
            assert field.clean(text) == as_kept(text)


def test_what_is_typed_is_kept_and_shown_as_typed(stage: Stage) -> None:
    baseline: Elements = set()
    found = Found()
    asked = list(forms_of(stage, baseline))
    foreign = Page("".join(strings())).elements - baseline
    assert ("img", "onerror") in foreign or ("img", "src") in foreign
    for at, each in enumerate(asked):
        for nth in ATTEMPTS:
            send(stage, each, nth, at, found, foreign)
            # A form is asked until it has kept each of its texts; one that never will, twice.
            if found.typed[each.name] <= found.stored[each.name] or (nth and each.name in NEVER_KEPT):
                break
    assert not found.wrong, "\n".join(sorted(set(found.wrong)))
    asked_all = set(found.typed) - NEVER_KEPT
    lost = {f"{name} {text}" for name in asked_all for text in found.typed[name] - found.stored[name]}
    assert lost <= NOT_STORED
    assert len(found.shown) > 50 or connection.vendor != "sqlite", found.shown


def confirmed(page: Page, typed: dict[str, str]) -> Sent | None:
    """What the second page of two sends: it carries what was typed on the first, unseen. None for an only page."""
    for form in page.forms:
        carried = {row.name: row.value for row in form.inputs if row.kind == "hidden"}
        if all(as_kept(carried.get(name, "")) == as_kept(text) for name, text in typed.items()):
            return {**carried, **{row.name: row.value for row in form.inputs if row.kind != "hidden"}}
    return None


def said_of_words(page: Page) -> dict[str, str]:
    """What is answered where the list's own names and numbers are asked about: kept with a reason, else held."""
    said: dict[str, str] = {}
    for form in page.forms:
        for row in form.inputs:
            if row.kind == "hidden" and row.name.startswith("words-"):
                about = row.name.removesuffix("-found")
                offered = {each.value for each in form.inputs if each.name == about}
                choice = "keep" if "keep" in offered else "hold"
                said |= {
                    row.name: row.value,
                    about: choice,
                    f"{about}-why": "It is of a list of odd strings.",
                }
    return said


def send(stage: Stage, asked: Asked, nth: int, at: int, found: Found, foreign: Elements) -> None:
    cache.clear()
    typed: dict[str, str] = {}
    sent = filled(asked.form, nth, places_of(asked.name, asked.form, nth, at, typed))
    typed = {name: text for name, text in typed.items() if sent.get(name) == text}
    found.posts += 1
    with writes() as seen:
        answer = asked.client.post(asked.address, sent)
        said = said_of_words(Page(answer.content.decode())) if answer.status_code == 422 else {}
        if said:
            for file in sent.values():
                if isinstance(file, SimpleUploadedFile):
                    file.seek(0)
            answer = asked.client.post(asked.address, {**sent, **said})
        if answer.streaming:
            # A file is the answer: what was typed stands in the audit trail.
            found.stored[asked.name] |= {name for name, text in typed.items() if as_kept(text) in seen}
            return
        again = confirmed(Page(answer.content.decode()), typed) if answer.status_code == 200 else None
        if again is not None:
            answer = asked.client.post(asked.address, again)
        if answer.status_code == 302:
            kept = {name: as_kept(text) for name, text in typed.items() if as_kept(text) in seen}
            found.stored[asked.name] |= kept.keys()
            # What either engine is given is compared above; pages are drawn from it in one way.
            if nth < LONG and connection.vendor == "sqlite":
                found.wrong += shown_on(stage, asked, answer["Location"], kept, found, foreign)
        else:
            page = Page(answer.content.decode())
            found.wrong += [f"{asked.name}: {each}" for each in what_is_foreign(page, foreign)]
            given = {row.name: as_kept(row.value) for form in page.forms for row in form.texts}
            found.wrong += [
                f"{asked.name} ({answer.status_code}): {name} is not given back"
                for name, text in typed.items()
                if given.get(name) != as_kept(text)
            ]
    found.typed[asked.name] |= typed.keys()


def shown_on(
    stage: Stage, asked: Asked, then: str, kept: dict[str, str], found: Found, foreign: Elements
) -> Iterator[str]:
    """What is wrong on the pages that show it: where it was sent from, the case and its history."""
    addresses = [(asked.client, then)]
    case = re.match(r"/incidents/SL-[0-9-]+/", asked.address)
    if case:
        addresses += [(stage.clients[LEAD], case[0]), (stage.clients[TEAM], case[0])]
        addresses += [(stage.clients[LEAD], f"{case[0]}audit-trail/")]
    for client, address in addresses:
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        page = Page(answer.content.decode())
        words = page.words
        for name, text in kept.items():
            if f" {name}: " in words:
                found.shown.add(f"{asked.name} {name}")
                if " ".join(text.split()) not in words:
                    yield f"{address}: {name} is not shown as typed"
        yield from (f"{address}: {each}" for each in what_is_foreign(page, foreign))
