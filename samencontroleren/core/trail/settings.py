# SPDX-License-Identifier: EUPL-1.2
"""The settings of the trail: where its heads go, and how long addresses are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ADDRESS_DAYS = 180
READING_DAYS = 730
"""A supplier is told who read a result while it is valid (at most a year) and the next round runs; after that the list
of readers serves nobody (AVG, article 5(1)(e)), and the trail itself keeps each reading."""


@dataclass(frozen=True)
class TrailSettings:
    """Settings of the trail."""

    heads_file: Path | None
    """Each day's head is added to this file; it belongs on another machine."""
    heads_mail: str
    """Each day's head is mailed here."""
    address_days: int = ADDRESS_DAYS
    reading_days: int = READING_DAYS
    """How long it stays counted, per reader, object and day, who read what."""

    @property
    def is_published(self) -> bool:
        """Whether heads leave the platform at all."""
        return bool(self.heads_file or self.heads_mail)

    def faults(self) -> list[str]:
        """What is wrong, in words for an operator."""
        checks = (
            (self.address_days < 1, "TRAIL_ADDRESS_DAYS must be at least 1"),
            (self.reading_days < 1, "TRAIL_READING_DAYS must be at least 1"),
            (bool(self.heads_mail) and "@" not in self.heads_mail, "TRAIL_HEADS_MAIL must be an e-mail address"),
        )
        return [message for wrong, message in checks if wrong]


def load(env: Mapping[str, str], default_file: Path | None, address_days: int, reading_days: int) -> TrailSettings:
    """Read the settings; `default_file` is where heads go when nothing is set."""
    place = env.get("TRAIL_HEADS_FILE", "")
    return TrailSettings(
        heads_file=Path(place) if place else default_file,
        heads_mail=env.get("TRAIL_HEADS_MAIL", "").strip(),
        address_days=address_days,
        reading_days=reading_days,
    )
