# SPDX-License-Identifier: EUPL-1.2
"""All pages of rights: importing this module puts them on the blueprint."""

from samencontroleren.rights import reset_pages, review_pages
from samencontroleren.rights.pages import blueprint

__all__ = ["blueprint", "reset_pages", "review_pages"]
