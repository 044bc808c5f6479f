"""A bound Django field as the parameters of the NHS macro that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sightline.policy.personal_data import CANNOT_FIND, Found
from sightline.web.clause_links import clause_link
from sightline.web.nhsuk.fields import DateParts, DateWidget3, Drawing, Refusal, WordsFound


class Drawn(NamedTuple):
    """The macro's name in ``nhsuk/form.jinja`` and what it is given."""

    macro: str
    params: dict[str, Any]


#: Where each macro takes what stands under the input.
_OF_TEXT = {"input", "counted", "textarea"}
#: How many characters around found words are shown with them.
_AROUND = 120
_UNDER = {"radios": "afterInputs", "checkboxes": "afterInputs", "date": "afterInputs"}


def parameters(bound: BoundField) -> Drawn:
    """Which macro draws this field and with what, and under it the clause that asks for it; the widget decides."""
    drawn = _parameters(bound)
    links = [clause_link(clause_id) for clause_id in clauses_of(bound)]
    if any(links) and drawn.macro != "hidden":
        under = format_html(
            '<p class="sl-asked-by">{}</p>', format_html_join(" ", "{}", ([one] for one in links))
        )
        _put_under(drawn, under)
    if (words := _words_found(bound)) is not None:
        _put_under(drawn, _asked_of_words(bound, words))
    if drawn.macro in _OF_TEXT and _is_last_checked(bound):
        _put_under(drawn, render_to_string("nhsuk/what_is_checked.jinja", {"cannot_find": CANNOT_FIND}))
    return drawn


def _put_under(drawn: Drawn, html: str) -> None:
    """Puts something under the input, after what is there."""
    where = _UNDER.get(drawn.macro, "afterInput")
    there = drawn.params.get("formGroup", {}).get(where, {}).get("html", "")
    drawn.params["formGroup"] = {where: {"html": mark_safe(f"{there}{html}")}}  # noqa: S308


def _words_found(bound: BoundField) -> WordsFound | None:
    return next((error for error in bound.errors.as_data() if isinstance(error, WordsFound)), None)


def _asked_of_words(bound: BoundField, words: WordsFound) -> str:
    """What was found, marked in the words as typed, and what may be said of it."""
    return asked_of_words(element_id(bound), bound.html_name, words)


def asked_of_words(id_: str, name: str, words: WordsFound) -> str:
    """The same for a field of this id and name, wherever it is drawn."""
    return render_to_string(
        "nhsuk/found_words.jinja",
        {
            "id": id_,
            "name": f"words-{name}",
            "words": words,
            "pieces": marked(words.text, words.found),
            "kinds": list(dict.fromkeys(each.kind for each in words.found)),
        },
    )


def marked(text: str, found: Sequence[Found]) -> list[tuple[str, str]]:
    """A text in pieces, each with the label of what was found in it, or with ""; what is far from any find is left out."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for each in found:
        before = text[at : each.start]
        if len(before) > 2 * _AROUND:
            cut = f" … {before[-_AROUND:]}"
            before = before[:_AROUND] + cut if at else cut
        pieces += [(before, ""), (text[each.start : each.end], each.kind.label)]
        at = each.end
    rest = text[at:]
    pieces.append((rest if len(rest) <= _AROUND else f"{rest[:_AROUND]} …", ""))
    return [piece for piece in pieces if piece[0]]


def _is_last_checked(bound: BoundField) -> bool:
    """Whether it is the last of the texts that are looked through: what the check cannot find is said once, there."""
    checked = getattr(bound.form, "checked_fields", None)
    return checked is not None and checked()[-1:] == [bound.name]


def clauses_of(bound: BoundField) -> list[str]:
    """The clause that asks for a field, and those by which what stands in it was refused, each once."""
    refused = [error.clause for error in bound.errors.as_data() if isinstance(error, Refusal)]
    return [each for each in dict.fromkeys([_drawn(bound.field, "clause"), *refused]) if each]


def _parameters(bound: BoundField) -> Drawn:
    field, widget = bound.field, bound.field.widget
    params: dict[str, Any] = {
        "id": element_id(bound),
        "name": bound.html_name,
        "errorMessage": _error(bound),
        "hint": _words(field.help_text),
    }
    if widget.is_hidden:
        return Drawn("hidden", {"html": str(bound)})
    if isinstance(widget, DateWidget3):
        return Drawn("date", _without_nothing(params | _fieldset(bound) | {"items": _date_items(bound)}))
    if isinstance(widget, forms.RadioSelect):  # and so checkboxes, which Django makes a kind of it
        params |= _fieldset(bound) | {
            "idPrefix": params.pop("id"),
            "items": _choice_items(bound),
            "inline": _drawn(field, "inline"),
        }
        macro = "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"
        return Drawn(macro, _without_nothing(params))
    if isinstance(widget, forms.CheckboxInput):
        tick = {"value": "on", "text": str(bound.label), "checked": bool(bound.value())}
        params["idPrefix"] = params.pop("id")
        return Drawn("checkboxes", _without_nothing(params | {"items": [tick]}))
    params["label"] = _label(bound)
    if isinstance(widget, forms.Select):
        items = [
            {"value": str(value), "text": str(text), "selected": str(value) == _typed(bound)}
            for value, text in _flat_choices(field)
        ]
        return Drawn("select", _without_nothing(params | {"items": items}))
    if isinstance(widget, forms.FileInput):
        return Drawn("file", _without_nothing(params | _attributes(bound)))
    params |= _attributes(bound) | {"value": _typed(bound), "width": _drawn(field, "width") or None}
    if isinstance(widget, forms.Textarea):
        most = getattr(field, "max_characters", None)
        if most:
            # The count shows from three quarters of the way; the browser is never told to cut.
            return Drawn("counted", _without_nothing(params | {"maxlength": most, "threshold": 75}))
        return Drawn("textarea", _without_nothing(params))
    if isinstance(widget, forms.PasswordInput):
        params["value"] = None
        return Drawn("password", _without_nothing(params))
    return Drawn("input", _without_nothing(params | {"type": widget.input_type}))


def form_errors(*given: forms.BaseForm) -> list[dict[str, str]]:
    """Every message of the forms, in the order of their fields, with the address of the input it is about."""
    listed = []
    for form in given:
        listed += [_without_field(error) for error in form.non_field_errors().as_data()]
        for bound in form:
            listed += [
                {"text": str(message), "href": f"#{_input_in_error(bound)}"} for message in bound.errors
            ]
    return listed


def _without_field(error: ValidationError) -> dict[str, str]:
    """A message about no field of its own: its clause stands here, as there is no input to stand under."""
    words = " ".join(map(str, error.messages))
    if isinstance(error, Refusal):
        return {"html": format_html("{} {}", words, clause_link(error.clause))}
    return {"text": words}


def element_id(bound: BoundField) -> str:
    """The id of the field's (first) input; error summaries link to it."""
    return bound.auto_id or bound.html_name


def _input_in_error(bound: BoundField) -> str:
    if isinstance(bound.field.widget, DateWidget3):
        wrong = _wrong_parts(bound)
        return f"{element_id(bound)}-{next(part for part in DateParts._fields if part in wrong)}"
    return element_id(bound)


def _wrong_parts(bound: BoundField) -> set[str]:
    """Which of day, month and year the refusal is about; all three where it does not say."""
    codes = {part for error in bound.errors.as_data() for part in str(error.code or "").split("-")}
    return codes & set(DateParts._fields) or set(DateParts._fields)


def _date_items(bound: BoundField) -> list[dict[str, Any]]:
    typed = bound.field.widget.format_value(bound.value())
    wrong = _wrong_parts(bound) if bound.errors else set()
    return [
        {
            "id": f"{element_id(bound)}-{part}",
            "name": f"{bound.html_name}-{part}",
            "label": part.capitalize(),
            "value": getattr(typed, part),
            "width": 4 if part == "year" else 2,
            "error": part in wrong,
        }
        for part in DateParts._fields
    ]


def _choice_items(bound: BoundField) -> list[dict[str, Any]]:
    field = bound.field
    value = bound.value()
    chosen = {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value)}
    items: list[dict[str, Any]] = []
    for key, text in _flat_choices(field):
        if key == _drawn(field, "divider_before") and key:
            items.append({"divider": "or"})
        item = {
            "value": key,
            "text": text,
            "checked": key in chosen,
            "hint": _words(_drawn(field, "choice_hints").get(key, "")),
            "behaviour": "exclusive" if key in _drawn(field, "exclusive") else None,
        }
        revealed = _drawn(field, "reveals").get(key, ())
        names = [revealed] if isinstance(revealed, str) else revealed
        item["reveals"] = [bound.form[name] for name in names]
        items.append(_without_nothing(item))
    return items


def _flat_choices(field: forms.Field) -> list[tuple[str, str]]:
    """Values and labels; the empty value is only for lists that open."""
    offered = cast("forms.ChoiceField", field).choices
    keep_empty = not isinstance(field.widget, forms.RadioSelect)
    return [(str(key), str(text)) for key, text in cast("Any", offered) if key != "" or keep_empty]


def _fieldset(bound: BoundField) -> dict[str, Any]:
    return {"fieldset": {"legend": _label(bound)}}


def _label(bound: BoundField) -> dict[str, Any]:
    heading = _drawn(bound.field, "legend_is_heading")
    size = _drawn(bound.field, "label_size") or ("l" if heading else "s")
    return {"text": str(bound.label), "size": size, "isPageHeading": heading}


def _attributes(bound: BoundField) -> dict[str, Any]:
    """The widget's attributes, those the macro has a name for apart; ``maxlength`` cuts text, so it never goes."""
    attrs = {
        key: value for key, value in bound.field.widget.attrs.items() if key not in {"maxlength", "minlength"}
    }
    named = {
        key: attrs.pop(key) for key in ("autocomplete", "inputmode", "rows", "autocapitalize") if key in attrs
    }
    if "spellcheck" in attrs:
        named["spellcheck"] = str(attrs.pop("spellcheck")).lower() == "true"
    return named | {"attributes": attrs}


def _typed(bound: BoundField) -> str:
    value = bound.value()
    if value in (None, ""):
        return ""  # Django formats an empty string as None
    return str(bound.field.widget.format_value(value) if _formats(bound) else value)


def _formats(bound: BoundField) -> bool:
    return not isinstance(bound.field.widget, forms.Select | forms.FileInput)


def _error(bound: BoundField) -> dict[str, str] | None:
    return {"text": " ".join(str(message) for message in bound.errors)} if bound.errors else None


def _words(text: Any) -> dict[str, Any] | None:
    if not text:
        return None
    return {"html": text} if isinstance(text, SafeString) else {"text": str(text)}


def _drawn(field: forms.Field, name: str) -> Any:
    return getattr(field, name, getattr(Drawing, name))


def _without_nothing(params: dict[str, Any]) -> dict[str, Any]:
    """The macros tell "absent" from "None": leave out what is not there."""
    return {key: value for key, value in params.items() if value is not None}
