# SPDX-License-Identifier: EUPL-1.2
"""The hearing: the supplier reads the draft verdict and replies once; silence is recorded as silence."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select, update

from samencontroleren.assessments import policy
from samencontroleren.assessments.concluding import compute
from samencontroleren.assessments.dossiers import load_dossier, tell_supplier, unready
from samencontroleren.assessments.kinds import ConclusionBasis
from samencontroleren.assessments.models import ComputedResult, Conclusion, Finding, Hearing, HearingPoint
from samencontroleren.assessments.replying import (
    hearing_in_term,
    last_hearing,
    list_points,
    objections,
    refuse_agreement,
    running_hearing,
    send_points,
)
from samencontroleren.assessments.shortcomings import write_findings
from samencontroleren.assessments.standing import in_dossier
from samencontroleren.core import clock, trail
from samencontroleren.core.access import require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

NOTHING_SAID = "Schrijf op waar u het niet mee eens bent, hier of bij een oordeel."


def open_hearing(
    actor: Actor, dossier: Dossier, conclusions: Sequence[Conclusion], about: Sequence[uuid.UUID] | None = None
) -> Hearing:
    """Open the hearing: findings, result, the draft shown to the supplier, its term, its mail.

    `about` names the verdicts that became lower after an earlier reply: the supplier is heard on those only. In a
    re-assessment it is heard on what was judged anew.
    """
    if about is None and dossier.is_interim:
        about = [each.requirement_version_id for each in conclusions if each.basis is not ConclusionBasis.CARRIED]
    write_findings(dossier, conclusions)
    compute(dossier, conclusions)
    show_to_supplier(dossier.id)
    earlier = select(func.max(Hearing.number)).where(Hearing.dossier_id == dossier.id)
    due_on = rounds.working_days_ahead(dossier.round.hearing_days)
    made = Hearing(
        dossier_id=dossier.id,
        number=(session().scalar(earlier) or 0) + 1,
        opened_at=clock.now(),
        due_on=due_on,
        about=None if about is None else [str(each) for each in about],
    )
    session().add(made)
    session().flush()
    rounds.move_dossier(actor, dossier, DossierState.HEARING, due_on=due_on)
    link, key = f"/dossiers/{dossier.id}/wederhoor", f"hearing-opened:{made.id}"
    tell_supplier(dossier, "hearing_opened", key, "assessments/hearing_opened", link, date=due_on)
    return made


def hear_too(dossier: Dossier, graver: Sequence[uuid.UUID], act: uuid.UUID) -> None:
    """Something on these requirements became worse while the supplier is heard: it may reply to that too.

    With a whole term from today. `act`: what made it so, told once.
    """
    hearing, keys = running_hearing(dossier.id), [str(each) for each in graver]
    if hearing.about is not None:
        hearing.about = list(dict.fromkeys([*hearing.about, *keys]))
    due_on = max(hearing.due_on, rounds.working_days_ahead(dossier.round.hearing_days))
    rounds.move_term(dossier, due_on)
    link = f"/dossiers/{dossier.id}/wederhoor#eis-{keys[0]}"
    tell_supplier(dossier, "severity_raised", f"severity-raised:{act}", None, link, date=due_on)


def show_to_supplier(dossier_id: uuid.UUID) -> None:
    """From here on the supplier reads all conclusions and results there are."""
    for table in (Conclusion, ComputedResult):
        hidden = (table.dossier_id == dossier_id) & table.is_shown_to_vendor.is_(False)
        session().execute(update(table).where(hidden).values(is_shown_to_vendor=True))


def find_hearing(actor: Actor, dossier_id: uuid.UUID) -> Hearing | None:
    """The last hearing of a dossier, if there is one this actor may see."""
    query = visible(actor, policy.HEARING_VIEW).where(Hearing.dossier_id == dossier_id)
    return session().scalars(query.order_by(Hearing.number.desc()).limit(1)).one_or_none()


def list_findings(actor: Actor, dossier_id: uuid.UUID) -> list[Finding]:
    """The findings of a dossier, as far as this actor may see them."""
    query = visible(actor, policy.FINDING_VIEW).where(in_dossier(dossier_id))
    return list(session().scalars(query.order_by(Finding.due_on, Finding.id)))


def check_choice(actor: Actor, dossier_id: uuid.UUID, has_objection: bool, reply: str) -> None:
    """Raise Invalid where `reply_to_hearing` would refuse the choice: an agreement beside something to weigh, or an
    objection without a word.
    """
    hearing = find_hearing(actor, dossier_id)
    points = list_points(actor, dossier_id).values() if hearing else ()
    _check_choice(
        objections(each for each in points if hearing and each.hearing_id == hearing.id), has_objection, reply
    )


def _check_choice(objecting: Sequence[HearingPoint], has_objection: bool, reply: str) -> None:
    if not has_objection:
        refuse_agreement(objecting)
    elif not objecting and not reply.strip():
        raise Invalid({"reply": [NOTHING_SAID]})


def save_reply_draft(actor: Actor, dossier_id: uuid.UUID, reply: str, revision: int) -> Hearing:
    """Keep what the supplier is writing, before it is sent; only the supplier reads it.

    Raises Changed when a colleague saved another text meanwhile, Conflict when a reply was sent, TooLate.
    """
    load_dossier(actor, rounds_policy.SUBMIT, dossier_id, DossierState.HEARING, lock=True)
    hearing = hearing_in_term(dossier_id)
    if hearing.revision != revision:
        raise Changed("Een collega heeft de reactie intussen gewijzigd.", theirs=hearing)
    if hearing.reply != reply:
        hearing.reply = reply
        hearing.revision += 1
        session().flush()
    return hearing


def reply_to_hearing(actor: Actor, dossier_id: uuid.UUID, has_objection: bool, reply: str = "") -> Hearing:
    """The supplier's one reply: it agrees, or asks to reconsider, with a text or per verdict.

    What was said per verdict goes along, with its proof. Raises Invalid for an objection without any text or an
    agreement beside objections, Conflict when there is a reply already, TooLate after the last day of the term.
    """
    dossier = load_dossier(actor, rounds_policy.SUBMIT, dossier_id, DossierState.HEARING, lock=True)
    require_present(actor)
    hearing = hearing_in_term(dossier_id)
    _check_choice(objections(send_points(hearing)), has_objection, reply)
    hearing.has_objection, hearing.reply = has_objection, reply.strip()
    hearing.replied_by_id, hearing.replied_at = actor.user_id, clock.now()
    hearing.revision += 1
    session().flush()
    trail.record(actor, "hearing.replied", "hearing", hearing.id, reader=dossier.vendor_id, objection=has_objection)
    if has_objection:
        unready(dossier_id)
    follows = DossierState.RECONSIDERING if has_objection else DossierState.AWAITING_RELEASE
    rounds.move_dossier(actor, dossier, follows)
    return hearing


@rounds.on_new_term
def move_term(dossier: Dossier, due_on: date) -> None:
    """The supplier got more time: silence is recorded after the new day."""
    hearing = last_hearing(dossier.id) if dossier.state is DossierState.HEARING else None
    if hearing is not None:
        hearing.due_on = due_on
        session().flush()


def is_heard(actor: Actor) -> bool:
    """Whether this actor reads the draft as the one who is heard: the supplier."""
    return actor.is_vendor


def silent_dossiers(day: date) -> list[uuid.UUID]:
    """The dossiers whose hearing ended before `day` without a reply (system use)."""
    query = (
        select(Dossier.id)
        .join(Hearing, Hearing.dossier_id == Dossier.id)
        .where(
            Dossier.state == DossierState.HEARING,
            Hearing.due_on < day,
            Hearing.replied_at.is_(None),
            Hearing.silent_at.is_(None),
        )
        .order_by(Hearing.due_on, Dossier.id)
    )
    return list(session().scalars(query))


def record_silence(dossier_id: uuid.UUID) -> bool:
    """Record that the supplier did not reply within the term; False when there is nothing (more) to record."""
    query = select(Dossier).where(Dossier.id == dossier_id).with_for_update()
    dossier, hearing = session().scalars(query).one(), last_hearing(dossier_id)
    if dossier.state is not DossierState.HEARING or hearing is None:
        return False
    if hearing.silent_at or not hearing.is_over(clock.today()):
        return False
    hearing.silent_at = clock.now()
    session().flush()
    trail.record(SYSTEM, "hearing.silent", "hearing", hearing.id, reader=dossier.vendor_id)
    rounds.move_dossier(SYSTEM, dossier, DossierState.AWAITING_RELEASE)
    return True


def hearings_held(dossier_id: uuid.UUID) -> bool:
    """Whether the supplier was heard before in this dossier (system use)."""
    return last_hearing(dossier_id) is not None
