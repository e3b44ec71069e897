# SPDX-License-Identifier: EUPL-1.2
"""What changed between two versions of a set. Pure."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samencontroleren.procurement.kinds import Change, Weight


@dataclass(frozen=True)
class Held:
    """A requirement as a version of a set holds it."""

    wording: uuid.UUID
    weight: Weight


def changes(before: Mapping[str, Held], after: Mapping[str, Held]) -> Iterator[tuple[str, Change]]:
    """(code, change) of what differs, by code in the order of the later version, then what is gone.

    A requirement that is left out does not stand in the set.
    """
    was = {code: held for code, held in before.items() if held.weight is not Weight.OUT}
    now = {code: held for code, held in after.items() if held.weight is not Weight.OUT}
    for code, held in now.items():
        earlier = was.get(code)
        if earlier is None:
            yield code, Change.ADDED
            continue
        if earlier.wording != held.wording:
            yield code, Change.REWORDED
        if earlier.weight is not held.weight:
            yield code, Change.NOW_MUST if held.weight is Weight.MUST else Change.NOW_WISH
    for code in [code for code in was if code not in now]:
        yield code, Change.DROPPED
