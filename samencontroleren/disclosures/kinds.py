# SPDX-License-Identifier: EUPL-1.2
"""Kinds of change, steps of an incident, and the clocks of the Cyberbeveiligingswet."""

from enum import StrEnum

Pair = tuple[str, str]


class ChangeKind(StrEnum):
    """What changed, or will."""

    TAKEN_OVER = "taken_over"
    HOSTING = "hosting"
    SUB_SUPPLIER = "sub_supplier"
    SUPPORT_ENDS = "support_ends"
    ANSWER_FELL = "answer_fell"


CHANGE_LABELS: dict[ChangeKind, Pair] = {
    ChangeKind.TAKEN_OVER: ("Overname", "Takeover"),
    ChangeKind.HOSTING: ("Andere hosting", "Change of hosting"),
    ChangeKind.SUB_SUPPLIER: ("Nieuwe of andere toeleverancier", "New or changed sub-supplier"),
    ChangeKind.SUPPORT_ENDS: ("Einde van de ondersteuning", "End of support"),
    ChangeKind.ANSWER_FELL: ("Een antwoord is niet langer ‘voldoet’", "An answer no longer ‘meets’"),
}

CHANGE_HINTS: dict[ChangeKind, Pair] = {
    ChangeKind.TAKEN_OVER: (
        "Uw organisatie of product krijgt een andere eigenaar.",
        "Your organisation or product gets another owner.",
    ),
    ChangeKind.HOSTING: (
        "De gegevens staan ergens anders, of bij een andere partij.",
        "The data are kept elsewhere, or by another party.",
    ),
    ChangeKind.SUB_SUPPLIER: (
        "Iemand anders levert een deel van de dienst.",
        "Somebody else delivers a part of the service.",
    ),
    ChangeKind.SUPPORT_ENDS: (
        "U stopt met ondersteunen van het product of een versie.",
        "You stop supporting the product or a version.",
    ),
    ChangeKind.ANSWER_FELL: (
        "Wat u eerder met ‘voldoet’ beantwoordde, klopt niet meer. Gemeenten zien dit pas na een herbeoordeling.",
        "What you answered with ‘meets’ is no longer right. Municipalities see this only after a reassessment.",
    ),
}

CHANGE_CODES: dict[ChangeKind, str] = {
    ChangeKind.TAKEN_OVER: "overname",
    ChangeKind.HOSTING: "andere-hosting",
    ChangeKind.SUB_SUPPLIER: "toeleverancier",
    ChangeKind.SUPPORT_ENDS: "einde-ondersteuning",
    ChangeKind.ANSWER_FELL: "antwoord-verslechterd",
}
"""What the API calls them."""

TOLD_TO_USERS = frozenset(set(ChangeKind) - {ChangeKind.ANSWER_FELL})
"""Kinds of which gemeenten that use the product get to know the fact; an answer that fell says too much before it was
assessed again."""


class NoticeState(StrEnum):
    """How far VNG is with a change that was reported."""

    RECEIVED = "received"
    HANDLED = "handled"


NOTICE_LABELS: dict[NoticeState, Pair] = {
    NoticeState.RECEIVED: ("Ontvangen door VNG", "Received by VNG"),
    NoticeState.HANDLED: ("Behandeld", "Handled"),
}

NOTICE_CODES: dict[NoticeState, str] = {NoticeState.RECEIVED: "ontvangen", NoticeState.HANDLED: "behandeld"}
"""What the API calls them."""


class DataKind(StrEnum):
    """What kind of data an incident is about."""

    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    ACCOUNTS = "accounts"
    OTHER_DATA = "other_data"
    NO_DATA = "no_data"
    NOT_KNOWN = "not_known"


DATA_LABELS: dict[DataKind, Pair] = {
    DataKind.PERSONAL: ("Persoonsgegevens", "Personal data"),
    DataKind.SENSITIVE: ("Bijzondere persoonsgegevens of BSN", "Special personal data or citizen numbers"),
    DataKind.ACCOUNTS: ("Accounts en wachtwoorden", "Accounts and passwords"),
    DataKind.OTHER_DATA: ("Andere gegevens van gemeenten", "Other data of municipalities"),
    DataKind.NO_DATA: ("Geen gegevens, wel uitval", "No data, but an outage"),
    DataKind.NOT_KNOWN: ("Nog niet bekend", "Not known yet"),
}


DATA_CODES: dict[DataKind, str] = {
    DataKind.PERSONAL: "persoonsgegevens",
    DataKind.SENSITIVE: "bijzondere-persoonsgegevens",
    DataKind.ACCOUNTS: "inloggegevens",
    DataKind.OTHER_DATA: "andere-gegevens",
    DataKind.NO_DATA: "geen-gegevens",
    DataKind.NOT_KNOWN: "onbekend",
}
"""What the API calls them."""


class UpdateStep(StrEnum):
    """What an update of an incident is; three are the reports that the law asks."""

    NEWS = "news"
    EARLY_WARNING = "early_warning"
    NOTIFICATION = "notification"
    FINAL_REPORT = "final_report"
    ENDED = "ended"


STEP_LABELS: dict[UpdateStep, Pair] = {
    UpdateStep.NEWS: ("Nieuws over het incident", "News on the incident"),
    UpdateStep.EARLY_WARNING: ("Vroegtijdige waarschuwing gedaan", "Early warning given"),
    UpdateStep.NOTIFICATION: ("Melding gedaan", "Notification made"),
    UpdateStep.FINAL_REPORT: ("Eindverslag ingediend", "Final report handed in"),
    UpdateStep.ENDED: ("Het incident is voorbij", "The incident is over"),
}
"""The reports go to the authority and the CSIRT; the platform only keeps in mind that they were made."""

STEP_CODES: dict[UpdateStep, str] = {
    UpdateStep.NEWS: "nieuws",
    UpdateStep.EARLY_WARNING: "vroegtijdige-waarschuwing",
    UpdateStep.NOTIFICATION: "melding",
    UpdateStep.FINAL_REPORT: "eindverslag",
    UpdateStep.ENDED: "voorbij",
}
"""What the API calls them."""
