# SPDX-License-Identifier: EUPL-1.2
"""Our own requirements for online software, read from the YAML files in `content/`. Pure."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from samencontroleren.questionnaires.conditions import checked
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Severity, Subject
from samencontroleren.questionnaires.themes import manifest
from samencontroleren.questionnaires.wording import TEXT_PARTS, Wording, make_texts

CONTENT_SOURCE = "Samen Controleren"


@cache
def read_content() -> tuple[tuple[str, Wording], ...]:
    """Code and wording of each of our own requirements, in the order of the files; read once per process."""
    folder = files("samencontroleren.questionnaires") / "content"
    return tuple(
        (row["id"], _wording(theme["id"], row))
        for theme in manifest()["themes"]
        for row in yaml.safe_load((folder / theme["file"]).read_text(encoding="utf-8"))["requirements"]
    )


def _wording(theme: str, row: dict[str, Any]) -> Wording:
    return Wording(
        subject=Subject(row["subject"]),
        addressed_to=AddressedTo(row["addressed_to"]),
        answer_kind=AnswerKind(row["kind"]),
        theme=theme,
        texts=make_texts(nl=_parts(row, "nl"), en=_parts(row, "en")),
        segment=row["segment"]["nl"],
        options=[dict(option) for option in row.get("options", [])],
        aspects=list(row["aspects"]),
        proof=list(row.get("documents", [])),
        norms=[{"kind": norm["kind"], "number": str(norm["number"])} for norm in row["norms"]],
        is_key=row["is_key"],
        weight=row["weight"],
        severity=Severity(row["severity"]),
        applies_when=dict(checked(row["when"])) if "when" in row else None,
    )


def _parts(row: dict[str, Any], language: str) -> dict[str, str]:
    return {part: row[part][language].strip() for part in TEXT_PARTS if part in row and part != "kind"}
