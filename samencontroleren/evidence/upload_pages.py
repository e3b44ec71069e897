# SPDX-License-Identifier: EUPL-1.2
"""What our script in the browser asks while it sends files in parts: its answers are JSON, all else are pages.

A part travels as a bare body, so that it never lies in a temporary file of the web server, with its digest in
`Content-Digest` (RFC 9530).
"""

import re
import uuid
from base64 import b64decode
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Conflict, Invalid, Refusal, TooLarge
from samencontroleren.core.fields import load
from samencontroleren.core.files import StoreUnavailable
from samencontroleren.core.web import actor, needs, pick, wants_json
from samencontroleren.evidence import policy, schemas, service, uploads
from samencontroleren.evidence.kinds import FILE_REASON_LABELS, FileState, UploadState
from samencontroleren.evidence.models import Upload
from samencontroleren.evidence.pages import blueprint

DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
NO_DIGEST = "Bij dit deel hoort een controlegetal (Content-Digest)."
SEEN = {FileState.QUARANTINE: "checking", FileState.CLEAN: "done", FileState.REFUSED: "refused"}
"""What the browser is told of a file that came wholly, by the state of its document."""


@blueprint.post("/bewijs/versturen")
@needs(policy.ADD)
def start_upload() -> ResponseReturnValue:
    """Announce a file; the answer says where to go on."""
    try:
        who = actor()
        facts = load(schemas.UploadInput(), request.form)
        return jsonify(_told(uploads.start_upload(who, who.organisation_id, **facts)))
    except (Invalid, StoreUnavailable) as error:
        return _refused(error)


@blueprint.get("/bewijs/versturen/<uuid:key>")
@needs(policy.UPLOAD)
def show_upload(key: uuid.UUID) -> ResponseReturnValue:
    """How far a file is, and how its check stands once it came wholly."""
    return jsonify(_told(uploads.get_upload(actor(), key)))


@blueprint.post("/bewijs/versturen/<uuid:key>/delen/<int:offset>")
@needs(policy.UPLOAD)
def add_part(key: uuid.UUID, offset: int) -> ResponseReturnValue:
    """Take one part; whose file it is comes before what was sent."""
    uploads.get_upload(actor(), key)
    try:
        return jsonify(_told(uploads.add_part(actor(), key, offset, _body(), _digest())))
    except (Invalid, Conflict, StoreUnavailable, TooLarge) as error:
        return _refused(error)


@blueprint.post("/bewijs/versturen/<uuid:key>/stoppen")
@needs(policy.UPLOAD)
def stop_upload(key: uuid.UUID) -> ResponseReturnValue:
    """Throw away what came."""
    uploads.stop_upload(actor(), key)
    if wants_json():
        return jsonify(state="stopped")
    flash(_("Het half verstuurde bestand is weggegooid."), "success")
    return redirect(url_for("evidence.new_many"))


def _body() -> bytes:
    content = request.stream.read(uploads.PART + 1)
    if len(content) > uploads.PART:
        raise TooLarge("Een deel mag hoogstens %(mb)s MB zijn.", mb=uploads.PART // (1024 * 1024))
    return content


def _digest() -> str:
    """The SHA-256 of the part, hex, as its sender says."""
    found = DIGEST.fullmatch(request.headers.get("Content-Digest", ""))
    if found is None:
        raise Invalid({"part": [NO_DIGEST]})
    return b64decode(found[1]).hex()


def _told(upload: Upload) -> dict[str, Any]:
    """What the browser needs to go on, or to tell how it ended."""
    here: dict[str, Any] = {"key": upload.id, "url": url_for("evidence.show_upload", key=upload.id)}
    facts = {"offset": upload.received, "size": upload.size, "partSize": uploads.PART}
    return {**here, **facts, "name": upload.filename, **_outcome(upload)}


def _outcome(upload: Upload) -> dict[str, Any]:
    if upload.document_id is None:
        state = "refused" if upload.state is UploadState.REFUSED else "sending"
        return {"state": state, "message": _(upload.note) if upload.note else ""}
    document = service.get_document(actor(), upload.document_id)
    reason = pick(FILE_REASON_LABELS[document.reason]) if document.reason else ""
    there = {"document": document.id, "documentUrl": url_for("evidence.show", key=document.id)}
    return {"state": SEEN[document.state], "message": reason or (_(upload.note) if upload.note else ""), **there}


def _refused(error: Refusal) -> ResponseReturnValue:
    """Why not, in words; at which field where the form is to be mended."""
    fields = {name: [_(text) for text in texts] for name, texts in getattr(error, "fields", {}).items()}
    first = next((texts[0] for texts in fields.values()), _(error.message, **error.params))
    return jsonify(message=first, fields=fields), 422 if isinstance(error, Invalid) else error.status
