# SPDX-License-Identifier: EUPL-1.2
"""How long a result is valid. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

LONGEST_VALIDITY = 12
"""Months; set by BIO2 5.20.03 and 5.22.01, so no setting can go beyond it."""


def valid_until(assessed_on: date, key_proofs_until: Iterable[date], months: int = LONGEST_VALIDITY) -> date:
    """The last day on which a result is valid: the term in months, or until a key proof ends.

    `key_proofs_until` holds the last days of proofs under key requirements only; other proofs shorten
    nothing. A term over twelve months counts as twelve (BIO2 5.20.03, 5.22.01). A key proof that had ended on
    the day of assessment gives a day in the past: such a result was never valid. Raises ValueError for a term
    under one month.
    """
    if months < 1:
        raise ValueError("A result is valid for at least one month.")
    return min([add_months(assessed_on, min(months, LONGEST_VALIDITY)), *key_proofs_until])


def interim_until(counts_from: date, former: date, key_proofs_until: Iterable[date], has_newer_proof: bool) -> date:
    """The last day of a result that was re-assessed in part: verdicts that were taken over get no new life.

    It is never valid longer than twelve months from `counts_from`, the day of the oldest verdict in it, nor longer than
    the `former` result was, unless a newer document under a key requirement takes the place of one that ended it
    (product.md, section 6).
    """
    longest = valid_until(counts_from, key_proofs_until)
    return longest if has_newer_proof else min(former, longest)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
