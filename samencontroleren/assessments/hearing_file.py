# SPDX-License-Identifier: EUPL-1.2
"""The draft verdict of a dossier as PDF, filled with what the page of the hearing shows this reader."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from samencontroleren.assessments.concluding import Weighed
from samencontroleren.assessments.foreseeing import Foreseen
from samencontroleren.assessments.hearing_document import (
    DraftFinding,
    DraftLine,
    HearingDocument,
    Outcome,
    Reply,
    hearing_pdf,
)
from samencontroleren.assessments.hearing_words import told
from samencontroleren.assessments.models import Conclusion, HearingPoint
from samencontroleren.assessments.result_document import THEME_COUNTS, Language, ThemeLine
from samencontroleren.assessments.wording import STANCES
from samencontroleren.core import clock, trail
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion


def draft_document(actor: Actor, shown: Mapping[str, Any], language: str) -> bytes:
    """The draft as PDF, of the context of the page of the hearing; that it was taken along is logged."""
    dossier = shown["dossier"]
    own = dossier.vendor_id if actor.is_vendor else None
    trail.note_reading(actor, "hearing.downloaded", "dossier", dossier.id, "pdf", reader=own, each_time=True)
    return hearing_pdf(make_draft(shown, "en" if language == "en" else "nl"))


def make_draft(shown: Mapping[str, Any], language: Language) -> HearingDocument:
    """What the draft says; nothing but what stands on the page."""
    dossier, hearing, result = shown["dossier"], shown["hearing"], shown["result"]
    return HearingDocument(
        name=shown["subject"],
        round_name=dossier.round.name,
        made_on=clock.today(),
        due_on=hearing.due_on,
        result=result.result,
        assurance=result.assurance,
        explanation=tuple(each[language] for each in result.explanation),
        themes=tuple(_theme(each, language) for each in result.theme_scores),
        lines=tuple(_line(version, row, shown, language) for version, row in shown["rows"]),
        has_objection=hearing.has_objection if hearing.replied_at else None,
        was_silent=hearing.silent_at is not None,
        reply=hearing.reply if hearing.replied_at else "",
        language=language,
    )


def _theme(score: Mapping[str, Any], language: Language) -> ThemeLine:
    title = questionnaires.theme_label(score["theme"])[0 if language == "nl" else 1]
    return ThemeLine(title, score["score"], **{name: score[name] for name in THEME_COUNTS})


def _line(version: RequirementVersion, row: Conclusion, shown: Mapping[str, Any], language: Language) -> DraftLine:
    found: Sequence[Foreseen] = shown["findings"].get(version.id, ())
    return DraftLine(
        number=version.requirement.code,
        title=questionnaires.requirement_texts(version, language)["title"],
        is_key=version.is_key,
        verdict=row.code,
        assurance=row.assurance,
        public_reason=row.public_reason,
        confidential_reason=row.confidential_reason,
        axes=row.axes,
        findings=tuple(_finding(each, shown["codes"]) for each in found),
        reply=_reply(shown, version.id, language),
        outcome=_outcome(shown["weighed"], version.id),
    )


def _finding(found: Foreseen, codes: Mapping[uuid.UUID, str]) -> DraftFinding:
    about = tuple(codes[each] for each in found.requirements)
    return DraftFinding(found.severity, found.due_on, about, found.title, found.since)


def _reply(shown: Mapping[str, Any], key: uuid.UUID, language: Language) -> Reply | None:
    point: HearingPoint | None = shown["points"].get(key)
    side = 0 if language == "nl" else 1
    if point is None:
        return None
    titles = (
        told("withdrawn", language)
        if link.document.withdrawn_at
        else link.document.title
        if link.document_id in shown["readable"]
        else told("not_for_you", language)
        for link in point.proofs
    )
    return Reply(STANCES[point.stance][side], point.text, tuple(titles), point.is_sent)


def _outcome(weighed: Mapping[uuid.UUID, Weighed], key: uuid.UUID) -> Outcome | None:
    found = weighed.get(key)
    if found is None:
        return None
    return Outcome(None if found.is_kept else found.before.code, found.now.basis_reason)
