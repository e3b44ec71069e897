# SPDX-License-Identifier: EUPL-1.2
"""The mark of a text for people in a module that translates nothing itself."""


def N_(message: str) -> str:  # noqa: N802 -- the name that gettext's tools know
    """Mark a message for the catalogue of translations; it is translated where it is shown."""
    return message
