# SPDX-License-Identifier: EUPL-1.2
"""On which side of the walls of the database one stands (ADR 17). Pure; `core.walls` tells the database."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """On whose side a transaction stands: the kind of actor, and the organisations whose rows it may see."""

    kind: str
    organisations: tuple[uuid.UUID, ...] = ()

    @property
    def listed(self) -> str:
        """The organisations as the policies read them."""
        return ",".join(str(each) for each in self.organisations)


SYSTEM = Side("system")
"""The platform itself: jobs and commands that need what is of suppliers and gemeenten."""
NOBODY = Side("nobody")
"""Whoever has not said who acts: a visitor, a person without organisation, a log-in under way. And the platform's
own bookkeeping: ledger, outbox, claims of jobs, the trail."""
