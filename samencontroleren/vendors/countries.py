# SPDX-License-Identifier: EUPL-1.2
"""Countries as two letters (ISO 3166-1) and their names in the language of the page (CLDR, through Babel). Pure."""

from functools import cache

from babel import Locale

NO_COUNTRIES = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"))
"""Two-letter codes of CLDR that are no country."""


@cache
def country_choices(language: str) -> list[tuple[str, str]]:
    """(code, name) of all countries by name; the Netherlands first."""
    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES]
    return sorted(found, key=lambda pair: (pair[0] != "NL", pair[1]))


@cache
def country_codes() -> frozenset[str]:
    """All codes that can be chosen."""
    return frozenset(code for code, _name in country_choices("nl"))


def country_name(code: str, language: str) -> str:
    """The name of a country; its code when it has none."""
    return str(Locale.parse(language).territories.get(code, code))
