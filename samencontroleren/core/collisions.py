# SPDX-License-Identifier: EUPL-1.2
"""Two requests that make the same thing at one moment: the database keeps one, the other is told so."""

from sqlalchemy.exc import IntegrityError, PendingRollbackError

from samencontroleren.core.errors import Conflict

UNIQUE = "unique constraint"
"""What PostgreSQL and SQLite say of a key that is there already, in lower case."""


class Overtaken(Conflict):
    """Somebody else was a moment earlier (RFC 9110, 15.5.10)."""

    title = "Iemand was u net voor"
    message = "Dit gebeurde al op hetzelfde moment. Ververs de pagina en kijk hoe het er nu voor staat."

    def __init__(self) -> None:
        super().__init__(self.message)


def collision(error: Exception) -> Overtaken | None:
    """The refusal for an error that only means that another request was earlier; None for anything else.

    A view may have gone on after the first error, with a transaction that is over: then the database says that, and
    names the first error.
    """
    is_about_a_key = isinstance(error, IntegrityError | PendingRollbackError)
    return Overtaken() if is_about_a_key and UNIQUE in str(error).lower() else None
