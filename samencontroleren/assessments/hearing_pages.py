# SPDX-License-Identifier: EUPL-1.2
"""The hearing: the draft verdict for the supplier, its one reply, and what became of it."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import pages, policy, schemas, service
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.hearing_file import draft_document
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.assessments.models import Conclusion
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core import clock
from samencontroleren.core.access import holds
from samencontroleren.core.attachments import PDF, attachment
from samencontroleren.core.errors import Changed, Invalid, NotFound
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, language, needs, undo_writes
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState

READERS = (policy.HEARING_VIEW, policy.CONCLUSION_VIEW, policy.COMPUTED_VIEW, policy.FINDING_VIEW, policy.POINT_VIEW)


Row = tuple[RequirementVersion, Conclusion]


@dataclass(frozen=True)
class Theme:
    """The draft verdicts of one theme."""

    name: str
    rows: Sequence[Row]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many verdicts there are of each kind, what is met last."""
        found = Counter(conclusion.code for _version, conclusion in self.rows)
        worst_first = sorted(Verdict, key=lambda each: each is Verdict.MEETS)
        return {each: found[each] for each in worst_first if found[each]}

    @property
    def has_shortcoming(self) -> bool:
        """Whether something in it is not met."""
        return any(each in SHORTCOMINGS for each in self.counts)


def _context(key: uuid.UUID) -> dict[str, Any]:
    dossier = service.load_dossier(actor(), rounds_policy.VIEW, key)
    hearing = service.find_hearing(actor(), key)
    result = service.latest_result(actor(), key)
    if hearing is None or result is None:
        raise NotFound("Er is nog geen conceptoordeel.")
    concluded = {each.requirement_version_id: each for each in service.current_conclusions(actor(), key)}
    answers = [each for each in service.submitted(actor(), key) if each.requirement_version_id in concluded]
    may_reply = holds(actor(), rounds_policy.SUBMIT, dossier)
    is_over = hearing.is_over(clock.today())
    is_open = dossier.state is DossierState.HEARING and not hearing.replied_at and not is_over
    findings = service.at_verdicts(service.foreseen(key, service.list_findings(actor(), key), concluded))
    keys = {version: several[0].finding_id for version, several in findings.items()}
    points = service.list_points(actor(), key)
    rows = [(each.requirement_version, concluded[each.requirement_version_id]) for each in answers]
    heard = None if hearing.about is None else set(map(uuid.UUID, hearing.about))
    return {
        "dossier": dossier,
        "themes": _themes([row for row in rows if not heard or row[0].id not in heard]),
        "subject": pages.subject_name(dossier),
        "hearing": hearing,
        "result": result,
        "rows": rows,
        "codes": {each: row.requirement_version.requirement.code for each, row in concluded.items()},
        "findings": findings,
        "lines": panels.at_questions(actor(), key, concluded, keys),
        "points": points,
        "readable": service.readable_proofs(actor(), points.values()),
        "objecting": len(service.objections(each for each in points.values() if each.hearing_id == hearing.id)),
        "weighed": service.weighed(actor(), key),
        "heard": heard,
        "can_write": is_open and holds(actor(), rounds_policy.ANSWER, dossier),
        "texts": pages.texts,
        "is_supplier": service.is_heard(actor()),
        "can_reply": may_reply and is_open,
        "is_open": is_open,
        "is_over": is_over,
        "too_late": _(service.TOO_LATE),
        "line": rounds.turn_line(actor(), dossier, is_own=False) if is_open else None,
    }


def _themes(rows: Sequence[Row]) -> list[Theme]:
    """The verdicts by theme, themes and verdicts where something is not met in front."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row[1].code is Verdict.MEETS):
        found.setdefault(row[0].theme, []).append(row)
    return [Theme(name, inside) for name, inside in found.items()]


@blueprint.get("/dossiers/<uuid:key>/wederhoor")
@needs(rounds_policy.VIEW, *READERS, rounds_policy.SUBMIT)
def hearing(key: uuid.UUID) -> ResponseReturnValue:
    """The draft verdict in words, with all reasons and findings, and the form of the reply."""
    context = _context(key)
    form = Form({"reply": context["hearing"].reply})
    return render_template("assessments/hearing.html", form=form, **context)


@blueprint.get("/dossiers/<uuid:key>/wederhoor.pdf")
@needs(rounds_policy.VIEW, *READERS, rounds_policy.SUBMIT)
def draft(key: uuid.UUID) -> ResponseReturnValue:
    """The same as PDF, marked as a draft on every page; there is none once the result is released."""
    shown = _context(key)
    if shown["dossier"].state is DossierState.PUBLISHED:
        raise NotFound("Dit oordeel is vrijgegeven. Er is geen concept meer.")
    return attachment(draft_document(actor(), shown, language()), PDF, f"conceptoordeel-{key}.pdf")


@blueprint.post("/dossiers/<uuid:key>/wederhoor")
@needs(rounds_policy.SUBMIT)
def save_reply(key: uuid.UUID) -> ResponseReturnValue:
    """Keep the text of the reply and go on to the page where it is sent (or stay)."""
    try:
        given = load(schemas.ReplyDraft(), request.form)
        choice = given.pop("choice")
        service.save_reply_draft(actor(), key, **given)
        if choice != "keep":
            service.check_choice(actor(), key, choice == "object", given["reply"])
    except Invalid as error:
        undo_writes()
        return invalid("assessments/hearing.html", error, **_context(key))
    except service.TooLate:
        return render_template(
            "assessments/hearing.html", form=Form.typed(request.form, Invalid({})), **_context(key)
        ), 409
    except Changed as error:
        form = Form.typed(request.form, Invalid({}))
        return render_template("assessments/hearing.html", form=form, theirs=error.theirs, **_context(key)), 409
    if choice == "keep":
        flash(_("Uw tekst is bewaard. U hebt nog niets verstuurd."), "success")
        return redirect(url_for("assessments.hearing", key=key, _anchor="reactie"))
    return redirect(url_for("assessments.confirm_reply", key=key, keuze=choice))


@blueprint.get("/dossiers/<uuid:key>/wederhoor/versturen")
@needs(rounds_policy.SUBMIT, fresh=True)
def confirm_reply(key: uuid.UUID) -> ResponseReturnValue:
    """Read the reply once more before it is sent."""
    service.load_dossier(actor(), rounds_policy.SUBMIT, key)
    context = _context(key)
    choice = "object" if request.args.get("keuze") == "object" or context["objecting"] else "agree"
    return render_template("assessments/reply.html", choice=choice, form=Form({}), **context)


@blueprint.post("/dossiers/<uuid:key>/wederhoor/versturen")
@needs(rounds_policy.SUBMIT, fresh=True)
def send_reply(key: uuid.UUID) -> ResponseReturnValue:
    """Send the one reply in the supplier's name."""
    choice = "agree"
    try:
        choice = load(schemas.ReplyInput(), request.form)["choice"]
        found = service.find_hearing(actor(), key)
        reply = found.reply if found else ""
        service.reply_to_hearing(actor(), key, has_objection=choice == "object", reply=reply)
    except Invalid as error:
        return invalid("assessments/reply.html", error, choice=choice, **_context(key))
    flash(_("Uw reactie is verstuurd."), "success")
    return redirect(url_for("assessments.hearing", key=key))
