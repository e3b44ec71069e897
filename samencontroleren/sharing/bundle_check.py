# SPDX-License-Identifier: EUPL-1.2
"""Checking a bundle offline: every signature, every hash, nothing left out; what does not fit is named by its place.

It trusts nothing in the file but what the given certificate signed, and opens no more than a result can hold.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from samencontroleren.core import signing
from samencontroleren.sharing.bundle_file import CERTIFICATE, KIND, MANIFEST, READ_ME, SIGNATURE
from samencontroleren.sharing.bundle_items import VERSIONS, BundleLayer, Item
from samencontroleren.sharing.manifest import KIND as MANIFEST_KIND
from samencontroleren.sharing.manifest import Fault, Salted, faults_of

FORGED = "de handtekening past niet bij dit bestand of is niet van het vertrouwde certificaat"
MOST_BYTES = 32 * 1024 * 1024
"""So large one file in a bundle may be when it is unpacked."""
LAYER_FILES = {f"{layer.value}.json": layer for layer in BundleLayer}
SIGNED = (MANIFEST, *LAYER_FILES)
KNOWN = frozenset((READ_ME, CERTIFICATE, *SIGNED, *(name + SIGNATURE for name in SIGNED)))


class NoBundle(Exception):
    """The file is no bundle at all; says what is wrong with it."""


@dataclass
class Checked:
    """What was checked: the result, when it was released, how many items per layer, and what does not fit."""

    release_id: str = ""
    released_at: str = ""
    version: object = None
    """In which version items are written, as the manifest says."""
    signed_at: str = ""
    """Of one file: when it was signed."""
    counts: dict[BundleLayer, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def check_bundle(file: Path, trusted_pem: bytes) -> Checked:
    """Check a bundle against the certificate of the platform. Raises NoBundle; all else stands in `faults`."""
    files, done = _unpacked(file), Checked()
    done.faults += [Fault(name, "hoort niet in een bundel") for name in files if name not in KNOWN]
    hashes = check_manifest(files, done, trusted_pem)
    if hashes is None:
        return done  # without it the hashes say nothing
    if "resultaat.json" not in files:
        done.faults.append(Fault("resultaat.json", "ontbreekt"))
    for name, layer in LAYER_FILES.items():
        if name in files:
            _check_layer(files, name, layer, hashes, done, trusted_pem)
    return done


def check_manifest(files: Mapping[str, bytes], done: Checked, trusted_pem: bytes) -> list[str] | None:
    """The hashes of the manifest among these files; None when it does not hold (see `done.faults`)."""
    hashes = _manifest(files, done)
    if hashes is None:
        return None
    if fault := _signature(files, MANIFEST, trusted_pem):
        done.faults.append(fault)
        return None
    return hashes


def _unpacked(file: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as source:
            infos = source.infolist()
            if len({each.filename for each in infos}) < len(infos):
                raise NoBundle("een bestand staat er twee keer in")
            if any(each.file_size > MOST_BYTES for each in infos):
                raise NoBundle("een bestand is veel te groot")
            return {each.filename: source.read(each) for each in infos}
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise NoBundle("dit is geen leesbaar zipbestand") from error


def _manifest(files: Mapping[str, bytes], done: Checked) -> list[str] | None:
    try:
        found = json.loads(files[MANIFEST])
        is_ours = found["soort"] == MANIFEST_KIND and found["versie"] in VERSIONS
        done.version = found["versie"]
        done.release_id, done.released_at = str(found["resultaatId"]), str(found["vrijgegevenOp"])
        datetime.fromisoformat(done.released_at).astimezone()
        hashes = [str(each) for each in found["hashes"]]
    except KeyError as error:
        done.faults.append(Fault(MANIFEST, f"mist {error.args[0]}"))
    except (ValueError, TypeError):
        done.faults.append(Fault(MANIFEST, "is niet te lezen"))
    else:
        if is_ours:
            return hashes
        done.faults.append(Fault(MANIFEST, "is van een andere soort of versie"))
    return None


def _signature(files: Mapping[str, bytes], name: str, trusted_pem: bytes) -> Fault | None:
    if name + SIGNATURE not in files:
        return Fault(name + SIGNATURE, "ontbreekt")
    if signing.check(files[name], files[name + SIGNATURE], trusted_pem) is None:
        return Fault(name, FORGED)
    return None


def _check_layer(
    files: Mapping[str, bytes],
    name: str,
    layer: BundleLayer,
    hashes: Sequence[str],
    done: Checked,
    trusted_pem: bytes,
) -> None:
    found = items_in(name, files[name], layer, done)
    if isinstance(found, Fault):
        done.faults.append(found)
        return
    done.counts[layer] = len(found) - 1
    wrong = faults_of(hashes, layer, found)
    if not wrong and (fault := _signature(files, name, trusted_pem)):
        wrong = [fault]
    done.faults += wrong


def items_in(name: str, body: bytes, layer: BundleLayer, done: Checked) -> list[Salted] | Fault:
    """The items of a layer of the result that is being checked, or what is wrong with the file."""
    try:
        found = json.loads(body)
        is_ours = found["versie"] == done.version and found["versie"] in VERSIONS
        if not is_ours or (found["soort"], found["laag"]) != (KIND, layer.value):
            return Fault(name, "is van een andere soort, versie of laag")
        if found["resultaatId"] != done.release_id:
            return Fault(name, "hoort bij een ander resultaat")
        return [
            Salted(Item(layer, str(each["plaats"]), each["inhoud"]), str(each["salt"])) for each in found["onderdelen"]
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        return Fault(name, "is niet te lezen")
