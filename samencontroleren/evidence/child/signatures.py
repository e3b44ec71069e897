# SPDX-License-Identifier: EUPL-1.2
"""Who signed a pdf, and whether the signature fits the file (PAdES, ETSI EN 319 142; ISO 32000-2, 12.8).

Offline: whether the certificate can be trusted, or was revoked, is not looked up, and the page says so.
"""

import asyncio
import logging
from datetime import datetime
from typing import IO, Any

from cryptography.hazmat.backends import default_backend
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

logging.disable()  # that a certificate is not trusted here is no news

LOADED = (dsa, ec, ed448, ed25519, padding, rsa, default_backend())
"""What checking a signature asks for halfway: nothing can be loaded once the process is shut."""
MOST = 10
WHOLE = (SignatureCoverageLevel.ENTIRE_FILE,)
LOOP = asyncio.new_event_loop()
"""Made at import: once the process is shut, no loop can be opened any more."""


def read(stream: IO[bytes]) -> list[dict[str, Any]]:
    """What each signature says, at most MOST; one that can not be read stands there as not intact."""
    try:
        signatures = PdfFileReader(stream, strict=False).embedded_regular_signatures[:MOST]
    except Exception:  # whatever a hostile file provokes, it is not a signature
        return []
    return [_read(each) for each in signatures]


def _read(signature: Any) -> dict[str, Any]:
    try:
        return LOOP.run_until_complete(_status(signature))
    except Exception:  # whatever a hostile file provokes, it is not intact
        return {
            "signer": "",
            "issuer": "",
            "signed_at": None,
            "is_intact": False,
            "is_whole": False,
            "was_valid": False,
        }


async def _status(signature: Any) -> dict[str, Any]:
    status = await async_validate_pdf_signature(
        signature,
        signer_validation_context=ValidationContext(trust_roots=[], allow_fetching=False),
        key_usage_settings=KeyUsageConstraints(key_usage=set()),
    )
    certificate, moment = status.signing_cert, status.signer_reported_dt
    return {
        "signer": _named(certificate.subject),
        "issuer": _named(certificate.issuer),
        "signed_at": moment.isoformat() if moment else None,
        "is_intact": bool(status.intact and status.valid),
        "is_whole": status.coverage in WHOLE,
        "was_valid": _was_valid(certificate, moment),
    }


def _named(name: Any) -> str:
    """The name in a certificate as people write it: its common name, and the organisation where that says more."""
    parts = [name.native.get(each) for each in ("common_name", "organization_name")]
    return ", ".join(dict.fromkeys(str(each) for each in parts if each))[:300]


def _was_valid(certificate: Any, moment: datetime | None) -> bool:
    """Whether the moment that the signer names lies within the life of the certificate."""
    return moment is not None and certificate.not_valid_before <= moment <= certificate.not_valid_after
