"""Fills any form of the product with choices and texts, as a person who has no idea what it asks would."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.stages import PDF
from tests.web.hostile.page_reading import Form, Input, is_for_words

Sent = dict[str, "str | list[str] | SimpleUploadedFile"]

_DAY = {"day": "16", "month": "11", "year": "2026"}
_LATER = {"day": "31", "month": "3", "year": "2027"}
#: Days that must lie ahead, by the first part of their name.
_AHEAD = ("due_on", "expected_on", "until_on", "ends_on", "closed_on", "found_again")
_TIMES = ("_time", "_at")
#: What is no free text: codes and names of accounts, months of age beside years, and an hour agreed locally.
_GIVEN = {
    "username": "someone.new",
    "ods_code": "ZZ123",
    "successor": "",
    "find": "",
    "patient_age_months": "",
}
_GIVEN |= {
    "patient_age_years": "40",
    "value": "17:30",
    "contact_phone": "0117 000 0000",
    "b6_closed_from": "",
    "b6_closed_until": "",
}


def filled(form: Form, nth: int, write: Callable[[Input], str]) -> Sent:
    """What a browser would send: the ``nth`` choice wherever something is chosen, ``write`` where words are asked."""
    sent: Sent = {}
    for place, name in enumerate(dict.fromkeys(row.name for row in form.inputs)):
        rows = [row for row in form.inputs if row.name == name]
        sent[name] = _answer(rows, nth + place if rows[0].kind == "select" else nth, write)
    if "pasted" in sent:
        # A paper or its words, never both.
        sent["pasted" if nth % 2 else "document"] = ""
    buttons = [row for row in form.inputs if row.kind == "button"]
    for row in buttons:
        sent.pop(row.name, None)
    main = [row for row in buttons if row.name not in ("look_up", "leave")]
    if main and nth % 2:
        sent[main[0].name] = main[0].value
    return sent


def _answer(rows: Sequence[Input], nth: int, write: Callable[[Input], str]) -> str | SimpleUploadedFile:
    row = rows[0]
    part = row.name.rsplit("-", 1)[-1]
    if row.kind == "radio" or row.kind == "checkbox":
        return rows[nth % len(rows)].value
    if row.kind == "select":
        offered = [value for value in row.choices if value] or [""]
        return offered[nth % len(offered)]
    if row.kind == "file":
        return SimpleUploadedFile("report.pdf", PDF, content_type="application/pdf")
    if row.kind == "hidden":
        return row.value
    if part in _DAY:
        return (_LATER if row.name.startswith(_AHEAD) else _DAY)[part]
    if row.name in _GIVEN:
        return _GIVEN[row.name]
    if row.kind == "email":
        return "someone@castlebrook.example"
    if row.numeric:
        return "1"
    if row.name.endswith(_TIMES):
        return "14:30"
    return write(row) if is_for_words(row) else row.value
