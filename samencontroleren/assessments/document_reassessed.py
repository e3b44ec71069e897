# SPDX-License-Identifier: EUPL-1.2
"""The chapter of the PDF of a result on what was assessed again and what was taken over. Pure."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from samencontroleren.core import pdf
from samencontroleren.core.long_dates import long_date

from .document_figures import Chapter
from .document_words import word
from .result_document import ResultDocument, VerdictLine


def reassessed(document: ResultDocument) -> Chapter | None:
    """What a re-assessment judged anew and what it took over; the requirements only for readers of the verdicts."""
    found, language = document.reassessed, document.language
    if found is None:
        return None
    facts = {"former": found.former, "themes": pdf.one_line(", ".join(found.themes), 1_000)}
    told = [
        word("reassessed", language, cause=pdf.one_line(found.cause), **facts),
        word("reassessed_themes", language, **facts),
    ]
    if document.verdicts is None:
        told.append(word("reassessed_rest", language, **facts))
    else:
        told += [
            word(key, language, codes=_codes(document.verdicts, is_carried, language), **facts)
            for key, is_carried in (("reassessed_anew", False), ("reassessed_carried", True))
        ]
    told.append(word("reassessed_counts", language, date=long_date(found.counts_from, language)))
    look = pdf.style(spaceAfter=4)
    body: list[Flowable] = [pdf.paragraph(piece, look) for line in told for piece in pdf.pieces(line)]
    return "reassessed", "chapter_reassessed", body


def _codes(lines: Sequence[VerdictLine], is_carried: bool, language: str) -> str:
    codes = ", ".join(pdf.one_line(line.number) for line in lines if line.is_carried is is_carried)
    return codes or word("reassessed_nothing", language)
