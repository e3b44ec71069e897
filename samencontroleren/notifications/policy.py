# SPDX-License-Identifier: EUPL-1.2
"""Permissions on notices and on what a member chose."""

from typing import Any

from sqlalchemy import ColumnElement

from samencontroleren.core.access import always, permission
from samencontroleren.notifications.models import Notice, NoticeChoice, NoticePreference
from samencontroleren.organisations.actor import Actor


@permission("notice:view", Notice)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The member it is for."""
    return _own(actor, Notice)


@permission("notice-preference:view", NoticePreference)
def PREFERENCE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The member whose it is."""
    return _own(actor, NoticePreference)


@permission("notice-choice:view", NoticeChoice)
def CHOICE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The member whose it is."""
    return _own(actor, NoticeChoice)


def _own(actor: Actor, table: Any) -> ColumnElement[bool]:
    return table.membership_id == actor.membership_id if actor.membership_id else always(False)
