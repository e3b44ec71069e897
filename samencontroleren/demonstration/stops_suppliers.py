# SPDX-License-Identifier: EUPL-1.2
"""Where the tour leads the personas of a supplier."""

from samencontroleren.demonstration.stops_shared import HOME, INBOX, Stop

SUPPLIERS: dict[str, tuple[Stop, ...]] = {
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
}
"""By persona."""
