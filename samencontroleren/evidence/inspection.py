# SPDX-License-Identifier: EUPL-1.2
"""Looks at an uploaded file before it is kept: its name here, its content and limits in a process of its own.

What comes through here goes into quarantine (see `checking`). The three walls before that: the extension stands on
a list, the content agrees with it, and nothing hides in it (BIO2 8.07; OWASP ASVS 5, V5.2).
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from samencontroleren.core.fields import clean
from samencontroleren.evidence import reader, types
from samencontroleren.evidence.reasons import REASONS, REFUSED_NAMES, refuse

LONGEST_NAME = 150


@dataclass(frozen=True)
class Inspected:
    """What a file is by its content, and how many page images it gives (0: it is shown as text or table)."""

    media_type: str
    page_count: int = 0


def clean_filename(name: str) -> str:
    """A name that is safe to show and to give back: no folders, controls or quotes, of bounded length."""
    last = clean(name).replace("\\", "/").rsplit("/", 1)[-1].replace('"', "").replace("\n", " ").strip(". ")
    path = PurePosixPath(last or "bestand")
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:10].lower()}"


def wanted_type(filename: str) -> str:
    """The media type that the extension of a name promises. Raises Invalid for one we do not take."""
    suffix = types.suffix_of(filename)
    if suffix in types.ALLOWED:
        return types.ALLOWED[suffix]
    raise refuse(REFUSED_NAMES.get(suffix, "unknown_type"))


def inspect(path: Path, filename: str) -> Inspected:
    """Hold a stored file against its name and our limits. Raises Invalid with the reason at the field."""
    wanted = wanted_type(filename)
    pages, refused = reader.check(wanted, path)
    if refused:
        raise refuse(refused if refused in REASONS else "damaged")
    return Inspected(wanted, pages)
