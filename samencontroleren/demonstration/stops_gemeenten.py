# SPDX-License-Identifier: EUPL-1.2
"""Where the tour leads the personas of a gemeente."""

from samencontroleren.demonstration.stops_shared import HOME, INBOX, Stop

GEMEENTEN: dict[str, tuple[Stop, ...]] = {
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
}
"""By persona."""
