# SPDX-License-Identifier: EUPL-1.2
"""Where the present work comes from (a request, a job, a command): for trail rows and log lines."""

from contextvars import ContextVar, Token

_origin: ContextVar[str] = ContextVar("origin", default="command")


def origin() -> str:
    """A short text such as "page 10.0.0.7 5f2c…" or "job reminders"."""
    return _origin.get()


def set_origin(text: str) -> Token[str]:
    """Say where the work that follows comes from; hand the token to `reset_origin` afterwards."""
    return _origin.set(text[:120])


def reset_origin(token: Token[str]) -> None:
    """Undo `set_origin`."""
    _origin.reset(token)
