# SPDX-License-Identifier: EUPL-1.2
"""Opens one untrusted document: `python -I -m samencontroleren.evidence.child COMMAND MEDIA_TYPE PATH …`.

    check MEDIA_TYPE PATH                writes JSON: {"pages": 12} or {"refused": "encrypted"}
    table MEDIA_TYPE PATH                writes JSON: the first rows of a workbook, or what is in a zip
    entry MEDIA_TYPE PATH NAME           writes a + and then one file out of a zip
    clean MEDIA_TYPE PATH [signed]       writes a line of JSON (what was met, who signed, how the text begins) and the
                                         copy for reading
    page MEDIA_TYPE PATH NUMBER STAMP    writes a PNG of that page (from 1), stamped
    text MEDIA_TYPE PATH [NUMBER]        writes the text of a written document, or of one page of a pdf

The process is bounded before it loads anything, and shut in before it reads a byte of the document. It imports
nothing of the platform but its own package and the pure reader of sheets, and writes nothing but its answer.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from samencontroleren.core import confining
from samencontroleren.evidence.child.reasons import Refused

Act = Callable[[str, IO[bytes]], bytes]


def _check(*_rest: str) -> Act:
    from samencontroleren.evidence.child import content  # noqa: PLC0415 - only after the limits hold

    return lambda media_type, stream: json.dumps({"pages": content.check(media_type, stream)}).encode()


def _table(*_rest: str) -> Act:
    from samencontroleren.evidence.child import tables  # noqa: PLC0415 - only after the limits hold

    return lambda media_type, stream: json.dumps(tables.read(media_type, stream)).encode()


def _entry(name: str) -> Act:
    from samencontroleren.evidence.child import archives  # noqa: PLC0415 - only after the limits hold

    return lambda _media_type, stream: b"+" + archives.entry(stream, name)


def _clean(*rest: str) -> Act:
    from samencontroleren.evidence.child import cleaning, pages  # noqa: PLC0415 - only after the limits hold

    if rest:
        from samencontroleren.evidence.child import signatures  # noqa: PLC0415 - heavy, and seldom needed

    def clean(media_type: str, stream: IO[bytes]) -> bytes:
        signed = signatures.read(stream) if rest else []
        stream.seek(0)
        copy, met = cleaning.clean(media_type, stream)
        begins = pages.first_texts(copy) if media_type == pages.PDF else []
        told = {"met": met, "signatures": signed, "begins": begins, "sizes": pages.sizes(media_type, copy)}
        return json.dumps(told).encode() + b"\n" + copy

    return clean


def _page(number: str, stamp: str) -> Act:
    from samencontroleren.evidence.child import pages, stamping  # noqa: PLC0415 - only after the limits hold

    put = stamping.Stamp(stamp).put
    return lambda media_type, stream: pages.png(media_type, stream, int(number), put)


def _text(number: str = "0") -> Act:
    from samencontroleren.evidence.child import pages, texts  # noqa: PLC0415 - only after the limits hold

    def text(media_type: str, stream: IO[bytes]) -> bytes:
        found = pages.text(stream, int(number)) if media_type == pages.PDF else texts.text(media_type, stream)
        return found[: texts.MOST + 1].encode(errors="replace")

    return text


COMMANDS: dict[str, Callable[..., Act]] = {
    "check": _check,
    "clean": _clean,
    "entry": _entry,
    "page": _page,
    "table": _table,
    "text": _text,
}


def main(arguments: list[str]) -> None:
    """Entry point of the process."""
    confining.bound()
    command, media_type, path, *rest = arguments
    act = COMMANDS[command](*rest)
    with Path(path).open("rb") as stream:
        confining.shut()
        sys.stdout.buffer.write(_answer(act, media_type, stream))


def _answer(act: Act, media_type: str, stream: IO[bytes]) -> bytes:
    try:
        return act(media_type, stream)
    except Refused as error:
        return json.dumps({"refused": str(error)}).encode()
    except Exception:  # whatever a hostile file provokes, it is not readable
        return json.dumps({"refused": "damaged"}).encode()


if __name__ == "__main__":
    main(sys.argv[1:])
