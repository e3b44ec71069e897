# SPDX-License-Identifier: EUPL-1.2
"""The released results of a supplier, for the export of its own data; never who released or reads them."""

from collections.abc import Iterator

from samencontroleren.assessments.kinds import ASSURANCE_CODES, RESULT_CODES
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing import policy
from samencontroleren.sharing.kinds import OUTCOME_LABELS
from samencontroleren.sharing.models import Rectification, Release


def _results(actor: Actor) -> Iterator[Row]:
    for each in session().scalars(visible(actor, policy.VIEW).order_by(Release.released_at, Release.id)):
        yield {
            "id": each.id,
            "dossier": each.dossier_id,
            "product": each.product_id,
            "ronde": each.round_name,
            "nummer": each.number,
            "resultaat": RESULT_CODES[each.result],
            "zekerheid": ASSURANCE_CODES[each.assurance],
            "beoordeeldOp": each.assessed_on,
            "geldigTotEnMet": each.valid_until,
            "themascores": [{"thema": row["theme"], "score": row["score"]} for row in each.theme_scores],
            "vrijgegevenOp": each.released_at,
        }


def _rectifications(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.RECTIFICATION_VIEW).order_by(Rectification.asked_at, Rectification.id)
    for each in session().scalars(query):
        yield {
            "resultaat": each.release_id,
            "verzoek": each.request,
            "eisen": ", ".join(each.about),
            "bewijsstuk": each.document_id,
            "gevraagdOp": each.asked_at,
            "uiterlijkOp": each.due_on,
            "besluit": OUTCOME_LABELS[each.outcome][0] if each.outcome else None,
            "reden": each.reason,
            "rectificatie": each.correction,
            "beslistOp": each.decided_at,
        }


PARTS = (Part("resultaten", _results), Part("rectificatieverzoeken", _rectifications))
