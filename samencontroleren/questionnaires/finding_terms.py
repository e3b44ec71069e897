# SPDX-License-Identifier: EUPL-1.2
"""How long a supplier has to solve a finding, by its severity (product.md, section 6)."""

from datetime import timedelta

from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires.kinds import Severity

FINDING_TERMS = {
    Severity.LOW: Code.FINDING_LOW,
    Severity.MEDIUM: Code.FINDING_MEDIUM,
    Severity.HIGH: Code.FINDING_HIGH,
    Severity.CRITICAL: Code.FINDING_CRITICAL,
}
"""What sets the calendar days in which a finding must be solved."""


def finding_term(severity: Severity) -> timedelta:
    """How long a supplier has to solve a finding that is made today."""
    return parameters.days_on(FINDING_TERMS[severity])
