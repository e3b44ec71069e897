# SPDX-License-Identifier: EUPL-1.2
"""What is said of each parameter, and for what a new value counts. Pure."""

from dataclasses import dataclass
from typing import Any

from .kinds import Code, Group, Kind, Unit

Words = tuple[str, str]
"""Dutch and English."""


@dataclass(frozen=True)
class Parameter:
    """One value that VNG can set."""

    code: Code
    group: Group
    label: Words
    explanation: Words
    applies: Words
    """For what a new value counts, and for what it does not."""
    default: Any
    source: str
    """The section of the design, or law, the default comes from."""
    kind: Kind = Kind.NUMBER
    unit: Unit = Unit.WORKING_DAYS
    least: int = 1
    most: int = 60


@dataclass(frozen=True)
class Fixed:
    """A value that law or standard sets: shown beside the others, never changed here."""

    label: Words
    value: Words
    source: str


BEGINS = (
    "Geldt voor termijnen die vanaf die dag beginnen. Een termijn die al loopt, verandert niet.",
    "Counts for terms that begin on or after that day. A term that has begun does not change.",
)
LADDER = (
    "Geldt voor termijnen die vanaf die dag beginnen. Een termijn die al loopt, houdt zijn eigen herinneringen.",
    "Counts for terms that begin on or after that day. A term that has begun keeps its own reminders.",
)
AT_ONCE = ("Geldt vanaf die dag, ook voor wat er al is.", "Counts from that day, also for what is there already.")
