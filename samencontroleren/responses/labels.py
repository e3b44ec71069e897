# SPDX-License-Identifier: EUPL-1.2
"""Names of the groups of questions and what each asks of a supplier, in Dutch and English."""

from samencontroleren.responses.kinds import Group

GROUP_LABELS: dict[Group, tuple[str, str]] = {
    Group.NOT_MET: ("Vorige keer niet voldaan", "Not met last time"),
    Group.REWORDED: ("Anders verwoord", "Reworded"),
    Group.PROOF_ENDED: ("Bewijs verlopen", "Proof ended"),
    Group.NEW: ("Nieuw", "New"),
    Group.UNCHANGED: ("Ongewijzigd", "Unchanged"),
    Group.DROPPED: ("Vervallen", "Dropped"),
}

GROUP_TEXTS: dict[Group, tuple[str, str]] = {
    Group.NOT_MET: (
        "De beoordelaars vonden dit vorige keer niet (helemaal) in orde. Beschrijf wat u sindsdien hebt gedaan.",
        "The reviewers found these not (wholly) in order last time. Describe what you have done since.",
    ),
    Group.REWORDED: (
        "De tekst van deze vragen is anders geworden. Kijk of uw antwoord nog past.",
        "The text of these questions has changed. See whether your answer still fits.",
    ),
    Group.PROOF_ENDED: (
        "Uw antwoord steunt op bewijs dat niet meer geldt. Koppel nieuw bewijs en bevestig uw antwoord.",
        "Your answer leans on evidence that no longer holds. Link new evidence and confirm your answer.",
    ),
    Group.NEW: (
        "Deze vragen zijn nog niet eerder aan u gesteld, of er staat geen volledig antwoord meer.",
        "You have not been asked these before, or there is no complete answer any more.",
    ),
    Group.UNCHANGED: (
        "Dezelfde vraag, en uw antwoord staat er nog. Lees de antwoorden per thema en bevestig ze samen.",
        "The same question, and your answer still stands. Read the answers by theme and confirm them together.",
    ),
    Group.DROPPED: (
        "Dit werd vorige keer gevraagd en nu niet meer. Uw antwoorden van toen blijven bewaard.",
        "This was asked last time and is not any more. Your answers of then are kept.",
    ),
}
