# SPDX-License-Identifier: EUPL-1.2
"""The certificate of the platform: it signs what leaves (manifests, layers, PDFs) so that anybody can check it offline.

Signatures are CMS with a certificate (RFC 5652), detached, as `openssl cms -verify` reads them; in a PDF they are PAdES
(ETSI EN 319 142-1).
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import current_app

from samencontroleren.core import clock

OWN_DAYS = 3650
"""How long a certificate holds that the platform made for itself."""
OWN_NAME = "samencontroleren-demo"


class BadCertificate(ValueError):
    """Key or certificate can not be read, or do not belong together; says what, never the key."""


@dataclass(frozen=True, repr=False)
class Certificate:
    """The key of the platform with its certificate and the certificates above it, as PEM."""

    key_pem: bytes
    chain_pem: bytes
    """The platform's own certificate first."""

    def sign(self, content: bytes) -> bytes:
        """A detached signature over `content` (CMS, DER)."""
        made: bytes = _signatures().sign(content, self.key_pem, self.chain_pem, clock.real_now())
        return made

    def sign_pdf(self, document: bytes, reason: str) -> bytes:
        """The same PDF with a PAdES signature that covers all of it."""
        made: bytes = _signatures().sign_pdf(document, self.key_pem, self.chain_pem, reason)
        return made


@dataclass(frozen=True)
class SigningSettings:
    """Where key and certificate lie; `own`: the folder where they are made when there are none (not in production)."""

    key_file: Path | None
    certificate_file: Path | None
    own: Path | None

    def faults(self) -> list[str]:
        """What is missing or wrong, in words for an operator."""
        if self.key_file is None and self.certificate_file is None:
            return [] if self.own else ["SIGNING_KEY_FILE and SIGNING_CERTIFICATE_FILE must be set"]
        try:
            self.load()
        except BadCertificate as error:
            return [str(error)]
        return []

    def load(self) -> Certificate:
        """Key and certificate; those of its own are made the first time. Raises BadCertificate."""
        if self.key_file is None and self.certificate_file is None and self.own is not None:
            return _own(self.own)
        if self.key_file is None or self.certificate_file is None:
            raise BadCertificate("SIGNING_KEY_FILE and SIGNING_CERTIFICATE_FILE go together")
        return _read(self.key_file, self.certificate_file)


def load(env: Mapping[str, str], own: Path | None) -> SigningSettings:
    """Read the settings."""
    key, certificate = env.get("SIGNING_KEY_FILE", ""), env.get("SIGNING_CERTIFICATE_FILE", "")
    return SigningSettings(Path(key) if key else None, Path(certificate) if certificate else None, own)


def install(app: Any, settings: SigningSettings) -> None:
    """Keep where the certificate is; it is read when it is first needed."""
    app.extensions["signing"] = settings


def certificate() -> Certificate:
    """The certificate of this platform. Raises BadCertificate."""
    found = current_app.extensions["signing"]
    if isinstance(found, SigningSettings):
        found = current_app.extensions["signing"] = found.load()
    made: Certificate = found
    return made


def check(content: bytes, signature: bytes, trusted_pem: bytes) -> datetime | None:
    """When a detached signature over `content` was made; None when it does not fit, or is of nobody who is trusted.

    `trusted_pem`: certificates of the platform, or the ones above them. The moment is what the signer said: there is
    no time stamp of somebody else. Nothing is fetched from anywhere.
    """
    made = _signatures()
    try:
        at: datetime = made.check(content, signature, trusted_pem)
    except made.Forged:
        return None
    return at


def check_pdf(document: bytes, trusted_pem: bytes) -> datetime | None:
    """When a PDF was signed, all of it as it is now; None when it was not, was changed, or by nobody who is trusted."""
    made = _signatures()
    try:
        at: datetime = made.check_pdf(document, trusted_pem)
    except made.Forged:
        return None
    return at


def _signatures() -> Any:
    from samencontroleren.core import signatures  # noqa: PLC0415 -- heavy, and few processes sign

    return signatures


def is_certificate(pem: bytes) -> bool:
    """Whether these bytes hold certificates in PEM."""
    try:
        return bool(x509.load_pem_x509_certificates(pem))
    except ValueError:
        return False


def _read(key_file: Path, certificate_file: Path) -> Certificate:
    try:
        found = Certificate(key_file.read_bytes(), certificate_file.read_bytes())
        key = serialization.load_pem_private_key(found.key_pem, None)
        own = x509.load_pem_x509_certificates(found.chain_pem)[0]
    except OSError as error:
        raise BadCertificate(f"SIGNING_KEY_FILE or SIGNING_CERTIFICATE_FILE: {type(error).__name__}") from error
    except (ValueError, TypeError) as error:
        raise BadCertificate(
            "SIGNING_KEY_FILE and SIGNING_CERTIFICATE_FILE must be PEM, the key unencrypted"
        ) from error
    if _public(key.public_key()) != _public(own.public_key()):
        raise BadCertificate("SIGNING_KEY_FILE is not the key of SIGNING_CERTIFICATE_FILE")
    return found


def _public(key: Any) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    made: bytes = key.public_bytes(serialization.Encoding.DER, form)
    return made


def _own(folder: Path) -> Certificate:
    """The pair in this folder, made when it is not there; of several processes that make one, the first wins."""
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    if not certificate_file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = make_own(OWN_NAME)
        work = folder / f".making-{os.getpid()}"
        work.mkdir(mode=0o700, exist_ok=True)
        (work / "pair.pem").write_bytes(made.key_pem + made.chain_pem)
        with suppress(FileExistsError):  # another process was first
            os.link(work / "pair.pem", folder / "pair.pem")
        (work / "pair.pem").unlink()
        work.rmdir()
        _split(folder / "pair.pem", key_file, certificate_file)
    return _read(key_file, certificate_file)


def _split(pair: Path, key_file: Path, certificate_file: Path) -> None:
    """Write the two halves of the pair; whoever does it again writes the same."""
    text, mark = pair.read_bytes(), b"-----BEGIN CERTIFICATE-----"
    key, rest = text.split(mark, 1)
    for place, content in ((key_file, key), (certificate_file, mark + rest)):
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)


def make_own(name: str) -> Certificate:
    """A key (EC P-256) with a certificate that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = clock.real_now()
    signs = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=OWN_DAYS))
        .not_valid_after(now + timedelta(days=OWN_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(signs, critical=True)
        .sign(key, hashes.SHA256())
    )
    bare = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Certificate(bare, made.public_bytes(serialization.Encoding.PEM))
