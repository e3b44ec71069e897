# SPDX-License-Identifier: EUPL-1.2
"""Actions on the page of a dossier, offered by this feature and by later ones when their routes are imported."""

from collections.abc import Iterable
from dataclasses import dataclass

from samencontroleren.core.access import Permission
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class DossierAction:
    """A way on from a dossier: a page that takes `key` (the dossier), for whom and in which states.

    `label` and `explanation` are Dutch gettext msgids. A primary action shows as the big button.
    """

    endpoint: str
    label: str
    explanation: str
    permission: Permission[Dossier]
    states: frozenset[DossierState]
    is_primary: bool = False


_offered: list[DossierAction] = []


def offer(action: DossierAction) -> None:
    """Put an action on the page of a dossier; the same one twice counts once."""
    if action not in _offered:
        _offered.append(action)


def offered() -> list[DossierAction]:
    """All actions, primary ones first, further in the order of the features."""
    return sorted(_offered, key=lambda action: not action.is_primary)


def permissions() -> list[Permission[Dossier]]:
    """The permissions the actions stand on, each once."""
    return list(dict.fromkeys(action.permission for action in _offered))


def fitting(state: DossierState, held: Iterable[str]) -> list[DossierAction]:
    """The actions for a dossier in this state whose permission is among those `held` (by name)."""
    names = frozenset(held)
    return [each for each in offered() if state in each.states and each.permission.name in names]
