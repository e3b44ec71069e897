# SPDX-License-Identifier: EUPL-1.2
"""The kinds of notice of the whole application, and who names what they are about."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from flask import current_app

from samencontroleren.notifications.kinds import Named, Namer, NoticeKind
from samencontroleren.organisations.actor import Actor


class Registry:
    """All kinds by code and all namers by kind of object. Raises ValueError for a code used twice, or no namer."""

    def __init__(self, kinds: Iterable[NoticeKind], namers: Mapping[str, Namer]) -> None:
        self.kinds: dict[str, NoticeKind] = {}
        for kind in kinds:
            if kind.code in self.kinds:
                raise ValueError(f"two kinds of notice are called {kind.code}")
            if kind.about and kind.about not in namers:
                raise ValueError(f"nobody names what a notice {kind.code} is about: {kind.about}")
            self.kinds[kind.code] = kind
        self.namers = dict(namers)


def find_kinds() -> Mapping[str, NoticeKind]:
    """All kinds of notice by code."""
    return _registry().kinds


def get_kind(code: str) -> NoticeKind:
    """A kind of notice. Raises LookupError for one that no feature declares."""
    try:
        return _registry().kinds[code]
    except KeyError as error:
        raise LookupError(f"no feature declares a notice of kind {code}") from error


def names_of(actor: Actor, about: str, keys: Sequence[UUID]) -> Mapping[UUID, Named]:
    """What these objects are called, as far as the actor may see them."""
    return _registry().namers[about](actor, keys) if about and keys else {}


def _registry() -> Registry:
    found: Registry = current_app.extensions["notices"]
    return found
