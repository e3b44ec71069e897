# SPDX-License-Identifier: EUPL-1.2
"""On the page of a dossier: what was changed after submission, for the supplier itself and VNG's co-ordinator."""

from samencontroleren.core.web import language
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.service import requirement_texts
from samencontroleren.responses import policy, service
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

NOT_SUBMITTED = (DossierState.INVITED, DossierState.IN_PROGRESS)


def changed_after_submission(actor: Actor, dossier: Dossier, held: frozenset[str]) -> panels.Notice | None:
    """The titles of what changed; reviewers judge what was submitted and see nothing of it."""
    is_own = policy.WORK.name in held
    if dossier.state in NOT_SUBMITTED or not (is_own or rounds_policy.COORDINATE.name in held):
        return None
    changed = service.changed_since_submission(actor, dossier.id)
    titles = [(requirement_texts(each.version, language())["title"], each.is_fallen) for each in changed]
    context = {"changed": titles, "fallen": sum(each.is_fallen for each in changed), "is_own": is_own}
    return panels.Notice("responses/parts/_changed_notice.html", context) if changed else None
