# SPDX-License-Identifier: EUPL-1.2
"""Permissions on the pages of the platform itself."""

from sqlalchemy import ColumnElement

from samencontroleren.core.access import always, permission
from samencontroleren.core.scheduler import JobRun
from samencontroleren.organisations.actor import Actor


@permission("job-run:view", JobRun)
def RUNS_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinators and functional administrators."""
    return always(actor.is_coordinator or actor.is_functional_administrator)
