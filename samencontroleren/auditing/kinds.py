# SPDX-License-Identifier: EUPL-1.2
"""The acts of the trail in words, what they belong to, and which of a gemeente's acts VNG may read."""

from enum import StrEnum

Pair = tuple[str, str]


class Family(StrEnum):
    """Acts that belong together: what people filter by."""

    LOG_IN = "inloggen"
    PEOPLE = "mensen"
    ORGANISATIONS = "organisaties"
    SUPPLIERS = "leveranciers"
    QUESTIONNAIRES = "vragenlijsten"
    ROUNDS = "rondes"
    ANSWERS = "antwoorden"
    REVIEWS = "beoordelingen"
    RESULTS = "resultaten"
    READINGS = "inzage"
    USAGE = "gebruik"
    PROCUREMENT = "inkopen"
    TALKS = "gesprekken"
    FLAGS = "signalen"
    PLATFORM = "platform"
    DENIALS = "geweigerd"


FAMILY_LABELS: dict[Family, Pair] = {
    Family.LOG_IN: ("Inloggen en account", "Logging in and account"),
    Family.PEOPLE: ("Mensen en rechten", "People and rights"),
    Family.ORGANISATIONS: ("Organisaties", "Organisations"),
    Family.SUPPLIERS: ("Leveranciers en producten", "Suppliers and products"),
    Family.QUESTIONNAIRES: ("Catalogus en vragenlijsten", "Catalogue and questionnaires"),
    Family.ROUNDS: ("Rondes en dossiers", "Rounds and dossiers"),
    Family.ANSWERS: ("Antwoorden en bewijs", "Answers and evidence"),
    Family.REVIEWS: ("Beoordelen", "Reviewing"),
    Family.RESULTS: ("Resultaten", "Results"),
    Family.READINGS: ("Lezen en downloaden", "Reading and downloading"),
    Family.USAGE: ("Gebruik van producten", "Use of products"),
    Family.PROCUREMENT: ("Inkoopsets", "Requirement sets"),
    Family.TALKS: ("Gesprekken en vragen", "Conversations and questions"),
    Family.FLAGS: ("Risicosignalen", "Risk flags"),
    Family.PLATFORM: ("Instellingen en platform", "Settings and platform"),
    Family.DENIALS: ("Geweigerde toegang", "Refused access"),
}

ACTS: dict[Family, dict[str, Pair]] = {
    Family.LOG_IN: {
        "login.password": ("Wachtwoord goed", "Right password"),
        "login.finished": ("Ingelogd met de tweede stap", "Logged in with the second factor"),
        "login.confirmed": ("Tweede stap opnieuw getoond", "Second factor shown again"),
        "login.failed": ("Inloggen mislukt", "Log-in failed"),
        "login.ended": ("Uitgelogd", "Logged out"),
        "login.passkey": ("Ingelogd met een passkey", "Logged in with a passkey"),
        "login.provider": ("Herkend door de inlogdienst van de organisatie", "Recognised by the organisation's log-in"),
        "login.refused": ("Inloggen via de organisatie geweigerd", "Log-in through the organisation refused"),
        "provider.linked": ("Account gekoppeld aan de organisatie", "Account linked to the organisation"),
        "provider.passed-by": (
            "Verplichte inlogdienst omzeild als beheerder",
            "Obligatory log-in passed by, as administrator",
        ),
        "provider.saved": ("Inlogdienst ingesteld", "Log-in service set up"),
        "provider.tried": ("Inlogdienst geprobeerd", "Log-in service tried"),
        "provider.switched-on": ("Inlogdienst aangezet", "Log-in service switched on"),
        "provider.switched-off": ("Inlogdienst uitgezet", "Log-in service switched off"),
        "provider.obligatory": ("Inlogdienst verplicht gemaakt", "Log-in service made obligatory"),
        "provider.optional": ("Inlogdienst niet meer verplicht", "Log-in service no longer obligatory"),
        "provider.key-renewed": ("Sleutel voor de inlogdienst vernieuwd", "Key for the log-in service renewed"),
        "factor.enrolled": ("Tweede stap ingesteld", "Second factor set up"),
        "factor.failed": ("Verkeerde code van de tweede stap", "Wrong code of the second factor"),
        "factor.app_kept": ("Authenticator-app ingesteld", "Authenticator app set up"),
        "factor.app_removed": ("Authenticator-app verwijderd", "Authenticator app removed"),
        "factor.passkey_kept": ("Passkey toegevoegd", "Passkey added"),
        "factor.passkey_removed": ("Passkey verwijderd", "Passkey removed"),
        "factor.codes_made": ("Herstelcodes gemaakt", "Recovery codes made"),
        "passkey.renamed": ("Passkey hernoemd", "Passkey renamed"),
        "passkey.failed": ("Inloggen met een passkey mislukt", "Log-in with a passkey failed"),
        "passkey.counter-fell": ("Passkey geblokkeerd: mogelijk een kopie", "Passkey blocked: maybe a copy"),
        "password.forgotten": ("Nieuw wachtwoord aangevraagd", "Asked for another password"),
        "password.reset": ("Wachtwoord opnieuw gekozen via een link", "Password chosen anew by a link"),
        "password.changed": ("Wachtwoord gewijzigd", "Password changed"),
        "session.ended": ("Eén sessie beëindigd", "One session ended"),
        "sessions.ended": ("Andere sessies beëindigd", "Other sessions ended"),
        "user.changed": ("Eigen gegevens gewijzigd", "Own facts changed"),
        "membership.chosen": ("Gewisseld van organisatie", "Switched organisation"),
        "notice-preferences.changed": ("Keuzes voor berichten gewijzigd", "Choices for notices changed"),
    },
    Family.PEOPLE: {
        "membership.roles-changed": ("Rollen gewijzigd", "Roles changed"),
        "membership.ended": ("Toegang beëindigd", "Access ended"),
        "factor.all-forgotten": ("Tweede stap van een collega gewist", "Second factor of a colleague cleared"),
        "factor.cleared": ("Tweede stap gewist bij een herstel", "Second factor cleared in a reset"),
        "administrator-reset.asked": ("Herstel van de beheerder gevraagd", "Reset of the administrator asked"),
        "administrator-reset.approved": ("Herstel van de beheerder goedgekeurd", "Reset of the administrator approved"),
        "administrator-reset.stopped": ("Herstel van de beheerder gestopt", "Reset of the administrator stopped"),
        "administrator-reset.objected": ("Bezwaar tegen het herstel", "Objection to the reset"),
        "administrator-reset.done": ("Herstel van de beheerder uitgevoerd", "Reset of the administrator carried out"),
        "handover.proposed": ("Andere contactpersoon voorgesteld", "Another contact proposed"),
        "handover.approved": ("Andere contactpersoon goedgekeurd", "Another contact approved"),
        "handover.refused": ("Andere contactpersoon afgewezen", "Another contact refused"),
        "membership.moved": ("Lidmaatschap overgegaan", "Membership moved"),
        "user.blocked-unused": ("Ongebruikt account geblokkeerd", "Unused account blocked"),
        "user.let-in-again": ("Geblokkeerd account weer toegelaten", "Blocked account let in again"),
        "access-review.opened": ("Controle van rechten begonnen", "Review of rights opened"),
        "access-review.keep": ("Rechten nagelopen: blijft zo", "Rights reviewed: kept"),
        "access-review.change": ("Rechten nagelopen: gewijzigd", "Rights reviewed: changed"),
        "access-review.end": ("Rechten nagelopen: beëindigd", "Rights reviewed: ended"),
        "access-review.finished": ("Controle van rechten afgerond", "Review of rights finished"),
        "onboarding.read": ("Lijst van eerste beheerders ingelezen", "List of first administrators read in"),
        "onboarding.row-mended": ("Rij van een lijst hersteld", "Row of a list mended"),
        "onboarding.letters-made": ("Brieven met een code gemaakt", "Letters with a code made"),
        "onboarding.letters-read": ("Brieven met een code gedownload", "Letters with a code downloaded"),
        "invitation.made": ("Uitnodiging gemaakt", "Invitation made"),
        "invitation.revoked": ("Uitnodiging ingetrokken", "Invitation revoked"),
        "invitation.accepted": ("Uitnodiging aangenomen", "Invitation accepted"),
        "client.added": ("API-client toegevoegd", "API client added"),
        "client.secret-renewed": ("Geheim van API-client vernieuwd", "Secret of API client renewed"),
        "client.token-given": ("API-client ingelogd", "API client logged in"),
        "client.refused": ("Inloggen van een API-client mislukt", "Log-in of an API client failed"),
        "client.revoked": ("API-client ingetrokken", "API client revoked"),
        "client.stopped": ("API-client gestopt", "API client stopped"),
    },
    Family.ORGANISATIONS: {
        "organisation.added": ("Organisatie toegevoegd", "Organisation added"),
        "organisation.changed": ("Organisatie gewijzigd", "Organisation changed"),
        "organisation.ended": ("Organisatie opgeheven", "Organisation ended"),
        "mandate.added": ("Mandaat toegevoegd", "Mandate added"),
        "mandate.ended": ("Mandaat beëindigd", "Mandate ended"),
        "merger.planned": ("Herindeling gepland", "Merger planned"),
        "merger.cancelled": ("Herindeling geannuleerd", "Merger cancelled"),
        "merger.carried-out": ("Herindeling uitgevoerd", "Merger carried out"),
    },
    Family.SUPPLIERS: {
        "vendor.added": ("Leverancier toegevoegd", "Supplier added"),
        "vendor.changed": ("Leverancier gewijzigd", "Supplier changed"),
        "product.added": ("Product toegevoegd", "Product added"),
        "product.changed": ("Product gewijzigd", "Product changed"),
        "product.moved": ("Product overgegaan", "Product moved"),
        "product.ends-set": ("Einde van een product vastgelegd", "End of a product set"),
        "product.hosting-changed": ("Hosting van een product gewijzigd", "Hosting of a product changed"),
        "product-version.added": ("Productversie toegevoegd", "Product version added"),
        "product-version.changed": ("Productversie gewijzigd", "Product version changed"),
        "contact.added": ("Contactpersoon toegevoegd", "Contact added"),
        "contact.removed": ("Contactpersoon verwijderd", "Contact removed"),
        "supplier-change.planned": ("Overname gepland", "Takeover planned"),
        "supplier-change.cancelled": ("Overname geannuleerd", "Takeover cancelled"),
        "supplier-change.confirmed": ("Overname bevestigd", "Takeover confirmed"),
        "supplier-change.carried-out": ("Overname uitgevoerd", "Takeover carried out"),
    },
    Family.QUESTIONNAIRES: {
        "questionnaire.added": ("Vragenlijst toegevoegd", "Questionnaire added"),
        "questionnaire.reordered": ("Volgorde van een vragenlijst gewijzigd", "Order of a questionnaire changed"),
        "questionnaire.items-set": ("Eisen van een vragenlijst gekozen", "Requirements of a questionnaire chosen"),
        "questionnaire.published": ("Vragenlijst gepubliceerd", "Questionnaire published"),
        "requirement.added": ("Eis toegevoegd", "Requirement added"),
        "requirement.reworded": ("Eis opnieuw geformuleerd", "Requirement reworded"),
        "requirement.successors-set": ("Opvolging van een eis vastgelegd", "Successors of a requirement declared"),
        "requirement.retired": ("Eis vervallen verklaard", "Requirement retired"),
        "catalogue.content-loaded": ("Eigen eisen geladen", "Own requirements loaded"),
        "catalogue.import-started": ("Import begonnen", "Import started"),
        "catalogue.imported": ("Werkblad geïmporteerd", "Sheet imported"),
        "import-profile.saved": ("Importprofiel bewaard", "Import profile saved"),
    },
    Family.ROUNDS: {
        "round.added": ("Ronde toegevoegd", "Round added"),
        "round.changed": ("Ronde gewijzigd", "Round changed"),
        "round.moved": ("Ronde naar een andere stand", "Round moved on"),
        "round.products-added": ("Producten aan een ronde toegevoegd", "Products added to a round"),
        "round.contact-invited": ("Leverancier uitgenodigd", "Supplier invited"),
        "round.contact-invited-again": ("Leverancier opnieuw uitgenodigd", "Supplier invited again"),
        "round.contact-withdrawn": ("Uitnodiging van leverancier ingetrokken", "Invitation of supplier withdrawn"),
        "dossier.moved": ("Dossier naar een andere stand", "Dossier moved on"),
        "dossier.sent-back": ("Dossier teruggestuurd", "Dossier sent back"),
        "dossier.not-delivered-proposed": ("‘Niet geleverd’ voorgesteld", "‘Not delivered’ proposed"),
        "dossier.not-delivered-dropped": ("‘Niet geleverd’ ingetrokken", "‘Not delivered’ dropped"),
    },
    Family.ANSWERS: {
        "answer.confirmed": ("Antwoord bevestigd", "Answer confirmed"),
        "workbook.read": ("Werkboek gelezen", "Workbook read"),
        "workbook.applied": ("Antwoorden uit een werkboek overgenomen", "Answers taken over from a workbook"),
        "answer.document-linked": ("Bewijs aan een antwoord gekoppeld", "Evidence linked to an answer"),
        "answer.document-unlinked": ("Bewijs van een antwoord losgemaakt", "Evidence unlinked from an answer"),
        "answer.restored": ("Eerdere tekst van een antwoord teruggezet", "Earlier text of an answer put back"),
        "answer.clash-settled": (
            "Gekozen tussen twee teksten van een antwoord",
            "Chosen between two texts of an answer",
        ),
        "questions.assigned": ("Vragen aan iemand gegeven", "Questions given to somebody"),
        "questions.taken-back": ("Vragen teruggenomen", "Questions taken back"),
        "document.added": ("Bewijs toegevoegd", "Evidence added"),
        "document.clean": ("Bewijs gecontroleerd en schoon", "Evidence checked and clean"),
        "document.refused": ("Bewijs geweigerd bij de controle", "Evidence refused when checked"),
        "document.changed": ("Bewijs gewijzigd", "Evidence changed"),
        "document.withdrawn": ("Bewijs ingetrokken", "Evidence withdrawn"),
        "term.asked": ("Om meer tijd gevraagd", "Asked for more time"),
        "term.granted": ("Meer tijd gegeven", "More time given"),
        "term.refused": ("Meer tijd geweigerd", "More time refused"),
        "dossier.submitted": ("Dossier ingediend", "Dossier submitted"),
        "hearing.replied": ("Gereageerd op het conceptoordeel", "Replied to the draft verdict"),
        "hearing.point-saved": ("Reactie bij een oordeel geschreven", "Reply to a verdict written"),
        "hearing.proof-linked": ("Bewijs bij een reactie gekoppeld", "Evidence linked to a reply"),
        "hearing.proof-unlinked": ("Bewijs van een reactie losgemaakt", "Evidence unlinked from a reply"),
        "hearing.silent": ("Niet gereageerd op het conceptoordeel", "No reply to the draft verdict"),
        "finding.plan_submitted": ("Verbeterplan ingediend", "Improvement plan submitted"),
        "plan-step.reported": ("Voortgang van een verbeterplan gemeld", "Progress of an improvement plan reported"),
        "finding.check_asked": ("Hercontrole gevraagd", "Follow-up check asked"),
        "finding.extension_asked": ("Uitstel bij een bevinding gevraagd", "Extension of a finding asked"),
        "finding.disputed": ("Bevinding betwist", "Finding disputed"),
    },
    Family.REVIEWS: {
        "assignment.added": ("Beoordelaar aangewezen", "Reviewer appointed"),
        "assignment.ended": ("Aanwijzing van beoordelaar beëindigd", "Appointment of reviewer ended"),
        "conflict.declared": ("Belang gemeld", "Conflict declared"),
        "verdict.saved": ("Oordeel opgeslagen", "Verdict saved"),
        "wish.saved": ("Genoteerd wat er ontbreekt", "Noted what is missing"),
        "supplement.prepared": ("Aanvulling voorbereid", "Supplement prepared"),
        "supplement.changed": ("Tekst van een aanvulling gewijzigd", "Text of a supplement changed"),
        "supplement.asked": ("Om een aanvulling gevraagd", "Supplement asked"),
        "supplement.dropped": ("Aanvulling niet gevraagd", "Supplement not asked after all"),
        "supplement.missed": ("Verder zonder aanvulling", "Gone on without a supplement"),
        "review.ready": ("Beoordeling klaar gemeld", "Review reported ready"),
        "review.reopened": ("Beoordeling heropend", "Review reopened"),
        "review.reconsidered": ("Heroverwogen", "Reconsidered"),
        "proposal.made": ("Voorstel bij een verschil gedaan", "Proposal on a difference made"),
        "proposal.agreed": ("Voorstel bij een verschil aangenomen", "Proposal on a difference agreed"),
        "difference.decided": ("Verschil beslist door de coördinator", "Difference decided by the co-ordinator"),
        "finding.plan_accepted": ("Verbeterplan aanvaard", "Improvement plan accepted"),
        "finding.plan_returned": ("Verbeterplan teruggestuurd", "Improvement plan returned"),
        "finding.check_passed": ("Bevinding gesloten na hercontrole", "Finding closed after a follow-up check"),
        "finding.check_failed": ("Hercontrole: nog niet opgelost", "Follow-up check: not solved yet"),
        "finding.extended": ("Termijn van een bevinding verlengd", "Term of a finding extended"),
        "finding.extension_refused": ("Uitstel bij een bevinding afgewezen", "Extension of a finding refused"),
        "finding.dispute_granted": ("Betwisting toegewezen", "Dispute granted"),
        "finding.dispute_refused": ("Betwisting afgewezen", "Dispute refused"),
    },
    Family.RESULTS: {
        "result.released": ("Resultaat vrijgegeven", "Result released"),
        "result.recalled": ("Resultaat ingetrokken", "Result recalled"),
    },
    Family.READINGS: {
        "result.read": ("Resultaat gelezen", "Result read"),
        "result.downloaded": ("Resultaat gedownload", "Result downloaded"),
        "document.page-read": ("Bewijs gelezen", "Evidence read"),
        "document.text-read": ("Tekst van bewijs gelezen", "Text of evidence read"),
        "document.downloaded": ("Bewijs gedownload", "Evidence downloaded"),
        "trail.exported": ("Logboek geëxporteerd", "Trail exported"),
    },
    Family.USAGE: {
        "usage.claimed": ("Gebruik aangemeld", "Use claimed"),
        "usage.confirmed": ("Gebruik bevestigd", "Use confirmed"),
        "usage.rejected": ("Gebruik afgewezen", "Use rejected"),
        "usage.changed": ("Gebruik gewijzigd", "Use changed"),
        "usage.ended": ("Gebruik beëindigd", "Use ended"),
        "usage.merged": ("Gebruik samengevoegd", "Use merged"),
    },
    Family.PROCUREMENT: {
        "requirement-set.added": ("Inkoopset gemaakt", "Requirement set made"),
        "requirement-set.changed": ("Inkoopset gewijzigd", "Requirement set changed"),
        "requirement-set.finalised": ("Inkoopset vastgesteld", "Requirement set laid down"),
        "requirement-set.version-added": ("Nieuwe versie van inkoopset", "New version of requirement set"),
        "requirement-set.candidate-added": ("Product in vergelijking gezet", "Product put into a comparison"),
        "requirement-set.candidate-removed": ("Product uit vergelijking gehaald", "Product taken out of a comparison"),
    },
    Family.TALKS: {
        "thread.opened": ("Gesprek begonnen", "Conversation begun"),
        "thread.replied": ("Geantwoord in een gesprek", "Replied in a conversation"),
        "thread.message-withdrawn": ("Bericht ingetrokken", "Message withdrawn"),
        "thread.closed": ("Gesprek gesloten", "Conversation closed"),
        "thread.reopened": ("Gesprek heropend", "Conversation reopened"),
        "question.published": ("Vraag gepubliceerd", "Question published"),
        "question.merged": ("Vraag samengevoegd", "Question merged"),
        "question.refused": ("Vraag niet gepubliceerd", "Question not published"),
    },
    Family.FLAGS: {
        "flag.raised": ("Signaal ontstaan", "Flag raised"),
        "flag.worse": ("Signaal zwaarder geworden", "Flag got worse"),
        "flag.back": ("Signaal teruggekomen", "Flag came back"),
        "flag.gone": ("Signaal vanzelf gesloten", "Flag closed by itself"),
        "flag.moved": ("Signaal bekeken of gesloten", "Flag triaged or closed"),
    },
    Family.PLATFORM: {
        "parameter.set": ("Instelling gewijzigd", "Setting changed"),
        "parameter.withdrawn": ("Geplande instelling ingetrokken", "Planned setting withdrawn"),
        "files.destructions-replayed": ("Vernietigingen opnieuw uitgevoerd", "Destructions carried out again"),
    },
    Family.DENIALS: {"access.denied": ("Toegang geweigerd", "Access refused")},
}
"""Every act that is recorded, in Dutch and English; a test compares it with the code."""

WORDS: dict[str, Pair] = {action: words for acts in ACTS.values() for action, words in acts.items()}

OBJECT_LABELS: dict[str, Pair] = {
    "access-review": ("Controle van rechten", "Review of rights"),
    "administrator-reset": ("Herstel van beheerder", "Reset of administrator"),
    "answer": ("Antwoord", "Answer"),
    "api-client": ("API-client", "API client"),
    "catalogue": ("Catalogus", "Catalogue"),
    "catalogue-import": ("Import", "Import"),
    "conflict": ("Belang", "Conflict"),
    "contact": ("Contactpersoon", "Contact"),
    "document": ("Bewijs", "Evidence"),
    "dossier": ("Dossier", "Dossier"),
    "finding": ("Bevinding", "Finding"),
    "flag": ("Signaal", "Flag"),
    "handover": ("Voorstel contactpersoon", "Proposed contact"),
    "hearing": ("Wederhoor", "Hearing"),
    "import-profile": ("Importprofiel", "Import profile"),
    "installation": ("Platform", "Platform"),
    "invitation": ("Uitnodiging", "Invitation"),
    "mandate": ("Mandaat", "Mandate"),
    "membership": ("Lidmaatschap", "Membership"),
    "merger": ("Herindeling", "Merger"),
    "onboarding-list": ("Lijst van eerste beheerders", "List of first administrators"),
    "onboarding-row": ("Rij van een lijst", "Row of a list"),
    "organisation": ("Organisatie", "Organisation"),
    "parameter": ("Instelling", "Setting"),
    "passkey": ("Passkey", "Passkey"),
    "provider": ("Inlogdienst", "Log-in service"),
    "product": ("Product", "Product"),
    "product-version": ("Productversie", "Product version"),
    "questionnaire": ("Vragenlijst", "Questionnaire"),
    "release": ("Resultaat", "Result"),
    "requirement": ("Eis", "Requirement"),
    "requirement-set": ("Inkoopset", "Requirement set"),
    "round": ("Ronde", "Round"),
    "route": ("Pagina", "Page"),
    "supplier-change": ("Overname", "Takeover"),
    "thread": ("Gesprek", "Conversation"),
    "trail": ("Logboek", "Trail"),
    "usage": ("Gebruik", "Use"),
    "user": ("Account", "Account"),
    "vendor": ("Leverancier", "Supplier"),
    "workbook-import": ("Werkboek", "Workbook"),
    "vendor-invitation": ("Uitnodiging van leverancier", "Invitation of supplier"),
}

ORIGIN_LABELS: dict[str, Pair] = {
    "page": ("Website", "Website"),
    "api": ("API", "API"),
    "job": ("Taak", "Job"),
    "command": ("Opdracht op de server", "Command on the server"),
    "demonstration": ("Demonstratie", "Demonstration"),
}
"""By the first word of an origin."""

SHARED = frozenset((*ACTS[Family.PEOPLE], *ACTS[Family.ORGANISATIONS], *ACTS[Family.DENIALS], *ACTS[Family.LOG_IN]))
"""Of what stands in the trail of a gemeente itself VNG reads these: who works there, never what it uses or reads."""

INWARD = frozenset((*ACTS[Family.USAGE], *ACTS[Family.PROCUREMENT], *ACTS[Family.READINGS]))
"""What tells which products a gemeente uses or thinks of: in its own trail only for its CISO, not for who keeps its
accounts."""


def family_of(action: str) -> Family | None:
    """What an act belongs to."""
    return next((family for family, acts in ACTS.items() if action in acts), None)
