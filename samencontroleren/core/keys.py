# SPDX-License-Identifier: EUPL-1.2
"""Keys as text. Knows no web, so that a process apart can use it."""

import uuid


def as_uuid(text: str) -> uuid.UUID | None:
    """A key from text a client sent; None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
