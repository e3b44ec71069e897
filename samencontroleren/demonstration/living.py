# SPDX-License-Identifier: EUPL-1.2
"""The whole life of a dossier as rows, as far as its script says."""

from samencontroleren.demonstration import lives, steps
from samencontroleren.demonstration.judged import Assessed
from samencontroleren.demonstration.lives import Life
from samencontroleren.demonstration.people import Person
from samencontroleren.rounds.kinds import DossierState

S = DossierState


def live(life: Life, releaser: Person) -> None:
    """Bring a dossier as far as its script says, release included."""
    reaches = life.stage.script.reaches
    ends = {S.REFUSED: lives.refuse, S.CANCELLED: lives.cancel, S.NOT_DELIVERED: lives.miss}
    if reaches in ends:
        ends[reaches](life)
        return
    assessed = Assessed(life)
    wanted = steps.ORDER.index(reaches)
    for state, step in (
        (S.IN_PROGRESS, lambda: lives.begin_and_answer(life)),
        (S.SUBMITTED, lambda: lives.submit(life)),
        (S.IN_REVIEW, lambda: lives.assign(life)),
        (S.IN_REVIEW, assessed.review),
        (S.HEARING, assessed.settle),
        (S.RECONSIDERING, assessed.hear),
        (S.AWAITING_RELEASE, assessed.reconsider),
        (S.PUBLISHED, lambda: assessed.release(releaser)),
    ):
        if wanted >= steps.ORDER.index(state):
            step()
