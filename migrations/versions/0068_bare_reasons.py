# SPDX-License-Identifier: EUPL-1.2
"""A verdict says itself whether its reason is no more than starting sentences of the authors of the requirement.

And whether it repeats what a supplement made confidential: from now on that is noted when the supplement comes in.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

TABLE = "review_verdicts"
PARTS = ("reason_partly", "reason_not_met", "reason_cannot_be_assessed")
RUN = 5
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("is_bare", sa.Boolean(), nullable=False, server_default=sa.false()))
    verdicts = sa.table(TABLE, *map(sa.column, ("id", "requirement_version_id", "public_reason", "is_bare")))
    wordings = sa.table("requirement_versions", sa.column("id"), sa.column("texts", sa.JSON()))
    known = {key: _sentences(texts) for key, texts in op.get_bind().execute(sa.select(wordings.c.id, wordings.c.texts))}
    query = sa.select(verdicts.c.id, verdicts.c.requirement_version_id, verdicts.c.public_reason)
    rows = op.get_bind().execute(query.where(verdicts.c.public_reason != ""), execution_options={"yield_per": 1000})
    for key in [key for key, wording, reason in rows if _is_bare(reason, known[wording])]:
        op.execute(verdicts.update().where(verdicts.c.id == key).values(is_bare=sa.true()))
    _hold_against_late_marks()


def _hold_against_late_marks() -> None:
    """Of dossiers in review whose supplement came in before: as `assessments.late_marks` does from now on."""
    sent = sa.table("submissions", *map(sa.column, ("id", "dossier_id", "number", "submitted_at")))
    dossiers = sa.table("dossiers", sa.column("id"), sa.column("state"))
    query = sa.select(sent.c.dossier_id, sent.c.id).join(dossiers, dossiers.c.id == sent.c.dossier_id)
    query = query.where(dossiers.c.state == "in_review").order_by(sent.c.dossier_id, sent.c.number)
    for _dossier, rows in groupby(op.get_bind().execute(query).all(), key=lambda row: row[0]):
        *_earlier, before, now = [None, *(row[1] for row in rows)]
        if before is not None and (secrets := _new_secrets(before, now)):
            _mark(sent, now, secrets)


def _new_secrets(before: Any, now: Any) -> set[tuple[str, ...]]:
    """The words in a row of what the newest submission made confidential, or changed in what was so."""
    columns = ("requirement_version_id", "is_confidential", "submission_id")
    answers = sa.table("submitted_answers", *map(sa.column, columns), sa.column("value", sa.JSON()))
    query = sa.select(answers.c.requirement_version_id, answers.c.is_confidential, answers.c.value)
    old, new = (op.get_bind().execute(query.where(answers.c.submission_id == key)).all() for key in (before, now))
    known = {key: (is_secret, value) for key, is_secret, value in old}
    said = [value for key, is_secret, value in new if is_secret and known.get(key) != (is_secret, value)]
    return {run for value in said for text in _texts(value) for run in _runs(text)}


def _mark(sent: Any, now: Any, secrets: set[tuple[str, ...]]) -> None:
    """Who was ready already stays so; the release is held against these words anyway."""
    names = ("id", "review_id", "dossier_id", "public_reason", "changed_at", "is_repeating")
    verdicts = sa.table(TABLE, *map(sa.column, names))
    reviews = sa.table("reviews", sa.column("id"), sa.column("ready_at"))
    query = sa.select(verdicts.c.id, verdicts.c.public_reason).join(reviews, reviews.c.id == verdicts.c.review_id)
    query = query.join(sent, sent.c.dossier_id == verdicts.c.dossier_id).where(sent.c.id == now)
    query = query.where(verdicts.c.changed_at < sent.c.submitted_at, reviews.c.ready_at.is_(None))
    for key, reason in op.get_bind().execute(query).all():
        if not secrets.isdisjoint(_runs(reason)):
            op.execute(verdicts.update().where(verdicts.c.id == key).values(is_repeating=sa.true()))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _runs(text: str) -> set[tuple[str, ...]]:
    """As `assessments.repeating` knew them when this was written."""
    found = re.findall(r"\w+", unicodedata.normalize("NFC", UNSEEN.sub("", text)))
    words = [unicodedata.normalize("NFKC", each).casefold() for each in found]
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _sentences(texts: Any) -> set[str]:
    """As `assessments.starters` knew them when this was written."""
    return {_plain(line) for each in texts.values() for part in PARTS for line in _lines(each.get(part, ""))}


def _is_bare(reason: str, known: set[str]) -> bool:
    return bool(_lines(reason)) and all(_plain(line) in known for line in _lines(reason))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold().rstrip(".…: ")


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("is_bare")
