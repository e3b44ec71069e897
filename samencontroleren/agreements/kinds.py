# SPDX-License-Identifier: EUPL-1.2
"""How an organisation stands to the agreement, and who may sign for it."""

from enum import StrEnum

from samencontroleren.organisations.kinds import OrganisationKind, Role


class Standing(StrEnum):
    """How an organisation stands to the text of today; derived for a day, never stored."""

    NONE = "none"
    """There is no text yet."""
    ACCEPTED = "accepted"
    RENEW = "renew"
    """A newer text waits; the earlier signature counts until its last day."""
    MISSING = "missing"
    """Not signed, or no longer enough."""


STANDING_LABELS: dict[Standing, tuple[str, str]] = {
    Standing.NONE: ("Er is nog geen tekst", "There is no text yet"),
    Standing.ACCEPTED: ("Ondertekend", "Signed"),
    Standing.RENEW: ("Nieuwe tekst ondertekenen", "New text to sign"),
    Standing.MISSING: ("Niet ondertekend", "Not signed"),
}

SIGNERS: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.VENDOR: (Role.SUBMITTER,),
    OrganisationKind.MUNICIPALITY: (Role.ADMINISTRATOR, Role.CISO),
    OrganisationKind.PARTNERSHIP: (Role.ADMINISTRATOR, Role.CISO),
}
"""Who signs for an organisation of each kind."""
