# SPDX-License-Identifier: EUPL-1.2
"""A released result item by item, under the names of the API: what a manifest counts and a bundle carries. Pure.

`VERSION` says which facts an item holds and how they are written. Whoever changes that raises it and keeps the former
way, or bundles of results released before would no longer fit their manifest. A fact that is kept from some day
on stands in an item only where it was kept (`layers.KEPT_LATER`): the items of before stay as they were.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samencontroleren.assessments.kinds import ASSURANCE_CODES, AXIS_CODES, RESULT_CODES, VERDICT_CODES, Axis, Verdict
from samencontroleren.questionnaires.kinds import ADDRESSED_TO_CODES, SEVERITY_CODES, SUBJECT_CODES
from samencontroleren.rounds.kinds import REASSESSMENT_CODES
from samencontroleren.sharing import layers
from samencontroleren.sharing.layers import facts_of
from samencontroleren.sharing.models import Release, ReleasedReassessment, ReleasedVerdict

VERSION = 2
VERSIONS = (1, VERSION)
"""Since 2 an item says what a re-assessment judged anew, and each verdict whether it was taken over."""
REASSESSED = "herbeoordeling"
"""The place of the item that says of which result, and of which themes, a re-assessment was."""
COUNT = "aantal"
"""The place of the item that says how many others its layer has, so that none can be left out unseen."""


class BundleLayer(StrEnum):
    """The layers of a released result as a bundle names them (product.md, section 7)."""

    RESULT = "resultaat"
    VERDICTS = "oordelen"
    FINDINGS = "bevindingen"
    MEASURES = "maatregelen"
    ANSWERS = "antwoorden"


@dataclass(frozen=True)
class Item:
    """One item: its layer, its place there, and what it says (plain JSON)."""

    layer: BundleLayer
    place: str
    content: Any


NAMES = {
    "dossier_id": "dossierId",
    "subject": "onderwerp",
    "vendor_id": "leverancierId",
    "product_id": "productId",
    "number": "versie",
    "cites_id": "steuntOp",
    "round_name": "ronde",
    "questionnaire_name": "vragenlijst",
    "questionnaire_number": "vragenlijstVersie",
    "questionnaire_digest": "vragenlijstControlegetal",
    "result": "resultaat",
    "assurance": "zekerheidsgraad",
    "rule_version": "regelVersie",
    "assessed_on": "beoordeeldOp",
    "valid_until": "geldigTot",
    "theme_scores": "themas",
    "was_silent": "leverancierReageerdeNiet",
    "position": "volgnummer",
    "requirement_code": "eis",
    "theme": "thema",
    "titles": "titels",
    "is_key": "isSleuteleis",
    "code": "oordeel",
    "axes": "oordeelPerAspect",
    "public_reason": "reden",
    "is_carried": "isOvergenomen",
    "follows_id": "volgtOp",
    "cause": "reden",
    "themes": "themas",
    "counts_from": "teltVanaf",
    "finding_id": "bevindingId",
    "part": "deel",
    "part_of": "gaatVerderIn",
    "severity": "ernst",
    "due_on": "uiterlijkOp",
    "addressed_to": "gerichtAan",
    "texts": "teksten",
    "norms": "normen",
    "answer_texts": "antwoord",
    "confidential_reason": "toelichting",
}
"""What the facts of a layer are called outside."""

CODES: dict[str, Mapping[Any, str]] = {
    "subject": SUBJECT_CODES,
    "result": RESULT_CODES,
    "assurance": ASSURANCE_CODES,
    "code": VERDICT_CODES,
    "cause": REASSESSMENT_CODES,
    "severity": SEVERITY_CODES,
    "addressed_to": ADDRESSED_TO_CODES,
}
DEEPER = ("theme_scores", "explanation")
"""Facts of a release of which a part belongs to the layer of verdicts."""
RESULT_FACTS = tuple(name for name in layers.RELEASE_FACTS if name not in DEEPER)


VERDICT_FACTS: dict[int, Callable[[ReleasedVerdict], Sequence[str]]] = {
    1: layers.verdict_facts,
    2: lambda row: (*layers.verdict_facts(row), "is_carried"),
}


def items_of(release: Release, found: layers.Layers, version: int = VERSION) -> list[Item]:
    """All items of a released result, layer by layer, each layer followed by its count; as that version writes them."""
    return [
        *_result(release, found.reassessment if version > 1 else None),
        *_rows(BundleLayer.VERDICTS, found.verdicts, VERDICT_FACTS[version], _explanation(release)),
        *_rows(BundleLayer.FINDINGS, found.findings, layers.finding_facts),
        *_rows(BundleLayer.MEASURES, found.measures, lambda _row: layers.MEASURE_FACTS),
        *_rows(BundleLayer.ANSWERS, found.answers, lambda _row: layers.ANSWER_FACTS),
    ]


def _result(release: Release, between: ReleasedReassessment | None) -> Iterator[Item]:
    """The result itself, with the scores of its themes; the counts per theme belong to the verdicts.

    Beside it, where it came from a re-assessment, the result it follows and what was judged anew.
    """
    scores = [{"thema": each["theme"], "score": each["score"]} for each in release.theme_scores]
    yield Item(BundleLayer.RESULT, BundleLayer.RESULT.value, {**named(release, RESULT_FACTS), "themas": scores})
    if between is not None:
        yield Item(BundleLayer.RESULT, REASSESSED, named(between, layers.REASSESSMENT_FACTS))
    yield Item(BundleLayer.RESULT, COUNT, 1 if between is None else 2)


def _explanation(release: Release) -> list[Item]:
    lines = [{"nl": each["nl"], "en": each["en"], "eis": each["requirement"]} for each in release.explanation]
    return [Item(BundleLayer.VERDICTS, "onderbouwing", lines)]


def _rows(
    layer: BundleLayer, rows: Sequence[Any], names: Callable[[Any], Sequence[str]], more: Sequence[Item] = ()
) -> Iterator[Item]:
    yield from more
    for row in sorted(rows, key=_place):
        yield Item(layer, ".".join(map(str, _place(row))), named(row, names(row)))
    yield Item(layer, COUNT, len(rows) + len(more))


def _place(row: Any) -> tuple[int, ...]:
    """Its position; of a second finding on one verdict also which one it is."""
    part = getattr(row, "part", None) or 1
    return (row.position,) if part == 1 else (row.position, part)


def named(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """Facts of a row under their names and codes outside."""
    plain = facts_of(row, names)
    return {NAMES[name]: _coded(name, getattr(row, name), plain[name]) for name in names}


def _coded(name: str, value: Any, plain: Any) -> Any:
    if name == "axes":
        return {AXIS_CODES[Axis(axis)]: VERDICT_CODES[Verdict(code)] for axis, code in value.items()}
    return CODES[name][value] if name in CODES and value is not None else plain
