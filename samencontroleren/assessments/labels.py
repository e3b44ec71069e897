# SPDX-License-Identifier: EUPL-1.2
"""Names of the enums of `kinds` in Dutch and English, as data: enum member -> (nl, en)."""

from .kinds import Assurance, Axis, ResultCode, Severity, Verdict

VERDICT: dict[Verdict, tuple[str, str]] = {
    Verdict.MEETS: ("voldoet", "meets"),
    Verdict.PARTLY: ("voldoet deels", "partly meets"),
    Verdict.NOT_MET: ("voldoet niet", "does not meet"),
    Verdict.NOT_APPLICABLE: ("niet van toepassing", "not applicable"),
    Verdict.CANNOT_BE_ASSESSED: ("niet te beoordelen", "cannot be assessed"),
}

AXIS: dict[Axis, tuple[str, str]] = {
    Axis.DESIGN: ("opzet", "design"),
    Axis.EXISTENCE: ("bestaan", "existence"),
    Axis.OPERATION: ("werking", "operating effectiveness"),
}

ASSURANCE: dict[Assurance, tuple[str, str]] = {
    Assurance.OWN_STATEMENT: ("eigen verklaring", "self-declaration"),
    Assurance.CHECKED: ("gecontroleerd", "checked by reviewers"),
    Assurance.AUDITED: ("onafhankelijk getoetst", "independently audited"),
}

SEVERITY: dict[Severity, tuple[str, str]] = {
    Severity.LOW: ("laag", "low"),
    Severity.MEDIUM: ("middel", "medium"),
    Severity.HIGH: ("hoog", "high"),
    Severity.CRITICAL: ("kritiek", "critical"),
}

RESULT: dict[ResultCode, tuple[str, str]] = {
    ResultCode.MEETS: ("voldoet", "meets"),
    ResultCode.MEETS_WITH_CONCERNS: ("voldoet met aandachtspunten", "meets with points of attention"),
    ResultCode.DOES_NOT_MEET: ("voldoet niet", "does not meet"),
}
