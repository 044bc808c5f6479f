"""Papers as files: small, whole Word, Excel, PDF and picture files, the same bytes for the same words."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from textwrap import wrap
from xml.sax.saxutils import escape

from sightline.incidents.services.document_checks import content_type_of
from sightline.incidents.services.document_receipt import Examined
from sightline.upkeep.virus_scan import Scan, Verdict

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES_OF_WORKBOOK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)

Sections = Sequence[tuple[str, str]]


def examined(content: bytes) -> Examined:
    """What looking through a file made here finds, without a process for each of hundreds.

    Nothing in it says who made it, so that its copy is the file itself; the tests have one of each kind looked through.
    """
    return Examined(content_type_of(content) or "", Verdict(Scan.OFF), cleaned=content)


def word_document(title: str, sections: Sections) -> bytes:
    """A Word document: a title, then a heading and a paragraph for each section."""
    paragraphs = [_paragraph(title, size=36)]
    for heading, text in sections:
        paragraphs += [_paragraph(heading, size=28), _paragraph(text)]
    body = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_WORDS}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    )
    return _packed(("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", body))


def _packed(*parts: tuple[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name, _NO_MOMENT), content)
    return file.getvalue()


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """An Excel workbook of one sheet; every cell is text, so that nothing in it is a formula."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return _packed(
        ("[Content_Types].xml", _TYPES_OF_WORKBOOK),
        ("_rels/.rels", _RELATIONS.replace("word/document.xml", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            (
                f'{start}<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}/relationships"><sheets>'
                '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            (
                f'{start}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/worksheet" '
                'Target="worksheets/sheet1.xml"/></Relationships>'
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            f'{start}<worksheet xmlns="{_SHEETS}"><sheetData>{cells}</sheetData></worksheet>',
        ),
    )


def picture(width: int = 240, height: int = 120) -> bytes:
    """A PNG of a bay with four beds drawn as plain blocks, in grey."""
    lines = []
    for y in range(height):
        is_bed_row = y // 30 in (0, 3)
        shades = (0x90 if is_bed_row and x % 120 in range(20, 100) else 0xF0 for x in range(width))
        lines.append(b"\0" + bytes(shades))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(b"".join(lines))),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _paragraph(text: str, *, size: int = 0) -> str:
    look = f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr>' if size else ""
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def pdf_document(title: str, sections: Sections) -> bytes:
    """A PDF of one page in Helvetica; what does not fit on it is left out."""
    lines = [(18, line) for line in wrap(title, 50)]
    for heading, text in sections:
        lines += [(14, ""), (14, heading), *((11, line) for line in wrap(text, 88))]
    drawn, height = [], 790
    for size, line in lines:
        height -= size + 5
        if height < 50:
            break
        drawn.append(f"BT /F1 {size} Tf 50 {height} Td ({_escaped(line)}) Tj ET")
    content = "\n".join(drawn).encode("cp1252", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    file = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(file)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
