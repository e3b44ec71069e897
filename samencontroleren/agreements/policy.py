# SPDX-License-Identifier: EUPL-1.2
"""Permissions on the agreement, and the fact other features build on: whether the reader's organisation accepted it."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from samencontroleren.agreements.kinds import SIGNERS
from samencontroleren.agreements.models import AgreementSignature, AgreementVersion
from samencontroleren.core import clock
from samencontroleren.core.access import always, once_a_page, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation


def least_number(day: date) -> Any:
    """The lowest text whose signature is enough on a day, as one SQL value: the last one whose grace is over."""
    number = AgreementVersion.number
    return select(func.coalesce(func.max(number), 1)).where(AgreementVersion.earlier_until < day).scalar_subquery()


@once_a_page
def has_accepted(actor: Actor) -> ColumnElement[bool]:
    """The actor's organisation accepted the text that is asked today (product.md, section 7)."""
    signed = exists().where(
        AgreementSignature.organisation_id == actor.organisation_id,
        AgreementSignature.version_id == AgreementVersion.id,
        AgreementVersion.number >= least_number(clock.today()),
    )
    return signed if _takes_part(actor) else always(False)


def _takes_part(actor: Actor) -> bool:
    return actor.is_vendor or actor.is_municipal


@permission("agreement-version:view", AgreementVersion)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """Suppliers, gemeenten and VNG: it is the same text for all."""
    return always(_takes_part(actor) or actor.is_vng)


@permission("agreement-version:publish", AgreementVersion)
def PUBLISH(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator and functional administrator."""
    return always(actor.is_coordinator or actor.is_functional_administrator)


@permission("organisation:sign-agreement", Organisation)
def SIGN(actor: Actor) -> ColumnElement[bool]:
    """A supplier's vrijgever; a gemeente's administrator or CISO: for their own organisation, never by a client."""
    may = actor.kind is not None and actor.has(*SIGNERS.get(actor.kind, ())) and actor.scopes is None
    return and_(Organisation.id == actor.organisation_id, always(may))


@permission("agreement-signature:view", AgreementSignature)
def SIGNATURE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The organisation itself; VNG's co-ordinator and functional administrator all."""
    own = and_(AgreementSignature.organisation_id == actor.organisation_id, always(_takes_part(actor)))
    return or_(own, always(actor.is_coordinator or actor.is_functional_administrator))
