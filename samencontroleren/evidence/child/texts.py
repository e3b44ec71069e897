# SPDX-License-Identifier: EUPL-1.2
"""The text of written documents (docx, odt), paragraph by paragraph."""

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from defusedxml import ElementTree

from samencontroleren.evidence.child.reasons import Refused

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MOST = 200_000
"""Characters of text that are shown."""

PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word/document.xml",
    "application/vnd.oasis.opendocument.text": "content.xml",
}
PARAGRAPHS = (f"{WORD}p", f"{ODF}p", f"{ODF}h")
SPACES = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{ODF}tab": "\t", f"{ODF}line-break": "\n", f"{ODF}s": " "}

NOT_SHOWN = (f"{WORD}instrText", f"{WORD}delText", f"{ODF}tracked-changes")


def text(media_type: str, stream: IO[bytes]) -> str:
    """The text of a document, cut at MOST characters. Raises Refused when its XML is not what it should be."""
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(PARTS[media_type]) as part:
            return _joined(part)
    except (zipfile.BadZipFile, KeyError, ValueError, ElementTree.ParseError) as error:
        raise Refused("damaged") from error


def _joined(part: IO[bytes]) -> str:
    found, length = [], 0
    for _event, element in ElementTree.iterparse(part, forbid_dtd=True):
        if element.tag not in PARAGRAPHS:
            continue
        line = "".join(_pieces(element))
        found.append(line)
        length += len(line) + 1
        element.clear()
        if length > MOST:
            break
    return "\n".join(found)


def _pieces(element: Any) -> Iterator[str]:
    if element.tag in NOT_SHOWN:
        return
    yield SPACES.get(element.tag, element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
