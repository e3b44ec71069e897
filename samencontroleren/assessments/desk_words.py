# SPDX-License-Identifier: EUPL-1.2
"""What stands on the reading desk, in words: (nl, en)."""

from samencontroleren.assessments.desks import Mark
from samencontroleren.assessments.drafts import Lack
from samencontroleren.assessments.sameness import Sameness

MARKS: dict[Mark, tuple[str, str]] = {
    Mark.OPEN: ("Nog te doen", "To do"),
    Mark.LACKING: ("Niet compleet", "Incomplete"),
    Mark.KEY: ("Sleuteleisen", "Key requirements"),
    Mark.SCOPE: ("Scope", "Scope"),
    Mark.CHANGED: ("Anders dan vorige keer", "Different from last time"),
    Mark.SUPPLEMENTED: ("Aangevuld", "Supplemented"),
    Mark.UNANSWERED: ("Onbeantwoord", "Unanswered"),
    Mark.UNPROVEN: ("Zonder geldig bewijs", "Without valid evidence"),
    Mark.ENDED: ("Bewijs verlopen", "Evidence ended"),
}

MARK_ADDRESSES: dict[Mark, str] = {
    Mark.OPEN: "te-doen",
    Mark.LACKING: "niet-compleet",
    Mark.KEY: "sleutel",
    Mark.SCOPE: "scope",
    Mark.CHANGED: "anders",
    Mark.SUPPLEMENTED: "aangevuld",
    Mark.UNANSWERED: "onbeantwoord",
    Mark.UNPROVEN: "zonder-bewijs",
    Mark.ENDED: "verlopen",
}
"""How the address of the overview names what is shown."""

LACKS: dict[Lack, tuple[str, str]] = {
    Lack.VERDICT: ("Oordeel ontbreekt", "Verdict missing"),
    Lack.ASSURANCE: ("Zekerheid ontbreekt", "Assurance missing"),
    Lack.PROOF: ("Getoetst zonder bewijs", "Audited without evidence"),
    Lack.REASON: ("Reden ontbreekt", "Reason missing"),
    Lack.STARTER: ("Beginzin nog niet aangevuld", "Starting sentence not completed"),
    Lack.CONFIRMATION: ("Herhaalt vertrouwelijke tekst", "Repeats confidential text"),
}

DIFFERENCES: dict[Sameness, tuple[str, str]] = {
    Sameness.NEW: ("Nieuw sinds vorige keer", "New since last time"),
    Sameness.CHANGED: ("Anders dan vorige keer", "Different from last time"),
    Sameness.REWORDED: ("Eis anders verwoord", "Requirement reworded"),
    Sameness.SAME: ("Zelfde als vorige keer", "Same as last time"),
}
