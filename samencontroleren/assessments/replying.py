# SPDX-License-Identifier: EUPL-1.2
"""The reply per verdict: agree, correct a fact or object, with text and proof; a draft until the whole is sent."""

import uuid
from collections.abc import Collection, Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.assessments import policy
from samencontroleren.assessments.carrying import refuse_carried
from samencontroleren.assessments.dossiers import load_dossier
from samencontroleren.assessments.kinds import Stance
from samencontroleren.assessments.models import Conclusion, Hearing, HearingPoint, HearingProof
from samencontroleren.core import clock, trail
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState

NO_TEXT = "Schrijf op wat er niet klopt."
TOO_LATE = (
    "Reageren kan niet meer: de laatste dag van de termijn is voorbij. "
    "Klopt er na de vrijgave iets feitelijk niet? Vraag dan om rectificatie op de pagina van het resultaat."
)
BOTH = (
    "Akkoord gaan kan niet: u reageerde op %(codes)s, en dat moeten de beoordelaars wegen. Bent u het toch eens met "
    "zo'n oordeel? Kies dat dan bij het oordeel zelf."
)
OBJECTING = (Stance.CORRECT, Stance.OBJECT)
"""What asks the reviewers to weigh a verdict again."""


class TooLate(Conflict):
    """The last day of the hearing has passed; nothing of what is sent now counts."""

    code = "termijn-voorbij"
    title = "De termijn is voorbij"

    def __init__(self) -> None:
        super().__init__(TOO_LATE)


def list_points(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, HearingPoint]:
    """What the supplier said of each verdict, the last time it did, by requirement version, with its proof."""
    query = visible(actor, policy.POINT_VIEW).where(HearingPoint.dossier_id == dossier_id)
    whole = selectinload(HearingPoint.proofs).joinedload(HearingProof.document)
    ordered = query.join(Hearing, Hearing.id == HearingPoint.hearing_id).order_by(Hearing.number).options(whole)
    return {each.requirement_version_id: each for each in session().scalars(ordered)}


def readable_proofs(actor: Actor, points: Iterable[HearingPoint]) -> set[uuid.UUID]:
    """The documents under these replies that this actor may read."""
    return evidence.readable(actor, _documents(points))


def last_hearing(dossier_id: uuid.UUID) -> Hearing | None:
    """The last hearing of a dossier (system use)."""
    query = select(Hearing).where(Hearing.dossier_id == dossier_id).order_by(Hearing.number.desc()).limit(1)
    return session().scalars(query).one_or_none()


def running_hearing(dossier_id: uuid.UUID) -> Hearing:
    """The hearing that runs, also after its last day. Raises Conflict when the reply or its absence is on record."""
    found = last_hearing(dossier_id)
    if found is None or found.replied_at or found.silent_at:
        raise Conflict("Er is al een reactie gegeven.")
    return found


def hearing_in_term(dossier_id: uuid.UUID) -> Hearing:
    """The hearing that takes a reply today. Raises Conflict as `running_hearing`, TooLate after its last day.

    The term itself decides, up to the end of its last day in Europe/Amsterdam, not the job that records the silence.
    """
    found = last_hearing(dossier_id)
    if found is not None and found.is_over(clock.today()):
        raise TooLate()
    return running_hearing(dossier_id)


def save_point(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, stance: Stance, text: str, revision: int
) -> HearingPoint:
    """Keep what the supplier says of one verdict, before it is sent.

    Raises Invalid without a text where it is needed, Changed when a colleague saved another text meanwhile, Conflict
    when the reply was sent or this verdict is not heard now, TooLate after the last day, NotFound for a requirement
    without a draft verdict.
    """
    hearing = _hearing(actor, dossier_id, requirement_version_id)
    if stance in OBJECTING and not text.strip():
        raise Invalid({"text": [NO_TEXT]})
    row = _point(hearing, requirement_version_id)
    if (row.revision if row else 0) != revision:
        raise Changed("Een collega heeft deze reactie intussen gewijzigd.", theirs=row)
    row = row or _new_point(hearing, requirement_version_id, stance)
    row.stance, row.text = stance, text.strip()
    row.revision += 1
    session().flush()
    trail.record(actor, "hearing.point-saved", "dossier", dossier_id, requirement=requirement_version_id)
    return row


def link_proof(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, document_id: uuid.UUID, place: str = ""
) -> HearingPoint:
    """Put a document of the supplier's own under what it says of a verdict. Raises Conflict, NotFound, Forbidden."""
    hearing = _hearing(actor, dossier_id, requirement_version_id)
    document = evidence.fetch_own(actor, [document_id])[0]
    if not evidence.can_lean_on(document):
        raise Conflict("Dit bewijs is ingetrokken of geweigerd. Kies ander bewijs.")
    row = _point(hearing, requirement_version_id) or _new_point(hearing, requirement_version_id, Stance.OBJECT)
    link = session().get(HearingProof, (row.id, document.id))
    if link is None:
        session().add(HearingProof(point_id=row.id, document_id=document.id, place=place))
    else:
        link.place = place
    session().flush()
    session().expire(row, ["proofs"])
    trail.record(actor, "hearing.proof-linked", "dossier", dossier_id, document=document.id)
    return row


def unlink_proof(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, document_id: uuid.UUID
) -> bool:
    """Take a document away from what is said of a verdict; False when it was not there."""
    row = _point(_hearing(actor, dossier_id, requirement_version_id), requirement_version_id)
    link = session().get(HearingProof, (row.id, document_id)) if row else None
    if row is None or link is None:
        return False
    session().delete(link)
    session().flush()
    session().expire(row, ["proofs"])
    trail.record(actor, "hearing.proof-unlinked", "dossier", dossier_id, document=document_id)
    return True


def send_points(hearing: Hearing) -> Collection[HearingPoint]:
    """Send what was said per verdict with the whole; from now on reviewers read it, and the documents under it."""
    query = select(HearingPoint).where(HearingPoint.hearing_id == hearing.id)
    points = list(session().scalars(query.options(selectinload(HearingPoint.proofs))))
    empty = [each for each in points if each.stance in OBJECTING and not each.text]
    if empty:
        raise Invalid({"reply": ["Schrijf bij elk oordeel waar u bewijs toevoegt ook op wat er niet klopt."]})
    here = HearingPoint.hearing_id == hearing.id
    session().execute(update(HearingPoint).where(here).values(is_sent=True))
    evidence.grant_to_dossier(_documents(points), hearing.dossier_id)
    return points


def _documents(points: Iterable[HearingPoint]) -> list[uuid.UUID]:
    return [link.document_id for each in points for link in each.proofs]


def objections(points: Iterable[HearingPoint]) -> list[HearingPoint]:
    """What asks the reviewers to weigh a verdict again."""
    return [each for each in points if each.stance in OBJECTING]


def refuse_agreement(objecting: Iterable[HearingPoint]) -> None:
    """Raise Invalid, with the codes of the verdicts, when there are any: an agreement would leave them unweighed."""
    versions = [each.requirement_version_id for each in objecting]
    if not versions:
        return
    query = select(Requirement.code).join(RequirementVersion, RequirementVersion.requirement_id == Requirement.id)
    found = session().scalars(query.where(RequirementVersion.id.in_(versions)).order_by(Requirement.code))
    codes = ", ".join(found)
    raise Invalid({"reply": [BOTH]}, codes=codes)


def _hearing(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID) -> Hearing:
    """The running hearing, when this verdict is heard in it and this actor may write the reply."""
    dossier = load_dossier(actor, rounds_policy.ANSWER, dossier_id, DossierState.HEARING, lock=True)
    refuse_carried(dossier, requirement_version_id)
    hearing = hearing_in_term(dossier_id)
    if hearing.about is not None and str(requirement_version_id) not in hearing.about:
        raise Conflict("U reageert nu alleen op de oordelen die lager werden.")
    drafted = visible(actor, policy.CONCLUSION_VIEW).where(
        Conclusion.dossier_id == dossier_id, Conclusion.requirement_version_id == requirement_version_id
    )
    if session().scalars(drafted.limit(1)).first() is None:
        raise NotFound()
    return hearing


def _point(hearing: Hearing, requirement_version_id: uuid.UUID) -> HearingPoint | None:
    mine = (HearingPoint.hearing_id == hearing.id) & (HearingPoint.requirement_version_id == requirement_version_id)
    whole = selectinload(HearingPoint.proofs).options(joinedload(HearingProof.document))
    return session().scalars(select(HearingPoint).where(mine).options(whole)).one_or_none()


def _new_point(hearing: Hearing, requirement_version_id: uuid.UUID, stance: Stance) -> HearingPoint:
    made = HearingPoint(
        hearing_id=hearing.id,
        dossier_id=hearing.dossier_id,
        requirement_version_id=requirement_version_id,
        stance=stance,
        revision=0,
    )
    session().add(made)
    session().flush()
    return made
