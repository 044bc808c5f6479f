"""A file or pasted words, asked and refused the same way wherever a paper is taken in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from sightline.incidents.services.document_receipt import Examined, examine
from sightline.incidents.services.documents import NewDocument, pasted_words
from sightline.policy.document_kinds import DocumentKind
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import DocumentField, LongTextField

_MOST_PASTED = 100_000


class PaperForm(CheckedForm):
    """``document`` or ``pasted``: one of them. ``paper()`` is what was given, once the form is valid."""

    kind = DocumentKind.OTHER
    #: Whether it must be read as a document: a PDF, a Word document or pasted words.
    is_report = False

    def __init__(self, *given: Any, receive: Callable[..., Examined] = examine, **more: Any) -> None:
        super().__init__(*given, **more)
        self._receive = receive
        self._examined: Examined | None = None
        most = settings.SIGHTLINE_DOCUMENT_BYTES // 1024 // 1024
        endings = ".pdf,.docx" if self.is_report else ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
        what = "A PDF or Word document (DOCX)" if self.is_report else "PDF, Word, Excel, PNG or JPEG"
        self.fields["document"] = DocumentField(
            label="Choose the file",
            help_text=f"{what}, {most} MB or smaller, without a password. No patient's name in it.",
            required=False,
            max_bytes=settings.SIGHTLINE_DOCUMENT_BYTES,
            clause="2.2b" if self.is_report else "4.3b",
            widget=forms.FileInput(attrs={"accept": endings}),
        )
        self.fields["pasted"] = LongTextField(
            label="Or paste the words, for example from an e-mail",
            required=False,
            unchecked="paper",
            subject="What you pasted",
            max_characters=_MOST_PASTED,
            rows=4,
        )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        file: UploadedFile | None = given.get("document")
        self._content = b"" if file is None else file.read()
        if "document" in self.errors or "pasted" in self.errors:
            return given
        if file is None and not given.get("pasted"):
            self.add_error("document", "Choose the file, or paste its words.")
        elif file is not None and given.get("pasted"):
            self.add_error("pasted", "Choose the file or paste the words, not both.")
        elif file is not None:
            self._examined = self._receive(self._content, report=self.is_report)
            if self._examined.problem:
                self.add_error("document", self._examined.problem)
        return given

    def paper(self) -> NewDocument:
        """What was given."""
        if self.cleaned_data.get("pasted"):
            return pasted_words(self.cleaned_data["pasted"], self.kind)
        name = self.cleaned_data["document"].name or ""
        return NewDocument(name, self._content, self.kind.value, examined=self._examined)
