# SPDX-License-Identifier: EUPL-1.2
"""The table of attacks: what is sent, what must happen, and which requirements it shows (ASVS 5.0.0 and BIO2).

Each attack is a function in one of the modules named in `MODULES`, entered with `@attack`. The words are Dutch, since
the report is read by operators and auditors: `docs/beveiliging/aanvallen.md` is generated from it, and each run of
these tests can write what came out of it (see `tests.support.attack_report`). A penetration test by people is not
replaced by it (BIO2 8.08.05); it shows before each release that what was thought of still holds.
"""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.attacks.target import Target

Run = Callable[["Target"], None]

MODULES = ("sessions", "accounts", "browser", "injection", "api", "files", "rules", "http")
"""In the order of the report."""

THEMES = {
    "S": "Sessies",
    "A": "Accounts en inloggen",
    "B": "Browser en koppen",
    "I": "Injectie en vreemde tekst",
    "P": "API",
    "F": "Bestanden",
    "R": "Regels, gelijktijdigheid en raden",
    "H": "Kale HTTP-verzoeken aan de server",
}


@dataclass(frozen=True)
class Attack:
    """One line of the table."""

    key: str
    sends: str
    must: str
    asvs: Sequence[str]
    """Numbers of OWASP ASVS 5.0.0."""
    bio2: Sequence[str]
    """Numbers of BIO2 v1.3."""
    run: Run
    needs_server: bool

    @property
    def theme(self) -> str:
        return THEMES[self.key[0]]


_table: dict[str, Attack] = {}


def attack(
    key: str, sends: str, must: str, asvs: Sequence[str], bio2: Sequence[str] = (), needs_server: bool = False
) -> Callable[[Run], Run]:
    """Enter a function into the table; a key that is there already is a mistake (ValueError)."""

    def enter(run: Run) -> Run:
        if key in _table or key[0] not in THEMES:
            raise ValueError(f"attack {key} is there already, or has no theme")
        _table[key] = Attack(key, sends, must, asvs, ("8.08.05", *bio2), run, needs_server)
        return run

    return enter


def attacks() -> list[Attack]:
    """All attacks, by theme and number."""
    for name in MODULES:
        importlib.import_module(f"tests.attacks.{name}")
    themes = list(THEMES)
    return sorted(_table.values(), key=lambda each: (themes.index(each.key[0]), int(each.key[1:])))
