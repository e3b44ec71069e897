# SPDX-License-Identifier: EUPL-1.2
"""Named products to look at a questionnaire with: their answers to the scope questions of our own content. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Mapping[str, Any]]
"""Answers by code of the requirement, in the shapes of `answer_kinds`."""

MOST = 90
MOST_VENDOR = 35
"""So many questions an average product may be asked at most, and so many of them about its supplier."""


@dataclass(frozen=True)
class Profile:
    """A product that could exist, with a code for addresses; `labels` names it."""

    code: str
    answers: Values


def _yes_or_no(yes: str) -> dict[str, dict[str, Any]]:
    """The seven scope questions that are a yes or a no; `yes` holds the last digits of those with a yes."""
    return {f"SC-AFB-{number:02}": {"choice": "yes" if str(number) in yes.split() else "no"} for number in range(4, 11)}


SMALL = Profile(
    "klein",
    {
        "SC-AFB-01": {"choice": "installed"},
        "SC-AFB-02": {"choice": "none"},
        "SC-AFB-03": {"choices": ["staff"]},
        "SC-AFB-11": {"choice": "none"},
        **_yes_or_no(""),
    },
)
AVERAGE = Profile(
    "gemiddeld",
    {
        "SC-AFB-01": {"choice": "online"},
        "SC-AFB-02": {"choice": "ordinary"},
        "SC-AFB-03": {"choices": ["staff"]},
        "SC-AFB-11": {"choice": "cloud"},
        **_yes_or_no("7"),
    },
)
LARGE = Profile(
    "groot",
    {
        "SC-AFB-01": {"choice": "both"},
        "SC-AFB-02": {"choice": "special"},
        "SC-AFB-03": {"choices": ["staff", "residents", "companies"]},
        "SC-AFB-11": {"choice": "both"},
        **_yes_or_no("4 5 6 7 8 9 10"),
    },
)
PROFILES = {each.code: each for each in (SMALL, AVERAGE, LARGE)}
