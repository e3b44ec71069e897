# SPDX-License-Identifier: EUPL-1.2
"""The new owner that a supplier names when it reports a takeover. Pure."""

from dataclasses import dataclass

from samencontroleren.core.errors import Invalid


@dataclass(frozen=True)
class Owner:
    """Who takes over: a Dutch owner by its KvK number, another by the number in the register of its country."""

    name: str
    country: str = "NL"
    kvk_number: str = ""
    register_number: str = ""

    @property
    def number(self) -> str:
        """The number that counts for its country."""
        return self.kvk_number if self.country == "NL" else self.register_number

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said of it; the country is always sent."""
        return not (self.name or self.kvk_number or self.register_number)


def checked(owner: Owner | None, is_takeover: bool) -> Owner | None:
    """The owner of a takeover, None of any other change. Raises Invalid at what is missing or does not belong."""
    if not is_takeover:
        if owner is not None and not owner.is_blank:
            raise Invalid({"owner_name": ["Een nieuwe eigenaar hoort alleen bij een overname."]})
        return None
    wrong: dict[str, list[str]] = {}
    if owner is None or not owner.name:
        wrong["owner_name"] = ["Vul de naam van de nieuwe eigenaar in."]
    if owner is not None and not owner.number and owner.country == "NL":
        wrong["owner_kvk_number"] = ["Vul het KvK-nummer van de nieuwe eigenaar in."]
    if owner is not None and not owner.number and owner.country != "NL":
        wrong["owner_register_number"] = ["Vul het nummer in van het handelsregister van dat land."]
    if owner is not None and owner.register_number and owner.country == "NL":
        wrong["owner_register_number"] = ["Een Nederlandse eigenaar heeft een KvK-nummer. Maak dit veld leeg."]
    if owner is not None and owner.kvk_number and owner.country != "NL":
        wrong["owner_kvk_number"] = ["Alleen een Nederlandse eigenaar heeft een KvK-nummer. Maak dit veld leeg."]
    if wrong:
        raise Invalid(wrong)
    return owner
