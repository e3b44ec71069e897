# SPDX-License-Identifier: EUPL-1.2
"""The yardstick of a requirement by paragraph, with the words that name a verdict apart. Pure."""

import re

_LEAD = re.compile(
    r"(?:Voldoet (?:deels |niet )?als|Niet te beoordelen als"
    r"|(?:Meets|Partly meets|Does not meet|Cannot be assessed) if)\b"
)
"""How a paragraph about a verdict begins, in Dutch and in English."""


def yardstick_lines(text: str) -> list[tuple[str, str]]:
    """The paragraphs as (how it begins when it is about a verdict, or "", the rest)."""
    found = [(_LEAD.match(each), each) for each in text.splitlines() if each.strip()]
    return [(lead[0], each[lead.end() :]) if lead else ("", each) for lead, each in found]
