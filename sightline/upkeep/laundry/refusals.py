"""Why a file is refused, in words for whoever sends it."""

from __future__ import annotations


class RefusedFile(Exception):
    """What is said beside the field."""


MACROS = "The file holds macros, which could run on a reader's computer. Save it without macros (DOCX, XLSX), or as a PDF."
SCRIPT = (
    "The file holds a script, which could run on a reader's computer. Print it to a new PDF and choose that."
)
STARTS = "The file starts another program when it is opened. Print it to a new PDF and choose that."
INSIDE = "The file holds another file inside. Take that out and send it by itself, or print it to a new PDF."
FORM = "The PDF is a form that only one program can show. Print it to a new PDF and choose that."
FETCHES = "The file fetches something over the network when it is opened. Save it as a PDF and choose that."
LOCKED_PDF = "The PDF has a password or is protected. Print it to a new PDF without one and choose that."
UNPACKS = "The file unpacks to far more than a report holds. Save it again, or as a PDF."
DAMAGED = "The file is damaged, or is not what it seems. Save it again, or as a PDF."
BAD_PICTURE = "The picture is damaged or was cut off. Save it again and choose that."
LARGE_PICTURE = "The picture has more points than a page can show. Save it smaller and choose that."
