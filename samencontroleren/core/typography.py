# SPDX-License-Identifier: EUPL-1.2
"""Dates, moments, numbers and sizes as people read them, in the language of the page (Babel)."""

from datetime import date, datetime

from babel import dates, numbers
from flask import Flask
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from samencontroleren.core import clock

KILO = 1024


def day(value: date | datetime | None, form: str = "long") -> str:
    """ "22 november 2026" (long), "22 nov 2026" (medium)."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    pattern = "d MMMM y" if form == "long" else "d MMM y"
    return str(dates.format_date(value, pattern, locale=_locale()))


def moment(value: datetime | None, form: str = "long") -> str:
    """ "22 november 2026 om 14:03" on the Amsterdam clock; medium: "22 nov 2026 om 14:03"."""
    if value is None:
        return ""
    at = clock.local(value)
    return str(_("%(day)s om %(time)s", day=day(at.date(), form), time=at.strftime("%H:%M")))


def days_until(value: date) -> str:
    """How far a day is: "vandaag", "over 3 dagen", "3 dagen geleden"."""
    left = (value - clock.today()).days
    if left == 0:
        return str(_("vandaag"))
    if left > 0:
        return str(ngettext("over %(num)s dag", "over %(num)s dagen", left))
    return str(ngettext("%(num)s dag geleden", "%(num)s dagen geleden", -left))


def number(value: int | float) -> str:
    """A number with the separators of the language."""
    return str(numbers.format_decimal(value, locale=_locale()))


def decimal(value: float, places: int) -> str:
    """A number with so many figures behind the comma: "0,67"."""
    return str(numbers.format_decimal(value, f"0.{'0' * places}", locale=_locale()))


def file_size(value: int) -> str:
    """ "312 kB" or "2,4 MB"."""
    if value < KILO * KILO:
        return f"{number(max(1, value // KILO))} kB"
    return f"{number(round(value / KILO / KILO, 1))} MB"


def add_filters(app: Flask) -> None:
    """The same as filters of the templates: day, moment, days_until, number, decimal, file_size."""
    for each in (day, moment, days_until, number, decimal, file_size):
        app.jinja_env.filters[each.__name__] = each


def _locale() -> str:
    return str(get_locale() or "nl")
