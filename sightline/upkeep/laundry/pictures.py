"""Pictures: drawn anew from their points, so that nothing beside the points is left."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from sightline.upkeep.laundry.refusals import BAD_PICTURE, LARGE_PICTURE, RefusedFile

MOST_POINTS = 60_000_000
_QUALITY = 92


def cleaned_picture(content: bytes) -> bytes:
    """The picture without position, camera, author, comments, a smaller picture inside or anything after its end."""
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            # The size is in the head of the picture, so that one with too many points is never unpacked.
            if opened.width * opened.height > MOST_POINTS:
                raise RefusedFile(LARGE_PICTURE)
            opened.verify()
        # Whoever verifies has read the picture to its end, and opens it anew.
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            form = opened.format or "PNG"
            # Which way up it was held is metadata too: it is turned, so that the copy needs no word of it.
            drawn = ImageOps.exif_transpose(opened)
            drawn.load()
    except Image.DecompressionBombError as wrong:
        raise RefusedFile(LARGE_PICTURE) from wrong
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as wrong:
        raise RefusedFile(BAD_PICTURE) from wrong
    plain = drawn.copy()
    plain.info = {name: value for name, value in drawn.info.items() if name == "transparency"}
    written = io.BytesIO()
    if form == "JPEG":
        plain.save(written, "JPEG", quality=_QUALITY)
    else:
        plain.save(written, "PNG", compress_level=4)
    return written.getvalue()


def jpeg_without_details(content: bytes) -> bytes:
    """A JPEG as it is, point for point, without the segments that hold details, such as EXIF, XMP and comments.

    For pictures inside a PDF, which need not be drawn anew. What is no JPEG comes back as it is.
    """
    return b"".join(_segments_kept(content)) if content.startswith(b"\xff\xd8") else content


def _segments_kept(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind == 0xDA:
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at:end]
        is_colour = kind == 0xE2 and segment[4:15] == b"ICC_PROFILE"
        if not (0xE1 <= kind <= 0xED or kind in (0xEF, 0xFE)) or is_colour:
            yield segment
        at = end
    yield content[at:]
