# SPDX-License-Identifier: EUPL-1.2
"""Addresses of built style sheets, scripts and fonts, and the icons that pages carry inline.

The front-end build writes ``manifest.json`` and ``icons.json`` into ``static/dist``. This module reads
them once, when the first page asks, and knows nothing of Flask or Jinja.
"""

import json
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

DIST = Path(__file__).parent / "static" / "dist"
FONTS = Path(__file__).parent / "fonts"


class AssetsMissing(RuntimeError):
    """The front end was not built, or the build does not hold what a page asks for."""


class Assets:
    """Looks up built files and icons by name."""

    def __init__(self, folder: Path = DIST, base_url: str = "/static/dist/") -> None:
        """Take the folder that the build wrote and the address under which it is served."""
        self._folder = folder
        self._base_url = base_url.rstrip("/") + "/"
        self._drawn: dict[str, Markup] = {}

    def url(self, name: str) -> str:
        """Give the address of a built file, for example ``url("app.css")``.

        Raises AssetsMissing when the build is absent or does not know the name.
        """
        return self._base_url + self._lookup(self._manifest, name, "file")

    def icon(self, name: str) -> Markup:
        """Give an inline svg that screen readers skip, for example ``icon("check")``.

        Raises AssetsMissing when the build is absent or does not know the name.
        """
        if name not in self._drawn:
            self._drawn[name] = self._draw(name)
        return self._drawn[name]

    def _draw(self, name: str) -> Markup:
        # The inner part comes from our own build, never from a request.
        inner = Markup(self._lookup(self._icons, name, "icon"))  # noqa: S704 -- our own icons
        return Markup(
            '<svg class="sc-icon" viewBox="0 0 24 24" width="24" height="24" fill="none"'
            ' stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
            ' aria-hidden="true" focusable="false">{}</svg>'
        ).format(inner)

    def icon_names(self) -> list[str]:
        """List the icons of the build in alphabetical order."""
        return sorted(self._icons)

    @cached_property
    def _manifest(self) -> dict[str, str]:
        return self._read("manifest.json")

    @cached_property
    def _icons(self) -> dict[str, str]:
        return self._read("icons.json")

    def _read(self, name: str) -> dict[str, str]:
        path = self._folder / name
        try:
            content: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise AssetsMissing(f"{path} does not exist: run make assets") from error
        return content

    @staticmethod
    def _lookup(table: dict[str, str], name: str, kind: str) -> str:
        try:
            return table[name]
        except KeyError as error:
            raise AssetsMissing(f"The build holds no {kind} {name!r}: run make assets") from error
