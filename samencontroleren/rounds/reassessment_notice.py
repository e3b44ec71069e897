# SPDX-License-Identifier: EUPL-1.2
"""What is assessed again, and why: on the page of a dossier between rounds, and of one that goes on with it."""

from samencontroleren.core.web import pick
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import panels
from samencontroleren.rounds.kinds import REASSESSMENT_LABELS
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.reassessing import carried_into, find_reassessment


@panels.offer_notice
def is_reassessment(actor: Actor, dossier: Dossier, _held: frozenset[str]) -> panels.Notice | None:
    """The themes of a re-assessment, with the reason of the co-ordinator, and where it goes on."""
    row = find_reassessment(actor, dossier) if dossier.is_interim else carried_into(actor, dossier)
    if row is None:
        return None
    themes = ", ".join(pick(questionnaires.theme_label(theme)) for theme in row.themes)
    context = {
        "row": row,
        "themes": themes,
        "cause": pick(REASSESSMENT_LABELS[row.cause]),
        "is_interim": dossier.is_interim,
    }
    return panels.Notice("rounds/parts/reassessment.html", context)
