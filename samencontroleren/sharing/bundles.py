# SPDX-License-Identifier: EUPL-1.2
"""Signed manifests of released results, and bundles of them in the layers of a reader."""

import uuid
from dataclasses import replace

from sqlalchemy import exists, select

from samencontroleren.core import signing, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.sharing import policy
from samencontroleren.sharing.bundle_file import layer_file, make_bundle
from samencontroleren.sharing.bundle_items import BundleLayer, items_of
from samencontroleren.sharing.layer_reading import Layer, layer_of
from samencontroleren.sharing.layers import Layers
from samencontroleren.sharing.manifest import Salted, make_manifest, new_secret, salted, version_of
from samencontroleren.sharing.models import (
    Release,
    ReleasedAnswer,
    ReleasedFinding,
    ReleasedMeasure,
    ReleasedReassessment,
    ReleasedVerdict,
    ReleaseManifest,
)
from samencontroleren.sharing.noting import note_download
from samencontroleren.sharing.reading import get_release, get_view

NOT_YET = "De handtekening onder dit resultaat wordt nog gemaakt. Probeer het over een paar minuten opnieuw."


def add_manifest(release: Release, layers: Layers) -> ReleaseManifest:
    """Sign the manifest of a release, in the transaction that releases it."""
    secret = new_secret()
    body = make_manifest(str(release.id), release.released_at, items_of(release, layers), secret)
    made = ReleaseManifest(release_id=release.id, body=body, secret=secret, signature=signing.certificate().sign(body))
    session().add(made)
    session().flush()
    return made


def unsigned() -> list[uuid.UUID]:
    """Results that have no manifest yet, the newest first (system)."""
    signed = exists().where(ReleaseManifest.release_id == Release.id)
    return list(session().scalars(select(Release.id).where(~signed).order_by(Release.released_at.desc())))


def sign_release(release_id: uuid.UUID) -> bool:
    """Sign a result that was released before there were manifests; False when it was done already (system)."""
    release = session().get(Release, release_id, with_for_update=True)
    if release is None or session().get(ReleaseManifest, release_id) is not None:
        return False
    add_manifest(release, _all_layers(release_id))
    trail.record(SYSTEM, "result.signed", "release", release_id, "ok", release.vendor_id)
    return True


def _all_layers(release_id: uuid.UUID) -> Layers:
    """Every row below a result (system)."""
    here = session()
    return Layers(
        verdicts=here.scalars(select(ReleasedVerdict).where(ReleasedVerdict.release_id == release_id)).all(),
        findings=here.scalars(select(ReleasedFinding).where(ReleasedFinding.release_id == release_id)).all(),
        answers=here.scalars(select(ReleasedAnswer).where(ReleasedAnswer.release_id == release_id)).all(),
        measures=here.scalars(select(ReleasedMeasure).where(ReleasedMeasure.release_id == release_id)).all(),
        reassessment=here.get(ReleasedReassessment, release_id),
    )


def bundle_of(actor: Actor, release_id: uuid.UUID) -> bytes:
    """The signed bundle (zip) of a result in the reader's layers; the download is logged.

    Raises NotFound, and Conflict while the manifest of an older result is still to be signed.
    """
    manifest, items = _own_items(actor, release_id)
    body = make_bundle(str(release_id), manifest.body, manifest.signature, items, signing.certificate())
    note_download(actor, release_id, "bundle")
    return body


def file_of_layer(actor: Actor, release_id: uuid.UUID, layer: BundleLayer) -> bytes:
    """One layer as JSON, the very bytes that stand in the bundle; the download is logged.

    Raises NotFound, Forbidden for a layer that is not this reader's, Conflict as `bundle_of`.
    """
    body = _layer_body(actor, release_id, layer)
    note_download(actor, release_id, layer.value)
    return body


def signature_of_layer(actor: Actor, release_id: uuid.UUID, layer: BundleLayer) -> bytes:
    """The detached signature (CMS, DER) over that file, with the certificate of today. Raises as `file_of_layer`."""
    return signing.certificate().sign(_layer_body(actor, release_id, layer))


def _layer_body(actor: Actor, release_id: uuid.UUID, layer: BundleLayer) -> bytes:
    get_release(actor, release_id, policy.VIEW if layer is BundleLayer.RESULT else policy.VERDICTS)
    manifest, items = _own_items(actor, release_id)
    mine = (each for each in items if each.item.layer is layer)
    return layer_file(str(release_id), layer, mine, version_of(manifest.body))


def _own_items(actor: Actor, release_id: uuid.UUID) -> tuple[ReleaseManifest, list[Salted]]:
    """The manifest, and the items with their salts in this reader's layers. Raises NotFound, Conflict."""
    view = get_view(actor, release_id)
    manifest = session().get(ReleaseManifest, release_id)
    if manifest is None:
        raise Conflict(NOT_YET)
    release, is_deep = view.release, view.can_view_verdicts
    found = layer_of(actor, release) if is_deep else None
    rows = replace(_own_rows(release, found), reassessment=view.reassessed)
    items = salted(items_of(release, rows, version_of(manifest.body)), manifest.secret)
    mine = set(BundleLayer) if is_deep else {BundleLayer.RESULT}
    return manifest, [each for each in items if each.item.layer in mine]


def _own_rows(release: Release, found: Layer | None) -> Layers:
    """What the reader may read of this very result; what the cited one says stands in its own bundle."""
    if found is None:
        return Layers((), (), (), ())
    measures = [each for each in found.measures or () if each.release_id == release.id]
    return Layers(found.verdicts or (), found.findings or (), found.answers or (), measures)
