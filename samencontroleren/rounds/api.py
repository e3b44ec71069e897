# SPDX-License-Identifier: EUPL-1.2
"""API of rounds and dossiers: read only."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import PageQuery, listed, listed_part, shown
from samencontroleren.core.web import actor, needs
from samencontroleren.questionnaires.comparison_schemas import ComparisonOut, ComparisonQuery
from samencontroleren.questionnaires.service import compare_with
from samencontroleren.rounds import policy, schemas, service

blueprint = APIBlueprint("rounds_api", __name__, tag="Rondes en dossiers")


@blueprint.get("/rondes")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.RoundOut(many=True))
@blueprint.doc(summary="Rondes", description="De rondes die u mag zien, de nieuwste eerst.")
@needs(policy.ROUND_VIEW)
def list_rounds(query: dict[str, Any]) -> Any:
    """Rounds, the newest first."""
    return listed(service.page_of_rounds(actor(), query["page"], query["page_size"]))


@blueprint.get("/rondes/<uuid:key>")
@blueprint.output(schemas.RoundOut)
@blueprint.doc(summary="Eén ronde")
@needs(policy.ROUND_VIEW)
def get_round(key: uuid.UUID) -> Any:
    """One round."""
    return shown(service.get_round(actor(), key))


@blueprint.get("/dossiers")
@blueprint.input(schemas.DossierApiQuery, location="query", arg_name="query")
@blueprint.output(schemas.DossierOut(many=True))
@blueprint.doc(summary="Dossiers", description="De dossiers die u mag openen, op uiterste dag.")
@needs(policy.VIEW)
def list_dossiers(query: dict[str, Any]) -> Any:
    """Dossiers by the day their turn ends."""
    size = query.pop("page_size")
    return listed(service.list_dossiers(actor(), **query, size=size))


@blueprint.get("/dossiers/<uuid:key>")
@blueprint.output(schemas.DossierOut)
@blueprint.doc(summary="Eén dossier")
@needs(policy.VIEW)
def get_dossier(key: uuid.UUID) -> Any:
    """One dossier."""
    return shown(service.get_dossier(actor(), key))


@blueprint.get("/dossiers/<uuid:key>/vergelijking")
@blueprint.input(ComparisonQuery, location="query", arg_name="query")
@blueprint.output(ComparisonOut)
@blueprint.doc(
    summary="Was/wordt van een dossier",
    description="Wat er in de vragenlijst van dit dossier anders is dan de vorige keer, of dan in een andere eerdere "
    "versie.",
)
@needs(policy.VIEW)
def compare_dossier(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """What is different from last time."""
    return compare_with(service.get_comparable(actor(), key)[1], query["other"])


@blueprint.get("/dossiers/<uuid:key>/toestanden")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.MoveOut(many=True))
@blueprint.doc(
    summary="Toestanden van een dossier",
    description="Hoe het dossier hier kwam, de nieuwste stap eerst. Namen en redenen staan er alleen voor wie ze mag "
    "kennen.",
)
@needs(policy.VIEW)
def list_moves(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The moves of a dossier, newest first."""
    return listed_part(service.history_of(actor(), service.get_dossier(actor(), key)), query)
