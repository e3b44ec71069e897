# SPDX-License-Identifier: EUPL-1.2
"""Typing and confirming a standing answer. Nothing that was seen as saved is ever lost."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.answer_checks import checks_of
from samencontroleren.questionnaires.kinds import AddressedTo
from samencontroleren.questionnaires.models import QuestionnaireItem, Requirement, RequirementVersion
from samencontroleren.responses import completeness, policy, tasks
from samencontroleren.responses.kinds import AnswerStatus, Provenance
from samencontroleren.responses.models import Answer, AnswerVersion
from samencontroleren.responses.sheet import is_open, links_of, row_of, same_subject, standing_value
from samencontroleren.responses.supplements import NOT_NAMED, is_frozen
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import VENDOR_WORKS, DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round

SETTLE_AFTER = timedelta(minutes=15)
"""A draft that nobody touched for so long becomes a version (product.md, section 3)."""

NOT_OPEN = "De antwoorden van dit dossier liggen vast. U kunt ze nu niet wijzigen."
NOT_BEGUN = "Deze ronde is nog niet geopend. U kunt nog niets invullen."
CHANGED = "Dit antwoord is intussen op een andere plek gewijzigd. Uw tekst is nog niet opgeslagen."


@dataclass(frozen=True)
class Place:
    """Where an answer is being changed: the dossier, the question's wording, and the answer as far as it exists."""

    dossier: Dossier
    version: RequirementVersion
    answer: Answer | None


@dataclass(frozen=True)
class Saved:
    """An answer that was just written, the wording it answers, and how it stands."""

    answer: Answer
    version: RequirementVersion
    status: AnswerStatus


def begin(actor: Actor, dossier_id: uuid.UUID) -> Dossier:
    """The supplier starts: an invited dossier goes in progress; a second time does nothing."""
    dossier = require_open(actor, dossier_id)
    _leave_invited(actor, dossier)
    return dossier


def open_place_of(actor: Actor, answer_id: uuid.UUID) -> tuple[Answer, uuid.UUID, uuid.UUID]:
    """An answer this actor may change, with the newest open dossier that asks it and the wording there.

    Raises NotFound, Forbidden, and Conflict when no open dossier asks this question.
    """
    answer = fetch(actor, policy.EDIT, answer_id, view=policy.VIEW)
    query = (
        visible(actor, rounds_policy.ANSWER, columns=[Dossier.id, QuestionnaireItem.requirement_version_id])
        .join(Round, Round.id == Dossier.round_id)
        .join(QuestionnaireItem, QuestionnaireItem.questionnaire_id == Round.questionnaire_id)
        .where(
            rounds_policy.same_subject(Dossier, answer),
            QuestionnaireItem.requirement_id == answer.requirement_id,
            Dossier.state.in_(VENDOR_WORKS),
            Round.state != RoundState.PLANNED,
        )
        .order_by(Round.opens_on.desc(), Dossier.id)
    )
    found = session().execute(query.limit(1)).first()
    if found is None:
        raise Conflict(NOT_OPEN)
    return answer, found[0], found[1]


def save_draft(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    value: Mapping[str, Any],
    revision: int,
    *,
    is_confidential: bool | None = None,
) -> Answer:
    """Keep what was typed as the draft of an answer; a half answer is fine, it only does not count.

    `value` holds form fields (lists of texts) or a JSON value. Raises Invalid per part that cannot be read, Changed
    when somebody else saved another text since `revision`, Conflict when the dossier is not open.
    """
    place = place_of(actor, dossier_id, requirement_version_id)
    return save_at(actor, place, value, revision, is_confidential=is_confidential)


def save_at(
    actor: Actor, place: Place, value: Mapping[str, Any], revision: int, *, is_confidential: bool | None = None
) -> Answer:
    """The same where the actor was already given leave to write."""
    read = read_value(place.version, value)
    answer = answer_to_write(place, revision, read)
    keep_draft(actor, place.version, answer, read)
    if is_confidential is not None:
        answer.is_confidential = is_confidential
    session().flush()
    return answer


def confirm_answer(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    value: Mapping[str, Any] | None = None,
    revision: int = 0,
    *,
    is_confidential: bool | None = None,
    provenance: Provenance = Provenance.TYPED,
) -> Answer:
    """Confirm an answer for this round: what is given, or what stands there. It makes a version when it is new.

    Raises Invalid with what is not complete, Changed and Conflict as `save_draft`; Changed also when what stands there
    is another text than that of `revision`: nobody confirms what he or she did not read.
    """
    place = place_of(actor, dossier_id, requirement_version_id)
    return confirm_at(actor, place, value, revision, is_confidential=is_confidential, provenance=provenance)


def confirm_at(
    actor: Actor,
    place: Place,
    value: Mapping[str, Any] | None,
    revision: int,
    *,
    is_confidential: bool | None = None,
    provenance: Provenance = Provenance.TYPED,
) -> Answer:
    """The same where the actor was already given leave to write; an assignment of the question is done by it."""
    if value is None and place.answer is not None and place.answer.revision != revision:
        raise Changed(CHANGED, theirs=place.answer)
    standing = standing_value(place.answer) if place.answer else None
    standing = standing or answer_kinds.empty(place.version.answer_kind)
    read = read_value(place.version, value) if value is not None else standing
    answer = answer_to_write(place, revision, read)
    _check_complete(place.version, answer, read)
    keep_draft(actor, place.version, answer, read)
    if is_confidential is not None:
        answer.is_confidential = is_confidential
    record_confirmation(actor, place.dossier, place.version, answer, provenance)
    session().flush()
    tasks.finish_tasks(actor, place.dossier.id, [place.version.id])
    return answer


def complete_at(actor: Actor, place: Place, value: Mapping[str, Any], revision: int) -> Answer:
    """Keep a whole answer as the draft, for another to confirm. Raises Invalid with what is not complete, Changed."""
    read = read_value(place.version, value)
    answer = answer_to_write(place, revision, read)
    _check_complete(place.version, answer, read)
    keep_draft(actor, place.version, answer, read)
    session().flush()
    return answer


def record_confirmation(
    actor: Actor,
    dossier: Dossier,
    version: RequirementVersion,
    answer: Answer,
    provenance: Provenance = Provenance.TYPED,
    *,
    is_together: bool = False,
) -> None:
    """This person confirmed an answer for the round of a dossier, by itself or together with others; not flushed."""
    _make_version(actor, version, answer, provenance)
    answer.confirmed_round_id, answer.confirmed_requirement_version_id = dossier.round_id, version.id
    answer.confirmed_by_id, answer.confirmed_at = actor.user_id, clock.now()
    answer.together_round_id = dossier.round_id if is_together else None
    facts = {"dossier": dossier.id, "number": answer.current_number, "together": is_together}
    trail.record(actor, "answer.confirmed", "answer", answer.id, "ok", answer.vendor_id, **facts)


def as_it_stands(dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, answer: Answer) -> Saved:
    """How an answer that was just written stands (one query: its documents)."""
    dossier = session().get_one(Dossier, dossier_id)
    version = session().get_one(RequirementVersion, requirement_version_id)
    documents = [link.document for link in links_of([answer.id]).get(answer.id, [])]
    status = completeness.status_of(row_of(dossier, version, answer, documents, clock.today()))
    return Saved(answer, version, status)


def idle_drafts() -> list[uuid.UUID]:
    """Answers whose draft nobody touched for a while (system)."""
    query = select(Answer.id).where(Answer.draft_at < clock.now() - SETTLE_AFTER).order_by(Answer.draft_at)
    return list(session().scalars(query))


def settle_draft(answer_id: uuid.UUID) -> bool:
    """Make a version of an idle draft; it stays to be confirmed. False when there was none any more (system).

    The revision stays: the text is the same, so a page that is open on it goes on without a conflict.
    """
    answer = session().get(Answer, answer_id, with_for_update=True)
    if answer is None or answer.draft_at is None or answer.draft_at >= clock.now() - SETTLE_AFTER:
        return False
    keep_draft_as_version(_current_wording(answer), answer)
    session().flush()
    return True


def require_open(actor: Actor, dossier_id: uuid.UUID) -> Dossier:
    """The dossier, when this actor may answer it now. Raises NotFound, Forbidden, Conflict."""
    whole = (joinedload(Dossier.round),)
    dossier = fetch(actor, rounds_policy.ANSWER, dossier_id, view=policy.WORK, options=whole)
    if dossier.round.state is RoundState.PLANNED:
        raise Conflict(NOT_BEGUN)
    if not is_open(dossier):
        raise Conflict(NOT_OPEN)
    return dossier


def _leave_invited(actor: Actor, dossier: Dossier) -> None:
    if dossier.state is DossierState.INVITED:
        rounds.move_dossier(actor, dossier, DossierState.IN_PROGRESS)


def place_of(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID) -> Place:
    """Where the supplier's own people answer a question. Raises NotFound, Forbidden, Conflict."""
    return place_in(actor, require_open(actor, dossier_id), requirement_version_id)


def place_in(actor: Actor, dossier: Dossier, requirement_version_id: uuid.UUID) -> Place:
    """Where a question of an open dossier is answered. Raises NotFound for one that it does not ask."""
    asked = select(RequirementVersion).join(
        QuestionnaireItem, QuestionnaireItem.requirement_version_id == RequirementVersion.id
    )
    version = session().scalar(
        asked.where(
            QuestionnaireItem.questionnaire_id == dossier.round.questionnaire_id,
            RequirementVersion.id == requirement_version_id,
            RequirementVersion.subject == dossier.subject,
            RequirementVersion.addressed_to != AddressedTo.CLIENT,
        )
    )
    if version is None:
        raise NotFound()
    if is_frozen(dossier, version.id):
        raise Conflict(NOT_NAMED)
    _leave_invited(actor, dossier)
    own = select(Answer).where(same_subject(dossier), Answer.requirement_id == version.requirement_id)
    return Place(dossier, version, session().scalars(own.with_for_update()).one_or_none())


def read_value(version: RequirementVersion, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed as a value of the question's kind. Raises Invalid per part."""
    value, problems = answer_kinds.parse(version.answer_kind, given, version.options, checks_of(version, clock.today()))
    if problems:
        raise Invalid({part: [str(problem) for problem in found] for part, found in problems.items()})
    return value


def answer_to_write(place: Place, revision: int, read: Mapping[str, Any]) -> Answer:
    """The answer, when nobody changed it since `revision`; saving what stands there already is no conflict."""
    answer = place.answer
    if answer is None:
        if revision:
            raise Changed(CHANGED)
        return new_answer(place)
    if answer.revision != revision and not is_same(standing_value(answer), read):
        raise Changed(CHANGED, theirs=answer)
    return answer


def new_answer(place: Place) -> Answer:
    """An empty answer at revision 0: linking a document to it does not disturb who is typing the first text."""
    answer = Answer(
        vendor_id=place.dossier.vendor_id,
        product_id=place.dossier.product_id,
        requirement_id=place.version.requirement_id,
        revision=0,
    )
    try:
        with session().begin_nested():
            session().add(answer)
            session().flush()
    except IntegrityError as error:  # a colleague began this answer in the same moment
        raise Changed(CHANGED) from error
    return answer


def keep_draft(
    actor: Actor, version: RequirementVersion, answer: Answer, read: dict[str, Any], keep_own: bool = False
) -> None:
    """Put a text in the draft. A colleague's draft becomes a version first, so that it can be found back."""
    has_text = answer.current_number > 0 or answer.draft is not None
    if is_same(standing_value(answer), read) if has_text else completeness.is_untouched(read):
        return
    if answer.draft is not None and (keep_own or answer.draft_by_id != actor.user_id):
        keep_draft_as_version(version, answer)
    is_back = answer.current_number > 0 and is_same(answer.current, read)
    answer.draft = None if is_back else read
    answer.draft_by_id = None if is_back else actor.user_id
    answer.draft_at = None if is_back else clock.now()
    answer.revision += 1


def keep_draft_as_version(version: RequirementVersion, answer: Answer) -> None:
    """A draft becomes the latest version, by whoever typed it; what was confirmed before no longer counts."""
    draft, author = answer.draft, answer.draft_by_id
    if draft is None:
        return
    append_version(answer, draft, version.id, Provenance.TYPED, author)
    unconfirm(answer)


def unconfirm(answer: Answer) -> None:
    """What stands here is other than what was confirmed: somebody of the supplier confirms it anew."""
    answer.confirmed_round_id = answer.confirmed_requirement_version_id = None
    answer.confirmed_by_id = answer.confirmed_at = None


def _make_version(actor: Actor, version: RequirementVersion, answer: Answer, provenance: Provenance) -> None:
    """On confirming: the draft becomes a version, or the text is carried over to another wording."""
    if answer.draft is not None:
        append_version(answer, answer.draft, version.id, provenance, answer.draft_by_id or actor.user_id)
    elif answer.current_number == 0:
        append_version(answer, answer_kinds.empty(version.answer_kind), version.id, provenance, actor.user_id)
    elif answer.confirmed_requirement_version_id not in (None, version.id):
        append_version(answer, answer.current or {}, version.id, Provenance.CARRIED_OVER, actor.user_id)


def append_version(
    answer: Answer,
    value: dict[str, Any],
    version_id: uuid.UUID,
    provenance: Provenance,
    author_id: uuid.UUID | None,
) -> None:
    """The next version of an answer, in place of its draft. Asks the database nothing."""
    answer.current_number += 1
    answer.current = value
    answer.draft = answer.draft_by_id = answer.draft_at = None
    session().add(
        AnswerVersion(
            answer_id=answer.id,
            number=answer.current_number,
            value=value,
            requirement_version_id=version_id,
            provenance=provenance,
            author_id=author_id,
        )
    )


def _check_complete(version: RequirementVersion, answer: Answer, read: Mapping[str, Any]) -> None:
    today = clock.today()
    documents = [link.document for link in links_of([answer.id]).get(answer.id, [])]
    coming = [each for each in documents if completeness.is_coming(evidence.validity_of(each, today))]
    faults = completeness.faults(version.answer_kind, read, len(coming), checks_of(version, today))
    if faults:
        raise Invalid(faults)


def _current_wording(answer: Answer) -> RequirementVersion:
    query = (
        select(RequirementVersion)
        .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
        .where(Requirement.id == answer.requirement_id, RequirementVersion.number == Requirement.current_number)
    )
    return session().scalars(query).one()


def is_same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two values say the same."""
    return answer_kinds.canonical(one or {}) == answer_kinds.canonical(other or {})
