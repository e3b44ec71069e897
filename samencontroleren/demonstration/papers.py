# SPDX-License-Identifier: EUPL-1.2
"""Invented evidence as real PDFs: certificates, summaries and plans, each clearly marked as an example."""

from dataclasses import dataclass
from datetime import date

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Spacer

from samencontroleren.core import pdf
from samencontroleren.core.long_dates import long_date

MARK = "VOORBEELD – verzonnen document voor de demonstratie van Samen Controleren"
RED = HexColor("#a3201d")

INCIDENTS = (
    "De incidentmanager beoordeelt binnen een uur hoe ernstig een incident is.",
    "Bij een ernstig incident hoort de gemeente binnen de afgesproken uren wat er aan de hand is, wat wij doen en "
    "wat de gemeente zelf kan doen. Het bericht gaat naar het meldpunt dat de gemeente heeft opgegeven.",
    "Elk jaar oefenen wij met ten minste één klant. Het verslag bespreken wij in de directie.",
)
LEFT = (
    "Twee bevindingen met de ernst laag staan nog open.",
    "Alle bevindingen zijn opgelost en opnieuw getest.",
    "Eén bevinding met de ernst middel is gepland voor de volgende release.",
    "Drie bevindingen met de ernst laag zijn geaccepteerd, met uitleg.",
)


@dataclass(frozen=True)
class Paper:
    """What stands on an example document."""

    title: str
    vendor: str
    rows: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]


def make(paper: Paper) -> bytes:
    """The PDF of a paper; the same paper gives the same bytes."""
    about = pdf.About(
        title=paper.title,
        author=paper.vendor,
        subject=MARK,
        language="nl",
        header=f"{paper.vendor} – {paper.title}",
        footer="Verzonnen document",
        page_label="Pagina {page} van {total}",
    )
    return pdf.build(about, lambda: _story(paper))


def _story(paper: Paper) -> list[Flowable]:
    facts = [[pdf.paragraph(term, pdf.style(bold=True)), pdf.paragraph(value)] for term, value in paper.rows]
    return [
        pdf.paragraph(MARK, pdf.style(11, bold=True, colour=RED)),
        pdf.Heading(paper.title, "top"),
        Spacer(1, 6),
        pdf.table(facts, (150, 320)),
        Spacer(1, 12),
        *(pdf.paragraph(each, pdf.style(10.5, spaceAfter=8)) for each in paper.paragraphs),
        Spacer(1, 24),
        pdf.paragraph("Aan dit document kan niemand rechten ontlenen: bedrijf, product en inhoud zijn verzonnen."),
    ]


def certificate(vendor: str, scope: str, valid_until: date) -> Paper:
    """An ISO 27001 certificate."""
    rows = (
        ("Afgegeven aan", vendor),
        ("Norm", "ISO/IEC 27001:2022"),
        ("Reikwijdte", scope),
        ("Nummer", f"VOORBEELD-{valid_until:%Y%m}"),
        ("Geldig tot en met", long_date(valid_until, "nl")),
        ("Afgegeven door", "Voorbeeld Certificatie (verzonnen)"),
    )
    words = (
        "Wij hebben het managementsysteem voor informatiebeveiliging getoetst. Het voldoet binnen de genoemde "
        "reikwijdte aan de norm.",
        "De verklaring van toepasselijkheid hoort bij dit certificaat. Alle maatregelen uit bijlage A zijn van "
        "toepassing, behalve de ontwikkeling door derden.",
    )
    return Paper("Certificaat ISO 27001", vendor, rows, words)


def pentest(vendor: str, product: str, tested_on: date, left: str) -> Paper:
    """The summary of a penetration test."""
    rows = (
        ("Onderzocht", product),
        ("Datum", long_date(tested_on, "nl")),
        ("Onderzoeker", "Testbureau Fantasie (verzonnen)"),
        ("Werkwijze", "OWASP ASVS niveau 2, greybox, vijf dagen"),
    )
    words = (
        "Wij onderzochten de webapplicatie, de koppelvlakken en de inrichting van de hosting.",
        f"Bevindingen: geen kritiek, één hoog, drie middel, vijf laag. {left}",
        "De hoge bevinding ging over een verouderd onderdeel. Wij hebben gecontroleerd dat dit is bijgewerkt.",
    )
    return Paper(f"Samenvatting pentest {product}", vendor, rows, words)


def plan(vendor: str, title: str, *paragraphs: str) -> Paper:
    """A policy or plan of the supplier itself."""
    return Paper(title, vendor, (("Opgesteld door", vendor), ("Status", "Vastgesteld door de directie")), paragraphs)
