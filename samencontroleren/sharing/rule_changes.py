# SPDX-License-Identifier: EUPL-1.2
"""What another version of the rule would make of the results that count today, before the switch (system).

Released results keep the version they were made with; this only says what the next ones would be like.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.rule import Outcome
from samencontroleren.core.db import session
from samencontroleren.sharing.currency import currency
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release


@dataclass(frozen=True)
class Change:
    """A result that would be another one: which, of what, and each difference in a line."""

    release_id: uuid.UUID
    name: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Changes:
    """How many results were compared, and those that differ."""

    compared: int
    changes: Sequence[Change]


def rule_changes(before: str, after: str) -> Changes:
    """Compare two versions of the rule over all results that are current today. Raises KeyError for an unknown one."""
    counts = select(Release).where(currency() == Currency.CURRENT.value)
    whole = counts.options(joinedload(Release.vendor), joinedload(Release.product)).order_by(Release.released_at)
    releases = list(session().scalars(whole))
    changes = []
    for release in releases:
        old, new = assessments.outcomes_under(release.dossier_id, (before, after))
        if lines := list(_lines(old, new)):
            changes.append(Change(release.id, (release.product or release.vendor).name, lines))
    return Changes(len(releases), changes)


def _lines(old: Outcome | None, new: Outcome | None) -> Iterator[str]:
    if old is None or new is None:
        if old is not new:
            yield f"result {old and old.result} -> {new and new.result}"
        return
    for name in ("result", "assurance"):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield f"{name} {one} -> {other}"
    later = {each.theme: each.score for each in new.theme_scores}
    for score in old.theme_scores:
        if later.get(score.theme) != score.score:
            yield f"{score.theme} {score.score} -> {later.get(score.theme)}"
