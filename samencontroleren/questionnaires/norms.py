# SPDX-License-Identifier: EUPL-1.2
"""What the norms behind a requirement ask, in our own words: measures of BIO2 and controls of ISO 27002:2022. Pure."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Pair = tuple[str, str]
BIO2 = "BIO2"
ISO27002 = "ISO27002"
NAMES = {ISO27002: "ISO 27002"}


@dataclass(frozen=True)
class Norm:
    """A norm as people name it ("BIO2 5.19.01"), with what it asks in Dutch and English; both empty when unknown."""

    name: str
    paraphrase: Pair = ("", "")


def norms_of(norms: Sequence[Mapping[str, Any]]) -> list[Norm]:
    """The norms of a requirement, in their order."""
    known = _paraphrases()
    keys = [(str(each["kind"]), str(each["number"])) for each in norms]
    return [Norm(f"{NAMES.get(kind, kind)} {number}", known.get((kind, number), ("", ""))) for kind, number in keys]


@cache
def _paraphrases() -> dict[tuple[str, str], Pair]:
    """By kind and number; read once per process."""
    text = (files("samencontroleren.questionnaires") / "content" / "bio2.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    controls = {(ISO27002, row["iso27002_2022"]): (row["onderwerp_nl"], row["subject_en"]) for row in rows}
    return controls | {(BIO2, row["nummer"]): (row["parafrase_nl"], row["paraphrase_en"]) for row in rows}
