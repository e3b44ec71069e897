# SPDX-License-Identifier: EUPL-1.2
"""The notices of rights, and how a reset is named in them."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Delivery, Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation
from samencontroleren.rights import policy
from samencontroleren.rights.kinds import ResetState
from samencontroleren.rights.models import AccessReview, AdministratorReset

PATH = "/beheerdersherstel/{id}"
MEMBER = ("U werkt voor deze organisatie.", "You work for this organisation.")


def names_of_resets(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The organisation of each reset this actor may see (one query)."""
    query = visible(actor, policy.RESET_VIEW, columns=[AdministratorReset.id, Organisation.name])
    query = query.join(AdministratorReset.organisation).where(AdministratorReset.id.in_(keys))
    return {key: Named(name, PATH.format(id=key)) for key, name in session().execute(query)}


def names_of_reviews(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The organisation of each review this actor does (one query)."""
    query = visible(actor, policy.REVIEW_DO, columns=[AccessReview.id, Organisation.name])
    query = query.join(AccessReview.organisation).where(AccessReview.id.in_(keys))
    return {key: Named(name, f"/rechten/{key}") for key, name in session().execute(query)}


MANAGER = ("U bent beheerder van uw organisatie.", "You are an administrator of your organisation.")

NOTICE_NAMES = {"administrator-reset": names_of_resets, "access-review": names_of_reviews}

NOTICES = (
    NoticeKind(
        "reset_asked",
        Topic.PEOPLE,
        title=(
            "Een collega vraagt een nieuwe beheerder voor een organisatie. Een tweede persoon besluit.",
            "A colleague asks a new administrator for an organisation. A second person decides.",
        ),
        why=("U mag dit als tweede persoon van VNG goedkeuren.", "You may approve this as a second person of VNG."),
        about="administrator-reset",
        asks=True,
        delivery=Delivery.AT_ONCE,
        path=PATH,
        states=frozenset((ResetState.ASKED,)),
    ),
    NoticeKind(
        "reset_announced",
        Topic.PEOPLE,
        title=(
            "Uw organisatie krijgt een nieuwe beheerder. Klopt dat niet? Maak dan bezwaar.",
            "Your organisation gets a new administrator. Not right? Then object.",
        ),
        why=MEMBER,
        about="administrator-reset",
        delivery=Delivery.INBOX,
        path=PATH,
        states=frozenset((ResetState.WAITING,)),
    ),
    NoticeKind(
        "reset_stopped",
        Topic.PEOPLE,
        title=("Het herstel van een beheerder is gestopt.", "The reset of an administrator was stopped."),
        why=("U bent erbij betrokken.", "You are involved in it."),
        about="administrator-reset",
        delivery=Delivery.AT_ONCE,
        path=PATH,
    ),
    NoticeKind(
        "reset_done",
        Topic.PEOPLE,
        title=("Uw organisatie heeft een nieuwe beheerder.", "Your organisation has a new administrator."),
        why=MEMBER,
        about="administrator-reset",
        delivery=Delivery.AT_ONCE,
        path=PATH,
    ),
    NoticeKind(
        "account_blocked",
        Topic.PEOPLE,
        title=(
            "Een account is geblokkeerd omdat niemand het gebruikt.",
            "An account was blocked because nobody uses it.",
        ),
        why=("U laat mensen toe bij deze organisatie.", "You let in people at this organisation."),
    ),
    NoticeKind(
        "review_opened",
        Topic.PEOPLE,
        title=(
            "Loop de rechten van uw mensen na. Dat doet u eens per jaar.",
            "Go through the rights of your people. You do so once a year.",
        ),
        why=MANAGER,
        about="access-review",
        asks=True,
        has_term=True,
        path="/rechten/{id}",
    ),
    NoticeKind(
        "review_reminder",
        Topic.PEOPLE,
        title=(
            "De controle van rechten is nog niet afgerond.",
            "The review of rights is not finished yet.",
        ),
        why=MANAGER,
        about="access-review",
        asks=True,
        delivery=Delivery.AT_ONCE,
        has_term=True,
        path="/rechten/{id}",
    ),
)
