# SPDX-License-Identifier: EUPL-1.2
"""What is known already of candidates for the requirements of a set, in the reader's own layers (product.md, 7).

Every gemeente may know what a current result was about: its questionnaire is published. What was concluded per
requirement stands in the layer of the verdicts, and comes through that layer's own permission.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samencontroleren.assessments.kinds import Assurance, ResultCode, Verdict
from samencontroleren.organisations.actor import Actor
from samencontroleren.procurement.candidates import list_candidates
from samencontroleren.procurement.reading import SetPage
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.service import ReleaseView, VerdictNow
from samencontroleren.vendors.models import Product


@dataclass(frozen=True)
class Known:
    """One candidate: its newest result, and which requirements of the set a current result was about."""

    product: Product
    vendor_name: str
    view: ReleaseView | None
    covered: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    """By requirement the wording under which it was assessed."""
    verdicts: Mapping[str, VerdictNow] | None = None
    """By code of the requirement; None: not in this reader's layer."""

    @property
    def is_current(self) -> bool:
        return self.view is not None and self.view.currency is Currency.CURRENT

    @property
    def scores(self) -> dict[str, int | None]:
        """The score of each theme of the newest result."""
        return {each["theme"]: each["score"] for each in self.view.release.theme_scores} if self.view else {}

    def covers(self, version: RequirementVersion) -> bool:
        """Whether a current result was about this requirement."""
        return version.requirement_id in self.covered

    def is_reworded(self, version: RequirementVersion) -> bool:
        """Whether it was assessed under another wording."""
        return self.covered.get(version.requirement_id, version.id) != version.id

    def verdict(self, version: RequirementVersion) -> Verdict | None:
        """What was concluded, as far as this reader may know."""
        found = self._found(version)
        return found.code if found else None

    def is_without_proof(self, version: RequirementVersion) -> bool:
        """Whether all evidence under its verdict was withdrawn: then it can not be assessed."""
        found = self._found(version)
        return found is not None and found.is_without_proof

    def _found(self, version: RequirementVersion) -> VerdictNow | None:
        return (self.verdicts or {}).get(version.requirement.code) if self.covers(version) else None

    def count(self, versions: Iterable[RequirementVersion]) -> int:
        """How many of these requirements a current result was about."""
        return sum(self.covers(each) for each in versions)

    def verdict_counts(self, versions: Iterable[RequirementVersion]) -> Mapping[Verdict, int]:
        """How many of these requirements got which verdict; empty for a reader without that layer."""
        found = Counter(code for each in versions if (code := self.verdict(each)) is not None)
        return {code: found[code] for code in Verdict if found[code]}


def known_of(actor: Actor, set_id: uuid.UUID) -> list[Known]:
    """What is known of the candidates of a set, by name; in at most five queries. For callers who may see the set."""
    candidates = list_candidates(actor, set_id)
    views = sharing.newest_results(actor, [product.id for product, _vendor in candidates]) if candidates else {}
    current = [view for view in views.values() if view.currency is Currency.CURRENT]
    cited = _cited(actor, current)
    asked = questionnaires.asked_in(actor, {_named(view) for view in (*current, *cited.values())}) if current else {}
    verdicts = _verdicts(actor, current, cited)
    found = []
    for product, vendor in candidates:
        view = views.get(product.id)
        if view is None or view.currency is not Currency.CURRENT:
            found.append(Known(product, vendor, view))
            continue
        leans_on = cited.get(view.release.cites_id) if view.release.cites_id else None
        covered = _covered(view, leans_on, asked)
        found.append(Known(product, vendor, view, covered, verdicts.get(view.release.id)))
    return found


def _named(view: ReleaseView) -> tuple[str, int]:
    return view.release.questionnaire_name, view.release.questionnaire_number


def _cited(actor: Actor, current: Sequence[ReleaseView]) -> dict[uuid.UUID, ReleaseView]:
    """The results of suppliers that these lean on, as far as they still count."""
    keys = {view.release.cites_id for view in current if view.release.cites_id}
    found = sharing.results_of(actor, keys) if keys else {}
    gone = (Currency.RECALLED, Currency.EXPIRED)
    return {key: view for key, view in found.items() if view.currency not in gone}


def _covered(
    view: ReleaseView, cited: ReleaseView | None, asked: Mapping[tuple[str, int], questionnaires.AskedOf]
) -> dict[uuid.UUID, uuid.UUID]:
    parts = ((view, Subject.PRODUCT), (cited, Subject.VENDOR))
    return {
        requirement: wording
        for each, subject in parts
        if each is not None
        for requirement, (of, wording) in asked[_named(each)].items()
        if of is subject
    }


def _verdicts(
    actor: Actor, current: Sequence[ReleaseView], cited: Mapping[uuid.UUID, ReleaseView]
) -> dict[uuid.UUID, dict[str, VerdictNow]]:
    """By result of a product the verdicts on it and on its supplier, where this reader has that layer."""
    deep = {view.release.id: view.release.cites_id for view in current if view.can_view_verdicts}
    wanted = {*deep, *(key for key in deep.values() if key and key in cited)}
    rows: dict[uuid.UUID, dict[str, VerdictNow]] = {}
    for found in sharing.verdicts_of(actor, wanted) if wanted else ():
        rows.setdefault(found.row.release_id, {})[found.row.requirement_code] = found
    return {
        key: {**(rows.get(leans_on, {}) if leans_on else {}), **rows.get(key, {})} for key, leans_on in deep.items()
    }


def count_for_all(known: Sequence[Known], versions: Iterable[RequirementVersion]) -> int:
    """How many of these requirements were assessed already for every candidate that has a current result."""
    current = [each for each in known if each.is_current]
    return sum(all(each.covers(version) for each in current) for version in versions) if current else 0


def ordered(known: Sequence[Known], sort: str, versions: Sequence[RequirementVersion]) -> list[Known]:
    """The candidates in the order that was asked ("-" before it: the other way), by name where they are equal.

    What has no result stands last when a fact of results orders them.
    """
    name, is_descending = sort.removeprefix("-"), sort.startswith("-")
    found = sorted(known, key=lambda each: each.product.name.lower(), reverse=is_descending and name not in KEYS)
    if name in KEYS:
        found.sort(key=lambda each: KEYS[name](each, versions), reverse=is_descending)
    return sorted(found, key=lambda each: name in OF_RESULTS and each.view is None)


def _result(each: Known, _versions: Sequence[RequirementVersion]) -> int:
    return list(ResultCode).index(each.view.release.result) if each.view else 0


def _assurance(each: Known, _versions: Sequence[RequirementVersion]) -> int:
    return list(Assurance).index(each.view.release.assurance) if each.view else 0


def _valid_until(each: Known, _versions: Sequence[RequirementVersion]) -> date:
    return each.view.release.valid_until if each.view else date.min


OF_RESULTS = ("resultaat", "geldig", "zekerheid")
KEYS: dict[str, Callable[[Known, Sequence[RequirementVersion]], Any]] = {
    "leverancier": lambda each, _versions: each.vendor_name.lower(),
    "resultaat": _result,
    "geldig": _valid_until,
    "zekerheid": _assurance,
    "beoordeeld": lambda each, versions: each.count(versions),
}


def candidate_facts(page: SetPage, known: Sequence[Known]) -> list[dict[str, Any]]:
    """Per candidate what every gemeente may know, as plain values."""
    return [_fact(each, page.requirements) for each in known]


def _fact(each: Known, versions: Sequence[RequirementVersion]) -> dict[str, Any]:
    release = each.view.release if each.view else None
    return {
        "product": each.product,
        "vendor_name": each.vendor_name,
        "release_id": release.id if release else None,
        "result": release.result if release else None,
        "assurance": release.assurance if release else None,
        "currency": each.view.currency if each.view else None,
        "valid_until": release.valid_until if release else None,
        "assessed": each.count(versions),
        "total": len(versions),
    }
