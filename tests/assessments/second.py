# SPDX-License-Identifier: EUPL-1.2
"""A product that is assessed twice: a released round, and one in review with the same answers and proof."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, Verdict
from samencontroleren.assessments.models import Conclusion
from samencontroleren.core.db import session
from samencontroleren.evidence.models import Document, DocumentGrant
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import Answer, Submission, SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.responses.again import first_wordings, next_round, publish
from tests.responses.rounds import MEETS, make_dossier, make_round
from tests.responses.test_submission import add_proof
from tests.support.world import World

OTHER: Mapping[str, Any] = {"choice": "meets", "explanation": "Wij doen het nu anders."}


@dataclass
class Second:
    """Two rounds of one product; `asked` are the wordings of now by code, `paper` is the proof under every answer."""

    first: Dossier
    now: Dossier
    asked: Mapping[str, RequirementVersion]
    paper: Document

    def key(self, code: str) -> uuid.UUID:
        return self.asked[code].id


def add_submission(
    dossier: Dossier,
    wordings: Collection[RequirementVersion],
    person: uuid.UUID,
    papers: Mapping[str, Document],
    values: Mapping[str, Mapping[str, Any]],
) -> None:
    """What submitting leaves behind, as rows: `papers` and `values` by code."""
    submission = Submission(dossier_id=dossier.id, number=1, submitted_by_id=person, digest="0" * 64)
    keys = {"vendor_id": dossier.vendor_id, "product_id": dossier.product_id}
    known = {each.requirement_id: each for each in session().query(Answer).filter_by(**keys)}
    made = {
        each.id: known.get(each.requirement_id) or Answer(requirement_id=each.requirement_id, **keys)
        for each in wordings
    }
    session().add_all([submission, *made.values()])
    session().flush()
    for position, each in enumerate(wordings, 1):
        code = each.requirement.code
        sent = SubmittedAnswer(submission_id=submission.id, dossier_id=dossier.id, answer_number=1)
        sent.answer_id, sent.requirement_version_id, sent.position = made[each.id].id, each.id, position
        sent.value, sent.is_confidential = dict(values.get(code, MEETS)), False
        if code in papers:
            paper = papers[code]
            sent.documents = [SubmittedDocument(document_id=paper.id, place="pagina 1", sha256=paper.sha256)]
        session().add(sent)
    there = {papers[each.requirement.code].id for each in wordings if each.requirement.code in papers}
    session().add_all(DocumentGrant(document_id=each, dossier_id=dossier.id) for each in there)
    session().flush()


def conclude(dossier: Dossier, wordings: Collection[RequirementVersion], verdicts: Mapping[str, Verdict]) -> None:
    """What was concluded in a dossier: *voldoet*, but for `verdicts` by code."""
    for each in wordings:
        session().add(
            Conclusion(
                dossier_id=dossier.id,
                requirement_version_id=each.id,
                number=1,
                code=verdicts.get(each.requirement.code, Verdict.MEETS),
                assurance=Assurance.AUDITED,
                public_reason=f"Reden toen bij {each.requirement.code}.",
                confidential_reason="Alleen toen te lezen.",
                basis=ConclusionBasis.EQUAL,
            )
        )
    session().flush()


def second_round(
    world: World,
    codes: list[str],
    themes: list[str],
    *,
    verdicts: Mapping[str, Verdict] | None = None,
    values: Mapping[str, Mapping[str, Any]] | None = None,
    papers: Mapping[str, Document | None] | None = None,
    conditions: Mapping[str, dict[str, Any]] | None = None,
    **changes: Any,
) -> Second:
    """Both rounds; `values` and `papers` (None: none) by code are those of now, `conditions` say what hangs on what."""
    person = world["submitter1"]
    paper = add_proof(person.actor, world, b"Het bewijs van toen.")
    wordings = first_wordings(codes, themes, conditions)
    first = make_dossier(
        world, make_round(world, "Ronde 1", publish("Lijst", 1, wordings)), state=DossierState.PUBLISHED
    )
    add_submission(first, wordings, person.user_id, dict.fromkeys(codes, paper), {})
    conclude(first, wordings, verdicts or {})
    now, asked = next_round(world, wordings, **changes)
    there = {**dict.fromkeys(asked, paper), **(papers or {})}
    add_submission(
        now, list(asked.values()), person.user_id, {code: each for code, each in there.items() if each}, values or {}
    )
    now.state = DossierState.SUBMITTED
    session().flush()
    members = [world[name].membership_id for name in ("reviewer1", "reviewer2")]
    rounds.assign_reviewers(world["coordinator"].actor, now.id, members)
    return Second(first, now, asked, paper)
