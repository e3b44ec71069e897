# SPDX-License-Identifier: EUPL-1.2
"""What a kind of notice is. Each feature declares its own in `notices.py`, collected by `features.notices`.

    NOTICES = (NoticeKind("assigned", Topic.REVIEW, title=(...), why=(...), about="dossier", asks=True),)
    NOTICE_NAMES = {"dossier": names_of_dossiers}

The words stand beside the kind, in Dutch and English; a notice in the database holds its code, its object and
dates only. What it is about is named when it is read, through the reader's own permission (`NOTICE_NAMES`).
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Pair = tuple[str, str]
"""The same text in Dutch and in English."""


class Topic(StrEnum):
    """What a person chooses mail for: kinds of notice that belong together."""

    ANSWERING = "answering"
    REVIEWING = "reviewing"
    RESULTS = "results"
    USAGE = "usage"
    TALKS = "talks"
    PEOPLE = "people"


TOPIC_LABELS: dict[Topic, Pair] = {
    Topic.ANSWERING: ("Vragen beantwoorden en termijnen", "Answering questions and terms"),
    Topic.REVIEWING: ("Beoordelen en fiatteren", "Reviewing and releasing"),
    Topic.RESULTS: ("Resultaten", "Results"),
    Topic.USAGE: ("Gebruik en risico’s", "Use and risks"),
    Topic.TALKS: ("Gesprekken", "Conversations"),
    Topic.PEOPLE: ("Mensen en uitnodigingen", "People and invitations"),
}


class Delivery(StrEnum):
    """How a notice reaches somebody besides the inbox, where it always stands."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    INBOX = "inbox"


DELIVERY_LABELS: dict[Delivery, Pair] = {
    Delivery.AT_ONCE: ("Direct een mail", "A mail at once"),
    Delivery.DIGEST: ("In het dagoverzicht", "In the daily digest"),
    Delivery.INBOX: ("Geen mail, alleen bij Berichten", "No mail, only in the inbox"),
}


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice: its words, whether it asks something, and how it is mailed."""

    code: str
    topic: Topic
    title: Pair
    """One sentence without any name: it also stands in mails."""
    why: Pair
    """Why me: "U bent coördinator van de ronde." """
    about: str = ""
    """The kind of object it is about, a key of some `NOTICE_NAMES`; empty when it is about nothing one can open."""
    asks: bool = False
    """It asks an act and ends by itself when that is done; otherwise it informs and is put away by its reader."""
    is_obligatory: bool = False
    """Mailed at once whatever the reader chose; the law or a term of the scheme asks it."""
    delivery: Delivery = Delivery.DIGEST
    """How it is mailed until the reader chooses otherwise."""
    has_term: bool = False
    """Whether its fact `date` is the last day to act."""
    path: str = ""
    """Where it leads, with `{id}` for the object, when `notify` gives no link."""
    states: frozenset[str] = frozenset()
    """The states of its object in which it still counts; it ends when the object moves to any other. Empty: all."""


@dataclass(frozen=True)
class Named:
    """What a notice is about, for one reader: its name and its page."""

    label: str
    url: str


Namer = Callable[[Any, Sequence[uuid.UUID]], Mapping[uuid.UUID, Named]]
"""Names the objects of one kind that an actor may see; the others are left out."""


TOPIC_CODES: dict[Topic, str] = {
    Topic.ANSWERING: "beantwoorden",
    Topic.REVIEWING: "beoordelen",
    Topic.RESULTS: "resultaten",
    Topic.USAGE: "gebruik",
    Topic.TALKS: "gesprekken",
    Topic.PEOPLE: "mensen",
}
"""What the API calls them."""
