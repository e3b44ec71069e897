# SPDX-License-Identifier: EUPL-1.2
"""What the contract annex says, as plain values; `annex_word` and `annex_sheet` print it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samencontroleren.core import clock
from samencontroleren.core.long_dates import long_date
from samencontroleren.evidence.kinds import DOCUMENT_LABELS, DocumentKind
from samencontroleren.procurement.document_words import pick, word
from samencontroleren.procurement.kinds import ASPECT_LABELS, LEVEL_LABELS, WEIGHT_LABELS, Aspect, Weight
from samencontroleren.procurement.models import SetLine
from samencontroleren.procurement.reading import SetPage
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion


@dataclass(frozen=True)
class Row:
    """One requirement."""

    number: str
    theme: str
    title: str
    text: str
    weight: str
    why: str
    proof: str
    norms: str
    applies: str
    key: uuid.UUID
    """The requirement, and `wording` its text: they stay with the row in a sheet."""
    wording: uuid.UUID


@dataclass(frozen=True)
class Annex:
    """A version of a set as tenderers read it, in one language."""

    name: str
    buyer: str
    is_draft: bool
    day: date
    facts: Sequence[tuple[str, str]]
    how: Sequence[str]
    themes: Sequence[tuple[str, Sequence[Row]]]
    footer: str
    language: str

    @property
    def title(self) -> str:
        return f"{word('kind', self.language)}: {self.name}"

    @property
    def rows(self) -> list[Row]:
        return [row for _theme, rows in self.themes for row in rows]


def make_annex(page: SetPage, buyer: str, language: str) -> Annex:
    """The annex of the version that is shown: musts and wishes, without what was left out."""
    moment = page.shown.finalised_at
    day = clock.local(moment).date() if moment else clock.today()
    themes = [
        (pick(questionnaires.theme_label(theme), language), [_row(page, line, language) for line in lines])
        for theme, lines in page.themes
    ]
    how = ["how_must", "how_wish", "how_answer", "how_known"]
    if any(row.applies for _theme, rows in themes for row in rows):
        how.append("how_applies")
    return Annex(
        name=page.found.name,
        buyer=buyer,
        is_draft=page.is_draft,
        day=day,
        facts=_facts(page, buyer, day, language),
        how=[word(each, language) for each in how],
        themes=themes,
        footer=word("footer", language, name=page.found.name, version=page.shown.number),
        language=language,
    )


def _facts(page: SetPage, buyer: str, day: date, language: str) -> list[tuple[str, str]]:
    asked = page.shown.questionnaire
    levels = ", ".join(
        f"{pick(ASPECT_LABELS[aspect], language)} {pick(LEVEL_LABELS[page.choices.level(aspect)], language).lower()}"
        for aspect in Aspect
    )
    facts = [
        ("name", page.found.name),
        ("buyer", buyer),
        ("reference", page.found.reference),
        ("version", str(page.shown.number)),
        ("day", long_date(day, language)),
        ("source", word("source_of", language, name=asked.name, number=asked.number)),
        ("classification", levels),
        ("counts", word("counts_of", language, must=page.count(Weight.MUST), wish=page.count(Weight.WISH))),
    ]
    return [(word(label, language), value) for label, value in facts if value]


def _row(page: SetPage, line: SetLine, language: str) -> Row:
    version = line.requirement_version
    texts = questionnaires.requirement_texts(version, language)
    applies = page.open_conditions.get(version.id)
    return Row(
        number=version.requirement.code,
        theme=pick(questionnaires.theme_label(version.theme), language),
        title=texts["title"],
        text=texts["text"],
        weight=pick(WEIGHT_LABELS[line.weight], language),
        why=texts["why"],
        proof=texts["proof"] or _kinds_of_proof(version, language),
        norms=norms_in_words(version),
        applies=pick(applies, language) if applies else "",
        key=version.requirement_id,
        wording=version.id,
    )


def _kinds_of_proof(version: RequirementVersion, language: str) -> str:
    known = {each.value: each for each in DocumentKind}
    return ", ".join(pick(DOCUMENT_LABELS[known[each]], language) for each in version.proof if each in known)


def norms_in_words(version: RequirementVersion) -> str:
    """The norms of a requirement in one line."""
    return ", ".join(f"{each['kind']} {each['number']}".strip() for each in version.norms)
