# SPDX-License-Identifier: EUPL-1.2
"""Taking over what a person chose of a workbook: all of it in one transaction, once. Nothing is confirmed by it."""

import uuid
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from samencontroleren.core import trail
from samencontroleren.core.errors import Invalid
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import DocumentKind, SharingClass
from samencontroleren.offline import tasks
from samencontroleren.offline.importing import forget_files, get_import, plan_of
from samencontroleren.offline.kinds import WorkbookState
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.offline.planning import Plan, Planned
from samencontroleren.offline.proofs import Link
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import service as responses
from samencontroleren.responses.kinds import Provenance
from samencontroleren.responses.service import Brought, Leaning, Marking

Chosen = Mapping[uuid.UUID, int]
"""By wording the revision of the answer that the person saw beside the row."""


def apply_import(
    actor: Actor, key: uuid.UUID, chosen: Chosen, given: Mapping[uuid.UUID, str] | None = None
) -> WorkbookImport:
    """Take over the chosen rows as texts to be confirmed, with their confidential mark, and link their evidence.

    `given`: by wording what stood online (`PlannedTask.stamp`) of the questions that change hands.

    A row whose answer changed since it was shown, or whose question does not exist with what was chosen, stays as it
    is and is named in the outcome. The second time nothing happens. Raises NotFound, Conflict, Invalid for no choice.
    """
    found = get_import(actor, key, lock=True)
    if found.state is WorkbookState.DONE:
        return found
    dossier = responses.require_open(actor, found.dossier_id)
    given = given or {}
    if not chosen and not given:
        raise Invalid({"rows": ["Kies minstens één antwoord om over te nemen."]})
    plan = plan_of(actor, found, chosen)
    asked = [plan.by_key[each] for each in chosen if each in plan.by_key]
    fitting = [each for each in asked if chosen[each.key] == each.question.revision]
    texts = [Brought(each.question.version, each.value, chosen[each.key]) for each in fitting if each.value is not None]
    late = responses.bring_in(actor, dossier.id, texts, Provenance.SHEET)
    taken = [each for each in fitting if each.key not in late]
    marks = [Marking(each.question.version, each.mark) for each in taken if each.mark is not None]
    if marks:
        responses.mark_in(actor, dossier.id, marks)
    refused = _lean(actor, found, dossier.vendor_id, taken)
    left = [str(each) for each in chosen if each not in {every.key for every in taken}]
    outcome = {"taken": [str(each.key) for each in taken], "left": left, "files": refused}
    found.outcome = outcome | _hand_out(actor, dossier.id, plan, given)
    _close(actor, found, dossier.vendor_id)
    return found


def _hand_out(actor: Actor, dossier_id: uuid.UUID, plan: Plan, given: Mapping[uuid.UUID, str]) -> dict[str, Any]:
    """Questions change hands as chosen, except where that changed online since; gives which did and which did not."""
    fitting = [each for each in plan.tasks if given.get(each.key) == each.stamp]
    done = tasks.give(actor, dossier_id, fitting) if fitting else set()
    return {
        "given": [str(each) for each in given if each in done],
        "kept": [str(each) for each in given if each not in done],
    }


def _close(actor: Actor, found: WorkbookImport, vendor_id: uuid.UUID) -> None:
    forget_files(found)
    found.state, found.revision = WorkbookState.DONE, found.revision + 1
    facts = {"dossier": found.dossier_id, **{name: len(listed) for name, listed in found.outcome.items()}}
    trail.record(actor, "workbook.applied", "workbook-import", found.id, "ok", vendor_id, **facts)


def _lean(actor: Actor, found: WorkbookImport, vendor_id: uuid.UUID, taken: list[Planned]) -> list[dict[str, str]]:
    """Link the evidence of these rows; gives the files of the zip that were not taken, with the reason."""
    files = _Files(actor, found, vendor_id)
    leaning = list(_leaning(taken, files))
    responses.lean_on(actor, found.dossier_id, leaning)
    return [{"name": name, "reason": reason} for name, reason in files.refused.items()]


def _leaning(taken: list[Planned], files: "_Files") -> Iterator[Leaning]:
    for each in taken:
        for link in each.proof.links:
            document_id = link.document_id or files.document_of(link, each)
            if document_id is not None:
                yield Leaning(each.question.version, document_id, link.place)


class _Files:
    """The files of the zip, each added once, the way of every file (quarantine, scanner, a process of its own)."""

    def __init__(self, actor: Actor, found: WorkbookImport, vendor_id: uuid.UUID) -> None:
        self.actor, self.found, self.vendor_id = actor, found, vendor_id
        self.added: dict[str, uuid.UUID | None] = {}
        self.refused: dict[str, str] = {}

    def document_of(self, link: Link, row: Planned) -> uuid.UUID | None:
        """The document that a file becomes, or that it is already; None when it is not taken."""
        if link.entry not in self.added:
            self.added[link.entry] = self._add(link.entry, row)
        return self.added[link.entry]

    def _add(self, entry: str, row: Planned) -> uuid.UUID | None:
        name = PurePosixPath(entry.replace("\\", "/")).name
        facts: dict[str, Any] = {"title": PurePosixPath(name).stem[:200], "kind": _kind(row)}
        try:
            with evidence.files().local(self.found.zip_key or "") as path:
                stream = evidence.taken_out(path, entry)
            sharing = SharingClass.REVIEWERS
            return evidence.add_document(self.actor, self.vendor_id, stream, name, sharing=sharing, **facts).id
        except evidence.AlreadyThere as error:
            return error.key
        except Invalid as error:
            self.refused[name] = error.fields["file"][0]
            return None


def _kind(row: Planned) -> DocumentKind:
    """The kind of proof that the question asks when it asks one; else the supplier says so later."""
    fitting = row.question.version.proof
    return DocumentKind(fitting[0]) if len(fitting) == 1 and fitting[0] in set(DocumentKind) else DocumentKind.OTHER
