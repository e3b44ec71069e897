# SPDX-License-Identifier: EUPL-1.2
"""What the tour shows per persona: the place (an address, or one that `tour` finds), what to try, what one will see."""

Pair = tuple[str, str]
"""The same text in Dutch and in English."""

HOME: tuple[str, Pair, Pair] = (
    "/",
    ("Begin op de startpagina", "Begin on the start page"),
    ("U ziet wat er op u wacht, in de volgorde van de termijn.", "You see what waits for you, in order of term."),
)
INBOX: tuple[str, Pair, Pair] = (
    "/berichten",
    ("Lees uw berichten", "Read your messages"),
    (
        "Alles wat aan u is gemeld staat bij elkaar. Kies bij Voorkeuren wanneer u er mail van krijgt.",
        "Everything you were told stands together. Choose under Preferences when you get mail of it.",
    ),
)

STOPS: dict[str, tuple[tuple[str, Pair, Pair], ...]] = {
    "invuller": (
        HOME,
        (
            "fill",
            ("Vul een vragenlijst verder in", "Go on with a questionnaire"),
            (
                "Een deel is bevestigd, de rest is leeg. Kies Ga verder, typ een antwoord en bevestig het. Uw "
                "tekst wordt vanzelf bewaard.",
                "Part is confirmed, the rest is empty. Choose Go on, type an answer and confirm it. Your text is "
                "kept by itself.",
            ),
        ),
        (
            "invited",
            ("Begin aan een nieuw dossier", "Start a new dossier"),
            (
                "Dit product is uitgenodigd. U ziet wie aan zet is, sinds wanneer en voor welke dag.",
                "This product was invited. You see whose turn it is, since when and before which day.",
            ),
        ),
        (
            "/bewijs",
            ("Voeg bewijs toe", "Add evidence"),
            (
                "Upload een pdf of werkblad, kies wie het mag lezen en hoelang het geldt. Elke pdf is goed: zij "
                "blijft op deze computer.",
                "Upload a PDF or a workbook, choose who may read it and how long it holds. Any PDF will do: it "
                "stays on this computer.",
            ),
        ),
        (
            "talk",
            ("Overleg over een vraag", "Talk about a question"),
            (
                "Vraag iets aan een collega, of aan VNG en de beoordelaars. Boven elk gesprek staat wie het leest.",
                "Ask a colleague, or VNG and the reviewers. Above each conversation it says who reads it.",
            ),
        ),
        INBOX,
    ),
    "vrijgever": (
        HOME,
        (
            "hearing",
            ("Reageer op een conceptoordeel", "Reply to a draft verdict"),
            (
                "U leest per eis het oordeel met de reden. Onderaan gaat u akkoord of maakt u bezwaar; u ziet "
                "eerst wat u verstuurt.",
                "Per requirement you read the verdict with its reason. Below you agree or object; you first see "
                "what you send.",
            ),
        ),
        (
            "awaiting",
            ("Volg een dossier dat op besluit wacht", "Follow a dossier that waits for a decision"),
            (
                "De stappen tot nu toe staan op een tijdlijn, zonder namen van beoordelaars.",
                "The steps so far stand on a timeline, without names of reviewers.",
            ),
        ),
        (
            "result",
            ("Lees het resultaat van een product", "Read the result of a product"),
            (
                "Zo lezen gemeenten het. Haal ook de pdf op.",
                "This is how municipalities read it. Fetch the PDF too.",
            ),
        ),
        (
            "/bewijs",
            ("Kijk welk bewijs bijna verloopt", "See which evidence ends soon"),
            (
                "Bij elk document staat hoelang het geldt en welke antwoorden erop leunen.",
                "Each document shows how long it holds and which answers lean on it.",
            ),
        ),
        INBOX,
    ),
    "leverancier": (
        HOME,
        (
            "/organisatie/gebruikers",
            ("Nodig een collega uit", "Invite a colleague"),
            (
                "Kies een rol. De mail met de uitnodiging vindt u in de postbus van de demonstratie.",
                "Choose a role. You find the mail with the invitation in the mailbox of the demonstration.",
            ),
        ),
        (
            "own-vendor",
            ("Bekijk uw bedrijf en producten", "Look at your company and products"),
            (
                "Contacten, hosting en versies staan op één plek. U ziet nergens welke gemeenten u gebruiken.",
                "Contacts, hosting and versions stand in one place. Nowhere do you see which municipalities use you.",
            ),
        ),
        (
            "/dossiers",
            ("Volg wat uw collega’s nog moeten doen", "Follow what your colleagues still have to do"),
            ("U ziet de dossiers van uw bedrijf en de termijn.", "You see the dossiers of your company and the term."),
        ),
        (
            "/berichten/voorkeuren",
            ("Stel uw mail in", "Set up your mail"),
            (
                "Kies per onderwerp: meteen, één keer per dag of alleen hier.",
                "Choose per topic: at once, once a day or only here.",
            ),
        ),
        (
            "/profiel",
            ("Bekijk uw account", "Look at your account"),
            (
                "Taal, wachtwoord en de apparaten waarop u bent ingelogd.",
                "Language, password and the devices on which you are logged in.",
            ),
        ),
    ),
    "meedenker": (
        HOME,
        (
            "/gevraagd",
            ("Zie wat u is gevraagd", "See what you were asked"),
            (
                "Alleen deze vragen staan open, elk met een dag. Ander werk van de leverancier ziet u niet.",
                "Only these questions are open, each with a day. You see no other question or paper of the supplier.",
            ),
        ),
        (
            "entrusted",
            ("Beantwoord een vraag", "Answer a question"),
            (
                "U typt een antwoord en bevestigt het. Bewijs dat bij de vraag hoort, leest u op het scherm; zelf "
                "voegt u ook iets toe.",
                "You type an answer and confirm it. Evidence that belongs to the question can be read on the screen; "
                "you can add some too.",
            ),
        ),
        (
            "entrusted-talk",
            ("Vraag de leverancier iets", "Ask the supplier something"),
            (
                "Het gesprek blijft tussen u en de mensen van de leverancier.",
                "The conversation stays between you and the people of the supplier.",
            ),
        ),
        INBOX,
    ),
    "inkoper": (
        HOME,
        (
            "/resultaten",
            ("Zoek in alle resultaten", "Search all results"),
            (
                "Filter op soort product of op uitslag. Elke gemeente leest dezelfde resultaten.",
                "Filter by kind of product or by outcome. Every municipality reads the same results.",
            ),
        ),
        (
            "used",
            ("Open een product dat u gebruikt", "Open a product you use"),
            (
                "Omdat het gebruik bevestigd is, leest u ook oordelen, bevindingen en antwoorden.",
                "Because the use was confirmed you also read verdicts, findings and answers.",
            ),
        ),
        (
            "unused",
            ("Open een product dat u niet gebruikt", "Open a product you do not use"),
            (
                "Hier leest u alleen het resultaat. De pagina zegt hoe u meer te lezen krijgt.",
                "Here you read the result only. The page says how you get to read more.",
            ),
        ),
        (
            "/gebruik",
            ("Bekijk het register van uw gemeente", "Look at the register of your municipality"),
            (
                "Wat in gebruik is, wat op een collega wacht, met contract en proces.",
                "What is in use, what waits for a colleague, with contract and process.",
            ),
        ),
        (
            "/inkoopsets",
            ("Bekijk een inkoopset", "Look at a requirement set"),
            (
                "De eisen voor een aanbesteding, als bijlage in Word en Excel, en wat over kandidaten al bekend is.",
                "The requirements for a tender as an annex in Word and Excel, and what is known of candidates.",
            ),
        ),
        (
            "/zoeken?q=burgerzaken",
            ("Zoek in alles tegelijk", "Search everything at once"),
            (
                "Eén zoekvak voor producten, leveranciers, resultaten en bevindingen die u mag zien.",
                "One box for products, suppliers, results and findings that you may see.",
            ),
        ),
    ),
    "ciso": (
        HOME,
        (
            "usage",
            ("Bevestig een aanmelding", "Confirm a claim"),
            (
                "Uw inkoper meldde dit product aan. Kies Bevestig het gebruik: pas daarna leest uw gemeente de "
                "oordelen en antwoorden.",
                "Your procurement officer claimed this product. Confirm the use: only then does your municipality"
                " read verdicts and answers.",
            ),
        ),
        (
            "/signalen",
            ("Loop de risicosignalen na", "Go through the risk flags"),
            (
                "Bewijs dat verloopt en leveranciers waar veel gemeenten op leunen, de ernstigste eerst.",
                "Evidence that ends and suppliers that many municipalities lean on, the gravest first.",
            ),
        ),
        (
            "flag",
            ("Open een signaal", "Open a flag"),
            (
                "In gewone woorden: wat er is, wat dat betekent, wat u kunt doen en wat er sindsdien gebeurde.",
                "In plain words: what it is, what it means, what you can do and what has happened since.",
            ),
        ),
        (
            "expired",
            ("Lees een resultaat dat verlopen is", "Read a result that has expired"),
            (
                "Het bewijs onder een sleuteleis liep af. Het resultaat blijft leesbaar, met die waarschuwing.",
                "The evidence under a key requirement ended. The result can still be read, with that warning.",
            ),
        ),
        (
            "ask",
            ("Stel een vraag bij een resultaat", "Ask a question on a result"),
            (
                "Kies Stel een vraag. VNG leest haar eerst; daarna ziet de leverancier haar, zonder naam van uw "
                "gemeente.",
                "Choose to ask a question. VNG reads it first; then the supplier sees it, without the name of "
                "your municipality.",
            ),
        ),
        INBOX,
    ),
    "proceseigenaar": (
        HOME,
        (
            "usage",
            ("Bevestig een product in uw proces", "Confirm a product in your process"),
            (
                "U bent de tweede persoon: controleer proces en contractnummer, en bevestig of wijs af met een reden.",
                "You are the second person: check the process and the contract number, and confirm or reject with"
                " a reason.",
            ),
        ),
        (
            "used",
            ("Bekijk een product in uw proces", "Look at a product in your process"),
            (
                "Resultaat, thema’s, bevindingen en vragen op één pagina.",
                "Result, themes, findings and questions on one page.",
            ),
        ),
        (
            "result",
            ("Lees een resultaat met de reden", "Read a result with its reason"),
            (
                "Elke zin van de uitleg hoort bij een oordeel. Onderaan staat wat er openstaat en tot wanneer.",
                "Each sentence of the explanation belongs to a verdict. Below stands what is open and until when.",
            ),
        ),
        (
            "superseded",
            ("Vergelijk met de vorige ronde", "Compare with the round before"),
            (
                "Een vervangen resultaat blijft staan, zodat u ziet wat er beter of slechter werd.",
                "A superseded result stays, so that you see what got better or worse.",
            ),
        ),
        (
            "/gebruik",
            ("Bekijk alles wat uw gemeente gebruikt", "Look at all that your municipality uses"),
            ("Kritieke processen zijn gemarkeerd.", "Critical processes are marked."),
        ),
    ),
    "beoordelaar": (
        HOME,
        (
            "desk",
            ("Beoordeel een dossier", "Assess a dossier"),
            (
                "Kies Ga verder: u leest antwoord, bewijs en het vorige oordeel bij elkaar en geeft uw oordeel. "
                "Dat van de ander ziet u nog niet.",
                "Choose Go on: you read answer, evidence and last year's verdict together and give your verdict. "
                "You do not yet see the other one's.",
            ),
        ),
        (
            "differences",
            ("Bespreek verschillen", "Discuss differences"),
            (
                "U bent allebei klaar en oordeelde niet hetzelfde. Kies Doe een voorstel; de ander neemt het aan "
                "of doet een ander voorstel.",
                "Both of you are ready and did not judge the same. Make a proposal; the other one accepts it or "
                "makes another.",
            ),
        ),
        (
            "/dossiers",
            ("Bekijk wat u hebt toegewezen gekregen", "Look at what was assigned to you"),
            ("Uw dossiers op volgorde van termijn.", "Your dossiers in order of term."),
        ),
        (
            "/belangen",
            ("Meld een belang", "Declare a conflict of interest"),
            (
                "Werkte u bij een leverancier? Dan beoordeelt iemand anders.",
                "Did you work for a supplier? Then somebody else assesses.",
            ),
        ),
        INBOX,
    ),
    "beheerder": (
        HOME,
        (
            "/organisatie/gebruikers",
            ("Laat een collega toe", "Let a colleague in"),
            (
                "Nodig iemand uit, geef rollen of beëindig een toegang.",
                "Invite somebody, give roles or end an access.",
            ),
        ),
        (
            "/leveranciers",
            ("Bekijk de leveranciers", "Look at the suppliers"),
            (
                "Wie er meedoen en welke producten zij aanbieden.",
                "Who takes part and which products they offer.",
            ),
        ),
        (
            "/resultaten",
            ("Lees resultaten", "Read results"),
            ("Als beheerder leest u alleen de uitslag.", "As an administrator you read the outcome only."),
        ),
        (
            "/profiel",
            ("Bekijk uw account", "Look at your account"),
            (
                "Taal, wachtwoord en de apparaten waarop u bent ingelogd.",
                "Language, password and the devices on which you are logged in.",
            ),
        ),
    ),
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
