# SPDX-License-Identifier: EUPL-1.2
"""The workbook of a dossier for one reader: what that person may see of it, in his or her language."""

import re
import unicodedata
import uuid

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.long_dates import long_date
from samencontroleren.offline.tasks import team_of
from samencontroleren.offline.workbook import Origin, Workbook
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.responses import service as responses
from samencontroleren.responses.service import Sheet


def export_workbook(actor: Actor, dossier_id: uuid.UUID, language: str) -> tuple[bytes, str]:
    """The workbook (xlsx) and the name to give it; nothing moves, also not a dossier that was only invited.

    Raises NotFound for whoever is not of its supplier.
    """
    sheet = responses.whole(actor, dossier_id)
    asked = select(QuestionnaireVersion.digest).where(QuestionnaireVersion.id == sheet.dossier.round.questionnaire_id)
    origin = Origin(session().scalar(asked) or "", clock.now().isoformat(timespec="seconds"))
    with force_locale(language):
        team = team_of(actor, sheet)
        how = how_it_works(sheet, language, can_assign=team is not None)
        return Workbook(sheet, origin, language, how, team).body(), _name(sheet)


def how_it_works(sheet: Sheet, language: str, *, can_assign: bool = False) -> list[tuple[str, str]]:
    """What stands on the first sheet: which dossier, until when, and the way there and back."""
    dossier = sheet.dossier
    due = long_date(dossier.due_on, language) if dossier.due_on else _("geen datum")
    return [
        (_("Leverancier"), dossier.vendor.name),
        (_("Dossier"), dossier.subject_name),
        (_("Ronde"), dossier.round.name),
        (_("Inleveren uiterlijk"), due),
        (_("Gemaakt op"), long_date(clock.today(), language)),
        (_("Vragen"), str(len(sheet.questions))),
        ("", ""),
        (
            _("1. Invullen"),
            _("Vul alleen de gele cellen in. Elk thema heeft een eigen blad. Wat u al invulde, staat er."),
        ),
        (
            _("2. Welke vragen"),
            _(
                "Bij elke vraag staat wanneer zij geldt. Dat kan afhangen van een ander antwoord: vul dat eerst in. "
                "Geldt een vraag niet? Laat haar dan leeg. Meestal wordt de rij vanzelf grijs en doorgehaald."
            ),
        ),
        (
            _("3. Bewijs noemen"),
            _(
                "Zet in de kolom Bewijs de naam van het bestand, bijvoorbeeld iso27001.pdf. Zet erachter | en waar het "
                "staat: iso27001.pdf | pagina 4. Meer bestanden? Elk op een eigen regel (Alt+Enter)."
            ),
        ),
        (
            _("4. Bestanden meesturen"),
            _(
                "Doe nieuwe bestanden samen in een zip en stuur die mee met het werkboek. De namen moeten gelijk zijn. "
                "Bestanden die al bij uw bewijs staan, hoeft u niet mee te sturen."
            ),
        ),
        (
            _("5. Terugsturen"),
            _(
                "Open het dossier op het platform en kies Offline invullen. Kies daar dit bestand. U ziet eerst wat er "
                "verandert. Er gebeurt niets tot u kiest wat u overneemt."
            ),
        ),
        (
            _("6. Bevestigen"),
            _("Antwoorden uit het werkboek tellen pas als iemand van uw organisatie ze online heeft bevestigd."),
        ),
        (
            _("Vertrouwelijk?"),
            _(
                "Bij “Ja” lezen gemeenten dit antwoord niet na de vrijgave. U kunt het hier wijzigen; bij het "
                "terugsturen ziet u eerst wat er verandert."
            ),
        ),
        *([_assigning()] if can_assign else []),
        (
            _("Goed om te weten"),
            _(
                "Collega’s kunnen online doorwerken. Wijzigde iemand hetzelfde antwoord, dan ziet u beide teksten. "
                "Haal geen rijen, kolommen of bladen weg. Bewijs loskoppelen doet u online."
            ),
        ),
    ]


def _assigning() -> tuple[str, str]:
    return (
        _("Toegewezen aan"),
        _(
            "Kies uit de lijst wie een vraag uitzoekt, en zet bij Voor tot welke dag. Na het terugsturen ziet u eerst "
            "wat er verandert. Wie een vraag krijgt, krijgt bericht. Maakt u beide leeg, dan is de vraag van niemand."
        ),
    )


def _name(sheet: Sheet) -> str:
    plain = unicodedata.normalize("NFKD", sheet.dossier.subject_name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    return f"werkboek-{slug or 'dossier'}-{clock.today().isoformat()}.xlsx"
