# SPDX-License-Identifier: EUPL-1.2
"""All pages of accounts: importing this module puts them on the blueprint."""

from samencontroleren.accounts import (
    client_pages,
    factor_pages,
    invitation_pages,
    login_pages,
    own_pages,
    passkey_pages,
    people_pages,
    provider_login_pages,
    provider_pages,
    reset_pages,
)
from samencontroleren.accounts.pages import blueprint
from samencontroleren.core.navigation import NavigationItem

__all__ = [
    "NAVIGATION",
    "blueprint",
    "client_pages",
    "factor_pages",
    "invitation_pages",
    "login_pages",
    "own_pages",
    "passkey_pages",
    "people_pages",
    "provider_login_pages",
    "provider_pages",
    "reset_pages",
]

NAVIGATION = (NavigationItem("accounts.people", "Gebruikers", weight=80),)
