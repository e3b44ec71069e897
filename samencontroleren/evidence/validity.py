# SPDX-License-Identifier: EUPL-1.2
"""How long a document holds, derived on a day and never stored. Pure."""

from datetime import date, timedelta

from .kinds import EndStep, FileState, Validity

COUNTING = frozenset((Validity.VALID, Validity.ENDING, Validity.OPEN_ENDED))
"""Validities with which a document counts as proof (product.md, rule 2.4)."""

OF_STATE = {
    FileState.QUARANTINE: Validity.UNCHECKED,
    FileState.REFUSED: Validity.REFUSED,
}
"""What a document is while its file cannot be read; the day does not matter then."""


def validity_on(day: date, valid_until: date | None, is_withdrawn: bool, warning: timedelta) -> Validity:
    """The validity on `day` of a document that holds up to and including `valid_until` (None: no end date).

    Within `warning` of its end it is shown as ending.
    """
    if is_withdrawn:
        return Validity.WITHDRAWN
    if valid_until is None:
        return Validity.OPEN_ENDED
    if valid_until < day:
        return Validity.ENDED
    return Validity.ENDING if valid_until - day <= warning else Validity.VALID


def step_on(day: date, valid_until: date, warning: timedelta, soon: timedelta) -> EndStep | None:
    """How near its end a document is on `day`: within `warning`, within `soon`, on its last day or past it."""
    left = valid_until - day
    if left <= timedelta(0):
        return EndStep.ENDED
    if left <= soon:
        return EndStep.SOON
    return EndStep.ENDING if left <= warning else None


def counts_as_proof(validity: Validity) -> bool:
    """Whether a document of this validity counts as proof; an ended or withdrawn one never does."""
    return validity in COUNTING
