"""Fields as they reach the browser: labelled, described, and with what was typed still there."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.template import engines

from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    DocumentField,
    LongTextField,
    MultipleChoiceField,
    NumberField,
    TextField,
    TickField,
    TimeField,
)


class EveryForm(forms.Form):
    story = LongTextField(label="What happened?", subject="What happened", help_text="Two to four sentences")
    ward = TextField(label="Ward or team", max_characters=50)
    found = DateField3(label="When was it found?", subject="Date found", legend_is_heading=True)
    time = TimeField(label="At what time?")
    known = ChoiceField(
        label="Do you know when?",
        choices=[("exact", "Yes"), ("about", "About when"), ("no", "Not sure")],
        choice_hints={"about": "Give the shift or a period"},
        reveals={"about": "shift"},
        divider_before="no",
    )
    shift = TextField(label="Which shift?", required=False)
    apply = MultipleChoiceField(
        label="Do any of these apply?",
        choices=[("death", "Death"), ("none", "None of these")],
        exclusive=frozenset({"none"}),
    )
    level = ChoiceField(label="Level", choices=[("", "Choose"), ("1", "One"), ("2", "Two")], select=True)
    people = NumberField(label="How many people?")
    sure = TickField(label="I have named nobody")
    report = DocumentField(label="Final report", max_bytes=1)


def drawn(form: forms.Form, name: str) -> str:
    template = '{% from "nhsuk/form.jinja" import field %}{{ field(form[name]) }}'
    return str(engines["jinja2"].from_string(template).render({"form": form, "name": name}))


def summary(form: forms.Form) -> str:
    template = '{% from "nhsuk/form.jinja" import error_summary %}{{ error_summary(form) }}'
    return str(engines["jinja2"].from_string(template).render({"form": form}))


def flat(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def bound(**data: Any) -> EveryForm:
    return EveryForm({key.replace("__", "-"): value for key, value in data.items()})


def test_long_text_is_never_cut_by_the_browser() -> None:
    html = drawn(EveryForm(), "story")
    assert " maxlength=" not in html
    assert 'data-maxlength="10000"' in html
    assert " maxlength=" not in drawn(EveryForm(), "ward")


def test_help_and_error_are_tied_to_the_input() -> None:
    html = flat(drawn(bound(story=""), "story"))
    assert 'for="id_story"' in html
    describes = re.search(r'<textarea[^>]*aria-describedby="([^"]+)"', html)
    assert describes is not None
    for one in describes[1].split():
        assert f'id="{one}"' in html
    assert "id_story-hint" in describes[1]
    assert "id_story-error" in describes[1]


def test_text_typed_is_given_back_escaped() -> None:
    html = drawn(bound(story="<script>alert(1)</script> & more"), "story")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</textarea>" in html
    assert "<script>" not in html


def test_text_that_begins_with_a_line_end_keeps_it_out_of_the_markup() -> None:
    assert 'value="&#34; onfocus=' in drawn(bound(ward='" onfocus="x'), "ward")


def test_date_keeps_what_was_typed_and_marks_the_part_that_is_wrong() -> None:
    html = flat(drawn(bound(found__day="8", found__month="brumaire", found__year="2027"), "found"))
    month = re.search(
        r'<input class="([^"]*)" id="id_found-month" name="found-month"[^>]*value="([^"]*)"', html
    )
    assert month is not None, html
    assert "nhsuk-input--error" in month[1]
    assert month[2] == "brumaire"
    day = re.search(r'<input class="([^"]*)" id="id_found-day"[^>]*value="8"', html)
    assert day is not None
    assert "nhsuk-input--error" not in day[1]
    assert re.search(r"<h1[^>]*> ?When was it found\?", html)
    assert 'role="group"' in html


def test_radio_reveals_its_field_in_the_same_markup_with_and_without_script() -> None:
    html = flat(drawn(bound(known="about", shift="Night of the 3rd"), "known"))
    assert re.search(r'value="about" checked data-aria-controls="(conditional-id_known-2)"', html)
    assert 'id="conditional-id_known-2"' in html
    assert 'value="Night of the 3rd"' in html
    assert "Give the shift or a period" in html
    assert '<div class="nhsuk-radios__divider">or</div>' in html


def test_checkboxes_keep_what_was_ticked() -> None:
    html = flat(drawn(EveryForm(data={"apply": ["death"]}), "apply"))
    assert re.search(r'value="death" checked', html)
    assert re.search(r'value="none" data-behaviour="exclusive"', html)


def test_every_other_kind_of_field_is_drawn_with_its_label() -> None:
    form = bound(level="2", people="12", sure="on", time="2pm")
    assert re.search(r'<option value="2" selected>\s*Two', drawn(form, "level"))
    assert 'inputmode="numeric"' in drawn(form, "people")
    assert 'value="12"' in drawn(form, "people")
    assert "checked" in drawn(form, "sure")
    assert 'value="2pm"' in drawn(form, "time")
    assert 'type="file"' in drawn(form, "report")
    for name, label in [("level", "Level"), ("people", "How many people?"), ("sure", "I have named nobody")]:
        assert label in drawn(form, name)


def test_initial_date_fills_its_three_inputs() -> None:
    import datetime

    html = drawn(EveryForm(initial={"found": datetime.date(2027, 4, 8)}), "found")
    assert re.findall(r'value="([^"]*)"', html) == ["8", "4", "2027"]


def test_error_summary_links_each_message_to_an_input_that_is_there() -> None:
    form = bound(found__day="8", found__year="2027")
    html = flat(summary(form))
    assert "There is a problem" in html
    assert 'href="#id_found-month"' in html
    page = "".join(drawn(form, name) for name in form.fields)
    linked = re.findall(r'href="#([^"]+)"', html)
    assert len(linked) == 10
    for one in linked:
        assert f'id="{one}"' in page, one


def test_error_summary_is_nothing_when_all_is_well() -> None:
    assert summary(EveryForm()).strip() == ""
