# SPDX-License-Identifier: EUPL-1.2
"""Makes the copy for reading: a pdf or image with nothing left but its look, and a report of what was taken out.

Of a pdf only the pages with their contents and resources are kept: whatever can act hangs on the catalogue, the
names, the outline, the form or the annotations, and none of these is copied. What annotations and form fields show
is painted onto the page first.
"""

import io
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream
from PIL import ImageOps

from samencontroleren.evidence.child import pages
from samencontroleren.evidence.child.reasons import Refused

KEPT_OF_CATALOGUE = frozenset(("/Type", "/Pages", "/Version", "/Lang", "/OCProperties"))
KEPT_OF_PAGE = frozenset(
    ("/Type", "/Parent", "/Resources", "/Contents", "/Group", "/Rotate", "/UserUnit", "/MediaBox", "/CropBox")
)
KINDS_OF_ACTION = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "submit",
    "/ImportData": "submit",
    "/URI": "links",
    "/GoToR": "links",
    "/GoToE": "links",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/RichMediaExecute": "media",
}
KINDS_OF_KEY = {
    "/OpenAction": "open_action",
    "/AA": "open_action",
    "/XFA": "xfa",
    "/EF": "embedded_files",
    "/RichMediaContent": "media",
    "/JS": "javascript",
}
FIELDS = (Name.Tx, Name.Btn, Name.Ch)
"""Fields to fill in; one to sign is none."""
LEFTOVERS = frozenset(("/AA", "/A", "/AF", "/Ref", "/OPI", "/Metadata", "/PieceInfo", "/JS", "/EF", "/OpenAction"))
"""Keys that have nothing to do in what is kept."""
DEEPEST = 60
IMAGES = {pages.PNG: "PNG", pages.JPEG: "JPEG"}


def clean(media_type: str, stream: IO[bytes]) -> tuple[bytes, dict[str, int]]:
    """The copy, and how often each kind of active content was met. Raises Refused when no safe copy can be made."""
    if media_type in IMAGES:
        return _image(media_type, stream), {}
    try:
        return _pdf(stream)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except pikepdf.PdfError as error:
        raise Refused("damaged") from error


def _image(media_type: str, stream: IO[bytes]) -> bytes:
    """Decoded and encoded anew: place, camera and whatever was hidden behind the image are gone."""
    image, out = pages.open_image(stream), io.BytesIO()
    upright = ImageOps.exif_transpose(image)
    is_png = media_type == pages.PNG
    made = upright.convert(_mode(image, is_png))
    made.info.clear()
    made.save(out, format=IMAGES[media_type], **({} if is_png else {"quality": 92}))
    return out.getvalue()


def _mode(image: Any, is_png: bool) -> str:
    """RGBA only for an image with parts one can see through."""
    return "RGBA" if is_png and (image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info) else "RGB"


def _pdf(stream: IO[bytes]) -> tuple[bytes, dict[str, int]]:
    out = io.BytesIO()
    with pikepdf.open(cast(BinaryIO, stream)) as document:
        found = _met(document)
        _paint(document)
        _keep(document.Root, KEPT_OF_CATALOGUE)
        for page in document.pages:
            _keep(page.obj, KEPT_OF_PAGE)
        for inner in _dictionaries(document):
            for key in LEFTOVERS & set(inner.keys()):
                del inner[key]
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        document.save(out, deterministic_id=True)
    return out.getvalue(), found


def _met(document: pikepdf.Pdf) -> dict[str, int]:
    """How often each kind of active content stands in the original."""
    found: Counter[str] = Counter()
    for inner in _dictionaries(document):
        for key in KINDS_OF_KEY.keys() & set(inner.keys()):
            found[KINDS_OF_KEY[key]] += 1
        if inner.get("/FT") in FIELDS:
            found["form"] += 1
        kind = inner.get("/S")
        if isinstance(kind, Name) and str(kind) in KINDS_OF_ACTION and str(kind) != "/JavaScript":
            found[KINDS_OF_ACTION[str(kind)]] += 1
    return dict(found)


def _paint(document: pikepdf.Pdf) -> None:
    """What a form or a note shows becomes part of the page."""
    try:
        document.generate_appearance_streams()
        document.flatten_annotations("screen")
    except (pikepdf.PdfError, ValueError, TypeError):
        pass  # a form too odd to paint: its page is shown without it


def _keep(inner: Any, kept: frozenset[str]) -> None:
    for key in set(inner.keys()) - kept:
        del inner[key]


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary, of streams too, also those that stand inside another."""
    for each in document.objects:
        yield from _within(each, 0)


def _within(found: Object, depth: int) -> Iterator[Any]:
    if depth > DEEPEST:
        raise Refused("damaged")
    if isinstance(found, Dictionary | Stream):
        yield found
        for key in list(found.keys()):
            inner = found.get(key)
            if isinstance(inner, Dictionary | Array) and not inner.is_indirect:
                yield from _within(inner, depth + 1)
    elif isinstance(found, Array):
        for inner in found:
            if isinstance(inner, Dictionary | Array) and not inner.is_indirect:
                yield from _within(inner, depth + 1)
