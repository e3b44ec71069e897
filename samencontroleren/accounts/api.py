# SPDX-License-Identifier: EUPL-1.2
"""API of accounts: tokens for clients, and the people of one's own organisation for its administrator."""

from typing import Any

from apiflask import APIBlueprint
from flask import request
from flask_babel import gettext as _

from samencontroleren.accounts import clients, people, policy, schemas
from samencontroleren.core import openapi
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import load
from samencontroleren.core.rest import PageQuery, listed_part, problem_response
from samencontroleren.core.web import actor, needs
from samencontroleren.organisations.scopes import SCOPE_LABELS

blueprint = APIBlueprint("accounts_api", __name__, tag="Toegang")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas

openapi.offer_scopes({str(scope): labels[0] for scope, labels in SCOPE_LABELS.items()}, "/api/v1/token")


@blueprint.post("/token")
@blueprint.output(shapes.TokenOut)
@blueprint.doc(
    summary="Token halen",
    description="Wissel client-id en geheim (HTTP Basic) in voor een token van 15 minuten (RFC 6749, 4.4).",
)
@openapi.takes(schemas.TokenInput(), "application/x-www-form-urlencoded")
@openapi.asks_basic
def token() -> Any:
    """A token for a client."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return _refused(415, "invalid_request", _("Stuur de inhoud als application/x-www-form-urlencoded."))
    try:
        sent = load(schemas.TokenInput(), request.form)
    except Invalid:
        wrong = "grant_type" in request.form and request.form["grant_type"] != "client_credentials"
        error = "unsupported_grant_type" if wrong else "invalid_request"
        return _refused(400, error, _("Stuur grant_type=client_credentials, en hoogstens scope daarbij."))
    try:
        granted = clients.grant_token(
            request.headers.get("Authorization", ""), sent["scope"], request.remote_addr or ""
        )
    except clients.ClientRefused:
        return _refused(401, "invalid_client", _("Deze client kennen we niet, of het geheim klopt niet."))
    except clients.ScopeRefused:
        return _refused(400, "invalid_scope", _("Deze client heeft dat bereik niet."))
    return granted, 200, {"Cache-Control": "no-store", "Pragma": "no-cache"}


def _refused(status: int, error: str, text: str) -> Any:
    """A refusal in the words of RFC 6749 inside a problem of RFC 9457."""
    response = problem_response(status, "Geen token", text, error=error, error_description=text)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="api"'
    return response


@blueprint.get("/leden")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.MemberOut(many=True))
@blueprint.doc(summary="Leden", description="De mensen van uw eigen organisatie; alleen voor beheerders.")
@needs(policy.VIEW)
def list_members(query: dict[str, Any]) -> Any:
    """The people of one's own organisation."""
    return listed_part(people.list_members(actor(), actor().organisation_id), query)
