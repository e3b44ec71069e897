# SPDX-License-Identifier: EUPL-1.2
"""Use cases of reported changes and incidents. The public face of this feature."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, fetch_many, is_never, require, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.core.messages import N_
from samencontroleren.core.rest import Page, page_of
from samencontroleren.disclosures import policy, telling
from samencontroleren.disclosures.clocks import Clock, clocks_of
from samencontroleren.disclosures.kinds import ChangeKind, DataKind, NoticeState, UpdateStep
from samencontroleren.disclosures.models import ChangeAddition, ChangeNotice, Incident, IncidentUpdate
from samencontroleren.disclosures.owners import Owner, checked
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.models import Product

PAGE_SIZE = 25
HANDLED = "Deze melding is al behandeld."
WHOLE = (
    joinedload(ChangeNotice.vendor),
    selectinload(ChangeNotice.products),
    selectinload(ChangeNotice.additions),
)


@dataclass(frozen=True)
class IncidentView:
    """An incident with its updates and clocks, as its readers see it."""

    incident: Incident
    updates: Sequence[IncidentUpdate]
    names: Mapping[uuid.UUID, str]
    clocks: Sequence[Clock]
    can_update: bool

    @property
    def is_over(self) -> bool:
        """Whether its supplier said that it is over."""
        return any(each.step is UpdateStep.ENDED for each in self.updates)


def can_report(actor: Actor) -> bool:
    """Whether the actor reports in a supplier's name."""
    return not is_never(policy.REPORT(actor))


def sees_incidents(actor: Actor) -> bool:
    """Whether there can be incidents that the actor sees."""
    return not is_never(policy.INCIDENT_VIEW(actor))


def list_products(actor: Actor) -> list[Product]:
    """The products one can report on, by name."""
    mine = visible(actor, vendors_policy.PRODUCT_VIEW).where(Product.ended_on.is_(None))
    return list(session().scalars(mine.order_by(Product.name, Product.id)))


def list_changes(actor: Actor, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Reported changes that the actor may see, those that wait for VNG first."""
    order = (ChangeNotice.state == NoticeState.HANDLED, ChangeNotice.reported_at.desc(), ChangeNotice.id)
    return page_of(visible(actor, policy.VIEW).options(*WHOLE).order_by(*order), page, size)


def get_change(actor: Actor, key: uuid.UUID) -> ChangeNotice:
    """One reported change. Raises NotFound."""
    return fetch(actor, policy.VIEW, key, options=WHOLE)


def can_handle(actor: Actor, key: uuid.UUID) -> bool:
    """Whether the actor handles this change for VNG."""
    return fetch_many(actor, policy.HANDLE, [key])[key].found is not None


def report_change(
    actor: Actor,
    *,
    kind: ChangeKind,
    counts_from: date,
    explanation: str,
    measures: str,
    product_ids: Collection[uuid.UUID] = (),
    owner: Owner | None = None,
) -> ChangeNotice:
    """Report a change of these products, or (none) of the supplier as a whole; VNG and its reviewers are told.

    Raises Invalid without what is done about it, except for a takeover: there is nothing to mend; that asks who the
    new owner is.
    """
    vendor = require(actor, policy.REPORT, actor.organisation_id or uuid.UUID(int=0))
    is_takeover = kind is ChangeKind.TAKEN_OVER
    if not measures and not is_takeover:
        raise Invalid({"measures": ["Schrijf op wat u eraan doet."]})
    owner = checked(owner, is_takeover)
    made = ChangeNotice(
        vendor_id=vendor.id,
        kind=kind,
        counts_from=counts_from,
        explanation=explanation,
        measures=measures,
        reported_by_id=actor.user_id,
        reported_at=clock.now(),
        products=_own_products(actor, product_ids),
        owner_name=owner.name if owner else None,
        owner_country=owner.country if owner else None,
        owner_number=owner.number if owner else None,
    )
    session().add(made)
    session().flush()
    trail.record(actor, "change-notice.reported", "change-notice", made.id, reader=vendor.id, kind=kind.value)
    telling.change_reported(made)
    return made


def handle_change(actor: Actor, key: uuid.UUID, answer: str) -> ChangeNotice:
    """VNG has dealt with a change and answers its supplier. Raises Invalid without an answer, Conflict when done."""
    found = fetch(actor, policy.HANDLE, key, view=policy.VIEW, lock=True)
    if found.state is NoticeState.HANDLED:
        raise Conflict(HANDLED)
    if not answer.strip():
        raise Invalid({"answer": ["Schrijf wat VNG ermee doet. De leverancier leest dit."]})
    found.state, found.answer, found.revision = NoticeState.HANDLED, answer.strip(), found.revision + 1
    found.handled_by_id, found.handled_at = actor.user_id, clock.now()
    session().flush()
    trail.record(actor, "change-notice.handled", "change-notice", key, reader=found.vendor_id)
    telling.change_handled(found)
    return found


def can_add(actor: Actor, key: uuid.UUID) -> bool:
    """Whether the actor adds to this change in its supplier's name."""
    return fetch_many(actor, policy.ADD, [key])[key].found is not None


def require_addition(actor: Actor, key: uuid.UUID) -> None:
    """Raise NotFound or Forbidden for a change that the actor adds nothing to."""
    fetch(actor, policy.ADD, key, view=policy.VIEW)


def add_to_change(actor: Actor, key: uuid.UUID, text: str) -> ChangeAddition:
    """Add to a reported change, also after VNG handled it; what was said before never changes. VNG is told."""
    notice = fetch(actor, policy.ADD, key, view=policy.VIEW, lock=True)
    last = session().scalar(select(func.max(ChangeAddition.number)).where(ChangeAddition.notice_id == key)) or 0
    made = ChangeAddition(notice_id=key, number=last + 1, text=text, author_id=actor.user_id, made_at=clock.now())
    session().add(made)
    session().flush()
    trail.record(actor, "change-notice.added", "change-notice", key, reader=notice.vendor_id, number=made.number)
    telling.change_added(notice, made.number)
    return made


def list_incidents(actor: Actor, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Incidents that the actor may see, the newest first."""
    query = visible(actor, policy.INCIDENT_VIEW).options(joinedload(Incident.vendor), selectinload(Incident.products))
    return page_of(query.order_by(Incident.reported_at.desc(), Incident.id), page, size)


def get_incident(actor: Actor, key: uuid.UUID) -> IncidentView:
    """One incident with everything that was said of it. Raises NotFound."""
    options = (joinedload(Incident.vendor), selectinload(Incident.products))
    found = fetch(actor, policy.INCIDENT_VIEW, key, options=options)
    query = select(IncidentUpdate).where(IncidentUpdate.incident_id == key).order_by(IncidentUpdate.number)
    updates = list(session().scalars(query))
    people = {found.reported_by_id, *(each.author_id for each in updates)}
    done = {each.step: each.made_at for each in reversed(updates)}
    can_update = fetch_many(actor, policy.UPDATE, [key])[key].found is not None
    return IncidentView(found, updates, accounts.get_user_names(people), clocks_of(found.known_at, done), can_update)


def report_incident(
    actor: Actor,
    *,
    title: str,
    what: str,
    began_at: datetime | None,
    known_at: datetime,
    data_kinds: Collection[DataKind],
    severity: Severity,
    measures: str,
    contact_name: str,
    contact_phone: str,
    product_ids: Collection[uuid.UUID] = (),
) -> Incident:
    """Report an incident; VNG is told at once. Raises Invalid for moments that are still to come."""
    vendor = require(actor, policy.REPORT, actor.organisation_id or uuid.UUID(int=0))
    _check_moments(began_at, known_at)
    made = Incident(
        vendor_id=vendor.id,
        title=title,
        what=what,
        began_at=began_at,
        known_at=known_at,
        data_kinds=sorted(each.value for each in data_kinds),
        severity=severity,
        measures=measures,
        contact_name=contact_name,
        contact_phone=contact_phone,
        reported_by_id=actor.user_id,
        reported_at=clock.now(),
        products=_own_products(actor, product_ids),
    )
    session().add(made)
    session().flush()
    trail.record(actor, "incident.reported", "incident", made.id, reader=vendor.id, severity=severity.value)
    telling.incident_reported(made)
    return made


def add_update(actor: Actor, key: uuid.UUID, step: UpdateStep, text: str) -> IncidentUpdate:
    """Add what came to be known; what was said before never changes. VNG is told at once."""
    incident = fetch(actor, policy.UPDATE, key, view=policy.INCIDENT_VIEW, lock=True)
    last = session().scalar(select(func.max(IncidentUpdate.number)).where(IncidentUpdate.incident_id == key)) or 0
    made = IncidentUpdate(
        incident_id=key, number=last + 1, step=step, text=text, author_id=actor.user_id, made_at=clock.now()
    )
    session().add(made)
    session().flush()
    trail.record(actor, "incident.updated", "incident", key, reader=incident.vendor_id, number=made.number)
    telling.incident_updated(incident, made.number)
    return made


def _check_moments(began_at: datetime | None, known_at: datetime) -> None:
    wrong: dict[str, list[str]] = {}
    if known_at > clock.now():
        wrong["known_at"] = [N_("Dit moment moet nog komen.")]
    if began_at is not None and began_at > clock.now():
        wrong["began_at"] = [N_("Dit moment moet nog komen.")]
    if wrong:
        raise Invalid(wrong)


def _own_products(actor: Actor, keys: Collection[uuid.UUID]) -> list[Product]:
    """Products of the actor's own supplier. Raises Invalid for any other."""
    found = [each for each in list_products(actor) if each.id in set(keys)]
    if len(found) < len(set(keys)):
        raise Invalid({"product_ids": ["Kies uit uw eigen producten."]})
    return found
