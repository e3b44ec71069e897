# SPDX-License-Identifier: EUPL-1.2
"""A supplier that answered before: a first round that was submitted, and a second that asks other things as well."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.questionnaires.kinds import AnswerKind, QuestionnaireState
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from samencontroleren.responses.kinds import Provenance
from samencontroleren.responses.models import Answer, AnswerVersion, Submission, SubmittedAnswer
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.responses.rounds import MEETS, make_dossier, make_round, unsaved_wording
from tests.support.world import World

THEMES = (
    "toegang",
    "logging",
    "continuiteit",
    "cryptografie",
    "incidenten",
    "gegevens",
    "kwetsbaarheden",
    "overstap",
)


def publish(
    name: str,
    number: int,
    wordings: list[RequirementVersion],
    succeeds: Mapping[str, list[str]] | None = None,
) -> uuid.UUID:
    """A published version of a questionnaire with these wordings in order; by code what it takes the place of."""
    version = QuestionnaireVersion(name=name, number=number, state=QuestionnaireState.DRAFT)
    session().add(version)
    session().flush()
    for position, each in enumerate(wordings, 1):
        earlier = (succeeds or {}).get(each.requirement.code)
        keys = {"requirement_id": each.requirement_id, "requirement_version_id": each.id, "succeeds": earlier}
        session().add(QuestionnaireItem(questionnaire_id=version.id, position=position, **keys))
    session().flush()
    version.state, version.digest, version.published_at = QuestionnaireState.PUBLISHED, f"{number}" * 64, clock.now()
    session().flush()
    return version.id


@dataclass
class Again:
    """Two rounds of one product; `first` and `now` are its dossiers, `asked` the wordings of now by code."""

    first: Dossier
    now: Dossier
    asked: Mapping[str, RequirementVersion] = field(default_factory=dict)

    def key(self, code: str) -> uuid.UUID:
        return self.asked[code].id


def first_wordings(
    codes: list[str], themes: list[str], conditions: Mapping[str, dict[str, Any]] | None = None
) -> list[RequirementVersion]:
    """The first wordings of new requirements, many at once; `conditions` by code, where it is not always asked."""
    rows = [Requirement(code=code, source="proef") for code in codes]
    session().add_all(rows)
    session().flush()
    made = [
        unsaved_wording(row.code, AnswerKind.COMPLIANCE, 1, row.id, theme)
        for row, theme in zip(rows, themes, strict=True)
    ]
    for row, each in zip(rows, made, strict=True):
        each.applies_when = (conditions or {}).get(row.code)
    session().add_all(made)
    session().flush()
    for row, each in zip(rows, made, strict=True):
        set_committed_value(each, "requirement", row)
    return made


def submitted_round(
    world: World, codes: list[str], vendor: int = 0, themes: int = 1, confidential: Collection[str] = ()
) -> tuple[Dossier, list[RequirementVersion]]:
    """A first round on these requirements (each theme in turn), answered and submitted."""
    places = [THEMES[number * themes // len(codes)] for number in range(len(codes))]
    wordings = first_wordings(codes, places)
    dossier = make_dossier(world, make_round(world, "Ronde 1", publish("Lijst", 1, wordings)), vendor)
    _submit(dossier, wordings, world[f"submitter{vendor + 1}"].user_id, confidential)
    return dossier, wordings


def _submit(
    dossier: Dossier, wordings: list[RequirementVersion], person: uuid.UUID, confidential: Collection[str]
) -> None:
    """The rows that confirming each and submitting leave behind: many at once."""
    dossier.state = DossierState.PUBLISHED
    answers = [_answer(dossier, each, person) for each in wordings]
    submission = Submission(dossier_id=dossier.id, number=1, submitted_by_id=person, digest="0" * 64)
    session().add_all([submission, *answers])
    session().flush()
    for position, (answer, wording) in enumerate(zip(answers, wordings, strict=True), 1):
        keys = {"answer_id": answer.id, "requirement_version_id": wording.id, "value": MEETS}
        made = AnswerVersion(number=1, provenance=Provenance.TYPED, author_id=person, **keys)
        sent = SubmittedAnswer(submission_id=submission.id, dossier_id=dossier.id, answer_number=1, **keys)
        sent.position, sent.is_confidential = position, wording.requirement.code in confidential
        session().add_all([made, sent])
    session().flush()


def _answer(dossier: Dossier, wording: RequirementVersion, person: uuid.UUID) -> Answer:
    return Answer(
        vendor_id=dossier.vendor_id,
        product_id=dossier.product_id,
        requirement_id=wording.requirement_id,
        revision=1,
        current=MEETS,
        current_number=1,
        confirmed_round_id=dossier.round_id,
        confirmed_requirement_version_id=wording.id,
        confirmed_by_id=person,
        confirmed_at=clock.now(),
    )


def next_round(
    world: World,
    wordings: list[RequirementVersion],
    reworded: int = 0,
    new: int = 0,
    dropped: int = 0,
    vendor: int = 0,
    succeeds: Mapping[str, list[str]] | None = None,
) -> tuple[Dossier, dict[str, RequirementVersion]]:
    """A second round: without the last `dropped`, the first `reworded` in other words, `new` ones at the end."""
    kept = wordings[: len(wordings) - dropped]
    changed = [
        unsaved_wording(each.requirement.code, AnswerKind.COMPLIANCE, 2, each.requirement_id, each.theme)
        for each in kept[:reworded]
    ]
    session().add_all(changed)
    session().flush()
    for old, each in zip(kept, changed, strict=False):
        set_committed_value(each, "requirement", old.requirement)
    fresh = first_wordings([f"NW-{number}" for number in range(1, new + 1)], [THEMES[0]] * new)
    every = [*changed, *kept[reworded:], *fresh]
    dossier = make_dossier(world, make_round(world, "Ronde 2", publish("Lijst", 2, every, succeeds)), vendor)
    return dossier, {each.requirement.code: each for each in every}
