# SPDX-License-Identifier: EUPL-1.2
"""Recovery codes: ten codes on paper, for somebody who lost the device of the second factor. Each works once.

A code has 60 random bits. The database holds an HMAC under a key derived from SECRET_KEY, so that a copy of the
database alone cannot be searched for codes.
"""

import secrets
from typing import cast

from sqlalchemy import CursorResult, delete, func, select, update

from samencontroleren.accounts.models import RecoveryCode, User
from samencontroleren.core import clock, db, sealing

COUNT = 10
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 signs that are told apart on paper: no o, l, 0 and 1."""
GROUPS, LENGTH = 3, 4
PURPOSE = "recovery"


def make(user: User) -> list[str]:
    """Ten new codes, to be shown now and never again; earlier ones stop working."""
    db.session().execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [_new() for _number in range(COUNT)]
    db.session().add_all(RecoveryCode(user_id=user.id, code_digest=_digests(user, code)[0]) for code in codes)
    db.session().flush()
    return codes


def take(user: User, code: str) -> bool:
    """Whether this is an unused code of the person; it can not be used again."""
    fits = (
        RecoveryCode.code_digest.in_(_digests(user, code))
        & (RecoveryCode.user_id == user.id)
        & RecoveryCode.used_at.is_(None)
    )
    taken = db.session().execute(update(RecoveryCode).where(fits).values(used_at=clock.now()))
    return cast("CursorResult[object]", taken).rowcount == 1


def count_left(user: User) -> int:
    """How many codes of the person were not used yet."""
    unused = (RecoveryCode.user_id == user.id) & RecoveryCode.used_at.is_(None)
    return db.session().scalar(select(func.count()).select_from(RecoveryCode).where(unused)) or 0


def _new() -> str:
    letters = [secrets.choice(LETTERS) for _number in range(GROUPS * LENGTH)]
    return "-".join("".join(letters[start : start + LENGTH]) for start in range(0, len(letters), LENGTH))


def _digests(user: User, code: str) -> list[str]:
    """The stored form, under the present key and earlier ones: without marks and capitals, for this person only."""
    typed = "".join(each for each in code.lower() if each.isalnum())
    return sealing.keyed_digests(PURPOSE, f"{user.id} {typed}")
