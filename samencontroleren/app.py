# SPDX-License-Identifier: EUPL-1.2
"""The application: settings, core, features."""

from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import Flask, g
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from samencontroleren import __version__, config, features
from samencontroleren.accounts import denials, sessions, tabs
from samencontroleren.config_files import FileSettings
from samencontroleren.core import (
    collector,
    disclosure,
    health,
    installation,
    listing,
    logs,
    navigation,
    openapi,
    rest,
    security,
    signing,
    web,
)
from samencontroleren.core.assets import Assets
from samencontroleren.core.db import Database
from samencontroleren.core.files import Vault
from samencontroleren.core.outbox import FolderTransport, SmtpTransport, Transport
from samencontroleren.core.scanner import scanner_at
from samencontroleren.core.storage import master_keys
from samencontroleren.core.storage.master_keys import MasterKeys
from samencontroleren.core.storage.objects import FolderObjects
from samencontroleren.core.storage.s3 import S3Objects
from samencontroleren.core.storage.workshop import Workshop
from samencontroleren.core.typography import add_filters
from samencontroleren.notifications.registry import Registry

HERE = Path(__file__).parent


def create_app(settings: config.Settings | None = None, database: Database | None = None) -> Flask:
    """Build the application from its settings (from the environment when none are given)."""
    settings = settings or config.load()
    logs.configure(as_json=settings.mode is config.Mode.PRODUCTION)
    app: Flask = APIFlask("samencontroleren", title="Samen Controleren", **openapi.APP_OPTIONS)
    app.static_folder = str(HERE / "core" / "static")
    with collector.at_rest():  # what is loaded stays; looking for garbage in it takes a fifth of the time of starting
        _configure(app, settings)
        _add_templates(app, settings)
        _add_plumbing(app, settings, database or Database(settings.database_url))
        _add_features(app, settings)
        openapi.install(app)
    _check_installation(app, settings)
    return app


def refuse_unsafe(app: Flask) -> None:
    """A restored database is served only after `restore finish`, and never in a role that stands above the walls
    (SettingsRefused); health watches both from then on."""
    if health.is_behind(app):
        raise config.SettingsRefused(health.BEHIND)
    if fault := health.role_fault(app):
        raise config.SettingsRefused(fault)


def _check_installation(app: Flask, settings: config.Settings) -> None:
    """Invented data is served in its own mode only, and that mode serves nothing else (SettingsRefused)."""
    fault = installation.fault(app.extensions["database"], settings.is_demo)
    if fault:
        raise config.SettingsRefused(fault)


def _configure(app: Flask, settings: config.Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        TRUSTED_HOSTS=list(settings.allowed_hosts),
        BASE_URL=settings.base_url,
        SECURITY_CONTACT=settings.security_contact,
        MAX_UPLOAD=settings.max_upload,
        MAX_CONTENT_LENGTH=settings.max_upload + settings.max_form,
        MAX_FORM_MEMORY_SIZE=settings.max_form,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="__Host-sc" if settings.is_secure else "sc",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE="Europe/Amsterdam",
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
    )
    app.extensions["settings"] = settings
    app.extensions["files"] = _vault(settings.files)
    app.extensions["scanner"] = scanner_at(settings.clamd_address, settings.clamd_timeout)
    app.extensions["transport"] = _transport(settings)


def _vault(files: FileSettings) -> Vault:
    keys = MasterKeys(files.keys or master_keys.own_keys(files.own_keys or files.folder / "master-key"))
    workshop = Workshop(files.workshop)
    workshop.sweep()
    return Vault(S3Objects(files.s3) if files.s3 else FolderObjects(files.folder), keys, workshop)


def _transport(settings: config.Settings) -> Transport:
    if settings.mailbox_folder is not None:
        return FolderTransport(settings.mailbox_folder)
    return SmtpTransport(
        settings.email_host,
        settings.email_port,
        settings.email_user,
        settings.email_password,
        settings.email_use_tls,
    )


def _add_templates(app: Flask, settings: config.Settings) -> None:
    names = (*features.ORDER, features.DEMONSTRATION)
    pages = {name: FileSystemLoader(HERE / name / "templates") for name in names}
    mails = PrefixLoader({name: FileSystemLoader(HERE / name / "mails") for name in names})
    core = FileSystemLoader(HERE / "core" / "templates")
    app.jinja_loader = ChoiceLoader([PrefixLoader({**pages, "mails": mails}), core])
    app.jinja_env.add_extension("jinja2.ext.i18n")
    assets = Assets()
    add_filters(app)
    # globals, since macros that are imported do not see the context of the page
    app.jinja_env.globals.update(
        asset=assets.url,
        icon=assets.icon,
        csrf_token=generate_csrf,
        pick=web.pick,
        language=web.language,
        here=listing.here,
        listing=listing,
    )

    @app.context_processor
    def page_context() -> dict[str, Any]:
        return {
            "csp_nonce": g.get("csp_nonce", ""),
            "locale": web.language(),
            "demo_mode": settings.is_demo,
            "viewer": g.get("viewer"),
            "navigation": navigation.menu(g.get("actor"), features.navigation()),
            "leads_to": lambda endpoint: navigation.leads_to(g.get("actor"), endpoint),
            "version": __version__,
        }


def _add_plumbing(app: Flask, settings: config.Settings, database: Database) -> None:
    Babel(app, locale_selector=web.chosen_language)
    security.install_headers(app, settings.is_secure)
    access = web.Access(
        identify=sessions.identify,
        side_of=lambda actor: actor.side,
        denied=denials.record_denial,
        check_form=tabs.check,
        login_page="accounts.login",
        confirm_page="accounts.confirm",
        public=features.PUBLIC_ENDPOINTS,
        writing_gets=features.WRITING_GETS,
    )
    web.install(app, database, access)
    _add_login(app)
    _add_csrf(app)
    app.after_request(rest.add_api_version)
    signing.install(app, settings.signing)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(disclosure.blueprint)
    _add_wrappers(app, settings)


def _add_wrappers(app: Flask, settings: config.Settings) -> None:
    """What stands before the application: our own static files, and the addresses that proxies of ours pass on."""
    static = WhiteNoise(
        app.wsgi_app,
        root=HERE / "core" / "static" / "dist",
        prefix="static/dist/",
        max_age=31536000,
        allow_all_origins=False,
        add_headers_function=security.add_static_headers,
    )
    hops = settings.trusted_proxies
    app.wsgi_app = ProxyFix(static, x_for=hops, x_proto=hops) if hops else static  # type: ignore[method-assign]  # as Flask says


def _add_login(app: Flask) -> None:
    """Flask-Login only carries the person; rights come from the Actor."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda _request: sessions.login_user())


def _add_csrf(app: Flask) -> None:
    protect = CSRFProtect(app)

    @app.before_request
    def check_token() -> None:
        if not web.is_api():
            protect.protect()


def _add_features(app: APIFlask, settings: config.Settings) -> None:
    for blueprint in features.blueprints(settings.is_demo):
        app.register_blueprint(blueprint)
    for blueprint in features.api_blueprints():
        app.register_blueprint(blueprint, url_prefix="/api/v1")
    features.offer_merging()
    features.offer_own_data()
    features.offer_leaving()
    features.offer_handing()
    app.extensions["jobs"] = features.jobs()
    features.load_search()
    app.extensions["notices"] = Registry(features.notices(), features.notice_namers())
