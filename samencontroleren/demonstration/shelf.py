# SPDX-License-Identifier: EUPL-1.2
"""The evidence of the whole market: real small PDFs and workbooks, made when an answer first leans on them.

They are our own files, so they are stored without the inspection that an upload gets.
"""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from openpyxl import Workbook

from samencontroleren.core import clock
from samencontroleren.core.scanner import BUILT_IN
from samencontroleren.demonstration import papers
from samencontroleren.demonstration.bulk import Rows
from samencontroleren.demonstration.people import Cast, slug
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence import types
from samencontroleren.evidence.kinds import DocumentKind, FileState, SharingClass
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.kinds import Role

PDF = "application/pdf"
A_YEAR = timedelta(days=365)
MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Piece:
    """A document to be made: what it is, and the bytes when it is needed."""

    title: str
    kind: DocumentKind
    sharing: SharingClass
    make: Callable[[], bytes]
    issuer: str = ""
    valid_until: date | None = None
    media_type: str = PDF


class Shelf:
    """The documents of the market, each made once."""

    def __init__(self, cast: Cast, rows: Rows, documents: dict[uuid.UUID, Document]) -> None:
        self._cast, self._rows, self._documents = cast, rows, documents
        self._made: dict[tuple[str, ...], uuid.UUID] = {}

    def certificate(self, number: int, supplier: Supplier, ends: date) -> uuid.UUID:
        """The ISO 27001 certificate of a supplier; a new one when the last has another end."""
        name = supplier.facts.name
        scope = "Ontwikkeling, hosting en beheer van online diensten voor gemeenten"
        paper = papers.certificate(name, scope, ends)
        issuer = "Voorbeeld Certificatie (verzonnen)"
        piece = Piece(
            f"{paper.title} {name}"[:200],
            DocumentKind.ISO_27001,
            SharingClass.USERS,
            lambda: papers.make(paper),
            issuer,
            ends,
        )
        return self._get(number, supplier, piece, str(ends))

    def incident_plan(self, number: int, supplier: Supplier) -> uuid.UUID:
        """How a supplier deals with incidents."""
        paper = papers.plan(supplier.facts.name, "Incidentproces", *papers.INCIDENTS)
        piece = Piece(paper.title, DocumentKind.OWN_STATEMENT, SharingClass.REVIEWERS, lambda: papers.make(paper))
        return self._get(number, supplier, piece)

    def pentest(self, number: int, supplier: Supplier, place: int, ends: date) -> uuid.UUID:
        """The summary of a penetration test of a product, a year before it ends."""
        left = papers.LEFT[(number + place) % len(papers.LEFT)]
        paper = papers.pentest(supplier.facts.name, supplier.facts.products[place].name, ends - A_YEAR, left)
        piece = Piece(
            paper.title,
            DocumentKind.PENTEST,
            SharingClass.ON_REQUEST,
            lambda: papers.make(paper),
            "Testbureau Fantasie (verzonnen)",
            ends,
        )
        return self._get(number, supplier, piece, str(ends))

    def log_sample(self, number: int, supplier: Supplier, place: int) -> uuid.UUID:
        """A workbook with lines of a log, without anybody's data."""
        product = supplier.facts.products[place].name
        piece = Piece(
            f"Voorbeeld logbestand {product}",
            DocumentKind.OTHER,
            SharingClass.USERS,
            lambda: log_workbook(product),
            media_type=types.XLSX,
        )
        return self._get(number, supplier, piece)

    def _get(self, number: int, supplier: Supplier, piece: Piece, *edition: str) -> uuid.UUID:
        key = (str(supplier.id), piece.title, *edition)
        if key not in self._made:
            self._made[key] = self._add(number, supplier, piece).id
        return self._made[key]

    def _add(self, number: int, supplier: Supplier, piece: Piece) -> Document:
        at, who = clock.now(), self._cast.suppliers[number][Role.CONTRIBUTOR]
        content = piece.make()
        stored = evidence.files().put(io.BytesIO(content), MOST_BYTES)
        is_paged = piece.media_type in types.PAGED  # made here and now: the copy for reading is no other
        copy = evidence.files().put(io.BytesIO(content), MOST_BYTES) if is_paged else None
        row = Document(
            vendor_id=supplier.id,
            title=piece.title,
            kind=piece.kind,
            issuer=piece.issuer or supplier.facts.name,
            scope="Online diensten voor gemeenten",
            valid_until=piece.valid_until,
            sharing=piece.sharing,
            filename=f"{slug(piece.title)}.{'pdf' if piece.media_type == PDF else 'xlsx'}",
            media_type=piece.media_type,
            size=stored.size,
            sha256=stored.sha256,
            storage_key=stored.key,
            page_count=1 if piece.media_type == PDF else 0,
            uploaded_by_id=who.user_id,
            state=FileState.CLEAN,
            cleaned_key=copy.key if copy else None,
            scanner=BUILT_IN,
            scanned_at=at,
        )
        self._rows.add(row, at)
        facts = {"sha256": stored.sha256}
        self._rows.trail(who.actor, at, "document.added", "document", row.id, supplier.id, **facts)
        self._documents[row.id] = row
        return row


def log_workbook(product: str) -> bytes:
    """A sheet with invented lines of a log."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Logboek")
    sheet.append(["Moment", "Gebruiker", "Handeling", "Onderdeel", "Adres", "Gevolg"])
    acts = ("ingelogd", "dossier geopend", "gegevens gewijzigd", "document gedownload", "uitgelogd")
    for number in range(25):
        moment = f"voorbeelddag, {8 + number // 4:02}:{number * 7 % 60:02}"
        sheet.append([moment, f"gebruiker-{number % 6}", acts[number % 5], product, "192.0.2.10", "gelukt"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
