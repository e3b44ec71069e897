# SPDX-License-Identifier: EUPL-1.2
"""Dates written in full, as 22 november 2026 or 22 November 2026, for documents and exports. Pure."""

from datetime import date

_MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def long_date(day: date, language: str) -> str:
    """The day written in full in Dutch ("nl") or English ("en"), without the name of the week day."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
