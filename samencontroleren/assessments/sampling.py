# SPDX-License-Identifier: EUPL-1.2
"""Which of the verdicts that a reviewer confirmed together come back to be read one by one.

Each reviewer has a sample of their own: the order hangs on dossier, person and requirement, under the secret of the
installation (see `core.rereading`).
"""

import uuid
from collections.abc import Iterable

from flask import current_app

from samencontroleren.assessments.models import ReviewVerdict
from samencontroleren.core import rereading
from samencontroleren.core.rereading import Candidate


def candidate(
    dossier_id: uuid.UUID, user_id: uuid.UUID, requirement_version_id: uuid.UUID, verdict: ReviewVerdict | None
) -> Candidate:
    """A verdict that was confirmed together, or (None) one that still may be."""
    rank = rereading.rank_of(current_app.config["SECRET_KEY"], "verdict", dossier_id, user_id, requirement_version_id)
    return Candidate(rank, bool(verdict and verdict.is_chosen), bool(verdict and verdict.is_together))


def to_reread(verdicts: Iterable[ReviewVerdict], is_whole: bool) -> set[uuid.UUID]:
    """The requirements to be read by themselves now, of one reviewer's verdicts; `is_whole`: none is lacking any more.

    Only then nothing can be confirmed together any more, and the sample is filled up to its full number.
    """
    own = [each for each in verdicts if each.is_together or each.is_chosen]
    if not is_whole:
        return {each.requirement_version_id for each in own if each.is_chosen and each.is_together}
    keys = {each.requirement_version_id: each for each in own}
    found = {key: candidate(each.dossier_id, each.user_id, key, each) for key, each in keys.items()}
    return rereading.due(found)
