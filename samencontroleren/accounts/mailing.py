# SPDX-License-Identifier: EUPL-1.2
"""The mails with an invitation and with a link for another password.

How mail is sent is told by `notifications`, which comes after this feature.
"""

import uuid
from collections.abc import Callable, Collection

from flask import current_app
from flask_babel import force_locale

from samencontroleren.accounts.models import Invitation
from samencontroleren.core.typography import day
from samencontroleren.organisations.kinds import Role

Send = Callable[..., bool]
"""`notifications.service.send_mail`; `path` is made an address by it."""

_told: list[Send] = []

Accepted = Callable[[Invitation], None]
_on_accepted: list[Accepted] = []


def use(send: Send) -> None:
    """Say how mail is sent (once, at import)."""
    _told[:] = [send]


def use_accepted(tell: Accepted) -> None:
    """Say what follows when somebody joined (at import; the same one twice counts once)."""
    if tell not in _on_accepted:
        _on_accepted.append(tell)


def tell_accepted(invitation: Invitation) -> None:
    """Somebody joined: whoever invited is told, and what waited for the person is handed over."""
    for tell in _on_accepted:
        tell(invitation)


def key_of(invitation_id: uuid.UUID) -> str:
    """The key of the mail with an invitation, whatever its words are."""
    return f"invitation {invitation_id}"


def send_invitation(invitation: Invitation, token: str, message: str = "") -> None:
    """Put the mail with the link in the outbox. The link is the only secret that stands in an address.

    `message`: what whoever invites wrote to the person and chose to mail.
    """
    with force_locale(invitation.language):
        until = day(invitation.expires_at)
    send(
        "accounts/invitation",
        key_of(invitation.id),
        email=invitation.email,
        name=invitation.name,
        language=invitation.language,
        path=_path("accounts.invitation", token=token),
        date=until,
        kind=_asked(invitation.roles),
        message=message,
    )


def _path(endpoint: str, **values: str) -> str:
    """The path of a page; also for a job, which lets in an administrator without a request."""
    return current_app.url_map.bind("").build(endpoint, values)


def _asked(roles: Collection[str]) -> str:
    """What the receiver is asked, for the words of the mail: as guest, as one of a supplier, or otherwise."""
    if set(roles) == {Role.GUEST}:
        return "guest"
    return "supplier" if {Role.CONTRIBUTOR, Role.SUBMITTER} & set(roles) else "colleague"


def send_reset(key: str, email: str, name: str, language: str, token: str) -> None:
    """Put the mail with the link to choose another password in the outbox."""
    path = _path("accounts.reset_page", token=token)
    send("accounts/reset", f"reset {key}", email=email, name=name, language=language, path=path)


def send(mail: str, key: str, **words: str) -> None:
    """Put a mail of this feature in the outbox; `path` becomes the link."""
    if not _told:
        raise RuntimeError("nobody said how mail is sent")
    _told[0](mail, key, **words)
