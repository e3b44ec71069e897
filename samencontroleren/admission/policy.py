# SPDX-License-Identifier: EUPL-1.2
"""Permissions on proposals to hand an invitation on and on lists of first administrators."""

from sqlalchemy import ColumnElement, and_, or_, select

from samencontroleren.accounts.policy import managed_organisations
from samencontroleren.admission.models import Handover, OnboardingList, OnboardingRow
from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, OrganisationKind
from samencontroleren.organisations.models import Organisation


@permission("handover:decide", Handover)
def HANDOVER_DECIDE(actor: Actor) -> ColumnElement[bool]:
    """The organisation's administrator; as long as there is none VNG's co-ordinator (of suppliers) or administrator."""
    if actor.scopes is not None:
        return always(False)
    unmanaged = Handover.organisation_id.not_in(managed_organisations())
    vendors = select(Organisation.id).where(Organisation.kind == OrganisationKind.VENDOR)
    if actor.is_functional_administrator:
        return or_(unmanaged, Handover.organisation_id == actor.organisation_id)
    if actor.is_coordinator:
        return and_(unmanaged, Handover.organisation_id.in_(vendors))
    return and_(Handover.organisation_id == actor.organisation_id, always(actor.has(*ADMINISTRATORS)))


@permission("onboarding-list:do", OnboardingList)
def LIST_DO(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator, in person, reads in lists and prints the letters."""
    return always(actor.is_functional_administrator and actor.scopes is None)


@permission("onboarding-row:do", OnboardingRow)
def ROW_DO(actor: Actor) -> ColumnElement[bool]:
    """Whoever works with lists."""
    return LIST_DO.condition(actor)
