# SPDX-License-Identifier: EUPL-1.2
"""A bundle: one zip with the signed manifest of a result and the layers of one reader, each with its signature."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from samencontroleren.core.signing import Certificate
from samencontroleren.sharing.bundle_items import VERSION, BundleLayer
from samencontroleren.sharing.manifest import Salted

MANIFEST = "manifest.json"
SIGNATURE = ".p7s"
CERTIFICATE = "certificaat.pem"
READ_ME = "LEESMIJ.txt"
KIND = "samencontroleren-laag"

COMMANDS = """\

  samencontroleren bundle verify resultaat.zip --trust platform.pem

  openssl cms -verify -binary -inform DER -in manifest.json.p7s -content manifest.json \\
    -CAfile platform.pem -purpose any -out /dev/null

"""
READ_ME_TEXTS: tuple[tuple[str, str], ...] = (
    (
        "Dit is een vrijgegeven resultaat van Samen Controleren, met de lagen die u mag lezen.",
        "This is a released result of Samen Controleren, with the layers that you may read.",
    ),
    (
        "manifest.json: een hash van elk onderdeel. De andere bestanden met .json: per laag de onderdelen met hun salt. "
        "Een bestand met .p7s erachter is de handtekening. certificaat.pem: het certificaat bij het downloaden.",
        "manifest.json: a hash of each item. The other files with .json: per layer the items with their salts. "
        "A file that ends in .p7s is the signature. certificaat.pem: the certificate at the time of downloading.",
    ),
    (
        "Of het resultaat nu nog geldt (niet verlopen, vervangen of ingetrokken) staat op het platform. Controleren kan "
        "zonder internet, met het certificaat van het platform dat u langs een andere weg hebt gekregen:",
        "Whether the result still holds (not expired, superseded or recalled) stands on the platform. It can be checked "
        "without the internet, with the certificate of the platform that you got in another way:",
    ),
)
READ_ME_TEXT = "\n\n".join(text for texts in zip(*READ_ME_TEXTS, strict=True) for text in texts) + "\n" + COMMANDS


def layer_file(release_id: str, layer: BundleLayer, found: Iterable[Salted]) -> bytes:
    """One layer as JSON that people can read too."""
    items = [{"plaats": each.item.place, "salt": each.salt, "inhoud": each.item.content} for each in found]
    whole: dict[str, Any] = {
        "soort": KIND,
        "versie": VERSION,
        "resultaatId": release_id,
        "laag": layer.value,
        "onderdelen": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def make_bundle(release_id: str, manifest: bytes, signature: bytes, found: Sequence[Salted], own: Certificate) -> bytes:
    """The zip. `found`: the items of all layers of this reader; `signature`: of the manifest, made at release."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(READ_ME, READ_ME_TEXT)
        out.writestr(MANIFEST, manifest)
        out.writestr(MANIFEST + SIGNATURE, signature)
        for layer in dict.fromkeys(each.item.layer for each in found):
            body = layer_file(release_id, layer, (each for each in found if each.item.layer is layer))
            out.writestr(f"{layer.value}.json", body)
            out.writestr(f"{layer.value}.json{SIGNATURE}", own.sign(body))
        out.writestr(CERTIFICATE, own.chain_pem)
    return made.getvalue()
