# SPDX-License-Identifier: EUPL-1.2
"""The parameters of terms, reminders and findings. Pure."""

from .kinds import Code, Group, Kind, Unit
from .shapes import AT_ONCE, BEGINS, LADDER, Parameter, Words


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


TERMS: tuple[Parameter, ...] = (
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
)
