# SPDX-License-Identifier: EUPL-1.2
"""What was noted of the signatures of an original before its copy for reading was made (see `child`). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Signature:
    """One signature: whose, when according to the signer, and how it fits the file (ETSI EN 319 142)."""

    signer: str
    issuer: str
    """Who gave out the certificate."""
    signed_at: datetime | None
    is_intact: bool
    """Nothing that was signed has changed."""
    is_whole: bool
    """It covers the whole file."""
    was_valid: bool
    """The certificate was valid at the moment that the signer names; whether it can be trusted is not looked up."""


def signatures_in(findings: Mapping[str, Any]) -> list[Signature]:
    """The signatures among what was seen in a file."""
    return [Signature(**{**each, "signed_at": _moment(each["signed_at"])}) for each in findings.get("signatures", ())]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
