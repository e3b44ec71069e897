# SPDX-License-Identifier: EUPL-1.2
"""Questions of gemeenten on a result: asked, read by VNG, then published without names, merged or refused.

Nobody but the gemeente itself and VNG meets a question before VNG published it, in VNG's words; both texts are
kept. VNG reads the text, not the name: that a gemeente asks tells that it uses the product (product.md, 2.8).
"""

import uuid

from sqlalchemy import select

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import Part
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.models import Release
from samencontroleren.threads import audience, policy, reading, writing
from samencontroleren.threads.kinds import (
    QUESTION_MOVES,
    About,
    Audience,
    MessageKind,
    QuestionState,
    ThreadState,
    Voice,
)
from samencontroleren.threads.models import Thread

DECIDED = "Over deze vraag is al besloten."
WARN = "Bevestig eerst dat de leverancier en VNG de naam van uw gemeente te zien krijgen."


def get_askable(actor: Actor, release_id: uuid.UUID, lock: bool = False) -> Release:
    """A result one may ask about, supplier and product loaded. Raises NotFound, Forbidden."""
    fetch(actor, policy.ASK, release_id, view=sharing_policy.VIEW, lock=lock)
    return sharing.get_release(actor, release_id)


def ask(
    actor: Actor,
    release_id: uuid.UUID,
    title: str,
    body: str,
    *,
    is_known: bool = False,
    is_warned: bool = False,
    language: str = "nl",
    form_key: uuid.UUID | None = None,
) -> Thread:
    """A gemeente asks on a result; VNG reads it first.

    With `is_known` supplier and VNG will know which gemeente asks; that takes `is_warned`, else Conflict.
    """
    release = get_askable(actor, release_id, lock=True)
    there = writing.thread_of_form(actor, form_key)
    if there is not None:
        return there
    if is_known and not is_warned:
        raise Conflict(WARN)
    made = Thread(
        audience=Audience.RESULT_READERS,
        about=About.RESULT,
        release_id=release.id,
        title=title,
        asked_title=title,
        is_known=is_known,
        question_state=QuestionState.WAITING,
        form_key=form_key,
    )
    made.release = release
    writing.start(actor, made, Voice.MUNICIPALITY, body, language, MessageKind.ASKED)
    for member in _coordinators():
        key = f"question_waiting/{made.id}/{member}"
        notifications.notify(key, member, "question_waiting", made.id, link=f"/gesprekken/{made.id}")
    return made


def _coordinators() -> list[uuid.UUID]:
    offices = session().scalars(select(Organisation.id).where(Organisation.kind == OrganisationKind.VNG))
    return [member.id for office in offices for member in accounts.members_with_roles(office, Role.COORDINATOR)]


def get_waiting(actor: Actor, key: uuid.UUID, lock: bool = False) -> Thread:
    """A question that waits for VNG. Raises NotFound, Forbidden, Conflict when VNG decided already."""
    if lock:
        fetch(actor, policy.PUBLISH, key, view=policy.VIEW, lock=True)
    thread = fetch(actor, policy.PUBLISH, key, view=policy.VIEW, options=reading.WHOLE)
    if thread.question_state is not QuestionState.WAITING:
        raise Conflict(DECIDED)
    return thread


def asked_text(actor: Actor, key: uuid.UUID) -> str:
    """The question in the gemeente's own words, for who may read them."""
    found = reading.list_messages(actor, key)
    return next((each.body for each, _can in found if each.kind is MessageKind.ASKED), "")


def mergeable(actor: Actor, thread: Thread) -> list[Thread]:
    """The published questions on the same result that a question can join, the newest first."""
    query = visible(actor, policy.VIEW).where(
        Thread.release_id == thread.release_id,
        Thread.question_state == QuestionState.PUBLISHED,
        Thread.state == ThreadState.OPEN,
    )
    return list(session().scalars(query.order_by(Thread.last_message_at.desc())))


def publish(actor: Actor, key: uuid.UUID, title: str, text: str, language: str = "nl") -> Thread:
    """VNG publishes a question in its own words: supplier and readers of the result read it from now on."""
    thread = get_waiting(actor, key, lock=True)
    _decide(actor, thread, QuestionState.PUBLISHED)
    thread.title = title
    writing.add_message(actor, thread, Voice.MUNICIPALITY, text, language, MessageKind.PUBLISHED)
    _tell_supplier(thread)
    audience.tell_members(thread, "question_published", actor.membership_id)
    return thread


def merge(actor: Actor, key: uuid.UUID, into: uuid.UUID, text: str = "", language: str = "nl") -> Thread:
    """VNG adds a question to a published one on the same result; who asked follows that one.

    With `text` the published conversation gets an addition in VNG's words. Raises Invalid for another target.
    """
    thread = get_waiting(actor, key, lock=True)
    if into not in {each.id for each in mergeable(actor, thread)}:
        raise Invalid({"into": ["Kies een gepubliceerde vraag over hetzelfde resultaat."]})
    target = fetch(actor, policy.PUBLISH, into, view=policy.VIEW, lock=True)
    _decide(actor, thread, QuestionState.MERGED)
    thread.merged_into_id, thread.state = target.id, ThreadState.CLOSED
    audience.join(target, [thread.opened_by_membership_id])
    if text:
        writing.add_message(actor, target, Voice.MUNICIPALITY, text, language, MessageKind.PUBLISHED)
        audience.tell_members(reading.get_thread(actor, into), "question_published", actor.membership_id)
    else:
        audience.tell_members(thread, "question_published", actor.membership_id)
    session().flush()
    return thread


def refuse(actor: Actor, key: uuid.UUID, reason: str) -> Thread:
    """VNG does not publish a question; the gemeente reads why."""
    thread = get_waiting(actor, key, lock=True)
    if not reason.strip():
        raise Invalid({"refusal": ["Schrijf op waarom u de vraag niet publiceert."]})
    _decide(actor, thread, QuestionState.REFUSED)
    thread.refusal, thread.state = reason, ThreadState.CLOSED
    audience.tell_members(thread, "question_refused", actor.membership_id)
    session().flush()
    return thread


def _decide(actor: Actor, thread: Thread, state: QuestionState) -> None:
    if thread.question_state is None or state not in QUESTION_MOVES[thread.question_state]:
        raise Conflict(DECIDED)
    if thread.release is not None:
        rounds.take_part(actor.user_id, thread.release.dossier_id, Part.COORDINATES)
    thread.question_state, thread.decided_at, thread.decided_by_id = state, clock.now(), actor.user_id
    thread.revision += 1
    session().flush()
    notifications.finish("question_waiting", thread.id)
    trail.record(actor, f"question.{state.value}", "thread", thread.id)


def _tell_supplier(thread: Thread) -> None:
    """The supplier's people who answer take part from now on, and the co-ordinator of the round."""
    keys = [each.membership_id for each in audience.vendor_people(writing.thread_vendor(thread), *audience.WRITERS)]
    keys += [each.membership_id for each in audience.coordinators(audience.dossier_of(thread))]
    audience.join(thread, audience.may_read(thread, keys))
