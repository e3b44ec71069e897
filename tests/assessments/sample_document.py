# SPDX-License-Identifier: EUPL-1.2
"""A result as a document, filled as in real life; suppliers and products are invented."""

from dataclasses import replace
from datetime import date
from typing import Any

from samencontroleren.assessments.documents import (
    CitedResult,
    FindingLine,
    HistoryLine,
    ResultDocument,
    ThemeLine,
    VerdictLine,
)
from samencontroleren.assessments.kinds import Assurance, ResultCode, Severity, Verdict
from samencontroleren.assessments.sentences import Cause, sentence

TITLES = {
    "SC-TOE-01": "Inloggen gaat met een tweede factor",
    "SC-WEE-01": "Ernstige kwetsbaarheden zijn binnen een week verholpen",
    "SC-TOE-02": "Het product legt vast wie wat wanneer deed",
    "SC-GEG-01": "Gegevens zijn versleuteld, onderweg en in opslag",
    "SC-GEG-02": "Gegevens blijven in de Europese Economische Ruimte",
    "SC-GEG-03": "Een gemeente kan overstappen en krijgt haar gegevens mee",
    "SC-WEE-02": "Herstellen van een back-up is elk jaar beproefd",
}


def line(number: str, verdict: Verdict, assurance: Assurance, reason: str = "") -> VerdictLine:
    return VerdictLine(number, TITLES[number], verdict, assurance, reason)


KEYS = (
    line("SC-TOE-01", Verdict.MEETS, Assurance.AUDITED),
    line("SC-WEE-01", Verdict.PARTLY, Assurance.CHECKED),
)
VERDICTS = (
    line(
        "SC-TOE-01",
        Verdict.MEETS,
        Assurance.AUDITED,
        "De tweede factor is verplicht voor alle beheerders. Het assurance-rapport beschrijft dit en de auditor "
        "vond geen uitzonderingen.",
    ),
    line("SC-TOE-02", Verdict.MEETS, Assurance.CHECKED),
    line("SC-GEG-01", Verdict.MEETS, Assurance.CHECKED, "TLS 1.2 en 1.3. De opslag is versleuteld."),
    line("SC-GEG-02", Verdict.MEETS, Assurance.OWN_STATEMENT),
    line(
        "SC-GEG-03",
        Verdict.NOT_APPLICABLE,
        Assurance.OWN_STATEMENT,
        "Het product bewaart zelf geen gegevens.",
    ),
    line(
        "SC-WEE-01",
        Verdict.PARTLY,
        Assurance.CHECKED,
        "De leverancier volgt kwetsbaarheden en verhelpt ze snel. De laatste pentest is van veertien maanden "
        "geleden. De eis vraagt er ten minste elk jaar één.",
    ),
    line(
        "SC-WEE-02",
        Verdict.NOT_MET,
        Assurance.CHECKED,
        "Er is een beleid voor back-ups, maar het herstel is nog niet getest.",
    ),
)
FINDINGS = (
    FindingLine(
        1,
        "SC-WEE-01",
        Severity.HIGH,
        date(2026, 12, 22),
        "Laat een pentest uitvoeren en stuur de samenvatting, met de datum en wat er nog open staat.",
    ),
    FindingLine(
        2,
        "SC-WEE-02",
        Severity.MEDIUM,
        date(2027, 2, 20),
        "Test het herstel van een back-up en leg vast hoe lang het duurde.",
    ),
)
DOCUMENT = ResultDocument(
    product="Balieplanner Afspraak",
    supplier="Voorbeeldsoftware De Grutto B.V.",
    round_name="Voorjaarsronde burgerzaken 2026",
    questionnaire="Online software en de leverancier daarvan",
    questionnaire_version="1",
    questionnaire_hash="9f" * 32,
    released_on=date(2026, 11, 22),
    valid_until=date(2027, 11, 22),
    release_number=2,
    result=ResultCode.MEETS_WITH_CONCERNS,
    assurance=Assurance.CHECKED,
    layer="U leest de laag van gebruikers: het resultaat, de oordelen met hun openbare reden en de bevindingen. "
    "Antwoorden en bewijsstukken staan niet in dit document.",
    explanation=(
        sentence(Cause.KEY_PARTLY, "SC-WEE-01", TITLES["SC-WEE-01"], "Serious vulnerabilities are dealt with"),
        sentence(Cause.NOT_MET, "SC-WEE-02", TITLES["SC-WEE-02"], "Restoring is tried every year"),
    ),
    themes=(
        ThemeLine("Toegang en logging", 100, met=2),
        ThemeLine("Bescherming van gegevens", 100, met=2, not_applicable=1),
        ThemeLine("Kwetsbaarheden en herstel", 30, partly=1, not_met=1),
        ThemeLine("Ontwikkeling", None, not_applicable=2),
    ),
    key_requirements=KEYS,
    verdicts=VERDICTS,
    findings=FINDINGS,
    cited=CitedResult(ResultCode.MEETS, 1, date(2026, 11, 2), date(2027, 11, 2)),
    history=(
        HistoryLine(date(2026, 11, 22), "Versie 2 vrijgegeven na een rectificatie van de leverancier."),
        HistoryLine(date(2026, 10, 5), "Versie 1 vrijgegeven."),
    ),
)


def changed(**changes: Any) -> ResultDocument:
    """The sample with other values."""
    return replace(DOCUMENT, **changes)
