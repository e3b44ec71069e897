# SPDX-License-Identifier: EUPL-1.2
"""Where the tour leads the personas of VNG."""

from samencontroleren.demonstration.stops_shared import HOME, INBOX, Stop

VNG: dict[str, tuple[Stop, ...]] = {
    "coordinator": (
        HOME,
        (
            "round",
            ("Bekijk hoe de ronde loopt", "See how the round goes"),
            (
                "Hoeveel dossiers in elke fase zijn, wie laat is en wie aan zet is.",
                "How many dossiers are in each phase, who is late and whose turn it is.",
            ),
        ),
        (
            "contacts",
            ("Zie wie nog niet reageerde", "See who has not replied"),
            (
                "Per leverancier de uitnodigingen: verstuurd, geopend, aanvaard of stil. Stuur er een opnieuw.",
                "Per supplier the invitations: sent, opened, accepted or silent. Send one again.",
            ),
        ),
        (
            "assign",
            ("Wijs twee beoordelaars toe", "Assign two reviewers"),
            (
                "Kies twee mensen van twee gemeenten. De lijst zegt hoeveel werk iemand al heeft en wie vanwege "
                "een belang niet kan.",
                "Choose two people of two municipalities. The list says how much work somebody has and who cannot"
                " because of a conflict.",
            ),
        ),
        (
            "question",
            ("Publiceer de vraag van een gemeente", "Publish the question of a municipality"),
            (
                "Kies Beoordeel de vraag en haal eruit wat de gemeente verraadt, zoals de naam van de stad. Pas "
                "na Publiceer ziet de leverancier haar.",
                "Assess the question and take out what betrays the municipality, such as the name of the city. "
                "Only after you publish it does the supplier see it.",
            ),
        ),
        (
            "flag",
            ("Behandel een risicosignaal", "Deal with a risk flag"),
            (
                "Kies een nieuwe toestand en schrijf op wat u deed. De geschiedenis van het signaal blijft staan.",
                "Choose a new state and write down what you did. The history of the flag stays.",
            ),
        ),
        (
            "/catalogus",
            ("Bekijk de catalogus van eisen", "Look at the catalogue of requirements"),
            (
                "Elke eis met waarom, bewijs en normen. Een wijziging wordt een nieuwe versie.",
                "Each requirement with why, proof and norms. A change becomes a new version.",
            ),
        ),
    ),
    "fiatteur": (
        HOME,
        (
            "release",
            ("Geef een resultaat vrij", "Release a result"),
            (
                "De controlelijst zegt of alles in orde is. Geef vrij, of stuur het dossier terug met een reden. "
                "Daarna leest elke gemeente het resultaat.",
                "The checklist says whether all is in order. Release, or send the dossier back with a reason. "
                "After release every municipality reads the result.",
            ),
        ),
        (
            "result",
            ("Lees een vrijgegeven resultaat", "Read a released result"),
            (
                "Wat elke gemeente leest, en wat alleen gebruikers lezen.",
                "What every municipality reads, and what only users read.",
            ),
        ),
        (
            "recalled",
            ("Bekijk een ingetrokken resultaat", "Look at a recalled result"),
            (
                "De reden staat erbij; het resultaat zelf blijft bewaard.",
                "The reason stands with it; the result itself is kept.",
            ),
        ),
        (
            "/dossiers",
            ("Bekijk alle dossiers", "Look at all dossiers"),
            (
                "Kies een fase. U ziet ook wat niet geleverd, geweigerd of geannuleerd is.",
                "Choose a phase. You also see what was not delivered, refused or cancelled.",
            ),
        ),
        INBOX,
    ),
    "functioneel-beheerder": (
        HOME,
        (
            "/organisaties",
            ("Bekijk alle organisaties", "Look at all organisations"),
            (
                "Alle gemeenten van Nederland, de leveranciers en de samenwerkingsverbanden.",
                "All municipalities of the Netherlands, the suppliers and the partnerships.",
            ),
        ),
        (
            "partnership",
            ("Open een samenwerkingsverband", "Open a partnership"),
            (
                "Wie er deelnemen, met een mandaat voor bepaalde tijd.",
                "Who takes part, with a mandate for a limited time.",
            ),
        ),
        (
            "/organisaties/herindelingen",
            ("Bereid een herindeling voor", "Prepare a merger"),
            (
                "Er staat er een gepland. Plan er zelf een: kies welke gemeenten opgaan in welke, en zie vooraf "
                "wat er meegaat.",
                "One is planned already. Plan one yourself: choose which municipalities go into which, and see "
                "beforehand what goes along.",
            ),
        ),
        (
            "/instellingen",
            ("Wijzig een instelling", "Change a setting"),
            (
                "Termijnen en grenzen, elk met geschiedenis. Open er een en kies een nieuwe waarde, de dag waarop"
                " zij ingaat en de reden.",
                "Terms and limits, each with history. Open one and choose a new value, the day from which it "
                "counts and the reason.",
            ),
        ),
        (
            "/beheer/taken",
            ("Kijk of de taken lopen", "See whether the jobs run"),
            (
                "Herinneringen, signalen en overzichten: wanneer zij liepen en wat zij deden.",
                "Reminders, flags and digests: when they ran and what they did.",
            ),
        ),
    ),
}
"""By persona."""
