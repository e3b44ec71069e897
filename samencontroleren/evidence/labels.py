# SPDX-License-Identifier: EUPL-1.2
"""Names of standards and of bodies as documents write them: the same in every language. Pure."""

import re

from samencontroleren.evidence.kinds import DocumentKind

BODIES = (
    *("BSI", "Bureau Veritas", "Brand Compliance", "DEKRA", "Deloitte", "DigiTrust", "DNV", "DQS", "EY CertifyPoint"),
    *("KIWA", "Kiwa", "KPMG", "Lloyd’s Register", "Lloyd's Register", "LRQA", "PwC", "Schellman", "SGS", "TÜV NORD"),
    *("TÜV Rheinland", "TÜV SÜD", "TÜV Nederland", "A-LIGN", "BDO", "Mazars", "NOREA"),
)
"""Certifying and auditing bodies that often stand on such documents without "issued by" before their name."""

_TYPE = r"(?:[^\n.;]{0,40}?\btype[\s-]*(?P<type>II|I|2|1)\b)?"
_YEAR = r"(?:(?:[-–]\d)?\s?[:+]\s?(?:A\d+:)?(?P<year>20\d\d))?"
STANDARDS: tuple[tuple[re.Pattern[str], str, DocumentKind | None], ...] = (
    (re.compile(rf"\bISO\s?(?:/\s?IEC)?[\s-]?27001\b{_YEAR}", re.I), "ISO/IEC 27001", DocumentKind.ISO_27001),
    (re.compile(rf"\bISO\s?(?:/\s?IEC)?[\s-]?27701\b{_YEAR}", re.I), "ISO/IEC 27701", None),
    (re.compile(rf"\bISO\s?(?:/\s?IEC)?[\s-]?27017\b{_YEAR}", re.I), "ISO/IEC 27017", None),
    (re.compile(rf"\bISO\s?(?:/\s?IEC)?[\s-]?27018\b{_YEAR}", re.I), "ISO/IEC 27018", None),
    (re.compile(rf"\bNEN[\s-]?7510\b{_YEAR}", re.I), "NEN 7510", None),
    (re.compile(rf"\bSOC\s?2\b®?{_TYPE}", re.I), "SOC 2", DocumentKind.SOC_2),
    (re.compile(rf"\bISAE\s?(?:No\.?\s)?3402\b{_TYPE}", re.I), "ISAE 3402", DocumentKind.ISAE),
    (re.compile(rf"\bISAE\s?(?:No\.?\s)?3000[A-Z]?\b{_TYPE}", re.I), "ISAE 3000", DocumentKind.ISAE),
    (
        re.compile(r"\bDigiD\b[^\n.]{0,50}?(?:\bTPM\b|assessment|third[\s-]party)|\bTPM\b[^\n.]{0,30}?\bDigiD\b", re.I),
        "DigiD ICT-beveiligingsassessment",
        DocumentKind.DIGID_TPM,
    ),
)
KINDS: tuple[tuple[re.Pattern[str], DocumentKind], ...] = (
    (
        re.compile(
            r"\b(?:pen(?:etratie)?[\s-]?test|penetration[\s-]?test|penetrationstest)(?:s|en|ing|rapport)?\b", re.I
        ),
        DocumentKind.PENTEST,
    ),
    (
        re.compile(
            r"\bTPM(?:-verklaring)?\b|\bthird[\s-]party[\s-](?:mededeling|memorandum)\b|\bderdenverklaring\b", re.I
        ),
        DocumentKind.TPM,
    ),
)
"""Kinds that are no standard by themselves; only met when the text names none."""
