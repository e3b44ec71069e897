# SPDX-License-Identifier: EUPL-1.2
"""Inviting a supplier's people to a round, and how far each invitation is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import mailing
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.invitations import revoke_invitation
from samencontroleren.accounts.models import Invitation, Membership, User
from samencontroleren.core import clock, outbox, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.rest import Page
from samencontroleren.notifications.service import notify_all, send_mail, web_link
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.rounds import policy
from samencontroleren.rounds.comparing import find_changed
from samencontroleren.rounds.kinds import VENDOR_WORKS, Contacted, Reach, RoundState
from samencontroleren.rounds.models import Dossier, Round, VendorInvitation
from samencontroleren.rounds.reading import PAGE_SIZE, get_round
from samencontroleren.vendors import service as vendors
from samencontroleren.vendors.models import Contact, Vendor


def invite_contact(
    actor: Actor, round_id: uuid.UUID, vendor_id: uuid.UUID, name: str, email: str, language: str = "nl"
) -> VendorInvitation:
    """Invite somebody of a supplier to a round: by mail at once when it runs, else when it opens.

    Raises NotFound for a supplier that does not take part, Invalid for somebody who is invited already.
    """
    found = get_round(actor, round_id, policy.ROUND_EDIT, lock=True)
    if found.state not in (RoundState.PLANNED, RoundState.RUNNING):
        raise Conflict("Deze ronde is voorbij. U kunt niemand meer uitnodigen.")
    if not _takes_part(found.id, vendor_id):
        raise NotFound()
    email = email.strip().lower()
    if _is_invited(found.id, vendor_id, email):
        raise Invalid({"email": ["Dit adres is voor deze leverancier al uitgenodigd."]})
    row = VendorInvitation(round_id=found.id, vendor_id=vendor_id, email=email, name=name, language=language)
    session().add(row)
    session().flush()
    trail.record(actor, "round.contact-invited", "vendor-invitation", row.id, vendor=vendor_id)
    if found.state is RoundState.RUNNING:
        _send(actor, row)
    return row


def send_prepared(actor: Actor, opened: Round) -> int:
    """Mail the invitations that waited for the opening; returns how many."""
    waiting = select(VendorInvitation).where(
        VendorInvitation.round_id == opened.id,
        VendorInvitation.sent_at.is_(None),
        VendorInvitation.withdrawn_at.is_(None),
    )
    rows = list(session().scalars(waiting.order_by(VendorInvitation.created_at)))
    for row in rows:
        _send(actor, row)
    return len(rows)


def resend_invitation(actor: Actor, key: uuid.UUID) -> VendorInvitation:
    """Mail an invitation again under a new token; the earlier one no longer works.

    Raises Conflict when it was accepted or withdrawn, or when the round does not run.
    """
    row = _fetch(actor, key)
    found = get_round(actor, row.round_id, policy.ROUND_EDIT)
    if found.state is not RoundState.RUNNING:
        raise Conflict("U kunt pas mailen als de ronde loopt.")
    if contacted(row) in (Contacted.ACCEPTED, Contacted.WITHDRAWN):
        raise Conflict("Deze uitnodiging is al aanvaard of ingetrokken.")
    _send(actor, row)
    trail.record(actor, "round.contact-invited-again", "vendor-invitation", row.id, vendor=row.vendor_id)
    return row


def replace_contact(actor: Actor, key: uuid.UUID, name: str, email: str, language: str = "nl") -> VendorInvitation:
    """This was the wrong person: withdraw the invitation and invite somebody else of the same supplier."""
    row = _fetch(actor, key)
    if contacted(row) in (Contacted.ACCEPTED, Contacted.WITHDRAWN):
        raise Conflict("Deze uitnodiging is al aanvaard of ingetrokken.")
    if row.invitation_id is not None:
        revoke_invitation(actor, row.invitation_id)
    row.withdrawn_at = clock.now()
    session().flush()
    trail.record(actor, "round.contact-withdrawn", "vendor-invitation", row.id, vendor=row.vendor_id)
    return invite_contact(actor, row.round_id, row.vendor_id, name, email, language)


def _fetch(actor: Actor, key: uuid.UUID) -> VendorInvitation:
    options = (joinedload(VendorInvitation.invitation),)
    return fetch(actor, policy.INVITATION_VIEW, key, options=options, lock=False)


def _takes_part(round_id: uuid.UUID, vendor_id: uuid.UUID) -> bool:
    query = select(Dossier.id).where(Dossier.round_id == round_id, Dossier.vendor_id == vendor_id)
    return session().scalars(query.limit(1)).first() is not None


def _is_invited(round_id: uuid.UUID, vendor_id: uuid.UUID, email: str) -> bool:
    query = select(VendorInvitation.id).where(
        VendorInvitation.round_id == round_id,
        VendorInvitation.vendor_id == vendor_id,
        VendorInvitation.email == email,
    )
    return session().scalar(query) is not None


def _send(actor: Actor, row: VendorInvitation) -> None:
    """Mail one contact: a link to join, or for somebody who is in already a link to the dossiers."""
    member = _member(row)
    row.sent_at = clock.now()
    if member is not None:
        row.invitation_id = None
        known, key = member.user, _mail_key(row)
        date = _due(row, known.language)
        link = web_link("/dossiers")
        to = (known.email, known.name, known.language)
        send_mail("rounds/invitation_known", key, *to, date=date, link=link, changes=_changes_link(row))
    else:
        made, token = accounts.invite_contact(actor, row.vendor_id, row.email, row.name, language=row.language)
        row.invitation_id = made.id
        _mail_invitation(row, token)
        _tell_administrators(row)
    session().flush()


def _mail_invitation(row: VendorInvitation, token: str) -> None:
    link = web_link(f"/uitnodiging/{token}")
    key = _mail_key(row)
    date = _due(row, row.language)
    changes = _changes_link(row)
    send_mail("rounds/invitation", key, row.email, row.name, row.language, date=date, link=link, changes=changes)


def _due(row: VendorInvitation, language: str) -> str:
    """The first day that is still to come on which answers of this supplier are due; blank when all are over.

    Its own, not the round's: a dossier may have got more time.
    """
    here = (Dossier.round_id == row.round_id) & (Dossier.vendor_id == row.vendor_id)
    works = Dossier.state.in_(VENDOR_WORKS) & (Dossier.due_on >= clock.today())
    found = session().scalar(select(func.min(Dossier.due_on)).where(here, works))
    return long_date(found, language) if found else ""


def _changes_link(row: VendorInvitation) -> str:
    """Where a supplier reads what is different from last time; blank when there was no last time."""
    dossier_id = find_changed(row.round_id, row.vendor_id)
    return web_link(f"/dossiers/{dossier_id}/was-wordt") if dossier_id else ""


def _tell_administrators(row: VendorInvitation) -> None:
    """Who manages the people of a supplier hears that VNG asked somebody new, and can revoke it."""
    members = [each.id for each in accounts.members_with_roles(row.vendor_id, *ADMINISTRATORS)]
    notify_all(f"contact_invited:{row.invitation_id}", members, "contact_invited", link="/organisatie/gebruikers")


def _member(row: VendorInvitation) -> Membership | None:
    """The living membership of somebody with this address at the supplier."""
    query = (
        select(Membership)
        .join(Membership.user)
        .options(joinedload(Membership.user))
        .where(
            User.email == row.email,
            User.blocked_at.is_(None),
            Membership.organisation_id == row.vendor_id,
            Membership.ended_at.is_(None),
        )
    )
    return session().scalars(query).one_or_none()


def _mail_key(row: VendorInvitation) -> str:
    """The key of the last mail to a contact."""
    if row.invitation_id is not None:
        return mailing.key_of(row.invitation_id)
    return f"rounds/known/{row.id}/{row.sent_at.isoformat() if row.sent_at else ''}"


def contacted(row: VendorInvitation, is_undelivered: bool = False) -> Contacted:
    """How far an invitation is (its `invitation` must be loaded); `is_undelivered`: its mail was given up."""
    if row.withdrawn_at is not None:
        return Contacted.WITHDRAWN
    if row.sent_at is None:
        return Contacted.PREPARED
    joined = row.invitation
    if is_undelivered and (joined is None or not (joined.accepted_at or joined.opened_at)):
        return Contacted.UNDELIVERED
    return _reaction(joined, row.sent_at)


def _reaction(joined: Invitation | None, sent_at: datetime) -> Contacted:
    """What somebody did with an invitation that was sent; without one the person had an account already."""
    if joined is None or joined.accepted_at is not None:
        return Contacted.ACCEPTED
    if joined.expires_at < clock.now() or joined.revoked_at is not None:
        return Contacted.EXPIRED
    if joined.opened_at is not None:
        return Contacted.OPENED
    patience = parameters.days_on(Code.INVITATION_SILENT, clock.local(sent_at).date())
    return Contacted.SILENT if clock.now() - sent_at > patience else Contacted.SENT


@dataclass(frozen=True)
class Prefill:
    """What the form for a contact starts with, and the further contacts one can choose."""

    supplier: str
    name: str
    email: str
    others: list[Contact]


def prefill(actor: Actor, round_id: uuid.UUID, vendor_id: uuid.UUID, contact_id: uuid.UUID | None = None) -> Prefill:
    """The known contacts of a supplier as a start: the one asked for, else the first one not yet invited."""
    get_round(actor, round_id, policy.ROUND_EDIT)
    supplier = vendors.get_vendor(actor, vendor_id)
    known = list({each.email.lower(): each for each in vendors.contacts_of(actor, vendor_id)}.values())
    free = [each for each in known if not _is_invited(round_id, vendor_id, each.email.lower())]
    chosen = next((each for each in free if each.id == contact_id), next(iter(free), None))
    others = [each for each in free if each is not chosen]
    return Prefill(supplier.name, chosen.name if chosen else "", chosen.email if chosen else "", others)


@dataclass(frozen=True)
class InvitedContact:
    """An invitation with how far it is."""

    row: VendorInvitation
    state: Contacted


def list_invitations(actor: Actor, round_id: uuid.UUID) -> dict[uuid.UUID, list[InvitedContact]]:
    """Per supplier the contacts invited to a round, the oldest first."""
    query = (
        visible(actor, policy.INVITATION_VIEW)
        .where(VendorInvitation.round_id == round_id)
        .options(joinedload(VendorInvitation.invitation))
        .order_by(VendorInvitation.created_at, VendorInvitation.email)
    )
    found: dict[uuid.UUID, list[InvitedContact]] = {}
    rows = list(session().scalars(query))
    lost = outbox.given_up(map(_mail_key, rows))
    for row in rows:
        found.setdefault(row.vendor_id, []).append(InvitedContact(row, contacted(row, _mail_key(row) in lost)))
    return found


@dataclass(frozen=True)
class SupplierRow:
    """A supplier of a round with its number of dossiers and whom of it was invited."""

    id: uuid.UUID
    name: str
    dossiers: int
    contacts: list[InvitedContact]

    @property
    def is_reached(self) -> bool:
        """Somebody accepted, or at least opened the invitation."""
        return any(each.state in (Contacted.ACCEPTED, Contacted.OPENED) for each in self.contacts)

    @property
    def reach(self) -> Reach:
        """How far the invitations are; one that was withdrawn does not count."""
        states = {each.state for each in self.contacts} - {Contacted.WITHDRAWN}
        if not states:
            return Reach.NOBODY
        return Reach.ACCEPTED if Contacted.ACCEPTED in states else Reach.WAITING


def list_suppliers(actor: Actor, round_id: uuid.UUID) -> list[SupplierRow]:
    """The suppliers of a round by name, with their contacts (three queries). Raises NotFound, Forbidden."""
    get_round(actor, round_id, policy.ROUND_EDIT)
    query = (
        visible(actor, policy.VIEW, columns=[Vendor.id, Vendor.name, func.count()])
        .select_from(Dossier)
        .join(Vendor, Vendor.id == Dossier.vendor_id)
        .where(Dossier.round_id == round_id)
        .group_by(Vendor.id, Vendor.name)
        .order_by(Vendor.name)
    )
    invited = list_invitations(actor, round_id)
    rows = session().execute(query)
    return [SupplierRow(key, name, number, invited.get(key, [])) for key, name, number in rows]


def page_of_suppliers(
    suppliers: Sequence[SupplierRow], search: str = "", reach: Reach | None = None, page: int = 1
) -> Page:
    """One page of the suppliers of a round whose name holds `search`, and that are as far as `reach`."""
    found = [
        each
        for each in suppliers
        if search.casefold() in each.name.casefold() and (reach is None or each.reach is reach)
    ]
    first = (page - 1) * PAGE_SIZE
    return Page(found[first : first + PAGE_SIZE], len(found), page, PAGE_SIZE)


def get_invitation(actor: Actor, key: uuid.UUID) -> InvitedContact:
    """One invitation with how far it is. Raises NotFound."""
    row = _fetch(actor, key)
    return InvitedContact(row, contacted(row, bool(outbox.given_up([_mail_key(row)]))))
