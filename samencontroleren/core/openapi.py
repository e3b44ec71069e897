# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI document and how APIFlask is bent to the Dutch API Design Rules 2.x."""

from typing import Any

from apiflask import APIFlask, HTTPError
from apiflask.schema_adapters.marshmallow import parser
from flask import Blueprint, Response, current_app, jsonify
from marshmallow import RAISE

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import flat
from samencontroleren.core.rest import API_VERSION, PROBLEM, problem, problem_response

blueprint = Blueprint("openapi", __name__)

APP_OPTIONS: dict[str, Any] = {
    "version": API_VERSION,
    "json_errors": False,
    "docs_path": None,
    "spec_path": None,
    "enable_openapi": True,
}


PROBLEM_RESPONSES = {
    400: "De invoer is ongeldig.",
    401: "Er is geen geldig token meegestuurd.",
    403: "Dit mag deze client niet.",
    404: "Niet gevonden, of niet zichtbaar voor deze client.",
    409: "Dit kan in de huidige toestand niet.",
    412: "De gegevens zijn intussen gewijzigd.",
    428: "If-Match of Idempotency-Key ontbreekt.",
    429: "Te veel verzoeken.",
    500: "Er ging iets mis bij ons.",
}


def install(app: APIFlask) -> None:
    """Configure the document and serve it without log-in."""
    app.config.update(
        INFO={
            "description": (
                "Gemeenten controleren samen hun ICT-leveranciers: lezen wat u mag lezen, antwoorden schrijven."
            ),
            "contact": {
                "name": "Samen Controleren",
                "email": "api@samencontroleren.example",
                "url": "https://samencontroleren.example/contact",
            },
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        },
        SERVERS=[{"name": "v1", "url": "/api/v1", "description": "Deze omgeving"}],
        SECURITY_SCHEMES={"bearer": {"type": "http", "scheme": "bearer"}},
        VALIDATION_ERROR_STATUS_CODE=400,
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
    )
    # a mistyped filter must not pass for no filter: what is unknown is for the schema to refuse, as in a body
    parser.DEFAULT_UNKNOWN_BY_LOCATION = {**parser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}
    # not app.error_processor: that would also take over the error pages for people
    app.error_callback = _invalid_input
    app.register_error_handler(HTTPError, _invalid_input)
    app.spec_processor(_finish)
    app.register_blueprint(blueprint)


def _invalid_input(error: HTTPError) -> Response:
    """What APIFlask refused (body or query): all fields at once."""
    detail = error.detail if isinstance(error.detail, dict) else {}
    fields = {name: texts for part in detail.values() for name, texts in flat(part)}
    if error.status_code == 400 or fields:
        return problem(Invalid(fields))
    return problem_response(error.status_code, "Dit kan niet", str(error.message))


@blueprint.get("/api/v1/openapi.json")
def spec() -> Response:
    """The document itself."""
    app: Any = current_app
    response = jsonify(app._get_spec("json"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _finish(document: Any) -> Any:
    """Paths below the server address, problem+json on every error, API-Version on every success."""
    document["paths"] = {path.removeprefix("/api/v1"): item for path, item in document["paths"].items()}
    document["security"] = [{"bearer": []}]
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "responses" in operation:
                _complete(operation)
    return document


def _complete(operation: dict[str, Any]) -> None:
    version = {"description": "Versie van de API", "schema": {"type": "string"}}
    for status, response in operation["responses"].items():
        if status.startswith(("2", "3")):
            response.setdefault("headers", {})["API-Version"] = version
    for status, text in PROBLEM_RESPONSES.items():
        operation["responses"][str(status)] = {
            "description": text,
            "headers": {"API-Version": version},
            "content": {PROBLEM: {"schema": PROBLEM_JSON}},
        }


PROBLEM_JSON: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "invalidParams": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}
