# SPDX-License-Identifier: EUPL-1.2
"""Finding pages by their name, or by another word for them; in both languages, whatever that of the page is."""

from collections.abc import Sequence

from samencontroleren.core.navigation import leads_to
from samencontroleren.organisations.actor import Actor
from samencontroleren.search.place_words import PLACES, Place
from samencontroleren.search.words import fold


def find_places(actor: Actor, wanted: Sequence[str]) -> list[Place]:
    """The pages that are meant and that this actor can open, the first named first."""
    if not wanted:
        return []
    return [each for each in PLACES if _is_meant(each, wanted) and _is_open(actor, each)]


def _is_open(actor: Actor, place: Place) -> bool:
    return place.is_for_all or leads_to(actor, place.asks or place.endpoint)


def _is_meant(place: Place, wanted: Sequence[str]) -> bool:
    """Whether each word that was asked begins one of its own."""
    own = fold(f"{' '.join(place.title)} {place.also}").split()
    return all(any(word.startswith(term) for word in own) for term in wanted)
