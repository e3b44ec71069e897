# SPDX-License-Identifier: EUPL-1.2
"""API of rounds and dossiers: to read; suppliers ask for more time, VNG assigns reviewers."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.accounts import policy as accounts_policy
from samencontroleren.core import rest
from samencontroleren.core.openapi import takes
from samencontroleren.core.rest import PageQuery, listed, listed_part, shown
from samencontroleren.core.web import actor, needs
from samencontroleren.organisations.scopes import Scope
from samencontroleren.questionnaires.comparison_schemas import ComparisonOut, ComparisonQuery
from samencontroleren.questionnaires.service import compare_with
from samencontroleren.rounds import policy, reviewer_schemas, schemas, service

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


@blueprint.get("/termijnverzoeken")
@blueprint.input(schemas.TermRequestApiQuery, location="query", arg_name="query")
@blueprint.output(schemas.TermRequestOut(many=True))
@blueprint.doc(summary="Verzoeken om meer tijd", description="Van de dossiers die u mag openen, het oudste eerst.")
@needs(policy.TERM_REQUEST_VIEW)
def list_term_requests(query: dict[str, Any]) -> Any:
    """Requests for more time."""
    size = query.pop("page_size")
    return listed(service.page_of_term_requests(actor(), **query, size=size))


@blueprint.get("/dossiers/<uuid:key>/termijnverzoeken")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.TermRequestOut(many=True))
@blueprint.doc(
    summary="Verzoeken om meer tijd van een dossier", description="Het nieuwste eerst, met wat VNG besliste."
)
@needs(policy.TERM_REQUEST_VIEW, policy.VIEW)
def list_requests_of_dossier(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """Requests for more time of one dossier."""
    service.get_dossier(actor(), key)
    return listed_part(service.list_term_requests(actor(), key), query)


@blueprint.post("/dossiers/<uuid:key>/termijnverzoeken")
@blueprint.output(schemas.TermRequestOut, status_code=201)
@blueprint.doc(
    summary="Om meer tijd vragen",
    description="Voor de termijn die nu loopt, zolang de leverancier aan zet is; van het wederhoor tot en met de "
    "laatste dag. Er kan één verzoek tegelijk liggen. Stuur een Idempotency-Key mee.",
)
@takes(schemas.TermRequestApiInput(), headers=("Idempotency-Key",))
@needs(policy.ANSWER, policy.VIEW, policy.TERM_REQUEST_VIEW, scope=Scope.WRITE_ANSWERS)
def ask_more_time(key: uuid.UUID) -> Any:
    """Ask for more time; the same call again gives the same request."""
    who = actor()
    service.get_dossier(who, key, policy.ANSWER)
    body = rest.body(schemas.TermRequestApiInput())
    there = rest.replayed(who)
    if there is None:
        there = service.ask_more_time(who, key, **body).id
        rest.remember(who, there)
    found = next(each for each in service.list_term_requests(who, key) if each.id == there)
    return found, 201, {"Location": url_for("rounds_api.list_requests_of_dossier", key=key)}


@blueprint.get("/beoordelaars")
@blueprint.input(reviewer_schemas.PoolApiQuery, location="query", arg_name="query")
@blueprint.output(reviewer_schemas.PoolRowOut(many=True))
@blueprint.doc(
    summary="Beoordelaars",
    description="Wie kan beoordelen, met kennis en ruimte. Kies een ronde om te zien wat daar geldt.",
)
@needs(accounts_policy.REVIEWERS)
def list_reviewers(query: dict[str, Any]) -> Any:
    """The pool, by organisation and name."""
    size = query.pop("page_size")
    return listed(service.list_pool(actor(), **query, size=size))


@blueprint.get("/dossiers/<uuid:key>/kandidaten")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(reviewer_schemas.CandidateOut(many=True))
@blueprint.doc(
    summary="Wie een dossier kan beoordelen",
    description="Iedereen in de pool, de geschiktste eerst, en wie wordt voorgesteld. Staat er een belemmering, dan "
    "kan het niet.",
)
@needs(policy.COORDINATE, policy.VIEW, accounts_policy.REVIEWERS)
def list_candidates(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """Who could review a dossier, and the pair that is proposed."""
    found = service.candidates(actor(), key)
    proposed = {each.membership_id for each in found.proposed}
    rows = [{"candidate": each, "is_proposed": each.membership_id in proposed} for each in found.candidates]
    return listed_part(rows, query)


@blueprint.post("/dossiers/<uuid:key>/beoordelaars")
@blueprint.output(schemas.DossierOut)
@blueprint.doc(
    summary="Beoordelaars toewijzen",
    description="Geeft een ingediend dossier zijn twee beoordelaars, van twee organisaties; de beoordeling begint.",
)
@takes(reviewer_schemas.PairBody())
@needs(policy.COORDINATE, policy.VIEW, accounts_policy.REVIEWERS, scope=Scope.WRITE_ASSESSMENT)
def assign_reviewers(key: uuid.UUID) -> Any:
    """Give a dossier its two reviewers."""
    service.get_dossier(actor(), key, policy.COORDINATE)  # leave before the body
    service.assign_reviewers(actor(), key, **rest.body(reviewer_schemas.PairBody()))
    return shown(service.get_dossier(actor(), key))
