"""The form that every page about a case is made of: its free text is looked through before it is saved (8.0b, 11.1c)."""

from __future__ import annotations

from django import forms

from sightline.incidents.services.door import known_on, said_of
from sightline.policy.found_words import (
    Answer,
    Choice,
    choices_for,
    fingerprint,
    found_in,
    problem_with_answer,
)
from sightline.policy.personal_data import Found
from sightline.web import looking
from sightline.web.asked_words import role_that_types
from sightline.web.nhsuk.fields import TextField, WordsFound


class CheckedForm(forms.Form):
    """Fields of text are checked, but for those whose ``unchecked`` names a reason of ``found_words.EXEMPT_FIELDS``.

    Services check what they store all the same (``services.door``): this shows it beside the field.
    """

    #: What may be said of found words. Where nothing is held, or nothing kept, a form says so.
    may_say: frozenset[Choice] = frozenset(Choice)

    def looks_through(self, name: str) -> bool:
        """Whether this text is one that will be stored. A form with answers that do not count says which."""
        return True

    def checked_fields(self) -> list[str]:
        """The names of the texts that are looked through, in the order of the page."""
        return [
            name
            for name, field in self.fields.items()
            if isinstance(field, TextField) and not field.unchecked and not field.widget.is_hidden
        ]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        #: What was said of found words in this form, by field; and the fields whose words nobody answered for.
        self.said: dict[str, Answer] = {}
        self.fields_with_words: set[str] = set()
        names = [
            name
            for name in self.checked_fields()
            if isinstance(self.cleaned_data.get(name), str) and self.looks_through(name)
        ]
        finds = found_in([self.cleaned_data[name] for name in names])
        if any(finds):
            known = self._known_words(tuple(each for found in finds for each in found))
            for name, found in zip(names, finds, strict=True):
                self._judge(name, tuple(each for each in found if each not in known))

    def _known_words(self, found: tuple[Found, ...]) -> frozenset[Found]:
        page = looking.shown()
        if page is None:
            return frozenset()
        known = known_on(page.incident_id, found)
        return frozenset(each for each in found if fingerprint(each) in known)

    def _judge(self, name: str, found: tuple[Found, ...]) -> None:
        if not found:
            return
        role = role_that_types()
        kinds = [each.kind for each in found]
        answers = {fingerprint(each): said_of(each) for each in found}
        given = {print_: answer for print_, answer in answers.items() if answer is not None}
        said = next(iter(given.values()), None)
        choices = tuple(each for each in choices_for(kinds, role) if each[0] in self.may_say)
        if said is not None and said.choice not in self.may_say:
            said = None
        wrong = "" if said is None else problem_with_answer(said, kinds, role)
        if said is not None and not wrong and len(given) == len(answers):
            self.said |= given
            return
        self.fields_with_words.add(name)
        text = self.cleaned_data[name]
        self.add_error(name, WordsFound(text, found, tuple(answers), choices, said, wrong))
