"""No form of a case takes free text that nobody looks through (11.1c): a new one is checked, or named here with its reason."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms

import sightline.web
from sightline.policy.found_words import EXEMPT_FIELDS
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import LongTextField, TextField

ROOT = Path(sightline.web.__file__).parent
#: Forms that are of no case, by module and name, each with a reason of ``EXEMPT_FIELDS``.
NOT_OF_A_CASE = {
    "account.forms": "sign_in",
    "sign_in": "sign_in",
    "administer.forms": "administration",
    "cases.views": "view",
    "replay.forms": "search",
    "desk.forms.CoverForm": "administration",
    "light.forms.AskForLinkForm": "sign_in",
    "light.forms.SendLinkForm": "administration",
    # What organisations have agreed between them, of no case.
    "share.register_forms.ProtocolForm": "administration",
    "share.register_forms.ReviewProtocolForm": "administration",
}
#: Every text that a checked form leaves unchecked, by module and the name or label it has there.
LEFT_UNCHECKED = {
    ("report.forms", "search"): 1,
    ("report.forms", "sign_in"): 1,
    ("report.answering", "sign_in"): 1,
    ("judgement_fields", "reference"): 1,
    ("decide.learning_form", "reference"): 1,
    ("steis.forms", "reference"): 1,
    ("correct.forms", "reference"): 2,
    ("correct.forms", "search"): 1,
    ("bodies.forms", "reference"): 1,
    ("document_fields", "paper"): 1,
    ("desk.forms", "administration"): 1,
    ("breaches.forms", "search"): 2,
    ("breaches.act_forms", "reference"): 3,
    ("breaches.act_forms", "search"): 1,
    ("share.forms", "reference"): 2,
    ("share.forms", "search"): 1,
    ("share.register_forms", "reference"): 1,
    ("redact.forms", "redaction"): 2,
    ("retention.erasing_views", "erasure"): 1,
}


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages([str(ROOT)], "sightline.web."):
        if ".migrations" not in found.name:
            yield found.name


def every_form() -> list[type[forms.BaseForm]]:
    found: dict[str, type[forms.BaseForm]] = {}
    for name in modules():
        for each in vars(importlib.import_module(name)).values():
            if isinstance(each, type) and issubclass(each, forms.BaseForm) and each.__module__ == name:
                found[f"{name}.{each.__qualname__}"] = each
    return list(found.values())


def short(form: type[forms.BaseForm]) -> tuple[str, str]:
    module = form.__module__.removeprefix("sightline.web.")
    return module, f"{module}.{form.__name__}"


def test_there_are_forms_to_look_at() -> None:
    assert len(every_form()) > 60


@pytest.mark.clause("11.1c", facet="what identifies somebody is stopped before it is stored")
def test_every_form_of_a_case_is_looked_through_or_named_with_its_reason() -> None:
    bare = [
        short(form)[1]
        for form in every_form()
        if not issubclass(form, CheckedForm)
        and form is not CheckedForm
        and not {*short(form)} & set(NOT_OF_A_CASE)
    ]
    assert bare == [], "make it a CheckedForm, or say above which reason it has"
    assert set(NOT_OF_A_CASE.values()) <= set(EXEMPT_FIELDS)
    known = {part for form in every_form() for part in short(form)}
    assert set(NOT_OF_A_CASE) <= known, "named above, and no longer there"


def test_a_checked_form_takes_text_in_fields_that_can_be_looked_through() -> None:
    others = [
        f"{short(form)[1]}.{name}"
        for form in every_form()
        if issubclass(form, CheckedForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, TextField | LongTextField | forms.UUIDField)
        # A key of ours that goes round with the page.
        and not field.widget.is_hidden
    ]
    assert others == []


def test_what_is_left_unchecked_is_counted_by_its_reason() -> None:
    found: dict[tuple[str, str], int] = {}
    for path in ROOT.rglob("*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.keyword)
                and node.arg == "unchecked"
                and isinstance(node.value, ast.Constant)
            ):
                key = (module, str(node.value.value))
                found[key] = found.get(key, 0) + 1
    assert found == LEFT_UNCHECKED
    assert {reason for _, reason in found} <= set(EXEMPT_FIELDS)


def test_no_template_asks_for_free_text_past_its_form() -> None:
    asking = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.jinja")
        if "<textarea" in path.read_text() and "errors/" not in str(path)
    }
    assert asking == set()
