# SPDX-License-Identifier: EUPL-1.2
"""Reading the layers below a released result, each through its own permission."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select, tuple_

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.sharing import policy
from samencontroleren.sharing.leaning import lost_proof, lost_proofs
from samencontroleren.sharing.models import (
    Release,
    ReleasedAnswer,
    ReleasedFinding,
    ReleasedMeasure,
    ReleasedVerdict,
)


@dataclass(frozen=True)
class Layer:
    """What a reader may read of one release below the result; None: not for this reader."""

    verdicts: Sequence[ReleasedVerdict] | None
    findings: Sequence[ReleasedFinding] | None
    answers: Sequence[ReleasedAnswer] | None
    measures: Sequence[ReleasedMeasure] | None
    without_proof: frozenset[str] = frozenset()
    """The codes of the verdicts whose evidence was all withdrawn since."""

    @property
    def whole_findings(self) -> Sequence[ReleasedFinding] | None:
        """The findings by themselves, without what goes on in them."""
        return None if self.findings is None else [each for each in self.findings if each.part_of is None]

    def codes_of(self, row: ReleasedFinding) -> str:
        """The requirements a finding is about, its own first."""
        also = [each for each in self.findings or () if each.part_of == row.place]
        also.sort(key=lambda each: each.position)
        return ", ".join(each.requirement_code for each in (row, *also))

    def code_of(self, row: ReleasedVerdict) -> Verdict:
        """The verdict as it counts now: without its evidence it can not be assessed (product.md, section 5)."""
        return Verdict.CANNOT_BE_ASSESSED if row.requirement_code in self.without_proof else row.code


@dataclass(frozen=True)
class VerdictNow:
    """A released verdict as it counts now (see `Layer.code_of`)."""

    row: ReleasedVerdict
    is_without_proof: bool

    @property
    def code(self) -> Verdict:
        """The verdict of now."""
        return Verdict.CANNOT_BE_ASSESSED if self.is_without_proof else self.row.code


NO_LAYER = Layer(None, None, None, None)


def layer_of(actor: Actor, release: Release) -> Layer:
    """The verdicts, findings, answers and measures of a release, each through its own permission."""
    is_bare = ReleasedVerdict.requirement_code.in_(lost_proof(release.dossier_id))
    query = visible(
        actor, policy.VERDICT_VIEW, columns=[ReleasedVerdict, ReleasedAnswer, ReleasedFinding, is_bare.label("is_bare")]
    )
    query = query.select_from(ReleasedVerdict)
    query = query.outerjoin(ReleasedAnswer, _beside(ReleasedAnswer, policy.ANSWER_VIEW(actor)))
    query = query.outerjoin(ReleasedFinding, _beside(ReleasedFinding, policy.FINDING_VIEW(actor)))
    rows = (
        session()
        .execute(query.where(ReleasedVerdict.release_id == release.id).order_by(ReleasedVerdict.position))
        .all()
    )
    findings = [row.ReleasedFinding for row in rows if row.ReleasedFinding is not None]
    return Layer(
        verdicts=list(dict.fromkeys(row.ReleasedVerdict for row in rows)),
        findings=sorted(findings, key=lambda row: (row.due_on, row.position, row.part)),
        answers=list(dict.fromkeys(row.ReleasedAnswer for row in rows if row.ReleasedAnswer is not None)),
        measures=list_measures(actor, release),
        without_proof=frozenset(row.ReleasedVerdict.requirement_code for row in rows if row.is_bare),
    )


def _beside(table: Any, seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """The row of another layer about the same requirement of the same result, as far as it may be read."""
    here = and_(table.release_id == ReleasedVerdict.release_id, table.position == ReleasedVerdict.position)
    return and_(here, seen)


def list_verdicts(actor: Actor, release_id: uuid.UUID) -> list[VerdictNow]:
    """The released verdicts this actor may read, in order."""
    return verdicts_of(actor, [release_id])


def verdicts_of(actor: Actor, release_ids: Collection[uuid.UUID]) -> list[VerdictNow]:
    """The verdicts of several releases that this actor may read, each in order (one query)."""
    dossiers = select(Release.dossier_id).where(Release.id.in_(release_ids))
    bare = lost_proofs(SubmittedAnswer.dossier_id.in_(dossiers))
    is_bare = tuple_(Release.dossier_id, ReleasedVerdict.requirement_code).in_(bare)
    query = (
        visible(actor, policy.VERDICT_VIEW, columns=[ReleasedVerdict, is_bare.label("is_bare")])
        .join(Release, Release.id == ReleasedVerdict.release_id)
        .where(ReleasedVerdict.release_id.in_(release_ids))
        .order_by(ReleasedVerdict.release_id, ReleasedVerdict.position)
    )
    return [VerdictNow(row.ReleasedVerdict, bool(row.is_bare)) for row in session().execute(query)]


def list_findings(actor: Actor, release_id: uuid.UUID) -> list[ReleasedFinding]:
    """The released findings this actor may read, in order."""
    query = visible(actor, policy.FINDING_VIEW).where(ReleasedFinding.release_id == release_id)
    return list(
        session().scalars(query.order_by(ReleasedFinding.due_on, ReleasedFinding.position, ReleasedFinding.part))
    )


def list_measures(actor: Actor, release: Release) -> list[ReleasedMeasure]:
    """What a gemeente must do itself: with the supplier, by the result that this one cites, then with the product."""
    whole = [key for key in (release.cites_id, release.id) if key]
    query = visible(actor, policy.MEASURE_VIEW).where(ReleasedMeasure.release_id.in_(whole))
    rows = session().scalars(query.order_by(ReleasedMeasure.position))
    return sorted(rows, key=lambda row: (row.release_id == release.id, row.position))


def list_answers(actor: Actor, release_id: uuid.UUID) -> list[ReleasedAnswer]:
    """The released answers this actor may read, in order; confidential ones have no row."""
    query = visible(actor, policy.ANSWER_VIEW).where(ReleasedAnswer.release_id == release_id)
    return list(session().scalars(query.order_by(ReleasedAnswer.position)))
