# SPDX-License-Identifier: EUPL-1.2
"""The rules that raise flags, without application and database."""

import uuid
from datetime import date, timedelta

import pytest

from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.supplychain import rules
from samencontroleren.supplychain.rules import Proof, Thresholds, Use

DAY = date(2027, 3, 1)
LIMITS = Thresholds(90, 30, smallest_cell=5, medium_percent=25, high_percent=50, high_critical=5)
VENDOR, PRODUCT, DOCUMENT = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


def proof(days: int, code: str = "P-1", is_key: bool = False, is_released: bool = True, **more: uuid.UUID) -> Proof:
    facts = {"document_id": DOCUMENT, "product_id": PRODUCT} | more
    return Proof(
        document_id=facts["document_id"],
        kind="iso_27001",
        valid_until=DAY + timedelta(days=days),
        vendor_id=VENDOR,
        product_id=facts["product_id"],
        requirement_code=code,
        is_key=is_key,
        is_released=is_released,
    )


@pytest.mark.parametrize(
    ("days", "is_key", "severity"),
    [
        (91, False, None),
        (90, False, Severity.LOW),
        (31, True, Severity.LOW),
        (30, False, Severity.MEDIUM),
        (0, True, Severity.MEDIUM),
        (-1, False, Severity.HIGH),
        (-1, True, Severity.CRITICAL),
        (-400, False, Severity.HIGH),
    ],
)
def test_severity_follows_days_left_and_key(days: int, is_key: bool, severity: Severity | None) -> None:
    assert rules.proof_severity(days, is_key, LIMITS) is severity


def test_one_flag_per_document_and_subject() -> None:
    other = uuid.uuid4()
    found = rules.proof_ending(
        [proof(-1, "P-2"), proof(-1, "P-1", is_key=True), proof(-1, "P-1", product_id=other)], DAY, LIMITS
    )
    assert len(found) == 2
    both = next(each for each in found if each.product_id == PRODUCT)
    assert both.severity is Severity.CRITICAL
    assert both.facts["answers"] == 2
    assert both.facts["has_ended"] is True
    assert both.facts["valid_until"] == "2027-02-28"


def test_flag_is_shared_only_when_a_result_leans_on_it() -> None:
    assert rules.proof_ending([proof(5, is_released=False)], DAY, LIMITS)[0].is_shared is False
    both = [proof(5, "P-1", is_released=False), proof(5, "P-2", is_released=True)]
    assert rules.proof_ending(both, DAY, LIMITS)[0].is_shared is True


def test_proof_far_away_proposes_nothing() -> None:
    assert rules.proof_ending([proof(200)], DAY, LIMITS) == []


@pytest.mark.parametrize(
    ("municipalities", "critical", "total", "severity"),
    [
        (4, 4, 4, None),
        (4, 9, 20, None),
        (5, 0, 20, Severity.MEDIUM),
        (5, 5, 20, Severity.HIGH),
        (9, 4, 20, Severity.MEDIUM),
        (10, 0, 20, Severity.HIGH),
        (85, 4, 342, None),
        (86, 4, 342, Severity.MEDIUM),
        (171, 0, 342, Severity.HIGH),
    ],
)
def test_concentration_thresholds(municipalities: int, critical: int, total: int, severity: Severity | None) -> None:
    assert rules.use_severity(Use(VENDOR, municipalities, critical), total, LIMITS) is severity


def test_concentration_keeps_one_key_per_supplier() -> None:
    first = rules.concentration([Use(VENDOR, 5, 0)], 20, LIMITS)[0]
    second = rules.concentration([Use(VENDOR, 12, 0)], 20, LIMITS)[0]
    assert first.key == second.key
    assert rules.is_worse(second.severity, first.severity)
    assert not rules.is_worse(first.severity, second.severity)
