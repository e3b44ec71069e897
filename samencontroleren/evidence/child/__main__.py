# SPDX-License-Identifier: EUPL-1.2
"""Opens one untrusted document: `python -I -m samencontroleren.evidence.child COMMAND MEDIA_TYPE PATH …`.

    check MEDIA_TYPE PATH          writes JSON: {"pages": 12} or {"refused": "encrypted"}
    page MEDIA_TYPE PATH NUMBER    writes a PNG of that page (from 1)
    text MEDIA_TYPE PATH           writes the text of a written document

The process is bounded before it loads anything, and shut in before it reads a byte of the document. It imports
nothing of the platform but its own package, and writes nothing but its answer.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from samencontroleren.evidence.child import limits
from samencontroleren.evidence.child.reasons import Refused

Act = Callable[[str, IO[bytes]], bytes]


def _check(_arguments: list[str]) -> Act:
    from samencontroleren.evidence.child import pages  # noqa: PLC0415 - only after the limits hold

    def check(media_type: str, stream: IO[bytes]) -> bytes:
        try:
            return json.dumps({"pages": pages.count(media_type, stream)}).encode()
        except Refused as error:
            return json.dumps({"refused": str(error)}).encode()
        except Exception:  # whatever a hostile file provokes, it is not readable
            return json.dumps({"refused": "damaged"}).encode()

    return check


def _page(arguments: list[str]) -> Act:
    from samencontroleren.evidence.child import pages  # noqa: PLC0415 - only after the limits hold

    return lambda media_type, stream: pages.png(media_type, stream, int(arguments[0]))


def _text(_arguments: list[str]) -> Act:
    from samencontroleren.evidence.child import texts  # noqa: PLC0415 - only after the limits hold

    return lambda media_type, stream: texts.text(media_type, stream).encode()


COMMANDS = {"check": _check, "page": _page, "text": _text}


def main(arguments: list[str]) -> None:
    """Entry point of the process."""
    limits.bound()
    command, media_type, path, *rest = arguments
    act = COMMANDS[command](rest)
    with Path(path).open("rb") as stream:
        limits.shut()
        answer = act(media_type, stream)
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main(sys.argv[1:])
