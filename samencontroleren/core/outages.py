# SPDX-License-Identifier: EUPL-1.2
"""Errors of the surroundings: a full disk or a database out of reach is no fault of a client, and passes by itself."""

import errno

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from samencontroleren.core.errors import Refusal
from samencontroleren.core.storage.objects import StoreUnavailable

NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
"""What a system says when a file can not grow: disk full, quota used up, limit of the process."""


class DatabaseUnavailable(Refusal):
    """The database does not answer, or can not store (RFC 9110, 15.6.4)."""

    status = 503
    code = "database-niet-beschikbaar"
    title = "Het platform is even niet bereikbaar"
    message = "Er is niets gewijzigd. Probeer het over een minuut opnieuw."
    retry_after = 60

    def __init__(self) -> None:
        super().__init__(self.message)


def outage(error: Exception) -> Refusal | None:
    """What an error says of the surroundings, in words for people; None for a fault of our own."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return StoreUnavailable()
    if isinstance(error, OperationalError | InterfaceError):
        return DatabaseUnavailable()
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return DatabaseUnavailable()
    return None
