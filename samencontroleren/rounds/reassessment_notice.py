# SPDX-License-Identifier: EUPL-1.2
"""On the page of a dossier between rounds: what is assessed again, and why."""

from samencontroleren.core.web import pick
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import panels
from samencontroleren.rounds.kinds import REASSESSMENT_LABELS
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.reassessing import find_reassessment


@panels.offer_notice
def is_reassessment(actor: Actor, dossier: Dossier, _held: frozenset[str]) -> panels.Notice | None:
    """The themes of a re-assessment, with the reason of the co-ordinator."""
    row = find_reassessment(actor, dossier)
    if row is None:
        return None
    themes = ", ".join(pick(questionnaires.theme_label(theme)) for theme in row.themes)
    context = {"row": row, "themes": themes, "cause": pick(REASSESSMENT_LABELS[row.cause])}
    return panels.Notice("rounds/parts/reassessment.html", context)
