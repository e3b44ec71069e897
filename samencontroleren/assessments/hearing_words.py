# SPDX-License-Identifier: EUPL-1.2
"""The fixed words of the draft verdict as PDF, in Dutch (level B1) and English: name -> (nl, en)."""

WORDS: dict[str, tuple[str, str]] = {
    "mark": ("CONCEPT – voor wederhoor – niet verspreiden", "DRAFT – for the hearing – do not distribute"),
    "title": ("Conceptoordeel: {name}", "Draft verdict: {name}"),
    "about": ("Conceptoordeel voor het wederhoor", "Draft verdict for the hearing"),
    "footer": ("Gemaakt op {date} · dossier {name} · {round}", "Made on {date} · dossier {name} · {round}"),
    "lead": (
        "Dit is het oordeel zoals de beoordelaars het nu zien. Het is nog niet vrijgegeven: geen gemeente kan het "
        "lezen.",
        "This is the verdict as the reviewers see it now. It has not been released: no municipality can read it.",
    ),
    "until": (
        "De leverancier kan één keer reageren, tot en met {date}. Reageren gaat op het platform.",
        "The supplier can reply once, until and including {date}. The reply is given on the platform.",
    ),
    "agreed": (
        "De leverancier gaat akkoord met het conceptoordeel.",
        "The supplier agrees to the draft verdict.",
    ),
    "objected": (
        "De leverancier heeft bezwaar. De beoordelaars wegen de reactie.",
        "The supplier objects. The reviewers weigh the reply.",
    ),
    "silent": ("Er kwam geen reactie binnen de termijn.", "There was no reply within the term."),
    "result": ("Conceptresultaat", "Draft result"),
    "reply": ("Reactie van de leverancier", "Reply of the supplier"),
    "attention": ("Eisen waar het oordeel niet “voldoet” is", "Requirements of which the verdict is not “meets”"),
    "good": ("Eisen waaraan is voldaan", "Requirements that are met"),
    "none": ("Geen.", "None."),
    "key": ("sleuteleis", "key requirement"),
    "confidential": ("Alleen voor lezers van het antwoord:", "Only for readers of the answer:"),
    "finding": ("Bevinding, oplossen uiterlijk {date}", "Finding, to be solved by {date}"),
    "since": ("al gevonden op {date}, gaat verder", "found on {date} already, goes on"),
    "together": ("samen met {codes}", "together with {codes}"),
    "unsent": ("nog niet verstuurd", "not sent yet"),
    "proof": ("Bewijs: {title}", "Evidence: {title}"),
    "weighed": ("Wat de beoordelaars ermee deden", "What the reviewers did with it"),
    "kept": ("Het oordeel blijft.", "The verdict stays."),
    "changed": (
        "Gewijzigd na het wederhoor. Eerst was het oordeel: {verdict}.",
        "Changed after the hearing. The verdict was: {verdict}.",
    ),
    "withdrawn": ("Ingetrokken bewijs", "Withdrawn evidence"),
    "not_for_you": ("Bewijs dat u niet (meer) kunt openen", "Evidence that you can not open (any more)"),
    "provisional": (
        "De dag is voorlopig: bij een nieuwe bevinding telt de termijn vanaf de vrijgave.",
        "The day is provisional: of a new finding the term counts from the release.",
    ),
    "due": ("Oplossen uiterlijk", "To be solved by"),
}


def told(key: str, language: str, **values: object) -> str:
    """The fixed words in a language, with the values filled in."""
    chosen = WORDS[key][0 if language == "nl" else 1]
    return chosen.format(**values) if values else chosen
