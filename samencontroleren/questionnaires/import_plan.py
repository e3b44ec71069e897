# SPDX-License-Identifier: EUPL-1.2
"""From the rows of a sheet to wordings: what is new, what is reworded, what stays, and what can not be used. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from samencontroleren.questionnaires.answer_kinds import canonical
from samencontroleren.questionnaires.comparison import Delta, differences
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Subject
from samencontroleren.questionnaires.sheets import UNUSABLE, ImportedRow, ImportResult, UnusableRow, column_letter
from samencontroleren.questionnaires.themes import LONGEST_THEME, theme_of
from samencontroleren.questionnaires.wording import Wording, make_texts, title_from

LONGEST = {"external_id": 80, "theme": LONGEST_THEME, "segment": 120}
"""Fields for which the catalogue has less room than a sheet may hold, in characters."""

RETIRED = "Deze eis is vervallen in de catalogus en blijft vervallen."

_CLIENTS = ("gemeente", "opdrachtgever", "client", "municipalit", "afnemer", "auftraggeber", "commune")
_SUPPLIERS = ("leverancier", "opdrachtnemer", "supplier", "vendor", "provider", "auftragnehmer", "fournisseur")
_NORM = re.compile(r"(?P<kind>[^\W\d]+(?:[ /-]?(?:IEC|EN))*(?: ?2700\d|2)?)[ :.-]+(?P<number>\S.*)")


@dataclass(frozen=True)
class Known:
    """What the catalogue holds under a code now."""

    wording: Wording
    is_retired: bool = False
    code: str = ""


@dataclass(frozen=True)
class Planned:
    """One row as it would stand in the catalogue; `is_retired`: the file says that it is out of use."""

    row: ImportedRow
    code: str
    wording: Wording
    known: Known | None
    source: str = ""
    is_retired: bool = False

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def retires(self) -> bool:
        """Whether it is taken out of use by this file."""
        return self.is_retired and self.known is not None and not self.known.is_retired

    @cached_property
    def deltas(self) -> list[Delta]:
        """The texts and properties that differ from what the catalogue holds, as a reader sees them."""
        found = differences(self.known.wording, self.wording) if self.known is not None else ()
        return [each for each in found if each.is_seen]

    @property
    def is_reworded(self) -> bool:
        return bool(self.deltas)


@dataclass(frozen=True)
class Plan:
    """What an import would do; nothing is stored yet."""

    planned: list[Planned]
    problems: list[dict[str, Any]]
    blank_rows: int
    rows_read: int
    noted: list[ImportedRow] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """Codes of requirements in use that the file does not have; they stay as they are."""
    questionnaire: str = ""
    """The name of the questionnaire that the file was exported from."""

    @property
    def added(self) -> list[Planned]:
        return [each for each in self.planned if each.is_new]

    @property
    def reworded(self) -> list[Planned]:
        return [each for each in self.planned if each.is_reworded]

    @property
    def retired(self) -> list[Planned]:
        return [each for each in self.planned if each.retires]

    @property
    def unchanged(self) -> int:
        return sum(not (each.is_new or each.is_reworded or each.retires) for each in self.planned)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all it would do, and to what: another one means that the catalogue changed meanwhile."""
        done = [
            [each.code, each.wording.digest, each.known.wording.digest if each.known else "", each.retires]
            for each in self.planned
        ]
        return hashlib.sha256(canonical({"done": done, "not": [each["row"] for each in self.problems]})).hexdigest()


def make_plan(
    result: ImportResult,
    known: Mapping[str, Known],
    sheet: str,
    columns: Mapping[str, int],
    *,
    prefix: str = "",
    subject: Subject = Subject.PRODUCT,
) -> Plan:
    """Hold the rows of a sheet against the catalogue; `known` is by code in lower case.

    A requirement that exists keeps what the sheet does not say. `subject` holds for new requirements only.
    """
    planned, problems = [], [problem_of(each) for each in result.unusable]
    for row in result.usable:
        code = prefix + row.values["external_id"]
        held = known.get(code.casefold())
        refused = _refusal(row, code, held, sheet, columns)
        if refused:
            problems.append(refused)
        else:
            planned.append(Planned(row, code, wording_from(row.values, held.wording if held else None, subject), held))
    problems.sort(key=lambda each: each["row"])
    noted = [each.row for each in planned if each.row.notes]
    absent = absent_codes(known, (prefix + row.values["external_id"] for row in result.usable))
    return Plan(planned, problems, result.blank_rows, result.rows_read, noted, absent)


def absent_codes(known: Mapping[str, Known], codes: Iterable[str]) -> list[str]:
    """The codes of requirements in use that are not among these."""
    there = {code.casefold() for code in codes}
    return [held.code for code, held in known.items() if code not in there and not held.is_retired]


def wording_from(values: Mapping[str, str], known: Wording | None, subject: Subject) -> Wording:
    """The wording of a row; over the known one where there is one, so that only what the sheet says changes."""
    base = known or Wording(subject, AddressedTo.SUPPLIER, AnswerKind.COMPLIANCE, theme_of(""), {})
    made = replace(base, texts=_texts(values, base))
    if "theme" in values:
        made = replace(made, theme=theme_of(values["theme"]))
    if "segment" in values:
        made = replace(made, segment=values["segment"])
        if values["segment"] != base.segment:
            made.texts["nl"]["segment"] = values["segment"]
    if "addressed_to" in values:
        made = replace(made, addressed_to=addressed_to(values["addressed_to"]))
    if "norms" in values:
        made = replace(made, norms=norms_of(values["norms"]))
    return made


def addressed_to(text: str) -> AddressedTo:
    """Whom a text addresses; the supplier when it names neither."""
    lowered = text.casefold()
    client = any(word in lowered for word in _CLIENTS)
    supplier = any(word in lowered for word in _SUPPLIERS)
    if client:
        return AddressedTo.BOTH if supplier else AddressedTo.CLIENT
    return AddressedTo.SUPPLIER


def norms_of(text: str) -> list[dict[str, str]]:
    """The norms in a text, one per line or between semicolons: "BIO2 5.19.01" is kind BIO2, number 5.19.01."""
    norms = []
    for part in re.split(r"[\n;]+", text):
        line = " ".join(part.split())
        found = _NORM.fullmatch(line)
        if found:
            norms.append({"kind": found["kind"], "number": found["number"]})
        elif line:
            norms.append({"kind": "", "number": line})
    return norms


def problem_of(row: UnusableRow) -> dict[str, Any]:
    """A row that can not be used, as plain values."""
    params = {name: value if isinstance(value, int) else str(value) for name, value in row.params.items()}
    return {
        "sheet": row.sheet,
        "row": row.row_number,
        "reason": row.reason_code,
        "message": row.message,
        "params": params,
        "excerpt": row.excerpt,
    }


def _texts(values: Mapping[str, str], base: Wording) -> dict[str, dict[str, str]]:
    dutch, english = dict(base.texts.get("nl", {})), dict(base.texts.get("en", {}))
    was_derived = dutch.get("title") == title_from(dutch.get("text", ""))
    for part in ("text", "title", "explanation", "proof", "kind"):
        if part in values:
            dutch[part] = values[part]
    if "title" not in values and (was_derived or not dutch.get("title")):
        dutch["title"] = title_from(dutch["text"])
    for part in ("text", "title"):
        if f"{part}_en" in values:
            english[part] = values[f"{part}_en"]
    return make_texts(nl=dutch, en=english)


def _refusal(
    row: ImportedRow, code: str, held: Known | None, sheet: str, columns: Mapping[str, int]
) -> dict[str, Any] | None:
    reason, message, params = "", "", dict[str, Any]()
    if held is not None and held.is_retired:
        reason, message = "retired", RETIRED
    for name, limit in LONGEST.items():
        length = len(code if name == "external_id" else row.values.get(name, ""))
        if length > limit:
            reason = "id_too_long" if name == "external_id" else "too_long"
            message, params = UNUSABLE[reason], {"length": length, "limit": limit}
            params["column"] = column_letter(columns[name]) if name in columns else ""
    if not reason:
        return None
    excerpt = " | ".join(row.values.values())[:160]
    return {
        "sheet": sheet,
        "row": row.row_number,
        "reason": reason,
        "message": message,
        "params": params,
        "excerpt": excerpt,
    }
