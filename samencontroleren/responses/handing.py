# SPDX-License-Identifier: EUPL-1.2
"""An invitation goes on to another person: the questions that waited for the first wait for the second."""

from sqlalchemy import select, update

from samencontroleren.accounts.models import Invitation
from samencontroleren.core.db import session
from samencontroleren.responses.models import QuestionTask
from samencontroleren.rounds.models import Dossier


def handed_on(old: Invitation, new: Invitation) -> None:
    """The new person stands in the place of the old one."""
    own = select(Dossier.id).where(Dossier.vendor_id == old.organisation_id)
    waiting = QuestionTask.membership_id.is_(None) & (QuestionTask.invited_email == old.email)
    moved = update(QuestionTask).where(waiting, QuestionTask.ended_at.is_(None), QuestionTask.dossier_id.in_(own))
    session().execute(moved.values(invited_email=new.email, invited_name=new.name))


HANDED_ON = handed_on
