# SPDX-License-Identifier: EUPL-1.2
"""The reading desk: all requirements at a glance, and saying that one is ready."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import desk_words, pages, schemas, service
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs, pick
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import TURN_OF, DossierState, Turn


@blueprint.get("/dossiers/<uuid:key>/beoordelen")
@needs(rounds_policy.REVIEW)
def desk(key: uuid.UUID) -> ResponseReturnValue:
    """All requirements with the reader's own verdicts, and who is ready; `toon` picks what stands out."""
    found = service.desk(actor(), key)
    shown = next((mark for mark, name in desk_words.MARK_ADDRESSES.items() if name == request.args.get("toon")), None)
    return render_template(
        "assessments/desk.html",
        desk=found,
        dossier=found.dossier,
        subject=pages.subject_name(found.dossier),
        groups=_groups(found.marked(shown)),
        shown=shown,
        filters=_filters(found, shown),
        asked=service.find_request(actor(), key),
        texts=pages.texts,
        next_todo=found.next_todo(),
        summary=service.summary_of(found) if found.is_whole and found.can_write else None,
        next_dossier=service.next_to_review(actor(), key) if found.ready_at else None,
        name_of=pages.subject_name,
        form=Form({"wants_talk": "0"}),
        line=_turn_line(found),
    )


def _turn_line(found: service.Desk) -> rounds.TurnLine | None:
    """Whose turn it is; whoever is ready has done that part, unless both are and the request is to be sent."""
    is_own = TURN_OF[found.dossier.state] is Turn.REVIEWERS
    waits = found.dossier.state is DossierState.IN_REVIEW and found.ready_at is not None
    is_done = waits and not all(each.ready_at for each in found.others)
    return rounds.turn_line(actor(), found.dossier, is_own=is_own, is_done=is_done)


def _groups(items: list[service.DeskItem]) -> list[tuple[str | None, list[service.DeskItem]]]:
    """The requirements by theme, those of the scope (None) before all others."""
    found: dict[str | None, list[service.DeskItem]] = {}
    for item in items:
        found.setdefault(None if item.is_scope else item.version.theme, []).append(item)
    return list(found.items())


def _filters(found: service.Desk, shown: service.Mark | None) -> list[dict[str, object]]:
    """What one can have shown, with how many there are; what stands out nowhere is no choice."""
    here = url_for("assessments.desk", key=found.dossier.id)
    counts = {mark: number for mark, number in found.counts.items() if number or mark is shown}
    every = {"label": _("Alle eisen"), "url": here, "is_active": shown is None, "badge": len(found.items)}
    rest = [
        {
            "label": pick(desk_words.MARKS[mark]),
            "url": f"{here}?toon={desk_words.MARK_ADDRESSES[mark]}",
            "is_active": mark is shown,
            "badge": number,
        }
        for mark, number in counts.items()
    ]
    return [every, *rest]


@blueprint.post("/dossiers/<uuid:key>/beoordelen/klaar")
@needs(rounds_policy.REVIEW)
def mark_ready(key: uuid.UUID) -> ResponseReturnValue:
    """Say that one is ready."""
    wants_talk = load(schemas.ReadyInput(), request.form)["wants_talk"]
    if service.mark_ready(actor(), key, wants_talk):
        flash(_both_ready(key), "success")
        return redirect(url_for("assessments.differences", key=key))
    if _is_prepared(key):
        flash(_("U bent allebei klaar. Wat u beiden mist, staat nu in één aanvulling."), "success")
        return redirect(url_for("assessments.supplement", key=key))
    flash(_("U hebt gemeld dat u klaar bent. Zodra de ander ook klaar is, ziet u elkaars oordelen."), "success")
    return redirect(url_for("assessments.desk", key=key))


def _both_ready(key: uuid.UUID) -> str:
    """What follows now that both are ready; the page it leads to shows on what they agree."""
    if service.load_dossier(actor(), rounds_policy.REVIEW, key).state is DossierState.HEARING:
        return str(_("U bent allebei klaar. Er zijn geen verschillen: het conceptoordeel is nu bij de leverancier."))
    return str(_("U bent allebei klaar. U ziet hier elkaars oordelen."))


def _is_prepared(key: uuid.UUID) -> bool:
    found = service.find_request(actor(), key)
    return found is not None and found.is_draft


@blueprint.post("/dossiers/<uuid:key>/beoordelen/terugnemen")
@needs(rounds_policy.REVIEW)
def take_back_ready(key: uuid.UUID) -> ResponseReturnValue:
    """Take back that one is ready."""
    service.take_back_ready(actor(), key)
    flash(_("U kunt uw oordelen weer wijzigen."), "success")
    return redirect(url_for("assessments.desk", key=key))


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    """Words of the desk for its templates."""
    return {"DESK_MARKS": desk_words.MARKS, "LACKS": desk_words.LACKS, "DIFFERENCES": desk_words.DIFFERENCES}
