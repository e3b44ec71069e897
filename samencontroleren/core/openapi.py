# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI document and how APIFlask is bent to the Dutch API Design Rules 2.x."""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from apiflask import APIFlask, HTTPError
from apiflask.schema_adapters.marshmallow import parser
from flask import Blueprint, Response, current_app, jsonify, request
from marshmallow import RAISE, Schema

from samencontroleren.core.errors import Invalid, NotAcceptable
from samencontroleren.core.fields import flat
from samencontroleren.core.rest import API_VERSION, PROBLEM, problem, problem_response
from samencontroleren.core.web import READING, WRITING, is_api

JSON, YAML = "application/json", "application/yaml"
V = TypeVar("V", bound=Callable[..., Any])

blueprint = Blueprint("openapi", __name__)

BASE = "/api/v1"

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
    403: "Dit mag deze client niet, het bereik ontbreekt, of er is een persoon voor nodig.",
    404: "Niet gevonden, of niet zichtbaar voor deze client.",
    405: "Deze methode kent dit adres niet.",
    406: "In de gevraagde vorm kan dit niet.",
    409: "Dit kan in de huidige toestand niet.",
    412: "De gegevens zijn intussen gewijzigd.",
    413: "Wat u stuurt is te groot.",
    415: "De inhoud heeft een ander mediatype dan deze aanroep kent.",
    428: "If-Match of Idempotency-Key ontbreekt.",
    429: "Te veel verzoeken; Retry-After zegt hoeveel seconden u wacht.",
    500: "Er ging iets mis bij ons.",
}
WITH_BODY = (409, 412, 413, 415, 428)
"""Errors that only a writing call can get."""

HEADERS = {
    "Idempotency-Key": "Een tekst van 1 tot 100 tekens die u zelf kiest. Dezelfde aanroep met dezelfde sleutel maakt "
    "binnen 24 uur niets nieuws en geeft hetzelfde antwoord.",
    "If-Match": "De ETag van de versie die u hebt gelezen.",
}
ANSWER_HEADERS = {
    "API-Version": "Versie van de API",
    "ETag": "Kenmerk van deze versie, voor If-Match",
    "Link": "De eerste, vorige, volgende en laatste pagina (RFC 8288)",
    "X-Total-Count": "Het aantal regels in alle pagina's samen",
    "Location": "Waar het nieuwe te lezen is",
}


def install(app: APIFlask) -> None:
    """Configure the document and serve it without log-in."""
    app.config.update(
        INFO={
            "description": (
                "Gemeenten controleren samen hun ICT-leveranciers. De API leest wat haar client mag lezen en schrijft "
                "wat machines schrijven: antwoorden, bewijs, werkbladen, het register van gebruik en de catalogus. "
                "De uitleg staat op /api."
            ),
            "contact": {
                "name": "Samen Controleren",
                "email": "api@samencontroleren.example",
                "url": "https://samencontroleren.example/contact",
            },
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        },
        SERVERS=[{"url": BASE, "description": "Deze omgeving"}],
        SECURITY_SCHEMES=dict(_schemes),
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
    app.before_request(_check_request)
    app.spec_processor(_finish)
    app.register_blueprint(blueprint)


_schemes: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "Een token van /token."},
    "basic": {"type": "http", "scheme": "basic", "description": "Client-id en geheim, alleen voor /token."},
}


def offer_scopes(scopes: dict[str, str], token_url: str) -> None:
    """What clients can be given, and where they get a token (OAuth 2.0, client credentials)."""
    flow = {"clientCredentials": {"tokenUrl": token_url, "scopes": scopes}}
    _schemes["client"] = {
        "type": "oauth2",
        "description": "Client-id en geheim met HTTP Basic naar het tokenadres; daarna Authorization: Bearer.",
        "flows": flow,
    }


def takes(schema: Schema | None, media: str = "application/json", headers: tuple[str, ...] = ()) -> Callable[[V], V]:
    """Publish what a call takes. The view itself reads it, with `rest.body` or `rest.form`, after asking leave."""

    def mark(view: V) -> V:
        anything = cast(Any, view)
        if schema is not None:
            anything._spec = {**getattr(anything, "_spec", {}), "body": schema, "content_type": media}
        anything.sent_headers = headers
        return view

    return mark


def asks_basic(view: V) -> V:
    """The view reads HTTP Basic itself and needs no log-in."""
    cast(Any, view).asks_basic = True
    return view


def sends(*media: str) -> Callable[[V], V]:
    """The view gives files: in another media type than JSON, or in one of several."""

    def mark(view: V) -> V:
        cast(Any, view).media = media
        return view

    return mark


def _invalid_input(error: HTTPError) -> Response:
    """What APIFlask refused (body or query): all fields at once."""
    detail = error.detail if isinstance(error.detail, dict) else {}
    fields = {name: texts for part in detail.values() for name, texts in flat(part)}
    if error.status_code == 400 or fields:
        return problem(Invalid(fields))
    return problem_response(error.status_code, "Dit kan niet", str(error.message))


def _check_request() -> None:
    """After the log-in: an unknown query key and a form we can not give are refused on every operation."""
    if not is_api() or request.endpoint is None:
        return
    view: Any = current_app.view_functions[request.endpoint]
    given = getattr(view, "media", (JSON,))
    accepted = request.accept_mimetypes
    if accepted and not any(accepted[each] for each in (*given, PROBLEM)):
        forms = ", ".join(given)
        raise NotAcceptable("Dit adres geeft %(media)s.", media=forms)
    taken = {place for _schema, place in getattr(view, "_spec", {}).get("args", ())}
    if "query" not in taken and request.args:
        raise Invalid({name: ["Dit veld kennen we niet."] for name in request.args})


@blueprint.get(f"{BASE}/openapi.json")
def spec() -> Response:
    """The document itself."""
    app: Any = current_app
    response = jsonify(app._get_spec("json"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def document() -> dict[str, Any]:
    """The document as Python values, for the page that explains it."""
    app: Any = current_app
    found: dict[str, Any] = app._get_spec("json")
    return found


def operations() -> Iterator[tuple[str, str, Any]]:
    """All operations of the API as (path below the base, method in small letters, view)."""
    for rule in current_app.url_map.iter_rules():
        if rule.rule.startswith(f"{BASE}/") and rule.endpoint != "openapi.spec":
            path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule).removeprefix(BASE)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield path, method.lower(), current_app.view_functions[rule.endpoint]


def _finish(document: Any) -> Any:
    """Paths below the server address, problem+json on every error, headers and scopes on every operation."""
    document["paths"] = {path.removeprefix(BASE): item for path, item in document["paths"].items()}
    document["security"] = [{"bearer": []}]
    views = {(path, method): view for path, method, view in operations()}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                _complete(operation, method.upper(), views.get((path, method)))
    document.get("components", {}).get("schemas", {}).pop("ValidationError", None)
    return document


def _complete(operation: dict[str, Any], method: str, view: Any) -> None:
    is_writing = method in WRITING
    for parameter in operation.get("parameters", ()):
        schema = parameter.get("schema", {})
        if "default" in schema and schema["default"] is None:  # absent, not null: a query has no null
            del schema["default"]
            schema.pop("nullable", None)
    _add_security(operation, is_writing, view)
    for name in getattr(view, "sent_headers", ()):
        operation.setdefault("parameters", []).append(_header_parameter(name))
    media = getattr(view, "media", ())
    for status, response in operation["responses"].items():
        if status.startswith(("2", "3")):
            _complete_success(response, operation, media)
    for code, text in PROBLEM_RESPONSES.items():
        if is_writing or code not in WITH_BODY:
            operation["responses"][str(code)] = {
                "description": text,
                "headers": _headers("API-Version"),
                "content": {PROBLEM: {"schema": PROBLEM_JSON}},
            }


def _add_security(operation: dict[str, Any], is_writing: bool, view: Any) -> None:
    declared = getattr(view, "needs", None)
    if declared is None:  # no log-in: the address of tokens
        operation["security"] = [{"basic": []}] if getattr(view, "asks_basic", False) else []
        return
    scope = declared.scope if is_writing else READING
    operation["security"] = [{"bearer": []}, *([{"client": [scope]}] if scope and "client" in _schemes else [])]
    if scope:
        operation["x-bereik"] = scope


def _complete_success(response: dict[str, Any], operation: dict[str, Any], media: tuple[str, ...]) -> None:
    names = ["API-Version"]
    contents: list[dict[str, Any]] = list(response.get("content", {}).values())
    schema: dict[str, Any] = contents[0].get("schema", {}) if contents else {}
    queried = {each.get("name") for each in operation.get("parameters", ())}
    if schema.get("type") == "array" and "pageSize" in queried:
        names += ["Link", "X-Total-Count"]
    if "If-Match" in queried:
        names.append("ETag")
    response.setdefault("headers", {}).update(_headers(*names))
    if media:
        file = {"type": "string", "format": "binary"}
        response["content"] = {each: {"schema": {"type": "object"} if each in (JSON, YAML) else file} for each in media}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"description": ANSWER_HEADERS[name], "schema": {"type": "string"}} for name in names}


def _header_parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 100}
    if name == "If-Match":
        schema = {"type": "string", "example": '"1"'}
    return {"in": "header", "name": name, "required": True, "description": HEADERS[name], "schema": schema}


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
