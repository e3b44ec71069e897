# SPDX-License-Identifier: EUPL-1.2
"""The check list of a draft: what blocks publishing, what deserves a look, and where to mend it. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from samencontroleren.questionnaires.applicability import asked
from samencontroleren.questionnaires.condition_checks import Trouble, circle_of, troubles
from samencontroleren.questionnaires.kinds import AddressedTo, CheckKind, Subject
from samencontroleren.questionnaires.models import QuestionnaireItem, Requirement, RequirementVersion
from samencontroleren.questionnaires.previewing import Preview, preview, scope_of
from samencontroleren.questionnaires.profiles import AVERAGE, MOST, MOST_VENDOR
from samencontroleren.questionnaires.readability import of_requirement
from samencontroleren.questionnaires.wording import TEXT_PARTS, has_english

BLOCKING = frozenset((CheckKind.EMPTY, CheckKind.CIRCLE))
"""Without these a supplier could not be asked anything; all else is for the co-ordinator to weigh."""

TRANSLATED = tuple(part for part in TEXT_PARTS if part not in ("kind", "segment"))
"""The parts of a text that a supplier reads as text; the other two are words of a sheet and of procurement."""


@dataclass(frozen=True)
class Finding:
    """One thing that was found, with the requirements it is about and, where it counts, the figure."""

    kind: CheckKind
    items: list[QuestionnaireItem] = field(default_factory=list)
    figure: int = 0

    @property
    def blocks(self) -> bool:
        return self.kind in BLOCKING


@dataclass(frozen=True)
class Check:
    """What is known of a draft before it is published; `clear` names what was looked at and is in order."""

    items: list[QuestionnaireItem]
    findings: list[Finding]
    average: Preview

    @property
    def key(self) -> int:
        """How many requirements are key."""
        return sum(item.requirement_version.is_key for item in self.items)

    @property
    def blocking(self) -> list[Finding]:
        return [each for each in self.findings if each.blocks]

    @property
    def warnings(self) -> list[Finding]:
        return [each for each in self.findings if not each.blocks]

    @property
    def clear(self) -> list[CheckKind]:
        found = {each.kind for each in self.findings}
        return [kind for kind in CheckKind if kind not in found]

    def found(self, kind: CheckKind) -> list[QuestionnaireItem]:
        """The requirements that a kind of finding is about."""
        return next((each.items for each in self.findings if each.kind is kind), [])


def check_items(items: list[QuestionnaireItem]) -> Check:
    """Look over what a draft chose (with requirements loaded), in the order of `CheckKind`."""
    versions = [item.requirement_version for item in items]
    average = preview(versions, AVERAGE.answers)
    findings = [Finding(CheckKind.EMPTY)] if not items else []
    for kind, keys in _about_requirements(versions).items():
        if keys:
            findings.append(Finding(kind, [item for item in items if item.requirement_id in keys]))
    if items and not any(each.is_key for each in versions):
        findings.append(Finding(CheckKind.NO_KEY))
    if len(average.questions) > MOST:
        findings.append(Finding(CheckKind.TOO_MANY, figure=len(average.questions)))
    if average.vendor > MOST_VENDOR:
        findings.append(Finding(CheckKind.TOO_MANY_VENDOR, figure=average.vendor))
    order = list(CheckKind)
    return Check(items, sorted(findings, key=lambda each: order.index(each.kind)), average)


def circular(versions: Sequence[RequirementVersion]) -> set[str]:
    """The codes of requirements whose conditions go round in a circle."""
    return {code for subject in Subject for code in circle_of(asked(_of(versions, subject)))}


def _dead(versions: Sequence[RequirementVersion]) -> set[str]:
    """The codes of requirements that look at what is not chosen, expect what nobody answers, or are never asked."""
    found = [fault for subject in Subject for fault in troubles(asked(_of(versions, subject)))]
    return {fault.code for fault in found if fault.trouble is not Trouble.CIRCLE}


def _of(versions: Sequence[RequirementVersion], subject: Subject) -> list[RequirementVersion]:
    return [each for each in versions if each.subject is subject]


def _about_requirements(versions: Sequence[RequirementVersion]) -> dict[CheckKind, set[object]]:
    """Per kind the keys of the requirements it is about."""
    circles, dead = circular(versions), _dead(versions)
    texts = Counter(map(_plain_text, versions))
    scope = {each.requirement_id for each in scope_of(versions)}
    tests: dict[CheckKind, Callable[[RequirementVersion], bool]] = {
        CheckKind.CIRCLE: lambda each: each.requirement.code in circles,
        CheckKind.NEVER_ASKED: lambda each: each.requirement.code in dead,
        CheckKind.RETIRED: lambda each: each.requirement.retired_at is not None,
        CheckKind.OUTDATED: lambda each: each.number != _newest(each.requirement),
        CheckKind.NO_ENGLISH: lambda each: not has_english(each),
        CheckKind.HALF_ENGLISH: lambda each: has_english(each) and bool(_untranslated(each)),
        CheckKind.HARD_TO_READ: _is_hard,
        CheckKind.NO_YARDSTICK: lambda each: _is_judged(each) and not (each.texts.get("nl") or {}).get("yardstick"),
        CheckKind.NO_PROOF: lambda each: _is_judged(each) and not _names_proof(each),
        CheckKind.NO_NORM: lambda each: not each.norms and each.requirement_id not in scope,
        CheckKind.SAME_TEXT: lambda each: texts[_plain_text(each)] > 1,
    }
    return {kind: _keys(versions, test) for kind, test in tests.items()}


def _keys(versions: Iterable[RequirementVersion], test: Callable[[RequirementVersion], bool]) -> set[object]:
    return {each.requirement_id for each in versions if test(each)}


def _newest(requirement: Requirement) -> int:
    return requirement.current_number


def _plain_text(version: RequirementVersion) -> str:
    return " ".join(version.texts.get("nl", {}).get("text", "").casefold().split())


def _untranslated(version: RequirementVersion) -> Collection[str]:
    dutch, english = version.texts.get("nl") or {}, version.texts.get("en") or {}
    return [part for part in TRANSLATED if dutch.get(part) and not english.get(part)]


def _is_hard(version: RequirementVersion) -> bool:
    return any(of_requirement(version.texts, language).is_hard for language in ("nl", "en"))


def _is_judged(version: RequirementVersion) -> bool:
    return version.addressed_to is not AddressedTo.CLIENT


def _names_proof(version: RequirementVersion) -> bool:
    return bool(version.proof or (version.texts.get("nl") or {}).get("proof"))
