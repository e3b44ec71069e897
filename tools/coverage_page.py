# SPDX-License-Identifier: EUPL-1.2
"""The page `docs/catalogus.md`: what our own catalogue asks, and which requirement covers which BIO2 measure."""

import csv
from collections import defaultdict
from importlib.resources import files

from samencontroleren.questionnaires.content_files import read_content
from samencontroleren.questionnaires.kinds import AddressedTo, Subject
from samencontroleren.questionnaires.labels import ADDRESSED_TO, ANSWER_KIND, SUBJECT
from samencontroleren.questionnaires.themes import theme_label

HEAD = """<!-- gemaakt door tools.generate: niet met de hand wijzigen -->
# De eigen catalogus

De {number} eisen die het platform meebrengt, in eigen woorden. {vendor} gaan over de leverancier als geheel, {product}
over een product; {client} daarvan zeggen wat de gemeente zelf moet doen. Bij {conditional} eisen hangt het van een
eerder antwoord af of zij gesteld worden.

"""
TABLE = ("| Eis | | Over | Gericht aan | Antwoord |", "|---|---|---|---|---|")
BIO2 = """
## BIO2 en de catalogus

Alle maatregelen van BIO2 die gelden en die voor leveranciers van belang (of kern) zijn. De omschrijving is een
parafrase van ons. `leverancier` en `gemeente` zeggen wie volgens de eis moet handelen.

| BIO2 | Onderwerp | In het kort | Gedekt door |
|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    content = read_content()
    clients = [code for code, wording in content if wording.addressed_to is AddressedTo.CLIENT]
    subjects = [wording.subject for _code, wording in content]
    head = HEAD.format(
        number=len(content),
        vendor=subjects.count(Subject.VENDOR),
        product=subjects.count(Subject.PRODUCT),
        client=len(clients),
        conditional=sum(wording.applies_when is not None for _code, wording in content),
    )
    return head + _requirements() + BIO2 + _measures()


def _requirements() -> str:
    lines, theme = [], ""
    for code, wording in read_content():
        if wording.theme != theme:
            theme = wording.theme
            lines += [
                "",
                f"## {theme_label(theme)[0]}",
                "",
                "| Eis | | Over | Gericht aan | Antwoord |",
                "|---|---|---|---|---|",
            ]
        facts = (SUBJECT[wording.subject], ADDRESSED_TO[wording.addressed_to], ANSWER_KIND[wording.answer_kind])
        cells = [code, wording.texts["nl"]["title"], *(labels[0] for labels in facts)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines[1:]) + "\n"


def _measures() -> str:
    covered: dict[str, list[str]] = defaultdict(list)
    for code, wording in read_content():
        for norm in wording.norms:
            if norm["kind"] == "BIO2":
                covered[norm["number"]].append(f"{code} ({ADDRESSED_TO[wording.addressed_to][0]})")
    text = (files("samencontroleren.questionnaires") / "content" / "bio2.csv").read_text(encoding="utf-8")
    return "".join(
        f"| {row['nummer']} | {row['onderwerp_nl']} | {row['parafrase_nl']} | {', '.join(covered[row['nummer']])} |\n"
        for row in csv.DictReader(text.splitlines())
        if row["status"] == "actief" and row["leverancier"] in ("relevant", "kern")
    )
