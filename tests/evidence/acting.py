# SPDX-License-Identifier: EUPL-1.2
"""Pdfs that act, pdfs that are signed, and images that carry more than their look."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers import PdfSignatureMetadata

from tests.evidence.files import pdf

SECRETS = (b"app.alert", b"example.test/spoor", b"stiekem", b"xdp", b"verzender", b"start.exe", b"JavaScript")
"""Words of what acts in `acting_pdf`; none may be left in the copy."""


def script(text: str) -> Dictionary:
    """An action that runs a program."""
    return Dictionary(S=Name.JavaScript, JS=String(text))


@cache
def acting_pdf() -> bytes:
    """A pdf with everything that can act, and one form field that is filled in."""
    document = pikepdf.open(io.BytesIO(pdf(2)))
    root, page = document.Root, document.pages[0]
    root.OpenAction = document.make_indirect(script("app.alert(1)"))
    root.AA = Dictionary(WC=script("app.alert(2)"))
    document.attachments["geheim.txt"] = b"stiekem"
    root.Names.JavaScript = Dictionary(Names=Array([String("a"), script("app.alert(3)")]))
    page.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("start.exe")))
    appearance = String("/Helv 12 Tf 0 g")
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("naam"), V=String("Ingevuld"), F=4)
    field.Rect, field.DA = Array([100, 600, 300, 620]), appearance
    field.AA = Dictionary(K=script("app.alert(4)"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.URI, URI=String("http://example.test/spoor"))
    button = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 20, 20]))
    button.A = Dictionary(S=Name.SubmitForm, F=String("http://example.test/verzender"))
    kept = [document.make_indirect(each) for each in (field, link, button)]
    page.Annots = Array(kept)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    resources = Dictionary(Font=Dictionary(Helv=font))
    form = Dictionary(Fields=Array(kept[:1]), DA=appearance, DR=resources, XFA=String("<xdp/>"), NeedAppearances=True)
    root.AcroForm = document.make_indirect(form)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def signed_pdf() -> bytes:
    """A pdf signed by an invented auditor with a certificate of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bedachte Auditors B.V.")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    lasting = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=300))
    certificate = lasting.sign(key, hashes.SHA256())
    packed = serialization.pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, PLAIN)
    signer = signers.SimpleSigner.load_pkcs12_data(packed, [], None)
    assert signer is not None
    out, source = io.BytesIO(), IncrementalPdfFileWriter(io.BytesIO(pdf(1)))
    made_by = signers.PdfSigner(PdfSignatureMetadata(field_name="Handtekening"), signer)
    with ThreadPoolExecutor(1) as aside:  # a browser in this process leaves an event loop behind
        aside.submit(made_by.sign_pdf, source, output=out).result()
    return out.getvalue()


PLAIN = serialization.NoEncryption()


def changed_after_signing() -> bytes:
    """The same, with one byte of a page changed afterwards."""
    made = bytearray(signed_pdf())
    made[made.index(b"/MediaBox") + 14] ^= 1
    return bytes(made)


def image_with_place() -> bytes:
    """A photo that says where it was made."""
    out, image = io.BytesIO(), Image.new("RGB", (60, 40), (18, 50, 92))
    facts = Image.Exif()
    facts[0x010E] = "Kluis op de Dorpsstraat"
    image.save(out, format="JPEG", exif=facts)
    return out.getvalue()


def png_with_text() -> bytes:
    """A png with a text behind its look."""
    out, facts = io.BytesIO(), PngImagePlugin.PngInfo()
    facts.add_text("Comment", "Kluis op de Dorpsstraat")
    Image.new("RGBA", (60, 40), (18, 50, 92, 90)).save(out, format="PNG", pnginfo=facts)
    return out.getvalue()
