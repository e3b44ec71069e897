# SPDX-License-Identifier: EUPL-1.2
"""Every parameter: what it is called, what it does and for whom, its shape, its default and its source. Pure.

A new value marked (config) in product.md is one more entry here; the table of values needs no change.
"""

from collections.abc import Mapping

from .registry_access import ACCESS
from .registry_terms import TERMS
from .shapes import Fixed, Parameter

PARAMETERS: tuple[Parameter, ...] = (*TERMS, *ACCESS)

BY_CODE: Mapping[str, Parameter] = {each.code.value: each for each in PARAMETERS}

FIXED = (
    Fixed(
        ("Geldigheid van een resultaat", "Validity of a result"),
        ("hoogstens 12 maanden", "at most 12 months"),
        "BIO2 5.20.03, 5.22.01",
    ),
    Fixed(
        ("Weekend en algemeen erkende feestdagen tellen niet mee", "Weekends and public holidays do not count"),
        ("altijd", "always"),
        "Algemene termijnenwet, art. 1, 3",
    ),
)
