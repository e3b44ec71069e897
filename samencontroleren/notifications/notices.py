# SPDX-License-Identifier: EUPL-1.2
"""The notices of features that come before this one."""

from samencontroleren.notifications.kinds import NoticeKind, Topic

NOTICES = (
    NoticeKind(
        "invitation_accepted",
        Topic.PEOPLE,
        title=("Iemand die u uitnodigde, doet nu mee.", "Somebody you invited has joined."),
        why=("U stuurde de uitnodiging.", "You sent the invitation."),
    ),
)
