# SPDX-License-Identifier: EUPL-1.2
"""Every parameter: what it is called, what it does and for whom, its shape, its default and its source. Pure.

A new value marked (config) in product.md is one more entry here; the table of values needs no change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .kinds import Code, Group, Kind, Unit

Words = tuple[str, str]
"""Dutch and English."""


@dataclass(frozen=True)
class Parameter:
    """One value that VNG can set."""

    code: Code
    group: Group
    label: Words
    explanation: Words
    applies: Words
    """For what a new value counts, and for what it does not."""
    default: Any
    source: str
    """The section of the design, or law, the default comes from."""
    kind: Kind = Kind.NUMBER
    unit: Unit = Unit.WORKING_DAYS
    least: int = 1
    most: int = 60


@dataclass(frozen=True)
class Fixed:
    """A value that law or standard sets: shown beside the others, never changed here."""

    label: Words
    value: Words
    source: str


BEGINS = (
    "Geldt voor termijnen die vanaf die dag beginnen. Een termijn die al loopt, verandert niet.",
    "Counts for terms that begin on or after that day. A term that has begun does not change.",
)
LADDER = (
    "Geldt voor termijnen die vanaf die dag beginnen. Een termijn die al loopt, houdt zijn eigen herinneringen.",
    "Counts for terms that begin on or after that day. A term that has begun keeps its own reminders.",
)
AT_ONCE = ("Geldt vanaf die dag, ook voor wat er al is.", "Counts from that day, also for what is there already.")


def _finding(code: Code, severity: Words, days: int) -> Parameter:
    return Parameter(
        code,
        Group.FINDINGS,
        (f"Termijn van een bevinding: {severity[0]}", f"Term of a finding: {severity[1]}"),
        (
            f"Zo lang heeft een leverancier om een bevinding met ernst ‘{severity[0]}’ op te lossen.",
            f"How long a supplier has to solve a finding of severity “{severity[1]}”.",
        ),
        (
            "Geldt voor bevindingen die vanaf die dag ontstaan. Een bevinding die er al is, houdt haar termijn.",
            "Counts for findings made on or after that day. A finding that is there keeps its term.",
        ),
        days,
        "6",
        unit=Unit.CALENDAR_DAYS,
        most=730,
    )


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        Code.SUPPLEMENT_DAYS,
        Group.TERMS,
        ("Termijn voor een aanvulling", "Term of a supplement"),
        (
            "Zo lang heeft een leverancier om antwoorden aan te vullen nadat de beoordelaars daarom vroegen.",
            "How long a supplier has to supplement its answers after the reviewers asked for it.",
        ),
        BEGINS,
        10,
        "4",
    ),
    Parameter(
        Code.SUPPLEMENT_TIMES,
        Group.TERMS,
        ("Hoe vaak een aanvulling", "How many supplements"),
        (
            "Zo vaak kan de leverancier in één dossier om een aanvulling worden gevraagd. "
            "Vaker kan alleen de coördinator, met een reden.",
            "How often a supplier can be asked for a supplement in one dossier. "
            "Only the co-ordinator can ask more often, with a reason.",
        ),
        AT_ONCE,
        1,
        "4",
        unit=Unit.REQUESTS,
        most=5,
    ),
    Parameter(
        Code.HEARING_DAYS,
        Group.TERMS,
        ("Termijn voor wederhoor", "Term of the hearing"),
        (
            "Met dit aantal begint het formulier van een nieuwe ronde. De coördinator kan iets anders kiezen.",
            "The form of a new round starts with this number. The co-ordinator can choose another one per round.",
        ),
        (
            "Geldt voor rondes die vanaf die dag worden gemaakt. Een ronde die er al is, houdt haar eigen termijn.",
            "Counts for rounds made on or after that day. A round that is there keeps its own term.",
        ),
        10,
        "4",
    ),
    Parameter(
        Code.RECTIFICATION_DAYS,
        Group.TERMS,
        ("Termijn voor een verzoek om rectificatie", "Term of a request for rectification"),
        (
            "Zo lang heeft VNG om te beslissen over een verzoek van een leverancier om een resultaat te verbeteren.",
            "How long VNG has to decide on a supplier's request to correct a result.",
        ),
        BEGINS,
        20,
        "4",
    ),
    Parameter(
        Code.LEAST_TURN_DAYS,
        Group.TERMS,
        ("Kortste beurt van beoordelaars en VNG", "Shortest turn of reviewers and VNG"),
        (
            "Beoordelaars, coördinator en fiatteur hebben minstens zo lang, hoe laat een beurt ook begint.",
            "Reviewers, co-ordinator and releasing officer have at least this long, however late a turn begins.",
        ),
        BEGINS,
        5,
        "4",
        most=30,
    ),
    Parameter(
        Code.FREE_DAYS,
        Group.TERMS,
        ("Extra vrije dagen", "Extra free days"),
        (
            "Dagen die niet meetellen als werkdag, naast het weekend en de feestdagen van de Algemene termijnenwet. "
            "Op zo’n dag gaan er ook geen herinneringen uit.",
            "Days that do not count as working days, beside weekends and the holidays of the Algemene termijnenwet. "
            "No reminders leave on such a day.",
        ),
        BEGINS,
        [],
        "4",
        kind=Kind.DATES,
    ),
    Parameter(
        Code.ROUND_LADDER,
        Group.REMINDERS,
        ("Herinneringen in een ronde", "Reminders in a round"),
        (
            "Op deze werkdagen krijgen contactpersoon en vrijgever een herinnering zolang zij niet hebben ingediend.",
            "On these working days contact and submitter are reminded as long as they have not submitted.",
        ),
        (
            "Geldt voor rondes die vanaf die dag openen. Een ronde die al open is, houdt haar eigen herinneringen.",
            "Counts for rounds that open on or after that day. A round that is open keeps its own reminders.",
        ),
        [-30, -7, -1, 7],
        "4",
        kind=Kind.STEPS,
    ),
    Parameter(
        Code.SUPPLEMENT_LADDER,
        Group.REMINDERS,
        ("Herinneringen bij een aanvulling", "Reminders of a supplement"),
        (
            "Op deze werkdagen krijgt de vrijgever een herinnering zolang de aanvulling er niet is.",
            "On these working days the submitter is reminded as long as the supplement has not come.",
        ),
        LADDER,
        [-5, -1, 1],
        "4",
        kind=Kind.STEPS,
    ),
    Parameter(
        Code.HEARING_LADDER,
        Group.REMINDERS,
        ("Herinneringen bij wederhoor", "Reminders of a hearing"),
        (
            "Op deze werkdagen krijgt de vrijgever een herinnering zolang er geen reactie op het concept is.",
            "On these working days the submitter is reminded as long as there is no reply to the draft.",
        ),
        LADDER,
        [-5, -1, 1],
        "4",
        kind=Kind.STEPS,
    ),
    Parameter(
        Code.FINDING_LADDER,
        Group.REMINDERS,
        ("Herinneringen bij een bevinding", "Reminders of a finding"),
        (
            "Op deze kalenderdagen krijgt de vrijgever een herinnering zolang de leverancier de bevinding oplost.",
            "On these calendar days the submitter is reminded as long as the supplier solves the finding.",
        ),
        AT_ONCE,
        [-14, -3, 7],
        "6",
        unit=Unit.CALENDAR_DAYS,
        kind=Kind.STEPS,
    ),
    Parameter(
        Code.INVITATION_SILENT,
        Group.REMINDERS,
        ("Uitnodiging zonder reactie", "Invitation without reaction"),
        (
            "Na zoveel dagen zonder reactie ziet de coördinator een uitnodiging als ‘stil’.",
            "After so many days without reaction the co-ordinator sees an invitation as “silent”.",
        ),
        (
            "Geldt voor uitnodigingen die vanaf die dag worden verstuurd.",
            "Counts for invitations sent on or after that day.",
        ),
        7,
        "4",
        unit=Unit.CALENDAR_DAYS,
    ),
    _finding(Code.FINDING_LOW, ("laag", "low"), 180),
    _finding(Code.FINDING_MEDIUM, ("middel", "medium"), 90),
    _finding(Code.FINDING_HIGH, ("hoog", "high"), 30),
    _finding(Code.FINDING_CRITICAL, ("kritiek", "critical"), 7),
    Parameter(
        Code.PROOF_WARNING,
        Group.FINDINGS,
        ("Bewijs loopt af", "Evidence is ending"),
        (
            "Zoveel dagen voor het einde staat bij bewijs dat het afloopt, krijgt de leverancier een taak, en ontstaat "
            "een signaal met ernst ‘laag’.",
            "So many days before its end evidence is shown as ending, its supplier gets a task, and a flag of severity "
            "“low” is raised.",
        ),
        AT_ONCE,
        90,
        "9",
        unit=Unit.CALENDAR_DAYS,
        most=365,
    ),
    Parameter(
        Code.PROOF_SOON,
        Group.FINDINGS,
        ("Bewijs loopt bijna af", "Evidence ends soon"),
        (
            "Vanaf zoveel dagen voor het einde krijgt de leverancier opnieuw een taak en het signaal ernst ‘middel’. "
            "Kies minder dan bij ‘Bewijs loopt af’.",
            "From so many days before its end its supplier gets a task again and the flag has severity “medium”. "
            "Choose fewer than for “Evidence is ending”.",
        ),
        AT_ONCE,
        30,
        "9",
        unit=Unit.CALENDAR_DAYS,
        most=365,
    ),
    Parameter(
        Code.UPLOAD_DAYS,
        Group.FINDINGS,
        ("Half verstuurd bestand", "Half sent file"),
        (
            "Breekt het versturen van bewijs af, dan kan een leverancier zoveel dagen later nog verdergaan. Daarna "
            "gooien we de delen weg.",
            "When sending evidence breaks off, a supplier can go on for so many days. After that we throw the parts "
            "away.",
        ),
        AT_ONCE,
        7,
        "5",
        unit=Unit.CALENDAR_DAYS,
        most=60,
    ),
    Parameter(
        Code.EXPORT_DAYS,
        Group.ACCESS,
        ("Export van eigen gegevens", "Export of own data"),
        (
            "Zo lang kan een leverancier de export van zijn eigen gegevens downloaden. Daarna gooien we hem weg.",
            "How long a supplier can download the export of its own data. After that we throw it away.",
        ),
        (
            "Geldt voor exports die vanaf die dag klaarstaan.",
            "Counts for exports that are ready on or after that day.",
        ),
        7,
        "5",
        unit=Unit.CALENDAR_DAYS,
        most=60,
    ),
    Parameter(
        Code.READING_ENDS,
        Group.ACCESS,
        ("Inzage van beoordelaars na de vrijgave", "Access of reviewers after release"),
        (
            "Zo lang kunnen beoordelaars een dossier nog lezen nadat het resultaat is vrijgegeven.",
            "How long reviewers can still read a dossier after its result was released.",
        ),
        ("Geldt voor resultaten die vanaf die dag worden vrijgegeven.", "Counts for results released from that day."),
        10,
        "2",
        unit=Unit.CALENDAR_DAYS,
    ),
    Parameter(
        Code.REVIEWER_ROOM,
        Group.ACCESS,
        ("Dossiers per beoordelaar", "Dossiers per reviewer"),
        (
            "Zoveel dossiers van één ronde heeft een beoordelaar tegelijk, zolang hij of zij zelf niets anders opgaf.",
            "How many dossiers of one round a reviewer has at a time, as long as the person did not say otherwise.",
        ),
        AT_ONCE,
        3,
        "6",
        unit=Unit.DOSSIERS,
        most=20,
    ),
    Parameter(
        Code.FORMER_EMPLOYER,
        Group.ACCESS,
        ("Vroegere werkgever", "Former employer"),
        (
            "Zo lang na de laatste werkdag bij een leverancier speelt iemand geen rol in dossiers van die leverancier.",
            "How long after the last day at a supplier somebody plays no part in the dossiers of that supplier.",
        ),
        (
            "Geldt voor wie het vanaf die dag meldt. Wat gemeld is, houdt zijn einddag.",
            "Counts for who states it on or after that day. What was stated keeps its last day.",
        ),
        3,
        "2",
        unit=Unit.YEARS,
        most=10,
    ),
    Parameter(
        Code.UNUSED_DAYS,
        Group.ACCESS,
        ("Ongebruikt account", "Unused account"),
        (
            "Logt iemand zoveel dagen niet in, dan wordt het account geblokkeerd. Een beheerder laat de persoon "
            "weer toe.",
            "When somebody does not log in for so many days, the account is blocked. An administrator lets the "
            "person in again.",
        ),
        AT_ONCE,
        180,
        "10",
        unit=Unit.CALENDAR_DAYS,
        least=30,
        most=730,
    ),
    Parameter(
        Code.UNUSED_WARNING,
        Group.ACCESS,
        ("Waarschuwing bij een ongebruikt account", "Warning of an unused account"),
        (
            "Zoveel dagen voor de blokkade krijgt de persoon een mail. Wie dan inlogt, wordt niet geblokkeerd.",
            "So many days before the block the person gets a mail. Who logs in then is not blocked.",
        ),
        AT_ONCE,
        14,
        "10",
        unit=Unit.CALENDAR_DAYS,
        least=3,
        most=60,
    ),
    Parameter(
        Code.REVIEW_EVERY,
        Group.ACCESS,
        ("Controle van rechten", "Review of rights"),
        (
            "Na zoveel dagen loopt de beheerder van een organisatie opnieuw alle rechten na (BIO2 5.18.02).",
            "After so many days the administrator of an organisation goes through all rights again (BIO2 5.18.02).",
        ),
        AT_ONCE,
        365,
        "10",
        unit=Unit.CALENDAR_DAYS,
        least=90,
        most=730,
    ),
    Parameter(
        Code.REVIEW_TERM,
        Group.ACCESS,
        ("Termijn voor de controle van rechten", "Term of the review of rights"),
        (
            "Zo lang heeft de beheerder om de controle af te ronden.",
            "How long the administrator has to finish the review.",
        ),
        AT_ONCE,
        30,
        "10",
        unit=Unit.CALENDAR_DAYS,
        least=7,
        most=90,
    ),
    Parameter(
        Code.MOST_CLAIMS,
        Group.ACCESS,
        ("Aanmeldingen van gebruik: hoogstens", "Registrations of use: at most"),
        (
            "Meldt een gemeente in korte tijd meer producten aan dan dit, dan kijkt VNG er eerst naar.",
            "When a municipality registers more products than this in a short time, VNG looks at it first.",
        ),
        AT_ONCE,
        25,
        "7",
        unit=Unit.PRODUCTS,
        most=1000,
    ),
    Parameter(
        Code.CLAIM_WINDOW,
        Group.ACCESS,
        ("Aanmeldingen van gebruik: in hoeveel dagen", "Registrations of use: in how many days"),
        (
            "De korte tijd waarin we de aanmeldingen van een gemeente tellen.",
            "The short time in which the registrations of a municipality are counted.",
        ),
        AT_ONCE,
        7,
        "7",
        unit=Unit.CALENDAR_DAYS,
        most=90,
    ),
    Parameter(
        Code.SMALLEST_CELL,
        Group.FIGURES,
        ("Kleinste groep in cijfers", "Smallest group in figures"),
        (
            "We tonen een cijfer over anderen alleen als de groep minstens zoveel organisaties telt, en de rest ook. "
            "Zo is niemand te herkennen.",
            "A figure about others is shown only over at least so many organisations in the group, and in the rest, "
            "so that nobody can be recognised.",
        ),
        AT_ONCE,
        5,
        "2",
        unit=Unit.ORGANISATIONS,
        least=3,
        most=25,
    ),
    Parameter(
        Code.CONCENTRATION_MEDIUM,
        Group.FIGURES,
        ("Concentratie: vanaf welk deel", "Concentration: from which share"),
        (
            "Gebruikt dit deel van de gemeenten dezelfde leverancier, dan ontstaat een signaal met ernst ‘middel’.",
            "When this share of the municipalities uses the same supplier, a flag of severity “medium” is raised.",
        ),
        AT_ONCE,
        25,
        "9",
        unit=Unit.PERCENT,
        most=100,
    ),
    Parameter(
        Code.CONCENTRATION_HIGH,
        Group.FIGURES,
        ("Concentratie: hoog vanaf welk deel", "Concentration: high from which share"),
        (
            "Vanaf dit deel van de gemeenten krijgt dat signaal ernst ‘hoog’.",
            "From this share of the municipalities that flag has severity “high”.",
        ),
        AT_ONCE,
        50,
        "9",
        unit=Unit.PERCENT,
        most=100,
    ),
    Parameter(
        Code.CONCENTRATION_CRITICAL,
        Group.FIGURES,
        ("Concentratie: hoog vanaf hoeveel kritieke processen", "Concentration: high from how many critical processes"),
        (
            "Zoveel kritieke processen bij één leverancier maken dat signaal ook ‘hoog’.",
            "So many critical processes on one supplier make that flag “high” as well.",
        ),
        AT_ONCE,
        5,
        "9",
        unit=Unit.PROCESSES,
        most=100,
    ),
)

BY_CODE: Mapping[str, Parameter] = {each.code.value: each for each in PARAMETERS}

FIXED = (
    Fixed(
        ("Geldigheid van een resultaat", "Validity of a result"),
        ("hoogstens 12 maanden", "at most 12 months"),
        "BIO2 5.20.03, 5.22.01",
    ),
    Fixed(
        ("Weekend en algemeen erkende feestdagen tellen niet mee", "Weekends and public holidays do not count"),
        ("altijd", "always"),
        "Algemene termijnenwet, art. 1, 3",
    ),
)
