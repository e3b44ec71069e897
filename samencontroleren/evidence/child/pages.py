# SPDX-License-Identifier: EUPL-1.2
"""Pages of documents as images, and how many there are."""

import io
import warnings
from collections.abc import Callable
from typing import IO, Any

import pypdfium2
from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin

from samencontroleren.evidence.child.reasons import Refused

MOST_PAGES = 300
MOST_PIXELS = 50_000_000
MOST_READ = 5
"""Pages whose text is looked at for what a document says of itself."""
MOST_OF_PAGE = 8_000
"""Characters of one such page."""
LONGEST_SIDE = 1600
"""Pixels of the longest side of a rendered page: enough to read an A4 on a wide screen."""

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
FORMATS = (PngImagePlugin.PngImageFile.format, JpegImagePlugin.JpegImageFile.format)
PASSWORD_NEEDED = 4
"""FPDF_ERR_PASSWORD of pdfium."""

LOADED = (MpoImagePlugin, TiffImagePlugin)
"""What reading a photo asks for halfway: nothing can be loaded once the process is shut."""
Image.preinit()
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def count(media_type: str, stream: IO[bytes], is_drawn: bool = True) -> int:
    """How many pages a document has; an image may be measured without drawing it. Raises Refused."""
    if media_type != PDF:
        image = open_image(stream)
        if is_drawn:
            image.load()
        return 1
    pages = len(open_pdf(stream))
    if pages > MOST_PAGES:
        raise Refused("too_many_pages")
    if pages < 1:
        raise Refused("damaged")
    return pages


def png(media_type: str, stream: IO[bytes], number: int, stamped: Callable[[Any], Any]) -> bytes:
    """One page (from 1) as PNG, without anything of the original file but its look, and stamped."""
    out = io.BytesIO()
    stamped(_picture(media_type, stream, number)).save(out, format="PNG", compress_level=4)
    return out.getvalue()


def text(stream: IO[bytes], number: int) -> str:
    """The text of one page (from 1) of a pdf, for whoever does not read images."""
    found: str = open_pdf(stream)[number - 1].get_textpage().get_text_range()
    return found.replace("\r\n", "\n")


def first_texts(content: bytes) -> list[str]:
    """How the text of a pdf begins, page by page; nothing of one whose text cannot be read."""
    try:
        document = open_pdf(io.BytesIO(content))
        return [document[number].get_textpage().get_text_range()[:MOST_OF_PAGE] for number in _first(document)]
    except (Refused, pypdfium2.PdfiumError, UnicodeDecodeError):
        return []


def _first(document: Any) -> range:
    return range(min(len(document), MOST_READ))


def sizes(media_type: str, content: bytes) -> list[tuple[int, int]]:
    """Width and height in pixels of each page as it is rendered; only one where they are all the same.

    Nothing of a document that cannot be measured: it is shown without.
    """
    try:
        found = _sizes(media_type, content)
    except (Refused, pypdfium2.PdfiumError):
        return []
    return found[:1] if len(set(found)) == 1 else found


def _sizes(media_type: str, content: bytes) -> list[tuple[int, int]]:
    if media_type == PDF:
        document = open_pdf(io.BytesIO(content))
        return [_rendered(document.get_page_size(number)) for number in range(len(document))]
    width, height = open_image(io.BytesIO(content)).size
    scale = min(1, LONGEST_SIDE / max(width, height, 1))
    return [(max(1, round(width * scale)), max(1, round(height * scale)))]


def _rendered(size: tuple[float, float]) -> tuple[int, int]:
    scale = _scale(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _scale(size: tuple[float, float]) -> float:
    """How much larger than on paper (72 to the inch) a page is rendered."""
    return float(min(LONGEST_SIDE / max(*size, 1), 4))


def _picture(media_type: str, stream: IO[bytes], number: int) -> Any:
    if media_type == PDF:
        found = open_pdf(stream)[number - 1]
        return found.render(scale=_scale(found.get_size()), may_draw_forms=False).to_pil().convert("RGB")
    image = open_image(stream)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image.convert("RGB")


def open_pdf(stream: IO[bytes]) -> Any:
    """The document in pdfium. Raises Refused."""
    try:
        return pypdfium2.PdfDocument(stream.read())
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == PASSWORD_NEEDED or "password" in str(error).lower()
        raise Refused("encrypted" if is_locked else "damaged") from error


def open_image(stream: IO[bytes]) -> Any:
    """The image, not yet decoded. Raises Refused."""
    try:
        return Image.open(stream, formats=[each for each in FORMATS if each])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels") from error
    except (OSError, SyntaxError) as error:
        raise Refused("damaged") from error
