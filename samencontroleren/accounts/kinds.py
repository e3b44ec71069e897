# SPDX-License-Identifier: EUPL-1.2
"""How somebody logs in, and what a passkey is asked for."""

from enum import StrEnum


class LoginMethod(StrEnum):
    """The first thing somebody showed at this log-in."""

    PASSWORD = "password"
    PASSKEY = "passkey"
    """A passkey alone: something one has, opened with a finger, a face or a code. Both factors at once."""
    PROVIDER = "provider"
    """The organisation's own log-in."""


class Purpose(StrEnum):
    """What a passkey is asked for; a challenge made for one is no good for another."""

    REGISTER = "register"
    LOG_IN = "log_in"
    FACTOR = "factor"
    """The second step after a password."""
    CONFIRM = "confirm"
    """Fresh, by somebody who is logged in."""
