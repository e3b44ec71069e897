# SPDX-License-Identifier: EUPL-1.2
"""Rectification: a supplier says what is factually wrong in a released result, somebody else of VNG decides.

The released rows never change (product.md, 2.5): request, outcome and the text of a correction stand beside them.
"""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments import service as assessments
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds, is_never, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.evidence import service as evidence
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.rounds import service as rounds
from samencontroleren.sharing import policy
from samencontroleren.sharing.kinds import RectificationOutcome
from samencontroleren.sharing.layer_reading import list_verdicts
from samencontroleren.sharing.models import Rectification, Release
from samencontroleren.sharing.reassessing import can_begin, scope_of
from samencontroleren.usage.readers import reader_memberships


def ask_rectification(
    actor: Actor,
    release_id: uuid.UUID,
    request: str,
    document_id: uuid.UUID | None = None,
    about: Collection[str] = (),
) -> Rectification:
    """The supplier asks to correct a released result: what is factually wrong, with a document of its own as proof.

    `about`: the codes of the requirements whose verdict is wrong; none: the result as a whole.
    Raises Invalid without a text or for a code that is not in the result, Conflict while an earlier request waits,
    ConfirmationRequired, NotFound, Forbidden.
    """
    release = fetch(actor, policy.ASK_RECTIFICATION, release_id, view=policy.VIEW, lock=True)
    require_present(actor)
    if not request.strip():
        raise Invalid({"request": ["Schrijf op wat er feitelijk niet klopt."]})
    codes = _judged(actor, release_id, about)
    if _waits(release_id):
        raise Conflict("Er loopt al een verzoek om rectificatie van dit resultaat.")
    made = Rectification(release_id=release_id, vendor_id=actor.organisation_id, request=request.strip(), about=codes)
    made.document_id = _proof(actor, release, document_id)
    made.asked_by_id, made.asked_at = assessments.person(actor), clock.now()
    made.due_on = rounds.working_days_ahead(parameters.number_on(Code.RECTIFICATION_DAYS))
    session().add(made)
    session().flush()
    trail.record(actor, "rectification.asked", "release", release_id, reader=made.vendor_id)
    _tell_request(made)
    return made


def _judged(actor: Actor, release_id: uuid.UUID, about: Collection[str]) -> list[str]:
    """These codes in the order of the result. Raises Invalid for one on which it holds no verdict."""
    judged = [each.row.requirement_code for each in list_verdicts(actor, release_id)]
    if not set(about) <= set(judged):
        raise Invalid({"about": ["Kies uit de oordelen van dit resultaat."]})
    return [each for each in judged if each in about]


def _tell_request(made: Rectification) -> None:
    """Whoever co-ordinates or releases for VNG: one of them decides before the term ends."""
    members = [each.id for each in recipients.of_vng(Role.COORDINATOR, Role.RELEASER)]
    key, kind = f"rectification_asked:{made.id}", "rectification_asked"
    notifications.notify_all(key, members, kind, made.release_id, date=made.due_on)


def _waits(release_id: uuid.UUID) -> bool:
    waiting = select(Rectification.id).where(Rectification.release_id == release_id, Rectification.outcome.is_(None))
    return session().scalar(waiting) is not None


def _proof(actor: Actor, release: Release, document_id: uuid.UUID | None) -> uuid.UUID | None:
    """The document, opened for those who may open the dossier of the result."""
    if document_id is None:
        return None
    document = evidence.fetch_own(actor, [document_id])[0]
    if not evidence.can_lean_on(document):
        raise Conflict("Dit bewijs is ingetrokken of geweigerd. Kies ander bewijs.")
    evidence.grant_to_dossier([document.id], release.dossier_id)
    return document.id


def decide_rectification(
    actor: Actor, key: uuid.UUID, outcome: RectificationOutcome, reason: str, correction: str = ""
) -> Rectification:
    """Grant or refuse a request with a reason; granted says what readers must read instead.

    Raises Invalid for what is missing, Conflict when it was decided, Forbidden for who released the result.
    """
    found = fetch(actor, policy.DECIDE_RECTIFICATION, key, view=policy.RECTIFICATION_VIEW, lock=True)
    require_present(actor)
    wrong = {} if reason.strip() else {"reason": ["Schrijf op waarom u dit zo beslist."]}
    if outcome is RectificationOutcome.GRANTED and not correction.strip():
        wrong["correction"] = ["Schrijf op wat lezers in plaats daarvan moeten lezen."]
    if wrong:
        raise Invalid(wrong)
    if found.outcome is not None:
        raise Conflict("Over dit verzoek is al beslist.")
    granted = outcome is RectificationOutcome.GRANTED
    found.outcome, found.reason = outcome, reason.strip()
    found.correction = correction.strip() if granted else ""
    found.decided_by_id, found.decided_at = assessments.person(actor), clock.now()
    session().flush()
    trail.record(actor, "rectification.decided", "release", found.release_id, reader=found.vendor_id, outcome=outcome)
    _tell_decision(found)
    return found


def _tell_decision(found: Rectification) -> None:
    """The supplier, and when something is corrected the readers of gemeenten with confirmed use."""
    release = session().get_one(Release, found.release_id)
    notifications.finish("rectification_asked", release.id)
    members = [each.id for each in accounts.members_with_roles(found.vendor_id, Role.SUBMITTER)]
    if found.outcome is RectificationOutcome.GRANTED:
        members += reader_memberships(release.vendor_id, release.product_id)
    notifications.notify_all(f"rectification_decided:{found.id}", members, "rectification_decided", release.id)


def get_rectification(actor: Actor, key: uuid.UUID) -> Rectification:
    """One request with its result. Raises NotFound."""
    whole = joinedload(Rectification.release)
    options = (whole.joinedload(Release.product), whole.joinedload(Release.vendor))
    return fetch(actor, policy.RECTIFICATION_VIEW, key, options=options)


def list_rectifications(actor: Actor, release_id: uuid.UUID) -> Sequence[Rectification]:
    """The requests on a result with their texts, the newest first, for the readers of its verdicts."""
    query = visible(actor, policy.RECTIFICATION_VIEW).where(Rectification.release_id == release_id)
    return list(session().scalars(query.order_by(Rectification.asked_at.desc(), Rectification.id)))


def known_rectifications(actor: Actor, release_id: uuid.UUID) -> Sequence[tuple[object, object, object]]:
    """Of each request only when it was asked, the outcome and when: for every reader of the result."""
    columns = [Rectification.asked_at, Rectification.outcome, Rectification.decided_at]
    query = visible(actor, policy.RECTIFICATION_KNOWN, columns=columns).where(Rectification.release_id == release_id)
    return [tuple(row) for row in session().execute(query.order_by(Rectification.asked_at.desc()))]


def can_ask(actor: Actor, release: Release) -> bool:
    """Whether this actor may ask to rectify a result now: it is its own, and no request waits."""
    if is_never(policy.ASK_RECTIFICATION(actor)):
        return False
    return holds(actor, policy.ASK_RECTIFICATION, release) and not _waits(release.id)


def named_versions(actor: Actor, found: Rectification) -> list[uuid.UUID]:
    """The wordings of the requirements a request is about, to judge them anew; none when that can not begin."""
    if not found.about or not can_reassess(actor, found):
        return []
    try:
        themes = scope_of(actor, found.release_id).themes.values()
    except Conflict:
        return []
    return [each.id for versions in themes for each in versions if each.requirement.code in found.about]


def can_reassess(actor: Actor, found: Rectification) -> bool:
    """Whether a granted request leads this actor on to judging anew what was wrong: that makes a new version."""
    return found.outcome is RectificationOutcome.GRANTED and can_begin(actor, found.release_id)
