# SPDX-License-Identifier: EUPL-1.2
"""Somebody of a supplier at work with a workbook."""

import uuid
from typing import Any

from samencontroleren.offline import service
from samencontroleren.offline.kinds import Outcome
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.offline.planning import Plan
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses import service as responses
from samencontroleren.rounds.models import Dossier
from tests.offline.books import Book, package
from tests.support.world import World


class Desk:
    """One person of the first supplier at work on a dossier."""

    def __init__(self, world: World, dossier: Dossier, person: str = "submitter1") -> None:
        self.actor, self.dossier = world[person].actor, dossier

    @property
    def keys(self) -> dict[AnswerKind, uuid.UUID]:
        return {each.version.answer_kind: each.version.id for each in self.sheet.questions}

    @property
    def sheet(self) -> responses.Sheet:
        return responses.whole(self.actor, self.dossier.id)

    def type(self, kind: AnswerKind, value: dict[str, Any]) -> None:
        """Type online."""
        key = self.keys[kind]
        responses.save_draft(self.actor, self.dossier.id, key, value, self.sheet.question(key).revision)

    def book(self, language: str = "nl") -> Book:
        return Book(service.export_workbook(self.actor, self.dossier.id, language)[0])

    def send(self, book: Book, name: str = "antwoorden.xlsx", files: dict[str, bytes] | None = None) -> WorkbookImport:
        beside = (package(files), "bewijs.zip") if files else None
        return service.start_import(self.actor, self.dossier.id, (book.body(), name), beside)

    def plan(self, found: WorkbookImport) -> Plan:
        return service.plan_of(self.actor, found)

    def outcomes(self, found: WorkbookImport) -> dict[AnswerKind, Outcome]:
        return {each.question.version.answer_kind: each.outcome for each in self.plan(found).planned}

    def take(self, found: WorkbookImport, *kinds: AnswerKind) -> WorkbookImport:
        plan = self.plan(found)
        rows = [each for each in plan.by_key.values() if not kinds or each.question.version.answer_kind in kinds]
        return service.apply_import(self.actor, found.id, {each.key: each.question.revision for each in rows})

    def value(self, kind: AnswerKind) -> Any:
        return self.sheet.question(self.keys[kind]).value
