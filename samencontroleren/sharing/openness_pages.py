# SPDX-License-Identifier: EUPL-1.2
"""Pages on which a supplier sees who may see what, and changes it for many documents and answers at once."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from samencontroleren.core.errors import Changed, Conflict, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.messages import N_
from samencontroleren.core.web import actor, language, needs, pick
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence.classing import change_classes
from samencontroleren.evidence.kinds import SHARING_LABELS
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses.marking import mark_confidential
from samencontroleren.sharing import openness, panels, schemas
from samencontroleren.sharing.pages import blueprint
from samencontroleren.vendors import policy as vendors_policy

CHANGED = N_("Een collega heeft dit intussen gewijzigd. U ziet nu wat er staat. Kies opnieuw.")


@blueprint.get("/wie-ziet-wat")
@needs(vendors_policy.OWN)
def openness_index() -> ResponseReturnValue:
    """The products of a supplier, with how its documents are shared."""
    return render_template("sharing/openness_index.html", found=openness.overview(actor()), classes=SHARING_LABELS)


@blueprint.get("/wie-ziet-wat/<uuid:key>")
@needs(vendors_policy.OWN, vendors_policy.PRODUCT_VIEW)
def openness_show(key: uuid.UUID) -> ResponseReturnValue:
    """The layers of one product, or of the supplier as a whole."""
    return _page(key, Form())


@blueprint.get("/dossiers/<uuid:key>/wie-ziet-wat")
@needs(responses_policy.WORK)
def openness_of_dossier(key: uuid.UUID) -> ResponseReturnValue:
    """From a dossier on to the page of its subject."""
    return redirect(url_for("sharing.openness_show", key=openness.subject_of(actor(), key)))


def _page(key: uuid.UUID, form: Form, ticked: frozenset[str] | None = None) -> str:
    """The page; `ticked`: the answers ticked in a form that was refused, instead of those that are confidential."""
    found = openness.openness_of(actor(), key)
    return render_template(
        "sharing/openness.html",
        found=found,
        form=form,
        ticked={str(each.answer.id) for each in found.confidential} if ticked is None else ticked,
        classes=SHARING_LABELS,
        class_choices=[(each.value, pick(label)) for each, label in SHARING_LABELS.items()],
        texts_of=lambda version: questionnaires.requirement_texts(version, language()),
        panels=[
            {"title": _(each.title), "body": Markup(render_template(each.template, **each.context))}  # noqa: S704 -- escaped
            for each in panels.panels_for_supplier(actor(), found.object_keys)
        ],
    )


@blueprint.post("/wie-ziet-wat/<uuid:key>")
@needs(evidence_policy.EDIT, responses_policy.EDIT)
def set_openness(key: uuid.UUID) -> ResponseReturnValue:
    """Give documents another class and mark answers confidential, or take the mark away: all that was sent, or none."""
    found = openness.openness_of(actor(), key)
    try:
        given = load(schemas.OpennessInput(), request.form)
        classed, marked = change_classes(actor(), given["classes"]), mark_confidential(actor(), given["marks"])
    except Invalid as error:
        return _page(key, Form.typed(request.form, error), _ticked()), 422
    except Changed:
        return _page(key, Form({}, {"sharing": [CHANGED]}), _ticked()), 409
    except Conflict as error:
        return _page(key, Form({}, {"sharing": [error.message]}), _ticked()), 409
    flash(*_saved(found, classed, marked))
    return redirect(url_for("sharing.openness_show", key=key))


def _ticked() -> frozenset[str]:
    """The answers that were ticked in the form, which stay so when it is refused."""
    return frozenset(request.form.getlist("confidential"))


def _saved(found: openness.Openness, classed: int, marked: int) -> tuple[str, str]:
    """What was saved, and how many answers are confidential now."""
    parts = []
    if classed:
        parts.append(
            ngettext(
                "Van %(num)s document is gewijzigd wie het leest.",
                "Van %(num)s documenten is gewijzigd wie ze leest.",
                classed,
            )
        )
    if marked:
        parts.append(
            ngettext(
                "Nu is %(num)s van de %(total)s antwoorden vertrouwelijk, vanaf uw volgende inzending.",
                "Nu zijn %(num)s van de %(total)s antwoorden vertrouwelijk, vanaf uw volgende inzending.",
                len(found.confidential),
                total=len(found.answers),
            )
        )
    return (" ".join(parts), "success") if parts else (_("Er is niets gewijzigd."), "info")
