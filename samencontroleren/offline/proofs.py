# SPDX-License-Identifier: EUPL-1.2
"""From the names of files in a workbook to documents: in the zip beside it, or in the supplier's library."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from samencontroleren.evidence.models import Document
from samencontroleren.offline import layout
from samencontroleren.responses.service import Question

LONGEST_PLACE = 120


@dataclass(frozen=True)
class Link:
    """A document to lean an answer on: one of the library (`document_id`), or a file in the zip (`entry`)."""

    name: str
    place: str
    document_id: uuid.UUID | None = None
    entry: str = ""


@dataclass(frozen=True)
class Found:
    """What the names at one row come to."""

    links: list[Link] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Names that are in neither."""
    left_out: list[str] = field(default_factory=list)
    """Files that lean under the answer and are not named any more; they stay."""


class Proofs:
    """The files that names can mean."""

    def __init__(self, library: Iterable[Document], entries: Iterable[str]) -> None:
        self.library: dict[str, Document] = {}
        for document in library:
            self.library.setdefault(document.title.casefold(), document)
        for document in library:
            self.library.setdefault(document.filename.casefold(), document)
        self.entries = {_base(entry): entry for entry in entries}
        self.used: set[str] = set()

    @property
    def unused(self) -> list[str]:
        """Files in the zip that no row names."""
        return [entry for entry in self.entries.values() if entry not in self.used]

    def found(self, question: Question, text: str) -> Found:
        """What is to be linked at a question; a link that is there already, at the same place, is not."""
        there = {each.document.filename.casefold(): each for each in question.links}
        found, named = Found(), set[str]()
        for name, place in _lines(text):
            folded = _base(name)
            named.add(folded)
            held = there.get(folded)
            if folded in self.entries:
                self.used.add(self.entries[folded])
                found.links.append(Link(name, place, entry=self.entries[folded]))
            elif held is not None:
                if held.place != place:
                    found.links.append(Link(name, place, held.document_id))
            elif folded in self.library:
                found.links.append(Link(name, place, self.library[folded].id))
            else:
                found.missing.append(name)
        found.left_out.extend(each.document.filename for folded, each in there.items() if folded not in named)
        return found


def _lines(text: str) -> Iterable[tuple[str, str]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _mark, place = line.partition(layout.BETWEEN)
        if name.strip():
            yield name.strip(), place.strip()[:LONGEST_PLACE]


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name.casefold()
