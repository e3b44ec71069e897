# SPDX-License-Identifier: EUPL-1.2
"""A bundle: one zip with the signed manifest of a result and the layers of one reader, each with its signature."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from samencontroleren.core.signing import Certificate
from samencontroleren.sharing.bundle_items import BundleLayer
from samencontroleren.sharing.manifest import Salted, version_of

MANIFEST = "manifest.json"
SIGNATURE = ".p7s"
CERTIFICATE = "certificaat.pem"
READ_ME = "LEESMIJ.txt"
KIND = "samencontroleren-laag"

READ_ME_TEXT = (Path(__file__).parent / "bundle.txt").read_text()
"""What a bundle is and how to check it, in Dutch and English."""


def layer_file(release_id: str, layer: BundleLayer, found: Iterable[Salted], version: int) -> bytes:
    """One layer as JSON that people can read too; `version`: how its items are written."""
    items = [{"plaats": each.item.place, "salt": each.salt, "inhoud": each.item.content} for each in found]
    whole: dict[str, Any] = {
        "soort": KIND,
        "versie": version,
        "resultaatId": release_id,
        "laag": layer.value,
        "onderdelen": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def make_bundle(release_id: str, manifest: bytes, signature: bytes, found: Sequence[Salted], own: Certificate) -> bytes:
    """The zip. `found`: the items of all layers of this reader; `signature`: of the manifest, made at release."""
    version = version_of(manifest)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(READ_ME, READ_ME_TEXT)
        out.writestr(MANIFEST, manifest)
        out.writestr(MANIFEST + SIGNATURE, signature)
        for layer in dict.fromkeys(each.item.layer for each in found):
            body = layer_file(release_id, layer, (each for each in found if each.item.layer is layer), version)
            out.writestr(f"{layer.value}.json", body)
            out.writestr(f"{layer.value}.json{SIGNATURE}", own.sign(body))
        out.writestr(CERTIFICATE, own.chain_pem)
    return made.getvalue()
