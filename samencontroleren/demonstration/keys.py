# SPDX-License-Identifier: EUPL-1.2
"""Keys that are the same from fill to fill: every row gets its key from one seeded source."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from samencontroleren.core.db import Identified


class Keys:
    """A source of keys; the same seed gives the same keys in the same order."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def next(self) -> uuid.UUID:
        """The next key, in the form of a random one."""
        return uuid.UUID(int=self._chance.getrandbits(128), version=4)


@contextmanager
def given_by(keys: Keys) -> Iterator[None]:
    """Within the body, rows that the services make get their key here instead of a random one."""

    def give(session: Session, _context: Any, _instances: Any) -> None:
        for row in session.new:
            if isinstance(row, Identified) and row.__dict__.get("id") is None:
                row.id = keys.next()

    event.listen(Session, "before_flush", give)
    try:
        yield
    finally:
        event.remove(Session, "before_flush", give)
