# SPDX-License-Identifier: EUPL-1.2
"""A running round with dossiers of invented suppliers, for the tests of answers and evidence."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, QuestionnaireState, Severity, Subject
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round
from tests.support.world import World

MEETS = {"choice": "meets", "explanation": "Zo hebben we het geregeld."}


def make_round(
    world: World,
    name: str = "Proefronde",
    questionnaire: uuid.UUID | None = None,
    state: RoundState = RoundState.RUNNING,
) -> Round:
    """A round on the world's questionnaire."""
    today = clock.today()
    made = Round(
        name=name,
        questionnaire_id=questionnaire or world.questionnaire,
        coordinator_id=world["coordinator"].user_id,
        state=state,
        opens_on=today,
        answers_due_on=today + timedelta(days=30),
        review_due_on=today + timedelta(days=60),
    )
    session().add(made)
    session().flush()
    return made


def make_dossier(
    world: World,
    in_round: Round,
    vendor: int = 0,
    product: int | None = 0,
    state: DossierState = DossierState.IN_PROGRESS,
) -> Dossier:
    """A dossier of a supplier's product, or (product None) of the supplier itself."""
    made = Dossier(
        round_id=in_round.id,
        subject=Subject.VENDOR if product is None else Subject.PRODUCT,
        vendor_id=world.vendors[vendor],
        product_id=None if product is None else world.products[vendor][product],
        state=state,
        due_on=date(2027, 3, 1),
    )
    session().add(made)
    session().flush()
    return made


def make_questionnaire(kinds: list[AnswerKind], name: str = "Lange lijst", **facts: Any) -> uuid.UUID:
    """A published questionnaire on products with one question per kind given, all in theme "toegang"."""
    version = QuestionnaireVersion(name=name, number=1, state=QuestionnaireState.DRAFT)
    session().add(version)
    session().flush()
    for position, kind in enumerate(kinds, 1):
        wording = make_wording(f"{name}-{position}", kind, **facts)
        session().add(
            QuestionnaireItem(
                questionnaire_id=version.id,
                requirement_id=wording.requirement_id,
                requirement_version_id=wording.id,
                position=position,
            )
        )
    session().flush()
    version.state, version.digest, version.published_at = QuestionnaireState.PUBLISHED, "0" * 64, clock.now()
    session().flush()
    return version.id


def make_wording(
    code: str,
    kind: AnswerKind,
    number: int = 1,
    requirement: uuid.UUID | None = None,
    theme: str = "toegang",
    checks: Mapping[AnswerKind, list[str]] | None = None,
) -> RequirementVersion:
    """A wording of a new requirement, or the next one of a requirement that exists."""
    if requirement is None:
        row = Requirement(code=code, source="proef")
        session().add(row)
        session().flush()
        requirement = row.id
    wording = unsaved_wording(code, kind, number, requirement, theme)
    wording.checks = (checks or {}).get(kind, [])
    session().add(wording)
    session().flush()
    return wording


def unsaved_wording(
    code: str, kind: AnswerKind, number: int, requirement: uuid.UUID, theme: str = "toegang"
) -> RequirementVersion:
    """A wording that is not in the database yet, for whoever makes many."""
    options: list[Any] = []
    if kind in (AnswerKind.CHOICE, AnswerKind.CHOICES):
        options = [{"value": "a", "nl": "Eerste", "en": "First"}, {"value": "b", "nl": "Tweede", "en": "Second"}]
    if kind is AnswerKind.NUMBER:
        options = [{"value": "hours", "nl": "uur", "en": "hours"}]
    text = f"Wat is geregeld voor {code}, versie {number}?"
    return RequirementVersion(
        requirement_id=requirement,
        number=number,
        made_at=clock.now(),
        subject=Subject.PRODUCT,
        addressed_to=AddressedTo.SUPPLIER,
        answer_kind=kind,
        theme=theme,
        texts={
            "nl": {
                **{"title": f"Vraag {code}", "text": text, "why": "Omdat het moet.", "explanation": "Denk aan alles."},
                "yardstick": "Voldoet als alles is geregeld.\nVoldoet niet als er niets is.",
            }
        },
        options=options,
        aspects=[],
        proof=["iso_27001"],
        norms=[],
        is_key=False,
        weight=1,
        severity=Severity.MEDIUM,
        digest=f"{number}" * 64,
    )
