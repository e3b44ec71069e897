# SPDX-License-Identifier: EUPL-1.2
"""Asks those who sign for an organisation to do so: a task for each, once per text. Runs as a job."""

import uuid
from typing import Any

from sqlalchemy import Select, exists, or_, select

from samencontroleren.accounts.models import Membership, MembershipRole, User
from samencontroleren.agreements.kinds import SIGNERS
from samencontroleren.agreements.models import AgreementSignature, AgreementVersion
from samencontroleren.agreements.service import TASK
from samencontroleren.core.db import session
from samencontroleren.notifications import service as notifications
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.models import Organisation


def due_organisations() -> list[uuid.UUID]:
    """Organisations that have not signed the newest text, with somebody who signs and was not asked yet (system)."""
    newest = _newest()
    if newest is None:
        return []
    return list(session().scalars(_waiting(newest).with_only_columns(Organisation.id).order_by(None).distinct()))


def ask(organisation_id: uuid.UUID) -> None:
    """Ask those who sign for one organisation. May run twice."""
    newest = _newest()
    if newest is None:
        return
    members = session().scalars(_waiting(newest).where(Organisation.id == organisation_id)).all()
    notifications.notify_all(f"{TASK}:{newest.id}", members, TASK, newest.id, date=newest.earlier_until)


def _newest() -> AgreementVersion | None:
    return session().scalars(select(AgreementVersion).order_by(AgreementVersion.number.desc()).limit(1)).first()


def _waiting(newest: AgreementVersion) -> Select[Any]:
    """The memberships to ask."""
    signed = exists().where(
        AgreementSignature.organisation_id == Organisation.id, AgreementSignature.version_id == newest.id
    )
    asked = exists().where(Notice.membership_id == Membership.id, Notice.kind == TASK, Notice.object_id == newest.id)
    signs = or_(*((Organisation.kind == kind) & MembershipRole.role.in_(roles) for kind, roles in SIGNERS.items()))
    return (
        select(Membership.id)
        .join(Membership.user)
        .join(Membership.organisation)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(Membership.ended_at.is_(None), User.blocked_at.is_(None), User.is_machine.is_(False))
        .where(Organisation.ended_on.is_(None), signs, ~signed, ~asked)
        .order_by(Membership.id)
    )
