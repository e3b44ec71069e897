# SPDX-License-Identifier: EUPL-1.2
"""Make the fonts that PDF documents embed.

The npm package holds Noto Sans cut into subsets as woff2; a PDF needs one TrueType file per style.
Merges latin and latin-ext and drops the layout tables, which the PDF writer does not read and which
differ between the subsets. Run with: .venv/bin/python frontend/fonts.py
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@fontsource" / "noto-sans" / "files"
TARGET = ROOT / "samencontroleren" / "core" / "fonts"
STYLES = {"Regular": "400-normal", "Bold": "700-normal", "Italic": "400-italic"}
SUBSETS = ("latin", "latin-ext")
DROPPED_TABLES = ["GPOS", "GSUB", "GDEF"]


def _unpacked(style: str, subset: str, folder: Path) -> Path:
    """Write one subset as plain TrueType and give its path."""
    font = TTFont(SOURCE / f"noto-sans-{subset}-{STYLES[style]}.woff2")
    font.flavor = None
    for table in DROPPED_TABLES:
        if table in font:
            del font[table]
    path = folder / f"{style}-{subset}.ttf"
    font.save(path)
    return path


def merge(style: str) -> Path:
    """Merge the subsets of one style into ``NotoSans-<style>.ttf`` and give its path."""
    with TemporaryDirectory() as name:
        parts = [str(_unpacked(style, subset, Path(name))) for subset in SUBSETS]
        merged = Merger(options=Options(drop_tables=DROPPED_TABLES)).merge(parts)
    _set_names(merged, style)
    target = TARGET / f"NotoSans-{style}.ttf"
    merged.save(target)
    return target


def _set_names(font: TTFont, style: str) -> None:
    """Give the merged font names of its own, so that two styles never share one in a document."""
    for name_id, text in ((1, "Noto Sans"), (2, style), (4, f"Noto Sans {style}"), (6, f"NotoSans-{style}")):
        font["name"].setName(text, name_id, 3, 1, 0x409)


def main() -> int:
    """Make all styles; gives the exit code."""
    if not SOURCE.is_dir():
        print(f"{SOURCE} does not exist: run npm ci first", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        print(merge(style).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
