# SPDX-License-Identifier: EUPL-1.2
"""The notices of features that come before this one."""

from samencontroleren.notifications.kinds import Delivery, NoticeKind, Topic

NOTICES = (
    NoticeKind(
        "invitation_accepted",
        Topic.PEOPLE,
        title=("Iemand die u uitnodigde, doet nu mee.", "Somebody you invited has joined."),
        why=("U stuurde de uitnodiging.", "You sent the invitation."),
    ),
    NoticeKind(
        "client_stopped",
        Topic.PEOPLE,
        title=(
            "Een API-client werkt niet meer: wie het geheim kende, is weg. Geef de client een nieuw geheim.",
            "An API client stopped: who knew its secret has left. Give the client another secret.",
        ),
        why=("U bent beheerder van uw organisatie.", "You are an administrator of your organisation."),
        delivery=Delivery.AT_ONCE,
    ),
)
