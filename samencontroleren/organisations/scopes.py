# SPDX-License-Identifier: EUPL-1.2
"""What an API client may do at most: its scopes, beside the roles it was given."""

from enum import StrEnum


class Scope(StrEnum):
    """A part of the API that a client may be given. Reading everything its roles may read is one scope."""

    READ = "lezen"
    WRITE_ANSWERS = "antwoorden:schrijven"
    WRITE_EVIDENCE = "bewijs:schrijven"
    WRITE_USAGE = "gebruik:schrijven"
    WRITE_REPORTS = "meldingen:schrijven"
    WRITE_CATALOGUE = "catalogus:schrijven"
    WRITE_ASSESSMENT = "beoordeling:schrijven"


SCOPE_LABELS: dict[Scope, tuple[str, str]] = {
    Scope.READ: ("Lezen wat de gekozen rollen mogen lezen", "Read whatever the chosen roles may read"),
    Scope.WRITE_ANSWERS: ("Antwoorden schrijven", "Write answers"),
    Scope.WRITE_EVIDENCE: ("Bewijs toevoegen en wijzigen", "Add and change evidence"),
    Scope.WRITE_USAGE: ("Het register van gebruik bijhouden", "Keep the register of use"),
    Scope.WRITE_REPORTS: ("Wijzigingen en incidenten melden", "Report changes and incidents"),
    Scope.WRITE_CATALOGUE: (
        "De catalogus wijzigen en werkbladen importeren",
        "Change the catalogue and import sheets",
    ),
    Scope.WRITE_ASSESSMENT: (
        "Beoordelaars toewijzen, en bevindingen samenvoegen, splitsen en koppelen",
        "Assign reviewers, and merge, split and link findings",
    ),
}
