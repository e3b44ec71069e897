# SPDX-License-Identifier: EUPL-1.2
"""Changes and incidents that a supplier reported, for the export of its own data; nobody of VNG."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from samencontroleren.accounts import service as accounts
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.disclosures import policy
from samencontroleren.disclosures.kinds import CHANGE_CODES, DATA_LABELS, NOTICE_CODES, STEP_LABELS, DataKind
from samencontroleren.disclosures.models import ChangeAddition, ChangeNotice, Incident, IncidentUpdate
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import SEVERITY_CODES
from samencontroleren.vendors.models import Product


def _changes(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.VIEW).options(selectinload(ChangeNotice.products))
    rows = list(session().scalars(query.order_by(ChangeNotice.reported_at, ChangeNotice.id)))
    names = accounts.get_user_names({each.reported_by_id for each in rows})
    for each in rows:
        yield {
            "id": each.id,
            "soort": CHANGE_CODES[each.kind],
            "geldtVanaf": each.counts_from,
            "producten": _keys(each.products),
            "toelichting": each.explanation,
            "maatregelen": each.measures,
            "nieuweEigenaar": each.owner_name,
            "landVanEigenaar": each.owner_country,
            "nummerVanEigenaar": each.owner_number,
            "gemeldDoor": names.get(each.reported_by_id),
            "gemeldOp": each.reported_at,
            "stand": NOTICE_CODES[each.state],
            "antwoord": each.answer,
            "behandeldOp": each.handled_at,
        }


def _incidents(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.INCIDENT_VIEW).options(selectinload(Incident.products))
    rows = list(session().scalars(query.order_by(Incident.reported_at, Incident.id)))
    names = accounts.get_user_names({each.reported_by_id for each in rows})
    for each in rows:
        yield {
            "id": each.id,
            "titel": each.title,
            "wat": each.what,
            "producten": _keys(each.products),
            "sinds": each.began_at,
            "bekendSinds": each.known_at,
            "gegevens": [DATA_LABELS[DataKind(kind)][0] for kind in each.data_kinds],
            "ernst": SEVERITY_CODES[each.severity],
            "maatregelen": each.measures,
            "contactpersoon": each.contact_name,
            "telefoon": each.contact_phone,
            "gemeldDoor": names.get(each.reported_by_id),
            "gemeldOp": each.reported_at,
        }


def _updates(actor: Actor) -> Iterator[Row]:
    own = visible(actor, policy.INCIDENT_VIEW, columns=[Incident.id])
    query = select(IncidentUpdate).where(IncidentUpdate.incident_id.in_(own))
    rows = list(session().scalars(query.order_by(IncidentUpdate.incident_id, IncidentUpdate.number)))
    names = accounts.get_user_names({each.author_id for each in rows})
    for each in rows:
        yield {
            "incident": each.incident_id,
            "nummer": each.number,
            "soort": STEP_LABELS[each.step][0],
            "tekst": each.text,
            "door": names.get(each.author_id),
            "op": each.made_at,
        }


def _additions(actor: Actor) -> Iterator[Row]:
    own = visible(actor, policy.VIEW, columns=[ChangeNotice.id])
    query = select(ChangeAddition).where(ChangeAddition.notice_id.in_(own))
    rows = list(session().scalars(query.order_by(ChangeAddition.notice_id, ChangeAddition.number)))
    names = accounts.get_user_names({each.author_id for each in rows})
    for each in rows:
        yield {
            "wijzigingsmelding": each.notice_id,
            "nummer": each.number,
            "tekst": each.text,
            "door": names.get(each.author_id),
            "op": each.made_at,
        }


def _keys(products: Sequence[Product]) -> list[str]:
    return [str(each.id) for each in products]


PARTS = (
    Part("wijzigingsmeldingen", _changes),
    Part("aanvullingen-op-wijzigingen", _additions),
    Part("incidenten", _incidents),
    Part("nieuws-over-incidenten", _updates),
)
