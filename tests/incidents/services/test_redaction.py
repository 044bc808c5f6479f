"""Redacted copies: what is taken out is nowhere in the file, the original is as it was, and a second person looks."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from sightline.audit.models import AuditPayload
from sightline.incidents.errors import Invalid, NotVisible, Refused
from sightline.incidents.models import Document, Incident, RedactedCopy, RedactionDraft, StepTaken
from sightline.incidents.selectors import redaction as copies
from sightline.incidents.services import redaction
from sightline.incidents.services.document_receipt import examine
from sightline.incidents.services.documents import NewDocument, add_document
from sightline.incidents.services.redaction_replacement import Replacement, attach_replacement
from sightline.policy.facts import Actor
from sightline.policy.redacting import Mark, Piece, RedactionReason, marks_of
from sightline.policy.same_words import words_at
from sightline.policy.terms import Role
from sightline.rendering import Document as Drawn
from sightline.rendering import Paragraphs, Section, render_pdf
from sightline.upkeep import document_store
from tests import stages
from tests.factories import NOW, World, declared
from tests.stages import now_of

pytestmark = pytest.mark.django_db
R = RedactionReason

#: One name as people and programs write it.
STORY = Piece(
    "narrative.0",
    "What happened",
    "Description of incident",
    "Mrs Adaeze Okonkwo fell at ten. OKONKWO's son Zoe\u0308 was told.\n\nThe o\ufb03cer wrote Okon\u00adkwo, Okon-\nkwo and "
    "Ｏｋｏｎｋｗｏ; nurse Wójcik and Wojcik agreed. "
    + "The rails were down and nobody had checked them. "
    * 30,
)
SHORT = Piece("narrative.1", "What happened", "Where", "Okonkwo's room, Ward 4")
ACTION = Piece("actions.1", "Actions", "Action 1", "Write to the Okonkwos.\nBy: Head of nursing.")
PIECES = (STORY, SHORT, ACTION)
TAKEN = ("Okonkwo", "Adaeze", "Zoë", "officer", "Wójcik")


def begun(incident: Incident, by: Actor, **changes: object) -> UUID:
    asked = {"contents": ["narrative", "actions"], "copy_for": "family", "purpose": "For the meeting in May"}
    return redaction.begin(incident.id, **{**asked, **changes}, by=by, now=NOW)  # type: ignore[arg-type]


def marked(incident: Incident, by: Actor, *words: str, pieces: tuple[Piece, ...] = PIECES) -> UUID:
    draft_id = begun(incident, by)
    for number, each in enumerate(words, 1):
        marks = marks_of(pieces, each, R.THIRD_PARTY)
        assert marks, each
        redaction.add_marks(draft_id, pieces, marks, by=by, now=NOW, version=number)
    return draft_id


def made(world: World, incident: Incident, *words: str, by: Actor | None = None) -> RedactedCopy:
    maker = by or world.lead
    copy_id = redaction.make_copy(
        marked(incident, maker, *words), PIECES, by=maker, now=NOW, seen=now_of(incident).version
    )
    return RedactedCopy.objects.get(id=copy_id)


def bytes_of(document: Document) -> bytes:
    with document_store.opened(document.cleaned_sha256) as stream:
        content: bytes = stream.read()
        return content


def everything_in(content: bytes) -> str:
    """All that a curious reader could find: the text of the pages, every text of every object, every stream unpacked."""
    held = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    with pikepdf.open(io.BytesIO(content)) as pdf:

        def texts(value: object) -> None:
            if isinstance(value, pikepdf.String):
                held.append(str(value))
            elif isinstance(value, pikepdf.Array):
                for each in value:
                    if not (isinstance(each, pikepdf.Object) and each.is_indirect):
                        texts(each)
            elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
                for _, each in value.items():
                    if not (isinstance(each, pikepdf.Object) and each.is_indirect):
                        texts(each)

        for each in [*pdf.objects, pdf.trailer]:
            texts(each)
            if isinstance(each, pikepdf.Stream) and "/Length1" not in each:
                raw = each.read_bytes()
                held += [
                    raw.decode("latin-1"),
                    raw.decode("utf-16-be", "replace"),
                    raw.decode("utf-8", "replace"),
                ]
        held.append(str(pdf.open_metadata()))
    return "\n".join(held)


# Made from the case


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_words_taken_out_are_nowhere_in_the_file(world: World) -> None:
    copy = made(world, declared(world), *TAKEN)
    content = bytes_of(copy.document)
    held = everything_in(content)
    for words in TAKEN:
        assert not words_at(held, words, spaced=True), words
        for raw in (words.encode(), words.encode("utf-16-be"), words.encode("latin-1")):
            assert raw not in content
    assert "[redacted: another person] fell at ten." in " ".join(held.split())
    assert "The rails were down" in held


def test_the_test_itself_finds_words_that_were_left(world: World) -> None:
    """The search above is worth something: in a copy where nothing is marked it finds each of them."""
    held = everything_in(bytes_of(made(world, declared(world)).document))
    assert all(words_at(held, words) for words in TAKEN)


def test_a_copy_is_a_paper_of_the_case_and_the_original_is_as_it_was(world: World) -> None:
    incident = declared(world)
    before = {field.attname: getattr(incident, field.attname) for field in Incident._meta.concrete_fields}
    copy = made(world, incident, "Okonkwo")
    after = now_of(incident)
    assert {name for name, value in before.items() if getattr(after, name) != value} == {"version"}
    assert copy.document.kind == "redacted_copy"
    assert copy.document.sha256 == copy.document.cleaned_sha256 == copy.manifest["copy"]["sha256"]
    assert hashlib.sha256(bytes_of(copy.document)).hexdigest() == copy.document.sha256
    with pikepdf.open(io.BytesIO(bytes_of(copy.document))) as pdf:
        assert pdf.Root.MarkInfo.Marked
    step = StepTaken.objects.filter(incident=incident, action="make_redacted_copy").get()
    assert step.note == "Copy 1, for: the patient or family"
    assert not RedactionDraft.objects.exists()


def test_the_manifest_says_what_was_done_and_none_of_the_words(world: World) -> None:
    copy = made(world, declared(world), "Okonkwo", "Wójcik")
    told = copy.manifest
    assert told["for"] == "The patient or family"
    assert told["made"]["by"] == "Patient-safety lead of trust"
    assert told["total"] == sum(row["redactions"] for row in told["redactions"]) == 9
    assert not any(words_at(json.dumps(told, ensure_ascii=False), words) for words in TAKEN)
    # The hash of the original cannot be tried out with names: its key is in no manifest and in no audit trail.
    assert copy.hash_key not in json.dumps(told)
    plain = hashlib.sha256(
        json.dumps([[p.code, p.text] for p in PIECES], ensure_ascii=False).encode()
    ).hexdigest()
    assert told["original"]["hmac_sha256"] != plain


@pytest.mark.clause("11.1c", facet="every change is audited")
def test_the_audit_trail_holds_the_copy_and_none_of_the_words(world: World) -> None:
    incident = declared(world)
    copy = made(world, incident, "Okonkwo")
    told = AuditPayload.objects.filter(
        entry__subject_id=str(incident.id), entry__model="redactedcopy", entry__object_id=str(copy.id)
    )
    fields = set(told.values_list("field", flat=True))
    assert {"manifest", "document_id", "copy_for"} <= fields
    assert "hash_key" not in fields
    every = AuditPayload.objects.filter(entry__subject_id=str(incident.id)).values_list(
        "old", "new", "reason"
    )
    assert not any(words_at(" ".join(row), "Okonkwo") for row in every)


def test_a_mark_of_a_text_that_changed_stops_the_copy_by_its_name(world: World) -> None:
    incident = declared(world)
    draft_id = marked(incident, world.lead, "Okonkwo")
    changed = (replace(STORY, text="A new first sentence. " + STORY.text), SHORT, ACTION)
    with pytest.raises(Invalid, match="“Description of incident”"):
        redaction.make_copy(draft_id, changed, by=world.lead, now=NOW, seen=incident.version)
    assert not RedactedCopy.objects.exists()
    # Marked again, it is made: the old marks of that text are gone, those of others stand.
    redaction.add_marks(
        draft_id, changed, marks_of(changed, "Okonkwo", R.THIRD_PARTY), by=world.lead, now=NOW, version=2
    )
    copy_id = redaction.make_copy(draft_id, changed, by=world.lead, now=NOW, seen=incident.version)
    assert not words_at(everything_in(bytes_of(RedactedCopy.objects.get(id=copy_id).document)), "Okonkwo")


def test_marks_made_in_two_windows_do_not_undo_each_other(world: World) -> None:
    draft_id = marked(declared(world), world.lead, "Okonkwo")
    with pytest.raises(Invalid, match="another window"):
        redaction.add_marks(
            draft_id,
            PIECES,
            marks_of(PIECES, "Ward 4", R.OTHER, "a place"),
            by=world.lead,
            now=NOW,
            version=1,
        )
    kept = copies.draft_in_hand(world.lead, draft_id, now=NOW)
    assert kept is not None
    assert {mark.reason for mark in kept.marks} == {R.THIRD_PARTY}


def test_a_mark_can_be_taken_off_again(world: World) -> None:
    draft_id = marked(declared(world), world.lead, "Okonkwo", "Wójcik")
    kept = copies.draft_in_hand(world.lead, draft_id, now=NOW)
    assert kept is not None
    gone = [mark for mark in kept.marks if words_at(STORY.text[mark.start : mark.end], "Wójcik")]
    redaction.take_marks_away(draft_id, PIECES, gone, by=world.lead, now=NOW, version=kept.version)
    after = copies.draft_in_hand(world.lead, draft_id, now=NOW)
    assert after is not None
    assert set(kept.marks) - set(after.marks) == set(gone)


def test_what_it_is_for_may_not_hold_the_words(world: World) -> None:
    incident = declared(world)
    with pytest.raises(Invalid, match="without a name"):
        begun(incident, world.lead, purpose="For mrs okonkwo")
    # What the check does not find, the words that are taken out do.
    draft_id = begun(incident, world.lead, purpose="About okonkwo")
    redaction.add_marks(
        draft_id, PIECES, marks_of(PIECES, "Okonkwo", R.THIRD_PARTY), by=world.lead, now=NOW, version=1
    )
    with pytest.raises(Invalid, match="What it is for"):
        redaction.make_copy(draft_id, PIECES, by=world.lead, now=NOW, seen=incident.version)


def test_a_file_that_would_keep_the_words_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bad day: something draws the words all the same. The file is looked through before it is kept."""

    def careless(document: Drawn, *, at: object) -> bytes:
        more = Section("Left behind", (Paragraphs(STORY.text),))
        return render_pdf(replace(document, sections=(*document.sections, more)), at=NOW)

    monkeypatch.setattr(redaction, "render_pdf", careless)
    incident = declared(world)
    with pytest.raises(Invalid, match="would still hold words"):
        made(world, incident, "Okonkwo")
    assert not Document.objects.filter(kind="redacted_copy").exists()
    assert not StepTaken.objects.filter(incident=incident, action="make_redacted_copy").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"contents": []}, "contents"),
        ({"contents": ["reporter"]}, "contents"),
        ({"copy_for": "nobody"}, "copy_for"),
        ({"purpose": " "}, "purpose"),
        ({"purpose": "x" * 201}, "purpose"),
    ],
)
def test_a_copy_begins_with_what_for_whom_and_why(
    world: World, changes: dict[str, object], field: str
) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as refused:
        begun(incident, world.lead, **changes)
    assert list(refused.value.problems) == [field]
    assert not RedactionDraft.objects.exists()


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_nobody_else_comes_to_a_copy_in_hand(world: World) -> None:
    incident = declared(world)
    draft_id = begun(incident, world.lead)
    for other in (world.team, world.executive, world.outsider, world.reporter):
        assert copies.draft_in_hand(other, draft_id, now=NOW) is None
        with pytest.raises(NotVisible):
            redaction.add_marks(draft_id, PIECES, [], by=other, now=NOW, version=1)
        with pytest.raises(NotVisible):
            redaction.make_copy(draft_id, PIECES, by=other, now=NOW, seen=incident.version)
        with pytest.raises(NotVisible):
            redaction.discard(draft_id, by=other, now=NOW)
    redaction.discard(draft_id, by=world.lead, now=NOW)
    assert not RedactionDraft.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.INVESTIGATOR, Role.PROVIDER_EXECUTIVE, Role.INFORMATION_GOVERNANCE_LEAD]
)
def test_whoever_may_not_redact_begins_none(world: World, role: Role) -> None:
    with pytest.raises(NotVisible):
        begun(declared(world), world.actor("trust", role))


# The second look


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_nothing_is_given_out_before_a_second_person_looked(world: World) -> None:
    incident = declared(world)
    copy = made(world, incident, "Okonkwo")
    assert copies.ready_copies(world.lead, incident.id, now=NOW) == ()
    with pytest.raises(Invalid, match="you made it"):
        redaction.check_copy(copy.id, "approved", "", by=world.lead, now=NOW, seen=now_of(incident).version)
    later = NOW + timedelta(hours=1)
    redaction.check_copy(
        copy.id, "approved", "", by=world.executive, now=later, seen=now_of(incident).version
    )
    ready = copies.ready_copies(world.lead, incident.id, now=later)
    assert [row.document_id for row in ready] == [copy.document_id]
    assert ready[0].checked_by == "Executive of trust"
    with pytest.raises(Invalid, match="already"):
        redaction.check_copy(
            copy.id, "refused", "Again.", by=world.team, now=later, seen=now_of(incident).version
        )


def test_a_copy_that_was_refused_is_given_to_nobody(world: World) -> None:
    incident = declared(world)
    copy = made(world, incident, "Okonkwo")
    with pytest.raises(Invalid) as wrong:
        redaction.check_copy(copy.id, "refused", "", by=world.team, now=NOW, seen=now_of(incident).version)
    assert list(wrong.value.problems) == ["note"]
    redaction.check_copy(
        copy.id, "refused", "The ward names her.", by=world.team, now=NOW, seen=now_of(incident).version
    )
    assert copies.ready_copies(world.team, incident.id, now=NOW) == ()
    found = copies.copy_of(world.lead, copy.id, now=NOW)
    assert found is not None
    assert (found.outcome, found.note) == ("refused", "The ward names her.")


def test_information_governance_reads_the_copy_and_checks_it(world: World) -> None:
    incident = declared(world)
    copy = made(world, incident, "Okonkwo")
    lead = world.actor("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    found = copies.copy_of(lead, copy.id, now=NOW)
    assert found is not None
    assert found.sha256 == copy.document.sha256
    redaction.check_copy(copy.id, "approved", "", by=lead, now=NOW, seen=now_of(incident).version)
    assert now_copy(copy).checked_by == lead.person_id


def now_copy(copy: RedactedCopy) -> RedactedCopy:
    return RedactedCopy.objects.get(id=copy.id)


def test_whoever_may_not_check_does_not(world: World) -> None:
    incident = declared(world)
    copy = made(world, incident, "Okonkwo")
    with pytest.raises(Refused):
        redaction.check_copy(
            copy.id, "approved", "", by=world.investigator, now=NOW, seen=now_of(incident).version
        )
    for other in (world.outsider, world.actor("other_icb", Role.PATIENT_SAFETY_TEAM)):
        assert copies.copies_of(other, incident.id, now=NOW) == ()
        with pytest.raises(NotVisible):
            redaction.check_copy(copy.id, "approved", "", by=other, now=NOW, seen=now_of(incident).version)
    assert now_copy(copy).outcome == ""


# A replacement of an uploaded document


def a_report(text: str, **more: str) -> bytes:
    """A PDF with a text, and words where ``more`` says: title, note, alt, bar (under a black bar), form."""
    drawn = render_pdf(Drawn("A report", "L-1", (Section("Findings", (Paragraphs(text),)),)), at=NOW)
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        page = pdf.pages[0]
        if "title" in more:
            pdf.docinfo["/Title"] = more["title"]
        if "note" in more:
            note = Dictionary(
                Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(more["note"])
            )
            page.obj.Annots = pdf.make_indirect(Array([pdf.make_indirect(note)]))
        if "bar" in more:
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.obj.Resources.Font["/Bar"] = pdf.make_indirect(font)
            page.contents_add(
                f"q BT /Bar 12 Tf 100 500 Td ({more['bar']}) Tj ET 0 g 90 490 300 30 re f Q".encode()
            )
        if "form" in more:
            form = pdf.make_stream(f"BT [({more['form'][:3]}) -20 ({more['form'][3:]})] TJ ET".encode())
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
            page.obj.Resources.XObject = Dictionary(Unused=form)
        if "picture" in more:
            picture = pdf.make_stream(b"\x00" * 12)
            picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 2, 2
            picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
            page.obj.Resources.XObject = Dictionary(Scan=picture)
            page.contents_add(b"q 9 0 0 9 0 0 cm /Scan Do Q")
        written = io.BytesIO()
        pdf.save(written)
        return written.getvalue()


ORIGINAL = "Mrs Okonkwo fell. Nurse Wójcik found her."


def with_original(world: World, content: bytes | None = None) -> tuple[Incident, Document]:
    incident = declared(world)
    paper = NewDocument("report.pdf", content or a_report(ORIGINAL), "final_report")
    document_id = add_document(incident.id, paper, by=world.lead, now=NOW, seen=incident.version)
    return now_of(incident), Document.objects.get(id=document_id)


def attach(
    world: World,
    incident: Incident,
    original: Document,
    content: bytes,
    *,
    words: dict[RedactionReason, list[str]] | None = None,
    copy_for: str = "coroner",
    purpose: str = "Asked for under Schedule 5",
) -> RedactedCopy:
    wanted = {R.THIRD_PARTY: ["Okonkwo"], R.STAFF: ["Wójcik"]} if words is None else words
    given = Replacement(original.id, examine(content), wanted, copy_for, purpose)
    copy_id = attach_replacement(incident.id, given, by=world.lead, now=NOW, seen=incident.version)
    return RedactedCopy.objects.get(id=copy_id)


def test_a_replacement_is_kept_beside_its_original(world: World) -> None:
    incident, original = with_original(world)
    before = (original.sha256, bytes_of(original))
    copy = attach(world, incident, original, a_report("Mrs [A] fell. Nurse [B] found her."))
    assert copy.original_id == original.id
    assert copy.manifest["total"] == 2
    assert [row["reason"] for row in copy.manifest["redactions"]] == ["Another person", "A member of staff"]
    original.refresh_from_db()
    assert (original.sha256, bytes_of(original)) == before
    assert not any(words_at(json.dumps(copy.manifest, ensure_ascii=False), words) for words in TAKEN)


@pytest.mark.clause("11.1c", facet="names in texts are found")
@pytest.mark.parametrize(
    ("content", "left"),
    [
        pytest.param(a_report("Mrs OKONKWO fell."), "“Okonkwo”", id="in the text"),
        pytest.param(a_report("Mrs [A] fell.", bar="Mrs Okonkwo"), "“Okonkwo”", id="under a black bar"),
        pytest.param(a_report("Mrs [A] fell.", bar="O k o n k w o"), "“Okonkwo”", id="letter by letter"),
        pytest.param(a_report("Mrs [A] fell.", note="This is Okonkwo"), "“Okonkwo”", id="in a note"),
        pytest.param(
            a_report("Mrs [A] fell.", form="Okonkwo"), "“Okonkwo”", id="in a form that no page shows"
        ),
        pytest.param(
            a_report("Okon-\nkwo and Wojcik"), "“Okonkwo”, “Wójcik”", id="hyphenated, without accents"
        ),
        pytest.param(
            stages.docx(
                body="<w:document><w:p><w:r><w:t>Mrs Okon</w:t></w:r><w:r><w:t>kwo</w:t></w:r></w:p></w:document>"
            ),
            "“Okonkwo”",
            id="Word, in two runs",
        ),
        pytest.param(
            stages.docx(
                body="<w:document><w:p><w:del><w:delText>Okonkwo</w:delText></w:del></w:p></w:document>"
            ),
            "“Okonkwo”",
            id="Word, crossed out",
        ),
        pytest.param(
            stages.docx(body='<w:document><w:p><wp:docPr descr="Mrs Okonkwo"/></w:p></w:document>'),
            "“Okonkwo”",
            id="Word, description of a picture",
        ),
    ],
)
def test_a_replacement_that_still_holds_the_words_is_refused_with_them(
    world: World, content: bytes, left: str
) -> None:
    incident, original = with_original(world)
    with pytest.raises(Invalid) as refused:
        attach(world, incident, original, content)
    assert left in refused.value.problems["document"]
    assert not RedactedCopy.objects.exists()
    assert not Document.objects.filter(kind="redacted_copy").exists()


def test_hidden_details_are_not_kept(world: World) -> None:
    """The title of the file said whom it is about: what is kept and given out has none."""
    incident, original = with_original(world)
    sent = a_report("Mrs [A] fell.", title="Report on Mrs Okonkwo")
    assert words_at(everything_in(sent), "Okonkwo")
    copy = attach(world, incident, original, sent)
    assert copy.document.sha256 == copy.document.cleaned_sha256 != hashlib.sha256(sent).hexdigest()
    assert not words_at(everything_in(bytes_of(copy.document)), "Okonkwo")
    assert not words_at(copy.document.name, "Okonkwo")


def test_pictures_are_said_to_be_unchecked(world: World) -> None:
    incident, original = with_original(world)
    assert not attach(world, incident, original, a_report("Mrs [A] fell.")).manifest["pictures"]
    scan = a_report("Mrs [A] fell again.", picture="yes")
    assert attach(world, now_of(incident), original, scan).manifest["pictures"]


def test_a_word_that_the_original_does_not_hold_is_said(world: World) -> None:
    """Misspelt, it would be looked for in vain and the name would stay."""
    incident, original = with_original(world)
    with pytest.raises(Invalid, match="does not hold “Okonkow”"):
        attach(world, incident, original, a_report("Mrs Okonkwo fell."), words={R.THIRD_PARTY: ["Okonkow"]})


def test_the_same_file_is_a_copy_once(world: World) -> None:
    incident, original = with_original(world)
    attach(world, incident, original, a_report("Mrs [A] fell."))
    with pytest.raises(Invalid, match="already"):
        attach(world, now_of(incident), original, a_report("Mrs [A] fell."))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": {R.STAFF: ["", " ... "]}}, "words"),
        ({"words": {R.STAFF: [f"Name{n}" for n in range(201)]}}, "words"),
        ({"copy_for": ""}, "copy_for"),
        ({"purpose": "  "}, "purpose"),
        ({"purpose": "About Okonkwo"}, "purpose"),
    ],
)
def test_a_replacement_says_what_for_whom_and_why(world: World, changes: dict[str, Any], field: str) -> None:
    incident, original = with_original(world)
    with pytest.raises(Invalid) as refused:
        attach(world, incident, original, a_report("Mrs [A] fell."), **changes)
    assert list(refused.value.problems) == [field]


def test_a_document_of_another_case_is_replaced_by_nothing_here(world: World) -> None:
    incident, _ = with_original(world)
    elsewhere = declared(world)
    with pytest.raises(Invalid) as refused:
        attach(world, incident, Document(id=elsewhere.id), a_report("Mrs [A] fell."))
    assert list(refused.value.problems) == ["original"]


def test_nobody_adds_a_redacted_copy_as_a_paper(world: World) -> None:
    """Only what was looked through is one."""
    incident = declared(world)
    with pytest.raises(Invalid, match="Say what the document is"):
        add_document(
            incident.id,
            NewDocument("x.pdf", stages.PDF, "redacted_copy"),
            by=world.lead,
            now=NOW,
            seen=incident.version,
        )


def test_marks_are_places_and_no_words(world: World) -> None:
    """What lies in the database of a copy in hand says nothing that was not there before."""
    draft_id = marked(declared(world), world.lead, "Okonkwo")
    row = RedactionDraft.objects.get(id=draft_id)
    assert not words_at(json.dumps([row.marks, row.hashes, row.purpose]), "Okonkwo")
    assert isinstance(redaction.marks_in(row.marks)[0], Mark)
