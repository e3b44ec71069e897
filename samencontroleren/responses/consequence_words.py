# SPDX-License-Identifier: EUPL-1.2
"""The words of what an answer leads to, in Dutch and English: one sentence per part, the same tone for every option."""

from samencontroleren.questionnaires.labels import SEVERITY
from samencontroleren.responses.consequences import (
    Consequence,
    OnAssurance,
    OnFinding,
    OnResult,
    Option,
    Remedy,
)

Words = tuple[str, str]

OPTION_LABELS: dict[Option, Words] = {
    Option.MEETS: ("Voldoet", "Meets"),
    Option.PARTLY: ("Voldoet deels", "Partly meets"),
    Option.NOT_MET: ("Voldoet niet", "Does not meet"),
    Option.NOT_APPLICABLE: ("Niet van toepassing", "Not applicable"),
    Option.YES: ("Ja", "Yes"),
    Option.NO: ("Nee", "No"),
    Option.FACT: ("Gegeven antwoord", "Answer given"),
}
"""What an answer says, as the page calls it."""

FINDING_WORDS: dict[OnFinding, Words] = {
    OnFinding.NONE: (
        "Zoals u het nu zegt, komt er geen bevinding. Oordelen de beoordelaars anders, dan krijgt die de ernst "
        "%(severity)s en lost u haar op binnen %(days)s dagen.",
        "As you say it now, there is no finding. If the reviewers judge otherwise, it gets severity %(severity)s and "
        "you solve it within %(days)s days.",
    ),
    OnFinding.ARISES: (
        "Zoals u het nu zegt, komt er een bevinding met de ernst %(severity)s. U lost haar op binnen %(days)s dagen "
        "nadat het conceptoordeel er ligt.",
        "As you say it now, there is a finding of severity %(severity)s. You solve it within %(days)s days after the "
        "draft verdict.",
    ),
    OnFinding.UNLESS_ACCEPTED: (
        "Zoals u het nu zegt, komt er geen bevinding als uw reden de beoordelaars overtuigt. Anders krijgt die de "
        "ernst %(severity)s en lost u haar op binnen %(days)s dagen.",
        "As you say it now, there is no finding if your reason convinces the reviewers. Otherwise it gets severity "
        "%(severity)s and you solve it within %(days)s days.",
    ),
    OnFinding.BY_REQUIREMENT: (
        "Zoals u het nu zegt, leggen de beoordelaars uw antwoord naast de eis. Blijft het daarbij achter, dan komt er "
        "een bevinding met de ernst %(severity)s, op te lossen binnen %(days)s dagen.",
        "As you say it now, the reviewers compare your answer with the requirement. If it falls short, there is a "
        "finding of severity %(severity)s, to be solved within %(days)s days.",
    ),
}
GUIDE_WORDS: dict[OnFinding, Words] = {
    OnFinding.NONE: (
        "Er komt geen bevinding, tenzij de beoordelaars anders oordelen. De ernst en de termijn staan dan bij de eis.",
        "There is no finding, unless the reviewers judge otherwise. The requirement then says severity and term.",
    ),
    OnFinding.ARISES: (
        "Er komt een bevinding. De ernst en de termijn staan bij de eis.",
        "There is a finding. The requirement says its severity and term.",
    ),
    OnFinding.UNLESS_ACCEPTED: (
        "Er komt geen bevinding als uw reden de beoordelaars overtuigt. Anders wel, zoals de eis zegt.",
        "There is no finding if your reason convinces the reviewers. Otherwise there is, as the requirement says.",
    ),
    OnFinding.BY_REQUIREMENT: (
        "De beoordelaars leggen uw antwoord naast de eis. Blijft het daarbij achter, dan komt er een bevinding.",
        "The reviewers compare your answer with the requirement. If it falls short, there is a finding.",
    ),
}
"""The same without a requirement at hand."""
RESULT_WORDS: dict[OnResult, Words] = {
    OnResult.FULL: (
        "Voor het resultaat telt deze eis helemaal mee als voldaan.",
        "In the result this requirement counts in full as met.",
    ),
    OnResult.CONCERNS: (
        "Het resultaat wordt hoogstens ‘voldoet met aandachtspunten’. De eis telt voor de helft mee.",
        "The result is at most “meets with concerns”. The requirement counts for a half.",
    ),
    OnResult.LOWERS: (
        "Het resultaat wordt hoogstens ‘voldoet met aandachtspunten’. Haalt u samen minder dan de helft van de punten, "
        "dan wordt het ‘voldoet niet’.",
        "The result is at most “meets with concerns”. Below half of all points it becomes “does not meet”.",
    ),
    OnResult.CAPS: (
        "Dit is een sleuteleis. Het resultaat van het hele dossier wordt ‘voldoet niet’, wat u ook verder zegt.",
        "This is a key requirement. The result of the whole dossier then is “does not meet”, whatever else you answer.",
    ),
    OnResult.LEFT_OUT: (
        "Voor het resultaat telt deze eis dan niet mee, ook niet als voldaan.",
        "In the result this requirement then does not count, not as met either.",
    ),
    OnResult.LEFT_OUT_IF_BOTH: (
        "Dit is een sleuteleis. Zij telt alleen niet mee als beide beoordelaars het met u eens zijn. Anders wordt het "
        "resultaat ‘voldoet niet’. De uitleg bij het resultaat noemt deze eis.",
        "This is a key requirement. It is left out only if both reviewers agree with you. Otherwise the result is "
        "“does not meet”. The explanation of the result names this requirement.",
    ),
    OnResult.BY_REQUIREMENT: (
        "Voor het resultaat telt het oordeel van de beoordelaars, niet het antwoord zelf.",
        "In the result the verdict of the reviewers counts, not the answer itself.",
    ),
    OnResult.BY_REQUIREMENT_KEY: (
        "Dit is een sleuteleis. Oordelen de beoordelaars dat uw antwoord niet voldoet, dan wordt het resultaat van het "
        "hele dossier ‘voldoet niet’.",
        "This is a key requirement. If the reviewers judge that your answer does not meet it, the result of the whole "
        "dossier is “does not meet”.",
    ),
}
ASSURANCE_WORDS: dict[OnAssurance, Words] = {
    OnAssurance.OWN_STATEMENT: (
        "Er hoort geen geldig bewijs bij. Het rust op uw eigen verklaring: de laagste zekerheid. Gemeenten zien dat.",
        "There is no valid proof with it. It rests on your own statement: the lowest assurance. Municipalities see it.",
    ),
    OnAssurance.OTHER_PROOF: (
        "Uw bewijs is van een andere soort dan de eis noemt. De beoordelaars bepalen of het telt. Zo niet, dan blijft "
        "het bij de laagste zekerheid.",
        "Your proof is of another kind than the requirement names. The reviewers decide whether it counts. If not, the "
        "assurance stays at the lowest.",
    ),
    OnAssurance.PROVEN: (
        "U hebt bewijs dat erbij past. De beoordelaars bepalen of de zekerheid daarmee hoger wordt: gecontroleerd, of "
        "onafhankelijk getoetst.",
        "You have proof that fits. The reviewers decide whether it raises the assurance: checked, or independently "
        "audited.",
    ),
}
REMEDY_WORDS: dict[Remedy, Words] = {
    Remedy.ADD_PROOF: (
        "Voeg bewijs toe dat nog geldig is.",
        "Add proof that is still valid.",
    ),
    Remedy.KEEP_PROOF: (
        "Houd het bewijs geldig. Loopt het af, voeg dan op tijd een nieuwere versie toe.",
        "Keep the proof valid. Add a newer version in time before it ends.",
    ),
    Remedy.PLAN: (
        "Schrijf in de toelichting uw plan: welke stappen, wie en wanneer. Bij een bevinding werkt u het uit.",
        "Write your plan in the explanation: which steps, who and when. With a finding you work it out.",
    ),
    Remedy.EXPLAIN: (
        "Leg uit wat er wel en niet is, en wat het risico nu beperkt.",
        "Explain what there is and is not, and what limits the risk now.",
    ),
    Remedy.JUSTIFY: (
        "Geef een reden die een lezer zonder kennis van uw product kan volgen.",
        "Give a reason that a reader who does not know your product can follow.",
    ),
    Remedy.SHOW: (
        "Leg uw antwoord zelf naast de eis en schrijf in de toelichting hoe het zit.",
        "Compare your answer with the requirement yourself and explain how things stand.",
    ),
}
FIT = ("Past hierbij: %(kinds)s.", "Fitting: %(kinds)s.")


def sentences(found: Consequence, number: int) -> list[str]:
    """Finding, result and assurance as three sentences; `number` 0 is Dutch, 1 English."""
    facts = {"severity": SEVERITY[found.asked.severity][number], "days": found.asked.days}
    return [
        FINDING_WORDS[found.on_finding][number] % facts,
        RESULT_WORDS[found.on_result][number],
        ASSURANCE_WORDS[found.on_assurance][number],
    ]


def remedies(found: Consequence, number: int, fitting: list[str]) -> list[str]:
    """What the supplier can do, each as a sentence; `fitting` are the names of the kinds of proof that fit."""
    named = f" {FIT[number] % {'kinds': ', '.join(fitting)}}" if fitting else ""
    return [REMEDY_WORDS[each][number] + (named if each is Remedy.ADD_PROOF else "") for each in found.remedies]
