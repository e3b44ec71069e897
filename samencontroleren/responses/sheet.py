# SPDX-License-Identifier: EUPL-1.2
"""All questions of one dossier with the supplier's standing answers, read in a fixed number of queries."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock, rereading
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.answer_checks import checks_of
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import completeness, policy
from samencontroleren.responses.completeness import Gap, Proof, Row
from samencontroleren.responses.kinds import AnswerStatus
from samencontroleren.responses.models import Answer, AnswerDocument, Submission, SubmittedAnswer, SubmittedDocument
from samencontroleren.responses.supplements import Supplement, find_supplement, last_submission
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import VENDOR_WORKS, RoundState
from samencontroleren.rounds.models import Dossier, Round


@dataclass(frozen=True)
class Earlier:
    """When a standing answer was last confirmed in another round or under another wording."""

    round_name: str
    wording: RequirementVersion | None
    """The wording of that time, when it was reworded since; None when the question is unchanged."""


@dataclass(frozen=True)
class Question:
    """One question of a dossier with its standing answer."""

    version: RequirementVersion
    answer: Answer | None
    links: Sequence[AnswerDocument | SubmittedDocument]
    row: Row
    earlier: Earlier | None
    is_changed_since: bool = False
    """The working answer differs from what was last submitted."""
    wanted: str | None = None
    """What reviewers lack here, where a supplement is asked."""
    frozen: SubmittedAnswer | None = None
    """The submitted answer that stays, while a supplement is asked at other questions."""

    @property
    def status(self) -> AnswerStatus:
        return completeness.status_of(self.row)

    @property
    def gaps(self) -> list[Gap]:
        return completeness.gaps_of(self.row)

    @property
    def has_weak_proof(self) -> bool:
        """Whether proof is missing, ended or of another kind: a warning, not a block."""
        return any(gap not in completeness.BLOCKING for gap in self.gaps)

    @property
    def value(self) -> Mapping[str, Any]:
        """What stands in the fields."""
        return self.row.value or answer_kinds.empty(self.version.answer_kind)

    @property
    def is_confidential(self) -> bool:
        """Whether readers of the result will not see the text of what stands there."""
        return self.frozen.is_confidential if self.frozen else bool(self.answer and self.answer.is_confidential)

    @property
    def revision(self) -> int:
        """The revision an edit starts from; 0 before anything was saved."""
        return self.answer.revision if self.answer else 0

    @property
    def author_id(self) -> uuid.UUID | None:
        """Who typed what stands in the fields, as far as it is not yet confirmed."""
        return self.answer.draft_by_id if self.answer else None


@dataclass(frozen=True)
class Theme:
    """The questions of one theme, in order."""

    name: str
    questions: list[Question] = field(default_factory=list)

    @property
    def progress(self) -> completeness.Progress:
        return completeness.progress_of(question.row for question in self.questions)


@dataclass(frozen=True)
class Sheet:
    """A dossier as its supplier fills it in."""

    dossier: Dossier
    can_answer: bool
    can_submit: bool
    questions: list[Question]
    last_submission: Submission | None
    names: Mapping[uuid.UUID, str]
    """Names of the supplier's own people who typed or confirmed."""
    every: list[RequirementVersion] = field(default_factory=list)
    standing: Mapping[str, dict[str, Any] | None] = field(default_factory=dict)
    """All that the questionnaire asks about this subject, and what stands there by code: what conditions look at."""

    follows: Mapping[uuid.UUID, Sequence[str]] = field(default_factory=dict)
    """By wording the codes of the requirements it takes the place of (ADR 19)."""

    submitted: int = 0
    """How many answers the last submission holds, whatever the dossier asks since."""

    @property
    def is_open(self) -> bool:
        """Whether answers can be changed in the present state."""
        return is_open(self.dossier)

    @cached_property
    def themes(self) -> list[Theme]:
        """The themes in the order of their first question."""
        found: dict[str, Theme] = {}
        for question in self.questions:
            found.setdefault(question.version.theme, Theme(question.version.theme)).questions.append(question)
        return list(found.values())

    @property
    def returned(self) -> frozenset[uuid.UUID]:
        """The questions that reviewers sent back, while a supplement is asked."""
        return frozenset(each.version.id for each in self.questions if each.wanted is not None)

    @property
    def rows(self) -> list[Row]:
        return [question.row for question in self.questions]

    @property
    def progress(self) -> completeness.Progress:
        return completeness.progress_of(self.rows)

    @property
    def minutes_left(self) -> int:
        return completeness.minutes_left(self.rows)

    @property
    def may_submit(self) -> bool:
        return completeness.may_submit(self.rows)

    def applies_with(self, given: Mapping[str, dict[str, Any]]) -> dict[uuid.UUID, bool | None]:
        """Per wording whether its question exists for this subject, were these the answers (by code) to some.

        None as long as it hangs on a question that nobody answered.
        """
        found = questionnaires.asked_of(self.every, {**self.standing, **given})
        return {version.id: applies for version, applies in found}

    def question(self, requirement_version_id: uuid.UUID) -> Question:
        """One question by its wording. Raises NotFound."""
        for each in self.questions:
            if each.version.id == requirement_version_id:
                return each
        raise NotFound()


def is_open(dossier: Dossier) -> bool:
    """Whether the supplier can change answers: its own turn, and the round has begun."""
    return dossier.state in VENDOR_WORKS and dossier.round.state is not RoundState.PLANNED


def load_sheet(actor: Actor, dossier_id: uuid.UUID, *, is_whole: bool = False) -> Sheet:
    """Everything the supplier sees of a dossier. Raises NotFound for anyone else.

    `is_whole`: also the questions that do not exist for this subject, or not yet (see `Sheet.applies_with`).
    """
    dossier, can_answer, can_submit = _dossier(actor, dossier_id)
    items = questionnaires.items_of(dossier.round.questionnaire_id, dossier.subject)
    every = [item.requirement_version for item in items]
    answers = _answers(actor, dossier, [version.requirement_id for version in every])
    last = last_submission(dossier.id)
    supplement = find_supplement(dossier, last) or Supplement()
    standing = _values(every, answers, supplement)
    versions = questionnaires.asked_of_supplier(every) if is_whole else questionnaires.existing(every, standing)
    links = links_of([answer.id for answer, _name in answers.values()])
    wordings = _old_wordings(versions, answers)
    submitted = _submitted_numbers(last)
    today = clock.today()

    def question(version: RequirementVersion) -> Question:
        answer, round_name = answers.get(version.requirement_id, (None, ""))
        kept = supplement.kept(version.id)
        if kept is not None:
            return _frozen(version, answer, kept)
        leaning = links.get(answer.id, []) if answer else []
        row = row_of(dossier, version, answer, [link.document for link in leaning], today)
        earlier = _earlier(row, answer, round_name, wordings)
        is_changed = _is_changed(answer, submitted) or supplement.has_other_documents(version.id, leaning)
        return Question(version, answer, leaning, row, earlier, is_changed, supplement.named.get(version.id))

    names = accounts.get_user_names(_people([answer for answer, _name in answers.values()]))
    questions = _with_rereading(dossier, [question(version) for version in versions])
    follows = {item.requirement_version_id: item.succeeds for item in items if item.succeeds}
    return Sheet(
        dossier, can_answer, can_submit, questions, last, names, every, standing, follows, submitted=len(submitted)
    )


def candidates_of(
    dossier: Dossier, questions: Iterable[Question], is_open: Callable[[Question], bool]
) -> dict[uuid.UUID, rereading.Candidate]:
    """By answer: what was confirmed together with others in this dossier, or still may be (`is_open`)."""
    found = {}
    for each in questions:
        answer = each.answer
        if answer is None:
            continue
        is_chosen, is_together = (key == dossier.round_id for key in (answer.reread_round_id, answer.together_round_id))
        if is_chosen or is_together or is_open(each):
            rank = rereading.rank_of(current_app.config["SECRET_KEY"], dossier.round_id, answer.id)
            found[answer.id] = rereading.Candidate(rank, is_chosen, is_together)
    return found


def _may_go_together(question: Question) -> bool:
    is_same = question.earlier is not None and question.earlier.wording is None
    return is_same and not question.row.has_draft and question.status is AnswerStatus.UNCONFIRMED


def _with_rereading(dossier: Dossier, questions: list[Question]) -> list[Question]:
    """The same, with a mark on what somebody must still read by itself."""
    due = rereading.due(candidates_of(dossier, questions, _may_go_together))
    if not due:
        return questions
    return [
        replace(each, row=replace(each.row, is_to_reread=True)) if each.answer and each.answer.id in due else each
        for each in questions
    ]


def _frozen(version: RequirementVersion, answer: Answer | None, submitted: SubmittedAnswer) -> Question:
    """A question of which no supplement is asked: what was submitted stands, whatever was typed since."""
    row = Row(version.answer_kind, submitted.value, is_frozen=True)
    documents = sorted(submitted.documents, key=lambda link: (link.document.title, str(link.document_id)))
    return Question(version, answer, documents, row, None, frozen=submitted)


def row_of(
    dossier: Dossier, version: RequirementVersion, answer: Answer | None, documents: list[Document], today: date
) -> Row:
    """The plain values of one question that `completeness` judges."""
    proofs = tuple(Proof(str(each.kind), evidence.validity_of(each, today)) for each in documents)
    asked_in, fitting, checks = (dossier.round_id, version.id), tuple(version.proof), checks_of(version, today)
    if answer is None:
        return Row(version.answer_kind, asked_in=asked_in, fitting=fitting, proofs=proofs, checks=checks)
    confirmed = (answer.confirmed_round_id, answer.confirmed_requirement_version_id)
    return Row(
        version.answer_kind,
        standing_value(answer),
        answer.draft is not None,
        asked_in,
        confirmed if answer.confirmed_round_id else None,
        fitting,
        proofs,
        checks=checks,
    )


def standing_value(answer: Answer) -> dict[str, Any] | None:
    """What stands in the fields: the draft, else the latest version."""
    return answer.draft if answer.draft is not None else answer.current


def links_of(answer_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[AnswerDocument]]:
    """The documents under answers, by answer, in order of title (one query)."""
    query = select(AnswerDocument).where(AnswerDocument.answer_id.in_(answer_ids))
    found: dict[uuid.UUID, list[AnswerDocument]] = {}
    for link in session().scalars(query.options(joinedload(AnswerDocument.document))):
        found.setdefault(link.answer_id, []).append(link)
    for links in found.values():
        links.sort(key=lambda link: (link.document.title, str(link.document_id)))
    return found


def same_subject(dossier: Dossier) -> Any:
    """The condition on answers of this dossier's subject: its product, or the supplier as a whole."""
    return rounds_policy.same_subject(Answer, dossier)


def _dossier(actor: Actor, dossier_id: uuid.UUID) -> tuple[Dossier, bool, bool]:
    flags = [rounds_policy.ANSWER, rounds_policy.SUBMIT]
    query = visible(actor, policy.WORK, also=flags).where(Dossier.id == dossier_id)
    whole = (joinedload(Dossier.round), joinedload(Dossier.vendor), joinedload(Dossier.product))
    row = session().execute(query.options(*whole)).one_or_none()
    if row is None:
        raise NotFound()
    return row[0], bool(row.can_answer), bool(row.can_submit)


def _answers(actor: Actor, dossier: Dossier, requirement_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Answer, str]]:
    """By requirement: the standing answer and the name of the round it was last confirmed in."""
    query = (
        visible(actor, policy.VIEW, columns=[Answer, Round.name])
        .outerjoin(Round, Round.id == Answer.confirmed_round_id)
        .where(same_subject(dossier), Answer.requirement_id.in_(requirement_ids))
    )
    return {answer.requirement_id: (answer, name or "") for answer, name in session().execute(query)}


def _values(
    versions: list[RequirementVersion], answers: Mapping[uuid.UUID, tuple[Answer, str]], supplement: Supplement
) -> dict[str, dict[str, Any] | None]:
    """What stands in the fields, by the code of the requirement; of an answer that stays what was submitted."""
    rows = {version.requirement.code: answers.get(version.requirement_id) for version in versions}
    standing = {code: None if row is None else standing_value(row[0]) for code, row in rows.items()}
    stays = {each.requirement.code: supplement.kept(each.id) for each in versions}
    return {**standing, **{code: each.value for code, each in stays.items() if each is not None}}


def _old_wordings(
    versions: list[RequirementVersion], answers: Mapping[uuid.UUID, tuple[Answer, str]]
) -> Mapping[uuid.UUID, RequirementVersion]:
    present = {version.id for version in versions}
    old = {answer.confirmed_requirement_version_id for answer, _name in answers.values()} - present - {None}
    if not old:
        return {}
    query = select(RequirementVersion).where(RequirementVersion.id.in_(old))
    return {version.id: version for version in session().scalars(query)}


def _earlier(
    row: Row, answer: Answer | None, round_name: str, wordings: Mapping[uuid.UUID, RequirementVersion]
) -> Earlier | None:
    if answer is None or row.confirmed_for in (None, row.asked_in):
        return None
    wording = wordings.get(answer.confirmed_requirement_version_id) if answer.confirmed_requirement_version_id else None
    return Earlier(round_name, wording)


def _submitted_numbers(last: Submission | None) -> Mapping[uuid.UUID, int]:
    if last is None:
        return {}
    query = select(SubmittedAnswer.answer_id, SubmittedAnswer.answer_number)
    rows = session().execute(query.where(SubmittedAnswer.submission_id == last.id))
    return {row[0]: row[1] for row in rows}


def _is_changed(answer: Answer | None, submitted: Mapping[uuid.UUID, int]) -> bool:
    if answer is None or answer.id not in submitted:
        return False
    return answer.draft is not None or answer.current_number != submitted[answer.id]


def _people(answers: list[Answer]) -> list[uuid.UUID]:
    people = {each for answer in answers for each in (answer.draft_by_id, answer.confirmed_by_id)}
    return [each for each in people if each is not None]
