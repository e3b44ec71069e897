# SPDX-License-Identifier: EUPL-1.2
"""Requirements as a Word document. Pure."""

from datetime import UTC, datetime, time

from samencontroleren.core.word import AboutWord, WordWriter
from samencontroleren.questionnaires.document_words import word
from samencontroleren.questionnaires.exchange_document import ReadableDocument, Section


def write_docx(document: ReadableDocument) -> bytes:
    """The document as docx: title, table of contents, a chapter a theme."""
    language = document.language
    writer = WordWriter(
        AboutWord(
            title=f"{document.kind}: {document.title}",
            author=word("brand", language),
            subject=word("subject", language),
            language=language,
            footer=f"{word('brand', language)} · {document.title}",
            contents=word("contents", language),
            page_label=word("page", language, page="{page}", total="{total}"),
            made_at=datetime.combine(document.made_on, time(), UTC),
        )
    )
    writer.title(document.title, [document.kind, *document.below])
    writer.contents()
    for chapter in document.chapters:
        writer.heading(chapter.title, 1, new_page=True)
        for section in chapter.sections:
            _write_section(writer, section)
    return writer.finished()


def _write_section(writer: WordWriter, section: Section) -> None:
    writer.heading(section.heading, 2)
    writer.paragraph(section.text)
    writer.bullets(section.options)
    for label, text in section.helps:
        writer.paragraph(text, label)
    writer.facts(section.facts)
