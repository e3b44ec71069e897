# SPDX-License-Identifier: EUPL-1.2
"""The letter with a code: one page for each organisation in the language of its reader, all in one PDF."""

from collections.abc import Callable, Sequence
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from samencontroleren.admission.codes import grouped
from samencontroleren.admission.models import OnboardingRow
from samencontroleren.core import pdf
from samencontroleren.core.typography import day

CODE = HexColor(0x0A1F3C)


def document(letters: Sequence[tuple[OnboardingRow, str]], address: str, today: date) -> bytes:
    """The PDF of these letters; `address`: the public address of the platform."""
    languages = sorted({row.language for row, _code in letters}, reverse=True)
    about = pdf.About(
        title=_in_each(languages, lambda: _("Brieven met een code")),
        author="Samen Controleren",
        subject=_in_each(languages, lambda: _("Toegang tot Samen Controleren")),
        language=languages[0],
        header="Samen Controleren",
        footer=_in_each(languages, lambda: _("Deze code is persoonlijk. Geef de brief aan niemand anders.")),
        page_label="{page} / {total}",
    )
    return pdf.build(about, lambda: _story(letters, address, today))


def _in_each(languages: Sequence[str], said: Callable[[], str]) -> str:
    """What stands on every page, in each language that one of the letters is in."""
    texts = []
    for language in languages:
        with force_locale(language):
            texts.append(said())
    return " / ".join(texts)


def _story(letters: Sequence[tuple[OnboardingRow, str]], address: str, today: date) -> list[Flowable]:
    story: list[Flowable] = []
    for number, (row, code) in enumerate(letters):
        story += [PageBreak()] if number else []
        with force_locale(row.language):
            story += _letter(row, code, address, today)
    return story


def _letter(row: OnboardingRow, code: str, address: str, today: date) -> list[Flowable]:
    plain, strong = pdf.style(10.5), pdf.style(10.5, bold=True)
    organisation = row.organisation.name if row.organisation else ""
    until = day(row.invitation.expires_at) if row.invitation else ""
    host = address.removeprefix("https://").removeprefix("http://")
    lines = [organisation, _("t.a.v. %(name)s", name=row.name), *row.address.split("\n")]
    parts: list[Flowable] = [Spacer(1, 14 * mm), *(pdf.paragraph(line, plain) for line in lines), Spacer(1, 14 * mm)]
    parts += [pdf.paragraph(day(today), plain), Spacer(1, 6 * mm)]
    parts += [pdf.paragraph(_("Onderwerp: uw toegang tot Samen Controleren"), strong), Spacer(1, 6 * mm)]
    parts += _spaced(
        _("Beste %(name)s,", name=row.name),
        _(
            "Met Samen Controleren kijken gemeenten en VNG samen naar de beveiliging van online diensten. Ook "
            "%(organisation)s doet mee. U bent genoemd als beheerder: u laat collega’s toe en geeft hun een rol.",
            organisation=organisation,
        ),
        _("Zo maakt u uw account:"),
    )
    steps = (
        _("Typ dit adres in uw browser: %(address)s/code", address=host),
        _("Typ de code hieronder."),
        _("Kies een wachtwoord en stel de tweede stap van het inloggen in. Houd uw telefoon bij de hand."),
    )
    parts += [pdf.paragraph(f"{number}. {text}", plain) for number, text in enumerate(steps, 1)]
    parts += [Spacer(1, 6 * mm), pdf.paragraph(grouped(code), pdf.style(20, bold=True, colour=CODE)), Spacer(1, 6 * mm)]
    parts += _spaced(
        _("De code werkt één keer, tot en met %(date)s. Het account hoort bij %(email)s.", date=until, email=row.email),
        _(
            "Twijfelt u of deze brief echt is? Typ het adres zelf en klik niet op een link in een mail. Bel VNG op het "
            "nummer dat op vng.nl staat. VNG vraagt u nooit om uw wachtwoord of uw code."
        ),
        _("Bent u niet de juiste persoon? Gebruik de code en kies daar Geef de uitnodiging door."),
        _("Met vriendelijke groet,"),
        "VNG, Samen Controleren",
    )
    return parts


def _spaced(*texts: str) -> list[Flowable]:
    look = pdf.style(10.5, spaceAfter=8)
    return [pdf.paragraph(text, look) for text in texts]
