# SPDX-License-Identifier: EUPL-1.2
"""The notices of this feature."""

from samencontroleren.notifications.kinds import Delivery, NoticeKind, Topic

NOTICES = (
    NoticeKind(
        "own_export_ready",
        Topic.PEOPLE,
        title=("De export van uw eigen gegevens staat klaar.", "The export of your own data is ready."),
        why=("U vroeg om deze export.", "You asked for this export."),
        delivery=Delivery.AT_ONCE,
        path="/onze-gegevens",
    ),
)
