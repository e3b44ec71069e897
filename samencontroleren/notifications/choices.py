# SPDX-License-Identifier: EUPL-1.2
"""What a member chose: how to be told of each topic, and on which days no digest comes."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, select, update

from samencontroleren.core import trail
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Forbidden, Invalid
from samencontroleren.notifications import policy, registry
from samencontroleren.notifications.kinds import Delivery, NoticeKind, Topic
from samencontroleren.notifications.models import Notice, NoticeChoice, NoticePreference
from samencontroleren.organisations.actor import Actor


@dataclass(frozen=True)
class Choices:
    """The whole of what a member chose; a topic that is missing goes as each kind says itself."""

    topics: Mapping[Topic, Delivery] = field(default_factory=dict)
    quiet_weekdays: Sequence[int] = ()
    absent_from: date | None = None
    absent_until: date | None = None
    revision: int = 0


def get_choices(actor: Actor) -> Choices:
    """What the actor chose in this membership."""
    chosen = {each.topic: each.delivery for each in session().scalars(visible(actor, policy.CHOICE_VIEW))}
    found = session().scalars(visible(actor, policy.PREFERENCE_VIEW)).one_or_none()
    if found is None:
        return Choices(chosen)
    return Choices(chosen, found.quiet_weekdays, found.absent_from, found.absent_until, found.revision)


def change_choices(actor: Actor, wanted: Choices) -> None:
    """Keep what a member chooses. It also counts for what still waits for a digest.

    Raises Invalid for an absence that is not whole or ends before it begins, Changed when it was changed in
    another window, Forbidden for who belongs to no organisation.
    """
    if actor.membership_id is None:
        raise Forbidden()
    _check_absence(wanted)
    found = session().get(NoticePreference, actor.membership_id, with_for_update=True)
    if (found.revision if found else 0) != wanted.revision:
        raise Changed("U hebt uw voorkeuren intussen in een ander venster gewijzigd.")
    if found is None:
        found = NoticePreference(membership_id=actor.membership_id, revision=0)
        session().add(found)
    found.quiet_weekdays = sorted(set(wanted.quiet_weekdays))
    found.absent_from, found.absent_until = wanted.absent_from, wanted.absent_until
    found.revision += 1
    session().execute(delete(NoticeChoice).where(NoticeChoice.membership_id == actor.membership_id))
    for topic, delivery in wanted.topics.items():
        session().add(NoticeChoice(membership_id=actor.membership_id, topic=topic, delivery=delivery))
    session().flush()
    _apply(actor.membership_id, wanted.topics)
    trail.record(actor, "notice-preferences.changed", "membership", actor.membership_id, reader=actor.organisation_id)


def _check_absence(wanted: Choices) -> None:
    first, last = wanted.absent_from, wanted.absent_until
    if first and not last:
        raise Invalid({"absent_until": ["Vul ook de laatste dag in."]})
    if last and not first:
        raise Invalid({"absent_from": ["Vul ook de eerste dag in."]})
    if first and last and last < first:
        raise Invalid({"absent_until": ["De laatste dag ligt voor de eerste."]})


def _apply(membership_id: uuid.UUID, topics: Mapping[Topic, Delivery]) -> None:
    """What waits for a digest does not go by mail any more where that was chosen."""
    silent = [topic for topic, delivery in topics.items() if delivery is Delivery.INBOX]
    codes = [each.code for each in registry.find_kinds().values() if each.topic in silent]
    waiting = (Notice.membership_id == membership_id) & Notice.kind.in_(codes) & Notice.digest_id.is_(None)
    session().execute(update(Notice).where(waiting, Notice.delivery == Delivery.DIGEST).values(delivery=Delivery.INBOX))


def deliveries(membership_ids: Iterable[uuid.UUID], kind: NoticeKind) -> dict[uuid.UUID, Delivery]:
    """How each of these members is told of a notice of this kind (one query; system use)."""
    members = list(membership_ids)
    found = dict.fromkeys(members, Delivery.AT_ONCE if kind.is_obligatory else kind.delivery)
    if kind.is_obligatory:
        return found
    query = select(NoticeChoice.membership_id, NoticeChoice.delivery)
    query = query.where(NoticeChoice.membership_id.in_(members), NoticeChoice.topic == kind.topic)
    return found | {row.membership_id: row.delivery for row in session().execute(query)}


def is_quiet(found: NoticePreference | None, day: date) -> bool:
    """Whether a member wants no digest on a day."""
    if found is None:
        return False
    first, last = found.absent_from, found.absent_until
    is_away = first is not None and last is not None and first <= day <= last
    return is_away or day.weekday() in found.quiet_weekdays
