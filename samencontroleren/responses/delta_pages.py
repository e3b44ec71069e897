# SPDX-License-Identifier: EUPL-1.2
"""What changed since last time: the main way in for a supplier that answered before, and confirming by theme."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from samencontroleren.core.errors import NotFound
from samencontroleren.core.fields import sealed
from samencontroleren.core.web import actor, language, needs
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.comparison import differences
from samencontroleren.questionnaires.comparison_view import Beside, beside, property_beside
from samencontroleren.responses import policy, service
from samencontroleren.responses.labels import GROUP_LABELS, GROUP_TEXTS
from samencontroleren.responses.standing import Delta, Entry, Was
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import VENDOR_WORKS

blueprint = Blueprint("standing", __name__)

panels.offer(
    panels.DossierAction(
        "responses.standing.changes",
        "Alleen wat is veranderd",
        "U deed eerder mee. Bevestig wat hetzelfde bleef en beantwoord alleen wat anders is.",
        rounds_policy.ANSWER,
        VENDOR_WORKS,
        is_primary=True,
        when=service.submitted_before,
    )
)

READS = (policy.WORK, policy.VIEW, policy.SUBMITTED_VIEW, rounds_policy.ANSWER, rounds_policy.SUBMIT)
SHOWN = frozenset(("answer_kind", "options", "checks", "aspects", "proof", "is_key"))
"""The properties of a requirement that change how one answers it."""


@blueprint.get("/dossiers/<uuid:key>/wijzigingen")
@needs(*READS)
def changes(key: uuid.UUID) -> ResponseReturnValue:
    """Every question by what changed, with what is left."""
    delta = service.load_delta(actor(), key)
    library = service.library_of(actor(), delta.sheet)
    return render_template("responses/delta.html", library=library, **_words(delta))


@blueprint.get("/dossiers/<uuid:key>/wijzigingen/<theme>")
@needs(*READS)
def block(key: uuid.UUID, theme: str) -> ResponseReturnValue:
    """The unchanged answers of one theme, to read and to confirm together."""
    return _block_page(key, theme)


@blueprint.post("/dossiers/<uuid:key>/wijzigingen/<theme>")
@needs(rounds_policy.ANSWER, *READS)
def confirm_block(key: uuid.UUID, theme: str) -> ResponseReturnValue:
    """Confirm all that was shown of a theme; on to the next theme with something to confirm."""
    try:
        number = service.confirm_block(actor(), key, sealed(request.form.getlist("gelezen")))
    except service.NotAsShown as error:
        return _block_page(key, theme, stale=set(error.versions)), 409
    flash(ngettext("%(num)s antwoord is bevestigd.", "%(num)s antwoorden zijn bevestigd.", number), "success")
    return redirect(_next_block(service.load_delta(actor(), key)))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/voorganger")
@needs(rounds_policy.ANSWER, *READS)
def take_over(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Put the answer of last time at the question that took its place, to be read and confirmed."""
    service.take_from_predecessor(actor(), key, asked)
    flash(_("Uw oude antwoord staat er nu, met het bewijs. Lees het na en bevestig het."), "success")
    return redirect(url_for("responses.standing.changes", key=key, _anchor=f"v-{asked}"))


def _block_page(key: uuid.UUID, theme: str, **more: Any) -> str:
    delta = service.load_delta(actor(), key)
    if all(each.theme != theme for each in delta.entries):
        raise NotFound()
    return render_template("responses/block.html", theme=theme, **_words(delta), **more)


def _next_block(delta: Delta) -> str:
    key = delta.sheet.dossier.id
    for each in delta.entries:
        if each.can_go_together:
            return url_for("responses.standing.block", key=key, theme=each.theme)
    return url_for("responses.standing.changes", key=key)


def _words(delta: Delta) -> dict[str, Any]:
    return {
        "delta": delta,
        "sheet": delta.sheet,
        "numbers": {each.version.id: number for number, each in enumerate(delta.sheet.questions, 1)},
        "group_labels": GROUP_LABELS,
        "group_texts": GROUP_TEXTS,
        "beside_of": _beside,
    }


def _beside(entry: Entry) -> list[Beside]:
    """What differs between the wording of last time and that of now, in the language of the page."""
    return _differences(entry.was, entry) if entry.was else []


def _differences(was: Was, entry: Entry) -> list[Beside]:
    side = 1 if language() == "en" else 0
    old, new = (questionnaires.wording_of(each) for each in (was.wording, entry.question.version))
    found = [each for each in differences(old, new) if each.is_seen]
    texts = [each for each in found if each.language]
    own = [each for each in texts if each.language == language()] or texts
    properties = [property_beside(each, side, {}) for each in found if each.name in SHOWN and not each.language]
    return [beside(each, side) for each in own] + properties
