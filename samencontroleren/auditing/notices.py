# SPDX-License-Identifier: EUPL-1.2
"""The notices of the trail: to VNG's functional administrators, mailed at once whatever they chose."""

from samencontroleren.notifications.kinds import NoticeKind, Topic

WHY = (
    "U bent functioneel beheerder en let op het logboek (BIO2 8.15.02).",
    "You are a functional administrator and watch over the trail (BIO2 8.15.02).",
)

NOTICES = (
    NoticeKind(
        "trail_broken",
        Topic.PEOPLE,
        title=(
            "Het logboek klopt niet: een regel past niet in de keten. Wijzig niets en waarschuw technisch beheer.",
            "The trail is broken: a row does not fit the chain. Change nothing and warn the operators.",
        ),
        why=WHY,
        is_obligatory=True,
        path="/logboek",
    ),
    NoticeKind(
        "trail_not_sealed",
        Topic.PEOPLE,
        title=(
            "Nieuwe regels van het logboek worden niet verzegeld. Vraag de technisch beheerder om te kijken.",
            "New rows of the trail are not being sealed. Ask the technical administrator to have a look.",
        ),
        why=WHY,
        is_obligatory=True,
        path="/logboek",
    ),
)
