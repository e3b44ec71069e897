# SPDX-License-Identifier: EUPL-1.2
"""What the PDF of a result says, as plain values; `documents` prints it.

Fill a `ResultDocument` with what this reader may see, and nothing more: the document prints all it gets.
Texts of people are plain text, in whatever language they were written; fixed words follow `language`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .kinds import Assurance, ResultCode, Severity, Verdict
from .rule import RULE_VERSION
from .sentences import Sentence

Language = Literal["nl", "en"]


@dataclass(frozen=True)
class ThemeLine:
    """A theme with its score, 0-100 or None, and the number of requirements per verdict."""

    title: str
    score: int | None
    met: int = 0
    partly: int = 0
    not_met: int = 0
    cannot: int = 0
    not_applicable: int = 0


@dataclass(frozen=True)
class VerdictLine:
    """One requirement with its verdict; `reason` is the public part only."""

    number: str
    title: str
    verdict: Verdict
    assurance: Assurance
    reason: str = ""


@dataclass(frozen=True)
class FindingLine:
    """A finding with the id of its requirement."""

    number: int
    requirement: str
    severity: Severity
    due_on: date
    text: str


@dataclass(frozen=True)
class MeasureLine:
    """Something the gemeente must do itself; `norms` in one line."""

    theme: str
    requirement: str
    title: str
    text: str
    norms: str


@dataclass(frozen=True)
class CitedResult:
    """The released result of the supplier dossier that a product leans on."""

    result: ResultCode
    release_number: int
    released_on: date
    valid_until: date


@dataclass(frozen=True)
class HistoryLine:
    """Something that happened to this result."""

    day: date
    text: str


@dataclass(frozen=True)
class ResultDocument:
    """All that the PDF of a result says.

    `product` is None for a supplier dossier. `layer` tells in words what this reader's layer holds.
    `verdicts`, `findings` and `measures` are None for a reader outside the verdict layer: the chapter is then left out,
    where an empty tuple says that there are none. `notice` is a warning for the cover, such as an ended
    validity.
    """

    product: str | None
    supplier: str
    round_name: str
    questionnaire: str
    questionnaire_version: str
    questionnaire_hash: str
    released_on: date
    valid_until: date
    release_number: int
    result: ResultCode
    assurance: Assurance
    layer: str
    explanation: tuple[Sentence, ...] = ()
    themes: tuple[ThemeLine, ...] = ()
    key_requirements: tuple[VerdictLine, ...] = ()
    verdicts: tuple[VerdictLine, ...] | None = None
    findings: tuple[FindingLine, ...] | None = None
    measures: tuple[MeasureLine, ...] | None = None
    cited: CitedResult | None = None
    method: str = ""
    history: Sequence[HistoryLine] = ()
    notice: str = ""
    rule_version: str = RULE_VERSION
    language: Language = "nl"

    @property
    def name(self) -> str:
        """What was assessed: the product, or the supplier itself."""
        return self.supplier if self.product is None else self.product
