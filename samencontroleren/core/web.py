# SPDX-License-Identifier: EUPL-1.2
"""How a request flows: who is it, may this route be used, the view, one commit, what must stay anyway.

Each route declares with `needs` the permissions it stands on. A log-in is demanded everywhere but on the short
written list in `features.py`. A view holds no role test, no query and no commit.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

import structlog
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from samencontroleren.core import collisions, drawn, ledger, outages, page_texts
from samencontroleren.core.access import Actor, Condition, Permission, forget_conditions, is_never, keep_conditions
from samencontroleren.core.db import Database
from samencontroleren.core.errors import (
    ConfirmationRequired,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    ScopeMissing,
)
from samencontroleren.core.fields import Form
from samencontroleren.core.request_context import reset_origin, set_origin
from samencontroleren.core.rest import problem, problem_response
from samencontroleren.core.sides import Side

log = structlog.get_logger()
V = TypeVar("V", bound=Callable[..., Any])

WRITING = frozenset(("POST", "PUT", "PATCH", "DELETE"))
READING = "lezen"
"""The scope that an API client must have been given to read."""
LANGUAGES = ("nl", "en")
TYPED = frozenset(("application/x-www-form-urlencoded", "application/json"))
"""Bodies that are read into memory whole; a file comes in another kind, for which there is more room."""

blueprint = Blueprint("web", __name__)


@dataclass(frozen=True)
class Needs:
    """What a route stands on: one of these permissions; `fresh` asks a second factor shown just now."""

    permissions: tuple[Permission[Any], ...]
    fresh: bool = False
    scope: str = ""
    """What an API client must have been given to write here; reading asks `READING`."""
    is_file: bool = False
    """The answer is a download: after showing the factor one comes back to the page with its link."""


def needs(
    *permissions: Permission[Any], fresh: bool = False, scope: str = "", is_file: bool = False
) -> Callable[[V], V]:
    """Declare the permissions of a route (none: any person who is logged in); in the API also its scope."""

    def mark(view: V) -> V:
        cast(Any, view).needs = Needs(permissions, fresh, scope, is_file)
        return view

    return mark


@dataclass(frozen=True)
class Access:
    """What the request flow is told by the features that know people: how to find who acts."""

    identify: Callable[[], Actor | None]
    """The actor of this request; None for a visitor."""
    side_of: Callable[[Any], Side]
    """On whose side of the walls an actor stands."""
    denied: Callable[[Actor | None, str], None]
    """Write a denial into the trail (runs in the ledger)."""
    check_form: Callable[[], None]
    """Refuse a form that was opened for another organisation (a Refusal)."""
    login_page: str
    confirm_page: str
    public: frozenset[str]
    """Endpoints that need no log-in."""
    writing_gets: frozenset[str]
    """Endpoints where a GET may write, since a standard says that others send people there so."""


def install(app: Flask, database: Database, access: Access) -> None:
    """Wire the flow into an application."""
    app.register_blueprint(blueprint)
    page_texts.install(app)
    drawn.install(app)
    app.extensions["database"] = database
    app.before_request(lambda: _begin(access))
    app.after_request(lambda response: _end(response, access))
    app.teardown_request(_give_up)
    app.register_error_handler(Refusal, lambda error: _refused(error, access))
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)


def actor() -> Any:
    """Who acts in this request (an `organisations.actor.Actor`). Raises Forbidden for a visitor."""
    found = g.get("actor")
    if found is None:
        raise Forbidden()
    return found


def invalid(template: str, error: Invalid, **context: Any) -> tuple[str, int]:
    """The page again with what was typed and the messages at their fields; nothing is stored (422)."""
    _give_up_failed()
    return render_template(template, form=Form.typed(request.form, error), **context), 422


def undo_writes() -> None:
    """Give up what this request wrote: the page that says so shows what is stored, not what will not be."""
    unit = g.unit
    unit.session.rollback()
    unit.take_side(unit.session.info["side"])


def wants_json() -> bool:
    """Whether a script of ours asks (autosave), instead of a person leaving the page."""
    return request.accept_mimetypes.best == "application/json"


def is_api() -> bool:
    """Whether the request is for the API."""
    return request.path.startswith("/api/")


def _begin(access: Access) -> BaseResponse | None:
    if request.mimetype in TYPED:
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
    g.request_id = uuid.uuid4().hex
    g.origin_token = set_origin(f"{'api' if is_api() else 'page'} {g.request_id}", request.remote_addr or "")
    structlog.contextvars.bind_contextvars(trace_id=g.request_id, route=str(request.url_rule or ""))
    ledger.open_page()
    drawn.open_page()
    keep_conditions()
    g.menu = None
    is_nowhere = request.endpoint is None  # no such address: still a page of the reader's own, with menu and search
    if request.endpoint == "static" or (is_nowhere and is_api()):
        return None
    g.unit = _database().open(write=_may_write(access))
    g.actor = access.identify()
    if g.actor is not None:
        g.unit.take_side(access.side_of(g.actor))
    if is_nowhere or request.endpoint in access.public:
        return None
    if g.actor is None:
        return _ask_login(access)
    if request.method in WRITING and not is_api():
        access.check_form()
    _check_route(g.actor)
    return None


def _may_write(access: Access) -> bool:
    return request.endpoint is not None and (request.method in WRITING or request.endpoint in access.writing_gets)


def _ask_login(access: Access) -> BaseResponse:
    if is_api():
        raise NotLoggedIn()
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(access.login_page, next=wanted))


class NotLoggedIn(Refusal):
    """An API request without a valid token."""

    status = 401
    code = "niet-aangemeld"
    title = "Niet aangemeld"


def _check_route(who: Actor) -> None:
    """Refuse early when no permission of the route can hold for this actor whatever the object."""
    declared = route_needs(request.endpoint or "")
    asked = declared.scope if request.method in WRITING else READING
    if who.scopes is not None and asked not in who.scopes:  # a writing route without scope is closed to clients
        raise ScopeMissing(asked)
    if declared.permissions and not can_ever(who, declared.permissions):
        raise NotFound() if request.view_args else Forbidden()
    if declared.fresh and not who.is_present:
        raise ConfirmationRequired()


def route_needs(endpoint: str) -> Needs:
    """What the route with this endpoint declares. Raises LookupError when it declares nothing."""
    view: Any = current_app.view_functions[endpoint]
    declared = getattr(view, "needs", None)
    if declared is None:
        raise LookupError(f"route {endpoint} does not declare what it needs")
    return cast(Needs, declared)


def can_ever(who: Actor, permissions: Iterable[Permission[Any]]) -> bool:
    """Whether one of these permissions can hold for some row."""
    return any(_can_hold(each.condition, cast(Any, who)) for each in permissions)


@lru_cache(maxsize=4096)
def _can_hold(condition: Condition, who: Actor) -> bool:
    """Kept, since the menu asks it on every page: whether a condition can hold at all follows from the actor alone."""
    return not is_never(condition(who))


def _database() -> Database:
    found: Database = current_app.extensions["database"]
    return found


def _end(response: Response, access: Access) -> Response:
    unit = g.pop("unit", None)
    if unit is not None:
        unit.close(keep=_may_write(access) and response.status_code < 400)
    ledger.close_page(_database())
    return response


def _give_up(_error: BaseException | None) -> None:
    forget_conditions()
    unit = g.pop("unit", None)
    if unit is not None:
        unit.close(keep=False)
    token = g.pop("origin_token", None)
    if token is not None:
        reset_origin(token)
    structlog.contextvars.unbind_contextvars("trace_id", "route")


def _give_up_failed() -> None:
    """After a statement the database refused nothing can be read, not even for a page that says so: begin anew."""
    unit = g.get("unit")
    if unit is not None and not unit.session.is_active:
        unit.session.rollback()


def _refused(error: Refusal, access: Access) -> Any:
    _give_up_failed()
    who = g.get("actor")
    if error.status in (403, 404) and who is not None:
        reason = f"{request.method} {request.endpoint} {error.code}"
        ledger.note(lambda: access.denied(who, reason))
    if is_api():
        return problem(error)
    if isinstance(error, ConfirmationRequired):
        return redirect(url_for(access.confirm_page, next=local_path(_way_back())))
    advice = [_(each) for each in error.advice]
    return error_page(error.status, _(error.title), _(error.message, **error.params), advice)


def _way_back() -> str | None:
    """The page to come back to after a fresh second factor: the one asked for, or the one with the form or link."""
    is_page = request.method == "GET" and not route_needs(request.endpoint or "").is_file
    return request.full_path.rstrip("?") if is_page else request.referrer


def local_path(address: str | None) -> str:
    """Path and query of an address on this host; "/" for anything else (no open redirect)."""
    if not address:
        return "/"
    rest = address.removeprefix(request.host_url.rstrip("/"))
    if not rest.startswith("/") or rest.startswith(("//", "/\\")) or "\\" in rest or not rest.isprintable():
        return "/"
    return rest


def error_page(status: int, title: str, text: str, advice: Sequence[str] = ()) -> tuple[str, int]:
    """A page that says what happened, what one can do (by its status, without `advice`) and where to go."""
    came_from = local_path(request.referrer)
    back_url = came_from if came_from not in ("/", request.full_path.rstrip("?")) else None
    number = g.get("request_id", "")[:8]
    shown = {"code": status, "title": title, "text": text, "own_advice": advice, "back_url": back_url}
    page = render_template("core/error.html", request_id=number, **shown)
    return page, status


def _stale_page(_error: CSRFError) -> Any:
    title = _("Deze pagina was verlopen")
    text = _("Ga terug, ververs de pagina en probeer het opnieuw. Er is niets gewijzigd.")
    return error_page(400, title, text)


BROKEN = ("Er ging iets mis", "Dit ligt aan ons. Er is niets gewijzigd.")
HTTP_TEXTS = {
    403: ("Dit mag u niet", "U hebt geen recht om dit te doen."),
    404: ("Niet gevonden", "Deze pagina bestaat niet of is niet voor u zichtbaar."),
    405: ("Dit kan hier niet", "Deze pagina kan dit verzoek niet uitvoeren."),
    413: ("Te groot", "Wat u stuurt is te groot. Een bestand mag hoogstens %(size)s MB zijn. Er is niets bewaard."),
    429: ("Even wachten", "Er kwamen te veel verzoeken achter elkaar. Wacht even en probeer het opnieuw."),
}


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    title, text = HTTP_TEXTS.get(status, ("Dit kan niet", "Uw verzoek is niet begrepen."))
    limits = {"size": current_app.config["MAX_UPLOAD"] // (1024 * 1024)}
    if is_api():
        response = problem_response(status, title, text % limits)
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response
    if request_ctx.url_adapter is None:  # an untrusted host: there are no addresses to put on a page
        return "400", status, {"Content-Type": "text/plain; charset=utf-8"}
    return error_page(status, _(title), _(text, **limits))


def _broken(error: Exception) -> Any:
    passing = collisions.collision(error) or outages.outage(error)
    if not isinstance(passing, collisions.Overtaken):
        log.exception("request_failed", error=type(error).__name__)
    unit = g.pop("unit", None)
    if unit is not None:
        unit.close(keep=False)
    if passing and is_api():
        return problem(passing)
    status, title, text = (passing.status, passing.title, passing.message) if passing else (500, *BROKEN)
    if is_api():
        return problem_response(status, title, f"{text} Kenmerk: {g.get('request_id', '')}")
    try:
        return error_page(status, _(title), _(text))
    except Exception:  # whatever broke the page may break this one too; the number must get across
        log.exception("error_page_failed")
        return (
            f"{title}. {text} Kenmerk: {g.get('request_id', '')[:8]}",
            status,
            {"Content-Type": "text/plain; charset=utf-8"},
        )


@blueprint.post("/taal")
def set_language() -> BaseResponse:
    """Remember the language of the screens; back to the page one came from."""
    language = request.form.get("language", "")
    if language in LANGUAGES:
        session["language"] = language
    return redirect(local_path(request.form.get("next")))


def chosen_language() -> str:
    """The language of this request: chosen, else the browser's, else Dutch."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return cast(str, chosen)
    return request.accept_languages.best_match(LANGUAGES) or "nl"


def language() -> str:
    """The language of the present page, "nl" or "en" (also outside a request)."""
    return page_texts.language()


def pick(labels: tuple[str, str]) -> str:
    """The label of a (Dutch, English) pair in the language of the page."""
    return labels[1] if language() == "en" else labels[0]
