# SPDX-License-Identifier: EUPL-1.2
"""What later features do when an invitation goes on, declared beside them (`handing.py`), collected by `features`."""

from collections.abc import Callable

from samencontroleren.accounts.models import Invitation

HandedOn = Callable[[Invitation, Invitation], None]
"""The old invitation and the new one, in the transaction of the decision."""

_offered: list[HandedOn] = []


def offer(contribution: HandedOn) -> None:
    """Take part; the same one twice counts once."""
    if contribution not in _offered:
        _offered.append(contribution)


def handed_on(old: Invitation, new: Invitation) -> None:
    """Tell every feature, in their order."""
    for each in _offered:
        each(old, new)
