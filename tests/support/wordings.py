# SPDX-License-Identifier: EUPL-1.2
"""Requirements and questionnaires of which only a few facts matter to a test (needs an open unit)."""

import uuid
from collections.abc import Sequence
from typing import Any

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.questionnaires.content_files import read_content
from samencontroleren.questionnaires.kinds import AddressedTo, QuestionnaireState, Subject
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)


def wording(
    code: str, addressed_to: AddressedTo, subject: Subject, when: dict[str, object] | None = None, **facts: Any
) -> uuid.UUID:
    """A requirement under a new code, with its first wording; `facts` where others matter too."""
    (_code, base), requirement = read_content()[0], Requirement(id=uuid.uuid4(), code=code)
    whole = vars(base) | {"addressed_to": addressed_to, "subject": subject, "applies_when": when}
    texts = {"nl": {"title": f"Titel {code}", "text": f"Doe {code}"}, "en": {"title": f"Title {code}", "text": "Do"}}
    whole |= {"texts": texts, "norms": [{"kind": "BIO2", "number": "5.18.02"}], "theme": "toegang", **facts}
    made = RequirementVersion(
        id=uuid.uuid4(), requirement_id=requirement.id, number=1, made_at=clock.now(), digest="0" * 64, **whole
    )
    session().add_all([requirement, made])
    session().flush()
    return made.id


def publish(name: str, wordings: Sequence[uuid.UUID], number: int = 1) -> uuid.UUID:
    """A published questionnaire version that asks these, in this order."""
    made = QuestionnaireVersion(name=name, number=number, state=QuestionnaireState.DRAFT)
    session().add(made)
    session().flush()
    for position, key in enumerate(wordings, 1):
        owner = session().get_one(RequirementVersion, key).requirement_id
        item = QuestionnaireItem(questionnaire_id=made.id, requirement_id=owner, requirement_version_id=key)
        item.position = position
        session().add(item)
    session().flush()
    made.state, made.digest, made.published_at = QuestionnaireState.PUBLISHED, "1" * 64, clock.now()
    session().flush()
    return made.id
