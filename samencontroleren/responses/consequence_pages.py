# SPDX-License-Identifier: EUPL-1.2
"""What the answers lead to, as a page and as a block before submitting."""

from typing import Any

from flask import render_template

from samencontroleren.core.web import language, pick
from samencontroleren.evidence.kinds import DOCUMENT_LABELS, DocumentKind
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.questionnaires.labels import SEVERITY
from samencontroleren.responses import consequence_words
from samencontroleren.responses.consequences import Asked, Consequence, OnFinding, Option, consequence
from samencontroleren.responses.foreseeing import ahead
from samencontroleren.responses.sheet import Sheet


def page(sheet: Sheet) -> str:
    """Every option explained alike, then every answer of a sheet with what it leads to."""
    return render_template("responses/consequences.html", sheet=sheet, guide=guide(), **block(sheet))


def block(sheet: Sheet) -> dict[str, Any]:
    """What `responses/parts/_ahead.html` shows."""
    return {
        "ahead": ahead(sheet),
        "arises": OnFinding.ARISES,
        "option_labels": consequence_words.OPTION_LABELS,
        "guide_words": consequence_words.GUIDE_WORDS,
        "severity_labels": SEVERITY,
        "sentences_of": _sentences,
        "remedies_of": _remedies,
    }


def guide() -> list[tuple[Option, Consequence, Consequence]]:
    """Per option what it leads to without proof, on a requirement that is not key and on one that is."""
    plain, key = (Asked(Severity.MEDIUM, 0, is_key) for is_key in (False, True))
    return [(each, consequence(each, plain), consequence(each, key)) for each in Option]


def _number() -> int:
    return 1 if language() == "en" else 0


def _sentences(found: Consequence) -> list[str]:
    return consequence_words.sentences(found, _number())


def _remedies(found: Consequence) -> list[str]:
    known = {str(kind) for kind in DocumentKind}
    fitting = [pick(DOCUMENT_LABELS[DocumentKind(kind)]) for kind in found.asked.fitting if kind in known]
    return consequence_words.remedies(found, _number(), fitting)
