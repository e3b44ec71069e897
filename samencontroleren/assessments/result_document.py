# SPDX-License-Identifier: EUPL-1.2
"""What the PDF of a result says, as plain values; `documents` prints it.

Fill a `ResultDocument` with what this reader may see, and nothing more: the document prints all it gets.
Texts of people are plain text, in whatever language they were written; fixed words follow `language`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


THEME_COUNTS = ("met", "partly", "not_met", "cannot", "not_applicable")
"""The numbers of a theme line, as a computed result names them too."""


@dataclass(frozen=True)
class VerdictLine:
    """One requirement with its verdict; `reason` is the public part only."""

    number: str
    title: str
    verdict: Verdict
    assurance: Assurance
    reason: str = ""
    axes: Mapping[str, str] | None = field(default_factory=dict)
    """The verdict on each axis at release; None: from before this was kept."""
    is_carried: bool = False
    """Taken over from the result that was re-assessed in part."""


@dataclass(frozen=True)
class StepLine:
    """A step of an improvement plan; `progress` in words."""

    what: str
    due_on: date | None
    progress: str


@dataclass(frozen=True)
class FindingLine:
    """A finding with the id of its requirement; `stage` says in words how it stands now, "" when that is unknown."""

    number: int
    requirement: str
    severity: Severity
    due_on: date
    text: str
    title: str = ""
    stage: str = ""
    is_open: bool = True
    steps: tuple[StepLine, ...] = ()


@dataclass(frozen=True)
class EvidenceLine:
    """A document under the result: its kind, its validity and who may read it, in words.

    `title` is "" for who may not know it.
    """

    kind: str
    title: str
    valid_until: date | None
    validity: str
    readers: str
    is_proof: bool
    """It holds today; an ended or withdrawn document is no proof."""


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
class Reassessed:
    """Of a result that came of a light re-assessment: the version it follows, why, and the themes judged anew."""

    former: int
    cause: str
    themes: tuple[str, ...]
    counts_from: date


@dataclass(frozen=True)
class HistoryLine:
    """Something that happened to this result."""

    day: date
    text: str


@dataclass(frozen=True)
class ResultDocument:
    """All that the PDF of a result says.

    `product` is None for a supplier dossier. `layer` tells in words what this reader's layer holds.
    `verdicts`, `findings`, `measures` and `evidence` are None for a reader outside that layer: the chapter is then left
    out, where an empty tuple says that there are none. `notice` is a warning for the cover, such as an ended
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
    evidence: tuple[EvidenceLine, ...] | None = None
    cited: CitedResult | None = None
    reassessed: Reassessed | None = None
    method: str = ""
    history: Sequence[HistoryLine] = ()
    notice: str = ""
    assessed_on: date | None = None
    made_on: date | None = None
    """The day of which it tells how findings and evidence stand."""
    rule_version: str = RULE_VERSION
    language: Language = "nl"

    @property
    def name(self) -> str:
        """What was assessed: the product, or the supplier itself."""
        return self.supplier if self.product is None else self.product

    def worst_findings(self) -> list[FindingLine]:
        """The findings, what is still to be solved first, then by severity (the gravest first) and term."""
        rank = list(Severity)
        return sorted(
            self.findings or (),
            key=lambda line: (not line.is_open, -rank.index(line.severity), line.due_on, line.number),
        )
