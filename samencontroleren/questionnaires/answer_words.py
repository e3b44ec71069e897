# SPDX-License-Identifier: EUPL-1.2
"""The value of an answer in the words of the API: Dutch names of its parts, Dutch codes for its choices. Pure.

    {"choice": "meets", "explanation": "Zie 3.2."}  is  {"keuze": "voldoet", "toelichting": "Zie 3.2."}

What a requirement itself offers to choose from keeps the value that its makers gave it.
"""

from collections.abc import Mapping
from typing import Any

from samencontroleren.core.errors import Invalid
from samencontroleren.questionnaires.kinds import COMPLIANCE_CODES, YES_NO_CODES, AnswerKind

PARTS: dict[str, str] = {
    "choice": "keuze",
    "choices": "keuzes",
    "explanation": "toelichting",
    "text": "tekst",
    "number": "getal",
    "date": "datum",
    "rows": "regels",
}
CELLS: dict[str, str] = {"name": "naam", "country": "land", "service": "dienst"}
CODES: dict[AnswerKind, Mapping[Any, str]] = {AnswerKind.COMPLIANCE: COMPLIANCE_CODES, AnswerKind.YES_NO: YES_NO_CODES}

UNKNOWN = "Dit veld hoort niet bij deze vraag."
CHOOSE = "Kies een van de mogelijkheden."
SHAPE = (
    "Wat erin hoort, volgt uit soortAntwoord van de eis: keuze, keuzes, tekst, getal, datum of regels "
    "(elk met naam, land en dienst), en bij alles behalve tekst een toelichting."
)


def to_api(kind: AnswerKind, value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A stored value as the API gives it."""
    if value is None:
        return None
    given = {PARTS[part]: item for part, item in value.items()}
    if "choice" in value:
        given["keuze"] = CODES.get(kind, {}).get(value["choice"], value["choice"])
    if "rows" in value:
        given["regels"] = [{CELLS[name]: cell for name, cell in row.items()} for row in value["rows"]]
    return given


def from_api(kind: AnswerKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a client sent, as it is read and stored. Raises Invalid for names and choices the API does not have."""
    names = {dutch: part for part, dutch in PARTS.items()}
    wrong = {f"waarde.{name}": [UNKNOWN] for name in given if name not in names}
    value = {names[name]: item for name, item in given.items() if name in names}
    codes = CODES.get(kind)
    if codes is not None and value.get("choice"):
        chosen = [member for member, code in codes.items() if code == value["choice"]]
        value["choice"] = str(chosen[0]) if chosen else ""
        if not chosen:
            wrong["waarde.keuze"] = [CHOOSE]
    if isinstance(value.get("rows"), list):
        value["rows"] = [_row(number, row, wrong) for number, row in enumerate(value["rows"])]
    if wrong:
        raise Invalid(wrong)
    return value


def name_of(part: str) -> str:
    """The name in the API of a part that could not be read: `choice` or `row-0-name`."""
    if part.startswith("row-"):
        _row_word, number, *cell = part.split("-")
        return ".".join(["waarde", "regels", number, *(CELLS.get(name, name) for name in cell)])
    return f"waarde.{PARTS.get(part, part)}".removesuffix(".")


def _row(number: int, row: Any, wrong: dict[str, list[str]]) -> Any:
    if not isinstance(row, Mapping):
        return row
    names = {dutch: name for name, dutch in CELLS.items()}
    wrong.update({f"waarde.regels.{number}.{name}": [UNKNOWN] for name in row if name not in names})
    return {names[name]: cell for name, cell in row.items() if name in names}
