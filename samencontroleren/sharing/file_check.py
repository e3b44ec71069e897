# SPDX-License-Identifier: EUPL-1.2
"""Checking one file offline: a bundle, one layer as JSON with its signature beside it, or a signed PDF.

Of a layer by itself the signature covers all of it. Does the manifest of the bundle lie beside it too, then each item
is held against that, so that the one that was changed is named.
"""

import json
from pathlib import Path

from samencontroleren.core import signing
from samencontroleren.sharing.bundle_check import (
    FORGED,
    MOST_BYTES,
    Checked,
    NoBundle,
    check_bundle,
    check_manifest,
    items_in,
)
from samencontroleren.sharing.bundle_file import MANIFEST, SIGNATURE
from samencontroleren.sharing.bundle_items import BundleLayer
from samencontroleren.sharing.manifest import Fault, faults_of

PDF = b"%PDF-"
LAYERS = {layer.value: layer for layer in BundleLayer}


def check_file(file: Path, trusted_pem: bytes) -> Checked:
    """Check a file against the certificate of the platform. Raises NoBundle; all else stands in `faults`."""
    body = _read(file)
    if body.startswith(PDF):
        return _check_pdf(file, body, trusted_pem)
    if file.suffix == ".json":
        return _check_layer(file, body, trusted_pem)
    return check_bundle(file, trusted_pem)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            body = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise NoBundle("dit bestand is niet te lezen") from error
    if len(body) > MOST_BYTES:
        raise NoBundle("dit bestand is veel te groot")
    return body


def _check_pdf(file: Path, body: bytes, trusted_pem: bytes) -> Checked:
    signed_at = signing.check_pdf(body, trusted_pem)
    if signed_at is None:
        return Checked(faults=[Fault(file.name, FORGED)])
    return Checked(signed_at=signed_at.isoformat())


def _check_layer(file: Path, body: bytes, trusted_pem: bytes) -> Checked:
    done = Checked()
    beside = _beside(file)
    layer = _layer_of(body)
    done.release_id, hashes = _held_against(body, beside, done, trusted_pem)
    found = items_in(file.name, body, layer, done)
    if isinstance(found, Fault):
        done.faults.append(found)
        return done
    done.counts[layer] = len(found) - 1
    done.faults += faults_of(hashes or [each.digest for each in found], layer, found)
    if file.name + SIGNATURE not in beside:
        done.faults.append(Fault(file.name + SIGNATURE, "ontbreekt: leg de handtekening in dezelfde map"))
        return done
    signed_at = signing.check(body, beside[file.name + SIGNATURE], trusted_pem)
    if signed_at is None and not done.faults:
        done.faults.append(Fault(file.name, FORGED))
    done.signed_at = signed_at.isoformat() if signed_at else ""
    return done


def _beside(file: Path) -> dict[str, bytes]:
    """What lies beside it in the same folder, by name: its signature, and the manifest with its own."""
    names = (file.name + SIGNATURE, MANIFEST, MANIFEST + SIGNATURE)
    return {name: _read(file.with_name(name)) for name in names if file.with_name(name).is_file()}


def _layer_of(body: bytes) -> BundleLayer:
    try:
        return LAYERS[json.loads(body)["laag"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NoBundle("dit is geen laag van een resultaat") from error


def _held_against(body: bytes, beside: dict[str, bytes], done: Checked, trusted_pem: bytes) -> tuple[str, list[str]]:
    """The result it must be of, and the hashes of the manifest that lies beside it; of none what it says of itself."""
    if MANIFEST in beside:
        hashes = check_manifest(beside, done, trusted_pem) or []
        return done.release_id, hashes
    found = json.loads(body)
    done.version = found.get("versie")
    return str(found.get("resultaatId")), []
