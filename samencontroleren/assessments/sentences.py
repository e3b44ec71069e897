# SPDX-License-Identifier: EUPL-1.2
"""The sentences with which the result rule explains itself, in Dutch (level B1) and English. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """Why a result is what it is, heaviest first: this order is the order of the explanation."""

    KEY_NOT_MET = "key_not_met"
    KEY_CANNOT_BE_ASSESSED = "key_cannot_be_assessed"
    KEY_NOT_APPLICABLE_DISPUTED = "key_not_applicable_disputed"
    BELOW_HALF = "below_half"
    KEY_PARTLY = "key_partly"
    NOT_MET = "not_met"
    CANNOT_BE_ASSESSED = "cannot_be_assessed"
    PARTLY = "partly"
    ALL_MET = "all_met"
    KEY_NOT_APPLICABLE = "key_not_applicable"


@dataclass(frozen=True)
class Sentence:
    """One sentence of an explanation, tied to its requirement (None: about the whole)."""

    nl: str
    en: str
    requirement: str | None
    cause: Cause


_TEXTS: dict[Cause, tuple[str, str]] = {
    Cause.KEY_NOT_MET: (
        "Aan sleuteleis {number} ({title}) is niet voldaan. Daarom is het resultaat: voldoet niet.",
        "Key requirement {number} ({title}) is not met. That is why the result is: does not meet.",
    ),
    Cause.KEY_CANNOT_BE_ASSESSED: (
        "Sleuteleis {number} ({title}) is niet te beoordelen. Daarom is het resultaat: voldoet niet.",
        "Key requirement {number} ({title}) cannot be assessed. That is why the result is: does not meet.",
    ),
    Cause.KEY_NOT_APPLICABLE_DISPUTED: (
        "De beoordelaars zijn het niet eens of sleuteleis {number} ({title}) van toepassing is. "
        "De eis telt als niet te beoordelen. Daarom is het resultaat: voldoet niet.",
        "The reviewers do not agree whether key requirement {number} ({title}) applies. "
        "It counts as one that cannot be assessed. That is why the result is: does not meet.",
    ),
    Cause.BELOW_HALF: (
        "De score over alle eisen samen is lager dan de helft. Daarom is het resultaat: voldoet niet.",
        "The score over all requirements together is below half. That is why the result is: does not meet.",
    ),
    Cause.KEY_PARTLY: (
        "Aan sleuteleis {number} ({title}) is voor een deel voldaan. Dat is een aandachtspunt.",
        "Key requirement {number} ({title}) is partly met. That is a point of attention.",
    ),
    Cause.NOT_MET: (
        "Aan eis {number} ({title}) is niet voldaan. Dat is een aandachtspunt.",
        "Requirement {number} ({title}) is not met. That is a point of attention.",
    ),
    Cause.CANNOT_BE_ASSESSED: (
        "Eis {number} ({title}) is niet te beoordelen. Dat is een aandachtspunt.",
        "Requirement {number} ({title}) cannot be assessed. That is a point of attention.",
    ),
    Cause.PARTLY: (
        "Aan eis {number} ({title}) is voor een deel voldaan. Dat is een aandachtspunt.",
        "Requirement {number} ({title}) is partly met. That is a point of attention.",
    ),
    Cause.KEY_NOT_APPLICABLE: (
        "Sleuteleis {number} ({title}) is niet van toepassing. Beide beoordelaars zijn het daarover eens.",
        "Key requirement {number} ({title}) does not apply. Both reviewers agree on that.",
    ),
    Cause.ALL_MET: (
        "Aan alle eisen die van toepassing zijn, is voldaan.",
        "All requirements that apply are met.",
    ),
}


def sentence(cause: Cause, number: str, title_nl: str, title_en: str) -> Sentence:
    """The sentence for a cause that lies in one requirement."""
    nl, en = _TEXTS[cause]
    return Sentence(nl.format(number=number, title=title_nl), en.format(number=number, title=title_en), number, cause)


def overall(cause: Cause) -> Sentence:
    """The sentence for a cause that lies in the whole."""
    nl, en = _TEXTS[cause]
    return Sentence(nl, en, None, cause)


CAUSE_CODES: dict[Cause, str] = {
    Cause.KEY_NOT_MET: "sleuteleis-voldoet-niet",
    Cause.KEY_CANNOT_BE_ASSESSED: "sleuteleis-niet-te-beoordelen",
    Cause.KEY_NOT_APPLICABLE_DISPUTED: "sleuteleis-niet-van-toepassing-betwist",
    Cause.BELOW_HALF: "onder-de-helft",
    Cause.KEY_PARTLY: "sleuteleis-voldoet-deels",
    Cause.NOT_MET: "voldoet-niet",
    Cause.CANNOT_BE_ASSESSED: "niet-te-beoordelen",
    Cause.PARTLY: "voldoet-deels",
    Cause.ALL_MET: "alles-voldoet",
    Cause.KEY_NOT_APPLICABLE: "sleuteleis-niet-van-toepassing",
}
"""What the API calls them."""
