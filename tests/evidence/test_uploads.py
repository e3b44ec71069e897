# SPDX-License-Identifier: EUPL-1.2
"""Files that come in parts: they go on where they stopped, nobody else sees them, and what is wrong is told."""

import base64
import hashlib
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.core.storage.keys import FileKey
from samencontroleren.evidence import service, uploads
from samencontroleren.evidence.kinds import DocumentKind, FileState, SharingClass, UploadState
from samencontroleren.evidence.models import Document, Upload, UploadPart
from samencontroleren.organisations.actor import Actor
from tests.support.pages import PageClient
from tests.support.stores import kept
from tests.support.world import World

BARE = "application/octet-stream"
ClientOf = Callable[..., PageClient]
PART = uploads.PART
CONTENT = b"Ons beleid. " * (PART // 5)
"""A text of more than two parts."""


def digest(content: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(content).hexdigest()


def begin(actor: Actor, content: bytes = CONTENT, **other: Any) -> Upload:
    """Announce a file."""
    facts = {"filename": "../ons beleid.txt", "title": "", "kind": DocumentKind.OTHER, "sharing": SharingClass.USERS}
    facts |= {"size": len(content), "sha256": digest(content), **other}
    return uploads.start_upload(actor, actor.organisation_id or uuid.uuid4(), **facts)


def put(actor: Actor, upload: Upload, offset: int, content: bytes = CONTENT) -> Upload:
    """Send the part that begins there."""
    part = content[offset : offset + PART]
    return uploads.add_part(actor, upload.id, offset, part, digest(part))


def rest(actor: Actor, upload: Upload, content: bytes = CONTENT) -> Upload:
    """Send what is missing."""
    while upload.state is UploadState.OPEN:
        put(actor, upload, upload.received, content)
    return upload


@pytest.mark.database
def test_a_file_goes_on_where_it_stopped(app: Flask, unit: Session, world: World) -> None:
    actor = world["contributor1"].actor
    upload = begin(actor)
    put(actor, upload, 0)
    put(actor, upload, 0)  # the answer got lost: the same part again
    assert upload.received == PART
    with pytest.raises(Conflict):
        put(actor, upload, 2 * PART)
    again = begin(actor, kind=DocumentKind.TPM)
    assert (again.id, again.received, again.kind) == (upload.id, PART, DocumentKind.TPM)
    assert [each.id for each in uploads.list_unfinished(actor, upload.vendor_id)] == [upload.id]
    parts = unit.scalars(select(UploadPart.storage_key)).all()
    assert all(CONTENT[:50] not in path.read_bytes() for path in kept(app))
    rest(actor, upload)
    assert put(actor, upload, 2 * PART).state is UploadState.DONE  # the last answer got lost
    document = unit.get_one(Document, upload.document_id)
    assert (document.sha256, document.size) == (digest(CONTENT), len(CONTENT))
    assert (document.title, document.filename, document.kind) == ("ons beleid", "ons beleid.txt", DocumentKind.TPM)
    assert document.state is FileState.QUARANTINE
    with service.files().open(document.storage_key) as stored:
        assert stored.read() == CONTENT
    assert unit.scalar(select(func.count()).where(FileKey.storage_key.in_(parts))) == 0
    assert begin(actor).document_id == document.id  # nothing needs to be sent


@pytest.mark.database
def test_what_is_not_what_it_says_is_refused(app: Flask, unit: Session, world: World) -> None:
    actor = world["contributor1"].actor
    upload = begin(actor)
    with pytest.raises(Invalid) as told:
        uploads.add_part(actor, upload.id, 0, CONTENT[:PART], digest(b"iets anders"))
    assert told.value.fields == {"part": [uploads.PART_CHANGED]}
    with pytest.raises(Invalid):
        uploads.add_part(actor, upload.id, 0, CONTENT[: PART + 1], digest(CONTENT[: PART + 1]))
    assert (upload.received, kept(app)) == (0, [])
    other = rest(actor, begin(actor, sha256=digest(b"iets anders")))
    assert (other.state, other.note, other.document_id) == (UploadState.REFUSED, uploads.CHANGED, None)
    disguised = rest(actor, begin(actor, b"<html><script>1</script>", filename="a.pdf"), b"<html><script>1</script>")
    assert disguised.note.startswith("De inhoud van dit bestand past niet bij de naam.")
    assert unit.scalar(select(func.count()).select_from(UploadPart)) == 0


@pytest.mark.database
def test_limits_hold_before_anything_is_sent(app: Flask, unit: Session, world: World) -> None:
    actor = world["contributor1"].actor
    limit = app.config["MAX_UPLOAD"]
    for size, name, words in (
        (60 * 1024 * 1024, "a.pdf", "hoogstens 25 MB"),
        (0, "a.pdf", "Dit bestand is leeg."),
        (9, "a.exe", "Dit is een programma"),
    ):
        with pytest.raises(Invalid) as told, app.test_request_context():  # it speaks the language of the reader
            begin(actor, size=size, filename=name)
        assert words in told.value.fields["file"][0]
    for number in range(uploads.MOST_OPEN):
        begin(actor, size=limit, sha256=digest(bytes([number])))
    with pytest.raises(Invalid) as told:
        begin(actor, size=1, sha256=digest(b"een te veel"))
    assert told.value.fields == {"file": [uploads.TOO_MANY]}
    assert begin(world["contributor2"].actor).received == 0


@pytest.mark.database
def test_what_nobody_finishes_is_thrown_away(app: Flask, unit: Session, world: World) -> None:
    actor = world["contributor1"].actor
    old, young = begin(actor), begin(actor, sha256=digest(b"jonger"))
    put(actor, old, 0)
    put(actor, young, 0)
    stopped = put(actor, begin(actor, sha256=digest(b"gestopt")), 0)
    uploads.stop_upload(actor, stopped.id)
    unit.execute(
        update(Upload).where(Upload.id == old.id).values(changed_at=clock.now() - timedelta(days=7, seconds=1))
    )
    unit.expire_all()
    assert uploads.due_uploads() == [old.id]
    for key in (old.id, old.id, young.id):
        uploads.expire(key)
    assert unit.scalars(select(Upload.id)).all() == [young.id]
    assert unit.scalars(select(UploadPart.upload_id)).all() == [young.id]
    assert unit.scalar(select(func.count()).select_from(FileKey)) == 1


@pytest.mark.database
def test_it_is_for_its_sender_only(app: Flask, unit: Session, world: World) -> None:
    upload = begin(world["contributor1"].actor)
    for who in ("submitter1", "contributor2", "coordinator", "reviewer1"):
        actor = world[who].actor
        for act in (lambda a=actor: uploads.get_upload(a, upload.id), lambda a=actor: put(a, upload, 0)):
            with pytest.raises(NotFound):
                act()
        with pytest.raises(NotFound):
            uploads.stop_upload(actor, upload.id)
    assert begin(world["submitter1"].actor).id != upload.id


def test_the_browser_is_told_each_step(app: Flask, database: Database, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])
    facts = {"filename": "ons beleid.txt", "size": str(len(CONTENT)), "sha256": digest(CONTENT), "place": "blz. 2"}
    missing = client.post("/bewijs/versturen", facts, 422).response.json
    assert missing["fields"].keys() == {"kind", "sharing"}
    told = client.post("/bewijs/versturen", {**facts, "kind": "isae", "sharing": "users"}, 200).response.json
    assert (told["offset"], told["partSize"], told["state"]) == (0, PART, "sending")

    def send(offset: int, status: int = 200, length: int = PART, **other: Any) -> Any:
        part = CONTENT[offset : offset + length]
        value = base64.b64encode(hashlib.sha256(part).digest()).decode()
        headers = {"Content-Digest": f"sha-256=:{value}:", "X-CSRFToken": client.csrf_token, **other}
        path = f"{told['url']}/delen/{offset}"
        sent = client._send(path, {"method": "POST", "data": part, "headers": headers, "content_type": BARE})
        assert sent.status_code == status, sent.text
        return sent.json

    assert "controlegetal" in send(0, 422, **{"Content-Digest": "md5=:x:"})["message"]
    assert send(0, 413, PART + 1)["message"] == "Een deel mag hoogstens 2 MB zijn."
    assert send(PART, 409)["message"] == uploads.GAP
    assert send(0)["offset"] == PART
    page = client.get("/bewijs/meer")
    assert "ons beleid.txt" in page.words
    send(PART)
    assert send(2 * PART)["state"] == "checking"
    found = client.get(told["url"]).response.json
    assert (found["state"], found["message"]) == ("done", "")
    assert client.get(found["documentUrl"]).words.count("ons beleid")
    assert "half verstuurd" not in client.get("/bewijs/meer").words
    stranger = client_of(world["contributor2"])
    stranger.get(told["url"], 404)
    stranger.post(f"{told['url']}/delen/0", {}, 404)
    client.post(f"{told['url']}/stoppen")
    client.get(told["url"], 404)
    client.get(found["documentUrl"])
