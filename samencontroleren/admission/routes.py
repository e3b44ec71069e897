# SPDX-License-Identifier: EUPL-1.2
"""All pages of admission: importing this module puts them on the blueprint."""

from samencontroleren.admission import handover_pages, onboarding_pages
from samencontroleren.admission.pages import blueprint

__all__ = ["blueprint", "handover_pages", "onboarding_pages"]
