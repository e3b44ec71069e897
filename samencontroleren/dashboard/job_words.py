# SPDX-License-Identifier: EUPL-1.2
"""Names and meanings of jobs for the people who look after them; a job without words shows its own name."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.web import pick

JOB_LABELS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "reminders": (
        ("Herinneringen", "Reminders"),
        (
            "Herinnert leveranciers voor en na het einde van een termijn, alleen op werkdagen.",
            "Reminds suppliers before and after the end of a term, on working days only.",
        ),
    ),
    "digests": (
        ("Dagoverzichten", "Daily digests"),
        (
            "Mailt per werkdag hoeveel nieuwe berichten iemand heeft. Er staat niets vertrouwelijks in.",
            "Mails once per working day how many new notices somebody has. It holds nothing confidential.",
        ),
    ),
    "settle-drafts": (
        ("Concepten vastleggen", "Settling drafts"),
        (
            "Maakt een versie van een antwoord dat een kwartier niet is gewijzigd.",
            "Makes a version of an answer that nobody changed for a quarter of an hour.",
        ),
    ),
    "hearing-silence": (
        ("Wederhoor zonder reactie", "Hearings without reply"),
        (
            "Legt vast dat een leverancier niet binnen de termijn op het conceptoordeel reageerde.",
            "Records that a supplier did not reply to the draft verdict within the term.",
        ),
    ),
    "validity-ended": (
        ("Einde van geldigheid", "End of validity"),
        (
            "Meldt dat een resultaat niet meer geldig is en dat een herbeoordeling nodig is.",
            "Tells that a result is no longer valid and that a reassessment is needed.",
        ),
    ),
    "flags": (
        ("Risicosignalen", "Risk flags"),
        (
            "Controleert op bewijs dat verloopt en op leveranciers van veel gemeenten.",
            "Checks for proof that ends and for suppliers of many municipalities.",
        ),
    ),
}


def title_of(name: str) -> str:
    """The name of a job in the language of the page."""
    return pick(JOB_LABELS[name][0]) if name in JOB_LABELS else name


def meaning_of(job: Job) -> str:
    """What a job does, in the language of the page."""
    return pick(JOB_LABELS[job.name][1]) if job.name in JOB_LABELS else job.meaning
