# SPDX-License-Identifier: EUPL-1.2
"""Where the present work comes from (a request, a job, a command): for trail rows and log lines."""

from contextvars import ContextVar, Token
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """A short text such as "page 5f2c…" or "job reminders", and the address of the computer that asked, if any."""

    text: str
    address: str = ""


COMMAND = Origin("command")
_origin: ContextVar[Origin] = ContextVar("origin", default=COMMAND)


def origin() -> str:
    """Where the work comes from, in a form that may be kept for ever."""
    return _origin.get().text


def address() -> str:
    """The address of the computer that asked; "" for jobs and commands. Personal data: never for ever."""
    return _origin.get().address


def set_origin(text: str, address: str = "") -> Token[Origin]:
    """Say where the work that follows comes from; hand the token to `reset_origin` afterwards."""
    return _origin.set(Origin(text[:120], address[:45]))


def reset_origin(token: Token[Origin]) -> None:
    """Undo `set_origin`."""
    _origin.reset(token)
