# SPDX-License-Identifier: EUPL-1.2
"""The dossiers of a supplier, how they went and the time it asked for, for the export of its own data."""

from collections.abc import Iterator

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import (
    KIND_CODES,
    REASSESSMENT_CODES,
    REQUEST_CODES,
    STATE_CODES,
    TERM_CODES,
    TURN_CODES,
)
from samencontroleren.rounds.models import Dossier, Reassessment, TermRequest
from samencontroleren.rounds.reading import WHOLE, history_of


def _own(actor: Actor) -> list[Dossier]:
    query = visible(actor, policy.VIEW).where(Dossier.vendor_id.in_(actor.vendor_ids)).options(*WHOLE)
    return list(session().scalars(query.order_by(Dossier.created_at, Dossier.id)))


def _dossiers(actor: Actor) -> Iterator[Row]:
    for each in _own(actor):
        yield {
            "id": each.id,
            "ronde": each.round.name,
            "soort": KIND_CODES[each.kind],
            "naam": each.subject_name,
            "product": each.product_id,
            "toestand": STATE_CODES[each.state],
            "toestandSinds": each.state_since,
            "uiterlijkOp": each.due_on,
            "reden": each.reason,
        }


def _moves(actor: Actor) -> Iterator[Row]:
    """As the page shows them: parties, names of the supplier's own people only."""
    for dossier in _own(actor):
        for each in history_of(actor, dossier):
            yield {
                "dossier": dossier.id,
                "van": STATE_CODES[each.from_state],
                "naar": STATE_CODES[each.to_state],
                "op": each.moved_at,
                "door": TURN_CODES[each.party] if each.party else None,
                "naam": each.name,
                "reden": each.reason,
            }


def _requests(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.TERM_REQUEST_VIEW).order_by(TermRequest.asked_at, TermRequest.id)
    for each in session().scalars(query):
        yield {
            "dossier": each.dossier_id,
            "termijn": TERM_CODES[each.term],
            "stand": REQUEST_CODES[each.state],
            "uiterlijkToen": each.due_on,
            "gewensteDag": each.wished_on,
            "reden": each.reason,
            "gevraagdOp": each.asked_at,
            "toegekendTotEnMet": each.granted_until,
            "toelichting": each.decision,
            "beslistOp": each.decided_at,
        }


def _reassessments(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.REASSESSMENT_VIEW).order_by(Reassessment.started_at, Reassessment.dossier_id)
    for each in session().scalars(query):
        yield {
            "dossier": each.dossier_id,
            "volgtOp": each.follows_id,
            "reden": REASSESSMENT_CODES[each.cause],
            "toelichting": each.explanation,
            "themas": each.themes,
            "begonnenOp": each.started_at,
        }


PARTS = (
    Part("dossiers", _dossiers),
    Part("toestanden", _moves),
    Part("termijnverzoeken", _requests),
    Part("tussentijdse-herbeoordelingen", _reassessments),
)
