# SPDX-License-Identifier: EUPL-1.2
"""A new administrator for an organisation whose last one can not be reached.

One person of VNG calls the registered contact and asks; a second one approves; all people of the organisation get a
mail and any of them can stop it within a day; then a job lets the administrator in. Source: BIO2 5.16, 5.18.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import administrators, invitations
from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds, require, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations import policy as organisations_policy
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.rights import policy, telling
from samencontroleren.rights.kinds import MOVES, OPEN, NumberGround, ResetState
from samencontroleren.rights.models import AdministratorReset
from samencontroleren.vendors import service as vendors
from samencontroleren.vendors.models import Contact

DELAY = timedelta(hours=24)
SETTLED = timedelta(days=30)
"""A number that was written down later than this may be the attacker's own."""


def get_organisation(actor: Actor, key: uuid.UUID) -> Organisation:
    """The organisation somebody asks a reset for. Raises NotFound, Forbidden."""
    return require(actor, policy.RESET_ASK, key, view=organisations_policy.VIEW)


def callable_contacts(actor: Actor, organisation: Organisation) -> list[tuple[Contact, NumberGround]]:
    """The contacts of a supplier that can be called, each with how far its number is to be trusted."""
    if organisation.kind is not OrganisationKind.VENDOR:
        return []
    known = vendors.contacts_of(actor, organisation.id)
    return [(each, _ground(each)) for each in known if each.phone]


def _ground(contact: Contact) -> NumberGround:
    is_settled = contact.changed_at < clock.now() - SETTLED
    return NumberGround.REGISTERED if is_settled else NumberGround.RECENT


@dataclass(frozen=True)
class Call:
    """Whom VNG called, at which number, and what was said."""

    name: str
    number: str
    ground: NumberGround


def ask_reset(
    actor: Actor,
    organisation_id: uuid.UUID,
    name: str,
    email: str,
    language: str,
    reason: str,
    call_note: str,
    contact_id: uuid.UUID | None = None,
    called_name: str = "",
    called_number: str = "",
) -> AdministratorReset:
    """Write down that a new administrator is wanted, who was called back and what was said.

    Raises ConfirmationRequired, Invalid for a number that is not a registered one, Conflict when there is no
    administrator to replace or a reset runs already.
    """
    organisation = get_organisation(actor, organisation_id)
    require_present(actor)
    _refuse_untimely(organisation_id)
    call = _call(actor, organisation, contact_id, called_name, called_number)
    made = AdministratorReset(
        organisation_id=organisation_id,
        name=name,
        email=email.strip().lower(),
        language=language,
        reason=reason,
        called_name=call.name,
        called_number=call.number,
        ground=call.ground,
        call_note=call_note,
        asked_by_id=actor.user_id,
    )
    session().add(made)
    session().flush()
    trail.record(actor, "administrator-reset.asked", "administrator-reset", made.id, reader=organisation_id)
    telling.tell_asked(made, actor)
    return made


def _refuse_untimely(organisation_id: uuid.UUID) -> None:
    """Raise Conflict when there is nothing to reset, or another one is on its way (the organisation is locked)."""
    session().execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    if not invitations.has_administrator(organisation_id):
        raise Conflict("Deze organisatie heeft nog geen beheerder. Nodig de eerste gewoon uit.")
    running = AdministratorReset.state.in_(OPEN) & (AdministratorReset.organisation_id == organisation_id)
    if session().scalar(select(AdministratorReset.id).where(running)):
        raise Conflict("Er loopt al een herstel voor deze organisatie.")


def _call(actor: Actor, organisation: Organisation, contact_id: uuid.UUID | None, name: str, number: str) -> Call:
    if organisation.kind is OrganisationKind.VENDOR:
        for each, ground in callable_contacts(actor, organisation):
            if each.id == contact_id:
                return Call(each.name, each.phone, ground)
        raise Invalid({"contact_id": ["Kies de contactpersoon die u hebt gebeld."]})
    wrong = {field: ["Vul dit in."] for field, text in (("called_name", name), ("called_number", number)) if not text}
    if wrong:
        raise Invalid(wrong)
    return Call(name, number, NumberGround.PUBLIC)


def list_resets(actor: Actor, most: int = 50) -> list[AdministratorReset]:
    """The resets somebody sees, the newest first, with their organisations."""
    query = visible(actor, policy.RESET_VIEW).options(joinedload(AdministratorReset.organisation))
    return list(session().scalars(query.order_by(AdministratorReset.created_at.desc()).limit(most)))


@dataclass(frozen=True)
class ResetView:
    """A reset with what this person may do with it."""

    row: AdministratorReset
    sees_call: bool
    can_approve: bool
    can_object: bool
    names: dict[uuid.UUID, str]
    """The people of VNG who asked, approved and stopped; for VNG only."""

    @property
    def can_stop(self) -> bool:
        return self.sees_call and self.row.state in OPEN


def get_reset(actor: Actor, key: uuid.UUID) -> ResetView:
    """One reset. Raises NotFound."""
    options = (joinedload(AdministratorReset.organisation),)
    row = fetch(actor, policy.RESET_VIEW, key, options=options)
    sees = holds(actor, policy.RESET_OVERSEE, row)
    people = [each for each in (row.asked_by_id, row.approved_by_id, row.stopped_by_id) if each is not None]
    return ResetView(
        row,
        sees_call=sees,
        can_approve=row.state is ResetState.ASKED and holds(actor, policy.RESET_APPROVE, row),
        can_object=row.state is ResetState.WAITING and holds(actor, policy.RESET_OBJECT, row),
        names=accounts.get_user_names(people) if sees else {},
    )


def approve_reset(actor: Actor, key: uuid.UUID) -> AdministratorReset:
    """The second person agrees: everybody of the organisation is told, and a day of waiting begins.

    Raises ConfirmationRequired, Forbidden for the one who asked, Conflict when it was decided already.
    """
    found = fetch(actor, policy.RESET_APPROVE, key, view=policy.RESET_VIEW, lock=True)
    require_present(actor)
    _move(found, ResetState.WAITING)
    found.approved_by_id, found.due_at = actor.user_id, clock.now() + DELAY
    session().flush()
    trail.record(actor, "administrator-reset.approved", "administrator-reset", key, reader=found.organisation_id)
    telling.tell_everybody(found)
    return found


def stop_reset(actor: Actor, key: uuid.UUID) -> AdministratorReset:
    """VNG stops it. Raises Conflict when it was carried out or stopped already."""
    return _stop(actor, fetch(actor, policy.RESET_OVERSEE, key, view=policy.RESET_VIEW, lock=True), False)


def object_to_reset(actor: Actor, key: uuid.UUID) -> AdministratorReset:
    """Somebody of the organisation says that this is not right: that stops it at once.

    Raises Conflict when it is too late.
    """
    return _stop(actor, fetch(actor, policy.RESET_OBJECT, key, view=policy.RESET_VIEW, lock=True), True)


def _stop(actor: Actor, found: AdministratorReset, is_objection: bool) -> AdministratorReset:
    _move(found, ResetState.STOPPED)
    found.stopped_by_id, found.is_objection, found.ended_at = actor.user_id, is_objection, clock.now()
    session().flush()
    action = "administrator-reset.objected" if is_objection else "administrator-reset.stopped"
    trail.record(actor, action, "administrator-reset", found.id, reader=found.organisation_id)
    telling.tell_stopped(found)
    return found


def _move(found: AdministratorReset, to: ResetState) -> None:
    if to not in MOVES[found.state]:
        raise Conflict("Dit herstel is al besloten, uitgevoerd of gestopt.")
    found.state = to
    session().flush()
    notifications.moved("administrator-reset", found.id, to.value)


def due_resets() -> Sequence[uuid.UUID]:
    """The approved resets whose day of waiting has passed (system use)."""
    ready = (AdministratorReset.state == ResetState.WAITING) & (AdministratorReset.due_at <= clock.now())
    return list(session().scalars(select(AdministratorReset.id).where(ready).order_by(AdministratorReset.due_at)))


def carry_out(key: uuid.UUID) -> None:
    """Let the administrator in; nothing when it was stopped meanwhile or done already (system use)."""
    query = select(AdministratorReset).options(joinedload(AdministratorReset.organisation))
    found = session().scalars(query.where(AdministratorReset.id == key).with_for_update(of=AdministratorReset)).one()
    if found.state is not ResetState.WAITING or (found.due_at or clock.now()) > clock.now():
        return
    _move(found, ResetState.DONE)
    found.ended_at = clock.now()
    way = administrators.let_in_administrator(found.organisation, found.email, found.name, found.language)
    trail.record(SYSTEM, "administrator-reset.done", "administrator-reset", key, reader=found.organisation_id)
    telling.tell_done(found, way)
