# SPDX-License-Identifier: EUPL-1.2
"""Who may see what of a supplier's product: each layer in words with what stands in it now, for the supplier itself."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Subquery, func, or_, select, union
from sqlalchemy.orm import contains_eager

from samencontroleren.agreements import service as agreements
from samencontroleren.agreements.service import OwnStanding
from samencontroleren.core.access import count, fetch, fetch_many, is_never, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence.kinds import RequestState, SharingClass
from samencontroleren.evidence.models import AccessRequest, Document, DocumentGrant
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses.models import Answer, AnswerDocument
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import policy
from samencontroleren.sharing.models import Release, ReleasedAnswer, ReleasedFinding, ReleasedVerdict
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.models import Product, Vendor


@dataclass(frozen=True)
class SubjectLine:
    """A product, or the supplier as a whole, in the list."""

    key: uuid.UUID
    name: str
    classes: Mapping[SharingClass, int]
    """How many documents of each class lie under it."""
    is_whole: bool = False


@dataclass(frozen=True)
class Overview:
    """All subjects of a supplier, its standing to the agreement, and how many requests wait."""

    lines: Sequence[SubjectLine]
    own: OwnStanding
    waiting: int | None
    """Requests to decide on; None for whoever does not decide."""


@dataclass(frozen=True)
class AnswerLine:
    """A standing answer with its mark."""

    answer: Answer
    version: RequirementVersion


@dataclass(frozen=True)
class Openness:
    """What stands in each layer of one subject."""

    key: uuid.UUID
    vendor: Vendor
    product: Product | None
    release: Release | None
    verdicts: int
    findings: int
    shared_answers: int
    """Answers that are in the released layer."""
    documents: Sequence[Document]
    answers: Sequence[AnswerLine]
    own: OwnStanding
    can_class: bool
    can_mark: bool

    @property
    def name(self) -> str:
        return self.product.name if self.product else self.vendor.name

    @property
    def hidden_answers(self) -> int:
        """Answers of the released result that are kept confidential."""
        return max(0, self.verdicts - self.shared_answers)

    @property
    def confidential(self) -> Sequence[AnswerLine]:
        """The standing answers that are marked confidential, from the next submission on."""
        return [each for each in self.answers if each.answer.is_confidential]

    @property
    def object_keys(self) -> list[uuid.UUID]:
        """What readers read of it: its newest result and its documents."""
        return [*([self.release.id] if self.release else []), *(each.id for each in self.documents)]


def overview(actor: Actor) -> Overview:
    """The subjects of the actor's supplier, the supplier itself first."""
    vendor = fetch(actor, vendors_policy.OWN, actor.organisation_id or uuid.UUID(int=0))
    products = visible(actor, vendors_policy.PRODUCT_VIEW).where(Product.ended_on.is_(None)).order_by(Product.name)
    classes = _classes(actor)
    whole = SubjectLine(vendor.id, vendor.name, classes[None], is_whole=True)
    lines = [SubjectLine(each.id, each.name, classes[each.id]) for each in session().scalars(products)]
    decides = not is_never(evidence_policy.REQUEST_DECIDE(actor))
    waits = AccessRequest.state == RequestState.OPEN
    waiting = count(actor, evidence_policy.REQUEST_VIEW, waits) if decides else None
    return Overview([whole, *lines], agreements.own_standing(actor), waiting)


def subject_of(actor: Actor, dossier_id: uuid.UUID) -> uuid.UUID:
    """The product, or the supplier as a whole, that a dossier of one's own is about. Raises NotFound."""
    dossier = fetch(actor, responses_policy.WORK, dossier_id)
    return dossier.product_id or dossier.vendor_id


def openness_of(actor: Actor, key: uuid.UUID) -> Openness:
    """What stands in each layer of a product, or of the supplier as a whole. Raises NotFound for another supplier's."""
    vendor, product = _subject(actor, key)
    release = _newest(actor, key)
    numbers = _numbers(actor, release) if release else (0, 0, 0)
    return Openness(
        key=key,
        vendor=vendor,
        product=product,
        release=release,
        verdicts=numbers[0],
        findings=numbers[1],
        shared_answers=numbers[2],
        documents=_documents(actor, product.id if product else None),
        answers=_answers(actor, product.id if product else None),
        own=agreements.own_standing(actor),
        can_class=not is_never(evidence_policy.EDIT(actor)),
        can_mark=not is_never(responses_policy.EDIT(actor)),
    )


def _numbers(actor: Actor, release: Release) -> tuple[int, int, int]:
    """How many verdicts, findings and answers stand in the layers of a result."""
    whole = ReleasedFinding.part_of.is_(None)
    return (
        count(actor, policy.VERDICT_VIEW, ReleasedVerdict.release_id == release.id),
        count(actor, policy.FINDING_VIEW, whole & (ReleasedFinding.release_id == release.id)),
        count(actor, policy.ANSWER_VIEW, ReleasedAnswer.release_id == release.id),
    )


def _subject(actor: Actor, key: uuid.UUID) -> tuple[Vendor, Product | None]:
    own = fetch_many(actor, vendors_policy.OWN, [key])[key].found
    if own is not None:
        return own, None
    product = fetch(actor, vendors_policy.PRODUCT_VIEW, key)
    vendor = fetch_many(actor, vendors_policy.OWN, [product.vendor_id])[product.vendor_id].found
    if vendor is None:
        raise NotFound()
    return vendor, product


def _newest(actor: Actor, key: uuid.UUID) -> Release | None:
    about = or_(Release.product_id == key, (Release.vendor_id == key) & Release.product_id.is_(None))
    query = visible(actor, policy.VIEW).where(about).order_by(Release.number.desc()).limit(1)
    return session().scalars(query).first()


def _under(actor: Actor) -> Subquery:
    """Product (none: the supplier as a whole) and document: under a standing answer, or handed over in a dossier."""
    leaning = select(Answer.product_id, AnswerDocument.document_id).join(Answer, Answer.id == AnswerDocument.answer_id)
    granted = select(Dossier.product_id, DocumentGrant.document_id).join(
        Dossier, Dossier.id == DocumentGrant.dossier_id
    )
    own = leaning.where(Answer.vendor_id.in_(actor.vendor_ids)), granted.where(Dossier.vendor_id.in_(actor.vendor_ids))
    return union(*own).subquery()


def _classes(actor: Actor) -> Mapping[uuid.UUID | None, Mapping[SharingClass, int]]:
    """By product how many documents of each class (one query)."""
    under = _under(actor)
    columns = [under.c.product_id, Document.readers.label("readers"), func.count()]
    query = visible(actor, evidence_policy.VIEW, columns=columns).join(under, under.c.document_id == Document.id)
    shown = query.where(Document.withdrawn_at.is_(None)).group_by(under.c.product_id, "readers")
    found: defaultdict[uuid.UUID | None, dict[SharingClass, int]] = defaultdict(dict)
    for product_id, sharing, number in session().execute(shown):
        found[product_id][sharing] = number
    return found


def _documents(actor: Actor, product_id: uuid.UUID | None) -> list[Document]:
    under = _under(actor)
    here = select(under.c.document_id).where(under.c.product_id.is_not_distinct_from(product_id))
    query = visible(actor, evidence_policy.VIEW).where(Document.id.in_(here))
    return list(session().scalars(query.order_by(Document.withdrawn_at.is_not(None), Document.title, Document.id)))


def _answers(actor: Actor, product_id: uuid.UUID | None) -> list[AnswerLine]:
    """Standing answers with their newest wording, in order of code."""
    newest = select(func.max(RequirementVersion.number)).where(
        RequirementVersion.requirement_id == Answer.requirement_id
    )
    same = Answer.product_id.is_not_distinct_from(product_id)
    query = (
        visible(actor, responses_policy.VIEW, columns=[Answer, RequirementVersion])
        .join(RequirementVersion, RequirementVersion.requirement_id == Answer.requirement_id)
        .join(RequirementVersion.requirement)
        .options(contains_eager(RequirementVersion.requirement))
        .where(same, RequirementVersion.number == newest.correlate(Answer).scalar_subquery())
        .order_by(Requirement.code)
    )
    return [AnswerLine(answer, version) for answer, version in session().execute(query)]
