"""Several web servers and workers over one PostgreSQL are one product: whichever answers, it is the same."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest
from pytest_django import DjangoDbBlocker

from sightline.organisations.services import code_at
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.sign_in_figures import CODE_GUESSES
from tests.browser.region import PDF
from tests.browser.visitor import Visitor, at_once
from tests.factories import PASSWORD
from tests.nodes.installation import Nodes, Process, installed

LEAD, ADMINISTRATOR, REPORTER = "trust.provider_lead", "icb.administrator", "trust.reporter"


@pytest.fixture(scope="module")
def nodes(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nodes]:
    """Of the module, so that it is there before the test's own transaction, which no other process would see."""
    with django_db_blocker.unblock(), installed(tmp_path_factory.mktemp("nodes")) as running:
        yield running


@pytest.mark.django_db
def test_several_servers_and_workers_are_one_product(nodes: Nodes) -> None:
    """One test, because starting it all costs more than what is asked of it; in the order in which things are lost."""
    a_document_put_in_at_one_is_read_at_the_other(nodes, "folder.pdf", *nodes.folder)
    a_document_put_in_at_one_is_read_at_the_other(nodes, "bucket.pdf", *nodes.bucket)
    signing_out_at_one_is_signing_out_at_the_other(*nodes.folder)
    wrong_codes_are_counted_together_and_at_once(*nodes.folder)
    wrong_passwords_are_counted_together(nodes, *nodes.folder)
    a_job_asked_for_once_runs_once(nodes)
    what_is_left_goes_on(nodes)


#: What each person wrote down when they set up their second factor, in production as here at the first time.
RECOVERY_CODES: dict[str, list[str]] = {}


def signed_in(at: Process, username: str) -> Visitor:
    visitor = Visitor(at.address)
    visitor.sign_in(username, PASSWORD)
    if username in RECOVERY_CODES:
        step = "/sign-in/second-step/"
        given = visitor.send(step, visitor.form_of(step), code=RECOVERY_CODES[username].pop())
        assert given.status == 302
        return visitor
    app = "/account/second-factor/app/"
    shown = visitor.get(app).page
    key = re.search(r'Key: <strong class="sl-code">([A-Z2-7 ]+)<', shown)
    assert key
    # The page as it was shown: asked for again, it would show another key.
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    assert token
    code = code_at(key[1].replace(" ", ""), int(time.time()) // 30)
    assert visitor.send(app, {"csrfmiddlewaretoken": [token[1]]}, code=code).status == 302
    codes = visitor.get("/account/second-factor/codes/").page
    RECOVERY_CODES[username] = re.findall(r'<li class="sl-code">(\d{4} \d{4})</li>', codes)
    return visitor


def a_document_put_in_at_one_is_read_at_the_other(
    nodes: Nodes, name: str, one: Process, other: Process
) -> None:
    visitor = signed_in(one, LEAD)
    path = f"/incidents/{nodes.reference}/documents/"
    # The words differ, so that neither store is asked for what the other has.
    paper = io.BytesIO(PDF + f"% {name}\n".encode())
    paper.name = name
    done = visitor.upload(path, visitor.form_of(path), kind=DocumentKind.RECORD.value, document=paper)
    wrong = re.sub(r"<[^>]+>|\s+", " ", done.page.partition("error-summary")[2])[:600]
    assert (done.status, wrong) == (302, "")
    visitor.address = other.address
    page = visitor.get(path)
    assert page.status == 200, "the same cookie, and nobody signs in again"
    found = re.search(rf'href="(/documents/[^"]+)">{name}<', page.page)
    assert found, "the case is the same at both"
    assert visitor.get(found[1]).page.encode() == paper.getvalue()


def signing_out_at_one_is_signing_out_at_the_other(one: Process, other: Process) -> None:
    visitor, copy = signed_in(one, LEAD), Visitor(other.address)
    for cookie in visitor.cookies:
        copy.cookies.set_cookie(cookie)
    assert copy.get("/").status == 200
    assert visitor.send("/sign-out/", visitor.form_of("/sign-out/")).status == 302
    left = copy.get("/")
    assert (left.status, left.location) == (302, "/sign-in/"), "the cookie itself opens nothing any more"


def wrong_codes_are_counted_together_and_at_once(*servers: Process) -> None:
    visitors = [Visitor(server.address) for server in servers]
    forms = [visitor.form_of("/progress/") for visitor in visitors]
    tries = list(zip(visitors, forms, strict=True)) * CODE_GUESSES.number
    answers = at_once([partial(visitor.send, "/progress/", form, code="wrong") for visitor, form in tries])
    assert Counter(answer.status for answer in answers) == {
        422: CODE_GUESSES.number,
        429: CODE_GUESSES.number,
    }


def wrong_passwords_are_counted_together(nodes: Nodes, *servers: Process) -> None:
    visitors = [Visitor(server.address) for server in servers]
    forms = [visitor.form_of("/sign-in/") for visitor in visitors]
    both = list(zip(visitors, forms, strict=True))
    guesses = [(visitor, form) for visitor, form in both for _ in range(5)]
    counted = "SELECT count(*) FROM shared_cache WHERE cache_key LIKE '%sign_in_name%'"
    at_once(
        [
            partial(visitor.send, "/sign-in/", form, login=REPORTER, password="a guess")
            for visitor, form in guesses
        ]
    )
    assert nodes.rows(counted) == [(10,)]
    for visitor, form in both:
        assert visitor.send("/sign-in/", form, login=REPORTER, password=PASSWORD).status == 429


RUNS = "SELECT state, attempts FROM job_run WHERE job = 'clear_up' AND asked_by IS NOT NULL ORDER BY id"


def ask_for_a_job(nodes: Nodes, at: Process, *, runs: int) -> list[tuple[object, ...]]:
    """Asked for on the page at one server; what the runs that people asked for are when none waits."""
    visitor = signed_in(at, ADMINISTRATOR)
    form = visitor.form_of("/administer/work/")
    assert visitor.send("/administer/work/clear_up/", form, act="run").status == 302
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = nodes.rows(RUNS)
        if len(found) >= runs and {state for state, _ in found} == {"done"}:
            break
        time.sleep(0.1)
    return nodes.rows(RUNS)


def a_job_asked_for_once_runs_once(nodes: Nodes) -> None:
    assert [worker.status("/readyz") for worker in nodes.workers] == [200, 200]
    assert nodes.rows("SELECT count(*) FROM job_worker") == [(2,)]
    assert ask_for_a_job(nodes, nodes.folder[0], runs=1) == [("done", 1)]
    turns = nodes.rows("SELECT job, slot FROM job_run WHERE asked_by IS NULL")
    assert turns
    assert len(turns) == len(set(turns)), "a turn of the schedule is one run, whoever looked at the clock"


def what_is_left_goes_on(nodes: Nodes) -> None:
    nodes.workers[0].kill()
    nodes.folder[0].kill()
    assert nodes.folder[0].status("/healthz") == 0
    assert nodes.folder[1].status("/readyz") == 200
    # Asked for twice in one second it is one run, and a quick machine has come here in less.
    time.sleep(1)
    assert ask_for_a_job(nodes, nodes.folder[1], runs=2) == [("done", 1), ("done", 1)]
