# SPDX-License-Identifier: EUPL-1.2
"""Names and meanings of jobs for the people who look after them; a job without words shows its own name."""

from datetime import datetime, timedelta

from samencontroleren.core.scheduler import Job
from samencontroleren.core.typography import day
from samencontroleren.core.web import pick

JOB_LABELS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "agreement-tasks": (
        ("Taken om te ondertekenen", "Tasks to sign"),
        (
            "Vraagt wie voor een organisatie tekent om de nieuwste afspraken over delen te ondertekenen.",
            "Asks those who sign for an organisation to sign the newest agreement on sharing.",
        ),
    ),
    "reminders": (
        ("Herinneringen", "Reminders"),
        (
            "Herinnert leveranciers voor en na het einde van een termijn, alleen op werkdagen.",
            "Reminds suppliers before and after the end of a term, on working days only.",
        ),
    ),
    "interests": (
        ("Belangen van beoordelaars", "Interests of reviewers"),
        (
            "Stopt de toewijzing van wie intussen een belang heeft bij de leverancier. De coördinator krijgt bericht.",
            "Ends the assignment of whoever came to have an interest in the supplier. The co-ordinator is told.",
        ),
    ),
    "digests": (
        ("Dagoverzichten", "Daily digests"),
        (
            "Mailt per werkdag hoeveel nieuwe berichten iemand heeft. Er staat niets vertrouwelijks in.",
            "Mails once per working day how many new notices somebody has. It holds nothing confidential.",
        ),
    ),
    "workbook-imports": (
        ("Gelezen werkboeken opruimen", "Clearing away workbooks that were read"),
        (
            "Gooit werkboeken weg die een week geleden zijn gelezen en niet zijn overgenomen.",
            "Throws away workbooks that were read a week ago and not taken over.",
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
    "sign-releases": (
        ("Handtekeningen", "Signatures"),
        (
            "Zet een handtekening onder resultaten die zijn vrijgegeven toen er nog geen handtekening was.",
            "Signs results that were released before there were signatures.",
        ),
    ),
    "finding-reminders": (
        ("Herinneringen bij bevindingen", "Reminders of findings"),
        (
            "Herinnert leveranciers voor en na de termijn van een bevinding die zij nog oplossen.",
            "Reminds suppliers before and after the term of a finding they still have to solve.",
        ),
    ),
    "finding-proofs": (
        ("Bewijs van gesloten bevindingen", "Proof of closed findings"),
        (
            "Opent een bevinding opnieuw als het bewijs waarmee zij is gesloten, niet meer geldig is.",
            "Opens a finding again when the evidence it was closed on is not valid any more.",
        ),
    ),
    "validity-ended": (
        ("Einde van geldigheid", "End of validity"),
        (
            "Meldt dat een resultaat niet meer geldig is en dat een herbeoordeling nodig is.",
            "Tells that a result is no longer valid and that a reassessment is needed.",
        ),
    ),
    "own-exports": (
        ("Exports van eigen gegevens", "Exports of own data"),
        (
            "Zet klaar wat leveranciers van hun eigen gegevens willen downloaden.",
            "Prepares what suppliers want to download of their own data.",
        ),
    ),
    "old-own-exports": (
        ("Oude exports weggooien", "Throwing old exports away"),
        (
            "Gooit exports van eigen gegevens weg na hun laatste dag.",
            "Throws exports of own data away after their last day.",
        ),
    ),
    "benchmarks": (
        ("Vergelijking met anderen", "Comparison with others"),
        (
            "Berekent voor elke leverancier hoe anderen het doen, zonder diens eigen resultaten.",
            "Computes for each supplier how others do, its own results left out.",
        ),
    ),
    "flags": (
        ("Risicosignalen", "Risk flags"),
        (
            "Controleert op bewijs dat verloopt en op leveranciers van veel gemeenten.",
            "Checks for proof that ends and for suppliers of many municipalities.",
        ),
    ),
    "mergers": (
        ("Herindelingen", "Mergers of municipalities"),
        (
            "Voert geplande herindelingen van gemeenten uit op hun dag.",
            "Carries out the planned mergers of municipalities on their day.",
        ),
    ),
    "supplier-changes": (
        ("Overnames", "Takeovers"),
        (
            "Voert geplande overnames van leveranciers en producten uit op hun dag.",
            "Carries out the planned takeovers of suppliers and products on their day.",
        ),
    ),
    "file-destructions": (
        ("Bestanden vernietigen", "Destruction of files"),
        (
            "Vernietigt verwijderde bestanden voorgoed zodra geen reservekopie ze nog bevat.",
            "Destroys removed files for good once no backup holds them.",
        ),
    ),
    "file-sweep": (
        ("Opslag opruimen", "Sweeping the store"),
        (
            "Ruimt na een dag op wat afgebroken uploads en gestopte processen achterlieten.",
            "Removes after a day what broken-off uploads and stopped processes left behind.",
        ),
    ),
    "trail-head": (
        ("Kop van het logboek", "Head of the trail"),
        (
            "Ondertekent elke dag de stand van het logboek en zet die buiten de database.",
            "Signs the state of the trail each day and puts it outside the database.",
        ),
    ),
    "trail-check": (
        ("Controle van het logboek", "Check of the trail"),
        (
            "Controleert iedere nacht of geen regel van het logboek is gewijzigd, weggehaald of toegevoegd.",
            "Checks each night that no row of the trail was changed, removed or added.",
        ),
    ),
    "trail-watch": (
        ("Bewaking van het logboek", "Watch over the trail"),
        (
            "Waarschuwt de functioneel beheerders van VNG als nieuwe regels van het logboek geen zegel krijgen.",
            "Warns VNG’s functional administrators when new rows of the trail get no seal.",
        ),
    ),
    "trail-readings": (
        ("Tellingen van lezers", "Counts of readers"),
        (
            "Vergeet na de bewaartermijn per lezer en dag wie wat las. Het logboek zelf houdt het vast.",
            "Forgets, once kept long enough, per reader and day who read what. The trail itself keeps it.",
        ),
    ),
    "trail-addresses": (
        ("Adressen in het logboek", "Addresses in the trail"),
        (
            "Wist na de bewaartermijn van welk computeradres een handeling kwam.",
            "Erases, once kept long enough, from which computer address an act came.",
        ),
    ),
    "search-words": (
        ("Zoekwoorden", "Search words"),
        (
            "Maakt vindbaar wat er buiten de pagina’s om bij kwam, en vergeet wat er niet meer is.",
            "Makes findable what was added past the pages, and forgets what is gone.",
        ),
    ),
    "administrator-resets": (
        ("Herstel van beheerders", "Resets of administrators"),
        (
            "Laat een nieuwe beheerder binnen als de dag om bezwaar te maken voorbij is.",
            "Lets in a new administrator when the day to object has passed.",
        ),
    ),
    "unused-warnings": (
        ("Waarschuwing voor ongebruikte accounts", "Warnings of unused accounts"),
        (
            "Waarschuwt mensen van wie het account wordt geblokkeerd omdat zij het niet gebruiken.",
            "Warns people whose account will be blocked because they do not use it.",
        ),
    ),
    "unused-blocks": (
        ("Blokkeren van ongebruikte accounts", "Blocking of unused accounts"),
        ("Blokkeert accounts die niemand gebruikt.", "Blocks accounts that nobody uses."),
    ),
    "access-reviews": (
        ("Jaarlijks nalopen van rechten", "Yearly review of rights"),
        (
            "Opent voor elke organisatie het jaarlijks nalopen van rechten (BIO2 5.18.02).",
            "Opens the yearly review of rights of each organisation (BIO2 5.18.02).",
        ),
    ),
    "access-review-reminders": (
        ("Herinnering aan het nalopen van rechten", "Reminders of reviews of rights"),
        (
            "Herinnert beheerders als het nalopen van rechten bijna of al te laat is.",
            "Reminds administrators of a review of rights that is nearly or already late.",
        ),
    ),
    "file-checks": (
        ("Controle van bestanden", "Checks of files"),
        (
            "Zoekt in bestanden die wachten naar virussen: grote, en die van toen de scanner weg was.",
            "Looks through waiting files for malware: large ones, and those of when the scanner was away.",
        ),
    ),
    "evidence-warnings": (
        ("Bewijs dat afloopt", "Evidence that ends"),
        (
            "Waarschuwt leveranciers voor bewijs dat afloopt: twee keer vooraf, en op de laatste dag.",
            "Warns suppliers of evidence that ends: twice beforehand, and on its last day.",
        ),
    ),
    "unfinished-uploads": (
        ("Half verstuurde bestanden", "Half sent files"),
        (
            "Gooit bestanden weg die leveranciers half verstuurden en niet afmaakten.",
            "Throws away files that suppliers sent in part and never finished.",
        ),
    ),
}


def title_of(name: str) -> str:
    """The name of a job in the language of the page."""
    return pick(JOB_LABELS[name][0]) if name in JOB_LABELS else name


def meaning_of(job: Job) -> str:
    """What a job does, in the language of the page."""
    return pick(JOB_LABELS[job.name][1]) if job.name in JOB_LABELS else job.meaning


def period_in_words(period: str) -> str:
    """The period of a run as people read it: a day, an hour of a day, or a minute of a day; else as it stands."""
    try:
        begin = datetime.fromisoformat(period)
    except ValueError:
        return period
    clock_time = period.partition("T")[2]
    if not clock_time:
        return day(begin.date(), "medium")
    if ":" in clock_time:
        return f"{day(begin.date(), 'medium')}, {begin:%H:%M}"
    return f"{day(begin.date(), 'medium')}, {begin:%H:%M}–{begin + timedelta(hours=1):%H:%M}"
