# SPDX-License-Identifier: EUPL-1.2
"""What of the catalogue can be found: requirements, by code and by their present wording in both languages."""

from typing import Any

from sqlalchemy import Select, and_

from samencontroleren.core.searching import Hit, SearchKind, Words, offer
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.questionnaires.policy import VIEW


def _present_wording(query: Select[Any]) -> Select[Any]:
    present = and_(
        RequirementVersion.requirement_id == Requirement.id,
        RequirementVersion.number == Requirement.current_number,
    )
    return query.join(RequirementVersion, present)


def _words(row: Any) -> Words:
    texts = [row.texts.get(language) or {} for language in ("nl", "en")]
    more = [text.get(name) or "" for text in texts for name in ("title", "text")]
    return Words(f"{row.code} {texts[0].get('title') or ''}", " ".join(more))


def _hit(row: Any, language: str) -> Hit:
    text = row.texts.get(language) or row.texts["nl"]
    return Hit(f"{row.code} {text.get('title') or ''}", text.get("text") or "", "questionnaires.requirement", row.id)


offer(
    SearchKind(
        code="eisen",
        labels=("Eisen", "Requirements"),
        icon="list-check",
        view=VIEW,
        columns=(Requirement.code, RequirementVersion.texts),
        words=_words,
        hit=_hit,
        join=_present_wording,
        follows={RequirementVersion: lambda wording: Requirement.id == wording.requirement_id},
    )
)
