# SPDX-License-Identifier: EUPL-1.2
"""Permissions on dry runs; making a workbook stands on the dossier itself."""

from sqlalchemy import ColumnElement, and_, select

from samencontroleren.core.access import always, permission
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.models import Dossier


@permission("workbook-import:apply", WorkbookImport)
def APPLY(actor: Actor) -> ColumnElement[bool]:
    """Whoever uploaded the workbook, for the supplier it is of; not even a colleague."""
    own = select(Dossier.id).where(Dossier.vendor_id.in_(actor.vendor_ids))
    mine = and_(WorkbookImport.user_id == actor.user_id, WorkbookImport.dossier_id.in_(own))
    return and_(mine, always(actor.is_vendor and actor.has(Role.CONTRIBUTOR, Role.SUBMITTER)))
