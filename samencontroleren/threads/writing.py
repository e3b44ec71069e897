# SPDX-License-Identifier: EUPL-1.2
"""Opening a thread below a dossier, replying, withdrawing, closing, marking as read."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import QuestionnaireItem, RequirementVersion
from samencontroleren.responses.models import QuestionTask
from samencontroleren.responses.policy import TASK_FILL_IN
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import Part
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.threads import audience, policy, reading
from samencontroleren.threads.kinds import (
    REVEALED,
    About,
    Audience,
    MessageKind,
    QuestionState,
    ThreadState,
    Voice,
)
from samencontroleren.threads.models import Thread, ThreadMember, ThreadMessage
from samencontroleren.threads.openings import OPENS

BLIND = (
    "De beoordelaars werken nog los van elkaar. Een gesprek tussen beoordelaars kan als zij allebei klaar zijn. "
    "Iets vragen aan de leverancier kan wel."
)
COMMON = (
    "Dit gesprek leest ook de andere beoordelaar, en u werkt nog los van elkaar. Begin een eigen gesprek met de "
    "leverancier; dat leest de ander pas als u allebei klaar bent."
)
CLOSED = "Dit gesprek is gesloten. Heropen het om te reageren."
UNKNOWN_QUESTION = "Kies een vraag van dit dossier."
KINDS_OF_NOTICE = (
    "thread_opened",
    "thread_reply",
    "thread_mention",
    "question_published",
    "question_refused",
    "question_answered",
)
"""What a thread says in the inbox of who takes part; done when it was read."""


def questions_of(actor: Actor, dossier_id: uuid.UUID) -> list[RequirementVersion]:
    """The requirements of a dossier in order, to choose one from. Raises NotFound."""
    dossier = fetch(actor, rounds_policy.VIEW, dossier_id)
    query = (
        select(RequirementVersion)
        .join(QuestionnaireItem, QuestionnaireItem.requirement_version_id == RequirementVersion.id)
        .join(Round, Round.questionnaire_id == QuestionnaireItem.questionnaire_id)
        .options(reading.WITH_CODE)
        .where(Round.id == dossier.round_id, RequirementVersion.subject == dossier.subject)
        .order_by(QuestionnaireItem.position)
    )
    return list(session().scalars(query))


def get_finding(actor: Actor, key: uuid.UUID) -> Finding:
    """A finding that a thread can be about. Raises NotFound."""
    return fetch(actor, assessments_policy.FINDING_VIEW, key)


def open_thread(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    audience_is: Audience,
    title: str,
    body: str,
    *,
    finding_id: uuid.UUID | None = None,
    mentions: Collection[uuid.UUID] = (),
    language: str = "nl",
    form_key: uuid.UUID | None = None,
) -> Thread:
    """Open a thread on a question of a dossier, or on a finding, with its first message.

    `form_key` was drawn with the form: the same one again gives the thread that is there. Raises NotFound,
    Forbidden, Invalid for a question that is not in the dossier or a mention outside one's own supplier, Conflict
    for a conversation among reviewers who still work blind.
    """
    if audience_is not in OPENS:
        raise Invalid({"audience": ["Kies wie dit mag lezen."]})
    dossier = fetch(actor, OPENS[audience_is], dossier_id, view=rounds_policy.VIEW, lock=True)
    there = thread_of_form(actor, form_key)
    if there is not None:
        return there
    _check_about(actor, dossier, requirement_version_id, finding_id)
    if audience_is is Audience.REVIEWERS and dossier.state not in REVEALED:
        raise Conflict(BLIND)
    chosen = audience.choose(audience.colleagues(actor), mentions)
    voice = _voice_in(actor, dossier)
    made = Thread(
        audience=audience_is,
        about=About.FINDING if finding_id else About.QUESTION,
        dossier_id=dossier.id,
        requirement_version_id=requirement_version_id,
        finding_id=finding_id,
        title=title,
        reviewer_id=actor.user_id if voice is Voice.REVIEWER and audience_is is not Audience.REVIEWERS else None,
        form_key=form_key,
    )
    made.dossier = dossier
    first = start(actor, made, voice, body, language)
    audience.mention(made, first, chosen)
    _invite(made, voice)
    audience.tell_members(made, "thread_opened", actor.membership_id)
    return made


def open_entrusted(
    actor: Actor, task_id: uuid.UUID, title: str, body: str, *, language: str = "nl", form_key: uuid.UUID | None = None
) -> Thread:
    """A guest of a supplier talks with its people at an assigned question. Raises NotFound for any other question."""
    task = fetch(actor, TASK_FILL_IN, task_id, lock=True)
    dossier = session().get_one(Dossier, task.dossier_id)
    there = thread_of_form(actor, form_key)
    if there is not None:
        return there
    made = Thread(
        audience=Audience.INSIDE_VENDOR,
        about=About.QUESTION,
        dossier_id=task.dossier_id,
        requirement_version_id=task.requirement_version_id,
        title=title,
        form_key=form_key,
    )
    made.dossier = dossier
    start(actor, made, Voice.VENDOR, body, language)
    askers = _askers(task, dossier.vendor_id)
    audience.join(made, audience.may_read(made, [each.membership_id for each in askers]))
    audience.tell_members(made, "thread_opened", actor.membership_id)
    return made


def _askers(task: QuestionTask, vendor_id: uuid.UUID) -> list[audience.Listener]:
    """Who gave the question to a guest; the supplier's other people who answer when that person has left."""
    found = audience.vendor_people(vendor_id, *audience.WRITERS)
    return [each for each in found if each.user_id == task.assigned_by_id] or found


def _check_about(actor: Actor, dossier: Dossier, version_id: uuid.UUID, finding_id: uuid.UUID | None) -> None:
    if all(each.id != version_id for each in questions_of(actor, dossier.id)):
        raise Invalid({"requirement": [UNKNOWN_QUESTION]})
    if finding_id is None:
        return
    finding = get_finding(actor, finding_id)
    stands = dossier.id in (finding.dossier_id, finding.next_dossier_id)
    if not stands or finding.requirement_in(dossier.id) != version_id:
        raise Invalid({"requirement": [UNKNOWN_QUESTION]})


def _voice_in(actor: Actor, dossier: Dossier) -> Voice:
    """In which part somebody writes below a dossier; VNG's co-ordinator takes that part for good (product.md, 2.3)."""
    if actor.supplier_ids:
        return Voice.VENDOR
    if holds(actor, rounds_policy.REVIEW, dossier):
        return Voice.REVIEWER
    rounds.take_part(actor.user_id, dossier.id, Part.COORDINATES)
    return Voice.VNG


def start(
    actor: Actor, made: Thread, voice: Voice, body: str, language: str, kind: MessageKind | None = None
) -> ThreadMessage:
    """Store a new thread with its first message; its opener takes part."""
    if actor.user_id is None or actor.membership_id is None or actor.organisation_id is None:
        raise Forbidden()
    made.opened_by_id, made.opened_by_membership_id = actor.user_id, actor.membership_id
    made.organisation_id, made.message_count = actor.organisation_id, 0
    session().add(made)
    session().flush()
    audience.join(made, [actor.membership_id])
    reader = _own_trail(actor, voice)
    trail.record(actor, "thread.opened", "thread", made.id, reader=reader, audience=made.audience.value)
    return add_message(actor, made, voice, body, language, kind or MessageKind.MESSAGE)


def add_message(
    actor: Actor,
    thread: Thread,
    voice: Voice,
    body: str,
    language: str,
    kind: MessageKind = MessageKind.MESSAGE,
    form_key: uuid.UUID | None = None,
) -> ThreadMessage:
    """Append a message to a thread (its row must be locked); the author has read up to it."""
    if actor.user_id is None or actor.membership_id is None or actor.organisation_id is None:
        raise Forbidden()
    thread.message_count = (thread.message_count or 0) + 1
    thread.last_message_at = clock.now()
    made = ThreadMessage(
        thread_id=thread.id,
        number=thread.message_count,
        kind=kind,
        author_id=actor.user_id,
        author_membership_id=actor.membership_id,
        organisation_id=actor.organisation_id,
        voice=voice,
        body=body,
        language=language,
        form_key=form_key,
        posted_at=thread.last_message_at,
    )
    session().add(made)
    session().flush()
    place = session().get(ThreadMember, (actor.membership_id, thread.id))
    if place is not None:
        place.read_number = made.number
    return made


def _invite(thread: Thread, voice: Voice) -> None:
    """Who takes part from the start: the others of the audience whose answer may be needed."""
    if thread.audience is Audience.INSIDE_VENDOR:
        audience.join(thread, audience.may_read(thread, audience.assignees_at(thread)))
        return
    wanted = [each for each in audience.listeners(thread) if each.voice is not voice or voice is Voice.REVIEWER]
    writers = {each.membership_id for each in audience.vendor_people(thread_vendor(thread), *audience.WRITERS)}
    keys = [each.membership_id for each in wanted if each.voice is not Voice.VENDOR or each.membership_id in writers]
    audience.join(thread, audience.may_read(thread, keys))


def thread_vendor(thread: Thread) -> uuid.UUID:
    """The supplier a thread has to do with."""
    return audience.dossier_of(thread).vendor_id


def reply(
    actor: Actor,
    key: uuid.UUID,
    body: str,
    *,
    mentions: Collection[uuid.UUID] = (),
    language: str = "nl",
    form_key: uuid.UUID | None = None,
) -> ThreadMessage:
    """Write a message in a thread.

    Raises NotFound, Forbidden, Conflict when the thread is closed or the reviewers still work blind and both would
    read it, Invalid for a mention of somebody outside the audience.
    """
    thread = require_reply(actor, key, lock=True)
    there = _message_of_form(actor, form_key)
    if there is not None:
        return there
    if thread.state is ThreadState.CLOSED:
        raise Conflict(CLOSED)
    chosen = audience.choose(audience.mentionable(actor, thread) if mentions else (), mentions)
    voice = _voice_in(actor, audience.dossier_of(thread))
    if voice is Voice.REVIEWER and reading.is_common(thread):
        raise Conflict(COMMON)
    if actor.membership_id is not None:
        audience.join(thread, [actor.membership_id])
    made = add_message(actor, thread, voice, body, language, form_key=form_key)
    audience.mention(thread, made, chosen)
    kind = "question_answered" if thread.about is About.RESULT else "thread_reply"
    audience.tell_members(thread, kind, actor.membership_id)
    reader = _own_trail(actor, voice)
    trail.record(actor, "thread.replied", "thread", thread.id, reader=reader, number=made.number)
    return made


def require_reply(actor: Actor, key: uuid.UUID, lock: bool = False) -> Thread:
    """A thread to write in. Raises NotFound, Forbidden."""
    if lock:  # outer joins of what is loaded along cannot be locked
        fetch(actor, policy.REPLY, key, view=policy.VIEW, lock=True)
    return fetch(actor, policy.REPLY, key, view=policy.VIEW, options=reading.WHOLE)


def thread_of_form(actor: Actor, form_key: uuid.UUID | None) -> Thread | None:
    """The thread this member opened with the same form earlier (a double click)."""
    if form_key is None:
        return None
    query = select(Thread).where(Thread.opened_by_membership_id == actor.membership_id, Thread.form_key == form_key)
    return session().scalars(query).one_or_none()


def _message_of_form(actor: Actor, form_key: uuid.UUID | None) -> ThreadMessage | None:
    if form_key is None:
        return None
    mine = ThreadMessage.author_membership_id == actor.membership_id
    return session().scalars(select(ThreadMessage).where(mine, ThreadMessage.form_key == form_key)).one_or_none()


def withdraw_message(actor: Actor, thread_id: uuid.UUID, message_id: uuid.UUID) -> ThreadMessage:
    """The author takes a message back: its text is erased, the place and time stay. Raises Conflict a second time.

    A gemeente's question that still waits is withdrawn with it.
    """
    message = fetch(actor, policy.WITHDRAW, message_id, view=policy.MESSAGE_VIEW, lock=True)
    if message.thread_id != thread_id:
        raise NotFound()
    if message.withdrawn_at is not None:
        raise Conflict("Dit bericht is al ingetrokken.")
    message.withdrawn_at, message.body = clock.now(), ""
    thread = session().get_one(Thread, thread_id)
    if message.kind is MessageKind.ASKED and thread.question_state is QuestionState.WAITING:
        thread.question_state, thread.decided_at = QuestionState.WITHDRAWN, clock.now()
        thread.title = thread.asked_title = ""
        thread.state, thread.revision = ThreadState.CLOSED, thread.revision + 1
        notifications.finish("question_waiting", thread.id)
    session().flush()
    reader = _own_trail(actor, message.voice)
    trail.record(actor, "thread.message-withdrawn", "thread", thread_id, reader=reader, number=message.number)
    return message


def close_thread(actor: Actor, key: uuid.UUID, reason: str = "") -> Thread:
    """Close a thread: nobody writes until it is opened again. Raises NotFound, Forbidden, Conflict."""
    thread = fetch(actor, policy.CLOSE, key, view=policy.VIEW, lock=True)
    if thread.state is ThreadState.CLOSED:
        raise Conflict("Dit gesprek is al gesloten.")
    whole = reading.get_thread(actor, key)
    thread.closed_voice = _voice_in(actor, audience.dossier_of(whole))
    thread.closed_at, thread.closed_by_id, thread.closed_reason = clock.now(), actor.user_id, reason
    _turn(actor, thread, ThreadState.CLOSED, "thread.closed", thread.closed_voice)
    return thread


def reopen_thread(actor: Actor, key: uuid.UUID) -> Thread:
    """Open a closed thread again. Raises NotFound, Forbidden, Conflict."""
    thread = fetch(actor, policy.CLOSE, key, view=policy.VIEW, lock=True)
    if thread.state is ThreadState.OPEN:
        raise Conflict("Dit gesprek is al open.")
    voice = _voice_in(actor, audience.dossier_of(reading.get_thread(actor, key)))
    thread.closed_at = thread.closed_by_id = thread.closed_voice = None
    thread.closed_reason = ""
    _turn(actor, thread, ThreadState.OPEN, "thread.reopened", voice)
    return thread


def _turn(actor: Actor, thread: Thread, state: ThreadState, action: str, voice: Voice) -> None:
    thread.state, thread.revision = state, thread.revision + 1
    session().flush()
    trail.record(actor, action, "thread", thread.id, reader=_own_trail(actor, voice))


def _own_trail(actor: Actor, voice: Voice) -> uuid.UUID | None:
    """In whose own trail an act stands: never a reviewer's, nor VNG's."""
    return None if actor.is_vng or voice is Voice.REVIEWER else actor.organisation_id


def mark_read(actor: Actor, key: uuid.UUID, number: int) -> None:
    """The actor has read a thread up to the message with this number; what it said so in the inbox is done.

    Who does not take part has nothing to mark. Raises NotFound.
    """
    thread = fetch(actor, policy.VIEW, key)
    place = session().get(ThreadMember, (actor.membership_id, key)) if actor.membership_id else None
    if place is not None:
        place.read_number = max(place.read_number, min(number, thread.message_count))
        session().flush()
        for kind in KINDS_OF_NOTICE:
            notifications.finish(kind, key, [place.membership_id])
