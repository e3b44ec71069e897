# SPDX-License-Identifier: EUPL-1.2
"""The gemeenten as facts: CBS code, name, province and, where known, inhabitants. Pure.

Source: the public TOOI register (identifier.overheid.nl), checked against CBS 2025. The file is data of the
package; an administrator may load a newer one of the same form.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from samencontroleren.organisations import identifiers

FILE = Path(__file__).parent / "data" / "gemeenten.csv"


@dataclass(frozen=True)
class MunicipalityFacts:
    """One gemeente, under the name it has on screens ("Gemeente Utrecht")."""

    code: str
    name: str
    province: str
    inhabitants: int | None = None


class UnreadableFacts(ValueError):
    """A row of the file can not be used; says which and why."""


def read_municipalities(path: Path = FILE) -> list[MunicipalityFacts]:
    """The gemeenten of a CSV file with columns cbs_code, naam, provincie and optionally inwoners.

    Raises UnreadableFacts for a missing column, a code that is none or comes twice, or a number that is none.
    """
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.DictReader(source)
        missing = {"cbs_code", "naam", "provincie"} - set(rows.fieldnames or ())
        if missing:
            raise UnreadableFacts(f"columns are missing: {', '.join(sorted(missing))}")
        found = [_facts(number, row) for number, row in enumerate(rows, 2)]
    _check_once(found)
    return found


def _facts(number: int, row: dict[str, str]) -> MunicipalityFacts:
    code = identifiers.normalised(row["cbs_code"] or "")
    name, people = (row["naam"] or "").strip(), (row.get("inwoners") or "").strip()
    if not identifiers.is_cbs_code(code):
        raise UnreadableFacts(f"line {number}: {code!r} is no CBS code (GM and four digits)")
    if not name:
        raise UnreadableFacts(f"line {number}: {code} has no name")
    if people and not people.isdecimal():
        raise UnreadableFacts(f"line {number}: {people!r} is no number of inhabitants")
    province = (row["provincie"] or "").strip()
    return MunicipalityFacts(code, f"Gemeente {name}", province, int(people) if people else None)


def _check_once(found: Iterable[MunicipalityFacts]) -> None:
    seen: set[str] = set()
    for each in found:
        if each.code in seen:
            raise UnreadableFacts(f"{each.code} comes twice")
        seen.add(each.code)
