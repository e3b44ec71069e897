# SPDX-License-Identifier: EUPL-1.2
"""Where the rules get their facts: system queries over what was submitted, released and used."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from samencontroleren.assessments.models import Finding
from samencontroleren.core.db import session
from samencontroleren.disclosures.kinds import TOLD_TO_USERS, ChangeKind
from samencontroleren.disclosures.models import ChangeNotice
from samencontroleren.evidence.models import Document, DocumentGrant
from samencontroleren.findings.reading import late
from samencontroleren.organisations import service as organisations
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.responses.models import Submission, SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing.currency import currency
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.leaning import lost_proof
from samencontroleren.sharing.models import Release, ReleasedFinding, ReleasedVerdict
from samencontroleren.supplychain.rules import Late, Proof, Reported, Thresholds, Use, Withdrawn
from samencontroleren.usage import service as usage
from samencontroleren.vendors.models import Product

AT_WORK = (
    DossierState.SUBMITTED,
    DossierState.IN_REVIEW,
    DossierState.DISCUSSING,
    DossierState.SUPPLEMENT_ASKED,
    DossierState.HEARING,
    DossierState.RECONSIDERING,
    DossierState.AWAITING_RELEASE,
)
"""States in which a submission is under way to a result."""


SHOWN = timedelta(days=365)
"""For so long after its day a reported change is a flag: by then the product was assessed again."""
GRAVE = frozenset((ChangeKind.TAKEN_OVER, ChangeKind.HOSTING, ChangeKind.SUPPORT_ENDS, ChangeKind.ANSWER_FELL))


def thresholds(day: date) -> Thresholds:
    """From where on facts are flags, on a day."""
    return Thresholds(
        warn_days=parameters.number_on(Code.PROOF_WARNING, day),
        soon_days=parameters.number_on(Code.PROOF_SOON, day),
        smallest_cell=parameters.number_on(Code.SMALLEST_CELL, day),
        medium_percent=parameters.number_on(Code.CONCENTRATION_MEDIUM, day),
        high_percent=parameters.number_on(Code.CONCENTRATION_HIGH, day),
        high_critical=parameters.number_on(Code.CONCENTRATION_CRITICAL, day),
    )


def proofs(day: date) -> list[Proof]:
    """Documents that end within the warning time or have ended, under the newest submission of each dossier that
    is under way or whose result gemeenten read now. One row per answer."""
    is_released, warned_from = _is_released(), day + parameters.days_on(Code.PROOF_WARNING, day)
    query = (
        select(
            Document.id,
            Document.kind,
            Document.valid_until,
            Dossier.vendor_id,
            Dossier.product_id,
            Requirement.code,
            RequirementVersion.is_key,
            is_released,
        )
        .select_from(SubmittedDocument)
        .join(Document, Document.id == SubmittedDocument.document_id)
        .join(SubmittedAnswer, SubmittedAnswer.id == SubmittedDocument.submitted_answer_id)
        .join(Submission, Submission.id == SubmittedAnswer.submission_id)
        .join(Dossier, Dossier.id == SubmittedAnswer.dossier_id)
        .join(RequirementVersion, RequirementVersion.id == SubmittedAnswer.requirement_version_id)
        .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
        .where(Document.valid_until <= warned_from, Document.withdrawn_at.is_(None))
        .where(_is_newest(), or_(Dossier.state.in_(AT_WORK), is_released))
    )
    return [_proof(row) for row in session().execute(query)]


def _proof(row: Any) -> Proof:
    document_id, kind, valid_until, vendor_id, product_id, code, is_key, is_released = row
    return Proof(document_id, kind.value, valid_until, vendor_id, product_id, code, is_key, bool(is_released))


def _is_released() -> ColumnElement[bool]:
    return exists().where(Release.dossier_id == Dossier.id, _is_read()).correlate(Dossier)


def _is_read() -> ColumnElement[bool]:
    """A result that gemeenten read now."""
    return currency().in_((Currency.CURRENT.value, Currency.EXPIRED.value))


def _is_newest() -> ColumnElement[bool]:
    other = aliased(Submission)
    newest = select(func.max(other.number)).where(other.dossier_id == Submission.dossier_id)
    return Submission.number == newest.correlate(Submission).scalar_subquery()


def uses() -> tuple[list[Use], int]:
    """Confirmed use per supplier, and how many gemeenten there are in all."""
    found = [Use(row[0], row[1], row[2]) for row in usage.counts_by_vendor()]
    return found, organisations.municipality_count()


def withdrawn() -> list[Withdrawn]:
    """Results that gemeenten read now, with verdicts whose evidence was all withdrawn."""
    gone = (
        select(DocumentGrant.dossier_id)
        .join(Document, Document.id == DocumentGrant.document_id)
        .where(Document.withdrawn_at.is_not(None))
    )
    releases = session().scalars(select(Release).where(Release.dossier_id.in_(gone), _is_read()).order_by(Release.id))
    return [found for each in releases.all() if (found := _withdrawn(each)) is not None]


def _withdrawn(release: Release) -> Withdrawn | None:
    verdicts = select(ReleasedVerdict.is_key).where(
        ReleasedVerdict.release_id == release.id,
        ReleasedVerdict.requirement_code.in_(lost_proof(release.dossier_id)),
    )
    keys = list(session().scalars(verdicts))
    if not keys:
        return None
    product = session().get_one(Product, release.product_id) if release.product_id else None
    vendor_id = product.vendor_id if product else release.vendor_id
    return Withdrawn(release.id, vendor_id, release.product_id, len(keys), any(keys))


def late_findings() -> list[Late]:
    """Released findings that are not solved while their term has passed."""
    stands = exists().where(ReleasedFinding.finding_id == Finding.id, Release.id == ReleasedFinding.release_id)
    is_shared = stands.where(_is_read()).correlate(Finding)
    query = select(Finding.id, Finding.severity, Finding.due_on, is_shared, Finding.vendor_id, Finding.product_id)
    rows = session().execute(query.where(late()).order_by(Finding.due_on, Finding.id))
    return [
        Late(key, severity, due_on, bool(shared), vendor_id, product_id)
        for key, severity, due_on, shared, vendor_id, product_id in rows
    ]


def reported(day: date) -> list[Reported]:
    """Changes that suppliers reported, one row per product, or one for the supplier as a whole."""
    query = select(ChangeNotice).options(selectinload(ChangeNotice.products))
    recent = query.where(ChangeNotice.counts_from >= day - SHOWN).order_by(ChangeNotice.reported_at, ChangeNotice.id)
    return [found for each in session().scalars(recent) for found in _subjects(each)]


def _subjects(notice: ChangeNotice) -> list[Reported]:
    told, grave = notice.kind in TOLD_TO_USERS, notice.kind in GRAVE
    about = (notice.id, notice.kind.value, notice.counts_from, told, grave)
    if not notice.products:
        return [Reported(*about, notice.vendor_id, None)]
    return [Reported(*about, each.vendor_id, each.id) for each in notice.products]
