# SPDX-License-Identifier: EUPL-1.2
"""Making and checking signatures with pyHanko: CMS beside a file (RFC 5652), PAdES in a PDF (ETSI EN 319 142-1).

Heavy to load: `core.signing` does so when it is first needed.
"""

import asyncio
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import cms, keys
from asn1crypto import x509 as plain
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation import async_validate_pdf_signature, errors, generic_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

T = TypeVar("T")
FIELD = "Handtekening"
"""The name of the signature in a PDF."""
REFUSALS = (
    ValueError, TypeError, KeyError, IndexError, errors.SignatureValidationError, UnacceptableSignerError, PdfError,
)  # fmt: skip
ANY_USAGE = KeyUsageConstraints(key_usage=set())


class Forged(Exception):
    """A signature does not fit, or was not made by the trusted certificate."""


def sign(content: bytes, key_pem: bytes, chain_pem: bytes, at: datetime) -> bytes:
    """A detached signature over `content` (DER), with the moment of signing in it."""
    attributes = PdfCMSSignedAttributes(signing_time=at)
    work = _signer(key_pem, chain_pem).async_sign_general_data(
        content, "sha256", detached=True, signed_attr_settings=attributes
    )
    return bytes(_run(work).dump())


def sign_pdf(document: bytes, key_pem: bytes, chain_pem: bytes, reason: str) -> bytes:
    """The same PDF with a signature (PAdES B-B) that covers all of it."""
    facts = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason=reason
    )
    made = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    _run(signers.PdfSigner(facts, _signer(key_pem, chain_pem)).async_sign_pdf(writer, output=made))
    return made.getvalue()


def check(content: bytes, signature: bytes, trusted_pem: bytes) -> datetime:
    """When a signature was made, under a trusted certificate that held at that moment. Raises Forged."""
    try:
        found = cms.ContentInfo.load(signature, strict=True)["content"]
        at = _moment(found)
        status = _run(
            generic_cms.async_validate_detached_cms(
                content,
                found,
                signer_validation_context=_context(trusted_pem, at),
                key_usage_settings=ANY_USAGE,
            )
        )
    except REFUSALS as error:
        raise Forged(str(error)) from error
    if not (status.intact and status.valid and status.trusted):
        raise Forged("the signature does not fit")
    return at


def check_pdf(document: bytes, trusted_pem: bytes) -> datetime:
    """When a PDF was signed, by its one signature that covers all of it. Raises Forged."""
    try:
        [found] = PdfFileReader(io.BytesIO(document)).embedded_signatures
        at: datetime | None = found.self_reported_timestamp
        if at is None:
            raise Forged("no signing time")
        work = async_validate_pdf_signature(found, _context(trusted_pem, at), key_usage_settings=ANY_USAGE)
        status = _run(work)
    except REFUSALS as error:
        raise Forged(str(error)) from error
    is_whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (is_whole and status.intact and status.valid and status.trusted):
        raise Forged("the signature does not fit")
    return at


def _context(trusted_pem: bytes, at: datetime) -> ValidationContext:
    """Who is trusted, at that moment; nothing is fetched."""
    roots = _as_asn1(trusted_pem)
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=at, best_signature_time=at)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Do it to the end, in a thread of its own: whoever asks may stand in an event loop already."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()


def _moment(found: Any) -> datetime:
    """The signing time among the signed attributes. Raises ValueError without one."""
    for attribute in found["signer_infos"][0]["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            moment: datetime = attribute["values"][0].native
            return moment
    raise ValueError("no signing time")


def _as_asn1(pem: bytes) -> list[Any]:
    every = x509.load_pem_x509_certificates(pem)
    return [plain.Certificate.load(each.public_bytes(serialization.Encoding.DER)) for each in every]


def _signer(key_pem: bytes, chain_pem: bytes) -> signers.SimpleSigner:
    key = serialization.load_pem_private_key(key_pem, None)
    bare = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = _as_asn1(chain_pem)
    store: Any = SimpleCertificateStore
    return signers.SimpleSigner(chain[0], keys.PrivateKeyInfo.load(bare), store.from_certs(chain))
