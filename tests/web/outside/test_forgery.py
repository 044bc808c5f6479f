"""A form that another site sends in a person's name is refused at every address there is, before anything is read."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.architecture.cast import route_names
from tests.architecture.test_routes import Stage, stage
from tests.web.hostile.odd import doors, on_record, undone

__all__ = ["stage"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_form_without_its_token_is_refused_everywhere_and_changes_nothing(
    stage: Stage, method: str
) -> None:
    before = on_record()
    asked, wrong = set(), []
    for door in doors(stage):
        asked.add(door.route.name)
        careful = Client(enforce_csrf_checks=True)
        careful.cookies.update(door.client.cookies)
        with undone() as written:
            answer = getattr(careful, method)(
                door.address, {"seen": "1", "reason": "Words of somebody else."}
            )
        if answer.status_code != 403 or written:
            wrong.append(f"{method} {door.address}: {answer.status_code}, wrote {written}")
    assert wrong == []
    assert asked == route_names()
    assert on_record() == before


def test_a_token_of_somebody_else_is_refused(stage: Stage) -> None:
    (door,) = [door for door in doors(stage) if door.route.name == "report_start"]
    careful = Client(enforce_csrf_checks=True)
    careful.cookies.update(door.client.cookies)
    careful.get(door.address)
    assert careful.post(door.address, {"csrfmiddlewaretoken": "a" * 64}).status_code == 403
    elsewhere = careful.post(
        door.address,
        {"csrfmiddlewaretoken": careful.cookies["csrftoken"].value},
        headers={"origin": "https://elsewhere.example"},
    )
    assert elsewhere.status_code == 403


def test_cookies_are_for_this_site_and_out_of_reach_of_scripts(stage: Stage) -> None:
    (door,) = [door for door in doors(stage) if door.route.name == "report_start"]
    careful = Client(enforce_csrf_checks=True)
    careful.cookies.update(door.client.cookies)
    cookies = careful.get(door.address).cookies
    assert cookies["csrftoken"]["httponly"]
    assert {cookie["samesite"] for cookie in cookies.values()} == {"Lax"}
