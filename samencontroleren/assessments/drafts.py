# SPDX-License-Identifier: EUPL-1.2
"""When a verdict is finished: until then it is a draft, kept as it was typed, that does not count as given. Pure."""

from enum import StrEnum
from typing import Protocol

from samencontroleren.assessments.kinds import Assurance, Verdict

UNPROVEN = "Bij dit antwoord ligt geen geldig bewijs. Kies een lagere zekerheid."


class Lack(StrEnum):
    """What a verdict lacks before it counts."""

    VERDICT = "verdict"
    ASSURANCE = "assurance"
    REASON = "reason"
    PROOF = "proof"
    """Independently audited, it says, while no valid document lies with the answer."""
    STARTER = "starter"
    """The public part is no more than starting sentences of the authors (see `starters`)."""
    CONFIRMATION = "confirmation"
    """The public part repeats words of a confidential text, and its author has not said to keep them."""


class Written(Protocol):
    """A verdict as far as it was written."""

    @property
    def code(self) -> Verdict | None: ...
    @property
    def assurance(self) -> Assurance | None: ...
    @property
    def public_reason(self) -> str: ...
    @property
    def is_repeating(self) -> bool: ...
    @property
    def is_bare(self) -> bool: ...


def lacks_of(row: Written, speaks_for_itself: bool, has_proof: bool) -> list[Lack]:
    """What is lacking, in the order of the form; nothing: the verdict counts.

    A reason may stay away only with *voldoet* on an answer that `speaks_for_itself`: it did not change since the last
    result, and its proof is good. Nothing is independently audited unless it `has_proof`.
    """
    may_be_silent = row.code is None or (row.code is Verdict.MEETS and speaks_for_itself)
    needs_reason = not may_be_silent and not row.public_reason.strip()
    found = {
        Lack.VERDICT: row.code is None,
        Lack.ASSURANCE: row.assurance is None,
        Lack.PROOF: row.assurance is Assurance.AUDITED and not has_proof,
        Lack.REASON: needs_reason,
        Lack.STARTER: row.is_bare,
        Lack.CONFIRMATION: row.is_repeating,
    }
    return [lack for lack, is_lacking in found.items() if is_lacking]
