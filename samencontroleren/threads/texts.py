# SPDX-License-Identifier: EUPL-1.2
"""The text of a message as safe markup: paragraphs, line ends, and links that say where they lead. Pure."""

import re

from markupsafe import Markup, escape

ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def as_markup(text: str) -> Markup:
    """Plain text as paragraphs; only whole http(s) addresses become links, shown as they are."""
    parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    return Markup("").join(Markup('<p class="nl-paragraph">{}</p>').format(_lines(part)) for part in parts)


def _lines(part: str) -> Markup:
    return Markup("<br>").join(_line(line) for line in part.split("\n"))


def _line(line: str) -> Markup:
    made, place = Markup(""), 0
    for found in ADDRESS.finditer(line):
        link = Markup('<a class="nl-link" href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(found[0])
        made += escape(line[place : found.start()]) + link
        place = found.end()
    return made + escape(line[place:])
