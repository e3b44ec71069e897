# SPDX-License-Identifier: EUPL-1.2
"""Names of verdicts, assurance, results and severities as pages show them: (nl, en), with a capital."""

from collections.abc import Mapping
from typing import TypeVar

from samencontroleren.assessments import labels
from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, Stance, Verdict
from samencontroleren.assessments.sameness import Bar
from samencontroleren.core.capitals import capital

K = TypeVar("K")


def _capital(names: Mapping[K, tuple[str, str]]) -> dict[K, tuple[str, str]]:
    return {key: (capital(nl), capital(en)) for key, (nl, en) in names.items()}


VERDICTS = _capital(labels.VERDICT)
AXES = _capital(labels.AXIS)
ASSURANCES = _capital(labels.ASSURANCE)
SEVERITIES = _capital(labels.SEVERITY)
RESULTS = _capital(labels.RESULT)

MEANINGS: dict[Verdict, tuple[str, str]] = {
    Verdict.MEETS: ("Alles wat de eis vraagt, is er.", "All that the requirement asks is there."),
    Verdict.PARTLY: ("Een deel ontbreekt.", "Part of it is lacking."),
    Verdict.NOT_MET: ("Het is er niet, of komt nog.", "It is not there, or still to come."),
    Verdict.NOT_APPLICABLE: ("De eis kan hier niet gelden.", "The requirement cannot hold here."),
}
"""Each verdict in a line; for *cannot be assessed* it hangs on the requirement."""

WITHOUT_VERDICT: dict[bool, tuple[str, str]] = {
    False: (
        "Pas als een aanvulling niets opleverde of niet meer kan.",
        "Only when a supplement brought nothing or can no longer be asked.",
    ),
    True: (
        "Telt bij deze sleuteleis als niet voldaan. Pas als een aanvulling niets opleverde of niet meer kan.",
        "Counts as not met on this key requirement. Only when a supplement brought nothing or can no longer be asked.",
    ),
}
"""What *cannot be assessed* has for effect, by whether the requirement is key (product.md, section 6)."""

DEGREES: dict[Assurance, tuple[str, str]] = {
    Assurance.OWN_STATEMENT: ("Alleen de leverancier zegt het.", "Only the supplier says so."),
    Assurance.CHECKED: ("U zag bewijs, of keek het zelf na.", "You saw evidence, or checked it yourself."),
    Assurance.AUDITED: (
        "Iemand van buiten toetste het; dat stuk ligt erbij.",
        "An outsider audited it; that document is with the answer.",
    ),
}

STANCES: dict[Stance, tuple[str, str]] = {
    Stance.AGREE: ("Akkoord", "Agrees"),
    Stance.CORRECT: ("Er klopt een feit niet", "A fact is wrong"),
    Stance.OBJECT: ("Bezwaar", "Objects"),
}

BASES: dict[ConclusionBasis, tuple[str, str]] = {
    ConclusionBasis.EQUAL: ("Beide beoordelaars kwamen tot dit oordeel", "Both reviewers came to this verdict"),
    ConclusionBasis.SETTLED: ("De beoordelaars zijn het eens geworden", "The reviewers came to agree"),
    ConclusionBasis.COORDINATOR: ("De coördinator heeft beslist", "The co-ordinator decided"),
    ConclusionBasis.RECONSIDERED: ("Gewijzigd na uw reactie", "Changed after your reply"),
    ConclusionBasis.CARRIED: ("Overgenomen uit het vorige resultaat", "Taken over from the previous result"),
}

BARS: dict[Bar, tuple[str, str]] = {
    Bar.NEW: ("Nieuwe eis", "New requirement"),
    Bar.REWORDED: ("Eis anders verwoord", "Requirement reworded"),
    Bar.RECALLED: ("Resultaat van vorige keer ingetrokken", "Result of last time recalled"),
    Bar.REOPENED: ("Stond open in een herbeoordeling", "Was open in a re-assessment"),
    Bar.VERDICT: ("Vorige keer niet “voldoet”", "Not “meets” last time"),
    Bar.FINDING: ("Bevinding nog niet opgelost", "Finding not solved yet"),
    Bar.ANSWER: ("Antwoord gewijzigd", "Answer changed"),
    Bar.SCOPE: ("Vraag waar deze van afhangt is anders beantwoord", "A question it hangs on has another answer"),
    Bar.NO_PROOF: ("Zonder bewijs", "Without evidence"),
    Bar.OTHER_PROOF: ("Ander bewijs", "Other evidence"),
    Bar.ENDED_PROOF: ("Bewijs geldt niet meer", "Evidence no longer holds"),
}
