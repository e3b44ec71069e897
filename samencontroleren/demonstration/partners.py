# SPDX-License-Identifier: EUPL-1.2
"""Invented partnerships (samenwerkingsverbanden) with their people and mandates for a limited time."""

from dataclasses import dataclass
from datetime import date, timedelta

from samencontroleren.demonstration.people import Cast, add_person
from samencontroleren.organisations import partnerships
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.kinds import OrganisationKind, Role


@dataclass(frozen=True)
class Partnership:
    """A partnership with the gemeenten (CBS codes) that take part; days count from today."""

    name: str
    domain: str
    codes: tuple[str, ...]
    matters: tuple[str, ...] = ("register", "results")
    ends: int | None = None


PARTNERSHIPS = (
    Partnership("Verzonnen Werkorganisatie De Vier Torens", "viertorens", ("GM0148", "GM0119", "GM0106", "GM0118")),
    Partnership(
        "Inkoopkring Het Luchtkasteel (verzonnen)", "luchtkasteel", ("GM0222", "GM0297", "GM0200"), ("results",)
    ),
    Partnership("Uitvoeringsdienst Sprookjesdelta (verzonnen)", "sprookjesdelta", ("GM1676", "GM0654"), ends=400),
    Partnership("ICT-samenwerking Noorderschijn (verzonnen)", "noorderschijn", ("GM0088", "GM0093", "GM0060"), ends=45),
    Partnership("Belastingkring De Gulden Sleutel (verzonnen)", "guldensleutel", ("GM0405", "GM0400"), ("register",)),
    Partnership("Sociaal Verband Zonnewijzer (verzonnen)", "zonnewijzer", ("GM0268", "GM0303"), ends=-30),
)
ROLES = (Role.BUYER, Role.CISO, Role.ADMINISTRATOR)


def add_partnerships(cast: Cast, today: date) -> None:
    """The partnerships with a person per role and a mandate per gemeente, written down by VNG."""
    administrator = cast.vng["administrator"].actor
    towns = {town.organisation.code: town for town in cast.towns}
    for each in PARTNERSHIPS:
        made = organisations.add_organisation(administrator, OrganisationKind.PARTNERSHIP, each.name)
        for role in ROLES:
            add_person(cast, f"{role.value.replace('_', '-')}@{each.domain}.example", made, (role,))
        for number, code in enumerate(code for code in each.codes if code in towns):
            partnerships.add_mandate(
                administrator,
                made.id,
                municipality_id=towns[code].id,
                valid_from=today - timedelta(days=600 - number * 90),
                valid_until=None if each.ends is None else today + timedelta(days=each.ends),
                agreement=f"Dienstverleningsovereenkomst {2024 + number} (verzonnen)",
                covers_register="register" in each.matters,
                covers_results="results" in each.matters,
            )
