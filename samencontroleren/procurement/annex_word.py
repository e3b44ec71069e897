# SPDX-License-Identifier: EUPL-1.2
"""The contract annex as a Word document that people edit further."""

from datetime import UTC, datetime, time

from samencontroleren.core.word import AboutWord, WordWriter
from samencontroleren.procurement.annex import Annex, Row
from samencontroleren.procurement.document_words import word

FACTS = ("weight", "applies", "why", "proof", "norms")


def annex_word(annex: Annex) -> bytes:
    """The annex as docx: cover, how to read it, contents, a chapter per theme."""
    language = annex.language
    writer = WordWriter(_about(annex))
    writer.title(annex.title, [word("annex", language), *([word("draft", language)] if annex.is_draft else [])])
    writer.facts(annex.facts)
    writer.heading(word("how", language), 1)
    writer.bullets(annex.how)
    writer.contents()
    for theme, rows in annex.themes:
        writer.heading(theme, 1, new_page=True)
        for row in rows:
            _requirement(writer, row, language)
    return writer.finished()


def _about(annex: Annex) -> AboutWord:
    language = annex.language
    return AboutWord(
        title=annex.title,
        author=annex.buyer,
        subject=word("kind", language),
        language=language,
        footer=annex.footer,
        contents=word("contents", language),
        page_label=word("page", language, page="{page}", total="{total}"),
        made_at=datetime.combine(annex.day, time(), UTC),
    )


def _requirement(writer: WordWriter, row: Row, language: str) -> None:
    writer.heading(f"{row.number} {row.title}", 2)
    writer.paragraph(row.text)
    writer.facts([(word(name, language), value) for name in FACTS if (value := getattr(row, name))])
