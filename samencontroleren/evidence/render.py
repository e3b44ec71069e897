# SPDX-License-Identifier: EUPL-1.2
"""Opens one untrusted document in a process of its own: `python -I -m samencontroleren.evidence.render`.

    render check MEDIA_TYPE PATH          writes JSON: {"pages": 12} or {"refused": "encrypted"}
    render page MEDIA_TYPE PATH NUMBER    writes a PNG of that page (from 1)

The process limits its own memory, time and files before it reads a byte, and imports nothing of the platform.
It uses no network and writes nothing but its answer.
"""

import json
import resource
import sys
import warnings
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 20
MOST_PAGES = 300
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
"""Pixels of the longest side of a rendered page: enough to read an A4 on a wide screen."""

PDF = "application/pdf"
PASSWORD_NEEDED = 4
"""FPDF_ERR_PASSWORD of pdfium."""


class Refused(Exception):
    """The document will not be opened; the text is a code for the parent process."""


def limit_self() -> None:
    """Bound memory, processor time, open files and written files of this process."""
    for which, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (most, most))


def check(media_type: str, path: str) -> int:
    """How many pages a document has. Raises Refused when it cannot or may not be opened."""
    if media_type != PDF:
        _open_image(path).load()
        return 1
    document = _open_pdf(path)
    pages = len(document)
    if pages > MOST_PAGES:
        raise Refused("too_many_pages")
    if pages < 1:
        raise Refused("damaged")
    return pages


def page(media_type: str, path: str, number: int) -> Any:
    """One page as a Pillow image without anything of the original file but its look."""
    if media_type == PDF:
        found = _open_pdf(path)[number - 1]
        scale = LONGEST_SIDE / max(*found.get_size(), 1)
        return found.render(scale=min(scale, 4), may_draw_forms=False).to_pil().convert("RGB")
    image = _open_image(path)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image.convert("RGB")


def _open_pdf(path: str) -> Any:
    import pypdfium2  # noqa: PLC0415 - only after the limits hold

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == PASSWORD_NEEDED or "password" in str(error).lower()
        raise Refused("encrypted" if is_locked else "damaged") from error


def _open_image(path: str) -> Any:
    from PIL import Image  # noqa: PLC0415 - only after the limits hold

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        return Image.open(path, formats=["PNG", "JPEG"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels") from error


def main(arguments: list[str]) -> None:
    """Entry point of the process."""
    limit_self()
    command, media_type, path, *rest = arguments
    if command == "page":
        page(media_type, path, int(rest[0])).save(sys.stdout.buffer, format="PNG", compress_level=4)
        return
    try:
        answer: dict[str, Any] = {"pages": check(media_type, path)}
    except Refused as error:
        answer = {"refused": str(error)}
    except Exception:  # whatever a hostile file provokes, it is not readable
        answer = {"refused": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
