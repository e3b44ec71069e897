# SPDX-License-Identifier: EUPL-1.2
"""The list of results, the page of a product or supplier, the PDF, and recall."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from samencontroleren.assessments import wording
from samencontroleren.core import clock
from samencontroleren.core.attachments import CMS, JSON, PDF, XLSX, ZIP, attachment
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, language, needs, pick
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.sharing import panels, policy, schemas, service
from samencontroleren.sharing.bundle_items import BundleLayer
from samencontroleren.sharing.kinds import CURRENCY_LABELS
from samencontroleren.sharing.pages import blueprint
from samencontroleren.usage import policy as usage_policy
from samencontroleren.vendors import life
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.countries import country_name
from samencontroleren.vendors.kinds import CATEGORY_LABELS, HOSTING_LABELS
from samencontroleren.vendors.models import Product

LAYERS = (policy.VERDICT_VIEW, policy.FINDING_VIEW, policy.ANSWER_VIEW, policy.MEASURE_VIEW, policy.VERDICTS)
LAYER = "<any(resultaat, oordelen, bevindingen, maatregelen, antwoorden):layer>"
FILTERS = ("zoek", "categorie", "resultaat", "actualiteit", "gebruik")
OUTCOMES = (rounds_policy.OUTCOME, rounds_policy.VIEW)


@blueprint.get("/resultaten")
@needs(policy.VIEW, vendors_policy.PRODUCT_VIEW, usage_policy.VIEW, *LAYERS, *OUTCOMES)
def index() -> ResponseReturnValue:
    """Every product with its newest result, or why there is none."""
    form, asked = _asked()
    order = asked["volgorde"]
    page = service.list_results(
        actor(),
        asked["zoek"],
        asked["categorie"],
        asked["resultaat"],
        asked["actualiteit"],
        sort=order.removeprefix("-"),
        is_descending=order.startswith("-"),
        page=asked["pagina"],
        is_ours=asked["gebruik"],
    )
    return render_template(
        "sharing/index.html",
        form=form,
        page=page,
        order=order,
        is_filtered=any(request.args.get(name) for name in FILTERS),
        reader=service.reader_of(actor()),
        categories=[("", _("Alle categorieën")), *((k.value, pick(v)) for k, v in CATEGORY_LABELS.items())],
        results=[("", _("Alle resultaten")), *((k.value, pick(v)) for k, v in wording.RESULTS.items())],
        currencies=[("", _("Elke actualiteit")), *((k.value, pick(v)) for k, v in CURRENCY_LABELS.items())],
    )


def _asked() -> tuple[Form, dict[str, Any]]:
    """The filters; what can not be read is left aside, with a message at its field."""
    try:
        return Form(request.args), load(schemas.ListQuery(), request.args)
    except Invalid as error:
        rest = MultiDict((name, value) for name, value in request.args.items() if name not in error.fields)
        return Form(request.args, error.fields), load(schemas.ListQuery(), rest)


@blueprint.get("/resultaten/producten/<uuid:key>")
@needs(vendors_policy.PRODUCT_VIEW, policy.VIEW, usage_policy.VIEW, *LAYERS, *OUTCOMES)
def product(key: uuid.UUID) -> ResponseReturnValue:
    """The page of a product in the reader's own layers."""
    found = service.product_page(actor(), key)
    return _subject(found)


@blueprint.get("/resultaten/leveranciers/<uuid:key>")
@needs(vendors_policy.VIEW, policy.VIEW, *LAYERS, *OUTCOMES)
def vendor(key: uuid.UUID) -> ResponseReturnValue:
    """The page of a supplier as a whole in the reader's own layers."""
    found = service.vendor_page(actor(), key)
    return _subject(found)


def _subject(found: service.SubjectPage) -> str:
    service.note_page(actor(), found)
    return render_template(
        "sharing/subject.html",
        found=found,
        may_rectify=found.latest is not None and service.can_ask(actor(), found.latest.release),
        panels=_panels(found),
        stands=panels.stands_of(actor(), [each.finding_id for each in found.layer.findings or ()]),
        reader=service.reader_of(actor()),
        today=clock.today(),
    )


def _life_panel(_who: Actor, product: Product) -> panels.Panel | None:
    """Versions, ends of support, and where the product came from: what its supplier keeps."""
    found = life.life_of_seen(product)
    if found.is_empty:
        return None
    context = {"life": found, "hostings": HOSTING_LABELS, "country_name": country_name}
    return panels.Panel("Levensloop", "vendors/parts/life.html", context)


panels.offer(_life_panel)


def _panels(found: service.SubjectPage) -> list[dict[str, Any]]:
    """What later features add to the page of a product or supplier, as title and body."""
    offered = panels.panels_for(actor(), found.product) if found.product else []
    if found.latest:
        offered += panels.panels_at_result(actor(), found.latest)
    return [
        {"title": _(each.title), "body": Markup(render_template(each.template, **each.context))}  # noqa: S704 -- escaped
        for each in offered
    ]


@blueprint.get("/resultaten/<uuid:key>")
@needs(policy.VIEW)
def result(key: uuid.UUID) -> ResponseReturnValue:
    """Where mails point to: on to the page of the product or supplier."""
    found = service.get_release(actor(), key)
    if found.product_id:
        return redirect(url_for("sharing.product", key=found.product_id))
    return redirect(url_for("sharing.vendor", key=found.vendor_id))


@blueprint.get("/resultaten/<uuid:key>.pdf")
@needs(policy.VIEW, *LAYERS, evidence_policy.KNOW)
def document(key: uuid.UUID) -> ResponseReturnValue:
    """The whole report of a result in the reader's layers, in the language of the page."""
    found = service.get_release(actor(), key)
    body = service.result_document(actor(), key, language())
    return attachment(body, PDF, f"resultaat-{found.number}-{key}.pdf")


@blueprint.get("/resultaten/<uuid:key>/een-a4.pdf")
@needs(policy.VIEW, *LAYERS, evidence_policy.KNOW)
def one_page(key: uuid.UUID) -> ResponseReturnValue:
    """The result on one A4."""
    found = service.get_release(actor(), key)
    body = service.result_on_one_page(actor(), key, language())
    return attachment(body, PDF, f"resultaat-{found.number}-{key}-een-a4.pdf")


@blueprint.get("/resultaten/<uuid:key>/bewijs")
@needs(evidence_policy.KNOW)
def documents(key: uuid.UUID) -> ResponseReturnValue:
    """The evidence under a result, and which of it the reader may open or ask for."""
    evidence = service.documents_of(actor(), key)
    return render_template("sharing/documents.html", evidence=evidence, release=service.get_release(actor(), key))


@blueprint.get("/resultaten/<uuid:key>/bundel.zip")
@needs(policy.VIEW, *LAYERS)
def bundle(key: uuid.UUID) -> ResponseReturnValue:
    """The signed bundle of a result in the reader's layers, to be checked offline."""
    found = service.get_release(actor(), key)
    return attachment(service.bundle_of(actor(), key), ZIP, f"resultaat-{found.number}-{key}.zip")


@blueprint.get(f"/resultaten/<uuid:key>/lagen/{LAYER}.json")
@needs(policy.VIEW, *LAYERS)
def layer_file(key: uuid.UUID, layer: str) -> ResponseReturnValue:
    """One layer of the bundle as JSON."""
    body = service.file_of_layer(actor(), key, BundleLayer(layer))
    return attachment(body, JSON, f"{layer}.json")


@blueprint.get(f"/resultaten/<uuid:key>/lagen/{LAYER}.json.p7s")
@needs(policy.VIEW, *LAYERS)
def layer_signature(key: uuid.UUID, layer: str) -> ResponseReturnValue:
    """The detached signature of that file."""
    body = service.signature_of_layer(actor(), key, BundleLayer(layer))
    return attachment(body, CMS, f"{layer}.json.p7s")


@blueprint.get("/resultaten/<uuid:key>/oordelen.xlsx")
@needs(policy.VIEW, *LAYERS, evidence_policy.KNOW)
def workbook(key: uuid.UUID) -> ResponseReturnValue:
    """The verdicts, findings and improvement plans as a workbook."""
    found = service.get_release(actor(), key)
    body = service.result_workbook(actor(), key, language())
    return attachment(body, XLSX, f"oordelen-{found.number}-{key}.xlsx")


@blueprint.get("/resultaten/<uuid:key>/intrekken")
@needs(policy.RECALL, fresh=True)
def recall(key: uuid.UUID) -> ResponseReturnValue:
    """Ask the reason before a result is recalled."""
    service.get_release(actor(), key, policy.RECALL)
    return render_template("sharing/recall.html", form=Form({}), view=service.get_view(actor(), key))


@blueprint.post("/resultaten/<uuid:key>/intrekken")
@needs(policy.RECALL, policy.VIEW, fresh=True)
def do_recall(key: uuid.UUID) -> ResponseReturnValue:
    """Recall a result with a reason."""
    try:
        service.recall(actor(), key, **load(schemas.RecallInput(), request.form))
    except Invalid as error:
        return invalid("sharing/recall.html", error, view=service.get_view(actor(), key))
    flash(_("Het resultaat is ingetrokken. De reden staat op de pagina."), "success")
    return redirect(url_for("sharing.result", key=key))
