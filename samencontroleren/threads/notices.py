# SPDX-License-Identifier: EUPL-1.2
"""The notices of threads, and how threads are named in any notice: by their title, for who may read them."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.threads import policy
from samencontroleren.threads.models import Thread


def names_of_threads(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The title of each thread this actor may read (one query)."""
    query = visible(actor, policy.VIEW, columns=[Thread.id, Thread.title]).where(Thread.id.in_(keys))
    return {key: Named(title, f"/gesprekken/{key}") for key, title in session().execute(query) if title}


NOTICE_NAMES = {"thread": names_of_threads}

PATH = "/gesprekken/{id}"

NOTICES = (
    NoticeKind(
        "thread_opened",
        Topic.TALKS,
        title=("Er is een gesprek begonnen.", "A conversation was started."),
        why=("U hoort bij de mensen die kunnen antwoorden.", "You are one of the people who can answer."),
        about="thread",
        path=PATH,
    ),
    NoticeKind(
        "thread_reply",
        Topic.TALKS,
        title=("Er is een nieuw bericht in een gesprek.", "There is a new message in a conversation."),
        why=("U doet mee aan dit gesprek.", "You take part in this conversation."),
        about="thread",
        path=PATH,
    ),
    NoticeKind(
        "thread_mention",
        Topic.TALKS,
        title=("U bent genoemd in een gesprek.", "You were mentioned in a conversation."),
        why=("Iemand vraagt in een bericht uw aandacht.", "Somebody asks for your attention in a message."),
        about="thread",
        path=PATH,
    ),
    NoticeKind(
        "question_waiting",
        Topic.TALKS,
        title=("Een vraag over een resultaat wacht op VNG.", "A question on a result waits for VNG."),
        why=("U bent coördinator van VNG.", "You are a co-ordinator of VNG."),
        about="thread",
        asks=True,
        path=PATH,
    ),
    NoticeKind(
        "question_published",
        Topic.TALKS,
        title=("VNG heeft een vraag over een resultaat gepubliceerd.", "VNG published a question on a result."),
        why=(
            "Uw gemeente stelde deze vraag, of u kunt haar beantwoorden.",
            "Your municipality asked, or you can answer.",
        ),
        about="thread",
        path=PATH,
    ),
    NoticeKind(
        "question_refused",
        Topic.TALKS,
        title=("VNG heeft uw vraag niet gepubliceerd.", "VNG did not publish your question."),
        why=("U stelde deze vraag.", "You asked this question."),
        about="thread",
        path=PATH,
    ),
    NoticeKind(
        "question_answered",
        Topic.TALKS,
        title=("Er is een antwoord op een vraag over een resultaat.", "There is an answer to a question on a result."),
        why=("U volgt deze vraag.", "You follow this question."),
        about="thread",
        path=PATH,
    ),
)
