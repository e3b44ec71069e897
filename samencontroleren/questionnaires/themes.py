# SPDX-License-Identifier: EUPL-1.2
"""Themes: their labels and order, from the manifest of our own content; themes of sheets keep their own words."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from samencontroleren.questionnaires.reading import clean_line

OTHER = "overig"
OTHER_LABEL = ("Overig", "Other")
LONGEST_THEME = 120

Label = tuple[str, str]


@cache
def manifest() -> dict[str, Any]:
    """The manifest of our own content: set, version, title and themes."""
    text = (files("samencontroleren.questionnaires") / "content" / "manifest.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@cache
def known_themes() -> dict[str, Label]:
    """Theme id to (nl, en) for the themes of our own content, in their order."""
    rows = sorted(manifest()["themes"], key=lambda row: row["order"])
    return {row["id"]: (row["title"]["nl"], row["title"]["en"]) for row in rows}


def theme_label(theme: str) -> Label:
    """The (nl, en) label of a theme; a theme that came with a sheet is its own label in both."""
    if theme == OTHER:
        return OTHER_LABEL
    return known_themes().get(theme, (theme, theme))


def theme_order(theme: str) -> tuple[int, list[tuple[int, int, str]]]:
    """Sorts themes: those of our own content first, then others by name, *overig* last."""
    known = list(known_themes())
    if theme in known:
        return known.index(theme), []
    return (len(known) + (theme == OTHER), natural(theme))


def theme_of(text: str) -> str:
    """The theme that a text in a sheet or field means: one of ours by id or label, else the text itself.

    A slash becomes a hyphen, since a theme is part of addresses; blank text is *overig*.
    """
    line = clean_line(text).replace("/", "-").replace("\\", "-")
    if not line.strip(".-"):
        return OTHER
    for theme, labels in {**known_themes(), OTHER: OTHER_LABEL}.items():
        if line.casefold() in {theme.casefold(), *(label.casefold() for label in labels)}:
            return theme
    return line


def natural(text: str) -> list[tuple[int, int, str]]:
    """Sorts text as people count: "2" before "10", "A-9" before "A-10"."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
