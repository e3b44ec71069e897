# SPDX-License-Identifier: EUPL-1.2
"""Taking answers over from another product of the same supplier: question by question, as texts to be confirmed.

Two ways: from another product into this dossier, and, after a change here, to the other products where the old text of
this answer still stands. Nothing goes past the supplier: every query begins with its own answers and dossiers.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.answer_checks import checks_of
from samencontroleren.questionnaires.models import QuestionnaireItem, RequirementVersion
from samencontroleren.responses import completeness, policy
from samencontroleren.responses.bringing import Brought, Leaning, bring_in, lean_on
from samencontroleren.responses.kinds import Provenance
from samencontroleren.responses.models import Answer, AnswerDocument, AnswerVersion
from samencontroleren.responses.sheet import Question, Sheet, load_sheet, standing_value
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import VENDOR_WORKS, RoundState
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.vendors.models import Product


@dataclass(frozen=True)
class Offered:
    """A question here beside the answer of the other product."""

    question: Question
    value: Mapping[str, Any]
    documents: list[AnswerDocument]
    """Those of the other answer that cover this product as well."""

    @property
    def mark(self) -> str:
        """The own answer as it was shown: its wording and its revision, in one value of a form."""
        return f"{self.question.version.id}.{self.question.revision}"

    @property
    def is_usual(self) -> bool:
        """Whether it is taken over unless somebody says otherwise: only where nothing stands yet."""
        return completeness.is_untouched(self.question.row.value)


@dataclass(frozen=True)
class Source:
    """Another product of the same supplier, with what can be taken over from it."""

    sheet: Sheet
    product: Product
    offered: list[Offered]


def list_sources(actor: Actor, dossier: Dossier) -> list[Product]:
    """The other products of the supplier that have answers, by name; none for a dossier about the supplier itself."""
    if dossier.product_id is None:
        return []
    answered = visible(actor, policy.VIEW, columns=[Answer.product_id]).where(
        Answer.vendor_id == dossier.vendor_id, Answer.product_id != dossier.product_id
    )
    query = select(Product).where(Product.id.in_(answered), Product.vendor_id == dossier.vendor_id)
    return list(session().scalars(query.order_by(Product.name)))


def get_source(actor: Actor, dossier_id: uuid.UUID, product_id: uuid.UUID) -> Source:
    """What can be taken over from a product. Raises NotFound when it is not another one of this supplier."""
    sheet = load_sheet(actor, dossier_id)
    product = next((each for each in list_sources(actor, sheet.dossier) if each.id == product_id), None)
    if product is None:
        raise NotFound()
    theirs = _answers(actor, product)
    links = _covering(theirs.values(), sheet.dossier)
    asked = ((each, theirs.get(each.version.requirement_id)) for each in sheet.questions if each.frozen is None)
    offered = [
        Offered(question, standing_value(answer) or {}, links.get(answer.id, []))
        for question, answer in asked
        if answer is not None and _fits(question, answer)
    ]
    return Source(sheet, product, offered)


def take_over(
    actor: Actor, dossier_id: uuid.UUID, product_id: uuid.UUID, revisions: Mapping[uuid.UUID, int]
) -> tuple[int, set[uuid.UUID]]:
    """Take over the chosen answers as texts to be confirmed, with the documents that cover this product.

    `revisions`: by wording the revision of the own answer that was shown. Gives how many, and the wordings whose answer
    somebody changed meanwhile, which stay. Raises NotFound, Forbidden, Conflict.
    """
    source = get_source(actor, dossier_id, product_id)
    chosen = [each for each in source.offered if each.question.version.id in revisions]
    texts = [Brought(each.question.version, dict(each.value), revisions[each.question.version.id]) for each in chosen]
    late = bring_in(actor, dossier_id, texts, Provenance.COPIED)
    taken = [each for each in chosen if each.question.version.id not in late]
    leaning = [Leaning(each.question.version, doc.document_id, doc.place) for each in taken for doc in each.documents]
    if leaning:
        lean_on(actor, dossier_id, leaning)
    return len(taken), late


@dataclass(frozen=True)
class Elsewhere:
    """Another product where the old text of a changed answer still stands, in a dossier that is open."""

    dossier: Dossier
    version: RequirementVersion
    revision: int


def find_elsewhere(actor: Actor, versions: Collection[uuid.UUID], sheet: Sheet) -> dict[uuid.UUID, list[Elsewhere]]:
    """By wording of now: the other products with the text that stood here before the last change."""
    here = [each for each in sheet.questions if each.version.id in versions and _is_settled(each)]
    if sheet.dossier.product_id is None or not here:
        return {}
    before = _texts_before([each.answer for each in here if each.answer])
    requirements = [each.version.requirement_id for each in here]
    rows = session().execute(_open_elsewhere(actor, sheet.dossier, requirements)).all()
    found: dict[uuid.UUID, list[Elsewhere]] = {}
    for question in here:
        old = before.get(question.answer.id) if question.answer else None
        same = [
            Elsewhere(dossier, version, answer.revision)
            for answer, dossier, version in rows
            if old and version.id == question.version.id and _same(standing_value(answer), old)
        ]
        if same:
            found[question.version.id] = sorted(same, key=lambda each: each.dossier.subject_name)
    return found


def put_elsewhere(
    actor: Actor, dossier_id: uuid.UUID, version_id: uuid.UUID, dossier_ids: Collection[uuid.UUID]
) -> list[str]:
    """Put the answer of now at the chosen products too, each as a text to be confirmed; the names of those products.

    Raises NotFound for a product where the old text does not stand (any more), or that is another supplier's.
    """
    sheet = load_sheet(actor, dossier_id)
    there = {each.dossier.id: each for each in find_elsewhere(actor, [version_id], sheet).get(version_id, [])}
    if not dossier_ids or not set(dossier_ids) <= there.keys():
        raise NotFound()
    value = dict(sheet.question(version_id).value)
    for key in dossier_ids:
        bring_in(actor, key, [Brought(there[key].version, value, there[key].revision)], Provenance.COPIED)
    return [there[key].dossier.subject_name for key in dossier_ids]


def _is_settled(question: Question) -> bool:
    """Confirmed here, and not for the first time with this text."""
    answer = question.answer
    return answer is not None and answer.draft is None and answer.current_number > 1 and answer.confirmed_at is not None


def _texts_before(answers: list[Answer]) -> dict[uuid.UUID, dict[str, Any]]:
    """The last version of each answer with another text than now."""
    query = select(AnswerVersion).where(AnswerVersion.answer_id.in_([each.id for each in answers]))
    now = {each.id: each.current for each in answers}
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for each in session().scalars(query.order_by(AnswerVersion.number)):
        if not _same(each.value, now[each.answer_id]):
            found[each.answer_id] = each.value
    return found


def _open_elsewhere(actor: Actor, dossier: Dossier, requirement_ids: list[uuid.UUID]) -> Select[Any]:
    """Answers of other products of the supplier to these requirements, each with an open dossier that asks it."""
    product = aliased(Product)
    return (
        visible(actor, rounds_policy.ANSWER, columns=[Answer, Dossier, RequirementVersion])
        .select_from(Dossier)
        .join(Round, Round.id == Dossier.round_id)
        .join(product, product.id == Dossier.product_id)
        .join(QuestionnaireItem, QuestionnaireItem.questionnaire_id == Round.questionnaire_id)
        .join(RequirementVersion, RequirementVersion.id == QuestionnaireItem.requirement_version_id)
        .join(
            Answer,
            (Answer.requirement_id == QuestionnaireItem.requirement_id)
            & (Answer.vendor_id == Dossier.vendor_id)
            & (Answer.product_id == Dossier.product_id),
        )
        .where(
            policy.VIEW(actor),
            Dossier.vendor_id == dossier.vendor_id,
            Dossier.product_id != dossier.product_id,
            Dossier.round_id == dossier.round_id,
            Dossier.state.in_(VENDOR_WORKS),
            Round.state != RoundState.PLANNED,
            Answer.requirement_id.in_(requirement_ids),
        )
        .options(joinedload(Dossier.product), joinedload(Dossier.vendor))
    )


def _answers(actor: Actor, product: Product) -> dict[uuid.UUID, Answer]:
    query = visible(actor, policy.VIEW).where(Answer.vendor_id == product.vendor_id, Answer.product_id == product.id)
    return {each.requirement_id: each for each in session().scalars(query)}


def _fits(question: Question, answer: Answer) -> bool:
    """Whether there is an answer that can be read as one to the question of now, and that says something else."""
    value = standing_value(answer)
    if completeness.is_untouched(value) or _same(value, question.row.value):
        return False
    version, checks = question.version, checks_of(question.version, clock.today())
    return not answer_kinds.parse(version.answer_kind, value or {}, version.options, checks)[1]


def _covering(answers: Iterable[Answer], dossier: Dossier) -> dict[uuid.UUID, list[AnswerDocument]]:
    """The documents under answers that are about the supplier as a whole, or about the product of this dossier."""
    query = select(AnswerDocument).where(AnswerDocument.answer_id.in_([each.id for each in answers]))
    whole = joinedload(AnswerDocument.document).options(selectinload(Document.covers))
    found: dict[uuid.UUID, list[AnswerDocument]] = {}
    for link in session().scalars(query.options(whole)):
        products = link.document.products
        if evidence.can_lean_on(link.document) and (not products or dossier.product_id in products):
            found.setdefault(link.answer_id, []).append(link)
    return found


def _same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    return answer_kinds.canonical(one or {}) == answer_kinds.canonical(other or {})
