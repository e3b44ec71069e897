# SPDX-License-Identifier: EUPL-1.2
"""What threads add to earlier pages: a line at each question or finding, a panel at a result."""

import uuid
from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _

from samencontroleren.core.access import is_never
from samencontroleren.core.errors import NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import service as responses
from samencontroleren.responses.policy import TASK_FILL_IN
from samencontroleren.rounds import panels as dossier_panels
from samencontroleren.sharing import panels as result_panels
from samencontroleren.sharing.service import ReleaseView
from samencontroleren.threads import policy, service

MOST = 5
NONE = service.Tally(0, 0)


@dossier_panels.offer_at_questions
def at_questions(
    actor: Actor, dossier_id: uuid.UUID, versions: Iterable[uuid.UUID], findings: dossier_panels.Findings
) -> dict[uuid.UUID, dossier_panels.QuestionLine]:
    """Per question how many conversations there are, with the way to them and to a new one."""
    try:
        can_open, found = service.at_dossier(actor, dossier_id)
    except NotFound:
        return _for_guest(actor, dossier_id)
    lines = {}
    for each in versions:
        tally = found.get(each, NONE)
        new = _new_url(dossier_id, each, findings) if can_open else None
        if new or tally.threads:
            context = {
                "tally": tally,
                "new_url": new,
                "is_finding": each in findings,
                "all_url": url_for("threads.of_dossier", key=dossier_id, eis=each),
            }
            lines[each] = dossier_panels.QuestionLine("threads/parts/question.html", context)
    return lines


def _for_guest(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, dossier_panels.QuestionLine]:
    """At the questions that a guest of the supplier was asked to answer in this dossier."""
    lines: dict[uuid.UUID, dossier_panels.QuestionLine] = {}
    all_url = url_for("threads.index", welke="alle")
    if is_never(TASK_FILL_IN(actor)):
        return lines
    found = service.tallies(actor, dossier_id)
    for task in responses.entrusted_tasks(actor):
        if task.dossier_id == dossier_id:
            tally, new = found.get(task.requirement_version_id, NONE), url_for("threads.new_entrusted", key=task.id)
            context = {"tally": tally, "new_url": new, "is_finding": False, "all_url": all_url}
            lines[task.requirement_version_id] = dossier_panels.QuestionLine("threads/parts/question.html", context)
    return lines


def _new_url(dossier_id: uuid.UUID, version_id: uuid.UUID, findings: dossier_panels.Findings) -> str:
    if version_id in findings:
        return url_for("threads.new", key=dossier_id, bevinding=findings[version_id])
    return url_for("threads.new", key=dossier_id, eis=version_id)


@result_panels.offer_at_result
def at_result(actor: Actor, view: ReleaseView) -> result_panels.Panel | None:
    """Questions and answers on a result, for who reads its verdicts; a gemeente that does may ask (`release:ask`)."""
    if is_never(policy.VIEW(actor)):
        return None
    release = view.release
    can_ask = not is_never(policy.ASK(actor)) and view.can_view_verdicts
    page = service.list_threads(actor, release_id=release.id, size=MOST)
    if not (page.rows or can_ask):
        return None
    context = {"thread_page": page, "can_ask": can_ask, "release": release}
    return result_panels.Panel(_("Vragen en antwoorden"), "threads/parts/result.html", context)
