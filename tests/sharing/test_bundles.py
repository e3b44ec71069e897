# SPDX-License-Identifier: EUPL-1.2
"""A bundle holds the layers of its reader and nothing more, and a changed one is refused with the place named."""

import hashlib
import io
import json
import shutil
import subprocess
import uuid
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from samencontroleren.core import clock, ledger, signing
from samencontroleren.core.errors import Conflict, Forbidden, NotFound
from samencontroleren.sharing import service
from samencontroleren.sharing.bundle_items import BundleLayer, Item
from samencontroleren.sharing.cli import bundle
from samencontroleren.sharing.manifest import FILLED_UP_TO, Salted, canonical, faults_of, make_manifest, salted
from samencontroleren.sharing.models import Release, ReleaseManifest
from tests.assessments.flow import Flow
from tests.sharing.test_release import use

DEEP = {"resultaat.json", "oordelen.json", "bevindingen.json", "maatregelen.json", "antwoorden.json"}


def bundle_for(flow: Flow, name: str, release: Release) -> dict[str, bytes]:
    """The files of the bundle as this person gets it."""
    ledger.open_page()
    made = service.bundle_of(flow.world[name].actor, release.id)
    with zipfile.ZipFile(io.BytesIO(made)) as source:
        return {each: source.read(each) for each in source.namelist()}


def zipped(files: dict[str, bytes], folder: Path) -> Path:
    place = folder / f"{uuid.uuid4().hex}.zip"
    with zipfile.ZipFile(place, "w") as out:
        for name, body in files.items():
            out.writestr(name, body)
    return place


def verify(files: dict[str, bytes], folder: Path, trusted: bytes) -> tuple[int, str]:
    """What the command says of these files."""
    (folder / "trust.pem").write_bytes(trusted)
    done = CliRunner().invoke(bundle, ["verify", str(zipped(files, folder)), "--trust", str(folder / "trust.pem")])
    return done.exit_code, done.output


def changed(body: bytes, place: str, change: object) -> bytes:
    """A layer in which one item was changed."""
    found = json.loads(body)
    item = next(each for each in found["onderdelen"] if each["plaats"] == place)
    change(found, item)  # type: ignore[operator]  # a function of this test
    return json.dumps(found).encode()


@pytest.mark.stage("product")
@pytest.mark.database
def test_each_reader_gets_and_verifies_just_the_own_layers(flow: Flow, tmp_path: Path) -> None:
    use(flow.world, 1, flow.world.products[0][0])
    released = flow.product_release
    deep, shallow = bundle_for(flow, "ciso1", released), bundle_for(flow, "ciso3", released)
    assert {name for name in deep if name.endswith(".json")} == {"manifest.json", *DEEP}
    assert {name for name in shallow if name.endswith(".json")} == {"manifest.json", "resultaat.json"}
    assert deep["manifest.json"] == shallow["manifest.json"]
    whole = b"".join(shallow.values())
    assert not [word for word in (b"OPENBAAR", b"ANTWOORD", b"GEHEIM", b"P-2") if word in whole]
    assert b"ANTWOORD-P4" not in b"".join(deep.values())  # marked confidential
    trusted = signing.certificate().chain_pem
    assert verify(deep, tmp_path, trusted)[0] == verify(shallow, tmp_path, trusted)[0] == 0
    assert "oordelen 5" in verify(deep, tmp_path, trusted)[1]  # four and what explains the result
    with pytest.raises(NotFound):
        service.bundle_of(flow.world["submitter2"].actor, released.id)


@pytest.mark.stage("supplier")
def test_a_changed_bundle_is_refused_with_the_place_named(flow: Flow, tmp_path: Path) -> None:
    released = flow.vendor_release
    files, trusted = bundle_for(flow, "submitter1", released), signing.certificate().chain_pem
    assert verify(files, tmp_path, trusted)[0] == 0

    def told(part: dict[str, bytes], trust: bytes = trusted) -> str:
        code, words = verify(part, tmp_path, trust)
        assert code == 1
        return words

    def better(_found: dict[str, object], item: dict[str, dict[str, str]]) -> None:
        item["inhoud"]["oordeel"] = "voldoet-niet"

    def moved(_found: dict[str, object], item: dict[str, str]) -> None:
        item["plaats"] = "7"

    def left_out(found: dict[str, list[object]], item: object) -> None:
        found["onderdelen"].remove(item)

    def twice(found: dict[str, list[object]], item: object) -> None:
        found["onderdelen"].append(item)

    verdicts = files["oordelen.json"]
    assert "oordelen/1: past niet" in told({**files, "oordelen.json": changed(verdicts, "1", better)})
    assert "oordelen/7: past niet" in told({**files, "oordelen.json": changed(verdicts, "1", moved)})
    assert "oordelen: er horen 3" in told({**files, "oordelen.json": changed(verdicts, "1", left_out)})
    assert "oordelen/1: staat er twee keer" in told({**files, "oordelen.json": changed(verdicts, "1", twice)})
    assert "oordelen/aantal: ontbreekt" in told({**files, "oordelen.json": changed(verdicts, "aantal", left_out)})
    assert "oordelen.json: de handtekening" in told({**files, "oordelen.json": verdicts + b"\n"})
    assert "manifest.json: de handtekening" in told({**files, "manifest.json": files["manifest.json"] + b" "})
    assert "manifest.json: de handtekening" in told(files, signing.make_own("Iemand anders").chain_pem)
    assert "manifest.json.p7s: ontbreekt" in told({k: v for k, v in files.items() if k != "manifest.json.p7s"})
    assert "resultaat.json: ontbreekt" in told({k: v for k, v in files.items() if k != "resultaat.json"})
    assert "antwoorden.json: is niet te lezen" in told({**files, "antwoorden.json": b"[" * 5000})
    assert "virus.exe: hoort niet" in told({**files, "virus.exe": b"MZ"})
    assert "manifest.json: is niet te lezen" in told({**files, "manifest.json": b"\xff"})
    assert "geen certificaat" in told(files, b"niets")


@pytest.mark.stage("supplier")
def test_a_layer_by_itself_is_for_its_own_readers(flow: Flow) -> None:
    released = flow.vendor_release
    reader, stranger = flow.world["ciso3"].actor, flow.world["submitter2"].actor
    ledger.open_page()
    assert b"resultaat" in service.file_of_layer(reader, released.id, BundleLayer.RESULT)
    for take in (service.file_of_layer, service.signature_of_layer):
        with pytest.raises(Forbidden):
            take(reader, released.id, BundleLayer.ANSWERS)
        with pytest.raises(NotFound):
            take(stranger, released.id, BundleLayer.RESULT)


@pytest.mark.stage("product")
def test_layers_of_another_result_do_not_pass(flow: Flow, tmp_path: Path) -> None:
    product = flow.product_release
    vendor = product.cites_id
    assert vendor is not None
    one = bundle_for(flow, "submitter1", product)
    ledger.open_page()
    other = service.bundle_of(flow.world["submitter1"].actor, vendor)
    with zipfile.ZipFile(io.BytesIO(other)) as source:
        mixed = {**one, **{name: source.read(name) for name in ("oordelen.json", "oordelen.json.p7s")}}
    code, words = verify(mixed, tmp_path, signing.certificate().chain_pem)
    assert (code, "oordelen.json: hoort bij een ander resultaat" in words) == (1, True)


@pytest.mark.stage("supplier")
def test_one_file_by_itself_is_checked_too(flow: Flow, tmp_path: Path) -> None:
    released, who = flow.vendor_release, flow.world["submitter1"].actor
    bundled, trusted = bundle_for(flow, "submitter1", released), signing.certificate().chain_pem
    ledger.open_page()
    pdf = service.result_on_one_page(who, released.id)

    def told(name: str, files: dict[str, bytes], trust: bytes = trusted) -> tuple[int, str]:
        folder = tmp_path / uuid.uuid4().hex
        folder.mkdir()
        for each, body in {**files, "trust.pem": trust}.items():
            (folder / each).write_bytes(body)
        done = CliRunner().invoke(bundle, ["verify", str(folder / name), "--trust", str(folder / "trust.pem")])
        return done.exit_code, done.output

    name, other = "oordelen.json", signing.make_own("Iemand anders").chain_pem
    alone = {each: bundled[each] for each in (name, f"{name}.p7s")}
    manifest = {each: bundled[each] for each in ("manifest.json", "manifest.json.p7s")}
    code, words = told(name, alone)
    assert code == 0 and str(released.id) in words and "ondertekend op" in words and "oordelen 3" in words
    assert told(name, {**alone, **manifest})[0] == 0 and told("a.pdf", {"a.pdf": pdf})[0] == 0
    wrong = changed(bundled[name], "1", lambda _found, item: item["inhoud"].update(oordeel="voldoet-niet"))
    refused = {
        f"{name}: de handtekening": told(name, {**alone, name: wrong}),
        "oordelen/1: past niet": told(name, {**alone, **manifest, name: wrong}),
        f"{name}.p7s: ontbreekt": told(name, {name: bundled[name]}),
        f"{name}: de handtekening past": told(name, alone, other),
        "manifest.json: de handtekening": told(
            name, {**alone, **manifest, "manifest.json": b" " + manifest["manifest.json"]}
        ),
        "geen laag van een resultaat": told(name, {name: b"[]"}),
        "a.pdf: de handtekening": told("a.pdf", {"a.pdf": pdf.replace(b"/Producer", b"/Prodocer", 1)}),
        "b.pdf: de handtekening": told("b.pdf", {"b.pdf": pdf + b"\n% meer"}),
        "c.pdf: de handtekening": told("c.pdf", {"c.pdf": pdf}, other),
        "d.pdf: de handtekening": told("d.pdf", {"d.pdf": b"%PDF-1.7"}),
    }
    assert {words: (code, words in said) for words, (code, said) in refused.items()} == dict.fromkeys(
        refused, (1, True)
    )


@pytest.mark.stage("supplier")
def test_openssl_reads_the_signature_as_the_manual_says(flow: Flow, tmp_path: Path) -> None:
    released = flow.vendor_release
    files = bundle_for(flow, "submitter1", released)
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    program = shutil.which("openssl")
    assert program is not None, "openssl is not on this machine"
    command = [
        program, "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifest.json.p7s", "-content",
        "manifest.json", "-CAfile", "certificaat.pem", "-purpose", "any", "-out", "/dev/null",
    ]  # fmt: skip
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    for layer in BundleLayer:
        ledger.open_page()
        one = service.file_of_layer(flow.world["submitter1"].actor, released.id, layer)
        assert one == files[f"{layer.value}.json"]
        (tmp_path / "een.json").write_bytes(one)
        (tmp_path / "een.json.p7s").write_bytes(
            service.signature_of_layer(flow.world["submitter1"].actor, released.id, layer)
        )
        beside = [each.replace("manifest.json", "een.json") for each in command]
        assert subprocess.run(beside, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    (tmp_path / "manifest.json").write_bytes(files["manifest.json"].replace(b"2", b"3", 1))
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode != 0


@pytest.mark.stage("supplier")
def test_the_pdf_carries_the_signature_of_the_platform(flow: Flow) -> None:
    released = flow.vendor_release
    ledger.open_page()
    body = service.result_document(flow.world["submitter1"].actor, released.id)
    [signature] = PdfFileReader(io.BytesIO(body)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.compute_integrity_info() is None
    assert signature.summarise_integrity_info()["coverage"].name == "ENTIRE_FILE"
    own = x509.load_pem_x509_certificate(signing.certificate().chain_pem)
    assert signature.signer_cert.dump() == own.public_bytes(Encoding.DER)


@pytest.mark.stage("supplier")
@pytest.mark.database
def test_a_manifest_never_changes_and_older_results_get_one_later(flow: Flow, unit: Session) -> None:
    released = flow.vendor_release
    kept = unit.get_one(ReleaseManifest, released.id)
    assert service.unsigned() == []
    assert service.sign_release(released.id) is False
    for statement in ("UPDATE release_manifests SET body = signature", "DELETE FROM release_manifests"):
        with pytest.raises(DatabaseError), unit.begin_nested():
            unit.execute(text(statement))
    assert len(kept.secret) == 32


def test_a_result_from_before_is_signed_by_the_job(flow: Flow, unit: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samencontroleren.sharing.releasing.add_manifest", lambda *_: None)
    released = flow.publish(flow.vendor_dossier)
    assert service.unsigned() == [released.id]
    with pytest.raises(Conflict):
        service.bundle_of(flow.world["submitter1"].actor, released.id)
    assert service.sign_release(released.id) is True
    assert "oordelen.json" in bundle_for(flow, "submitter1", released)


SECRET = bytes(range(32))
VERDICT = Item(BundleLayer.VERDICTS, "1", {"oordeel": "voldoet"})
COUNT = Item(BundleLayer.VERDICTS, "aantal", 1)


def test_how_an_item_is_hashed_never_changes() -> None:
    """Manifests that were signed years ago have to fit: whoever sees this go red raises VERSION instead."""
    [found] = salted([VERDICT], SECRET)
    plain = f'["{found.salt}","oordelen","1",{{"oordeel":"voldoet"}}]'
    assert found.salt == "69fe21f5c75f1cd4c254150023e3ee9f"
    assert found.digest == hashlib.sha256(plain.encode()).hexdigest()


def test_the_number_of_hashes_tells_nothing() -> None:
    def hashes(count: int) -> list[str]:
        items = [Item(BundleLayer.ANSWERS, str(number), {}) for number in range(count)]
        made: list[str] = json.loads(make_manifest("een", clock.now(), items, SECRET))["hashes"]
        return made

    assert len(hashes(1)) == len(hashes(40)) == FILLED_UP_TO
    assert len(hashes(65)) == 2 * FILLED_UP_TO
    made = hashes(40)
    assert made == sorted(made)
    assert len(set(made)) == FILLED_UP_TO


def test_equal_items_have_other_hashes_and_a_salt_of_one_opens_no_other() -> None:
    same = [Item(BundleLayer.VERDICTS, str(number), {"oordeel": "voldoet"}) for number in (1, 2)]
    one, other = salted(same, SECRET)
    assert one.salt != other.salt
    assert one.digest != other.digest
    assert salted(same, bytes(32))[0].salt != one.salt
    assert faults_of([one.digest], BundleLayer.VERDICTS, [Salted(VERDICT, other.salt)])
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
