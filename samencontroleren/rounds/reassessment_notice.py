# SPDX-License-Identifier: EUPL-1.2
"""What is assessed again, and why: on the page of a dossier between rounds, and of one that goes on with it."""

from samencontroleren.core.web import pick
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import panels
from samencontroleren.rounds.kinds import REASSESSMENT_LABELS, DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.reassessing import find_reassessment, goes_on_in


@panels.offer_notice
def is_reassessment(actor: Actor, dossier: Dossier, _held: frozenset[str]) -> panels.Notice | None:
    """The themes of a re-assessment, with the reason of the co-ordinator, and where it goes on."""
    row = find_reassessment(actor, dossier)
    if row is None:
        return None
    themes = ", ".join(pick(questionnaires.theme_label(theme)) for theme in row.themes)
    later = goes_on_in(actor, dossier) if dossier.state is DossierState.CANCELLED else None
    context = {
        "row": row,
        "themes": themes,
        "cause": pick(REASSESSMENT_LABELS[row.cause]),
        "is_interim": dossier.is_interim,
        "later": later,
    }
    return panels.Notice("rounds/parts/reassessment.html", context)
