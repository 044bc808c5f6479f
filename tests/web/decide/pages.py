"""Reading a page as a person does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any


def text_of(response: Any) -> str:
    """What a person reads, without the markup."""
    page = response.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def errors(response: Any) -> dict[str, str]:
    """Each message of the error summary, by the field its link leads to."""
    summary = response.content.decode().partition("nhsuk-error-summary__list")[2].partition("</ul>")[0]
    found = re.findall(r'<a href="#id_([^"]+)">([^<]+)</a>', summary)
    return {name: unescape(message).strip() for name, message in found}
