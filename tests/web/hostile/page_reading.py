"""A page as a browser reads it: its elements, its words, and its forms with everything they would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Elements whose text is no words of the page.
_SILENT = frozenset({"script", "style", "title"})


@dataclass
class Input:
    """One control of a form: ``kind`` is its type, or textarea, select or button; ``choices`` are a select's values."""

    name: str
    kind: str
    value: str = ""
    numeric: bool = False
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form that is sent (not one that searches)."""

    action: str
    inputs: list[Input] = field(default_factory=list)

    @property
    def texts(self) -> list[Input]:
        """Where people write words."""
        return [row for row in self.inputs if is_for_words(row)]


def is_for_words(row: Input) -> bool:
    """Whether a person writes free words here: no part of a date, no number, no e-mail address, no password."""
    written = row.kind in ("text", "textarea", "search")
    return written and not row.numeric and row.name.rsplit("-", 1)[-1] not in ("day", "month", "year")


class Page(HTMLParser):
    """Reads a whole page at once."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[tuple[str, str]] = set()
        self.addresses: set[str] = set()
        self.forms: list[Form] = []
        self.scripts: list[str] = []
        self.searches: list[Input] = []
        self._words: list[str] = []
        self._silent = 0
        self._form: Form | None = None
        self._area: Input | None = None
        self._select: Input | None = None
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        """The text of the page, every run of white space as one space."""
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.elements |= {(tag, name) for name in known} | {(tag, "")}
        self.addresses |= {known[name] for name in ("href", "src", "action", "formaction") if name in known}
        if tag in _SILENT:
            self._silent += 1
        if tag == "form":
            self._form = Form(known.get("action", "")) if known.get("method", "").lower() == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        elif self._form is not None:
            self._read_control(tag, known)
        elif known.get("name") == "q":
            self.searches.append(Input("q", "search", known.get("value", "")))

    def _read_control(self, tag: str, known: dict[str, str]) -> None:
        assert self._form is not None
        name = known.get("name", "")
        if tag == "option" and self._select is not None:
            self._select.choices.append(known.get("value", ""))
        if not name:
            return
        if tag == "textarea":
            self._area = Input(name, "textarea")
            self._form.inputs.append(self._area)
        elif tag == "select":
            self._select = Input(name, "select")
            self._form.inputs.append(self._select)
        elif tag in ("input", "button"):
            kind = "button" if tag == "button" else known.get("type", "text")
            numeric = known.get("inputmode") == "numeric"
            self._form.inputs.append(Input(name, kind, known.get("value", ""), numeric))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            # A browser drops the line end that follows the opening tag.
            self._area.value += data if self._area.value else data.removeprefix("\n")
        if self.cdata_elem == "script":
            self.scripts.append(data)
        elif not self._silent:
            self._words.append(data)
