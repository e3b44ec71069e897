# SPDX-License-Identifier: EUPL-1.2
"""Pages of the library of evidence, and reading a document."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.access import holds
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, invalid, needs, pick
from samencontroleren.evidence import (
    accepting,
    describing,
    library,
    pages,
    panels,
    policy,
    reading,
    request_pages,
    schemas,
    service,
    suggestion_words,
    superseding,
    types,
    upload_pages,
    uploads,
    uses,
)
from samencontroleren.evidence.kinds import (
    DOCUMENT_CODES,
    DOCUMENT_LABELS,
    FILE_REASON_LABELS,
    HANDLING,
    MET_LABELS,
    READERS_LABELS,
    RED_READERS,
    SENSITIVITY_CODES,
    SENSITIVITY_LABELS,
    SHARING_CODES,
    SHARING_LABELS,
    TOLD_LABELS,
    VALIDITY_CODES,
    VALIDITY_LABELS,
    FileState,
    Sensitivity,
    Told,
    Validity,
)
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.pages import blueprint
from samencontroleren.evidence.reader import Reading
from samencontroleren.evidence.reasons import REASONS

__all__ = ["NAVIGATION", "blueprint", "request_pages", "upload_pages"]

NAVIGATION = (NavigationItem("evidence.index", "Bewijs", weight=35),)

TONES = {
    Validity.VALID: "good",
    Validity.ENDING: "warning",
    Validity.ENDED: "bad",
    Validity.OPEN_ENDED: "neutral",
    Validity.WITHDRAWN: "dark",
    Validity.UNCHECKED: "info",
    Validity.REFUSED: "bad",
}
SENSITIVITY_TONES = {
    Sensitivity.CLEAR: "neutral",
    Sensitivity.GREEN: "good",
    Sensitivity.AMBER: "warning",
    Sensitivity.RED: "bad",
}
EDITED = (
    *("title", "kind", "standard", "issuer", "scope", "period_from", "period_until", "valid_until"),
    *("sensitivity", "sharing"),
)
START = {"sharing": "reviewers", "sensitivity": "amber"}
"""What stands in the form of a new document: the most careful choices."""


def badge_of(document: Document) -> tuple[str, str]:
    """The validity of today in words, and its tone."""
    found = service.validity_of(document, clock.today())
    return pick(VALIDITY_LABELS[found]), TONES[found]


def readers_in_words(document: Document) -> str:
    """Who reads a document, for its supplier."""
    return pick(RED_READERS if document.sensitivity is Sensitivity.RED else READERS_LABELS[document.readers])


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """What pages that show documents need: badge, labels and the accept attribute of a file field."""
    return {
        "document_badge": badge_of,
        "document_labels": DOCUMENT_LABELS,
        "tlp_of": lambda document: f"TLP:{document.sensitivity.value.upper()}",
        "tlp_tones": SENSITIVITY_TONES,
        "sharing_classes": SHARING_LABELS,
        "readers_of": readers_in_words,
        "document_accept": types.ACCEPT,
        "document_choices": [(str(kind), pick(label)) for kind, label in DOCUMENT_LABELS.items()],
    }


@blueprint.get("/bewijs")
@needs(policy.EDIT)
def index() -> ResponseReturnValue:
    """The supplier's own library."""
    form = Form(request.args)
    try:
        wanted = load(schemas.LibraryQuery(), request.args)
    except Invalid as error:
        wanted, form = load(schemas.LibraryQuery(), {}), Form.typed(request.args, error)
    sort, page = wanted.pop("sort"), wanted.pop("page")
    return render_template(
        "evidence/index.html",
        page=library.list_library(actor(), library.Wanted(**wanted), page, sort),
        filters=form,
        is_narrowed=any(wanted.values()),
        sharing_labels=SHARING_LABELS,
        **_filters(),
    )


@blueprint.get("/bewijs/nieuw")
@needs(policy.ADD)
def new() -> ResponseReturnValue:
    """The form to add a document."""
    return render_template("evidence/new.html", form=Form(START), **_choices())


@blueprint.post("/bewijs/nieuw")
@needs(policy.ADD)
def add() -> ResponseReturnValue:
    """Add a document to the library."""
    try:
        facts, file = load_document(schemas.DocumentInput())
        who = actor()
        document = service.add_document(who, who.organisation_id, file.stream, file.filename or "", **facts)
    except Invalid as error:
        there = getattr(error, "key", None)
        return invalid("evidence/new.html", error, existing=there, **_choices())
    flash(_("Het bestand is ontvangen."), "success")
    return redirect(url_for("evidence.show", key=document.id))


@blueprint.get("/bewijs/meer")
@needs(policy.ADD)
def new_many() -> ResponseReturnValue:
    """The form to add many documents at once."""
    return render_template("evidence/many.html", form=Form({"sharing": "reviewers"}), **_many())


@blueprint.post("/bewijs/meer")
@needs(policy.ADD)
def add_many() -> ResponseReturnValue:
    """Add each file that can be taken; of the others the page says why not."""
    sent = [each for each in request.files.getlist("file") if each.filename]
    try:
        facts = load(schemas.ManyDocumentsInput(), request.form)
        if not sent:
            raise Invalid({"file": [REASONS["no_file"]]})
    except Invalid as error:
        return invalid("evidence/many.html", error, **_many())
    who = actor()
    outcomes = service.add_documents(
        who, who.organisation_id, [(each.stream, each.filename or "") for each in sent], **facts
    )
    return render_template("evidence/many.html", form=Form({"sharing": "reviewers"}), outcomes=outcomes, **_many())


@blueprint.get("/bewijs/<uuid:key>")
@needs(policy.VIEW, policy.EDIT, policy.DOWNLOAD)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One document: what it is, how long it holds, and its content as images, text or tables."""
    return _shown(key, Form())


def _shown(key: uuid.UUID, form: Form) -> str:
    """The page of a document; `form` holds what was chosen of the suggestions on it."""
    document = service.get_document(actor(), key)
    is_own = service.can_edit(actor(), key)
    can_edit = is_own and document.withdrawn_at is None
    return render_template(
        "evidence/show.html",
        document=document,
        proposals=accepting.proposals(document) if can_edit else [],
        told_labels={told: pick(label) for told, label in TOLD_LABELS.items()},
        told_options=suggestion_words.options_of,
        told_value=suggestion_words.value_in_words,
        form=form,
        reading=reading.reading_of(actor(), key) if document.state is FileState.CLEAN else Reading(),
        reason=pick(FILE_REASON_LABELS[document.reason]) if document.reason else None,
        met=[pick(label) for name, label in MET_LABELS.items() if document.findings.get("met", {}).get(name)],
        page_words=_page_words(document),
        is_own=is_own,
        can_edit=can_edit,
        can_download=holds(actor(), policy.DOWNLOAD, document),
        handling=pick(HANDLING[document.sensitivity]),
        effects=uses.effects(key) if can_edit else [],
        newer=superseding.successor(actor(), document) if is_own else None,
        parts=panels.parts(actor(), document) if is_own else [],
        sharing_labels=SHARING_LABELS,
        sensitivity_labels=SENSITIVITY_LABELS,
        page=_page(document),
    )


@blueprint.post("/bewijs/<uuid:key>/voorstellen")
@needs(policy.EDIT, policy.VIEW)
def settle(key: uuid.UUID) -> ResponseReturnValue:
    """Take over what was read from the text, or leave it; per field what the person chose."""
    try:
        facts = load(schemas.SuggestionChoice(), request.form)
        revision = facts.pop("revision")
        chosen = {Told(name): value for name, value in facts.items() if value}
        accepting.settle_suggestions(actor(), key, revision, chosen)
    except (Invalid, Changed) as error:
        status = 422 if isinstance(error, Invalid) else 409
        if isinstance(error, Changed):
            flash(_("Een collega heeft dit bewijs intussen gewijzigd. Kies opnieuw."), "warning")
        return _shown(key, Form.typed(request.form, error if isinstance(error, Invalid) else Invalid({}))), status
    if chosen:
        flash(_("Uw keuzes zijn verwerkt."), "success")
    return redirect(url_for("evidence.show", key=key))


@blueprint.get("/bewijs/<uuid:key>/wijzigen")
@needs(policy.EDIT, policy.VIEW)
def edit(key: uuid.UUID) -> ResponseReturnValue:
    """The form with what is said of a document."""
    document = service.get_editable(actor(), key)
    values = {name: _plain(getattr(document, name)) for name in EDITED}
    form = Form({**values, "products": [str(each) for each in document.products]})
    return render_template("evidence/edit.html", document=document, form=form, **_choices())


@blueprint.post("/bewijs/<uuid:key>/wijzigen")
@needs(policy.EDIT, policy.VIEW)
def change(key: uuid.UUID) -> ResponseReturnValue:
    """Change what is said of a document."""
    try:
        service.change_document(actor(), key, **load(schemas.DocumentChange(), request.form))
    except (Invalid, Changed) as error:
        document = service.get_document(actor(), key)
        if isinstance(error, Invalid):
            return invalid("evidence/edit.html", error, document=document, **_choices())
        form = Form.typed(request.form, Invalid({}))
        return render_template("evidence/edit.html", document=document, form=form, conflict=True, **_choices()), 409
    flash(_("De gegevens van het bewijs zijn opgeslagen."), "success")
    return redirect(url_for("evidence.show", key=key))


@blueprint.post("/bewijs/<uuid:key>/intrekken")
@needs(policy.EDIT, policy.VIEW)
def withdraw(key: uuid.UUID) -> ResponseReturnValue:
    """Withdraw a document."""
    service.withdraw_document(actor(), key)
    flash(_("Het bewijs is ingetrokken. Anderen kunnen het niet meer lezen."), "success")
    return redirect(url_for("evidence.show", key=key))


@blueprint.get("/bewijs/<uuid:key>/pagina/<int:number>.png")
@needs(policy.VIEW)
def page(key: uuid.UUID, number: int) -> ResponseReturnValue:
    """One page as an image, made in a process of its own."""
    return pages.image(reading.page_image(actor(), key, number))


@blueprint.get("/bewijs/<uuid:key>/bestand")
@needs(policy.DOWNLOAD, policy.VIEW, fresh=True, is_file=True)
def original(key: uuid.UUID) -> ResponseReturnValue:
    """The file itself, only ever as attachment."""
    document, stream = reading.open_original(actor(), key)
    response = send_file(
        stream, mimetype="application/octet-stream", as_attachment=True, download_name=document.filename
    )
    return pages.unkept(response)


def load_document(schema: Any) -> tuple[dict[str, Any], Any]:
    """The facts and the file of an upload form. Raises Invalid with all that is wrong at once."""
    file = request.files.get("file")
    missing = {} if file is not None and file.filename else {"file": [REASONS["no_file"]]}
    try:
        facts = load(schema, request.form)
    except Invalid as error:
        raise Invalid({**missing, **error.fields}) from error
    if missing:
        raise Invalid(missing)
    return facts, file


def _choices() -> dict[str, Any]:
    """What a form about a document offers."""
    who = actor()
    products = describing.products_of(who, who.organisation_id)
    return {
        "sharing_choices": [(str(each), pick(label)) for each, label in SHARING_LABELS.items()],
        "sensitivity_choices": [(str(each), pick(label)) for each, label in SENSITIVITY_LABELS.items()],
        "reading": [
            *((pick(label), pick(READERS_LABELS[each])) for each, label in SHARING_LABELS.items()),
            *(
                (f"TLP:{each.value.upper()}", pick(label))
                for each, label in HANDLING.items()
                if each is not Sensitivity.RED
            ),
            ("TLP:RED", pick(RED_READERS)),
        ],
        "product_choices": [(str(each.id), each.name) for each in products],
    }


def _filters() -> dict[str, Any]:
    """What the filters of the library offer, by the codes of the address."""
    who = actor()
    found = describing.products_of(who, who.organisation_id)
    return {
        "kind_options": [(DOCUMENT_CODES[each], pick(label)) for each, label in DOCUMENT_LABELS.items()],
        "validity_options": [(VALIDITY_CODES[each], pick(label)) for each, label in VALIDITY_LABELS.items()],
        "sharing_options": [(SHARING_CODES[each], pick(label)) for each, label in SHARING_LABELS.items()],
        "tlp_options": [(code, code.upper().replace("-", ":")) for code in SENSITIVITY_CODES.values()],
        "product_options": [(str(each.id), each.name) for each in found],
    }


def _many() -> dict[str, Any]:
    who = actor()
    unfinished = uploads.list_unfinished(who, who.organisation_id)
    return {**_choices(), "unfinished": unfinished, "kept_days": uploads.kept_days() if unfinished else 0}


def _plain(value: Any) -> Any:
    return "" if value is None else str(value)


def _page_words(document: Document) -> str | None:
    """The text of the page, when that is asked for instead of its image."""
    is_asked = request.args.get("tekst") == "1" and document.media_type == types.PDF
    return reading.page_text(actor(), document.id, _page(document)) if is_asked else None


def _page(document: Document) -> int:
    """Which page image is shown: the one asked for, within the document."""
    return pages.number_within(request.args.get("pagina", "1"), document)
