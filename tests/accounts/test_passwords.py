# SPDX-License-Identifier: EUPL-1.2
"""What is a good password."""

import pytest
from argon2 import Type

from samencontroleren.accounts import passwords
from samencontroleren.core import security

OWN = ["Jan Jansen", "jan@verzonnendam.example", "Gemeente Verzonnendam"]


@pytest.mark.parametrize(
    "password",
    [
        "kort",
        "welkomwelkom",
        "Welkom2026!!",
        "Gemeente2026!",
        "Zomer2026!!aa",
        "Wachtwoord123!",
        "a" * 30,
        "q" * 201,
    ],
)
def test_what_everybody_tries_is_refused(password: str) -> None:
    assert passwords.weakness(password, OWN)


@pytest.mark.parametrize("password", ["Jan.Jansen2026", "verzonnendam-1234"])
def test_ones_own_words_are_refused_with_the_reason(password: str) -> None:
    assert "uw naam" in str(passwords.weakness(password, OWN))


@pytest.mark.parametrize(
    "password", ["zeven blauwe stoelen dansen", "fietsbelwolkje", "4$9k!2Lq#8zP", "ë" * 3 + "wolkenkrabber"]
)
def test_no_rule_about_kinds_of_character(password: str) -> None:
    assert passwords.weakness(password, OWN) is None


def test_both_spellings_of_an_accent_are_one_password() -> None:
    stored = passwords.hash_password("caf\u00e9 op de hoek")
    assert passwords.is_password(stored, "cafe\u0301 op de hoek")
    assert not passwords.is_password(stored, "cafe op de hoek")


def test_guessing_costs_enough() -> None:
    """Tests hash with less work (tests/conftest.py); the application does not (OWASP: argon2id, 19 MiB, twice)."""
    assert security.COST.type is Type.ID
    assert security.COST.memory_cost >= 19 * 1024 and security.COST.time_cost >= 2
