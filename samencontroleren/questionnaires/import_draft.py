# SPDX-License-Identifier: EUPL-1.2
"""Putting what a file holds into a draft of a questionnaire, right after it came into the catalogue."""

import uuid
from dataclasses import dataclass

from samencontroleren.core.errors import Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.catalogue import current_by_code
from samencontroleren.questionnaires.drafting import add_questionnaire, list_questionnaires, set_items
from samencontroleren.questionnaires.import_plan import Plan
from samencontroleren.questionnaires.kinds import QuestionnaireState
from samencontroleren.questionnaires.models import QuestionnaireVersion


@dataclass(frozen=True)
class DraftChoice:
    """A draft that is there, at the revision that was seen, or the name of a new one."""

    name: str = ""
    key: uuid.UUID | None = None
    revision: int = 0


def drafts_to_fill(actor: Actor) -> list[QuestionnaireVersion]:
    """The drafts that an import can put its requirements into."""
    return [each for each in list_questionnaires(actor) if each.state is QuestionnaireState.DRAFT]


def fill_draft(actor: Actor, plan: Plan, choice: DraftChoice) -> uuid.UUID:
    """Let a draft ask what the file holds in the order of the file, and nothing else; gives its key.

    Raises Changed when somebody changed the draft meanwhile, Invalid at `draft_name`.
    """
    key, revision = choice.key, choice.revision
    if key is None:
        try:
            made = add_questionnaire(actor, choice.name)
        except Invalid as error:
            raise Invalid({"draft_name": error.fields["name"]}) from error
        key, revision = made.id, made.revision
    found = current_by_code(each.code for each in plan.planned if not each.is_retired)
    chosen = [found[each.code.casefold()].requirement_id for each in plan.planned if not each.is_retired]
    set_items(actor, key, chosen, revision, as_given=True)
    return key
