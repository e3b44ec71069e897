# SPDX-License-Identifier: EUPL-1.2
"""What was seen: a contact sheet to look through, and a list of faults."""

from html import escape
from itertools import groupby
from pathlib import Path

from tools.gallery.look import Sight

HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>
body{font:14px/1.4 sans-serif;margin:1.5rem;color-scheme:light dark}
section>div{display:flex;flex-wrap:wrap;gap:1rem}
figure{margin:0;inline-size:20rem}
figure>div{display:flex;gap:.25rem;align-items:flex-start;block-size:15rem;overflow:hidden;border:1px solid #8888}
img{min-inline-size:0;flex:3 1 0}img+img{flex:1 1 0}
.bad{color:#c22}figcaption{overflow-wrap:anywhere}</style><h1>Gallery</h1>
"""


def _order(sight: Sight) -> tuple[str, str, str]:
    return sight.role, sight.language, sight.place.name


def write(out: Path, sights: list[Sight], others: list[str]) -> str:
    """Write index.html and report.txt; gives the text of the report."""
    sights = sorted(sights, key=_order)
    (out / "index.html").write_text(HEAD + "".join(_sections(sights)))
    text = _text(sights, others)
    (out / "report.txt").write_text(text)
    return text


def _sections(sights: list[Sight]) -> list[str]:
    found = []
    for (role, language), group in groupby(sights, key=lambda each: (each.role, each.language)):
        figures = "".join(map(_figure, group))
        found.append(f"<section><h2>{escape(role)}, {language}</h2><div>{figures}</div></section>")
    return found


def _figure(sight: Sight) -> str:
    images = "".join(
        f'<a href="{path}"><img loading="lazy" src="{path}" alt="{escape(sight.place.name)}" width="280"></a>'
        for path in sight.pictures
    )
    faults = "".join(f'<div class="bad">{escape(fault)}</div>' for fault in sight.faults)
    words = f"{escape(sight.place.name)}<br>{escape(sight.title)}{faults}"
    return f"<figure><div>{images}</div><figcaption>{words}</figcaption></figure>"


def _text(sights: list[Sight], others: list[str]) -> str:
    faulty: dict[tuple[str, str], list[str]] = {}
    for sight in sights:
        for fault in sight.faults:
            faulty.setdefault((sight.place.endpoint, fault), []).append(f"{sight.role}/{sight.language}")
    lines = [f"{len(sights)} sights, {len(faulty)} kinds of fault"]
    for (endpoint, fault), where in sorted(faulty.items()):
        more = f" and {len(where) - 2} more" if len(where) > 2 else ""
        lines.append(f"{endpoint}: {fault}   [{', '.join(where[:2])}{more}]")
    return "\n".join([*lines, *others]) + "\n"
