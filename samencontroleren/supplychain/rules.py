# SPDX-License-Identifier: EUPL-1.2
"""The rules that turn facts into flags (product.md, section 9). Pure: facts in, proposals out.

Nothing public sets the thresholds: VNG does (`parameters`), and they are passed in.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.supplychain.kinds import FlagRule

ORDER = tuple(Severity)


@dataclass(frozen=True)
class Thresholds:
    """From where on a fact is a flag, and how grave."""

    warn_days: int
    """A proof that ends within this many days makes a flag."""
    soon_days: int
    """Within this many days it is more than a small matter."""
    smallest_cell: int
    """Fewer gemeenten than this are never a concentration."""
    medium_percent: int
    """One supplier under this part of the gemeenten is a concentration."""
    high_percent: int
    """Under this part of them it is a high one."""
    high_critical: int
    """So many critical processes on one supplier make it a high one."""


@dataclass(frozen=True)
class Proof:
    """A document with an end date under one submitted answer."""

    document_id: uuid.UUID
    kind: str
    valid_until: date
    vendor_id: uuid.UUID
    product_id: uuid.UUID | None
    requirement_code: str
    is_key: bool
    is_released: bool
    """The answer belongs to a dossier whose result gemeenten read now."""


@dataclass(frozen=True)
class Use:
    """How many gemeenten use products of a supplier (confirmed), with how many critical uses."""

    vendor_id: uuid.UUID
    municipalities: int
    critical: int


@dataclass(frozen=True)
class Withdrawn:
    """A released result with verdicts that lost all evidence they leaned on."""

    release_id: uuid.UUID
    vendor_id: uuid.UUID
    product_id: uuid.UUID | None
    verdicts: int
    is_key: bool
    """One of them is on a key requirement."""


@dataclass(frozen=True)
class Reported:
    """A change that a supplier reported, of one product or (none) of itself."""

    notice_id: uuid.UUID
    kind: str
    counts_from: date
    is_told: bool
    """Gemeenten that use it may know the fact."""
    is_grave: bool
    vendor_id: uuid.UUID
    product_id: uuid.UUID | None


@dataclass(frozen=True)
class Late:
    """A released finding that is not solved while its term has passed."""

    finding_id: uuid.UUID
    severity: Severity
    due_on: date
    is_shared: bool
    """It stands in a result that gemeenten read now."""
    vendor_id: uuid.UUID
    product_id: uuid.UUID | None


@dataclass(frozen=True)
class Proposal:
    """A flag that should stand, under a key that keeps it single."""

    key: str
    rule: FlagRule
    severity: Severity
    vendor_id: uuid.UUID
    product_id: uuid.UUID | None
    is_shared: bool
    facts: Mapping[str, Any] = field(hash=False)

    def __str__(self) -> str:
        return self.key


def proof_ending(proofs: Iterable[Proof], day: date, limits: Thresholds) -> list[Proposal]:
    """One proposal per document and subject whose end is near or past on `day`."""
    ordered = sorted(proofs, key=lambda proof: (_proof_key(proof), proof.requirement_code))
    groups = (list(same) for _key, same in groupby(ordered, key=_proof_key))
    return [made for same in groups if (made := _proof_proposal(same, day, limits)) is not None]


def _proof_key(proof: Proof) -> str:
    return f"{FlagRule.PROOF_ENDING}:{proof.document_id}:{proof.product_id or proof.vendor_id}"


def _proof_proposal(same: Sequence[Proof], day: date, limits: Thresholds) -> Proposal | None:
    first = same[0]
    is_key = any(proof.is_key for proof in same)
    severity = proof_severity((first.valid_until - day).days, is_key, limits)
    if severity is None:
        return None
    codes = sorted({proof.requirement_code for proof in same})
    facts = {
        "kind": first.kind,
        "valid_until": first.valid_until.isoformat(),
        "has_ended": first.valid_until < day,
        "is_key": is_key,
        "answers": len(codes),
    }
    shared = any(proof.is_released for proof in same)
    rule = FlagRule.PROOF_ENDING
    return Proposal(_proof_key(first), rule, severity, first.vendor_id, first.product_id, shared, facts)


def proof_severity(days_left: int, is_key: bool, limits: Thresholds) -> Severity | None:
    """How grave it is that a proof ends in `days_left` days; None: not yet. The last day itself still counts."""
    if days_left < 0:
        return Severity.CRITICAL if is_key else Severity.HIGH
    if days_left > limits.warn_days:
        return None
    return Severity.MEDIUM if days_left <= limits.soon_days else Severity.LOW


def concentration(uses: Iterable[Use], total: int, limits: Thresholds) -> list[Proposal]:
    """One proposal per supplier under many of the `total` gemeenten."""
    return [_concentration(use, total, found) for use in uses if (found := use_severity(use, total, limits))]


def _concentration(use: Use, total: int, severity: Severity) -> Proposal:
    facts = {"municipalities": use.municipalities, "total": total, "critical": use.critical}
    key = f"{FlagRule.CONCENTRATION}:{use.vendor_id}"
    return Proposal(key, FlagRule.CONCENTRATION, severity, use.vendor_id, None, True, facts)


def use_severity(use: Use, total: int, limits: Thresholds) -> Severity | None:
    """How grave it is that so many gemeenten lean on one supplier; None: it is not."""
    share = 100 * use.municipalities
    if use.municipalities < limits.smallest_cell or share < limits.medium_percent * total:
        return None
    if share >= limits.high_percent * total or use.critical >= limits.high_critical:
        return Severity.HIGH
    return Severity.MEDIUM


def proof_withdrawn(found: Iterable[Withdrawn]) -> list[Proposal]:
    """One proposal per released result that lost evidence (product.md, section 5)."""
    rule = FlagRule.PROOF_WITHDRAWN
    return [
        Proposal(
            f"{rule}:{each.release_id}",
            rule,
            Severity.HIGH if each.is_key else Severity.MEDIUM,
            each.vendor_id,
            each.product_id,
            True,
            {"verdicts": each.verdicts, "is_key": each.is_key},
        )
        for each in found
    ]


def change_reported(found: Iterable[Reported]) -> list[Proposal]:
    """One proposal per reported change and subject; what the supplier wrote stays on its own page."""
    rule = FlagRule.CHANGE_REPORTED
    return [
        Proposal(
            f"{rule}:{each.notice_id}:{each.product_id or each.vendor_id}",
            rule,
            Severity.MEDIUM if each.is_grave else Severity.LOW,
            each.vendor_id,
            each.product_id,
            each.is_told,
            {"kind": each.kind, "counts_from": each.counts_from.isoformat()},
        )
        for each in found
    ]


def finding_late(found: Iterable[Late]) -> list[Proposal]:
    """One proposal per finding past its term, as grave as the finding (product.md, section 6)."""
    rule = FlagRule.FINDING_LATE
    return [
        Proposal(
            f"{rule}:{each.finding_id}",
            rule,
            each.severity,
            each.vendor_id,
            each.product_id,
            each.is_shared,
            {"due_on": each.due_on.isoformat()},
        )
        for each in found
    ]


def is_worse(now: Severity, then: Severity) -> bool:
    """Whether one severity is higher than another."""
    return ORDER.index(now) > ORDER.index(then)
