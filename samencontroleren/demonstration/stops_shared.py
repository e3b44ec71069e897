# SPDX-License-Identifier: EUPL-1.2
"""Stops of the tour that many personas make, and what a stop is."""

Pair = tuple[str, str]
"""The same text in Dutch and in English."""

Stop = tuple[str, Pair, Pair]
"""A place (an address, or one that `tour` finds), what to try, and what one will see."""

HOME: Stop = (
    "/",
    ("Begin op de startpagina", "Begin on the start page"),
    ("U ziet wat er op u wacht, in de volgorde van de termijn.", "You see what waits for you, in order of term."),
)
INBOX: Stop = (
    "/berichten",
    ("Lees uw berichten", "Read your messages"),
    (
        "Alles wat aan u is gemeld staat bij elkaar. Kies bij Voorkeuren wanneer u er mail van krijgt.",
        "Everything you were told stands together. Choose under Preferences when you get mail of it.",
    ),
)
